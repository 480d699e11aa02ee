//! Samples of 修改参数 and of the page that confirms it.

use super::{Sample, office, sample};
use crate::pages::{
    form::{Choice, Fact, Field, Kind, Problems},
    layout::Place,
    parameters::{ChangeGroup, ChangeRow, ConfirmPage, FieldGroup, Lamp, ParametersPage},
};

pub fn all() -> Vec<Sample> {
    let mut wrong = Problems::default();
    wrong.add_under("in_force", "施行日期要晚于现行参数的施行日期 2023-06-20，在办事项仍按原参数", "第九条");
    wrong.add("limits.complete", "办结：请填写 1 到 250 之间的整数");
    wrong.add("urging.wording", "催办内容：“{日期}”不能识别，可用的有 {次序}、{事项}、{原时限}、{逾期天数}、{限期}");
    vec![
        sample("parameters", form(Problems::default())),
        sample("parameters-wrong", form(wrong)),
        sample("parameters-confirm", confirm()),
    ]
}

fn form(problems: Problems) -> ParametersPage {
    let days = |name: &str, label: &str, days: &str| {
        let field = Field::new(name, label, Kind::Number { min: 1, max: 250 }).value(days).required().half();
        field.hint("依据：第四条（四）")
    };
    let limits = vec![
        days("limits.sign", "签收通知单（工作日）", "1"),
        days("limits.complete", "办结（工作日）", "0"),
        days("limits.work_plan", "报送工作计划（工作日）", "5"),
        days("limits.confirm_closing", "协办单位确认办结报告（工作日）", "2"),
    ];
    let urging = vec![
        Field::new("urging.copies_discipline_from", "抄送纪检监察部门", Kind::Number { min: 1, max: 9 })
            .value("2")
            .hint("从第几次催办起抄送，并一律由主任签发。依据：第四条（五）")
            .required()
            .half(),
        Field::new("urging.wording", "催办内容", Kind::Area { rows: 3 })
            .value("“{事项}”的办结时限为{原时限}，请于{限期}前落实。")
            .hint("可用 {事项}、{原时限}、{逾期天数}、{限期}、{次序}，发出时换成该事项的内容。")
            .required(),
    ];
    let rules = vec![
        Choice::new("working-days-left", "按剩余工作日").chosen_if(true),
        Choice::new("share-left", "按剩余期限的比例"),
        Choice::new("behind-plan", "按进度与期限的差距"),
    ];
    let lights = vec![
        Field::new("lights.rule", "黄灯的亮法", Kind::Radio(rules)).hint("红灯一律是已过时限，不受亮法影响。"),
        Field::new("lights.faces.red.name", "红灯的名称", Kind::Text).value("红灯").required().half(),
        Field::new("lights.faces.red.colour", "红灯的颜色", Kind::Colour).value("#b3201a").required().half(),
        Field::new("messages.digest_at", "每日汇总邮件", Kind::Time).value("08:00").required().half(),
        Field::new("reminders.on_the_day", "到期当天提醒", Kind::Check { on: true }).half(),
    ];
    let group =
        |heading: &str, dense, fields| FieldGroup { heading: heading.into(), dense, fields, ..FieldGroup::default() };
    ParametersPage {
        layout: office("修改参数", Place::Settings),
        command_id: "01930000-0000-7000-8000-000000000001".into(),
        base: "0f3a".into(),
        explanation: "改好后先核对，确认了才记录。时限等只用于施行以后提出的事项，在办事项仍按原来的参数。".into(),
        in_force: Field::new("in_force", "施行日期", Kind::Date).value("2026-11-25").required().half(),
        groups: vec![
            group("时限", true, limits),
            FieldGroup { previews: previews(), ..group("催办", false, urging) },
            FieldGroup { lamps: lamps(), ..group("红黄绿灯", false, lights) },
        ],
        problems,
    }
}

fn previews() -> Vec<Fact> {
    vec![Fact::new("首次催办（举例）", "“学生宿舍热水系统改造”的办结时限为2026年11月19日，请于2026年12月1日前落实。")]
}

fn lamps() -> Vec<Lamp> {
    let lamp = |name: &str, colour: &str, ink: &str| Lamp { name: name.into(), colour: colour.into(), ink: ink.into() };
    vec![lamp("绿灯", "#17693a", "#ffffff"), lamp("黄灯", "#f2b705", "#000000"), lamp("已逾期", "#b3201a", "#ffffff")]
}

fn confirm() -> ConfirmPage {
    let row = |label: &str, old: &str, new: &str, clause: &str| ChangeRow {
        label: label.into(),
        old: old.into(),
        new: new.into(),
        clause: clause.into(),
    };
    ConfirmPage {
        layout: office("核对修改", Place::Settings),
        command_id: "01930000-0000-7000-8000-000000000001".into(),
        in_force: "2027-01-01".into(),
        replaces: "它替换原定 2027-01-01 起施行的参数，下面“原来”一栏是被替换的。".into(),
        groups: vec![
            ChangeGroup {
                heading: "只用于新提出的事项".into(),
                meaning: "自 2027-01-01 起提出的事项适用；在办的 37 件事项仍按原参数。".into(),
                rows: vec![
                    row("办结", "15 个工作日", "20 个工作日", "第四条（四）"),
                    row(
                        "催办内容",
                        "“{事项}”的办结时限为{原时限}，至今已逾期 {逾期天数} 个工作日。请抓紧办理，于{限期}前落实并报送办结报告。",
                        "“{事项}”的办结时限为{原时限}，请于{限期}前落实。",
                        "第四条（五）",
                    ),
                ],
            },
            ChangeGroup {
                heading: "用于全部事项".into(),
                meaning: "自 2027-01-01 起用于全部事项，不改变任何事项的时限。".into(),
                rows: vec![row("红灯的名称", "红灯", "已逾期", "学校办公室设定")],
            },
        ],
        previews: previews(),
        lamps: lamps(),
        hidden: vec![("in_force".into(), "2027-01-01".into()), ("limits.complete".into(), "20".into())],
    }
}
