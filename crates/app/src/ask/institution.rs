//! The institution as it stands: names for every page, parameters and calendar for the settings.

use std::sync::Arc;

use domain::institution::Institution;

use crate::{App, Denied};

impl App {
    /// Units, people, posts, parameters, calendar. Cheap: folded once for each change of it, also of another process.
    pub async fn institution(&self) -> Result<Arc<Institution>, Denied> {
        self.read(|read| Ok(read.institution.clone())).await
    }
}
