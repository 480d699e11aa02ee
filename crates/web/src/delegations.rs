//! `/delegations`: 代签授权. Whoever signs gives somebody else the authority to sign for a period; it is dated, may be ended at any
//! time, and every form that was signed by it says so.

use app::Request;
use axum::extract::Path;
use domain::{
    institution::{Delegation, InstitutionCommand, Role},
    value::PersonId,
};

use crate::{
    account::in_person,
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    matters::{Directory, people_choices},
    pages::{
        delegations::{DelegationRow, DelegationsPage},
        directory::SmallForm,
        form::{Choice, Field, Kind, Problems},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
};

pub async fn show(visitor: SignedIn) -> Answer {
    in_person(&visitor)?;
    respond::page(&page(&visitor, &FormData::default(), Problems::default()))
}

pub async fn give(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["deputy", "from", "until"])?;
    let again = |wrong| respond::refused_page(&page(&visitor, &form, wrong));
    let delegation = match read(&visitor, &form) {
        Ok(delegation) => delegation,
        Err(wrong) => return again(wrong),
    };
    let deputy = visitor.institution.person_name(delegation.deputy).to_owned();
    let request = Request::institution(form.command_id()?, InstitutionCommand::Delegate(delegation));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying("/delegations", done(format!("已授权{deputy}代签。")))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, |field| (field == "代签人").then_some("deputy"))),
            None => Err(refused.typed(form.typed())),
        },
    }
}

/// From this moment on. The form of a row has no command id: what has ended cannot end again.
pub async fn end(visitor: SignedIn, Path(id): Path<u32>, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&[])?;
    let until = visitor.today.yesterday().map_err(|_| Error::not_found())?;
    let request = Request::institution(visitor.app().fresh_id(), InstitutionCommand::EndDelegation { id, until });
    let ended = visitor.app().execute(&visitor.actor, request).await;
    ended.map_err(|denied| Error::from(denied).way_on("回到代签授权", "/delegations".to_owned()))?;
    Ok(see_other_saying("/delegations", done("已收回代签授权，即刻生效。")))
}

/// Signs in a matter's life: a unit's head, the office head, a leader.
fn signs(visitor: &SignedIn) -> bool {
    visitor.roles().iter().any(|role| role.is_leader() || matches!(role, Role::OfficeHead | Role::UnitHead))
}

fn read(visitor: &SignedIn, form: &FormData) -> Result<Delegation, Problems> {
    let mut wrong = Problems::default();
    let deputy: Option<PersonId> = form.get("deputy").parse().ok();
    if deputy.is_none() {
        wrong.add("deputy", "请选择代签人");
    }
    let mut day = |name: &str, label: &str| {
        let day = form.day(name);
        if day.is_none() {
            wrong.add(name, &format!("请填写{label}，例如 2026-10-27"));
        }
        day
    };
    let (from, until) = (day("from", "开始日期"), day("until", "截止日期"));
    if let (Some(from), Some(until)) = (from, until) {
        if from < visitor.today {
            wrong.add("from", "授权不能早于今天；此前在纸上办的，请由督办室代录");
        }
        if until < from {
            wrong.add("until", "截止日期要不早于开始日期");
        }
    }
    match (deputy, from, until) {
        (Some(deputy), Some(from), Some(until)) if !wrong.any() => {
            Ok(Delegation { principal: visitor.person, deputy, from, until })
        }
        _ => Err(wrong),
    }
}

fn page(visitor: &SignedIn, form: &FormData, problems: Problems) -> DelegationsPage {
    let oversees = visitor.roles().contains(&Role::SecurityAdmin);
    let rows = |picks: &dyn Fn(&Delegation) -> bool| {
        let numbered = visitor.institution.delegations.iter().zip(1..).filter(|(delegation, _)| picks(delegation));
        let mut rows: Vec<_> = numbered.map(|(delegation, id)| row(visitor, delegation, id, oversees)).collect();
        rows.reverse();
        rows
    };
    DelegationsPage {
        layout: visitor.layout("代签授权", None),
        given: rows(&|delegation| delegation.principal == visitor.person),
        received: rows(&|delegation| delegation.deputy == visitor.person),
        all: if oversees { rows(&|_| true) } else { Vec::new() },
        oversees,
        form: signs(visitor).then(|| give_form(visitor, form, problems)),
    }
}

fn row(visitor: &SignedIn, delegation: &Delegation, id: u32, oversees: bool) -> DelegationRow {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let today = visitor.today;
    let (from, until) = (delegation.from, delegation.until);
    let state = match () {
        () if until < from => "已收回",
        () if today < from => "未开始",
        () if today <= until => "生效中",
        () => "已结束",
    };
    let may_end = today <= until && (delegation.principal == visitor.person || oversees);
    DelegationRow {
        principal: directory.person_with_unit(delegation.principal),
        deputy: directory.person_with_unit(delegation.deputy),
        period: if until < from {
            format!("自 {}", text::day(from))
        } else {
            format!("{} 至 {}", text::day(from), text::day(until))
        },
        state: state.to_owned(),
        runs: from <= today && today <= until,
        end: if may_end { format!("/delegations/{id}/end") } else { String::new() },
    }
}

/// Those of one's own units first, then everybody else who may handle matters.
fn deputies(visitor: &SignedIn, chosen: Option<PersonId>) -> Vec<Choice> {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let grants = || visitor.institution.grants.iter().filter(|grant| grant.holds_on(visitor.today));
    let mine: Vec<_> = grants().filter(|grant| grant.person == visitor.person).filter_map(|grant| grant.unit).collect();
    let administers = |person| grants().any(|grant| grant.person == person && grant.role.is_administrator());
    let mut people: Vec<(bool, PersonId)> = Vec::new();
    for grant in grants().filter(|grant| grant.person != visitor.person && !administers(grant.person)) {
        let elsewhere = !grant.unit.is_some_and(|unit| mine.contains(&unit));
        match people.iter_mut().find(|(_, person)| *person == grant.person) {
            Some(known) => known.0 &= elsewhere,
            None => people.push((elsewhere, grant.person)),
        }
    }
    people.sort_by_key(|(elsewhere, _)| *elsewhere);
    let people: Vec<PersonId> = people.into_iter().map(|(_, person)| person).collect();
    people_choices(&directory, &people, chosen)
}

fn give_form(visitor: &SignedIn, form: &FormData, problems: Problems) -> SmallForm {
    let is_new = form.get("command_id").is_empty();
    let sent: Option<uuid::Uuid> = form.get("command_id").parse().ok();
    let from = if is_new { text::day(visitor.today) } else { form.get("from").to_owned() };
    SmallForm {
        title: "授权他人代签".to_owned(),
        action: "/delegations".to_owned(),
        command_id: sent.unwrap_or_else(|| visitor.app().fresh_id()).to_string(),
        explanation: "在此期间，代签人可以代您签收、签发和审批；每一处都写明“代签”和代签人的姓名，责任仍由您承担。"
            .to_owned(),
        fields: vec![
            Field::new("deputy", "代签人", Kind::Select(deputies(visitor, form.get("deputy").parse().ok()))).required(),
            Field::new("from", "开始日期", Kind::Date).value(from).required().half(),
            Field::new("until", "截止日期", Kind::Date)
                .value(form.get("until"))
                .hint("包括这一天；可随时收回。")
                .required()
                .half(),
        ],
        problems,
        submit: "授权".to_owned(),
    }
}
