//! Facts in, bytes out: every form of the regulation (annexes 1–7) and every official document (GB/T 9704-2012), as PDF,
//! DOCX, XLSX and as a page's HTML.
//!
//! [`forms`] and [`official`] say what stands on each paper; [`paper`] is what all formats read; [`format`] writes it. The
//! crate knows no matter, no database and no clock.

pub mod format;
pub mod forms;
pub mod official;
pub mod paper;
#[cfg(any(test, feature = "testing"))]
pub mod samples;

pub use paper::Paper;
