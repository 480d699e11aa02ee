//! Samples of 查找.

use app::search::Piece;

use super::{lists::rows, *};
use crate::pages::search::{Meant, SearchHit, SearchPage, Shown};

pub fn all() -> Vec<Sample> {
    vec![
        sample("search-nothing-typed", SearchPage { layout: layout(), ..SearchPage::default() }),
        sample(
            "search-none",
            SearchPage { layout: layout(), q: "不存在".into(), total: "共 0 项".into(), ..SearchPage::default() },
        ),
        sample("search", hits()),
    ]
}

fn layout() -> Layout {
    office("查找", Place::Ledger)
}

fn pieces(text: &str) -> Vec<Piece> {
    let piece = |(place, text): (usize, &str)| Piece { text: text.to_owned(), marked: place % 2 == 1 };
    text.split(['[', ']']).enumerate().map(piece).collect()
}

fn hits() -> SearchPage {
    let hit = |number: &str| SearchHit {
        row: rows().swap_remove(0),
        title: pieces("南区 1—6 栋学生宿舍[热水]系统改造"),
        number: pieces(number),
        passages: vec![
            Shown {
                label: "事项内容".into(),
                text: pieces(
                    "对南区 1—6 栋学生宿舍[热水]系统进行改造，更换[热水]机组 12 台，改造管路 3.6 千米，确保开学前恢复供应。",
                ),
            },
            Shown {
                label: "附件内容".into(), text: pieces("…验收结论：[热水]系统出水温度不低于 50 ℃，符合合同约定…")
            },
        ],
    };
    SearchPage {
        layout: layout(),
        q: "热水".into(),
        total: "共 1000+ 项".into(),
        other_order: "/search?q=热水&order=fit".into(),
        hits: vec![hit("督办〔2026〕12号"), hit(""), hit("督办〔2026〕3号")],
        meant: vec![Meant {
            label: "后勤保障处".into(), what: "承办单位".into(), href: "/matters?unit=1".into()
        }],
        next: "/search?q=热水&page=2".into(),
        ..SearchPage::default()
    }
}
