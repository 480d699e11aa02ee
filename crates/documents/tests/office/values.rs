//! The values of a workbook, as another program reads them.

use crate::tools;
use calamine::{Data, DataType, Reader, Xlsx};
use documents::{
    Paper,
    format::{
        Unwritable,
        xlsx::{self, Rows},
    },
    paper::{Cell, Form, Part, Register, Row, Sheet, Table, Value},
    samples,
};
use jiff::civil::date;
use std::io::Cursor;

fn open(file: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(file)).unwrap()
}

fn written(sheet: Sheet) -> Vec<u8> {
    xlsx::write(&samples::paper(sheet)).unwrap()
}

/// Days since Excel's day 0.
fn serial(day: jiff::civil::Date) -> f64 {
    f64::from((day - date(1899, 12, 30)).get_days())
}

#[test]
fn texts_are_texts_numbers_are_numbers_days_are_days() {
    let mut workbook = open(written(Sheet::Register(samples::register(60))));
    let cells = workbook.worksheet_range("湖北工业大学督办立项登记表").unwrap();
    let cell = |row, column| cells.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 0), Data::String("湖北工业大学督办立项登记表".to_owned()));
    assert_eq!(cell(1, 0), Data::String("2026年1月1日至2026年12月31日".to_owned()));
    assert_eq!(cell(2, 4), Data::String("完成时限".to_owned()));
    assert_eq!(cell(62, 0), Data::Float(60.0));
    assert_eq!(cell(62, 1), Data::String("督办〔2026〕60号".to_owned()));
    assert_eq!(cell(62, 6), Data::Empty);
    let Data::DateTime(day) = cell(62, 4) else { panic!("{:?} is no day", cell(62, 4)) };
    assert_eq!(day.as_f64(), serial(date(2026, 3, 6)));
    assert_eq!(cell(63, 0), Data::String("学校办公室　2026年11月30日制表".to_owned()));
}

#[test]
fn a_row_is_as_high_as_its_longest_text() {
    let mut register = samples::register(2);
    let columns = &mut register.columns;
    (columns[3].width, columns[3].name) = (10.0, "十个字以内的一列".to_owned());
    register.rows[0][3] = Value::Text("学".repeat(25));
    register.rows[1][3] = Value::Text("短".to_owned());
    let sheet = tools::part(&written(Sheet::Register(register)), "xl/worksheets/sheet1.xml");
    let height = |row: u32| {
        let tag = sheet.split("<row ").find(|tag| tag.starts_with(&format!("r=\"{row}\""))).unwrap_or_default();
        let (_, rest) = tag.split('>').next()?.split_once(" ht=\"")?;
        rest.split('"').next()?.parse::<f64>().ok()
    };
    // Excel keeps whole pixels.
    assert!(height(4).is_some_and(|points| (points - 55.0).abs() < 0.75), "three lines: {:?}", height(4));
    assert!(height(5) < height(4), "{:?}", height(5));
}

#[test]
fn nothing_is_a_formula_or_a_link() {
    let mut register = samples::register(0);
    register.title = "=1+1".to_owned();
    register.about = "@SUM(1)".to_owned();
    register.columns[0].name = "+1".to_owned();
    register.rows = samples::HOSTILE.map(|text| vec![Value::Text(text.to_owned()); 7]).to_vec();
    let file = written(Sheet::Register(register));
    let mut workbook = open(file.clone());
    assert!(workbook.worksheet_formula("=1+1").unwrap().is_empty());
    let cells = workbook.worksheet_range("=1+1").unwrap();
    for (row, text) in (3..).zip(samples::HOSTILE).filter(|(_, text)| !text.starts_with("_x")) {
        assert_eq!(cells.get_value((row, 3)), Some(&Data::String(text.to_owned())));
    }
    let sheet = tools::part(&file, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink"));
    // Excel reads `_x0041_` as a letter; the underscore before it is written as such an escape itself.
    assert!(tools::part(&file, "xl/sharedStrings.xml").contains("_x005F_x0041_"));
}

#[test]
fn what_excel_would_round_or_not_know_is_written_as_text() {
    let mut register = samples::register(1);
    register.rows[0][0] = Value::Number(i64::MAX);
    register.rows[0][4] = Value::Day(date(1900, 2, 28));
    register.rows[0].truncate(5);
    let mut workbook = open(written(Sheet::Register(register)));
    let cells = workbook.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(cells.get_value((3, 0)), Some(&Data::String(i64::MAX.to_string())));
    assert_eq!(cells.get_value((3, 4)), Some(&Data::String("1900-02-28".to_owned())));
}

#[test]
fn a_form_is_a_worksheet_with_the_same_cells() {
    let file = written(Sheet::Form(samples::extension().form()));
    let mut workbook = open(file.clone());
    let cells = workbook.worksheet_range_at(0).unwrap().unwrap();
    let texts: Vec<String> = cells
        .used_cells()
        .filter_map(|(_, _, cell)| Some(cell.as_string()?.to_owned()).filter(|text| !text.is_empty()))
        .collect();
    assert_eq!(texts[..4], ["湖北工业大学督办事项延期申请单", "督办事项编号", "督办〔2026〕12号", "督办事项内容"]);
    assert!(texts.contains(&"部门负责人签字：吴刚（电子签署）\n2026年12月9日".to_owned()));
    assert!(tools::part(&file, "xl/worksheets/sheet1.xml").contains("<mergeCell "));
}

#[test]
fn every_kind_of_form_fits_on_the_grid() {
    let table = |columns: &[f64]| {
        let cells: Vec<Cell> = columns.iter().map(|width| Cell::value(width.to_string())).collect();
        Part::Table(Table { columns: columns.to_vec(), rows: vec![Row::new(1000.0, cells)] })
    };
    let parts = vec![table(&[1.0, 2.0, 3.0]), table(&[1.0]), table(&[7.0, 7.0, 7.0, 7.0]), table(&[0.3, 0.7])];
    for form in [Form { parts, ..Form::default() }, samples::flow(), samples::report(2).form(), Form::default()] {
        written(Sheet::Form(form));
    }
    written(Sheet::Register(Register::default()));
}

#[test]
fn worksheets_have_names_that_excel_takes() {
    let titles = [
        "甲".repeat(40),
        "甲".repeat(40),
        "a[b]:c*d?e/f\\g".to_owned(),
        String::new(),
        "'引'".to_owned(),
        "History".to_owned(),
    ];
    let sheets = titles.map(|title| Sheet::Register(Register { title, ..samples::register(1) }));
    let paper = Paper { sheets: sheets.into(), ..samples::paper(Sheet::Form(Form::default())) };
    let names = open(xlsx::write(&paper).unwrap()).sheet_names();
    let long = ["甲".repeat(31), format!("{}（2）", "甲".repeat(28))];
    assert_eq!(names, [long[0].as_str(), &long[1], "abcdefg", "表", "引", "表（2）"]);
}

#[test]
fn a_text_that_no_cell_takes_is_refused_with_its_column() {
    let mut register = samples::register(2);
    register.rows[1][6] = Value::Text("长".repeat(32_767));
    xlsx::write(&samples::paper(Sheet::Register(register.clone()))).unwrap();
    register.rows[1][6] = Value::Text("𠮷".repeat(16_384));
    let refused = xlsx::write(&samples::paper(Sheet::Register(register)));
    assert_eq!(refused, Err(Unwritable::TooLong { column: "备注".to_owned() }));
    assert_eq!(xlsx::write(&samples::paper(Sheet::Official(samples::letter()))), Err(Unwritable::NotAWorkbook));
}

#[test]
fn more_rows_than_a_worksheet_has_are_refused() {
    let register = Register { rows: vec![Vec::new(); 1_048_576], ..samples::register(0) };
    let refused = xlsx::write(&samples::paper(Sheet::Register(register)));
    assert_eq!(refused, Err(Unwritable::TooLarge { rows: 1_048_576 }));
}

#[test]
fn rows_that_come_one_after_another_make_the_same_register() {
    let register = Register { made: String::new(), ..samples::register(50) };
    let mut rows = Rows::begin(&register.title, &register.about, register.columns.clone(), "", None).unwrap();
    register.rows.iter().for_each(|row| rows.row(row).unwrap());
    let mut file = std::io::Cursor::new(Vec::new());
    rows.finish(&mut file).unwrap();
    let cells = |file: Vec<u8>| {
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file)).unwrap();
        let name = workbook.sheet_names()[0].clone();
        workbook.worksheet_range(&name).unwrap()
    };
    let whole = xlsx::write(&samples::paper(Sheet::Register(register))).unwrap();
    assert_eq!(cells(file.into_inner()), cells(whole));
    let mut rows = Rows::begin("表", "", samples::register(0).columns, "", None).unwrap();
    assert!(matches!(rows.row(&[Value::Text("\u{1}".into())]), Err(Unwritable::IllegalCharacter { .. })));
}
