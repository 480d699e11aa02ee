//! 工作台: what I owe first, then what falls through, then my matters.

use std::collections::BTreeSet;

use domain::{
    access::Subject,
    duty::{Course, DutyKind, Owner},
    institution::{Quarter, QuarterlyReport, Role, STREAM},
    matter::Stage,
    regulation::Clause,
    value::{Day, MatterId},
};
use store::{Row, Sql, StoreError, args, clock_mark};

use super::{
    COUNT_MOST, CopiedUrging, Count, LedgerRow, Mark, Query,
    copied::copied_urgings,
    ledger_rows::{Lights, course_of, day, unknown},
    ledger_sql::Plan,
    tasks::{RecordTask, tasks},
    waiting::{Waiting, waiting},
};
use crate::{
    Actor, App, Denied,
    jobs::{self, ClockHeld},
    snapshot::{Scope, Snapshot},
    views::{kind_from, owner_from},
};

/// A duty of mine on a matter.
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
    /// how often the matter was urged
    pub urged: u32,
    /// from which day and how many working days it was counted; none where a person set the day
    pub counted: Option<(Day, u32)>,
}

/// 季度呈报 (R4.7b): the Office owes it for the quarter, not on a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedReport {
    pub quarter: Quarter,
    pub due: Day,
    pub provisional: bool,
    /// how the date was found
    pub explained: String,
    pub mark: Mark,
}

/// What I owe: on a matter, for a quarter, or by a record beside the matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskItem {
    Duty(Owed),
    Report(OwedReport),
    /// by a bulletin or a referral
    Task(RecordTask),
}

impl DeskItem {
    pub fn kind(&self) -> DutyKind {
        match self {
            DeskItem::Duty(owed) => owed.kind,
            DeskItem::Report(_) => DutyKind::QuarterlyReport,
            DeskItem::Task(task) => task.kind.duty().unwrap_or(DutyKind::ExplainAndCorrect),
        }
    }

    pub fn mark(&self) -> Mark {
        match self {
            DeskItem::Duty(owed) => owed.mark,
            DeskItem::Report(report) => report.mark,
            DeskItem::Task(task) => task.mark,
        }
    }

    /// The earliest due first.
    fn place(&self) -> (Day, MatterId, u32) {
        match self {
            DeskItem::Duty(owed) => (owed.due, owed.matter, owed.duty),
            DeskItem::Report(report) => (report.due, MatterId(STREAM), 0),
            DeskItem::Task(task) => (task.due.unwrap_or(task.since), MatterId(task.stream), 0),
        }
    }
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
    ProblemNotAnswered, "problem-not-answered", "提请协调未答复", R4_5a;
    InstructionNotAnswered, "instruction-not-answered", "批示未回复", R4_5a;
    ExtensionNotForwarded, "extension-not-forwarded", "延期申请未转呈", R4_5b;
    NotUrged, "not-urged", "已逾期未催办", R4_5c;
    UrgingNotIssued, "urging-not-issued", "催办建议未发出", R4_5c;
    UrgedNotDone, "urged-not-done", "催办后逾期未落实", R4_5c;
    UrgingNotSettled, "urging-not-settled", "催办到期未核实", R4_5d;
    NotReviewed, "not-reviewed", "办结报告逾期未审核", R4_6b;
    NotFedBack, "not-fed-back", "办结后逾期未反馈", R4_7a;
    NotArchived, "not-archived", "逾期未归档", R4_8;
    SuspensionNotReviewed, "suspension-not-reviewed", "暂缓到期未复核", R1;
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
    /// the units this person acts for
    Units,
    /// nobody's: administrators, assessors, staff; a leader's stand on 批阅
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    pub today: Day,
    /// without a date: situations to be read and answered, sub-tasks to be taken
    pub waiting: Vec<Waiting>,
    /// on bulletins, reports and referrals, without a date
    pub tasks: Vec<RecordTask>,
    /// why nothing is urged or reminded of, for those who can do something about it
    pub clock_held: Option<ClockHeld>,
    /// the first 50, by due
    pub owed: Vec<DeskItem>,
    pub owed_total: Count,
    /// for the office only
    pub falls: Vec<Fall>,
    /// 抄送给本单位的催办, for the discipline office only; nothing is owed
    pub copied: Vec<CopiedUrging>,
    pub matters_of: MattersOf,
    /// the first 20 that are not finished, by due
    pub matters: Vec<LedgerRow>,
}

impl App {
    pub async fn desk(&self, actor: &Actor) -> Result<Desk, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let subjects = actor.subjects(&read.institution, read.today);
            let (dated, tasks): (Vec<_>, Vec<_>) =
                tasks(read, &actor)?.into_iter().partition(|task| task.due.is_some());
            let (owed, owed_total) = owed(read, &subjects, dated)?;
            let waiting = waiting(read, &subjects)?;
            let (matters_of, query) = mine(&subjects);
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
            let copied = copied_urgings(read, &actor, &subjects)?;
            let clock_held = clock_held(read, &actor, &subjects)?;
            Ok(Desk {
                today: read.today,
                waiting,
                tasks,
                clock_held,
                owed,
                owed_total,
                falls,
                copied,
                matters_of,
                matters,
            })
        })
        .await
    }
}

const OWED_SHOWN: usize = 50;
const MATTERS_SHOWN: u32 = 20;

/// What any of the subjects owes, the earliest due first, and how many in all.
pub(super) fn owed(
    read: &mut Snapshot<'_, '_>,
    subjects: &BTreeSet<Subject>,
    dated: Vec<RecordTask>,
) -> Result<(Vec<DeskItem>, Count), StoreError> {
    let lights = Lights::on(read.today, &read.institution);
    let mut total = dated.len() as u64;
    let mut owed: Vec<DeskItem> = dated.into_iter().map(DeskItem::Task).collect();
    for subject in subjects {
        let owner = subject.to_string();
        let rows = read.query(
            &format!(
                "select {OWED} from duty_view d join matter_view m on m.matter = d.matter \
                 where d.state = 'open' and d.owner = $1 order by d.due, d.matter, d.duty limit {OWED_SHOWN}"
            ),
            &args![&owner],
        )?;
        for row in &rows {
            owed.push(DeskItem::Duty(one_owed(row, &lights)?));
        }
        let most = COUNT_MOST + 1;
        let count = format!(
            "select count(*) from (select 1 from duty_view where state = 'open' and owner = $1 limit {most}) counted"
        );
        total += read.first(&count, &args![&owner])?.map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
    }
    if subjects.contains(&Subject::Office) {
        let reports = read.institution.quarterly_reports.iter().filter(|report| report.is_owed());
        let reports: Vec<DeskItem> = reports.map(|report| owed_report(report, &lights)).collect();
        total += reports.len() as u64;
        owed.extend(reports);
    }
    owed.sort_by_key(DeskItem::place);
    owed.truncate(OWED_SHOWN);
    Ok((owed, Count(total.min(COUNT_MOST + 1))))
}

/// The columns that [`one_owed`] reads, of `duty_view d` and `matter_view m`.
pub(super) const OWED: &str = "d.matter, d.duty, d.kind, d.owner, d.due, d.provisional, d.opened_on, d.clause, d.about, \
                               m.number_text, m.title, m.stage, m.light_from_n, m.progress_percent, \
                               d.counted_from, d.counted_days, m.urged";

pub(super) fn one_owed(row: &Row, lights: &Lights) -> Result<Owed, StoreError> {
    let kind = kind_from(row.text(2)?).ok_or_else(|| unknown("kind", row, 2))?;
    let (due, opened_on) = (row.date(4)?, row.date(6)?);
    let owner = owner_from(row.text(3)?);
    let clause = row.text(7)?;
    let course = if kind.shows_light() {
        course_of(due, row.int(12)?, row.int(13)?)
    } else {
        Course { due, from: opened_on, percent: None }
    };
    Ok(Owed {
        matter: MatterId(row.uuid(0)?),
        number: row.string(9)?,
        title: row.string(10)?,
        stage: Stage::from_code(row.text(11)?).ok_or_else(|| unknown("stage", row, 11))?,
        duty: u32::try_from(row.int(1)?).unwrap_or_default(),
        kind,
        owner,
        due,
        provisional: row.bool(5)?,
        opened_on,
        clause: Clause::ALL.iter().copied().find(|c| c.id() == clause).unwrap_or(kind.clause()),
        about: u32::try_from(row.int(8)?).ok().filter(|about| *about > 0),
        mark: lights.of_open(kind, owner, opened_on, course),
        urged: u32::try_from(row.int(16)?).unwrap_or_default(),
        counted: day(row, 14)?.zip(u32::try_from(row.int(15)?).ok()),
    })
}

fn owed_report(report: &QuarterlyReport, lights: &Lights) -> DeskItem {
    let (due, from) = (report.limit.due, report.limit.from);
    let mark = lights.running(Course { due, from, percent: None });
    let provisional = !report.limit.provisional.is_empty();
    let explained = report.limit.explained.clone();
    DeskItem::Report(OwedReport { quarter: report.quarter, due, provisional, explained, mark })
}

/// For the Office, and for system administrators.
fn clock_held(
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    subjects: &BTreeSet<Subject>,
) -> Result<Option<ClockHeld>, StoreError> {
    let administers = |person| read.institution.has_role(person, Role::SystemAdmin, read.today);
    if !subjects.contains(&Subject::Office) && !actor.person_id().is_some_and(administers) {
        return Ok(None);
    }
    let today = read.today;
    Ok(jobs::held(clock_mark::find(read, jobs::CLOCK)?, today))
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
fn mine(subjects: &BTreeSet<Subject>) -> (MattersOf, Query) {
    let query = Query { stages: running(), limit: MATTERS_SHOWN, ..Query::default() };
    let is_any = |test: fn(&Subject) -> bool| subjects.iter().any(test);
    let of = if is_any(|subject| matches!(subject, Subject::Office | Subject::Principals)) {
        MattersOf::Everyone
    } else if is_any(|subject| matches!(subject, Subject::Unit(_))) {
        MattersOf::Units
    } else {
        MattersOf::None
    };
    (of, query)
}

/// The stages of a matter that is under way.
pub fn running() -> Vec<Stage> {
    let over = |stage| {
        matches!(stage, Stage::Unborn | Stage::Closed | Stage::Archived | Stage::NotPursued | Stage::Terminated)
    };
    Stage::ALL.iter().copied().filter(|stage| !over(*stage)).collect()
}
