//! The document as clauses: each numbered line with the lines that belong to it, its outer numbers and headings.

use super::{
    number::{self, Number, Style},
    roles, text,
};
use crate::source::{Block, Document, Paragraph, Table};

/// A numbered line and the lines that follow it up to the next number; the lines before the first number are a clause
/// without one.
#[derive(Debug)]
pub struct Clause<'d> {
    /// 一（一）3
    pub path: String,
    /// everything after the number, as one stretch of the document
    pub text: &'d str,
    /// the clause that stands above it
    pub parent: Option<usize>,
    pub has_children: bool,
    /// 第一条
    pub is_article: bool,
    /// a sentence at its end that holds for all clauses under it: 以上工作由…牵头
    pub shared: &'d str,
    /// tables that stand in it
    pub tables: Vec<&'d Table>,
}

pub struct Outline<'d> {
    pub clauses: Vec<Clause<'d>>,
    /// the first line of the document
    pub title: &'d str,
}

impl Outline<'_> {
    /// 关于…的通知, or one that only says 现将有关事项通知如下.
    pub fn is_letter(&self) -> bool {
        self.title.contains("通知") || self.clauses.first().is_some_and(|clause| clause.text.contains("通知如下"))
    }

    /// A regulation (办法, 细则, articles) says how things are done, and hands out nothing.
    pub fn is_regulation(&self) -> bool {
        let named = ["办法", "细则", "规定", "条例", "章程", "规则", "制度"]
            .iter()
            .any(|end| self.title.trim_end_matches("（试行）").ends_with(end));
        let articles = self.clauses.iter().filter(|clause| clause.is_article).count();
        named && text::count(self.title) <= 40 || articles >= 2
    }
}

pub fn of(document: &Document) -> Outline<'_> {
    let mut builder =
        Builder { whole: document.text(), clauses: vec![], levels: vec![], ended: false, in_attachments: false };
    builder.open("");
    let mut title = "";
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => {
                let line = document.at(&paragraph.range);
                // 校发〔2022〕5号 and 某某大学文件 stand over the title.
                let is_mark = line.contains('〔') && line.ends_with('号') || line.ends_with("文件");
                if title.is_empty() && !is_mark {
                    title = line;
                }
                builder.paragraph(line, paragraph);
            }
            Block::Table(table) => builder.last().tables.push(table),
        }
    }
    Outline { clauses: builder.clauses, title }
}

struct Builder<'d> {
    whole: &'d str,
    clauses: Vec<Clause<'d>>,
    /// the clauses that are open, from the outermost
    levels: Vec<(Style, usize)>,
    /// the signature or the list of attachments has been reached
    ended: bool,
    /// 附件：1.自查表
    in_attachments: bool,
}

impl<'d> Builder<'d> {
    fn paragraph(&mut self, line: &'d str, paragraph: &Paragraph) {
        let automatic = paragraph.number.as_deref().map(|printed| {
            // The word processor's number ends where it says, whatever follows: 1.10月14日前.
            let marked = number::of_line(&line[..printed.len()]).map(|found| (found.label, found.style));
            let (label, style) =
                marked.unwrap_or((line[..printed.len()].trim_end_matches(['.', '、', '．']), Style::Digit));
            Number { label, style, rest: line[printed.len()..].trim_start() }
        });
        match automatic.or_else(|| number::of_line(line)).or_else(|| number::bullet(line)) {
            // The list of attachments goes on: 2.检查标准.
            Some(number) if self.in_attachments && is_name(&number) => {}
            Some(number) => self.numbered(number),
            None if is_closing(line) => {
                self.ended = true;
                self.in_attachments = line.trim_start().starts_with("附件") && line.contains(['：', ':']);
            }
            None if self.ended && text::count(line) < 30 => {}
            None => self.goes_on(line),
        }
    }

    fn numbered(&mut self, number: Number<'d>) {
        (self.ended, self.in_attachments) = (false, false);
        let items = inline(&number);
        for item in items {
            while let Some(at) = self.levels.iter().position(|(style, _)| *style == item.style) {
                self.levels.truncate(at);
            }
            // A number of a higher style leaves the lower ones, though it was not seen before.
            while self.levels.last().is_some_and(|(style, _)| style.rank() > item.style.rank()) {
                self.levels.pop();
            }
            let index = self.clauses.len();
            self.open(item.rest);
            let outer = self.clauses[index].parent.map(|parent| self.clauses[parent].path.clone());
            // 1.2 says its outer number itself.
            let is_whole = matches!(item.style, Style::Decimal(_) | Style::Article | Style::Chapter);
            let outer = if is_whole { String::new() } else { outer.unwrap_or_default() };
            self.clauses[index].path = outer + item.label;
            self.clauses[index].is_article = item.style == Style::Article;
            self.levels.push((item.style, index));
        }
    }

    fn open(&mut self, words: &'d str) {
        let parent = self.levels.last().map(|(_, index)| *index);
        if let Some(parent) = parent {
            self.clauses[parent].has_children = true;
        }
        let (path, tables) = (String::new(), Vec::new());
        self.clauses.push(Clause {
            path,
            text: words,
            parent,
            has_children: false,
            is_article: false,
            shared: "",
            tables,
        });
    }

    fn goes_on(&mut self, line: &'d str) {
        let whole = self.whole;
        let parent = self.clauses.last().and_then(|clause| clause.parent);
        if let Some(parent) = parent.filter(|parent| is_shared(line) || self.ends_bare_list(*parent, line)) {
            let shared = self.clauses[parent].shared;
            let start = if shared.is_empty() { line } else { shared };
            let from = crate::units::range_of(whole, start).start;
            self.clauses[parent].shared = &whole[from..crate::units::range_of(whole, line).end];
            return;
        }
        let clause = self.last();
        let start = if clause.text.is_empty() { line } else { clause.text };
        let from = crate::units::range_of(whole, start).start;
        let to = crate::units::range_of(whole, line).end;
        clause.text = whole.get(from..to).unwrap_or(line);
    }

    /// 责任单位：… on a line of its own after several clauses that name nobody: it holds for all of them.
    fn ends_bare_list(&self, parent: usize, line: &str) -> bool {
        // A list of hundreds is not looked through for every line after it.
        let siblings = || self.clauses[parent + 1..].iter().take(400).filter(|clause| clause.parent == Some(parent));
        let begun = !self.clauses[parent].shared.is_empty();
        roles::begins_with_label(line)
            && (begun || siblings().count() > 1)
            && !siblings().any(|clause| clause.has_children || roles::has_label(clause.text))
    }

    fn last(&mut self) -> &mut Clause<'d> {
        let last = self.clauses.len() - 1;
        &mut self.clauses[last]
    }
}

/// Items that run on in one line are clauses of their own where most of them name who answers for them:
/// `1.…（责任单位：…）2.…（责任单位：…）`.
fn inline<'d>(first: &Number<'d>) -> Vec<Number<'d>> {
    let line = first.rest;
    let mut starts: Vec<(usize, Number<'d>)> = Vec::new();
    for sentence in text::sentences(line).into_iter().skip(1) {
        let sentence = sentence.trim_start_matches(['）', ')', '〕']);
        if let Some(number) = number::of_line(sentence) {
            starts.push((crate::units::range_of(line, sentence).start, number));
        }
    }
    let ends: Vec<usize> = starts.iter().map(|(at, _)| *at).chain([line.len()]).collect();
    let with_roles = ends.iter().scan(0, |from, end| Some(&line[std::mem::replace(from, *end)..*end]));
    let named = with_roles.filter(|part| roles::has_label(part)).count();
    if starts.is_empty() || named * 2 <= starts.len() {
        return vec![first.clone()];
    }
    let mut items = vec![Number { rest: &line[..ends[0]], ..first.clone() }];
    for ((_, number), end) in starts.into_iter().zip(&ends[1..]) {
        let from = line.len() - (line.len() - crate::units::range_of(line, number.rest).start);
        items.push(Number { rest: &line[from..*end], ..number });
    }
    items
}

/// The name of a document rather than a clause.
fn is_name(number: &Number<'_>) -> bool {
    number.style == Style::Digit && text::count(number.rest) <= 40 && !number.rest.contains(['。', '；', '，', '（'])
}

/// 以上工作由教务处牵头，6月底前完成: said of all clauses above.
fn is_shared(line: &str) -> bool {
    let line = line.trim();
    let starts = ["以上", "上述", "（以上", "(以上"].iter().any(|start| line.starts_with(start));
    starts && ["由", "牵头", "负责", "责任", "完成"].iter().any(|word| line.contains(word))
}

/// The end of a document's body: what follows is signature, attachments, distribution.
fn is_closing(line: &str) -> bool {
    let line = line.trim();
    let starts = [
        "特此通知",
        "特此函",
        "特此报告",
        "附件",
        "抄送",
        "主送",
        "主题词",
        "出席",
        "列席",
        "参会",
        "记录人",
        "请假",
        "分送",
    ];
    starts.iter().any(|start| line.starts_with(start)) && text::count(line) < 120
        || (line.ends_with('日') && line.contains('年') && text::count(line) < 16)
}
