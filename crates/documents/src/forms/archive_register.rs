//! 督办事项办结材料归档登记表 (annex 7; R4.8).

use super::registration_register::text;
use crate::paper::{Column, Register, Value};

/// One matter's row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filed {
    /// 通知单编号, 事项标题
    pub number: String,
    pub title: String,
    /// 承办部门: the lead unit first, then the co-units
    pub units: String,
    /// 完成时间 = submission of the accepted report
    pub completed: Value,
    /// 办结相关材料
    pub materials: String,
    /// 归档人
    pub archivist: String,
    pub remark: String,
}

/// In: title of the form, what the register is about, its rows in order, who made it when.
pub fn register(title: &str, about: &str, rows: &[Filed], made: &str) -> Register {
    let row = |(place, row): (usize, &Filed)| {
        vec![
            Value::Number(i64::try_from(place + 1).unwrap_or(i64::MAX)),
            text(&row.number),
            text(&row.title),
            text(&row.units),
            row.completed.clone(),
            text(&row.materials),
            text(&row.archivist),
            text(&row.remark),
        ]
    };
    Register {
        title: title.to_owned(),
        about: about.to_owned(),
        columns: vec![
            Column::new("序号", 3.0, false),
            Column::new("通知单编号", 9.0, false),
            Column::new("事项标题", 15.0, true),
            Column::new("承办部门", 10.0, true),
            Column::new("完成时间", 6.5, false),
            Column::new("办结相关材料", 13.0, true),
            Column::new("归档人", 6.0, false),
            Column::new("备注", 7.0, true),
        ],
        rows: rows.iter().enumerate().map(row).collect(),
        made: made.to_owned(),
    }
}
