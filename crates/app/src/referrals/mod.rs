//! 问责移送 (R6): who reads a referral, and what they see of it; what the record suggests ([`grounds`]).

mod grounds;
mod letter;

use std::collections::{BTreeSet, HashMap};

use domain::{
    Who,
    institution::{Institution, Role},
    referral::{Ground, Referral, ReferralStage},
    value::{Day, MatterId, PersonId, ReferralId, Sealed, UnitId},
};
use store::{Sql, StoreError, args, sealed};
use uuid::Uuid;

pub use grounds::Suggested;

use crate::{
    Actor, App, Denied,
    ask::ERASED,
    audit::line,
    records,
    snapshot::{Scope, Snapshot},
};

/// How much of a referral somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Whole,
    /// the unit: only that it is to explain, on which ground, by when, and its own explanation
    Request,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralView {
    pub referral: Referral,
    pub reading: Reading,
    /// of its matter; the number is empty before registration
    pub number: String,
    pub title: String,
    /// may the actor open the matter itself?
    pub sees_matter: bool,
    texts: HashMap<Uuid, String>,
}

impl ReferralView {
    /// A text, if the reader may read it.
    pub fn opened(&self, sealed: &Sealed) -> &str {
        self.texts.get(&sealed.row).map_or("", String::as_str)
    }
}

impl App {
    /// All that the actor may read, the latest first; without their texts.
    pub async fn referrals(&self, actor: &Actor) -> Result<Vec<ReferralView>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let (institution, today) = (read.institution.clone(), read.today);
            let mut found = Vec::new();
            for referral in records::all::<Referral>(read, false)? {
                if let Some(reading) = reading(&referral, &institution, &actor, today) {
                    found.push(view(read, &actor, referral, reading)?);
                }
            }
            found.reverse();
            Ok(found)
        })
        .await
    }

    /// One of them with its texts; not found where the actor may not read it. Every reading leaves a line in the audit log.
    pub async fn referral(&self, actor: &Actor, id: ReferralId) -> Result<ReferralView, Denied> {
        let asking = actor.clone();
        let keys = self.store().keys().clone();
        let view = self
            .read(move |read| {
                let referral = records::find::<Referral>(read, id.0)?.ok_or(Denied::NotFound)?;
                let reading = reading(&referral, &read.institution, &asking, read.today).ok_or(Denied::NotFound)?;
                let mut view = view(read, &asking, referral, reading)?;
                view.texts = texts(read, &keys, &view)?;
                Ok(view)
            })
            .await?;
        self.audit(line(actor, "read_referral", Some(id.to_string()), "ok")).await?;
        Ok(view)
    }

    /// What the record shows and nobody has referred yet; for the Office.
    pub async fn suggested_referrals(&self, actor: &Actor) -> Result<Vec<Suggested>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            if !matches!(read.scope(&actor), Scope::Everything) {
                return Ok(Vec::new());
            }
            let known: Vec<(MatterId, UnitId, Ground)> = records::all::<Referral>(read, false)?
                .into_iter()
                .filter_map(|one| Some((one.matter?, one.unit?, one.ground?)))
                .collect();
            grounds::suggested(read, &known)
        })
        .await
    }
}

/// The Office reads all but what 纪委 opened itself; leaders what has come to them; 纪委 what was referred to it or what it
/// opened; the head and the contacts of the unit only the request. `None`: it is not there.
pub(crate) fn reading(referral: &Referral, institution: &Institution, actor: &Actor, today: Day) -> Option<Reading> {
    use ReferralStage as S;
    let Who::Person(person) = actor.who else { return Some(Reading::Whole) };
    let eyes: BTreeSet<PersonId> = std::iter::once(person).chain(institution.principals_of(person, today)).collect();
    let has = |roles: &[Role]| eyes.iter().any(|eye| roles.iter().any(|role| institution.has_role(*eye, *role, today)));
    let opened_by_discipline = referral.evidence.is_none();
    if matches!(referral.stage, S::Referred | S::SignedFor) && has(&[Role::Discipline]) {
        return Some(Reading::Whole);
    }
    if opened_by_discipline {
        return None;
    }
    if has(&[Role::OfficeClerk, Role::OfficeHead]) {
        return Some(Reading::Whole);
    }
    let at_leaders = matches!(referral.stage, S::AwaitingLeader | S::Referred | S::SignedFor);
    if at_leaders && has(&[Role::Leader, Role::PrincipalLeader]) {
        return Some(Reading::Whole);
    }
    let unit = referral.unit?;
    let mut grants = eyes.iter().flat_map(|eye| institution.grants_of(*eye, today));
    let own = grants.any(|grant| grant.unit == Some(unit) && matches!(grant.role, Role::UnitHead | Role::UnitContact));
    own.then_some(Reading::Request)
}

fn view(
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    referral: Referral,
    reading: Reading,
) -> Result<ReferralView, Denied> {
    let (mut number, mut title, mut sees_matter) = (String::new(), String::new(), false);
    if let Some(matter) = referral.matter {
        let scope = read.scope(actor);
        sees_matter = scope.sees(read, matter)?;
        let row = read.first("select number_text, title from matter_view where matter = $1", &args![matter.0])?;
        if let Some(row) = row {
            (number, title) = (row.string(0)?, row.string(1)?);
        }
    }
    Ok(ReferralView { referral, reading, number, title, sees_matter, texts: HashMap::new() })
}

fn texts(
    read: &mut Snapshot<'_, '_>,
    keys: &crypto::Keys,
    view: &ReferralView,
) -> Result<HashMap<Uuid, String>, Denied> {
    let r = &view.referral;
    let mut wanted: Vec<&Sealed> = r.explanation.iter().map(|given| &given.text).collect();
    if view.reading == Reading::Whole {
        wanted.extend(r.evidence.as_ref());
        let said = [&r.endorsed, &r.approved].into_iter().flatten().filter_map(|(_, text)| text.as_ref());
        wanted.extend(said);
        wanted.extend(r.dropped.iter().chain(&r.outcome).map(|(_, text)| text));
    }
    let mut texts = HashMap::new();
    for sealed in wanted {
        if let Some(found) = sealed::open(read, keys, sealed.row)? {
            texts.insert(sealed.row, found.text().unwrap_or_else(|| ERASED.to_owned()));
        }
    }
    Ok(texts)
}

/// What it is about, in the matter's own words.
pub(crate) fn matter_title(sql: &mut dyn Sql, referral: &Referral) -> Result<String, StoreError> {
    let Some(matter) = referral.matter else { return Ok(String::new()) };
    let row = sql.first("select title from matter_view where matter = $1", &args![matter.0])?;
    row.map_or(Ok(String::new()), |row| row.string(0))
}
