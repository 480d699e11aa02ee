//! 审核办结报告: the five questions beside what the notice asked, then the verdict.

use askama::Template;

use super::{
    act::ActForm,
    form::{Fact, FileRow},
    layout::Layout,
    matter::MatterHead,
};

/// The five questions of R4.6b, in the regulation's words; the answer is sent as `answer1` … `answer5` (`yes`/`no`), a
/// remark as `remark1` … `remark5`.
pub const QUESTIONS: [&str; 5] =
    ["事实是否查清", "问题是否解决", "结论是否准确", "处理是否符合政策、法律规定", "文书格式是否规范"];

#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub yes: Option<bool>,
    pub remark: String,
}

/// The verdict, sent as `verdict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    Supplement,
    Redo,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Accept, Verdict::Supplement, Verdict::Redo];

    pub fn value(&self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Supplement => "supplement",
            Verdict::Redo => "redo",
        }
    }

    pub fn label(&self) -> &'static str {
        match self {
            Verdict::Accept => "同意办结",
            Verdict::Supplement => "退回补办",
            Verdict::Redo => "退回重办",
        }
    }

    pub fn note(&self) -> &'static str {
        match self {
            Verdict::Accept => "五项均为“是”方可同意；随后须反馈，并在五个工作日内归档。",
            Verdict::Supplement => "主要任务已完成，个别内容或材料须补齐；原办结时间不变。",
            Verdict::Redo => "未达到交办要求；办结时限恢复为未完成，另定重办期限。",
        }
    }
}

/// Sends the answers, `verdict`, `reason`, `due` (for a return) and the fields of `form`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "review.html")]
pub struct ReviewPage {
    pub layout: Layout,
    pub head: MatterHead,
    /// 办理要求 and 量化目标 of the notice.
    pub asked: Vec<Fact>,
    /// The report's five sections under their headings.
    pub report: Vec<Fact>,
    /// Who submitted it and when.
    pub submitted: String,
    /// What the co-units said: 确认 / 有异议 / 逾期未确认.
    pub confirmations: Vec<Fact>,
    pub files: Vec<FileRow>,
    pub answers: [Answer; 5],
    pub verdict: Option<Verdict>,
    pub reason: String,
    pub due: String,
    /// How many working days away it is; empty while there is none.
    pub due_means: String,
    pub form: ActForm,
}

impl ReviewPage {
    /// Number, question and answer, as the template walks them.
    pub fn numbered(&self) -> Vec<(usize, &'static str, &Answer)> {
        QUESTIONS
            .iter()
            .zip(&self.answers)
            .enumerate()
            .map(|(i, (question, answer))| (i + 1, *question, answer))
            .collect()
    }

    pub fn is_verdict(&self, verdict: &Verdict) -> bool {
        self.verdict == Some(*verdict)
    }
}
