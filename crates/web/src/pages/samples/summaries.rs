//! Samples of 通报与呈报.

use super::*;
use crate::pages::{
    directory::SmallForm,
    form::{Fact, Field, Kind, Problems},
    panels::{ActPanel, FormPage},
    paper::PaperLink,
    summaries::{
        AnswerLine, FieldGroup, NamedUnit, PartShown, SummariesPage, SummaryEditPage, SummaryPage, SummaryRow,
    },
};

pub fn all() -> Vec<Sample> {
    let mut wrong = Problems::default();
    wrong.add("part-0-heading", "这一部分写了正文，请填写小标题");
    vec![
        sample("summaries", list(rows())),
        sample("summaries-empty", list(Vec::new())),
        sample("summary-draft", draft()),
        sample("summary-issued", issued()),
        sample("summary-withdrawn", withdrawn()),
        sample("summary-facts", facts_only()),
        sample("summary-new", new()),
        sample("summary-edit", edit(Problems::default())),
        sample("summary-edit-error", edit(wrong)),
    ]
}

fn rows() -> Vec<SummaryRow> {
    let row = |title: &str, kind: &str, stage: &str, on: &str, orders: &str| SummaryRow {
        href: "/summaries/019ab3f2".into(),
        title: title.into(),
        kind: kind.into(),
        period: "2026年第三季度".into(),
        stage: stage.into(),
        on: on.into(),
        orders: orders.into(),
        withdrawn: stage == "已撤回",
        ..SummaryRow::default()
    };
    let mut rows = vec![
        row("关于2026年第三季度督办工作情况的通报", "通报", "起草中", "", ""),
        row("关于2026年第三季度督办工作情况的报告", "呈报", "已呈报", "2026-10-15", ""),
        row("关于2026年第二季度督办工作情况的通报", "通报", "已印发", "2026-07-13", "3 家，已报告 2 家"),
        row("关于2026年第一季度督办工作情况的通报", "通报", "已撤回", "2026-04-10", ""),
    ];
    rows[0].mine = true;
    rows
}

fn list(rows: Vec<SummaryRow>) -> SummariesPage {
    let tabs = [("全部", true), ("通报", false), ("呈报", false)];
    SummariesPage {
        layout: office("通报与呈报", Place::Summaries),
        heading: "通报与呈报".into(),
        tabs: tabs.map(|(label, current)| PaperLink { href: "/summaries".into(), label: label.into(), current }).into(),
        begins: true,
        rows,
    }
}

fn part(heading: &str, text: &str) -> PartShown {
    PartShown { heading: heading.into(), text: vec![text.into()], ..PartShown::default() }
}

fn parts() -> Vec<PartShown> {
    let row = |cells: [&str; 6]| cells.map(String::from).to_vec();
    vec![
        part(
            "一、总体情况",
            "本季度立项督办事项 42 件，交办 40 件，办结 33 件，归档 28 件。到期应办结 36 件，按期办结 30 件，按期办结率 83.3%。",
        ),
        PartShown {
            head: row(["单位", "交办", "办结", "逾期未办结", "催办", "二次催办"]),
            rows: vec![
                row(["后勤保障处", "9", "6", "2", "2", "1"]),
                row(["国有资产与实验室管理处", "7", "6", "1", "1", "0"]),
                row(["教务处", "8", "8", "0", "0", "0"]),
            ],
            ..part("二、各单位情况", "各单位承办事项的情况见下表。")
        },
    ]
}

fn named(order: &str, state: &str) -> Vec<NamedUnit> {
    vec![NamedUnit {
        name: "后勤保障处".into(),
        facts: vec![
            "《南区学生宿舍热水系统改造》（督办〔2026〕41号）应于9月18日办结，至9月30日未办结，已二次催办。".into(),
        ],
        order: order.into(),
        state: state.into(),
        ..NamedUnit::default()
    }]
}

fn act(title: &str, folded: bool, fields: Vec<Field>) -> ActPanel {
    let form = SmallForm {
        title: title.into(),
        action: "/summaries/019ab3f2/act".into(),
        command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
        fields,
        submit: title.into(),
        ..SmallForm::default()
    };
    ActPanel { scope: if folded { "folded" } else { "open" }.into(), form, folded }
}

fn draft() -> SummaryPage {
    SummaryPage {
        layout: office("关于2026年第三季度督办工作情况的通报", Place::Summaries),
        title: "关于2026年第三季度督办工作情况的通报".into(),
        stage: "起草中".into(),
        clause: "第五条（三）".into(),
        facts: vec![
            Fact::new("期间", "2026年第三季度"),
            Fact::new("通报范围", "后勤保障处、国有资产与实验室管理处"),
            Fact::new("点名", "点单位名称"),
            Fact::new("起草", "2026-10-09 周敏（演示）"),
        ],
        notes: vec!["2026-10-12 陈立退回修改：第二部分补上与去年同期的比较。".into()],
        to: "各学院、各部门".into(),
        opening: "现将2026年第三季度督办工作情况通报如下。".into(),
        parts: parts(),
        named: named("请于2026年10月27日前报告原因和改进措施", ""),
        closing: vec!["各单位要对照检查，抓好落实。".into()],
        paper: "/summaries/019ab3f2/paper".into(),
        edit: "/summaries/019ab3f2/edit".into(),
        acts: vec![
            act("送单位核对", false, Vec::new()),
            act("作废草稿", true, vec![Field::new("reason", "理由", Kind::Area { rows: 2 }).required()]),
        ],
        ..SummaryPage::default()
    }
}

fn issued() -> SummaryPage {
    let mut page = SummaryPage { stage: "已印发".into(), notes: Vec::new(), edit: String::new(), ..draft() };
    page.facts.push(Fact::new("印发日期", "2026年10月15日"));
    page.facts.push(Fact::new("发文字号", "湖工大办〔2026〕8号"));
    page.scan = "/summaries/019ab3f2/files/1".into();
    page.named = named("请于2026年10月27日前报告原因和改进措施", "已报告，待办公室认可");
    let answer = |measures: &str, late: bool, returned: &str| AnswerLine {
        by: "2026-10-28 万长青（演示）".into(),
        late,
        causes: "管道井改造与学生住宿时间冲突，施工窗口少于预期。".into(),
        measures: measures.into(),
        returned: returned.into(),
    };
    page.named[0].remarks = vec!["2026-10-12 于佩芬（演示）说明：9月28日已完成一、二栋。".into()];
    page.named[0].answers = vec![
        answer("加强管理。", true, "2026-10-29 周敏（演示）退回：请写明完成日期。"),
        answer("三、四栋安排在寒假第一周施工，1月20日前完成。", true, ""),
    ];
    page.acts = vec![act("认可单位的报告：后勤保障处", false, Vec::new())];
    page
}

fn withdrawn() -> SummaryPage {
    SummaryPage {
        stage: "已撤回".into(),
        notes: vec!["本通报已于2026年10月20日撤回。理由：所附数字有误，另行印发。".into()],
        acts: Vec::new(),
        ..issued()
    }
}

fn facts_only() -> SummaryPage {
    SummaryPage {
        layout: office("关于2026年第三季度督办工作情况的通报", Place::Summaries),
        facts: vec![Fact::new("期间", "2026年第三季度")],
        notes: Vec::new(),
        to: String::new(),
        opening: String::new(),
        parts: Vec::new(),
        closing: Vec::new(),
        only_facts: true,
        paper: String::new(),
        edit: String::new(),
        acts: vec![act(
            "核对事实：后勤保障处",
            false,
            vec![
                Field::new("text", "核对意见", Kind::Area { rows: 3 })
                    .hint("属实的写“属实”；有出入的写明哪一处、实际情况如何。")
                    .required(),
            ],
        )],
        ..draft()
    }
}

fn new() -> FormPage {
    let kinds = vec![
        Choice::new("bulletin", "通报").note("在一定范围内通报，可以点名进展缓慢的单位").chosen_if(true),
        Choice::new("report", "呈报").note("呈报校领导班子，季度、半年、全年均可"),
    ];
    FormPage {
        layout: office("起草通报或呈报", Place::Summaries),
        heading: "起草通报或呈报".into(),
        clause: "第五条（三）".into(),
        form: SmallForm {
            title: "起草".into(),
            action: "/summaries".into(),
            command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
            explanation: "数字取自统计，事项取自记录；起草以后可以逐段修改。".into(),
            fields: vec![
                Field::new("kind", "种类", Kind::Radio(kinds)).required(),
                Field::new("from", "自（月份）", Kind::Month).value("2026-07").required().half(),
                Field::new("to", "至（含）", Kind::Month).value("2026-09").required().half(),
            ],
            submit: "按记录起草".into(),
            ..SmallForm::default()
        },
        asks: false,
    }
}

fn edit(problems: Problems) -> SummaryEditPage {
    let area = |name: &str, label: &str, text: &str| Field::new(name, label, Kind::Area { rows: 5 }).value(text);
    let groups = parts().into_iter().enumerate().map(|(at, part)| FieldGroup {
        fields: vec![
            Field::new(&format!("part-{at}-heading"), "小标题", Kind::Text).value(part.heading.as_str()),
            area(&format!("part-{at}-text"), "正文", &part.text.concat()),
        ],
        legend: part.heading,
        head: part.head,
        rows: part.rows,
        ..FieldGroup::default()
    });
    let named = FieldGroup {
        legend: "进展缓慢的单位：后勤保障处".into(),
        hint: "事实改动以后，要重新送单位核对。".into(),
        fields: vec![area("named-0-facts", "事实", "《南区学生宿舍热水系统改造》应于9月18日办结，至9月30日未办结。")],
        ..FieldGroup::default()
    };
    SummaryEditPage {
        layout: office("修改通报", Place::Summaries),
        heading: "修改通报".into(),
        action: "/summaries/019ab3f2/edit".into(),
        command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
        version: "1".into(),
        groups: groups.chain([named]).collect(),
        problems,
        cancel: "/summaries/019ab3f2".into(),
    }
}
