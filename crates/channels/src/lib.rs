//! How messages leave the house: one trait, one file a channel. A channel sends one letter to one address and says whether
//! trying again may help; what is sent to whom, and when, is decided in `app`.

mod mail;

#[cfg(feature = "testing")]
pub mod testing;

use std::{fmt, pin::Pin};

use jiff::Timestamp;

pub use mail::{Mail, MailAccount, MailServer, Wrong};

/// One letter for one person. It holds no more than the person may see.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// the same for the same letter for ever, of ASCII letters and digits: whoever gets it twice can tell
    pub id: String,
    pub to: String,
    /// one line
    pub subject: String,
    pub text: String,
    pub html: String,
    /// when it was written
    pub at: Timestamp,
}

/// Logs may show that there was a letter, not to whom.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Letter({})", self.id)
    }
}

/// Why a letter was not sent. The words never hold the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// the channel itself: nobody's letter would get through now
    #[error("连不上：{0}")]
    Unreachable(String),
    /// this letter, now
    #[error("暂时不能送达：{0}")]
    Temporary(String),
    /// this letter, ever
    #[error("不能送达：{0}")]
    Permanent(String),
}

/// Runs on whatever thread it is waited for.
pub type Sending<'c> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'c>>;

pub trait Channel: Send + Sync {
    /// Sends it once. An `Ok` says that the other side has taken it.
    fn send<'c>(&'c self, letter: &'c Letter) -> Sending<'c>;

    /// Does the other side answer? Sends nothing.
    fn check(&self) -> Sending<'_>;
}
