//! The pages, as LibreOffice shows them. One run of it for all papers: its start is what takes long.

use crate::tools::{self, Page, Pdf};
use documents::{
    Paper,
    format::{docx, xlsx},
    forms::{COPIES, notice::Notice},
    paper::{Block, Official, Sheet},
    samples::{self, paper},
};
use std::path::Path;

/// Points.
const MM: f64 = 72.0 / 25.4;

#[test]
fn libreoffice_shows_every_page_as_it_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let papers = papers();
    let mut files = Vec::new();
    for (name, paper) in &papers {
        files.push(folder.path().join(format!("{name}.docx")));
        std::fs::write(files.last().unwrap(), docx::write(paper).unwrap()).unwrap();
    }
    let workbook = folder.path().join("workbook.xlsx");
    std::fs::write(&workbook, xlsx::write(&paper(Sheet::Register(samples::register(60)))).unwrap()).unwrap();
    files.push(workbook.clone());
    tools::convert(folder.path(), "pdf", &files);
    let pdf = |name: &str| Pdf::open(folder.path().join(format!("{name}.pdf")));

    notice(&pdf("notice"));
    long_notice(&pdf("long-notice"));
    empty_notice(&pdf("empty-notice"));
    extension(&pdf("extension"));
    report(&pdf("report"));
    flow(&pdf("flow"));
    register(&pdf("register"));
    circular(&pdf("circular"));
    signed_by(&pdf("signed-by"));
    letter(&pdf("letter"));
    full_pages(&pdf("full-pages"));
    mixed(&pdf("mixed"));
    logo(&pdf("logo"), &pdf("notice-alone"));
    for lines in NEARLY_FULL {
        nearly_full(&pdf(&format!("nearly-full-{lines}")), lines);
    }
    printed_workbook(&pdf("workbook"));

    // 44,34,76: comma, quotation mark, UTF-8.
    tools::convert(folder.path(), "csv:Text - txt - csv (StarCalc):44,34,76", &[workbook]);
    table_of_values(&folder.path().join("workbook.csv"));
}

/// Body lines that leave just enough room for the 版记, just too little, and none.
const NEARLY_FULL: [usize; 5] = [10, 11, 13, 15, 20];

fn papers() -> Vec<(String, Paper)> {
    let units = (1..=15).map(|number| format!("第{number}学院")).collect();
    let long = Notice { units, ..samples::long_notice(30) };
    let notice = samples::notice(&["教务处（牵头）", "研究生院"], vec![samples::CONTENT.to_owned()]);
    let signed_by = Official { signer: "何嘉明".to_owned(), ..samples::circular() };
    let mut papers = vec![
        ("notice".to_owned(), paper(Sheet::Form(notice.form(COPIES[1])))),
        ("long-notice".to_owned(), paper(Sheet::Form(long.form("")))),
        ("empty-notice".to_owned(), paper(Sheet::Form(samples::blank_notice().form("")))),
        ("extension".to_owned(), paper(Sheet::Form(samples::extension().form()))),
        ("report".to_owned(), paper(Sheet::Form(samples::report(2).form()))),
        ("flow".to_owned(), paper(Sheet::Form(samples::flow()))),
        ("register".to_owned(), paper(Sheet::Register(samples::register(60)))),
        ("circular".to_owned(), paper(Sheet::Official(samples::circular()))),
        ("signed-by".to_owned(), paper(Sheet::Official(signed_by))),
        ("letter".to_owned(), paper(Sheet::Official(samples::letter()))),
        ("full-pages".to_owned(), paper(Sheet::Official(samples::full_pages()))),
    ];
    let alone = samples::with_logo().sheets.swap_remove(0);
    papers.extend([("logo".to_owned(), samples::with_logo()), ("notice-alone".to_owned(), paper(alone))]);
    let mixed = vec![
        Sheet::Form(samples::extension().form()),
        Sheet::Register(samples::register(2)),
        Sheet::Official(samples::letter()),
    ];
    papers.push(("mixed".to_owned(), Paper { sheets: mixed, ..paper(Sheet::Form(samples::flow())) }));
    for lines in NEARLY_FULL {
        let body = (1..=lines).map(|number| Block::Text(format!("第{number}段。"))).collect();
        let imprint = samples::circular();
        let official = Official {
            body,
            copies_to: imprint.copies_to,
            printed_by: imprint.printed_by,
            printed_on: imprint.printed_on,
            ..samples::letter()
        };
        papers.push((format!("nearly-full-{lines}"), paper(Sheet::Official(official))));
    }
    papers
}

/// They stand one after the other.
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let at = rest.find(word).unwrap_or_else(|| panic!("no {word} after the others in {text}"));
        rest = &rest[at + word.len()..];
    }
}

/// Within a millimetre.
fn at(what: &str, is: f64, should: f64) {
    assert!((is - should).abs() < MM, "{what} at {:.1} mm instead of {:.1} mm", is / MM, should / MM);
}

/// On forms and registers, not on what GB/T 9704 lays out; it moves nothing.
fn logo(pdf: &Pdf, without: &Pdf) {
    let pictures: Vec<bool> = pdf.pictures().iter().map(|count| *count > 0).collect();
    assert_eq!(pictures, [true, false, true]);
    assert_eq!(without.pictures(), [0]);
    for (with, without) in pdf.pages[0].words.iter().zip(&without.pages[0].words) {
        assert_eq!(with.text, without.text);
        at(&with.text, with.top, without.top);
    }
}

fn notice(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 1);
    in_order(
        &pdf.text(0),
        &[
            "湖北工业大学督办事项通知单",
            "承办单位存",
            "督办〔2026〕12号",
            "事项标题",
            "落实本科教育教学审核评估整改任务",
            "承办单位",
            "教务处（牵头）、研究生院",
            "负责人",
            "吴刚",
            "完成时限",
            "2026年12月18日",
            "联系人",
            "周敏",
            "联系电话",
            "027-59750000",
            "事项内容",
            "签收人",
            "签收时间",
            "注：1.",
            "2.此通知单一式两份",
            "学校办公室",
        ],
    );
    let page = &pdf.pages[0];
    at("title", page.line("督办事项通知单").centre(), page.width / 2.0 + MM);
    let above = page.line("督办〔2026〕12号");
    at("copy", above.left, 28.0 * MM);
    at("number", above.right, 184.0 * MM);
}

/// The long cell breaks over the pages; nothing of it is lost, and what is below it comes after it.
fn long_notice(pdf: &Pdf) {
    assert!((5..=7).contains(&pdf.pages.len()), "{} pages", pdf.pages.len());
    let text = pdf.all_text();
    in_order(&text, &["第15学院", "（1）根据", "（15）根据", "（30）根据", "签收人", "学校办公室"]);
    let full = pdf.pages[1].lines();
    assert!(full.last().unwrap().bottom > 250.0 * MM, "the second page is not filled");
}

fn empty_notice(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 1);
    in_order(&pdf.text(0), &["承办单位", "负责人", "事项内容", "签收人"]);
}

/// Signatures stand at the very foot of their cells, right above the next one.
fn extension(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 1);
    in_order(
        &pdf.text(0),
        &["先行开展线上教学", "部门负责人签字：吴刚", "2026年12月9日", "同意延期", "领导签字：", "年月日"],
    );
    let page = &pdf.pages[0];
    let (report, signed, day, approval) =
        (page.line("线上教学"), page.line("部门负责人签字"), page.line("12月9日"), page.line("同意延期"));
    assert!(signed.top - report.bottom > 15.0 * MM, "the signature follows the text instead of standing at the foot");
    assert!(approval.top - day.bottom < 5.0 * MM);
    assert!(day.right > 175.0 * MM && signed.right > 175.0 * MM);
    let ink = page.line("领导签字：");
    assert!(day.right - ink.right > 6.0 * 13.0, "there is no room to sign");
}

fn report(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 2);
    in_order(
        &pdf.all_text(),
        &[
            "办结报告",
            "一、督办事项内容",
            "二、",
            "三、",
            "四、取得的成效",
            "五、下一步工作计划",
            "教务处",
            "2026年12月18日",
        ],
    );
}

fn flow(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 1);
    let page = &pdf.pages[0];
    let middle =
        |name: &str| page.words.iter().find(|word| word.text == name).unwrap_or_else(|| panic!("{name}")).middle();
    let heights = ["督办事项", "拟办", "立项", "交办", "承办", "催办", "办结", "归档", "定期通报"].map(middle);
    assert!(heights.is_sorted(), "{heights:?}");
    assert!(pdf.text(0).contains("2026年10月9日何嘉明"));
}

/// The header stands on every page, and the pages are counted.
fn register(pdf: &Pdf) {
    let count = pdf.pages.len();
    assert!((3..=6).contains(&count), "{count} pages");
    for (index, page) in pdf.pages.iter().enumerate() {
        at("page width", page.width, 297.0 * MM);
        let text = pdf.text(index);
        in_order(&text, &["序号", "通知单编号", "完成时限", "备注", &format!("第{}页共{count}页", index + 1)]);
        at("page number", page.line("页").centre(), page.width / 2.0);
    }
    in_order(
        &pdf.all_text(),
        &[
            "督办立项登记表",
            "2026年1月1日至2026年12月31日",
            "督办〔2026〕1号",
            "2026-01-06",
            "督办〔2026〕60号",
            "学校办公室2026年11月30日制表",
        ],
    );
}

/// GB/T 9704-2012.
fn circular(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 4);
    let first = &pdf.pages[0];
    let organ = first.line("学校办公室文件");
    assert!(organ.right - organ.left < 156.0 * MM, "the name is one line");
    at("the text block's middle", organ.centre(), (28.0 + 78.0) * MM);
    // The box is as high as the font's line; its characters begin about a sixth below.
    assert!(
        organ.middle() > (37.0 + 35.0) * MM && organ.middle() < (37.0 + 35.0 + 17.0) * MM,
        "{}",
        organ.middle() / MM
    );
    in_order(
        &pdf.text(0),
        &[
            "学校办公室文件",
            "湖工大办〔2026〕8号",
            "关于2026年",
            "第三季度督办",
            "校属各单位、机关各部门：",
            "现将",
            "一、总体情况",
            "教务处1211",
        ],
    );
    at("to whom", first.line("校属各单位").left, 28.0 * MM);
    at("indent", first.line("现将").left, 28.0 * MM + 32.0);
    in_order(
        &pdf.all_text(),
        &[
            "附件：1.2026年",
            "2.2026年",
            "湖北工业大学学校办公室",
            "2026年11月30日",
            "（联系人：周敏",
            "抄送：校领导",
            "2026年11月30日印发",
        ],
    );
    page_numbers(pdf);
    let last = pdf.pages.last().unwrap();
    let (organ, day) =
        (last.lines().into_iter().find(|line| line.text == "湖北工业大学学校办公室").unwrap(), last.line("11月30日"));
    at("name above day", organ.centre(), day.centre());
    // By its middle, since LibreOffice always adds space beside digits: seven characters, four from the edge.
    at("day", day.centre(), 184.0 * MM - (4.0 + 3.5) * 15.75);
    imprint(last);
}

/// 7.5: odd pages at the right, even ones at the left, one character from the edge, 7 mm below the text.
fn page_numbers(pdf: &Pdf) {
    for (index, page) in pdf.pages.iter().enumerate() {
        let lines = page.lines();
        let number = lines.last().unwrap();
        assert_eq!(number.text, format!("—{}—", index + 1));
        at("page number", number.middle(), (37.0 + 225.0 + 7.0) * MM);
        if index % 2 == 0 {
            at("odd page number", number.right, 184.0 * MM - 14.0)
        } else {
            at("even page number", number.left, 28.0 * MM + 14.0)
        }
    }
}

/// 7.4: at the foot of the text block.
fn imprint(page: &Page) {
    let line = page.line("印发");
    assert!((line.bottom - 262.0 * MM).abs() < 2.5 * MM, "the 版记 ends at {:.1} mm", line.bottom / MM);
    at("printed by", line.left, 28.0 * MM + 14.0);
    at("printed on", line.right, 184.0 * MM - 14.0);
}

fn signed_by(pdf: &Pdf) {
    let page = &pdf.pages[0];
    let line = page.line("签发人：何嘉明");
    assert!(line.text.starts_with("湖工大办〔2026〕8号"));
    at("number", line.left, 28.0 * MM + 16.0);
    at("signer", line.right, 184.0 * MM - 16.0);
}

fn letter(pdf: &Pdf) {
    assert_eq!(pdf.pages.len(), 1);
    let page = &pdf.pages[0];
    let title = page.line("商请协助提供有关材料的函");
    assert!(title.middle() > 37.0 * MM && title.middle() < 37.0 * MM + 28.9, "the title is the first line");
    in_order(
        &pdf.text(0),
        &["的函", "武汉理工大学党政办公室：", "附件：所需材料清单", "学校办公室", "2026年11月30日", "—1—"],
    );
    assert!(!pdf.text(0).contains("抄送") && !pdf.text(0).contains("1.所需"));
}

/// 5.2.2: 22 lines a page, 28 characters a line, on 156×225 mm.
fn full_pages(pdf: &Pdf) {
    for (index, page) in pdf.pages[..3].iter().enumerate() {
        let lines: Vec<_> = page.lines().into_iter().filter(|line| line.text.starts_with('督')).collect();
        assert_eq!(lines.len(), if index == 0 { 20 } else { 22 }, "page {index}");
        for line in lines.iter().filter(|line| line.left < 30.0 * MM && line.text.chars().count() > 20) {
            assert_eq!(line.text.chars().count(), 28);
            at("left edge", line.left, 28.0 * MM);
            at("right edge", line.right, 184.0 * MM);
        }
        let (first, last) = (&lines[0], lines.last().unwrap());
        let pitch = (last.middle() - first.middle()) / (lines.len() - 1) as f64;
        assert!((pitch - 28.9).abs() < 0.05, "{pitch}");
        assert!(last.bottom < (37.0 + 225.0) * MM + 1.0);
    }
}

/// The 版记 never covers the text, and never stands on a page without any.
fn nearly_full(pdf: &Pdf, lines: usize) {
    let last = pdf.pages.last().unwrap();
    imprint(last);
    assert!(last.line("11月30日").bottom < last.line("抄送").top, "{lines} lines: the 版记 covers the text");
    assert!(pdf.text(pdf.pages.len() - 1).contains(&format!("第{lines}段")), "{lines} lines: a signature without text");
    assert!(pdf.pages.len() <= 2);
}

/// Every sheet on pages of its own kind.
fn mixed(pdf: &Pdf) {
    let widths: Vec<f64> = pdf.pages.iter().map(|page| (page.width / MM).round()).collect();
    // LibreOffice lays an empty page before a page 1 that would be even.
    assert!(widths == [210.0, 297.0, 210.0] || widths == [210.0, 297.0, 210.0, 210.0], "{widths:?}");
    assert!(!pdf.text(0).contains('—') && !pdf.text(0).contains("共"));
    assert!(pdf.text(1).contains("第2页"));
    assert!(pdf.text(pdf.pages.len() - 1).ends_with("—1—"));
}

fn printed_workbook(pdf: &Pdf) {
    let count = pdf.pages.len();
    assert!(count >= 2);
    for (index, page) in pdf.pages.iter().enumerate() {
        at("page width", page.width, 297.0 * MM);
        in_order(&pdf.text(index), &["序号", "通知单编号", "备注", &format!("第{}页，共{count}页", index + 1)]);
    }
}

fn table_of_values(file: &Path) {
    let csv = std::fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 64);
    assert_eq!(lines[2], "序号,通知单编号,事项标题,承办部门,完成时限,签收人,备注");
    assert_eq!(lines[3], "1,督办〔2026〕1号,第1项：推进学科建设与研究生教育综合改革重点任务,研究生院,2026-01-06,周敏,");
    assert!(lines[62].starts_with("60,督办〔2026〕60号,"));
}
