//! What each fact says in the timeline: one arm a fact, so that a new one does not compile without its words.

use app::{messages::UrgingCircle, papers::nth_urging};
use documents::forms::closing_report::HEADINGS;
use domain::{
    duty::Owner,
    matter::{
        Assignment, Cadence, EarlierKind, Entry, Fact, LimitRule, MaterialForm, PlanStep, Review, Standstill, Verdict,
        Withdrawable,
    },
    value::{Day, FileId, PersonId, Text, Title},
};

use crate::{matters::look::Look, pages::text::day};

/// A fact in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub heading: String,
    pub text: String,
    pub files: Vec<FileId>,
    /// it corrects or takes back something earlier
    pub corrects: bool,
    /// taken over from paper
    pub adopted: bool,
}

impl Said {
    fn new(fact: &Fact, text: impl Into<String>) -> Self {
        Self { heading: fact.label().to_owned(), text: text.into(), ..Self::default() }
    }

    fn headed(mut self, heading: impl Into<String>) -> Self {
        self.heading = heading.into();
        self
    }

    fn corrects(mut self) -> Self {
        self.corrects = true;
        self
    }

    fn adopted(mut self) -> Self {
        self.adopted = true;
        self
    }

    fn with(mut self, file: Option<FileId>) -> Self {
        self.files.extend(file);
        self
    }
}

pub fn said(look: &Look, fact: &Fact) -> Said {
    let unit = |unit| look.directory.unit_name(unit).to_owned();
    let person = |person| look.directory.person_name(person).to_owned();
    let plain = |text: &Text| Said::new(fact, text.as_str());
    let maybe = |text: &Option<Text>| Said::new(fact, text.as_ref().map_or("", Text::as_str));
    match fact {
        Fact::Proposed { proposal, .. } => Said::new(fact, proposal.title.as_str()),
        Fact::Revised { proposal } => Said::new(fact, format!("修改后的标题：{}", proposal.title)).corrects(),
        Fact::Distributed { into, .. } => Said::new(fact, format!("按单位分为 {} 项同源事项分别办理。", into.len())),
        Fact::Merged { reason, .. } => Said::new(fact, format!("并入另一事项办理。理由：{reason}")),
        Fact::NotPursued { reason } => plain(reason),
        Fact::Adopted { adoption, .. } => {
            let number = look.number_of(adoption.number);
            let dates = format!(
                "{number}，{}立项，{}交办，现行办结时限{}。",
                day(adoption.registered_on),
                day(adoption.dispatched_on),
                day(adoption.due)
            );
            Said { files: adoption.scans.clone(), ..Said::new(fact, dates).adopted() }
        }
        Fact::AdoptionConfirmed { text } => maybe(text).adopted(),
        Fact::OpinionsSought { parties, due, question } => {
            Said::new(fact, format!("请{}于{}前反馈：{question}", owners(look, parties), day(*due)))
        }
        Fact::OpinionGiven { text, .. } => plain(text),
        Fact::OpinionMissing { opinion } => {
            let asked = look.matter().opinions.iter().find(|asked| asked.id == *opinion);
            let party = asked.map(|asked| look.directory.owner_name(asked.party)).unwrap_or_default();
            Said::new(fact, format!("{party}未在期限内反馈。"))
        }
        Fact::Submitted { leaders, text } => {
            let names: Vec<String> = leaders.iter().map(|leader| person(*leader)).collect();
            Said::new(fact, lines(&[&format!("报请{}审定。", names.join("，再由")), or_empty(text)]))
        }
        Fact::Approved { text } => maybe(text),
        Fact::SentBack { text } => plain(text),
        Fact::Registered { number } => Said::new(fact, format!("编号 {}。", look.number_of(*number))),
        Fact::Dispatched { assignments, limit, cadence, due } => {
            Said::new(fact, dispatched(look, assignments, *limit, *cadence, *due)).headed("下发通知单")
        }
        Fact::Signed { unit: by } => Said::new(fact, format!("{}签收。", unit(*by))),
        Fact::DeemedSigned { unit: by, reason } => Said::new(fact, format!("{}逾期未签收。{reason}", unit(*by))),
        Fact::Objected { unit: by, reason } => Said::new(fact, format!("{}：{reason}", unit(*by))),
        Fact::Insisted { reason, .. } => plain(reason),
        Fact::Transferred { from, to, reason } => {
            let people = assigned(look, to);
            Said::new(fact, format!("牵头单位由{}改为{}（{people}）。{reason}", unit(*from), unit(to.unit)))
        }
        Fact::CoUnitAdded { to, reason } => {
            Said::new(fact, format!("增加{}（{}）。{reason}", unit(to.unit), assigned(look, to)))
        }
        Fact::CoUnitRemoved { unit: from, reason } => Said::new(fact, format!("减去{}。{reason}", unit(*from))),
        Fact::ContactChanged { to, reason } => {
            let said = format!("{}：{}", unit(to.unit), assigned(look, to));
            Said::new(fact, lines(&[&said, or_empty(reason)]))
        }
        Fact::Amended { content, requirements, target, reason } => {
            let said = format!("更正理由：{reason}\n事项内容：{content}\n办理要求：{requirements}\n量化目标：{target}");
            Said::new(fact, said).corrects()
        }
        Fact::PlanSubmitted { steps, final_due } => Said::new(fact, plan(steps, *final_due)),
        Fact::PlanAccepted { text, .. } => maybe(text),
        Fact::PlanReturned { reasons, due, .. } => Said::new(fact, format!("{reasons}\n请于{}前重报。", day(*due))),
        Fact::BrokenDown { owner, due, text } => {
            Said::new(fact, format!("请{}于{}前完成：{text}", look.directory.owner_name(*owner), day(*due)))
        }
        Fact::SubTaskReported { text, .. } => plain(text),
        Fact::SubTaskTaken { text, .. } => maybe(text),
        Fact::ProgressReported { .. } => progress(look, fact),
        Fact::CoordinationAsked { unit: by, text } => Said::new(fact, format!("{}：{text}", unit(*by))),
        Fact::CoordinationAnswered { text, .. } => plain(text),
        Fact::SituationRecorded { kind, text } => plain(text).headed(format!("{}：{}", fact.label(), kind.label())),
        Fact::SituationSubmitted { to, text, .. } => {
            Said::new(fact, lines(&[&format!("呈报{}。", person(*to)), or_empty(text)]))
        }
        Fact::Instructed { text, owed, scan, .. } => {
            let wanted =
                owed.map(|(owner, due)| format!("请{}于{}前落实并回复。", look.directory.owner_name(owner), day(due)));
            Said::new(fact, lines(&[look.opened(text), &wanted.unwrap_or_default()])).with(*scan)
        }
        Fact::InstructionAnswered { text, .. } => plain(text),
        Fact::HandedOver { from, to, reason } => {
            let from = from.map(|from| format!("由{}", person(from))).unwrap_or_default();
            Said::new(fact, lines(&[&format!("{from}移交{}经办。", person(*to)), or_empty(reason)]))
        }
        Fact::Reminded { unit: of, owed, due, text } => {
            Said::new(fact, format!("提醒{}{}（时限{}）：{text}", unit(*of), owed.label(), day(*due)))
        }
        Fact::ExtensionRequested { old_due, until, reasons, measures, late } => {
            let late = if *late { "（已超过办结时限）" } else { "" };
            let days = format!("原办结时间{}，计划办结时间{}{late}", day(*old_due), day(*until));
            Said::new(fact, format!("{days}\n原因：{reasons}\n措施：{measures}"))
        }
        Fact::ExtensionForwarded { remark, .. } => maybe(remark),
        Fact::ExtensionReturned { reason, .. } => plain(reason),
        Fact::ExtensionGranted { until, text, .. } => {
            Said::new(fact, lines(&[&format!("同意延期至{}。", day(*until)), or_empty(text)]))
        }
        Fact::ExtensionRefused { text, .. } => plain(text),
        Fact::Urged { .. } => urged(fact),
        Fact::UrgingSigned { .. } => Said::new(fact, ""),
        Fact::UrgingSettled { done, reason, .. } => {
            maybe(reason).headed(if *done { "催办：已落实" } else { "催办：未落实" })
        }
        Fact::UrgingRevoked { reason, .. } => plain(reason).corrects(),
        Fact::UrgingProposed { nth, old_due, days_past, due, .. } => Said::new(
            fact,
            format!(
                "办结时限{}已过 {days_past} 个工作日，建议{}，限期{}。",
                day(*old_due),
                nth_urging(*nth),
                day(*due)
            ),
        ),
        Fact::UrgingHeld { reason, until } => {
            let until = until.map(|until| format!("缓发到{}，期满仍未办结的，系统再次提出。", day(until)));
            Said::new(fact, lines(&[reason.as_str(), &until.unwrap_or_default()]))
        }
        Fact::ClosingReportSubmitted { sections } => {
            let texts = [&sections.content, &sections.goal, &sections.work, &sections.result, &sections.next];
            let said: Vec<String> = HEADINGS.iter().zip(texts).map(|(head, text)| format!("{head}\n{text}")).collect();
            Said::new(fact, said.join("\n"))
        }
        Fact::ClosingReportConfirmed { unit: by, agrees, text, .. } => {
            let word = if *agrees { "确认" } else { "有异议" };
            Said::new(fact, lines(&[&format!("{}：{word}。", unit(*by)), or_empty(text)]))
        }
        Fact::Reviewed { review, .. } => Said::new(fact, reviewed(review)).headed(verdict(review.verdict)),
        Fact::AcceptanceRevoked { reason } => plain(reason).corrects(),
        Fact::FedBack { to, text } => Said::new(fact, format!("反馈给{}：{text}", owners(look, to))),
        Fact::Rated { satisfied, text, due } => {
            let due = due.map(|due| format!("请于{}前补办。", day(due))).unwrap_or_default();
            let word = if *satisfied { "评价：满意" } else { "评价：不满意" };
            Said::new(fact, lines(&[or_empty(text), &due])).headed(word)
        }
        Fact::ReportedToSuperior { text } => plain(text),
        Fact::PetitionerAnswered { manner, text } => Said::new(fact, format!("{manner}：{text}")),
        Fact::Archived { materials, archivist, remarks } => {
            let kept: Vec<String> = materials
                .iter()
                .map(|material| format!("{}：{}", material.kind.label(), kept(&material.form)))
                .collect();
            let by = archivist.as_ref().map(|by| format!("归档人：{by}")).unwrap_or_default();
            Said::new(fact, lines(&[&kept.join("；"), &by, or_empty(remarks)]))
        }
        Fact::SuspensionRequested { reason, expected_end, cause } => {
            Said::new(fact, format!("{}：{reason}\n预计{}恢复。", cause.label(), day(*expected_end)))
        }
        Fact::SuspensionGranted { until, text, .. } => {
            Said::new(fact, lines(&[&format!("暂缓至{}。", day(*until)), or_empty(text)]))
        }
        Fact::SuspensionRefused { text, .. } => plain(text),
        Fact::Resumed { text, .. } => maybe(text),
        Fact::TerminationRequested { reason } => plain(reason),
        Fact::TerminationGranted { text, .. } => maybe(text),
        Fact::TerminationRefused { text, .. } => plain(text),
        Fact::Withdrawn { what } => Said::new(fact, "").headed(format!("撤回{}", withdrawn(*what))).corrects(),
        Fact::DueCorrected { due, reason } => {
            Said::new(fact, format!("办结时限更正为{}。{reason}", day(*due))).corrects()
        }
        Fact::Recalculated { reason } => plain(reason).corrects(),
        Fact::Attached { file, label } => Said::new(fact, label.as_ref().map_or("", Title::as_str)).with(Some(*file)),
    }
}

/// What may be withdrawn, as a noun.
pub fn withdrawn(what: Withdrawable) -> &'static str {
    match what {
        Withdrawable::Objection(_) => "异议",
        Withdrawable::Plan(_) => "工作计划",
        Withdrawable::Extension(_) => "延期申请",
        Withdrawable::ClosingReport(_) => "办结报告",
        Withdrawable::Suspension(_) => "暂缓申请",
        Withdrawable::Termination(_) => "终止申请",
    }
}

pub fn standstill(why: &Standstill) -> &'static str {
    match why {
        Standstill::BlockedBy(_) => "须等待另一督办事项",
        Standstill::OutsideApproval => "等待校外审批",
        Standstill::ScopeGrown => "任务范围扩大",
        Standstill::Funds => "经费未落实",
        Standstill::Other => "其他",
    }
}

/// An earlier event taken over from paper.
pub fn earlier(kind: EarlierKind, text: &Text, from: Option<Day>, to: Option<Day>) -> Said {
    let moved = match (from, to) {
        (Some(from), Some(to)) => format!("时限{} → {}", day(from), day(to)),
        (None, Some(to)) => format!("时限{}", day(to)),
        _ => String::new(),
    };
    Said { heading: kind.label().to_owned(), text: lines(&[text.as_str(), &moved]), adopted: true, ..Said::default() }
}

fn dispatched(look: &Look, all: &[Assignment], limit: LimitRule, cadence: Cadence, due: Option<Day>) -> String {
    let units: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let part = if place == 0 { "牵头" } else { "协办" };
            format!("{part}：{}（{}）", look.directory.unit_name(one.unit), assigned(look, one))
        })
        .collect();
    let due = match due {
        Some(due) => format!("办结时限{}", day(due)),
        None if limit == LimitRule::ByPlan => "办结时限由经同意的工作计划确定".to_owned(),
        None => String::new(),
    };
    lines(&[&units.join("；"), &format!("{due}；{}。", cadence.label())])
}

/// `负责人吴刚，联系人李文博`; the telephone stands with the units, not in the timeline.
fn assigned(look: &Look, one: &Assignment) -> String {
    let name = |person: Option<_>| person.map_or("未定", |person| look.directory.person_name(person));
    format!("负责人{}，联系人{}", name(one.responsible), name(one.contact))
}

fn plan(steps: &[PlanStep], final_due: Option<Day>) -> String {
    let step = |step: &PlanStep| {
        let owner = step.owner.as_ref().map(|owner| format!("（{owner}）")).unwrap_or_default();
        format!("{}　{}{owner}", day(step.due), step.text)
    };
    let mut said: Vec<String> = steps.iter().map(step).collect();
    said.extend(final_due.map(|due| format!("最终时限：{}", day(due))));
    said.join("\n")
}

fn progress(look: &Look, fact: &Fact) -> Said {
    let Fact::ProgressReported { unit, percent, text, problems, unchanged, standstill: why } = fact else {
        return Said::default();
    };
    let mut said = vec![format!("{}：", look.directory.unit_name(*unit))];
    said.extend(unchanged.then(|| "本期无变化。".to_owned()));
    said.extend(percent.map(|percent| format!("完成 {}%。", percent.get())));
    let mut text = vec![said.concat(), or_empty(text).to_owned()];
    text.extend(problems.as_ref().map(|problems| format!("存在的问题：{problems}")));
    text.extend(why.as_ref().map(|why| format!("停滞原因：{}", standstill(why))));
    text.retain(|line| !line.is_empty());
    Said::new(fact, text.join("\n"))
}

fn urged(fact: &Fact) -> Said {
    let Fact::Urged { nth, old_due, days_past, due, text, reason, .. } = fact else { return Said::default() };
    let past = format!("时限{}已过 {days_past} 个工作日，请于{}前办结。", day(*old_due), day(*due));
    let why = reason.as_ref().map(|reason| format!("催办理由：{reason}")).unwrap_or_default();
    Said::new(fact, lines(&[&past, text.as_str(), &why])).headed(nth_urging(*nth))
}

/// Who was told of an urging beside the lead unit, and told again when it was revoked.
pub fn told(look: &Look, entry: &Entry) -> Option<String> {
    let (nth, copied, again) = match &entry.event.fact {
        Fact::Urged { nth, copied, .. } => (*nth, *copied, ""),
        Fact::UrgingRevoked { urging, .. } => {
            let revoked = look.matter().urgings.iter().find(|one| one.id == *urging)?;
            (revoked.nth, revoked.copied, "撤销已告知牵头单位，")
        }
        _ => return None,
    };
    let circle = UrgingCircle::of(look.matter(), look.institution(), nth, copied, entry.stamp.recorded_on());
    let mut leaders: Vec<PersonId> = circle.leader.into_iter().collect();
    leaders.extend(circle.principals.into_iter().filter(|one| Some(*one) != circle.leader));
    let names: Vec<&str> = leaders.into_iter().map(|one| look.directory.person_name(one)).collect();
    let mut said = Vec::new();
    said.extend((!names.is_empty()).then(|| format!("呈报{}", names.join("、"))));
    said.extend(copied.then(|| format!("抄送{}", look.directory.discipline_name())));
    if said.is_empty() && again.is_empty() {
        return None;
    }
    Some(format!("{again}{}。", said.join("，")).replace("，。", "。"))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "审核：同意办结",
        Verdict::Supplement => "审核：退回补办",
        Verdict::Redo => "审核：退回重办",
    }
}

fn reviewed(review: &Review) -> String {
    let answer = |answer: &domain::matter::Answer| {
        let note = answer.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
        format!("{}：{}{note}", answer.question.text(), if answer.yes { "是" } else { "否" })
    };
    let answers: Vec<String> = review.answers.iter().map(answer).collect();
    let due = review.due.map(|due| format!("请于{}前完成。", day(due))).unwrap_or_default();
    lines(&[&answers.join("；"), or_empty(&review.reasons), &due])
}

fn kept(form: &MaterialForm) -> String {
    match form {
        MaterialForm::Electronic => "电子件".to_owned(),
        MaterialForm::Paper { count, pages, place } => format!("纸质 {count} 份 {pages} 页，存{place}"),
        MaterialForm::None { reason } => format!("无此项（{reason}）"),
    }
}

fn owners(look: &Look, owners: &[Owner]) -> String {
    owners.iter().map(|owner| look.directory.owner_name(*owner)).collect::<Vec<_>>().join("、")
}

fn or_empty(text: &Option<Text>) -> &str {
    text.as_ref().map_or("", Text::as_str)
}

/// The parts that say something, a line each.
fn lines(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join("\n")
}
