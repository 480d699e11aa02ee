//! Archive packages (归档包): all there is of one matter, in one file that can be checked in twenty years without this system.
//! Knows no matter: what goes in, and what it is called, is the caller's.
//!
//! A package is a ZIP file. In it, in this order:
//!
//! | file | what |
//! |---|---|
//! | `元数据.json` | the description ([`Description`]), in the terms of DA/T 46-2009; the check-list of materials, those on paper and those that there are not included |
//! | `目录.txt` | the same, to be read by people |
//! | `四性检测报告.json`, `.txt` | the four checks of DA/T 70-2018 on the day of packing ([`Check`]) |
//! | `forms/…`, `attachments/…`, `record/…` | the pieces, in folders as the caller named them |
//! | `public-key.pem` | the institution's SM2 key, where the package is signed |
//! | `manifest.json` | path, size, SM3 and SHA-256 of every file above |
//! | `manifest.sig` | the SM2 signature (DER) over the bytes of `manifest.json` |
//!
//! **One form only.** Everything is stored as it is, without compression, with fixed header fields and one date: the same
//! contents give the same bytes, in every version of this program, and SM2 signs without chance. [`verify`] demands exactly
//! these bytes, so that a changed one is found wherever it lies, in a header too, and nothing can hide between the files. A
//! package that was unpacked and packed again is therefore no longer one, although its files may be unchanged. PDF, DOCX and
//! pictures are compressed by themselves; and DA/T 70 asks for packages without compression that only few programs know.

mod checks;
mod container;
mod digests;
mod names;
mod pack;
mod package;
mod text;
mod verify;

pub use checks::{Check, Quality, check};
pub use names::clean_name;
pub use pack::{PackError, pack};
pub use package::{About, ArchiveNumber, Description, Entry, Form, Line, Origin, Package, Piece};
pub use verify::{Report, Signature, Unreadable, Verdict, verify};

/// As many files as a package may have.
pub const MOST_FILES: usize = 2_000;
/// As large as a package may be: its ZIP form ends at 4 GiB, and half of it is still read into memory.
pub const MOST_BYTES: u64 = 2 << 30;

#[cfg(test)]
mod testing;
