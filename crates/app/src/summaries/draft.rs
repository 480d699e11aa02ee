//! A draft of a 通报 or 呈报 from the record: the same figures as 统计, and the matters that stand behind them. People go on
//! from there.

use std::collections::BTreeMap;

use domain::{
    Refusal,
    duty::DutyKind,
    matter::{Category, Matter, Measure, ReportOutcome},
    regulation::LimitName,
    summary::{Circle, Content, FigureTable, Named, Part, Summary, SummaryKind},
    value::{Day, MatterId, Period, Text, Title, UnitId},
};

use super::last_orders;
use crate::{
    Actor, App, Denied,
    ask::{By, COUNTED_PAGE, Figures, Month, Reach, Statistics, StatisticsQuery, counted, opening, statistics},
    names::Names,
    papers::{
        day_cn, nth_urging,
        period::{Then, at_the_end},
    },
    records,
    snapshot::{Scope, Snapshot},
};

/// Of which months, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftAsked {
    pub kind: SummaryKind,
    /// both included
    pub from: Month,
    pub to: Month,
    /// no unit is named in what the circle reads
    pub anonymous: bool,
}

impl DraftAsked {
    pub fn period(self) -> Period {
        Period { from: self.from.first(), to: self.to.last() }
    }
}

/// Of one kind of matters no more are told one by one.
const TOLD_MOST: usize = 3 * COUNTED_PAGE;

impl App {
    /// For the Office, which sees every matter.
    pub async fn summary_draft(&self, actor: &Actor, asked: DraftAsked) -> Result<Content, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            if !matches!(read.scope(&actor), Scope::Everything) {
                return Err(Denied::NotFound);
            }
            let period = asked.period();
            if period.from > period.to || period.from > read.today {
                let message = "期间须已经开始，且起始月份不晚于截止月份，请改正";
                return Err(Refusal::invalid("期间", message).under(asked.kind.clause()).into());
            }
            let names = Names { institution: read.institution.clone(), today: read.today };
            Draft { asked, period, names, scope: Scope::Everything }.content(read)
        })
        .await
    }
}

struct Draft {
    asked: DraftAsked,
    period: Period,
    names: Names,
    scope: Scope,
}

impl Draft {
    fn content(&self, read: &mut Snapshot<'_, '_>) -> Result<Content, Denied> {
        let name = self.period.name();
        let today = self.names.today;
        let until = if self.period.to > today { format!("（截至{}）", day_cn(today)) } else { String::new() };
        let (kind, to) = match self.asked.kind {
            SummaryKind::Bulletin => ("通报", "校属各单位、机关各部门"),
            SummaryKind::Report => ("报告", "校领导班子"),
        };
        let (parts, named, closing) = match self.asked.kind {
            SummaryKind::Bulletin => self.bulletin(read)?,
            SummaryKind::Report => self.report(read)?,
        };
        let circle = Circle { everyone: false, ..Circle::default() };
        Ok(Content {
            title: title(&format!("关于{name}督办事项办理情况的{kind}"))?,
            to: title(to)?,
            opening: text(&format!("现将{name}{until}督办事项办理情况{kind}如下。"))?.ok_or_else(nothing)?,
            parts,
            closing,
            circle,
            anonymous: self.asked.anonymous && self.asked.kind == SummaryKind::Bulletin,
            named,
        })
    }

    fn report(&self, read: &mut Snapshot<'_, '_>) -> Result<Parts, Denied> {
        let by_category = self.figures(read, By::Category)?;
        let by_unit = self.figures(read, By::Unit)?;
        let closed = self.told(read, Measure::CLOSED, closed_line)?;
        let overdue = self.told(read, &[Measure::Overdue], overdue_line)?;
        let mut changed = self.told(read, &[Measure::ExtensionGranted], extended_line)?;
        changed.extend(self.told(read, &[Measure::Suspended], suspended_line)?);
        changed.extend(self.told(read, &[Measure::Terminated], terminated_line)?);
        let parts = vec![
            part("总体情况", &overall(&by_category), Some(self.table("事项类别", &by_category)))?,
            part("各承办单位办理情况", &by_unit.moved(), Some(self.table("承办单位", &by_unit)))?,
            part("期内办结的事项", &numbered(closed), None)?,
            part("逾期未办结的事项", &numbered(overdue), None)?,
            part("延期、暂缓和终止的事项", &numbered(changed), None)?,
            part("存在的问题和工作建议", &[], None)?,
        ];
        Ok((parts, Vec::new(), text("特此报告。")?))
    }

    fn bulletin(&self, read: &mut Snapshot<'_, '_>) -> Result<Parts, Denied> {
        let by_unit = self.figures(read, By::Unit)?;
        let table = (!self.asked.anonymous).then(|| self.table("承办单位", &by_unit));
        let effective = self.told(read, &[Measure::ClosedOnTime], effective_line)?;
        let mut said = overall(&by_unit);
        said.extend(table.iter().flat_map(|_| by_unit.moved()));
        let mut parts = vec![part("总体情况", &said, table)?, part("办理成效明显的事项", &numbered(effective), None)?];
        let all = records::all::<Summary>(read, false)?;
        if let Some(last) = last_orders(&all, read.today) {
            parts.push(part("上次通报的整改情况", &self.followed_up(last), None)?);
        }
        let office = self.names.office_name();
        let asked = format!("请进展缓慢的单位查找原因，采取措施，抓紧办理，并按期向{office}报告原因和改进措施。");
        Ok((parts, self.named(read)?, text(&asked)?))
    }

    fn figures(&self, read: &mut Snapshot<'_, '_>, by: By) -> Result<Counted, Denied> {
        let query = self.query(by);
        let statistics = statistics(read, &query, &Reach::Everything)?;
        let opening = opening(read, &query, &Reach::Everything)?;
        Ok(Counted { statistics, opening })
    }

    fn query(&self, by: By) -> StatisticsQuery {
        let DraftAsked { from, to, .. } = self.asked;
        StatisticsQuery { from, to, by, unit: None, category: None, leader: None, person: None }
    }

    /// The matters behind some figures, as they were at the end of the period, each in a line.
    fn told(
        &self,
        read: &mut Snapshot<'_, '_>,
        measures: &[Measure],
        line: impl Fn(&Draft, &Then) -> Option<String>,
    ) -> Result<Vec<String>, Denied> {
        let (found, cut) = self.behind(read, measures)?;
        let mut lines: Vec<String> = found.iter().filter_map(|then| line(self, then)).collect();
        lines.extend(cut.then(|| "其余事项见登记表。".to_owned()));
        Ok(lines)
    }

    /// And whether there are more.
    fn behind(&self, read: &mut Snapshot<'_, '_>, measures: &[Measure]) -> Result<(Vec<Then>, bool), Denied> {
        let query = self.query(By::Unit);
        let (mut ids, mut cut) = (Vec::<MatterId>::new(), false);
        for measure in measures {
            let most = TOLD_MOST / COUNTED_PAGE;
            for page in 0..most {
                let found = counted(read, &query, *measure, false, page, &Reach::Everything, &self.scope)?;
                // What was written down after the period is no part of what it said at its end.
                let then = found.rows.iter().filter(|row| row.recorded_later.is_none());
                ids.extend(then.map(|row| row.matter));
                cut |= found.more && page + 1 == most;
                if !found.more {
                    break;
                }
            }
        }
        let mut known = std::collections::BTreeSet::new();
        ids.retain(|id| known.insert(*id));
        let end = self.period.to.min(self.names.today);
        let mut then = Vec::new();
        for id in ids {
            then.extend(at_the_end(read, id, end, &self.names)?);
        }
        then.sort_by_key(Then::number_key);
        Ok((then, cut))
    }

    fn table(&self, of: &str, counted: &Counted) -> FigureTable {
        let head = [of, "期初", "立项", "办结", "逾期办结", "期末", "其中逾期", "催办"].map(str::to_owned).to_vec();
        let institution = &self.names.institution;
        let mut lines: Vec<(u32, String, [i64; 7])> = counted
            .statistics
            .rows
            .iter()
            .map(|row| {
                let unit: Option<UnitId> = row.key.parse().ok();
                let category = Category::from_code(&row.key);
                let order = match (unit, category) {
                    (Some(unit), _) => institution.units.get(&unit).map_or(u32::MAX, |unit| unit.order),
                    (None, Some(category)) => category as u32,
                    (None, None) => u32::MAX,
                };
                let name = match (unit, category) {
                    (Some(unit), _) => institution.unit_name(unit).to_owned(),
                    (None, Some(category)) => category.short().to_owned(),
                    (None, None) => "（未定）".to_owned(),
                };
                (order, name, shown(counted.opening_of(&row.key), &row.figures))
            })
            .filter(|(.., figures)| figures.iter().any(|figure| *figure != 0))
            .collect();
        lines.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let all = ("合计".to_owned(), shown(counted.opening.values().sum(), &counted.statistics.total));
        let rows = lines.into_iter().map(|(_, name, figures)| (name, figures)).chain([all]);
        let row = |(name, figures): (String, [i64; 7])| {
            std::iter::once(name).chain(figures.map(|figure| figure.to_string())).collect()
        };
        FigureTable { head, rows: rows.map(row).collect() }
    }

    /// The units with matters past their limit, and the facts; each is to explain by a day after it will be published.
    fn named(&self, read: &mut Snapshot<'_, '_>) -> Result<Vec<Named>, Denied> {
        let mut by_unit: BTreeMap<(u32, UnitId), Vec<String>> = BTreeMap::new();
        for then in self.behind(read, &[Measure::Overdue])?.0 {
            let (Some(unit), Some(line)) = (then.matter.lead(), overdue_line(self, &then)) else { continue };
            let order = self.names.institution.units.get(&unit).map_or(u32::MAX, |unit| unit.order);
            by_unit.entry((order, unit)).or_default().push(line);
        }
        let explain_by = self.explain_by(read.today);
        let named = by_unit.into_iter().map(|((_, unit), lines)| {
            let facts = text(&numbered(lines).join("\n"))?.ok_or_else(nothing)?;
            Ok(Named { unit, facts, explain_by })
        });
        named.collect()
    }

    /// The units look at their facts, it is signed, and then they have the days of the parameter.
    fn explain_by(&self, today: Day) -> Option<Day> {
        let rules = self.names.rules()?;
        let days = |name| rules.limit(name).days;
        let days = days(LimitName::ShowFacts) + days(LimitName::ApproveProposal) + days(LimitName::Explain);
        Some(self.names.institution.calendar.limit(today, days).ok()?.due)
    }

    /// What became of the last orders.
    fn followed_up(&self, last: &Summary) -> Vec<String> {
        let line = |order: &domain::summary::Order| {
            let unit = if self.asked.anonymous { "某承办单位" } else { self.names.unit_name(order.unit) };
            match order.answers.last() {
                Some(answer) => {
                    let late = if answer.late { "（晚于要求的日期）" } else { "" };
                    let measures = answer.measures.as_str().trim();
                    format!("{unit}于{}报告了原因和改进措施{late}：{measures}", day_cn(answer.stamp.on))
                }
                None if order.due < self.names.today => {
                    format!("{unit}应于{}前报告原因和改进措施，至今未报告。", day_cn(order.due))
                }
                None => format!("{unit}应于{}前报告原因和改进措施，尚未到期。", day_cn(order.due)),
            }
        };
        last.orders.iter().map(line).collect()
    }

    fn head(&self, then: &Then) -> String {
        if self.asked.anonymous {
            return format!("“{}”（{}）", then.title(), then.number);
        }
        format!("“{}”（{}），牵头单位：{}", then.title(), then.number, then.lead(&self.names))
    }
}

type Parts = (Vec<Part>, Vec<Named>, Option<Text>);

/// The figures of the period, and what was on hand when it began.
struct Counted {
    statistics: Statistics,
    opening: BTreeMap<String, i64>,
}

impl Counted {
    fn opening_of(&self, key: &str) -> i64 {
        self.opening.get(key).copied().unwrap_or(0)
    }

    /// A line does not add up where a matter went to another unit: what a reader who adds has to know.
    fn moved(&self) -> Vec<String> {
        let rows = &self.statistics.rows;
        let moved = rows.iter().any(|row| self.opening_of(&row.key) != implied(&row.figures));
        let said = "期内改派的事项，期末计入现牵头单位，立项计入原牵头单位。";
        moved.then(|| said.to_owned()).into_iter().collect()
    }
}

/// What must have been on hand: what the period ended with, less what came, and with what went.
fn implied(figures: &Figures) -> i64 {
    use Measure as M;
    let of = |measure| figures.of(measure).then;
    of(M::OnHand) - of(M::Registered) - of(M::Reopened) + figures.closed().then + of(M::Terminated)
}

/// The figures of a table's line.
fn shown(opening: i64, figures: &Figures) -> [i64; 7] {
    use Measure as M;
    let of = |measure| figures.of(measure).then;
    let urged = of(M::UrgedFirst) + of(M::UrgedAgain);
    [opening, of(M::Registered), figures.closed().then, of(M::ClosedLate), of(M::OnHand), of(M::Overdue), urged]
}

fn overall(counted: &Counted) -> Vec<String> {
    use Measure as M;
    let total = &counted.statistics.total;
    let of = |measure| total.of(measure).then;
    let or_none = |n: i64, said: String| if n > 0 { said } else { String::new() };
    let stock = format!(
        "期初在办 {} 项，期内立项 {} 项{}，办结 {} 项（按原时限 {} 项，按延期后时限 {} 项，逾期 {} 项）{}；期末在办 {} 项，其中逾期未办结 {} 项{}。",
        counted.opening.values().sum::<i64>(),
        of(M::Registered),
        or_none(of(M::Reopened), format!("，恢复办理 {} 项", of(M::Reopened))),
        total.closed().then,
        of(M::ClosedOnTime),
        of(M::ClosedExtended),
        of(M::ClosedLate),
        or_none(of(M::Terminated), format!("，终止 {} 项", of(M::Terminated))),
        of(M::OnHand),
        of(M::Overdue),
        or_none(of(M::Suspended), format!("，暂缓 {} 项", of(M::Suspended))),
    );
    let acts = format!(
        "期内批准延期 {} 次，发出催办单 {} 份（其中二次及以上催办 {} 份），退回补办、重办 {} 次。",
        of(M::ExtensionGranted),
        of(M::UrgedFirst) + of(M::UrgedAgain),
        of(M::UrgedAgain),
        of(M::ReturnedSupplement) + of(M::ReturnedRedo),
    );
    let later: Vec<String> = [M::Registered, M::ClosedOnTime, M::ClosedExtended, M::ClosedLate, M::Terminated]
        .into_iter()
        .filter_map(|measure| {
            let later = total.of(measure).later;
            (later != 0).then(|| format!("{} {later:+} 项", measure.label()))
        })
        .collect();
    let mut said = vec![stock, acts];
    if !later.is_empty() {
        said.push(format!("以上为期末时的数字；期后补记：{}。", later.join("，")));
    }
    said
}

/// `…，2026年9月18日按期办结。取得的成效`
fn closed_line(draft: &Draft, then: &Then) -> Option<String> {
    let (on, late) = closed(&then.matter)?;
    let word = if late { "逾期办结" } else { "按期办结" };
    Some(format!("{}，{}{word}。{}", draft.head(then), day_cn(on), result(&then.matter)))
}

/// The experience in the unit's own words: 取得的成效 of its report.
fn effective_line(draft: &Draft, then: &Then) -> Option<String> {
    let (on, _) = closed(&then.matter)?;
    Some(format!("{}，{}办结。{}", draft.head(then), day_cn(on), result(&then.matter)))
}

fn result(matter: &Matter) -> &str {
    matter.accepted_report().map(|report| report.sections.result.as_str().trim()).unwrap_or_default()
}

fn closed(matter: &Matter) -> Option<(Day, bool)> {
    let report = matter.accepted_report()?;
    let on = match &report.outcome {
        Some(ReportOutcome::Reviewed(stamp, ..)) => stamp.on,
        _ => report.submitted.on,
    };
    Some((on, matter.due_dates().is_some_and(|dates| report.submitted.on > dates.in_force)))
}

fn overdue_line(draft: &Draft, then: &Then) -> Option<String> {
    let duty = then.matter.running_limit()?;
    let what = if duty.kind == DutyKind::Complete { "办结时限" } else { "时限" };
    let end = draft.period.to.min(draft.names.today);
    let days = draft.names.institution.calendar.days_past(end, duty.due);
    let urged = then.matter.urgings.last().map(|urging| format!("，已{}", nth_urging(urging.nth))).unwrap_or_default();
    let latest = then.matter.progress.iter().rev().find(|progress| Some(progress.unit) == then.matter.lead());
    let latest = match latest.map(|progress| (progress.stamp.on, progress.text.as_ref())) {
        Some((on, Some(said))) => format!("最近进展（{}）：{}", day_cn(on), said.as_str().trim()),
        Some((on, None)) => format!("最近一次报告（{}）为“本期无变化”。", day_cn(on)),
        None => "尚未报告进展。".to_owned(),
    };
    Some(format!("{}，{what}为{}，已逾期 {days} 个工作日{urged}。{latest}", draft.head(then), day_cn(duty.due)))
}

fn extended_line(draft: &Draft, then: &Then) -> Option<String> {
    use domain::matter::ExtensionOutcome;
    let granted = then.matter.extensions.iter().filter_map(|extension| match &extension.outcome {
        Some(ExtensionOutcome::Granted(stamp, until, _)) if draft.period.has(stamp.on) => {
            Some(format!("{}批准延期至{}", day_cn(stamp.on), day_cn(*until)))
        }
        _ => None,
    });
    let granted: Vec<String> = granted.collect();
    (!granted.is_empty()).then(|| format!("{}，{}。", draft.head(then), granted.join("，")))
}

fn suspended_line(draft: &Draft, then: &Then) -> Option<String> {
    Some(format!("{}，暂缓办理。", draft.head(then)))
}

fn terminated_line(draft: &Draft, then: &Then) -> Option<String> {
    Some(format!("{}，终止办理。", draft.head(then)))
}

fn numbered(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().zip(1..).map(|(line, nth)| format!("{nth}.{line}")).collect()
}

fn part(heading: &str, lines: &[String], table: Option<FigureTable>) -> Result<Part, Denied> {
    Ok(Part { heading: title(heading)?, text: text(&lines.join("\n"))?, table })
}

fn title(words: &str) -> Result<Title, Denied> {
    Ok(Title::parse("标题", words).map_err(Refusal::from)?)
}

fn text(words: &str) -> Result<Option<Text>, Denied> {
    Ok(Text::optional("正文", words).map_err(Refusal::from)?)
}

fn nothing() -> Denied {
    Refusal::invalid("正文", "没有可写的内容").into()
}
