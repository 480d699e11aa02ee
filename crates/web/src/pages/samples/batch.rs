//! 批量办理: before it is confirmed, under way, and its report.

use super::{LONG_TITLE, Sample, UNITS, choices, office, sample};
use crate::pages::{
    batch::{BatchPage, BatchReportPage, BatchesPage, Earlier, Result, Row},
    form::{Field, Kind, Problems},
    layout::Place,
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("batch-register", register()),
        sample("batch-dispatch", dispatch()),
        sample("batch-hand-over-error", hand_over()),
        sample("batch-report", report(false)),
        sample("batch-running", report(true)),
        sample("batches", batches()),
        sample("batches-none", BatchesPage { layout: office("批量办理记录", Place::Ledger), rows: Vec::new() }),
    ]
}

fn row(id: &str, title: &str, will: &str) -> Row {
    Row {
        id: id.into(),
        can: true,
        taken: true,
        href: "/matters/019ab3f2".into(),
        title: title.into(),
        lead: UNITS[10].into(),
        will: will.into(),
        ..Row::default()
    }
}

fn refused() -> Row {
    Row {
        why: "本事项现为“承办中”，不能办理“立项”；须在“拟办中”时办理".into(),
        clause: "第四条（二）".into(),
        number: "督办〔2026〕57号".into(),
        can: false,
        mend: vec!["请先明确牵头单位".into()],
        ..row("3", "实验室危险化学品专项排查", "")
    }
}

fn register() -> BatchPage {
    BatchPage {
        layout: office("批量立项", Place::Ledger),
        heading: "批量立项".into(),
        about: "各事项分别立项登记，按下面的次序依次取得编号。".into(),
        clause: "第四条（二）".into(),
        action: "/batches/019ab3f2".into(),
        total: 3,
        confirm: "确认立项".into(),
        ready: vec![
            row("1", "南区学生宿舍热水系统改造", "立项，编号预计为 督办〔2026〕58号"),
            row("2", LONG_TITLE, "立项，编号预计为 督办〔2026〕59号"),
        ],
        refused: vec![refused()],
        ..BatchPage::default()
    }
}

fn dispatch() -> BatchPage {
    let mut problems = Problems::default();
    problems.add_under("1.target", "请写明可检验的完成标志", "第四条（三）");
    let target = Field::new("1.target", "量化目标（可检验的完成标志）", Kind::Area { rows: 2 });
    let head = Field::new("1.responsible0", "后勤保障处负责人", Kind::Select(choices(&["吴刚（演示）"], 0))).half();
    let unfinished =
        Row {
            fields: vec![target, head], problems, taken: false, ..row("1", "南区学生宿舍热水系统改造", "")
        };
    BatchPage {
        heading: "批量交办".into(),
        about: "各事项分别下发通知单，承办单位须签收；办结时限自今日起算。".into(),
        confirm: "确认交办".into(),
        previews: true,
        ready: vec![unfinished, row("2", "教职工食堂价格与质量问题整改", "下发通知单，办结时限 2026-12-14")],
        refused: Vec::new(),
        ..register()
    }
}

fn hand_over() -> BatchPage {
    let mut problems = Problems::default();
    problems.add("clerk", "请选择新的经办人");
    let clerks = Kind::Select(choices(&["周敏（演示）", "何静（演示）"], 9));
    BatchPage {
        heading: "批量移交经办人".into(),
        fields: vec![Field::new("clerk", "新的经办人", clerks).required()],
        problems,
        previews: true,
        ..register()
    }
}

fn result(title: &str, number: &str, said: &str) -> Result {
    Result {
        href: "/matters/019ab3f2".into(),
        number: number.into(),
        title: title.into(),
        lead: UNITS[10].into(),
        said: said.into(),
        ..Result::default()
    }
}

fn report(running: bool) -> BatchReportPage {
    let why = "本事项现为“承办中”，不能办理“立项”；须在“拟办中”时办理";
    let refused = Result {
        clause: "第四条（二）".into(),
        mend: vec!["请先明确牵头单位".into()],
        ..result("实验室危险化学品专项排查", "督办〔2026〕57号", why)
    };
    BatchReportPage {
        layout: office("批量立项", Place::Ledger),
        heading: if running { "批量立项：正在办理" } else { "批量立项：结果" }.into(),
        when: "2026-11-24 09:12".into(),
        summary: "已办理 1 项，不能办理 1 项，未勾选 1 项".into(),
        running,
        refused: vec![refused],
        done: vec![result("南区学生宿舍热水系统改造", "督办〔2026〕58号", "立项，编号 督办〔2026〕58号")],
        left: vec![result(LONG_TITLE, "", "")],
        file: "/batches/019ab3f2/report".into(),
    }
}

fn batches() -> BatchesPage {
    let row = Earlier {
        href: "/batches/019ab3f2".into(),
        label: "批量立项".into(),
        when: "2026-11-24 09:12".into(),
        said: "已办理 9 项，不能办理 3 项".into(),
    };
    BatchesPage { layout: office("批量办理记录", Place::Ledger), rows: vec![row] }
}
