//! Names that unpack everywhere: on Windows as on Linux, into one folder and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

/// Makes a file name of what a person called it, for the last part of [`Piece::path`](crate::Piece). Two names may become one:
/// put a number before it.
pub fn clean_name(name: &str) -> String {
    let clean: String =
        name.chars().filter(|c| !hidden(*c)).map(|c| if FORBIDDEN.contains(&c) { '_' } else { c }).collect();
    let clean = clean.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 10 => (stem, format!(".{ending}")),
        _ => (clean, String::new()),
    };
    let mut stem = stem.trim_end_matches(|c: char| c.is_whitespace() || c == '.').to_owned();
    while stem.len() + ending.len() > LONGEST_PART {
        stem.pop();
    }
    let name = format!("{}{ending}", stem.trim_end_matches(|c: char| c.is_whitespace() || c == '.'));
    match fault_of_part(&name) {
        None => name,
        Some(_) if name.is_empty() => "未命名".to_owned(),
        Some(_) => format!("_{name}"),
    }
}

/// What is wrong with a path in a package, or nothing.
pub(crate) fn fault(path: &str) -> Option<&'static str> {
    if path.len() > LONGEST_PATH {
        return Some("过长");
    }
    path.split('/').find_map(fault_of_part)
}

/// The paths that could not lie beside each other on every system: equal but for case, or a file that would have to be a folder.
pub(crate) fn collision<'a>(paths: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut files = BTreeMap::new();
    for path in paths {
        if files.insert(path.to_lowercase(), path).is_some() {
            return Some(path.to_owned());
        }
    }
    let folders: BTreeSet<&str> =
        files.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    files.iter().find(|(lower, _)| folders.contains(lower.as_str())).map(|(_, path)| (*path).to_owned())
}

/// Linux takes 255 bytes in one part.
const LONGEST_PART: usize = 240;
const LONGEST_PATH: usize = 500;

const FORBIDDEN: &[char] = &['/', '\\', '<', '>', ':', '"', '|', '?', '*'];

/// Devices of Windows, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
const NUMBERED: &[&str] = &["com", "lpt"];

fn fault_of_part(part: &str) -> Option<&'static str> {
    let blank = |c: Option<char>| c.is_some_and(|c| c.is_whitespace());
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = NUMBERED.iter().filter_map(|device| stem.strip_prefix(device)).any(|rest| {
        rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
    });
    match part {
        "" | "." | ".." => Some("有空的或指向上级的部分"),
        _ if part.len() > LONGEST_PART => Some("过长"),
        _ if part.chars().any(|c| FORBIDDEN.contains(&c)) => Some("含有不能用于文件名的字符"),
        _ if part.chars().any(hidden) => Some("含有看不见的字符"),
        _ if part.ends_with('.') || blank(part.chars().next()) || blank(part.chars().last()) => {
            Some("首尾有空格或句点")
        }
        _ if numbered || DEVICES.contains(&stem.as_str()) => Some("是系统保留的名称"),
        _ => None,
    }
}

/// Control characters, and those that let a name look like another.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_paths_are_named() {
        for good in ["forms/办结报告.pdf", "a", "attachments/01-会议纪要（定稿）.docx", "x/.y", "console/com10.txt"]
        {
            assert_eq!(fault(good), None, "{good}");
        }
        let long = "长".repeat(81);
        for bad in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "a/.",
            "a\\b",
            "C:/x",
            "a?",
            "a\0b",
            "a\nb",
            " a",
            "a ",
            "a.",
            "x/nul",
            "AUX.txt",
            "com1.pdf",
            "a/LPT9",
            "\u{202E}fdp.exe",
            "a\u{200B}b",
            &long,
            &"a/".repeat(300),
        ] {
            assert!(fault(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn collisions_are_found() {
        assert_eq!(collision(["a/b", "a/c", "ab"].into_iter()), None);
        assert_eq!(collision(["a/b", "A/B"].into_iter()), Some("A/B".to_owned()));
        assert_eq!(collision(["a/b/c", "A/b"].into_iter()), Some("A/b".to_owned()));
        assert_eq!(collision(["a", "a"].into_iter()), Some("a".to_owned()));
    }

    #[test]
    fn names_are_cleaned() {
        for (name, clean) in [
            ("办结报告.pdf", "办结报告.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\目录\\报告?.docx", "C__目录_报告_.docx"),
            (" . ", "未命名"),
            ("", "未命名"),
            ("nul.txt", "_nul.txt"),
            ("a\u{202E}fdp.exe", "afdp.exe"),
            ("报告 .pdf", "报告.pdf"),
        ] {
            assert_eq!(clean_name(name), clean);
        }
        let long = clean_name(&format!("{}.pdf", "长".repeat(200)));
        assert!(long.ends_with("长.pdf") && long.len() <= LONGEST_PART, "{long}");
    }

    proptest::proptest! {
        #[test]
        fn a_cleaned_name_has_no_fault(name in "\\PC*", wild in ".{0,300}") {
            proptest::prop_assert_eq!(fault(&clean_name(&name)), None);
            proptest::prop_assert_eq!(fault(&clean_name(&wild)), None);
            proptest::prop_assert!(!clean_name(&wild).contains('/'));
        }
    }
}
