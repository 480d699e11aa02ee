//! A page about one record, or before there is one: forms that are done there.

use askama::Template;

use super::{directory::SmallForm, layout::Layout};

/// Something that the visitor can do now.
#[derive(Debug, Clone, Default)]
pub struct ActPanel {
    /// For the ids of its fields.
    pub scope: String,
    pub form: SmallForm,
    /// Folded until it is wanted.
    pub folded: bool,
}

/// A form alone on its page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "form_page.html")]
pub struct FormPage {
    pub layout: Layout,
    pub heading: String,
    /// in words; may be empty
    pub clause: String,
    pub form: SmallForm,
    /// It changes nothing: what is typed stands in the address.
    pub asks: bool,
}
