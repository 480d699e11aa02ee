//! The notices of many matters at once: of a meeting, of a unit, of whatever the ledger shows.

use documents::Paper;

use super::notices;
use crate::{
    Actor, App, Denied,
    ask::{Query, whole_view},
};

/// At most so many matters at a time.
pub const NOTICES_MOST: u32 = 200;

impl App {
    /// The notices of the matters that the ledger shows for this query, in its order, a paper a matter; matters that are not
    /// dispatched have none. For the Office: telephones are in full.
    pub async fn notices_of(&self, actor: &Actor, mut query: Query) -> Result<Vec<Paper>, Denied> {
        query.limit = NOTICES_MOST;
        let ledger = self.ledger(actor, query).await?;
        let keys = self.store().keys().clone();
        let ids: Vec<_> = ledger.rows.iter().filter(|row| row.dispatched_on.is_some()).map(|row| row.id).collect();
        let laid = self
            .read(move |read| {
                ids.into_iter()
                    .map(|id| Ok(whole_view(read, id, &keys)?.as_of(u32::MAX, notices)))
                    .collect::<Result<Vec<_>, Denied>>()
            })
            .await?;
        Ok(laid.into_iter().flatten().collect())
    }
}
