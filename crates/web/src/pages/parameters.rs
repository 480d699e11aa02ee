//! 修改参数: one form with all parameters in groups, and the page on which a change is confirmed before it is recorded.

use askama::Template;

use super::{
    form::{Fact, Field, Problems},
    layout::Layout,
};

/// Parameters that belong together.
#[derive(Debug, Clone, Default)]
pub struct FieldGroup {
    pub heading: String,
    /// Many short fields: three in a row.
    pub dense: bool,
    pub fields: Vec<Field>,
    /// What the words above become, filled in with an example.
    pub previews: Vec<Fact>,
    pub lamps: Vec<Lamp>,
}

/// A light as its name and colour would show it.
#[derive(Debug, Clone, Default)]
pub struct Lamp {
    pub name: String,
    pub colour: String,
    /// Black or white.
    pub ink: String,
}

impl Lamp {
    /// How wide it is drawn: a character is 14 wide.
    pub fn width(&self) -> usize {
        16 + 14 * self.name.chars().count()
    }
}

#[derive(Debug, Clone, Template)]
#[template(path = "parameters.html")]
pub struct ParametersPage {
    pub layout: Layout,
    pub command_id: String,
    /// Which set the form started from; sent back, so that nobody overwrites another's change unseen.
    pub base: String,
    /// e.g. `以自 2027-01-01 起施行的参数为基础修改…`.
    pub explanation: String,
    /// The day from which it holds.
    pub in_force: Field,
    pub groups: Vec<FieldGroup>,
    pub problems: Problems,
}

/// One changed parameter: old and new.
#[derive(Debug, Clone, Default)]
pub struct ChangeRow {
    pub label: String,
    pub old: String,
    pub new: String,
    /// The clause in words.
    pub clause: String,
}

/// Changes that hold for the same matters.
#[derive(Debug, Clone, Default)]
pub struct ChangeGroup {
    pub heading: String,
    /// e.g. `在办的 37 件事项仍按原参数。`
    pub meaning: String,
    pub rows: Vec<ChangeRow>,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "parameters_confirm.html")]
pub struct ConfirmPage {
    pub layout: Layout,
    pub command_id: String,
    pub in_force: String,
    /// Said when it takes the place of a set that is still to come; else empty.
    pub replaces: String,
    pub groups: Vec<ChangeGroup>,
    pub previews: Vec<Fact>,
    pub lamps: Vec<Lamp>,
    /// Everything typed, sent back as it is.
    pub hidden: Vec<(String, String)>,
}
