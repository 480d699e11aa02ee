//! The whole timetable.

use jiff::SignedDuration;

/// What is done by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Anchor,
    SweepFiles,
    Purge,
}

/// One line of the timetable.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub job: Job,
    pub name: &'static str,
    pub every: SignedDuration,
    pub what: &'static str,
}

pub const TIMETABLE: &[Line] = &[
    Line {
        job: Job::Anchor,
        name: "anchor",
        every: SignedDuration::from_mins(10),
        what: "把两份记录的链首写入锚点表和库外的锚点文件",
    },
    Line {
        job: Job::SweepFiles,
        name: "sweep-files",
        every: SignedDuration::from_mins(30),
        what: "删除 24 小时内没有被任何操作采用的上传文件",
    },
    Line {
        job: Job::Purge,
        name: "purge",
        every: SignedDuration::from_mins(30),
        what: "删除过期的会话、提交回执、登录尝试计数和已送达的消息",
    },
];
