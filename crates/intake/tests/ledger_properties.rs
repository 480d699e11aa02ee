//! Whatever a sheet holds: nothing panics, and no row is lost without a word.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

#[path = "ledger/common.rs"]
mod common;

use std::collections::BTreeSet;

use common::{calendar, on};
use intake::{
    ledger::{self, Fault, Merged, Row, Sheet, Value, Workbook},
    units::Directory,
};
use jiff::civil::date;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

fn any_value() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "序号",
        "事项",
        "工作内容",
        "牵头单位",
        "责任单位",
        "牵头",
        "配合",
        "完成时限",
        "备注",
        "进展情况",
        "1",
        "2.",
        "（3）",
        "一",
        "一、教学工作",
        "合计",
        "注：说明",
        "填表人：张三",
        "教务处",
        "教务处、人事处",
        "各学院",
        "6月底前",
        "长期",
        "每月",
        "2026年",
        "甲",
        "乙\n丙",
        "推进改革。完善制度。",
        "",
        " ",
        "=1+1",
        "😀",
        "教务处（牵头）、财务处",
        "9月31日",
    ]);
    prop_oneof![
        6 => word.prop_map(|word| Value::Text(word.into())),
        1 => any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::Number),
        1 => (1_i32..60_000).prop_map(|n| Value::Number(f64::from(n))),
        1 => Just(Value::Percent(0.5)),
        1 => Just(Value::Flag(true)),
        1 => Just(Value::Error("#REF!".into())),
        1 => (0_i8..12).prop_map(|month| Value::Date(date(2026, month + 1, 28).at(0, 0, 0, 0))),
    ]
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let row = (prop::bool::weighted(0.1), prop::collection::btree_map(0_u16..8, any_value(), 0..8));
    let merged = (1_u32..12, 0_u32..3, 0_u16..8, 0_u16..3);
    (prop::collection::vec(row, 1..12), prop::collection::vec(merged, 0..4), prop::collection::vec(0_u16..8, 0..2))
        .prop_map(|(rows, merged, hidden)| Sheet {
            name: "台账".to_owned(),
            rows: (1..)
                .zip(rows)
                .map(|(number, (hidden, cells))| Row { number, hidden, cells: cells.into_iter().collect() })
                .filter(|row: &Row| !row.cells.is_empty())
                .collect(),
            hidden_columns: hidden.into_iter().map(|column| (column, column)).collect(),
            merged: merged
                .into_iter()
                .map(|(row, down, column, right)| Merged { rows: (row, row + down), columns: (column, column + right) })
                .collect(),
        })
}

/// A heading that is always one, above whatever comes.
fn with_heading(mut sheet: Sheet) -> Sheet {
    let heads = ["序号", "事项", "责任单位", "完成时限", "备注"];
    let cells = (0..).zip(heads).map(|(column, head)| (column, Value::Text(head.into()))).collect();
    sheet.rows.iter_mut().for_each(|row| row.number += 1);
    sheet.merged.iter_mut().for_each(|area| area.rows = (area.rows.0 + 1, area.rows.1 + 1));
    sheet.rows.insert(0, Row { number: 1, hidden: false, cells });
    sheet
}

fn again<T: Serialize + DeserializeOwned>(one: &T) -> T {
    serde_json::from_slice(&serde_json::to_vec(one).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn no_row_is_lost_without_a_word(sheet in any_sheet(), headed in any::<bool>()) {
        let sheet = if headed { with_heading(sheet) } else { sheet };
        let mappings = ledger::propose(&sheet);
        prop_assert!(!headed || !sheet.hidden_columns.is_empty() || !mappings.is_empty());
        for mapping in mappings {
            let ledger = ledger::read(&sheet, &mapping, on(), &calendar(), &Directory::new([]));
            let mut told: BTreeSet<u32> = ledger.passed_over.iter().map(|one| one.row).collect();
            for task in &ledger.tasks {
                prop_assert!(!task.candidate.title.is_empty() || !task.candidate.doubts.is_empty());
                told.extend(task.candidate.row);
                told.extend(&task.more_rows);
            }
            let in_body = sheet.rows.iter().filter(|row| (mapping.body.0..=mapping.body.1).contains(&row.number));
            for row in in_body {
                // Hidden columns and cells behind others hold nothing that a reader sees.
                let covered = |column: u16| sheet.merged.iter().any(|area| {
                    (area.rows.0..=area.rows.1).contains(&row.number) && (area.columns.0..=area.columns.1).contains(&column)
                });
                let seen = row.cells.iter().any(|(column, value)| {
                    !value.is_blank() && !sheet.is_hidden(*column) && !covered(*column)
                });
                prop_assert!(!seen || told.contains(&row.number), "row {} of {:#?}", row.number, sheet);
            }
        }
    }

    #[test]
    fn the_answer_reads_back(sheet in any_sheet()) {
        let workbook = Workbook { sheets: vec![sheet], notices: Vec::new() };
        let fault = Fault { sheet: "台账".to_owned(), row: 2, text: "请修改".to_owned() };
        let bytes = ledger::answer(&workbook, &[fault]).unwrap();
        let again = ledger::open(&bytes, "a.xlsx").unwrap();
        let words = again.sheets[0].rows.iter().flat_map(|row| &row.cells).any(|(_, value)| value.shown() == "需要修改");
        prop_assert!(words);
    }

    /// Another process reads files and hands them over as JSON.
    #[test]
    fn json_gives_back_what_it_was(sheet in any_sheet(), number in prop::num::f64::ANY, headed in any::<bool>()) {
        let mut sheet = if headed { with_heading(sheet) } else { sheet };
        let number = if number.is_nan() { Value::Flag(false) } else { Value::Number(number) };
        sheet.rows.push(Row { number: 99, hidden: false, cells: vec![(300, number)] });
        for mapping in ledger::propose(&sheet) {
            let ledger = ledger::read(&sheet, &mapping, on(), &calendar(), &Directory::new([]));
            prop_assert_eq!(&again(&ledger), &ledger);
            ledger.tasks.first().into_iter().for_each(|task| assert_eq!(&again(task), task));
        }
        let workbook = Workbook { sheets: vec![sheet], notices: vec!["有隐藏的工作表".to_owned()] };
        prop_assert_eq!(&again(&workbook), &workbook);
        let fault = Fault { sheet: "台账".to_owned(), row: 2, text: "请修改".to_owned() };
        prop_assert_eq!(&again(&fault), &fault);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), text in any::<String>()) {
        let _ = ledger::open(&bytes, "a.xls");
        let _ = ledger::open(text.as_bytes(), "a.csv");
    }
}
