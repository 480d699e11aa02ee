//! 签收: the notice as issued, and two ways: sign for it, or object with a reason.

use askama::Template;
use documents::paper::Form;

use super::{act::ActForm, layout::Layout, matter::MatterHead};

#[derive(Debug, Clone, Default, Template)]
#[template(path = "sign.html")]
pub struct SignPage {
    pub layout: Layout,
    pub head: MatterHead,
    pub sheet: Form,
    pub sign: ActForm,
    /// None when there is nothing to object to (a further copy).
    pub object: Option<ActForm>,
}
