//! Further habits of real ledgers, one a test.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

#[path = "ledger/common.rs"]
mod common;

use calamine::{Data, Reader, Xlsx};
use common::{calendar, check, line, merge, on, open, workbook, write};
use domain::value::UnitId;
use intake::{
    ledger::{self, Field, Value},
    units::{Directory, Known},
};

#[test]
fn a_table_that_begins_somewhere() {
    let bytes = workbook(|sheet| {
        merge(sheet, (2, 2), (1, 6), "附件");
        merge(sheet, (3, 3), (1, 6), "2026年督办事项一览表（单位：项）");
        write(
            sheet,
            5,
            &[
                &["", "编号", "督办事项", "分管校领导", "承办部门", "办理期限", "办理情况"],
                &["", "DB-001", "解决学生宿舍热水问题", "王五", "后勤保障部", "3月20日前", "正在办理"],
                &["", "DB-002", "落实教代会提案", "赵六", "工会", "上半年", ""],
            ],
        );
    });
    let (mapping, ledger) = check(
        &bytes,
        &["6||解决学生宿舍热水问题|后勤保障部||3月20日前|2026-03-20", "7||落实教代会提案|工会||上半年|2026-06-30"],
    );
    assert_eq!(mapping.column(Field::Leader), Some(3));
    assert_eq!(ledger.tasks[0].fields[&Field::Code].text, "DB-001");
}

#[test]
fn a_ledger_of_things_to_put_right() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "反馈问题", "整改措施", "责任单位", "责任人", "整改时限", "整改进展", "是否完成"],
                &["1", "制度更新不及时", "修订制度12项", "党政办公室", "张三", "立行立改，长期坚持", "已修订", "是"],
                &[
                    "2",
                    "经费管理不规范",
                    "1.开展自查；2.完善流程",
                    "财务处",
                    "李四",
                    "2026年4月底前完成并长期坚持",
                    "",
                    "否",
                ],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|制度更新不及时|党政办公室||立行立改，长期坚持|ongoing",
            "3|2|经费管理不规范|财务处||2026年4月底前完成并长期坚持|2026-04-30",
        ],
    );
    assert_eq!(ledger.tasks[1].candidate.content, "1.开展自查；2.完善流程");
    assert_eq!(ledger.tasks[1].fields[&Field::Person].text, "李四");
    assert_eq!(ledger.tasks[1].fields[&Field::Status].text, "否");
}

#[test]
fn several_columns_of_progress() {
    let bytes = workbook(|sheet| {
        merge(sheet, (1, 2), (0, 0), "序号");
        merge(sheet, (1, 2), (1, 1), "重点任务");
        merge(sheet, (1, 1), (2, 3), "责任单位");
        merge(sheet, (1, 2), (4, 4), "完成时间");
        merge(sheet, (1, 1), (5, 6), "进展情况");
        write(sheet, 2, &[&["", "", "主办单位", "协办单位", "", "一季度", "二季度"]]);
        write(sheet, 3, &[&["1", "甲", "教务处", "人事处", "12月", "完成调研", "完成初稿"]]);
    });
    let (_, ledger) = check(&bytes, &["3|1|甲|教务处|人事处|12月|2026-12-31"]);
    assert_eq!(ledger.tasks[0].fields[&Field::Progress].text, "完成调研\n进展情况/二季度：完成初稿");
}

#[test]
fn three_levels_of_names() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["工作板块", "重点工作", "序号", "具体任务", "牵头单位", "完成时限"]]);
        merge(sheet, (2, 5), (0, 0), "人才培养");
        merge(sheet, (2, 3), (1, 1), "专业建设");
        merge(sheet, (4, 5), (1, 1), "课程建设");
        write(
            sheet,
            2,
            &[
                &["", "", "1", "申报一流专业", "教务处", "5月"],
                &["", "", "2", "开展专业认证", "评估中心", "10月"],
                &["", "", "3", "建设在线课程", "教务处", "11月"],
                &["", "", "4", "评选优秀教材", "教务处", "12月"],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|申报一流专业|教务处||5月|2026-05-31",
            "3|2|开展专业认证|评估中心||10月|2026-10-31",
            "4|3|建设在线课程|教务处||11月|2026-11-30",
            "5|4|评选优秀教材|教务处||12月|2026-12-31",
        ],
    );
    assert_eq!(ledger.tasks[2].fields[&Field::Category].text, "人才培养\n重点工作：课程建设");
}

#[test]
fn the_head_over_two_columns() {
    let bytes = workbook(|sheet| {
        merge(sheet, (1, 1), (0, 1), "工作任务");
        write(sheet, 1, &[&["", "", "责任单位", "完成时限"]]);
        merge(sheet, (2, 3), (0, 0), "党建引领");
        write(
            sheet,
            2,
            &[
                &["", "开展主题教育", "组织部", "6月"],
                &["", "培育样板支部", "组织部", "9月"],
                &["校园安全", "排查隐患", "保卫处", "每月"],
            ],
        );
    });
    check(
        &bytes,
        &[
            "2||开展主题教育|组织部||6月|2026-06-30",
            "3||培育样板支部|组织部||9月|2026-09-30",
            "4||排查隐患|保卫处||每月|ambiguous",
        ],
    );
}

#[test]
fn blank_rows_totals_and_remarks_between() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "事项", "责任单位", "完成时限"],
                &["1", "甲", "教务处", "6月"],
                &[],
                &["", "小计", "", ""],
                &["二、后勤工作"],
                &["2", "乙", "后勤处", "7月"],
                &["3", "", "", ""],
                &["总计：3项"],
                &["说明：本表由各单位填写"],
                &["请于月底前报送"],
                &["单位负责人（签字）：", "", "", "填表日期：2026年3月2日"],
            ],
        );
    });
    let (_, ledger) = check(&bytes, &["2|1|甲|教务处||6月|2026-06-30", "6|2|乙|后勤处||7月|2026-07-31"]);
    let passed: Vec<(u32, &str)> = ledger.passed_over.iter().map(|one| (one.row, one.why.as_str())).collect();
    assert_eq!(
        passed,
        [
            (4, "合计行"),
            (5, "分类标题行"),
            (7, "只有序号，没有事项"),
            (8, "合计行"),
            (9, "表下的说明"),
            (10, "表下的说明"),
            (11, "表下的说明")
        ]
    );
}

#[test]
fn a_limit_among_other_words() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["工作任务", "进度安排", "责任部门"],
                &["企业实践达标", "3月：启动，12月：组织验收", "人事处"],
                &["规划编制", "6月完成相关制度修订并报学校党委常委会审定后印发实施", "规划处"],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &["2||企业实践达标|人事处||3月：启动，12月：组织验收|2026-12-31", "3||规划编制|规划处||6月|2026-06-30"],
    );
    assert_eq!(ledger.tasks[0].milestones.len(), 2);
}

#[test]
fn days_count_from_when_the_task_was_given() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "事项", "交办时间", "承办单位", "办理时限"],
                &["1", "甲", "2026年3月10日", "教务处", "5个工作日"],
                &["2", "乙", "", "教务处", "5个工作日"],
                &["3", "丙", "2025-11-20", "教务处", "6月底前"],
                &["4", "丁", "2026.3.10", "教务处", "自2026年4月1日起30日内"],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &[
            "2|1|甲|教务处||5个工作日|2026-03-17",
            "3|2|乙|教务处||5个工作日|2026-03-09",
            "4|3|丙|教务处||6月底前|2026-06-30",
            "5|4|丁|教务处||自2026年4月1日起30日内|2026-05-01",
        ],
    );
    assert!(
        ledger.tasks[0].candidate.doubts[0].contains("2026年3月10日起算"),
        "{:?}",
        ledger.tasks[0].candidate.doubts
    );
}

#[test]
fn a_limit_in_the_words_of_the_task() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "责任单位", "完成时限"],
                &["1", "2026年6月底前完成学分制改革", "教务处", ""],
                &["2", "加强2026年招生宣传", "招生办", ""],
            ],
        );
    });
    let (_, ledger) = check(
        &bytes,
        &["2|1|2026年6月底前完成学分制改革|教务处||2026年6月底前|2026-06-30", "3|2|加强2026年招生宣传|招生办|||none"],
    );
    assert!(ledger.tasks[0].candidate.doubts[0].contains("取自事项的文字"));
}

#[test]
fn a_hidden_row_parts_no_task() {
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "工作任务", "责任单位", "时间节点"],
                &["1", "专项规划编制", "规划处", "3月"],
                &["", "", "", "4月"],
                &["", "", "", "5月"],
            ],
        );
        sheet.set_row_hidden(2).unwrap();
    });
    let (_, ledger) = check(&bytes, &["2|1|专项规划编制|规划处||5月|2026-05-31"]);
    assert_eq!(ledger.passed_over[0].why, "隐藏的行没有读取");
}

#[test]
fn the_date_of_the_ledger() {
    let today = "2026-11-30".parse().unwrap();
    let dated = |rows: &[&[&str]]| {
        let bytes = workbook(|sheet| write(sheet, 1, rows));
        let sheets = open(&bytes);
        let mapping = ledger::propose(&sheets[0]).remove(0);
        ledger::reference(&sheets[0], &mapping, today, &calendar()).0.to_string()
    };
    let heads: &[&str] = &["序号", "事项", "责任单位", "完成时限"];
    let task: &[&str] = &["1", "甲", "教务处", "2027年6月30日前"];
    assert_eq!(dated(&[&["2025年度督办台账"], heads, task]), "2025-01-01");
    assert_eq!(dated(&[&["2026年度督办台账"], heads, task]), "2026-11-30");
    assert_eq!(dated(&[&["督办台账（截至2026年3月15日）"], heads, task]), "2026-03-15");
    assert_eq!(dated(&[&["督办台账"], &["填报单位：教务处", "", "填报时间：2026年3月2日"], heads, task]), "2026-03-02");
    assert_eq!(dated(&[&["督办台账"], heads, task, &["填表人：张三", "", "填表日期：2026年4月1日"]]), "2026-04-01");
    assert_eq!(dated(&[&["督办台账"], heads, task]), "2026-11-30");
}

#[test]
fn tasks_in_the_words_of_headings() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["工作事项", "责任单位"], &["重点工作", "各部门"], &["完善项目", "后勤部门"]]);
    });
    check(&bytes, &["2||重点工作||各部门||none", "3||完善项目|后勤部门|||none"]);
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["指标", "主要任务", "2025", "2026", "责任部门", "时限"],
                &["就业率", "拓展就业渠道", "90%", "92%", "就业中心", "8月31日前"],
            ],
        );
    });
    check(&bytes, &["2||拓展就业渠道|就业中心||8月31日前|2026-08-31"]);
}

#[test]
fn units_of_the_directory_are_matched() {
    let id = |number: u32| {
        let uuid = format!("00000000-0000-0000-0000-{number:012}");
        serde_json::from_value::<UnitId>(serde_json::json!(uuid)).unwrap()
    };
    let known = |number: u32, name: &str, alias: &str| Known {
        id: id(number),
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
    };
    let directory =
        Directory::new([known(1, "国际合作与交流处", "国际处"), known(2, "教务处（教师教学发展中心）", "教务处")]);
    let bytes = workbook(|sheet| {
        write(
            sheet,
            1,
            &[
                &["序号", "事项", "牵头单位", "配合单位", "时限"],
                &["1", "甲", "国际处", "国际合作与交流处、教务处和各学院等", "6月"],
            ],
        );
    });
    let sheets = open(&bytes);
    let mapping = ledger::propose(&sheets[0]).remove(0);
    let ledger = ledger::read(&sheets[0], &mapping, on(), &calendar(), &directory);
    let one = &ledger.tasks[0].candidate;
    assert_eq!(one.lead_units, ["国际处"]);
    assert_eq!(one.collective_units, ["各学院"]);
    assert!(
        one.matches.iter().filter(|matched| matched.name != "各学院").all(|matched| matched.unit.is_some()),
        "{one:#?}"
    );
}

#[test]
fn a_clerk_corrects_the_mapping() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "工作任务", "由谁办", "完成到何时"], &["1", "甲", "教务处", "6月"]]);
    });
    let sheets = open(&bytes);
    let Some(mut mapping) = ledger::propose(&sheets[0]).into_iter().next() else { panic!("a table") };
    assert!(mapping.notices.iter().any(|notice| notice.contains("责任单位")), "{mapping:?}");
    mapping.assign(2, Some(Field::Lead));
    mapping.assign(3, Some(Field::Deadline));
    let ledger = ledger::read(&sheets[0], &mapping, on(), &calendar(), &Directory::new([]));
    assert_eq!(line(&ledger.tasks[0]), "2|1|甲|教务处||6月|2026-06-30");
}

/// Another reader of the same file sees the same cells.
#[test]
fn the_same_cells_as_calamine() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "事项 <&>\"'", "责任单位\n（牵头）"], &["001", "😀", "=A1"]]);
        for row in 2..60_u32 {
            sheet.write_number(row, 0, f64::from(row) / 3.0).unwrap();
            sheet.write_boolean(row, 3, row % 2 == 0).unwrap();
            sheet.write_string(row, 5, format!("第{row}行")).unwrap();
        }
        common::date(sheet, 70, 2, (2026, 6, 30), "yyyy/m/d");
    });
    let mut theirs: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.clone())).unwrap();
    let range = theirs.worksheet_range("台账").unwrap();
    let ours = open(&bytes);
    let (rows, columns) = range.start().unwrap();
    let mut seen = 0;
    for (row, column, value) in range.used_cells() {
        let row = u32::try_from(row).unwrap() + rows + 1;
        let column = u16::try_from(column).unwrap() + u16::try_from(columns).unwrap();
        let own = ours[0].value(row, column).unwrap();
        match (value, own) {
            (Data::String(theirs), Value::Text(ours)) => assert_eq!(theirs, &**ours),
            (Data::Float(theirs), Value::Number(ours)) => assert!((theirs - ours).abs() < f64::EPSILON),
            (Data::Bool(theirs), Value::Flag(ours)) => assert_eq!(theirs, ours),
            (Data::DateTime(theirs), Value::Date(ours)) => {
                let (year, month, day, ..) = theirs.to_ymd_hms_milli();
                assert_eq!(format!("{year}-{month:02}-{day:02}"), ours.date().to_string());
            }
            (theirs, ours) => panic!("{theirs:?} and {ours:?}"),
        }
        seen += 1;
    }
    assert_eq!(seen, ours[0].rows.iter().map(|row| row.cells.len()).sum::<usize>());
}
