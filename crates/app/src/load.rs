//! The bulk door of `duban load`: plain records become ordinary commands, a few hundred matters a commit. Every event says
//! where it was taken from ([`Evidence::Import`]); nobody is sent a message for what is past.

mod life;

use std::collections::HashMap;

use domain::{
    Evidence, Refusal,
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    matter::Assignment,
    value::{Day, MatterId, PersonId, Sealed, Text, Title, UnitId},
};
use serde::{Deserialize, Serialize};
use store::Tx;
use uuid::Uuid;

use crate::{Act, Actor, App, Circumstances, Denied, Request, execute::Work, person_scope, ports::start_of};

/// One matter of a file kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// of the other system; the same id is not loaded twice
    pub id: String,
    pub title: String,
    pub body: String,
    /// by name; an unknown one is created
    pub lead_unit: String,
    pub co_units: Vec<String>,
    /// a code or a short name of the seven categories; anything else is 其他
    pub category: String,
    /// a code or a name of a stage
    pub status: String,
    pub created: Day,
    pub due: Option<Day>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub matters: u64,
    pub events: u64,
    pub units_created: u64,
    /// already there
    pub skipped: u64,
    /// (record id, why)
    pub refused: Vec<(String, String)>,
}

/// Matters in one commit.
const SLICE: usize = 200;

impl App {
    /// `source` names the file, and stands as evidence in every event. `progress` hears how many records are done.
    pub async fn load(
        &self,
        source: &str,
        records: impl Iterator<Item = Record> + Send,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Loaded, Denied> {
        let evidence = Evidence::Import(Text::parse("来源", source)?);
        let mut loaded = Loaded::default();
        let mut desks = Desks::default();
        let mut records = records.peekable();
        let mut done = 0;
        while records.peek().is_some() {
            let slice: Vec<Record> = records.by_ref().take(SLICE).collect();
            done += slice.len() as u64;
            loaded.units_created += self.make_desks(&mut desks, &slice).await?;
            let (app, evidence, known) = (self.clone(), evidence.clone(), desks.clone());
            let part = self.store().write(move |tx| load_slice(&app, tx, evidence, &known, slice)).await?;
            loaded.matters += part.matters;
            loaded.events += part.events;
            loaded.skipped += part.skipped;
            loaded.refused.extend(part.refused);
            progress(done);
        }
        Ok(loaded)
    }

    /// Units that the records name, each with somebody to address a notice to. An unknown unit is made; where nobody holds a
    /// post, a person is entered in the unit's name, to be replaced by a real one.
    async fn make_desks(&self, desks: &mut Desks, slice: &[Record]) -> Result<u64, Denied> {
        let institution = self.institution().await?;
        let today = self.today();
        let mut created = 0;
        for name in slice.iter().flat_map(|record| std::iter::once(&record.lead_unit).chain(&record.co_units)) {
            let name = name.trim();
            if name.is_empty() || desks.0.contains_key(name) {
                continue;
            }
            let mut request = Request::new(self.fresh_id());
            let known = institution
                .units
                .values()
                .find(|unit| unit.name.as_str() == name || unit.aliases.iter().any(|alias| alias == name));
            let unit = match known {
                Some(unit) => unit.id,
                None => {
                    created += 1;
                    let id = UnitId(request.fresh_id());
                    let (name, order) = (Title::parse("单位名称", name)?, 900);
                    let unit = Unit { id, name, aliases: Vec::new(), kind: UnitKind::Other, order, closed_on: None };
                    request = request.act(Act::Institution(InstitutionCommand::AddUnit(unit)));
                    id
                }
            };
            let head = institution.holders(Role::UnitHead, Some(unit), today).next();
            let contact = institution.holders(Role::UnitContact, Some(unit), today).next();
            let named = head.or(contact);
            let telephone = |id: PersonId| institution.people.get(&id).and_then(|person| person.telephone.clone());
            let desk = match (named, contact.or(head).and_then(telephone)) {
                (Some(person), Some(telephone)) => Assignment {
                    unit,
                    responsible: Some(person),
                    contact: Some(contact.unwrap_or(person)),
                    telephone: Some(telephone),
                },
                _ => {
                    let id = PersonId(request.fresh_id());
                    let telephone = request.seal(person_scope(id), "（导入时未登记）");
                    let title = Title::parse("姓名", &format!("{name}（导入）"))?;
                    let person = Person {
                        id,
                        name: title,
                        unit: Some(unit),
                        post: "导入时未登记".to_owned(),
                        telephone: Some(telephone.clone()),
                        mail: None,
                        left_on: None,
                    };
                    request = request.act(Act::Institution(InstitutionCommand::AddPerson(person)));
                    Assignment { unit, responsible: Some(id), contact: Some(id), telephone: Some(telephone) }
                }
            };
            if !request.acts.is_empty() {
                self.execute(&Actor::system("load"), request).await?;
            }
            desks.0.insert(name.to_owned(), desk);
        }
        self.fill_digests(desks).await?;
        Ok(created)
    }

    /// A telephone that was sealed just now has its digest in the log only.
    async fn fill_digests(&self, desks: &mut Desks) -> Result<(), Denied> {
        let institution = self.institution().await?;
        for desk in desks.0.values_mut() {
            let person = desk.contact.and_then(|id| institution.people.get(&id));
            if let Some(telephone) = desk.telephone.as_mut().filter(|sealed| sealed.digest.is_empty()) {
                let kept: Option<&Sealed> = person.and_then(|person| person.telephone.as_ref());
                telephone.digest = kept.map(|kept| kept.digest.clone()).unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// By the names that the records use: whom a notice to that unit is addressed to.
#[derive(Debug, Clone, Default)]
struct Desks(HashMap<String, Assignment>);

fn load_slice(
    app: &App,
    tx: &mut Tx<'_>,
    evidence: Evidence,
    desks: &Desks,
    slice: Vec<Record>,
) -> Result<Loaded, Denied> {
    let actor = Actor::system("load");
    let circumstances = Circumstances { evidence: Some(evidence), ..Circumstances::default() };
    let mut work = Work::begin(app, tx, &actor, app.fresh_id(), circumstances)?;
    let mut loaded = Loaded::default();
    for record in slice {
        let id = matter_id(&record);
        if work.is_born(tx, id)? {
            loaded.skipped += 1;
            continue;
        }
        let mark = work.mark();
        match life::live(&mut work, tx, id, &record, desks) {
            Ok(()) => loaded.matters += 1,
            Err(Denied::Refused { refusal, .. }) => {
                work.back_to(mark, id);
                loaded.refused.push((record.id, said(&refusal)));
            }
            Err(other) => return Err(other),
        }
    }
    loaded.events = work.finish(tx, None)?.events;
    Ok(loaded)
}

fn said(refusal: &Refusal) -> String {
    let fields: Vec<&str> = refusal.fields.iter().map(|(_, what)| what.as_str()).collect();
    if fields.is_empty() { refusal.message.clone() } else { format!("{}：{}", refusal.message, fields.join("；")) }
}

/// The same for the same record for ever, in the order of the days on which the matters began.
fn matter_id(record: &Record) -> MatterId {
    let digest = crypto::sm3(format!("duban load|{}", record.id).as_bytes());
    let millis = start_of(record.created).as_millisecond().max(0).unsigned_abs();
    let random: [u8; 10] = std::array::from_fn(|at| digest[at]);
    let id: Uuid = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    MatterId(id)
}
