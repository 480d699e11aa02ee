//! The flow chart of annex 1, live: the day and the person at each box passed.

use domain::{
    Stamp, Who,
    matter::{Matter, ReportOutcome, Stage},
};

use crate::{
    matters::look::{Look, PAPER},
    pages::{
        flow::{FlowBox, FlowState, FlowStep},
        text,
    },
};

pub fn chart(look: &Look) -> Vec<FlowBox> {
    FlowStep::ALL.into_iter().map(|step| flow_box(look, step)).collect()
}

fn flow_box(look: &Look, step: FlowStep) -> FlowBox {
    let matter = look.matter();
    let new = FlowBox::new(look.directory.institution_name(), step, state(matter, step));
    let said = match step {
        FlowStep::Matter => return source(look, new),
        FlowStep::Draft => by(look, new, matter.proposed.as_ref()),
        FlowStep::Register => by(look, new, matter.registered.as_ref()),
        FlowStep::Dispatch => by(look, new, matter.dispatched.as_ref()),
        FlowStep::Undertake => signed(look, new),
        FlowStep::Urge => by(look, new, last_urging(matter)),
        FlowStep::Close => by(look, new, accepted(matter)),
        FlowStep::Archive => by(look, new, matter.filing.as_ref().map(|filing| &filing.filed)),
        FlowStep::Bulletin => new,
    };
    said.remark(&remark(look, step))
}

fn state(matter: &Matter, step: FlowStep) -> FlowState {
    use FlowState::*;
    let stage = matter.stage;
    let passed_when = |passed: bool, current: bool| match (passed, current) {
        (true, _) => Passed,
        (false, true) => Current,
        (false, false) if matches!(stage, Stage::NotPursued) => Skipped,
        (false, false) => Ahead,
    };
    match step {
        FlowStep::Matter => Passed,
        FlowStep::Draft => passed_when(!stage.is_draft(), stage.is_draft()),
        FlowStep::Register => passed_when(matter.registered.is_some(), false),
        FlowStep::Dispatch => passed_when(matter.dispatched.is_some(), stage == Stage::Registered),
        FlowStep::Undertake => passed_when(
            matches!(stage, Stage::UnderReview | Stage::Closed | Stage::Archived),
            matches!(stage, Stage::Dispatched | Stage::UnderWay | Stage::Suspended) && !is_urged(matter),
        )
        .or_passed(is_urged(matter)),
        FlowStep::Urge if matter.urgings.is_empty() && matter.extensions.is_empty() => Skipped,
        FlowStep::Urge => passed_when(!is_urged(matter), true),
        FlowStep::Close if stage == Stage::Terminated => Skipped,
        FlowStep::Close => passed_when(matter.accepted_report().is_some(), stage == Stage::UnderReview),
        FlowStep::Archive => passed_when(matter.filing.is_some(), matches!(stage, Stage::Closed | Stage::Terminated)),
        FlowStep::Bulletin => passed_when(false, false),
    }
}

impl FlowState {
    fn or_passed(self, passed: bool) -> FlowState {
        if passed { FlowState::Passed } else { self }
    }
}

/// An urging runs, or a request for extension is undecided.
fn is_urged(matter: &Matter) -> bool {
    matter.open_urging().is_some() || matter.open_extension().is_some()
}

fn by(look: &Look, new: FlowBox, stamp: Option<&Stamp>) -> FlowBox {
    match stamp {
        Some(stamp) if stamp.by == Who::System && look.matter().adoption.is_some() => {
            new.by(&text::day(stamp.on), PAPER)
        }
        Some(stamp) => new.by(&text::day(stamp.on), &look.directory.who_name(stamp.by)),
        None => new,
    }
}

fn source(look: &Look, new: FlowBox) -> FlowBox {
    let Some(source) = look.proposal().map(|proposal| &proposal.source) else { return new };
    let day = source.date.or(look.matter().proposed.as_ref().map(|stamp| stamp.on));
    let organ = source.organ.as_ref().map_or(source.kind.label(), |organ| organ.as_str());
    new.by(&day.map(text::day).unwrap_or_default(), organ)
}

fn signed(look: &Look, new: FlowBox) -> FlowBox {
    let lead = look.matter().lead().and_then(|lead| look.matter().undertaking(lead));
    match lead.and_then(|lead| lead.signature.as_ref()) {
        Some(signature) => new.by(&text::day(signature.stamp.on), &look.directory.signer(signature)),
        None => new,
    }
}

fn last_urging(matter: &Matter) -> Option<&Stamp> {
    let urging = matter.urgings.last().map(|urging| &urging.issued);
    let extension = matter.extensions.last().map(|extension| &extension.requested);
    [urging, extension].into_iter().flatten().max_by_key(|stamp| (stamp.on, stamp.at))
}

fn accepted(matter: &Matter) -> Option<&Stamp> {
    match matter.accepted_report().and_then(|report| report.outcome.as_ref()) {
        Some(ReportOutcome::Reviewed(stamp, ..)) => Some(stamp),
        _ => None,
    }
}

/// What happened there beyond the original's words.
fn remark(look: &Look, step: FlowStep) -> String {
    let matter = look.matter();
    let times = |count: usize, what: &str| (count > 0).then(|| format!("{what} {count} 次"));
    let said: Vec<Option<String>> = match step {
        FlowStep::Draft => vec![
            (matter.stage == Stage::NotPursued).then(|| "不予立项".to_owned()),
            times(matter.opinions.len(), "征求意见"),
            matter.approval.is_complete().then(|| "已审定".to_owned()),
        ],
        FlowStep::Register => vec![matter.number.map(|number| look.number_of(number))],
        FlowStep::Dispatch => {
            vec![(matter.notice_version > 1).then(|| format!("通知单第 {} 版", matter.notice_version))]
        }
        FlowStep::Undertake => vec![(matter.stage == Stage::Suspended).then(|| "暂缓中".to_owned())],
        FlowStep::Urge => vec![times(matter.extensions.len(), "申请延期"), times(matter.urgings.len(), "催办")],
        FlowStep::Close => {
            let returned = matter.reports.iter().filter(|report| report.outcome.is_some()).count();
            let returned = returned.saturating_sub(usize::from(matter.accepted_report().is_some()));
            let ended = (matter.stage == Stage::Terminated).then(|| "已终止".to_owned());
            vec![ended, times(returned, "退回")]
        }
        FlowStep::Matter | FlowStep::Archive | FlowStep::Bulletin => Vec::new(),
    };
    said.into_iter().flatten().collect::<Vec<_>>().join("、")
}
