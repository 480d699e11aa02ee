//! What can be done about a referral: one form an act, shown to those in whose hands it lies. `domain::referral` has the last
//! word.

use app::{
    Act as OfRequest, Circumstances, Request, referral_scope,
    referrals::{Reading, ReferralView},
};
use axum::extract::Path;
use domain::{
    institution::Role,
    referral::{Referral, ReferralCommand, ReferralStage},
    value::{PersonId, ReferralId, Sealed, Text},
};

use super::{href, load, show::page};
use crate::{
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    hands,
    pages::{
        directory::SmallForm,
        form::{Field, Kind, Problems},
        panels::ActPanel,
    },
    respond::{self, Answer, done, see_other_saying},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Explain,
    /// 代录
    RecordExplanation,
    Lapse,
    Endorse,
    Approve,
    /// 代录
    RecordApproval,
    SignFor,
    GiveOutcome,
    Drop,
}

const LEADERS: &[Role] = &[Role::Leader, Role::PrincipalLeader];

impl Act {
    const ALL: [Act; 9] = [
        Act::Explain,
        Act::RecordExplanation,
        Act::Lapse,
        Act::Endorse,
        Act::Approve,
        Act::RecordApproval,
        Act::SignFor,
        Act::GiveOutcome,
        Act::Drop,
    ];

    fn code(self) -> &'static str {
        match self {
            Act::Explain => "explanation",
            Act::RecordExplanation => "recorded-explanation",
            Act::Lapse => "lapse",
            Act::Endorse => "endorsement",
            Act::Approve => "approval",
            Act::RecordApproval => "recorded-approval",
            Act::SignFor => "signature",
            Act::GiveOutcome => "outcome",
            Act::Drop => "end",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Act::Explain => "提交说明",
            Act::RecordExplanation => "代录单位的说明",
            Act::Lapse => "记为期满未说明",
            Act::Endorse => "审核同意移送",
            Act::Approve => "批准移送",
            Act::RecordApproval => "代录纸面批准",
            Act::SignFor => "签收",
            Act::GiveOutcome => "反馈结果",
            Act::Drop => "不予移送",
        }
    }

    fn is_folded(self) -> bool {
        matches!(self, Act::RecordExplanation | Act::RecordApproval | Act::GiveOutcome | Act::Drop)
    }

    fn explanation(self) -> &'static str {
        match self {
            Act::Explain => "写明原因和有关情况。说明只有学校办公室、校领导和纪检监察部门看得到，加密保存。",
            Act::RecordExplanation => "单位以纸面或电话说明的，由办公室代录，并附扫描件或通话记录。",
            Act::Lapse => "期限已过，单位没有说明，转主任审核；主任审核以前单位仍可补交。",
            Act::Endorse => "同意的送校领导批准；说明合理的，选“不予移送”并写明理由。",
            Act::Approve => "批准以后送纪委、监察专员办公室签收。",
            Act::RecordApproval => "校领导在纸面上批准的，由办公室代录，并附扫描件或通话记录。",
            Act::SignFor => "签收以后，本系统不再记录处理步骤；结果可以反馈，也可以不反馈。",
            Act::GiveOutcome => "只有学校办公室和批准的校领导看得到。",
            Act::Drop => "不予移送的，写明理由；单位不再需要说明。",
        }
    }
}

/// Which acts lie in the visitor's hands now.
fn open(visitor: &SignedIn, view: &ReferralView) -> Vec<Act> {
    use ReferralStage as S;
    let referral = &view.referral;
    let in_hand = |roles: &[Role]| hands::authority(visitor, |person| hands::holds(visitor, person, roles)).is_some();
    let office = visitor.roles().iter().any(|role| role.is_office());
    let (head, leads) = (in_hand(&[Role::OfficeHead]), in_hand(LEADERS));
    let own = explains(visitor, referral).is_some();
    let unexplained = referral.explanation.is_none();
    let offered: &[(Act, bool)] = match referral.stage {
        S::AwaitingExplanation | S::AwaitingHead => {
            let waits = referral.stage == S::AwaitingExplanation;
            let lapsed = referral.explain_by.is_some_and(|by| by < visitor.today);
            &[
                (Act::Explain, own && unexplained),
                (Act::Lapse, office && waits && lapsed),
                (Act::Endorse, head && !waits),
                (Act::RecordExplanation, office && !own && unexplained),
                (Act::Drop, head),
            ]
        }
        S::AwaitingLeader => &[(Act::Approve, leads), (Act::RecordApproval, office && !leads), (Act::Drop, leads)],
        S::Referred => &[(Act::SignFor, visitor.roles().contains(&Role::Discipline))],
        S::SignedFor => {
            let may = visitor.roles().contains(&Role::Discipline) && referral.outcome.is_none();
            &[(Act::GiveOutcome, may)]
        }
        S::Unborn | S::Dropped => &[],
    };
    let of_whole = |act: Act| act == Act::Explain || view.reading == Reading::Whole;
    offered.iter().filter(|(act, offered)| *offered && of_whole(*act)).map(|(act, _)| *act).collect()
}

/// The head of the unit, or whoever signs for them.
fn explains(visitor: &SignedIn, referral: &Referral) -> Option<PersonId> {
    let unit = referral.unit?;
    hands::authority(visitor, |person| hands::holds_in(visitor, person, unit, &[Role::UnitHead]))
}

/// `again`: the act whose form was refused, with what was typed and what is wrong.
pub(super) fn panels(
    visitor: &SignedIn,
    view: &ReferralView,
    again: Option<(Act, &FormData, Problems)>,
) -> Vec<ActPanel> {
    let panel = |act: Act| {
        let mine = again.as_ref().filter(|(again, ..)| *again == act);
        let empty = FormData::default();
        let typed = mine.map_or(&empty, |(_, form, _)| form);
        let command_id = match typed.get("command_id") {
            "" => visitor.app().fresh_id().to_string(),
            sent => sent.to_owned(),
        };
        let form = SmallForm {
            title: act.label().to_owned(),
            action: format!("{}/{}", href(view.referral.id), act.code()),
            command_id,
            explanation: act.explanation().to_owned(),
            fields: fields(visitor, &view.referral, act, typed),
            problems: mine.map(|(.., wrong)| wrong.clone()).unwrap_or_default(),
            submit: act.label().to_owned(),
        };
        ActPanel { scope: act.code().to_owned(), folded: act.is_folded() && !form.problems.any(), form }
    };
    open(visitor, view).into_iter().map(panel).collect()
}

fn fields(visitor: &SignedIn, referral: &Referral, act: Act, form: &FormData) -> Vec<Field> {
    let area = |label: &str, rows| Field::new("text", label, Kind::Area { rows }).value(form.get("text"));
    match act {
        Act::Lapse | Act::SignFor => Vec::new(),
        Act::Explain => vec![area("说明", 6).required()],
        Act::Endorse | Act::Approve => vec![area("意见", 2).hint("可不填。")],
        Act::GiveOutcome => vec![area("结果", 3).required()],
        Act::Drop => vec![area("理由", 3).required()],
        Act::RecordExplanation => {
            let heads = referral.unit.into_iter();
            let heads = heads.flat_map(|unit| visitor.institution.holders(Role::UnitHead, Some(unit), visitor.today));
            let decider = hands::decider_field(visitor, "说明人", heads, form);
            [decider, area("说明", 6).required()].into_iter().chain(hands::evidence_fields(visitor, form)).collect()
        }
        Act::RecordApproval => {
            let leaders = visitor.institution.leaders(visitor.today);
            let decider = hands::decider_field(visitor, "批准人", leaders, form);
            let said = area("意见", 2).hint("照录；没有的不填。");
            [decider, said].into_iter().chain(hands::evidence_fields(visitor, form)).collect()
        }
    }
}

/// `POST /referrals/{id}/{act}`
pub async fn send(visitor: SignedIn, Path((id, act)): Path<(String, String)>, form: FormData) -> Answer {
    let view = load(&visitor, &Path(id)).await?;
    let act = Act::ALL.into_iter().find(|one| one.code() == act).ok_or_else(Error::not_found)?;
    form.only(&["text", "decider", "on", "call_note"])?;
    let refused = |wrong: Problems| {
        let panels = panels(&visitor, &view, Some((act, &form, wrong.clone())));
        // Meanwhile it may be out of this visitor's hands: the reason is shown for the whole page.
        let shown = panels.iter().any(|panel| panel.form.problems.any());
        let of_page = if shown { Problems::default() } else { wrong };
        respond::refused_page(&page(&visitor, &view, panels, of_page))
    };
    let referral = &view.referral;
    let mut request = Request::new(form.command_id()?);
    let (command, circumstances) = match read(&visitor, referral, act, &form, &mut request) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let request = request.act(OfRequest::Referral { id: referral.id, command }).under(circumstances);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&href(referral.id), done(format!("已办理：{}。", act.label())))),
        Err(error) => match error.refusal() {
            Some(refusal) => refused(error::problems(refusal, |field| (field == "发生日期").then_some("on"))),
            None => Err(error.typed(form.typed())),
        },
    }
}

fn read(
    visitor: &SignedIn,
    referral: &Referral,
    act: Act,
    form: &FormData,
    request: &mut Request,
) -> Result<(ReferralCommand, Circumstances), Problems> {
    use ReferralCommand as C;
    let mut wrong = form.problems.clone();
    let label = fields(visitor, referral, act, form).into_iter().find(|field| field.name == "text");
    let label = label.map(|field| field.label).unwrap_or_default();
    let said = Text::optional(&label, form.get("text")).unwrap_or_else(|invalid| {
        wrong.add("text", &invalid.to_string());
        None
    });
    let circumstances = match act {
        Act::RecordExplanation | Act::RecordApproval => hands::recorded(form, &mut wrong),
        _ => Circumstances { on_behalf: on_behalf(visitor, referral, act), ..Circumstances::default() },
    };
    let optional = matches!(act, Act::Lapse | Act::SignFor | Act::Endorse | Act::Approve | Act::RecordApproval);
    if said.is_none() && !optional && !wrong.has("text") {
        wrong.add("text", &format!("请填写{label}"));
    }
    if wrong.any() {
        return Err(wrong);
    }
    let sealed = said.map(|text| seal(request, referral.id, &text));
    let command = match (act, sealed) {
        (Act::Lapse, _) => C::RecordLapse,
        (Act::SignFor, _) => C::SignFor,
        (Act::Endorse, text) => C::Endorse { text },
        (Act::Approve | Act::RecordApproval, text) => C::Approve { text },
        (Act::Explain | Act::RecordExplanation, Some(text)) => C::Explain { text },
        (Act::GiveOutcome, Some(text)) => C::GiveOutcome { text },
        (Act::Drop, Some(reason)) => C::Drop { reason },
        (Act::Explain | Act::RecordExplanation | Act::GiveOutcome | Act::Drop, None) => return Err(wrong),
    };
    Ok((command, circumstances))
}

fn seal(request: &mut Request, id: ReferralId, text: &Text) -> Sealed {
    request.seal(referral_scope(id), text.as_str())
}

/// 代签: used only where one's own rights do not do.
fn on_behalf(visitor: &SignedIn, referral: &Referral, act: Act) -> Option<PersonId> {
    let holding = |roles: &[Role]| hands::authority(visitor, |person| hands::holds(visitor, person, roles));
    let found = match act {
        Act::Explain => explains(visitor, referral),
        Act::Endorse => holding(&[Role::OfficeHead]),
        Act::Approve => holding(LEADERS),
        Act::Drop if referral.stage == ReferralStage::AwaitingLeader => holding(LEADERS),
        Act::Drop => holding(&[Role::OfficeHead]),
        _ => None,
    };
    found.filter(|person| *person != visitor.person)
}
