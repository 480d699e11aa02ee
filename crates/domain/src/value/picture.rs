//! A small PNG picture that belongs to the institution: its logo.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::Invalid;

/// A PNG picture (ISO/IEC 15948), small enough to lie in the record itself. Only its head has been looked at: whether it can
/// be drawn is seen when it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Picture {
    png: Vec<u8>,
    width: u32,
    height: u32,
}

impl Picture {
    /// The most bytes.
    pub const MOST: usize = 64 * 1024;
    /// The fewest and the most dots of a side.
    pub const SIDES: std::ops::RangeInclusive<u32> = 16..=1200;

    /// In: a PNG file.
    pub fn png(bytes: Vec<u8>) -> Result<Self, Invalid> {
        let invalid = |fault: &str| Invalid::new("标志", fault);
        // The signature, then the first block: its length, its name, width and height.
        let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").and_then(|rest| rest.first_chunk::<8>());
        let Some([a, b, c, d, e, f, g, h]) = head.copied() else {
            return Err(invalid("请选择 PNG 图片"));
        };
        let (width, height) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        if bytes.len() > Self::MOST {
            return Err(invalid("图片请不超过 64 KB，可缩小尺寸后再选"));
        }
        if ![width, height].iter().all(|side| Self::SIDES.contains(side)) {
            return Err(invalid("图片的宽和高请在 16 到 1200 点之间"));
        }
        if width > height * 6 || height > width * 2 {
            return Err(invalid("图片请不要过宽或过高：宽不超过高的 6 倍，高不超过宽的 2 倍"));
        }
        Ok(Self { png: bytes, width, height })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.png
    }

    /// Width and height in dots.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

impl TryFrom<String> for Picture {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let bytes = STANDARD.decode(text).map_err(|_| Invalid::new("标志", "请选择 PNG 图片"))?;
        Self::png(bytes)
    }
}

impl From<Picture> for String {
    fn from(picture: Picture) -> String {
        STANDARD.encode(picture.png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, more: usize) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.resize(bytes.len() + more, 0);
        bytes
    }

    #[test]
    fn a_small_png_is_accepted_and_comes_back_from_the_record_as_it_was() {
        let picture = Picture::png(png(400, 120, 30)).unwrap();
        assert_eq!(picture.size(), (400, 120));
        let text = serde_json::to_string(&picture).unwrap();
        assert_eq!(serde_json::from_str::<Picture>(&text).unwrap(), picture);
    }

    #[test]
    fn what_is_no_small_png_is_refused_with_what_to_do() {
        let said = |bytes: Vec<u8>| Picture::png(bytes).unwrap_err().to_string();
        assert!(said(b"GIF89a".to_vec()).contains("请选择 PNG 图片"));
        assert!(said(png(400, 120, 1)[..20].to_vec()).contains("请选择 PNG 图片"));
        assert!(said(png(400, 120, Picture::MOST)).contains("64 KB"));
        assert!(said(png(8, 8, 0)).contains("16 到 1200"));
        assert!(said(png(1201, 600, 0)).contains("16 到 1200"));
        assert!(said(png(1200, 100, 0)).contains("过宽"));
        assert!(serde_json::from_str::<Picture>("\"%%%\"").is_err());
    }
}
