//! The ledger's statements. A page is made of arms, each walking one index in the order asked for: one an actor's subject
//! (or the unit asked for), one a stage. Their rows are merged here, so that no statement sorts a long list.

use std::borrow::Cow;

use domain::{
    duty::{DutyKind, Light, day_number},
    institution::Institution,
    matter::{Category, Stage},
    regulation::LightRule,
    value::Day,
};
use store::{Row, Sql, StoreError, Value};

use super::{
    COUNT_MOST, Count, FallList, LimitDate, Query, Sort, Way,
    ledger_rows::{COLUMNS, KEY, Keyed, Lights, line},
};
use crate::{
    search,
    snapshot::{Scope, push_all},
    views::{NEVER, kind_code},
};

pub(crate) struct Plan<'q> {
    scope: &'q Scope,
    query: &'q Query,
    lights: Lights,
    words: Words,
}

/// The rows from which an arm starts; `d` is its alias.
enum Driver<'q> {
    Matters,
    Unit(String),
    Subject(&'q str),
    /// a list of 工作台
    Fall(DutyKind),
}

/// A statement in the making.
#[derive(Default)]
struct Clauses {
    wheres: Vec<String>,
    args: Vec<Value>,
}

impl Clauses {
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    fn and(&mut self, clause: String) {
        self.wheres.push(clause);
    }

    fn compare(&mut self, left: &str, operator: &str, value: impl Into<Value>) {
        let place = self.place(value);
        self.and(format!("{left} {operator} {place}"));
    }

    /// One of these stages; none asks for nothing.
    fn among(&mut self, column: &str, stages: &[Stage]) {
        if !stages.is_empty() {
            let codes: Vec<String> = stages.iter().map(|stage| stage.code().to_owned()).collect();
            let places = push_all(&mut self.args, &codes);
            self.and(format!("{column} in ({places})"));
        }
    }

    fn text(&self) -> String {
        if self.wheres.is_empty() { "1 = 1".to_owned() } else { self.wheres.join(" and ") }
    }
}

impl<'q> Plan<'q> {
    pub fn new(
        sql: &mut dyn Sql,
        scope: &'q Scope,
        query: &'q Query,
        institution: &Institution,
        today: Day,
    ) -> Result<Self, StoreError> {
        let words = Words::typed(sql, &query.q, institution, today)?;
        Ok(Self { scope, query, lights: Lights::on(today, institution), words })
    }

    /// One page in the order asked for (turned round where the cursor looks back), and whether there are more rows.
    pub fn page(&self, sql: &mut dyn Sql) -> Result<(Vec<Keyed>, bool), StoreError> {
        let wanted = self.query.rows_wanted();
        let mut rows: Vec<Keyed> = Vec::new();
        for driver in self.drivers() {
            for stages in self.stages() {
                rows.extend(self.arm(sql, &driver, &stages, wanted + 1)?);
            }
        }
        rows.sort_by(|a, b| (&a.key, &a.id).cmp(&(&b.key, &b.id)));
        if self.descending() {
            rows.reverse();
        }
        rows.dedup_by(|a, b| a.id == b.id);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        Ok((rows, more))
    }

    /// Exact up to [`COUNT_MOST`].
    pub fn count(&self, sql: &mut dyn Sql) -> Result<Count, StoreError> {
        let drivers = self.drivers();
        let Some(first) = drivers.first() else { return Ok(Count(0)) };
        let mut clauses = Clauses::default();
        match &drivers[..] {
            [only] => only.pick(&mut clauses, self.lights.today),
            several => {
                let subjects: Vec<String> = several.iter().filter_map(Driver::subject).map(str::to_owned).collect();
                let places = push_all(&mut clauses.args, &subjects);
                clauses.and(format!("d.subject in ({places})"));
            }
        }
        clauses.among(first.stage(), &self.query.stages);
        self.narrow(first, &mut clauses);
        // Where nothing is asked of the matter itself, its index alone is read.
        let from = if clauses.text().contains("m.") { first.joined() } else { first.alone() };
        let distinct = if drivers.len() > 1 { "distinct " } else { "" };
        let (id, most, text) = (first.id(), COUNT_MOST + 1, clauses.text());
        let counted = format!("select {distinct}{id} from {from} where {text} limit {most}");
        let row = sql.first(&format!("select count(*) from ({counted}) counted"), &clauses.args)?;
        row.map_or(Ok(Count(0)), |row| Ok(Count(row.int(0)?.unsigned_abs())))
    }

    fn drivers(&self) -> Vec<Driver<'q>> {
        if let Some(kind) = self.query.list.and_then(duty_of) {
            return vec![Driver::Fall(kind)];
        }
        match (self.scope, self.query.unit) {
            (Scope::Everything, None) => vec![Driver::Matters],
            (Scope::Everything, Some(unit)) => vec![Driver::Unit(unit.to_string())],
            (Scope::Subjects(subjects), _) => subjects.iter().map(|subject| Driver::Subject(subject)).collect(),
        }
    }

    /// A few stages are an arm each; many are sifted on the way along the index of due days.
    fn stages(&self) -> Vec<Vec<Stage>> {
        match &self.query.stages[..] {
            [] => vec![Vec::new()],
            few if few.len() <= 3 => few.iter().map(|stage| vec![*stage]).collect(),
            many => vec![many.to_vec()],
        }
    }

    fn arm(
        &self,
        sql: &mut dyn Sql,
        driver: &Driver<'_>,
        stages: &[Stage],
        limit: usize,
    ) -> Result<Vec<Keyed>, StoreError> {
        let mut clauses = Clauses::default();
        driver.pick(&mut clauses, self.lights.today);
        match stages {
            [one] => clauses.compare(driver.stage(), "=", one.code()),
            // The concatenation keeps the index of stages out of it: its order would be the wrong one.
            several => clauses.among(&format!("{} || ''", driver.stage()), several),
        }
        self.narrow(driver, &mut clauses);
        let (key, id) = (self.key(driver), driver.id());
        let (order, than) = if self.descending() { ("desc", "<") } else { ("asc", ">") };
        if let Some(cursor) = &self.query.cursor {
            let (at, beside) = (clauses.place(&cursor.key), clauses.place(&cursor.id));
            clauses.and(format!("({key}, {id}) {than} ({at}, {beside})"));
        }
        let (from, text) = (driver.joined(), clauses.text());
        let select = format!(
            "select {COLUMNS}, {key} from {from} where {text} order by {key} {order}, {id} {order} limit {limit}"
        );
        let rows = sql.query(&select, &clauses.args)?;
        let keyed = |row: &Row| Ok(Keyed { id: row.string(0)?, key: row.string(KEY)?, row: line(row, &self.lights)? });
        rows.iter().map(keyed).collect()
    }

    /// Everything else that was asked for.
    fn narrow(&self, driver: &Driver<'_>, clauses: &mut Clauses) {
        let query = self.query;
        self.narrow_audience(driver, clauses);
        match (query.limit_date, query.light) {
            (LimitDate::First, Some(Light::Red)) => self.narrow_first(clauses),
            _ => self.narrow_light(driver.due(), clauses),
        }
        self.leave_out_leaders(driver, clauses);
        if query.list == Some(FallList::NotUrged) {
            clauses.and(format!("m.urge_due < '{NEVER}'"));
            clauses.compare("m.urge_due", "<", self.lights.today);
        }
        if let Some(unit) = query.unit.filter(|_| !matches!(driver, Driver::Unit(_))) {
            let place = clauses.place(unit.0);
            clauses.and(format!(
                "exists (select 1 from matter_unit u where u.matter = {} and u.unit = {place})",
                driver.id()
            ));
        }
        if let Some(category) = query.category {
            clauses.compare("m.category", "=", category.code());
        }
        if let Some(leader) = query.leader {
            clauses.compare("m.leader", "=", leader.0);
        }
        if let Some(year) = query.year {
            clauses.compare("m.number_year", "=", i32::from(year));
        }
        if !query.among.is_empty() {
            let ids: Vec<String> = query.among.iter().map(ToString::to_string).collect();
            let places = push_all(&mut clauses.args, &ids);
            clauses.and(format!("{} in ({places})", driver.id()));
        }
        if let Some(clerk) = query.clerk {
            clauses.compare("m.clerk", "=", clerk.0);
        }
        if let Some(year) = query.carried_into {
            clauses.compare("m.number_year", "<", i32::from(year));
            clauses.and("m.number_year > 0".to_owned());
            let began = clauses.place(format!("{year:04}-01-01"));
            clauses.and(format!("(m.ended_on = '' or m.ended_on >= {began})"));
        }
        let limit_date = match query.limit_date {
            LimitDate::InForce => "m.limit_due",
            LimitDate::First => "m.first_due",
        };
        if let Some(from) = query.due_from {
            clauses.compare(limit_date, ">=", from);
        }
        if let Some(to) = query.due_to {
            clauses.compare(limit_date, "<=", to);
        }
        if let Some(group) = query.group {
            clauses.compare("m.source_group", "=", group.0);
            clauses.and("m.source_group > ''".to_owned());
        }
        if query.urged {
            clauses.and("m.urged > 0".to_owned());
        }
        if query.extended {
            clauses.and("m.extended > 0".to_owned());
        }
        self.narrow_words(driver, clauses);
    }

    /// Where the arm does not start from the audience itself.
    fn narrow_audience(&self, driver: &Driver<'_>, clauses: &mut Clauses) {
        if let (Driver::Fall(_), Scope::Subjects(subjects)) = (driver, self.scope) {
            let places = push_all(&mut clauses.args, subjects);
            let none = if subjects.is_empty() { "''".to_owned() } else { places };
            clauses.and(format!(
                "exists (select 1 from audience a where a.matter = {} and a.subject in ({none}))",
                driver.id()
            ));
        }
    }

    /// Past the first date and not done, whatever was granted since.
    fn narrow_first(&self, clauses: &mut Clauses) {
        clauses.compare("m.first_due", "<", self.lights.today);
        clauses.and(format!("m.due < '{NEVER}'"));
    }

    fn narrow_light(&self, due: &str, clauses: &mut Clauses) {
        let light = match self.query.light {
            None => return,
            Some(Light::Red) => return clauses.compare(due, "<", self.lights.today),
            Some(light) => light,
        };
        clauses.compare(due, ">=", self.lights.today);
        clauses.compare(due, "<", NEVER);
        let near = self.near(due, clauses);
        clauses.and(if light == Light::Yellow { near } else { format!("not ({near})") });
    }

    /// [`domain::regulation::LightRules::is_near`] as a clause.
    fn near(&self, due: &str, clauses: &mut Clauses) -> String {
        let rules = &self.lights.rules;
        let today = day_number(self.lights.today);
        match rules.rule {
            LightRule::WorkingDaysLeft => format!("{due} <= {}", clauses.place(self.lights.yellow_until)),
            LightRule::ShareLeft => {
                let (today, share) = (clauses.place(today), clauses.place(rules.share_left));
                format!("(m.due_n - {today}) * 100 <= {share} * (m.due_n - m.light_from_n)")
            }
            LightRule::BehindPlan => {
                let (today, points) = (clauses.place(today), clauses.place(rules.points_behind));
                let yellow_until = clauses.place(self.lights.yellow_until);
                format!(
                    "case when m.progress_percent < 0 then {due} <= {yellow_until} else ({today} - m.light_from_n) * 100 \
                     >= ({points} + m.progress_percent) * (m.due_n - m.light_from_n) end"
                )
            }
        }
    }

    /// A leader is on no list of what is late; a matter stays where somebody else is late with the same.
    fn leave_out_leaders(&self, driver: &Driver<'_>, clauses: &mut Clauses) {
        if !matches!(driver, Driver::Fall(_)) || self.lights.leaders.is_empty() {
            return;
        }
        let leaders: Vec<String> = self.lights.leaders.iter().map(|leader| format!("person:{leader}")).collect();
        let places = push_all(&mut clauses.args, &leaders);
        let today = clauses.place(self.lights.today);
        clauses.and(format!(
            "(d.owner not in ({places}) or exists (select 1 from duty_view e where e.matter = d.matter \
             and e.kind = d.kind and e.state = 'open' and e.due < {today} and e.owner not in ({places})))"
        ));
    }

    /// Every word must be there; a number may be typed in any of its writings.
    fn narrow_words(&self, driver: &Driver<'_>, clauses: &mut Clauses) {
        match &self.words {
            Words::None => {}
            Words::Number(key) => clauses.compare("m.number_key", "=", key),
            Words::Rare(ids) => {
                let places = push_all(&mut clauses.args, ids);
                clauses.and(format!("{} in ({places})", driver.id()));
            }
            Words::Common => {
                let words = search::clause(&mut clauses.args, driver.id(), &self.query.q);
                clauses.and(words);
            }
        }
    }

    /// What is sorted by: text that sorts as it is meant to, and never NULL. Numbers are written with as many digits each.
    fn key(&self, driver: &Driver<'_>) -> Cow<'static, str> {
        Cow::Borrowed(match self.query.sort {
            Sort::Due => driver.due(),
            Sort::Limit => "m.limit_due",
            Sort::FirstDue => "m.first_due",
            Sort::Number => "m.number_key",
            Sort::Title => "m.title",
            Sort::Category => return Cow::Owned(category_key()),
            Sort::Source => "m.source",
            Sort::Lead => "m.lead_unit",
            Sort::CoUnits => "substr(m.co_units, 1, 200)",
            Sort::Responsible => "m.responsible",
            Sort::Leader => "m.leader",
            Sort::Clerk => "m.clerk",
            Sort::Stage => "m.stage_key",
            Sort::Next => "m.next_due",
            Sort::Percent => "cast(2000000 + m.progress_percent as text)",
            Sort::Progress => "m.progress_text",
            Sort::ProgressOn => "m.progress_on",
            Sort::Urged => "cast(2000000 + m.urged as text)",
            Sort::Extended => "cast(2000000 + m.extended as text)",
            Sort::RegisteredOn => "m.registered_on",
            Sort::DispatchedOn => "m.dispatched_on",
            Sort::ClosedOn => "m.closed_on",
            Sort::ArchivedOn => "m.archived_on",
        })
    }

    /// The order of the statement: turned round where the page before a row is asked for.
    fn descending(&self) -> bool {
        let back = self.query.cursor.as_ref().is_some_and(|cursor| cursor.before);
        (self.query.way == Way::Down) != back
    }
}

/// Categories in the order in which the regulation names them.
fn category_key() -> String {
    let when = Category::ALL.iter().enumerate().map(|(place, one)| format!("when '{}' then '{place:02}'", one.code()));
    format!("case m.category {} else '99' end", when.collect::<Vec<_>>().join(" "))
}

impl Driver<'_> {
    /// The clause that picks its rows.
    fn pick(&self, clauses: &mut Clauses, today: Day) {
        match self {
            Driver::Matters => {}
            Driver::Unit(unit) => clauses.compare("d.unit", "=", unit),
            Driver::Subject(subject) => clauses.compare("d.subject", "=", *subject),
            Driver::Fall(kind) => {
                clauses.and("d.earliest = 1".to_owned());
                clauses.compare("d.kind", "=", kind_code(*kind));
                clauses.compare("d.due", "<", today);
            }
        }
    }

    fn alone(&self) -> &'static str {
        match self {
            Driver::Matters => "matter_view m",
            Driver::Unit(_) => "matter_unit d",
            Driver::Subject(_) => "audience d",
            Driver::Fall(_) => "duty_view d",
        }
    }

    fn joined(&self) -> &'static str {
        match self {
            Driver::Matters => "matter_view m",
            Driver::Unit(_) => "matter_unit d join matter_view m on m.matter = d.matter",
            Driver::Subject(_) => "audience d join matter_view m on m.matter = d.matter",
            Driver::Fall(_) => "duty_view d join matter_view m on m.matter = d.matter",
        }
    }

    fn id(&self) -> &'static str {
        if matches!(self, Driver::Matters) { "m.matter" } else { "d.matter" }
    }

    /// The due day of the matter, not of the duty.
    fn due(&self) -> &'static str {
        match self {
            Driver::Matters => "m.due",
            Driver::Unit(_) | Driver::Subject(_) => "d.due",
            Driver::Fall(_) => "d.matter_due",
        }
    }

    fn stage(&self) -> &'static str {
        match self {
            Driver::Matters | Driver::Fall(_) => "m.stage",
            Driver::Unit(_) | Driver::Subject(_) => "d.stage",
        }
    }

    fn subject(&self) -> Option<&str> {
        match self {
            Driver::Subject(subject) => Some(subject),
            _ => None,
        }
    }
}

/// What was typed into the search box.
enum Words {
    None,
    Number(String),
    /// in so few matters that these are looked at, and no others
    Rare(Vec<String>),
    /// in so many that a page is soon full
    Common,
}

/// Matters with a rare word, at most.
const RARE: usize = 500;

impl Words {
    /// Reads all words once; a typed number finds its matter without that.
    fn typed(sql: &mut dyn Sql, q: &str, institution: &Institution, today: Day) -> Result<Words, StoreError> {
        if q.trim().is_empty() {
            return Ok(Words::None);
        }
        let pattern = institution.regulation_on(today).map(|regulation| &regulation.institution.number_pattern);
        if let Some(number) = pattern.and_then(|pattern| pattern.read(q).ok()) {
            return Ok(Words::Number(format!("{:04}-{:06}", number.year, number.seq)));
        }
        let Some(mut ids) = search::few(sql, q, RARE)? else { return Ok(Words::Common) };
        // So that there are few different statements, and none without a value.
        let padded = ids.len().max(1).next_power_of_two();
        ids.resize(padded, ids.last().cloned().unwrap_or_default());
        Ok(Words::Rare(ids))
    }
}

/// The kind of duty that is late on a list; 已逾期未催办 is about matters, not about one duty.
pub(crate) fn duty_of(list: FallList) -> Option<DutyKind> {
    match list {
        FallList::NotDispatched => Some(DutyKind::Dispatch),
        FallList::NotSigned => Some(DutyKind::Sign),
        FallList::NoPlan => Some(DutyKind::WorkPlan),
        FallList::NoReport => Some(DutyKind::ProgressReport),
        FallList::ProblemNotAnswered => Some(DutyKind::HandleProblem),
        FallList::InstructionNotAnswered => Some(DutyKind::AnswerInstruction),
        FallList::ExtensionNotForwarded => Some(DutyKind::ForwardExtension),
        FallList::NotUrged => None,
        FallList::UrgingNotIssued => Some(DutyKind::IssueUrging),
        FallList::UrgedNotDone => Some(DutyKind::ComplyUrging),
        FallList::UrgingNotSettled => Some(DutyKind::SettleUrging),
        FallList::NotReviewed => Some(DutyKind::ReviewClosingReport),
        FallList::NotFedBack => Some(DutyKind::FeedBack),
        FallList::NotArchived => Some(DutyKind::Archive),
        FallList::SuspensionNotReviewed => Some(DutyKind::ReviewSuspension),
    }
}
