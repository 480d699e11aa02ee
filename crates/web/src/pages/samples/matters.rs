//! Samples of the matter page, 新建, 补录, the limit preview and the notice.

use documents::{
    forms::{COPIES, notice::Notice},
    paper::Sheet,
};

use super::*;
use crate::pages::{
    flow::{FlowBox, FlowState, FlowStep},
    form::{Fact, Problems},
    matter::{
        Act, Attachments, Chain, DueChange, DutyRow, Entry, EntryMark, MatterHead, MatterPage, NextStep, Paper,
        UnitRow, UrgingRow,
    },
    matter_form::{AdoptPage, EarlierRow, LimitPreview, LimitRule, MatterForm, NewMatterPage},
    paper::{PaperLink, PaperPage},
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("matter", matter()),
        sample("matter-unit", matter_for_unit()),
        sample("matter-draft", draft()),
        sample("matter-archived", archived()),
        sample("matter-longest", longest()),
        sample("matter-suspended", suspended()),
        sample("matter-new", new_matter()),
        sample("matter-new-empty", empty_matter()),
        sample("matter-new-error", new_matter_error()),
        sample("matter-adopt", adopt(Problems::default())),
        sample("matter-adopt-error", adopt_error()),
        sample("limit-preview", preview()),
        sample("limit-preview-provisional", provisional()),
        sample("limit-preview-empty", LimitPreview::default()),
        sample("notice", notice(sheet())),
        sample("notice-versions", notice_versions()),
        sample("notice-long", notice(long_sheet())),
        sample(
            "notice-empty",
            notice(Notice {
                form_title: "湖北工业大学督办事项通知单".into(),
                office: "学校办公室".into(),
                ..Notice::default()
            }),
        ),
    ]
}

pub fn head() -> MatterHead {
    MatterHead {
        href: "/matters/019ab3f2".into(),
        number: "督办〔2026〕41号".into(),
        title: "南区学生宿舍热水系统改造".into(),
        stage: "承办中".into(),
        mark: left(Light::Red, -6),
        due: "2026-11-18".into(),
        provisional: false,
        labels: vec!["重大".into()],
    }
}

fn next(who: &str, what: &str, due: &str, mark: Mark, clause: &str, mine: bool) -> NextStep {
    let why = "11月3日起算，次日起 15 个工作日 → 11月24日".into();
    let (who, what, due, clause) = (who.into(), what.into(), due.into(), clause.into());
    NextStep { who, what, due, provisional: false, why, mark, clause, mine }
}

fn act(label: &str, primary: bool, refusal: &str, clause: &str) -> Act {
    Act {
        label: label.into(),
        href: "/matters/019ab3f2/act".into(),
        primary,
        recorded: label.starts_with("代录"),
        refusal: refusal.into(),
        clause: clause.into(),
    }
}

fn flow_box(step: FlowStep, state: FlowState) -> FlowBox {
    FlowBox::new("湖北工业大学", step, state)
}

fn flow() -> Vec<FlowBox> {
    use FlowState::{Ahead, Current, Passed};
    vec![
        flow_box(FlowStep::Matter, Passed).by("2026-09-14", "党委常委会"),
        flow_box(FlowStep::Draft, Passed).by("2026-09-15", "周敏（演示）"),
        flow_box(FlowStep::Register, Passed).by("2026-09-21", "周敏（演示）"),
        flow_box(FlowStep::Dispatch, Passed).by("2026-09-22", "何静（演示）"),
        flow_box(FlowStep::Undertake, Passed).by("2026-09-23", "吴刚（演示）签收"),
        flow_box(FlowStep::Urge, Current).by("2026-11-19", "周敏（演示）").remark("延期 1 次、催办 2 次"),
        flow_box(FlowStep::Close, Ahead),
        flow_box(FlowStep::Archive, Ahead),
        flow_box(FlowStep::Bulletin, Ahead),
    ]
}

fn matter() -> MatterPage {
    MatterPage {
        layout: office("督办〔2026〕41号", Place::Ledger),
        head: head(),
        next: vec![
            next("后勤保障处", "按催办单落实", "2026-11-27", left(Light::Yellow, 3), "第四条（五）", false),
            next("学校办公室", "转呈延期申请", "2026-11-25", left(Light::Yellow, 1), "第四条（五）", true),
        ],
        next_empty: String::new(),
        acts: vec![
            act("转呈延期申请", true, "", ""),
            act("记录情况", false, "", ""),
            act("录入批示", false, "", ""),
            act("暂缓", false, "", ""),
            act("改派", false, "", ""),
            act("代录：报告进展", false, "", ""),
            act("二次催办", false, "首次催办的期限 11 月 27 日还没有到。到期仍未落实时可以二次催办。", "第四条（五）"),
            act("审核办结报告", false, "承办单位还没有提交办结报告。", "第四条（六）"),
            act("归档", false, "须先审核同意办结并反馈结果。", "第四条（八）"),
        ],
        flow: flow(),
        texts: vec![
            Fact::new(
                "事项内容",
                "党委常委会 2026 年第 21 次会议决定，对南区 1—6 栋学生宿舍热水系统进行改造。\n学生多次反映晚间热水供应不足、水温不稳。",
            ),
            Fact::new("办理要求", "一、10 月底前完成设备招标；二、施工避开晚间用水时段；三、每月底书面报告进展。"),
            Fact::new("量化目标", "11 月 18 日前 6 栋宿舍热水系统改造完成并通过验收，22:30 前出水温度不低于 45℃。"),
        ],
        facts: vec![
            Fact::new("事项类别", CATEGORIES[2]),
            Fact::new("来源", "党委常委会 2026 年第 21 次会议（2026-09-14）"),
            Fact::new("分管校领导", "陈立（演示）"),
            Fact::new("最初时限", "2026-10-31"),
            Fact::new("进展报告", "每月"),
            Fact::new("最近进展", "85%（2026-10-30）"),
        ],
        papers: vec![Paper {
            label: "查看并打印通知单".into(),
            href: "/matters/019ab3f2/notice".into(),
            note: "第 1 版，2026-09-22 下发".into(),
        }],
        units: vec![
            unit_row("后勤保障处", "牵头单位", "吴刚（演示）", ""),
            unit_row("财务处", "协办单位", "孙丽（演示）", "代录"),
            UnitRow { unit: "基建处".into(), part: "协办单位".into(), ..UnitRow::default() },
        ],
        duties: duties(),
        timeline: timeline(),
        suspension: String::new(),
        suspension_past: false,
        urgings: chain(),
        work: super::work::work(),
        waits_for: super::work::waits_for(),
        attachments: Attachments {
            rows: vec![
                file("常委会2026年第21次会议纪要（节录）.pdf", "1.2 MB", "会议纪要"),
                file("热水系统改造施工合同.pdf", "8.6 MB", "佐证材料"),
            ],
            action: "/matters/019ab3f2/attachments".into(),
            command_id: "019ab3f2-0001".into(),
            problems: Problems::default(),
        },
    }
}

fn unit_row(unit: &str, part: &str, signer: &str, manner: &str) -> UnitRow {
    UnitRow {
        unit: unit.into(),
        part: part.into(),
        responsible: signer.into(),
        contact: "李文博（演示）".into(),
        telephone: "027-5975 0001".into(),
        signed_by: signer.into(),
        signed_on: "2026-09-23".into(),
        manner: manner.into(),
    }
}

fn duty(what: &str, owner: &str, due: &str, mark: Mark, state: &str, clause: &str) -> DutyRow {
    DutyRow {
        what: what.into(),
        owner: owner.into(),
        due: due.into(),
        open: matches!(mark.nearness, Nearness::Left(_) | Nearness::Paused),
        mark,
        state: state.into(),
        clause: clause.into(),
        ..DutyRow::default()
    }
}

fn duties() -> Vec<DutyRow> {
    let done = |late| Mark::new(Light::Plain, Nearness::Done { late });
    let mut rows = vec![
        duty("办结", "后勤保障处", "2026-11-18", left(Light::Red, -6), "未完成", "第四条（四）"),
        duty("按催办单落实", "后勤保障处", "2026-11-27", left(Light::Yellow, 3), "未完成", "第四条（五）"),
        duty("转呈延期申请", "学校办公室", "2026-11-25", left(Light::Yellow, 1), "未完成", "第四条（五）"),
        duty("报告进展", "后勤保障处", "2026-10-31", done(0), "2026-10-30 完成", "第四条（四）"),
        duty("签收通知单", "后勤保障处", "2026-09-23", done(0), "2026-09-23 完成", "第四条（三）"),
        duty("签收通知单", "财务处", "2026-09-23", done(2), "2026-09-25 完成", "第四条（三）"),
        duty("下发通知单", "学校办公室", "2026-09-23", done(0), "2026-09-22 完成", "第四条（三）"),
    ];
    rows[0].explanation = "通知单载明的日期。".into();
    rows[0].changes = vec![DueChange {
        on: "2026-10-29".into(),
        old: "2026-10-31".into(),
        new: "2026-11-18".into(),
        cause: "批准延期".into(),
        decider: "陈立（演示）".into(),
    }];
    rows[1].explanation = "催办单限期办结时间。".into();
    rows[6].explanation = "9 月 21 日立项，次日起算 2 个工作日。".into();
    rows
}

fn timeline() -> Vec<Entry> {
    let entry = |on: &str, what: &str, who: &str, text: &str| Entry {
        on: on.into(),
        what: what.into(),
        who: who.into(),
        text: text.into(),
        ..Entry::default()
    };
    vec![
        entry(
            "2026-11-24",
            "申请延期",
            "吴刚（演示，后勤保障处）",
            "首次开标不足三家，已于 11 月 20 日重新发布公告，申请延期至 12 月 25 日。",
        ),
        Entry {
            rule: "超过办结时限次日提出催办".into(),
            clause: "第四条（五）".into(),
            marks: vec![EntryMark::Automatic],
            ..entry("2026-11-19", "提出催办", "系统", "")
        },
        Entry {
            files: vec![file("催办单.pdf", "96 KB", "")],
            ..entry("2026-11-19", "发放催办单", "周敏（演示，学校办公室）", "请于 11 月 27 日前办结。")
        },
        Entry {
            recorder: "周敏（演示）".into(),
            recorded: "2026-10-30 09:20".into(),
            marks: vec![EntryMark::Recorded],
            files: vec![file("延期申请单（签字）.jpg", "820 KB", "扫描件")],
            ..entry("2026-10-29", "批准延期", "陈立（演示，分管校领导）", "同意延期至 11 月 18 日，请抓紧。")
        },
        Entry {
            marks: vec![EntryMark::Delegated],
            ..entry("2026-09-23", "签收通知单", "李文博（演示，后勤保障处）代 吴刚（演示）", "")
        },
        entry("2026-09-22", "下发通知单", "何静（演示，学校办公室）", ""),
        entry("2026-09-21", "立项", "周敏（演示，学校办公室）", "编号 督办〔2026〕41号。"),
        entry("2026-09-15", "提出拟办意见", "周敏（演示，学校办公室）", ""),
    ]
}

/// A first one without effect, a second one that runs.
fn chain() -> Chain {
    let paper = |label: &str, href: &str| Paper { label: label.into(), href: href.into(), note: String::new() };
    let first = UrgingRow {
        heading: "催办".into(),
        state: "未落实".into(),
        is_open: false,
        facts: vec![
            Fact::new("催办建议", "系统自动 2026-11-19，建议限期 2026-11-26；规则：超过办结时限次日提出"),
            Fact::new("签发", "周敏（演示）（学校办公室） 2026-11-19"),
            Fact::new("原时限", "2026-11-18，至发出时已逾期 1 个工作日"),
            Fact::new("限期办结时间", "2026-11-21"),
            Fact::new("签收", "李文博（演示）代 吴刚（演示） 2026-11-20，代签"),
            Fact::new("呈报", "陈立（演示）"),
            Fact::new(
                "落实情况",
                "未落实（周敏（演示） 2026-11-22 核实）：限期届满仍有 1 栋没有验收，未报送办结报告。",
            ),
        ],
        papers: vec![paper("催办单", "/matters/019ab3f2/urgings/1")],
    };
    let second = UrgingRow {
        heading: "二次催办".into(),
        state: "落实中".into(),
        is_open: true,
        facts: vec![
            Fact::new("签发", "何静（演示）（学校办公室） 2026-11-23"),
            Fact::new("限期办结时间", "2026-11-27"),
            Fact::new("签收", "未签收，时限 2026-11-24"),
            Fact::new("呈报", "陈立（演示）、赵国强（演示）"),
            Fact::new("抄送", "纪委、监察专员办公室"),
            Fact::new("落实情况", "限期未到"),
        ],
        papers: vec![
            paper("催办单", "/matters/019ab3f2/urgings/2"),
            paper("抄送函", "/matters/019ab3f2/urgings/2/letter"),
        ],
    };
    let next = "后勤保障处应于 2026-11-24 前签收；限期 2026-11-27；届时由学校办公室于 2026-11-30 前核实；未落实的提出第 3 次催办，由主任签发并抄送纪委、监察专员办公室。";
    Chain { rows: vec![first, second], next: next.into() }
}

fn suspended() -> MatterPage {
    let mut page = matter();
    page.head.stage = "暂缓".into();
    page.head.mark = Mark::new(Light::Plain, Nearness::Paused);
    page.head.labels.push("预计 2026-12-15 恢复".into());
    page.suspension = "暂缓中：等待招标采购。首次开标不足三家，须重新招标（陈立（演示） 2026-11-20 批准）。预计 2026-12-15 恢复，届时由学校办公室复核。承办单位的时限停计，不催办。".into();
    page.next = vec![next("学校办公室", "复核暂缓", "2026-12-15", left(Light::Green, 21), "第一条", true)];
    for duty in page.duties.iter_mut().filter(|duty| duty.open) {
        duty.mark = Mark::new(Light::Plain, Nearness::Paused);
        duty.state = "暂停，剩 3 个工作日".into();
    }
    page.urgings = Chain::default();
    page
}

fn matter_for_unit() -> MatterPage {
    let mut page = matter();
    page.layout = unit("督办〔2026〕52号", Place::Ledger);
    page.head.labels.clear();
    page.head.mark = left(Light::Yellow, 2);
    page.next = vec![next("教务处", "签收通知单", "2026-11-25", left(Light::Yellow, 1), "第四条（三）", true)];
    page.acts = vec![
        act("签收", true, "", ""),
        act("提出异议", false, "", ""),
        act("报告进展", false, "签收后才能报告进展。", "第四条（三）"),
    ];
    page
}

fn draft() -> MatterPage {
    use FlowState::{Ahead, Current, Passed};
    let states = [Passed, Current, Ahead, Ahead, Ahead, Ahead, Ahead, Ahead, Ahead];
    MatterPage {
        layout: office("拟办事项", Place::Ledger),
        head: MatterHead {
            href: "/matters/1".into(),
            title: "校长信箱：图书馆延长开放时间".into(),
            stage: "拟办中".into(),
            ..MatterHead::default()
        },
        next: vec![next("学校办公室", "形成拟办意见", "2026-12-01", left(Light::Green, 7), "学校办公室设定", true)],
        acts: vec![
            act("立项", true, "", ""),
            act("修改", false, "", ""),
            act("征求意见", false, "", ""),
            act("不予立项", false, "", ""),
        ],
        flow: FlowStep::ALL.into_iter().zip(states).map(|(step, state)| flow_box(step, state)).collect(),
        texts: vec![
            Fact::new("事项内容", "学生反映考试周图书馆座位紧张。"),
            Fact::new("办理要求", ""),
            Fact::new("量化目标", ""),
        ],
        facts: vec![Fact::new("事项类别", CATEGORIES[5]), Fact::new("分管校领导", "")],
        attachments: Attachments { action: "/matters/1/attachments".into(), ..Attachments::default() },
        ..MatterPage::default()
    }
}

fn archived() -> MatterPage {
    let mut page = matter();
    page.head.stage = "已归档".into();
    page.head.mark = Mark::default();
    page.next.clear();
    page.next_empty = "已于 2026-12-28 归档，办理闭环完成。".into();
    page.acts.clear();
    page.duties.retain(|duty| !duty.open);
    page.attachments.action.clear();
    for part in &mut page.flow {
        part.state = FlowState::Passed;
    }
    page.flow[5].state = FlowState::Skipped;
    page.flow[5].when.clear();
    page.flow[5].who.clear();
    page.flow[5].remark.clear();
    page
}

fn longest() -> MatterPage {
    let mut page = matter();
    page.head.title = LONG_TITLE.into();
    page.head.provisional = true;
    page.head.labels = ["重大", "复杂", "长期", "补录"].map(String::from).into();
    page.texts[0].text =
        format!("{}\n<script>alert(1)</script> 𠮷野家 👍 {}", "党委常委会决定。".repeat(120), "A".repeat(300));
    page.attachments.rows[0].name = format!("{}.pdf", "非常长的文件名".repeat(16));
    page.attachments.problems.add("file", "文件超过 50 MB，请压缩或拆分后再传。");
    page.timeline[0].text = "申请延期的原因说明。".repeat(80);
    page
}

fn form() -> MatterForm {
    let mut co_units = choices(&UNITS, 8);
    co_units[12].chosen = true;
    MatterForm {
        title: "南区学生宿舍热水系统改造".into(),
        content: "党委常委会 2026 年第 21 次会议决定，对南区 1—6 栋学生宿舍热水系统进行改造。".into(),
        requirements: "10 月底前完成设备招标；每月底书面报告进展。".into(),
        target: "11 月 18 日前 6 栋宿舍热水系统改造完成并通过验收。".into(),
        categories: choices(&CATEGORIES, 2),
        source_organ: "党委常委会".into(),
        source_number: "2026 年第 21 次".into(),
        source_date: "2026-09-14".into(),
        leads: choices(&UNITS, 10),
        co_units,
        leaders: choices(&["陈立（演示）", "赵国强（演示）"], 0),
        major: true,
        working_days: 15,
        plan_days: 5,
        ..MatterForm::default()
    }
}

fn preview() -> LimitPreview {
    LimitPreview {
        due: "2026-10-27".into(),
        due_words: "2026年10月27日 星期二".into(),
        explanation: "按今日交办测算：9 月 30 日交办，次日起算 15 个工作日，跳过国庆 10 月 1—7 日，10 月 10 日补班计入 → 10 月 27 日。".into(),
        clause: "第四条（四）".into(),
        ..LimitPreview::default()
    }
}

fn provisional() -> LimitPreview {
    LimitPreview {
        due: "2027-01-12".into(),
        due_words: "2027年1月12日 星期二".into(),
        explanation: "按今日交办测算：12 月 22 日交办，次日起算 15 个工作日。".into(),
        provisional:
            "国务院办公厅尚未公布 2027 年放假安排，按周一至周五推算；公布后由学校办公室确认，只会顺延，不会提前。"
                .into(),
        ..preview()
    }
}

fn new_matter() -> NewMatterPage {
    NewMatterPage {
        layout: office("新建事项", Place::NewMatter),
        heading: "新建事项".into(),
        action: "/matters".into(),
        command_id: "019ab3f2-0002".into(),
        version: String::new(),
        noted: String::new(),
        form: form(),
        preview: preview(),
        cancel: "/matters".into(),
    }
}

fn empty_matter() -> NewMatterPage {
    let blank = MatterForm {
        categories: choices(&CATEGORIES, 99),
        leads: choices(&UNITS, 99),
        co_units: choices(&UNITS, 99),
        leaders: choices(&["陈立（演示）"], 99),
        working_days: 15,
        plan_days: 5,
        ..MatterForm::default()
    };
    NewMatterPage { form: blank, preview: LimitPreview::default(), ..new_matter() }
}

fn new_matter_error() -> NewMatterPage {
    let mut page = new_matter();
    page.form.title = String::new();
    page.form.limit = LimitRule::Explicit;
    page.form.due = "2026-11-01".into();
    page.form.staged = vec![file("常委会纪要.pdf", "1.2 MB", "")];
    page.form.problems.add("title", "请填写事项标题。");
    page.form.problems.add("due", "办结日期不能早于今天（2026-11-24）。");
    page.form.problems.add("co_units", "牵头单位“后勤保障处”不能同时是协办单位。");
    page.form.problems.add_under("category", "请选择事项类别。", "第三条");
    page.preview =
        LimitPreview { problem: "办结日期不能早于今天（2026-11-24）。".into(), ..LimitPreview::default() };
    page
}

fn adopt(problems: Problems) -> AdoptPage {
    let earlier = |kind: &str, date: &str, text: &str, due: &str| EarlierRow {
        kind: kind.into(),
        date: date.into(),
        text: text.into(),
        due: due.into(),
    };
    AdoptPage {
        layout: office("补录", Place::Adopt),
        action: "/adoptions".into(),
        command_id: "019ab3f2-0003".into(),
        form: MatterForm { problems, ..form() },
        number: "督办〔2026〕7号".into(),
        registered_on: "2026-03-02".into(),
        dispatched_on: "2026-03-03".into(),
        signed_on: "2026-03-04".into(),
        signed_by: "吴刚（演示）".into(),
        responsible: "吴刚（演示）".into(),
        contact: "李文博（演示）".into(),
        telephone: "027-5975 0001".into(),
        first_due: "2026-09-30".into(),
        cadences: choices(&["办结时一并报告", "每月报告"], 1),
        due_in_force: "2026-12-10".into(),
        earlier: vec![
            earlier("extension", "2026-06-20", "招标流标，延期。", "2026-12-10"),
            earlier("instruction", "2026-07-01", "请后勤抓紧。陈立", ""),
            EarlierRow::default(),
            EarlierRow::default(),
        ],
        today: "2026-11-24".into(),
        cancel: "/matters".into(),
    }
}

fn adopt_error() -> AdoptPage {
    let mut problems = Problems::default();
    problems.add("number", "编号督办〔2026〕7号已经存在：南区道路修缮。");
    problems.add("dispatched_on", "交办日期不能早于立项日期。");
    adopt(problems)
}

pub fn sheet() -> Notice {
    Notice {
        form_title: "湖北工业大学督办事项通知单".into(),
        number: "督办〔2026〕41号".into(),
        title: "南区学生宿舍热水系统改造".into(),
        units: vec!["后勤保障处（牵头）".into(), "财务处".into(), "基建处".into()],
        responsible: "吴刚（演示）".into(),
        due: "2026年10月31日".into(),
        contact: "李文博（演示）".into(),
        telephone: "027-5975 0001".into(),
        content: vec![
            "党委常委会2026年第21次会议决定，对南区1—6栋学生宿舍热水系统进行改造。".into(),
            "办理要求：一、10月底前完成设备招标；二、施工避开晚间用水时段；三、每月底书面报告进展。".into(),
            "完成标志：6栋宿舍热水系统改造完成并通过验收，22:30前出水温度不低于45℃。".into(),
        ],
        signer: String::new(),
        signed_on: String::new(),
        office: "学校办公室".into(),
        issued_on: "2026年9月22日".into(),
        version: String::new(),
        notes: vec![
            "注：1.承办单位应于完成时限前办结督办事项，并以书面形式向学校办公室督办室反馈情况。".into(),
            "　　2.此通知单一式两份，学校办公室、承办单位各执一份。".into(),
        ],
    }
}

fn long_sheet() -> Notice {
    let mut sheet = sheet();
    sheet.title = LONG_TITLE.into();
    sheet.version = "第 2 版（改派）".into();
    sheet.content = (1..=24)
        .map(|n| {
            format!("{n}. {}", "认真落实会议决定，逐项列出任务清单、责任人和完成时间，按月书面报告进展情况。".repeat(3))
        })
        .collect();
    sheet.signer = "吴刚（演示）".into();
    sheet.signed_on = "2026年9月23日".into();
    sheet
}

fn notice(sheet: Notice) -> PaperPage {
    PaperPage {
        title: "督办事项通知单 督办〔2026〕41号".into(),
        heading: "通知单打印".into(),
        about: "一式两份，A4 纸。".into(),
        sheets: COPIES.iter().map(|copy| Sheet::Form(sheet.form(copy))).collect(),
        downloads: vec![
            PaperLink::new("下载 PDF", "/matters/019ab3f2/notice?format=pdf"),
            PaperLink::new("下载 Word", "/matters/019ab3f2/notice?format=docx"),
        ],
        kept: vec![PaperLink::new("第 1 次存档（2026-09-22 10:03）", "/matters/019ab3f2/papers/019ab400")],
        back_label: "返回事项".into(),
        why: "时限算法：9月30日起算，次日起 15 个工作日 → 10月27日。依据：第四条（四）".into(),
        back: "/matters/019ab3f2".into(),
        ..PaperPage::default()
    }
}

fn notice_versions() -> PaperPage {
    let link = |number: u32, cause: &str| PaperLink {
        label: format!("第 {number} 版（{cause}）"),
        href: format!("/matters/019ab3f2/notice?version={number}"),
        current: number == 2,
    };
    let version = "第 2 版（改派，已由第 3 版代替）".into();
    PaperPage {
        versions: vec![link(1, "首次下发，2026-09-22"), link(2, "改派，2026-09-28"), link(3, "更正，2026-10-09")],
        ..notice(Notice { version, ..sheet() })
    }
}
