//! `GET /`: 工作台. What I owe first, each with the button that leads to the right form; then what falls through; then my
//! matters.

use app::{
    ask::{
        COUNT_MOST, CopiedUrging, Desk, DeskItem, Fall, Mark, MattersOf, Owed, OwedReport, RecordTask, TaskKind,
        WaitKind, Waiting, explained_limit,
    },
    drafts::{DraftLine, DraftState},
    jobs::ClockHeld,
};
use domain::{
    access::{Hand, hands},
    duty::{DutyKind, Owner},
    institution::Role,
    matter::{CommandKind, UrgingOutcome},
};

use crate::{
    gate::SignedIn,
    leader_desk,
    matters::nth_urging,
    pages::{
        desk::{AsideRow, ClockBanner, CopiedRow, DeskPage, FallThrough, OweRow},
        layout::Place,
        text,
    },
    quarterly,
    respond::{self, Answer},
    routes::permission,
    words,
};

pub async fn show(visitor: SignedIn) -> Answer {
    if leader_desk::is_all(&visitor) {
        return Ok(respond::see_other(Place::LeaderDesk.href()));
    }
    let desk = visitor.app().desk(&visitor.actor).await?;
    let drafts = visitor.app().drafts_of(&visitor.actor).await?;
    respond::page(&page(&visitor, &desk, &drafts))
}

fn page(visitor: &SignedIn, desk: &Desk, drafts: &[DraftLine]) -> DeskPage {
    let (mut matters_heading, matters_href, matters_empty) = matters_words(desk.matters_of);
    let shows_copied = visitor.roles().contains(&Role::Discipline);
    if shows_copied && desk.matters_of == MattersOf::Units {
        matters_heading = "本单位承办的和抄送本单位的事项";
    }
    DeskPage {
        layout: visitor.layout("工作台", Some(Place::Desk)),
        today: format!("{} {}", text::day_cn(desk.today), text::weekday(desk.today)),
        clock: desk.clock_held.map(|held| clock_banner(visitor, held)),
        owes: desk.owed.iter().map(|item| desk_item(visitor, item)).collect(),
        owes_total: desk.owed_total.0,
        owes_empty: owes_empty(visitor).to_owned(),
        aside: aside(visitor, drafts, desk),
        falls: desk.falls.iter().map(fall).collect(),
        shows_copied,
        copied: desk.copied.iter().map(|copied| copied_row(visitor, copied)).collect(),
        matters_heading: matters_heading.to_owned(),
        matters: desk.matters.iter().map(|row| words::row(&visitor.institution, visitor.today, row)).collect(),
        matters_href,
        matters_empty: matters_empty.to_owned(),
    }
}

fn desk_item(visitor: &SignedIn, item: &DeskItem) -> OweRow {
    match item {
        DeskItem::Duty(owed) => owe_row(visitor, owed),
        DeskItem::Report(report) => report_row(visitor, report),
        DeskItem::Task(task) => task_row(visitor, task),
    }
}

fn report_row(visitor: &SignedIn, report: &OwedReport) -> OweRow {
    let kind = DutyKind::QuarterlyReport;
    let href = quarterly::href(report.quarter);
    OweRow {
        what: kind.label().to_owned(),
        number: String::new(),
        title: format!("{}督办事项情况", report.quarter),
        matter_href: href.clone(),
        due: text::day(report.due),
        provisional: report.provisional,
        why: report.explained.clone(),
        mark: words::mark(&visitor.institution, visitor.today, report.mark),
        clause: words::clause(kind.clause()),
        act_label: "登记呈报".to_owned(),
        act_href: href,
    }
}

fn task_href(task: &RecordTask) -> String {
    let place = if task.kind.is_of_referral() { "referrals" } else { "summaries" };
    format!("/{place}/{}", task.stream)
}

/// What is to be done, and what the button says.
fn task_words(kind: TaskKind) -> (&'static str, &'static str) {
    match kind {
        TaskKind::MendSummary => ("退回修改", "去修改"),
        TaskKind::ApproveSummary => ("待审核", "去审核"),
        TaskKind::SignSummary => ("待签发", "去签发"),
        TaskKind::IssueSummary => ("待印发、呈报", "去办理"),
        TaskKind::CheckFacts => ("核对拟通报的事实", "去核对"),
        TaskKind::ExplainAndCorrect => (DutyKind::ExplainAndCorrect.label(), "去报告"),
        TaskKind::SettleAnswer => ("单位已报告原因和改进措施", "去查看"),
        TaskKind::Explain => ("就问责移送作出说明", "去说明"),
        TaskKind::EndorseReferral => ("审核问责移送", "去审核"),
        TaskKind::ApproveReferral => ("批准问责移送", "去审批"),
        TaskKind::SignForReferral => ("签收问责移送", "去签收"),
    }
}

fn task_title(visitor: &SignedIn, task: &RecordTask) -> String {
    let unit = task.unit.map(|unit| visitor.institution.unit_name(unit)).unwrap_or_default();
    if task.title.is_empty() { format!("问责移送：{unit}") } else { task.title.clone() }
}

/// By a bulletin or a referral, with a date.
pub fn task_row(visitor: &SignedIn, task: &RecordTask) -> OweRow {
    let (what, act_label) = task_words(task.kind);
    let href = task_href(task);
    OweRow {
        what: what.to_owned(),
        number: String::new(),
        title: task_title(visitor, task),
        matter_href: href.clone(),
        due: task.due.map(text::day).unwrap_or_default(),
        provisional: false,
        why: task.kind.duty().map(words::set_by_hand).unwrap_or_default().to_owned(),
        mark: words::mark(&visitor.institution, visitor.today, task.mark),
        clause: task.kind.duty().map(|duty| words::clause(duty.clause())).unwrap_or_default(),
        act_label: act_label.to_owned(),
        act_href: href,
    }
}

/// Without a date.
fn task_aside(visitor: &SignedIn, task: &RecordTask) -> AsideRow {
    let (what, act_label) = task_words(task.kind);
    let note = match task.mark {
        Mark::Waiting { days, .. } => format!("待批 {days} 天"),
        _ => format!("{} 起", text::day(task.since)),
    };
    AsideRow {
        what: what.to_owned(),
        number: String::new(),
        title: task_title(visitor, task),
        matter_href: task_href(task),
        note,
        act_label: act_label.to_owned(),
        act_href: task_href(task),
    }
}

/// `系统时钟与上次运行相差 365 天`
fn clock_banner(visitor: &SignedIn, held: ClockHeld) -> ClockBanner {
    let way = if held.days() < 0 { "早" } else { "晚" };
    let (today, last) = (text::day_cn(held.today), text::day_cn(held.last));
    let may = permission(&axum::http::Method::POST, "/clock").is_some_and(|needed| needed.admits(&visitor.roles()));
    ClockBanner {
        text: format!(
            "系统时钟显示今天是{today}，比上次运行的{last}{way} {} 天。自动催办和提醒已暂停。",
            held.days().unsigned_abs()
        ),
        day: text::day(held.today),
        may_confirm: may,
    }
}

fn owe_row(visitor: &SignedIn, owed: &Owed) -> OweRow {
    let matter_href = format!("/matters/{}", owed.matter);
    let (act_label, act_href) = way_to(visitor, owed);
    let what = match owed.kind {
        DutyKind::ReviewSuspension => format!("{}（暂缓中，预计 {} 恢复）", owed.kind.label(), text::day(owed.due)),
        kind => kind.label().to_owned(),
    };
    let mark = words::mark(&visitor.institution, visitor.today, owed.mark);
    OweRow {
        what,
        number: owed.number.clone(),
        title: owed.title.clone(),
        matter_href,
        due: if mark.is_waiting() { String::new() } else { text::day(owed.due) },
        provisional: owed.provisional,
        why: match explained_limit(&visitor.institution.calendar, owed.due, owed.counted) {
            said if said.is_empty() => words::set_by_hand(owed.kind).to_owned(),
            said => said,
        },
        mark,
        clause: words::clause(owed.clause),
        act_label,
        act_href,
    }
}

/// The button of a duty, and where it leads: to the form, or to the matter where several acts will do.
pub fn way_to(visitor: &SignedIn, owed: &Owed) -> (String, String) {
    let matter_href = format!("/matters/{}", owed.matter);
    match act_of(owed.kind).filter(|act| is_open_to(visitor, owed, *act)) {
        Some(act) => (button(owed.kind, act).to_owned(), format!("{matter_href}/{}{}", act.code(), about(owed))),
        None => ("去办理".to_owned(), matter_href),
    }
}

/// Drafts to be signed first, then what waits for a word, then one's own drafts.
fn aside(visitor: &SignedIn, drafts: &[DraftLine], desk: &Desk) -> Vec<AsideRow> {
    let (to_sign, own): (Vec<_>, Vec<_>) = drafts.iter().partition(|line| line.to_sign);
    let to_sign = to_sign.into_iter().map(|line| draft_row(visitor, line));
    let tasks = desk.tasks.iter().map(|task| task_aside(visitor, task));
    let waiting = desk.waiting.iter().map(|waiting| waiting_row(visitor, waiting));
    to_sign.chain(tasks).chain(waiting).chain(own.into_iter().map(|line| draft_row(visitor, line))).collect()
}

fn draft_row(visitor: &SignedIn, line: &DraftLine) -> AsideRow {
    let (draft, name) = (&line.draft, line.draft.act.label());
    let (what, act_label) = match (draft.state, line.to_sign, &draft.lapsed) {
        (_, _, Some(_)) => (format!("草稿已失效：{name}"), "去查看"),
        (_, true, _) => (format!("待签发：{name}"), "去签发"),
        (DraftState::ForSigning, ..) => (format!("已送负责人签发：{name}"), "去查看"),
        (DraftState::Returned, ..) => (format!("草稿被退回：{name}"), "去修改"),
        (DraftState::Kept, ..) => (format!("草稿：{name}"), "继续填写"),
    };
    let (author, saved) = (visitor.institution.person_name(draft.author), text::moment(draft.saved_at));
    let note = match (&draft.lapsed, &draft.returned) {
        (Some(refusal), _) => refusal.message.clone(),
        (None, Some((_, remark))) if draft.state == DraftState::Returned => format!("退回理由：{remark}"),
        _ => format!("{author} {saved} 保存"),
    };
    let matter_href = format!("/matters/{}", draft.matter);
    AsideRow {
        what,
        number: line.number.clone(),
        title: line.title.clone(),
        note,
        act_label: act_label.to_owned(),
        act_href: format!("{matter_href}/{}", draft.act.code()),
        matter_href,
    }
}

/// For the Office it says for whom it waits; whoever is waited for gets the button.
fn waiting_row(visitor: &SignedIn, waiting: &Waiting) -> AsideRow {
    let since = format!("{} 呈报", text::day(waiting.since));
    let mine = waiting.owner == Owner::Person(visitor.person);
    let (what, note, act) = match (waiting.kind, waiting.owner) {
        (WaitKind::Situation, Owner::Person(_)) if mine => {
            ("请您阅示".to_owned(), since, Some(("批示", CommandKind::Instruct)))
        }
        (WaitKind::Situation, owner) => {
            let leader = words::owner(&visitor.institution, owner);
            (format!("等待{leader}阅示"), since, None)
        }
        (WaitKind::SubTask, _) => {
            let since = format!("{} 报来", text::day(waiting.since));
            ("分解任务待认可".to_owned(), since, Some(("去认可", CommandKind::TakeSubTask)))
        }
    };
    let matter_href = format!("/matters/{}", waiting.matter);
    let about = respond::query(&[("about", &waiting.item.to_string())]);
    let (act_label, act_href) = match act {
        Some((label, act)) => (label, format!("{matter_href}/{}{about}", act.code())),
        None => ("去查看", matter_href.clone()),
    };
    AsideRow {
        what,
        number: waiting.number.clone(),
        title: waiting.title.clone(),
        note,
        act_label: act_label.to_owned(),
        act_href,
        matter_href,
    }
}

/// What the discipline office gets to know and owes nothing by. An unread one is opened through the inbox, which marks it.
fn copied_row(visitor: &SignedIn, copied: &CopiedUrging) -> CopiedRow {
    let matter = format!("/matters/{}", copied.matter);
    let urging = &copied.urging;
    let sheet = format!("{matter}/urgings/{}", urging.id);
    let outcome = match &urging.outcome {
        None if visitor.today > urging.due => "限期已过，待核实".to_owned(),
        None => "落实中".to_owned(),
        Some(UrgingOutcome::Settled { done: true, .. }) => "已落实".to_owned(),
        Some(UrgingOutcome::Settled { done: false, .. }) => "未落实".to_owned(),
        Some(UrgingOutcome::Revoked(stamp, _)) => format!("{} 撤销", text::day(stamp.on)),
        Some(UrgingOutcome::Closed(stamp)) => format!("{} 了结", text::day(stamp.on)),
    };
    CopiedRow {
        what: nth_urging(urging.nth),
        number: copied.number.clone(),
        title: copied.title.clone(),
        href: copied.unread.map_or_else(|| format!("{matter}#urgings"), |message| format!("/inbox/{message}")),
        unread: copied.unread.is_some(),
        lead: copied.lead.map(|unit| visitor.institution.unit_name(unit).to_owned()).unwrap_or_default(),
        issued_on: text::day(copied.issued_on),
        due: text::day(urging.due),
        outcome,
        letter: format!("{sheet}/letter"),
        sheet,
    }
}

/// A contact sees what the unit owes, and a clerk what the Office owes; what only the head may sign is shown on the matter's
/// page, with the reason.
fn is_open_to(visitor: &SignedIn, owed: &Owed, act: CommandKind) -> bool {
    if act == CommandKind::Urge && owed.owner == Owner::Office {
        return owed.urged == 0 || visitor.roles().contains(&Role::OfficeHead);
    }
    let Owner::Unit(unit) = owed.owner else { return true };
    let mut grants = visitor.institution.grants_of(visitor.person, visitor.today);
    hands(act) != [Hand::LeadHead] || grants.any(|grant| grant.role == Role::UnitHead && grant.unit == Some(unit))
}

/// Which request, plan … of the matter, and for which unit.
fn about(owed: &Owed) -> String {
    let about = owed.about.map(|about| about.to_string()).unwrap_or_default();
    let unit = match owed.owner {
        Owner::Unit(unit) => unit.to_string(),
        Owner::Office | Owner::Person(_) => String::new(),
    };
    respond::query(&[("about", &about), ("unit", &unit)])
}

/// A form on which one may also say no is not called by its yes.
fn button(duty: DutyKind, act: CommandKind) -> &'static str {
    match duty {
        DutyKind::ApproveProposal => "审定",
        DutyKind::ReviewPlan => "审核工作计划",
        DutyKind::DecideExtension | DutyKind::DecideSuspension | DutyKind::DecideTermination => "审批",
        _ => act.label(),
    }
}

/// The act that discharges a duty; none where several may, and the matter's page shows them all.
pub fn act_of(duty: DutyKind) -> Option<CommandKind> {
    use CommandKind as C;
    use DutyKind as D;
    match duty {
        D::SettleDraft | D::RuleOnObjection | D::ReviewSuspension | D::QuarterlyReport => None,
        // of a bulletin or a referral, not of a matter
        D::ExplainAndCorrect | D::ExplainReferral => None,
        D::GiveOpinion => Some(C::GiveOpinion),
        D::ApproveProposal => Some(C::Approve),
        D::Register => Some(C::Register),
        D::Dispatch => Some(C::Dispatch),
        D::Sign => Some(C::Sign),
        D::WorkPlan => Some(C::SubmitPlan),
        D::ReviewPlan => Some(C::AcceptPlan),
        D::SubTask => Some(C::ReportSubTask),
        D::ProgressReport => Some(C::ReportProgress),
        D::Complete | D::ComplyUrging | D::Supplement | D::Redo => Some(C::SubmitClosingReport),
        D::HandleProblem => Some(C::AnswerCoordination),
        D::AnswerInstruction => Some(C::AnswerInstruction),
        D::ForwardExtension => Some(C::ForwardExtension),
        D::DecideExtension => Some(C::GrantExtension),
        D::IssueUrging => Some(C::Urge),
        D::SettleUrging => Some(C::SettleUrging),
        D::SignUrging => Some(C::SignUrging),
        D::ReviewClosingReport => Some(C::Review),
        D::ConfirmClosingReport => Some(C::ConfirmClosingReport),
        D::FeedBack => Some(C::FeedBack),
        D::ReportToSuperior => Some(C::ReportToSuperior),
        D::AnswerPetitioner => Some(C::AnswerPetitioner),
        D::Archive => Some(C::Archive),
        D::DecideSuspension => Some(C::GrantSuspension),
        D::DecideTermination => Some(C::GrantTermination),
    }
}

fn fall(fall: &Fall) -> FallThrough {
    FallThrough {
        label: fall.list.label().to_owned(),
        count: fall.count.0.min(COUNT_MOST),
        href: format!("/matters?list={}", fall.list.code()),
        clause: words::clause(fall.list.clause()),
    }
}

fn matters_words(of: MattersOf) -> (&'static str, String, &'static str) {
    let all = "/matters".to_owned();
    match of {
        MattersOf::Everyone => ("在办事项", all, "新建事项并立项、交办后，在办的事项会出现在这里。"),
        MattersOf::Units => ("本单位的事项", all, "学校办公室把事项交办给您所在的单位后，会出现在这里。"),
        MattersOf::None => ("督办事项", String::new(), "您的岗位不办理督办事项。"),
    }
}

fn owes_empty(visitor: &SignedIn) -> &'static str {
    let roles = visitor.roles();
    let has = |test: fn(Role) -> bool| roles.iter().any(|role| test(*role));
    if has(Role::is_office) {
        "待交办、待审核、待反馈、待归档的事项到了该办的时候，会连同时限和依据出现在这里。"
    } else if has(Role::needs_unit) {
        "收到督办通知单后，需要签收、报送计划、报告进展和报送办结报告时，会出现在这里。"
    } else if has(Role::is_administrator) {
        "您的岗位不办理督办事项。请从上方的菜单进入自己的工作。"
    } else {
        "有需要您办理的事情时，会出现在这里。"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duty_leads_to_an_act_or_to_the_matter() {
        let without: Vec<_> = DutyKind::ALL.iter().filter(|duty| act_of(**duty).is_none()).collect();
        assert_eq!(
            without,
            [
                &DutyKind::SettleDraft,
                &DutyKind::RuleOnObjection,
                &DutyKind::ReviewSuspension,
                &DutyKind::QuarterlyReport,
                &DutyKind::ExplainAndCorrect,
                &DutyKind::ExplainReferral,
            ]
        );
    }
}
