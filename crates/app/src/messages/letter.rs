//! The lines of a person's messages as one letter: number, title, what is owed, and the link; never more.

use std::fmt::Write as _;

use channels::Letter;
use jiff::Timestamp;
use uuid::Uuid;

use super::{Line, Owing};

/// Longer letters are read by nobody.
const LINES_MOST: usize = 40;

/// One line with the message that it says.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub id: Uuid,
    pub line: Line,
}

/// `to`: an address. `origin`: where the system is reached, without a slash at the end; empty where nobody said so.
/// `messages`: every message that the letter settles; its id is made of them.
pub(crate) fn letter(
    name: &str,
    to: String,
    origin: &str,
    entries: &[Entry],
    messages: &[Uuid],
    at: Timestamp,
) -> Letter {
    let is_owed = |entry: &&Entry| matches!(entry.line.owing, Owing::Open { .. });
    let owed: Vec<&Entry> = entries.iter().filter(is_owed).collect();
    let told: Vec<&Entry> = entries.iter().filter(|entry| !is_owed(entry)).collect();
    let mut page = Page { origin, ..Page::default() };
    page.says(&format!("{name}："));
    let mut left = LINES_MOST;
    for (heading, list) in [("请您办理", owed.as_slice()), ("告知您", told.as_slice())] {
        if !list.is_empty() && left > 0 {
            page.list(heading, &list[..list.len().min(left)]);
            left -= list.len().min(left);
        }
    }
    if entries.len() > LINES_MOST {
        page.says(&format!("另有 {} 条消息没有列出，请登录系统查看。", entries.len() - LINES_MOST));
    }
    page.end();
    let html = page.html();
    Letter { id: id(messages), to, subject: subject(&owed, &told), text: page.text, html, at }
}

/// `督办：督办〔2026〕12号 请于2026年10月27日前签收通知单`, or how many there are of each sort.
fn subject(owed: &[&Entry], told: &[&Entry]) -> String {
    let urgent = owed.iter().chain(told).any(|entry| entry.line.urgent);
    let head = if urgent { "督办催办" } else { "督办" };
    if let [only] = [owed, told].concat().as_slice() {
        let line = &only.line;
        let named = if line.number.is_empty() { shortened(&line.title) } else { line.number.clone() };
        return format!("{head}：{named} {}", line.text.trim_end_matches('。'));
    }
    let counted = |list: &[&Entry], what: &str| match list.len() {
        0 => String::new(),
        n => format!("{what} {n} 条"),
    };
    let parts = [counted(owed, "请您办理"), counted(told, "告知您")];
    format!("{head}：{}", parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("，"))
}

fn shortened(title: &str) -> String {
    const MOST: usize = 30;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    title.chars().take(MOST).chain(['…']).collect()
}

/// The same for the same messages for ever.
fn id(messages: &[Uuid]) -> String {
    let mut ids: Vec<[u8; 16]> = messages.iter().map(|id| *id.as_bytes()).collect();
    ids.sort_unstable();
    let digest = crypto::sm3(ids.as_flattened());
    digest[..16].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Text and HTML of a letter, written side by side.
#[derive(Default)]
struct Page<'o> {
    origin: &'o str,
    text: String,
    body: String,
}

impl Page<'_> {
    fn says(&mut self, sentence: &str) {
        let _ = writeln!(self.text, "{sentence}\n");
        let _ = writeln!(self.body, "<p>{}</p>", escaped(sentence));
    }

    fn list(&mut self, heading: &str, entries: &[&Entry]) {
        let heading = format!("{heading}（{} 条）", entries.len());
        let _ = writeln!(self.text, "{heading}\n");
        let _ = writeln!(self.body, "<h2>{}</h2>\n<ol>", escaped(&heading));
        for (entry, n) in entries.iter().zip(1..) {
            let line = &entry.line;
            let named = [line.number.as_str(), line.title.as_str()];
            let named = named.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let _ = writeln!(self.text, "{n}. {named}\n   {}", line.text);
            let link = format!("{}/inbox/{}", self.origin, entry.id);
            let linked = if self.origin.is_empty() {
                escaped(&named)
            } else {
                let _ = writeln!(self.text, "   {link}");
                format!("<a href=\"{}\">{}</a>", escaped(&link), escaped(&named))
            };
            self.text.push('\n');
            let _ = writeln!(self.body, "<li><p>{linked}<br>{}</p></li>", escaped(&line.text));
        }
        self.body.push_str("</ol>\n");
    }

    fn end(&mut self) {
        if self.origin.is_empty() {
            self.says("请登录学校的督办系统办理或查看；网址请询问系统管理员。");
        }
        self.says("这些消息在督办系统的“站内消息”中都有。要改变接收邮件的方式，请登录后打开“个人设置”。");
        self.says("本邮件由督办系统自动发出，请勿回复。");
    }

    fn html(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"></head>\n<body>\n{}</body></html>\n",
            self.body
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use domain::value::MatterId;
    use jiff::civil::date;

    use super::*;
    use crate::messages::About;

    fn entry(n: u128, title: &str, owing: Owing) -> Entry {
        let line = Line {
            about: About::Matter(MatterId(Uuid::from_u128(n))),
            number: format!("督办〔2026〕{n}号"),
            title: title.to_owned(),
            text: "交办：请于2026年10月27日前签收通知单。".to_owned(),
            owing,
            urgent: false,
        };
        Entry { id: Uuid::from_u128(n), line }
    }

    fn written(origin: &str, entries: &[Entry]) -> Letter {
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id).collect();
        letter("周敏", "a@b.cn".to_owned(), origin, entries, &ids, Timestamp::UNIX_EPOCH)
    }

    const OPEN: Owing = Owing::Open { due: date(2026, 10, 27), past: false };

    #[test]
    fn one_message_is_named_in_the_subject() {
        let letter = written("https://duban.example.edu.cn", &[entry(12, "教室检修", OPEN)]);
        assert_eq!(letter.subject, "督办：督办〔2026〕12号 交办：请于2026年10月27日前签收通知单");
        assert!(
            letter.text.starts_with("周敏：\n\n请您办理（1 条）\n\n1. 督办〔2026〕12号 教室检修\n   交办："),
            "{}",
            letter.text
        );
        assert!(letter.text.contains("https://duban.example.edu.cn/inbox/00000000-0000-0000-0000-00000000000c\n"));
    }

    #[test]
    fn several_are_counted_and_what_was_typed_is_escaped() {
        let entries = [entry(1, "甲", OPEN), entry(2, "<b>乙</b> & \"丙\"", Owing::Nothing), entry(3, "丁", OPEN)];
        let letter = written("", &entries);
        assert_eq!(letter.subject, "督办：请您办理 2 条，告知您 1 条");
        assert!(letter.html.contains("&lt;b&gt;乙&lt;/b&gt; &amp; &quot;丙&quot;") && !letter.html.contains("<b>"));
        assert!(!letter.text.contains("http") && letter.text.contains("网址请询问系统管理员"), "{}", letter.text);
        let urging = Entry { line: Line { urgent: true, ..entry(4, "戊", OPEN).line }, id: Uuid::from_u128(4) };
        assert!(written("", &[urging, entry(1, "甲", OPEN)]).subject.starts_with("督办催办：请您办理 2 条"));
    }

    #[test]
    fn the_id_hangs_on_the_messages_not_on_their_order() {
        let [one, two, three] = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(id(&[one, two]), id(&[two, one]));
        assert_ne!(id(&[one, two]), id(&[one, three]));
        assert_eq!(id(&[one]).len(), 32);
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let entries: Vec<Entry> =
            (1..=55).map(|n| entry(n, "事项", if n > 30 { Owing::Nothing } else { OPEN })).collect();
        let letter = written("", &entries);
        assert_eq!(letter.text.matches("签收通知单").count(), 40);
        assert!(letter.text.contains("另有 15 条消息没有列出"), "{}", letter.text);
    }
}
