//! Why something was not done or not shown: the one error of this crate.

use domain::{Refusal, matter::Stage};
use store::StoreError;

/// Where a matter stands now, so that a page can show it beside what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub stage: Stage,
    /// of the stream
    pub version: u32,
    /// what an edit of the text answers
    pub text_version: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// There is none, or this actor may not see it: the two are not told apart.
    #[error("没有找到，或您无权查看")]
    NotFound,
    /// By a rule, for people; with the state of the matter concerned.
    #[error("{refusal}")]
    Refused { refusal: Refusal, standing: Option<Standing> },
    /// The same command id came with another content.
    #[error("这次提交的编号已经用过，内容却不同；请刷新页面后重新提交")]
    Reused,
    /// The token may only ask.
    #[error("这一令牌只能查询，不能办理")]
    ReadOnly,
    /// Not signed in, or no longer.
    #[error("请先登录")]
    SignedOut,
    /// Too many tries: seconds until the next.
    #[error("尝试次数过多，请 {0} 秒后再试")]
    Throttled(u64),
    /// The database or the disk.
    #[error(transparent)]
    Store(StoreError),
    /// A paper could not be set in type.
    #[error("{0}")]
    Unprinted(String),
    /// The log holds something that this program cannot read.
    #[error("记录无法读出：{0}")]
    Unreadable(String),
}

impl Denied {
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Denied::Refused { refusal, standing: None }
    }

    /// The refusal, if a rule refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Denied::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::CommandReused(_) => Denied::Reused,
            error => Denied::Store(error),
        }
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Denied::refused(refusal)
    }
}

impl From<domain::value::Invalid> for Denied {
    fn from(invalid: domain::value::Invalid) -> Self {
        Denied::refused(invalid.into())
    }
}

impl From<domain::matter::Unreadable> for Denied {
    fn from(unreadable: domain::matter::Unreadable) -> Self {
        Denied::Unreadable(unreadable.to_string())
    }
}
