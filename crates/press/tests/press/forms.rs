//! Annexes 1 and 3–6: what stands on them, where their rows break, how their pages are counted.

use std::time::{Duration, Instant};

use documents::{
    forms::{COPIES, notice::Notice},
    paper::{Form, Sheet},
    samples,
};

use crate::tools::{MM, Pdf, at, in_order, print, print_paper, squeezed};

fn form(form: Form) -> Pdf {
    let pdf = print(Sheet::Form(form));
    pdf.sound();
    for page in &pdf.pages {
        at("page width", page.width, 210.0 * MM);
        at("page height", page.height, 297.0 * MM);
        for word in &page.words {
            let inside = word.left > 27.0 * MM && word.right < 185.0 * MM && word.bottom < 287.0 * MM;
            assert!(inside, "in the margin: {word:?}");
        }
    }
    pdf
}

const NOTES: [&str; 2] = ["注：1.承办单位应于完成时限前办结督办事项", "2.此通知单一式两份"];

#[test]
fn a_notice_has_the_cells_of_annex_3() {
    let blank = form(samples::blank_notice().form(""));
    assert_eq!(blank.pages.len(), 1);
    let cells = ["湖北工业大学督办事项通知单", "督办〔〕号", "事项标题", "承办单位", "负责人", "完成时限", "联系人"];
    in_order(&blank.text(0), &cells);
    in_order(
        &blank.text(0),
        &["联系电话", "事项内容", "签收人", "签收时间", NOTES[0], NOTES[1], "学校办公室", "年月日"],
    );
    let filled =
        form(samples::notice(&["教务处（牵头）", "研究生院"], vec![samples::CONTENT.to_owned()]).form(COPIES[1]));
    assert_eq!(filled.pages.len(), 1);
    in_order(
        &filled.text(0),
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
            "根据学校党委常委会",
            "签收人",
            "周敏（电子签收）",
            "签收时间",
            "2026年11月30日",
            NOTES[0],
            NOTES[1],
            "学校办公室（盖章）",
            "2026年11月30日",
        ],
    );
    let page = &filled.pages[0];
    at("title", page.line("督办事项通知单").centre(), 106.0 * MM);
    let above = page.line("督办〔2026〕12号");
    at("copy", above.left, 28.0 * MM);
    at("number", above.right, 184.0 * MM);
    // The notes' numbers stand below each other, and so do the lines of one note.
    let (first, second) = (page.line("承办单位应于"), page.line("此通知单"));
    let one = page.words.iter().find(|word| word.text.starts_with("1.")).map_or(first.left + 24.0, |word| word.left);
    at("the second note", second.left, one);
    let (office, day) = (page.line("学校办公室（盖章）"), page.lines().into_iter().next_back().unwrap());
    assert!(office.right < 178.0 * MM && day.right < 178.0 * MM, "the signature touches the margin");
}

#[test]
fn two_copies_are_two_pages_of_their_own() {
    let notice = samples::long_notice(1);
    let pdf = print_paper(&samples::papers(COPIES.map(|copy| Sheet::Form(notice.form(copy))).to_vec()));
    assert_eq!(pdf.pages.len(), 2);
    for (page, copy) in COPIES.iter().enumerate() {
        in_order(&pdf.text(page), &["督办事项通知单", copy, "督办〔2026〕12号"]);
        assert!(!pdf.text(page).contains("共2页"));
    }
}

/// The cell of the content breaks; what is around it does not.
#[test]
fn a_long_notice_goes_on_and_counts_its_pages() {
    let units: Vec<String> = (1..=15).map(|number| format!("第{number}学院")).collect();
    let long = Notice { units, ..samples::long_notice(18) };
    let pdf = form(long.form(COPIES[0]));
    assert_eq!(pdf.pages.len(), 3);
    for page in 0..3 {
        let text = pdf.text(page);
        assert!(text.contains(&format!("第{}页共3页", page + 1)), "{text}");
        assert_eq!(text.contains("湖北工业大学督办事项通知单（续）"), page > 0, "{text}");
    }
    in_order(&pdf.all_text(), &["第15学院", "（1）根据", "（9）根据", "（18）根据", "签收人", "注：1.", "盖章"]);
    for paragraph in 1..=18 {
        assert_eq!(pdf.all_text().matches(&format!("（{paragraph}）根据")).count(), 1);
    }
    let lowest = pdf.pages[1].words.iter().filter(|word| !word.text.contains('第')).map(|word| word.bottom);
    assert!(lowest.fold(0.0, f64::max) > 245.0 * MM, "the second page is not filled");
}

#[test]
fn names_that_fill_several_lines_stay_in_their_cells() {
    let name = "湖北工业大学底特律绿色工业学院与国际教育合作办学项目管理委员会办公室";
    let long = Notice {
        units: vec![format!("{name}（牵头）"); 3],
        responsible: "阿卜杜热合曼·买买提依明江·艾合买提".to_owned(),
        telephone: "027-59750000转80123，13900000000".to_owned(),
        title: "关于".to_owned() + &"进一步落实整改任务的".repeat(12) + "督办事项",
        ..samples::long_notice(1)
    };
    let pdf = form(long.form(""));
    // The table fills the page; what is below it moves to the next one as a whole.
    assert_eq!(pdf.pages.len(), 2);
    in_order(&pdf.text(1), &[NOTES[0], NOTES[1], "学校办公室（盖章）"]);
    assert_eq!(pdf.text(0).matches("（牵头）").count(), 3);
    // What is centred beside it: the label stands in the middle of its row.
    let (top, bottom) = (pdf.pages[0].line("事项标题").middle(), pdf.pages[0].line("负责人").middle());
    let label = pdf.pages[0].words.iter().find(|word| word.text == "承办单位").unwrap().middle();
    assert!(top < label && label < bottom);
}

#[test]
fn an_extension_has_the_cells_of_annex_4() {
    let labels = [
        "督办事项编号",
        "督办事项内容",
        "事项牵头部门",
        "原办结时间",
        "计划办结时间",
        "部门负责人签字：",
        "领导签字：",
    ];
    let blank = form(samples::blank_extension().form());
    in_order(&blank.text(0), &labels);
    let filled = form(samples::extension().form());
    assert_eq!((blank.pages.len(), filled.pages.len()), (1, 1));
    in_order(&filled.text(0), &labels);
    in_order(
        &filled.text(0),
        &["2026年12月18日", "2027年1月15日", "先行开展线上教学", "部门负责人签字：吴刚（电子签署）", "同意延期。"],
    );
    let page = &filled.pages[0];
    // Each stands on one line.
    for whole in ["校领导审批意见", "2026年12月18日", "2027年1月15日", "2026年12月9日"] {
        page.line(whole);
    }
    // Signatures stand at the foot of their cells.
    let (report, day, approval) = (page.line("线上教学"), page.line("12月9日"), page.line("同意延期"));
    assert!(page.line("部门负责人签字").top - report.bottom > 15.0 * MM);
    assert!(approval.top - day.bottom < 9.0 * MM, "{}", (approval.top - day.bottom) / MM);
}

#[test]
fn an_urging_sheet_has_the_cells_of_annex_5() {
    let labels = ["督办事项编号", "督办事项内容", "事项牵头部门", "限期办结时间", "催办内容"];
    for sheet in [samples::blank_urging(), samples::urging()] {
        let pdf = form(sheet.form(""));
        assert_eq!(pdf.pages.len(), 1);
        in_order(&pdf.text(0), &labels);
        in_order(&pdf.text(0), &["签收人签字：", "日", "此通知单一式两份，学校办公室、承办单位各执一份。"]);
    }
    let filled = form(samples::urging().form(""));
    in_order(&filled.text(0), &["2027年1月15日", "已逾期7个工作日", "签收人签字：周敏（代录）", "2026年12月30日"]);
}

#[test]
fn a_closing_report_has_the_sections_of_annex_6() {
    let headings = documents::forms::closing_report::HEADINGS;
    let blank = form(samples::blank_report().form());
    assert_eq!(blank.pages.len(), 1);
    in_order(&blank.text(0), &headings);
    let two = form(samples::report(2).form());
    in_order(&two.all_text(), &headings);
    in_order(&two.all_text(), &["教务处", "部门负责人签字：吴刚（电子签署）", "2026年12月18日"]);
}

#[test]
fn a_report_of_thirty_pages_loses_nothing() {
    let paragraphs = 80;
    let pdf = form(samples::report(paragraphs).form());
    let pages = pdf.pages.len();
    assert!((28..=34).contains(&pages), "{pages} pages");
    for page in 0..pages {
        assert!(pdf.text(page).contains(&format!("第{}页共{pages}页", page + 1)));
    }
    // A line of a paragraph may stand on the next page, so its beginnings are counted.
    assert_eq!(pdf.all_text().matches("整改工作自2026年9月").count(), 5 * paragraphs);
    for heading in documents::forms::closing_report::HEADINGS {
        let page = pdf.pages.iter().find(|page| page.words.iter().any(|word| word.text.contains(heading))).unwrap();
        let below = page.words.iter().any(|word| word.top > page.word(heading).bottom && word.bottom < 270.0 * MM);
        assert!(below, "{heading} is the last line of its page");
    }
}

/// Annex 1 is one page, blank and lived.
#[test]
fn the_flow_chart_is_one_page() {
    let names = ["督办事项", "拟办", "立项", "交办", "承办", "催办", "办结", "归档", "定期通报"];
    for chart in [samples::blank_flow(), samples::flow()] {
        let pdf = form(chart);
        assert_eq!(pdf.pages.len(), 1);
        let page = &pdf.pages[0];
        let heights =
            names.map(|name| page.words.iter().find(|word| word.text == name).unwrap_or_else(|| panic!("{name}")));
        assert!(heights.iter().map(|word| word.middle()).is_sorted(), "{heights:?}");
        assert!(heights[8].bottom > 230.0 * MM, "the chart leaves much of the page empty");
    }
    let lived = form(samples::flow());
    in_order(&lived.text(0), &["2026年10月9日何嘉明", "2027年1月18日学校办公室"]);
}

/// The way is drawn without gaps: below the middle of the first box every row of the picture is dark, down to the last box.
#[test]
fn the_arrows_touch_the_boxes() {
    let pdf = form(samples::blank_flow());
    let page = &pdf.pages[0];
    let picture = pdf.picture(0, 100);
    let scale = 100.0 / 72.0;
    let words = |name: &str| page.words.iter().find(|word| word.text == name).unwrap();
    let (first, last) = (words("督办事项"), words("定期通报"));
    let column = (28.0 + 18.0) * MM * scale;
    let rows = (first.bottom * scale) as usize..(last.top * scale) as usize;
    let bare = rows.filter(|row| {
        let near = &picture.dots[row * picture.width + column as usize - 2..][..5];
        near.iter().all(|dot| *dot > 200)
    });
    // Inside a box, above and below its word, there is nothing.
    let inside = 8.0 * 13.0 * MM * scale;
    let bare = bare.count() as f64;
    assert!(bare < inside, "{bare} rows without the way; the boxes' insides are {inside}");
}

#[test]
fn a_form_with_nothing_is_still_a_page() {
    let pdf = print(Sheet::Form(Form::default()));
    assert_eq!(pdf.pages.len(), 1);
}

/// Counting starts again with each sheet, and looking for their ends does not take time with the square of their number.
#[test]
fn two_hundred_sheets_are_counted_each_by_itself() {
    let sheets: Vec<Sheet> = (0..200)
        .map(|number| {
            Sheet::Form(Notice { number: format!("督办〔2026〕{number}号"), ..samples::long_notice(6) }.form(""))
        })
        .collect();
    let started = Instant::now();
    let pdf = print_paper(&samples::papers(sheets));
    let took = started.elapsed();
    assert_eq!(pdf.pages.len(), 400);
    let all = squeezed(&pdf.all_text());
    assert_eq!(all.matches("第1页共2页").count(), 200);
    assert_eq!(all.matches("第2页共2页").count(), 200);
    assert!(took < Duration::from_secs(60), "{took:?}");
    println!("200 sheets of two pages: {took:?}");
}
