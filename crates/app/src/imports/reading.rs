//! A file becomes lines: read in a process of its own, compared with what there is already, each tried as it would be entered.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use domain::{
    Evidence,
    matter::{Category, Command, SourceKind},
    value::{Day, MatterId, Text},
};
use intake::{
    Ask, Given, Item, Job, Source, Tasks,
    ledger::Mapping,
    units::{Directory, Known},
};
use store::{
    Sql, Tx,
    imports::{self as rows, LineRow},
};
use uuid::Uuid;

use super::{
    Body, Kind, LineState, PlacedLine, Setting, State, at_hand,
    line::{Around, Fault, Line},
    line_row, not_overtaken, read_body, save,
    twins::Titles,
    unreadable, writable,
};
use crate::{
    Actor, App, Circumstances, Denied, execute::Work, files::blocking, fold::Folded, ports::micros, snapshot::Snapshot,
};

/// How far the reading of a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// 读出文字
    Opening,
    /// 辨认事项、单位、时限
    Recognising,
    /// 与现有事项比对
    Comparing,
}

/// The files that are being read in this process.
#[derive(Debug, Default)]
pub(crate) struct Underway(Mutex<HashMap<Uuid, Step>>);

impl Underway {
    /// False where it is being read already.
    fn begin(&self, id: Uuid) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.contains_key(&id) {
            return false;
        }
        all.insert(id, Step::Opening);
        true
    }

    fn reach(&self, id: Uuid, step: Step) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, step);
    }

    fn end(&self, id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// Between two lines there is room for what is split off the first.
pub(super) const APART: i64 = 1000;
/// Ledgers whose columns are remembered.
const REMEMBERED: i64 = 200;

impl App {
    /// How far it has come; none where nobody reads it here.
    pub fn reading_of(&self, id: Uuid) -> Option<Step> {
        self.0.underway.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    /// Begins to read what waits, unless it is being read already: whoever looks at an import that waits calls this, so that
    /// one whose process has died is read all the same.
    pub fn start_reading(&self, id: Uuid) {
        let app = self.clone();
        if self.0.underway.begin(id) {
            tokio::spawn(async move {
                if let Err(denied) = app.read_waiting(id).await {
                    tracing::warn!(import = %id, %denied, "an import was not read");
                }
                app.0.underway.end(id);
            });
        }
    }

    /// The same, and waits for the end.
    pub async fn read_import(&self, id: Uuid) -> Result<(), Denied> {
        if !self.0.underway.begin(id) {
            return Ok(());
        }
        let read = self.read_waiting(id).await;
        self.0.underway.end(id);
        read
    }

    /// Reads the file anew: limits counted from another day, or columns that hold something else. What was typed is lost with
    /// the old lines.
    pub async fn reread_import(
        &self,
        actor: &Actor,
        id: Uuid,
        edition: i64,
        on: Option<Day>,
        mappings: Vec<Mapping>,
    ) -> Result<(), Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let (row, mut body) = at_hand(&app, tx, &actor, id)?;
                not_overtaken(&row, edition)?;
                if rows::counts(tx, id)?.done > 0 {
                    let message = "已有事项由此立为拟办，不能重新读取；请另行导入";
                    return Err(domain::Refusal::new(domain::Reason::IllegalTransition, message).into());
                }
                for mapping in &mappings {
                    let body = serde_json::to_string(mapping).map_err(unreadable)?;
                    rows::remember(tx, &mapping.fingerprint, &body, micros(app.now()))?;
                }
                body.setting.on = on;
                save(tx, &app, &row, State::Waiting, &body).map(drop)
            })
            .await
    }

    async fn read_waiting(&self, id: Uuid) -> Result<(), Denied> {
        let Some(readers) = self.0.readers.get().cloned() else { return Ok(()) };
        let (today, file_given) = (self.today(), self.waiting(id).await?);
        let Some((row, body, mappings)) = file_given else { return Ok(()) };
        let bytes = self.bytes_of(domain::value::FileId(row.file)).await?;
        let institution = self.institution().await?;
        let ask = match body.setting.kind {
            Kind::Roster => Ask::Roster,
            Kind::Matters => Ask::Tasks(Box::new(Given {
                units: Known::all(&institution),
                calendar: institution.calendar.clone(),
                on: body.setting.on,
                today,
                mappings,
            })),
        };
        let job = Job::new(&row.name, ask);
        let answer = blocking(move || Ok(readers.read(&job, &bytes))).await?;
        self.0.underway.reach(id, Step::Recognising);
        let (state, body, lines) = match answer {
            Err(refused) => (State::Unreadable, Body { refused: Some(refused), ..body }, Vec::new()),
            Ok(answer) => self.understood(&row, body, &answer).await?,
        };
        let (app, edition) = (self.clone(), row.saved_at);
        self.store()
            .write(move |tx| {
                // Whoever was quicker has read the same.
                let Some(row) = rows::find(tx, id)?.filter(|row| row.saved_at == edition) else { return Ok(()) };
                rows::replace_lines(tx, id, &lines)?;
                save(tx, &app, &row, state, &body).map(drop)
            })
            .await
    }

    async fn waiting(&self, id: Uuid) -> Result<Option<(rows::ImportRow, Body, Vec<Mapping>)>, Denied> {
        self.read(move |read| {
            let Some(row) = rows::find(read, id)?.filter(|row| State::of(&row.state) == State::Waiting) else {
                return Ok(None);
            };
            let body = read_body(&row)?;
            let known = rows::remembered(read, REMEMBERED)?;
            let mappings = known.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
            Ok(Some((row, body, mappings)))
        })
        .await
    }

    async fn understood(
        &self,
        row: &rows::ImportRow,
        body: Body,
        answer: &[u8],
    ) -> Result<(State, Body, Vec<LineRow>), Denied> {
        if body.setting.kind == Kind::Roster {
            let roster: intake::roster::Roster = serde_json::from_slice(answer).map_err(unreadable)?;
            let notices = roster.notices.clone();
            let lines = super::roster::lines(&roster)?;
            return Ok((State::Read, Body { notices, ..body }, lines));
        }
        let tasks: Tasks = serde_json::from_slice(answer).map_err(unreadable)?;
        let (app, id, name) = (self.clone(), row.id, row.name.clone());
        let actor = Actor::person(domain::value::PersonId(row.author));
        self.0.underway.reach(id, Step::Comparing);
        self.read(move |read| {
            let setting = guessed(body.setting.clone(), &tasks.source, &name);
            let mut lines = lines(&app, read, &actor, &setting, &tasks)?;
            let mut notices = tasks.notices;
            once(&mut lines, &mut notices);
            let rows: Result<Vec<LineRow>, Denied> = lines
                .iter()
                .zip(1..)
                .map(|((state, line), place)| line_row(place * APART, *state, line, None))
                .collect();
            let source = Some(tasks.source);
            Ok((State::Read, Body { setting, source, notices, refused: None, ..body }, rows?))
        })
        .await
    }
}

/// What holds for the whole file is said once, and not at every line.
fn once(lines: &mut [(LineState, Line)], notices: &mut Vec<String>) {
    for (_, line) in lines {
        let (of_file, of_line): (Vec<String>, Vec<String>) =
            std::mem::take(&mut line.doubts).into_iter().partition(|doubt| doubt.starts_with("未指定日期"));
        line.doubts = of_line;
        for notice in of_file {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }
}

/// The title of a document, its date and what it is fill in what the clerk has not said.
fn guessed(setting: Setting, source: &Source, name: &str) -> Setting {
    let Source::Document { text, on } = source else {
        // Its rows are other units' matters: it goes with none unless somebody says so afterwards.
        let category = setting.category.or(Some(Category::Other));
        return Setting { category, attach: false, ..setting };
    };
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| first.contains(word) || name.contains(word));
    let (category, kind) = match () {
        () if says(&["纪要", "会议"]) => (Category::SchoolMeetings, SourceKind::Meeting),
        () if says(&["批示"]) => (Category::LeadersInstructions, SourceKind::Instruction),
        () => (Category::SchoolPlans, SourceKind::Document),
    };
    let organ = if first.chars().count() <= 60 { first.to_owned() } else { String::new() };
    Setting {
        category: setting.category.or(Some(category)),
        source_kind: setting.source_kind.or(Some(kind)),
        organ: if setting.organ.is_empty() { organ } else { setting.organ },
        date: setting.date.or(*on),
        ..setting
    }
}

fn lines(
    app: &App,
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    setting: &Setting,
    tasks: &Tasks,
) -> Result<Vec<(LineState, Line)>, Denied> {
    let institution = read.institution.clone();
    let directory = Directory::of(&institution);
    let around = Around { institution: &institution, directory: &directory, today: read.today };
    let titles = titles(read)?;
    let mut tried = Trial::new(app, &app.0.read_folded, read, actor, setting)?;
    let mut lines = Vec::new();
    for item in &tasks.tasks {
        let mut line = Line::of(item.clone(), day_of(&tasks.source, item, around.today), &around);
        line.twins = titles.like(&line.typed.title);
        line.faults = tried.faults(read, &line)?;
        let same = line.twins.iter().any(|twin| twin.same);
        if same {
            line.doubts.push("已有同名的事项，暂不列入；确需另立的，请恢复".to_owned());
        }
        lines.push((if same { LineState::Dropped } else { LineState::Open }, line));
    }
    Ok(lines)
}

/// The day from which the limits of an item count.
pub(super) fn day_of(source: &Source, item: &Item, today: Day) -> Day {
    match source {
        Source::Document { on, .. } => on.unwrap_or(today),
        Source::Workbook { tables } => {
            tables.iter().find(|table| table.mapping.sheet == item.sheet).map_or(today, |table| table.on)
        }
    }
}

/// Of everything that is or was supervised.
fn titles(sql: &mut dyn Sql) -> Result<Titles, Denied> {
    let all = sql.query("select matter, title from matter_view where stage <> 'not_pursued'", &[])?;
    let mut titles = Vec::with_capacity(all.len());
    for row in &all {
        titles.push((MatterId(row.uuid(0)?), row.string(1)?));
    }
    Ok(Titles::new(titles))
}

/// Lines tried as they would be entered: every rule of the matter is asked, nothing is written.
pub(super) struct Trial<'a> {
    work: Work<'a>,
    setting: &'a Setting,
    /// of 补录 so far
    numbers: BTreeSet<(i16, u32)>,
}

impl<'a> Trial<'a> {
    pub fn new(
        app: &'a App,
        folded: &'a Folded,
        sql: &mut dyn Sql,
        actor: &'a Actor,
        setting: &'a Setting,
    ) -> Result<Trial<'a>, Denied> {
        let work = Work::in_snapshot(app.now(), folded, sql, actor, Uuid::nil(), circumstances("导入"))?;
        Ok(Trial { work, setting, numbers: BTreeSet::new() })
    }

    /// What stands in the way of this line.
    pub fn faults(&mut self, sql: &mut dyn Sql, line: &Line) -> Result<Vec<Fault>, Denied> {
        let command = line.typed.command(self.setting, None, self.work.known_institution(), self.work.today());
        let command = match command {
            Ok(command) => command,
            Err(faults) => return Ok(faults),
        };
        if let Command::Adopt { adoption, .. } = &command
            && !self.numbers.insert((adoption.number.year, adoption.number.seq))
        {
            return Ok(vec![Fault {
                field: "number".to_owned(), text: "这一编号在本次导入中出现了两次".to_owned()
            }]);
        }
        let (mark, id) = (self.work.mark(), MatterId(Uuid::nil()));
        let tried = self.work.matter(sql, id, &command);
        self.work.back_to(mark, id);
        match tried {
            Ok(()) => Ok(Vec::new()),
            Err(Denied::Refused { refusal, .. }) => Ok(of_refusal(&refusal)),
            Err(denied) => Err(denied),
        }
    }
}

/// Named as the source of what is entered; nobody is sent a message for each of a hundred drafts.
pub(super) fn circumstances(source: &str) -> Circumstances {
    Circumstances { evidence: Text::parse("来源", source).ok().map(Evidence::Import), ..Circumstances::default() }
}

/// What a rule calls a field, and what the form calls it.
const NAMES: &[(&str, &str)] = &[
    ("事项标题", "title"),
    ("事项内容", "content"),
    ("牵头单位", "lead"),
    ("协办单位", "co_units"),
    ("分管校领导", "leader"),
    ("办结时限", "due"),
    ("通知单编号", "number"),
    ("立项日期", "registered_on"),
    ("交办日期", "dispatched_on"),
    ("签收日期", "signed_on"),
    ("牵头单位负责人", "responsible"),
    ("牵头单位联系人", "contact"),
    ("牵头单位联系电话", "contact"),
];

pub(super) fn of_refusal(refusal: &domain::Refusal) -> Vec<Fault> {
    let name = |label: &str| NAMES.iter().find(|(known, _)| *known == label).map_or("", |(_, name)| *name).to_owned();
    if refusal.fields.is_empty() {
        return vec![Fault { field: String::new(), text: refusal.message.clone() }];
    }
    refusal.fields.iter().map(|(label, text)| Fault { field: name(label), text: text.clone() }).collect()
}

/// For a page that shows one line: the readings of its limit.
impl PlacedLine {
    pub fn on(&self, source: Option<&Source>, today: Day) -> Day {
        source.map_or(today, |source| day_of(source, &self.line.found, today))
    }
}

pub(super) fn tried_in_tx(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    setting: &Setting,
    lines: &mut [(LineRow, Line)],
) -> Result<(), Denied> {
    let mut trial = Trial::new(app, &app.0.write_folded, tx, actor, setting)?;
    for (_, line) in lines.iter_mut() {
        line.faults = trial.faults(tx, line)?;
    }
    Ok(())
}
