//! The words of a message, made when it is read: the one function that inbox and mail share. What has been settled since says
//! so; what the reader may no longer see says only that.

use domain::{
    duty::{DutyKind, Owner},
    institution::{Institution, Quarter},
    value::{Day, MatterId, ReferralId, SummaryId},
};

use super::{
    DRAFT_FOR_SIGNING, DRAFT_RETURNED, Facts, Message, MessageKind, NOTICE_REISSUED, event_label, facts::DutyFacts,
};
use crate::views::{days_between, kind_from};

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub about: About,
    /// empty before registration
    pub number: String,
    pub title: String,
    /// one sentence or two
    pub text: String,
    pub owing: Owing,
    /// 催办
    pub urgent: bool,
}

/// What it is about, and where one reads more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Matter(MatterId),
    /// R4.7b: the institution's own
    QuarterlyReport(Quarter),
    /// 通报、呈报
    Summary(SummaryId),
    /// 问责移送
    Referral(ReferralId),
    /// the reader may not see it any more: nothing in the line names it
    Hidden,
}

/// Whether the reader owes something by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owing {
    Nothing,
    /// past its day or not
    Open {
        due: Day,
        past: bool,
    },
    /// done, withdrawn or paused since
    Settled,
}

/// `facts`: none where the reader may not see the matter.
pub(crate) fn line(institution: &Institution, today: Day, message: &Message, facts: Option<&Facts>) -> Line {
    let Some(facts) = facts else {
        return Line {
            about: About::Hidden,
            number: String::new(),
            title: String::new(),
            text: "这条消息涉及的事项，您现在无权查看。".to_owned(),
            owing: Owing::Nothing,
            urgent: false,
        };
    };
    let duty = facts.duty.as_ref();
    let owing = match duty {
        Some(duty) if duty.is_open => Owing::Open { due: duty.due, past: duty.due < today },
        Some(_) => Owing::Settled,
        None => Owing::Nothing,
    };
    Line {
        about: facts.about,
        number: facts.number.clone(),
        title: facts.title.clone(),
        text: match (message.kind, duty) {
            (MessageKind::Told, _) => told(&message.event),
            (MessageKind::Owes, _) => owes(message, duty),
            (MessageKind::Reminder, Some(duty)) => reminder(institution, today, duty),
            (MessageKind::ClerkPrompt, Some(duty)) => prompt(institution, today, duty),
            // A duty that is in no view: the message's own words.
            (MessageKind::Reminder | MessageKind::ClerkPrompt, None) => format!("提醒：{}。", what(message, None)),
        },
        owing,
        urgent: message.is_urgent(),
    }
}

fn what(message: &Message, duty: Option<&DutyFacts>) -> &'static str {
    let kind = duty.map(|duty| duty.kind).or_else(|| kind_from(&message.duty));
    kind.map_or("办理", verb)
}

/// Most duties are called by what is to be done.
fn verb(kind: DutyKind) -> &'static str {
    if kind == DutyKind::QuarterlyReport { "完成季度呈报" } else { kind.label() }
}

/// `交办：请于2026年10月27日前签收通知单。` Leaders are named no day.
fn owes(message: &Message, duty: Option<&DutyFacts>) -> String {
    let (event, what) = (event_label(&message.event), what(message, duty));
    let leaders = duty.is_some_and(|duty| duty.kind.is_leaders());
    match duty.map(|duty| duty.due).or(message.due).filter(|_| !leaders) {
        Some(due) => format!("{event}：请于{}前{what}。", day(due)),
        None => format!("{event}：请您{what}。"),
    }
}

fn reminder(institution: &Institution, today: Day, duty: &DutyFacts) -> String {
    let (what, due) = (verb(duty.kind), day(duty.due));
    if !duty.is_open {
        return format!("提醒：{what}（时限{due}）。");
    }
    if today > duty.due {
        let past = institution.calendar.days_past(today, duty.due);
        let past = if past > 0 { format!("，已逾期 {past} 个工作日") } else { String::new() };
        format!("提醒：{what}的时限{due}已过{past}，请抓紧办理。")
    } else if today == duty.due {
        format!("提醒：今天（{due}）到期，请{what}。")
    } else {
        let left = institution.calendar.days_left(today, duty.due);
        format!("提醒：还有 {left} 个工作日到期，请于{due}前{what}。")
    }
}

/// 催批
fn prompt(institution: &Institution, today: Day, duty: &DutyFacts) -> String {
    let leader = match duty.owner {
        Owner::Person(leader) => institution.person_name(leader),
        _ => "校领导",
    };
    let waiting = days_between(duty.opened_on, today).max(0);
    match duty.is_open {
        true => format!("催批：{}已待{leader}批 {waiting} 天，请提请审批。", duty.kind.label()),
        false => format!("催批：{}（{leader}）。", duty.kind.label()),
    }
}

/// What was done, told to somebody who owes nothing by it.
fn told(event: &str) -> String {
    let said = match event {
        "urged" => "学校办公室已对本事项发出催办单。",
        "urging_revoked" => "本事项的催办单已撤销，请以此为准。",
        NOTICE_REISSUED => "本事项的通知单出了新的一版，请查看并以新的一版为准。",
        "fed_back" => "学校办公室反馈了本事项的办理结果。",
        "transferred" => "本事项已改派其他单位牵头办理。",
        "co_unit_removed" => "贵单位不再协办本事项。",
        "amended" => "本事项的内容已更正，请按更正后的通知单办理。",
        "termination_granted" => "本事项经批准终止办理。",
        "suspension_granted" => "本事项经批准暂缓办理，时限暂停计算。",
        "resumed" => "本事项恢复办理，请查看新的时限。",
        "extension_granted" => "延期申请已批准，请查看新的办结时限。",
        "extension_refused" => "延期申请未获批准，仍按原时限办结。",
        "extension_returned" => "延期申请已退回，请查看退回理由。",
        "plan_accepted" => "工作计划已同意。",
        "coordination_answered" => "提请协调的问题已有答复。",
        "insisted" => "学校办公室答复异议：维持交办。",
        "reviewed" => "办结报告已审核，请查看审核意见。",
        "acceptance_revoked" => "原办结结论已撤销，本事项继续办理。",
        "approved" => "拟办意见已审定同意。",
        "sent_back" => "拟办意见退回修改。",
        "instruction_answered" => "批示的落实情况已回复。",
        "situation_submitted" => "学校办公室呈报了一份情况，请您阅示。",
        "sub_task_reported" => "分解任务已报告完成情况，请贵单位认可。",
        "sub_task_taken" => "您报告的分解任务已获牵头单位认可。",
        "handed_over" => "本事项的经办人已移交，请查看现在由谁经办。",
        "reminded" => "学校办公室提醒：本事项有待贵单位办理的工作，请查看提醒内容并抓紧办理。",
        "facts_shown" => "学校办公室拟印发的通报点到贵单位，请核对所列事实，有不实之处请在印发前说明。",
        "facts_remarked" => "被点名的单位对通报所列事实提出了说明，请查看。",
        "summary_submitted" => "有一份文稿送您审核。",
        "summary_sent_back" => "文稿被退回修改，请查看理由。",
        "summary_approved" => "文稿已审核，请办理下一步。",
        "summary_signed" => "通报已签发，可以印发。",
        "summary_issued" => "学校办公室印发了一份督办通报，请查看。",
        "order_answered" => "被通报单位报告了原因和改进措施，请查看。",
        "answer_accepted" => "贵单位报告的原因和改进措施，学校办公室已认可。",
        "summary_withdrawn" => "点到贵单位的通报已撤回，请查看理由。",
        "referral_explained" => "有关单位已作出说明，请查看。",
        "explanation_lapsed" => "有关单位逾期未说明，请审核是否移送。",
        "referral_endorsed" => "有一件问责移送待您批准。",
        "referral_approved" => "问责移送已经批准，待签收。",
        "referral_dropped" => "不予移送，请查看理由。",
        "referral_signed_for" => "问责移送件已经签收。",
        "referral_outcome" => "问责移送件有了处理结果。",
        DRAFT_FOR_SIGNING => "有一份起草好的文稿待您签发，请打开工作台查看。",
        DRAFT_RETURNED => "您起草的文稿已由单位负责人退回，请打开工作台查看理由。",
        _ => return format!("本事项有新情况：{}。", event_label(event)),
    };
    said.to_owned()
}

fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use domain::{matter::Fact, value::PersonId};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn message(kind: MessageKind, event: &str, duty: &str) -> Message {
        Message {
            kind,
            person: PersonId(Uuid::nil()),
            matter: Uuid::nil(),
            number: "督办〔2026〕12号".to_owned(),
            event: event.to_owned(),
            duty: duty.to_owned(),
            duty_id: 1,
            due: Some(date(2026, 9, 9)),
            days: None,
        }
    }

    fn facts(kind: DutyKind, due: Day, is_open: bool) -> Facts {
        let duty = DutyFacts { kind, owner: Owner::Office, due, opened_on: date(2026, 9, 1), is_open };
        Facts {
            number: "督办〔2026〕12号".to_owned(),
            title: "教室检修".to_owned(),
            duty: Some(duty),
            about: About::Matter(MatterId(Uuid::nil())),
        }
    }

    fn said(message: &Message, facts: Option<&Facts>, today: Day) -> Line {
        line(&Institution::default(), today, message, facts)
    }

    #[test]
    fn what_is_owed_is_said_with_its_day_and_leaders_are_named_none() {
        let (today, due) = (date(2026, 9, 1), date(2026, 9, 2));
        let sign =
            said(&message(MessageKind::Owes, "dispatched", "sign"), Some(&facts(DutyKind::Sign, due, true)), today);
        assert_eq!(sign.text, "交办：请于2026年9月2日前签收通知单。", "the day it has now");
        assert_eq!(sign.owing, Owing::Open { due, past: false });
        let done =
            said(&message(MessageKind::Owes, "dispatched", "sign"), Some(&facts(DutyKind::Sign, due, false)), today);
        assert_eq!(done.owing, Owing::Settled);
        let decide = facts(DutyKind::DecideExtension, due, true);
        let decide = said(&message(MessageKind::Owes, "extension_forwarded", "decide_extension"), Some(&decide), today);
        assert_eq!(decide.text, "转呈延期申请：请您审批延期申请。");
    }

    #[test]
    fn a_reminder_counts_from_the_day_on_which_it_is_read() {
        let due = date(2026, 9, 9);
        let on = |today, open| {
            said(
                &message(MessageKind::Reminder, "reminder", "complete"),
                Some(&facts(DutyKind::Complete, due, open)),
                today,
            )
            .text
        };
        assert_eq!(on(date(2026, 9, 4), true), "提醒：还有 3 个工作日到期，请于2026年9月9日前办结。");
        assert_eq!(on(due, true), "提醒：今天（2026年9月9日）到期，请办结。");
        assert_eq!(on(date(2026, 9, 14), true), "提醒：办结的时限2026年9月9日已过，已逾期 3 个工作日，请抓紧办理。");
        assert_eq!(on(date(2026, 9, 14), false), "提醒：办结（时限2026年9月9日）。");
        let prompt = facts(DutyKind::DecideExtension, due, true);
        let prompt = said(
            &message(MessageKind::ClerkPrompt, "clerk_prompt", "decide_extension"),
            Some(&prompt),
            date(2026, 9, 4),
        );
        assert_eq!(prompt.text, "催批：审批延期申请已待校领导批 3 天，请提请审批。");
    }

    #[test]
    fn what_may_not_be_seen_is_not_named() {
        let line = said(&message(MessageKind::Told, "transferred", ""), None, date(2026, 9, 1));
        assert_eq!((line.about, line.number.as_str(), line.title.as_str()), (About::Hidden, "", ""));
        assert_eq!(line.text, "这条消息涉及的事项，您现在无权查看。");
    }

    #[test]
    fn every_event_has_a_sentence() {
        for kind in Fact::KINDS {
            let text = told(kind);
            assert!(text.ends_with('。') && !text.contains("有变动"), "{kind}: {text}");
            assert!(text.chars().all(|c| !c.is_ascii_alphabetic()), "{kind}: {text}");
        }
    }
}
