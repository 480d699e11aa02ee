//! Samples of 导入.

use super::*;
use crate::pages::{
    directory::SmallForm,
    form::{Fact, Field, Kind, Problems},
    imports::*,
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("imports-empty", list(Vec::new())),
        sample(
            "imports",
            list(vec![item("校长办公会议纪要（第 12 次）.docx", "待确认 12 项"), item("坏.pdf", "读不出")]),
        ),
        sample("import-reading", reading()),
        sample(
            "import-refused",
            ImportPage {
                refused: "这个 PDF 只有图片，没有文字；请先做文字识别。".into(), ..page()
            },
        ),
        sample("import-document", document()),
        sample("import-ledger", ledger()),
        sample("import-roster", roster()),
        sample("import-nothing", page()),
        sample("import-line", line()),
    ]
}

fn layout() -> Layout {
    office("导入", Place::Import)
}

fn item(name: &str, state: &str) -> ImportItem {
    ImportItem {
        href: "/imports/1".into(),
        name: name.into(),
        kind: "督办事项".into(),
        state: state.into(),
        who: "周敏（演示）".into(),
        when: "2026-10-08 09:12".into(),
    }
}

fn list(items: Vec<ImportItem>) -> ImportsPage {
    let mut problems = Problems::default();
    if !items.is_empty() {
        problems.add("file", "请选择文件，或把文字粘贴在下面");
    }
    ImportsPage {
        layout: layout(),
        command_id: "c".into(),
        kinds: vec![Choice::new("matters", "督办事项").chosen_if(true), Choice::new("roster", "单位和人员")],
        office: true,
        attach: true,
        problems,
        items,
        ..ImportsPage::default()
    }
}

fn page() -> ImportPage {
    ImportPage {
        layout: layout(),
        path: "/imports/1".into(),
        name: "校长办公会议纪要（第 12 次）.docx".into(),
        about: "周敏（演示） 于 2026-10-08 09:12 导入".into(),
        command_id: "c".into(),
        edition: "1".into(),
        discardable: true,
        ..ImportPage::default()
    }
}

fn reading() -> ImportPage {
    let step = |label: &str, done, now| StepItem { label: label.into(), done, now };
    ImportPage {
        steps: vec![step("收到文件", true, false), step("读出文字和表格", false, true), step("辨认事项", false, false)],
        ..page()
    }
}

fn candidate(place: i64) -> LineItem {
    LineItem {
        place,
        label: "一（二）".into(),
        title: "完成南区 1—6 栋学生宿舍热水系统改造，确保开学前恢复供应".into(),
        lead: "后勤保障处".into(),
        co_units: "财务处、学生工作处".into(),
        limit: "2026-12-31（原文：年底前）".into(),
        open: true,
        edit_href: format!("/imports/1/lines/{place}"),
        source_href: format!("#source-{place}"),
        ..LineItem::default()
    }
}

fn segment(text: &str, class: &str, anchor: &str) -> Segment {
    Segment { text: text.into(), class: class.into(), anchor: anchor.into() }
}

fn paragraph() -> Paragraph {
    vec![
        segment("（二）", "", ""),
        segment("由后勤保障处", "from-line from-unit", "source-1000"),
        segment("牵头，", "from-line", ""),
        segment("年底前", "from-line from-limit", ""),
        segment("完成南区 1—6 栋学生宿舍热水系统改造，", "from-line from-title", ""),
        segment("确保开学前恢复供应。", "from-line", ""),
    ]
}

fn document() -> ImportPage {
    let faulty = LineItem {
        faults: vec!["“基建中心”不在单位名录中，请选择对应的单位".into(), "请选定办结日期".into()],
        doubts: vec!["没有写明牵头单位，请指定".into()],
        several_leads: true,
        source_href: String::new(),
        ..candidate(2000)
    };
    let twin = LineItem {
        twins: vec![TwinItem {
            href: "/matters/1".into(), label: "督办〔2026〕12号 宿舍热水改造".into(), same: true
        }],
        open: false,
        state: "已去掉".into(),
        source_href: String::new(),
        ..candidate(3000)
    };
    let made = LineItem {
        open: false,
        state: "已立为拟办".into(),
        matter_href: "/matters/2".into(),
        source_href: String::new(),
        ..candidate(4000)
    };
    let tab = |label: &str, here| Tab { href: "/imports/1".into(), label: label.into(), here };
    ImportPage {
        source: vec![vec![segment("校长办公会议纪要", "", "")], paragraph()],
        source_cut: true,
        lines: vec![LineItem { looked_at: true, ..candidate(1000) }, faulty, twin, made],
        tabs: vec![tab("待确认 2", true), tab("有错 1", false), tab("去掉和并入的 1", false)],
        unknown: vec![UnknownName {
            name: "基建中心".into(),
            lines: 2,
            units: vec![Choice::new("1", "基建处"), Choice::new("2", "后勤保障处")],
        }],
        setting: SmallForm {
            fields: vec![Field::new("source_organ", "来源机关或会议", Kind::Text).value("校长办公会")],
            ..SmallForm::default()
        },
        open: 2,
        faulty: 1,
        ready: 1,
        done: 1,
        discardable: false,
        problem: "有 1 项还不能立为拟办，没有创建任何事项；请先修改或去掉这些项".into(),
        next: "/imports/1?after=4000".into(),
        ..page()
    }
}

fn ledger() -> ImportPage {
    let column = |letter: &str, heading: &str| ColumnItem {
        name: format!("column-0-{letter}"),
        letter: letter.into(),
        heading: heading.into(),
        samples: "完成实验室检查；更换食堂设备".into(),
        fields: vec![Choice::new("", "不读"), Choice::new("事项", "事项").chosen_if(true)],
    };
    let row = LineItem {
        label: "第 12 行".into(),
        cells: vec![Fact::new("事项（B12）", "完成实验室检查"), Fact::new("责任单位（C12）", "教务处、后勤保障处")],
        source_href: String::new(),
        ..candidate(1000)
    };
    ImportPage {
        tables: vec![ColumnsForm {
            sheet: "2026 年督办台账".into(),
            columns: vec![column("B", "工作任务"), column("C", "责任单位")],
            passed_over: vec!["第 3 行：分类标题行".into()],
        }],
        notices: vec!["“旧表”是隐藏的工作表，没有读取".into()],
        lines: vec![row],
        open: 1,
        ready: 1,
        running: true,
        answer: "/imports/1/answer".into(),
        ..page()
    }
}

fn roster() -> ImportPage {
    let row = |place, person: &str| RosterItem {
        place,
        label: "4".into(),
        unit: "图书馆".into(),
        person: person.into(),
        more: "馆长，027-0000-1111".into(),
        open: true,
        ..RosterItem::default()
    };
    let add = RosterItem { deeds: vec!["登记人员".into()], ..row(1000, "李文博（演示）") };
    let wrong = RosterItem {
        faults: vec!["“图书官”不在单位名录中，是否为“图书馆”".into()],
        ..row(2000, "王静（演示）")
    };
    let known = row(3000, "周敏（演示）");
    let gone = RosterItem { open: false, ..row(4000, "赵磊（演示）") };
    ImportPage { roster: true, rows: vec![add, wrong, known, gone], open: 1, faulty: 1, ..page() }
}

fn line() -> ImportLinePage {
    let mut problems = Problems::default();
    problems.add("due", "请选定办结日期");
    ImportLinePage {
        layout: layout(),
        path: "/imports/1".into(),
        name: "校长办公会议纪要（第 12 次）.docx".into(),
        action: "/imports/1/lines/1000".into(),
        label: "一（二）".into(),
        source: vec![paragraph()],
        cells: vec![Fact::new("事项（B12）", "完成实验室检查")],
        doubts: vec!["“中旬前”可以读作 10 日或 20 日".into()],
        fields: vec![
            Field::new("title", "事项标题", Kind::Text).value("完成南区学生宿舍热水系统改造").required(),
            Field::new("due", "办结日期", Kind::Date).half().explained(),
        ],
        problems,
        next: "2000".into(),
        ..ImportLinePage::default()
    }
}
