//! From a matter's facts to a whole file: which sheets, how many copies, under which name.

use documents::{
    Paper,
    forms::COPIES,
    paper::{Form, Sheet},
};
use domain::{
    matter::{PaperKind, PaperRef},
    value::{Day, UnitId},
};

use super::{Facts, closing_report, discipline_letter, extension, flow, notice, past, urging};

/// How many copies of a paper that 一式两份 are in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Copies {
    /// one, of nobody in particular
    One,
    /// the Office's and the unit's
    #[default]
    Two,
}

impl Copies {
    fn of(self, form: impl Fn(&str) -> Form) -> Vec<Form> {
        match self {
            Copies::One => vec![form("")],
            Copies::Two => COPIES.iter().map(|copy| form(copy)).collect(),
        }
    }
}

/// One of a matter's papers. `None` where it has not gone out.
pub fn compose(facts: &Facts, paper: PaperRef, copies: Copies) -> Option<Paper> {
    let forms = |forms: Vec<Form>| forms.into_iter().map(Sheet::Form).collect::<Vec<_>>();
    let (sheets, on) = match paper.kind {
        PaperKind::Notice => {
            let versions = past::versions(facts.matter.id, facts.timeline);
            let place = versions.iter().position(|version| version.number == paper.about)?;
            let sheet = notice::sheet(facts, &versions, place, paper.unit);
            (forms(copies.of(|copy| sheet.form(copy))), Some(versions[place].on))
        }
        PaperKind::Extension => {
            let on = facts.matter.extensions.iter().find(|one| one.id == paper.about)?.requested.on;
            (forms(vec![extension(facts, paper.about)?.form()]), Some(on))
        }
        PaperKind::Urging => {
            let on = facts.matter.urgings.iter().find(|one| one.id == paper.about)?.issued.on;
            let sheet = urging(facts, paper.about)?;
            (forms(copies.of(|copy| sheet.form(copy))), Some(on))
        }
        PaperKind::DisciplineLetter => {
            let on = facts.matter.urgings.iter().find(|one| one.id == paper.about)?.issued.on;
            let letter = discipline_letter(facts, paper.about)?;
            (vec![Sheet::Official(letter.official(&organ(facts)))], Some(on))
        }
        PaperKind::ClosingReport => {
            let on = facts.matter.reports.iter().find(|one| one.id == paper.about)?.submitted.on;
            (forms(vec![closing_report(facts, paper.about)?.form()]), Some(on))
        }
        PaperKind::Flow => (forms(vec![flow(facts)]), facts.timeline.last().map(|entry| entry.stamp.on)),
    };
    Some(named(facts, paper.kind, sheets, on))
}

/// The newest version of the notice for everybody: the Office's copy, then one for each unit, the lead unit first.
pub fn notices(facts: &Facts) -> Option<Paper> {
    let versions = past::versions(facts.matter.id, facts.timeline);
    let place = versions.len().checked_sub(1)?;
    let then = &versions[place].issued;
    let mut units: Vec<UnitId> = then.present_units().map(|unit| unit.assignment.unit).collect();
    units.sort_by_key(|unit| then.lead() != Some(*unit));
    let [office, unit_copy] = COPIES;
    let mut sheets = vec![Sheet::Form(notice::sheet(facts, &versions, place, None).form(office))];
    sheets.extend(units.iter().map(|unit| {
        let sheet = notice::sheet(facts, &versions, place, Some(*unit));
        Sheet::Form(sheet.form(&format!("{unit_copy}（{}）", facts.names.unit_name(*unit))))
    }));
    Some(named(facts, PaperKind::Notice, sheets, Some(versions[place].on)))
}

/// 发文机关标志.
pub fn organ(facts: &Facts) -> String {
    facts.form_title(|papers| &papers.organ)
}

fn named(facts: &Facts, kind: PaperKind, sheets: Vec<Sheet>, on: Option<Day>) -> Paper {
    let title = [kind.label(), facts.number].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    facts.names.paper(title, on, sheets)
}
