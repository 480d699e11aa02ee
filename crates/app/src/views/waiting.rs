//! What waits for somebody without a date, and what a matter has to wait for.

use domain::{
    access::Subject,
    matter::{Matter, Stage, Standstill},
    value::{Day, MatterId},
};

/// What kind of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitKind {
    /// 请阅示: a situation put to a leader who has not said a word on it (R4.5a)
    Situation,
    /// a reported sub-task that the lead unit has not taken (R4.4d)
    SubTask,
}

impl WaitKind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            WaitKind::Situation => "situation",
            WaitKind::SubTask => "sub_task",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<WaitKind> {
        [WaitKind::Situation, WaitKind::SubTask].into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that waits: what, its number within the matter, for whom, since when.
pub(crate) struct Wait {
    pub kind: WaitKind,
    pub item: u32,
    pub subject: Subject,
    pub since: Day,
}

/// Nothing waits any more once the matter's stream is closed.
pub(crate) fn waits(matter: &Matter) -> Vec<Wait> {
    if matter.stage.is_final() {
        return Vec::new();
    }
    let answered = |id| matter.instructions.iter().any(|instruction| instruction.situation == Some(id));
    let situations = matter.situations.iter().filter(|situation| !answered(situation.id)).filter_map(|situation| {
        let (stamp, to, _) = situation.submitted.as_ref()?;
        Some(Wait { kind: WaitKind::Situation, item: situation.id, subject: Subject::Person(*to), since: stamp.on })
    });
    let under_way = matches!(matter.stage, Stage::Dispatched | Stage::UnderWay);
    let tasks = matter.sub_tasks.iter().filter(|task| under_way && task.taken.is_none()).filter_map(|task| {
        let (stamp, _) = task.reported.as_ref()?;
        let subject = Subject::Unit(matter.lead()?);
        Some(Wait { kind: WaitKind::SubTask, item: task.id, subject, since: stamp.on })
    });
    situations.chain(tasks).collect()
}

/// As the lead unit's last report has it, while the matter runs.
pub(crate) fn blocked_by(matter: &Matter) -> Option<MatterId> {
    let runs = matches!(matter.stage, Stage::Dispatched | Stage::UnderWay | Stage::Suspended);
    let last = matter.progress.iter().rev().find(|progress| Some(progress.unit) == matter.lead());
    match last?.standstill {
        Some(Standstill::BlockedBy(other)) if runs && other != matter.id => Some(other),
        _ => None,
    }
}
