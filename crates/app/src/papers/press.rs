//! The press: who sets papers in type. It is slow to build and must be bounded in time and memory, so it stands behind a port;
//! the binary runs it in a process of its own.

use documents::Paper;

/// A PDF, its pages, and the characters that no font had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: usize,
    pub missing: Vec<char>,
}

/// Why there is no PDF, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unprinted(pub String);

/// Sets papers. It blocks: callers are off the async threads.
pub trait Press: Send + Sync {
    fn print(&self, paper: &Paper) -> Result<Printed, Unprinted>;
}
