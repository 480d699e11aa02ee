//! From a [`Paper`](crate::Paper) to bytes, one file a format.

pub mod docx;
pub mod xlsx;
