//! 设置: the parameters with their clauses, every set of them with the day from which it holds. The working days have a
//! page of their own: see `calendar::work`.
//! [`parameters`] is the form that makes a new set; [`logo`] the picture on the forms.

pub mod logo;
pub mod parameters;

use domain::regulation::{Clause, Group, Regulation, Slot, slots};

use crate::{
    gate::SignedIn,
    pages::{
        layout::Place,
        settings::{ParameterGroup, ParameterRow, SetRow, SettingsPage},
        text,
    },
    respond::{self, Answer},
    routes::permission,
    words,
};

pub async fn show(visitor: SignedIn) -> Answer {
    respond::page(&page(&visitor))
}

fn page(visitor: &SignedIn) -> SettingsPage {
    SettingsPage {
        layout: visitor.layout("设置", Some(Place::Settings)),
        groups: groups(visitor),
        mail_href: mail_href(visitor),
        logo_href: if may(visitor, "/settings/logo") { "/settings/logo".to_owned() } else { String::new() },
        change_href: if may(visitor, "/settings/parameters") {
            "/settings/parameters".to_owned()
        } else {
            String::new()
        },
        sets: sets(visitor),
        work_calendar: if asks(visitor, "/work-calendar") { "/work-calendar".to_owned() } else { String::new() },
    }
}

fn mail_href(visitor: &SignedIn) -> String {
    let path = "/settings/mail";
    let needed = permission(&axum::http::Method::GET, path).filter(|needed| needed.admits(&visitor.roles()));
    needed.map(|_| path.to_owned()).unwrap_or_default()
}

fn asks(visitor: &SignedIn, path: &str) -> bool {
    let needed = permission(&axum::http::Method::GET, path);
    needed.is_some_and(|needed| needed.admits(&visitor.roles()))
}

fn may(visitor: &SignedIn, path: &str) -> bool {
    let needed = permission(&axum::http::Method::POST, path);
    needed.is_some_and(|needed| needed.admits(&visitor.roles()))
}

/// The set in force, beside the next one that is announced.
fn groups(visitor: &SignedIn) -> Vec<ParameterGroup> {
    let institution = &visitor.institution;
    let Some(now) = institution.regulation_on(visitor.today) else { return Vec::new() };
    let next = institution.regulations.iter().find(|set| set.in_force > visitor.today && set.in_force > now.in_force);
    let all = slots(now);
    let row = |slot: &Slot| ParameterRow {
        label: slot.label.clone(),
        value: slot.said(now),
        clause: match slot.clause {
            Clause::Own => Clause::Own.article().to_owned(),
            clause => words::clause(clause),
        },
        coming: match next {
            Some(next) if slot.value(next) != slot.value(now) => {
                format!("自 {} 起：{}", text::day(next.in_force), slot.said(next))
            }
            _ => String::new(),
        },
    };
    let group = |group: &Group| ParameterGroup {
        heading: group.label().to_owned(),
        rows: all.iter().filter(|slot| slot.group == *group).map(row).collect(),
    };
    Group::ALL.iter().map(group).collect()
}

/// Every set there is, the newest first, with what it changed.
fn sets(visitor: &SignedIn) -> Vec<SetRow> {
    let sets = &visitor.institution.regulations;
    let now = visitor.institution.regulation_on(visitor.today).map(|set| set.in_force);
    let row = |(at, set): (usize, &Regulation)| {
        let before = at.checked_sub(1).and_then(|before| sets.get(before));
        let changes = before.map(|before| before.changes_to(set)).unwrap_or_default();
        SetRow {
            from: text::day(set.in_force),
            state: if Some(set.in_force) == now {
                "现行"
            } else if set.in_force > visitor.today {
                "待施行"
            } else {
                "曾施行"
            }
            .to_owned(),
            document: format!("{}（{}）", set.title, set.document),
            changes: changes.iter().map(parameters::change_row).collect(),
        }
    };
    sets.iter().enumerate().map(row).rev().collect()
}
