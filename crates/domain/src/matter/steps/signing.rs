//! 签收 (R4.3): each undertaking unit signs for its notice. The lead's signature opens 承办中; a co-unit's never blocks. The
//! limits run from dispatch all the same. The Office may take a silent unit as having signed (视同签收), with a reason.

use super::super::{Context, Event, Fact, Matter, Signature, Stage, Undertaking, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::Clause,
    value::{Text, UnitId},
};

pub fn sign(m: &Matter, unit: UnitId, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    unsigned(m, unit)?;
    if m.objections.iter().any(|o| o.unit == unit && o.outcome.is_none()) {
        return Err(Refusal::overtaken("贵单位已提出异议，请等待答复；如愿承办，请先撤回异议再签收"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge(DutyKind::Sign, |duty| duty.owner == Owner::Unit(unit));
    docket.record(Fact::Signed { unit })
}

pub fn deem_signed(m: &Matter, unit: UnitId, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    unsigned(m, unit)?;
    let Some(duty) = m.duties.of_owner(DutyKind::Sign, Owner::Unit(unit)) else {
        return Err(Refusal::overtaken("该单位的签收时限已了结，或其异议正待答复"));
    };
    if ctx.on <= duty.due {
        let message = format!("签收时限到{}，届时仍未签收才能视同签收", duty.due);
        return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_3));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge(DutyKind::Sign, |duty| duty.owner == Owner::Unit(unit));
    docket.record(Fact::DeemedSigned { unit, reason: reason.clone() })
}

pub fn signed(m: &mut Matter, unit: UnitId, deemed: Option<&Text>, stamp: &Stamp) {
    let Some(undertaking) = m.undertaking_mut(unit) else { return };
    undertaking.signature = Some(Signature { stamp: stamp.clone(), deemed: deemed.cloned(), on_paper: None });
    if undertaking.lead && m.stage == Stage::Dispatched {
        m.stage = Stage::UnderWay;
    }
}

/// The unit's place under the notice, while it has not signed.
pub fn unsigned(m: &Matter, unit: UnitId) -> Result<&Undertaking, Refusal> {
    let undertaking = m.undertaking(unit).ok_or_else(|| Refusal::invalid("单位", "该单位不是本事项的承办单位"))?;
    match &undertaking.signature {
        Some(signature) => Err(Refusal::overtaken(format!("该单位已于{}签收", signature.stamp.on))),
        None => Ok(undertaking),
    }
}
