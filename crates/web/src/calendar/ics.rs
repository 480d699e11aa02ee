//! iCalendar (RFC 5545), as much of it as a list of whole days needs: lines end with CRLF and are folded at 75 octets, never
//! within a character; texts are escaped.

use domain::value::Day;
use jiff::Timestamp;

/// A whole day with something on it.
#[derive(Debug, Clone)]
pub struct Event {
    /// the same for ever
    pub uid: String,
    pub day: Day,
    pub summary: String,
    pub description: String,
    /// empty where the site's own address is not known
    pub url: String,
    /// grows with each change
    pub sequence: u32,
    pub changed_at: Timestamp,
}

/// `stamp`: when this answer was made.
pub fn calendar(name: &str, events: &[Event], stamp: Timestamp) -> String {
    let mut out = Lines::default();
    out.add("BEGIN:VCALENDAR");
    out.add("VERSION:2.0");
    out.add("PRODID:-//duban//duban//ZH");
    out.add("CALSCALE:GREGORIAN");
    out.add("METHOD:PUBLISH");
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    out.add("X-WR-TIMEZONE:Asia/Shanghai");
    out.add("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.add("X-PUBLISHED-TTL:PT1H");
    // A calendar needs a component, also while nothing is owed.
    for line in ZONE {
        out.add(line);
    }
    for event in events {
        out.event(event, stamp);
    }
    out.add("END:VCALENDAR");
    out.0
}

const ZONE: [&str; 9] = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
];

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn event(&mut self, event: &Event, stamp: Timestamp) {
        self.add("BEGIN:VEVENT");
        self.add(&format!("UID:{}", event.uid));
        self.add(&format!("DTSTAMP:{}", instant(stamp)));
        self.add(&format!("LAST-MODIFIED:{}", instant(event.changed_at)));
        self.add(&format!("SEQUENCE:{}", event.sequence));
        self.add(&format!("DTSTART;VALUE=DATE:{}", date(event.day)));
        // The day after: the end is not part of it.
        self.add(&format!("DTEND;VALUE=DATE:{}", date(event.day.tomorrow().unwrap_or(event.day))));
        self.text("SUMMARY", &event.summary);
        self.text("DESCRIPTION", &event.description);
        if !event.url.is_empty() {
            self.add(&format!("URL:{}", event.url));
        }
        self.add("TRANSP:TRANSPARENT");
        self.add("END:VEVENT");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.add(&format!("{name}:{}", escaped(value)));
    }

    /// Folded: a following line begins with a blank, which counts.
    fn add(&mut self, line: &str) {
        let mut room = OCTETS;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = OCTETS - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

const OCTETS: usize = 75;

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn date(day: Day) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn event(summary: &str) -> Event {
        Event {
            uid: "0193-1@duban".to_owned(),
            day: date(2026, 12, 31),
            summary: summary.to_owned(),
            description: String::new(),
            url: String::new(),
            sequence: 3,
            changed_at: "2026-11-24T02:05:06.789Z".parse().unwrap(),
        }
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        let long = "督办".repeat(60) + &"𠮷".repeat(30);
        let text = calendar("督办时限", &[event(&long)], Timestamp::UNIX_EPOCH);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{} {line}", line.len());
        }
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{long}\r\n")), "{unfolded}");
    }

    #[test]
    fn a_day_ends_before_the_next_and_texts_are_escaped() {
        let text = calendar("x", &[event("a;b,c\\d\ne\u{7}")], Timestamp::UNIX_EPOCH);
        for wanted in [
            "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n",
            "SUMMARY:a\\;b\\,c\\\\d\\ne\r\n",
            "DTSTAMP:19700101T000000Z\r\nLAST-MODIFIED:20261124T020506Z\r\nSEQUENCE:3\r\n",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }
}
