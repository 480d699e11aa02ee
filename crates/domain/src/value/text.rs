//! Text that people type: kept exactly as typed, or refused naming the field.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a value was not accepted: the field in the user's words, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}：{reason}")]
pub struct Invalid {
    pub field: String,
    pub reason: String,
}

impl Invalid {
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

/// A text of one or more visible characters, up to [`Text::MAX`], of characters that XML 1.0 (and so DOCX and XLSX) can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// Characters, not bytes.
    pub const MAX: usize = 200_000;

    /// In: the field's name as the user knows it, and what was typed. Line ends become `\n`; nothing else is changed.
    pub fn parse(field: &str, typed: &str) -> Result<Self, Invalid> {
        let text = checked(field, typed, Self::MAX)?;
        if text.trim().is_empty() {
            return Err(Invalid::new(field, "不能为空，请填写"));
        }
        Ok(Self(text))
    }

    /// Nothing typed is `None`.
    pub fn optional(field: &str, typed: &str) -> Result<Option<Self>, Invalid> {
        if typed.trim().is_empty() { Ok(None) } else { Self::parse(field, typed).map(Some) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A title: one line of at most [`Title::MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Title(String);

impl Title {
    pub const MAX: usize = 200;

    pub fn parse(field: &str, typed: &str) -> Result<Self, Invalid> {
        let text = checked(field, typed.trim(), Self::MAX)?;
        if text.is_empty() {
            return Err(Invalid::new(field, "不能为空，请填写"));
        }
        if text.contains(['\n', '\t']) {
            return Err(Invalid::new(field, "只能写一行，请去掉换行和制表符"));
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn checked(field: &str, typed: &str, max: usize) -> Result<String, Invalid> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    if let Some(c) = text.chars().find(|c| !legal(*c)) {
        let reason = format!("含有不可见的控制字符 U+{:04X}，请删去后再提交", c as u32);
        return Err(Invalid::new(field, reason));
    }
    let length = text.chars().count();
    if length > max {
        return Err(Invalid::new(field, format!("共 {length} 字，最多 {max} 字，请精简或作为附件上传")));
    }
    Ok(text)
}

/// XML 1.0 `Char`, without the C1 controls that no form can print.
fn legal(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

macro_rules! stringlike {
    ($name:ident, $field:literal) => {
        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::parse($field, &text)
            }
        }
        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
stringlike!(Text, "文字");
stringlike!(Title, "标题");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_emoji_and_markup_are_kept_as_typed() {
        for typed in ["𠮷野家", "👨‍👩‍👧", "零\u{200B}宽", "<script>alert('x')</script>", "\"引号\"", "RTL \u{202E}abc"]
        {
            assert_eq!(Text::parse("事项内容", typed).unwrap().as_str(), typed);
        }
    }

    #[test]
    fn control_characters_are_refused_naming_the_field() {
        for typed in ["a\u{0}b", "a\u{8}b", "\u{FFFE}"] {
            assert_eq!(Text::parse("事项内容", typed).unwrap_err().field, "事项内容");
        }
    }

    #[test]
    fn length_counts_characters() {
        assert!(Text::parse("事项内容", &"督".repeat(100_000)).is_ok());
        assert!(Text::parse("事项内容", &"督".repeat(Text::MAX + 1)).unwrap_err().reason.contains("最多"));
        assert!(Title::parse("事项标题", "两\n行").is_err());
    }
}
