//! 督办台账 and 常用视图.

use super::{CATEGORIES, Sample, UNITS, lists::rows, office, sample};
use crate::pages::{
    form::Choice,
    layout::Place,
    ledger::{
        Cell, ColumnChoice, Filter, Head, LedgerPage, LedgerRow, Line, Pick, SaveView, Shown, Sort, Sorted, Tab,
        ViewRow, ViewsPage,
    },
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("ledger", ledger()),
        sample("ledger-narrowed", ledger_narrowed()),
        sample(
            "ledger-empty",
            LedgerPage {
                layout: office("督办台账", Place::Ledger),
                heading: "督办台账".into(),
                total: "共 0 项".into(),
                ..LedgerPage::default()
            },
        ),
        sample("views", views(vec![view("常委会事项进展", true, true, true), view("我经办的", false, true, false)])),
        sample("views-of-others", views(vec![view("常委会事项进展", true, false, false)])),
        sample("views-none", views(Vec::new())),
    ]
}

const HEADS: [(&str, &str); 8] = [
    ("number", "编号"),
    ("title", "事项"),
    ("lead", "牵头单位"),
    ("leader", "分管领导"),
    ("stage", "环节"),
    ("due", "时限"),
    ("light", "时限状态"),
    ("next", "下一步"),
];

fn line(row: &LedgerRow) -> Line {
    let cells = HEADS.map(|(code, label)| {
        let text = |text: &String| Cell::Text(text.clone());
        let cell = match code {
            "number" => Cell::Number { number: row.number.clone(), carried: "结转至 2026 年".into() },
            "title" => Cell::Title(row.title.clone()),
            "lead" => text(&row.lead),
            "leader" => text(&row.leader),
            "stage" => text(&row.stage),
            "due" => Cell::Due { day: row.due.clone(), provisional: row.provisional, limit: row.limit.clone() },
            "light" => Cell::Light(row.mark.clone()),
            _ => text(&row.next_step),
        };
        Shown { code, label, cell }
    });
    let name = format!("{} {}", row.number, row.title);
    Line { id: "019ab3f2".into(), name, href: row.href.clone(), cells: cells.into() }
}

fn filter(name: &str, label: &str, labels: &[&str]) -> Filter {
    let any = std::iter::once(Choice::new("", "全部").chosen_if(true));
    let rest = labels.iter().map(|label| Choice::new(label, label));
    Filter { name: name.into(), label: label.into(), choices: any.chain(rest).collect() }
}

fn ledger() -> LedgerPage {
    let head = |(code, label): (&'static str, &'static str)| {
        let sorted = if code == "due" { Sorted::Up } else { Sorted::No };
        Head { code, label, sort: Sort { href: "/matters?sort=due".into(), sorted } }
    };
    let column = |(code, label): (&str, &str)| ColumnChoice {
        choice: Choice::new(code, label).chosen_if(true),
        earlier: if code == "number" { String::new() } else { "/matters?cols=title,number".into() },
        later: "/matters?cols=title,number".into(),
    };
    let tab =
        |label: &str, current, shared| Tab { label: label.into(), href: "/matters?view=1".into(), current, shared };
    let pick = |code: &str, label: &str| Pick { code: code.into(), label: label.into() };
    LedgerPage {
        layout: office("督办台账", Place::Ledger),
        heading: "督办台账".into(),
        whole: "/matters?view=all".into(),
        tabs: vec![tab("全部", true, false), tab("上年结转 3", false, false), tab("常委会事项进展", false, true)],
        filters: vec![
            filter("stage", "环节", &["拟办中", "待审定", "待交办", "待签收", "承办中", "待审核", "已办结", "已归档"]),
            filter("light", "灯", &["红灯", "黄灯", "绿灯"]),
            filter("unit", "承办单位", &UNITS),
            filter("category", "类别", &CATEGORIES),
            filter("leader", "分管领导", &["陈立", "赵国强"]),
            filter("year", "年度", &["2026", "2025"]),
        ],
        columns: HEADS.map(column).into(),
        heads: HEADS.map(head).into(),
        lines: rows().iter().map(line).collect(),
        picks: vec![pick("registration", "立项"), pick("dispatch", "交办"), pick("reminder", "提醒")],
        total: "共 320 项".into(),
        more: "符合条件的全部 320 项（含其他页）".into(),
        next: "/matters?after=abc".into(),
        save: SaveView {
            command_id: "019ab3f2".into(),
            may_share: true,
            replaces: Some(("019ab3f2".into(), "常委会事项进展".into())),
            any: true,
        },
        ..LedgerPage::default()
    }
}

fn views(rows: Vec<ViewRow>) -> ViewsPage {
    let whole = "/matters?view=all".into();
    ViewsPage { layout: office("常用视图", Place::Ledger), whole, most: 20, may_share: true, rows }
}

fn view(name: &str, shared: bool, mine: bool, is_default: bool) -> ViewRow {
    let (id, href, owner) = (name.into(), "/matters?view=1".into(), "何静（演示）".into());
    ViewRow { id, href, name: name.into(), shared, owner, mine, is_default }
}

fn ledger_narrowed() -> LedgerPage {
    let mut page = ledger();
    page.heading = "立项后 2 个工作日未交办".into();
    page.list = "undispatched".into();
    page.q = "宿舍".into();
    page.urged = true;
    page.due_from = "2026-13-40".into();
    page.problem = "“办结时限自”不是有效日期，已忽略。".into();
    page.lines.clear();
    page.total = "共 0 项".into();
    page.next.clear();
    page
}
