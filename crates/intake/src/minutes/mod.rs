//! The tasks of a document: minutes, plans, division-of-work schemes. What it finds is proposed with every doubt; whatever
//! orders nothing (prohibitions, praise, principles, reports of the past) yields nothing.
//!
//! Reading order: [`candidate`] (what comes out), `outline` (clauses and their numbers), `task` (a clause as tasks), `roles`
//! (labels and brackets), `prose`, `directive` and `mood` (sentences), `table`, `form`, `title`, `reference` (the document's own date), `propose`.

pub mod candidate;
mod directive;
mod form;
mod mood;
mod number;
mod outline;
mod propose;
mod prose;
mod reference;
mod roles;
mod table;
mod task;
mod text;
mod title;
mod words;

use domain::{calendar::WorkCalendar, value::Day};

use crate::{
    source::Document,
    units::{Directory, range_of},
};
use outline::{Clause, Outline};
use task::{Reader, Setting, Task};

pub use candidate::{Candidate, DeadlineKind, Lead, Line, Matched, Origin};
pub use reference::of as reference;

/// The most candidates of one document.
pub const CANDIDATES_MOST: usize = 2_000;

/// In: a document, the units that are known, the day from which limits count (without one, the document's own), the working
/// days. Out: a candidate for each task, in the order of the text.
pub fn read(document: &Document, directory: &Directory, on: Option<Day>, calendar: &WorkCalendar) -> Vec<Candidate> {
    let own = if on.is_none() { reference::of(document, calendar) } else { None };
    let day = on.or(own.as_ref().map(|(day, _)| *day));
    let reader = Reader { whole: document.text(), directory, on: day, calendar };
    let outline = outline::of(document);
    let mut candidates = Vec::new();
    for found in found(&outline, &reader) {
        if candidates.len() == CANDIDATES_MOST {
            candidates.last_mut().into_iter().for_each(|last: &mut Candidate| {
                last.doubt(format!("条目过多，只列出前 {CANDIDATES_MOST} 条，请拆分文件后分别读取"));
            });
            break;
        }
        candidates.push(propose::candidate(&found, &reader, own.as_ref().map(|(_, why)| why.as_str())));
    }
    candidates
}

/// A task with the number under which it stands.
struct Found<'d> {
    clause: usize,
    number: String,
    row: Option<u32>,
    task: Task<'d>,
}

fn found<'d>(outline: &Outline<'d>, reader: &Reader<'d>) -> Vec<Found<'d>> {
    if outline.is_regulation() {
        return Vec::new();
    }
    let mut headings: Vec<Option<Heading<'d>>> = outline.clauses.iter().map(|clause| heading(clause, reader)).collect();
    let found = under(outline, reader, &headings);
    // 工作要求 closes a scheme with principles; in a letter that has nothing else it is what the letter asks for,
    // and beside other tasks whatever can be seen to be done.
    let idle = |task: &Found<'_>| setting(outline, &outline.clauses[task.clause], (false, false), &headings).idle;
    let mut opened = false;
    let strict = !found.iter().all(idle);
    if outline.is_letter() {
        for (heading, clause) in headings.iter_mut().zip(&outline.clauses) {
            let heading = heading.as_mut().filter(|heading| heading.idle && clause.text.contains("要求"));
            heading.into_iter().for_each(|heading| (heading.idle, heading.strict, opened) = (false, strict, true));
        }
    }
    if opened { under(outline, reader, &headings) } else { found }
}

/// The tasks of all clauses, by what stands above each.
fn under<'d>(outline: &Outline<'d>, reader: &Reader<'d>, headings: &[Option<Heading<'d>>]) -> Vec<Found<'d>> {
    let mut found: Vec<Found<'d>> = Vec::new();
    let mut orders = words::orders(outline.title);
    let mut hints = mood::hints(outline.title) || reader.whole.contains("特此通知");
    for (index, clause) in outline.clauses.iter().enumerate() {
        hints |= clause.path.is_empty() && mood::hints(clause.text);
        let mut setting = setting(outline, clause, (orders, hints), headings);
        // What a heading orders itself stands in the sentences under it, before its first child.
        setting.orders &= !clause.has_children;
        setting.hints &= !clause.has_children;
        let is_given = headings[index].as_ref().is_some_and(|heading| heading.given.is_some());
        let form = if clause.path.is_empty() { form::of_lines(clause.text, reader) } else { None };
        let own = match form {
            _ if is_given => Vec::new(),
            Some(tasks) => tasks,
            None => reader.tasks(clause, setting),
        };
        found.extend(own.into_iter().map(|task| Found { clause: index, number: clause.path.clone(), row: None, task }));
        for table in &clause.tables {
            let rows = match form::of_table(table, reader) {
                forms if !forms.is_empty() => forms,
                _ => table::tasks(table, reader),
            };
            let rows = rows.into_iter();
            found.extend(rows.map(|row| Found {
                clause: index,
                number: row.number,
                row: Some(row.row),
                task: row.task,
            }));
        }
        let lead_in = text::sentences(clause.text).last().copied().unwrap_or_default();
        orders |= clause.path.is_empty() && words::orders(lead_in);
    }
    inherit(outline, headings, &mut found);
    found
}

/// A clause that stands over others.
struct Heading<'d> {
    /// what it sets for all of them
    given: Option<Task<'d>>,
    /// what its words say of them
    orders: bool,
    hints: bool,
    idle: bool,
    strict: bool,
}

/// A short line over other clauses. A long one with a tail of its own is a task beside them.
fn heading<'d>(clause: &Clause<'d>, reader: &Reader<'d>) -> Option<Heading<'d>> {
    if !clause.has_children {
        return None;
    }
    let tails = reader.tails(clause.text);
    let said = tails.first().map_or(0, |tail| text::count(&clause.text[..range_of(clause.text, tail.whole).start]));
    let line = clause.text.split('\n').next().unwrap_or_default();
    let line = text::sentences(line).into_iter().next().unwrap_or_default();
    let leads_in = clause.text.ends_with('：') && words::orders(clause.text);
    Some(Heading {
        orders: leads_in || words::orders(line),
        hints: mood::heads_orders(line),
        strict: false,
        idle: text::count(line) <= 30 && words::is_principle(line),
        given: if said <= HEADING_MOST { reader.of_heading(clause, tails) } else { None },
    })
}

const HEADING_MOST: usize = 40;

/// What the title, the lead-in and the headings say of a clause.
fn setting(
    outline: &Outline<'_>,
    clause: &Clause<'_>,
    (orders, hints): (bool, bool),
    headings: &[Option<Heading<'_>>],
) -> Setting {
    let mut setting = Setting { orders, hints, idle: words::is_report(outline.title), ..Setting::default() };
    let mut above = clause.parent;
    while let Some(index) = above {
        if let Some(heading) = &headings[index] {
            setting.orders |= heading.orders;
            setting.hints |= heading.hints;
            setting.strict |= heading.strict;
            setting.assigned |= heading.given.is_some();
            setting.idle |= heading.idle;
        }
        above = outline.clauses[index].parent;
    }
    setting
}

/// What a heading sets for those under it that say nothing themselves.
fn inherit<'d>(outline: &Outline<'d>, headings: &[Option<Heading<'d>>], found: &mut Vec<Found<'d>>) {
    let mut inner: Vec<Option<usize>> = vec![None; found.len()];
    // The nearest heading that sets something; a task keeps what it says itself.
    for (place, task) in found.iter_mut().enumerate() {
        let mut above = outline.clauses[task.clause].parent;
        while let Some(index) = above {
            if let Some(given) = headings[index].as_ref().and_then(|heading| heading.given.as_ref()) {
                inner[place] = inner[place].or(Some(index));
                task.task.inherit(given);
            }
            above = outline.clauses[index].parent;
        }
    }
    // Where no clause under it orders anything, the heading is the task.
    for (index, heading) in headings.iter().enumerate() {
        let Some(given) = heading.as_ref().and_then(|heading| heading.given.clone()) else { continue };
        if !inner.contains(&Some(index)) && given.roles.has_units() && text::count(given.title) > 1 {
            let place = found.iter().position(|task| task.clause > index).unwrap_or(found.len());
            inner.insert(place, None);
            found.insert(
                place,
                Found { clause: index, number: outline.clauses[index].path.clone(), row: None, task: given },
            );
        }
    }
}

/// Does a line begin with the number of a clause?
pub(crate) fn is_numbered(line: &str) -> bool {
    number::of_line(line).is_some()
}
