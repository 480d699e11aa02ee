//! 立项登记表 (annex 2; R4.2) and 归档登记表 (annex 7; R4.8) of a period.

use documents::{
    Paper,
    forms::{
        archive_register::{self, Filed},
        registration_register::{self, Registration},
    },
    paper::{Register, Sheet, Value},
};
use domain::{
    matter::{Decision, ExtensionOutcome, MaterialForm, Matter, Signature, Stage, Termination},
    value::{Day, Period, UnitId},
};

use super::{
    day_cn,
    period::{Then, Which, title},
};
use crate::{Actor, App, Denied, names::Names};

impl App {
    /// Annex 2: the matters registered in the period.
    pub async fn registration_register(
        &self,
        actor: &Actor,
        period: Period,
        unit: Option<UnitId>,
    ) -> Result<Paper, Denied> {
        self.of_period(actor, Which::Registered, period, unit, move |names, found| {
            let rows: Vec<Registration> = found.iter().map(|then| registration(names, then)).collect();
            let title = title(names, |rules| &rules.papers.registration_register);
            let register = registration_register::register(&title, &about(names, period, unit), &rows, &made(names));
            paper(names, register)
        })
        .await
    }

    /// Annex 7: the matters archived in the period.
    pub async fn archive_register(&self, actor: &Actor, period: Period, unit: Option<UnitId>) -> Result<Paper, Denied> {
        self.of_period(actor, Which::Archived, period, unit, move |names, found| {
            let rows: Vec<Filed> = found.iter().map(|then| filed(names, then)).collect();
            let title = title(names, |rules| &rules.papers.archive_register);
            let register = archive_register::register(&title, &about(names, period, unit), &rows, &made(names));
            paper(names, register)
        })
        .await
    }
}

fn paper(names: &Names, register: Register) -> Paper {
    names.paper(register.title.clone(), Some(names.today), vec![Sheet::Register(register)])
}

fn about(names: &Names, period: Period, unit: Option<UnitId>) -> String {
    let unit = unit.map(|unit| format!("　{}", names.unit_name(unit))).unwrap_or_default();
    format!("{period}{unit}")
}

fn made(names: &Names) -> String {
    format!("{}　{}制表", names.office_name(), day_cn(names.today))
}

/// 完成时限 = the first limit; 签收人 = the lead's.
fn registration(names: &Names, then: &Then) -> Registration {
    let matter = &then.matter;
    let lead = matter.lead().and_then(|lead| matter.undertaking(lead));
    let signature = lead.and_then(|lead| lead.signature.as_ref());
    let due = match matter.first_due {
        Some(due) => Value::Day(due),
        None if matter.dispatched.is_some() => Value::Text("以工作计划为准".to_owned()),
        None => Value::Empty,
    };
    Registration {
        number: then.number.clone(),
        title: then.title().to_owned(),
        units: then.units(names),
        due,
        signer: signature.map(|signature| signer(names, signature)).unwrap_or_default(),
        remark: remark(matter),
    }
}

fn signer(names: &Names, signature: &Signature) -> String {
    if signature.deemed.is_some() { "视同签收".to_owned() } else { names.signer(signature) }
}

/// 延至, 改派, 终止.
fn remark(matter: &Matter) -> String {
    let granted = matter.extensions.iter().rev().find_map(|extension| match &extension.outcome {
        Some(ExtensionOutcome::Granted(_, until, _)) => Some(*until),
        _ => None,
    });
    let lead = matter.lead();
    let transferred = matter.units.iter().any(|unit| unit.lead && unit.left_on.is_some())
        && matter.present_units().any(|unit| unit.lead && Some(unit.assignment.unit) == lead);
    let said = [
        matter.adoption.as_ref().map(|_| "补录".to_owned()),
        granted.map(|until| format!("延至{}", day_cn(until))),
        transferred.then(|| "改派".to_owned()),
        (matter.stage == Stage::Suspended).then(|| "暂缓".to_owned()),
        matter.terminations.iter().any(|one| ended(one).is_some()).then(|| "终止".to_owned()),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join("；")
}

pub(super) fn ended(termination: &Termination) -> Option<Day> {
    match &termination.outcome {
        Some(Decision::Granted { stamp, .. }) => Some(stamp.on),
        _ => None,
    }
}

/// 完成时间 = submission of the accepted report; a terminated matter has none.
fn filed(names: &Names, then: &Then) -> Filed {
    let matter = &then.matter;
    let completed = matter.accepted_report().map(|report| report.submitted.on);
    let filing = matter.filing.as_ref();
    let materials = filing.map(|filing| {
        filing.materials.iter().filter_map(|material| match &material.form {
            MaterialForm::Electronic => Some(format!("{}（电子件）", material.kind.label())),
            MaterialForm::Paper { count, pages, .. } => {
                Some(format!("{}（纸质 {count} 份 {pages} 页）", material.kind.label()))
            }
            MaterialForm::None { .. } => None,
        })
    });
    let archivist = filing.map(|filing| match &filing.archivist {
        Some(archivist) => archivist.to_string(),
        None => names.who_name(filing.filed.by),
    });
    let remarks = filing.and_then(|filing| filing.remarks.as_ref()).map(ToString::to_string);
    let terminated = matter.terminations.iter().find_map(ended).map(|on| format!("{}终止", day_cn(on)));
    Filed {
        number: then.number.clone(),
        title: then.title().to_owned(),
        units: then.units(names),
        completed: completed.map_or(Value::Empty, Value::Day),
        materials: materials.map(|materials| materials.collect::<Vec<_>>().join("、")).unwrap_or_default(),
        archivist: archivist.unwrap_or_default(),
        remark: terminated.into_iter().chain(remarks).collect::<Vec<_>>().join("；"),
    }
}
