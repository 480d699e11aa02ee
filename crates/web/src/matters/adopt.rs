//! 补录: `GET /adoptions/new`, `POST /adoptions`. A matter already running on paper comes in with its number and real dates; who
//! answers for the lead unit is named as on the paper and found in the list of people.

use app::{Act, Denied, Request};
use axum::http::StatusCode;
use domain::{
    matter::{AdoptedSignature, Adoption, Assignment, Cadence, Command, Earlier, EarlierKind, Proposal},
    value::{Day, MatterId, NoticeNumber, PersonId, UnitId},
};

use super::{
    act::{as_error, command_id, refused, sent_before, status},
    acts::Trouble,
    choices,
    create::{made_by, problems, with_files},
    load,
    look::Directory,
    proposal_form as form,
    reader::Reader,
};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    pages::{
        form::Problems,
        layout::Place,
        matter_form::{AdoptPage, EarlierRow},
        text,
    },
    respond::{self, Answer},
};

/// What this page sends besides the fields of the proposal.
const MORE: &[&str] = &[
    "number",
    "registered_on",
    "dispatched_on",
    "signed_on",
    "signed_by",
    "responsible",
    "contact",
    "telephone",
    "first_due",
    "cadence",
    "due_in_force",
    "earlier",
];

/// Empty rows at the end, so that the page works without a script.
const ROWS: usize = 3;

pub async fn show(visitor: SignedIn) -> Answer {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    page(&visitor, &directory, None, Problems::default(), StatusCode::OK)
}

pub async fn create(visitor: SignedIn, sent: FormData) -> Answer {
    let mut directory = Directory::new(visitor.institution.clone(), visitor.today);
    let units = sent.all("co_units").filter_map(|id| id.parse::<UnitId>().ok());
    let people: Vec<PersonId> = units.flat_map(|unit| directory.people(unit)).collect();
    directory = directory.with_telephones(load::telephones(&visitor, &people).await?);
    let trouble = match request(&visitor, &directory, &sent) {
        Ok(request) => match visitor.app().execute(&visitor.actor, request).await {
            Ok(done) => {
                let id = done.matter().ok_or_else(Error::not_found)?;
                let said = respond::done("补录已保存，由学校办公室主任确认后生效。");
                return Ok(respond::see_other_saying(&format!("/matters/{id}"), said));
            }
            Err(Denied::Reused) if !sent.files.is_empty() => {
                return Ok(sent_before(&format!("/matters/{}", made_by(&visitor, &sent))));
            }
            Err(denied) => refused(&visitor, denied, &sent)?,
        },
        Err(problems) => Trouble::Unread(problems),
    };
    if visitor.wants_json {
        return Err(as_error(trouble));
    }
    let status = status(&trouble);
    page(&visitor, &directory, Some(&sent), problems(trouble, MORE), status)
}

fn request(visitor: &SignedIn, directory: &Directory, sent: &FormData) -> Result<Request, Problems> {
    let mut request = Request::new(command_id(visitor, sent));
    let id = MatterId(request.fresh_id());
    let mut reader = Reader::new(sent, directory, id, request);
    reader.problems = sent.problems.clone();
    let read = read(&mut reader);
    let (Some((proposal, adoption)), false) = (read, reader.problems.any()) else { return Err(reader.problems) };
    let command = Command::Adopt { proposal: Box::new(proposal), adoption: Box::new(adoption) };
    Ok(with_files(reader.request.act(Act::Matter { id, command }), id, sent))
}

pub fn read(reader: &mut Reader) -> Option<(Proposal, Adoption)> {
    let proposal = form::read(reader, None);
    let number = number(reader);
    let registered_on = reader.day("registered_on", "立项日期");
    let dispatched_on = reader.day("dispatched_on", "交办日期");
    let signed = signed(reader);
    let due = reader.day("due_in_force", "现行办结时限");
    let first_due = reader.maybe_day("first_due", "原定办结时限");
    let cadence = Cadence::from_code(reader.typed.get("cadence")).unwrap_or(Cadence::None);
    let history = history(reader);
    let assignments = proposal.as_ref().map(|proposal| assignments(reader, proposal));
    let due = due?;
    let adoption = Adoption {
        number: number?,
        proposed_on: None,
        registered_on: registered_on?,
        dispatched_on: dispatched_on?,
        signed: signed?,
        assignments: assignments?,
        first_due: first_due?.unwrap_or(due),
        due,
        cadence,
        history: history?,
        scans: Vec::new(),
    };
    Some((proposal?, adoption))
}

fn number(reader: &mut Reader) -> Option<NoticeNumber> {
    let directory = reader.directory;
    let rules = directory.institution.regulation_on(directory.today)?;
    match rules.institution.number_pattern.read(reader.typed.get("number")) {
        Ok(number) => Some(number),
        Err(invalid) => reader.wrong("number", invalid.to_string()),
    }
}

fn signed(reader: &mut Reader) -> Option<Option<AdoptedSignature>> {
    let (on, by) = (reader.maybe_day("signed_on", "签收日期"), reader.maybe_title("signed_by", "签收人"));
    let by = by?;
    match on? {
        Some(on) => Some(Some(AdoptedSignature { on, by })),
        None if by.is_some() => reader.wrong("signed_on", "签收日期：写了签收人，请填写签收日期".to_owned()),
        None => Some(None),
    }
}

/// The lead unit's people as the paper names them; the co-units' as the directory has them.
fn assignments(reader: &mut Reader, proposal: &Proposal) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for (place, unit) in proposal.units().enumerate() {
        if place > 0 {
            let listed = reader.directory.assigned(unit);
            let telephone = reader.directory.telephone(listed.contact).to_owned();
            let telephone = reader.directory.sealed(listed.contact, &telephone).cloned();
            assignments.push(Assignment { telephone, ..listed });
            continue;
        }
        let responsible = named(reader, "responsible", "负责人", unit);
        let contact = named(reader, "contact", "联系人", unit);
        let telephone = reader.typed.get("telephone").trim().to_owned();
        let scope = contact.map_or_else(|| app::matter_scope(reader.matter), app::person_scope);
        let telephone = (!telephone.is_empty()).then(|| reader.request.seal(scope, &telephone));
        assignments.push(Assignment { unit, responsible, contact, telephone });
    }
    assignments
}

/// By name: of the unit's own people first, then of everybody's, if only one is called so.
fn named(reader: &mut Reader, name: &str, label: &str, unit: UnitId) -> Option<PersonId> {
    let typed = reader.typed.get(name).trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    let directory = reader.directory;
    let called = |person: &PersonId| directory.person_name(*person) == typed;
    let own = directory.people(unit).into_iter().find(called);
    let of_unit: Vec<PersonId> =
        directory.institution.people.values().filter(|p| p.unit == Some(unit)).map(|p| p.id).collect();
    let all: Vec<PersonId> = directory.institution.people.keys().copied().filter(called).collect();
    let only = if let [only] = all.as_slice() { Some(*only) } else { None };
    match own.or_else(|| of_unit.into_iter().find(called)).or(only) {
        Some(person) => Some(person),
        None => reader.wrong(name, format!("{label}：“人员”中找不到“{typed}”，请先登记，或核对姓名")),
    }
}

fn history(reader: &mut Reader) -> Option<Vec<Earlier>> {
    let column = |name: &'static str| -> Vec<String> { reader.typed.all(name).map(str::to_owned).collect() };
    let (kinds, dates) = (column("earlier_kind"), column("earlier_date"));
    let (texts, dues) = (column("earlier_text"), column("earlier_due"));
    let cell = |cells: &[String], row: usize| cells.get(row).map_or("", |cell| cell.trim()).to_owned();
    let mut history: Vec<Option<Earlier>> = Vec::new();
    let mut due_before = None;
    for row in 0..kinds.len().max(dates.len()).max(texts.len()) {
        let (kind, on) = (cell(&kinds, row), cell(&dates, row));
        let (said, due) = (cell(&texts, row), cell(&dues, row));
        if kind.is_empty() && on.is_empty() && said.is_empty() {
            continue;
        }
        let read = earlier(reader, row + 1, [&kind, &on, &said, &due], due_before);
        due_before = read.as_ref().and_then(|read| read.to_due).or(due_before);
        history.push(read);
    }
    history.into_iter().collect()
}

/// `cells`: kind, day, text, new limit.
fn earlier(reader: &mut Reader, row: usize, cells: [&str; 4], from_due: Option<Day>) -> Option<Earlier> {
    let [kind, on, said, due] = cells;
    let Some(kind) = EarlierKind::from_code(kind) else {
        return reader.wrong("earlier", format!("第 {row} 行：请选择种类"));
    };
    let on = match reader.day_of("earlier", &format!("第 {row} 行的日期"), on)? {
        Some(on) => on,
        None => return reader.wrong("earlier", format!("第 {row} 行：请填写日期")),
    };
    let to_due = reader.day_of("earlier", &format!("第 {row} 行的新时限"), due)?;
    let text = match domain::value::Text::parse(&format!("第 {row} 行的内容"), said) {
        Ok(text) => text,
        Err(invalid) => return reader.wrong("earlier", invalid.to_string()),
    };
    Some(Earlier { kind, on, by: None, text, from_due: from_due.filter(|_| to_due.is_some()), to_due })
}

fn page(
    visitor: &SignedIn,
    directory: &Directory,
    sent: Option<&FormData>,
    problems: Problems,
    status: StatusCode,
) -> Answer {
    let get = |name: &str| sent.map_or("", |sent| sent.get(name)).to_owned();
    let cadence = Cadence::from_code(&get("cadence")).unwrap_or(Cadence::None);
    let page = AdoptPage {
        layout: visitor.layout("补录", Some(Place::Adopt)),
        action: "/adoptions".to_owned(),
        command_id: visitor.app().fresh_id().to_string(),
        form: match sent {
            Some(sent) => form::typed(directory, sent, problems),
            None => form::empty(directory),
        },
        number: get("number"),
        registered_on: get("registered_on"),
        dispatched_on: get("dispatched_on"),
        signed_on: get("signed_on"),
        signed_by: get("signed_by"),
        responsible: get("responsible"),
        contact: get("contact"),
        telephone: get("telephone"),
        first_due: get("first_due"),
        cadences: choices::cadences(cadence),
        due_in_force: get("due_in_force"),
        earlier: earlier_rows(sent),
        today: text::day(visitor.today),
        cancel: "/matters".to_owned(),
    };
    respond::page_with(status, &page)
}

fn earlier_rows(sent: Option<&FormData>) -> Vec<EarlierRow> {
    let column = |name: &'static str| -> Vec<String> {
        sent.map(|sent| sent.all(name).map(str::to_owned).collect()).unwrap_or_default()
    };
    let (kinds, dates) = (column("earlier_kind"), column("earlier_date"));
    let (texts, dues) = (column("earlier_text"), column("earlier_due"));
    let cell = |cells: &[String], row: usize| cells.get(row).cloned().unwrap_or_default();
    let row = |row: usize| EarlierRow {
        kind: cell(&kinds, row),
        date: cell(&dates, row),
        text: cell(&texts, row),
        due: cell(&dues, row),
    };
    let filled =
        (0..kinds.len()).map(row).filter(|row| !(row.kind.is_empty() && row.text.is_empty() && row.date.is_empty()));
    filled.chain(std::iter::repeat_n(EarlierRow::default(), ROWS)).collect()
}
