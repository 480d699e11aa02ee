//! GB/T 9704-2012, measured in the PDF. The clauses are those of the standard.

use documents::{
    paper::{Block, Official, Sheet},
    samples,
};

use crate::tools::{MM, Page, Pdf, Picture, Word, at, in_order, print};

/// 5.2.1: the text block.
const LEFT: f64 = 28.0 * MM;
const RIGHT: f64 = (28.0 + 156.0) * MM;
const TOP: f64 = 37.0 * MM;
const BOTTOM: f64 = (37.0 + 225.0) * MM;
/// 5.2.3: 28 characters in 156 mm.
const CHARACTER: f64 = 156.0 * MM / 28.0;

fn official(official: Official) -> Pdf {
    let pdf = print(Sheet::Official(official));
    pdf.sound();
    for (index, page) in pdf.pages.iter().enumerate() {
        at("page width", page.width, 210.0 * MM);
        at("page height", page.height, 297.0 * MM);
        page_number(page, index + 1);
        let lowest = page.words.iter().filter(|word| !word.text.contains('—') && word.top < BOTTOM);
        let lowest = lowest.map(|word| word.bottom).fold(0.0, f64::max);
        assert!(lowest < BOTTOM + MM, "page {}: text down to {:.1} mm", index + 1, lowest / MM);
    }
    pdf
}

/// 7.5: 4号, between 一字线, 7 mm below the text block; odd pages at the right, even ones at the left, one character in.
fn page_number(page: &Page, number: usize) {
    let lines = page.lines();
    let line = lines.last().unwrap();
    assert_eq!(line.text, format!("—{number}—"));
    at("page number", line.middle(), BOTTOM + 7.0 * MM);
    if number % 2 == 1 {
        at("odd page number", line.right, RIGHT - 14.0)
    } else {
        at("even page number", line.left, LEFT + 14.0)
    }
}

/// The first and the last dark dot in a column's stretch of a page, in points from the top.
fn ink(picture: &Picture, dots_per_inch: usize, from: f64, to: f64) -> Option<(f64, f64)> {
    let scale = dots_per_inch as f64 / 72.0;
    let rows = (from * scale) as usize..((to * scale) as usize).min(picture.height);
    let dark: Vec<usize> = rows.filter(|row| picture.dark_in_row(*row) > 0).collect();
    Some((*dark.first()? as f64 / scale, (*dark.last()? + 1) as f64 / scale))
}

/// 5.2.1, 5.2.2, 5.2.3: 22 lines of 28 characters of 16 pt fill 156 × 225 mm.
#[test]
fn pages_are_filled_by_22_lines_of_28_characters() {
    let pdf = official(samples::full_pages());
    for (index, page) in pdf.pages.iter().enumerate().skip(1).take(2) {
        let lines: Vec<_> = page.lines().into_iter().filter(|line| line.text.starts_with('督')).collect();
        assert_eq!(lines.len(), 22, "page {}", index + 1);
        let full: Vec<_> = lines.iter().filter(|line| line.text.chars().count() == 28).collect();
        assert_eq!(full.len(), 20, "{:?}", lines.iter().map(|line| line.text.chars().count()).collect::<Vec<_>>());
        for line in full {
            at("left edge", line.left, LEFT);
            at("right edge", line.right, RIGHT);
        }
        let picture = pdf.picture(index, 150);
        let (top, bottom) = ink(&picture, 150, 20.0 * MM, BOTTOM + 4.0 * MM).unwrap();
        at("first line", top, TOP);
        at("last line", bottom, BOTTOM);
        let pitch = (lines[21].middle() - lines[0].middle()) / 21.0;
        assert!((pitch - (225.0 * MM - 16.0) / 21.0).abs() < 0.05, "{pitch}");
    }
    assert!(pdf.pages[0].lines().iter().all(|line| line.text.chars().count() <= 28));
}

/// 7.2: the head.
#[test]
fn the_head_stands_where_the_standard_puts_it() {
    let pdf = official(samples::circular());
    let page = &pdf.pages[0];
    let organ = page.line("学校办公室文件");
    at("the text block's middle", organ.centre(), (LEFT + RIGHT) / 2.0);
    assert!(organ.left > LEFT - 1.0 && organ.right < RIGHT + 1.0);
    let picture = pdf.picture(0, 150);
    let (top, _) = ink(&picture, 150, 20.0 * MM, 120.0 * MM).unwrap();
    at("the organ's name", top, TOP + 35.0 * MM);
    let number = page.line("湖工大办〔2026〕8号");
    at("the number's middle", number.centre(), (LEFT + RIGHT) / 2.0);
    // The red line is as wide as the text block and 4 mm below the number.
    let scale = 150.0 / 72.0;
    let wide = (156.0 * MM * scale) as usize;
    let rule = (0..picture.height).find(|row| picture.dark_in_row(*row) + 4 >= wide).unwrap() as f64 / scale;
    at("the red line", rule, number.bottom + 4.0 * MM);
    let title = page.line("湖北工业大学学校办公室关于2026年");
    at("the title's middle", title.centre(), (LEFT + RIGHT) / 2.0);
    // Two empty lines each: below the organ's name, and between the red line and the title.
    let line = 225.0 * MM / 22.0;
    let (_, name) = ink(&picture, 150, 70.0 * MM, number.top - 6.0).unwrap();
    let (below_name, below_rule) = (number.top - name, title.top - rule);
    assert!((below_name - 2.0 * line).abs() < 6.0, "{} lines below the name", below_name / line);
    assert!((below_rule - 2.0 * line).abs() < 6.0, "{} lines below the red line", below_rule / line);
    in_order(
        &pdf.text(0),
        &["学校办公室文件", "湖工大办〔2026〕8号", "关于2026年", "第三季度督办", "校属各单位、机关各部门：", "现将"],
    );
    at("to whom", page.line("校属各单位").left, LEFT);
    at("indent", page.line("现将").left, LEFT + 2.0 * CHARACTER);
}

/// 5.2.2, 7.3.1, 7.5: what is 3号, 2号 and 4号.
#[test]
fn the_letters_have_their_sizes() {
    let pdf = official(samples::circular());
    // Poppler gives a word the height of its letters' size.
    let high = |page: &Page, text: &str, should: f64| {
        let word = page.word(text);
        assert!((word.bottom - word.top - should).abs() < 0.1, "{text}: {} pt", word.bottom - word.top);
    };
    let (first, last) = (&pdf.pages[0], pdf.pages.last().unwrap());
    high(first, "湖工大办〔2026〕8号", 16.0);
    high(first, "第三季度督办事项办理情况的通报", 22.0);
    high(first, "校属各单位", 16.0);
    high(first, "一、总体情况", 16.0);
    high(last, "印发", 14.0);
    high(last, "抄送", 14.0);
    for page in &pdf.pages {
        high(page, "—", 14.0);
    }
}

/// 7.3.4, 7.3.5, 7.3.6, 7.4: the end.
#[test]
fn the_end_stands_where_the_standard_puts_it() {
    let pdf = official(samples::circular());
    let last = pdf.pages.last().unwrap();
    in_order(
        &pdf.all_text(),
        &[
            "附件：1.2026年第三季度督办事项一览表",
            "2.2026年",
            "湖北工业大学学校办公室",
            "2026年11月30日",
            "（联系人：周敏，电话：027-59750000）",
            "抄送：校领导",
            "湖北工业大学学校办公室",
            "2026年11月30日印发",
        ],
    );
    let organ = last.lines().into_iter().find(|line| line.text == "湖北工业大学学校办公室").unwrap();
    let day = last.line("11月30日");
    at("the name above the day", organ.centre(), day.centre());
    at("the day's right edge", day.right, RIGHT - 4.0 * CHARACTER);
    colophon(&pdf);
    // A long name's lines stand below each other.
    let page = pdf.pages.iter().find(|page| page.words.iter().any(|word| word.text.contains("未按时办结"))).unwrap();
    let (first, second) = (page.line("未按时办结"), page.line("汇总表"));
    assert!(second.top > first.top + 10.0);
    at("the second line", second.left, LEFT + 6.0 * CHARACTER);
}

/// 7.4: at the foot of the last page's text block, with rules above and below it.
fn colophon(pdf: &Pdf) {
    let last = pdf.pages.last().unwrap();
    let line = last.line("印发");
    at("printed by", line.left, LEFT + 14.0);
    at("printed on", line.right, RIGHT - 14.0);
    let picture = pdf.picture(pdf.pages.len() - 1, 150);
    let scale = 150.0 / 72.0;
    let wide = (156.0 * MM * scale) as usize;
    let rules: Vec<f64> = (0..picture.height)
        .filter(|row| picture.dark_in_row(*row) + 4 >= wide)
        .map(|row| row as f64 / scale)
        .filter(|row| *row > last.line("抄送").top - 12.0)
        .collect();
    at("版记 ends", *rules.last().unwrap(), BOTTOM);
    assert!(rules[0] < last.line("抄送").top, "no rule above 版记");
    assert!(rules.iter().any(|rule| *rule > last.line("抄送").middle() && *rule < line.middle()), "no rule inside");
}

/// It never covers the text, and neither it nor a signature stands on a page without text.
#[test]
fn the_end_takes_some_text_along_to_a_next_page() {
    let mut counts = Vec::new();
    for lines in 6..=22 {
        let body = (1..=lines).map(|number| Block::Text(format!("第{number}段。"))).collect();
        let whole = samples::circular();
        let pdf = official(Official { body, organ: String::new(), number: String::new(), ..whole });
        let last = pdf.pages.last().unwrap();
        assert!(last.line("（联系人").bottom < last.line("抄送").top, "{lines} lines: 版记 covers the text");
        let text = pdf.text(pdf.pages.len() - 1);
        assert!(text.contains(&format!("第{lines}段")), "{lines} lines: an end without text: {text}");
        colophon(&pdf);
        counts.push(pdf.pages.len());
    }
    assert!(counts.is_sorted() && counts[0] == 1 && counts.last() == Some(&2), "{counts:?}");
}

/// 7.2.6: the number at the left, who signs at the right, one character in.
#[test]
fn a_signer_stands_beside_the_number() {
    let pdf = official(Official { signer: "何嘉明".to_owned(), ..samples::circular() });
    let line = pdf.pages[0].line("签发人：何嘉明");
    assert!(line.text.starts_with("湖工大办〔2026〕8号"), "{}", line.text);
    at("number", line.left, LEFT + 16.0);
    at("signer", line.right, RIGHT - 16.0);
}

#[test]
fn a_letter_has_no_head() {
    let pdf = official(samples::letter());
    assert_eq!(pdf.pages.len(), 1);
    let title = pdf.pages[0].line("商请协助提供有关材料的函");
    assert!(title.middle() > TOP && title.middle() < TOP + 28.9, "the title is the first line");
    in_order(
        &pdf.text(0),
        &["的函", "武汉理工大学党政办公室：", "附件：所需材料清单", "学校办公室", "2026年11月30日", "—1—"],
    );
    assert!(!pdf.text(0).contains("抄送") && !pdf.text(0).contains("1.所需"));
}

#[test]
fn long_names_stay_within_the_text_block() {
    let organ = "中共湖北工业大学委员会全面深化教育教学综合改革领导小组办公室督查督办工作专班文件";
    let title =
        "关于进一步加强和改进学校会议决定事项校领导批示事项以及上级机关交办事项督促检查工作有关问题的通知".repeat(2);
    let pdf = official(Official { organ: organ.to_owned(), title: title.clone(), ..samples::circular() });
    in_order(&pdf.text(0), &[organ, "湖工大办〔2026〕8号", &title]);
    for word in &pdf.pages[0].words {
        assert!(word.left > LEFT - MM && word.right < RIGHT + MM, "{word:?}");
    }
    let lines = pdf.pages[0].lines();
    let head = lines.iter().take_while(|line| !line.text.contains("〔2026〕")).collect::<Vec<_>>();
    assert_eq!(head.len(), 3, "the head is three even lines");
    assert!(head[0].bottom - head[0].top > 25.0, "the head is small");
}

/// A title that is a little too long for a line is two lines of about one length.
#[test]
fn a_long_title_is_broken_evenly() {
    let pdf = official(samples::quarterly());
    let lines: Vec<_> = pdf.pages[0].lines().into_iter().filter(|line| line.bottom - line.top > 21.0).collect();
    let title: Vec<_> = lines.iter().filter(|line| line.top > TOP + 60.0 * MM).collect();
    assert_eq!(title.len(), 2, "{title:?}");
    let wide = |line: &Word| line.right - line.left;
    assert!(wide(title[1]) > 0.6 * wide(title[0]), "{title:?}");
}

#[test]
fn many_enclosures_break_over_the_pages() {
    let enclosed: Vec<String> = (1..=40).map(|number| format!("第{number}类督办事项办理情况一览表")).collect();
    let pdf = official(Official { enclosed: enclosed.clone(), ..samples::circular() });
    let all = pdf.all_text();
    in_order(&all, &["附件：1.第1类", "2.第2类", "10.第10类", "39.第39类", "40.第40类", "湖北工业大学学校办公室"]);
}

/// Figures in tables; the head of a table is repeated.
#[test]
fn tables_keep_their_head_on_every_page() {
    for paper in [samples::bulletin(), samples::quarterly()] {
        let pdf = official(paper);
        in_order(&pdf.all_text(), &["总体情况", "期初在办21项", "其中逾期", "教务处", "研究生院", "信息技术中心"]);
    }
    let mut long = samples::circular();
    if let Block::Table(table) = &mut long.body[3] {
        let row = table.rows[1].clone();
        table.rows.extend((0..60).map(|_| row.clone()));
    }
    let pdf = official(long);
    let heads = pdf.pages.iter().filter(|page| page.words.iter().any(|word| word.text.contains("立项（项）"))).count();
    assert!(heads >= 3, "{heads}");
}
