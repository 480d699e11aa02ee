//! Papers that went out, kept byte for byte. The act that issues a paper orders it in its own transaction; soon after it is
//! set from the record as it stood then, stored among the files, and its digest goes into the audit chain.

use std::{collections::BTreeSet, sync::Arc};

use documents::Paper;
use domain::{
    access::Subject,
    matter::{Entry, Matter, PaperKind, PaperRef, evolve, issued, issues_once, replay},
    value::{MatterId, UnitId},
};
use jiff::Timestamp;
use serde_json::json;
use store::{
    Sql, Tx,
    files::{self, FileRow},
    papers::{self, Laid, PaperRow},
};
use uuid::Uuid;

use super::{Copies, Facts, Press, Printed, compose};
use crate::{
    Actor, App, Denied,
    ask::MatterView,
    audit::line,
    execute::hex,
    files::blocking,
    fold,
    messages::made_of,
    ports::{instant, micros},
    snapshot::Snapshot,
};

/// One edition of a paper that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPaper {
    pub id: Uuid,
    pub matter: MatterId,
    pub paper: PaperRef,
    /// 1 as issued; one more each time that an act changed what it says
    pub edition: u32,
    /// the matter's entry that brought it about
    pub entry: u32,
    pub issued_at: Timestamp,
    /// its bytes are there; until then it is still being set
    pub kept: bool,
    pub pages: u32,
    /// `U+2B81D 𫠝`: characters that no font had
    pub missing: String,
    /// SM3 and SHA-256, hex; empty until it is kept
    pub sm3: String,
    pub sha256: String,
    pub size: u64,
}

/// Papers set in one round of the job.
const ROUND: i64 = 50;
/// After so many failures a paper waits no longer by itself.
const TRIES: i64 = 5;

impl App {
    /// Says, once, who sets papers. Without it nothing is kept and there is no PDF.
    pub fn print_by(&self, press: Arc<dyn Press>) {
        let _ = self.0.press.set(press);
    }

    /// Is there anybody who sets papers?
    pub fn prints(&self) -> bool {
        self.0.press.get().is_some()
    }

    /// A PDF of a paper, off the async threads.
    pub async fn print(&self, paper: Paper) -> Result<Printed, Denied> {
        let press = self.0.press.get().cloned().ok_or_else(no_press)?;
        let _turn = self.0.setting.acquire().await;
        blocking(move || press.print(&paper).map_err(|why| Denied::Unprinted(why.to_string()))).await
    }

    /// Sets and keeps what has been ordered; gives how many.
    pub async fn keep_papers(&self) -> Result<u64, Denied> {
        if !self.prints() {
            return Ok(0);
        }
        let waiting = self.store().read(|sql| papers::waiting(sql, ROUND).map_err(Denied::from)).await?;
        let mut kept = 0;
        for row in waiting {
            let id = row.id;
            match self.keep(row).await {
                Ok(()) => kept += 1,
                Err(error) => {
                    tracing::warn!(paper = %id, %error, "a paper was not set");
                    self.store().write(move |tx| papers::fail(tx, id, TRIES).map_err(Denied::from)).await?;
                }
            }
        }
        Ok(kept)
    }

    /// The papers of a matter that this actor may open, in the order in which they went out.
    pub async fn papers_of(&self, actor: &Actor, matter: MatterId) -> Result<Vec<KeptPaper>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            if !read.scope(&actor).sees(read, matter)? {
                return Err(Denied::NotFound);
            }
            let readers = Reader::of(read, &actor, matter)?;
            let mut seen = Vec::new();
            for row in papers::of_matter(read, matter.0)? {
                let Some(paper) = paper_of(&row) else { continue };
                if readers.may_open(paper) {
                    seen.push(info(read, &row, paper)?);
                }
            }
            Ok(seen)
        })
        .await
    }

    /// The bytes of an edition as it went out; one that is not set yet is set now. Leaves a line in the audit log.
    pub async fn open_paper(&self, actor: &Actor, id: Uuid) -> Result<(KeptPaper, Vec<u8>), Denied> {
        let asking = actor.clone();
        let row = self
            .read(move |read| {
                let row = papers::find(read, id)?.ok_or(Denied::NotFound)?;
                let matter = MatterId(row.matter);
                let paper = paper_of(&row).ok_or(Denied::NotFound)?;
                let seen =
                    read.scope(&asking).sees(read, matter)? && Reader::of(read, &asking, matter)?.may_open(paper);
                if seen { Ok(row) } else { Err(Denied::NotFound) }
            })
            .await?;
        if row.file.is_none() {
            self.keep(row).await?;
        }
        let (kept, file) = self
            .read(move |read| {
                let row = papers::find(read, id)?.ok_or(Denied::NotFound)?;
                let paper = paper_of(&row).ok_or(Denied::NotFound)?;
                Ok((info(read, &row, paper)?, row.file.ok_or(Denied::NotFound)?))
            })
            .await?;
        let files = self.places().files.clone();
        let bytes = blocking(move || read_all(&files, file)).await?;
        self.audit(line(actor, "open_paper", Some(id.to_string()), "ok")).await?;
        Ok((kept, bytes))
    }

    /// Sets one edition from the record as it stood, and keeps it.
    async fn keep(&self, row: PaperRow) -> Result<(), Denied> {
        let keys = self.store().keys().clone();
        let (matter, entry) = (MatterId(row.matter), row.entry);
        let paper = paper_of(&row).ok_or(Denied::NotFound)?;
        let composed = self
            .read(move |read| {
                let view = crate::ask::whole_view(read, matter, &keys)?;
                Ok(view.as_of(u32::try_from(entry).unwrap_or(u32::MAX), |facts| compose(facts, paper, Copies::Two)))
            })
            .await?;
        let composed = composed.ok_or_else(|| Denied::Unprinted("记录中没有这份文书".to_owned()))?;
        let name = format!("{}.pdf", composed.title);
        let printed = self.print(composed).await?;
        // A file of its own for each attempt: what one that broke off has left stands in nobody's way.
        let (files, id, file_id, pdf) = (self.places().files.clone(), row.id, self.fresh_id(), printed.pdf);
        let received = blocking(move || Ok(files.receive(file_id, &mut pdf.as_slice())?)).await?;
        let now = micros(self.now());
        let file = FileRow {
            id: file_id,
            owner: Some(format!("paper:{matter}")),
            name,
            media_type: "application/pdf".to_owned(),
            size: received.size,
            sm3: received.sm3,
            sha256: received.sha256,
            label: paper.kind.label().to_owned(),
            stored_at: now,
            stored_by: "system".to_owned(),
            staged_until: None,
        };
        let (pages, missing) = (i64::try_from(printed.pages).unwrap_or(i64::MAX), named(&printed.missing));
        let detail = json!({
            "kind": row.kind, "about": row.about, "unit": row.unit, "edition": row.edition, "entry": row.entry,
            "sm3": hex(&received.sm3), "sha256": hex(&received.sha256), "pages": pages,
        });
        let app = self.clone();
        let first = self
            .store()
            .write(move |tx| {
                let laid = Laid { file: file_id, pages, missing: &missing, program: env!("CARGO_PKG_VERSION") };
                let first = papers::keep(tx, id, &laid)?;
                if first {
                    files::stage(tx, &file)?;
                    line(&Actor::system("papers"), "keep_paper", Some(matter.to_string()), "ok")
                        .detail(detail)
                        .write(tx, &app)?;
                }
                Ok::<_, Denied>(first)
            })
            .await?;
        if !first {
            self.places().files.remove(file_id)?;
        }
        Ok(())
    }
}

impl App {
    /// Orders the papers of a matter that has none kept: one that was imported, or that is older than the keeping of papers. They
    /// are laid out from the record as it stood at each act.
    pub(super) async fn order_what_is_wanting(&self, id: MatterId) -> Result<(), Denied> {
        self.store()
            .write(move |tx| {
                if !papers::of_matter(tx, id.0)?.is_empty() {
                    return Ok(());
                }
                let (_, timeline) = fold::whole_matter(tx, id)?;
                let mut matter = Matter::unborn(id);
                for entry in &timeline {
                    matter = evolve(matter, entry);
                    order_one(tx, &matter, entry, entry.stamp.at)?;
                }
                Ok::<_, Denied>(())
            })
            .await
    }
}

/// In the transaction of the acts: orders what they issue. `entries`: the new ones of this matter, in order; each finds the
/// matter as the ones before it left it.
pub(crate) fn order(tx: &mut Tx<'_>, before: &Matter, entries: &[&Entry], now: Timestamp) -> Result<(), Denied> {
    let mut matter = before.clone();
    for entry in entries {
        matter = evolve(matter, entry);
        order_one(tx, &matter, entry, now)?;
    }
    Ok(())
}

fn order_one(tx: &mut Tx<'_>, after: &Matter, entry: &Entry, now: Timestamp) -> Result<(), Denied> {
    for paper in issued(&entry.event.fact, after) {
        let (kind, about, unit) = (paper.kind.code(), i64::from(paper.about), paper.unit.map(|unit| unit.0));
        let editions = papers::editions(tx, after.id.0, kind, about, unit)?;
        if editions > 0 && issues_once(&entry.event.fact) {
            continue;
        }
        let row = PaperRow {
            id: made_of(&format!("paper:{}:{}:{kind}:{about}:{unit:?}", after.id, after.version), now),
            matter: after.id.0,
            kind: kind.to_owned(),
            about,
            unit,
            edition: editions + 1,
            entry: i64::from(after.version),
            ordered_at: micros(now),
            file: None,
            pages: 0,
            missing: String::new(),
        };
        papers::order(tx, &row)?;
    }
    Ok(())
}

impl MatterView {
    /// The facts of its papers as the record had them after so many entries.
    pub(crate) fn as_of<T>(&self, entries: u32, lay: impl FnOnce(&Facts) -> T) -> T {
        let timeline = &self.timeline[..self.timeline.len().min(entries as usize)];
        let matter = replay(self.matter.id, timeline);
        let names = self.names();
        let facts = Facts {
            matter: &matter,
            timeline,
            names: &names,
            number: self.number.as_deref().unwrap_or_default(),
            telephone: &|_, sealed| self.opened(sealed).unwrap_or_default().to_owned(),
        };
        lay(&facts)
    }

    pub fn names(&self) -> crate::names::Names {
        crate::names::Names { institution: self.institution.clone(), today: self.today }
    }
}

/// Who may open which of a matter's papers, among those who may see the matter.
struct Reader {
    everything: bool,
    office: bool,
    leads: bool,
    discipline: bool,
    units: BTreeSet<UnitId>,
}

impl Reader {
    fn of(read: &mut Snapshot<'_, '_>, actor: &Actor, matter: MatterId) -> Result<Self, Denied> {
        let subjects = actor.subjects(&read.institution, read.today);
        let leader = read.first("select leader from matter_view where matter = $1", &store::args![matter.0])?;
        let leader = leader.map(|row| row.string(0)).transpose()?;
        let leads = actor.person_id().is_some_and(|person| Some(person.to_string()) == leader);
        Ok(Self {
            everything: subjects.iter().any(|subject| crate::views::sees_all(*subject)),
            office: subjects.contains(&Subject::Office),
            leads,
            discipline: subjects.contains(&Subject::Discipline),
            units: subjects
                .iter()
                .filter_map(|subject| if let Subject::Unit(unit) = subject { Some(*unit) } else { None })
                .collect(),
        })
    }

    /// A notice names a telephone in full: the Office's and the unit's own. The letter of R4.5d is not for the units.
    fn may_open(&self, paper: PaperRef) -> bool {
        match paper.kind {
            PaperKind::Notice => self.office || paper.unit.is_some_and(|unit| self.units.contains(&unit)),
            PaperKind::DisciplineLetter => self.everything || self.leads || self.discipline,
            _ => true,
        }
    }
}

fn info(sql: &mut dyn Sql, row: &PaperRow, paper: PaperRef) -> Result<KeptPaper, Denied> {
    let file = row.file.map(|file| files::find(sql, file)).transpose()?.flatten();
    Ok(KeptPaper {
        id: row.id,
        matter: MatterId(row.matter),
        paper,
        edition: u32::try_from(row.edition).unwrap_or(0),
        entry: u32::try_from(row.entry).unwrap_or(0),
        issued_at: instant(row.ordered_at),
        kept: row.file.is_some(),
        pages: u32::try_from(row.pages).unwrap_or(0),
        missing: row.missing.clone(),
        sm3: file.as_ref().map(|file| hex(&file.sm3)).unwrap_or_default(),
        sha256: file.as_ref().map(|file| hex(&file.sha256)).unwrap_or_default(),
        size: file.as_ref().map_or(0, |file| file.size.unsigned_abs()),
    })
}

pub(crate) fn paper_of(row: &PaperRow) -> Option<PaperRef> {
    let kind = PaperKind::from_code(&row.kind)?;
    Some(PaperRef { kind, about: u32::try_from(row.about).ok()?, unit: row.unit.map(UnitId) })
}

pub(crate) fn read_all(files: &store::files::Files, id: Uuid) -> Result<Vec<u8>, Denied> {
    let mut bytes = Vec::new();
    let mut file = files.read(id)?;
    std::io::Read::read_to_end(&mut file, &mut bytes)
        .map_err(|source| store::StoreError::Io { path: files.path(id), source })?;
    Ok(bytes)
}

fn named(missing: &[char]) -> String {
    missing.iter().map(|one| format!("U+{:04X} {one}", u32::from(*one))).collect::<Vec<_>>().join("、")
}

fn no_press() -> Denied {
    Denied::Unprinted("本进程没有排版组件".to_owned())
}
