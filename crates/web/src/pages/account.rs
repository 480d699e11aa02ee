//! The pages about signing in: sign-in, first-run set-up, password, own sessions and tokens.

use askama::Template;

use super::{form::Problems, layout::Layout};

/// Sends `login`, `password`, `next`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    pub layout: Layout,
    /// Kept when the password was wrong.
    pub login: String,
    /// A local path to go on to, already checked.
    pub next: String,
    pub problems: Problems,
}

/// One of the people that set-up creates; sends `<key>_name`, `<key>_login`, `<key>_password`.
#[derive(Debug, Clone, Default)]
pub struct Founder {
    /// `system`, `security`, `auditor`, `head`.
    pub key: String,
    pub role: String,
    pub duty: String,
    pub name: String,
    pub login: String,
}

/// First run, behind a one-time link; sends `institution`, `office` and the founders' fields.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "set_up.html")]
pub struct SetUpPage {
    pub layout: Layout,
    /// Where the form is sent: the one-time link itself.
    pub action: String,
    pub institution: String,
    pub office: String,
    pub founders: Vec<Founder>,
    /// What a password has to be, in a sentence.
    pub password_rule: String,
    pub problems: Problems,
}

/// Sends `current`, `new`, `again`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "password.html")]
pub struct PasswordPage {
    pub layout: Layout,
    /// Set when the password has to be changed before anything else.
    pub forced: bool,
    pub password_rule: String,
    pub problems: Problems,
}

#[derive(Debug, Clone, Default)]
pub struct SessionRow {
    pub id: String,
    pub device: String,
    pub address: String,
    pub since: String,
    pub last_seen: String,
    pub current: bool,
}

#[derive(Debug, Clone, Default)]
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub since: String,
    pub last_used: String,
}

/// Own sessions and tokens. Ending one posts `id` to `/sessions/end` or `/tokens/end`; a token's `name` to `/tokens`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "sessions.html")]
pub struct SessionsPage {
    pub layout: Layout,
    pub sessions: Vec<SessionRow>,
    pub tokens: Vec<TokenRow>,
    pub may_create_tokens: bool,
    /// A token just created: shown this once.
    pub new_token: String,
    pub problems: Problems,
}
