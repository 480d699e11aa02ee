//! A clause as tasks: by its tails where it has any, else by what its sentences order.

use domain::{calendar::WorkCalendar, value::Day};

pub use super::roles::Roles;
use super::{
    directive,
    outline::Clause,
    roles::{self, Tail, placed},
    text::{self, bare},
    title,
};
use crate::{
    dates,
    units::{Directory, How, Mention, range_of},
};

/// One task, still in the words of the document.
#[derive(Debug, Clone)]
pub struct Task<'d> {
    pub title: &'d str,
    pub content: &'d str,
    pub roles: Roles<'d>,
    /// limits found in its words, in order
    pub limits: Vec<Limit<'d>>,
    /// units or limit come from outside the task
    pub inherited: bool,
}

#[derive(Debug, Clone)]
pub struct Limit<'d> {
    pub text: &'d str,
    pub read: dates::Read,
    /// the words themselves say a limit
    pub firm: bool,
}

/// The signs of dates and times.
const DATE_SIGNS: &str = "本下今明年月日号至到-—～~－.:：上下中旬午晚点时分前底（）周星期一二三四五六天初";

/// What a reader needs to know besides the text.
#[derive(Clone, Copy)]
pub struct Reader<'r> {
    pub whole: &'r str,
    pub directory: &'r Directory,
    pub on: Option<Day>,
    pub calendar: &'r WorkCalendar,
}

/// What surrounds a clause and says how its words are meant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// its headings or lead-in say that tasks follow
    pub orders: bool,
    /// its title, headings or lead-in make an order likely; a sentence has to be one by itself
    pub hints: bool,
    /// it stands among the requirements of a letter: only what can be seen to be done is a task
    pub strict: bool,
    /// a heading or a sentence at its section's end gives it units or a limit
    pub assigned: bool,
    /// its headings are those of principles, or the document tells of the past
    pub idle: bool,
}

impl<'r> Reader<'r> {
    pub fn tasks(&self, clause: &Clause<'r>, setting: Setting) -> Vec<Task<'r>> {
        let tails = self.tails(clause.text);
        if tails.is_empty() { self.of_prose(clause, setting) } else { self.by_tails(clause, tails) }
    }

    /// What a heading with clauses under it sets for all of them, by its tails.
    pub fn of_heading(&self, clause: &Clause<'r>, tails: Vec<Tail<'r>>) -> Option<Task<'r>> {
        let text = clause.text;
        let mut task = self.task(title::of(text), text.trim(), Roles::default());
        if !clause.shared.is_empty() {
            let shared = self.tails(clause.shared);
            if shared.is_empty() {
                task.roles = directive::roles(clause.shared, self.directory).moved(self.whole, clause.shared);
            }
            shared.into_iter().for_each(|tail| task.roles.join(tail.roles));
            task.content = clause.shared;
            self.limit(&mut task);
            task.content = text.trim();
            return Some(task);
        }
        if tails.is_empty() {
            task.roles.responsible = self.of_unit(text)?;
            return Some(task);
        }
        if let Some(first) = tails.first() {
            let words = &text[..range_of(text, first.whole).start];
            (task.title, task.content) = (title::of(words), words.trim());
        }
        tails.into_iter().for_each(|tail| task.roles.join(tail.roles));
        self.limit(&mut task);
        Some(task)
    }

    /// 财务处 over what it has to do: a heading that is nothing but units.
    pub fn of_unit(&self, text: &'r str) -> Option<Vec<Mention>> {
        let heading = bare(text);
        let known = |unit: &Mention| !matches!(unit.how, How::Listed | How::Collective);
        let is_short = text::count(heading) <= 30 && !heading.contains(['。', '\n']);
        let units = if is_short { self.directory.split(heading) } else { Vec::new() };
        let named: usize = units.iter().map(|unit| text::count(&unit.name)).sum();
        let whole = !units.is_empty() && units.iter().all(known) && named + units.len() > text::count(heading);
        whole.then(|| units.into_iter().map(|unit| placed(unit, self.whole, heading)).collect())
    }

    /// Tails with places of the whole document.
    pub fn tails(&self, text: &'r str) -> Vec<Tail<'r>> {
        let tails = roles::tails(text, self.directory).into_iter();
        tails.map(|tail| Tail { roles: tail.roles.moved(self.whole, text), ..tail }).collect()
    }

    /// Each tail closes the task in front of it.
    fn by_tails(&self, clause: &Clause<'r>, tails: Vec<Tail<'r>>) -> Vec<Task<'r>> {
        let words = clause.text;
        let mut tasks: Vec<Task<'r>> = Vec::new();
        let mut from = 0;
        let several = tails.len() > 1;
        for tail in tails {
            let here = range_of(words, tail.whole);
            let before = &words[from.min(here.start)..here.start];
            from = here.end;
            let caption = caption(before).filter(|_| several && tasks.is_empty());
            let before = caption.map_or(before, |caption| &before[range_of(before, caption).end..]);
            if bare(before).is_empty() {
                match tasks.last_mut() {
                    Some(last) => last.roles.join(tail.roles),
                    // The roles come first, the task after them.
                    None => tasks.push(self.task("", "", tail.roles)),
                }
                continue;
            }
            match tasks.last_mut() {
                Some(last) if last.title.is_empty() => (last.title, last.content) = (title::of(before), before.trim()),
                _ => tasks.push(self.task(title::of(before), before.trim(), tail.roles)),
            }
        }
        let rest = &words[from..];
        if let Some(first) = tasks.first_mut().filter(|task| task.title.is_empty()) {
            (first.title, first.content) = (title::of(rest), rest.trim());
        }
        tasks.retain(|task| text::count(task.title) > 1);
        tasks.iter_mut().for_each(|task| self.limit(task));
        tasks
    }

    pub fn task(&self, title: &'r str, content: &'r str, roles: Roles<'r>) -> Task<'r> {
        Task { title, content, roles, limits: Vec::new(), inherited: false }
    }

    /// The limits of a task: behind a label, else in its bracket, else in its words.
    fn limit(&self, task: &mut Task<'r>) {
        if let Some(value) = task.roles.limit {
            task.limits = vec![self.labelled(value)];
            return;
        }
        for part in task.roles.limits_in.clone() {
            // In a bracket, anything that is dated is a limit: 6月底.
            let words = bare(part).trim_end_matches("完成");
            let found = self.limits(part);
            match found.is_empty() && !words.contains(['、', '，']) {
                true if words.chars().count() <= 16 => task.limits.extend(self.dated(words)),
                _ => task.limits.extend(found),
            }
        }
        if task.limits.is_empty() {
            task.limits = self.limits(task.content);
        }
    }

    /// A labelled limit is one, whatever it says.
    pub fn labelled(&self, value: &'r str) -> Limit<'r> {
        let text = bare(value);
        let text = text.strip_suffix("完成").filter(|short| short.chars().count() > 1).unwrap_or(text);
        let read = match self.on {
            Some(on) => dates::read(text, on, self.calendar),
            None => dates::read_undated(text, self.calendar),
        };
        Limit { text, read, firm: true }
    }

    fn dated(&self, words: &'r str) -> Option<Limit<'r>> {
        let limit = self.labelled(words);
        let dated = limit.read.reading != dates::Reading::None || words.ends_with(['前', '内']);
        (dated && text::count(words) > 1).then_some(limit)
    }

    pub fn limits(&self, words: &'r str) -> Vec<Limit<'r>> {
        let found = dates::find(words, self.on, self.calendar).into_iter();
        let found: Vec<Limit<'r>> = found
            .filter_map(|found| {
                let text = words.get(found.range)?;
                // The words that lead up to a limit are no part of it: 须在收到通知之日起….
                let lead = text.trim_start_matches(
                    ["须", "应", "要", "需", "于", "在"].map(|word| word.chars().next().unwrap_or(' ')),
                );
                Some(Limit { text: lead, read: found.read, firm: found.firm })
            })
            .collect();
        if found.is_empty() { self.scheduled(words).into_iter().collect() } else { found }
    }

    /// A day still to come on which something is to be done: 9月1日至9月30日，…; 于9月29日上午9:30对…进行检查.
    fn scheduled(&self, words: &'r str) -> Option<Limit<'r>> {
        let starts = words.match_indices(['于', '在']).map(|(at, sign)| at + sign.len());
        for start in std::iter::once(0).chain(starts) {
            let rest = &words[start..];
            let end =
                rest.find(|sign: char| !(sign.is_ascii_digit() || DATE_SIGNS.contains(sign))).unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            let text = text.trim_end_matches(['（', '-', '—', ' ', '、']);
            let set_off = start > 0 || after.starts_with(['，', '：', ':', ',']);
            if !set_off || !text.contains('日') && !text.contains('月') {
                continue;
            }
            let limit = self.labelled(text);
            let to_come = self.on.is_some_and(|on| limit.read.reading.day().is_some_and(|day| day > on));
            if to_come {
                return Some(Limit { firm: false, ..limit });
            }
        }
        None
    }

    /// From the start of one stretch to the end of another.
    pub fn stretch(&self, from: &'r str, to: &'r str) -> &'r str {
        let (start, end) = (range_of(self.whole, from).start, range_of(self.whole, to).end);
        self.whole.get(start..end).map_or(from, str::trim)
    }
}

impl<'d> Task<'d> {
    /// Takes over what it does not say itself.
    pub fn inherit(&mut self, given: &Task<'d>) {
        if !self.roles.has_units() && given.roles.has_units() {
            self.roles = Roles { limit: self.roles.limit, ..given.roles.clone() };
            self.inherited = true;
        }
        if self.limits.is_empty() && !given.limits.is_empty() {
            self.limits = given.limits.clone();
            self.inherited = true;
        }
    }
}

/// A short line in front of others, without a full stop: a heading.
fn caption(text: &str) -> Option<&str> {
    let (line, rest) = text.split_once('\n')?;
    let is_short = text::count(line) <= 30 && !line.trim_end().ends_with(['。', '；', '，']);
    (is_short && !bare(rest).is_empty()).then_some(line)
}
