//! Units and people: lists, and the form of one.

use askama::Template;

use super::{
    form::{Field, Problems},
    layout::Layout,
};

#[derive(Debug, Clone, Default)]
pub struct UnitItem {
    pub href: String,
    pub name: String,
    pub kind: String,
    pub heads: String,
    pub contacts: String,
    pub telephone: String,
    pub closed: bool,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "units.html")]
pub struct UnitsPage {
    pub layout: Layout,
    pub q: String,
    pub rows: Vec<UnitItem>,
    /// Empty if this person may not add one.
    pub new_href: String,
}

#[derive(Debug, Clone, Default)]
pub struct PersonItem {
    pub href: String,
    pub name: String,
    pub unit: String,
    /// Roles held today, in words.
    pub roles: String,
    pub telephone: String,
    /// `可登录`, `未开通`, `已停用`.
    pub account: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    pub layout: Layout,
    pub q: String,
    pub rows: Vec<PersonItem>,
    pub new_href: String,
    pub previous: String,
    pub next: String,
    pub total: String,
}

/// A role of a person, dated.
#[derive(Debug, Clone, Default)]
pub struct RoleRow {
    pub role: String,
    pub unit: String,
    pub from: String,
    /// Empty while it holds.
    pub until: String,
    /// Posts to this with the day the role ends (`until`); empty if it cannot be ended here.
    pub end_action: String,
}

/// A second form on the page, folded: add a role, reset a password, close an account.
#[derive(Debug, Clone, Default)]
pub struct SmallForm {
    pub title: String,
    pub action: String,
    pub command_id: String,
    pub explanation: String,
    pub fields: Vec<Field>,
    pub problems: Problems,
    pub submit: String,
}

impl SmallForm {
    pub fn multipart(&self) -> bool {
        self.fields.iter().any(Field::is_file)
    }
}

/// A unit or a person: the form, the roles (for a person: theirs; for a unit: who holds posts), and further forms.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "record.html")]
pub struct RecordPage {
    pub layout: Layout,
    pub heading: String,
    /// Back to the list.
    pub back_label: String,
    pub back: String,
    pub form: SmallForm,
    /// `任职` or `负责人与联络员`; no table is drawn if empty.
    pub roles_heading: String,
    pub roles: Vec<RoleRow>,
    pub further: Vec<SmallForm>,
    /// A one-time link or password to hand over, shown once.
    pub once: String,
    pub today: String,
}
