//! 反馈 (R4.7a): the result is told to leaders and units, who may rate it; 不满意 brings the matter back for 补办. 件件有回音 (R5.2):
//! the superior who asked (R3.2) and the petitioner (R3.6) get their answer.

use super::super::{Context, Event, Fact, Feedback, Matter, Rating, Stage, docket::Docket};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::Clause,
    value::{Day, Text, Title},
};

pub fn feed_back(m: &Matter, to: &[Owner], text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if to.is_empty() {
        return Err(Refusal::invalid("反馈对象", "请选择要反馈的校领导和单位").under(Clause::R4_7a));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::FeedBack);
    docket.record(Fact::FedBack { to: to.to_vec(), text: text.clone() })
}

pub fn fed_back(m: &mut Matter, to: &[Owner], text: &Text, stamp: &Stamp) {
    m.feedback.push(Feedback { to: to.to_vec(), text: text.clone(), given: stamp.clone() });
}

pub fn rate(
    m: &Matter,
    satisfied: bool,
    text: &Option<Text>,
    due: Option<Day>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut docket = Docket::of(m, ctx);
    if !satisfied {
        if text.is_none() {
            return Err(Refusal::invalid("评价意见", "请写明不满意之处").under(Clause::R4_7a));
        }
        let due =
            due.ok_or_else(|| Refusal::invalid("补办时限", "评价为不满意的，请写明补办时限").under(Clause::R4_6c))?;
        ctx.later_day("补办时限", due)?;
        let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
        docket.withdraw_where(|duty| {
            [DutyKind::FeedBack, DutyKind::Archive, DutyKind::AnswerPetitioner].contains(&duty.kind)
        });
        docket.open_until(DutyKind::Supplement, Owner::Unit(lead), due, None);
    }
    docket.record(Fact::Rated { satisfied, text: text.clone(), due: due.filter(|_| !satisfied) })
}

pub fn rated(m: &mut Matter, satisfied: bool, text: &Option<Text>, stamp: &Stamp) {
    m.ratings.push(Rating { satisfied, text: text.clone(), given: stamp.clone() });
    if !satisfied {
        m.stage = Stage::UnderWay;
    }
}

pub fn report_to_superior(m: &Matter, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.duties.of_owner(DutyKind::ReportToSuperior, Owner::Office).is_none() {
        return Err(Refusal::overtaken("本事项没有待报送上级的时限，或已报送"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::ReportToSuperior);
    docket.record(Fact::ReportedToSuperior { text: text.clone() })
}

pub fn answer_petitioner(m: &Matter, manner: &Title, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.duties.of_owner(DutyKind::AnswerPetitioner, Owner::Office).is_none() {
        return Err(Refusal::overtaken("本事项没有待答复的反映人，或已答复"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::AnswerPetitioner);
    docket.record(Fact::PetitionerAnswered { manner: manner.clone(), text: text.clone() })
}
