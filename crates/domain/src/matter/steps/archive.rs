//! 归档 (R4.8, annex 7): all materials of the whole process, kind by kind, within five working days. Compulsory: 交办材料 and,
//! unless the matter was terminated, 办结报告. From then on the matter never changes.

use super::super::{Context, Event, Fact, Filing, Material, MaterialForm, MaterialKind, Matter, Stage, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::DutyKind,
    regulation::Clause,
    value::{Text, Title},
};

pub fn archive(
    m: &Matter,
    materials: &[Material],
    archivist: &Option<Title>,
    remarks: &Option<Text>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    nothing_is_owed(m)?;
    let missing = missing(m, materials);
    if !missing.is_empty() {
        return Err(Refusal::incomplete(Clause::R4_8, "归档材料还不齐全，请逐类说明", missing));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::Archive);
    docket.withdraw_where(|_| true);
    docket.record(Fact::Archived {
        materials: materials.to_vec(),
        archivist: archivist.clone(),
        remarks: remarks.clone(),
    })
}

pub fn archived(
    m: &mut Matter,
    materials: &[Material],
    archivist: &Option<Title>,
    remarks: &Option<Text>,
    stamp: &Stamp,
) {
    let (archivist, remarks) = (archivist.clone(), remarks.clone());
    m.filing = Some(Filing { materials: materials.to_vec(), archivist, remarks, filed: stamp.clone() });
    m.stage = Stage::Archived;
}

/// 件件有回音: feedback, the superior's and the petitioner's answer and every instruction come first.
fn nothing_is_owed(m: &Matter) -> Result<(), Refusal> {
    let before =
        [DutyKind::FeedBack, DutyKind::ReportToSuperior, DutyKind::AnswerPetitioner, DutyKind::AnswerInstruction];
    let terminated = m.stage == Stage::Terminated;
    let owed =
        m.duties.owed().find(|duty| before.contains(&duty.kind) && !(terminated && duty.kind == DutyKind::FeedBack));
    match owed {
        Some(duty) => {
            let message = format!("归档前还须“{}”（{}前）", duty.kind.label(), duty.due);
            Err(Refusal::new(Reason::Incomplete, message).under(duty.clause))
        }
        None => Ok(()),
    }
}

fn missing(m: &Matter, materials: &[Material]) -> Vec<(String, String)> {
    let mut missing = Vec::new();
    for kind in MaterialKind::ALL {
        let mut of_kind = materials.iter().filter(|material| material.kind == *kind);
        let compulsory = match kind {
            MaterialKind::Notice => m.dispatched.is_some(),
            MaterialKind::ClosingReport => m.stage != Stage::Terminated,
            _ => false,
        };
        let what = match (of_kind.next(), of_kind.next()) {
            (None, _) => "请说明是电子件、纸质件，还是无此项",
            (Some(_), Some(_)) => "同一类材料只填一行",
            (Some(Material { form: MaterialForm::None { .. }, .. }), None) if compulsory => {
                "此类材料必须归档，不能填“无此项”"
            }
            _ => continue,
        };
        missing.push((kind.label().to_owned(), format!("{}：{what}", kind.label())));
    }
    missing
}
