//! Papers as the Office would issue them, and some that nobody would: one set for the tests of every format and for the
//! benchmark.

use jiff::civil::date;

use crate::{
    forms::{
        Signed,
        archive_register::{self, Filed},
        closing_report::ClosingReport,
        extension::ExtensionRequest,
        flow::{self, Passed},
        notice::Notice,
        registration_register::{self, Registration},
        urging::UrgingSheet,
    },
    official::summary::{FigureTable, NamedUnit, Summary, SummaryPart},
    paper::{Block, Cell, Form, Logo, Official, Paper, Register, Row, Sheet, Table, Value},
};

const SCHOOL: &str = "湖北工业大学";
const NUMBER: &str = "督办〔2026〕12号";
const MATTER: &str = "落实本科教育教学审核评估整改任务";

pub const CONTENT: &str = "根据学校党委常委会2026年第21次会议决定，请教务处会同有关学院，对照《本科教育教学审核评估整改方案》逐项梳理，形成任务清单，明确责任人和完成时间，于完成时限前全部整改到位。";

/// One sheet as a file.
pub fn paper(sheet: Sheet) -> Paper {
    papers(vec![sheet])
}

pub fn papers(sheets: Vec<Sheet>) -> Paper {
    Paper {
        title: "样张".to_owned(),
        author: "湖北工业大学学校办公室".to_owned(),
        on: Some(date(2026, 11, 30)),
        logo: None,
        sheets,
    }
}

/// Three of an upright form, an official document and a lying register, with a logo.
pub fn with_logo() -> Paper {
    let png = include_bytes!("samples/logo.png").to_vec();
    let logo = Some(Logo { png, width: 240, height: 80 });
    let notice = notice(&["教务处（牵头）"], vec![CONTENT.to_owned()]);
    let sheets = vec![Sheet::Form(notice.form("")), Sheet::Official(letter()), Sheet::Register(register(3))];
    Paper { logo, ..papers(sheets) }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn signed(by: &str, on: &str, manner: &str) -> Signed {
    Signed { by: by.to_owned(), on: on.to_owned(), manner: manner.to_owned() }
}

/// Annex 3 as it is printed: nothing in its cells.
pub fn blank_notice() -> Notice {
    Notice {
        form_title: format!("{SCHOOL}督办事项通知单"),
        notes: strings(&[
            "注：1.承办单位应于完成时限前办结督办事项，并以书面形式向学校办公室督办室反馈情况。",
            "　　2.此通知单一式两份，学校办公室、承办单位各执一份。",
        ]),
        office: "学校办公室（盖章）".to_owned(),
        ..Notice::default()
    }
}

/// Annex 3, received.
pub fn notice(units: &[&str], content: Vec<String>) -> Notice {
    Notice {
        number: NUMBER.to_owned(),
        title: MATTER.to_owned(),
        units: strings(units),
        responsible: "吴刚".to_owned(),
        contact: "周敏".to_owned(),
        telephone: "027-59750000".to_owned(),
        due: "2026年12月18日".to_owned(),
        content,
        signer: "周敏（电子签收）".to_owned(),
        signed_on: "2026年11月30日".to_owned(),
        issued_on: "2026年11月30日".to_owned(),
        ..blank_notice()
    }
}

/// Annex 3 with so many paragraphs.
pub fn long_notice(paragraphs: usize) -> Notice {
    let content = (1..=paragraphs).map(|number| format!("（{number}）{CONTENT}")).collect();
    notice(&["教务处（牵头）", "研究生院"], content)
}

/// Annex 4, blank.
pub fn blank_extension() -> ExtensionRequest {
    ExtensionRequest { form_title: format!("{SCHOOL}督办事项延期申请单"), ..ExtensionRequest::default() }
}

/// Annex 4: signed by the head, not yet by the leader.
pub fn extension() -> ExtensionRequest {
    ExtensionRequest {
        number: NUMBER.to_owned(),
        title: MATTER.to_owned(),
        lead: "教务处".to_owned(),
        old_due: "2026年12月18日".to_owned(),
        until: "2027年1月15日".to_owned(),
        report: strings(&[
            "因学院搬迁，实验教学中心的整改须待设备安装完毕方能验收。",
            "拟采取的措施：一是调整采购进度；二是先行开展线上教学。",
        ]),
        head: signed("吴刚", "2026年12月9日", "电子签署"),
        decision: strings(&["同意延期。"]),
        ..blank_extension()
    }
}

/// Annex 5, blank.
pub fn blank_urging() -> UrgingSheet {
    UrgingSheet {
        form_title: format!("{SCHOOL}督办事项催办单"),
        notes: strings(&["此通知单一式两份，学校办公室、承办单位各执一份。"]),
        ..UrgingSheet::default()
    }
}

/// Annex 5, received on paper.
pub fn urging() -> UrgingSheet {
    UrgingSheet {
        number: NUMBER.to_owned(),
        title: MATTER.to_owned(),
        lead: "教务处".to_owned(),
        due: "2027年1月15日".to_owned(),
        content: strings(&[
            "催办（2026年12月29日发出）：原时限为2026年12月18日，至发出之日已逾期 7 个工作日。",
            "请抓紧办理，并于限期前书面反馈办理情况。",
        ]),
        signed: signed("周敏", "2026年12月30日", "代录"),
        ..blank_urging()
    }
}

/// Annex 6, blank.
pub fn blank_report() -> ClosingReport {
    ClosingReport { form_title: format!("{SCHOOL}督办事项办结报告"), ..ClosingReport::default() }
}

/// Annex 6 with so many paragraphs in each of its five sections; two are two pages.
pub fn report(paragraphs: usize) -> ClosingReport {
    let text = "整改工作自2026年9月启动以来，教务处先后召开专题会议六次，完成任务清单所列全部四十二项任务，其中三十八项已通过第三方核验。";
    ClosingReport {
        number: NUMBER.to_owned(),
        sections: std::array::from_fn(|_| vec![text.to_owned(); paragraphs]),
        unit: "教务处".to_owned(),
        head: signed("吴刚", "2026年12月18日", "电子签署"),
        ..blank_report()
    }
}

/// Annex 1 as the regulation prints it.
pub fn blank_flow() -> Form {
    flow::chart(SCHOOL, &format!("{SCHOOL}督办工作流程图"), ("", ""), &[])
}

/// Annex 1 as a matter lived it: it has been urged and is not closed.
pub fn flow() -> Form {
    let passed = [
        &["2026年10月8日　学校办公室"][..],
        &["2026年10月8日　周敏", "2026年10月9日　何嘉明"],
        &["2026年10月9日　学校办公室"],
        &["2026年10月10日　学校办公室"],
        &["2026年10月12日　教务处"],
        &["2026年12月29日　学校办公室", "2027年1月18日　学校办公室"],
    ];
    let passed: Vec<_> = passed.iter().map(|lines| Passed { reached: true, lines: strings(lines) }).collect();
    flow::chart(SCHOOL, &format!("{SCHOOL}督办工作流程图"), (NUMBER, MATTER), &passed)
}

/// Annex 2.
pub fn register(rows: usize) -> Register {
    let row = |number: usize| Registration {
        number: format!("督办〔2026〕{number}号"),
        title: format!("第{number}项：推进学科建设与研究生教育综合改革重点任务"),
        units: "研究生院".to_owned(),
        due: due(number),
        signer: "周敏".to_owned(),
        remark: if number.is_multiple_of(7) { "延至2027年1月15日".to_owned() } else { String::new() },
    };
    let rows: Vec<_> = (1..=rows).map(row).collect();
    registration_register::register(&format!("{SCHOOL}督办立项登记表"), YEAR, &rows, MADE)
}

/// Annex 7.
pub fn archive(rows: usize) -> Register {
    let row = |number: usize| Filed {
        number: format!("督办〔2026〕{number}号"),
        title: format!("第{number}项：推进学科建设与研究生教育综合改革重点任务"),
        units: "研究生院、教务处".to_owned(),
        completed: due(number),
        materials: "通知单、办结报告、佐证材料3件".to_owned(),
        archivist: "周敏".to_owned(),
        remark: String::new(),
    };
    let rows: Vec<_> = (1..=rows).map(row).collect();
    archive_register::register(&format!("{SCHOOL}督办事项办结材料归档登记表"), YEAR, &rows, MADE)
}

const YEAR: &str = "2026年1月1日至2026年12月31日";
const MADE: &str = "学校办公室　2026年11月30日制表";

fn due(number: usize) -> Value {
    let days = jiff::Span::new().days(i64::try_from(number % 300).unwrap_or_default());
    date(2026, 1, 5).checked_add(days).map_or(Value::Empty, Value::Day)
}

/// A 通报 of several pages, with everything that such a document may have but a signer.
pub fn circular() -> Official {
    let text = "各单位要进一步提高政治站位，压实主体责任，对照任务清单逐项抓好落实，做到件件有回音、事事有结果，对进展缓慢的事项要查明原因、限期整改。";
    let table = ["序号 单位 立项（项） 办结（项）", "1 教务处 12 11", "2 研究生院 10 9", "3 科学技术发展研究院 20 18"];
    let rows = table.iter().enumerate().map(|(index, line)| {
        let cell = |text: &str| if index == 0 { Cell::label(text) } else { Cell::value(text) };
        Row::new(8.0, line.split(' ').map(cell).collect::<Vec<_>>())
    });
    let mut body = vec![
        Block::Text("现将2026年第三季度督办事项办理情况通报如下。".to_owned()),
        Block::Heading("一、总体情况".to_owned()),
        Block::Text("第三季度共立项督办事项42项，已办结38项，按时办结率为90.5%。".to_owned()),
        Block::Table(Table { columns: vec![10.0, 40.0, 25.0, 25.0], rows: rows.collect() }),
        Block::Heading("二、存在的问题".to_owned()),
        Block::Subheading("（一）责任落实不到位".to_owned()),
    ];
    body.extend((0..14).map(|_| Block::Text(text.to_owned())));
    Official {
        organ: "湖北工业大学学校办公室文件".to_owned(),
        number: "湖工大办〔2026〕8号".to_owned(),
        signer: String::new(),
        title: "湖北工业大学学校办公室关于2026年\n第三季度督办事项办理情况的通报".to_owned(),
        to: "校属各单位、机关各部门".to_owned(),
        body,
        enclosed: strings(&[
            "2026年第三季度督办事项一览表",
            "2026年第三季度未按时办结的督办事项及其原因说明和下一步整改措施汇总表",
        ]),
        from: "湖北工业大学学校办公室".to_owned(),
        on: "2026年11月30日".to_owned(),
        remark: "联系人：周敏，电话：027-59750000".to_owned(),
        copies_to: "校领导，纪委、监察专员办公室，党委组织部，党委宣传部，人事处，财务处，审计处，工会，校友工作办公室"
            .to_owned(),
        printed_by: "湖北工业大学学校办公室".to_owned(),
        printed_on: "2026年11月30日".to_owned(),
    }
}

/// A 通报 with a table, a signer and a unit that is named.
pub fn bulletin() -> Official {
    let units = ["教务处", "研究生院", "科学技术发展研究院", "后勤保障处", "信息技术中心"];
    let summary = Summary {
        organ: "湖北工业大学学校办公室文件".to_owned(),
        number: "湖工大办〔2026〕8号".to_owned(),
        signer: "何嘉明".to_owned(),
        title: "关于2026年第三季度\n督办事项办理情况的通报".to_owned(),
        to: "校属各单位、机关各部门".to_owned(),
        opening: "现将2026年第三季度督办事项办理情况通报如下。".to_owned(),
        parts: vec![
            part("总体情况", &[OVERALL], Some(table("承办单位", &units))),
            part(
                "办理成效明显的事项",
                &["教务处牵头的“落实本科教育教学审核评估整改任务”提前10个工作日办结，成效明显。"],
                None,
            ),
        ],
        named: vec![NamedUnit {
            name: "后勤保障处".to_owned(),
            facts: strings(&[
                "“推进学生宿舍热水改造工程”（督办〔2026〕15号）时限为2026年9月18日，已逾期7个工作日，已催办。",
            ]),
            order: "请于2026年10月20日前向学校办公室报告原因和改进措施。".to_owned(),
        }],
        asked: strings(&["各承办单位要对照完成时限倒排工期，按月报送进展。"]),
        from: "湖北工业大学学校办公室".to_owned(),
        on: "2026年10月12日".to_owned(),
        copies_to: "校领导，纪委、监察专员办公室".to_owned(),
        printed_by: "湖北工业大学学校办公室".to_owned(),
        ..Summary::default()
    };
    summary.official()
}

/// A 呈报: two tables, enclosures, no 版记.
pub fn quarterly() -> Official {
    let units = ["教务处", "研究生院", "科学技术发展研究院", "后勤保障处", "信息技术中心"];
    let summary = Summary {
        organ: "湖北工业大学学校办公室文件".to_owned(),
        title: "关于2026年第三季度\n督办事项办理情况的报告".to_owned(),
        to: "校领导班子".to_owned(),
        opening: "现将2026年第三季度督办事项办理情况报告如下。".to_owned(),
        parts: vec![
            part("总体情况", &[OVERALL], Some(table("事项类别", &["会议决定", "领导批示"]))),
            part("各承办单位办理情况", &[], Some(table("承办单位", &units))),
            part("逾期未办结的事项", &["1.“推进学生宿舍热水改造工程”（后勤保障处），时限2026年9月18日。"], None),
        ],
        closing: "特此报告。".to_owned(),
        enclosed: strings(&["督办立项登记表"]),
        from: "湖北工业大学学校办公室".to_owned(),
        on: "2026年10月12日".to_owned(),
        ..Summary::default()
    };
    summary.official()
}

const OVERALL: &str = "期初在办 21 项，期内立项 21 项，办结 14 项（按原时限 12 项，按延期后时限 1 项，逾期 1 项）；期末在办 28 项，其中逾期未办结 1 项。";

fn part(heading: &str, text: &[&str], table: Option<FigureTable>) -> SummaryPart {
    SummaryPart { heading: heading.to_owned(), text: strings(text), table }
}

fn table(of: &str, names: &[&str]) -> FigureTable {
    let head = [of, "期初", "立项", "办结", "逾期办结", "期末", "其中逾期", "催办"].map(str::to_owned);
    let row = |(all, name): (u32, &&str)| {
        let figures = [all, all / 2, all / 3, 1, all, 1, 2];
        std::iter::once((*name).to_owned()).chain(figures.map(|figure| figure.to_string())).collect()
    };
    FigureTable { head: head.to_vec(), rows: (5..).zip(names).map(row).collect() }
}

/// A letter without a head, with one enclosure.
pub fn letter() -> Official {
    Official {
        title: "关于商请协助提供有关材料的函".to_owned(),
        to: "武汉理工大学党政办公室".to_owned(),
        body: vec![Block::Text("因工作需要，商请贵办协助提供2026年督办工作的有关制度文件，请予支持为盼。".to_owned())],
        enclosed: strings(&["所需材料清单"]),
        from: "学校办公室".to_owned(),
        on: "2026年11月30日".to_owned(),
        ..Official::default()
    }
}

/// Nothing but body: full lines and full pages, to count on.
pub fn full_pages() -> Official {
    Official {
        title: "满页".to_owned(),
        body: (0..6).map(|_| Block::Text("督".repeat(26 + 28 * 10))).collect(),
        ..Official::default()
    }
}

/// Texts that are markup, code or formulas elsewhere.
pub const HOSTILE: [&str; 14] = [
    "#read(\"/etc/passwd\")",
    "#while true {}",
    "#import \"@preview/x:1.0.0\"",
    "*_$\\",
    "<label>",
    "@ref",
    "// comment",
    "=cmd|'/c calc'!A1",
    "<w:p>&amp;</w:p>]]>",
    "𠮷野家、㛃",
    "_x0041_",
    "{{7*7}} %s \u{200b}",
    "https://example.org/?a=1&b=2",
    "` $x^2$ `",
];
