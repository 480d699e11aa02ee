//! The forms in which documents hand out tasks, one by one, and that no text whatever breaks the reader.

use domain::{calendar::WorkCalendar, value::UnitId};
use intake::{
    minutes::{self, Candidate, DeadlineKind, Lead},
    source::{self, Document},
    units::{Directory, Known},
};
use proptest::prelude::*;

fn directory() -> Directory {
    let known =
        ["教务处", "研究生院", "学生处", "财务处", "人事处", "保卫处", "后勤保障处", "国际合作与交流处", "党委宣传部"];
    Directory::new(known.iter().enumerate().map(|(at, name)| Known {
        id: id(at),
        name: (*name).to_owned(),
        aliases: vec![],
    }))
}

fn id(at: usize) -> UnitId {
    serde_json::from_value(format!("00000000-0000-7000-8000-{at:012}").into()).expect("an id")
}

fn read(text: &str) -> Vec<Candidate> {
    let document = source::open(text.as_bytes(), "text.txt").expect("text");
    minutes::read(&document, &directory(), "2026-03-02".parse().ok(), &WorkCalendar::default())
}

/// `number|title|leads|others|collective|deadline`
fn told(text: &str) -> Vec<String> {
    let date = |one: &Candidate| one.deadline.map_or(format!("{:?}", one.deadline_kind), |day| day.to_string());
    read(text)
        .iter()
        .map(|one| {
            let units = [&one.lead_units, &one.co_units, &one.collective_units].map(|units| units.join("、"));
            format!("{}|{}|{}|{}", one.clause_no, one.title, units.join("|"), date(one))
        })
        .collect()
}

#[test]
fn responsibility_in_brackets_and_blocks() {
    let text = "某大学2026年重点工作任务分解方案
一、工作任务
（一）加强师德师风建设
修订师德考核办法，建立师德档案。
责任领导：某某
牵头单位：人事处
配合单位：党委宣传部、各学院
完成时限：2026年9月底
（二）推进专业优化
1.制定调整方案。【责任单位】教务处、研究生院【完成时限】2026年6月30日
2.开展专业自评。（牵头单位为教务处，配合单位为各学院，完成时限为10月底前）
3.完善学分制改革。(责任单位:教务处、国际合作与交流处和各学院等按职责分工负责;时限:长期坚持)
（三）提升治理能力。1.修订学校章程（责任单位：教务处）；2.编制内控手册（责任单位：财务处，2026年8月底前）。
（四）人才引进（人事处牵头，各学院、财务处配合，持续推进）
二、工作要求
各单位要提高站位，加强领导，压实责任。严禁弄虚作假。";
    assert_eq!(
        told(text),
        [
            "一（一）|加强师德师风建设|人事处|党委宣传部|各学院|2026-09-30",
            "一（二）1|制定调整方案。|教务处、研究生院|||2026-06-30",
            "一（二）2|开展专业自评。|教务处||各学院|2026-10-31",
            "一（二）3|完善学分制改革。|教务处、国际合作与交流处||各学院|Ongoing",
            "一（三）1|修订学校章程|教务处|||None",
            "一（三）2|编制内控手册|财务处|||2026-08-31",
            "一（四）|人才引进|人事处|财务处|各学院|Ongoing",
        ]
    );
}

#[test]
fn what_holds_for_several_clauses_is_marked() {
    let shared =
        "工作任务\n（一）安全\n1.开展排查；\n2.更新预案；\n以上工作由保卫处牵头，教务处配合，于2026年5月底前完成。";
    let heading = "工作任务\n（一）安全（牵头单位：保卫处；完成时限：5月底前）\n1.开展排查；\n2.更新预案。";
    let unit = "职责\n一、保卫处\n（一）负责道路畅通；\n（二）负责车辆管理。";
    let labels = "工作任务\n（一）安全\n1.开展排查；\n2.更新预案。\n牵头单位：保卫处\n完成时限：2026年5月底前";
    for text in [shared, heading, unit, labels] {
        let read = read(text);
        assert_eq!(read.len(), 2, "{read:?}");
        for one in read {
            assert_eq!(one.lead_units, ["保卫处"], "{text}");
            assert!(one.origin.inherited && one.doubts.iter().any(|doubt| doubt.contains("上级条目")));
        }
    }
}

#[test]
fn problems_with_measures_and_one_answer_for_all() {
    let text = "某大学巡视整改任务清单
问题一：思想政治工作有薄弱环节
整改措施：
1.制定建设方案，4月30日前印发实施。
2.开展专题培训，全年不少于4次。
责任领导：某某
牵头部门：党委宣传部
配合部门：教务处
整改时限：2026年6月30日前完成
问题二：科研经费管理不规范
整改措施：
1.修订管理办法。
牵头部门：财务处
整改时限：立行立改";
    assert_eq!(
        told(text),
        [
            "问题一1|制定建设方案，4月30日前印发实施。|党委宣传部|教务处||2026-04-30",
            "问题一2|开展专题培训，全年不少于4次。|党委宣传部|教务处||2026-06-30",
            "问题二1|修订管理办法。|财务处|||None",
        ]
    );
}

#[test]
fn sentences_of_minutes() {
    let text = "校长办公会议纪要
一、听取了教务处关于评估工作的汇报。会议要求，由教务处牵头，研究生院、学生处配合，6月底前完成培养方案修订；请财务处会同人事处于本周五（3月6日）17:00前提出绩效方案，报校长办公会审定。
二、会议原则同意后勤保障处提出的维修方案。责成后勤保障处抓紧组织实施，8月20日前全部完工，所需经费由财务处统筹安排。教务处、保卫处做好配合。
三、会议决定成立筹备工作领导小组，校长任组长，领导小组办公室设在学校办公室。
四、会议强调，全校上下要深入学习贯彻会议精神，提高政治站位。
会议还通报了其他事项。";
    assert_eq!(
        told(text),
        [
            "一|由教务处牵头，研究生院、学生处配合，6月底前完成培养方案修订；|教务处|研究生院、学生处||2026-06-30",
            "一|请财务处会同人事处于本周五（3月6日）17:00前提出绩效方案，报校长办公会审定。|财务处|人事处||2026-03-06",
            "二|责成后勤保障处抓紧组织实施，8月20日前全部完工，所需经费由财务处统筹安排。|后勤保障处|财务处、教务处、保卫处||2026-08-20",
        ]
    );
}

#[test]
fn tables_with_merged_cells_and_milestones() {
    let text = "序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限
一、教学工作 | | | |
1 | 制定方案 | 教务处 | 学生处、各学院 | 2026年6月30日
 | | | 研究生院 | 9月底前
2 | 建设平台 | 财务处 | | 长期
合计 | 2项 | | |";
    assert_eq!(told(text), ["1|制定方案|教务处|学生处、研究生院|各学院|2026-09-30", "2|建设平台|财务处|||Ongoing"]);
}

#[test]
fn who_leads_is_never_guessed_silently() {
    let lead = |text: &str| read(text).first().map(|one| (one.lead, one.doubts.join("；")));
    let (several, doubts) = lead("工作任务\n1.推进改革。（牵头单位：教务处、研究生院）").expect("a task");
    assert_eq!(several, Lead::Several);
    assert!(doubts.contains("同源事项"));
    let (guessed, doubts) = lead("工作任务\n1.推进改革。（责任单位：教务处、研究生院）").expect("a task");
    assert_eq!(guessed, Lead::FirstIsGuessed);
    assert!(doubts.contains("拟以“教务处”牵头"));
    let (_, doubts) = lead("工作任务\n1.推进改革。（责任单位：宣传处）").expect("a task");
    assert!(doubts.contains("不在单位名录中"));
}

#[test]
fn the_documents_own_date_is_used_and_said() {
    let text = "关于报送材料的通知\n1.请教务处于6月底前报送。\n学校办公室\n2024年5月6日";
    let document = source::open(text.as_bytes(), "text.txt").expect("text");
    let read = minutes::read(&document, &directory(), None, &WorkCalendar::default());
    let [one] = &read[..] else { panic!("one task: {read:?}") };
    assert_eq!(one.deadline.map(|day| day.to_string()).as_deref(), Some("2024-06-30"));
    assert_eq!(one.deadline_kind, DeadlineKind::Date);
    assert!(one.doubts.iter().any(|doubt| doubt.contains("文件所载日期")));
}

#[test]
fn what_orders_nothing_yields_nothing() {
    for text in [
        "2025年工作总结\n一、教务处完成了培养方案修订，取得了较好成效。\n二、学生处开展了宿舍检查，累计检查500间。",
        "近日，保卫处联合后勤保障处圆满完成了安全检查。",
        "一、严禁在实验室内吸烟。\n二、不得私拉乱接电线。",
        "各位老师、同学：新年好！祝大家身体健康、万事如意。",
        "会议指出，要提高政治站位，强化使命担当，坚定不移推进高质量发展。",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn places_lead_back_to_the_words() {
    let text = "工作任务\n一、推进改革。（牵头单位：教务处；配合单位：学生处；完成时限：6月底前）";
    let document = source::open(text.as_bytes(), "text.txt").expect("text");
    let read = minutes::read(&document, &directory(), "2026-03-02".parse().ok(), &WorkCalendar::default());
    let one = &read[0];
    assert_eq!(document.at(&one.origin.title), one.title);
    assert_eq!(document.at(&one.origin.deadline), one.deadline_text);
    let units: Vec<&str> = one.origin.units.iter().map(|place| document.at(place)).collect();
    assert_eq!(units, ["教务处", "学生处"]);
}

#[test]
fn orders_that_name_nobody() {
    let letter = "关于开展自查的通知
现将有关事项通知如下：
一、检查内容：教学档案归档情况。
二、根据安排，近年来有关情况较好。各单位要认真组织自查，建立台账。
三、报告收取（3月20日前）
各学院以班级为单位收取报告。
四、严禁弄虚作假，教务处要做好抽查工作。
五、工作要求
1.各单位要高度重视，加强领导，确保取得实效。
2.检查结束后要立即将检查表交保卫处。
3.本次检查不合格的单位，予以通报批评。
";
    assert_eq!(
        told(letter),
        [
            "二|各单位要认真组织自查，建立台账。|||各单位|None",
            "三|各学院以班级为单位收取报告。||||2026-03-20",
            "四|教务处要做好抽查工作。|教务处|||None",
            "五2|检查结束后要立即将检查表交保卫处。||||None",
        ]
    );
    let plan = "教研室工作计划
一、指导思想
坚持立德树人，全面提高质量。
二、主要工作
1.教学建设
- 完善教学大纲，编写讲义
- 组织公开课
第一阶段（3月）：摸底调查。组织相关人员了解情况。
";
    assert_eq!(
        told(plan),
        ["二1|完善教学大纲，编写讲义||||None", "二1|组织公开课||||None", "二第一阶段|摸底调查。||||2026-03-31",]
    );
}

#[test]
fn a_form_of_labels_is_one_task() {
    let task = ["|推进学生宿舍维修改造|后勤保障处|财务处、学生处||2026-08-25"];
    let lines = "督办通知单
督办编号：DB-2026-001
督办事项：推进学生宿舍维修改造
任务来源：2026年第3次校长办公会
牵头单位：后勤保障处
协办单位：财务处、学生处
办理要求：制定维修方案，
完成招标和施工。
完成时限：2026年8月25日前
党政办公室
2026年3月2日
";
    assert_eq!(told(lines), task);
    assert_eq!(read(lines)[0].content, "制定维修方案，\n完成招标和施工。");
    let table = "督办通知单
编号 | DB-2026-001 | 日期 | 2026年3月2日
督办事项 | 推进学生宿舍维修改造 | 任务来源 | 校长办公会
牵头单位 | 后勤保障处 | 协办单位 | 财务处、学生处
办理要求 | 制定维修方案，完成招标和施工。 | 完成时限 | 2026年8月25日前
";
    assert_eq!(told(table), task);
    let pairs = "事项名称 | 修订学籍管理规定\n责任单位 | 教务处\n完成时限 | 6月底前\n";
    assert_eq!(told(pairs), ["|修订学籍管理规定|教务处|||2026-06-30"]);
    // A blank form says nothing, and a list with a head is no form.
    assert_eq!(told("督办通知单\n督办事项：\n牵头单位：\n完成时限：\n"), [""; 0]);
    assert_eq!(
        told("序号 | 事项 | 牵头单位 | 完成时限\n1 | 修订规定 | 教务处 | 6月底前\n"),
        ["1|修订规定|教务处|||2026-06-30"]
    );
}

#[test]
fn the_serialised_order_is_the_one_of_the_command_line() {
    let json = serde_json::to_string(&read("工作任务\n1.推进改革。（责任单位：教务处）")[0].line()).expect("json");
    let keys = [
        "clause_no",
        "title",
        "content",
        "lead_units",
        "co_units",
        "collective_units",
        "deadline_text",
        "deadline",
        "deadline_kind",
        "row",
        "doubts",
    ];
    let places: Vec<Option<usize>> = keys.iter().map(|key| json.find(&format!("\"{key}\":"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{json}");
    assert_eq!(json.matches("\":").count(), keys.len(), "{json}");
}

/// What a long or odd document costs; seconds in a debug build.
#[test]
fn long_documents_are_read_in_time() {
    let clause = "1.制定方案。（牵头单位：教务处；配合单位：学生处、各学院；完成时限：6月底前）\n";
    let row = "1 | 制定方案 | 教务处 | 6月底前\n";
    for (name, text) in [
        ("clauses", format!("工作任务\n一、安排\n{}", clause.repeat(3_000))),
        ("one heading", format!("工作任务\n一、{}\n{}", "安排".repeat(5_000), "（一）请教务处完成。\n".repeat(3_000))),
        ("rows", format!("序号 | 任务 | 责任单位 | 完成时限\n{}", row.repeat(3_000))),
        ("one sentence", "由教务处牵头，".repeat(8_000)),
        ("one bracket", format!("一、（{}）", "教务处、".repeat(8_000))),
        ("open brackets", "（".repeat(50_000)),
        ("labels", "责任单位：".repeat(8_000)),
        ("numbers", "1.".repeat(30_000)),
        ("dates", "6月底前".repeat(8_000)),
    ] {
        let started = std::time::Instant::now();
        let count = read(&text).len();
        println!("{name:<16} {:>10.1?} {count}", started.elapsed());
        assert!(count <= minutes::CANDIDATES_MOST);
    }
}

/// Pieces of which documents are made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "一、",
        "（一）",
        "1.",
        "①",
        "第一条 ",
        "牵头单位：",
        "责任单位：",
        "完成时限：",
        "教务处",
        "各学院",
        "、",
        "，",
        "；",
        "。",
        "\n",
        "（",
        "）",
        "【",
        "】",
        "由",
        "请",
        "责成",
        "牵头",
        "负责",
        "配合",
        "会同",
        "6月底前",
        "2026年6月30日",
        "长期",
        " | ",
        "以上工作",
        "完成",
        "制定方案",
        "处于",
        "会议要求，",
        "\t",
        "等",
        "和",
        "：",
        "“",
        "”",
        "《",
        "》",
        "x",
        "  ",
        "10月",
        "日",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_breaks_the_reader(text in prop_oneof![pieces(), any::<String>()], dated: bool) {
        let Ok(document) = source::open(text.as_bytes(), "text.txt") else { return Ok(()) };
        let on = if dated { "2026-03-02".parse().ok() } else { None };
        let read = minutes::read(&document, &directory(), on, &WorkCalendar::default());
        prop_assert!(read.len() <= minutes::CANDIDATES_MOST);
        prop_assert!(read.len() <= 1 + text.chars().count());
        // Another process reads files and hands them over as JSON.
        let handed = serde_json::to_vec(&(&document, &read)).expect("JSON");
        let (document_again, read_again): (Document, Vec<Candidate>) = serde_json::from_slice(&handed).expect("JSON");
        prop_assert_eq!((&document_again, &read_again), (&document, &read));
        for one in read {
            let units = one.origin.units.iter();
            for place in units.chain([&one.origin.title, &one.origin.content, &one.origin.deadline]) {
                prop_assert!(document.text().get(place.clone()).is_some(), "{place:?} in {:?}", document.text());
            }
            prop_assert_eq!(document.at(&one.origin.title), &one.title);
        }
    }
}
