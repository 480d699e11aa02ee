//! The ZIP file itself (PKWARE APPNOTE 6.3, ISO/IEC 21320-1), in one form only: entries stored one after the other, names in
//! UTF-8, one date, no extra fields, no comments, then the central directory and its end.
//!
//! Written here and not by a library, because a package must have the same bytes in every later version of the program. It is
//! read by asking of every header whether it is exactly the one that would have been written; so there is no room for a second
//! directory, for overlapping entries or for anything between them, and nothing can inflate.

use jiff::civil::Date;

use crate::{MOST_BYTES, MOST_FILES, names};

/// Why a file is no package in the form of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("不是归档包（ZIP 文件）")]
    NoPackage,
    #[error("文件不完整：在第 {0} 字节处中断，可能没有下载完")]
    Truncated(usize),
    #[error("第 {0} 字节起与封装格式不符：内容被改动，或解压后重新压缩过")]
    Altered(usize),
    #[error("文件过大：超过 2 GiB，或超过 2000 个文件")]
    TooLarge,
    #[error("文件名“{0}”不能使用，或重复")]
    Name(String),
    #[error("不是归档包：没有可识别的 manifest.json")]
    NoManifest,
    #[error("归档包格式“{0}”不是本版本能识别的")]
    Format(String),
}

pub(crate) struct Container<'a> {
    /// The one date of all entries.
    pub day: Date,
    pub files: Vec<File<'a>>,
}

pub(crate) struct File<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
    /// The check sum of the header is that of the bytes.
    pub intact: bool,
}

/// `None` where the day or a size does not fit into ZIP; names have been looked at before.
pub(crate) fn write<'a>(day: Date, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Option<Vec<u8>> {
    let day = dos_date(day)?;
    let (mut out, mut directory) = (Vec::new(), Directory::default());
    for (path, bytes) in files {
        let header = Header { day, crc: crc32fast::hash(bytes), size: u32::try_from(bytes.len()).ok()?, name: path };
        directory.add(&header, u32::try_from(out.len()).ok()?);
        out.extend(header.local());
        out.extend(bytes);
    }
    let at = u32::try_from(out.len()).ok()?;
    out.extend(directory.end(at));
    (out.len() as u64 <= MOST_BYTES && usize::from(directory.count) <= MOST_FILES).then_some(out)
}

pub(crate) fn read(bytes: &[u8]) -> Result<Container<'_>, Unreadable> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    if !bytes.starts_with(LOCAL) {
        return Err(Unreadable::NoPackage);
    }
    let (mut at, mut files, mut first, mut directory) = (0, Vec::new(), None, Directory::default());
    while bytes[at..].starts_with(LOCAL) {
        let found = Header::read(&bytes[at..]).ok_or(Unreadable::Truncated(bytes.len()))?;
        let name = std::str::from_utf8(found.name).map_err(|_| Unreadable::Altered(at + 30))?;
        let header = Header { day: *first.get_or_insert(found.day), crc: found.crc, size: found.size, name };
        let expected = header.local();
        same(&expected, bytes, at)?;
        let (start, offset) = (at + expected.len(), u32::try_from(at).map_err(|_| Unreadable::TooLarge)?);
        let end = start.checked_add(header.size as usize).ok_or(Unreadable::TooLarge)?;
        let data = bytes.get(start..end).ok_or(Unreadable::Truncated(bytes.len()))?;
        if files.len() == MOST_FILES {
            return Err(Unreadable::TooLarge);
        }
        files.push(File { path: name, bytes: data, intact: crc32fast::hash(data) == header.crc });
        directory.add(&header, offset);
        at = end;
    }
    if bytes.len() < at + LOCAL.len() {
        return Err(Unreadable::Truncated(bytes.len()));
    }
    let end = directory.end(u32::try_from(at).map_err(|_| Unreadable::TooLarge)?);
    same(&end, bytes, at)?;
    if bytes.len() > at + end.len() {
        return Err(Unreadable::Altered(at + end.len()));
    }
    refuse_bad_names(&files)?;
    let day = first.and_then(date).ok_or(Unreadable::Altered(12))?;
    Ok(Container { day, files })
}

/// That `bytes` go on with `expected` at `at`.
fn same(expected: &[u8], bytes: &[u8], at: usize) -> Result<(), Unreadable> {
    let found = &bytes[at..bytes.len().min(at + expected.len())];
    match expected.iter().zip(found).position(|(one, other)| one != other) {
        Some(differs) => Err(Unreadable::Altered(at + differs)),
        None if found.len() < expected.len() => Err(Unreadable::Truncated(bytes.len())),
        None => Ok(()),
    }
}

fn refuse_bad_names(files: &[File]) -> Result<(), Unreadable> {
    let bad = files.iter().map(|file| file.path).find(|path| names::fault(path).is_some()).map(str::to_owned);
    match bad.or_else(|| names::collision(files.iter().map(|file| file.path))) {
        Some(path) => Err(Unreadable::Name(path.escape_debug().to_string())),
        None => Ok(()),
    }
}

const LOCAL: &[u8] = b"PK\x03\x04";
/// What follows signature and version in both headers: names in UTF-8, stored, midnight.
const FLAGS_METHOD_TIME: [u8; 6] = [0x00, 0x08, 0, 0, 0, 0];
/// 1.0: stored files need no more.
const NEEDED: [u8; 2] = [10, 0];
/// 3.0 of Unix, so that the permissions below are understood.
const MADE_BY: [u8; 2] = [30, 3];
/// An ordinary file, 0644.
const ATTRIBUTES: u32 = 0o100644 << 16;

/// What differs from entry to entry; `N` is the name, or the bytes that may be one.
#[derive(Clone, Copy)]
struct Header<N> {
    day: u16,
    crc: u32,
    size: u32,
    name: N,
}

impl Header<&str> {
    fn local(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(30 + self.name.len());
        out.extend(LOCAL);
        self.common(&mut out);
        out.extend(self.name.as_bytes());
        out
    }

    fn central(&self, offset: u32) -> Vec<u8> {
        let mut out = Vec::with_capacity(46 + self.name.len());
        out.extend(b"PK\x01\x02");
        out.extend(MADE_BY);
        self.common(&mut out);
        // comment, disk, internal attributes
        out.extend([0; 6]);
        out.extend(ATTRIBUTES.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(self.name.as_bytes());
        out
    }

    fn common(&self, out: &mut Vec<u8>) {
        out.extend(NEEDED);
        out.extend(FLAGS_METHOD_TIME);
        out.extend(self.day.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        // names are limited to 500 bytes
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0; 2]);
    }
}

impl<'a> Header<&'a [u8]> {
    /// Out of a local header; the fixed fields are compared by [`same`].
    fn read(bytes: &'a [u8]) -> Option<Header<&'a [u8]>> {
        let number = |at: usize| -> Option<[u8; 2]> { bytes.get(at..at + 2)?.try_into().ok() };
        let long = |at: usize| -> Option<[u8; 4]> { bytes.get(at..at + 4)?.try_into().ok() };
        let length = usize::from(u16::from_le_bytes(number(26)?));
        Some(Header {
            day: u16::from_le_bytes(number(12)?),
            crc: u32::from_le_bytes(long(14)?),
            size: u32::from_le_bytes(long(18)?),
            name: bytes.get(30..30 + length)?,
        })
    }
}

/// The central directory while it grows.
#[derive(Default)]
struct Directory {
    bytes: Vec<u8>,
    count: u16,
}

impl Directory {
    fn add(&mut self, header: &Header<&str>, offset: u32) {
        self.bytes.extend(header.central(offset));
        self.count = self.count.saturating_add(1);
    }

    /// With the record of its end.
    fn end(&self, at: u32) -> Vec<u8> {
        let mut out = self.bytes.clone();
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(self.count.to_le_bytes());
        out.extend(self.count.to_le_bytes());
        // 2000 entries of at most 546 bytes
        out.extend((self.bytes.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0; 2]);
        out
    }
}

/// Days from 1980 to 2107.
fn dos_date(day: Date) -> Option<u16> {
    let year = u16::try_from(day.year() - 1980).ok().filter(|year| *year < 128)?;
    Some(year << 9 | (day.month() as u16) << 5 | day.day() as u16)
}

fn date(dos: u16) -> Option<Date> {
    Date::new(1980 + (dos >> 9) as i16, (dos >> 5 & 15) as i8, (dos & 31) as i8).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use jiff::civil::date as day;

    use super::*;

    fn small() -> Vec<u8> {
        let files = [("目录.txt", "一".as_bytes()), ("a/b.txt", b"two"), ("empty", b"")];
        write(day(2026, 11, 30), files.into_iter()).unwrap()
    }

    #[test]
    fn written_and_read() {
        let bytes = small();
        let container = read(&bytes).unwrap();
        assert_eq!(container.day, day(2026, 11, 30));
        let files: Vec<_> = container.files.iter().map(|file| (file.path, file.bytes, file.intact)).collect();
        assert_eq!(files, [("目录.txt", "一".as_bytes(), true), ("a/b.txt", b"two", true), ("empty", b"", true)]);
        assert!(write(day(1979, 1, 1), [("a", &b""[..])].into_iter()).is_none());
    }

    #[test]
    fn another_program_reads_it() {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(small())).unwrap();
        assert_eq!(zip.len(), 3);
        let mut text = String::new();
        zip.by_name("目录.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "一");
        let entry = zip.by_index(1).unwrap();
        let modified = entry.last_modified().unwrap();
        assert_eq!((modified.year(), modified.month(), modified.day(), modified.hour()), (2026, 11, 30, 0));
        assert_eq!(entry.unix_mode(), Some(0o100644));
    }

    #[test]
    fn every_changed_bit_is_found() {
        let bytes = small();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let whole = read(&changed).is_ok_and(|container| container.files.iter().all(|file| file.intact));
            assert!(!whole, "bit {bit}");
        }
    }

    #[test]
    fn every_cut_and_every_addition_is_found() {
        let bytes = small();
        for length in 4..bytes.len() {
            assert_eq!(read(&bytes[..length]).err(), Some(Unreadable::Truncated(length)));
        }
        assert_eq!(read(b"PK").err(), Some(Unreadable::NoPackage));
        assert_eq!(read(&[&bytes[..], b"x"].concat()).err(), Some(Unreadable::Altered(bytes.len())));
        assert_eq!(read(&[b"x", &bytes[..]].concat()).err(), Some(Unreadable::NoPackage));
    }

    #[test]
    fn hostile_names_and_numbers_are_refused() {
        let of = |paths: &[&str]| write(day(2026, 1, 1), paths.iter().map(|path| (*path, &b"x"[..]))).unwrap();
        for bad in
            [&["../x"][..], &["/x"], &["a\\b"], &["x", "X"], &["a", "a/b"], &["a", "a"], &[""], &["nul"], &["a\nb"]]
        {
            assert!(matches!(read(&of(bad)), Err(Unreadable::Name(_))), "{bad:?}");
        }
        let numbers: Vec<String> = (0..=MOST_FILES).map(|n| n.to_string()).collect();
        let many = |count: usize| write(day(2026, 1, 1), numbers[..count].iter().map(|path| (path.as_str(), &b""[..])));
        assert_eq!(read(&many(MOST_FILES).unwrap()).unwrap().files.len(), MOST_FILES);
        assert!(many(MOST_FILES + 1).is_none());
        // An entry that claims four gigabytes.
        let mut huge = small();
        huge[18..26].fill(0xff);
        assert!(matches!(read(&huge), Err(Unreadable::Truncated(_))));
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), front in 0usize..5) {
            let start = small();
            let kept = start.len() * front / 4;
            bytes.splice(0..0, start[..kept].iter().copied());
            if let Ok(container) = read(&bytes) {
                let again = write(container.day, container.files.iter().map(|file| (file.path, file.bytes)));
                proptest::prop_assert!(container.files.iter().any(|file| !file.intact) || again.as_ref() == Some(&bytes));
            }
        }
    }
}
