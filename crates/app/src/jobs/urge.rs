//! Urgings that the system proposes (R4.5c, R4.5d): the view names the matters whose limit has passed, the rule says of which
//! one is to be proposed now.

use domain::{
    matter::Command,
    value::{Day, MatterId},
};
use store::{Sql, args};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    Actor, App, Circumstances, Denied, Request, execute::Work, messages::made_of, ports::start_of, snapshot::Snapshot,
    views::NEVER,
};

/// Matters looked at in one snapshot.
const PAGE: usize = 256;
/// Requests that wait for the writer together: their commit is one, and does not hold it for long.
const TOGETHER: usize = 16;
/// Proposals of one tick; what is left comes with the next, a minute later.
const MOST: u64 = 2000;

/// How far the candidates have been looked at: this limit, this matter.
type Place = (Day, Uuid);

/// A matter whose limit has passed, with no urging running or proposed.
struct Candidate {
    matter: MatterId,
    version: i64,
    missed: Day,
}

/// An urging to be proposed.
struct Proposal {
    candidate: Candidate,
    /// of the request: the same for the same proposal, so that two processes make one
    command_id: Uuid,
}

impl App {
    pub(super) async fn propose_urgings(&self, today: Day) -> Result<u64, Denied> {
        let (mut proposed, mut after) = (0, (Day::ZERO, Uuid::nil()));
        while proposed < MOST {
            let app = self.clone();
            let (proposals, next) = self.read(move |read| proposals(&app, read, after)).await?;
            let mut proposals = proposals.into_iter().peekable();
            while proposals.peek().is_some() {
                proposed += self.propose_together(today, proposals.by_ref().take(TOGETHER)).await?;
            }
            match next {
                Some(last) => after = last,
                None => break,
            }
        }
        Ok(proposed)
    }

    async fn propose_together(&self, today: Day, proposals: impl Iterator<Item = Proposal>) -> Result<u64, Denied> {
        let mut running = JoinSet::new();
        for Proposal { candidate, command_id } in proposals {
            let app = self.clone();
            running.spawn(async move {
                let request = Request::matter(command_id, candidate.matter, Command::ProposeUrging);
                let done = app.execute(&system(), request).await;
                if let Err(Denied::Refused { .. } | Denied::NotFound) = &done {
                    app.0.not_today.put(today, candidate.matter, candidate.version);
                }
                done
            });
        }
        let mut proposed = 0;
        while let Some(done) = running.join_next().await {
            match done {
                Ok(Ok(done)) => proposed += u64::from(!done.repeated),
                // It changed in the meantime: what is still due comes with the next tick.
                Ok(Err(Denied::Refused { .. } | Denied::NotFound)) => {}
                Ok(Err(error)) => return Err(error),
                Err(error) => return Err(Denied::Unreadable(error.to_string())),
            }
        }
        Ok(proposed)
    }
}

fn system() -> Actor {
    Actor::system("tick")
}

/// One page of candidates, those of which an urging is to be proposed, and where to go on.
fn proposals(app: &App, read: &mut Snapshot<'_, '_>, after: Place) -> Result<(Vec<Proposal>, Option<Place>), Denied> {
    let today = read.today;
    let candidates = candidates(read, after, today)?;
    let next = candidates.last().filter(|_| candidates.len() == PAGE).map(|last| (last.missed, last.matter.0));
    let mut proposals = Vec::new();
    for candidate in candidates {
        if app.0.not_today.has(today, candidate.matter, candidate.version) {
            continue;
        }
        match command_id(app, read, &candidate) {
            Ok(command_id) => proposals.push(Proposal { candidate, command_id }),
            Err(Denied::Refused { .. } | Denied::NotFound) => {
                app.0.not_today.put(today, candidate.matter, candidate.version);
            }
            Err(error) => return Err(error),
        }
    }
    Ok((proposals, next))
}

fn candidates(read: &mut Snapshot<'_, '_>, after: Place, today: Day) -> Result<Vec<Candidate>, Denied> {
    // The literal lets both databases take the index of missed limits.
    let rows = read.query(
        &format!(
            "select m.matter, m.version, m.urge_due from matter_view m \
             where m.urge_due < '{NEVER}' and m.urge_due < $1 and (m.urge_due, m.matter) > ($2, $3) \
             and not exists (select 1 from duty_view d \
             where d.matter = m.matter and d.kind = 'issue_urging' and d.state = 'open') \
             order by m.urge_due, m.matter limit {PAGE}"
        ),
        &args![today, after.0, after.1],
    )?;
    let candidate =
        |row: &store::Row| Ok(Candidate { matter: MatterId(row.uuid(0)?), version: row.int(1)?, missed: row.date(2)? });
    rows.iter().map(candidate).collect()
}

/// Refused where the rule proposes nothing now: nothing is noted of that, so that the audit log tells of people.
fn command_id(app: &App, read: &mut Snapshot<'_, '_>, candidate: &Candidate) -> Result<Uuid, Denied> {
    let (actor, folded) = (system(), &app.0.read_folded);
    let mut work = Work::in_snapshot(app.now(), folded, read, &actor, Uuid::nil(), Circumstances::default())?;
    work.matter(read, candidate.matter, &Command::ProposeUrging)?;
    let nth = work.peek(candidate.matter).map_or(0, |matter| matter.urging_proposals.len());
    let place = format!("{}:propose-urging:{nth}", candidate.matter);
    Ok(made_of(&place, start_of(candidate.missed)))
}
