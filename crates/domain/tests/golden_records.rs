//! One golden file a kind of event of the records beside the matters (通报与呈报, 问责移送), for ever: like those of matters
//! (`golden.rs`).

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use std::{fmt::Debug, fs, path::PathBuf};

use common::*;
use domain::{
    referral::{Ground, ReferralEvent as R},
    summary::{Circle, Content, FigureTable, Named, Part, SummaryEvent as S, SummaryKind},
    value::{FileId, MatterId, Period},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

const SCHEMA: i64 = domain::matter::SCHEMA;

#[test]
fn every_kind_ever_written_reads_back() {
    golden(S::KINDS, summaries(), S::kind);
    golden(R::KINDS, referrals(), R::kind);
}

fn golden<E: Serialize + DeserializeOwned + PartialEq + Debug>(
    kinds: &[&str],
    specimens: Vec<E>,
    kind_of: fn(&E) -> &'static str,
) {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/records");
    for event in specimens {
        let file = dir.join(format!("{}.{SCHEMA}.json", kind_of(&event)));
        if update() && !file.exists() {
            fs::create_dir_all(&dir).unwrap();
            fs::write(file, serde_json::to_string(&event).unwrap() + "\n").unwrap();
        }
    }
    for kind in kinds {
        let file = dir.join(format!("{kind}.{SCHEMA}.json"));
        let body = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no golden file {}", file.display()));
        let event: E = serde_json::from_str(body.trim_end()).unwrap();
        assert_eq!(kind_of(&event), *kind);
        assert_eq!(serde_json::to_string(&event).unwrap(), body.trim_end(), "{kind} is written differently now");
    }
}

fn summaries() -> Vec<S> {
    let table = FigureTable {
        head: vec!["承办单位".to_owned(), "办结".to_owned()],
        rows: vec![vec!["教务处".to_owned(), "3".to_owned()]],
    };
    let content = Box::new(Content {
        title: title("关于2026年第三季度督办事项办理情况的通报"),
        to: title("校属各单位"),
        opening: text("现将有关情况通报如下。"),
        parts: vec![Part { heading: title("总体情况"), text: Some(text("共 3 项。")), table: Some(table) }],
        closing: Some(text("请抓紧办理。")),
        circle: Circle { everyone: false, units: vec![LEAD], people: vec![LEADER] },
        anonymous: false,
        named: vec![Named { unit: LEAD, facts: text("逾期一件。"), explain_by: Some(day("2026-10-20")) }],
    });
    let period = Period { from: day("2026-07-01"), to: day("2026-09-30") };
    let file = FileId(Uuid::from_u128(7));
    vec![
        S::Drafted { kind: SummaryKind::Bulletin, period, content: content.clone() },
        S::Revised { content },
        S::FactsShown { until: day("2026-10-10") },
        S::Remarked { unit: LEAD, text: text("属实。") },
        S::Submitted,
        S::SentBack { reason: text("再核实。") },
        S::Approved { to_sign: true },
        S::Signed { text: Some(text("同意。")) },
        S::Issued {
            number: Some(title("演大办〔2026〕8号")),
            signer: Some(title("某人")),
            note: None,
            scan: Some(file),
        },
        S::Scanned { scan: file },
        S::Answered { unit: LEAD, causes: text("人手不足。"), measures: text("已补齐。"), late: false },
        S::AnswerAccepted { unit: LEAD },
        S::AnswerReturned { unit: LEAD, reason: text("没有措施。"), due: day("2026-10-26") },
        S::Withdrawn { reason: text("有误。") },
        S::Dropped { reason: text("不发了。") },
    ]
}

fn referrals() -> Vec<R> {
    let (matter, unit, ground) = (MatterId(Uuid::from_u128(8)), LEAD, Ground::LateWithoutReason);
    vec![
        R::Proposed { matter, unit, person: None, ground, evidence: sealed(), explain_by: day("2026-10-20") },
        R::Explained { text: sealed(), late: false },
        R::ExplanationLapsed,
        R::Endorsed { text: Some(sealed()) },
        R::Approved { text: None },
        R::Dropped { reason: sealed() },
        R::SignedFor,
        R::FileOpened { matter, unit, ground },
        R::OutcomeGiven { text: sealed() },
    ]
}

#[expect(clippy::disallowed_methods, reason = "a test is steered from outside")]
fn update() -> bool {
    std::env::var("UPDATE_GOLDEN").is_ok()
}
