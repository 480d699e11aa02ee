//! 办理经过: every entry of the log in words, the newest first, with its marks (代录, 代签, 系统自动, 补录, 更正) and files.

mod said;
#[cfg(test)]
mod tests;

use domain::{
    Evidence, Who,
    duty::DutyChange,
    matter::{Entry, Fact},
    value::FileId,
};

pub use app::papers::nth_urging;
pub use said::{Said, said, standstill, withdrawn};

use super::{look::Look, words};
use crate::pages::{
    form::FileRow,
    matter::{Entry as Line, EntryMark},
    text,
};

/// All of it. What was taken over from paper stands at its own day.
pub fn lines(look: &Look) -> Vec<Line> {
    let mut dated: Vec<(domain::value::Day, Line)> = Vec::new();
    for entry in look.view.timeline.iter() {
        if let Fact::Adopted { adoption, .. } = &entry.event.fact {
            for earlier in &adoption.history {
                let said = said::earlier(earlier.kind, &earlier.text, earlier.from_due, earlier.to_due);
                let who = earlier.by.as_ref().map(ToString::to_string).unwrap_or_default();
                dated.push((earlier.on, line(look, said, text::day(earlier.on), who)));
            }
        }
        dated.push((entry.stamp.on, of(look, entry)));
    }
    dated.sort_by_key(|(on, _)| *on);
    dated.into_iter().rev().map(|(_, line)| line).collect()
}

/// One entry.
pub fn of(look: &Look, entry: &Entry) -> Line {
    let stamp = &entry.stamp;
    let said = said(look, &entry.event.fact);
    let mut line = line(look, said, text::day(stamp.on), who(look, entry));
    if let Some(told) = said::told(look, entry) {
        line.text = if line.text.is_empty() { told } else { format!("{}\n{told}", line.text) };
    }
    for moved in moved(entry) {
        line.text = if line.text.is_empty() { moved } else { format!("{}\n{moved}", line.text) };
    }
    if app::ports::shanghai_day(stamp.at) != stamp.on {
        line.recorded = text::moment(stamp.at);
    }
    if let Some(recorder) = stamp.recorder {
        line.marks.insert(0, EntryMark::Recorded);
        line.recorder = look.directory.who_name(recorder);
        line.recorded = text::moment(stamp.at);
    }
    if stamp.on_behalf.is_some() {
        line.marks.insert(0, EntryMark::Delegated);
    }
    if stamp.by == Who::System {
        line.marks.insert(0, EntryMark::Automatic);
        line.rule = rule(entry);
    }
    match &entry.event.evidence {
        Some(Evidence::Scan(file)) => line.files.push(file_row(look, *file, "凭据")),
        Some(Evidence::CallNote(note)) => {
            let note = format!("电话记录：{note}");
            line.text = if line.text.is_empty() { note } else { format!("{}\n{note}", line.text) };
        }
        Some(Evidence::Import(_)) | None => {}
    }
    line
}

fn line(look: &Look, said: Said, on: String, who: String) -> Line {
    let mut marks = Vec::new();
    marks.extend(said.adopted.then_some(EntryMark::Adopted));
    marks.extend(said.corrects.then_some(EntryMark::Correction));
    let files = said.files.iter().map(|file| file_row(look, *file, "")).collect();
    Line { on, what: said.heading, who, text: said.text, marks, files, ..Line::default() }
}

/// `张建国（教务处）`, `李文博（后勤保障处）代 吴刚`.
fn who(look: &Look, entry: &Entry) -> String {
    let by = match entry.stamp.by {
        Who::System => "系统".to_owned(),
        Who::Person(person) => look.directory.person_with_unit(person),
    };
    match entry.stamp.on_behalf {
        Some(principal) => format!("{by}代 {}", look.directory.person_name(principal)),
        None => by,
    }
}

/// What the program went by when it acted.
fn rule(entry: &Entry) -> String {
    match (&entry.event.evidence, &entry.event.fact) {
        (_, fact @ Fact::UrgingProposed { .. }) => proposing_rule(fact).to_owned(),
        (Some(Evidence::Import(source)), _) => format!("自“{source}”导入"),
        (_, Fact::Urged { .. }) => "超过办结时限后发出催办".to_owned(),
        (_, Fact::OpinionMissing { .. }) => "反馈期限已过".to_owned(),
        (_, Fact::DeemedSigned { .. }) => "签收时限已过".to_owned(),
        (_, Fact::Recalculated { .. }) => "工作日历变动".to_owned(),
        _ => "按设定自动办理".to_owned(),
    }
}

/// By which rule the system proposes an urging: R4.5c a first one, R4.5d any other.
pub fn proposing_rule(fact: &Fact) -> &'static str {
    match fact {
        Fact::UrgingProposed { nth: 2.., .. } => "上一次催办未落实，再次提出",
        _ => "超过办结时限次日提出",
    }
}

/// Every date that the entry moved.
fn moved(entry: &Entry) -> Vec<String> {
    let said = |change: &DutyChange| match change {
        DutyChange::Moved { from, to, .. } if from == to => Some(format!("时限 {} 由暂定改为确定", text::day(*to))),
        DutyChange::Moved { from, to, cause, .. } => {
            Some(format!("时限 {} → {}（{}）", text::day(*from), text::day(*to), cause.label()))
        }
        _ => None,
    };
    entry.event.duties.iter().filter_map(said).collect()
}

/// A file by its id; one that is not known any more keeps its place.
pub fn file_row(look: &Look, id: FileId, label: &str) -> FileRow {
    let found = look.view.files.iter().find(|file| file.id == id);
    let mut row = match found {
        Some(file) => words::file(look.matter().id, file),
        None => {
            let href = format!("{}/files/{id}", look.href());
            FileRow { id: id.to_string(), name: "（文件）".to_owned(), href, ..FileRow::default() }
        }
    };
    row.label = label.to_owned();
    row
}
