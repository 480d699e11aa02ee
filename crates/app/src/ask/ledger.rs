//! 督办台账: search, filters, order, 50 rows, keyset paging both ways.

use domain::{
    duty::{DutyKind, Light, Owner},
    matter::{Category, Stage},
    value::{Day, MatterId, PersonId, UnitId},
};

use super::{Count, FallList, Mark, ledger_rows, ledger_sql};
use crate::{Actor, App, Denied, audit::line};

/// What is asked for; the default is everything this actor may see, the most urgent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// found in title, number or content
    pub q: String,
    pub stages: Vec<Stage>,
    /// as of today
    pub light: Option<Light>,
    pub category: Option<Category>,
    /// lead or co-unit
    pub unit: Option<UnitId>,
    pub leader: Option<PersonId>,
    /// of the number
    pub year: Option<i16>,
    /// by which date the days below and 逾期 count
    pub limit_date: LimitDate,
    pub due_from: Option<Day>,
    pub due_to: Option<Day>,
    pub urged: bool,
    pub extended: bool,
    /// 经办人 in the Office
    pub clerk: Option<PersonId>,
    /// 上年结转: registered in an earlier year than this one, and still open when it began
    pub carried_into: Option<i16>,
    /// the list behind a count of 工作台
    pub list: Option<FallList>,
    /// 同源事项
    pub group: Option<domain::value::GroupId>,
    /// these alone; none asks for nothing
    pub among: Vec<MatterId>,
    pub sort: Sort,
    pub way: Way,
    pub cursor: Option<Cursor>,
    /// 50 where it is 0; at most 1000
    pub limit: u32,
}

/// Every matter keeps its first date for ever, beside the one in force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LimitDate {
    /// 现行时限
    #[default]
    InForce,
    /// 首次时限
    First,
}

impl LimitDate {
    pub const ALL: &[LimitDate] = &[LimitDate::InForce, LimitDate::First];

    /// For addresses.
    pub fn code(self) -> &'static str {
        match self {
            LimitDate::InForce => "in_force",
            LimitDate::First => "first",
        }
    }

    pub fn from_code(code: &str) -> Option<LimitDate> {
        LimitDate::ALL.iter().copied().find(|date| date.code() == code)
    }
}

macro_rules! sorts {
    ($($(#[$doc:meta])* $sort:ident, $code:literal;)+) => {
        /// By what a list is put in order; where two rows have the same, by the age of the matter.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub enum Sort { $($(#[$doc])* $sort),+ }

        impl Sort {
            pub const ALL: &[Sort] = &[$(Sort::$sort),+];

            /// For addresses.
            pub fn code(self) -> &'static str {
                match self { $(Sort::$sort => $code),+ }
            }

            pub fn from_code(code: &str) -> Option<Sort> {
                Sort::ALL.iter().copied().find(|sort| sort.code() == code)
            }
        }
    };
}

sorts! {
    /// by the nearest running limit, which is also the order of the lights
    #[default]
    Due, "due";
    /// by 办结时限 in force
    Limit, "limit";
    /// by 首次时限
    FirstDue, "first_due";
    Number, "number";
    Title, "title";
    Category, "category";
    Source, "source";
    Lead, "lead";
    CoUnits, "co_units";
    Responsible, "responsible";
    Leader, "leader";
    Clerk, "clerk";
    Stage, "stage";
    /// by the day of the next step
    Next, "next";
    Percent, "percent";
    Progress, "progress";
    ProgressOn, "progress_on";
    Urged, "urged";
    Extended, "extended";
    RegisteredOn, "registered_on";
    DispatchedOn, "dispatched_on";
    ClosedOn, "closed_on";
    ArchivedOn, "archived_on";
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Up,
    Down,
}

/// A place in the order, beside a row: from there on, or up to there. Written and read as text for addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// rows before that place instead of after it
    pub(crate) before: bool,
    pub(crate) id: String,
    pub(crate) key: String,
}

/// What the ledger shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub today: Day,
    pub rows: Vec<LedgerRow>,
    pub total: Count,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
}

/// The next step: who owes what by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub kind: DutyKind,
    pub owner: Owner,
    pub due: Day,
}

/// One matter in a list. Names of units and people stand in [`crate::App::institution`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    pub id: MatterId,
    /// empty before registration
    pub number: String,
    pub title: String,
    pub category: Category,
    pub stage: Stage,
    pub lead: Option<UnitId>,
    pub co_units: Vec<UnitId>,
    pub leader: Option<PersonId>,
    /// 负责人 of the lead unit, as the notice has it
    pub responsible: Option<PersonId>,
    /// 经办人 in the Office
    pub clerk: Option<PersonId>,
    /// 来源 in words
    pub source: String,
    /// 结转: this year, where its number is of an earlier one and it was still open on 1 January
    pub carried_into: Option<i16>,
    /// 办结时限 in force, or the plan's limit while there is none
    pub due: Option<Day>,
    /// 首次时限: as the notice or the first accepted plan had it
    pub first_due: Option<Day>,
    /// the nearest running limit of the lead unit, by which the light goes: a 补办 or an urging may come before `due`
    pub running: Option<Day>,
    pub provisional: bool,
    pub mark: Mark,
    /// 暂缓中: the expected end, by which the Office reviews it
    pub suspended_until: Option<Day>,
    pub urged: u32,
    pub extended: u32,
    pub adopted: bool,
    pub major: bool,
    pub complex: bool,
    pub next: Option<Next>,
    /// percent and day of the lead unit's last report
    pub progress: Option<(u8, Day)>,
    /// the beginning of the lead unit's last report
    pub progress_text: String,
    pub progress_on: Option<Day>,
    pub registered_on: Option<Day>,
    pub dispatched_on: Option<Day>,
    pub closed_on: Option<Day>,
    pub archived_on: Option<Day>,
}

impl Query {
    pub(crate) fn rows_wanted(&self) -> usize {
        match self.limit {
            0 => 50,
            n => n.min(1000) as usize,
        }
    }
}

/// `a` or `b` (after, before), the row's id, and what stands in the sorted column.
impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", if self.before { 'b' } else { 'a' }, self.id, self.key)
    }
}

impl std::str::FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let before = match text.as_bytes().first() {
            Some(b'a') => false,
            Some(b'b') => true,
            _ => return Err(()),
        };
        let id = text.get(1..37).filter(|id| id.parse::<MatterId>().is_ok()).ok_or(())?;
        let key = text.get(37..).filter(|key| key.chars().count() <= 250 && !key.contains('\0')).ok_or(())?;
        Ok(Cursor { before, id: id.to_owned(), key: key.to_owned() })
    }
}

impl App {
    /// All rows of the list from its beginning, in its order, as they were at one moment: `limit` at a time (1000 where it
    /// is 0) to `each`, which may stop it. Leaves a line in the audit log.
    pub async fn whole_ledger<F>(&self, actor: &Actor, query: Query, mut each: F) -> Result<(), Denied>
    where
        F: FnMut(&[LedgerRow]) -> Result<(), Denied> + Send + 'static,
    {
        let asking = actor.clone();
        let _turn = self.0.setting.acquire().await;
        let rows = self
            .read(move |read| {
                let scope = read.scope(&asking);
                let (institution, today) = (read.institution.clone(), read.today);
                let limit = if query.limit == 0 { 1000 } else { query.limit };
                let mut query = Query { cursor: None, limit, ..query };
                let mut rows = 0;
                loop {
                    let plan = ledger_sql::Plan::new(read, &scope, &query, &institution, today)?;
                    let (page, more) = plan.page(read)?;
                    let last =
                        page.last().map(|row| Cursor { before: false, id: row.id.clone(), key: row.key.clone() });
                    let page: Vec<LedgerRow> = page.into_iter().map(|keyed| keyed.row).collect();
                    rows += page.len();
                    each(&page)?;
                    match last.filter(|_| more) {
                        Some(last) => query.cursor = Some(last),
                        None => return Ok(rows),
                    }
                }
            })
            .await?;
        self.audit(line(actor, "export_ledger", None, "ok").detail(serde_json::json!({ "rows": rows }))).await
    }

    /// How many rows there are, without any of them.
    pub async fn ledger_count(&self, actor: &Actor, query: Query) -> Result<Count, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let scope = read.scope(&actor);
            let (institution, today) = (read.institution.clone(), read.today);
            let plan = ledger_sql::Plan::new(read, &scope, &query, &institution, today)?;
            Ok(plan.count(read)?)
        })
        .await
    }

    /// One page of the ledger.
    pub async fn ledger(&self, actor: &Actor, query: Query) -> Result<Ledger, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let scope = read.scope(&actor);
            let (institution, today) = (read.institution.clone(), read.today);
            let plan = ledger_sql::Plan::new(read, &scope, &query, &institution, today)?;
            let total = plan.count(read)?;
            let (mut rows, more) = plan.page(read)?;
            let backwards = query.cursor.as_ref().is_some_and(|cursor| cursor.before);
            if backwards {
                rows.reverse();
            }
            let beside = |row: Option<&ledger_rows::Keyed>, before| {
                row.map(|row| Cursor { before, id: row.id.clone(), key: row.key.clone() })
            };
            let previous = if backwards { more } else { query.cursor.is_some() };
            let next = if backwards { true } else { more };
            Ok(Ledger {
                today: read.today,
                total,
                previous: previous.then(|| beside(rows.first(), true)).flatten(),
                next: next.then(|| beside(rows.last(), false)).flatten(),
                rows: rows.into_iter().map(|keyed| keyed.row).collect(),
            })
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_does_not() {
        let id = "01930000-0000-7000-8000-000000000001";
        for key in ["2026-11-24", "", "关于“a\u{5b}b”的事项"] {
            let cursor = Cursor { before: true, id: id.to_owned(), key: key.to_owned() };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for nonsense in
            ["", "x", "a", "aé193", "c01930000-0000-7000-8000-000000000001", "a督办督办督办督办督办督办督办督办督办"]
        {
            assert_eq!(nonsense.parse::<Cursor>(), Err(()), "{nonsense}");
        }
    }
}
