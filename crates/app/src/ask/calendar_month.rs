//! 日历: open duties by the day on which they fall due: one's own, or all that one may see.

use std::collections::BTreeMap;

use domain::value::Day;
use store::{Sql, StoreError, Value};

use super::{
    COUNT_MOST, Count,
    desk::{OWED, Owed, one_owed},
    ledger_rows::Lights,
};
use crate::{
    Actor, App, Denied,
    snapshot::{Scope, Snapshot, push_all},
};

/// Whose duties a month shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// 我要办的
    #[default]
    Mine,
    /// 我能看到的
    Seen,
}

/// What falls due on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayOfDuties {
    /// the first [`SHOWN_A_DAY`]
    pub owed: Vec<Owed>,
    pub total: Count,
}

/// Duties of one day on a page of a month.
pub const SHOWN_A_DAY: usize = 50;
/// … on the page of one day.
const PAGE: usize = 100;

impl App {
    /// The days from one to another on which something falls due. `Seen` joins the audience: what you may not see is not found.
    pub async fn duties_between(
        &self,
        actor: &Actor,
        whose: Whose,
        first: Day,
        last: Day,
    ) -> Result<BTreeMap<Day, DayOfDuties>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let picked = Picked::of(read, &actor, whose);
            let lights = Lights::on(read.today, &read.institution);
            let mut days = BTreeMap::new();
            for day in first.series(jiff::ToSpan::days(1)).take_while(|day| *day <= last).take(MOST_DAYS) {
                let owed = picked.rows(read, &lights, day, 0, SHOWN_A_DAY)?;
                if !owed.is_empty() {
                    let more = owed.len() == SHOWN_A_DAY;
                    let total = if more { picked.count(read, day)? } else { Count(owed.len() as u64) };
                    days.insert(day, DayOfDuties { owed, total });
                }
            }
            Ok(days)
        })
        .await
    }

    /// One day, a page at a time (from 0), with how many there are.
    pub async fn duties_on(&self, actor: &Actor, whose: Whose, day: Day, page: u32) -> Result<DayOfDuties, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let picked = Picked::of(read, &actor, whose);
            let lights = Lights::on(read.today, &read.institution);
            let owed = picked.rows(read, &lights, day, page as usize * PAGE, PAGE)?;
            Ok(DayOfDuties { owed, total: picked.count(read, day)? })
        })
        .await
    }
}

/// How many pages a day has.
pub fn pages_of(total: Count) -> u32 {
    u32::try_from(total.0.div_ceil(PAGE as u64)).unwrap_or(u32::MAX).max(1)
}

/// Six weeks: what a page of a month may show.
const MOST_DAYS: usize = 42;

/// Whose, with the values of its clause.
pub(crate) struct Picked {
    clause: String,
    args: Vec<Value>,
}

impl Picked {
    fn of(read: &Snapshot<'_, '_>, actor: &Actor, whose: Whose) -> Picked {
        let subjects: Vec<String> =
            actor.subjects(&read.institution, read.today).iter().map(ToString::to_string).collect();
        match (whose, read.scope(actor)) {
            (Whose::Mine, _) => Picked::owned_by(&subjects),
            (Whose::Seen, Scope::Everything) => Picked { clause: "1 = 1".to_owned(), args: Vec::new() },
            (Whose::Seen, Scope::Subjects(subjects)) => {
                let mut args = Vec::new();
                let places = list(&mut args, &subjects);
                let clause =
                    format!("exists (select 1 from audience a where a.matter = d.matter and a.subject in ({places}))");
                Picked { clause, args }
            }
        }
    }

    /// Duties of any of these owners.
    pub fn owned_by(owners: &[String]) -> Picked {
        let mut args = Vec::new();
        let places = list(&mut args, owners);
        Picked { clause: format!("d.owner in ({places})"), args }
    }

    fn rows(
        &self,
        sql: &mut dyn Sql,
        lights: &Lights,
        day: Day,
        skip: usize,
        most: usize,
    ) -> Result<Vec<Owed>, StoreError> {
        let (mut args, clause) = (self.args.clone(), &self.clause);
        args.push(day.into());
        let place = args.len();
        let rows = sql.query(
            &format!(
                "select {OWED} from duty_view d join matter_view m on m.matter = d.matter \
                 where d.state = 'open' and d.due = ${place} and {clause} \
                 order by d.due, d.matter, d.duty limit {most} offset {skip}"
            ),
            &args,
        )?;
        rows.iter().map(|row| one_owed(row, lights)).collect()
    }

    fn count(&self, sql: &mut dyn Sql, day: Day) -> Result<Count, StoreError> {
        let (mut args, clause) = (self.args.clone(), &self.clause);
        args.push(day.into());
        let (place, most) = (args.len(), COUNT_MOST + 1);
        let counted = format!(
            "select count(*) from (select 1 from duty_view d where d.state = 'open' and d.due = ${place} and {clause} \
             limit {most}) counted"
        );
        let row = sql.first(&counted, &args)?;
        row.map_or(Ok(Count(0)), |row| Ok(Count(row.int(0)?.unsigned_abs())))
    }

    /// For a subscription: what is still to come, then what is late, the nearest first.
    pub fn nearest(&self, sql: &mut dyn Sql, lights: &Lights, most: usize) -> Result<Vec<Owed>, StoreError> {
        let mut found = Vec::new();
        for (than, order) in [(">=", "asc"), ("<", "desc")] {
            let (mut args, clause, left) = (self.args.clone(), &self.clause, most - found.len());
            args.push(lights.today.into());
            let place = args.len();
            let rows = sql.query(
                &format!(
                    "select {OWED} from duty_view d join matter_view m on m.matter = d.matter \
                     where d.state = 'open' and d.due {than} ${place} and {clause} \
                     order by d.due {order}, d.matter, d.duty limit {left}"
                ),
                &args,
            )?;
            found.extend(rows.iter().map(|row| one_owed(row, lights)).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }
}

/// Nobody's list is one that holds nothing.
fn list(args: &mut Vec<Value>, subjects: &[String]) -> String {
    if subjects.is_empty() { "''".to_owned() } else { push_all(args, subjects) }
}
