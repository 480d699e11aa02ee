//! Samples of papers beside the notice: 催办单, the letter that goes out with a second one, 延期申请单, 办结报告, the flow chart,
//! a register.

use documents::{
    forms::{
        COPIES, Signed as Signature,
        closing_report::ClosingReport,
        extension::ExtensionRequest,
        flow,
        registration_register::{self, Registration},
        urging::UrgingSheet,
    },
    official::discipline_letter::DisciplineLetter,
    paper::{Sheet, Value},
};

use super::*;
use crate::pages::{
    form::{Field, Kind},
    paper::{PaperLink, PaperPage},
    papers::{PaperForm, PapersPage},
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("urging", page("催办单打印", copies(&urging()))),
        sample("urging-long", page("催办单打印", vec![Sheet::Form(urging_long().form(COPIES[1]))])),
        sample("urging-letter", page("抄送函打印", vec![Sheet::Official(letter().official("湖北工业大学学校办公室"))])),
        sample("extension", page("延期申请单打印", vec![Sheet::Form(extension().form())])),
        sample("closing-report-paper", page("办结报告打印", vec![Sheet::Form(report().form())])),
        sample("flow-chart", page("流程图打印", vec![Sheet::Form(chart())])),
        sample("register", PaperPage { wide: true, ..page("立项登记表", vec![register(40)]) }),
        sample("papers", papers()),
        sample("register-empty", PaperPage { wide: true, ..page("立项登记表", vec![register(0)]) }),
    ]
}

fn papers() -> PapersPage {
    let form = |scope: &str, title: &str| PaperForm {
        scope: scope.into(),
        title: title.into(),
        explanation: "附件 2：期内立项的事项。".into(),
        action: format!("/papers/{scope}"),
        fields: vec![
            Field::new("from", "自", Kind::Date).value("2026-01-01").required().half(),
            Field::new("to", "至", Kind::Date).value("2026-11-24").required().half(),
        ],
        ..PaperForm::default()
    };
    PapersPage {
        layout: office("登记表与公文", Place::Ledger),
        forms: vec![form("registration-register", "立项登记表"), form("archive-register", "办结材料归档登记表")],
        blanks: vec![PaperLink::new("附件 3　湖北工业大学督办事项通知单", "/papers/blank?annex=3")],
    }
}

fn page(heading: &str, sheets: Vec<Sheet>) -> PaperPage {
    PaperPage {
        title: heading.into(),
        heading: heading.into(),
        about: "A4 纸。".into(),
        sheets,
        downloads: vec![PaperLink::new("下载 PDF", "?format=pdf"), PaperLink::new("下载 Word", "?format=docx")],
        links: vec![PaperLink::new("抄送函", "/matters/019ab3f2/urgings/2/letter")],
        back: "/matters/019ab3f2".into(),
        back_label: "返回事项".into(),
        ..PaperPage::default()
    }
}

fn copies(sheet: &UrgingSheet) -> Vec<Sheet> {
    COPIES.iter().map(|copy| Sheet::Form(sheet.form(copy))).collect()
}

fn urging() -> UrgingSheet {
    let said = "“南区学生宿舍热水系统改造”的办结时限为2026年11月18日，至今已逾期 3 个工作日，经催办仍未落实。现第 2 次催办，请于2026年11月27日前落实并报送办结报告。";
    UrgingSheet {
        form_title: "湖北工业大学督办事项催办单".into(),
        number: "督办〔2026〕41号".into(),
        title: "南区学生宿舍热水系统改造".into(),
        lead: "后勤保障处".into(),
        due: "2026年11月27日".into(),
        content: vec![
            "二次催办（2026年11月23日发出）：原时限为2026年11月18日，至发出之日已逾期 3 个工作日。".into(),
            said.into(),
            "抄送：纪委、监察专员办公室".into(),
        ],
        notes: vec!["此通知单一式两份，学校办公室、承办单位各执一份。".into()],
        ..UrgingSheet::default()
    }
}

fn urging_long() -> UrgingSheet {
    let mut sheet = urging();
    sheet.title = LONG_TITLE.into();
    sheet.content[1] = "请抓紧办理并说明逾期原因。".repeat(20);
    sheet.signed = signed("李文博（演示）代 吴刚（演示）", "代签", "2026年11月24日");
    sheet.mark = "已撤销（2026年11月25日）".into();
    sheet
}

fn signed(by: &str, manner: &str, on: &str) -> Signature {
    Signature { by: by.into(), manner: manner.into(), on: on.into() }
}

fn letter() -> DisciplineLetter {
    let part = |heading: &str, lines: &[&str]| (heading.to_owned(), lines.iter().map(|line| (*line).into()).collect());
    DisciplineLetter {
        title: "关于抄送督办事项二次催办情况的函".into(),
        to: "纪委、监察专员办公室".into(),
        opening: "根据《湖北工业大学督办工作实施办法》（湖工大党字〔2023〕55号）第四条（五）的规定，现将“南区学生宿舍热水系统改造”（督办〔2026〕41号）二次催办情况抄送贵单位。".into(),
        parts: vec![
            part("督办事项", &["事项：南区学生宿舍热水系统改造", "编号：督办〔2026〕41号；通知单下发日期：2026年9月22日", "牵头单位：后勤保障处；协办单位：财务处、基建处"]),
            part("办结时限和延期", &["首次确定的办结时限：2026年10月31日；现行办结时限：2026年11月18日。", "2026年10月28日申请延期至2026年11月18日，2026年10月29日批准延期至2026年11月18日。"]),
            part("催办情况", &["催办：2026年11月19日发出，原时限2026年11月18日，限期2026年11月21日；2026年11月22日核实为未落实（限期届满仍有 1 栋没有验收）。", "二次催办：2026年11月23日发出，原时限2026年11月18日，限期2026年11月27日。"]),
            part("办理进展", &["2026年10月30日报告：完成 85%。5 栋已完工。"]),
            part("办结报告", &["牵头单位尚未报送办结报告。"]),
        ],
        closing: "本函系按规定抄送情况，供贵单位了解掌握，无需函复。".into(),
        enclosed: vec!["督办事项催办单（督办〔2026〕41号，二次催办）".into()],
        from: "学校办公室".into(),
        issued_on: "2026年11月23日".into(),
        mark: String::new(),
    }
}

fn extension() -> ExtensionRequest {
    ExtensionRequest {
        form_title: "湖北工业大学督办事项延期申请单".into(),
        number: "督办〔2026〕41号".into(),
        title: "南区学生宿舍热水系统改造".into(),
        lead: "后勤保障处".into(),
        old_due: "2026年10月31日".into(),
        until: "2026年11月18日".into(),
        report: vec![
            "延期原因：受连续降雨影响，室外管道施工停工 9 天。".into(),
            "解决措施：增加一个施工班组，夜间不停水作业。".into(),
            "办理完成最终时限：2026年11月18日。".into(),
        ],
        head: signed("吴刚（演示）", "电子签署", "2026年10月28日"),
        ..ExtensionRequest::default()
    }
}

fn report() -> ClosingReport {
    ClosingReport {
        form_title: "湖北工业大学督办事项办结报告".into(),
        number: "督办〔2026〕41号".into(),
        sections: std::array::from_fn(|place| vec!["6 栋宿舍热水系统改造完成并通过验收。".repeat(place * 4 + 1)]),
        unit: "后勤保障处".into(),
        head: signed("吴刚（演示）", "电子签署", "2026年11月17日"),
        ..ClosingReport::default()
    }
}

fn chart() -> documents::paper::Form {
    let lived = |on: &str| flow::Passed { reached: true, lines: vec![format!("{on}　何嘉明（演示）")] };
    let passed = ["2026年9月20日", "2026年9月21日", "2026年9月22日"].map(lived);
    flow::chart("湖北工业大学", "湖北工业大学督办工作流程图", ("督办〔2026〕41号", "南区学生宿舍热水系统改造"), &passed)
}

fn register(rows: usize) -> Sheet {
    let row = |n: usize| Registration {
        number: format!("督办〔2026〕{}号", n + 1),
        title: if n == 3 { LONG_TITLE.into() } else { "南区学生宿舍热水系统改造".into() },
        units: "后勤保障处、财务处、基建处".into(),
        due: Value::Day(jiff::civil::date(2026, 10, 31)),
        signer: "李文博（演示）".into(),
        remark: if n.is_multiple_of(5) { "延至2026年11月18日".into() } else { String::new() },
    };
    let rows: Vec<Registration> = (0..rows).map(row).collect();
    let (title, about) = ("湖北工业大学督办立项登记表", "2026年1月1日至2026年12月31日");
    Sheet::Register(registration_register::register(title, about, &rows, "学校办公室　2026年11月24日制表"))
}
