//! `duban rebuild`: all views made anew from the log, while the service goes on.
//!
//! Every row follows from the events of one matter alone. So nothing has to be built beside the living tables and swapped:
//! each matter is replayed inside the writer's transaction, a slice of matters at a time, and where the kept rows differ they
//! are put right. A reader sees a matter as it was or as it is, never half of it.

use domain::{
    institution::Institution,
    matter::{Matter, replay},
    value::MatterId,
};
use store::{Sql, StoreError, Value, args};
use uuid::Uuid;

use crate::{
    App, Denied, fold, records,
    search::attachments,
    views::{self, MAKE, TABLES},
};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub events: u64,
    pub matters: u64,
    /// rows that were not as the events say
    pub mended: u64,
}

/// Matters in one slice: no transaction holds the writer for long.
const SLICE: i64 = 100;

impl App {
    pub async fn rebuild(&self) -> Result<Rebuilt, Denied> {
        let mut rebuilt = Rebuilt::default();
        let mut after = Uuid::nil();
        loop {
            let app = self.clone();
            let slice = self
                .store()
                .write(move |tx| {
                    let institution = app.0.write_folded.institution(tx)?;
                    let streams = streams(tx, after)?;
                    let mut slice = Rebuilt { matters: streams.len() as u64, ..Rebuilt::default() };
                    for stream in &streams {
                        let compared = compare(tx, &institution, *stream)?;
                        let changes = views::changes(&compared.kept, &compared.replayed);
                        views::write(tx, &changes)?;
                        views::add_to_tally(tx, &compared.kept, &compared.replayed)?;
                        attachments::add(tx, &compared.matter)?;
                        slice.events += compared.events;
                        slice.mended += changes.len() as u64;
                    }
                    Ok::<_, Denied>((slice, streams.last().copied()))
                })
                .await?;
            let (slice, last) = slice;
            rebuilt.events += slice.events;
            rebuilt.matters += slice.matters;
            rebuilt.mended += slice.mended;
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
        rebuilt.mended += self.store().write(|tx| remove_strangers(tx).map_err(Denied::from)).await?;
        rebuilt.mended += self.store().write(mend_records).await?;
        rebuilt.mended += self.store().write(|tx| views::mend_tally(tx).map_err(Denied::from)).await?;
        Ok(rebuilt)
    }
}

impl App {
    /// Rebuilds once where the rows are of an older make than this program's; nothing where they are not. For whoever opens
    /// a database to write: a migration may have added columns that only the events can fill.
    pub async fn refresh_views(&self) -> Result<Option<Rebuilt>, Denied> {
        let make = self.store().read(|sql| make(sql).map_err(Denied::from)).await?;
        if make == MAKE {
            return Ok(None);
        }
        let rebuilt = self.rebuild().await?;
        self.store()
            .write(|tx| {
                let upsert = "insert into view_make (name, make) values ('matters', $1) \
                              on conflict (name) do update set make = excluded.make";
                tx.execute(upsert, &args![MAKE]).map_err(Denied::from)
            })
            .await?;
        Ok(Some(rebuilt))
    }
}

/// The rows are of no make any more: whoever opens the database next to write makes them anew.
pub(crate) fn forget_make(tx: &mut store::Tx<'_>) -> Result<(), StoreError> {
    tx.execute("delete from view_make where name = 'matters'", &[])?;
    Ok(())
}

/// 0 where nobody has said yet.
fn make(sql: &mut dyn Sql) -> Result<i64, StoreError> {
    let row = sql.first("select make from view_make where name = 'matters'", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// One matter's rows as they are kept, and as its events say.
pub(crate) struct Compared {
    pub matter: Matter,
    pub kept: views::Rows,
    pub replayed: views::Rows,
    pub events: u64,
}

pub(crate) fn compare(sql: &mut dyn Sql, institution: &Institution, stream: Uuid) -> Result<Compared, Denied> {
    let entries = store::event_log::load(sql, stream)?.iter().map(fold::entry).collect::<Result<Vec<_>, _>>()?;
    let matter = replay(MatterId(stream), &entries);
    let kept = views::stored(sql, &Value::from(stream))?;
    let replayed = views::rows(&matter, institution);
    Ok(Compared { matter, kept, replayed, events: entries.len() as u64 })
}

/// The next matters in the order of their ids.
pub(crate) fn streams(sql: &mut dyn Sql, after: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = sql.query(
        "select stream from event where stream > $1 and version = 1 and aggregate = 'matter' order by stream limit $2",
        &args![after, SLICE],
    )?;
    rows.iter().map(|row| row.uuid(0)).collect()
}

/// Rows of matters that the log does not know.
pub(crate) fn strangers(sql: &mut dyn Sql) -> Result<Vec<(usize, String)>, StoreError> {
    let mut strangers = Vec::new();
    for (place, table) in TABLES.iter().enumerate() {
        let name = table.name;
        let select = format!(
            "select distinct matter from {name} where not exists \
             (select 1 from event where event.stream = {name}.matter and event.version = 1 and event.aggregate = 'matter')"
        );
        for row in sql.query(&select, &[])? {
            strangers.push((place, row.string(0)?));
        }
    }
    Ok(strangers)
}

fn mend_records(tx: &mut store::Tx<'_>) -> Result<u64, Denied> {
    let differences = records::differences(tx)?;
    differences.iter().try_for_each(|difference| difference.mend(tx))?;
    Ok(differences.len() as u64)
}

fn remove_strangers(tx: &mut store::Tx<'_>) -> Result<u64, StoreError> {
    let mut removed = 0;
    for (place, matter) in strangers(tx)? {
        removed += tx.execute(&format!("delete from {} where matter = $1", TABLES[place].name), &args![matter])?;
    }
    Ok(removed)
}
