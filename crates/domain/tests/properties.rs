//! What must hold whatever anybody does, in any order: random commands by random people over many days.
//!
//! One seed is one life of two matters; a failure prints its seed, and `SEED=… cargo nextest run properties` replays it.
//! `DUBAN_SEQUENCES` sets how many lives are lived (10,000 by default).

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;
#[path = "common/random.rs"]
mod random;

use std::collections::BTreeMap;

use common::*;
use domain::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, MoveCause, Owner},
    matter::*,
    value::{Day, PersonId},
};
use jiff::ToSpan;
use proptest::test_runner::{Config, TestRunner};
use random::Dice;

const STEPS: usize = 60;

#[test]
fn lives_of_matters() {
    if let Some(seed) = setting("SEED") {
        return live(seed).map(drop).unwrap();
    }
    let cases = setting("DUBAN_SEQUENCES").unwrap_or(10_000) as u32;
    let mut reached: BTreeMap<Stage, u32> = BTreeMap::new();
    let mut accepted: BTreeMap<CommandKind, u32> = BTreeMap::new();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let reached_in = std::cell::RefCell::new((&mut reached, &mut accepted));
    runner
        .run(&proptest::num::u64::ANY, |seed| {
            let lived =
                live(seed).map_err(|why| proptest::test_runner::TestCaseError::fail(format!("SEED={seed}: {why}")))?;
            let (reached, accepted) = &mut *reached_in.borrow_mut();
            lived.0.into_iter().for_each(|stage| *reached.entry(stage).or_default() += 1);
            lived.1.into_iter().for_each(|kind| *accepted.entry(kind).or_default() += 1);
            Ok(())
        })
        .unwrap();
    // the lives are worth something only if they go everywhere
    for stage in Stage::ALL.iter().filter(|stage| **stage != Stage::Unborn) {
        assert!(reached.contains_key(stage), "no life reached {stage:?}");
    }
    for kind in CommandKind::ALL.iter().filter(|kind| **kind != CommandKind::Recalculate) {
        assert!(accepted.contains_key(kind), "no life had {kind:?} accepted");
    }
}

/// Lives two matters at once; out: the stages reached and the commands accepted, or what did not hold.
fn live(seed: u64) -> Result<(Vec<Stage>, Vec<CommandKind>), String> {
    let mut dice = Dice(seed);
    let mut stories = [Story::new("2026-01-05"), Story::new("2026-01-05")];
    stories[1].matter = Matter::unborn(domain::value::MatterId(uuid::Uuid::from_u128(7001)));
    let (mut stages, mut kinds, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    if dice.often(30) {
        // a plan is owed only after a long way
        stories[1] = Story::complex();
        numbers.push(21);
    }
    let mut today = stories[1].today;
    for _ in 0..STEPS {
        if dice.often(40) {
            today = today.checked_add((dice.roll(12) as i64).days()).map_err(|error| error.to_string())?;
        }
        let story = &mut stories[dice.roll(2) as usize];
        story.today = today;
        story.next = 21 + numbers.len() as u32;
        propose(&mut dice, story, &mut kinds);
        let Some((who, command, events)) = attempt(&mut dice, story)? else { continue };
        let before = story.matter.clone();
        story.record(who, events);
        check(&before, story, who, &command)?;
        if let Some(Fact::Registered { number }) = story.entries.last().map(|entry| &entry.event.fact) {
            numbers.push(number.seq);
        }
        stages.push(story.matter.stage);
        kinds.push(command.kind());
    }
    let gapless: Vec<u32> = (21..21 + numbers.len() as u32).collect();
    if numbers != gapless {
        return Err(format!("numbers {numbers:?}"));
    }
    Ok((stages, kinds))
}

/// The system proposes an urging where one is due, as its scheduler would.
fn propose(dice: &mut Dice, story: &mut Story, kinds: &mut Vec<CommandKind>) {
    if !dice.often(70) {
        return;
    }
    if let Ok(events) = decide(&story.matter, &Command::ProposeUrging, &story.context(domain::Who::System)) {
        story.record_of(domain::Who::System, events);
        kinds.push(CommandKind::ProposeUrging);
    }
}

/// A command that the stage allows (mostly), by whoever may give it (mostly); none where nobody's was accepted.
fn attempt(dice: &mut Dice, story: &Story) -> Result<Option<(PersonId, Command, Vec<Event>)>, String> {
    let allowed = table::allowed(story.matter.stage);
    let any = allowed.is_empty() || dice.often(5);
    let mut kind = if any { dice.pick(CommandKind::ALL) } else { dice.pick(allowed) };
    // endings and detours are always possible: without this most lives would be short
    let ends = matches!(
        kind,
        CommandKind::NotPursue | CommandKind::Merge | CommandKind::Adopt | CommandKind::GrantTermination
    );
    if ends && !any && dice.often(80) {
        kind = dice.pick(allowed);
    }
    // people mostly do what they owe
    let owed: Vec<DutyKind> = story.matter.duties.owed().map(|duty| duty.kind).collect();
    if !owed.is_empty() && dice.often(60) {
        let duty = dice.pick(&owed);
        kind = dice.pick(answers(duty));
    }
    let command = dice.command(kind, &story.matter, story.today);
    let first = dice.roll(EVERYONE.len() as u64) as usize;
    for turn in 0..EVERYONE.len() {
        let who = EVERYONE[(first + turn) % EVERYONE.len()];
        match story.ask(who, &command) {
            Ok(events) => {
                if !allowed.contains(&kind) {
                    return Err(format!("{kind:?} was accepted in {:?}", story.matter.stage));
                }
                return Ok(Some((who, command, events)));
            }
            Err(refusal) if refusal.reason == Reason::NotPermitted => {}
            Err(refusal) => return speaks(&refusal).map(|()| None),
        }
    }
    Ok(None)
}

/// What discharges a duty.
fn answers(kind: DutyKind) -> &'static [CommandKind] {
    use CommandKind as C;
    match kind {
        DutyKind::SettleDraft => &[C::Submit, C::Register, C::SeekOpinions, C::ConfirmAdoption],
        DutyKind::GiveOpinion => &[C::GiveOpinion, C::RecordMissingOpinion],
        DutyKind::ApproveProposal => &[C::Approve, C::SendBack],
        DutyKind::Register => &[C::Register],
        DutyKind::Dispatch => &[C::Dispatch],
        DutyKind::Sign => &[C::Sign, C::Object, C::DeemSigned],
        DutyKind::RuleOnObjection => &[C::Insist, C::Transfer],
        DutyKind::WorkPlan => &[C::SubmitPlan],
        DutyKind::ReviewPlan => &[C::AcceptPlan, C::ReturnPlan],
        DutyKind::SubTask => &[C::ReportSubTask, C::TakeSubTask],
        DutyKind::ProgressReport => &[C::ReportProgress],
        DutyKind::Complete => &[C::SubmitClosingReport, C::RequestExtension, C::Urge],
        DutyKind::HandleProblem => &[C::AnswerCoordination],
        DutyKind::AnswerInstruction => &[C::AnswerInstruction],
        DutyKind::ForwardExtension => &[C::ForwardExtension, C::ReturnExtension],
        DutyKind::DecideExtension => &[C::GrantExtension, C::RefuseExtension],
        DutyKind::IssueUrging => &[C::Urge, C::HoldUrging],
        DutyKind::SignUrging | DutyKind::ComplyUrging | DutyKind::SettleUrging => {
            &[C::SignUrging, C::SettleUrging, C::RevokeUrging]
        }
        // of the institution, of a bulletin, of a referral; never a matter's
        DutyKind::QuarterlyReport | DutyKind::ExplainAndCorrect | DutyKind::ExplainReferral => &[],
        DutyKind::ReviewClosingReport => &[C::Review],
        DutyKind::ConfirmClosingReport => &[C::ConfirmClosingReport],
        DutyKind::Supplement | DutyKind::Redo => &[C::SubmitClosingReport, C::Urge],
        DutyKind::FeedBack => &[C::FeedBack],
        DutyKind::ReportToSuperior => &[C::ReportToSuperior],
        DutyKind::AnswerPetitioner => &[C::AnswerPetitioner],
        DutyKind::Archive => &[C::Archive, C::Rate],
        DutyKind::DecideSuspension => &[C::GrantSuspension, C::RefuseSuspension],
        DutyKind::DecideTermination => &[C::GrantTermination, C::RefuseTermination],
        DutyKind::ReviewSuspension => &[C::Resume, C::RequestSuspension],
    }
}

/// A refusal says what is wrong in Chinese.
fn speaks(refusal: &Refusal) -> Result<(), String> {
    let chinese = refusal.message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if chinese { Ok(()) } else { Err(format!("a refusal without words: {refusal:?}")) }
}

fn check(before: &Matter, story: &Story, who: PersonId, command: &Command) -> Result<(), String> {
    let after = &story.matter;
    let fail = |what: &str| {
        let life: Vec<String> = story.entries.iter().map(|e| format!("{} {}", e.stamp.on, e.event.kind())).collect();
        Err(format!("{what} after {command:?} by {who} in {:?}: {}", before.stage, life.join(", ")))
    };
    if replay(after.id, &story.entries) != *after {
        return fail("the replay differs");
    }
    let event = &story.entries[story.entries.len() - 1].event;
    match Event::read(event.kind(), domain::matter::SCHEMA, &event.write()) {
        Ok(read) if read == *event => {}
        _ => return fail("the event does not read back"),
    }
    if before.stage.is_final() {
        return fail("a finished matter changed");
    }
    let owed = after.duties.iter().any(|duty| duty.is_open());
    if owed == after.stage.is_final() {
        return fail(if owed { "a finished matter owes" } else { "nobody owes anything" });
    }
    if after.stage.is_final() && after.duties.owed().next().is_some() {
        return fail("a finished matter has a paused duty");
    }
    dates(before, after, event).or_else(|what| fail(&what))?;
    second_urgings(after).or_else(|what| fail(&what))?;
    if after.open_urging_proposal().is_some() && after.missed_limit(story.today).is_none() {
        return fail("an urging is proposed for a limit that was not missed");
    }
    figures(after, &story.entries, story.today).or_else(|what| fail(&what))?;
    own_request(before, who, event).or_else(|what| fail(&what))
}

/// Whatever was counted is what a plain look at the record finds, and the stocks follow from the flows.
fn figures(matter: &Matter, entries: &[Entry], today: Day) -> Result<(), String> {
    use Measure as M;
    let sum = |measures: &[Measure], until: Day, lead: bool| -> i32 {
        let of = matter.counts.iter().filter(|one| measures.contains(&one.measure) && one.share.lead == lead);
        of.filter(|one| one.on <= until).map(|one| one.n).sum()
    };
    let same = |what: &str, counted: i32, found: usize| {
        if counted == found as i32 { Ok(()) } else { Err(format!("{what}: counted {counted}, found {found}")) }
    };
    let facts = |wanted: &dyn Fn(&Fact) -> bool| entries.iter().filter(|entry| wanted(&entry.event.fact)).count();
    let accepted = |fact: &Fact| matches!(fact, Fact::Reviewed { review, .. } if review.verdict == Verdict::Accept);
    let working = [Stage::Registered, Stage::Dispatched, Stage::UnderWay, Stage::UnderReview, Stage::Suspended];
    let on_hand = usize::from(matter.registered.is_some() && working.contains(&matter.stage));
    let missed = matter.running_limit().is_some_and(|duty| duty.is_open() && duty.due < today);
    same("on hand", sum(&[M::OnHand], today, true), on_hand)?;
    same("overdue", sum(&[M::Overdue], today, true), if missed { on_hand } else { 0 })?;
    same("suspended", sum(&[M::Suspended], today, true), on_hand * usize::from(matter.stage == Stage::Suspended))?;
    same("registered", sum(&[M::Registered], today, true), usize::from(matter.registered.is_some()))?;
    same("closed", sum(M::CLOSED, today, true), facts(&accepted))?;
    same("urged", sum(&[M::UrgedFirst, M::UrgedAgain], today, true), facts(&|f| matches!(f, Fact::Urged { .. })))?;
    same(
        "granted",
        sum(&[M::ExtensionGranted], today, true),
        matter.extensions.iter().filter(|one| matches!(one.outcome, Some(ExtensionOutcome::Granted(..)))).count(),
    )?;
    let reports = |lead| sum(&[M::ProgressReported], today, lead);
    same("progress", reports(true) + reports(false), facts(&|f| matches!(f, Fact::ProgressReported { .. })))?;
    let flows = sum(&[M::Registered, M::Reopened], today, true)
        - sum(M::CLOSED, today, true)
        - sum(&[M::Terminated], today, true);
    same("registered and reopened less closed and terminated", flows, on_hand)?;
    // as its units are now, so stand the stocks of co-units
    let co_units =
        if on_hand == 1 { matter.co_units().iter().filter(|unit| Some(**unit) != matter.lead()).count() } else { 0 };
    same("on hand of co-units", sum(&[M::OnHand], today, false), co_units)?;
    for unit in matter.co_units().into_iter().chain(matter.lead()) {
        let of = matter.counts.iter().filter(|one| one.measure == M::OnHand && one.share.unit == Some(unit));
        same("on hand of a unit", of.map(|one| one.n).sum(), on_hand)?;
    }
    Ok(())
}

/// A due date changes only by a `Moved` that says from where, to where, why and by whom; the first date stays.
fn dates(before: &Matter, after: &Matter, event: &Event) -> Result<(), String> {
    for old in before.duties.iter() {
        let Some(new) = after.duties.get(old.id) else { return Err("a duty vanished".into()) };
        if old.due != new.due {
            let change = after.due_changes.iter().rev().find(|change| change.duty == old.id);
            let recorded = change.is_some_and(|change| change.to == new.due && change.decided_by.person().is_some());
            if !recorded || after.due_changes.len() == before.due_changes.len() {
                return Err("a date moved without its record".into());
            }
        }
    }
    for change in &after.due_changes[before.due_changes.len()..] {
        let fits = match change.cause {
            MoveCause::ExtensionGranted => matches!(event.fact, Fact::ExtensionGranted { .. }),
            MoveCause::PlanAccepted => matches!(event.fact, Fact::PlanAccepted { .. }),
            MoveCause::Transferred => matches!(event.fact, Fact::Transferred { .. }),
            MoveCause::Resumed => matches!(event.fact, Fact::Resumed { .. }),
            MoveCause::CalendarChanged => matches!(event.fact, Fact::Recalculated { .. }) && change.to > change.from,
            MoveCause::SlipCorrected => matches!(event.fact, Fact::DueCorrected { .. }),
        };
        if !fits {
            return Err(format!("a date moved by {:?}", change.cause));
        }
    }
    let first = |m: &Matter| m.first_due;
    if first(before).is_some() && first(before) != first(after) {
        return Err("the first date changed".into());
    }
    Ok(())
}

/// R4.5d: every second urging, and no other, is copied.
fn second_urgings(after: &Matter) -> Result<(), String> {
    match after.urgings.iter().find(|urging| urging.copied != (urging.nth >= 2)) {
        Some(urging) => Err(format!("urging {} is the {}. and copied: {}", urging.id, urging.nth, urging.copied)),
        None => Ok(()),
    }
}

fn own_request(before: &Matter, who: PersonId, event: &Event) -> Result<(), String> {
    let asked = |stamp: &Stamp| stamp.by.person() == Some(who);
    let own = match &event.fact {
        Fact::Approved { .. } | Fact::SentBack { .. } => before.approval.submitted.as_ref().is_some_and(asked),
        Fact::AdoptionConfirmed { .. } => before.proposed.as_ref().is_some_and(asked),
        Fact::PlanAccepted { plan, .. } | Fact::PlanReturned { plan, .. } => {
            before.plans.iter().any(|p| p.version == *plan && asked(&p.submitted))
        }
        Fact::ExtensionGranted { extension, .. } | Fact::ExtensionRefused { extension, .. } => {
            before.extensions.iter().any(|e| e.id == *extension && asked(&e.requested))
        }
        Fact::Reviewed { report, .. } => before.reports.iter().any(|r| r.id == *report && asked(&r.submitted)),
        Fact::SuspensionGranted { suspension, .. } | Fact::SuspensionRefused { suspension, .. } => {
            before.suspensions.iter().any(|s| s.id == *suspension && asked(&s.requested))
        }
        Fact::TerminationGranted { termination, .. } | Fact::TerminationRefused { termination, .. } => {
            before.terminations.iter().any(|t| t.id == *termination && asked(&t.requested))
        }
        _ => false,
    };
    if own { Err("somebody decided their own request".into()) } else { Ok(()) }
}

#[expect(clippy::disallowed_methods, reason = "a test is steered from outside")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The duties of leaders are theirs: never the Office's or a unit's.
#[test]
fn leaders_duties_belong_to_people() {
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let mut story = Story::new("2026-01-05");
        for _ in 0..STEPS {
            if let Ok(Some((who, _, events))) = attempt(&mut dice, &story) {
                story.record(who, events);
            }
            story.today = story.today.checked_add((dice.roll(5) as i64).days()).unwrap_or(Day::MAX);
        }
        for duty in story.matter.duties.iter().filter(|duty| duty.kind.is_leaders()) {
            assert!(matches!(duty.owner, Owner::Person(_)), "{:?}", duty.kind);
        }
        let complete = story.matter.duties.owed().filter(|duty| duty.kind == DutyKind::Complete).count();
        assert!(complete <= 1, "two 办结时限 at once, seed {seed}");
    }
}
