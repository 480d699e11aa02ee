//! 督办通报 (R5.3) and 季度呈报 (R4.7b) of a period, and a 督办函 about one matter: drafts from the record, for people to go on with.

use std::collections::BTreeMap;

use documents::{
    Paper,
    official::{Figures, Share, bulletin::Bulletin, letter::Letter, quarterly_report::QuarterlyReport},
    paper::{Official, Sheet},
};
use domain::{
    duty::DutyKind,
    matter::{Category, ExtensionOutcome, Matter, ReportOutcome, Stage},
    value::Day,
};

use super::{
    Facts, day_cn, nth_urging, organ,
    period::{Period, Then, Which, title},
    registers::ended,
};
use crate::{Actor, App, Denied, names::Names};

/// What only people can say of a document: it is typed in, never made up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// 发文字号
    pub number: String,
    /// 签发人
    pub signer: String,
}

impl App {
    /// 督办通报.
    pub async fn bulletin(&self, actor: &Actor, period: Period, typed: Typed) -> Result<Paper, Denied> {
        self.of_period(actor, Which::OnHand, period, None, move |names, found| {
            let story = Story::of(names, &found, period);
            let office = names.office_name();
            let bulletin = Bulletin {
                organ: title(names, |rules| &rules.papers.organ),
                number: typed.number,
                signer: typed.signer,
                title: headed(period, "通报"),
                to: "校属各单位、机关各部门".to_owned(),
                opening: format!("现将{}督办事项办理情况通报如下。", period.said()),
                figures: story.all,
                units: story.units,
                effective: story.closed,
                slow: story.overdue,
                asked: vec![format!(
                    "请进展缓慢的承办部门查找原因，采取措施，抓紧办理，并向{office}报告原因和改进措施。"
                )],
                from: format!("{}{office}", names.institution_name()),
                on: day_cn(names.today),
                copies_to: names.discipline_name().to_owned(),
                printed_by: format!("{}{office}", names.institution_name()),
            };
            paper(names, "督办通报", bulletin.official())
        })
        .await
    }

    /// 季度呈报; any other period likewise.
    pub async fn quarterly_report(&self, actor: &Actor, period: Period, typed: Typed) -> Result<Paper, Denied> {
        self.of_period(actor, Which::OnHand, period, None, move |names, found| {
            let story = Story::of(names, &found, period);
            let report = QuarterlyReport {
                organ: title(names, |rules| &rules.papers.organ),
                number: typed.number,
                signer: typed.signer,
                title: headed(period, "报告"),
                to: "校领导班子".to_owned(),
                opening: format!("现将{}督办事项办理情况报告如下。", period.said()),
                figures: story.all,
                categories: story.categories,
                units: story.units,
                closed: story.closed,
                overdue: story.overdue,
                changed: story.changed,
                enclosed: vec![title(names, |rules| &rules.papers.registration_register)],
                from: names.author(),
                on: day_cn(names.today),
            };
            paper(names, "季度呈报", report.official())
        })
        .await
    }
}

/// 督办函 to the lead unit: how the matter stands, and what is asked.
pub fn letter(facts: &Facts) -> Option<Paper> {
    let matter = facts.matter;
    let dispatched = matter.dispatched.as_ref()?;
    let today = facts.names.today;
    let limit = matter.running_limit();
    let mut said =
        vec![format!("“{}”（{}）已于{}交由贵单位牵头办理。", facts.title(), facts.number, day_cn(dispatched.on))];
    said.extend(limit.map(|duty| {
        let name = if duty.kind == DutyKind::Complete { "办结时限" } else { "报送工作计划的时限" };
        let past = if today > duty.due {
            let days = facts.names.institution.calendar.days_past(today, duty.due);
            format!("，至今已逾期 {days} 个工作日")
        } else {
            String::new()
        };
        format!("该事项的{name}为{}{past}。", day_cn(duty.due))
    }));
    let last = matter.progress.iter().rev().find(|progress| Some(progress.unit) == matter.lead());
    said.push(last.map_or("截至目前，贵单位尚未报告进展。".to_owned(), |progress| {
        let percent = progress.percent.map(|percent| format!("完成 {}%。", percent.get())).unwrap_or_default();
        let text = progress.text.as_ref().map_or("本期无变化。", |text| text.as_str());
        format!("贵单位{}报告：{percent}{text}", day_cn(progress.stamp.on))
    }));
    let letter = Letter {
        title: format!("关于加快办理“{}”的督办函", facts.title()),
        to: facts.lead(matter),
        facts: said,
        asked: vec![format!(
            "请贵单位抓紧办理，按时报送办理结果；办理中遇到的困难和需要协调的问题，请及时向{}反馈。",
            facts.names.office_name()
        )],
        from: facts.names.author(),
        on: day_cn(today),
    };
    Some(paper(facts.names, "督办函", letter.official(&organ(facts))))
}

fn paper(names: &Names, kind: &str, official: Official) -> Paper {
    let title = format!("{kind}：{}", official.title.replace('\n', ""));
    names.paper(title, Some(names.today), vec![Sheet::Official(official)])
}

/// `关于2026年第三季度督办事项`, `办理情况的通报`; any other period stands below in brackets.
fn headed(period: Period, kind: &str) -> String {
    use domain::institution::Quarter;
    let quarter = Quarter::of(period.from);
    let year = period.from.year();
    let is_year = (period.from, period.to) == (Day::constant(year, 1, 1), Day::constant(year, 12, 31));
    let first = Quarter::ended_before(period.from).last_day().ok().and_then(|day| day.tomorrow().ok());
    let is_quarter = first == Some(period.from) && quarter.last_day().is_ok_and(|last| last == period.to);
    match (is_year, is_quarter) {
        (true, _) => format!("关于{year}年督办事项\n办理情况的{kind}"),
        (_, true) => format!("关于{quarter}督办事项\n办理情况的{kind}"),
        _ => format!("关于督办事项办理情况的{kind}\n（{}）", period.said()),
    }
}

/// What there is to tell of the matters of a period.
struct Story {
    all: Figures,
    categories: Vec<Share>,
    units: Vec<Share>,
    closed: Vec<String>,
    overdue: Vec<String>,
    changed: Vec<String>,
}

impl Story {
    fn of(names: &Names, found: &[Then], period: Period) -> Story {
        let mut all = Figures::default();
        let mut by_category: BTreeMap<Category, Figures> = BTreeMap::new();
        let mut by_unit: BTreeMap<(u32, String), Figures> = BTreeMap::new();
        let (mut closed, mut overdue, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for then in found {
            let matter = &then.matter;
            let Some(proposal) = &matter.proposal else { continue };
            let end = Ending::of(matter);
            if end.on().is_some_and(|on| on < period.from) {
                continue;
            }
            let figures = figures(matter, end, period);
            let order =
                matter.lead().and_then(|unit| names.institution.units.get(&unit)).map_or(u32::MAX, |unit| unit.order);
            for sum in [
                &mut all,
                by_category.entry(proposal.category).or_default(),
                by_unit.entry((order, then.lead(names))).or_default(),
            ] {
                add(sum, figures);
            }
            tell(names, then, end, period, (&mut closed, &mut overdue, &mut changed));
        }
        let share = |(name, figures): (String, Figures)| Share { name, figures };
        Story {
            all,
            categories: by_category
                .into_iter()
                .map(|(category, figures)| share((category.short().to_owned(), figures)))
                .collect(),
            units: by_unit.into_iter().map(|((_, name), figures)| share((name, figures))).collect(),
            closed,
            overdue,
            changed,
        }
    }
}

/// How a matter ended, if it has.
#[derive(Clone, Copy)]
enum Ending {
    Closed { on: Day, late: bool },
    Terminated(Day),
    None,
}

impl Ending {
    fn of(matter: &Matter) -> Ending {
        if let Some(on) = matter.terminations.iter().find_map(ended) {
            return Ending::Terminated(on);
        }
        let Some(report) = matter.accepted_report() else { return Ending::None };
        let on = match &report.outcome {
            Some(ReportOutcome::Reviewed(stamp, ..)) => stamp.on,
            _ => report.submitted.on,
        };
        // a report handed in within the limit is on time, however long its review takes
        let late = matter.due_dates().is_some_and(|dates| report.submitted.on > dates.in_force);
        Ending::Closed { on, late }
    }

    fn on(self) -> Option<Day> {
        match self {
            Ending::Closed { on, .. } | Ending::Terminated(on) => Some(on),
            Ending::None => None,
        }
    }
}

fn figures(matter: &Matter, end: Ending, period: Period) -> Figures {
    let one = u32::from;
    let registered = matter.registered.as_ref().is_some_and(|stamp| period.has(stamp.on));
    let suspended = matches!(end, Ending::None) && matter.stage == Stage::Suspended;
    let under_way = matches!(end, Ending::None) && !suspended;
    let granted = matter.extensions.iter().filter(
        |extension| matches!(&extension.outcome, Some(ExtensionOutcome::Granted(stamp, ..)) if period.has(stamp.on)),
    );
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let urged =
        |least: u32| matter.urgings.iter().filter(move |one| one.nth >= least && period.has(one.issued.on)).count();
    Figures {
        all: 1,
        registered: one(registered),
        closed: one(matches!(end, Ending::Closed { .. })),
        closed_late: one(matches!(end, Ending::Closed { late: true, .. })),
        under_way: one(under_way),
        overdue: one(under_way && is_overdue(matter, period.to)),
        suspended: one(suspended),
        terminated: one(matches!(end, Ending::Terminated(_))),
        extensions: count(granted.count()),
        urgings: count(urged(1)),
        second_urgings: count(urged(2)),
    }
}

fn is_overdue(matter: &Matter, on: Day) -> bool {
    matter.report_under_review().is_none() && matter.running_limit().is_some_and(|duty| duty.is_open() && duty.due < on)
}

fn add(sum: &mut Figures, one: Figures) {
    sum.all += one.all;
    sum.registered += one.registered;
    sum.closed += one.closed;
    sum.closed_late += one.closed_late;
    sum.under_way += one.under_way;
    sum.overdue += one.overdue;
    sum.suspended += one.suspended;
    sum.terminated += one.terminated;
    sum.extensions += one.extensions;
    sum.urgings += one.urgings;
    sum.second_urgings += one.second_urgings;
}

type Lists<'a> = (&'a mut Vec<String>, &'a mut Vec<String>, &'a mut Vec<String>);

fn tell(names: &Names, then: &Then, end: Ending, period: Period, (closed, overdue, changed): Lists) {
    let matter = &then.matter;
    let head =
        |place: usize| format!("{}.“{}”（{}），牵头单位：{}。", place + 1, then.title(), then.number, then.lead(names));
    match end {
        Ending::Closed { on, late } => {
            let word = if late { "逾期办结" } else { "按期办结" };
            let result =
                matter.accepted_report().map(|report| report.sections.result.as_str().trim()).unwrap_or_default();
            closed.push(format!("{}{}{word}。{result}", head(closed.len()), day_cn(on)));
        }
        Ending::Terminated(on) => changed.push(format!("{}{}终止。", head(changed.len()), day_cn(on))),
        Ending::None if is_overdue(matter, period.to) => {
            let due = matter.running_limit().map(|duty| duty.due).unwrap_or(period.to);
            let days = names.institution.calendar.days_past(period.to, due);
            let urged =
                matter.urgings.last().map(|urging| format!("，已{}", nth_urging(urging.nth))).unwrap_or_default();
            overdue.push(format!("{}时限为{}，已逾期 {days} 个工作日{urged}。", head(overdue.len()), day_cn(due)));
        }
        Ending::None => {}
    }
    for extension in &matter.extensions {
        if let Some(ExtensionOutcome::Granted(stamp, until, _)) = &extension.outcome
            && period.has(stamp.on)
        {
            changed.push(format!("{}{}批准延期至{}。", head(changed.len()), day_cn(stamp.on), day_cn(*until)));
        }
    }
    if matches!(end, Ending::None) && matter.stage == Stage::Suspended {
        changed.push(format!("{}暂缓办理。", head(changed.len())));
    }
}
