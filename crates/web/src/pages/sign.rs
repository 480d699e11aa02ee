//! 签收: the notice as issued, and two ways: sign for it, or object with a reason.

use askama::Template;

use super::{act::ActForm, layout::Layout, matter::MatterHead, notice::NoticeSheet};

#[derive(Debug, Clone, Default, Template)]
#[template(path = "sign.html")]
pub struct SignPage {
    pub layout: Layout,
    pub head: MatterHead,
    pub sheet: NoticeSheet,
    pub sign: ActForm,
    /// None when there is nothing to object to (a further copy).
    pub object: Option<ActForm>,
}
