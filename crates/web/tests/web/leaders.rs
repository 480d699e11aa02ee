//! 批阅 and 会议 as people ask for them: who lands where, what a leader's page offers, how a note becomes a matter.

use axum::http::StatusCode;

use crate::support::{TestApp, Visitor};

async fn proposed(clerk: &Visitor, test: &TestApp, title: &str) -> String {
    let (unit, leader) = (test.unit.to_string(), test.people["leader"].to_string());
    let fields = [
        ("title", title),
        ("content", "落实整改"),
        ("requirements", "逐项完成"),
        ("target", "12 项全部销号"),
        ("category", "school_meetings"),
        ("lead", &unit),
        ("leader", &leader),
        ("limit", "working_days"),
    ];
    let made = clerk.fill("/matters/new", "/matters", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.location().to_owned()
}

#[tokio::test]
async fn whoever_only_leads_lands_on_the_leaders_page() {
    let test = TestApp::new().await;
    let matter = proposed(&test.signed_in("clerk").await, &test, "审核评估整改").await;
    for login in ["leader", "principal"] {
        let leader = test.signed_in(login).await;
        assert_eq!(leader.get("/").await.location(), "/leader-desk", "{login}");
        let page = leader.get("/leader-desk").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("审核评估整改") && page.body.contains(&format!("{matter}/instruction")), "{login}");
        assert!(!page.body.contains(">工作台</a>"), "one page holds all that they have to do");
    }
    for login in ["clerk", "dean", "staff"] {
        let other = test.signed_in(login).await;
        assert_eq!(other.get("/").await.status, StatusCode::OK, "{login}");
        assert!(!other.get("/").await.body.contains("/leader-desk"), "{login}");
        assert_eq!(other.get("/leader-desk").await.status, StatusCode::FORBIDDEN, "{login}");
    }
}

#[tokio::test]
async fn what_was_noted_becomes_a_matter_or_an_instruction_once_it_is_confirmed() {
    let test = TestApp::new().await;
    let (clerk, leader) = (test.signed_in("clerk").await, test.signed_in("leader").await);
    let matter = proposed(&clerk, &test, "审核评估整改").await;
    let ledger = clerk.get("/matters").await.body;
    assert!(ledger.contains("href=\"/meeting\""), "{ledger}");
    assert!(!test.signed_in("dean").await.get("/matters").await.body.contains("/meeting"));

    let nameless = clerk.fill("/meeting", "/meetings", &[("held_on", "2026-09-28")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.body.contains("会议名称"), "{}", nameless.body);
    let begun = clerk.fill("/meeting", "/meetings", &[("name", "校长办公会"), ("held_on", "2026-09-28")]).await;
    let turn = begun.location().to_owned();
    let meeting = turn.split("/matters/").next().unwrap().to_owned();
    assert!(turn.ends_with("/matters/1"), "{turn}");
    assert!(clerk.get(&turn).await.body.contains("1 / 1"));
    for nowhere in [format!("{meeting}/matters/x"), "/meetings/x".to_owned()] {
        assert_eq!(clerk.get(&nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }

    let notes = format!("{meeting}/notes");
    let empty = clerk.fill(&turn, &notes, &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("不能为空") && empty.body.contains("1 / 1"), "the same page again");
    for text in ["增容由基建处牵头。周五前报方案", "请财务处先行垫付"] {
        assert_eq!(clerk.fill(&turn, &notes, &[("text", text)]).await.location(), turn);
    }
    let page = leader.get(&meeting).await.body;
    assert!(page.contains("增容由基建处牵头") && !page.contains("新建事项"), "{page}");
    assert!(!clerk.get(&matter).await.body.contains("增容由基建处牵头"), "no part of the matter");

    let page = clerk.get(&meeting).await.body;
    // The clock stands still, so that the two may come in either order.
    let to = |text: &str, start: &str| {
        let after = page.split_once(text).expect("the note").1;
        let mut links = after.split("href=\"").filter_map(|part| part.split('"').next());
        links.find(|href| href.starts_with(start)).expect("a link").to_owned()
    };
    let new = to("增容由基建处牵头", "/matters/new?noted=");
    let instruct = to("请财务处先行垫付", &format!("{matter}/instruction?noted="));
    let form = clerk.get(&new).await.body;
    assert!(form.contains("value=\"增容由基建处牵头\"") && form.contains("value=\"校长办公会\""), "{form}");
    assert_eq!(leader.get(&instruct).await.status, StatusCode::NOT_FOUND, "notes are the Office's to settle");
    let unit = test.unit.to_string();
    let made = clerk.fill(&new, "/matters", &[("lead", &unit)]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let principal = test.people["principal"].to_string();
    let fields = [("principal", principal.as_str()), ("manner", "call"), ("call_note", "纪要已印发")];
    let sent = clerk.fill(&instruct, &format!("{matter}/instruction"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(clerk.get(&matter).await.body.contains("请财务处先行垫付"));
    let settled = clerk.get(&meeting).await.body;
    assert!(settled.contains("已新建事项") && settled.contains("已代录为批示"), "{settled}");
    assert!(settled.contains(made.location()) && !settled.contains("noted="), "{settled}");
    assert_eq!(clerk.get(&new).await.status, StatusCode::CONFLICT, "once");
    assert_eq!(clerk.fill(&meeting, &format!("{meeting}/end"), &[]).await.location(), "/meetings");
}
