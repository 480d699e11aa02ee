//! 督办事项催办单 (annex 5) as it was issued, `GET /matters/{id}/urgings/{n}`, and the letter by which a second one is copied to
//! 纪委、监察专员办公室 (R4.5d), `GET /matters/{id}/urgings/{n}/letter`. Both are laid out from the record as it stood when the
//! urging was issued; only the signature and a revocation come later.

use axum::extract::Path;
use domain::{
    Stamp,
    institution::Role,
    matter::{ExtensionOutcome, Matter, ReportOutcome, Urging, UrgingOutcome},
    value::Day,
};

use super::{
    load::{self, matter_id},
    look::Look,
    past,
    timeline::nth_urging,
};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        text::day_cn,
        urging::{Letter, LetterPage, LetterPart, UrgingSheet, UrgingSheetPage},
    },
    respond::{self, Answer},
};

/// `?copies=1|2`: one sheet for each copy; 此通知单一式两份.
pub async fn show(visitor: SignedIn, Path((id, n)): Path<(String, String)>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let (urging, then) = issued(&look, &n)?;
    let copies = ["学校办公室存", "承办单位存"].map(str::to_owned);
    let copies = if asked.get("copies") == "1" { copies[1..].to_vec() } else { copies.to_vec() };
    let letter = if may_read_letter(&look, urging) { letter_href(&look, urging) } else { String::new() };
    respond::page(&UrgingSheetPage { sheet: sheet(&look, urging, &then), copies, letter, back: look.href() })
}

pub async fn letter(visitor: SignedIn, Path((id, n)): Path<(String, String)>) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let (urging, then) = issued(&look, &n)?;
    if !may_read_letter(&look, urging) {
        return Err(Error::not_found().way_on("回到事项", look.href()));
    }
    let (number, sheet) = (look.number().to_owned(), sheet_href(&look, urging));
    respond::page(&LetterPage { number, letter: written(&look, urging, &then), sheet, back: look.href() })
}

pub fn sheet_href(look: &Look, urging: &Urging) -> String {
    format!("{}/urgings/{}", look.href(), urging.id)
}

pub fn letter_href(look: &Look, urging: &Urging) -> String {
    format!("{}/letter", sheet_href(look, urging))
}

/// It goes from the Office to the discipline office; leaders who are told of the urging may read it, the units may not.
pub fn may_read_letter(look: &Look, urging: &Urging) -> bool {
    let viewer = &look.viewer;
    let has = |role| viewer.person.is_some_and(|person| look.institution().has_role(person, role, look.today()));
    let in_charge = || viewer.person.is_some() && viewer.person == look.matter().leader();
    urging.copied && (viewer.office || has(Role::Discipline) || has(Role::PrincipalLeader) || in_charge())
}

/// What an urging is about, before its own words: 催办 or 二次催办, the limit that has passed, by how much.
pub fn opening(nth: u32, on: Day, old_due: Day, days_past: u32) -> String {
    let past = if days_past > 0 { format!("已逾期 {days_past} 个工作日") } else { "已超过".to_owned() };
    format!("{}（{}发出）：原时限为{}，至发出之日{past}。", nth_urging(nth), day_cn(on), day_cn(old_due))
}

/// The urging as it stands now, and the matter as it was when it was issued.
fn issued<'l>(look: &'l Look, n: &str) -> Result<(&'l Urging, Matter), Error> {
    let id: Option<u32> = n.parse().ok();
    let urging = look.matter().urgings.iter().find(|urging| Some(urging.id) == id);
    let found = urging.and_then(|urging| Some((urging, past::at_urging(look, urging.id)?)));
    found.ok_or_else(|| Error::not_found().way_on("回到事项", look.href()))
}

/// Annex 5, cell by cell. 限期办结时间 is the urging's own day: it never replaces the 办结时限.
fn sheet(look: &Look, urging: &Urging, then: &Matter) -> UrgingSheet {
    let mut content = vec![opening(urging.nth, urging.issued.on, urging.old_due, urging.days_past)];
    content.extend(urging.text.as_str().lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    content.extend(urging.copied.then(|| format!("抄送：{}", look.directory.discipline_name())));
    let signature = urging.signature.as_ref();
    UrgingSheet {
        institution: look.directory.institution_name().to_owned(),
        number: look.number().to_owned(),
        title: look.title().to_owned(),
        lead: lead(look, then),
        due: day_cn(urging.due),
        content,
        signer: signature.map(|stamp| signer(look, stamp)).unwrap_or_default(),
        manner: signature.map(|stamp| manner(stamp).to_owned()).unwrap_or_default(),
        signed_on: signature.map(|stamp| day_cn(stamp.on)).unwrap_or_default(),
        mark: mark(urging),
    }
}

/// `李文博代 吴刚`, where it was signed under a delegation.
pub fn signer(look: &Look, stamp: &Stamp) -> String {
    let by = look.directory.who_name(stamp.by);
    match stamp.on_behalf {
        Some(principal) => format!("{by}代 {}", look.directory.person_name(principal)),
        None => by,
    }
}

/// How it was signed for.
pub fn manner(stamp: &Stamp) -> &'static str {
    match (stamp.recorder, stamp.on_behalf) {
        (Some(_), _) => "代录",
        (None, Some(_)) => "代签",
        (None, None) => "电子签收",
    }
}

fn mark(urging: &Urging) -> String {
    match &urging.outcome {
        Some(UrgingOutcome::Revoked(stamp, _)) => format!("已撤销（{}）", day_cn(stamp.on)),
        _ => String::new(),
    }
}

fn lead(look: &Look, then: &Matter) -> String {
    then.lead().map(|unit| look.directory.unit_name(unit).to_owned()).unwrap_or_default()
}

/// 抄送函. 批示, leaders' words and opinions of the time before 立项 are not in it.
fn written(look: &Look, urging: &Urging, then: &Matter) -> Letter {
    let nth = nth_urging(urging.nth);
    let rules = look.regulation();
    let by = rules.map(|rules| format!("《{}》（{}）第四条（五）", rules.title, rules.document)).unwrap_or_default();
    let parts = [
        ("督办事项", about(look, then)),
        ("办结时限和延期", limits(then)),
        ("催办情况", urgings(look, then)),
        ("办理进展", progress(then)),
        ("办结报告", reports(then)),
    ];
    let numerals = ["一", "二", "三", "四", "五"];
    let part = |((heading, lines), numeral): ((&str, Vec<String>), &str)| LetterPart {
        heading: format!("{numeral}、{heading}"),
        lines,
    };
    Letter {
        title: format!("关于抄送督办事项{nth}情况的函"),
        to: look.directory.discipline_name().to_owned(),
        opening: format!("根据{by}的规定，现将“{}”（{}）{nth}情况抄送贵单位。", look.title(), look.number()),
        parts: parts.into_iter().zip(numerals).map(part).collect(),
        closing: "本函系按规定抄送情况，供贵单位了解掌握，无需函复。".to_owned(),
        enclosed: format!("附件：督办事项催办单（{}，{nth}）", look.number()),
        from: look.directory.office_name().to_owned(),
        issued_on: day_cn(urging.issued.on),
        mark: mark(urging),
    }
}

fn about(look: &Look, then: &Matter) -> Vec<String> {
    let co: Vec<&str> = then.co_units().into_iter().map(|unit| look.directory.unit_name(unit)).collect();
    let co = if co.is_empty() { String::new() } else { format!("；协办单位：{}", co.join("、")) };
    let notice = then.dispatched.as_ref().map(|stamp| day_cn(stamp.on)).unwrap_or_default();
    let version =
        if then.notice_version > 1 { format!("，现为第 {} 版", then.notice_version) } else { String::new() };
    vec![
        format!("事项：{}", look.title()),
        format!("编号：{}；通知单下发日期：{notice}{version}", look.number()),
        format!("牵头单位：{}{co}", lead(look, then)),
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

fn urgings(look: &Look, then: &Matter) -> Vec<String> {
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
            .map(|stamp| format!("；{}由{}签收", day_cn(stamp.on), signer(look, stamp)))
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
