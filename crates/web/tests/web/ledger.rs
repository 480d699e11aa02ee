//! The ledger's address, and that its filters stay in its links.

use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn any_address_of_the_ledger_is_answered() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let page = clerk.get("/matters?q=%E6%95%99%E5%8A%A1&stage=draft&light=red&sort=-number&urged=1").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("value=\"教务\"") && page.body.contains("共 0 项"), "{}", page.body);
    for nonsense in [
        "?due_from=soon",
        "?at=x",
        "?at=a%00",
        "?year=99999999",
        "?unit=x&leader=y&group=z",
        "?list=none&sort=--x",
        "?limit=-1",
        "?q=%FF%FE",
        "?q='%20or%201=1--",
        "?stage=draft&stage=closed&stage=nothing",
        "?limit=100000",
    ] {
        let answer = clerk.get(&format!("/matters{nonsense}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{nonsense}: {}", answer.body);
    }
    assert!(clerk.get("/matters?due_from=soon").await.body.contains("不是日期"));
    let long = format!("/matters?q={}", "a".repeat(300));
    assert!(clerk.get(&long).await.body.contains("超过 200 字"));
}

#[tokio::test]
async fn every_list_of_the_desk_is_a_page() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let desk = clerk.get("/").await;
    for list in app::ask::FallList::ALL {
        let href = format!("/matters?list={}", list.code());
        assert!(desk.body.contains(&href), "{href}");
        let page = clerk.get(&href).await;
        assert!(page.status == StatusCode::OK && page.body.contains(list.label()), "{href}");
    }
}

#[tokio::test]
async fn programs_read_the_same_rows() {
    let test = TestApp::new().await;
    let program = test.with_token("clerk", true).await;
    let answer = program.get("/api/matters?sort=-due").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&body["total"], &body["rows"]), (&0.into(), &serde_json::json!([])));
    assert_eq!(program.get("/api/matters?due_from=soon").await.status, StatusCode::BAD_REQUEST);
}
