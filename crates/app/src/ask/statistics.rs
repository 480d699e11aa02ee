//! 统计: the figures of a period, and the list behind each (R4.7b, R5.3, R7). What is counted, and how, stands in
//! [`domain::matter::Measure`]; here it is only summed, from kept sums by month.
//!
//! A figure is what had been recorded when its period ended, and what was recorded of it later (期后补记), told apart: a figure
//! of the past changes in no other way. Flows of the whole matter go by its lead unit; what a unit did itself, by that unit.
//!
//! Who may ask: the Office, the leaders (all summaries), and assessors for everything; people of a unit for their own. The
//! list behind a figure names only matters that the reader may see, and says how many it does not name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use domain::{
    institution::{Institution, Role},
    matter::{Category, Measure, Stage},
    value::{Day, MatterId, PersonId, UnitId},
};
use store::{Sql, Value, args};

use crate::{
    Actor, App, Denied,
    snapshot::{Scope, Snapshot, push_all},
    views::{NEVER, sees_all},
};

/// A calendar month, `2026-09`: statistics are made of whole ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Day);

impl Month {
    pub fn of(day: Day) -> Month {
        Month(day.first_of_month())
    }

    pub fn first(self) -> Day {
        self.0
    }

    pub fn last(self) -> Day {
        self.0.last_of_month()
    }

    /// So many months later; earlier where negative.
    pub fn later(self, months: i32) -> Month {
        Month(self.0.saturating_add(jiff::Span::new().months(months)))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl FromStr for Month {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Month, jiff::Error> {
        format!("{text}-01").parse().map(Month)
    }
}

/// What stands at the head of each line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Unit,
    Category,
    Leader,
    /// 负责人（第一责任人）
    Person,
    Month,
}

impl By {
    pub const ALL: &[By] = &[By::Unit, By::Category, By::Leader, By::Person, By::Month];

    /// For addresses; and the column of `tally` that it is.
    pub fn code(self) -> &'static str {
        match self {
            By::Unit => "unit",
            By::Category => "category",
            By::Leader => "leader",
            By::Person => "person",
            By::Month => "month",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            By::Unit => "承办单位",
            By::Category => "事项类别",
            By::Leader => "分管领导",
            By::Person => "责任人",
            By::Month => "月份",
        }
    }

    pub fn from_code(code: &str) -> Option<By> {
        By::ALL.iter().copied().find(|by| by.code() == code)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatisticsQuery {
    /// both included
    pub from: Month,
    pub to: Month,
    pub by: By,
    pub unit: Option<UnitId>,
    pub category: Option<Category>,
    pub leader: Option<PersonId>,
    pub person: Option<PersonId>,
}

/// How many: recorded by the end of the period, and later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figure {
    pub then: i64,
    pub later: i64,
}

impl Figure {
    pub fn now(self) -> i64 {
        self.then + self.later
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<Measure, Figure>);

impl Figures {
    pub fn of(&self, measure: Measure) -> Figure {
        self.0.get(&measure).copied().unwrap_or_default()
    }

    pub fn closed(&self) -> Figure {
        Measure::CLOSED.iter().fold(Figure::default(), |sum, measure| {
            let one = self.of(*measure);
            Figure { then: sum.then + one.then, later: sum.later + one.later }
        })
    }

    fn add(&mut self, measure: Measure, n: i64, later: bool) {
        let figure = self.0.entry(measure).or_default();
        *(if later { &mut figure.later } else { &mut figure.then }) += n;
    }
}

/// How long a stage lasted, in calendar days: of so many times, the middle one and the one that nine in ten did not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasted {
    pub stage: Measure,
    pub times: u64,
    pub median: u32,
    pub ninety: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsRow {
    /// an id, a code or a month; empty where there was none
    pub key: String,
    /// by the lead unit, and what units did themselves
    pub figures: Figures,
    /// of the unit as a co-unit
    pub joined: Figures,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// the day up to which the period has come
    pub as_of: Day,
    pub rows: Vec<StatisticsRow>,
    pub total: Figures,
    pub lasted: Vec<Lasted>,
}

/// One line of the list behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedMatter {
    pub matter: MatterId,
    pub number: String,
    pub title: String,
    pub stage: Option<Stage>,
    pub unit: Option<UnitId>,
    /// for a stock: when it last changed
    pub on: Day,
    /// 办结时限 as it is now
    pub limit: Option<Day>,
    /// after the end of the period
    pub recorded_later: Option<Day>,
    /// counted so often on that day
    pub n: i64,
    /// of a stage that was left
    pub days: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedMatters {
    pub rows: Vec<CountedMatter>,
    /// the figure: the sum of all rows, also of those on other pages and of those that are not named
    pub total: i64,
    /// rows of matters that the reader may not see
    pub unnamed: u64,
    pub more: bool,
}

/// Rows of one page of the list.
pub const COUNTED_PAGE: usize = 100;

/// Measures that a unit brings about itself, whether it leads or not.
fn is_own(measure: Measure) -> bool {
    use Measure as M;
    matches!(
        measure,
        M::Reminded
            | M::Objected
            | M::TransferredAway
            | M::CoordinationAsked
            | M::SignatureAsked
            | M::ReportAsked
            | M::AnswerAsked
            | M::DoneInTime
            | M::DoneLate
            | M::ProgressReported
            | M::ReportedUnchanged
    )
}

/// As literals of a statement; the codes are this program's own.
fn codes(measures: impl IntoIterator<Item = Measure>) -> String {
    measures.into_iter().map(|measure| format!("'{}'", measure.code())).collect::<Vec<_>>().join(", ")
}

impl App {
    pub async fn statistics(&self, actor: &Actor, query: StatisticsQuery) -> Result<Statistics, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let reach = Reach::of(&actor, read)?;
            statistics(read, &query, &reach)
        })
        .await
    }

    /// The matters behind one figure, the latest day first; `joined`: of co-units.
    pub async fn counted_matters(
        &self,
        actor: &Actor,
        query: StatisticsQuery,
        measure: Measure,
        joined: bool,
        page: usize,
    ) -> Result<CountedMatters, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let reach = Reach::of(&actor, read)?;
            let scope = read.scope(&actor);
            counted(read, &query, measure, joined, page, &reach, &scope)
        })
        .await
    }

    /// May this actor ask for figures at all?
    pub fn sees_statistics(&self, actor: &Actor, institution: &Institution, today: Day) -> bool {
        Reach::reached(actor, institution, today).is_some()
    }
}

/// How far a reader's figures go.
pub(crate) enum Reach {
    Everything,
    Units(Vec<String>),
}

impl Reach {
    fn of(actor: &Actor, read: &Snapshot<'_, '_>) -> Result<Reach, Denied> {
        Reach::reached(actor, &read.institution, read.today).ok_or(Denied::NotFound)
    }

    fn reached(actor: &Actor, institution: &Institution, today: Day) -> Option<Reach> {
        let subjects = actor.subjects(institution, today);
        let person = actor.person_id();
        let has = |role| person.is_some_and(|person| institution.has_role(person, role, today));
        if subjects.iter().any(|subject| sees_all(*subject)) || has(Role::Leader) || has(Role::Assessor) {
            return Some(Reach::Everything);
        }
        let grants = person.into_iter().flat_map(|person| institution.grants_of(person, today));
        let own = grants.filter(|grant| matches!(grant.role, Role::UnitHead | Role::UnitContact));
        let units: BTreeSet<String> = own.filter_map(|grant| grant.unit).map(|unit| unit.to_string()).collect();
        (!units.is_empty()).then(|| Reach::Units(units.into_iter().collect()))
    }
}

/// The conditions that both tables share.
fn narrowed(query: &StatisticsQuery, reach: &Reach, args: &mut Vec<Value>) -> String {
    let mut conditions = Vec::new();
    if let Reach::Units(units) = reach {
        conditions.push(format!("c.unit in ({})", push_all(args, units)));
    }
    let wanted = [
        ("unit", query.unit.map(|unit| unit.to_string())),
        ("category", query.category.map(|category| category.code().to_owned())),
        ("leader", query.leader.map(|leader| leader.to_string())),
        ("person", query.person.map(|person| person.to_string())),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            args.push(value.into());
            conditions.push(format!("c.{column} = ${}", args.len()));
        }
    }
    conditions.into_iter().map(|condition| format!(" and {condition}")).collect()
}

pub(crate) fn statistics(
    read: &mut Snapshot<'_, '_>,
    query: &StatisticsQuery,
    reach: &Reach,
) -> Result<Statistics, Denied> {
    let as_of = query.to.last().min(read.today);
    let mut rows: BTreeMap<String, StatisticsRow> = BTreeMap::new();
    let fresh =
        |key: &str| StatisticsRow { key: key.to_owned(), figures: Figures::default(), joined: Figures::default() };
    let own = codes(Measure::ALL.iter().copied().filter(|measure| is_own(*measure)));
    let flows = codes(Measure::ALL.iter().copied().filter(|m| !m.is_stock() && !m.is_span()));
    let stocks = codes(Measure::ALL.iter().copied().filter(|m| m.is_stock()));
    let joined = codes(Measure::CLOSED.iter().copied().chain([Measure::OnHand]));
    // by unit, what it joined stands beside what it led
    let parts = match query.by {
        By::Unit | By::Person => format!("(c.lead = 1 or c.measure in ({own}, {joined}))"),
        _ => format!("(c.lead = 1 or c.measure in ({own}))"),
    };
    let head = query.by.code();
    let mut args: Vec<Value> = args![query.from.to_string(), query.to.to_string()].to_vec();
    let narrow = narrowed(query, reach, &mut args);
    let sums = format!(
        "select c.{head}, c.measure, c.lead, case when c.recorded_month > $2 then 1 else 0 end, cast(sum(c.n) as bigint) \
         from tally c where {parts}{narrow} and "
    );
    // by month, a stock is that of the last day of each: every earlier difference belongs to all later months
    let stock_of_months = query.by == By::Month;
    let flow = format!("c.measure in ({flows}) and c.month between $1 and $2 group by 1, 2, 3, 4");
    let stock = format!("c.measure in ({stocks}) and c.month <= $2 and $1 <= $2 group by 1, 2, 3, 4");
    let mut found = read.query(&format!("{sums}{flow}"), &args)?;
    found.extend(read.query(&format!("{sums}{stock}"), &args)?);
    // what the running month already says of days to come
    let mut ahead_args: Vec<Value> = args![as_of, query.to.last(), query.to.to_string()].to_vec();
    let narrow = narrowed(query, reach, &mut ahead_args);
    let month = if query.by == By::Month { "substr(c.on_day, 1, 7)".to_owned() } else { format!("c.{head}") };
    let ahead = format!(
        "select {month}, c.measure, c.lead, case when substr(c.recorded, 1, 7) > $3 then 1 else 0 end, \
         cast(-sum(c.n) as bigint) from matter_count c where {parts}{narrow} \
         and c.measure in ('{}', '{}') and c.on_day > $1 and c.on_day <= $2 group by 1, 2, 3, 4",
        Measure::Overdue.code(),
        Measure::LimitPassed.code()
    );
    found.extend(read.query(&ahead, &ahead_args)?);
    for row in &found {
        let (key, measure, lead) = (row.string(0)?, row.string(1)?, row.int(2)? == 1);
        let (later, n) = (row.int(3)? == 1, row.int(4)?);
        let Some(measure) = Measure::from_code(&measure) else { continue };
        let entry = rows.entry(key.clone()).or_insert_with(|| fresh(&key));
        let to = if lead || is_own(measure) { &mut entry.figures } else { &mut entry.joined };
        to.add(measure, n, later);
    }
    let mut total = Figures::default();
    for row in rows.values() {
        for (measure, figure) in &row.figures.0 {
            total.add(*measure, figure.then, false);
            total.add(*measure, figure.later, true);
        }
    }
    if stock_of_months {
        accumulate(&mut rows, query, &fresh);
    }
    let mut rows: Vec<StatisticsRow> = rows.into_values().collect();
    rows.retain(|row| row.figures.0.values().chain(row.joined.0.values()).any(|one| *one != Figure::default()));
    Ok(Statistics { as_of, rows, total, lasted: lasted(read, query, reach)? })
}

/// On hand when the period began, by the line of the statistics, as it was known when the period ended; led only.
pub(crate) fn opening(
    read: &mut Snapshot<'_, '_>,
    query: &StatisticsQuery,
    reach: &Reach,
) -> Result<BTreeMap<String, i64>, Denied> {
    let mut args: Vec<Value> = args![query.from.to_string(), query.to.to_string()].to_vec();
    let narrow = narrowed(query, reach, &mut args);
    let select = format!(
        "select c.{}, cast(sum(c.n) as bigint) from tally c where c.lead = 1 and c.measure = '{}'{narrow} \
         and c.month < $1 and c.recorded_month <= $2 group by 1",
        query.by.code(),
        Measure::OnHand.code()
    );
    let found = read.query(&select, &args)?;
    found.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect()
}

/// From the differences of each month to the stock at its end, and only the months asked for.
fn accumulate(
    rows: &mut BTreeMap<String, StatisticsRow>,
    query: &StatisticsQuery,
    fresh: &impl Fn(&str) -> StatisticsRow,
) {
    let stocks: Vec<Measure> = Measure::ALL.iter().copied().filter(|measure| measure.is_stock()).collect();
    let mut month = query.from;
    while month <= query.to {
        let key = month.to_string();
        rows.entry(key.clone()).or_insert_with(|| fresh(&key));
        month = month.later(1);
    }
    let mut standing: BTreeMap<Measure, Figure> = BTreeMap::new();
    for row in rows.values_mut() {
        for measure in &stocks {
            let sum = standing.entry(*measure).or_default();
            let step = row.figures.of(*measure);
            *sum = Figure { then: sum.then + step.then, later: sum.later + step.later };
            row.figures.0.insert(*measure, *sum);
        }
    }
    let first = query.from.to_string();
    rows.retain(|key, _| *key >= first);
}

fn lasted(read: &mut Snapshot<'_, '_>, query: &StatisticsQuery, reach: &Reach) -> Result<Vec<Lasted>, Denied> {
    let mut args: Vec<Value> = args![query.from.to_string(), query.to.to_string()].to_vec();
    let narrow = narrowed(query, reach, &mut args);
    let spans = codes(Measure::SPANS.iter().copied());
    let select = format!(
        "select c.measure, c.days, cast(sum(c.n) as bigint) from tally c \
         where c.measure in ({spans}) and c.month between $1 and $2 and c.lead = 1{narrow} group by 1, 2 order by 1, 2"
    );
    let mut histograms: BTreeMap<String, Vec<(u32, u64)>> = BTreeMap::new();
    for row in read.query(&select, &args)? {
        let (days, times) = (u32::try_from(row.int(1)?).unwrap_or(0), u64::try_from(row.int(2)?).unwrap_or(0));
        histograms.entry(row.string(0)?).or_default().push((days, times));
    }
    let found = Measure::SPANS.iter().filter_map(|stage| {
        let histogram = histograms.get(stage.code())?;
        let times: u64 = histogram.iter().map(|(_, times)| times).sum();
        let (median, ninety) = (rank(histogram, times.div_ceil(2))?, rank(histogram, (times * 9).div_ceil(10))?);
        Some(Lasted { stage: *stage, times, median, ninety })
    });
    Ok(found.collect())
}

/// The so manieth of all, counted from 1, in order.
fn rank(histogram: &[(u32, u64)], nth: u64) -> Option<u32> {
    let mut seen = 0;
    histogram.iter().find_map(|(days, times)| {
        seen += times;
        (seen >= nth && nth > 0).then_some(*days)
    })
}

pub(crate) fn counted(
    read: &mut Snapshot<'_, '_>,
    query: &StatisticsQuery,
    measure: Measure,
    joined: bool,
    page: usize,
    reach: &Reach,
    scope: &Scope,
) -> Result<CountedMatters, Denied> {
    let until = query.to.last().min(read.today);
    let from = if measure.is_stock() { Day::constant(1, 1, 1) } else { query.from.first() };
    let mut args: Vec<Value> = args![measure.code(), from, until].to_vec();
    let narrow = narrowed(query, reach, &mut args);
    let part = match (is_own(measure), joined) {
        (true, _) => "",
        (false, true) => " and c.lead = 0",
        (false, false) => " and c.lead = 1",
    };
    // a stock's differences cancel out by matter and unit, a flow's by day
    let (columns, group) = if measure.is_stock() {
        ("max(c.on_day) as on_day, 0 as days", "c.matter, c.unit")
    } else {
        ("c.on_day as on_day, c.days as days", "c.matter, c.unit, c.on_day, c.days")
    };
    let inner = format!(
        "select c.matter, c.unit, {columns}, max(c.recorded) as recorded, cast(sum(c.n) as bigint) as n \
         from matter_count c where c.measure = $1 and c.on_day between $2 and $3{part}{narrow} \
         group by {group} having sum(c.n) <> 0"
    );
    let sees = match scope {
        Scope::Everything => "1 = 1".to_owned(),
        Scope::Subjects(subjects) if subjects.is_empty() => "1 = 0".to_owned(),
        Scope::Subjects(subjects) => {
            let places = push_all(&mut args, subjects);
            format!("exists (select 1 from audience a where a.matter = f.matter and a.subject in ({places}))")
        }
    };
    let sums = format!(
        "select cast(coalesce(sum(f.n), 0) as bigint), cast(coalesce(sum(case when {sees} then 0 else 1 end), 0) as bigint) \
         from ({inner}) f"
    );
    let sums = read.query(&sums, &args)?;
    let (total, unnamed) = match sums.first() {
        Some(row) => (row.int(0)?, u64::try_from(row.int(1)?).unwrap_or(0)),
        None => (0, 0),
    };
    let select = format!(
        "select f.matter, m.number_text, m.title, m.stage, f.unit, f.on_day, f.recorded, f.n, f.days, m.limit_due \
         from ({inner}) f join matter_view m on m.matter = f.matter where {sees} \
         order by f.on_day desc, f.matter, f.unit, f.days limit {} offset {}",
        COUNTED_PAGE + 1,
        page * COUNTED_PAGE
    );
    let end = query.to.last();
    let mut rows = Vec::new();
    for row in read.query(&select, &args)? {
        let recorded: Day = day(&row.string(6)?)?;
        rows.push(CountedMatter {
            matter: MatterId(row.uuid(0)?),
            number: row.string(1)?,
            title: row.string(2)?,
            stage: Stage::from_code(&row.string(3)?),
            unit: row.string(4)?.parse().ok(),
            on: day(&row.string(5)?)?,
            limit: row.string(9)?.parse().ok().filter(|_| row.text(9).is_ok_and(|limit| limit != NEVER)),
            recorded_later: (recorded > end).then_some(recorded),
            n: row.int(7)?,
            days: measure.is_span().then(|| u32::try_from(row.int(8).unwrap_or(0)).unwrap_or(0)),
        });
    }
    let more = rows.len() > COUNTED_PAGE;
    rows.truncate(COUNTED_PAGE);
    Ok(CountedMatters { rows, total, unnamed, more })
}

fn day(text: &str) -> Result<Day, Denied> {
    text.parse().map_err(|_| Denied::Unreadable(format!("日期 {text}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_exact() {
        let histogram = [(1, 3), (4, 1), (9, 1)];
        assert_eq!(rank(&histogram, 3), Some(1));
        assert_eq!(rank(&histogram, 4), Some(4));
        assert_eq!(rank(&histogram, 5), Some(9));
        assert_eq!(rank(&[], 0), None);
    }

    #[test]
    fn months_are_read_and_written() {
        let month: Month = "2026-02".parse().expect("a month");
        assert_eq!((month.last().to_string(), month.later(-2).to_string()), ("2026-02-28".into(), "2025-12".into()));
        assert!("2026-13".parse::<Month>().is_err() && "2026".parse::<Month>().is_err());
    }
}
