//! Anchors: heads of the logs written down outside them, in a table and, what counts, in a text file outside the database. The
//! chain alone cannot see that its tail was cut off or that an older copy was put back; against an anchor it shows.
//!
//! The order is: [`make`] in a write, and once that has answered, [`append_to_file`] with what it gave. So the file never names
//! a row that was not kept.

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

use crate::chain::{Broken, Head, VerifyError};
use crate::{Micros, Row, Sql, StoreError, Tx, args, audit, event_log};

/// Which of the two logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Log {
    Event,
    Audit,
}

impl Log {
    pub const ALL: [Log; 2] = [Log::Event, Log::Audit];

    pub fn name(self) -> &'static str {
        match self {
            Log::Event => "event",
            Log::Audit => "audit",
        }
    }
}

/// At `made_at` the log ended with this row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub log: Log,
    pub position: i64,
    pub mac: [u8; 32],
    pub made_at: Micros,
}

/// Anchors both logs in the table; gives those that are new, for the file. A log that has not grown gets none.
pub fn make(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<Anchor>, StoreError> {
    let mut made = Vec::new();
    for log in Log::ALL {
        let head = head_of(tx, log)?;
        let added = tx.execute(
            "insert into anchor (log, position, mac, made_at) select $1, $2, $3, $4 where $2 > 0 on conflict do nothing",
            &args![log.name(), head.position, head.mac, now],
        )?;
        if added > 0 {
            made.push(Anchor { log, position: head.position, mac: head.mac, made_at: now });
        }
    }
    Ok(made)
}

/// All anchors of the table, in order.
pub fn list(sql: &mut dyn Sql) -> Result<Vec<Anchor>, StoreError> {
    let rows = sql.query("select log, position, mac, made_at from anchor order by log, position", &[])?;
    rows.iter().map(anchor).collect()
}

/// Adds lines at the end of the file and waits until they are on the disk. Blocks.
pub fn append_to_file(path: &Path, anchors: &[Anchor]) -> Result<(), StoreError> {
    if anchors.is_empty() {
        return Ok(());
    }
    let lines: String = anchors.iter().map(|anchor| format!("{anchor}\n")).collect();
    let write = || {
        let mut file = File::options().create(true).append(true).open(path)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    };
    write().map_err(StoreError::io(path))
}

/// All anchors of the file; none where there is no file yet. Blocks.
pub fn read_file(path: &Path) -> Result<Vec<Anchor>, StoreError> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(StoreError::io(path))?,
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let anchor = |(number, line): (usize, &str)| {
        let broken = |()| StoreError::Row(format!("{} 第 {} 行不是锚点", path.display(), number + 1));
        line.parse().map_err(broken)
    };
    lines.map(anchor).collect()
}

/// Compares the logs with anchors, wherever those come from: a log that is shorter than an anchor, or that has another mac
/// there, was cut or rolled back. Named is the first bad position.
pub fn verify(sql: &mut dyn Sql, anchors: &[Anchor]) -> Result<(), VerifyError> {
    let mut in_order: Vec<&Anchor> = anchors.iter().collect();
    in_order.sort_by_key(|anchor| (anchor.log, anchor.position));
    in_order.into_iter().try_for_each(|anchor| verify_one(sql, anchor))
}

impl fmt::Display for Anchor {
    /// `event 120 <mac in hex> <made_at>`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.log.name(), self.position)?;
        self.mac.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        write!(f, " {}", self.made_at)
    }
}

impl FromStr for Anchor {
    type Err = ();

    fn from_str(line: &str) -> Result<Anchor, ()> {
        let mut words = line.split_whitespace();
        let mut word = || words.next().ok_or(());
        let log = log(word()?).ok_or(())?;
        let position = word()?.parse().map_err(drop)?;
        let mac = from_hex(word()?).ok_or(())?;
        let made_at = word()?.parse().map_err(drop)?;
        words.next().is_none().then_some(Anchor { log, position, mac, made_at }).ok_or(())
    }
}

fn head_of(sql: &mut dyn Sql, log: Log) -> Result<Head, StoreError> {
    match log {
        Log::Event => event_log::head(sql),
        Log::Audit => audit::head(sql),
    }
}

fn verify_one(sql: &mut dyn Sql, anchor: &Anchor) -> Result<(), VerifyError> {
    let statement = match anchor.log {
        Log::Event => "select mac from event where position = $1",
        Log::Audit => "select mac from audit where position = $1",
    };
    let row = sql.first(statement, &args![anchor.position])?;
    let found = row.map(|row| row.digest(0)).transpose()?;
    match found {
        Some(mac) if mac == anchor.mac => Ok(()),
        Some(_) => Err(Broken::at(anchor.position, "与锚点不符：日志被整体替换或回退过")),
        None => {
            let end = head_of(sql, anchor.log)?.position;
            Err(Broken::at(end + 1, format!("日志到此为止，而锚点记到第 {} 条：尾部被截去", anchor.position)))
        }
    }
}

fn anchor(row: &Row) -> Result<Anchor, StoreError> {
    let name = row.text(0)?;
    let log = log(name).ok_or_else(|| StoreError::Row(format!("no log is named {name:?}")))?;
    Ok(Anchor { log, position: row.int(1)?, mac: row.digest(2)?, made_at: row.int(3)? })
}

fn log(name: &str) -> Option<Log> {
    Log::ALL.into_iter().find(|log| log.name() == name)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    bytes.try_into().ok().filter(|_| digits.len() == 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let anchor = Anchor { log: Log::Audit, position: 12, mac: std::array::from_fn(|at| at as u8 * 7), made_at: 99 };
        assert_eq!(anchor.to_string().parse(), Ok(anchor.clone()));
        for bad in ["", "event", "other 1 00 1", "event 1 zz 1", &format!("{anchor} more")] {
            assert_eq!(bad.parse::<Anchor>(), Err(()), "{bad}");
        }
    }
}
