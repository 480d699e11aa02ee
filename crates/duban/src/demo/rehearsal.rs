//! The whole demonstration against the rules alone, without a database: fast enough to be tried on many days of a year.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, ensure};
use app::{Act, Request};
use domain::{
    Stamp, Who,
    calendar::WorkCalendar,
    duty::{Light, Owner, light},
    institution::{self, Institution, InstitutionCommand},
    matter::{self, Context, Entry, Matter},
    regulation::{LimitName, Regulation},
    value::{Day, NoticeNumber},
};
use jiff::{Timestamp, ToSpan, civil::date};
use uuid::Uuid;

use super::{cast::Cast, data, dates::Dates, mapping::Scene, people, script};

/// Plays all steps; out: every fault, naming the matter.
fn rehearse(today: Day) -> Result<Vec<String>> {
    let (school, matters) = (data::School::read()?, data::matters()?);
    let mut ids = 0;
    let cast = Cast::new(&school, &matters, || {
        ids += 1;
        Uuid::from_u128(ids)
    });
    let calendar = WorkCalendar::parse(crate::seeds::CALENDAR)?;
    let dates = Dates::new(&calendar, today)?;
    let institution = found(&school, &cast, today)?;
    let mut stage = Stage { today, institution, calendar: &calendar, next: school.numbering.next, faults: Vec::new() };

    let unborn = |data: &data::Matter| Ok(Matter::unborn(cast.matter(&data.key)?));
    let mut states: Vec<Matter> = matters.iter().map(unborn).collect::<Result<_>>()?;
    for turn in script::days(&matters, &dates)?.into_iter().flat_map(|day| day.rounds).flatten() {
        let (data, now) = (&matters[turn.matter], &states[turn.matter]);
        let scene = Scene { school: &school, cast: &cast, dates: &dates, today, data, id: now.id, now };
        let after = scene
            .request(&turn.step, Request::new(Uuid::from_u128(7)))
            .and_then(|(actor, request)| stage.perform(now.clone(), actor.who, &request));
        match after {
            Ok(after) => states[turn.matter] = after,
            Err(error) => stage.faults.push(format!("{} {} {:?}: {error:#}", data.key, turn.step.day, turn.step.deed)),
        }
    }
    for (data, now) in matters.iter().zip(&states) {
        stage.check(data, now);
    }
    Ok(stage.faults)
}

fn found(school: &data::School, cast: &Cast, today: Day) -> Result<Arc<Institution>> {
    let regulation = Box::new(Regulation::parse(&people::regulation(school)?)?);
    let request = people::request(school, cast, Request::new(Uuid::from_u128(7)))?;
    let seeds = [InstitutionCommand::SetRegulation { regulation }].into_iter();
    let acts = request.acts.into_iter().filter_map(|act| match act {
        Act::Institution(command) => Some(command),
        _ => None,
    });
    let mut institution = Institution::default();
    for command in seeds.chain(acts) {
        for event in institution::decide(&institution, Who::System, today, command)? {
            institution = institution::evolve(institution, &event);
        }
    }
    Ok(Arc::new(institution))
}

struct Stage<'c> {
    today: Day,
    institution: Arc<Institution>,
    calendar: &'c WorkCalendar,
    next: u32,
    faults: Vec<String>,
}

impl Stage<'_> {
    fn perform(&mut self, mut now: Matter, actor: Who, request: &Request) -> Result<Matter> {
        let around = &request.circumstances;
        let on = around.occurred_on.unwrap_or(self.today);
        let who = around.decider.map_or(actor, Who::Person);
        let recorder = around.decider.map(|_| actor);
        let institution = self.institution.clone();
        let ctx = Context {
            who,
            on_behalf: None,
            recorder,
            evidence: around.evidence.clone(),
            today: self.today,
            on,
            institution: &institution,
            calendar: self.calendar,
            regulation: institution.regulation_on(self.today).context("no parameters")?,
            next_number: NoticeNumber { year: self.today.year(), seq: self.next },
            number_taken: false,
        };
        for act in &request.acts {
            let Act::Matter { command, .. } = act else { continue };
            for event in
                matter::decide(&now, command, &ctx).map_err(|refusal| anyhow!("{refusal} {:?}", refusal.fields))?
            {
                let stamp = Stamp { at: Timestamp::UNIX_EPOCH, on, by: who, on_behalf: None, recorder };
                self.next += u32::from(matches!(event.fact, matter::Fact::Registered { .. }));
                now = matter::evolve(now, &Entry { stamp, event });
            }
        }
        Ok(now)
    }

    fn check(&mut self, data: &data::Matter, now: &Matter) {
        let shown = self.light(now).map(|light| format!("{light:?}").to_lowercase());
        let (stage, expected) = (now.stage.code(), data.expect.stage.as_str());
        if stage != expected {
            self.faults.push(format!("{}: stage {stage}, expected {expected}", data.key));
        } else if data.expect.light.is_some() && data.expect.light != shown {
            self.faults.push(format!("{}: light {shown:?}, expected {:?}", data.key, data.expect.light));
        }
    }

    fn light(&self, now: &Matter) -> Option<Light> {
        let lead = now.lead().map(Owner::Unit);
        let due = now
            .duties
            .iter()
            .filter(|d| d.is_open() && d.kind.shows_light() && Some(d.owner) == lead)
            .map(|d| d.due)
            .min()?;
        let yellow = self.institution.regulation_on(self.today)?.limit(LimitName::Yellow).days;
        Some(light(self.today, self.calendar.days_before(due, yellow), due))
    }
}

#[test]
fn every_step_is_allowed_and_every_matter_ends_where_it_should() -> Result<()> {
    for today in [date(2026, 11, 24), date(2026, 10, 8), date(2026, 2, 24), date(2026, 6, 15), date(2027, 1, 5)] {
        let faults = rehearse(today)?;
        ensure!(faults.is_empty(), "{today}: {} faults\n{}", faults.len(), faults.join("\n"));
    }
    Ok(())
}

#[test]
fn on_every_fifth_day_of_a_year() -> Result<()> {
    let mut faults = Vec::new();
    let mut today = date(2026, 3, 1);
    while today < date(2027, 3, 1) {
        faults.extend(rehearse(today)?.into_iter().map(|fault| format!("{today}: {fault}")));
        today = today.saturating_add(5.days());
    }
    ensure!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    Ok(())
}
