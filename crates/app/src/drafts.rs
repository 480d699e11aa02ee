//! 起草与签发: what a contact has filled in for the unit's head to sign, and what anybody of the unit has not finished. One
//! draft a matter and act; it is no part of the record, and ends with the act for which it was made.

use domain::{
    Reason, Refusal, Who,
    access::{Hand, Subject, hands},
    institution::{Institution, Role},
    matter::{CommandKind, Context, Entry, Fact, Matter},
    value::{Day, FileId, MatterId, NoticeNumber, PersonId, UnitId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Sql, StoreError, Tx,
    drafts::{self as rows, DraftRow},
    files,
};

use crate::{
    Actor, App, Denied, Message, MessageKind,
    ask::{FileInfo, refusal_of},
    audit::line,
    files::info,
    messages::{DRAFT_FOR_SIGNING, DRAFT_RETURNED, made_of, queue as queue_one},
    not_set_up,
    ports::{instant, micros, shanghai_day},
    views::{number_of, write_number},
};

/// What its author means to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// 暂存
    Kept,
    /// 待负责人签发
    ForSigning,
    /// 退回起草人
    Returned,
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub matter: MatterId,
    pub act: CommandKind,
    pub author: PersonId,
    pub saved_at: Timestamp,
    pub state: DraftState,
    /// names and values of the form, as typed
    pub fields: Vec<(String, String)>,
    pub files: Vec<FileInfo>,
    /// why it was returned, and by whom
    pub returned: Option<(PersonId, String)>,
    /// 已失效: why the matter does not take the act any more
    pub lapsed: Option<Refusal>,
}

impl Draft {
    /// Names this state of the draft, so that nobody writes over what they have not seen.
    pub fn edition(&self) -> i64 {
        micros(self.saved_at)
    }
}

/// A draft in a list: with what the line says of its matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    pub draft: Draft,
    pub number: String,
    pub title: String,
    /// this person may sign it
    pub to_sign: bool,
}

/// What is to be kept.
#[derive(Debug, Clone)]
pub struct Drafting {
    pub matter: MatterId,
    pub act: CommandKind,
    pub fields: Vec<(String, String)>,
    pub files: Vec<FileId>,
    /// the edition that the form was opened with; none where there was no draft
    pub seen: Option<i64>,
}

/// Acts that a contact drafts and the unit's head signs.
pub fn takes_draft(act: CommandKind) -> bool {
    hands(act) == [Hand::LeadHead]
}

/// The body of the row.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    state: DraftState,
    fields: Vec<(String, String)>,
    files: Vec<FileId>,
    #[serde(default)]
    returned: Option<(PersonId, String)>,
}

/// No draft is longer: the form itself takes no more.
const TEXT_MOST: usize = 2 * 1024 * 1024;
/// No list is longer.
const LISTED: i64 = 100;

impl App {
    /// The drafts of one matter; none for whoever does not act for its lead unit.
    pub async fn drafts(&self, actor: &Actor, matter: MatterId) -> Result<Vec<Draft>, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            let found = rows::of_matter(read, matter.0)?;
            if found.is_empty() {
                return Ok(Vec::new());
            }
            let (institution, today) = (read.institution.clone(), read.today);
            let Some(folded) = app.0.read_folded.matter(read, matter)? else { return Ok(Vec::new()) };
            if !drafts_for(&institution, &actor, &folded, today) {
                return Ok(Vec::new());
            }
            found.iter().filter_map(|row| draft(read, &institution, &folded, row, today).transpose()).collect()
        })
        .await
    }

    /// For 工作台: what this person may sign, and what they have written themselves.
    pub async fn drafts_of(&self, actor: &Actor) -> Result<Vec<DraftLine>, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            let (institution, today) = (read.institution.clone(), read.today);
            let Some(person) = actor.person_id() else { return Ok(Vec::new()) };
            let subjects = actor.subjects(&institution, today);
            let units = subjects.iter().filter_map(|subject| match subject {
                Subject::Unit(unit) => Some(unit.0),
                _ => None,
            });
            let units: Vec<uuid::Uuid> = units.collect();
            let mut lines = Vec::new();
            for row in rows::of_lead_units(read, &units, LISTED)? {
                let Some(matter) = app.0.read_folded.matter(read, MatterId(row.matter))? else { continue };
                let Some(draft) = draft(read, &institution, &matter, &row, today)? else { continue };
                let signs = matter.lead().is_some_and(|lead| signs_for(&institution, person, lead, today));
                let to_sign = draft.state == DraftState::ForSigning && signs;
                if to_sign || draft.author == person {
                    let number = number_of(&matter).map(|number| write_number(&matter, &institution, number));
                    let title = matter.proposal.as_ref().map(|proposal| proposal.title.to_string());
                    let (number, title) = (number.unwrap_or_default(), title.unwrap_or_default());
                    lines.push(DraftLine { draft, number, title, to_sign });
                }
            }
            Ok(lines)
        })
        .await
    }

    /// 暂存, or with `for_signing` 提交负责人签发: the unit's heads are told.
    pub async fn save_draft(&self, actor: &Actor, drafting: Drafting, for_signing: bool) -> Result<(), Denied> {
        let state = if for_signing { DraftState::ForSigning } else { DraftState::Kept };
        self.change_draft(actor, drafting, Change { state, remark: None }).await
    }

    /// 退回起草人: with what the head has changed in the text, and why; the author is told.
    pub async fn return_draft(&self, actor: &Actor, drafting: Drafting, remark: &str) -> Result<(), Denied> {
        let remark = remark.trim().to_owned();
        if remark.is_empty() || remark.chars().count() > 1000 {
            let message = "请写明退回起草人的理由，不超过 1000 字";
            return Err(Refusal::new(Reason::Incomplete, message).field("退回理由", message).into());
        }
        let change = Change { state: DraftState::Returned, remark: Some(remark) };
        self.change_draft(actor, drafting, change).await
    }

    /// Whoever may draft may also throw away; its files go with the next sweep.
    pub async fn discard_draft(&self, actor: &Actor, matter: MatterId, act: CommandKind) -> Result<(), Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let now = app.now();
                let (_, _, _) = at_hand(&app, tx, &actor, matter, now)?;
                remove(tx, matter, act, now)?;
                line(&actor, "discard_draft", Some(matter.to_string()), "ok").write(tx, &app)
            })
            .await
    }

    async fn change_draft(&self, actor: &Actor, drafting: Drafting, change: Change) -> Result<(), Denied> {
        writable(actor)?;
        if !takes_draft(drafting.act) {
            return Err(Denied::NotFound);
        }
        let (app, actor) = (self.clone(), actor.clone());
        self.store().write(move |tx| keep(&app, tx, &actor, &drafting, &change)).await
    }
}

#[derive(Debug, Clone)]
struct Change {
    state: DraftState,
    remark: Option<String>,
}

pub(crate) fn writable(actor: &Actor) -> Result<(), Denied> {
    if actor.read_only {
        return Err(Denied::ReadOnly);
    }
    if actor.must_change_password {
        return Err(Refusal::new(Reason::NotPermitted, "请先修改初始口令，再办理事项").into());
    }
    Ok(())
}

/// The matter, if this actor may draft for its lead unit; what they may not is not found.
fn at_hand(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    matter: MatterId,
    now: Timestamp,
) -> Result<(std::sync::Arc<Institution>, std::sync::Arc<Matter>, Day), Denied> {
    let today = shanghai_day(now);
    let institution = app.0.write_folded.institution(tx)?;
    let matter = app.0.write_folded.matter(tx, matter)?.ok_or(Denied::NotFound)?;
    if !drafts_for(&institution, actor, &matter, today) {
        return Err(Denied::NotFound);
    }
    Ok((institution, matter, today))
}

fn keep(app: &App, tx: &mut Tx<'_>, actor: &Actor, drafting: &Drafting, change: &Change) -> Result<(), Denied> {
    let now = app.now();
    let (institution, matter, today) = at_hand(app, tx, actor, drafting.matter, now)?;
    let (person, lead) = actor.person_id().zip(matter.lead()).ok_or(Denied::NotFound)?;
    if let Some(refusal) = lapsed(&institution, &matter, drafting.act, today)? {
        return Err(refusal.into());
    }
    let before = rows::find(tx, drafting.matter.0, drafting.act.code())?;
    nobody_was_faster(&institution, before.as_ref(), drafting)?;
    let author = match change.state {
        DraftState::Returned => returned_to(&institution, before.as_ref(), person, lead, today)?,
        DraftState::Kept | DraftState::ForSigning => person,
    };
    let size: usize = drafting.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > TEXT_MOST {
        return Err(Refusal::invalid("草稿", "填写的文字超过 2 MB，请精简，或作为附件上传").into());
    }
    let signers = signers(&institution, lead, today);
    if change.state == DraftState::ForSigning && signers.is_empty() {
        let message = "本单位没有登记在任的负责人，请先与系统管理员联系";
        return Err(Refusal::invalid("负责人", message).into());
    }
    hold(tx, drafting, actor, now)?;
    let body = Body {
        state: change.state,
        fields: drafting.fields.clone(),
        files: drafting.files.clone(),
        returned: change.remark.clone().map(|remark| (person, remark)),
    };
    // A later edition has a later instant, whatever the clock says.
    let saved_at = micros(now).max(before.map_or(0, |before| before.saved_at + 1));
    let row = DraftRow {
        matter: drafting.matter.0,
        act: drafting.act.code().to_owned(),
        author: author.0,
        body: serde_json::to_string(&body).map_err(|error| Denied::Unreadable(error.to_string()))?,
        saved_at,
    };
    rows::put(tx, &row)?;
    let told = match change.state {
        DraftState::Kept => Vec::new(),
        DraftState::ForSigning => signers,
        DraftState::Returned => vec![author],
    };
    for other in told.into_iter().filter(|other| *other != person) {
        tell(tx, &institution, &matter, &row, change.state, other, now)?;
    }
    line(actor, "save_draft", Some(drafting.matter.to_string()), "ok").write(tx, app)
}

/// What somebody else has saved since the form was opened is not written over unseen.
fn nobody_was_faster(institution: &Institution, before: Option<&DraftRow>, drafting: &Drafting) -> Result<(), Denied> {
    match before {
        Some(row) if drafting.seen != Some(row.saved_at) => {
            let who = institution.person_name(PersonId(row.author));
            Err(Refusal::overtaken(format!("{who}已另存了这份草稿；您填写的内容仍在下面，再次保存将以您的为准")).into())
        }
        _ => Ok(()),
    }
}

/// Only who could sign returns, and only what waits for that.
fn returned_to(
    institution: &Institution,
    before: Option<&DraftRow>,
    person: PersonId,
    lead: UnitId,
    today: Day,
) -> Result<PersonId, Denied> {
    if !signs_for(institution, person, lead, today) {
        let message = "退回草稿由牵头单位负责人办理";
        return Err(Refusal::new(Reason::NotPermitted, message).into());
    }
    let waits = |row: &&DraftRow| read_body(row).is_ok_and(|body| body.state == DraftState::ForSigning);
    let row = before.filter(waits).ok_or_else(|| Refusal::overtaken("这份草稿已不在待签发，请刷新后再看"))?;
    Ok(PersonId(row.author))
}

fn hold(tx: &mut Tx<'_>, drafting: &Drafting, actor: &Actor, now: Timestamp) -> Result<(), Denied> {
    let owner = rows::file_owner(&drafting.matter.to_string(), drafting.act.code());
    let kept: Vec<uuid::Uuid> = drafting.files.iter().map(|file| file.0).collect();
    rows::release_files(tx, &owner, &kept, micros(now))?;
    for file in kept {
        if !rows::hold_file(tx, file, &owner, &actor.code(), micros(now))? {
            return Err(Refusal::invalid("附件", "所附文件没有收到，或已过 24 小时，请重新上传").into());
        }
    }
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    institution: &Institution,
    matter: &Matter,
    row: &DraftRow,
    state: DraftState,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Denied> {
    let event = if state == DraftState::Returned { DRAFT_RETURNED } else { DRAFT_FOR_SIGNING };
    let number = number_of(matter).map(|number| write_number(matter, institution, number)).unwrap_or_default();
    let message = Message {
        kind: MessageKind::Told,
        person,
        matter: row.matter,
        number,
        event: event.to_owned(),
        duty: String::new(),
        duty_id: 0,
        due: None,
        days: None,
    };
    let id = made_of(&format!("draft:{}:{}:{}:{person}", row.matter, row.act, row.saved_at), now);
    queue_one(tx, id, &message, now)?;
    Ok(())
}

/// The acts for which drafts were made have been done: the drafts go in the same transaction.
pub(crate) fn done(tx: &mut Tx<'_>, entries: &[(MatterId, Entry)], now: Timestamp) -> Result<(), Denied> {
    for (matter, entry) in entries {
        let act = match entry.event.fact {
            Fact::ExtensionRequested { .. } => CommandKind::RequestExtension,
            Fact::ClosingReportSubmitted { .. } => CommandKind::SubmitClosingReport,
            _ => continue,
        };
        remove(tx, *matter, act, now)?;
    }
    Ok(())
}

fn remove(tx: &mut Tx<'_>, matter: MatterId, act: CommandKind, now: Timestamp) -> Result<(), StoreError> {
    if rows::remove(tx, matter.0, act.code())? {
        rows::release_files(tx, &rows::file_owner(&matter.to_string(), act.code()), &[], micros(now))?;
    }
    Ok(())
}

/// A file that waits with a draft: may this actor open it?
pub(crate) fn sees_file(
    app: &App,
    sql: &mut dyn Sql,
    institution: &Institution,
    actor: &Actor,
    owner: &str,
    today: Day,
) -> Result<bool, Denied> {
    let Some(matter) = rows::matter_of_file(owner) else { return Ok(false) };
    let matter = app.0.read_folded.matter(sql, MatterId(matter))?;
    Ok(matter.is_some_and(|matter| drafts_for(institution, actor, &matter, today)))
}

/// Heads and contacts of the lead unit, and whoever signs for one of them (代签).
fn drafts_for(institution: &Institution, actor: &Actor, matter: &Matter, today: Day) -> bool {
    let subjects = actor.subjects(institution, today);
    actor.person_id().is_some() && matter.lead().is_some_and(|lead| subjects.contains(&Subject::Unit(lead)))
}

/// The unit's heads, and their deputies of today.
fn signers(institution: &Institution, lead: UnitId, today: Day) -> Vec<PersonId> {
    let heads: Vec<PersonId> = institution.holders(Role::UnitHead, Some(lead), today).collect();
    let deputies = institution.delegations.iter().map(|delegation| delegation.deputy);
    let stands_in = |deputy: &PersonId| heads.iter().any(|head| institution.may_sign_for(*deputy, *head, today));
    let all: std::collections::BTreeSet<PersonId> = deputies.filter(stands_in).chain(heads.iter().copied()).collect();
    all.into_iter().collect()
}

fn signs_for(institution: &Institution, person: PersonId, lead: UnitId, today: Day) -> bool {
    signers(institution, lead, today).contains(&person)
}

/// Would the matter take the act at all, whoever gave it?
fn lapsed(institution: &Institution, matter: &Matter, act: CommandKind, today: Day) -> Result<Option<Refusal>, Denied> {
    let regulation = institution.regulation_on(today).ok_or_else(not_set_up)?;
    let ctx = Context {
        who: Who::System,
        on_behalf: None,
        recorder: None,
        evidence: None,
        today,
        on: today,
        institution,
        calendar: &institution.calendar,
        regulation,
        next_number: NoticeNumber { year: today.year(), seq: 0 },
        number_taken: false,
    };
    Ok(refusal_of(&ctx, matter, act))
}

/// None where the row cannot be read any more: an act of another make of the program.
fn draft(
    sql: &mut dyn Sql,
    institution: &Institution,
    matter: &Matter,
    row: &DraftRow,
    today: Day,
) -> Result<Option<Draft>, Denied> {
    let Some(act) = CommandKind::from_code(&row.act) else { return Ok(None) };
    let body = read_body(row)?;
    let mut files = Vec::new();
    for file in &body.files {
        files.extend(files::find(sql, file.0)?.as_ref().map(info));
    }
    Ok(Some(Draft {
        matter: MatterId(row.matter),
        act,
        author: PersonId(row.author),
        saved_at: instant(row.saved_at),
        state: body.state,
        fields: body.fields,
        files,
        returned: body.returned,
        lapsed: lapsed(institution, matter, act, today)?,
    }))
}

fn read_body(row: &DraftRow) -> Result<Body, Denied> {
    serde_json::from_str(&row.body).map_err(|error| Denied::Unreadable(format!("草稿读不出：{error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_unit_head_signs_is_drafted() {
        let drafted: Vec<_> = CommandKind::ALL.iter().copied().filter(|act| takes_draft(*act)).collect();
        assert_eq!(drafted, [CommandKind::RequestExtension, CommandKind::SubmitClosingReport]);
    }
}
