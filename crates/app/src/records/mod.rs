//! Records beside the matters: 通报与呈报 and 问责移送. They are few, so each is kept whole, folded, in one row; from these rows
//! pages and the 工作台 read them, and they are made anew from the log like every view.

mod told;

use domain::{
    Refusal, Stamp,
    matter::Context,
    referral::{self, Referral, ReferralCommand, ReferralEvent, ReferralStage},
    summary::{self, Summary, SummaryCommand, SummaryEvent},
    value::{ReferralId, SummaryId},
};
use serde::{Serialize, de::DeserializeOwned};
use store::{
    Sql, StoreError, Tx, event_log,
    records::{self, RecordRow},
};
use uuid::Uuid;

use crate::{Denied, fold};

pub(crate) use told::{Told, Whom};

/// An aggregate that is no matter.
pub(crate) trait Record: Serialize + DeserializeOwned + Sized {
    /// as the log calls it
    const AGGREGATE: &'static str;
    type Command;
    type Event: Serialize + DeserializeOwned;

    fn unborn(id: Uuid) -> Self;
    fn decide(&self, command: &Self::Command, ctx: &Context) -> Result<Vec<Self::Event>, Refusal>;
    fn evolve(self, event: &Self::Event, stamp: &Stamp) -> Self;
    fn kind(event: &Self::Event) -> &'static str;
    fn version(&self) -> u32;
    /// In preparation, or something is owed.
    fn is_open(&self) -> bool;
    /// Who hears of an event, given the record after it.
    fn told(&self, event: &Self::Event) -> Vec<Told>;
}

impl Record for Summary {
    const AGGREGATE: &'static str = "summary";
    type Command = SummaryCommand;
    type Event = SummaryEvent;

    fn unborn(id: Uuid) -> Self {
        Summary::unborn(SummaryId(id))
    }

    fn decide(&self, command: &SummaryCommand, ctx: &Context) -> Result<Vec<SummaryEvent>, Refusal> {
        summary::decide(self, command, ctx)
    }

    fn evolve(self, event: &SummaryEvent, stamp: &Stamp) -> Self {
        summary::evolve(self, event, stamp)
    }

    fn kind(event: &SummaryEvent) -> &'static str {
        event.kind()
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn is_open(&self) -> bool {
        self.stage.is_in_preparation()
            || self.orders.iter().any(|order| order.accepted.is_none() && order.withdrawn_on.is_none())
    }

    fn told(&self, event: &SummaryEvent) -> Vec<Told> {
        told::of_summary(self, event)
    }
}

impl Record for Referral {
    const AGGREGATE: &'static str = "referral";
    type Command = ReferralCommand;
    type Event = ReferralEvent;

    fn unborn(id: Uuid) -> Self {
        Referral::unborn(ReferralId(id))
    }

    fn decide(&self, command: &ReferralCommand, ctx: &Context) -> Result<Vec<ReferralEvent>, Refusal> {
        referral::decide(self, command, ctx)
    }

    fn evolve(self, event: &ReferralEvent, stamp: &Stamp) -> Self {
        referral::evolve(self, event, stamp)
    }

    fn kind(event: &ReferralEvent) -> &'static str {
        event.kind()
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn is_open(&self) -> bool {
        !matches!(self.stage, ReferralStage::SignedFor | ReferralStage::Dropped)
    }

    fn told(&self, event: &ReferralEvent) -> Vec<Told> {
        told::of_referral(self, event)
    }
}

/// The owner of files that belong to a record.
pub(crate) fn record_files(id: Uuid) -> String {
    format!("record:{id}")
}

pub(crate) fn record_of_files(owner: &str) -> Option<Uuid> {
    owner.strip_prefix("record:")?.parse().ok()
}

/// From its row.
pub(crate) fn find<R: Record>(sql: &mut dyn Sql, id: Uuid) -> Result<Option<R>, Denied> {
    records::find(sql, id)?.filter(|row| row.aggregate == R::AGGREGATE).map(|row| read(&row)).transpose()
}

/// All of them, the oldest first; or only those that are open.
pub(crate) fn all<R: Record>(sql: &mut dyn Sql, only_open: bool) -> Result<Vec<R>, Denied> {
    records::of(sql, R::AGGREGATE, only_open)?.iter().map(read).collect()
}

/// What a row keeps.
pub(crate) fn read<R: Record>(row: &RecordRow) -> Result<R, Denied> {
    serde_json::from_str(&row.body)
        .map_err(|error| Denied::Unreadable(format!("{} {}：{error}", row.aggregate, row.stream)))
}

/// From the log; before the first event unborn.
pub(crate) fn folded<R: Record>(sql: &mut dyn Sql, id: Uuid) -> Result<R, Denied> {
    let mut record = R::unborn(id);
    for recorded in event_log::load(sql, id)? {
        let unreadable = |error| Denied::Unreadable(format!("事件“{}”读不出：{error}", recorded.event.kind));
        let event: R::Event = serde_json::from_str(&recorded.event.body).map_err(unreadable)?;
        record = record.evolve(&event, &fold::stamp(&recorded));
    }
    Ok(record)
}

/// What is kept of it.
pub(crate) fn row<R: Record>(id: Uuid, record: &R) -> Result<RecordRow, Denied> {
    let body = serde_json::to_string(record).map_err(|error| Denied::Unreadable(error.to_string()))?;
    Ok(RecordRow {
        stream: id,
        aggregate: R::AGGREGATE.to_owned(),
        version: i64::from(record.version()),
        open: record.is_open(),
        body,
    })
}

/// A row that is not as the log says: what is kept, and what should be.
pub(crate) struct Difference {
    kept: Option<RecordRow>,
    replayed: Option<RecordRow>,
}

impl Difference {
    pub fn describe(&self) -> String {
        match (&self.kept, &self.replayed) {
            (Some(row), None) => format!("{} {} 在记录里没有", row.aggregate, row.stream),
            (None, Some(row)) => format!("缺少 {} {}", row.aggregate, row.stream),
            (Some(row), _) => format!("{} {} 与记录不同", row.aggregate, row.stream),
            (None, None) => String::new(),
        }
    }

    pub fn mend(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        match (&self.kept, &self.replayed) {
            (_, Some(row)) => records::put(tx, row),
            (Some(row), None) => records::remove(tx, row.stream),
            (None, None) => Ok(()),
        }
    }
}

/// Every row that is not as the log says.
pub(crate) fn differences(sql: &mut dyn Sql) -> Result<Vec<Difference>, Denied> {
    let mut replayed = replayed::<Summary>(sql)?;
    replayed.extend(self::replayed::<Referral>(sql)?);
    let kept = records::all(sql)?;
    let strangers = kept.iter().filter(|row| replayed.iter().all(|other| other.stream != row.stream));
    let mut found: Vec<Difference> =
        strangers.map(|row| Difference { kept: Some(row.clone()), replayed: None }).collect();
    for row in replayed {
        let kept = kept.iter().find(|other| other.stream == row.stream);
        if kept != Some(&row) {
            found.push(Difference { kept: kept.cloned(), replayed: Some(row) });
        }
    }
    Ok(found)
}

fn replayed<R: Record>(sql: &mut dyn Sql) -> Result<Vec<RecordRow>, Denied> {
    let streams = records::streams(sql, R::AGGREGATE)?;
    streams.into_iter().map(|stream| row(stream, &folded::<R>(sql, stream)?)).collect()
}
