//! In whose hands an act on a record lies (通报, 呈报, 移送): one's own, those of somebody whom one signs for (代签), or of somebody
//! who did it on paper or by telephone and for whom the Office writes it down (代录).

use app::Circumstances;
use domain::{
    Evidence,
    institution::Role,
    value::{FileId, PersonId, Text, UnitId},
};

use crate::{
    forms::FormData,
    gate::SignedIn,
    pages::{
        form::{Choice, Field, Kind, Problems},
        text,
    },
};

/// Whose authority would be used: one's own before that of a principal; `None`: it lies in other hands.
pub fn authority(visitor: &SignedIn, may: impl Fn(PersonId) -> bool) -> Option<PersonId> {
    let principals = visitor.institution.principals_of(visitor.person, visitor.today);
    std::iter::once(visitor.person).chain(principals).find(|person| may(*person))
}

/// Does the person hold one of these posts in the unit?
pub fn holds_in(visitor: &SignedIn, person: PersonId, unit: UnitId, roles: &[Role]) -> bool {
    let mut grants = visitor.institution.grants_of(person, visitor.today);
    grants.any(|grant| grant.unit == Some(unit) && roles.contains(&grant.role))
}

/// Does the person hold one of these posts?
pub fn holds(visitor: &SignedIn, person: PersonId, roles: &[Role]) -> bool {
    roles.iter().any(|role| visitor.institution.has_role(person, *role, visitor.today))
}

/// 代录: who did it.
pub fn decider_field(
    visitor: &SignedIn,
    label: &str,
    people: impl IntoIterator<Item = PersonId>,
    form: &FormData,
) -> Field {
    let choice = |person: PersonId| {
        let id = person.to_string();
        Choice::new(&id, visitor.institution.person_name(person)).chosen_if(form.get("decider") == id)
    };
    Field::new("decider", label, Kind::Select(people.into_iter().map(choice).collect())).required().half()
}

/// 代录: when, and what shows it.
pub fn evidence_fields(visitor: &SignedIn, form: &FormData) -> [Field; 3] {
    let on = match form.get("on") {
        "" => text::day(visitor.today),
        typed => typed.to_owned(),
    };
    [
        Field::new("on", "发生日期", Kind::Date).value(on).required().half(),
        Field::new("scan", "凭据（扫描件或照片）", Kind::File { many: false }),
        Field::new("call_note", "通话记录", Kind::Area { rows: 2 })
            .value(form.get("call_note"))
            .hint("电话办理的，写明何时、与谁通话、说了什么。"),
    ]
}

/// The file that came with the form.
pub fn scan_of(form: &FormData) -> Option<FileId> {
    form.files.iter().find(|(name, _)| name == "scan").map(|(_, file)| file.id)
}

/// 代录, read.
pub fn recorded(form: &FormData, wrong: &mut Problems) -> Circumstances {
    let decider = form.get("decider").parse().ok();
    if decider.is_none() {
        wrong.add("decider", "请选择是谁办的");
    }
    let occurred_on = form.day("on");
    if occurred_on.is_none() {
        wrong.add("on", "请填写发生日期，例如 2026-10-15");
    }
    let evidence = match (scan_of(form), Text::optional("通话记录", form.get("call_note"))) {
        (Some(scan), _) => Some(Evidence::Scan(scan)),
        (None, Ok(Some(note))) => Some(Evidence::CallNote(note)),
        (None, _) => {
            wrong.add("scan", "请附扫描件，或写明通话记录");
            None
        }
    };
    Circumstances { decider, occurred_on, evidence, on_behalf: None }
}
