//! Ledgers as offices keep them: one workbook a habit, read exactly.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

#[path = "ledger/common.rs"]
mod common;

use common::{calendar, check, date, merge, on, open, table, workbook, write};
use intake::{
    ledger::{self, Fault, Field, Value},
    units::Directory,
};
use rust_xlsxwriter::{Format, Workbook};

#[test]
fn a_plain_ledger() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "进展情况", "备注"],
                &["1", "修订教学管理办法", "教务处", "人事处、财务处", "2026年6月底前", "已启动", ""],
                &["2", "推进智慧校园建设", "信息中心", "", "长期坚持", "", "重点"],
                &["3", "完成学科评估材料", "学科建设处", "各学院", "4月10日前", "", ""],
            ],
        );
    });
    let (mapping, ledger) = check(
        &bytes,
        &[
            "2|1|修订教学管理办法|教务处|人事处、财务处|2026年6月底前|2026-06-30",
            "3|2|推进智慧校园建设|信息中心||长期坚持|ongoing",
            "4|3|完成学科评估材料|学科建设处|各学院|4月10日前|2026-04-10",
        ],
    );
    assert_eq!(mapping.header, (1, 1));
    assert_eq!(ledger.tasks[0].fields[&Field::Progress].text, "已启动");
    assert_eq!(ledger.tasks[0].fields[&Field::Deadline].cell, "E2");
    assert_eq!(ledger.tasks[1].fields[&Field::Remark].text, "重点");
    assert!(ledger.tasks[0].candidate.doubts.is_empty(), "{:?}", ledger.tasks[0].candidate.doubts);
    let json = serde_json::to_value(&ledger.tasks[2].candidate).unwrap();
    assert_eq!(json["deadline"], "2026-04-10");
    assert_eq!(json["deadline_kind"], "date");
    assert_eq!(json["row"], 4);
    assert_eq!(json["collective_units"][0], "各学院");
}

#[test]
fn title_two_row_heading_sections_total_and_notes() {
    let bytes = workbook(|sheet| {
        merge(sheet, (1, 1), (0, 6), "XX大学2026年重点工作任务督办台账");
        write(sheet, 2, &[&["填报单位：党政办公室", "", "", "", "", "填报时间：2026年3月2日"]]);
        merge(sheet, (3, 4), (0, 0), "序\n号");
        merge(sheet, (3, 4), (1, 1), "督 办 事 项");
        merge(sheet, (3, 3), (2, 3), "责任单位");
        merge(sheet, (3, 4), (4, 4), "完 成 时 限");
        merge(sheet, (3, 4), (5, 5), "进展情况");
        merge(sheet, (3, 4), (6, 6), "备注");
        write(sheet, 4, &[&["", "", "牵头", "配合"]]);
        merge(sheet, (5, 5), (0, 6), "一、教学工作");
        write(
            sheet,
            6,
            &[
                &["1", "完善学分制改革方案", "教务处", "学生处、人事处", "6月底前"],
                &["2", "建设实验教学中心", "实验室管理处", "资产处\n财务处", "2026-09-30"],
                &[],
            ],
        );
        merge(sheet, (9, 9), (0, 6), "二、科研工作");
        write(sheet, 10, &[&["3", "组织申报国家基金", "科研处", "各学院", "一季度"], &["合计", "3项"]]);
        merge(sheet, (12, 12), (0, 6), "注：1.完成时限为必填项；2.请于每月5日前更新进展。");
        write(sheet, 13, &[&["填表人：张三", "", "", "审核人：李四", "", "联系电话：0395-2123456"]]);
    });
    let (mapping, ledger) = check(
        &bytes,
        &[
            "6|1|完善学分制改革方案|教务处|学生处、人事处|6月底前|2026-06-30",
            "7|2|建设实验教学中心|实验室管理处|资产处、财务处|2026-09-30|2026-09-30",
            "10|3|组织申报国家基金|科研处|各学院|一季度|2026-03-31",
        ],
    );
    assert_eq!(mapping.header, (3, 4));
    assert_eq!(ledger.tasks[1].section, "一、教学工作");
    assert_eq!(ledger.tasks[2].section, "二、科研工作");
    let passed: Vec<(u32, &str)> = ledger.passed_over.iter().map(|one| (one.row, one.why.as_str())).collect();
    assert_eq!(passed, [(5, "分类标题行"), (9, "分类标题行"), (11, "合计行"), (12, "表下的说明"), (13, "表下的说明")]);
}

#[test]
fn a_two_row_heading_without_merged_cells() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "任务", "责任单位", "", "时间要求", ""],
                &["", "", "牵头", "协办", "启动时间", "完成时间"],
                &["1", "制定绩效办法", "人事处", "财务处", "3月", "5月底"],
            ],
        );
    });
    let (mapping, _) = check(&bytes, &["3|1|制定绩效办法|人事处|财务处|5月底|2026-05-31"]);
    assert_eq!(mapping.header, (1, 2));
}

#[test]
fn merged_cells_are_carried_down() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["类别", "序号", "工作任务", "责任单位", "完成时限"]]);
        merge(sheet, (2, 4), (0, 0), "人才工作");
        write(sheet, 2, &[&["", "1", "引进高层次人才"], &["", "2", "修订职称办法"], &["", "3", "建立人才数据库"]]);
        merge(sheet, (2, 4), (3, 3), "人事处");
        merge(sheet, (2, 3), (4, 4), "12月底");
        write(sheet, 4, &[&["", "", "", "", "10月底"]]);
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|引进高层次人才|人事处||12月底|2026-12-31",
            "3|2|修订职称办法|人事处||12月底|2026-12-31",
            "4|3|建立人才数据库|人事处||10月底|2026-10-31",
        ],
    );
    assert_eq!(ledger.tasks[2].fields[&Field::Category].text, "人才工作");
    assert_eq!(ledger.tasks[2].fields[&Field::Responsible].cell, "D2");
}

#[test]
fn rows_under_one_title_are_its_milestones() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "工作任务", "工作内容", "责任部门", "时间节点"]]);
        merge(sheet, (2, 4), (0, 0), "1");
        merge(sheet, (2, 4), (1, 1), "专项规划编制");
        merge(sheet, (2, 4), (3, 3), "发展规划处");
        write(
            sheet,
            2,
            &[
                &["", "", "任务分解表编制", "", "3月"],
                &["", "", "子规划第三轮修改", "", "4月"],
                &["", "", "论证发布", "", "5月"],
                &["2", "制度废改立", "汇总合集", "党政办公室", "9月"],
            ],
        );
    });
    let (_, ledger) =
        check(&bytes, &["2|1|专项规划编制|发展规划处||5月|2026-05-31", "5|2|制度废改立|党政办公室||9月|2026-09-30"]);
    let first = &ledger.tasks[0];
    assert_eq!(first.more_rows, [3, 4]);
    assert_eq!(first.candidate.content, "任务分解表编制\n子规划第三轮修改\n论证发布");
    let days: Vec<String> = first.milestones.iter().map(|one| one.day.to_string()).collect();
    assert_eq!(days, ["2026-03-31", "2026-04-30", "2026-05-31"]);
}

#[test]
fn rows_under_one_title_with_their_own_units_are_tasks() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["重点任务", "具体措施", "责任单位", "完成时限"]]);
        merge(sheet, (2, 3), (0, 0), "提升后勤服务质量");
        write(sheet, 2, &[&["", "改造第二食堂", "后勤处", "8月底"], &["", "更新宿舍家具", "资产处", "9月1日前"]]);
    });
    check(&bytes, &["2||提升后勤服务质量|后勤处||8月底|2026-08-31", "3||提升后勤服务质量|资产处||9月1日前|2026-09-01"]);
}

#[test]
fn deadlines_in_every_form() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "事项", "承办单位", "办结时间"]]);
        for (row, unit) in (2..=11).zip(["教务处"; 10]) {
            sheet.write_number(row - 1, 0, f64::from(row - 1)).unwrap();
            sheet.write_string(row - 1, 1, format!("事项{}", row - 1)).unwrap();
            sheet.write_string(row - 1, 2, unit).unwrap();
        }
        date(sheet, 2, 3, (2026, 6, 30), "yyyy-mm-dd");
        date(sheet, 3, 3, (2026, 7, 1), "yyyy\"年\"m\"月\"d\"日\"");
        date(sheet, 4, 3, (2026, 7, 2), "m\"月\"d\"日\";@");
        sheet.write_number(4, 3, 46203).unwrap();
        sheet.write_string(5, 3, "46203").unwrap();
        sheet.write_number(6, 3, 2026.6).unwrap();
        sheet.write_number(7, 3, 6.3).unwrap();
        sheet.write_number(8, 3, 20_260_630).unwrap();
        sheet.write_string(9, 3, "2026年6月30日\n（星期二）17:00前").unwrap();
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|事项1|教务处||2026-06-30|2026-06-30",
            "3|2|事项2|教务处||2026-07-01|2026-07-01",
            "4|3|事项3|教务处||2026-07-02|2026-07-02",
            "5|4|事项4|教务处||46203|2026-06-30",
            "6|5|事项5|教务处||46203|2026-06-30",
            "7|6|事项6|教务处||2026.6|2026-06-30",
            "8|7|事项7|教务处||6.3|ambiguous",
            "9|8|事项8|教务处||20260630|2026-06-30",
            "10|9|事项9|教务处||2026年6月30日\n（星期二）17:00前|2026-06-30",
            "11|10|事项10|教务处|||none",
        ],
    );
    assert!(ledger.tasks[6].candidate.doubts.iter().any(|doubt| doubt.contains("末尾的 0")));
    assert!(ledger.tasks[9].candidate.doubts.contains(&"没有写完成时限".to_owned()));
}

#[test]
fn who_leads() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "事项", "责任单位", "完成时限"],
                &["1", "甲", "教务处、人事处", "6月"],
                &["2", "乙", "教务处（牵头）、人事处、财务处", "6月"],
                &["3", "丙", "牵头单位：教务处\n配合单位：人事处、财务处", "6月"],
                &["4", "丁", "教务处牵头，人事处、财务处配合", "6月"],
                &["5", "戊", "各学院", "6月"],
                &["6", "己", "", "6月"],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|甲|教务处|人事处|6月|2026-06-30",
            "3|2|乙|教务处|人事处、财务处|6月|2026-06-30",
            "4|3|丙|教务处|人事处、财务处|6月|2026-06-30",
            "5|4|丁|教务处|人事处、财务处|6月|2026-06-30",
            "6|5|戊||各学院|6月|2026-06-30",
            "7|6|己|||6月|2026-06-30",
        ],
    );
    let doubts = |at: usize| ledger.tasks[at].candidate.doubts.join(" ");
    assert!(doubts(0).contains("暂以第一个“教务处”为牵头"), "{}", doubts(0));
    assert!(!doubts(1).contains("牵头"), "{}", doubts(1));
    assert!(doubts(4).contains("统称"), "{}", doubts(4));
    assert!(doubts(5).contains("没有责任单位"), "{}", doubts(5));

    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[&["序号", "事项", "牵头单位", "责任单位", "完成时限"], &["1", "甲", "教务处、人事处", "财务处", "6月"]],
        );
    });
    let (_, ledger) = check(&bytes, &["2|1|甲|教务处、人事处|财务处|6月|2026-06-30"]);
    assert!(ledger.tasks[0].candidate.doubts.iter().any(|doubt| doubt.contains("并列牵头")));
}

#[test]
fn hidden_columns_rows_and_sheets_are_told_and_not_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(
        sheet,
        1,
        &[
            &["序号", "事项", "旧时限", "责任单位", "完成时限"],
            &["1", "甲", "2020年底", "教务处", "6月"],
            &["2", "乙", "2020年底", "人事处", "7月"],
            &["3", "丙", "2020年底", "财务处", "8月"],
        ],
    );
    sheet.set_column_hidden(2).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let hidden = workbook.add_worksheet();
    hidden.set_name("旧台账").unwrap().set_hidden(true);
    write(hidden, 1, &[&["序号", "事项", "责任单位"], &["1", "旧", "教务处"]]);
    let bytes = workbook.save_to_buffer().unwrap();
    let (mapping, ledger) = check(&bytes, &["2|1|甲|教务处||6月|2026-06-30", "4|3|丙|财务处||8月|2026-08-31"]);
    assert_eq!(mapping.notices, ["隐藏的列没有读取：C"]);
    assert_eq!((ledger.passed_over[0].row, ledger.passed_over[0].why.as_str()), (3, "隐藏的行没有读取"));
    let opened = ledger::open(&bytes, "a.xlsx").unwrap();
    assert_eq!(opened.sheets.len(), 1);
    assert_eq!(opened.notices, ["隐藏的工作表没有读取：旧台账"]);
}

#[test]
fn several_tables_and_repeated_headings() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "责任单位", "完成时限"],
                &["1", "甲", "教务处", "6月"],
                &["序号", "工作任务", "责任单位", "完成时限"],
                &["2", "乙", "人事处", "7月"],
                &[],
                &["附：已办结事项"],
                &["序号", "督办事项", "来源", "牵头单位", "办结时间", "完成情况"],
                &["1", "丙", "校长办公会", "财务处", "2026-01-20", "100%"],
            ],
        );
    });
    let sheets = open(&bytes);
    let mappings = ledger::propose(&sheets[0]);
    assert_eq!(mappings.len(), 2, "{mappings:#?}");
    let read = |at: usize| ledger::read(&sheets[0], &mappings[at], on(), &calendar(), &Directory::new([]));
    let lines = |at: usize| read(at).tasks.iter().map(common::line).collect::<Vec<_>>();
    assert_eq!(lines(0), ["2|1|甲|教务处||6月|2026-06-30", "4|2|乙|人事处||7月|2026-07-31"]);
    assert_eq!(lines(1), ["8|1|丙|财务处||2026-01-20|2026-01-20"]);
    assert_eq!(read(1).tasks[0].fields[&Field::Source].text, "校长办公会");
    assert_eq!(read(1).tasks[0].fields[&Field::Status].text, "100%");
}

#[test]
fn values_of_every_kind_are_shown_as_excel_shows_them() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "事项", "责任单位", "完成时限", "完成率", "是否完成", "备注"]]);
        sheet.write_number(1, 0, 1.0).unwrap();
        sheet.write_string(1, 1, "推进\n一流学科建设").unwrap();
        sheet.write_string(1, 2, "教务处").unwrap();
        sheet.write_string(1, 3, "６月３０日前").unwrap();
        sheet.write_number_with_format(1, 4, 0.355, &Format::new().set_num_format("0.0%")).unwrap();
        sheet.write_boolean(1, 5, true).unwrap();
        sheet.write_string(1, 6, "=1+1").unwrap();
    });
    let (_, ledger) = check(&bytes, &["2|1|推进一流学科建设|教务处||６月３０日前|2026-06-30"]);
    let fields = &ledger.tasks[0].fields;
    assert!(fields[&Field::Status].text.contains("35.5%"), "{:?}", fields[&Field::Status]);
    assert_eq!(fields[&Field::Remark].text, "=1+1");
}

#[test]
fn long_titles_are_cut_and_kept() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["事项", "责任单位", "时限"],
                &["1.加强师德师风建设。开展专题教育，建立负面清单。", "教师工作部", "12月"],
                &["深化放管服改革：\n1.精简审批；\n2.优化流程。", "人事处", "12月"],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &["2|1|加强师德师风建设。|教师工作部||12月|2026-12-31", "3||深化放管服改革|人事处||12月|2026-12-31"],
    );
    assert_eq!(ledger.tasks[0].candidate.content, "1.加强师德师风建设。开展专题教育，建立负面清单。");
}

#[test]
fn chinese_numbers_may_be_sections() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "牵头单位", "完成时限"],
                &["一", "党的建设"],
                &["1", "落实第一议题制度", "组织部", "长期"],
                &["（二）", "人才培养"],
                &["2", "修订培养方案", "教务处", "7月"],
            ],
        );
    });
    let (_, ledger) =
        check(&bytes, &["3|1|落实第一议题制度|组织部||长期|ongoing", "5|2|修订培养方案|教务处||7月|2026-07-31"]);
    assert_eq!(ledger.tasks[0].section, "一、党的建设");
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "牵头单位", "完成时限"],
                &["一", "落实第一议题制度", "组织部", "长期"],
                &["二", "修订培养方案", "教务处", "7月"],
            ],
        );
    });
    check(&bytes, &["2|一|落实第一议题制度|组织部||长期|ongoing", "3|二|修订培养方案|教务处||7月|2026-07-31"]);
}

#[test]
fn fifty_columns() {
    let bytes = workbook(|sheet| {
        let mut heads: Vec<String> = (0..50).map(|at| format!("指标{at}")).collect();
        for (at, name) in [(0, "序号"), (7, "重点工作任务"), (20, "牵头部门"), (33, "协同部门"), (48, "完成时间节点")]
        {
            heads[at] = name.to_owned();
        }
        for (column, head) in (0..).zip(&heads) {
            sheet.write_string(2, column, head).unwrap();
            sheet.write_string(3, column, format!("值{column}")).unwrap();
        }
        sheet.write_number(3, 0, 1).unwrap();
        sheet.write_string(3, 7, "建设实验室").unwrap();
        sheet.write_string(3, 20, "实验室处").unwrap();
        sheet.write_string(3, 33, "后勤处").unwrap();
        sheet.write_string(3, 48, "年底前").unwrap();
    });
    check(&bytes, &["4|1|建设实验室|实验室处|后勤处|年底前|2026-12-31"]);
}

#[test]
fn sheets_that_are_no_ledger() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 1, &[&["填写说明"], &["一、本台账由各单位填写，每月5日前报送。"], &["二、完成时限请写明年月日。"]]);
    workbook.add_worksheet();
    let sheet = workbook.add_worksheet();
    write(sheet, 1, &[&["姓名", "电话", "邮箱"], &["张三", "2123456", "a@b.cn"]]);
    let sheets = open(&workbook.save_to_buffer().unwrap());
    assert_eq!(sheets.len(), 3);
    assert!(sheets.iter().all(|sheet| ledger::propose(sheet).is_empty()));
}

#[test]
fn the_mapping_is_remembered() {
    let make = |title: &str, heads: [&str; 4]| {
        workbook(|sheet| {
            write(sheet, 1, &[&[title], &heads, &["1", "甲", "教务处", "6月"]]);
        })
    };
    let heads = ["序号", "工作", "处室名称", "何时"];
    let mut first = table(&make("一月台账", heads)).0;
    first.assign(3, Some(Field::Deadline));
    let saved = serde_json::to_string(&first).unwrap();
    let known: ledger::Mapping = serde_json::from_str(&saved).unwrap();
    let mut next = table(&make("二月台账", ["序 号", "工作", "处室\n名称", "何时"])).0;
    assert_eq!(next.column(Field::Deadline), None);
    assert!(next.remember(&known));
    assert_eq!(next.column(Field::Deadline), Some(3));
    let mut other = table(&make("三月台账", ["序号", "工作", "处室名称", "备注"])).0;
    assert!(!other.remember(&known));
}

#[test]
fn a_csv_of_any_chinese_encoding_is_a_ledger_too() {
    let text =
        "序号,事项,责任单位,完成时限\r\n1,\"修订办法，\n完善\"\"流程\"\"\",教务处,6月底前\r\n2,乙,人事处,长期\r\n";
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    for bytes in [text.as_bytes().to_vec(), [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(), gbk, utf16] {
        check(&bytes, &["2|1|修订办法，完善\"流程\"|教务处||6月底前|2026-06-30", "3|2|乙|人事处||长期|ongoing"]);
        assert_eq!(ledger::open(&bytes, "一月台账.xls").unwrap().sheets[0].name, "一月台账");
    }
}

#[test]
fn the_answer_keeps_everything_and_says_what_to_mend() {
    let bytes = workbook(|sheet| {
        merge(sheet, (1, 1), (0, 4), "台账");
        write(sheet, 2, &[&["序号", "事项", "责任单位", "完成时限", "完成率"], &["1", "=SUM(A1)", "教务处"]]);
        date(sheet, 3, 3, (2026, 6, 30), "yyyy-mm-dd");
        sheet.write_number_with_format(2, 4, 0.5, &Format::new().set_num_format("0%")).unwrap();
        sheet.set_column_hidden(2).unwrap();
    });
    let workbook = ledger::open(&bytes, "a.xlsx").unwrap();
    let fault = |text: &str| Fault { sheet: "台账".to_owned(), row: 3, text: text.to_owned() };
    let back = ledger::answer(&workbook, &[fault("没有责任单位"), fault("=时限不明")]).unwrap();
    let again = ledger::open(&back, "b.xlsx").unwrap();
    let (before, after) = (&workbook.sheets[0], &again.sheets[0]);
    assert_eq!(after.value(2, 5), Some(&Value::Text("需要修改".into())));
    assert_eq!(after.value(3, 5), Some(&Value::Text("没有责任单位\n=时限不明".into())));
    assert_eq!(
        (after.hidden_columns.clone(), after.merged.clone()),
        (before.hidden_columns.clone(), before.merged.clone())
    );
    for row in &before.rows {
        for (column, value) in &row.cells {
            assert_eq!(after.value(row.number, *column), Some(value));
        }
    }
}
