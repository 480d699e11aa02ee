//! 导入: a document, a ledger or a list is read, looked through by a clerk, and becomes drafts, 补录, or units and people. Until
//! then nothing of it is in the record: one may leave and come back, or throw it away.
//!
//! Reading order: [`Import`] (what there is), `reading` (the file as lines), [`Line`] (a line and its commands), `twins`
//! (matters that are there already), `editing` (what the clerk does to lines), `confirm` (all of it, or nothing), `roster`
//! (lists of units and people).

mod confirm;
mod editing;
mod line;
mod reading;
mod roster;
mod twins;

use std::io::Read;

use domain::{
    Reason, Refusal,
    institution::{Institution, Role},
    matter::{Category, SourceKind},
    value::{Day, FileId, MatterId, PersonId},
};
use intake::{Source, ledger::Field};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Sql, Tx, drafts, files,
    imports::{self as rows, ImportRow, LineRow},
};
use uuid::Uuid;

use crate::{
    Actor, App, Denied,
    ask::FileInfo,
    audit::line as audit_line,
    drafts::writable,
    files::{blocking, info},
    ports::{instant, micros},
};

pub use confirm::Confirmed;
pub use editing::LineChange;
pub use line::{Fault, Limit, Line, Running, Typed, Unknown};
pub use reading::Step;
pub(crate) use reading::Underway;
pub use roster::{Meant, RosterLine};
pub use store::imports::{Counts, Lines};
pub use twins::Twin;

/// What a file is read as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// tasks that become matters
    #[default]
    Matters,
    /// units and people
    Roster,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// its file is being read, or will be
    Waiting,
    Read,
    /// it could not be read: why is in [`Import::refused`]
    Unreadable,
    /// everything has become something or was dropped
    Confirmed,
}

impl State {
    const ALL: [(State, &'static str); 4] = [
        (State::Waiting, "waiting"),
        (State::Read, "read"),
        (State::Unreadable, "unreadable"),
        (State::Confirmed, "confirmed"),
    ];

    fn code(self) -> &'static str {
        State::ALL.iter().find(|(state, _)| *state == self).map_or("waiting", |(_, code)| code)
    }

    fn of(code: &str) -> State {
        State::ALL.iter().find(|(_, known)| *known == code).map_or(State::Waiting, |(state, _)| *state)
    }
}

/// What the clerk says of the whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    pub kind: Kind,
    pub source_kind: Option<SourceKind>,
    /// the meeting, the issuing body
    pub organ: String,
    pub number: String,
    pub date: Option<Day>,
    /// of lines that say none
    pub category: Option<Category>,
    /// 分管校领导 of lines that say none
    pub leader: Option<PersonId>,
    /// the day from which limits count; without one, the file's own
    pub on: Option<Day>,
    /// the file is attached to every matter: its units can read all of it
    pub attach: bool,
    /// a ledger of matters already running on paper: 补录 instead of drafts
    pub running: bool,
}

/// An import as a page shows it.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: Uuid,
    pub author: PersonId,
    pub name: String,
    pub state: State,
    pub file: Option<FileInfo>,
    pub setting: Setting,
    pub source: Option<Source>,
    pub notices: Vec<String>,
    /// why it could not be read
    pub refused: Option<String>,
    pub made_at: Timestamp,
    pub counts: Counts,
    /// names this state of the import, so that nobody writes over what they have not seen
    pub edition: i64,
}

/// A line with its place among the others.
#[derive(Debug, Clone)]
pub struct PlacedLine {
    pub place: i64,
    pub state: LineState,
    pub line: Line,
    /// with its number or, before one, its title
    pub twins: Vec<(Twin, String)>,
    pub matter: Option<MatterId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    Open,
    Dropped,
    /// it is a part of another line
    Merged,
    /// it has become a matter
    Done,
}

impl LineState {
    const ALL: [(LineState, &'static str); 4] = [
        (LineState::Open, "open"),
        (LineState::Dropped, "dropped"),
        (LineState::Merged, "merged"),
        (LineState::Done, "done"),
    ];

    fn code(self) -> &'static str {
        LineState::ALL.iter().find(|(state, _)| *state == self).map_or("open", |(_, code)| code)
    }

    fn of(code: &str) -> LineState {
        LineState::ALL.iter().find(|(_, known)| *known == code).map_or(LineState::Open, |(state, _)| *state)
    }
}

/// What is kept of an import beside its lines.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Body {
    setting: Setting,
    source: Option<Source>,
    notices: Vec<String>,
    refused: Option<String>,
    /// the command that was confirmed last
    #[serde(default)]
    confirmed_by: Option<Uuid>,
}

/// The list is no longer.
const LISTED: i64 = 100;

impl App {
    /// Takes a file that this actor has staged; it is read by [`App::read_import`]. `id` is made with the form: sent twice, it
    /// is one import.
    pub async fn begin_import(&self, actor: &Actor, id: Uuid, file: FileId, setting: Setting) -> Result<(), Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let person = keeper(&app, tx, &actor, setting.kind)?;
                if rows::find(tx, id)?.is_some() {
                    return Ok(());
                }
                let now = micros(app.now());
                let row = files::find(tx, file.0)?;
                let name = row.map(|row| row.name).unwrap_or_default();
                if !drafts::hold_file(tx, file.0, &rows::file_owner(id), &actor.code(), now)? {
                    return Err(Refusal::invalid("文件", "文件没有收到，或已过 24 小时，请重新上传").into());
                }
                let body = write_body(&Body { setting, ..Body::default() })?;
                let state = State::Waiting.code().to_owned();
                let (author, file) = (person.0, file.0);
                let import = ImportRow { id, author, name, file, state, body, made_at: now, saved_at: now };
                rows::put(tx, &import)?;
                audit_line(&actor, "begin_import", Some(id.to_string()), "ok").write(tx, &app)
            })
            .await
    }

    /// The newest first.
    pub async fn imports(&self, actor: &Actor) -> Result<Vec<Import>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let mut imports = Vec::new();
            for row in rows::list(read, LISTED)? {
                if may_keep(&read.institution, &actor, read.today, read_body(&row)?.setting.kind) {
                    imports.push(shown(read, &row)?);
                }
            }
            Ok(imports)
        })
        .await
    }

    pub async fn import(&self, actor: &Actor, id: Uuid) -> Result<Import, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let row = rows::find(read, id)?.ok_or(Denied::NotFound)?;
            if !may_keep(&read.institution, &actor, read.today, read_body(&row)?.setting.kind) {
                return Err(Denied::NotFound);
            }
            shown(read, &row)
        })
        .await
    }

    /// Proposed matters from `after` on, at most `limit`.
    pub async fn import_lines(
        &self,
        actor: &Actor,
        id: Uuid,
        which: Lines,
        after: i64,
        limit: i64,
    ) -> Result<Vec<PlacedLine>, Denied> {
        let _ = self.import(actor, id).await?;
        self.read(move |read| {
            let lines = rows::lines(read, id, which, after, limit)?;
            lines.iter().map(|row| placed(read, row)).collect()
        })
        .await
    }

    pub async fn import_line(&self, actor: &Actor, id: Uuid, place: i64) -> Result<PlacedLine, Denied> {
        let _ = self.import(actor, id).await?;
        self.read(move |read| {
            let row = rows::find_line(read, id, place)?.ok_or(Denied::NotFound)?;
            placed(read, &row)
        })
        .await
    }

    /// Thrown away with its file; what has become matters stays.
    pub async fn discard_import(&self, actor: &Actor, id: Uuid) -> Result<(), Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let (row, _) = at_hand(&app, tx, &actor, id)?;
                if rows::counts(tx, id)?.done > 0 {
                    let message = "已有事项由此立为拟办，来源文件须保留；其余各项可以逐项去掉";
                    return Err(Refusal::new(Reason::IllegalTransition, message).into());
                }
                rows::remove(tx, row.id, micros(app.now()))?;
                audit_line(&actor, "discard_import", Some(id.to_string()), "ok").write(tx, &app)
            })
            .await
    }

    /// What the file says in other words: a change of what is counted from, or of what columns hold, is for
    /// [`App::reread_import`].
    pub async fn set_import(&self, actor: &Actor, id: Uuid, edition: i64, setting: Setting) -> Result<(), Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let (row, mut body) = at_hand(&app, tx, &actor, id)?;
                not_overtaken(&row, edition)?;
                body.setting = Setting { kind: body.setting.kind, on: body.setting.on, ..setting };
                save(tx, &app, &row, State::of(&row.state), &body)?;
                editing::check_anew(&app, tx, &actor, id, &body.setting)
            })
            .await
    }

    /// The file of an import, for whoever may see the import.
    pub async fn import_file(&self, actor: &Actor, id: Uuid) -> Result<(FileInfo, Vec<u8>), Denied> {
        let import = self.import(actor, id).await?;
        let file = import.file.ok_or(Denied::NotFound)?;
        Ok((file.clone(), self.bytes_of(file.id).await?))
    }

    async fn bytes_of(&self, file: FileId) -> Result<Vec<u8>, Denied> {
        let files = self.places().files.clone();
        blocking(move || {
            let mut bytes = Vec::new();
            let read = files.read(file.0)?.read_to_end(&mut bytes);
            read.map_err(|source| store::StoreError::Io { path: files.path(file.0), source })?;
            Ok(bytes)
        })
        .await
    }
}

fn shown(sql: &mut dyn Sql, row: &ImportRow) -> Result<Import, Denied> {
    let body = read_body(row)?;
    Ok(Import {
        id: row.id,
        author: PersonId(row.author),
        name: row.name.clone(),
        state: State::of(&row.state),
        file: files::find(sql, row.file)?.as_ref().map(info),
        setting: body.setting,
        source: body.source,
        notices: body.notices,
        refused: body.refused,
        made_at: instant(row.made_at),
        counts: rows::counts(sql, row.id)?,
        edition: row.saved_at,
    })
}

fn placed(sql: &mut dyn Sql, row: &LineRow) -> Result<PlacedLine, Denied> {
    let line: Line = read_line(row)?;
    let mut twins = Vec::new();
    for twin in &line.twins {
        let select = "select number_text, title from matter_view where matter = $1";
        if let Some(found) = sql.first(select, &store::args![twin.matter.0])? {
            let (number, title) = (found.string(0)?, found.string(1)?);
            twins.push((*twin, format!("{number} {title}").trim().to_owned()));
        }
    }
    let matter = row.matter.map(MatterId);
    Ok(PlacedLine { place: row.place, state: LineState::of(&row.state), line, twins, matter })
}

/// What a field of a ledger is called: for the page.
pub fn fields() -> impl Iterator<Item = (Field, &'static str)> {
    Field::ALL.iter().map(|field| (*field, field.label()))
}

/// Matters are the Office's to import; units and people also the administrators', each what is theirs to change.
fn may_keep(institution: &Institution, actor: &Actor, today: Day, kind: Kind) -> bool {
    let Some(person) = actor.person_id() else { return true };
    let mut held = institution.grants_of(person, today).map(|grant| grant.role);
    held.any(|role| role.is_office() || kind == Kind::Roster && matches!(role, Role::SystemAdmin | Role::SecurityAdmin))
}

/// What one may not keep is not found.
fn keeper(app: &App, tx: &mut Tx<'_>, actor: &Actor, kind: Kind) -> Result<PersonId, Denied> {
    let institution = app.0.write_folded.institution(tx)?;
    let allowed = may_keep(&institution, actor, app.today(), kind);
    actor.person_id().filter(|_| allowed).ok_or(Denied::NotFound)
}

fn at_hand(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(ImportRow, Body), Denied> {
    let row = rows::find(tx, id)?.ok_or(Denied::NotFound)?;
    let body = read_body(&row)?;
    keeper(app, tx, actor, body.setting.kind)?;
    Ok((row, body))
}

/// What somebody else has changed since the page was opened is not written over unseen.
fn not_overtaken(row: &ImportRow, edition: i64) -> Result<(), Denied> {
    if row.saved_at == edition {
        return Ok(());
    }
    Err(Refusal::overtaken("在您查看期间，这次导入已被改动；请刷新页面，看过最新内容后再提交").into())
}

/// A later edition has a later instant, whatever the clock says.
fn save(tx: &mut Tx<'_>, app: &App, row: &ImportRow, state: State, body: &Body) -> Result<i64, Denied> {
    let saved_at = micros(app.now()).max(row.saved_at + 1);
    rows::put(tx, &ImportRow { state: state.code().to_owned(), body: write_body(body)?, saved_at, ..row.clone() })?;
    Ok(saved_at)
}

fn read_body(row: &ImportRow) -> Result<Body, Denied> {
    serde_json::from_str(&row.body).map_err(unreadable)
}

fn write_body(body: &Body) -> Result<String, Denied> {
    serde_json::to_string(body).map_err(unreadable)
}

fn read_line<T: serde::de::DeserializeOwned>(row: &LineRow) -> Result<T, Denied> {
    serde_json::from_str(&row.body).map_err(unreadable)
}

fn line_row(place: i64, state: LineState, line: &Line, matter: Option<MatterId>) -> Result<LineRow, Denied> {
    Ok(LineRow {
        place,
        state: state.code().to_owned(),
        faulty: !line.faults.is_empty(),
        doubtful: line.is_doubtful(),
        body: serde_json::to_string(line).map_err(unreadable)?,
        matter: matter.map(|matter| matter.0),
    })
}

fn unreadable(error: serde_json::Error) -> Denied {
    Denied::Unreadable(format!("导入的内容读不出：{error}"))
}
