//! What can be done about a 通报 or 呈报: one form an act, shown to those in whose hands it lies. `domain::summary` has the last
//! word.

use app::{Act as OfRequest, Circumstances, Request, summaries::SummaryView};
use axum::extract::Path;
use domain::{
    Evidence,
    institution::{InstitutionCommand, Quarter, Role},
    summary::{Order, Summary, SummaryCommand, SummaryKind, SummaryStage},
    value::{PersonId, Text, Title, UnitId},
};

use super::{href, load, show::page};
use crate::{
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    hands,
    pages::{
        directory::SmallForm,
        form::{Field, Kind, Problems},
        panels::ActPanel,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    ShowFacts,
    Remark,
    Submit,
    Approve,
    Sign,
    /// 代录 of a signature on paper
    RecordSign,
    SendBack,
    Issue,
    AttachScan,
    Answer,
    /// 代录
    RecordAnswer,
    AcceptAnswer,
    ReturnAnswer,
    Withdraw,
    Drop,
}

impl Act {
    const ALL: [Act; 15] = [
        Act::ShowFacts,
        Act::Remark,
        Act::Submit,
        Act::Approve,
        Act::Sign,
        Act::RecordSign,
        Act::SendBack,
        Act::Issue,
        Act::AttachScan,
        Act::Answer,
        Act::RecordAnswer,
        Act::AcceptAnswer,
        Act::ReturnAnswer,
        Act::Withdraw,
        Act::Drop,
    ];

    fn code(self) -> &'static str {
        match self {
            Act::ShowFacts => "facts",
            Act::Remark => "remark",
            Act::Submit => "submission",
            Act::Approve => "approval",
            Act::Sign => "signature",
            Act::RecordSign => "recorded-signature",
            Act::SendBack => "return",
            Act::Issue => "issue",
            Act::AttachScan => "scan",
            Act::Answer => "answer",
            Act::RecordAnswer => "recorded-answer",
            Act::AcceptAnswer => "acceptance",
            Act::ReturnAnswer => "answer-return",
            Act::Withdraw => "withdrawal",
            Act::Drop => "end",
        }
    }

    fn label(self, kind: SummaryKind) -> &'static str {
        match self {
            Act::ShowFacts => "送单位核对",
            Act::Remark => "核对事实",
            Act::Submit => "送审",
            Act::Approve => "审核通过",
            Act::Sign => "签发",
            Act::RecordSign => "代录纸面签发",
            Act::SendBack => "退回修改",
            Act::Issue if kind == SummaryKind::Report => "登记呈报",
            Act::Issue => "印发",
            Act::AttachScan => "补传印发件扫描",
            Act::Answer => "报告原因和改进措施",
            Act::RecordAnswer => "代录单位的报告",
            Act::AcceptAnswer => "认可单位的报告",
            Act::ReturnAnswer => "退回单位的报告",
            Act::Withdraw => "撤回通报",
            Act::Drop => "作废草稿",
        }
    }

    /// What one usually came for stands open at the top.
    fn is_folded(self) -> bool {
        !matches!(
            self,
            Act::ShowFacts
                | Act::Remark
                | Act::Submit
                | Act::Approve
                | Act::Sign
                | Act::Issue
                | Act::Answer
                | Act::AcceptAnswer
        )
    }
}

/// Which acts lie in the visitor's hands now, and on which unit.
fn open(visitor: &SignedIn, view: &SummaryView) -> Vec<(Act, Option<UnitId>)> {
    use SummaryStage as S;
    let (summary, roles) = (&view.summary, visitor.roles());
    let office = roles.iter().any(|role| role.is_office());
    let in_hand = |roles: &[Role]| hands::authority(visitor, |person| hands::holds(visitor, person, roles)).is_some();
    let (head, leads) = (in_hand(&[Role::OfficeHead]), in_hand(&[Role::Leader, Role::PrincipalLeader]));
    let named = !summary.named().is_empty();
    let mut acts: Vec<(Act, Option<UnitId>)> = Vec::new();
    let mut offer = |act: Act, offered: bool| {
        if offered {
            acts.push((act, None));
        }
    };
    match summary.stage {
        S::Draft => {
            offer(Act::ShowFacts, office && named && summary.shown.is_none());
            offer(Act::Submit, office && (!named || summary.shown.is_some()));
            offer(Act::Drop, office);
        }
        S::AwaitingHead => {
            offer(Act::Approve, head);
            offer(Act::SendBack, head);
        }
        S::AwaitingLeader => {
            offer(Act::Sign, leads);
            offer(Act::SendBack, leads);
            offer(Act::RecordSign, office && !leads);
        }
        S::Approved => {
            offer(Act::Issue, office);
            offer(Act::SendBack, head);
        }
        S::Issued => {
            offer(Act::AttachScan, office);
            offer(Act::Withdraw, head && summary.kind == SummaryKind::Bulletin);
        }
        S::Withdrawn | S::Unborn | S::Dropped => {}
    }
    let hand = |unit: UnitId, roles: &[Role]| {
        hands::authority(visitor, |person| hands::holds_in(visitor, person, unit, roles)).is_some()
    };
    if summary.stage.is_in_preparation() && summary.shown.is_some() {
        let mine = summary.named().iter().map(|named| named.unit);
        acts.extend(
            mine.filter(|unit| hand(*unit, &[Role::UnitHead, Role::UnitContact])).map(|unit| (Act::Remark, Some(unit))),
        );
    }
    if summary.stage == S::Issued {
        for order in &summary.orders {
            let unit = Some(order.unit);
            if order.is_owed() {
                let own = hand(order.unit, &[Role::UnitHead]);
                acts.extend(own.then_some((Act::Answer, unit)));
                acts.extend((office && !own).then_some((Act::RecordAnswer, unit)));
            } else if office && is_pending(order) {
                acts.extend([(Act::AcceptAnswer, unit), (Act::ReturnAnswer, unit)]);
            }
        }
    }
    acts
}

fn is_pending(order: &Order) -> bool {
    order.accepted.is_none() && order.withdrawn_on.is_none()
}

/// `again`: the act whose form was refused, with what was typed and what is wrong.
pub(super) fn panels(visitor: &SignedIn, view: &SummaryView, again: Option<(Again<'_>, Problems)>) -> Vec<ActPanel> {
    let panel = |(act, unit): (Act, Option<UnitId>)| {
        let mine = again.as_ref().filter(|(again, _)| (again.act, again.unit) == (act, unit));
        let empty = FormData::default();
        let typed = mine.map_or(&empty, |(again, _)| again.form);
        let of_unit = unit.map(|unit| format!("：{}", visitor.institution.unit_name(unit))).unwrap_or_default();
        let command_id = match typed.get("command_id") {
            "" => visitor.app().fresh_id().to_string(),
            sent => sent.to_owned(),
        };
        let form = SmallForm {
            title: format!("{}{of_unit}", act.label(view.summary.kind)),
            action: format!("{}/{}", href(view.summary.id), act.code()),
            command_id,
            explanation: explanation(act, &view.summary),
            fields: fields(visitor, view, act, unit, typed),
            problems: mine.map(|(_, wrong)| wrong.clone()).unwrap_or_default(),
            submit: act.label(view.summary.kind).to_owned(),
        };
        let scope = format!("{}{}", act.code(), unit.map(|unit| format!("-{unit}")).unwrap_or_default());
        ActPanel { scope, folded: act.is_folded() && !form.problems.any(), form }
    };
    open(visitor, view).into_iter().map(panel).collect()
}

/// A form that was refused.
pub(super) struct Again<'f> {
    act: Act,
    unit: Option<UnitId>,
    form: &'f FormData,
}

fn explanation(act: Act, summary: &Summary) -> String {
    match act {
        Act::ShowFacts => "被点名的单位会收到消息，只看到关于自己的事实；核对期满才能印发。".to_owned(),
        Act::Submit if summary.named().is_empty() => "由学校办公室主任审核。".to_owned(),
        Act::Submit => "由学校办公室主任审核后，送校领导签发。".to_owned(),
        Act::Approve if summary.named().is_empty() => String::new(),
        Act::Approve => "审核后送校领导签发。".to_owned(),
        Act::Issue => match summary.shown.as_ref().filter(|_| !summary.named().is_empty()) {
            Some(shown) => format!("点名单位的核对期到{}，当日或以后可以印发。", text::day_cn(shown.until)),
            None => String::new(),
        },
        Act::Withdraw => "撤回以后，原文和撤回理由仍可查看；尚未报告的单位不必再报告。".to_owned(),
        Act::Drop => "草稿作废后不再出现在待办中，记录仍保留。".to_owned(),
        Act::RecordSign => "校领导在纸面上签发的，由办公室代录，并附扫描件或通话记录。".to_owned(),
        Act::RecordAnswer => "单位以纸面或电话报告的，由办公室代录，并附扫描件或通话记录。".to_owned(),
        _ => String::new(),
    }
}

fn fields(visitor: &SignedIn, view: &SummaryView, act: Act, unit: Option<UnitId>, form: &FormData) -> Vec<Field> {
    let area = |name: &str, label: &str, rows| Field::new(name, label, Kind::Area { rows }).value(form.get(name));
    let line = |name: &str, label: &str| Field::new(name, label, Kind::Text).value(form.get(name)).half();
    let file = |label: &str| Field::new("scan", label, Kind::File { many: false });
    let today = match form.get("on") {
        "" => text::day(visitor.today),
        typed => typed.to_owned(),
    };
    let mut fields: Vec<Field> = match act {
        Act::ShowFacts | Act::Submit | Act::Approve | Act::AcceptAnswer => Vec::new(),
        Act::Remark => {
            vec![area("text", "核对意见", 3).hint("属实的写“属实”；有出入的写明哪一处、实际情况如何。").required()]
        }
        Act::Sign => vec![area("text", "签发意见", 2).hint("可不填。")],
        Act::SendBack | Act::Withdraw | Act::Drop => vec![area("reason", "理由", 2).required()],
        Act::Issue if view.summary.kind == SummaryKind::Report => vec![
            Field::new("on", "呈报日期", Kind::Date).value(&*today).required().half(),
            line("number", "发文字号").hint("按本单位公文编号填写；可不填。"),
            line("signer", "签发人").hint("可不填。"),
            Field::new("note", "说明", Kind::Text)
                .value(form.get("note"))
                .hint("呈报的对象和方式，例如：书面呈报校领导班子各成员。")
                .required(),
            file("呈报件扫描"),
        ],
        Act::Issue => vec![
            line("number", "发文字号").hint("由学校公文系统编号，照样填写，例如 湖工大办〔2026〕8号；可不填。"),
            line("signer", "签发人").hint("印在文上的签发人；可不填。"),
            file("印发件扫描"),
        ],
        Act::AttachScan => vec![file("印发件扫描").required()],
        Act::Answer | Act::RecordAnswer => {
            vec![area("causes", "原因", 4).required(), area("measures", "改进措施", 4).required()]
        }
        Act::ReturnAnswer => vec![
            area("reason", "理由", 2).required(),
            Field::new("due", "重新报告期限", Kind::Date).value(form.get("due")).required().half(),
        ],
        Act::RecordSign => vec![
            hands::decider_field(visitor, "签发人", visitor.institution.leaders(visitor.today), form),
            area("text", "签发意见", 2).hint("照录；没有的不填。"),
        ],
    };
    if act == Act::RecordAnswer {
        let heads =
            unit.into_iter().flat_map(|unit| visitor.institution.holders(Role::UnitHead, Some(unit), visitor.today));
        fields.insert(0, hands::decider_field(visitor, "报告人", heads, form));
    }
    if matches!(act, Act::RecordSign | Act::RecordAnswer) {
        fields.extend(hands::evidence_fields(visitor, form));
    }
    if let Some(unit) = unit {
        fields.push(Field::new("unit", "", Kind::Hidden).value(unit.to_string()));
    }
    fields
}

/// `POST /summaries/{id}/{act}`
pub async fn send(visitor: SignedIn, Path((id, act)): Path<(String, String)>, form: FormData) -> Answer {
    let view = load(&visitor, &Path(id)).await?;
    let act = Act::ALL.into_iter().find(|one| one.code() == act).ok_or_else(Error::not_found)?;
    form.only(&[
        "unit",
        "text",
        "reason",
        "on",
        "number",
        "signer",
        "note",
        "causes",
        "measures",
        "due",
        "decider",
        "call_note",
    ])?;
    let unit: Option<UnitId> = form.get("unit").parse().ok();
    let refused = |wrong: Problems| {
        let again = (Again { act, unit, form: &form }, wrong.clone());
        let panels = panels(&visitor, &view, Some(again));
        // Meanwhile it may be out of this visitor's hands: what was typed is shown with the reason.
        let shown = panels.iter().any(|panel| panel.form.problems.any());
        let of_page = if shown { Problems::default() } else { wrong };
        respond::refused_page(&page(&visitor, &view, panels, of_page))
    };
    let command_id = form.command_id()?;
    let (command, circumstances) = match read(&visitor, act, unit, &form) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let summary = &view.summary;
    let mut request = Request::new(command_id).act(OfRequest::Summary { id: summary.id, command: command.clone() });
    if let Some(discharged) = discharged(&visitor, summary, &command, &circumstances) {
        request = request.act(OfRequest::Institution(discharged));
    }
    let request = request.under(circumstances);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&href(summary.id), done(format!("已办理：{}。", act.label(summary.kind))))),
        Err(error) => match error.refusal() {
            Some(refusal) => refused(error::problems(refusal, field_of)),
            None => Err(error.typed(form.typed())),
        },
    }
}

fn field_of(field: &str) -> Option<&'static str> {
    match field {
        "重新报告期限" => Some("due"),
        "呈报日期" | "发生日期" => Some("on"),
        "凭据" | "附件" => Some("scan"),
        _ => None,
    }
}

/// R4.7b: a 呈报 of a natural quarter is what the Office owed for it.
fn discharged(
    visitor: &SignedIn,
    summary: &Summary,
    command: &SummaryCommand,
    circumstances: &Circumstances,
) -> Option<InstitutionCommand> {
    let SummaryCommand::Issue { note: Some(note), .. } = command else { return None };
    let quarter = Quarter::of(summary.period.from);
    let whole = summary.period.name() == quarter.to_string();
    let owed = visitor.institution.quarterly_report(quarter).is_some_and(|report| report.is_owed());
    let on = circumstances.occurred_on.unwrap_or(visitor.today);
    (summary.kind == SummaryKind::Report && whole && owed).then(|| InstitutionCommand::SubmitQuarterlyReport {
        quarter,
        on,
        note: note.clone(),
    })
}

fn read(
    visitor: &SignedIn,
    act: Act,
    unit: Option<UnitId>,
    form: &FormData,
) -> Result<(SummaryCommand, Circumstances), Problems> {
    use SummaryCommand as C;
    let mut wrong = form.problems.clone();
    let scan = hands::scan_of(form);
    let text = |name: &str, label: &str, wrong: &mut Problems| {
        Text::parse(label, form.get(name)).map_err(|invalid| wrong.add(name, &invalid.to_string())).ok()
    };
    let optional = |name: &str, label: &str, wrong: &mut Problems| {
        Text::optional(label, form.get(name)).unwrap_or_else(|invalid| {
            wrong.add(name, &invalid.to_string());
            None
        })
    };
    let title = |name: &str, label: &str, wrong: &mut Problems| match form.get(name).trim() {
        "" => None,
        typed => Title::parse(label, typed).map_err(|invalid| wrong.add(name, &invalid.to_string())).ok(),
    };
    let mut circumstances = Circumstances::default();
    let command = match act {
        Act::ShowFacts => Some(C::ShowFacts),
        Act::Submit => Some(C::Submit),
        Act::Approve => Some(C::Approve),
        Act::Remark => unit.zip(text("text", "核对意见", &mut wrong)).map(|(unit, text)| C::Remark { unit, text }),
        Act::Sign | Act::RecordSign => Some(C::Sign { text: optional("text", "签发意见", &mut wrong) }),
        Act::SendBack => text("reason", "理由", &mut wrong).map(|reason| C::SendBack { reason }),
        Act::Withdraw => text("reason", "理由", &mut wrong).map(|reason| C::Withdraw { reason }),
        Act::Drop => text("reason", "理由", &mut wrong).map(|reason| C::Drop { reason }),
        Act::Issue => {
            let (number, signer) = (title("number", "发文字号", &mut wrong), title("signer", "签发人", &mut wrong));
            let asks_note = !form.get("on").is_empty();
            let note = if asks_note { text("note", "说明", &mut wrong) } else { None };
            Some(C::Issue { number, signer, note, scan })
        }
        Act::AttachScan => match scan {
            Some(scan) => Some(C::AttachScan { scan }),
            None => {
                wrong.add("scan", "请选择扫描件");
                None
            }
        },
        Act::Answer | Act::RecordAnswer => {
            let (causes, measures) = (text("causes", "原因", &mut wrong), text("measures", "改进措施", &mut wrong));
            unit.zip(causes.zip(measures)).map(|(unit, (causes, measures))| C::Answer { unit, causes, measures })
        }
        Act::AcceptAnswer => unit.map(|unit| C::AcceptAnswer { unit }),
        Act::ReturnAnswer => {
            let reason = text("reason", "理由", &mut wrong);
            let due = form.day("due");
            if due.is_none() {
                wrong.add("due", "请填写重新报告的期限，例如 2026-10-27");
            }
            unit.zip(reason.zip(due)).map(|(unit, (reason, due))| C::ReturnAnswer { unit, reason, due })
        }
    };
    match act {
        Act::RecordSign | Act::RecordAnswer => circumstances = hands::recorded(form, &mut wrong),
        Act::Issue if !form.get("on").is_empty() => match form.day("on") {
            Some(on) if on == visitor.today => {}
            Some(on) => {
                circumstances.occurred_on = Some(on);
                circumstances.evidence = scan.map(Evidence::Scan);
            }
            None => wrong.add("on", "请填写呈报日期，例如 2026-10-15"),
        },
        _ => circumstances.on_behalf = on_behalf(visitor, act, unit),
    }
    match command {
        Some(command) if !wrong.any() => Ok((command, circumstances)),
        _ => Err(wrong),
    }
}

/// 代签: used only where one's own rights do not do.
fn on_behalf(visitor: &SignedIn, act: Act, unit: Option<UnitId>) -> Option<PersonId> {
    let of_unit = &[Role::UnitHead, Role::UnitContact];
    let found = match (act, unit) {
        (Act::Remark | Act::Answer, Some(unit)) => {
            hands::authority(visitor, |person| hands::holds_in(visitor, person, unit, of_unit))
        }
        (Act::Approve, _) => hands::authority(visitor, |person| hands::holds(visitor, person, &[Role::OfficeHead])),
        (Act::Sign, _) => {
            hands::authority(visitor, |person| hands::holds(visitor, person, &[Role::Leader, Role::PrincipalLeader]))
        }
        _ => None,
    };
    found.filter(|person| *person != visitor.person)
}
