//! Signs as lines, lines as paragraphs. Wrapped lines are joined; page numbers and running heads are left out.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{
    content::{Placed, Shown},
    grid::{self, Grid},
};
use crate::minutes::is_numbered;
use crate::source::TableCell;

/// One line of a page.
#[derive(Debug, Clone)]
pub struct Line {
    text: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    /// at the top or the foot of its page, where heads and numbers stand
    at_edge: bool,
}

/// What stands on a page, from the top.
#[derive(Debug, Clone)]
pub enum Piece {
    Line(Line),
    Table(Grid),
}

pub fn page(shown: Shown, height: f64) -> Vec<Piece> {
    let mut signs = shown.signs;
    let tables = grid::take(&mut signs, &shown.rules);
    let mut pieces: Vec<Piece> = lines(signs, height).into_iter().map(Piece::Line).collect();
    pieces.extend(tables.into_iter().map(Piece::Table));
    let top = |piece: &Piece| match piece {
        Piece::Line(line) => line.y,
        Piece::Table(grid) => (grid.top + grid.bottom) / 2.0,
    };
    pieces.sort_by(|one, other| top(one).total_cmp(&top(other)));
    pieces
}

/// The words of a cell: its lines, joined.
pub fn words(signs: Vec<Placed>) -> String {
    let mut words = String::new();
    for line in lines(signs, f64::INFINITY) {
        join(&mut words, &line.text);
    }
    words
}

fn lines(mut signs: Vec<Placed>, height: f64) -> Vec<Line> {
    signs.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    for sign in signs {
        match rows.last_mut() {
            Some(row) if is_beside(row, &sign) => row.push(sign),
            _ => rows.push(vec![sign]),
        }
    }
    rows.into_iter().map(|row| line(row, height)).filter(|line| !line.text.trim().is_empty()).collect()
}

fn is_beside(row: &[Placed], sign: &Placed) -> bool {
    row.first().is_some_and(|first| (first.y - sign.y).abs() < 0.45 * first.size.max(sign.size))
}

fn line(mut row: Vec<Placed>, height: f64) -> Line {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let size = row.iter().map(|sign| sign.size).fold(0.0, f64::max);
    let mut text = String::new();
    let mut end = f64::NEG_INFINITY;
    let mut last: Option<&Placed> = None;
    for sign in &row {
        // A shadow or a bold effect shows the same sign twice in one place.
        let twice = last.is_some_and(|last| last.text == sign.text && (last.x - sign.x).abs() < 0.2 * sign.size);
        if twice {
            continue;
        }
        let gap = sign.x - end;
        let latin = |text: &str| text.chars().all(|sign| sign.is_ascii_alphanumeric());
        let is_word_gap = gap > 0.2 * size && latin(&sign.text) && last.is_some_and(|last| latin(&last.text));
        if end.is_finite() && (gap > 0.8 * size || is_word_gap) {
            text.push(' ');
        }
        text.extend(sign.text.chars().flat_map(plain));
        end = end.max(sign.end);
        last = Some(sign);
    }
    let (x, y) = row.first().map_or((0.0, 0.0), |first| (first.x, first.y));
    Line { text, x, end, y, size, at_edge: y < 0.1 * height || y > 0.88 * height }
}

/// Some fonts say radicals (⼀) and compatibility forms where they mean ordinary signs.
fn plain(sign: char) -> impl Iterator<Item = char> {
    let is_form = matches!(sign, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}');
    let folded: String = if is_form { std::iter::once(sign).nfkc().collect() } else { sign.to_string() };
    folded.chars().collect::<Vec<char>>().into_iter()
}

/// What all pages say: paragraphs, and tables that may go on from page to page.
#[derive(Debug, Clone)]
pub enum Part {
    Paragraph(String),
    Table(Vec<Vec<TableCell>>),
}

pub fn parts(pages: Vec<Vec<Piece>>) -> Vec<Part> {
    let heads = running_heads(&pages);
    let (left, right) = margins(&pages);
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<(usize, Line)> = None;
    for (number, page) in pages.into_iter().enumerate() {
        for piece in page {
            match piece {
                Piece::Line(line) if line.is_head(&heads) => {}
                Piece::Line(line) => {
                    let goes_on = last
                        .as_ref()
                        .is_some_and(|(page, above)| continues(above, &line, *page == number, left, right));
                    match parts.last_mut() {
                        Some(Part::Paragraph(paragraph)) if goes_on => join(paragraph, &line.text),
                        _ => parts.push(Part::Paragraph(line.text.trim().to_owned())),
                    }
                    last = Some((number, line));
                }
                Piece::Table(grid) => {
                    let width = |rows: &[Vec<TableCell>]| rows.first().map_or(0, Vec::len);
                    match parts.last_mut() {
                        Some(Part::Table(rows)) if width(rows) == width(&grid.rows) => rows.extend(grid.rows),
                        _ => parts.push(Part::Table(grid.rows)),
                    }
                    last = None;
                }
            }
        }
    }
    parts
}

impl Line {
    fn is_head(&self, heads: &HashMap<String, usize>) -> bool {
        self.at_edge && (is_page_number(&self.text) || heads.contains_key(&key(&self.text)))
    }
}

fn lines_of(pages: &[Vec<Piece>]) -> impl Iterator<Item = &Line> {
    pages.iter().flatten().filter_map(|piece| match piece {
        Piece::Line(line) => Some(line),
        Piece::Table(_) => None,
    })
}

/// Lines at the edge that several pages have in common.
fn running_heads(pages: &[Vec<Piece>]) -> HashMap<String, usize> {
    let mut heads: HashMap<String, usize> = HashMap::new();
    for line in lines_of(pages).filter(|line| line.at_edge) {
        *heads.entry(key(&line.text)).or_default() += 1;
    }
    heads.retain(|_, count| *count >= 3);
    heads
}

/// A head without its number: 第3页 and 第4页 are one head.
fn key(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && !sign.is_ascii_digit()).collect()
}

/// 3, — 3 —, 第3页, 第3页 共8页, 3/8
fn is_page_number(text: &str) -> bool {
    let rest: String =
        text.chars().filter(|sign| !sign.is_whitespace() && !"-—–―－·/第页共,，".contains(*sign)).collect();
    rest.chars().count() <= 6
        && !rest.is_empty()
        && rest.chars().all(|sign| sign.is_ascii_digit() || ('０'..='９').contains(&sign))
}

/// Where most lines begin and end.
fn margins(pages: &[Vec<Piece>]) -> (f64, f64) {
    let usual = |value: fn(&Line) -> f64, from_end: bool| {
        let mut values: Vec<f64> = lines_of(pages).map(value).collect();
        values.sort_by(f64::total_cmp);
        let place = if from_end { values.len() * 9 / 10 } else { values.len() / 10 };
        values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    (usual(|line| line.x, false), usual(|line| line.end, true))
}

/// Does a line go on with the one above it?
fn continues(above: &Line, line: &Line, same_page: bool, left: f64, right: f64) -> bool {
    let size = above.size.max(line.size);
    let indented = line.x - left > 1.2 * size;
    let ended_short = right - above.end > 1.6 * size;
    let other_size = (above.size - line.size).abs() > 0.15 * size;
    let far = same_page && line.y - above.y > 2.6 * size;
    // A number at the margin begins a clause, but a wrapped line may begin with a date or a count.
    let begins = is_numbered(&line.text) && above.text.trim_end().ends_with(['。', '；', '：', ';', ':', '）', '！']);
    !(indented || ended_short || other_size || far || begins)
}

fn join(paragraph: &mut String, line: &str) {
    let line = line.trim();
    let latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    if latin(paragraph.chars().next_back())
        && latin(line.chars().next())
        && !line.starts_with(|sign: char| sign.is_ascii_digit())
    {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}
