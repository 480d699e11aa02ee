//! What a new database is filled with: the school's parameters and the working days of mainland China. Read once, written as
//! events; afterwards only events count.

pub const REGULATION: &str = include_str!("../../../regulation/hubut-2023.toml");

pub const CALENDAR: &str = include_str!("../../../regulation/cn-workdays.csv");
