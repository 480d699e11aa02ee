//! Fetching what a page about one matter needs. What the visitor may not see is not found here.

use app::ask::Query;
use domain::{
    matter::CommandKind,
    value::{MatterId, PersonId, UnitId},
};

use super::look::{Asked, Look};
use crate::{
    error::Error,
    forms::{self, FormData},
    gate::SignedIn,
};

/// The id in an address; one that is none is not found.
pub fn matter_id(id: &str) -> Result<MatterId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

pub async fn look(visitor: &SignedIn, id: MatterId) -> Result<Look, Error> {
    let view = visitor.app().matter(&visitor.actor, id).await?;
    let mut look = Look::new(view, visitor.actor.person_id());
    if look.matter().lead().is_some_and(|lead| look.viewer.serves(lead)) {
        look.drafts = visitor.app().drafts(&visitor.actor, id).await?;
    }
    Ok(look)
}

/// With what the form of this act asks for besides.
pub async fn for_act(
    visitor: &SignedIn,
    id: MatterId,
    kind: CommandKind,
    asked: Asked,
    sent: Option<&FormData>,
) -> Result<Look, Error> {
    let mut look = look(visitor, id).await?;
    look.asked = asked;
    let people = telephones_wanted(&look, kind, sent);
    look.directory = look.directory.clone().with_telephones(telephones(visitor, &people).await?);
    if matches!(kind, CommandKind::Merge | CommandKind::ReportProgress) {
        look.others = others(visitor, id).await?;
    }
    Ok(look)
}

pub fn asked(query: &forms::Asked) -> Asked {
    Asked { about: query.get("about").parse().ok(), unit: query.get("unit").parse().ok() }
}

/// Telephones of these people, of those that have one.
pub async fn telephones(visitor: &SignedIn, people: &[PersonId]) -> Result<Vec<(PersonId, String)>, Error> {
    let mut found = Vec::new();
    for person in people {
        match visitor.app().person(&visitor.actor, *person).await {
            Ok(detail) => found.extend(detail.telephone.map(|telephone| (*person, telephone))),
            Err(app::Denied::NotFound | app::Denied::Refused { .. }) => {}
            Err(denied) => return Err(denied.into()),
        }
    }
    Ok(found)
}

/// The people of the units for which a notice is made out.
fn telephones_wanted(look: &Look, kind: CommandKind, sent: Option<&FormData>) -> Vec<PersonId> {
    let units: Vec<UnitId> = match kind {
        CommandKind::Dispatch => look.proposal().into_iter().flat_map(|proposal| proposal.units()).collect(),
        CommandKind::Transfer | CommandKind::AddCoUnit => {
            sent.and_then(|sent| sent.get("unit").parse().ok()).into_iter().collect()
        }
        _ => return Vec::new(),
    };
    let chosen: Option<PersonId> = sent.and_then(|sent| sent.get("contact").parse().ok());
    let mut people: Vec<PersonId> = units.iter().flat_map(|unit| look.directory.people(*unit)).chain(chosen).collect();
    people.dedup();
    people
}

/// Matters that may be named in a form, as number and title.
async fn others(visitor: &SignedIn, id: MatterId) -> Result<Vec<(MatterId, String)>, Error> {
    let query = Query { limit: 200, ..Query::default() };
    let ledger = visitor.app().ledger(&visitor.actor, query).await?;
    let others = ledger.rows.into_iter().filter(|row| row.id != id && !row.stage.is_final());
    Ok(others.map(|row| (row.id, format!("{} {}", row.number, row.title).trim().to_owned())).collect())
}
