//! The timeline says something of every fact, and marks who acted for whom.

use std::collections::BTreeSet;

use domain::{Evidence, Stamp, Who, matter::Fact};

use super::{lines, of, said};
use crate::{
    matters::sample::{School, day, text},
    pages::matter::EntryMark,
};
use domain::matter::Stage;

#[tokio::test]
async fn every_fact_has_its_words() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    let kinds: BTreeSet<&str> = school.facts().iter().map(Fact::kind).collect();
    assert_eq!(kinds, Fact::KINDS.iter().copied().collect(), "a fact without a sample");
    let spoken: Vec<String> = school
        .facts()
        .iter()
        .map(|fact| {
            let said = said(&look, fact);
            assert!(!said.heading.is_empty(), "{}", fact.kind());
            let marks = [(said.corrects, "更正"), (said.adopted, "补录")];
            let marks: String =
                marks.iter().filter(|(holds, _)| *holds).map(|(_, word)| format!("［{word}］")).collect();
            format!("{}{marks}｜{}", said.heading, said.text.replace('\n', "⏎"))
        })
        .collect();
    insta::assert_snapshot!(spoken.join("\n"));
}

#[tokio::test]
async fn the_newest_comes_first_and_what_was_on_paper_stands_at_its_day() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    let lines = lines(&look);
    assert_eq!(lines.len(), school.facts().len() + 1, "every entry and the one taken over from paper");
    let days: Vec<&str> = lines.iter().map(|line| line.on.as_str()).collect();
    assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "{days:?}");
    let paper = lines.last().unwrap();
    assert_eq!((paper.on.as_str(), paper.what.as_str()), ("2026-06-20", "延期"));
    assert_eq!(paper.marks, [EntryMark::Adopted]);
}

#[tokio::test]
async fn it_is_told_who_acted_and_who_wrote_it_down() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    let mut entry = school.entries().into_iter().find(|entry| entry.event.kind() == "extension_granted").unwrap();
    entry.stamp = Stamp { by: Who::Person(school.leader), recorder: Some(Who::Person(school.clerk)), ..entry.stamp };
    entry.stamp.on = day(10, 1);
    entry.event.evidence = Some(Evidence::CallNote(text("11 月 3 日电话同意")));
    let line = of(&look, &entry);
    assert_eq!(
        (line.who.as_str(), line.recorder.as_str(), line.on.as_str()),
        ("副校长（分管校领导）", "经办人", "2026-10-01")
    );
    assert_eq!(line.marks, [EntryMark::Recorded]);
    assert!(
        line.text.contains("电话记录：11 月 3 日电话同意") && line.text.contains("2026-10-31 → 2026-11-18"),
        "{}",
        line.text
    );

    let mut entry = school.entries().into_iter().find(|entry| entry.event.kind() == "signed").unwrap();
    entry.stamp = Stamp { by: Who::Person(school.contact), on_behalf: Some(school.dean), ..entry.stamp };
    let line = of(&look, &entry);
    assert_eq!(line.who, "教务联络员（教务处）代 教务处长");
    assert_eq!(line.marks, [EntryMark::Delegated]);

    entry.stamp = Stamp { by: Who::System, on_behalf: None, ..entry.stamp };
    let line = of(&look, &entry);
    assert_eq!((line.who.as_str(), line.marks.as_slice()), ("系统", &[EntryMark::Automatic][..]));
    assert!(!line.rule.is_empty());
}
