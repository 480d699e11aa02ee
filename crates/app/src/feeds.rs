//! Subscriptions to one's own calendar: a secret address each, made and ended by their owner. Whoever has the address reads
//! what its owner owes that day, and nothing else; it dies with the account.

use crypto::Token;
use domain::{
    Reason, Refusal,
    institution::Institution,
    value::{MatterId, PersonId},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Sql, args, credentials,
    feeds::{self, Feed},
};
use uuid::Uuid;

use crate::{
    Actor, App, Denied, Via,
    accounts::may_sign_in,
    ask::{Lights, Owed, Picked},
    audit::line,
    ports::{instant, micros},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedInfo {
    pub id: Uuid,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What a subscription says.
#[derive(Debug, Clone)]
pub struct FeedView {
    pub person: PersonId,
    pub institution: std::sync::Arc<Institution>,
    pub now: Timestamp,
    pub entries: Vec<FeedEntry>,
}

/// An open duty, as of the last thing that happened to its matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    pub owed: Owed,
    /// events of the matter so far
    pub version: u32,
    pub changed_at: Timestamp,
}

/// One for each device, and some to spare.
const FEEDS_MOST: usize = 10;
/// Nobody's calendar shows more.
const ENTRIES_MOST: usize = 1000;
/// A subscription is noted as used once an hour at most.
const NOTED: SignedDuration = SignedDuration::from_hours(1);

impl App {
    pub async fn feeds(&self, actor: &Actor) -> Result<Vec<FeedInfo>, Denied> {
        let person = owner(actor)?;
        self.read(move |read| Ok(feeds::list(read, person.0)?.into_iter().map(info).collect())).await
    }

    /// The secret is shown this once.
    pub async fn create_feed(&self, actor: &Actor) -> Result<Token, Denied> {
        let person = owner(actor)?;
        let (id, secret, now) = (self.fresh_id(), Token::random(), micros(self.now()));
        let digest = secret.hash();
        let (app, noted) = (self.clone(), line(actor, "create_feed", Some(id.to_string()), "ok"));
        self.store()
            .write(move |tx| {
                if feeds::list(tx, person.0)?.len() >= FEEDS_MOST {
                    let message = format!("订阅地址最多 {FEEDS_MOST} 个，请先撤销不用的");
                    return Err(Refusal::new(Reason::Invalid, message).into());
                }
                feeds::create(tx, id, person.0, &digest, now)?;
                noted.write(tx, &app)
            })
            .await?;
        Ok(secret)
    }

    pub async fn end_feed(&self, actor: &Actor, id: Uuid) -> Result<(), Denied> {
        let person = owner(actor)?;
        let (app, noted) = (self.clone(), line(actor, "end_feed", Some(id.to_string()), "ok"));
        self.store()
            .write(move |tx| {
                if !feeds::revoke(tx, person.0, id)? {
                    return Err(Denied::NotFound);
                }
                noted.write(tx, &app)
            })
            .await
    }

    /// What the owner of this address owes. Not found where it is unknown or ended, or its owner may not sign in any more.
    pub async fn feed(&self, secret: &str) -> Result<FeedView, Denied> {
        let digest = Token::parse(secret).map(|token| token.hash()).ok_or(Denied::NotFound)?;
        let now = self.now();
        let (feed, view) = self
            .read(move |read| {
                let feed = feeds::find(read, &digest)?.ok_or(Denied::NotFound)?;
                let login = credentials::of_person(read, feed.person)?;
                let holds = login.is_some_and(|login| may_sign_in(&login, &read.institution, read.today, micros(now)));
                if !holds {
                    return Err(Denied::NotFound);
                }
                let person = PersonId(feed.person);
                let subjects = Actor::person(person).subjects(&read.institution, read.today);
                let owners: Vec<String> = subjects.iter().map(ToString::to_string).collect();
                let lights = Lights::on(read.today, &read.institution);
                let owed = Picked::owned_by(&owners).nearest(read, &lights, ENTRIES_MOST)?;
                let mut entries = Vec::with_capacity(owed.len());
                for owed in owed {
                    let (version, changed_at) = last_change(read, owed.matter)?;
                    entries.push(FeedEntry { owed, version, changed_at });
                }
                let institution = read.institution.clone();
                Ok((feed, FeedView { person, institution, now, entries }))
            })
            .await?;
        let hour = micros(now) - i64::try_from(NOTED.as_micros()).unwrap_or(i64::MAX);
        if feed.last_used_at.is_none_or(|used| used <= hour) {
            self.store().write(move |tx| Ok::<_, Denied>(feeds::used(tx, feed.id, micros(now))?)).await?;
        }
        Ok(view)
    }
}

fn last_change(sql: &mut dyn Sql, matter: MatterId) -> Result<(u32, Timestamp), Denied> {
    let select = "select version, recorded_at from event where stream = $1 order by version desc limit 1";
    let row = sql.first(select, &args![matter.0])?.ok_or(Denied::NotFound)?;
    Ok((u32::try_from(row.int(0)?).unwrap_or(u32::MAX), instant(row.int(1)?)))
}

/// Made by people in a session: a token makes no secrets.
fn owner(actor: &Actor) -> Result<PersonId, Denied> {
    match (&actor.via, actor.person_id()) {
        (Via::Session { .. } | Via::Program, Some(person)) if !actor.must_change_password => Ok(person),
        _ => Err(Denied::SignedOut),
    }
}

fn info(feed: Feed) -> FeedInfo {
    FeedInfo { id: feed.id, created_at: instant(feed.created_at), last_used_at: feed.last_used_at.map(instant) }
}
