//! The operators that show text, and where they show it.

use std::{collections::HashMap, rc::Rc};

use hayro_interpret::hayro_syntax::{
    content::UntypedIter,
    object::{Array, Dict, Name, Object, Stream, String as PdfString},
    page::{Page, Resources},
};

use super::{font::Font, inspect};
use crate::source::Refused;

const OPERATORS_MOST: usize = 1_000_000;
const SIGNS_MOST: usize = 1_000_000;
const FORMS_DEEP: usize = 6;
const STATES_MOST: usize = 500;

/// A sign on the page: y grows downwards.
#[derive(Debug, Clone)]
pub struct Placed {
    pub text: String,
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
}

/// A straight line that the page draws: a table's rule, perhaps. y grows downwards.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rule {
    const THIN: f64 = 2.5;
    const SHORT: f64 = 4.0;

    fn between(one: (f64, f64), other: (f64, f64)) -> Self {
        Self {
            left: one.0.min(other.0),
            top: one.1.min(other.1),
            right: one.0.max(other.0),
            bottom: one.1.max(other.1),
        }
    }

    pub fn is_upright(&self) -> bool {
        self.right - self.left < Self::THIN && self.bottom - self.top > Self::SHORT
    }

    pub fn is_level(&self) -> bool {
        self.bottom - self.top < Self::THIN && self.right - self.left > Self::SHORT
    }

    pub fn touches(&self, other: &Self) -> bool {
        let near = Self::THIN;
        self.left <= other.right + near
            && other.left <= self.right + near
            && self.top <= other.bottom + near
            && other.top <= self.bottom + near
    }

    pub fn around(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// What a page shows.
#[derive(Default)]
pub struct Shown {
    pub signs: Vec<Placed>,
    pub rules: Vec<Rule>,
}

/// Of a page, and of all pages: beyond, tables are no longer looked for.
const RULES_MOST: usize = 4_000;
const ALL_RULES_MOST: usize = 40_000;

/// Reads page after page and counts what it does.
#[derive(Default)]
pub struct Reader {
    operators: usize,
    rules: usize,
    pub signs: usize,
    /// signs whose character nobody can tell
    pub unknown: usize,
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `one`, then `two`.
fn times(one: Matrix, two: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = two;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn through(matrix: Matrix, x: f64, y: f64) -> (f64, f64) {
    let [a, b, c, d, e, f] = matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

/// The straight parts of a path that is not drawn yet.
#[derive(Default)]
struct Path {
    at: Option<(f64, f64)>,
    rules: Vec<Rule>,
}

impl Path {
    fn line(&mut self, to: (f64, f64)) {
        if let Some(from) = self.at.replace(to) {
            self.push(Rule::between(from, to));
        }
    }

    /// A thin rectangle is a line; a wide one has four.
    fn rectangle(&mut self, [x, y, width, height, ..]: Matrix, ctm: Matrix) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        let [one, two, three, four] = corners.map(|(x, y)| through(ctm, x, y));
        let whole = Rule::between(one, three);
        if whole.is_level() || whole.is_upright() {
            return self.push(whole);
        }
        for (from, to) in [(one, two), (two, three), (three, four), (four, one)] {
            self.push(Rule::between(from, to));
        }
    }

    fn push(&mut self, rule: Rule) {
        let is_finite = [rule.left, rule.top, rule.right, rule.bottom].iter().all(|number| number.is_finite());
        if is_finite && (rule.is_level() || rule.is_upright()) && self.rules.len() < RULES_MOST {
            self.rules.push(rule);
        }
    }

    fn drawn(&mut self, rules: &mut Vec<Rule>) {
        let free = RULES_MOST.saturating_sub(rules.len());
        rules.extend(std::mem::take(&mut self.rules).into_iter().take(free));
        self.at = None;
    }
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter: f64,
    word: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// The fonts of a page, read once.
type Fonts = HashMap<Vec<u8>, Rc<Font>>;

impl Reader {
    pub fn page(&mut self, page: &Page<'_>) -> Result<Shown, Refused> {
        let ctm = page.initial_transform(true).as_coeffs();
        let state = State { ctm, font: None, size: 1.0, letter: 0.0, word: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 };
        let mut shown = Shown::default();
        // A picture was not measured, and is no page.
        let contents = page.raw().get::<Object<'_>>("Contents");
        let is_picture = match contents {
            Some(Object::Stream(stream)) => inspect::is_picture(stream.dict().data()),
            Some(Object::Array(parts)) => {
                parts.iter::<Stream<'_>>().any(|part| inspect::is_picture(part.dict().data()))
            }
            _ => false,
        };
        if is_picture {
            return Err(Refused::Broken);
        }
        let content = page.page_stream().unwrap_or_default();
        self.content(content, page.resources(), state, 0, &mut shown)?;
        self.rules += shown.rules.len();
        if self.rules > ALL_RULES_MOST {
            shown.rules.clear();
        }
        Ok(shown)
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        state: State,
        deep: usize,
        page: &mut Shown,
    ) -> Result<(), Refused> {
        let mut fonts = Fonts::new();
        let mut saved: Vec<State> = Vec::new();
        let mut state = state;
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        let mut path = Path::default();
        let mut operators = UntypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.operators += 1;
            if self.operators > OPERATORS_MOST {
                return Err(Refused::TooMuch);
            }
            let operands: Vec<&Object<'_>> = operator.operands().collect();
            let number = |at: usize| match operands.get(at) {
                Some(Object::Number(number)) => number.as_f64(),
                _ => 0.0,
            };
            let string = |at: usize| match operands.get(at) {
                Some(Object::String(string)) => Some(string),
                _ => None,
            };
            let name = |at: usize| match operands.get(at) {
                Some(Object::Name(name)) => Some(name),
                _ => None,
            };
            match &**operator.operator {
                b"q" if saved.len() < STATES_MOST => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.ctm = times(std::array::from_fn(number), state.ctm),
                b"re" => path.rectangle(std::array::from_fn(number), state.ctm),
                b"m" => path.at = Some(through(state.ctm, number(0), number(1))),
                b"l" => path.line(through(state.ctm, number(0), number(1))),
                b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => path.drawn(&mut page.rules),
                b"n" => path = Path::default(),
                b"BT" => (text, line) = (IDENTITY, IDENTITY),
                b"Tc" => state.letter = number(0),
                b"Tw" => state.word = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Tf" => {
                    state.size = number(1);
                    state.font = name(0).and_then(|name| font(name, resources, &mut fonts));
                }
                b"Td" | b"TD" => {
                    if &**operator.operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line);
                    text = line;
                }
                b"Tm" => {
                    line = std::array::from_fn(number);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                    let shown = if &**operator.operator == b"\"" { string(2) } else { string(0) };
                    if let Some(shown) = shown {
                        self.show(shown, &state, &mut text, page)?;
                    }
                }
                b"Tj" => {
                    if let Some(shown) = string(0) {
                        self.show(shown, &state, &mut text, page)?;
                    }
                }
                b"TJ" => {
                    if let Some(Object::Array(parts)) = operands.first() {
                        self.show_parts(parts, &state, &mut text, page)?;
                    }
                }
                b"Do" if deep < FORMS_DEEP => {
                    if let Some(form) = name(0).and_then(|name| resources.get_x_object(name)) {
                        self.form(&form, resources, &state, deep, page)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn show_parts(
        &mut self,
        parts: &Array<'_>,
        state: &State,
        text: &mut Matrix,
        page: &mut Shown,
    ) -> Result<(), Refused> {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(shown) => self.show(&shown, state, text, page)?,
                Object::Number(back) => {
                    let step = -back.as_f64() / 1000.0 * state.size * state.scale;
                    *text = times([1.0, 0.0, 0.0, 1.0, step, 0.0], *text);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn show(
        &mut self,
        shown: &PdfString<'_>,
        state: &State,
        text: &mut Matrix,
        page: &mut Shown,
    ) -> Result<(), Refused> {
        let Some(font) = &state.font else { return Ok(()) };
        for sign in font.signs(shown.as_bytes()) {
            let step = sign.width / 1000.0 * state.size + state.letter + if sign.is_space { state.word } else { 0.0 };
            let here = times(*text, state.ctm);
            *text = times([1.0, 0.0, 0.0, 1.0, step * state.scale, 0.0], *text);
            let next = times(*text, state.ctm);
            let is_blank = sign.text.as_deref().is_some_and(|text| text.trim().is_empty());
            if is_blank {
                continue;
            }
            self.signs += 1;
            if self.signs > SIGNS_MOST {
                return Err(Refused::TooMuch);
            }
            let Some(words) = sign.text.filter(|text| !text.chars().any(is_private)) else {
                self.unknown += 1;
                continue;
            };
            let size = state.size.abs() * here[2].hypot(here[3]);
            let y = here[5] + state.rise * here[3];
            if [here[4], next[4], y, size].iter().all(|number| number.is_finite()) {
                page.signs.push(Placed { text: words, x: here[4], end: next[4], y, size });
            }
        }
        Ok(())
    }

    fn form(
        &mut self,
        form: &Stream<'_>,
        resources: &Resources<'_>,
        state: &State,
        deep: usize,
        page: &mut Shown,
    ) -> Result<(), Refused> {
        if form.dict().get::<Name<'_>>("Subtype").is_none_or(|kind| &*kind != b"Form") {
            return Ok(());
        }
        if inspect::is_picture(form.dict().data()) {
            return Ok(());
        }
        let Ok(content) = form.decoded() else { return Ok(()) };
        // What is unpacked again and again counts each time.
        self.operators += 100 + content.len() / 64;
        let mut state = state.clone();
        if let Some(matrix) = form.dict().get::<Array<'_>>("Matrix") {
            let numbers: Vec<f64> = matrix.iter::<f32>().map(f64::from).take(6).collect();
            if let Ok(matrix) = Matrix::try_from(numbers) {
                state.ctm = times(matrix, state.ctm);
            }
        }
        let own = form.dict().get::<Dict<'_>>("Resources").unwrap_or_default();
        let resources = Resources::from_parent(own, resources.clone());
        self.content(&content, &resources, state, deep + 1, page)
    }
}

fn font(name: &Name<'_>, resources: &Resources<'_>, fonts: &mut Fonts) -> Option<Rc<Font>> {
    let key = name.to_vec();
    if let Some(known) = fonts.get(&key) {
        return Some(known.clone());
    }
    let font = Rc::new(Font::read(&resources.get_font(name)?));
    fonts.insert(key, font.clone());
    Some(font)
}

/// A sign that only this font understands.
fn is_private(sign: char) -> bool {
    matches!(sign, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\0'..='\u{1F}')
}
