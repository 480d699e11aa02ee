//! 站内消息: what a person was told, in words as of now; how many are unread; how they want to be told by mail. And, for the
//! system administrator, what mail could not be delivered.

use domain::{access, institution::Role, value::PersonId};
use jiff::Timestamp;
use store::{inbox, outbox};
use uuid::Uuid;

use crate::{
    Actor, App, Denied, audit,
    jobs::choice,
    messages::{About, Choice, Line, Message, facts, line},
    ports::{instant, micros},
    snapshot::Snapshot,
};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxLine {
    pub id: Uuid,
    pub at: Timestamp,
    pub unread: bool,
    pub line: Line,
}

/// Where a page begins: after this line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub at: Timestamp,
    pub id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    /// the latest first
    pub lines: Vec<InboxLine>,
    /// none on the last page
    pub next: Option<After>,
    /// no further than [`UNREAD_MOST`]
    pub unread: u64,
}

/// A mail that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub id: Uuid,
    /// the addressee's name
    pub person: String,
    /// when the message was queued, and when it was given up
    pub at: Timestamp,
    pub ended_at: Timestamp,
    pub tries: u64,
    pub why: String,
}

/// How mail stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailState {
    /// has the operator named a server?
    pub is_on: bool,
    pub waiting: u64,
    pub oldest: Option<Timestamp>,
    /// the latest first, no more than a page
    pub undelivered: Vec<Undelivered>,
    pub dead: u64,
}

/// One more stands for "more than that": `99+`.
pub const UNREAD_MOST: u64 = 100;
const PAGE: usize = 30;
const DEAD_SHOWN: i64 = 100;

impl App {
    pub async fn inbox(&self, actor: &Actor, after: Option<After>) -> Result<Inbox, Denied> {
        let person = own(actor)?;
        self.read(move |read| {
            let before = after.map(|after| (micros(after.at), after.id));
            let mut notes = inbox::page(read, person.0, before, PAGE as i64 + 1)?;
            let more = notes.len() > PAGE;
            notes.truncate(PAGE);
            let lines: Vec<InboxLine> =
                notes.iter().map(|note| inbox_line(read, person, note)).collect::<Result<_, _>>()?;
            let next = lines.last().filter(|_| more).map(|line| After { at: line.at, id: line.id });
            Ok(Inbox { lines, next, unread: unread(read, person)? })
        })
        .await
    }

    /// For the head of every page: one count over an index, no further than [`UNREAD_MOST`].
    pub async fn unread(&self, actor: &Actor) -> Result<u64, Denied> {
        let Some(person) = actor.person_id() else { return Ok(0) };
        let most = UNREAD_MOST as i64;
        let count = self.store().read(move |sql| inbox::unread(sql, person.0, most)).await?;
        Ok(count.unsigned_abs())
    }

    /// Marks one of one's own messages as read; gives what it is about, as far as the actor may still see it.
    pub async fn open_message(&self, actor: &Actor, id: Uuid) -> Result<About, Denied> {
        let person = own(actor)?;
        let found = self
            .read(move |read| {
                let note = inbox::find(read, person.0, id)?.ok_or(Denied::NotFound)?;
                Ok(inbox_line(read, person, &note)?.line.about)
            })
            .await?;
        if !actor.read_only {
            let now = micros(self.now());
            self.store().write(move |tx| inbox::read(tx, person.0, id, now)).await?;
        }
        Ok(found)
    }

    /// Everything that had come by then; what came while the page was looked at stays unread. Gives how many that were.
    pub async fn read_all_messages(&self, actor: &Actor, until: Timestamp) -> Result<u64, Denied> {
        let person = own(actor)?;
        let now = micros(self.now());
        let until = micros(until).min(now);
        Ok(self.store().write(move |tx| inbox::read_all(tx, person.0, until, now)).await?)
    }

    pub async fn contact_choice(&self, actor: &Actor) -> Result<Choice, Denied> {
        let person = own(actor)?;
        Ok(choice(self.store().read(move |sql| inbox::choice(sql, person.0)).await?))
    }

    pub async fn set_contact_choice(&self, actor: &Actor, choice: Choice) -> Result<(), Denied> {
        let person = own(actor)?;
        let body = serde_json::to_string(&choice).map_err(|error| Denied::Unreadable(error.to_string()))?;
        Ok(self.store().write(move |tx| inbox::set_choice(tx, person.0, &body)).await?)
    }

    /// Has the operator named a mail server?
    pub fn sends_mail(&self) -> bool {
        self.0.post.get().is_some()
    }

    /// For the system administrator: whose mail was given up, and why; not what it said.
    pub async fn mail_state(&self, actor: &Actor) -> Result<MailState, Denied> {
        let (actor, is_on) = (actor.clone(), self.sends_mail());
        self.read(move |read| {
            operates(&actor, read)?;
            let load = outbox::load(read)?;
            let institution = read.institution.clone();
            let undelivered = |dead: outbox::Dead| {
                let person = dead.message.recipient.parse().map(|person| institution.person_name(person).to_owned());
                Undelivered {
                    id: dead.message.id,
                    person: person.unwrap_or(dead.message.recipient),
                    at: instant(dead.message.created_at),
                    ended_at: instant(dead.ended_at),
                    tries: dead.message.tries.unsigned_abs(),
                    why: dead.last_error,
                }
            };
            Ok(MailState {
                is_on,
                waiting: load.waiting.unsigned_abs(),
                oldest: load.oldest.map(instant),
                undelivered: outbox::dead(read, DEAD_SHOWN)?.into_iter().map(undelivered).collect(),
                dead: load.dead.unsigned_abs(),
            })
        })
        .await
    }

    /// Queues a mail that was given up once more, or all of those shown; gives how many.
    pub async fn resend(&self, actor: &Actor, only: Option<Uuid>) -> Result<u64, Denied> {
        let (asking, app) = (actor.clone(), self.clone());
        self.read(move |read| operates(&asking, read)).await?;
        let line = audit::line(actor, "resend_mail", only.map(|id| id.to_string()), "ok");
        self.store()
            .write(move |tx| {
                let now = micros(app.now());
                let ids = match only {
                    Some(id) => vec![id],
                    None => outbox::dead(tx, DEAD_SHOWN)?.iter().map(|dead| dead.message.id).collect(),
                };
                let mut revived = 0;
                for id in ids {
                    revived += u64::from(outbox::revive(tx, id, now)?);
                }
                line.write(tx, &app)?;
                Ok(revived)
            })
            .await
    }
}

fn own(actor: &Actor) -> Result<PersonId, Denied> {
    actor.person_id().ok_or(Denied::NotFound)
}

fn unread(read: &mut Snapshot<'_, '_>, person: PersonId) -> Result<u64, Denied> {
    Ok(inbox::unread(read, person.0, UNREAD_MOST as i64)?.unsigned_abs())
}

fn operates(actor: &Actor, read: &Snapshot<'_, '_>) -> Result<(), Denied> {
    let operates = |person| read.institution.has_role(person, Role::SystemAdmin, read.today);
    if actor.person_id().is_none_or(operates) { Ok(()) } else { Err(Denied::NotFound) }
}

fn inbox_line(read: &mut Snapshot<'_, '_>, person: PersonId, note: &inbox::Note) -> Result<InboxLine, Denied> {
    let message = Message::read(&note.body).map_err(|error| Denied::Unreadable(error.to_string()))?;
    let institution = read.institution.clone();
    let subjects = access::subjects(&institution, person, read.today);
    let today = read.today;
    let facts = facts(read, &institution, &subjects, &message, today)?;
    Ok(InboxLine {
        id: note.id,
        at: instant(note.created_at),
        unread: note.read_at.is_none(),
        line: line(&institution, read.today, &message, facts.as_ref()),
    })
}
