//! Who may do what to a 通报 or 呈报, and when.

use serde::{Deserialize, Serialize};

use super::{Answer, Content, Order, Summary, SummaryEvent, SummaryKind, SummaryStage};
use crate::{
    Reason, Refusal,
    institution::Role,
    matter::Context,
    regulation::{Clause, LimitName},
    value::{Day, FileId, Period, Text, Title, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummaryCommand {
    /// by the Office, of a period that has begun
    Draft {
        kind: SummaryKind,
        period: Period,
        content: Box<Content>,
    },
    /// as long as nobody examines it; `version`: of the text that was looked at
    Revise {
        version: u32,
        content: Box<Content>,
    },
    /// to each unit that is named
    ShowFacts,
    /// by a unit that is named, before it is published
    Remark {
        unit: UnitId,
        text: Text,
    },
    Submit,
    SendBack {
        reason: Text,
    },
    /// by the office head
    Approve,
    /// 签发, by a leader
    Sign {
        text: Option<Text>,
    },
    /// a 通报 is published, a 呈报 submitted
    Issue {
        number: Option<Title>,
        signer: Option<Title>,
        note: Option<Text>,
        scan: Option<FileId>,
    },
    /// the scan came later
    AttachScan {
        scan: FileId,
    },
    /// by the head of a unit that was ordered to
    Answer {
        unit: UnitId,
        causes: Text,
        measures: Text,
    },
    AcceptAnswer {
        unit: UnitId,
    },
    ReturnAnswer {
        unit: UnitId,
        reason: Text,
        due: Day,
    },
    /// a 通报, by the office head; what it said stays to be read, with the reason
    Withdraw {
        reason: Text,
    },
    /// a draft is given up
    Drop {
        reason: Text,
    },
}

const OFFICE: &[Role] = &[Role::OfficeClerk, Role::OfficeHead];
const HEAD: &[Role] = &[Role::OfficeHead];
const LEADERS: &[Role] = &[Role::Leader, Role::PrincipalLeader];

pub fn decide(s: &Summary, command: &SummaryCommand, ctx: &Context) -> Result<Vec<SummaryEvent>, Refusal> {
    use SummaryCommand as C;
    use SummaryEvent as E;
    use SummaryStage as S;
    ctx.check_days()?;
    let event = match command.clone() {
        C::Draft { kind, period, content } => {
            at(s, &[S::Unborn])?;
            ctx.needs_role(OFFICE)?;
            if period.from > period.to || period.from > ctx.today {
                return Err(Refusal::invalid("期间", "期间须已经开始，且起始不晚于截止，请改正").under(kind.clause()));
            }
            content.check(kind, ctx.on)?;
            E::Drafted { kind, period, content }
        }
        C::Revise { version, content } => {
            at(s, &[S::Draft])?;
            ctx.needs_role(OFFICE)?;
            if version != s.version {
                return Err(Refusal::overtaken("您打开以后，这份文稿已被他人修改或处理，请核对以后再保存"));
            }
            content.check(s.kind, ctx.on)?;
            E::Revised { content }
        }
        C::ShowFacts => {
            at(s, &[S::Draft])?;
            ctx.needs_role(OFFICE)?;
            if s.named().is_empty() {
                return Err(Refusal::invalid("进展缓慢的单位", "没有点名单位，不需要送核").under(Clause::R5_3));
            }
            let limit = ctx.calendar.limit(ctx.on, ctx.regulation.limit(LimitName::ShowFacts).days)?;
            E::FactsShown { until: limit.due }
        }
        C::Remark { unit, text } => {
            at(s, &[S::Draft, S::AwaitingHead, S::AwaitingLeader, S::Approved])?;
            ctx.needs_hand_of(unit, &[Role::UnitHead, Role::UnitContact])?;
            if s.shown.is_none() || s.named().iter().all(|named| named.unit != unit) {
                return Err(Refusal::new(Reason::NoSuchItem, "这份通报没有送贵单位核对的内容"));
            }
            E::Remarked { unit, text }
        }
        C::Submit => {
            at(s, &[S::Draft])?;
            ctx.needs_role(OFFICE)?;
            let content = s.content.as_ref().ok_or_else(|| Refusal::no_such("文稿"))?;
            content.check(s.kind, ctx.on)?;
            if s.kind == SummaryKind::Bulletin && content.circle.is_empty() {
                return Err(Refusal::invalid("通报范围", "请先选定通报范围").under(Clause::R5_3));
            }
            if !s.named().is_empty() && s.shown.is_none() {
                let message = "通报点名的单位还没有看到自己的事实，请先“送单位核对”";
                return Err(Refusal::invalid("进展缓慢的单位", message).under(Clause::R5_3));
            }
            E::Submitted
        }
        C::SendBack { reason } => {
            at(s, &[S::AwaitingHead, S::AwaitingLeader, S::Approved])?;
            match s.stage {
                S::AwaitingLeader => ctx.needs_role(LEADERS)?,
                _ => ctx.needs_role(HEAD)?,
            }
            E::SentBack { reason }
        }
        C::Approve => {
            at(s, &[S::AwaitingHead])?;
            ctx.needs_role(HEAD)?;
            E::Approved { to_sign: !s.named().is_empty() }
        }
        C::Sign { text } => {
            at(s, &[S::AwaitingLeader])?;
            ctx.needs_role(LEADERS)?;
            E::Signed { text }
        }
        C::Issue { number, signer, note, scan } => {
            at(s, &[S::Approved])?;
            ctx.needs_role(OFFICE)?;
            if s.kind == SummaryKind::Report && ctx.on <= s.period.to {
                return Err(Refusal::invalid("呈报日期", format!("{}尚未结束，结束以后再呈报", s.period.name())));
            }
            if let Some(content) = &s.content {
                content.check(s.kind, ctx.on)?;
            }
            if let Some(shown) = s.shown.as_ref().filter(|shown| !s.named().is_empty() && ctx.on < shown.until) {
                let message = format!("点名单位的核对期到{}，请在当日或以后印发", shown.until);
                return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R5_3));
            }
            E::Issued { number, signer, note, scan }
        }
        C::AttachScan { scan } => {
            at(s, &[S::Issued, S::Withdrawn])?;
            ctx.needs_role(OFFICE)?;
            E::Scanned { scan }
        }
        C::Answer { unit, causes, measures } => {
            at(s, &[S::Issued])?;
            ctx.needs_hand_of(unit, &[Role::UnitHead])?;
            let order = order(s, unit)?;
            if !order.is_owed() {
                return Err(Refusal::overtaken("贵单位已经报告过原因和改进措施"));
            }
            E::Answered { unit, causes, measures, late: ctx.on > order.due }
        }
        C::AcceptAnswer { unit } => {
            at(s, &[S::Issued])?;
            ctx.needs_role(OFFICE)?;
            pending(order(s, unit)?)?;
            E::AnswerAccepted { unit }
        }
        C::ReturnAnswer { unit, reason, due } => {
            at(s, &[S::Issued])?;
            ctx.needs_role(OFFICE)?;
            pending(order(s, unit)?)?;
            E::AnswerReturned { unit, reason, due: ctx.later_day("重新报告期限", due)? }
        }
        C::Withdraw { reason } => {
            at(s, &[S::Issued])?;
            ctx.needs_role(HEAD)?;
            if s.kind == SummaryKind::Report {
                let message = "已经呈报校领导班子，不能撤回；如有更正，请另行呈报";
                return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_7b));
            }
            E::Withdrawn { reason }
        }
        C::Drop { reason } => {
            at(s, &[S::Draft])?;
            ctx.needs_role(OFFICE)?;
            E::Dropped { reason }
        }
    };
    Ok(vec![event])
}

fn at(s: &Summary, stages: &[SummaryStage]) -> Result<(), Refusal> {
    if stages.contains(&s.stage) {
        return Ok(());
    }
    let needed: Vec<&str> = stages.iter().map(|stage| stage.label()).collect();
    let message = format!("这份{}现为“{}”，此项须在“{}”时办理", s.kind.label(), s.stage.label(), needed.join("”“"));
    Err(Refusal::new(Reason::IllegalTransition, message))
}

fn order(s: &Summary, unit: UnitId) -> Result<&Order, Refusal> {
    s.order_of(unit).ok_or_else(|| Refusal::new(Reason::NoSuchItem, "这份通报没有责令贵单位说明").under(Clause::R5_3))
}

/// An answer waits to be looked at.
fn pending(order: &Order) -> Result<&Answer, Refusal> {
    let waiting = order.answers.last().filter(|answer| order.accepted.is_none() && answer.returned.is_none());
    waiting.ok_or_else(|| Refusal::overtaken("没有待处理的报告"))
}
