//! Samples of 承办情况 on a matter's page.

use crate::pages::matter::{PlanTable, ReportRow, StepRow, TaskRow, WaitsFor, Work};

pub fn work() -> Work {
    let step = |text: &str, owner: &str, due: &str| StepRow { text: text.into(), owner: owner.into(), due: due.into() };
    let report =
        |due: &str, state: &str, class: &str| ReportRow { due: due.into(), state: state.into(), class: class.into() };
    Work {
        plans: vec![
            PlanTable {
                heading: "工作计划第 2 版".into(),
                state: "2026-10-12 赵明（后勤保障处）报送；2026-10-14 周敏（学校办公室）同意".into(),
                remark: "验收日期请与国资处商定。".into(),
                final_due: "2026-12-31".into(),
                in_force: true,
                steps: vec![
                    step("完成设备选型和采购申报", "钱芳", "2026-10-30"),
                    step("完成南区三栋宿舍热水系统改造并组织师生代表试用，收集意见后调整", "", "2026-12-20"),
                ],
            },
            PlanTable {
                heading: "工作计划第 1 版".into(),
                state: "2026-10-08 赵明（后勤保障处）报送；2026-10-09 周敏（学校办公室）退回".into(),
                remark: "请补充验收安排。".into(),
                steps: vec![step("改造", "", "2026-12-31")],
                ..PlanTable::default()
            },
        ],
        tasks: vec![
            TaskRow {
                text: "核定改造预算".into(),
                owner: "财务处".into(),
                due: "2026-10-30".into(),
                state: "2026-10-28 孙丽（财务处）报来，待认可".into(),
                said: "预算已核定，见附件。".into(),
            },
            TaskRow {
                text: "提供施工图".into(),
                owner: "基建处".into(),
                due: "2026-10-20".into(),
                state: "逾期未报".into(),
                ..TaskRow::default()
            },
        ],
        reports: vec![
            report("2026-10-31", "2026-10-30 报告，完成 40%", "is-done"),
            report("2026-11-15", "未报告", "is-missed"),
            report("2026-11-30", "本期应报告", "is-owed"),
            report("2026-12-15", "未到期", ""),
        ],
        later: vec![report("2026-12-31", "未到期", "")],
    }
}

pub fn waits_for() -> Vec<WaitsFor> {
    let words = "据最近的进展报告，本事项须等待：".into();
    let title = "督办〔2026〕12号 南区配电房增容".into();
    vec![WaitsFor { words, href: "/matters/019ab3f2".into(), title }]
}
