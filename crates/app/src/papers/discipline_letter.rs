//! 抄送函: what 纪委、监察专员办公室 is told with a second urging (R4.5d), from the record as it stood when it was issued.

use documents::official::discipline_letter::DisciplineLetter;
use domain::matter::{ExtensionOutcome, Matter, ReportOutcome, Urging, UrgingOutcome};

use super::{
    Facts, day_cn, nth_urging,
    urging::{issued, mark},
};

/// None where the urging was not copied. 批示, leaders' words and opinions of the time before 立项 are not in it.
pub fn discipline_letter(facts: &Facts, id: u32) -> Option<DisciplineLetter> {
    let (urging, then) = issued(facts, id)?;
    if !urging.copied {
        return None;
    }
    let then = &then;
    let nth = nth_urging(urging.nth);
    let rules = facts.names.institution.regulation_on(then.regulation_from.unwrap_or(facts.names.today));
    let by = rules.map(|rules| format!("《{}》（{}）第四条（五）", rules.title, rules.document)).unwrap_or_default();
    Some(DisciplineLetter {
        title: format!("关于抄送督办事项{nth}情况的函"),
        to: facts.names.discipline_name().to_owned(),
        opening: format!("根据{by}的规定，现将“{}”（{}）{nth}情况抄送贵单位。", facts.title(), facts.number),
        parts: told_of_record(facts, then).map(|(heading, lines)| (heading.to_owned(), lines)).into(),
        closing: "本函系按规定抄送情况，供贵单位了解掌握，无需函复。".to_owned(),
        enclosed: vec![format!("督办事项催办单（{}，{nth}）", facts.number)],
        from: facts.names.office_name().to_owned(),
        issued_on: day_cn(urging.issued.on),
        mark: mark(urging),
    })
}

/// What the record says of a matter's course, under its headings.
pub(crate) fn told_of_record(facts: &Facts, then: &Matter) -> [(&'static str, Vec<String>); 5] {
    [
        ("督办事项", about(facts, then)),
        ("办结时限和延期", limits(then)),
        ("催办情况", urgings(facts, then)),
        ("办理进展", progress(then)),
        ("办结报告", reports(then)),
    ]
}

fn about(facts: &Facts, then: &Matter) -> Vec<String> {
    let co: Vec<&str> = then.co_units().into_iter().map(|unit| facts.names.unit_name(unit)).collect();
    let co = if co.is_empty() { String::new() } else { format!("；协办单位：{}", co.join("、")) };
    let notice = then.dispatched.as_ref().map(|stamp| day_cn(stamp.on)).unwrap_or_default();
    let version =
        if then.notice_version > 1 { format!("，现为第 {} 版", then.notice_version) } else { String::new() };
    vec![
        format!("事项：{}", facts.title()),
        format!("编号：{}；通知单下发日期：{notice}{version}", facts.number),
        format!("牵头单位：{}{co}", facts.lead(then)),
    ]
}

fn limits(then: &Matter) -> Vec<String> {
    let mut lines = Vec::new();
    match then.due_dates() {
        Some(dates) if dates.first == dates.in_force => {
            lines.push(format!("办结时限：{}，未变更。", day_cn(dates.in_force)));
        }
        Some(dates) => lines.push(format!(
            "首次确定的办结时限：{}；现行办结时限：{}。",
            day_cn(dates.first),
            day_cn(dates.in_force)
        )),
        None => lines.extend(
            then.running_limit().map(|duty| format!("报送工作计划的时限：{}；最终时限未定。", day_cn(duty.due))),
        ),
    }
    for extension in &then.extensions {
        let outcome = match &extension.outcome {
            Some(ExtensionOutcome::Granted(stamp, until, _)) => {
                format!("{}批准延期至{}", day_cn(stamp.on), day_cn(*until))
            }
            Some(ExtensionOutcome::Refused(stamp, _)) => format!("{}未获批准", day_cn(stamp.on)),
            Some(ExtensionOutcome::Returned(stamp, _)) => format!("{}退回", day_cn(stamp.on)),
            Some(ExtensionOutcome::Withdrawn(stamp)) => format!("{}撤回", day_cn(stamp.on)),
            None => "尚未决定".to_owned(),
        };
        let (asked, until) = (day_cn(extension.requested.on), day_cn(extension.until));
        lines.push(format!("{asked}申请延期至{until}，{outcome}。"));
    }
    if then.extensions.is_empty() {
        lines.push("牵头单位未申请延期。".to_owned());
    }
    lines
}

fn urgings(facts: &Facts, then: &Matter) -> Vec<String> {
    let said = |urging: &Urging| {
        let issued = format!(
            "{}：{}发出，原时限{}，限期{}",
            nth_urging(urging.nth),
            day_cn(urging.issued.on),
            day_cn(urging.old_due),
            day_cn(urging.due)
        );
        let signed = urging
            .signature
            .as_ref()
            .map(|stamp| format!("；{}由{}签收", day_cn(stamp.on), facts.names.signed_by(stamp)))
            .unwrap_or_default();
        let came = match &urging.outcome {
            Some(UrgingOutcome::Settled { stamp, done, reason }) => {
                let word = if *done { "已落实" } else { "未落实" };
                let reason = reason.as_ref().map(|reason| reason.as_str().trim_end_matches('。'));
                let reason = reason.map(|reason| format!("（{reason}）")).unwrap_or_default();
                format!("；{}核实为{word}{reason}", day_cn(stamp.on))
            }
            Some(UrgingOutcome::Revoked(stamp, _)) => format!("；{}撤销", day_cn(stamp.on)),
            Some(UrgingOutcome::Closed(stamp)) => format!("；{}了结", day_cn(stamp.on)),
            None => String::new(),
        };
        format!("{issued}{signed}{came}。")
    };
    then.urgings.iter().map(said).collect()
}

/// The lead unit's last report.
fn progress(then: &Matter) -> Vec<String> {
    let last = then.progress.iter().rev().find(|progress| Some(progress.unit) == then.lead());
    let Some(last) = last else { return vec!["牵头单位尚未报告进展。".to_owned()] };
    let percent = last.percent.map(|percent| format!("完成 {}%。", percent.get())).unwrap_or_default();
    let text = last.text.as_ref().map_or("本期无变化。", |text| text.as_str());
    let problems = last.problems.as_ref().map(|problems| format!("存在的问题：{problems}")).unwrap_or_default();
    vec![format!("{}报告：{percent}{text}{problems}", day_cn(last.stamp.on))]
}

fn reports(then: &Matter) -> Vec<String> {
    let said = |report: &domain::matter::ClosingReport| {
        let came = match &report.outcome {
            Some(ReportOutcome::Reviewed(stamp, review, _)) => {
                format!("{}审核：{}", day_cn(stamp.on), review.verdict.label())
            }
            Some(ReportOutcome::Withdrawn(stamp)) => format!("{}撤回", day_cn(stamp.on)),
            None => "尚未审核".to_owned(),
        };
        format!("{}报送办结报告，{came}。", day_cn(report.submitted.on))
    };
    if then.reports.is_empty() {
        return vec!["牵头单位尚未报送办结报告。".to_owned()];
    }
    then.reports.iter().map(said).collect()
}
