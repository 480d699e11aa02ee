//! 督办立项登记表 (annex 2; R4.2).

use crate::paper::{Column, Register, Value};

/// One matter's row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registration {
    /// 通知单编号, 事项标题
    pub number: String,
    pub title: String,
    /// 承办部门: the lead unit first, then the co-units
    pub units: String,
    /// 完成时限 = the first limit
    pub due: Value,
    /// 签收人 = the lead unit's
    pub signer: String,
    /// 备注: 延至, 改派, 终止
    pub remark: String,
}

/// In: title of the form, what the register is about, its rows in order, who made it when.
pub fn register(title: &str, about: &str, rows: &[Registration], made: &str) -> Register {
    let row = |(place, row): (usize, &Registration)| {
        vec![
            Value::Number(i64::try_from(place + 1).unwrap_or(i64::MAX)),
            text(&row.number),
            text(&row.title),
            text(&row.units),
            row.due.clone(),
            text(&row.signer),
            text(&row.remark),
        ]
    };
    Register {
        title: title.to_owned(),
        about: about.to_owned(),
        columns: vec![
            Column::new("序号", 3.0, false),
            Column::new("通知单编号", 9.0, false),
            Column::new("事项标题", 18.0, true),
            Column::new("承办部门", 11.0, true),
            Column::new("完成时限", 6.5, false),
            Column::new("签收人", 6.0, false),
            Column::new("备注", 9.0, true),
        ],
        rows: rows.iter().enumerate().map(row).collect(),
        made: made.to_owned(),
    }
}

/// An empty text is an empty cell.
pub(super) fn text(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}
