//! Accounts: signing in and out, passwords, one's own sessions and tokens, the first set-up, and what the security
//! administrator does with other people's accounts. Everything here leaves a line in the audit log.

mod admin;
mod passwords;
mod set_up;
mod sign_in;
mod throttle;
mod tokens;

pub use admin::InitialPassword;
pub use set_up::{Founder, SetUp};
pub(crate) use sign_in::may_sign_in;
pub use sign_in::{SessionInfo, SignedIn};
pub use tokens::{NewToken, TokenInfo};

/// Whether a person can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountState {
    /// 未开通
    None,
    /// 可登录
    Active { login: String, must_change_password: bool },
    /// 已停用
    Disabled { login: String },
}

/// How long and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub profile: crypto::Profile,
    /// a session ends after so long without a request
    pub idle: jiff::SignedDuration,
    /// and after so long in any case
    pub absolute: jiff::SignedDuration,
    /// failures in a quarter of an hour for one login name from one network
    pub failures_per_login: usize,
    /// and from one address, whatever the name
    pub failures_per_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            profile: crypto::Profile::Dengbao,
            idle: jiff::SignedDuration::from_mins(30),
            absolute: jiff::SignedDuration::from_hours(12),
            failures_per_login: 5,
            failures_per_address: 30,
        }
    }
}

/// The rule that a new password has to meet, in a sentence for the form.
pub fn password_rule(profile: crypto::Profile) -> &'static str {
    match profile {
        crypto::Profile::Dengbao => {
            "至少 10 个字符，在大写字母、小写字母、数字、符号（含汉字）中至少使用三类，且不易被猜到。"
        }
        crypto::Profile::Asvs => "至少 12 个字符，种类不限，且不易被猜到。",
    }
}
