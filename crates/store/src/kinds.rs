//! Which kinds of events are in the log: an old program must not open a log that it cannot read to the end.

use std::collections::HashSet;

use crate::{Sql, StoreError, args};

/// A kind of event and the version of its format.
pub type Kind = (String, i64);

/// The kinds this program knows, and those that the table `event_kind` names already.
pub(crate) struct Kinds {
    known: HashSet<Kind>,
    recorded: HashSet<Kind>,
    /// Recorded by the batch that is still open.
    pending: HashSet<Kind>,
}

impl Kinds {
    /// Reads `event_kind`; refuses a log with a kind that is not `known`.
    pub fn load(sql: &mut dyn Sql, known: &[Kind]) -> Result<Kinds, StoreError> {
        let known: HashSet<Kind> = known.iter().cloned().collect();
        let rows = sql.query("select kind, schema from event_kind order by kind, schema", &[])?;
        let recorded: HashSet<Kind> =
            rows.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect::<Result<_, StoreError>>()?;
        if let Some((kind, schema)) = recorded.difference(&known).next() {
            return Err(StoreError::UnknownKind { kind: kind.clone(), schema: *schema });
        }
        Ok(Kinds { known, recorded, pending: HashSet::new() })
    }

    /// True where the kind is known but not yet in the table.
    fn is_new(&self, kind: &Kind) -> Result<bool, StoreError> {
        if !self.known.contains(kind) {
            return Err(StoreError::UnknownKind { kind: kind.0.clone(), schema: kind.1 });
        }
        Ok(!self.recorded.contains(kind) && !self.pending.contains(kind))
    }

    pub fn committed(&mut self) {
        self.recorded.extend(self.pending.drain());
    }

    /// Forgets the pending ones: some may not have been rolled back, but recording them twice does no harm.
    pub fn rolled_back(&mut self) {
        self.pending.clear();
    }
}

/// Makes sure that the table names this kind.
pub(crate) fn record(tx: &mut crate::Tx<'_>, kind: &str, schema: i64) -> Result<(), StoreError> {
    let kind = (kind.to_owned(), schema);
    if tx.kinds.is_new(&kind)? {
        tx.execute(
            "insert into event_kind (kind, schema) values ($1, $2) on conflict do nothing",
            &args![&kind.0, schema],
        )?;
        tx.kinds.pending.insert(kind);
    }
    Ok(())
}
