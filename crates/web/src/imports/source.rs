//! The text of a document with what was read from it marked: title, units and limit of every line.

use app::imports::PlacedLine;

use crate::pages::imports::{Paragraph, Segment};

/// The most of a source that a page shows, in bytes.
const SHOWN: usize = 300_000;

/// What a stretch of the text was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    start: usize,
    end: usize,
    class: &'static str,
    place: i64,
}

/// In: the text and the lines read from it. Out: its paragraphs, and whether there is more.
pub fn marked(text: &str, lines: &[PlacedLine]) -> (Vec<Paragraph>, bool) {
    let marks: Vec<Mark> = lines.iter().flat_map(marks_of).filter(|mark| mark.start < mark.end).collect();
    let end = boundary(text, SHOWN);
    let mut anchored: Vec<i64> = Vec::new();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for paragraph in text[..end].split('\n') {
        let range = start..start + paragraph.len();
        start = range.end + 1;
        if !paragraph.trim().is_empty() {
            paragraphs.push(segments(text, range, &marks, &mut anchored));
        }
    }
    (paragraphs, end < text.len())
}

/// The paragraphs of one line alone.
pub fn excerpt(text: &str, line: &PlacedLine) -> Vec<Paragraph> {
    let origin = &line.line.found.task.candidate.origin;
    let all = [&origin.title, &origin.content].into_iter().chain(&origin.units).chain([&origin.deadline]);
    let found: Vec<_> = all.filter(|range| range.start < range.end && range.end <= text.len()).collect();
    let (Some(first), Some(last)) =
        (found.iter().map(|range| range.start).min(), found.iter().map(|range| range.end).max())
    else {
        return Vec::new();
    };
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(last..).and_then(|after| after.find('\n')).map_or(text.len(), |at| last + at);
    let marks = marks_of(line);
    let mut at = start;
    let mut paragraphs = Vec::new();
    for paragraph in text.get(start..end).unwrap_or_default().split('\n') {
        let range = at..at + paragraph.len();
        at = range.end + 1;
        let of_this = marks.iter().any(|mark| mark.start < range.end && range.start < mark.end);
        if of_this && !paragraph.trim().is_empty() {
            paragraphs.push(segments(text, range, &marks, &mut Vec::new()));
        }
    }
    paragraphs
}

fn marks_of(placed: &PlacedLine) -> Vec<Mark> {
    let (origin, place) = (&placed.line.found.task.candidate.origin, placed.place);
    let mark = |range: &std::ops::Range<usize>, class| Mark { start: range.start, end: range.end, class, place };
    let units = origin.units.iter().map(|range| mark(range, "from-unit"));
    let rest =
        [mark(&origin.content, "from-line"), mark(&origin.title, "from-title"), mark(&origin.deadline, "from-limit")];
    rest.into_iter().chain(units).collect()
}

/// Cuts a paragraph wherever a mark begins or ends.
fn segments(text: &str, paragraph: std::ops::Range<usize>, marks: &[Mark], anchored: &mut Vec<i64>) -> Paragraph {
    let here: Vec<&Mark> =
        marks.iter().filter(|mark| mark.start < paragraph.end && paragraph.start < mark.end).collect();
    let mut cuts: Vec<usize> = here.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    cuts.retain(|cut| paragraph.contains(cut) && text.is_char_boundary(*cut));
    cuts.extend([paragraph.start, paragraph.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let segment = |cut: &[usize]| {
        let (start, end) = (cut[0], cut[1]);
        let within: Vec<&&Mark> = here.iter().filter(|mark| mark.start <= start && end <= mark.end).collect();
        let mut classes: Vec<&str> = within.iter().map(|mark| mark.class).collect();
        classes.dedup();
        let new = within.iter().map(|mark| mark.place).find(|place| !anchored.contains(place));
        anchored.extend(new);
        Segment {
            text: text.get(start..end).unwrap_or_default().to_owned(),
            class: classes.join(" "),
            anchor: new.map(|place| format!("source-{place}")).unwrap_or_default(),
        }
    };
    cuts.windows(2).map(segment).collect()
}

fn boundary(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    text[..].char_indices().map(|(at, _)| at).take_while(|at| *at <= most).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use app::imports::{Line, LineState, Typed};
    use intake::{Item, minutes::Origin};

    use super::*;

    fn line(place: i64, title: std::ops::Range<usize>, limit: std::ops::Range<usize>) -> PlacedLine {
        let mut found = Item::default();
        found.task.candidate.origin =
            Origin { content: title.start..limit.end, title, deadline: limit, ..Origin::default() };
        let line = Line {
            found,
            typed: Typed::default(),
            doubts: Vec::new(),
            faults: Vec::new(),
            twins: Vec::new(),
            looked_at: false,
            into: None,
        };
        PlacedLine { place, state: LineState::Open, line, twins: Vec::new(), matter: None }
    }

    #[test]
    fn every_byte_of_the_text_is_shown_once_and_each_line_has_one_anchor() {
        let text = "纪要\n一、建台账，6月底前完成。\n\n二、修屋面，年底前完成。";
        let at = |words: &str| text.find(words).map(|start| start..start + words.len()).unwrap_or_default();
        let lines = [line(1000, at("建台账"), at("6月底前")), line(2000, at("修屋面"), at("年底前"))];
        let (paragraphs, cut) = marked(text, &lines);
        let shown: Vec<String> =
            paragraphs.iter().map(|all| all.iter().map(|one| one.text.as_str()).collect()).collect();
        assert_eq!((shown.join("\n"), cut), (text.replace("\n\n", "\n"), false));
        let anchors: Vec<&str> =
            paragraphs.iter().flatten().map(|one| one.anchor.as_str()).filter(|anchor| !anchor.is_empty()).collect();
        assert_eq!(anchors, ["source-1000", "source-2000"]);
        let limit = paragraphs[1].iter().find(|one| one.text == "6月底前");
        assert_eq!(limit.map(|one| one.class.as_str()), Some("from-line from-limit"));
        assert_eq!(excerpt(text, &lines[1]).len(), 1);
    }

    #[test]
    fn places_that_are_none_of_the_text_mark_nothing() {
        let (paragraphs, _) = marked("纪要", &[line(1, 900..950, 1..2)]);
        assert_eq!(paragraphs.concat().iter().map(|one| one.text.as_str()).collect::<String>(), "纪要");
    }
}
