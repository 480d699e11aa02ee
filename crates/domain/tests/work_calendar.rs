//! The work calendar as the Office keeps it: a year's notice, a wrong day, the school's own periods; and what that does to
//! dates that stand.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, Refusal, Who,
    calendar::{DayKind, PeriodKind, SpecialDay},
    duty::{DutyKind::*, MoveCause},
    institution::{self, Institution, InstitutionCommand, InstitutionCommand as C, InstitutionEvent},
    matter::*,
    value::PersonId,
};

fn special(date: &str, kind: DayKind, name: &str) -> SpecialDay {
    SpecialDay { date: day(date), kind, name: name.to_owned() }
}

/// A notice for 2027 such as may come: it names the last day of 2026.
fn notice() -> Vec<SpecialDay> {
    vec![
        special("2026-12-31", DayKind::Off, "元旦"),
        special("2027-01-01", DayKind::Off, "元旦"),
        special("2027-01-03", DayKind::Work, "元旦"),
    ]
}

fn announce(days: Vec<SpecialDay>) -> C {
    C::AnnounceYear { year: 2027, days, document: title("关于2027年部分节假日安排的通知") }
}

fn period(name: &str, from: &str, until: &str, kind: PeriodKind) -> C {
    C::AddSchoolPeriod { name: title(name), from: day(from), until: day(until), kind }
}

fn ask(school: &Institution, who: PersonId, command: InstitutionCommand) -> Result<Vec<InstitutionEvent>, Refusal> {
    institution::decide(school, Who::Person(who), day("2026-11-24"), command)
}

fn after(school: &Institution, command: InstitutionCommand) -> Institution {
    let events = ask(school, HEAD, command).unwrap();
    events.iter().fold(school.clone(), institution::evolve)
}

#[test]
fn only_the_head_of_the_office_changes_the_calendar() {
    let commands = [
        announce(notice()),
        C::RemoveSpecialDay { date: day("2026-10-01") },
        period("寒假", "2027-01-16", "2027-02-21", PeriodKind::Counted),
        C::RemoveSchoolPeriod { id: 1 },
    ];
    for command in commands {
        for who in [CLERK, LEADER, LEAD_HEAD, STAFF, SYSTEM_ADMIN] {
            assert_eq!(ask(&school(), who, command.clone()).unwrap_err().reason, Reason::NotPermitted, "{command:?}");
        }
    }
}

#[test]
fn a_notice_takes_the_place_of_what_was_known_of_its_year() {
    let once = after(&school(), announce(notice()));
    assert!(once.calendar.announced(2027) && !once.calendar.is_working_day(day("2026-12-31")));
    assert_eq!(once.calendar.document(2027).map(|d| d.as_str()), Some("关于2027年部分节假日安排的通知"));
    let better = vec![special("2027-01-01", DayKind::Off, "元旦")];
    let events = ask(&once, HEAD, announce(better.clone())).unwrap();
    let [InstitutionEvent::YearAnnounced { removed, days, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((removed.clone(), days.clone()), (notice(), better));
    let twice = events.iter().fold(once.clone(), institution::evolve);
    assert!(twice.calendar.is_working_day(day("2026-12-31")) && !twice.calendar.is_working_day(day("2027-01-03")));
    assert_eq!(twice.calendar.last_change(), "关于2027年部分节假日安排的通知");
    let again = ask(&twice, HEAD, announce(vec![special("2027-01-01", DayKind::Off, "元旦")])).unwrap_err();
    assert_eq!(again.reason, Reason::Overtaken);
}

#[test]
fn a_notice_that_contradicts_the_calendar_is_refused() {
    let off = |date: &str| special(date, DayKind::Off, "元旦");
    for (days, part) in [
        (vec![], "没有任何日期"),
        (vec![off("2027-01-02")], "2027-01-02是星期六，本来就不上班"),
        (vec![special("2027-01-04", DayKind::Work, "元旦")], "2027-01-04是星期一，本来就上班"),
        (vec![off("2027-01-01"), off("2027-01-01")], "出现了两次"),
        (vec![off("2026-11-30")], "不在 2027 年"),
        (vec![special("2027-01-01", DayKind::Off, " ")], "节日名称"),
    ] {
        let refusal = ask(&school(), HEAD, announce(days)).unwrap_err();
        assert!(refusal.message.contains(part), "{part}: {}", refusal.message);
        assert!(refusal.fields.iter().any(|(field, _)| field == "日期"));
    }
    let other = C::AnnounceYear { year: 27, days: notice(), document: title("通知") };
    assert_eq!(ask(&school(), HEAD, other).unwrap_err().fields[0].0, "年份");
}

/// What was written before still means what it meant: every day stands under its own year.
#[test]
fn the_old_event_is_read_as_ever() {
    let days = vec![special("2028-12-29", DayKind::Off, "元旦"), special("2029-01-01", DayKind::Off, "元旦")];
    let school = institution::evolve(school(), &InstitutionEvent::CalendarSet { days });
    assert!(school.calendar.announced(2028) && school.calendar.announced(2029));
    assert_eq!(school.calendar.days_of_notice(2028).count(), 1);
    assert!(!school.calendar.is_working_day(day("2026-10-01")), "beside those already known");
}

#[test]
fn a_wrong_day_is_taken_out_and_its_year_stays_announced() {
    let school = after(&school(), C::RemoveSpecialDay { date: day("2026-10-10") });
    assert!(!school.calendar.is_working_day(day("2026-10-10")) && school.calendar.announced(2026));
    let again = ask(&school, HEAD, C::RemoveSpecialDay { date: day("2026-10-10") }).unwrap_err();
    assert_eq!(again.reason, Reason::Overtaken);
}

#[test]
fn school_periods_do_not_announce_a_year_and_can_be_taken_out() {
    let with = after(&school(), period("寒假", "2027-01-16", "2027-02-21", PeriodKind::NotCounted));
    assert!(!with.calendar.announced(2027) && !with.calendar.is_working_day(day("2027-01-18")));
    assert!(with.calendar.limit(day("2027-01-14"), 3).unwrap().explained.contains("暂定：2027 年"));
    let id = with.calendar.school_periods()[0].id;
    let without = after(&with, C::RemoveSchoolPeriod { id });
    assert!(without.calendar.is_working_day(day("2027-01-18")));
    assert_eq!(ask(&without, HEAD, C::RemoveSchoolPeriod { id }).unwrap_err().reason, Reason::Overtaken);
    // A number is never given twice.
    let next = after(&without, period("暑假", "2027-07-10", "2027-08-29", PeriodKind::Counted));
    assert_eq!(next.calendar.school_periods()[0].id, id + 1);
    assert!(next.calendar.is_working_day(day("2027-07-12")), "counted: shown, and nothing else");
}

#[test]
fn periods_that_make_no_sense_are_refused() {
    let with = after(&school(), period("校庆", "2026-10-16", "2026-10-16", PeriodKind::NotCounted));
    for (command, part) in [
        (period("寒假", "2027-02-21", "2027-01-16", PeriodKind::Counted), "早于开始日期"),
        (period("寒假", "2027-01-16", "2028-01-16", PeriodKind::Counted), "最长 120 天"),
        (period("迎新", "2027-08-01", "2027-09-30", PeriodKind::Worked), "最长 31 天"),
        (period("再次校庆", "2026-10-16", "2026-10-16", PeriodKind::NotCounted), "已经登记为“校庆”"),
    ] {
        let refusal = ask(&with, HEAD, command).unwrap_err();
        assert!(refusal.message.contains(part), "{part}: {}", refusal.message);
    }
}

fn recalculate() -> Command {
    Command::Recalculate { reason: text("公布 2027 年放假安排") }
}

/// Later, never earlier, once the notice is out; the notice gets a 更正 version.
#[test]
fn a_notice_moves_what_stands_only_when_it_is_counted_anew() {
    let mut story = Story::under_way("2026-12-20");
    let (old, version) = (story.owes(Complete).unwrap(), story.matter.notice_version);
    story.school = after(&story.school, announce(notice()));
    assert_eq!(story.owes(Complete), Some(old.clone()), "the calendar alone moves nothing");
    story.does(CLERK, recalculate());
    assert!(story.owes(Complete).unwrap() > old);
    assert_eq!(story.matter.notice_version, version + 1);
    assert!(story.matter.due_changes.iter().all(|change| change.cause == MoveCause::CalendarChanged));
    // Taking the notice's holidays back would make it earlier.
    let before = story.owes(Complete);
    story.school = after(&story.school, C::RemoveSpecialDay { date: day("2026-12-31") });
    assert_eq!(story.refused(CLERK, recalculate()).reason, Reason::Overtaken);
    assert_eq!(story.owes(Complete), before);
}

/// Before a notice is out, dates of the Office move both ways, and in every stage there is a way to count anew.
#[test]
fn before_the_notice_dates_move_both_ways() {
    let mut story = Story::new("2026-12-24");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    assert_eq!(story.owes(SettleDraft), Some("2026-12-31".into()));
    story.school = after(&story.school, announce(notice()));
    story.does(CLERK, recalculate());
    assert_eq!(story.owes(SettleDraft), Some("2027-01-03".into()));
    story.school = after(&story.school, C::RemoveSpecialDay { date: day("2026-12-31") });
    story.does(CLERK, recalculate());
    assert_eq!(story.owes(SettleDraft), Some("2026-12-31".into()));
}

/// The date stays, and is no longer called provisional: no change of a date, no 更正 version.
#[test]
fn a_date_that_stays_becomes_certain() {
    let mut story = Story::under_way("2026-12-20");
    let (old, version) = (story.owes(Complete).unwrap(), story.matter.notice_version);
    story.school = after(&story.school, announce(vec![special("2027-05-03", DayKind::Off, "劳动节")]));
    story.does(CLERK, recalculate());
    assert_eq!(story.owes(Complete), Some(old));
    assert!(!story.matter.duties.owed().any(|duty| duty.is_provisional()));
    assert!(story.matter.due_changes.is_empty() && story.matter.notice_version == version);
    assert_eq!(story.refused(CLERK, recalculate()).reason, Reason::Overtaken);
}
