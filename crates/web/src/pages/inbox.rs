//! 站内消息, 个人设置, and for the system administrator the mails that were given up.

use askama::Template;

use super::{directory::SmallForm, layout::Layout};

/// One message.
#[derive(Debug, Clone, Default)]
pub struct InboxRow {
    /// Marks it as read and goes on to what it is about.
    pub href: String,
    pub unread: bool,
    pub urgent: bool,
    /// What happened, and what is owed by when.
    pub text: String,
    /// Empty before registration.
    pub number: String,
    /// Empty where this person may not see the matter any more.
    pub title: String,
    pub at: String,
    /// `已办理`, `已逾期` or empty.
    pub state: String,
    /// Set with `已逾期`.
    pub past: bool,
}

/// The read-all button posts `until` to `/inbox/read`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    pub layout: Layout,
    pub rows: Vec<InboxRow>,
    /// When the newest message came that the page shows: what comes later stays unread.
    pub until: String,
    /// Back to the newest; empty on the first page.
    pub newest: String,
    /// Empty on the last page.
    pub earlier: String,
}

/// One's own address and how one wants to be told; sends `mail` to `/preferences/mail`, and `owes`, `told`, `reminders` to
/// `/preferences/messages`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "preferences.html")]
pub struct PreferencesPage {
    pub layout: Layout,
    pub mail: SmallForm,
    pub messages: SmallForm,
    /// Said where the operator has named no mail server.
    pub no_mail: bool,
}

/// A mail that was given up; never what it said.
#[derive(Debug, Clone, Default)]
pub struct UndeliveredRow {
    pub id: String,
    pub person: String,
    pub at: String,
    pub ended_at: String,
    pub why: String,
}

/// Sends `id` to `/settings/mail/resend`; an empty one means all.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "mail_state.html")]
pub struct MailStatePage {
    pub layout: Layout,
    /// How mail stands, in a sentence.
    pub state: String,
    pub rows: Vec<UndeliveredRow>,
    /// Said where there are more than are shown.
    pub more: String,
}
