//! Bytes of an uploaded list or notice as text: UTF-8, what its mark says, or the encoding of Chinese Windows.

use encoding_rs::{Encoding, GB18030};

/// None where it is no text, or in no encoding that we know.
pub fn text(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        return (!broken).then(|| text.into_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let (text, _, broken) = GB18030.decode(bytes);
    (!broken).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_campus_desktops() {
        let line = "2027-01-01,off,元旦";
        let (gbk, ..) = encoding_rs::GBK.encode(line);
        let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(line.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [b"\xEF\xBB\xBF".as_slice(), line.as_bytes()].concat();
        for bytes in [line.as_bytes(), &gbk, &utf_16, &marked] {
            assert_eq!(text(bytes).as_deref(), Some(line));
        }
        for bytes in [b"PK\x03\x04\x00\x00".as_slice(), b"\xFF\xFF\xFF"] {
            assert_eq!(text(bytes), None);
        }
    }
}
