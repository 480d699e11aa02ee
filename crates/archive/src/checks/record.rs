//! The record of a matter as lines of JSON. Its chain is proved in the system, with a key that never leaves it; here only what
//! can be seen without: no line is missing between the others.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What of an event matters here; all else is not looked at.
#[derive(Deserialize)]
struct Line {
    /// A number, or a name.
    #[serde(default)]
    stream: Option<serde_json::Value>,
    #[serde(default)]
    version: Option<u64>,
}

pub fn is_record(path: &str) -> bool {
    path.to_lowercase().ends_with(".jsonl")
}

/// The first fault of a `.jsonl` file: a line that is none, or a version that does not follow the one before it of the same
/// stream. Lines without versions are a record of another kind.
pub fn faults(path: &str, bytes: &[u8]) -> Option<String> {
    if !is_record(path) {
        return None;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("不是 UTF-8 文字".to_owned()) };
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    let mut numbered = None;
    for (at, line) in text.lines().enumerate() {
        // An array would be read as a structure too.
        let object = line.starts_with('{').then(|| serde_json::from_str::<Line>(line).ok()).flatten();
        let Some(line) = object else {
            return Some(format!("第 {} 行不是 JSON 记录", at + 1));
        };
        if *numbered.get_or_insert(line.version.is_some()) != line.version.is_some() {
            return Some(format!("第 {} 行与前面的行不同，有无版本号不一致", at + 1));
        }
        let Some(version) = line.version else { continue };
        let stream = line.stream.map(|stream| stream.to_string()).unwrap_or_default();
        let before = last.insert(stream, version).unwrap_or(0);
        if version != before.saturating_add(1) {
            return Some(format!(
                "第 {} 行的版本号应为 {}，实为 {version}：记录不连续",
                at + 1,
                before.saturating_add(1)
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_broken_lines_are_named() {
        let of = |text: &str| faults("record/events.jsonl", text.as_bytes());
        assert_eq!(of("{\"version\":1,\"body\":{}}\n{\"version\":2}\n"), None);
        assert_eq!(
            of("{\"stream\":\"a\",\"version\":1}\n{\"stream\":\"b\",\"version\":1}\n{\"stream\":\"a\",\"version\":2}"),
            None
        );
        assert_eq!(of("{\"kind\":\"x\"}\n{}"), None);
        assert_eq!(of(""), None);
        assert_eq!(faults("record/events.txt", b"x"), None);
        for (bad, line) in [
            ("{\"version\":2}", "第 1 行"),
            ("{\"version\":1}\n{\"version\":1}", "第 2 行"),
            ("{\"version\":1}\n{}", "第 2 行"),
            ("{\"version\":1}\nx", "第 2 行"),
            ("{\"version\":1}\n\n{\"version\":2}", "第 2 行"),
            ("[]", "第 1 行"),
            ("{\"version\":-1}", "第 1 行"),
        ] {
            assert!(of(bad).is_some_and(|fault| fault.contains(line)), "{bad}");
        }
        assert!(faults("a.JSONL", b"\xff").is_some());
    }
}
