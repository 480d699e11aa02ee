//! Samples of the acts: the generic form, dispatch, signature, progress, closing report, review, archive.

use super::{
    matters::{head, sheet},
    *,
};
use documents::forms::closing_report::{ClosingReport, HEADINGS};

use crate::pages::{
    act::{ActForm, ActPage, OnPaper, Submit},
    archive::{ArchivePage, Kept, Material},
    form::{Fact, Field, Kind, Problems},
    report::{ClosingReportPage, ProgressPage, Section},
    review::{Answer, ReviewPage, Verdict},
    sign::SignPage,
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("act-decide-extension", decide_extension()),
        sample("act-every-field", every_field()),
        sample("act-every-field-error", every_field_error()),
        sample("act-dispatch", dispatch()),
        sample("act-dispatch-missing", dispatch_missing()),
        sample("act-feedback", feedback()),
        sample("sign", sign()),
        sample("progress", progress()),
        sample("progress-first", ProgressPage { last: Vec::new(), ..progress() }),
        sample("closing-report", closing_report()),
        sample("closing-report-error", closing_report_error()),
        sample("review", review()),
        sample("review-error", review_error()),
        sample("archive", archive(Problems::default())),
        sample("archive-error", archive_error()),
    ]
}

fn form(title: &str, clause: &str, explanation: &str, submit: &str) -> ActForm {
    ActForm {
        action: "/matters/019ab3f2/act".into(),
        command_id: "019ab3f2-0009".into(),
        title: title.into(),
        clause: clause.into(),
        explanation: explanation.into(),
        submits: vec![Submit::new(submit)],
        cancel: "/matters/019ab3f2".into(),
        ..ActForm::default()
    }
}

fn asked() -> Vec<Fact> {
    vec![
        Fact::new("办理要求", "一、10 月底前完成设备招标；二、施工避开晚间用水时段；三、每月底书面报告进展。"),
        Fact::new("量化目标", "6 栋宿舍热水系统改造完成并通过验收，22:30 前出水温度不低于 45℃。"),
    ]
}

fn decide_extension() -> ActPage {
    let mut form = form(
        "审批延期申请",
        "第四条（五）",
        "批准后，办结时限改为您确定的日期，并通知承办单位；不批准则原时限不变。",
        "批准",
    );
    form.context = vec![
        Fact::new(
            "承办单位说明",
            "首次开标不足三家，已于 11 月 20 日重新发布公告。拟采取措施：分两个标段同步施工，节假日不停工。",
        ),
        Fact::new("原办结时间 → 计划办结时间", "2026-11-18 → 2026-12-25"),
        Fact::new("学校办公室意见", "情况属实，建议同意延期至 12 月 25 日。何静（演示）"),
    ];
    form.fields = vec![
        Field::new("due", "批准的办结时间", Kind::Date).value("2026-12-25").required().half(),
        Field::new("opinion", "审批意见", Kind::Area { rows: 3 }).hint("可不填；将原文印在延期申请单上。"),
    ];
    form.submits = vec![Submit::named("批准", "decision", "grant"), Submit::named("不批准", "decision", "refuse")];
    ActPage { layout: leader("审批延期申请", Place::Desk), head: head(), form, ..ActPage::default() }
}

fn every_field() -> ActPage {
    let mut form = form("录入领导批示", "第四条（五）", "批示原文逐字记录，注明批示人和日期，不作概括。", "保存批示");
    form.fields = vec![
        Field::new("leader", "批示人", Kind::Select(choices(&["陈立（演示）", "赵国强（演示）"], 0))).required().half(),
        Field::new("on", "批示日期", Kind::Date).value("2026-11-23").required().half(),
        Field::new("text", "批示原文", Kind::Area { rows: 4 }).value("请后勤处本周内拿出赶工方案。").required(),
        Field::new(
            "order",
            "要求",
            Kind::Radio(vec![
                Choice::new("answer", "须回复").note("给出期限").chosen_if(true),
                Choice::new("note", "阅知"),
            ]),
        )
        .required(),
        Field::new("days", "回复期限（工作日）", Kind::Number { min: 1, max: 60 }).value("3").half(),
        Field::new("phone", "联系电话", Kind::Telephone).value("027-5975 0001").half(),
        Field::new("units", "转办单位", Kind::Many(choices(&UNITS, 10))),
        Field::new("few", "抄送", Kind::Many(choices(&UNITS[..3], 1))),
        Field::new("urgent", "急件", Kind::Check { on: true }).hint("同时电话通知联系人。"),
        Field::new("scan", "批示扫描件", Kind::File { many: true }),
        Field::new("copy", "将抄送", Kind::Shown).value("学校办公室主任"),
        Field::new("answers", "", Kind::Hidden).value("2"),
    ];
    form.on_paper = Some(on_paper(false));
    ActPage { layout: office("录入领导批示", Place::Ledger), head: head(), form, ..ActPage::default() }
}

fn on_paper(on: bool) -> OnPaper {
    OnPaper {
        on,
        occurred_on: if on { "2026-11-30".into() } else { String::new() },
        today: "2026-11-24".into(),
        principal_label: "决定人".into(),
        principals: choices(&["陈立（演示）", "赵国强（演示）"], 0),
        manner: "call".into(),
        call_note: "11 月 23 日 16:20 电话，陈立同意。".into(),
        staged: vec![file("延期申请单（签字）.jpg", "820 KB", "")],
    }
}

fn every_field_error() -> ActPage {
    let mut page = every_field();
    page.form.problems.add("text", "请逐字录入批示原文。");
    page.form.problems.add("order", "请选择是否须回复。");
    page.form.problems.add("occurred_on", "发生日期不能晚于今天。");
    page.form.problems.add("units", "至少选择一个转办单位。");
    page.form.problems.add_under("", "这件事项已被归档，不能再录入批示；可改为“补充归档”。", "第四条（八）");
    page.form.staged = vec![file("批示.jpg", "1.1 MB", "")];
    page.form.on_paper = Some(on_paper(true));
    page
}

fn dispatch() -> ActPage {
    let mut form = form(
        "交办：下发通知单",
        "第四条（三）",
        "下发后，牵头和协办单位收到通知并须签收；办结时限自今日起算。请核对右侧将要发出的通知单。",
        "下发通知单",
    );
    form.fields = vec![
        Field::new("target", "量化目标（可检验的完成标志）", Kind::Area { rows: 3 })
            .value("6 栋宿舍热水系统改造完成并通过验收，22:30 前出水温度不低于 45℃。")
            .required(),
        Field::new("due", "办结时限", Kind::Date).value("2026-10-31").required().half(),
        Field::new("cadence", "进展报告", Kind::Select(choices(&["每月", "每两周", "不要求"], 0))).half(),
        Field::new("responsible", "负责人（第一责任人）", Kind::Select(choices(&["吴刚（演示）"], 0)))
            .required()
            .half(),
        Field::new("contact", "联系人", Kind::Select(choices(&["李文博（演示）"], 0))).required().half(),
        Field::new("telephone", "联系电话", Kind::Telephone).value("027-5975 0001").required().half(),
    ];
    let head = crate::pages::matter::MatterHead { stage: "待交办".into(), mark: Mark::default(), ..head() };
    ActPage {
        layout: office("交办", Place::Ledger), head, form, preview: Some(sheet().form("")), ..ActPage::default()
    }
}

fn dispatch_missing() -> ActPage {
    let mut page = dispatch();
    page.form.missing = ["量化目标：任务量化", "联系人和联系电话：责任明确化"].map(String::from).into();
    page.form.fields[0].value.clear();
    page.form.problems.add_under("target", "请写明可检验的完成标志，例如数量、成果或状态。", "第四条（三）");
    page
}

fn feedback() -> ActPage {
    let mut form = form("反馈办理结果", "第四条（七）", "向校领导和相关单位报告办理结果。", "反馈");
    form.fields = vec![
        Field::new(
            "to",
            "反馈给",
            Kind::Many(vec![
                Choice::new("l1", "陈立（演示）").note("分管校领导").chosen_if(true),
                Choice::new("u1", "后勤保障处").note("牵头单位").chosen_if(true),
                Choice::new("u2", "财务处").note("协办单位"),
            ]),
        ),
        Field::new("text", "办理结果", Kind::Area { rows: 5 })
            .value("6 栋宿舍热水系统改造已全部完成并通过验收。")
            .required(),
    ];
    ActPage { layout: office("反馈", Place::Ledger), head: head(), form, ..ActPage::default() }
}

fn sign() -> SignPage {
    let sign =
        form("签收通知单", "第四条（三）", "签收后请认真办理，并按时限报送办结报告。单位负责人是第一责任人。", "签收");
    let mut object = form(
        "提出异议",
        "学校办公室设定",
        "学校办公室在 2 个工作日内答复：改派，或者维持交办。办结时限照常计算。",
        "提交异议",
    );
    object.fields = vec![Field::new("reason", "不属于本单位职责的理由", Kind::Area { rows: 3 }).required()];
    SignPage {
        layout: unit("签收通知单", Place::Desk),
        head: head(),
        sheet: sheet().form(""),
        sign,
        object: Some(object),
    }
}

fn progress() -> ProgressPage {
    let mut unchanged = form("本期无变化", "", "一键报送，按“本期无变化”记录，完成度仍为 85%。", "本期无变化");
    unchanged.fields = vec![Field::new("unchanged", "", Kind::Hidden).value("1")];
    let mut report = form("报告进展", "第四条（四）", "", "提交进展");
    report.fields = vec![
        Field::new("percent", "完成度（%）", Kind::Number { min: 0, max: 100 }).value("85").required().half(),
        Field::new("text", "进展情况", Kind::Area { rows: 4 })
            .value("5 栋宿舍已完工并通过验收，第 6 栋正在安装设备。")
            .required(),
        Field::new("problems", "存在的问题", Kind::Area { rows: 2 }).hint("需要学校办公室协调的，请另用“提请协调”。"),
        Field::new("file", "附件", Kind::File { many: true }),
    ];
    ProgressPage {
        layout: unit("报告进展", Place::Desk),
        head: head(),
        period: "11 月，11 月 30 日前".into(),
        last: vec![Fact::new("2026-10-30，完成 85%", "5 栋宿舍已完工并通过验收，第 6 栋正在安装设备。")],
        unchanged,
        report,
    }
}

fn closing_report() -> ClosingReportPage {
    let mut form = form(
        "提交办结报告",
        "第四条（六）",
        "联络员可起草，由单位负责人提交。提交后由学校办公室审核。",
        "提交办结报告",
    );
    form.fields = vec![Field::new("file", "佐证材料", Kind::File { many: true }).hint("验收单、照片、文件等。")];
    let section = |text: &str, hint: &str| Section { text: text.into(), hint: hint.into() };
    let sheet = ClosingReport {
        form_title: "湖北工业大学督办事项办结报告".into(),
        number: "督办〔2026〕12号".into(),
        unit: "后勤保障处".into(),
        ..ClosingReport::default()
    };
    ClosingReportPage {
        sheet: sheet.form(),
        layout: unit("办结报告", Place::Desk),
        head: head(),
        asked: asked(),
        sections: [
            section(
                "党委常委会 2026 年第 21 次会议决定，对南区 1—6 栋学生宿舍热水系统进行改造。",
                "已从通知单带入，可修改。",
            ),
            section("6 栋宿舍热水系统改造完成并通过验收。", "已从通知单带入，可修改。"),
            section("", "按时间写清做了什么、谁做的。"),
            section("", "对照量化目标，写清结果和数据。"),
            section("", ""),
        ],
        form,
    }
}

fn closing_report_error() -> ClosingReportPage {
    let mut page = closing_report();
    page.form.problems.add("section3", "“督办事项工作开展情况”不能为空。");
    page.form.problems.add("section4", "“取得的成效”不能为空。");
    page.asked.push(Fact::new("上次退回补办的原因", "缺少第 6 栋验收单。"));
    page
}

fn review() -> ReviewPage {
    ReviewPage {
        layout: office("审核办结报告", Place::Ledger),
        head: head(),
        asked: asked(),
        report: HEADINGS
            .map(|heading| Fact::new(heading, "6 栋宿舍热水系统已于 11 月 15 日全部完工，11 月 17 日通过验收。"))
            .into(),
        submitted: "吴刚（演示，后勤保障处）2026-11-17 提交".into(),
        confirmations: vec![Fact::new("财务处", "确认（2026-11-18）"), Fact::new("基建处", "逾期未确认")],
        files: vec![file("验收单.pdf", "2.1 MB", "佐证材料")],
        answers: [Some(true), Some(true), None, None, None].map(|yes| Answer { yes, remark: String::new() }),
        form: form("审核办结报告", "第四条（六）", "对照交办时的要求逐项回答，再作结论。", "提交审核结论"),
        ..ReviewPage::default()
    }
}

fn review_error() -> ReviewPage {
    let mut page = review();
    page.answers[2] = Answer { yes: Some(false), remark: "“全部完工”与第 6 栋照片不符".into() };
    page.verdict = Some(Verdict::Supplement);
    page.form.problems.add("answer4", "五个问题都要回答。");
    page.form.problems.add("reason", "退回补办须写明原因。");
    page.form.problems.add("due", "退回补办须给出期限。");
    page
}

fn archive(problems: Problems) -> ArchivePage {
    let material = |key: &str, label: &str, compulsory, kept, files: Vec<_>| Material {
        key: key.into(),
        label: label.into(),
        compulsory,
        kept,
        files,
        ..Material::default()
    };
    let mut form = form("归档", "第四条（八）", "归档后事项不再变动；之后的材料用“补充归档”。", "归档");
    form.fields = vec![
        Field::new("archivist", "归档人", Kind::Select(choices(&["周敏（演示）"], 0))).required().half(),
        Field::new("remarks", "备注", Kind::Area { rows: 2 }),
    ];
    form.problems = problems;
    ArchivePage {
        layout: office("归档", Place::Ledger),
        head: head(),
        materials: vec![
            Material {
                count: "1".into(),
                pages: "2".into(),
                place: "档案柜 3-2".into(),
                ..material("instructions", "校领导批示", false, Kept::Paper, vec![])
            },
            material(
                "minutes",
                "会议纪要",
                false,
                Kept::Electronic,
                vec![file("常委会2026年第21次会议纪要（节录）.pdf", "1.2 MB", "")],
            ),
            Material {
                reason: "本事项由会议决定，无来文。".into(),
                ..material("documents", "相关文件", false, Kept::Absent, vec![])
            },
            material(
                "dispatch",
                "交办材料",
                true,
                Kept::Electronic,
                vec![file("通知单.pdf", "88 KB", ""), file("催办单.pdf", "96 KB", "")],
            ),
            material("report", "办结报告", true, Kept::Unsaid, vec![file("办结报告.pdf", "120 KB", "")]),
        ],
        form,
    }
}

fn archive_error() -> ArchivePage {
    let mut problems = Problems::default();
    problems.add("material_report", "请说明办结报告是电子件还是纸质件。");
    problems.add("material_instructions_pages", "页数应为正整数。");
    archive(problems)
}
