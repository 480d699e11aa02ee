//! Messages that wait to be sent. Queued exactly once, in the transaction of what they tell of; delivered at least once, under
//! an id that never changes.

use uuid::Uuid;

use crate::{Micros, Row, SECOND, Sql, StoreError, Tx, args};

/// A message to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The same for the same message for ever: made from the event and the recipient.
    pub id: Uuid,
    pub kind: String,
    /// A person's id, or whom else the channels know; never an address.
    pub recipient: String,
    /// JSON.
    pub body: String,
    pub created_at: Micros,
    pub not_before: Micros,
}

/// A message that a channel is to send now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub body: String,
    pub created_at: Micros,
    /// 1 at the first try.
    pub tries: i64,
}

/// A message that was given up, for operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    pub message: Message,
    pub last_error: String,
    pub ended_at: Micros,
}

/// How full the box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub waiting: i64,
    pub dead: i64,
    /// When the oldest waiting message was queued.
    pub oldest: Option<Micros>,
}

/// Queues a message; false where this id is there already.
pub fn queue(tx: &mut Tx<'_>, message: &NewMessage) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into outbox (id, kind, recipient, body, created_at, state, due_at, tries) \
         values ($1, $2, $3, $4, $5, 0, $6, 0) on conflict do nothing",
        &args![message.id, &message.kind, &message.recipient, &message.body, message.created_at, message.not_before],
    )?;
    Ok(added > 0)
}

/// Takes at most `limit` messages that are due. Whoever takes them has until `now + hold` to say [`done`] or [`failed`]; then
/// they are due again.
pub fn claim(tx: &mut Tx<'_>, now: Micros, hold: Micros, limit: i64) -> Result<Vec<Message>, StoreError> {
    let rows = tx.query(
        concat!(select!(), " where state = 0 and due_at <= $1 order by due_at, id limit $2"),
        &args![now, limit],
    )?;
    taken(tx, &rows, now + hold)
}

fn taken(tx: &mut Tx<'_>, rows: &[Row], until: Micros) -> Result<Vec<Message>, StoreError> {
    let mut messages: Vec<Message> = rows.iter().map(message).collect::<Result<_, _>>()?;
    for message in &mut messages {
        message.tries += 1;
        tx.execute(
            "update outbox set due_at = $2, tries = $3 where id = $1",
            &args![message.id, until, message.tries],
        )?;
    }
    Ok(messages)
}

/// Whose messages are due, the longest waiting first.
pub fn due_recipients(sql: &mut dyn Sql, now: Micros, limit: i64) -> Result<Vec<String>, StoreError> {
    let rows = sql.query(
        "select recipient from outbox where state = 0 and due_at <= $1 group by recipient \
         order by min(due_at), recipient limit $2",
        &args![now, limit],
    )?;
    rows.iter().map(|row| row.string(0)).collect()
}

/// [`claim`] for one recipient, the oldest message first: what is sent together is taken together.
pub fn claim_of(
    tx: &mut Tx<'_>,
    recipient: &str,
    now: Micros,
    hold: Micros,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows = tx.query(
        concat!(select!(), " where state = 0 and due_at <= $1 and recipient = $2 order by created_at, id limit $3"),
        &args![now, recipient, limit],
    )?;
    taken(tx, &rows, now + hold)
}

/// Not now: due again at `due_at`. Not counted as a try.
pub fn postpone(tx: &mut Tx<'_>, id: Uuid, due_at: Micros) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set due_at = $2, tries = case when tries > 0 then tries - 1 else 0 end where id = $1 and state = 0",
        &args![id, due_at],
    )?;
    Ok(())
}

/// It was sent.
pub fn done(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<(), StoreError> {
    tx.execute("update outbox set state = 1, ended_at = $2 where id = $1 and state <> 1", &args![id, now])?;
    Ok(())
}

/// It could not be sent: tried again after a while that doubles each time, and given up after [`MAX_TRIES`] tries. Gives when it
/// is tried again.
pub fn failed(tx: &mut Tx<'_>, id: Uuid, why: &str, now: Micros) -> Result<Option<Micros>, StoreError> {
    let row = tx.first("select tries from outbox where id = $1 and state = 0", &args![id])?;
    let Some(row) = row else { return Ok(None) };
    let tries = row.int(0)?;
    if tries >= MAX_TRIES {
        give_up(tx, id, why, now)?;
        return Ok(None);
    }
    let due_at = now + back_off(id, tries);
    tx.execute("update outbox set due_at = $2, last_error = $3 where id = $1", &args![id, due_at, why])?;
    Ok(Some(due_at))
}

/// [`failed`] for messages that were to go out as one: they come due again together, so that they still do.
pub fn failed_together(tx: &mut Tx<'_>, ids: &[Uuid], why: &str, now: Micros) -> Result<(), StoreError> {
    let mut together = None;
    for id in ids {
        if let Some(due_at) = failed(tx, *id, why, now)? {
            let due_at = *together.get_or_insert(due_at);
            tx.execute("update outbox set due_at = $2 where id = $1", &args![*id, due_at])?;
        }
    }
    Ok(())
}

/// It can never be sent (nobody of that name): given up at once, and shown to operators.
pub fn give_up(tx: &mut Tx<'_>, id: Uuid, why: &str, now: Micros) -> Result<(), StoreError> {
    tx.execute(
        "update outbox set state = 2, last_error = $2, ended_at = $3 where id = $1 and state = 0",
        &args![id, why, now],
    )?;
    Ok(())
}

/// Queues a message that was given up once more; false where it was not.
pub fn revive(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update outbox set state = 0, due_at = $2, tries = 0, ended_at = null where id = $1 and state = 2",
        &args![id, now],
    )?;
    Ok(changed > 0)
}

/// Messages that were given up, the latest first.
pub fn dead(sql: &mut dyn Sql, limit: i64) -> Result<Vec<Dead>, StoreError> {
    let rows = sql.query(concat!(select!(), " where state = 2 order by ended_at desc, id limit $1"), &args![limit])?;
    let dead = |row: &Row| {
        Ok(Dead {
            message: message(row)?,
            last_error: row.opt(6, Row::string)?.unwrap_or_default(),
            ended_at: row.int(7)?,
        })
    };
    rows.iter().map(dead).collect()
}

pub fn load(sql: &mut dyn Sql) -> Result<Load, StoreError> {
    let count = "select (select count(*) from outbox where state = 0), (select count(*) from outbox where state = 2), \
                 (select min(created_at) from outbox where state = 0)";
    let row = sql.first(count, &[])?.ok_or_else(|| StoreError::Row("count gave no row".to_owned()))?;
    Ok(Load { waiting: row.int(0)?, dead: row.int(1)?, oldest: row.opt(2, Row::int)? })
}

/// Forgets messages that were sent or given up before that instant.
pub fn purge(tx: &mut Tx<'_>, before: Micros) -> Result<u64, StoreError> {
    tx.execute("delete from outbox where state <> 0 and ended_at < $1", &args![before])
}

/// About two days with [`LONGEST_PAUSE`] between the later tries.
pub const MAX_TRIES: i64 = 54;
pub const LONGEST_PAUSE: Micros = 3600 * SECOND;
const FIRST_PAUSE: Micros = 15 * SECOND;

macro_rules! select {
    () => {
        "select id, kind, recipient, body, created_at, tries, last_error, ended_at from outbox"
    };
}
use select;

/// The pause after the n-th try. A tenth of it hangs on the id, so that a thousand messages that failed together do not come
/// back together.
fn back_off(id: Uuid, tries: i64) -> Micros {
    let doubled = FIRST_PAUSE << tries.clamp(1, 16) >> 1;
    let pause = doubled.min(LONGEST_PAUSE);
    pause - pause / 10 * Micros::from(id.as_bytes()[15]) / 256
}

fn message(row: &Row) -> Result<Message, StoreError> {
    Ok(Message {
        id: row.uuid(0)?,
        kind: row.string(1)?,
        recipient: row.string(2)?,
        body: row.string(3)?,
        created_at: row.int(4)?,
        tries: row.int(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let pauses: Vec<i64> = (1..=12).map(|tries| back_off(Uuid::nil(), tries) / SECOND).collect();
        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
        let late = back_off(Uuid::max(), 9);
        assert!(late > LONGEST_PAUSE * 9 / 10 && late < LONGEST_PAUSE, "{late}");
    }
}
