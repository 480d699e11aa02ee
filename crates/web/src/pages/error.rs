//! The page that says why something could not be done, and the way on.

use askama::Template;

use super::{form::Fact, layout::Layout};

/// A link or button to go on with.
#[derive(Debug, Clone, Default)]
pub struct WayOn {
    pub label: String,
    pub href: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub layout: Layout,
    pub status: u16,
    /// One sentence: what happened. Empty: the usual sentence for the status.
    pub sentence: String,
    /// What to do instead; may be empty.
    pub advice: String,
    /// The clause in words, or empty.
    pub clause: String,
    /// Everything that was typed into the form that could not be accepted, to be copied.
    pub typed: Vec<Fact>,
    pub ways_on: Vec<WayOn>,
    /// The number to name when asking for help.
    pub request_id: String,
}

impl ErrorPage {
    /// The heading for the status.
    pub fn heading(&self) -> &'static str {
        match self.status {
            400 => "请求不完整",
            401 => "请先登录",
            403 => "没有权限",
            404 => "没有找到",
            409 => "情况已经变化",
            413 => "内容过大",
            422 => "内容有误",
            429 => "请稍候再试",
            503 => "系统正忙",
            _ => "系统出错",
        }
    }

    /// The given sentence, or the usual one for the status.
    pub fn said(&self) -> &str {
        if !self.sentence.is_empty() {
            return &self.sentence;
        }
        match self.status {
            401 => "登录已过期，请重新登录后继续。",
            403 => "您的岗位不能进行这项操作。如确需办理，请联系学校办公室督办室。",
            404 => "这个地址没有内容，或者您无权查看。",
            409 => "在您填写期间，这件事项已有新的变化，本次提交没有生效。",
            413 => "上传的内容超过了上限（单个文件 50 MB）。",
            429 => "操作过于频繁，请稍候再试。",
            503 => "系统正在处理较多请求，请稍候刷新。",
            400 | 422 => "提交的内容不能接受，请返回修改。",
            _ => "系统内部出错，本次操作没有生效。错误已经记录。",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_sentence_unless_one_is_given() {
        let page = ErrorPage { status: 404, ..ErrorPage::default() };
        assert_eq!((page.heading(), page.said()), ("没有找到", "这个地址没有内容，或者您无权查看。"));
        let page = ErrorPage { status: 500, sentence: "磁盘已满。".into(), ..ErrorPage::default() };
        assert_eq!((page.heading(), page.said()), ("系统出错", "磁盘已满。"));
    }
}
