//! Annexes 2 and 7, lying: the head on every page, the rows whole, the pages counted.

use documents::{
    paper::{Register, Sheet, Value},
    samples,
};
use press::PressError;

use crate::tools::{MM, Pdf, at, in_order, press, print, print_paper};

fn register(register: Register) -> Pdf {
    let pdf = print(Sheet::Register(register));
    pdf.sound();
    for page in &pdf.pages {
        at("page width", page.width, 297.0 * MM);
        at("page height", page.height, 210.0 * MM);
    }
    pdf
}

#[test]
fn three_hundred_rows_have_their_head_on_every_page() {
    let pdf = register(samples::register(300));
    let pages = pdf.pages.len();
    assert!((15..=30).contains(&pages), "{pages} pages");
    for index in 0..pages {
        let text = pdf.text(index);
        in_order(&text, &["序号", "通知单编号", "事项标题", "承办部门", "完成时限", "签收人", "备注"]);
        assert!(text.ends_with(&format!("第{}页共{pages}页", index + 1)), "{text}");
        at("page number", pdf.pages[index].line("页").centre(), 148.5 * MM);
        let rules = 190.0 * MM;
        let lowest = pdf.pages[index].words.iter().filter(|word| !word.text.contains('页') && word.top < rules);
        assert!(lowest.count() > 8);
    }
    let all = pdf.all_text();
    in_order(&all, &["督办立项登记表", "2026年1月1日至2026年12月31日", "学校办公室2026年11月30日制表"]);
    for number in 1..=300 {
        assert_eq!(all.matches(&format!("督办〔2026〕{number}号")).count(), 1);
    }
    in_order(&all, &["2026-01-06", "督办〔2026〕300号"]);
}

/// A row that breaks would have its number on one page and half of its title on the next.
#[test]
fn rows_stay_on_one_page() {
    let mut wide = samples::register(60);
    for (index, row) in wide.rows.iter_mut().enumerate() {
        row[2] = Value::Text(format!("甲{index}始推进学生宿舍热水改造工程等若干事项的落实与协调{index}乙终"));
    }
    let pdf = register(wide);
    for page in 0..pdf.pages.len() {
        let text = pdf.text(page);
        assert_eq!(text.matches('甲').count(), text.matches('乙').count(), "page {}", page + 1);
    }
}

/// One text that is longer than a page still loses nothing.
#[test]
fn a_text_longer_than_a_page_breaks() {
    let mut long = samples::register(3);
    long.rows[1][2] = Value::Text((1..=120).map(|number| format!("第{number}点应当认真落实，不得有误。")).collect());
    let pdf = register(long);
    assert!(pdf.pages.len() >= 2);
    let all = pdf.all_text();
    assert_eq!(all.matches('误').count(), 120);
    in_order(&all, &["督办〔2026〕1号", "督办〔2026〕2号", "督办〔2026〕3号"]);
}

#[test]
fn an_empty_register_and_one_of_archives() {
    let pdf = register(samples::register(0));
    assert_eq!(pdf.pages.len(), 1);
    in_order(&pdf.text(0), &["督办立项登记表", "序号", "备注", "第1页共1页"]);
    let archive = register(samples::archive(20));
    in_order(&archive.all_text(), &["归档登记表", "序号", "完成时间", "办结相关材料", "归档人", "佐证材", "3件"]);
}

/// Kinds of sheets in one file: pages of their own kind, each counted by itself.
#[test]
fn sheets_of_several_kinds_are_counted_by_themselves() {
    let sheets = vec![
        Sheet::Register(samples::register(30)),
        Sheet::Form(samples::extension().form()),
        Sheet::Register(samples::archive(30)),
        Sheet::Form(samples::report(2).form()),
        Sheet::Official(samples::letter()),
        Sheet::Official(samples::circular()),
    ];
    let pdf = print_paper(&samples::papers(sheets));
    pdf.sound();
    let text = |page: usize| pdf.text(page);
    let mut page = 0;
    for (wide, form) in [(true, false), (false, true), (true, false), (false, true)] {
        let total = (1..10).find(|total| text(page).contains(&format!("共{total}页")));
        assert_eq!(total.is_none(), form && !text(page).contains("共"), "page {}", page + 1);
        for number in 1..=total.unwrap_or(1) {
            at("page width", pdf.pages[page].width, if wide { 297.0 } else { 210.0 } * MM);
            if let Some(total) = total {
                assert!(text(page).contains(&format!("第{number}页共{total}页")), "page {}", page + 1);
            }
            page += 1;
        }
    }
    assert!(text(page).ends_with("—1—"));
    for (index, page) in (page + 1..pdf.pages.len()).enumerate() {
        assert!(text(page).ends_with(&format!("—{}—", index + 1)), "page {}", page + 1);
    }
}

/// What would keep the press longer than people wait is refused with what to do instead.
#[test]
fn what_is_too_long_is_refused() {
    let mut long = samples::register(1);
    long.rows[0][6] = Value::Text("长".repeat(1_500_000));
    let refused = press().print(&samples::paper(Sheet::Register(long))).unwrap_err();
    assert!(matches!(refused, PressError::TooLong(_)) && refused.to_string().contains("导出为 XLSX"), "{refused}");
    let many =
        samples::papers(vec![Sheet::Register(samples::register(2_000)), Sheet::Register(samples::archive(1_001))]);
    let refused = press().print(&many).unwrap_err();
    assert!(matches!(refused, PressError::TooManyRows(3_001)), "{refused}");
    assert!(refused.to_string().contains("3001 行") && refused.to_string().contains("导出为 XLSX"), "{refused}");
}
