//! 工作台: what I owe first, then what falls through, then my matters.

use std::collections::BTreeSet;

use domain::{
    access::Subject,
    duty::{DutyKind, Owner},
    institution::Role,
    matter::Stage,
    regulation::Clause,
    value::{Day, MatterId},
};
use store::{Row, Sql, StoreError, args};

use super::{
    COUNT_MOST, Count, LedgerRow, Mark, Query,
    ledger_rows::{Lights, unknown},
    ledger_sql::Plan,
};
use crate::{
    Actor, App, Denied,
    snapshot::{Scope, Snapshot},
    views::{kind_from, owner_from},
};

/// A duty of mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub matter: MatterId,
    /// empty before registration
    pub number: String,
    pub title: String,
    pub stage: Stage,
    /// within the matter
    pub duty: u32,
    pub kind: DutyKind,
    pub owner: Owner,
    pub due: Day,
    pub provisional: bool,
    pub opened_on: Day,
    pub clause: Clause,
    /// which extension, plan, urging … it is about
    pub about: Option<u32>,
    pub mark: Mark,
}

macro_rules! falls {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, $label:literal, $clause:ident;)+) => {
        /// The office's lists of what slips.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum FallList { $($(#[$doc])* $variant),+ }

        impl FallList {
            pub const ALL: &[FallList] = &[$(FallList::$variant),+];

            /// For addresses: `/matters?list={code}`.
            pub fn code(self) -> &'static str {
                match self { $(FallList::$variant => $code),+ }
            }

            pub fn label(self) -> &'static str {
                match self { $(FallList::$variant => $label),+ }
            }

            pub fn clause(self) -> Clause {
                match self { $(FallList::$variant => Clause::$clause),+ }
            }

            pub fn from_code(code: &str) -> Option<FallList> {
                FallList::ALL.iter().copied().find(|list| list.code() == code)
            }
        }
    };
}

falls! {
    NotDispatched, "not-dispatched", "立项超过时限未交办", R4_3;
    NotSigned, "not-signed", "逾期未签收", R4_3;
    NoPlan, "no-plan", "逾期未报工作计划", R4_4c;
    NoReport, "no-report", "本期未报告进展", R4_4d;
    NotUrged, "not-urged", "已逾期未催办", R4_5c;
    UrgedNotDone, "urged-not-done", "催办后逾期未落实", R4_5c;
    NotReviewed, "not-reviewed", "办结报告逾期未审核", R4_6b;
    NotFedBack, "not-fed-back", "办结后逾期未反馈", R4_7a;
    NotArchived, "not-archived", "逾期未归档", R4_8;
}

/// One of them with its count, which equals the list behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    pub list: FallList,
    pub count: Count,
}

/// Whose matters the third part shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MattersOf {
    /// the office and 主要校领导: all that are under way
    Everyone,
    /// a leader: those in charge
    Leader,
    /// the units this person acts for
    Units,
    /// nobody's: administrators, assessors, staff
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    pub today: Day,
    /// the first 50, by due
    pub owed: Vec<Owed>,
    pub owed_total: Count,
    /// for the office only
    pub falls: Vec<Fall>,
    pub matters_of: MattersOf,
    /// the first 20 that are not finished, by due
    pub matters: Vec<LedgerRow>,
}

impl App {
    pub async fn desk(&self, actor: &Actor) -> Result<Desk, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let subjects = actor.subjects(&read.institution, read.today);
            let (owed, owed_total) = owed(read, &subjects)?;
            let (matters_of, query) = mine(read, &actor, &subjects);
            let scope = Scope::of(&subjects);
            let matters = match matters_of {
                MattersOf::None => Vec::new(),
                _ => {
                    let (institution, today) = (read.institution.clone(), read.today);
                    Plan::new(read, &scope, &query, &institution, today)?.page(read)?.0
                }
            };
            let falls = if subjects.contains(&Subject::Office) { falls(read, &scope)? } else { Vec::new() };
            let matters = matters.into_iter().map(|keyed| keyed.row).collect();
            Ok(Desk { today: read.today, owed, owed_total, falls, matters_of, matters })
        })
        .await
    }
}

const OWED_SHOWN: usize = 50;
const MATTERS_SHOWN: u32 = 20;

/// What any of the subjects owes, the earliest due first, and how many in all.
fn owed(read: &mut Snapshot<'_, '_>, subjects: &BTreeSet<Subject>) -> Result<(Vec<Owed>, Count), StoreError> {
    let lights = Lights::on(read.today, &read.institution);
    let (mut owed, mut total) = (Vec::new(), 0);
    for subject in subjects {
        let owner = subject.to_string();
        let rows = read.query(
            &format!(
                "select d.matter, d.duty, d.kind, d.owner, d.due, d.provisional, d.opened_on, d.clause, d.about, \
                 m.number_text, m.title, m.stage from duty_view d join matter_view m on m.matter = d.matter \
                 where d.state = 'open' and d.owner = $1 order by d.due, d.matter, d.duty limit {OWED_SHOWN}"
            ),
            &args![&owner],
        )?;
        owed.extend(rows.iter().map(|row| one_owed(row, &lights)).collect::<Result<Vec<_>, _>>()?);
        let most = COUNT_MOST + 1;
        let count = format!(
            "select count(*) from (select 1 from duty_view where state = 'open' and owner = $1 limit {most}) counted"
        );
        total += read.first(&count, &args![&owner])?.map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
    }
    owed.sort_by_key(|owed| (owed.due, owed.matter, owed.duty));
    owed.truncate(OWED_SHOWN);
    Ok((owed, Count(total.min(COUNT_MOST + 1))))
}

fn one_owed(row: &Row, lights: &Lights) -> Result<Owed, StoreError> {
    let kind = kind_from(row.text(2)?).ok_or_else(|| unknown("kind", row, 2))?;
    let (due, opened_on) = (row.date(4)?, row.date(6)?);
    let clause = row.text(7)?;
    Ok(Owed {
        matter: MatterId(row.uuid(0)?),
        number: row.string(9)?,
        title: row.string(10)?,
        stage: Stage::from_code(row.text(11)?).ok_or_else(|| unknown("stage", row, 11))?,
        duty: u32::try_from(row.int(1)?).unwrap_or_default(),
        kind,
        owner: owner_from(row.text(3)?),
        due,
        provisional: row.bool(5)?,
        opened_on,
        clause: Clause::ALL.iter().copied().find(|c| c.id() == clause).unwrap_or(kind.clause()),
        about: u32::try_from(row.int(8)?).ok().filter(|about| *about > 0),
        mark: if kind.is_leaders() { lights.waiting(opened_on) } else { lights.running(due) },
    })
}

fn falls(read: &mut Snapshot<'_, '_>, scope: &Scope) -> Result<Vec<Fall>, StoreError> {
    let (institution, today) = (read.institution.clone(), read.today);
    let mut falls = Vec::new();
    for list in FallList::ALL {
        let query = Query { list: Some(*list), ..Query::default() };
        let count = Plan::new(read, scope, &query, &institution, today)?.count(read)?;
        falls.push(Fall { list: *list, count });
    }
    Ok(falls)
}

/// Whose matters the third part shows, and the question that finds them.
fn mine(read: &Snapshot<'_, '_>, actor: &Actor, subjects: &BTreeSet<Subject>) -> (MattersOf, Query) {
    let running = Stage::ALL.iter().copied().filter(|stage| is_running(*stage)).collect();
    let query = Query { stages: running, limit: MATTERS_SHOWN, ..Query::default() };
    let leads = |person| {
        read.institution.has_role(person, Role::Leader, read.today)
            && !read.institution.has_role(person, Role::PrincipalLeader, read.today)
    };
    match actor.person_id() {
        _ if subjects.iter().any(|subject| matches!(subject, Subject::Office | Subject::Principals)) => {
            (MattersOf::Everyone, query)
        }
        Some(person) if leads(person) => (MattersOf::Leader, Query { leader: Some(person), ..query }),
        _ if subjects.iter().any(|subject| matches!(subject, Subject::Unit(_))) => (MattersOf::Units, query),
        _ => (MattersOf::None, query),
    }
}

fn is_running(stage: Stage) -> bool {
    !matches!(stage, Stage::Unborn | Stage::Closed | Stage::Archived | Stage::NotPursued | Stage::Terminated)
}
