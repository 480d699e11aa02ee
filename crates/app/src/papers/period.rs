//! Matters of a period, for registers, bulletins and reports: each as its record had it at the end of the period, so that a report of
//! last spring says today what it said then.

use domain::{
    matter::{Entry, Matter, replay},
    regulation::Regulation,
    value::{Day, MatterId, Period, UnitId},
};
use store::{Row, Sql, Value, args};

use crate::{
    Actor, App, Denied, fold,
    names::Names,
    snapshot::{Scope, Snapshot, push_all},
    views::{number_of, write_number},
};

/// A matter at the end of a period.
#[derive(Debug, Clone)]
pub(crate) struct Then {
    pub number: String,
    pub matter: Matter,
}

/// Which matters are asked for.
pub(super) enum Which {
    /// registered in the period
    Registered,
    /// archived in the period
    Archived,
}

/// More matters than this are not laid out on one paper.
const MOST: usize = 100_000;

impl App {
    /// Lays out something of the matters of a period that the actor may see, in the order of their numbers; of one unit's
    /// (lead or co-unit) where one is named.
    pub(super) async fn of_period<T: Send + 'static>(
        &self,
        actor: &Actor,
        which: Which,
        period: Period,
        unit: Option<UnitId>,
        lay: impl FnOnce(&Names, Vec<Then>) -> T + Send + 'static,
    ) -> Result<T, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let names = Names { institution: read.institution.clone(), today: read.today };
            let scope = read.scope(&actor);
            let mut found = Vec::new();
            for row in asked(read, &scope, &which, period, unit)? {
                let id = MatterId(row.uuid(0)?);
                found.extend(at_the_end(read, id, period.to, &names)?);
            }
            Ok(lay(&names, found))
        })
        .await
    }
}

fn asked(
    read: &mut Snapshot<'_, '_>,
    scope: &Scope,
    which: &Which,
    period: Period,
    unit: Option<UnitId>,
) -> Result<Vec<Row>, Denied> {
    let condition = match which {
        Which::Registered => "m.registered_on between $1 and $2",
        Which::Archived => "m.archived_on between $1 and $2",
    };
    let mut args: Vec<Value> = args![period.from, period.to].to_vec();
    let mut conditions = vec![condition.to_owned()];
    if let Some(unit) = unit {
        args.push(unit.0.into());
        let place = args.len();
        conditions
            .push(format!("exists (select 1 from matter_unit u where u.matter = m.matter and u.unit = ${place})"));
    }
    if let Scope::Subjects(subjects) = scope {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let places = push_all(&mut args, subjects);
        conditions
            .push(format!("exists (select 1 from audience a where a.matter = m.matter and a.subject in ({places}))"));
    }
    let sql = format!(
        "select m.matter from matter_view m where {} order by m.number_key, m.matter limit {MOST}",
        conditions.join(" and ")
    );
    Ok(read.query(&sql, &args)?)
}

/// The matter as of the end of a day; `None` where it was not registered by then.
pub(crate) fn at_the_end(
    read: &mut Snapshot<'_, '_>,
    id: MatterId,
    day: Day,
    names: &Names,
) -> Result<Option<Then>, Denied> {
    let (_, timeline) = fold::whole_matter(read, id)?;
    let until: Vec<&Entry> = timeline.iter().filter(|entry| entry.stamp.on <= day).collect();
    let matter = replay(id, until);
    let number = number_of(&matter).map(|number| write_number(&matter, &names.institution, number));
    Ok(number.map(|number| Then { number, matter }))
}

impl Then {
    /// Its place in a list by number.
    pub fn number_key(&self) -> Option<(i16, u32)> {
        number_of(&self.matter).map(|number| (number.year, number.seq))
    }

    pub fn title(&self) -> &str {
        self.matter.proposal.as_ref().map_or("", |proposal| proposal.title.as_str())
    }

    /// 承办部门: the lead unit first, then the co-units.
    pub fn units(&self, names: &Names) -> String {
        let lead = self.matter.lead();
        let units = lead.into_iter().chain(self.matter.co_units());
        units.map(|unit| names.unit_name(unit).to_owned()).collect::<Vec<_>>().join("、")
    }

    pub fn lead(&self, names: &Names) -> String {
        self.matter.lead().map(|unit| names.unit_name(unit).to_owned()).unwrap_or_default()
    }
}

/// The institution's own rules, for the titles.
pub(crate) fn title(names: &Names, of: impl Fn(&Regulation) -> &String) -> String {
    names.rules().map(|rules| names.fill(of(rules))).unwrap_or_default()
}
