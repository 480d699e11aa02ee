//! Which open limits another work calendar would move: asked before a change is confirmed, and after it, for what is still
//! counted by the old one. The rule is the domain's (`WorkCalendar::recount`); the rows hold how each date was counted, so
//! that five thousand matters need not be folded for it.

use std::collections::BTreeSet;

use domain::{
    calendar::{Limit, WorkCalendar},
    duty::{DutyKind, Owner},
    institution::{self, InstitutionCommand},
    matter::Stage,
    value::{Day, MatterId},
};
use store::{Row, Sql, StoreError, args};

use super::ledger_rows::unknown;
use crate::{
    Actor, App, Denied,
    snapshot::Snapshot,
    views::{kind_from, owner_from},
};

/// One limit that would move, or become certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedLimit {
    pub matter: MatterId,
    /// empty before registration
    pub number: String,
    pub title: String,
    pub stage: Stage,
    pub kind: DutyKind,
    pub owner: Owner,
    pub from: Day,
    /// the same day where the date only becomes certain
    pub to: Day,
    /// the new arithmetic
    pub explained: String,
}

/// What another calendar does to the limits that run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarMoves {
    /// the first [`SHOWN`] that get another date, by their present one
    pub shown: Vec<MovedLimit>,
    /// how many get another date
    pub moved: usize,
    /// how many keep their date, which is certain now
    pub settled: usize,
    /// how many would be earlier, and stay because a notice is out
    pub kept: usize,
    pub matters: usize,
}

/// Limits that a preview lists.
const SHOWN: usize = 200;

impl App {
    /// What a change of the calendar would do; refused as the change itself would be. Nothing is changed.
    pub async fn preview_calendar(&self, actor: &Actor, command: InstitutionCommand) -> Result<CalendarMoves, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let events = institution::decide(&read.institution, actor.who, read.today, command)?;
            let changed = events.iter().fold((*read.institution).clone(), institution::evolve);
            let first = read.institution.calendar.first_difference(&changed.calendar);
            match first {
                None => Ok(CalendarMoves::default()),
                Some(first) => Ok(moves(read, &changed.calendar, Some(first))?.0),
            }
        })
        .await
    }

    /// 还有多少项时限按旧日历计算: what the calendar as it stands would move. For the Office.
    pub async fn counted_by_old_calendar(&self, actor: &Actor) -> Result<CalendarMoves, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            read.must_see_everything(&actor)?;
            let institution = read.institution.clone();
            Ok(moves(read, &institution.calendar, None)?.0)
        })
        .await
    }

    /// The matters among them, in a fixed order: those that have to be counted anew.
    pub(crate) async fn matters_to_recount(&self) -> Result<Vec<MatterId>, Denied> {
        self.read(|read| {
            let institution = read.institution.clone();
            Ok(moves(read, &institution.calendar, None)?.1.into_iter().collect())
        })
        .await
    }
}

impl Snapshot<'_, '_> {
    fn must_see_everything(&self, actor: &Actor) -> Result<(), Denied> {
        match self.scope(actor) {
            crate::snapshot::Scope::Everything => Ok(()),
            crate::snapshot::Scope::Subjects(_) => Err(Denied::NotFound),
        }
    }
}

/// `since`: no limit that falls due earlier can move.
fn moves(
    sql: &mut dyn Sql,
    calendar: &WorkCalendar,
    since: Option<Day>,
) -> Result<(CalendarMoves, BTreeSet<MatterId>), Denied> {
    let (mut found, mut matters) = (CalendarMoves::default(), BTreeSet::new());
    let rows = sql.query(
        "select d.matter, d.kind, d.owner, d.due, d.counted_from, d.counted_days, d.provisional, m.dispatched_on, \
         m.number_text, m.title, m.stage from duty_view d join matter_view m on m.matter = d.matter \
         where d.state = 'open' and d.counted_days > 0 and d.due >= $1 order by d.due, d.matter, d.duty",
        &args![since.map(|day| day.to_string()).unwrap_or_default()],
    )?;
    for row in &rows {
        let (due, from) = (row.date(3)?, row.date(4)?);
        let days = u32::try_from(row.int(5)?).unwrap_or_default();
        let may_shorten = row.text(7)?.is_empty();
        let Some(new) = calendar.recount(from, days, due, row.bool(6)?, may_shorten)? else {
            found.kept += usize::from(!may_shorten && calendar.limit(from, days)?.due < due);
            continue;
        };
        matters.insert(MatterId(row.uuid(0)?));
        if new.due == due {
            found.settled += 1;
            continue;
        }
        found.moved += 1;
        if found.shown.len() < SHOWN {
            found.shown.push(moved(row, due, new)?);
        }
    }
    found.matters = matters.len();
    Ok((found, matters))
}

fn moved(row: &Row, from: Day, new: Limit) -> Result<MovedLimit, StoreError> {
    Ok(MovedLimit {
        matter: MatterId(row.uuid(0)?),
        number: row.string(8)?,
        title: row.string(9)?,
        stage: Stage::from_code(row.text(10)?).ok_or_else(|| unknown("stage", row, 10))?,
        kind: kind_from(row.text(1)?).ok_or_else(|| unknown("kind", row, 1))?,
        owner: owner_from(row.text(2)?),
        from,
        to: new.due,
        explained: new.explained,
    })
}
