//! From a matter to its rows.

use domain::{
    access::{Subject, audience},
    duty::{Basis, Course, Duty, DutyKind, DutyState, Owner, day_number},
    institution::Institution,
    matter::{Count, Decision, ExtensionOutcome, LimitRule, Matter, Progress, Source, Stage},
    value::{Day, NoticeNumber, PersonId, Title},
};
use store::{Value, args};

use crate::search::said;

use super::{
    NEVER,
    table::{AUDIENCE, COUNT, DUTY, MATTER, Rows, TEXT, UNIT, WAITING},
    waiting::{blocked_by, waits},
};

/// Every row of one matter. A matter without events has none.
pub(crate) fn rows(matter: &Matter, institution: &Institution) -> Rows {
    let mut rows = Rows::default();
    let Some(proposal) = matter.proposal.as_ref().filter(|_| matter.stage != Stage::Unborn) else { return rows };
    let id = Value::from(matter.id.0);
    let stage = matter.stage.code();
    let due = text_or_never(light_due(matter));
    let number = number_of(matter);
    let number_text = number.map(|number| write_number(matter, institution, number)).unwrap_or_default();

    rows.add(MATTER, matter_row(matter, proposal, &due, &number_text));
    let said = said::said(matter, &number_text);
    let plain = serde_json::to_string(&said).unwrap_or_default();
    rows.add(TEXT, args![id.clone(), said::words(matter, &said), plain].into());
    for (unit, lead) in units(matter) {
        rows.add(UNIT, args![id.clone(), unit.0, lead, stage, &due].into());
    }
    for subject in audience(matter).into_iter().filter(|subject| !sees_all(*subject)) {
        rows.add(AUDIENCE, args![id.clone(), subject.to_string(), stage, &due].into());
    }
    for duty in matter.duties.iter() {
        rows.add(DUTY, duty_row(id.clone(), duty, earliest(matter, duty), &due));
    }
    for wait in waits(matter) {
        let (kind, subject) = (wait.kind.code(), wait.subject.to_string());
        rows.add(WAITING, args![id.clone(), kind, wait.item, subject, wait.since].into());
    }
    for (nth, count) in matter.counts.iter().enumerate() {
        rows.add(COUNT, count_row(id.clone(), nth as u32, count));
    }
    rows
}

fn count_row(matter: Value, nth: u32, count: &Count) -> Vec<Value> {
    let share = &count.share;
    Vec::from(args![
        matter,
        nth,
        count.measure.code(),
        share.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        share.lead,
        share.person.map(|person| person.to_string()).unwrap_or_default(),
        share.leader.map(|leader| leader.to_string()).unwrap_or_default(),
        share.category.code(),
        count.on,
        count.recorded,
        count.n,
        count.days,
    ])
}

/// The Office and 主要校领导 are in the audience of every matter: no row says so, and no list joins for them.
pub(crate) fn sees_all(subject: Subject) -> bool {
    matches!(subject, Subject::Office | Subject::Principals)
}

/// The number, also while a 补录 that brings it along waits for confirmation.
pub(crate) fn number_of(matter: &Matter) -> Option<NoticeNumber> {
    if matter.stage == Stage::NotPursued {
        return matter.number;
    }
    matter.number.or_else(|| matter.adoption.as_ref().map(|adoption| adoption.number))
}

/// In the pattern of the parameters that the matter keeps.
pub(crate) fn write_number(matter: &Matter, institution: &Institution, number: NoticeNumber) -> String {
    let day = matter.regulation_from.or_else(|| matter.proposed.as_ref().map(|stamp| stamp.on));
    let regulation = day.and_then(|day| institution.regulation_on(day));
    match regulation {
        Some(regulation) => regulation.institution.number_pattern.write(number),
        None => format!("{}-{}", number.year, number.seq),
    }
}

/// As subjects stand in rows.
pub(crate) fn owner_text(owner: Owner) -> String {
    match owner {
        Owner::Office => "office".to_owned(),
        Owner::Unit(unit) => format!("unit:{unit}"),
        Owner::Person(person) => format!("person:{person}"),
    }
}

/// Back from a row; what cannot be read is the Office's.
pub(crate) fn owner_from(text: &str) -> Owner {
    match text.split_once(':') {
        Some(("unit", id)) => id.parse().map_or(Owner::Office, Owner::Unit),
        Some(("person", id)) => id.parse().map_or(Owner::Office, Owner::Person),
        _ => Owner::Office,
    }
}

fn matter_row(matter: &Matter, proposal: &domain::matter::Proposal, due: &str, number_text: &str) -> Vec<Value> {
    let number = number_of(matter);
    let (year, seq) = number.map_or((0, 0), |number| (i32::from(number.year), number.seq));
    let number_key = number.map(|number| format!("{:04}-{:06}", number.year, number.seq)).unwrap_or_default();
    let stage_key = Stage::ALL.iter().position(|stage| *stage == matter.stage).unwrap_or_default();
    let co_units: Vec<String> = matter.co_units().iter().map(ToString::to_string).collect();
    let next = next_step(matter);
    let progress = matter.progress.iter().rev().find(|progress| Some(progress.unit) == matter.lead());
    let percent = reported_percent(matter);
    let course = light_course(matter);
    let granted =
        matter.extensions.iter().filter(|e| matches!(e.outcome, Some(ExtensionOutcome::Granted(..)))).count() as u32;
    let adopted = matter.adoption.as_ref();
    let registered = matter.registered.as_ref().map(|stamp| stamp.on).or(adopted.map(|a| a.registered_on));
    let dispatched = dispatched_on(matter);
    let closed = matter.accepted_report().and_then(|report| match &report.outcome {
        Some(domain::matter::ReportOutcome::Reviewed(stamp, ..)) => Some(stamp.on),
        _ => None,
    });
    let paused = matter.stage == Stage::Suspended;
    Vec::from(args![
        matter.id.0,
        matter.version,
        year,
        seq,
        number_key,
        number_text,
        matter.registered.is_some() && adopted.is_none(),
        proposal.title.as_str(),
        proposal.category.code(),
        matter.stage.code(),
        format!("{stage_key:02}"),
        matter.lead().map(|unit| unit.to_string()).unwrap_or_default(),
        co_units.join(" "),
        matter.leader().map(|leader| leader.to_string()).unwrap_or_default(),
        due,
        text_or_never(limit_due(matter)),
        text_or_never(matter.due_dates().map(|dates| dates.first).or_else(|| limit_due(matter))),
        blocked_by(matter).map(|matter| matter.to_string()).unwrap_or_default(),
        text_or_never(urge_due(matter)),
        paused,
        matter.running_limit().is_some_and(Duty::is_provisional),
        matter.urgings.len() as u32,
        granted,
        adopted.is_some(),
        proposal.major,
        proposal.complex,
        day_or_empty(registered),
        day_or_empty(dispatched),
        day_or_empty(closed),
        day_or_empty(matter.filing.as_ref().map(|filing| filing.filed.on)),
        closed_late(matter),
        matter.group.map(|group| group.to_string()).unwrap_or_default(),
        percent.map_or(-1, i64::from),
        day_or_empty(progress.map(|progress| progress.stamp.on)),
        next.map_or("", |duty| kind_code(duty.kind)),
        next.map(|duty| owner_text(duty.owner)).unwrap_or_default(),
        text_or_never(next.map(|duty| duty.due)),
        course.map_or(0, |course| day_number(course.due)),
        course.map_or(0, |course| day_number(course.from.min(course.due))),
        matter.clerk().map(|clerk| clerk.to_string()).unwrap_or_default(),
        responsible(matter).map(|person| person.to_string()).unwrap_or_default(),
        source(&proposal.source),
        progress.map(|progress| beginning(&reported(progress))).unwrap_or_default(),
        day_or_empty(ended_on(matter, closed)),
    ])
}

/// 负责人（第一责任人）of the lead unit, once there is a notice.
fn responsible(matter: &Matter) -> Option<PersonId> {
    let lead = matter.present_units().find(|unit| unit.lead);
    lead.and_then(|unit| unit.assignment.responsible)
}

/// 来源: the body that it comes from, else what kind of source it is; and its number.
fn source(source: &Source) -> String {
    let organ = source.organ.as_ref().map_or(source.kind.label(), Title::as_str);
    let number = source.number.as_ref().map(Title::as_str);
    beginning(&std::iter::once(organ).chain(number).collect::<Vec<_>>().join(" "))
}

fn reported(progress: &Progress) -> String {
    match (&progress.text, progress.unchanged) {
        (Some(text), _) => text.to_string(),
        (None, true) => "本期无变化".to_owned(),
        (None, false) => String::new(),
    }
}

/// As much as a list shows, and an address can carry as a place in an order; in one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN { line } else { line.chars().take(SHOWN - 1).chain(['…']).collect() }
}

const SHOWN: usize = 120;

/// The day on which it was accepted or terminated, while it is so: until then a matter is carried over into the next year.
fn ended_on(matter: &Matter, closed: Option<Day>) -> Option<Day> {
    let terminated = matter.terminations.iter().rev().find_map(|one| match &one.outcome {
        Some(Decision::Granted { stamp, .. }) => Some(stamp.on),
        _ => None,
    });
    closed.or(terminated)
}

fn duty_row(matter: Value, duty: &Duty, earliest: bool, matter_due: &str) -> Vec<Value> {
    let (state, settled, late) = match &duty.state {
        DutyState::Open => ("open", None, false),
        DutyState::Paused { on, .. } => ("paused", Some(*on), false),
        DutyState::Discharged { on, late } => ("discharged", Some(*on), *late),
        DutyState::Withdrawn { on } => ("withdrawn", Some(*on), false),
    };
    let counted = match &duty.basis {
        Basis::Counted(limit) => Some(limit),
        Basis::Explicit => None,
    };
    Vec::from(args![
        matter,
        duty.id,
        kind_code(duty.kind),
        owner_text(duty.owner),
        duty.due,
        state,
        duty.opened_on,
        day_or_empty(settled),
        late,
        duty.clause.id(),
        duty.about.unwrap_or(0),
        duty.is_provisional(),
        day_or_empty(counted.map(|limit| limit.from)),
        counted.map_or(0, |limit| limit.days),
        earliest,
        if earliest { matter_due } else { "" },
    ])
}

/// A list of late matters names each once, however many units have not signed.
fn earliest(matter: &Matter, duty: &Duty) -> bool {
    let same = matter.duties.open(duty.kind).min_by_key(|other| (other.due, other.id));
    same.is_some_and(|first| first.id == duty.id)
}

fn units(matter: &Matter) -> impl Iterator<Item = (domain::value::UnitId, bool)> {
    let lead = matter.lead();
    let co = matter.co_units().into_iter().filter(move |unit| Some(*unit) != lead);
    lead.map(|unit| (unit, true)).into_iter().chain(co.map(|unit| (unit, false)))
}

/// The nearest running limit of the 办结时限 family: what the light goes by.
pub(crate) fn light_due(matter: &Matter) -> Option<Day> {
    light_course(matter).map(|course| course.due)
}

pub(crate) fn light_course(matter: &Matter) -> Option<Course> {
    let family = matter.duties.iter().filter(|duty| duty.is_open() && duty.kind.shows_light());
    family.map(|duty| course(matter, duty)).min_by_key(|course| course.due)
}

/// What the light of one duty goes by: of the 办结时限 family, the time since dispatch and the reported progress.
pub(crate) fn course(matter: &Matter, duty: &Duty) -> Course {
    if !duty.kind.shows_light() {
        return Course { due: duty.due, from: duty.opened_on, percent: None };
    }
    let from = dispatched_on(matter).unwrap_or(duty.opened_on);
    Course { due: duty.due, from, percent: reported_percent(matter) }
}

fn dispatched_on(matter: &Matter) -> Option<Day> {
    let on_paper = || matter.adoption.as_ref().map(|adoption| adoption.dispatched_on);
    matter.dispatched.as_ref().map(|stamp| stamp.on).or_else(on_paper)
}

/// The lead unit's last one.
fn reported_percent(matter: &Matter) -> Option<u8> {
    let lead = matter.lead();
    matter.progress.iter().rev().find_map(|p| p.percent.filter(|_| Some(p.unit) == lead)).map(|percent| percent.get())
}

/// What a list says under 办结时限: of the notice once there is one, else the date that the proposal asks for.
fn limit_due(matter: &Matter) -> Option<Day> {
    let asked = matter.proposal.as_ref().and_then(|proposal| match proposal.limit {
        LimitRule::Explicit(day) => Some(day),
        LimitRule::Standard | LimitRule::ByPlan => None,
    });
    matter.running_limit().map(|duty| duty.due).or(asked)
}

/// R4.5c: the limit that would be urged once it has passed: none while an urging runs or a timely request for extension is
/// undecided.
fn urge_due(matter: &Matter) -> Option<Day> {
    if matter.open_urging().is_some() || matter.open_extension().is_some_and(|extension| !extension.late) {
        return None;
    }
    matter.limit_to_urge().map(|duty| duty.due)
}

/// The duty on which the matter waits: a signature, review or decision before the work itself, the work before what recurs.
pub(crate) fn next_step(matter: &Matter) -> Option<&Duty> {
    let rank = |kind: DutyKind| match kind {
        DutyKind::Complete
        | DutyKind::Supplement
        | DutyKind::Redo
        | DutyKind::ComplyUrging
        | DutyKind::AnswerInstruction => 1,
        DutyKind::ProgressReport | DutyKind::SubTask | DutyKind::ReportToSuperior => 2,
        _ => 0,
    };
    matter.duties.iter().filter(|duty| duty.is_open()).min_by_key(|duty| (rank(duty.kind), duty.due, duty.id))
}

/// How many calendar days after its limit the accepted report came.
pub(crate) fn closed_late(matter: &Matter) -> u32 {
    let Some(duty) = matter.duties.last(DutyKind::Complete).filter(|_| matter.accepted_report().is_some()) else {
        return 0;
    };
    match duty.state {
        DutyState::Discharged { on, late: true } => days_between(duty.due, on).max(0).unsigned_abs(),
        _ => 0,
    }
}

/// Calendar days from one day to another; negative where the second is earlier.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// A duty's kind as rows and messages have it: its name in the log.
pub(crate) fn kind_code(kind: DutyKind) -> &'static str {
    KIND_CODES[kind as usize].as_str()
}

pub(crate) fn kind_from(code: &str) -> Option<DutyKind> {
    DutyKind::ALL.iter().copied().find(|kind| kind_code(*kind) == code)
}

/// Taken from serde, which gave them their names in the log.
static KIND_CODES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let name = |kind: &DutyKind| serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned));
    DutyKind::ALL.iter().map(|kind| name(kind).unwrap_or_default()).collect()
});

fn text_or_never(day: Option<Day>) -> String {
    day.map_or_else(|| NEVER.to_owned(), |day| day.to_string())
}

fn day_or_empty(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
