//! `GET /statistics`: 统计 of a period, by unit, category, leader, responsible person or month (R4.7b, R5.3, R7); and
//! `GET /statistics/matters`: the list behind any of its figures. What is asked for stands in the address. [`file`] takes it along.

mod file;

pub use file::show as file;

use app::ask::{By, CountedMatter, Figure, Figures, Lasted, Month, Statistics, StatisticsQuery, StatisticsRow};
use domain::matter::{Category, Measure};

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        form::Choice,
        layout::Place,
        ledger::{Filter, Tab},
        paper::PaperLink,
        statistics::{Counted, CountedPage, LastedLine, Number, StatisticsLine, StatisticsPage},
        text,
    },
    respond::{self, Answer},
};

/// Groups of columns that stand side by side.
const GROUPS: &[(&str, &str, &[Measure])] = {
    use Measure as M;
    &[
        (
            "handling",
            "办理情况",
            &[
                M::Registered,
                M::ClosedOnTime,
                M::ClosedExtended,
                M::ClosedLate,
                M::Terminated,
                M::Reopened,
                M::OnHand,
                M::Suspended,
                M::Overdue,
            ],
        ),
        (
            "urging",
            "催办与延期",
            &[
                M::LimitPassed,
                M::UrgedFirst,
                M::UrgedAgain,
                M::UrgingRevoked,
                M::ExtensionAsked,
                M::ExtensionGranted,
                M::ExtensionRefused,
                M::ReturnedSupplement,
                M::ReturnedRedo,
            ],
        ),
        (
            "burden",
            "报送负担",
            &[
                M::SignatureAsked,
                M::ReportAsked,
                M::AnswerAsked,
                M::DoneInTime,
                M::DoneLate,
                M::ProgressReported,
                M::ReportedUnchanged,
                M::Reminded,
                M::CoordinationAsked,
            ],
        ),
        (
            "result",
            "归档与评价",
            &[M::Archived, M::RatedSatisfied, M::RatedDissatisfied, M::Objected, M::TransferredAway],
        ),
    ]
};

/// Longer periods are asked for one by one.
const MOST_MONTHS: i32 = 120;

/// What the address asks for, and what is wrong with it.
struct Asking {
    query: StatisticsQuery,
    group: usize,
    problem: String,
}

impl Asking {
    fn of(visitor: &SignedIn, asked: &Asked) -> Asking {
        let this = Month::of(visitor.today);
        let quarter = quarter_of(this);
        let mut problem = String::new();
        let mut month = |name: &str, usual: Month| match asked.get(name).trim() {
            "" => usual,
            typed => typed.parse().unwrap_or_else(|_| {
                problem = format!("“{typed}”不是月份，请按“2026-09”的样子填写。");
                usual
            }),
        };
        let (mut from, mut to) = (month("from", quarter.0), month("to", this.max(quarter.0)));
        if from > to {
            problem = format!("起始月份（{from}）晚于截止月份（{to}），请改正。现在显示的是本季度。");
        } else if to.later(-MOST_MONTHS) >= from {
            problem = format!("一次最多统计 {} 年，请缩短。现在显示的是本季度。", MOST_MONTHS / 12);
        } else if from > this {
            problem = format!("{from} 还没有到，请改正。现在显示的是本季度。");
        }
        if !problem.is_empty() {
            (from, to) = (quarter.0, this);
        }
        let query = StatisticsQuery {
            from,
            to,
            by: By::from_code(asked.get("by")).unwrap_or_default(),
            unit: asked.get("unit").parse().ok(),
            category: Category::from_code(asked.get("category")),
            leader: asked.get("leader").parse().ok(),
            person: asked.get("person").parse().ok(),
        };
        let group = GROUPS.iter().position(|(code, ..)| *code == asked.get("show")).unwrap_or(0);
        Asking { query, group, problem }
    }

    /// The same question with other values; an empty one drops its name.
    fn link(&self, path: &str, other: &[(&str, &str)]) -> String {
        let query = &self.query;
        let own = [
            ("from", query.from.to_string()),
            ("to", query.to.to_string()),
            ("by", query.by.code().to_owned()),
            ("show", GROUPS[self.group].0.to_owned()),
            ("unit", query.unit.map(|id| id.to_string()).unwrap_or_default()),
            ("category", query.category.map(|category| category.code().to_owned()).unwrap_or_default()),
            ("leader", query.leader.map(|id| id.to_string()).unwrap_or_default()),
            ("person", query.person.map(|id| id.to_string()).unwrap_or_default()),
        ];
        let kept = own.iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        let pairs: Vec<(&str, &str)> =
            kept.map(|(name, value)| (*name, value.as_str())).chain(other.iter().copied()).collect();
        format!("{path}{}", respond::query(&pairs))
    }
}

fn quarter_of(month: Month) -> (Month, Month) {
    let into = (i32::from(month.first().month()) - 1) % 3;
    (month.later(-into), month.later(2 - into))
}

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let asking = Asking::of(&visitor, &asked);
    let found = visitor.app().statistics(&visitor.actor, asking.query).await?;
    respond::page(&page(&visitor, &asking, &found))
}

pub async fn matters(visitor: SignedIn, asked: Asked) -> Answer {
    let asking = Asking::of(&visitor, &asked);
    let measure = Measure::from_code(asked.get("measure")).ok_or_else(Error::not_found)?;
    let joined = asked.get("joined") == "1";
    let place = asked.get("page").parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let found = visitor.app().counted_matters(&visitor.actor, asking.query, measure, joined, place - 1).await?;
    // the list of one line is narrower than the statistics that it was opened from
    let back = respond::local_path(asked.get("back")).filter(|path| path.starts_with("/statistics"));
    let back = back.map_or_else(|| asking.link("/statistics", &[]), str::to_owned);
    let at = |page: usize| {
        asking.link(
            "/statistics/matters",
            &[
                ("measure", measure.code()),
                ("joined", asked.get("joined")),
                ("back", &back),
                ("page", &page.to_string()),
            ],
        )
    };
    let kind = if measure.is_span() { "停留" } else { "" };
    respond::page(&CountedPage {
        layout: visitor.layout("统计明细", Some(Place::Ledger)),
        heading: format!("{}{}{kind}", if joined { "协办：" } else { "" }, measure.label()),
        of: narrowed(&visitor, &asking.query),
        total: found.total.to_string(),
        unnamed: found.unnamed,
        is_stock: measure.is_stock(),
        is_span: measure.is_span(),
        rows: found.rows.iter().map(|row| counted(&visitor, row)).collect(),
        back: back.clone(),
        previous: if place > 1 { at(place - 1) } else { String::new() },
        next: if found.more { at(place + 1) } else { String::new() },
    })
}

fn counted(visitor: &SignedIn, row: &CountedMatter) -> Counted {
    Counted {
        href: format!("/matters/{}", row.matter),
        number: row.number.clone(),
        title: row.title.clone(),
        stage: row.stage.map(|stage| stage.label().to_owned()).unwrap_or_default(),
        unit: row.unit.map(|unit| visitor.institution.unit_name(unit).to_owned()).unwrap_or_default(),
        on: text::day(row.on),
        limit: row.limit.map(text::day).unwrap_or_default(),
        recorded: row.recorded_later.map(text::day).unwrap_or_default(),
        n: if row.n == 1 { String::new() } else { row.n.to_string() },
        days: row.days.map(|days| format!("{days} 天")).unwrap_or_default(),
    }
}

/// `2026-07 至 2026-09`, and what it is narrowed to.
fn narrowed(visitor: &SignedIn, query: &StatisticsQuery) -> String {
    let institution = &visitor.institution;
    let period =
        if query.from == query.to { query.from.to_string() } else { format!("{} 至 {}", query.from, query.to) };
    let parts = [
        Some(period),
        query.unit.map(|unit| institution.unit_name(unit).to_owned()),
        query.category.map(|category| category.short().to_owned()),
        query.leader.map(|leader| format!("分管领导{}", institution.person_name(leader))),
        query.person.map(|person| format!("责任人{}", institution.person_name(person))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("，")
}

fn page(visitor: &SignedIn, asking: &Asking, found: &Statistics) -> StatisticsPage {
    let query = &asking.query;
    let (_, _, measures) = GROUPS[asking.group];
    let joins = asking.group == 0 && matches!(query.by, By::Unit | By::Person);
    let mut rows: Vec<&StatisticsRow> = found.rows.iter().collect();
    rows.sort_by_key(|row| order(visitor, query.by, row));
    let mut heads: Vec<String> = measures.iter().map(|measure| measure.label().to_owned()).collect();
    if joins {
        heads.extend(["协办在办".to_owned(), "协办办结".to_owned()]);
    }
    StatisticsPage {
        layout: visitor.layout("统计", Some(Place::Ledger)),
        from: query.from.to_string(),
        to: query.to.to_string(),
        show: GROUPS[asking.group].0.to_owned(),
        filters: filters(visitor, query),
        periods: periods(visitor, asking),
        tabs: tabs(asking),
        as_of: text::day_cn(found.as_of),
        downloads: [("Excel", "xlsx"), ("Word", "docx"), ("PDF", "pdf")]
            .map(|(label, format)| PaperLink::new(label, asking.link("/statistics/file", &[("format", format)])))
            .into(),
        head: query.by.label().to_owned(),
        heads,
        lines: rows
            .iter()
            .map(|row| line(visitor, asking, row, measures, joins))
            .filter(|line| query.by == By::Month || line.cells.iter().any(|cell| !cell.is_nothing()))
            .collect(),
        total: if query.by == By::Month {
            Vec::new()
        } else {
            let mut all = numbers(asking, &found.total, measures, &[]);
            all.extend(joins.then(|| [Number::none(), Number::none()]).into_iter().flatten());
            all
        },
        lasted: found.lasted.iter().map(|one| lasted(asking, one)).collect(),
        problem: asking.problem.clone(),
    }
}

/// Units as in the directory, categories as in the regulation, months as they came, people by name.
fn order(visitor: &SignedIn, by: By, row: &StatisticsRow) -> (u32, String) {
    let last = u32::MAX;
    let place = match by {
        By::Unit => {
            row.key.parse().ok().and_then(|id| visitor.institution.units.get(&id)).map_or(last, |unit| unit.order)
        }
        By::Category => Category::ALL.iter().position(|one| one.code() == row.key).map_or(last, |place| place as u32),
        By::Leader | By::Person | By::Month => 0,
    };
    (place, name(visitor, by, &row.key))
}

fn name(visitor: &SignedIn, by: By, key: &str) -> String {
    let institution = &visitor.institution;
    let known = match by {
        By::Unit => key.parse().ok().map(|id| {
            let closed = institution.units.get(&id).is_some_and(|unit| unit.closed_on.is_some());
            format!("{}{}", institution.unit_name(id), if closed { "（已撤销）" } else { "" })
        }),
        By::Leader | By::Person => key.parse().ok().map(|id| institution.person_name(id).to_owned()),
        By::Category => Category::from_code(key).map(|category| category.short().to_owned()),
        By::Month => Some(key.to_owned()),
    };
    known.unwrap_or_else(|| format!("（未定{}）", by.label()))
}

fn line(visitor: &SignedIn, asking: &Asking, row: &StatisticsRow, measures: &[Measure], joins: bool) -> StatisticsLine {
    let key = row.key.as_str();
    let narrow: Vec<(&str, &str)> = match asking.query.by {
        _ if key.is_empty() => vec![("none", "1")],
        By::Month => vec![("from", key), ("to", key)],
        by => vec![(by.code(), key)],
    };
    let mut cells = numbers(asking, &row.figures, measures, &narrow);
    if joins {
        let joined = [("joined", "1")];
        let narrow: Vec<(&str, &str)> = narrow.iter().copied().chain(joined).collect();
        cells.push(number(asking, row.joined.of(Measure::OnHand), Some(Measure::OnHand), &narrow));
        cells.push(number(asking, row.joined.closed(), None, &narrow));
    }
    StatisticsLine { name: name(visitor, asking.query.by, key), cells }
}

fn numbers(asking: &Asking, figures: &Figures, measures: &[Measure], narrow: &[(&str, &str)]) -> Vec<Number> {
    measures.iter().map(|measure| number(asking, figures.of(*measure), Some(*measure), narrow)).collect()
}

/// `measure`: the one list that is behind it; a sum of several has none.
fn number(asking: &Asking, figure: Figure, measure: Option<Measure>, narrow: &[(&str, &str)]) -> Number {
    let listed = measure.filter(|_| figure.now() != 0 && !narrow.iter().any(|(name, _)| *name == "none"));
    let href = listed.map(|measure| {
        let whole = asking.link("/statistics", &[]);
        let list = [("measure", measure.code()), ("back", whole.as_str())];
        let pairs: Vec<(&str, &str)> = narrow.iter().copied().chain(list).collect();
        asking.link("/statistics/matters", &pairs)
    });
    Number {
        n: figure.now().to_string(),
        later: if figure.later == 0 { String::new() } else { format!("补记 {:+}", figure.later) },
        href: href.unwrap_or_default(),
    }
}

fn lasted(asking: &Asking, one: &Lasted) -> LastedLine {
    LastedLine {
        stage: one.stage.label().to_owned(),
        times: one.times.to_string(),
        median: one.median.to_string(),
        ninety: one.ninety.to_string(),
        href: asking.link("/statistics/matters", &[("measure", one.stage.code())]),
    }
}

fn filters(visitor: &SignedIn, query: &StatisticsQuery) -> Vec<Filter> {
    let institution = &visitor.institution;
    let by = By::ALL.iter().map(|by| Choice::new(by.code(), by.label()).chosen_if(*by == query.by));
    let mut units: Vec<_> = institution.units.values().collect();
    units.sort_by_key(|unit| (unit.closed_on.is_some(), unit.order));
    let units = units
        .into_iter()
        .map(|unit| Choice::new(&unit.id.to_string(), unit.name.as_str()).chosen_if(query.unit == Some(unit.id)));
    let categories =
        Category::ALL.iter().map(|one| Choice::new(one.code(), one.short()).chosen_if(query.category == Some(*one)));
    let leaders = institution.leaders(visitor.today).into_iter().map(|leader| {
        Choice::new(&leader.to_string(), institution.person_name(leader)).chosen_if(query.leader == Some(leader))
    });
    let any = |choices: Vec<Choice>| std::iter::once(Choice::new("", "全部")).chain(choices).collect();
    let filter = |name: &str, label: &str, choices: Vec<Choice>| Filter {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
    };
    vec![
        filter("by", "分项", by.collect()),
        filter("unit", "承办单位", any(units.collect())),
        filter("category", "事项类别", any(categories.collect())),
        filter("leader", "分管领导", any(leaders.collect())),
    ]
}

/// The periods that an office reports on, one tap away.
fn periods(visitor: &SignedIn, asking: &Asking) -> Vec<Tab> {
    let this = Month::of(visitor.today);
    let (first, _) = quarter_of(this);
    let january = this.later(1 - i32::from(this.first().month()));
    let half = if first.later(-6) >= january { january.later(6) } else { january };
    let offered = [
        ("本月", this, this),
        ("本季度", first, this),
        ("上季度", first.later(-3), first.later(-1)),
        ("本半年", half, this),
        ("本年", january, this),
        ("上年", january.later(-12), january.later(-1)),
    ];
    offered
        .into_iter()
        .map(|(label, from, to)| Tab {
            label: label.to_owned(),
            href: asking.link("/statistics", &[("from", &from.to_string()), ("to", &to.to_string())]),
            current: (from, to) == (asking.query.from, asking.query.to),
            shared: false,
        })
        .collect()
}

fn tabs(asking: &Asking) -> Vec<Tab> {
    let tab = |(place, (code, label, _)): (usize, &(&str, &str, &[Measure]))| Tab {
        label: (*label).to_owned(),
        href: asking.link("/statistics", &[("show", code)]),
        current: place == asking.group,
        shared: false,
    };
    GROUPS.iter().enumerate().map(tab).collect()
}
