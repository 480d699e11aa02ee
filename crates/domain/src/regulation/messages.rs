//! When people are reminded of what they owe (the regulation is silent; the Office's own).

use serde::{Deserialize, Serialize};

/// In working days; 0 switches one off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderRules {
    /// so many days before the last one
    pub days_before: u32,
    pub on_the_day: bool,
    /// then every so many days until discharged or suspended
    pub every_days_after: u32,
}

impl Default for ReminderRules {
    fn default() -> Self {
        Self { days_before: 3, on_the_day: true, every_days_after: 2 }
    }
}
