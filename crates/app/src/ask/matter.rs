//! 事项: one matter, everything this actor may see of it, and what can be done now.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use domain::{
    access::{self, Subject},
    duty::Owner,
    institution::Institution,
    matter::{Approval, Assignment, Context, Entry, Fact, Matter},
    value::{Day, FileId, MatterId, NoticeNumber, Sealed},
};
use jiff::Timestamp;
use store::{Row, Sql, StoreError, args, sealed};
use uuid::Uuid;

use super::{Mark, Possible, ledger_rows::Lights, possible::possible};
use crate::{
    Actor, App, Denied, audit, files, fold, not_set_up,
    snapshot::{Scope, Snapshot},
    views::{blocked_by, number_of, sees_all, write_number},
};

/// An attachment's own facts; its bytes are served by [`crate::App::open_file`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileInfo {
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    /// SM3, hex
    pub digest: String,
    pub added_at: Timestamp,
}

/// A matter with all that its page shows.
#[derive(Debug, Clone)]
pub struct MatterView {
    pub today: Day,
    pub institution: Arc<Institution>,
    /// as this actor may see it
    pub matter: Arc<Matter>,
    /// written out, once it has one
    pub number: Option<String>,
    /// the light of the whole matter
    pub mark: Mark,
    /// the entries that this actor may see, first to last
    pub timeline: Arc<Vec<Entry>>,
    /// sealed texts that this actor may read, by row; `已依法删除` where the text was erased
    pub opened: HashMap<Uuid, String>,
    pub files: Vec<FileInfo>,
    /// every command of the table: possible now, or the refusal
    pub possible: Vec<Possible>,
    /// other matters of the same source that this actor may see: id, number or empty, title
    pub group: Vec<(MatterId, String, String)>,
    /// the matter that this one has to wait for, and those that wait for this one, as last reported and as far as this actor
    /// may see them
    pub blocked_by: Option<(MatterId, String, String)>,
    pub blocks: Vec<(MatterId, String, String)>,
    lights: Lights,
    subjects: BTreeSet<Subject>,
}

impl MatterView {
    /// A sealed text, if this actor may read it.
    pub fn opened(&self, sealed: &Sealed) -> Option<&str> {
        self.opened.get(&sealed.row).map(String::as_str)
    }

    /// How near the date of one duty is.
    pub fn mark_of(&self, duty: &domain::duty::Duty) -> Mark {
        self.lights.of_duty(&self.matter, duty)
    }

    /// Does this actor answer for it?
    pub fn is_mine(&self, owner: Owner) -> bool {
        self.subjects.contains(&subject_of(owner))
    }
}

impl App {
    /// The whole matter; [`Denied::NotFound`] where the actor may not see it. Reading a 批示 leaves a line in the audit log.
    pub async fn matter(&self, actor: &Actor, id: MatterId) -> Result<MatterView, Denied> {
        let (asking, keys) = (actor.clone(), self.store().keys().clone());
        let view = self.read(move |read| view(read, &asking, id, &keys)).await;
        match &view {
            Ok(view) if view.matter.instructions.iter().any(|one| view.opened(&one.text).is_some()) => {
                self.audit(audit::line(actor, "read_instructions", Some(id.to_string()), "ok")).await?;
            }
            Err(Denied::NotFound) => {
                self.audit(audit::line(actor, "read", Some(id.to_string()), "refused")).await?;
            }
            _ => {}
        }
        view
    }

    /// The matter that has this number, if the actor may see it.
    pub async fn matter_by_number(&self, actor: &Actor, number: NoticeNumber) -> Result<MatterId, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let key = format!("{:04}-{:06}", number.year, number.seq);
            let row = read.first("select matter from matter_view where number_key = $1", &args![key])?;
            let id = MatterId(row.ok_or(Denied::NotFound)?.uuid(0)?);
            if read.scope(&actor).sees(read, id)? { Ok(id) } else { Err(Denied::NotFound) }
        })
        .await
    }
}

/// All of a matter, as the program sees it; for its papers.
pub(crate) fn whole_view(read: &mut Snapshot<'_, '_>, id: MatterId, keys: &crypto::Keys) -> Result<MatterView, Denied> {
    view(read, &Actor::system("papers"), id, keys)
}

fn view(read: &mut Snapshot<'_, '_>, actor: &Actor, id: MatterId, keys: &crypto::Keys) -> Result<MatterView, Denied> {
    let (mut matter, mut timeline) = fold::whole_matter(read, id)?;
    let institution = read.institution.clone();
    let subjects = actor.subjects(&institution, read.today);
    let audience = access::audience(&matter);
    if subjects.is_disjoint(&audience) {
        return Err(Denied::NotFound);
    }
    let regulation = institution.regulation_on(read.today).ok_or_else(not_set_up)?;
    let ctx = Context {
        who: actor.who,
        on_behalf: None,
        recorder: None,
        evidence: None,
        today: read.today,
        on: read.today,
        institution: &institution,
        calendar: &institution.calendar,
        regulation,
        next_number: NoticeNumber { year: read.today.year(), seq: 0 },
        number_taken: false,
    };
    let possible = possible(&ctx, &matter, |owner| subjects.contains(&subject_of(owner)));
    let copied_only = subjects.intersection(&audience).all(|subject| *subject == Subject::Discipline);
    if copied_only {
        leave_out_what_was_not_copied(&mut matter, &mut timeline);
    }
    let lights = Lights::on(read.today, &institution);
    let scope = Scope::of(&subjects);
    Ok(MatterView {
        today: read.today,
        number: number_of(&matter).map(|number| write_number(&matter, &institution, number)),
        mark: lights.of_matter(&matter),
        opened: opened(read, keys, &matter, &timeline, &subjects)?,
        files: files_of(read, &matter)?,
        possible,
        group: group(read, &matter, &scope)?,
        blocked_by: blocker(read, &matter, &scope)?,
        blocks: blocked(read, &matter, &scope)?,
        matter: Arc::new(matter),
        timeline: Arc::new(timeline),
        institution,
        lights,
        subjects,
    })
}

fn subject_of(owner: Owner) -> Subject {
    match owner {
        Owner::Office => Subject::Office,
        Owner::Unit(unit) => Subject::Unit(unit),
        Owner::Person(person) => Subject::Person(person),
    }
}

/// Its own, and the sources that it shares with other matters of an import.
fn files_of(sql: &mut dyn Sql, matter: &Matter) -> Result<Vec<FileInfo>, StoreError> {
    let mut rows = store::files::of_owner(sql, &matter.id.to_string())?;
    for attachment in &matter.attachments {
        if rows.iter().all(|row| row.id != attachment.file.0) {
            rows.extend(store::files::find(sql, attachment.file.0)?);
        }
    }
    Ok(rows.iter().map(files::info).collect())
}

/// R4.5d: what goes to 纪委 with a second urging holds no 批示, and no opinion of the time before registration.
fn leave_out_what_was_not_copied(matter: &mut Matter, timeline: &mut Vec<Entry>) {
    matter.opinions.clear();
    matter.instructions.clear();
    matter.approval = Approval::default();
    timeline.retain(|entry| {
        !matches!(
            entry.event.fact,
            Fact::OpinionsSought { .. }
                | Fact::OpinionGiven { .. }
                | Fact::OpinionMissing { .. }
                | Fact::Submitted { .. }
                | Fact::Approved { .. }
                | Fact::SentBack { .. }
                | Fact::Instructed { .. }
                | Fact::InstructionAnswered { .. }
        )
    });
}

/// The texts that this actor may read: telephones with the matter; 批示 for the Office, for leaders, and for whoever has to
/// answer them; the petitioner for the Office alone.
fn opened(
    read: &mut Snapshot<'_, '_>,
    keys: &crypto::Keys,
    matter: &Matter,
    timeline: &[Entry],
    subjects: &BTreeSet<Subject>,
) -> Result<HashMap<Uuid, String>, Denied> {
    let mut wanted: Vec<&Sealed> = matter.units.iter().filter_map(|unit| unit.assignment.telephone.as_ref()).collect();
    // of contacts that have changed: an earlier version of the notice names them
    wanted
        .extend(timeline.iter().flat_map(|entry| assigned(&entry.event.fact)).filter_map(|one| one.telephone.as_ref()));
    let everything = subjects.iter().any(|subject| sees_all(*subject));
    let leads = matter.leader().is_some_and(|leader| subjects.contains(&Subject::Person(leader)));
    for instruction in &matter.instructions {
        let owes = instruction.owed.is_some_and(|(owner, _)| subjects.contains(&subject_of(owner)));
        let gave = instruction.given.by.person().is_some_and(|giver| subjects.contains(&Subject::Person(giver)));
        if everything || leads || owes || gave {
            wanted.push(&instruction.text);
        }
    }
    if subjects.contains(&Subject::Office) {
        wanted.extend(matter.proposal.as_ref().and_then(|proposal| proposal.source.petitioner.as_ref()));
    }
    let mut opened = HashMap::new();
    for sealed in wanted {
        if let Some(found) = sealed::open(read, keys, sealed.row)? {
            opened.insert(sealed.row, found.text().unwrap_or_else(|| ERASED.to_owned()));
        }
    }
    Ok(opened)
}

/// Who answered for it in the units, as an act had it.
fn assigned(fact: &Fact) -> &[Assignment] {
    match fact {
        Fact::Dispatched { assignments, .. } => assignments,
        Fact::Transferred { to, .. } | Fact::CoUnitAdded { to, .. } | Fact::ContactChanged { to, .. } => {
            std::slice::from_ref(to)
        }
        _ => &[],
    }
}

pub(crate) const ERASED: &str = "已依法删除";

fn group(
    read: &mut Snapshot<'_, '_>,
    matter: &Matter,
    scope: &Scope,
) -> Result<Vec<(MatterId, String, String)>, Denied> {
    let Some(group) = matter.group else { return Ok(Vec::new()) };
    let rows = read.query(
        "select matter, number_text, title from matter_view where source_group = $1 and source_group > '' and matter <> $2 \
         order by number_key, matter limit 100",
        &args![group.0, matter.id.0],
    )?;
    seen(read, scope, &rows)
}

fn blocker(
    read: &mut Snapshot<'_, '_>,
    matter: &Matter,
    scope: &Scope,
) -> Result<Option<(MatterId, String, String)>, Denied> {
    let Some(other) = blocked_by(matter) else { return Ok(None) };
    let select = "select matter, number_text, title from matter_view where matter = $1";
    let rows = read.query(select, &args![other.0])?;
    Ok(seen(read, scope, &rows)?.pop())
}

fn blocked(
    read: &mut Snapshot<'_, '_>,
    matter: &Matter,
    scope: &Scope,
) -> Result<Vec<(MatterId, String, String)>, Denied> {
    let rows = read.query(
        "select matter, number_text, title from matter_view where blocked_by = $1 and blocked_by > '' \
         order by number_key, matter limit 100",
        &args![matter.id.0],
    )?;
    seen(read, scope, &rows)
}

/// Id, number and title of those that may be seen.
fn seen(read: &mut Snapshot<'_, '_>, scope: &Scope, rows: &[Row]) -> Result<Vec<(MatterId, String, String)>, Denied> {
    let mut seen = Vec::new();
    for row in rows {
        let id = MatterId(row.uuid(0)?);
        if scope.sees(read, id)? {
            seen.push((id, row.string(1)?, row.string(2)?));
        }
    }
    Ok(seen)
}
