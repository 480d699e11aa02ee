//! One expression may hold several phrases. Which of them is the limit?
//!
//! The last date is; the others are milestones on the way. What stands in brackets explains a date outside them. What is
//! already done is no limit, and a date outweighs 长期坚持, 尽快 and the school's calendar.

use std::ops::Range;

use domain::{
    calendar::{WorkCalendar, long_day},
    value::Day,
};
use jiff::ToSpan;

use super::{
    Fair, Milestone, Read, Reading, grammar,
    grammar::Setting,
    lexer::{self, Kind, Token},
    phrase::{Item, Phrase},
    resolve::{Outcome, Resolver},
    words::Word,
};

/// Bytes: whatever is longer is no time limit but a text.
const LONGEST: usize = 20_000;

pub fn read(expression: &str, on: Option<Day>, calendar: &WorkCalendar) -> Read {
    if expression.len() > LONGEST {
        return Read::because(Reading::None, "文字太长，没有读取时限");
    }
    let tokens = lexer::tokens(expression);
    if says_nothing(&tokens) {
        return Read::because(Reading::None, "没有写时限");
    }
    if let Some(read) = number_alone(expression, &tokens) {
        return read;
    }
    let items = grammar::phrases(&tokens, expression, Setting::Whole);
    let mut resolver = Resolver::new(on, calendar);
    let weighed: Vec<Weighed<'_>> = items
        .iter()
        .map(|item| {
            let range = range(&tokens, item);
            let text = expression.get(range.clone()).unwrap_or_default();
            // Only what ends as a date shows how it came about.
            let said = resolver.how.len();
            let outcome = resolver.outcome(&item.phrase, text);
            let how = resolver.how.split_off(said);
            Weighed { item, range, text, outcome, how, clause: clause(&tokens, item) }
        })
        .collect();
    verdict(&weighed, on)
}

/// A phrase with what it comes to.
struct Weighed<'t> {
    item: &'t Item,
    range: Range<usize>,
    text: &'t str,
    outcome: Outcome,
    how: Vec<String>,
    /// the number of stops before it
    clause: usize,
}

impl Weighed<'_> {
    fn is_dated(&self) -> bool {
        matches!(self.outcome, Outcome::Day(_) | Outcome::Fair(_))
    }

    fn day(&self) -> Option<Day> {
        match self.outcome {
            Outcome::Day(day) => Some(day),
            _ => None,
        }
    }
}

fn verdict(weighed: &[Weighed<'_>], on: Option<Day>) -> Read {
    let done: Vec<usize> = weighed.iter().filter(|one| one.item.phrase == Phrase::Done).map(|one| one.clause).collect();
    let dated: Vec<&Weighed<'_>> = weighed.iter().filter(|one| one.is_dated() && !done.contains(&one.clause)).collect();
    let dated = without_lesser(dated);
    if let Some(last) = dated.last() {
        return of_dates(&dated, last, weighed, on);
    }
    if weighed.iter().any(|one| one.outcome == Outcome::Ongoing) {
        return Read::of(Reading::Ongoing);
    }
    let why = weighed.iter().find_map(|one| match &one.outcome {
        Outcome::Nothing(why) => Some(why.clone()),
        _ => None,
    });
    Read::because(Reading::None, why.unwrap_or_else(|| "没有读到日期".to_owned()))
}

/// Brackets give way to what stands outside unless that is to be counted (三年内（2028年底前）), a mere time of the day to any date, and what comes again to a single date.
fn without_lesser<'w, 't>(mut dated: Vec<&'w Weighed<'t>>) -> Vec<&'w Weighed<'t>> {
    let explains = |one: &&Weighed<'_>| one.item.inside && matches!(one.item.phrase, Phrase::Point(_));
    let outside_counts = dated.iter().all(|one| one.item.inside || matches!(one.item.phrase, Phrase::Within(_)));
    if outside_counts && dated.iter().any(explains) {
        dated.retain(explains);
    }
    let lesser: [fn(&Weighed<'_>) -> bool; 3] = [
        |one| one.item.inside,
        |one| one.item.phrase == Phrase::Clock,
        |one| matches!(one.item.phrase, Phrase::Recurring(..)),
    ];
    for is_lesser in lesser {
        if dated.iter().any(|one| !is_lesser(one)) {
            dated.retain(|one| !is_lesser(one));
        }
    }
    dated
}

fn of_dates(dated: &[&Weighed<'_>], last: &Weighed<'_>, all: &[Weighed<'_>], on: Option<Day>) -> Read {
    if dated.len() > 1 && dated.iter().skip(1).any(|one| one.item.or) {
        return Read::of(Reading::Ambiguous(alternatives(dated)));
    }
    if let Outcome::Fair(fair) = &last.outcome {
        return Read { at: Some(last.range.clone()), ..Read::of(Reading::Ambiguous(fair.clone())) };
    }
    let latest = dated.iter().filter(|one| one.day().is_some()).max_by_key(|one| one.day());
    let Some((latest, day)) = latest.and_then(|one| Some((*one, one.day()?))) else {
        return Read::because(Reading::None, "没有读到日期");
    };
    let mut read = Read {
        reading: Reading::Date(day),
        how: latest.how.clone(),
        milestones: Vec::new(),
        at: Some(latest.range.clone()),
    };
    read.milestones =
        dated.iter().filter_map(|one| Some(Milestone { text: one.text.to_owned(), day: one.day()? })).collect();
    if read.milestones.len() > 1 {
        read.how.push(format!("有{}个时间节点，以最后一个“{}”为期限", read.milestones.len(), latest.text));
    } else {
        read.milestones.clear();
    }
    if all.iter().any(|one| one.outcome == Outcome::Ongoing) {
        read.how.push("到期后还要长期坚持".to_owned());
    }
    if all.iter().any(|one| matches!(one.item.phrase, Phrase::Recurring(..))) {
        read.how.push("另有周期性要求，请核对".to_owned());
    }
    if let Some(on) = on.filter(|on| day < *on) {
        read.how.push(format!("该日期早于基准日期{}，请核对年份", long_day(on)));
    }
    read
}

fn alternatives(dated: &[&Weighed<'_>]) -> Vec<Fair> {
    let mut fairs = Vec::new();
    for one in dated {
        match &one.outcome {
            Outcome::Day(day) => {
                fairs.push(Fair { day: Some(*day), how: format!("读作“{}”：{}", one.text, long_day(*day)) })
            }
            Outcome::Fair(fair) => fairs.extend(fair.iter().cloned()),
            _ => {}
        }
    }
    fairs
}

/// Empty, 无, / or —.
fn says_nothing(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token.kind {
        Kind::Slash | Kind::Dot | Kind::Stop | Kind::LineEnd | Kind::Open | Kind::Close | Kind::Colon => true,
        Kind::Word(word) => matches!(word, Word::Dash | Word::And),
        Kind::Sign(sign) => "无空\\_*".contains(sign),
        Kind::Number(_) => false,
    })
}

/// A cell with nothing but a number: Excel's serial day, a year, or nobody knows.
fn number_alone(expression: &str, tokens: &[Token]) -> Option<Read> {
    let Kind::Number(number) = tokens.first()?.kind else { return None };
    let fraction = match tokens.get(1..)? {
        [] => false,
        [dot, fraction] if dot.kind == Kind::Dot && matches!(fraction.kind, Kind::Number(_)) => true,
        _ => return None,
    };
    match number.len {
        5 => {
            let day = serial_day(i64::from(number.value))?;
            let how = format!("“{}”按 Excel 日期序列号（1900 年系统）读：{}", expression.trim(), long_day(day));
            Some(Read::because(Reading::Date(day), how))
        }
        4 if !fraction && (1900..=2200).contains(&number.value) => {
            let day = Day::new(i16::try_from(number.value).ok()?, 12, 31).ok()?;
            Some(Read::because(Reading::Date(day), format!("只写了年份，按最后一天读：{}", long_day(day))))
        }
        1..=4 if !fraction => {
            let how = format!("只写了“{}”，看不出是哪一天，请向交办人核实", number.value);
            Some(Read::of(Reading::Ambiguous(vec![Fair { day: None, how }])))
        }
        _ => None,
    }
}

/// Excel takes 1900 for a leap year, so its days are one behind before March 1900; 60 is the day that never was.
pub fn serial_day(serial: i64) -> Option<Day> {
    let base = if serial < 60 { Day::new(1899, 12, 31) } else { Day::new(1899, 12, 30) };
    let day = base.ok()?.checked_add(serial.days());
    day.ok().filter(|_| (1..=2_958_465).contains(&serial) && serial != 60)
}

fn range(tokens: &[Token], item: &Item) -> Range<usize> {
    let start = tokens.get(item.from).map_or(0, |token| token.start);
    let end = item.to.checked_sub(1).and_then(|last| tokens.get(last)).map_or(start, |token| token.end);
    start..end
}

fn clause(tokens: &[Token], item: &Item) -> usize {
    tokens[..item.from].iter().filter(|token| matches!(token.kind, Kind::Stop | Kind::LineEnd)).count()
}
