//! The whole timetable.

use std::time::Duration;

/// What is done by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Tick,
    Anchor,
    SweepFiles,
    Deliver,
    KeepPapers,
    ReadAttachments,
    Purge,
}

/// One line of the timetable.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub job: Job,
    pub name: &'static str,
    pub every: Duration,
    /// by age: not while the clock is in doubt
    pub deletes: bool,
    pub what: &'static str,
}

pub const TIMETABLE: &[Line] = &[
    // First, so that a clock that jumped while the program was off is noticed before anything is deleted by it.
    Line {
        job: Job::Tick,
        name: "tick",
        every: Duration::from_mins(1),
        deletes: false,
        what: "提出催办建议、提醒时限、列出应报送的季度呈报；系统时钟可疑时暂停",
    },
    Line {
        job: Job::Anchor,
        name: "anchor",
        every: Duration::from_mins(10),
        deletes: false,
        what: "把两份记录的链首写入锚点表和库外的锚点文件",
    },
    Line {
        job: Job::SweepFiles,
        name: "sweep-files",
        every: Duration::from_mins(30),
        deletes: true,
        what: "删除 24 小时内没有被任何操作采用的上传文件",
    },
    Line {
        job: Job::Deliver,
        name: "deliver",
        every: Duration::from_secs(30),
        deletes: false,
        what: "把到时的消息按人汇总发成邮件；没有设置邮件服务器时只留在站内",
    },
    Line {
        job: Job::KeepPapers,
        name: "keep-papers",
        every: Duration::from_secs(15),
        deletes: false,
        what: "把刚发出的通知单、催办单等排成 PDF 存档，并记下摘要",
    },
    Line {
        job: Job::ReadAttachments,
        name: "read-attachments",
        every: Duration::from_secs(15),
        deletes: false,
        what: "读出新附件（DOCX、PDF、XLSX、文本）的文字，供查找",
    },
    Line {
        job: Job::Purge,
        name: "purge",
        every: Duration::from_mins(30),
        deletes: true,
        what: "删除过期的会话、提交回执、登录尝试计数和已送达的消息",
    },
];
