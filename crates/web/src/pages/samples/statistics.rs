//! Samples of 统计.

use super::*;
use crate::pages::{
    form::Choice,
    ledger::{Filter, Tab},
    paper::PaperLink,
    statistics::{Counted, CountedPage, LastedLine, Number, StatisticsLine, StatisticsPage},
};

pub fn all() -> Vec<Sample> {
    let nothing = StatisticsPage { lines: Vec::new(), total: Vec::new(), lasted: Vec::new(), ..figures() };
    let wrong = StatisticsPage {
        problem: "起始月份（2026-09）晚于截止月份（2026-07），请改正。".into(), ..figures()
    };
    vec![
        sample("statistics", figures()),
        sample("statistics-none", nothing),
        sample("statistics-wrong", wrong),
        sample("counted", counted()),
        sample("counted-none", CountedPage { rows: Vec::new(), unnamed: 0, total: "0".into(), ..counted() }),
    ]
}

fn tab(label: &str, current: bool) -> Tab {
    Tab { label: label.into(), href: "/statistics".into(), current, shared: false }
}

fn number(n: u32, later: &str) -> Number {
    let href = if n == 0 { "" } else { "/statistics/matters" };
    Number { n: n.to_string(), later: later.into(), href: href.into() }
}

fn figures() -> StatisticsPage {
    let line = |name: &str, of: [u32; 3]| StatisticsLine {
        name: name.into(),
        cells: of.iter().map(|n| number(*n, if *n == 7 { "补记 +1" } else { "" })).collect(),
    };
    StatisticsPage {
        layout: office("统计", Place::Ledger),
        from: "2026-07".into(),
        to: "2026-09".into(),
        show: "handling".into(),
        downloads: vec![PaperLink::new("Excel", "/statistics/file?format=xlsx")],
        filters: vec![Filter {
            name: "by".into(),
            label: "分项".into(),
            choices: vec![Choice::new("unit", "承办单位"), Choice::new("month", "月份")],
        }],
        periods: vec![tab("本季度", true), tab("上季度", false)],
        tabs: vec![tab("办理情况", true), tab("催办与延期", false)],
        as_of: "2026年9月30日".into(),
        head: "承办单位".into(),
        heads: ["立项", "按原时限办结", "逾期未办结"].map(Into::into).into(),
        lines: vec![line("教务处", [7, 4, 0]), line("后勤保障部", [3, 0, 2])],
        total: vec![number(10, "补记 +1"), number(4, ""), number(2, "")],
        lasted: vec![LastedLine {
            stage: "承办中".into(),
            times: "12".into(),
            median: "9".into(),
            ninety: "31".into(),
            href: "/statistics/matters".into(),
        }],
        problem: String::new(),
    }
}

fn counted() -> CountedPage {
    CountedPage {
        layout: office("统计明细", Place::Ledger),
        heading: "承办中停留".into(),
        of: "2026-07 至 2026-09，教务处".into(),
        total: "12".into(),
        unnamed: 3,
        is_stock: false,
        is_span: true,
        rows: vec![Counted {
            href: "/matters/019ab3f2".into(),
            number: "督办〔2026〕12号".into(),
            title: "南区 1—6 栋学生宿舍热水系统改造".into(),
            stage: "已归档".into(),
            unit: "后勤保障部".into(),
            on: "2026-09-14".into(),
            limit: "2026-09-30".into(),
            recorded: "2026-10-09".into(),
            n: String::new(),
            days: "31 天".into(),
        }],
        back: "/statistics".into(),
        previous: String::new(),
        next: "/statistics/matters?page=2".into(),
    }
}
