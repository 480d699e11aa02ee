//! `GET /inbox`: 站内消息, what one was told, the latest first; opening one marks it as read and leads to the matter. 个人设置:
//! one's own mail address, and what is mailed how. And for the system administrator: mails that were given up.

use app::{
    Act, Request,
    ask::{After, InboxLine, MailState, Undelivered},
    messages::{About, Choice, Manner, Owing},
};
use axum::extract::Path;
use domain::institution::InstitutionCommand;
use jiff::Timestamp;

use crate::{
    account::in_person,
    directory::people,
    error::{self, Error},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::SmallForm,
        form::{self, Field, Kind, Problems},
        inbox::{InboxPage, InboxRow, MailStatePage, PreferencesPage, UndeliveredRow},
        layout::{Flash, Place, Tone},
        text,
    },
    quarterly,
    respond::{self, Answer, done, see_other, see_other_saying},
    summaries,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let after = after(asked.get("after"));
    let inbox = visitor.app().inbox(&visitor.actor, after).await?;
    respond::page(&InboxPage {
        layout: visitor.layout("站内消息", Some(Place::Inbox)),
        rows: inbox.lines.iter().map(row).collect(),
        until: inbox.lines.first().map(|line| line.at.as_microsecond().to_string()).unwrap_or_default(),
        newest: if after.is_some() { "/inbox".to_owned() } else { String::new() },
        earlier: inbox.next.map(|next| format!("/inbox?after={}", written(next))).unwrap_or_default(),
    })
}

/// `1790000000000000.0193…`; anything else is the first page.
fn after(text: &str) -> Option<After> {
    let (at, id) = text.split_once('.')?;
    Some(After { at: Timestamp::from_microsecond(at.parse().ok()?).ok()?, id: id.parse().ok()? })
}

fn written(after: After) -> String {
    format!("{}.{}", after.at.as_microsecond(), after.id)
}

fn row(message: &InboxLine) -> InboxRow {
    let line = &message.line;
    let (state, past) = match line.owing {
        Owing::Open { past: true, .. } => ("已逾期", true),
        Owing::Settled => ("已办理", false),
        Owing::Open { past: false, .. } | Owing::Nothing => ("", false),
    };
    InboxRow {
        href: format!("/inbox/{}", message.id),
        unread: message.unread,
        urgent: line.urgent,
        text: line.text.clone(),
        number: line.number.clone(),
        title: line.title.clone(),
        at: text::moment(message.at),
        state: state.to_owned(),
        past,
    }
}

/// Where links in mails lead, too.
pub async fn open(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::not_found())?;
    Ok(match visitor.app().open_message(&visitor.actor, id).await? {
        About::Matter(matter) => see_other(&format!("/matters/{matter}")),
        About::QuarterlyReport(quarter) => see_other(&quarterly::href(quarter)),
        About::Summary(summary) => see_other(&summaries::href(summary)),
        About::Referral(referral) => see_other(&format!("/referrals/{referral}")),
        About::Hidden => {
            let text = "这条消息涉及的事项，您现在无权查看；如有疑问请与学校办公室联系。".to_owned();
            see_other_saying("/inbox", Flash { tone: Tone::Note, text, clause: String::new() })
        }
    })
}

pub async fn read_all(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&["until"])?;
    let until = form.get("until").parse().ok().and_then(|micros| Timestamp::from_microsecond(micros).ok());
    let until = until.ok_or_else(|| Error::bad("表单不完整，请刷新页面后再试。"))?;
    let read = visitor.app().read_all_messages(&visitor.actor, until).await?;
    Ok(see_other_saying("/inbox", done(format!("已将 {read} 条消息标为已读。"))))
}

pub async fn preferences(visitor: SignedIn) -> Answer {
    in_person(&visitor)?;
    respond::page(&preferences_page(&visitor, None).await?)
}

pub async fn save_mail(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["mail"])?;
    let mut request = Request::new(form.command_id()?);
    let before = visitor.app().person(&visitor.actor, visitor.person).await?;
    let listed = (before.mail.as_deref().unwrap_or_default(), before.person.mail.as_ref());
    let mut wrong = Problems::default();
    let mail = people::mail(form.get("mail"), &mut request, &mut wrong, visitor.person, listed);
    if wrong.any() {
        return respond::refused_page(&preferences_page(&visitor, Some((&form, wrong))).await?);
    }
    let said =
        if mail.is_some() { "已保存电子邮箱。" } else { "已删去电子邮箱，此后不再发邮件。" };
    let request = request.act(Act::Institution(InstitutionCommand::SetMail { person: visitor.person, mail }));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying("/preferences", done(said))),
        Err(error) => match error.refusal().map(|refusal| error::problems(refusal, |_| Some("mail"))) {
            Some(wrong) => respond::refused_page(&preferences_page(&visitor, Some((&form, wrong))).await?),
            None => Err(error.typed(form.typed())),
        },
    }
}

pub async fn save_choice(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["owes", "told", "reminders"])?;
    let chosen = |name: &str| Manner::from_code(form.get(name)).ok_or_else(|| Error::bad("请为三类消息各选一种方式。"));
    let choice = Choice { owes: chosen("owes")?, told: chosen("told")?, reminders: chosen("reminders")? };
    visitor.app().set_contact_choice(&visitor.actor, choice).await?;
    Ok(see_other_saying("/preferences", done("已保存接收邮件的方式。")))
}

/// `again`: an address that was refused, as it was typed.
async fn preferences_page(visitor: &SignedIn, again: Option<(&FormData, Problems)>) -> Result<PreferencesPage, Error> {
    let app = visitor.app();
    let stored = app.person(&visitor.actor, visitor.person).await?.mail.unwrap_or_default();
    let choice = app.contact_choice(&visitor.actor).await?;
    let (typed, problems) = match again {
        Some((form, problems)) => (form.get("mail").to_owned(), problems),
        None => (stored, Problems::default()),
    };
    let rules =
        visitor.institution.regulation_on(visitor.today).map(|rules| rules.messages.clone()).unwrap_or_default();
    let hour = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let most = if rules.most_mails > 0 { format!("每天最多 {} 封，", rules.most_mails) } else { String::new() };
    let explanation = format!(
        "每日汇总在工作日 {} 起发出，每天一封；催办不等汇总。{} 至次日 {} 不发邮件；{most}超出的并入下一次汇总。",
        hour(rules.digest_at),
        hour(rules.quiet_from),
        hour(rules.quiet_until)
    );
    let asked = |name: &str, label: &str, hint: &str, now: Manner| {
        let one = |manner: Manner| form::Choice::new(manner.code(), manner.label()).chosen_if(manner == now);
        Field::new(name, label, Kind::Radio(Manner::ALL.into_iter().map(one).collect())).hint(hint)
    };
    Ok(PreferencesPage {
        layout: visitor.layout("个人设置", None),
        mail: SmallForm {
            title: "电子邮箱".to_owned(),
            action: "/preferences/mail".to_owned(),
            command_id: app.fresh_id().to_string(),
            explanation: "用于接收督办系统的邮件，加密保存；只有您本人和登记人员信息的人能看到。留空则不发邮件。"
                .to_owned(),
            fields: vec![Field::new("mail", "电子邮箱", Kind::Text).value(typed).hint("例如：name@hbut.edu.cn")],
            problems,
            submit: "保存邮箱".to_owned(),
        },
        messages: SmallForm {
            title: "邮件通知".to_owned(),
            action: "/preferences/messages".to_owned(),
            explanation,
            fields: vec![
                asked("owes", "我要办的", "需要您或贵单位签收、报送、审批的事。", choice.owes),
                asked("told", "告知我的", "办理结果、更正、撤销等，不需要您办理。", choice.told),
                asked("reminders", "提醒", "时限将到、当天和逾期后的提醒。", choice.reminders),
            ],
            submit: "保存方式".to_owned(),
            ..SmallForm::default()
        },
        no_mail: !app.sends_mail(),
    })
}

/// For the system administrator.
pub async fn mail_state(visitor: SignedIn) -> Answer {
    let state = visitor.app().mail_state(&visitor.actor).await?;
    let shown = state.undelivered.len() as u64;
    respond::page(&MailStatePage {
        layout: visitor.layout("邮件发送情况", Some(Place::Settings)),
        state: state_words(&state),
        more: if state.dead > shown {
            format!("另有 {} 封，重新发送后依次列出。", state.dead - shown)
        } else {
            String::new()
        },
        rows: state.undelivered.iter().map(undelivered).collect(),
    })
}

fn state_words(state: &MailState) -> String {
    if !state.is_on {
        return "没有设置邮件服务器，消息只在站内；启动服务时设置邮件服务器（参数 mail-server）后才发邮件。".to_owned();
    }
    match state.oldest {
        Some(oldest) => {
            format!("{} 条消息等待发送（含等待每日汇总的），最早的一条来自 {}。", state.waiting, text::moment(oldest))
        }
        None => "没有等待发送的消息。".to_owned(),
    }
}

fn undelivered(one: &Undelivered) -> UndeliveredRow {
    UndeliveredRow {
        id: one.id.to_string(),
        person: one.person.clone(),
        at: text::moment(one.at),
        ended_at: text::moment(one.ended_at),
        why: one.why.clone(),
    }
}

pub async fn resend(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&["id"])?;
    let only = match form.get("id") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::not_found())?),
    };
    let queued = visitor.app().resend(&visitor.actor, only).await?;
    let said = match queued {
        0 => "没有需要重新发送的邮件，可能已由他人重新发送。".to_owned(),
        n => format!("已重新排入 {n} 条消息，几分钟内发出；夜间的等到早上。"),
    };
    Ok(see_other_saying("/settings/mail", done(said)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back_and_nonsense_is_the_first_page() {
        let here = After { at: "2026-09-28T02:00:00.000001Z".parse().unwrap(), id: uuid::Uuid::from_u128(7) };
        assert_eq!(after(&written(here)), Some(here));
        for nonsense in ["", "x", "1.2", ".", "99999999999999999999.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(after(nonsense), None, "{nonsense}");
        }
    }
}
