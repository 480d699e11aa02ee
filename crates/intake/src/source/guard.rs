//! The door: what kind of file this is by its first bytes, whether it may be opened at all, and how much may come out.
//! No size that a file states about itself is believed; what is counted is what is really unpacked.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

/// The largest file that is taken in.
pub const FILE_MOST: usize = 20 << 20;
/// The most that one part of a container may unpack to, and all parts read together.
const PART_MOST: u64 = 24 << 20;
const ALL_MOST: u64 = 32 << 20;
/// The most parts of a container: an ordinary document has some twenty, one with many pictures a few hundred.
const PARTS_MOST: usize = 4_000;

/// Why a file is not read: what is wrong, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("文件是空的，请检查后重新上传")]
    Empty,
    #[error("文件超过 {} MB，请删去图片或拆分后再上传", FILE_MOST >> 20)]
    TooLarge,
    #[error("文件解压后的内容过大，不像正常的公文，没有读取。请把正文另存为新的 .docx 后再上传")]
    Bomb,
    #[error("文件内容过多（段落或表格超出上限），请只保留需要读取的部分后再上传")]
    TooMuch,
    #[error("文件内部嵌套过深，不像正常的公文，没有读取。请把正文复制到新的文档后再上传")]
    TooDeep,
    #[error("文件不完整或已损坏，请用 Word 或 WPS 打开、另存后再上传")]
    Broken,
    #[error("文件内含外部引用声明（DTD），为安全起见没有读取。请用 Word 或 WPS 另存为 .docx 后再上传")]
    Dtd,
    #[error("文件已加密，请取消密码后再上传")]
    Encrypted,
    #[error("这是旧格式的 Word 或 WPS 文档，请用 Word 或 WPS 另存为 .docx 后再上传")]
    OldWord,
    #[error("这是旧格式的 Excel 或 WPS 表格，请另存为 .xlsx 后在台账导入中上传")]
    OldExcel,
    #[error("这是表格（.xlsx），请在台账导入中上传")]
    Workbook,
    #[error("这个文件不是表格（.xlsx），文件（纪要、方案等）请在文件读取中上传")]
    NotWorkbook,
    #[error("这是{0}，暂不能读取，请另存为 .docx 后再上传")]
    Other(&'static str),
    #[error("这份 PDF 是扫描件，没有可读取的文字。请改用 Word 原稿，或识别（OCR）后再上传")]
    Scanned,
    #[error("这份 PDF 的文字没有编码信息，读出的是乱码。请改用 Word 原稿后再上传")]
    Garbled,
    #[error("文件中没有文字，请检查后重新上传")]
    NoText,
    #[error("文字编码无法识别，请用记事本另存为 UTF-8 编码后再上传")]
    Encoding,
    #[error("不能识别的文件类型，请上传 .docx、PDF 或文本文件")]
    Unknown,
}

/// What a file is, by its bytes; a name proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Zip,
    /// the container of .doc, .xls, .wps and of encrypted .docx
    Ole2,
    Pdf,
    Rtf,
    Html,
    Xml,
    /// a picture, a program: certainly no text
    Binary,
    /// anything else: perhaps text
    Text,
}

impl Kind {
    pub fn of(bytes: &[u8]) -> Kind {
        const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        const BINARY: [&[u8]; 7] =
            [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"Rar!", b"7z\xBC\xAF", b"MZ\x90", b"\x1F\x8B"];
        let head = without_bom(bytes).trim_ascii_start();
        let tagged = |tag: &str| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
        // Some writers put a few bytes before the signature of a PDF; readers allow a kilobyte.
        let is_pdf = bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-");
        match () {
            () if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") => Kind::Zip,
            () if bytes.starts_with(OLE2) => Kind::Ole2,
            () if is_pdf => Kind::Pdf,
            () if head.starts_with(b"{\\rtf") => Kind::Rtf,
            () if tagged("<html") || tagged("<!doctype html") || tagged("MIME-Version:") => Kind::Html,
            () if tagged("<?xml") => Kind::Xml,
            () if BINARY.iter().any(|magic| bytes.starts_with(magic)) => Kind::Binary,
            () => Kind::Text,
        }
    }
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Empty and oversized files go no further.
pub fn sized(bytes: &[u8]) -> Result<(), Refused> {
    match bytes.len() {
        0 => Err(Refused::Empty),
        len if len > FILE_MOST => Err(Refused::TooLarge),
        _ => Ok(()),
    }
}

/// What an OLE2 file is called when it is refused. Names of its parts are UTF-16 in its directory.
pub fn ole2(bytes: &[u8]) -> Refused {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    match () {
        () if holds("EncryptedPackage") => Refused::Encrypted,
        () if holds("Workbook") => Refused::OldExcel,
        () if holds("PowerPoint Document") => Refused::Other("演示文稿"),
        () => Refused::OldWord,
    }
}

/// A ZIP container of which no more is unpacked than the caps allow.
pub struct Container<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Container<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        few_parts(bytes)?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
        if zip.len() > PARTS_MOST {
            return Err(Refused::Bomb);
        }
        Ok(Self { zip, left: ALL_MOST })
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part, or `None` where there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(refused)?;
        let most = PART_MOST.min(self.left);
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| Refused::Broken)?;
        let len = bytes.len() as u64;
        if len > most {
            return Err(Refused::Bomb);
        }
        self.left -= len;
        Ok(Some(bytes))
    }

    /// A part as text: XML is UTF-8 or, marked, UTF-16.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        let (encoding, bom) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        if encoding == encoding_rs::UTF_8 {
            let mut bytes = bytes;
            bytes.drain(..bom);
            return String::from_utf8(bytes).map(Some).map_err(|_| Refused::Broken);
        }
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[bom..]);
        if broken { Err(Refused::Broken) } else { Ok(Some(text.into_owned())) }
    }
}

/// Looks at the end record before anything is allocated for the entries it promises.
fn few_parts(bytes: &[u8]) -> Result<(), Refused> {
    let tail = &bytes[bytes.len().saturating_sub(22 + 65_535)..];
    let at = tail.windows(4).rposition(|four| four == b"PK\x05\x06").ok_or(Refused::Broken)?;
    let count = tail.get(at + 10..at + 12).ok_or(Refused::Broken)?;
    let count = usize::from(u16::from_le_bytes([count[0], count[1]]));
    // 0xFFFF stands for "see the 64-bit record": no document has so many parts.
    if count > PARTS_MOST { Err(Refused::Bomb) } else { Ok(()) }
}

fn refused(error: ZipError) -> Refused {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Refused::Encrypted,
        _ => Refused::Broken,
    }
}

/// The size of what a zlib stream unpacks to, counted while it is thrown away; `look` sees the unpacked bytes in pieces. What
/// is broken counts as far as it unpacks. The deflate of `zip` does it, fed with an entry made up around the stream.
pub fn inflated(zlib: &[u8], most: u64, mut look: impl FnMut(&[u8])) -> Result<u64, Refused> {
    let headed = matches!(zlib, [first, second, ..] if first & 15 == 8 && (u32::from(*first) << 8 | u32::from(*second)) % 31 == 0);
    let raw = if headed { &zlib[2..] } else { zlib };
    let size = u32::try_from(raw.len()).map_err(|_| Refused::TooLarge)?.to_le_bytes();
    let mut entry = Vec::with_capacity(31 + raw.len());
    entry.extend_from_slice(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
    entry.extend_from_slice(&size);
    entry.extend_from_slice(&i32::MAX.to_le_bytes());
    entry.extend_from_slice(b"\x01\0\0\0x");
    entry.extend_from_slice(raw);
    let mut from = Cursor::new(entry);
    let Ok(Some(mut file)) = zip::read::read_zipfile_from_stream(&mut from) else { return Ok(0) };
    let mut total = 0;
    let mut buffer = vec![0; 64 << 10];
    // The end, a broken stream and the made-up checksum all end the counting.
    while let Ok(read @ 1..) = file.read(&mut buffer) {
        look(&buffer[..read]);
        total += read as u64;
        if total > most {
            return Err(Refused::Bomb);
        }
    }
    Ok(total)
}
