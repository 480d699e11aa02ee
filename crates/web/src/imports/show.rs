//! One import: while it is being read, and its lines beside their source.

use std::collections::BTreeMap;

use app::imports::{Import, Kind, Limit, LineState, Lines, PlacedLine, RosterLine, Setting, State, Step};
use axum::extract::Path;
use domain::{
    institution::Role,
    matter::{Category, SourceKind},
    value::UnitId,
};
use intake::{Source, Table};

use super::{day_words, import_id, path, shown, source};
use crate::{
    forms::{Asked, FormData},
    gate::SignedIn,
    matters::{choices, look::Directory, reader::read_day},
    pages::{
        directory::SmallForm,
        form::{Choice, Fact, Field, Kind as Control, Problems},
        imports::{ColumnItem, ColumnsForm, ImportPage, LineItem, RosterItem, StepItem, Tab, TwinItem, UnknownName},
        layout::Place,
        text,
    },
    respond::{self, Answer},
};

/// Lines on a page.
const PAGE: i64 = 50;
/// Unknown names that are asked for at a time.
const NAMES: usize = 20;
/// Of a document all lines are read: they are marked in its text.
const ALL: i64 = 2_000;

/// `GET /imports/{id}?show=…&after=…`
pub async fn show(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let id = import_id(&id)?;
    let import = visitor.app().import(&visitor.actor, id).await?;
    if import.state == State::Waiting {
        // Whoever looks sees to it that it is read, if the process that was to read it is gone.
        visitor.app().start_reading(id);
    }
    page(&visitor, &asked, import, None, "").await
}

/// `refused`: the setting as it was typed, and what is wrong with it.
pub async fn page(
    visitor: &SignedIn,
    asked: &Asked,
    import: Import,
    refused: Option<(&FormData, Problems)>,
    problem: &str,
) -> Answer {
    let is_refused = refused.is_some() || !problem.is_empty();
    let mut page = ImportPage {
        layout: visitor.layout(&import.name, Some(Place::Import)),
        path: path(import.id),
        name: import.name.clone(),
        about: about(visitor, &import),
        steps: steps(visitor, &import),
        refused: import.refused.clone().unwrap_or_default(),
        notices: import.notices.clone(),
        roster: import.setting.kind == Kind::Roster,
        running: import.setting.running,
        edition: import.edition.to_string(),
        on: day_words(import.setting.on),
        command_id: visitor.app().fresh_id().to_string(),
        open: import.counts.open,
        faulty: import.counts.faulty,
        ready: import.counts.open - import.counts.faulty,
        done: import.counts.done,
        discardable: import.counts.done == 0,
        problem: problem.to_owned(),
        shown: asked.get("show").to_owned(),
        ..ImportPage::default()
    };
    if import.state != State::Waiting && import.refused.is_none() {
        match import.setting.kind {
            Kind::Roster => roster(visitor, &import, &mut page).await?,
            Kind::Matters => matters(visitor, asked, &import, refused, &mut page).await?,
        }
    }
    if is_refused { respond::refused_page(&page) } else { respond::page(&page) }
}

fn about(visitor: &SignedIn, import: &Import) -> String {
    let who = visitor.institution.person_name(import.author);
    format!("{who} 于 {} 导入", text::moment(import.made_at))
}

fn steps(visitor: &SignedIn, import: &Import) -> Vec<StepItem> {
    if import.state != State::Waiting {
        return Vec::new();
    }
    let now = visitor.app().reading_of(import.id).unwrap_or(Step::Opening);
    let step = |(step, label): (Step, &str)| StepItem { label: label.to_owned(), done: step < now, now: step == now };
    let received = StepItem { label: "收到文件".to_owned(), done: true, now: false };
    let rest = [
        (Step::Opening, "读出文字和表格"),
        (Step::Recognising, "辨认事项、单位和时限"),
        (Step::Comparing, "与已有事项比对，逐项试办"),
    ];
    std::iter::once(received).chain(rest.map(step)).collect()
}

async fn matters(
    visitor: &SignedIn,
    asked: &Asked,
    import: &Import,
    refused: Option<(&FormData, Problems)>,
    page: &mut ImportPage,
) -> Result<(), crate::error::Error> {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let which = shown(asked);
    let after: i64 = asked.get("after").parse().unwrap_or(-1);
    let mut lines = visitor.app().import_lines(&visitor.actor, import.id, which, after, PAGE + 1).await?;
    if lines.len() > PAGE as usize {
        lines.truncate(PAGE as usize);
        let last = lines.last().map(|line| line.place.to_string()).unwrap_or_default();
        page.next = format!("{}{}", page.path, respond::query(&[("show", asked.get("show")), ("after", &last)]));
    }
    if after >= 0 {
        page.first = format!("{}{}", page.path, respond::query(&[("show", asked.get("show"))]));
    }
    page.lines = lines.iter().map(|line| item(visitor, import, line)).collect();
    page.tabs = tabs(import, which);
    page.setting = setting(&directory, import, refused);
    let open = visitor.app().import_lines(&visitor.actor, import.id, Lines::Open, -1, ALL).await?;
    page.unknown = unknown(&directory, &open);
    match &import.source {
        Some(Source::Document { text, .. }) => {
            let all = visitor.app().import_lines(&visitor.actor, import.id, Lines::All, -1, ALL).await?;
            (page.source, page.source_cut) = source::marked(text, &all);
        }
        Some(Source::Workbook { tables }) => {
            page.tables = tables.iter().enumerate().map(|(nth, table)| columns(nth, table)).collect();
            page.answer = format!("{}/answer", page.path);
        }
        None => {}
    }
    Ok(())
}

async fn roster(visitor: &SignedIn, import: &Import, page: &mut ImportPage) -> Result<(), crate::error::Error> {
    let rows = visitor.app().roster_lines(&visitor.actor, import.id).await?;
    page.faulty = rows.iter().filter(|row| !row.meant.faults.is_empty()).count() as i64;
    page.open = rows.iter().filter(|row| row.state == LineState::Open && !row.meant.deeds.is_empty()).count() as i64;
    page.ready = page.open - page.faulty;
    page.answer = format!("{}/answer", page.path);
    page.rows = rows.iter().map(roster_item).collect();
    Ok(())
}

fn roster_item(row: &RosterLine) -> RosterItem {
    let listed = &row.listed;
    let more = [&listed.aliases, &listed.kind, &listed.post, &listed.telephone, &listed.mail, &listed.role];
    let more: Vec<&str> = more.into_iter().filter(|said| !said.is_empty()).map(String::as_str).collect();
    RosterItem {
        place: row.place,
        label: listed.row.to_string(),
        unit: listed.unit.clone(),
        person: listed.person.clone(),
        more: more.join("，"),
        deeds: row.meant.deeds.clone(),
        faults: row.meant.faults.clone(),
        doubts: row.meant.doubts.clone(),
        open: row.state == LineState::Open,
        done: row.state == LineState::Done,
    }
}

pub(super) fn item(visitor: &SignedIn, import: &Import, placed: &PlacedLine) -> LineItem {
    let (line, institution) = (&placed.line, &visitor.institution);
    let (candidate, typed) = (&line.found.task.candidate, &line.typed);
    let names = |units: &[UnitId]| units.iter().map(|unit| institution.unit_name(*unit)).collect::<Vec<_>>().join("、");
    let is_document = matches!(import.source, Some(Source::Document { .. }));
    LineItem {
        place: placed.place,
        label: label(placed),
        title: typed.title.clone(),
        lead: names(&typed.leads),
        co_units: names(&typed.co_units),
        limit: limit(placed),
        faults: line.faults.iter().map(|fault| fault.text.clone()).collect(),
        doubts: line.doubts.iter().filter(|doubt| !says_already(line, doubt)).cloned().collect(),
        looked_at: line.looked_at,
        twins: twins(placed),
        state: match placed.state {
            LineState::Open => "",
            LineState::Dropped => "已去掉",
            LineState::Merged => "已并入另一项",
            LineState::Done => "已立为拟办",
        }
        .to_owned(),
        open: placed.state == LineState::Open,
        several_leads: typed.leads.len() > 1,
        edit_href: format!("{}/lines/{}", path(import.id), placed.place),
        matter_href: placed.matter.map(|matter| format!("/matters/{matter}")).unwrap_or_default(),
        source_href: if is_document && !(candidate.origin.title.is_empty() && candidate.origin.content.is_empty()) {
            format!("#source-{}", placed.place)
        } else {
            String::new()
        },
        cells: cells(placed),
    }
}

/// What stands in the way is not doubted besides.
fn says_already(line: &app::imports::Line, doubt: &str) -> bool {
    line.faults.iter().any(|fault| fault.text.starts_with(doubt))
}

/// `一（一）`, `第 12 行`, and which part of what was split.
pub(super) fn label(placed: &PlacedLine) -> String {
    let candidate = &placed.line.found.task.candidate;
    let of = match (candidate.row, candidate.clause_no.as_str()) {
        (Some(row), "") => format!("第 {row} 行"),
        (Some(row), number) if placed.line.found.sheet.is_empty() => format!("{number}（表中第 {row} 行）"),
        (Some(row), _) => format!("第 {row} 行"),
        (None, number) => number.to_owned(),
    };
    match placed.place % 1000 {
        0 => of,
        part => format!("{of}（拆出 {part}）"),
    }
}

fn limit(placed: &PlacedLine) -> String {
    let (typed, said) = (&placed.line.typed, &placed.line.found.task.candidate.deadline_text);
    let read = match (typed.limit, typed.due) {
        (Limit::Standard, _) => "规定的工作日".to_owned(),
        (Limit::ByPlan, None) => "由工作计划定".to_owned(),
        (_, Some(due)) => text::day(due),
        (Limit::Explicit, None) => "未选定".to_owned(),
    };
    let ongoing = if typed.ongoing { "，长期" } else { "" };
    if said.is_empty() { format!("{read}{ongoing}") } else { format!("{read}{ongoing}（原文：{said}）") }
}

pub(super) fn twins(placed: &PlacedLine) -> Vec<TwinItem> {
    let item = |(twin, label): &(app::imports::Twin, String)| TwinItem {
        href: format!("/matters/{}", twin.matter),
        label: label.clone(),
        same: twin.same,
    };
    placed.twins.iter().map(item).collect()
}

pub(super) fn cells(placed: &PlacedLine) -> Vec<Fact> {
    let task = &placed.line.found.task;
    task.fields
        .iter()
        .map(|(field, cell)| Fact::new(&format!("{}（{}）", field.label(), cell.cell), &cell.text))
        .collect()
}

fn tabs(import: &Import, here: Lines) -> Vec<Tab> {
    let counts = import.counts;
    let all = [
        ("", "待确认", counts.open, Lines::Open),
        ("faulty", "有错", counts.faulty, Lines::Faulty),
        ("doubtful", "待核对", counts.doubtful, Lines::Doubtful),
        ("dropped", "去掉和并入的", counts.dropped, Lines::Dropped),
        ("done", "已立为拟办", counts.done, Lines::Done),
        ("all", "全部", counts.all, Lines::All),
    ];
    let tab = |(code, label, count, which): (&str, &str, i64, Lines)| Tab {
        href: format!("{}{}", path(import.id), respond::query(&[("show", code)])),
        label: format!("{label} {count}"),
        here: which == here,
    };
    all.into_iter().filter(|(code, _, count, which)| code.is_empty() || *count > 0 || *which == here).map(tab).collect()
}

fn unknown(directory: &Directory, open: &[PlacedLine]) -> Vec<UnknownName> {
    let mut names: BTreeMap<&str, (usize, &[UnitId])> = BTreeMap::new();
    for unknown in open.iter().flat_map(|placed| &placed.line.typed.unknown) {
        names.entry(&unknown.name).or_insert((0, &unknown.proposals)).0 += 1;
    }
    let name = |(name, (lines, proposals)): (&str, (usize, &[UnitId]))| {
        let mut units = choices::units(directory, &[]);
        let place = |choice: &Choice| {
            proposals.iter().position(|unit| unit.to_string() == choice.value).unwrap_or(proposals.len())
        };
        units.sort_by_key(place);
        UnknownName { name: name.to_owned(), lines, units }
    };
    names.into_iter().take(NAMES).map(name).collect()
}

fn columns(nth: usize, table: &Table) -> ColumnsForm {
    let column = |(column, samples): (&intake::ledger::Column, &Vec<String>)| {
        let none = Choice::new("", "不读").chosen_if(column.field.is_none());
        let fields = app::imports::fields()
            .map(|(field, label)| Choice::new(label, label).chosen_if(column.field == Some(field)));
        let short = |sample: &String| sample.chars().take(20).collect::<String>();
        ColumnItem {
            name: column_name(nth, column.index),
            letter: column.letter.clone(),
            heading: column.heading.clone(),
            samples: samples.iter().map(short).collect::<Vec<_>>().join("；"),
            fields: std::iter::once(none).chain(fields).collect(),
        }
    };
    ColumnsForm {
        sheet: table.mapping.sheet.clone(),
        columns: table.mapping.columns.iter().zip(&table.samples).map(column).collect(),
        passed_over: table.passed_over.iter().map(|row| format!("第 {} 行：{}", row.row, row.why)).collect(),
    }
}

pub(super) fn column_name(table: usize, column: u16) -> String {
    format!("column-{table}-{column}")
}

fn setting(directory: &Directory, import: &Import, refused: Option<(&FormData, Problems)>) -> SmallForm {
    let (typed, problems) = match refused {
        Some((sent, problems)) => (setting_typed(sent, &import.setting), problems),
        None => (import.setting.clone(), Problems::default()),
    };
    let category = |category: &Category| {
        let chosen = typed.category == Some(*category);
        Choice::new(category.code(), category.short()).note(category.clause().article()).chosen_if(chosen)
    };
    let source_kind =
        |kind: &SourceKind| Choice::new(kind.code(), kind.label()).chosen_if(typed.source_kind == Some(*kind));
    let leader: Vec<_> = typed.leader.into_iter().collect();
    let is_ledger = matches!(import.source, Some(Source::Workbook { .. }));
    let mut fields = Vec::new();
    if is_ledger {
        let kinds =
            [("drafts", "新的事项（立为拟办）", false), ("running", "已在办的事项（补录，编号和日期照台账）", true)];
        let choice =
            |(code, label, running): (&str, &str, bool)| Choice::new(code, label).chosen_if(typed.running == running);
        fields.push(Field::new("becomes", "这些是", Control::Radio(kinds.map(choice).into())));
    }
    fields.extend([
        Field::new("source_organ", "来源机关或会议", Control::Text).value(&typed.organ).half(),
        Field::new("source_number", "文号或会议次数", Control::Text).value(&typed.number).half(),
        Field::new("source_date", "来源日期", Control::Date).value(day_words(typed.date)).half(),
        Field::new("source_kind", "来源形式", Control::Select(SourceKind::ALL.iter().map(source_kind).collect()))
            .half(),
        Field::new("category", "事项类别", Control::Select(Category::ALL.iter().map(category).collect()))
            .hint("没有另外说明的各项用它。")
            .half(),
        Field::new("leader", "分管校领导", Control::Select(choices::leaders(directory, &leader)))
            .hint("没有另外说明的各项用它；可不选。")
            .half(),
        Field::new("attach", "把来源文件附到每件事项（承办单位能看到全文）", Control::Check { on: typed.attach }),
    ]);
    SmallForm { fields, problems, ..SmallForm::default() }
}

/// What was typed, as far as it can be read.
fn setting_typed(sent: &FormData, before: &Setting) -> Setting {
    Setting {
        source_kind: SourceKind::from_code(sent.get("source_kind")),
        organ: sent.get("source_organ").trim().to_owned(),
        number: sent.get("source_number").trim().to_owned(),
        date: read_day(sent.get("source_date")),
        category: Category::from_code(sent.get("category")),
        leader: sent.get("leader").parse().ok(),
        attach: sent.ticked("attach"),
        running: sent.get("becomes") == "running",
        ..before.clone()
    }
}

/// The setting of a form, or what is wrong with it.
pub(super) fn setting_of(sent: &FormData, before: &Setting) -> Result<Setting, Problems> {
    let mut problems = Problems::default();
    for (name, label) in [("source_organ", "来源机关或会议"), ("source_number", "文号或会议次数")] {
        let typed = sent.get(name).trim();
        if !typed.is_empty()
            && let Err(invalid) = domain::value::Title::parse(label, typed)
        {
            problems.add(name, &invalid.to_string());
        }
    }
    let date = sent.get("source_date").trim();
    if !date.is_empty() && read_day(date).is_none() {
        problems.add("source_date", &format!("来源日期：“{date}”不是日期，请照“2026-10-27”填写"));
    }
    if problems.any() { Err(problems) } else { Ok(setting_typed(sent, before)) }
}

/// People of the unit first; without a unit, everybody who answers for one.
pub(super) fn people(directory: &Directory, unit: Option<UnitId>) -> Vec<domain::value::PersonId> {
    match unit {
        Some(unit) => directory.people(unit),
        None => choices::everybody_in_units(directory, Role::UnitHead),
    }
}
