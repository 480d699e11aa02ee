//! 抄送给本单位的催办 (R4.5d): what was copied to the discipline office, the newest first, and whether the reader has seen it.
//! Nothing is owed by it. The whole record of these matters is the discipline office's ledger.

use std::collections::BTreeSet;

use domain::{
    access::Subject,
    matter::{Stage, Urging},
    value::{Day, MatterId, UnitId},
};
use store::{Sql, args, inbox};
use uuid::Uuid;

use crate::{
    Actor, Denied, Message, fold,
    snapshot::Snapshot,
    views::{number_of, write_number},
};

/// One urging that was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedUrging {
    pub matter: MatterId,
    pub number: String,
    pub title: String,
    pub stage: Stage,
    pub lead: Option<UnitId>,
    /// with its outcome, if it has one
    pub urging: Urging,
    pub issued_on: Day,
    /// the unread message about it in the reader's inbox
    pub unread: Option<Uuid>,
}

/// Matters looked at, those of the latest messages and limits first; so many urgings are shown.
const MATTERS: i64 = 100;
const SHOWN: usize = 20;

pub(super) fn copied_urgings(
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    subjects: &BTreeSet<Subject>,
) -> Result<Vec<CopiedUrging>, Denied> {
    if !subjects.contains(&Subject::Discipline) {
        return Ok(Vec::new());
    }
    let subject = Subject::Discipline.to_string();
    let rows = read.query(
        "select a.matter from audience a join matter_view m on m.matter = a.matter where a.subject = $1 \
         order by m.number_key desc, a.matter limit $2",
        &args![&subject, MATTERS],
    )?;
    let mut unread = match actor.person_id() {
        Some(person) => inbox::unread_of(read, person.0, ["urged", "urging_revoked"], MATTERS)?,
        None => Vec::new(),
    }
    .into_iter()
    .filter_map(|note| Some((note.id, Message::read(&note.body).ok()?.matter())))
    .collect::<Vec<_>>();
    let mut found = Vec::new();
    for row in &rows {
        let id = MatterId(row.uuid(0)?);
        let (matter, _) = fold::whole_matter(read, id)?;
        let number = number_of(&matter).map(|number| write_number(&matter, &read.institution, number));
        let title = matter.proposal.as_ref().map(|proposal| proposal.title.to_string()).unwrap_or_default();
        // the newest message is about the newest urging
        for urging in matter.urgings.iter().rev().filter(|urging| urging.copied) {
            let place = unread.iter().position(|(_, about)| *about == id);
            found.push(CopiedUrging {
                matter: id,
                number: number.clone().unwrap_or_default(),
                title: title.clone(),
                stage: matter.stage,
                lead: matter.lead(),
                urging: urging.clone(),
                issued_on: urging.issued.on,
                unread: place.map(|place| unread.remove(place).0),
            });
        }
    }
    found.sort_by_key(|copied| std::cmp::Reverse((copied.issued_on, copied.urging.issued.at)));
    found.truncate(SHOWN);
    Ok(found)
}
