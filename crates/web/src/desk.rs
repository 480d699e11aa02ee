//! `GET /`: 工作台. What I owe first, each with the button that leads to the right form; then what falls through; then my
//! matters.

use app::ask::{COUNT_MOST, Desk, Fall, MattersOf, Owed};
use domain::{
    access::{Hand, hands},
    duty::{DutyKind, Owner},
    institution::Role,
    matter::CommandKind,
};

use crate::{
    gate::SignedIn,
    pages::{
        desk::{DeskPage, FallThrough, OweRow},
        layout::Place,
        text,
    },
    respond::{self, Answer},
    words,
};

pub async fn show(visitor: SignedIn) -> Answer {
    let desk = visitor.app().desk(&visitor.actor).await?;
    respond::page(&page(&visitor, &desk))
}

fn page(visitor: &SignedIn, desk: &Desk) -> DeskPage {
    let (matters_heading, matters_href, matters_empty) = matters_words(visitor, desk.matters_of);
    DeskPage {
        layout: visitor.layout("工作台", Some(Place::Desk)),
        today: format!("{} {}", text::day_cn(desk.today), text::weekday(desk.today)),
        owes: desk.owed.iter().map(|owed| owe_row(visitor, owed)).collect(),
        owes_total: desk.owed_total.0,
        owes_empty: owes_empty(visitor).to_owned(),
        falls: desk.falls.iter().map(fall).collect(),
        matters_heading: matters_heading.to_owned(),
        matters: desk.matters.iter().map(|row| words::row(&visitor.institution, row)).collect(),
        matters_href,
        matters_empty: matters_empty.to_owned(),
    }
}

fn owe_row(visitor: &SignedIn, owed: &Owed) -> OweRow {
    let matter_href = format!("/matters/{}", owed.matter);
    let (act_label, act_href) = match act_of(owed.kind).filter(|act| is_open_to(visitor, owed.owner, *act)) {
        Some(act) => (button(owed.kind, act).to_owned(), format!("{matter_href}/{}{}", act.code(), about(owed))),
        None => ("去办理".to_owned(), matter_href.clone()),
    };
    OweRow {
        what: owed.kind.label().to_owned(),
        number: owed.number.clone(),
        title: owed.title.clone(),
        matter_href,
        due: text::day(owed.due),
        mark: words::mark(owed.mark),
        clause: words::clause(owed.clause),
        act_label,
        act_href,
    }
}

/// A contact sees what the unit owes; what its head has to sign is shown on the matter's page, with the reason.
fn is_open_to(visitor: &SignedIn, owner: Owner, act: CommandKind) -> bool {
    let Owner::Unit(unit) = owner else { return true };
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
        D::SettleDraft | D::RuleOnObjection | D::ReviewSuspension => None,
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

fn matters_words(visitor: &SignedIn, of: MattersOf) -> (&'static str, String, &'static str) {
    let all = "/matters".to_owned();
    match of {
        MattersOf::Everyone => ("在办事项", all, "新建事项并立项、交办后，在办的事项会出现在这里。"),
        MattersOf::Leader => {
            let mine = format!("/matters?leader={}", visitor.person);
            ("我分管的事项", mine, "学校办公室交办由您分管的事项后，会出现在这里。")
        }
        MattersOf::Units => ("本单位的事项", all, "学校办公室把事项交办给您所在的单位后，会出现在这里。"),
        MattersOf::None => ("督办事项", String::new(), "您的岗位不办理督办事项。"),
    }
}

fn owes_empty(visitor: &SignedIn) -> &'static str {
    let roles = visitor.roles();
    let has = |test: fn(Role) -> bool| roles.iter().any(|role| test(*role));
    if has(Role::is_office) {
        "待交办、待审核、待反馈、待归档的事项到了该办的时候，会连同时限和依据出现在这里。"
    } else if has(Role::is_leader) {
        "有拟办意见、延期、暂缓或终止申请送您审批时，会出现在这里。"
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
        assert_eq!(without, [&DutyKind::SettleDraft, &DutyKind::RuleOnObjection, &DutyKind::ReviewSuspension]);
    }
}
