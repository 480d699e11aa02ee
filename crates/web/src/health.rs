//! For monitors: does the process answer, and can it work?

use axum::extract::State;
use store::StoreError;

use crate::{error::Error, state::Web};

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers questions and takes changes; otherwise 503 or 507.
pub async fn ready(State(web): State<Web>) -> Result<&'static str, Error> {
    let store = web.app().store();
    store.read(|_| Ok::<_, StoreError>(())).await.map_err(app::Denied::from)?;
    store.write(|_| Ok::<_, StoreError>(())).await.map_err(app::Denied::from)?;
    Ok("ready\n")
}
