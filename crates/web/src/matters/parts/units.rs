//! The units under the notice, who answers there, and whether they have signed.

use domain::{
    Who,
    matter::{Signature, Undertaking},
    value::UnitId,
};

use crate::{
    matters::look::Look,
    pages::{matter::UnitRow, text},
};

/// Those of the notice, the lead unit first, those that left last; before it goes out, those of the proposal.
pub fn rows(look: &Look) -> Vec<UnitRow> {
    let matter = look.matter();
    if matter.units.is_empty() {
        return look
            .proposal()
            .into_iter()
            .flat_map(|proposal| proposal.units())
            .enumerate()
            .map(|(place, unit)| UnitRow {
                unit: look.directory.unit_name(unit).to_owned(),
                part: part(place == 0).to_owned(),
                manner: "尚未交办".to_owned(),
                ..UnitRow::default()
            })
            .collect();
    }
    let mut units: Vec<&Undertaking> = matter.units.iter().collect();
    units.sort_by_key(|unit| (unit.left_on.is_some(), !unit.lead));
    units.into_iter().map(|unit| row(look, unit)).collect()
}

fn row(look: &Look, unit: &Undertaking) -> UnitRow {
    let one = &unit.assignment;
    let person =
        |person: Option<_>| person.map(|person| look.directory.person_name(person).to_owned()).unwrap_or_default();
    let telephone = one.telephone.as_ref().map(|sealed| look.telephone(one.unit, sealed));
    let signed = unit.signature.as_ref();
    UnitRow {
        unit: look.directory.unit_name(one.unit).to_owned(),
        part: part(unit.lead).to_owned(),
        responsible: person(one.responsible),
        contact: person(one.contact),
        telephone: telephone.unwrap_or_default(),
        signed_by: signed
            .filter(|signed| signed.deemed.is_none())
            .map(|signed| look.directory.signer(signed))
            .unwrap_or_default(),
        signed_on: signed.map(|signed| text::day(signed.stamp.on)).unwrap_or_default(),
        manner: manner(look, unit),
    }
}

fn part(lead: bool) -> &'static str {
    if lead { "牵头单位" } else { "协办单位" }
}

fn manner(look: &Look, unit: &Undertaking) -> String {
    let signed = |signature: &Signature| {
        let stamp = &signature.stamp;
        match (&signature.deemed, stamp.recorder, stamp.on_behalf) {
            (Some(_), ..) => "视同签收",
            (None, Some(_), _) if stamp.by == Who::System => "纸质签收",
            (None, Some(_), _) => "代录",
            (None, None, Some(_)) => "代签",
            (None, None, None) => "",
        }
    };
    if let Some(left) = unit.left_on {
        return format!("{}起不再承办", text::day(left));
    }
    match &unit.signature {
        Some(signature) => signed(signature).to_owned(),
        None if objects(look, unit.assignment.unit) => "已提出异议".to_owned(),
        None => String::new(),
    }
}

fn objects(look: &Look, unit: UnitId) -> bool {
    look.matter().objections.iter().any(|objection| objection.unit == unit && objection.outcome.is_none())
}
