//! Messages leave by mail: what waits for one person goes out as one letter, when its hour has come, without what has been
//! settled meanwhile. Whatever happens here, the inbox has everything.
//!
//! Delivery is at least once. A message is held while its letter is on the way; a process that ends between the server's
//! "taken" and [`outbox::done`] leaves it to be sent again, when the hold has run out, under the same Message-ID as long as the
//! letter holds the same messages: mail programs show such a letter once. A server that does not answer costs one try for one
//! person, and the round ends; the rest is not touched.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use channels::{Channel, Failure, Letter};
use domain::{
    access,
    institution::{Institution, Person},
    regulation::MessageRules,
    value::{Day, PersonId},
};
use jiff::{Timestamp, civil::DateTime};
use store::{Micros, SECOND, inbox, outbox, sealed};
use uuid::Uuid;

use crate::{
    App, Denied,
    messages::{
        About, Choice, Message, Owing, facts,
        letter::{Entry, letter},
        line,
        when::{Hour, When},
    },
    ports::{civil, instant, instant_of, micros},
    snapshot::Snapshot,
};

/// How messages leave the house.
#[derive(Clone)]
pub struct Post {
    pub mail: Arc<dyn Channel>,
    /// where people reach the system, without a slash at the end; empty: letters hold no links
    pub origin: String,
}

/// What a round came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// taken by the server
    pub letters: u64,
    /// that were not taken
    pub failed: u64,
    /// messages that need no mail: settled meanwhile, not wanted, nobody's address
    pub without: u64,
    /// messages whose hour has not come
    pub later: u64,
}

/// How long a letter may be on the way.
const HOLD: Micros = 5 * 60 * SECOND;
const DAY: Micros = 24 * 60 * 60 * SECOND;
/// Messages of one person in one letter; more come with the next round.
const MOST: i64 = 500;
/// People asked for at a time.
const PEOPLE: i64 = 50;
/// The timetable waits for this job: what is not sent by then is sent in half a minute.
const ROUND: Duration = Duration::from_secs(60);

impl App {
    /// Says, once, how messages leave. Without it they stay in the inbox.
    pub fn send_by(&self, post: Post) {
        let _ = self.0.post.set(post);
    }

    /// Sends what is due.
    pub async fn deliver(&self) -> Result<Delivered, Denied> {
        let Some(post) = self.0.post.get() else { return self.keep_in_the_house().await };
        let (begin, mut delivered) = (tokio::time::Instant::now(), Delivered::default());
        loop {
            let now = micros(self.now());
            let due = self.store().read(move |sql| outbox::due_recipients(sql, now, PEOPLE)).await?;
            if due.is_empty() {
                return Ok(delivered);
            }
            for recipient in due {
                if !self.deliver_to(post, recipient, &mut delivered).await? || begin.elapsed() > ROUND {
                    return Ok(delivered);
                }
            }
        }
    }

    /// False where the server does not answer: nobody's letter would get through.
    async fn deliver_to(&self, post: &Post, recipient: String, delivered: &mut Delivered) -> Result<bool, Denied> {
        let (now, name) = (micros(self.now()), recipient.clone());
        let claimed = self.store().write(move |tx| outbox::claim_of(tx, &name, now, HOLD, MOST)).await?;
        if claimed.is_empty() {
            return Ok(true);
        }
        let (keys, at, origin) = (self.store().keys().clone(), self.now(), post.origin.clone());
        let plan = self.read(move |read| plan(read, &keys, &recipient, &claimed, at, &origin)).await?;
        delivered.without += plan.without.len() as u64;
        delivered.later += plan.later.len() as u64;
        let (without, later) = (plan.without, plan.later);
        if !without.is_empty() || !later.is_empty() {
            self.store()
                .write(move |tx| {
                    without.iter().try_for_each(|id| outbox::done(tx, *id, now))?;
                    later.iter().try_for_each(|(id, at)| outbox::postpone(tx, *id, *at))
                })
                .await?;
        }
        match plan.send {
            Some((person, sent, letter)) => self.send(post, person, sent, &letter, delivered).await,
            None => Ok(true),
        }
    }

    async fn send(
        &self,
        post: &Post,
        person: PersonId,
        messages: Vec<Uuid>,
        letter: &Letter,
        delivered: &mut Delivered,
    ) -> Result<bool, Denied> {
        let sent = post.mail.send(letter).await;
        let (now, today) = (micros(self.now()), self.today());
        let Err(failure) = sent else {
            delivered.letters += 1;
            return self
                .store()
                .write(move |tx| {
                    messages.iter().try_for_each(|id| outbox::done(tx, *id, now))?;
                    inbox::count_mail(tx, person.0, today)
                })
                .await
                .map(|()| true)
                .map_err(Denied::from);
        };
        delivered.failed += 1;
        tracing::warn!(%person, letter = letter.id, %failure, "a mail was not sent");
        let (why, goes_on) = (failure.to_string(), !matches!(failure, Failure::Unreachable(_)));
        self.store()
            .write(move |tx| match failure {
                Failure::Permanent(_) => messages.iter().try_for_each(|id| outbox::give_up(tx, *id, &why, now)),
                _ => outbox::failed_together(tx, &messages, &why, now),
            })
            .await?;
        Ok(goes_on)
    }

    /// This process knows no mail server. What was queued is done with after a day: until then another process, or this one with
    /// the right settings, may still send it.
    async fn keep_in_the_house(&self) -> Result<Delivered, Denied> {
        let mut delivered = Delivered::default();
        loop {
            let now = micros(self.now());
            let done = self
                .store()
                .write(move |tx| {
                    let claimed = outbox::claim(tx, now - DAY, HOLD, MOST)?;
                    claimed.iter().try_for_each(|message| outbox::done(tx, message.id, now))?;
                    Ok::<_, Denied>(claimed.len() as u64)
                })
                .await?;
            delivered.without += done;
            if done == 0 {
                return Ok(delivered);
            }
        }
    }
}

/// What becomes of the messages of one person.
#[derive(Debug, Default)]
struct Plan {
    without: Vec<Uuid>,
    later: Vec<(Uuid, Micros)>,
    /// to whom, the messages that the letter settles, and the letter
    send: Option<(PersonId, Vec<Uuid>, Letter)>,
}

fn plan(
    read: &mut Snapshot<'_, '_>,
    keys: &crypto::Keys,
    recipient: &str,
    claimed: &[outbox::Message],
    at: Timestamp,
    origin: &str,
) -> Result<Plan, Denied> {
    let mut plan = Plan::default();
    let institution = read.institution.clone();
    let Some((person, address)) = addressed(read, keys, &institution, recipient)? else {
        plan.without = claimed.iter().map(|message| message.id).collect();
        return Ok(plan);
    };
    let (today, now) = (read.today, civil(at));
    let choice = choice(inbox::choice(read, person.id.0)?);
    let rules = rules(&institution, today);
    let mails = inbox::mails(read, person.id.0, today)?;
    let hour = Hour { rules: &rules, calendar: &institution.calendar, now, mails };
    let subjects = access::subjects(&institution, person.id, today);
    let (mut entries, mut sent) = (BTreeMap::new(), Vec::new());
    for queued in claimed {
        let Ok(message) = Message::read(&queued.body) else {
            tracing::error!(id = %queued.id, "a queued message cannot be read");
            plan.without.push(queued.id);
            continue;
        };
        let line = line(&institution, today, &message, facts(read, &institution, &subjects, &message, today)?.as_ref());
        // Settled since, or no longer for these eyes: the inbox says so, no mail is needed.
        if line.about == About::Hidden || line.owing == Owing::Settled {
            plan.without.push(queued.id);
            continue;
        }
        match hour.of(choice.manner(&message), written(queued)) {
            When::Never => plan.without.push(queued.id),
            When::At(later) => plan.later.push((queued.id, micros(instant_of(later)))),
            When::Now => {
                sent.push(queued.id);
                // Of several about one duty, or one event, the newest says it.
                entries.insert(subject_of(&message), Entry { id: queued.id, line });
            }
        }
    }
    if !sent.is_empty() {
        let mut entries: Vec<Entry> = entries.into_values().collect();
        entries.sort_by_key(|entry| (due(entry), entry.id));
        let letter = letter(institution.person_name(person.id), address, origin, &entries, &sent, at);
        plan.send = Some((person.id, sent, letter));
    }
    Ok(plan)
}

/// Nobody of that name, gone, or without an address: none.
fn addressed<'i>(
    read: &mut Snapshot<'_, '_>,
    keys: &crypto::Keys,
    institution: &'i Institution,
    recipient: &str,
) -> Result<Option<(&'i Person, String)>, Denied> {
    let person = recipient.parse().ok().and_then(|id: PersonId| institution.people.get(&id));
    let Some(person) = person.filter(|person| person.left_on.is_none_or(|day| read.today <= day)) else {
        return Ok(None);
    };
    let Some(mail) = &person.mail else { return Ok(None) };
    let opened = sealed::open(read, keys, mail.row)?;
    Ok(opened.and_then(sealed::Opened::text).map(|address| (person, address)))
}

fn subject_of(message: &Message) -> (Uuid, u32, String) {
    let event = if message.duty_id > 0 { String::new() } else { message.event.clone() };
    (message.matter, message.duty_id, event)
}

fn due(entry: &Entry) -> Day {
    match entry.line.owing {
        Owing::Open { due, .. } => due,
        Owing::Nothing | Owing::Settled => Day::MAX,
    }
}

fn written(queued: &outbox::Message) -> DateTime {
    civil(instant(queued.created_at))
}

/// What cannot be read is as if nothing had been chosen.
pub(crate) fn choice(body: Option<String>) -> Choice {
    body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default()
}

fn rules(institution: &Institution, today: Day) -> MessageRules {
    institution.regulation_on(today).map(|regulation| regulation.messages.clone()).unwrap_or_default()
}
