//! 批量办理 as a browser without script does it: chosen in the ledger, looked over, done once, reported.

use axum::http::StatusCode;

use crate::support::{Answer, TestApp, Visitor};

async fn proposed(clerk: &Visitor, test: &TestApp, title: &str, lead: bool) -> String {
    let unit = if lead { test.unit.to_string() } else { String::new() };
    let fields = [
        ("title", title),
        ("content", "落实整改"),
        ("requirements", "逐项完成"),
        ("target", "12 项整改任务全部销号"),
        ("category", "school_meetings"),
        ("lead", &unit),
        ("limit", "working_days"),
    ];
    let made = clerk.fill("/matters/new", "/matters", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.location().trim_start_matches("/matters/").to_owned()
}

async fn chosen(clerk: &Visitor, act: &str, matters: &[&str]) -> String {
    let mut fields = vec![("act", act)];
    fields.extend(matters.iter().map(|matter| ("matter", *matter)));
    let answer = clerk.post("/batches", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

async fn sent(clerk: &Visitor, batch: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = clerk.post(batch, fields).await;
    if answer.status == StatusCode::SEE_OTHER { clerk.get(answer.location()).await } else { answer }
}

#[tokio::test]
async fn each_matter_is_checked_by_itself_and_done_once() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let (one, two) = (proposed(&clerk, &test, "第一件", true).await, proposed(&clerk, &test, "第二件", true).await);
    let three = proposed(&clerk, &test, "第三件", true).await;
    let register = format!("/matters/{three}/registration");
    clerk.fill(&register, &register, &[]).await;
    let ledger = clerk.get("/matters?view=all").await;
    assert!(ledger.body.contains(&format!("value=\"{one}\"")) && ledger.body.contains("批量办理"), "{}", ledger.body);

    let batch = chosen(&clerk, "registration", &[&two, &one, &three]).await;
    let page = clerk.get(&batch).await;
    assert!(page.body.contains("将办理 2 项") && page.body.contains("不能办理 1 项"), "{}", page.body);
    let (second, third) = (page.body.find("2号"), page.body.find("3号"));
    assert!(second.is_some() && third > second, "each is told its own number: {}", page.body);
    assert_eq!(clerk.post(&batch, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was ticked");
    let take = [("take", two.as_str()), ("take", &one)];
    let report = sent(&clerk, &batch, &take).await;
    assert!(report.body.contains("已办理 2 项，不能办理 1 项"), "{}", report.body);
    let again = sent(&clerk, &batch, &take).await;
    assert!(again.body.contains("已办理 2 项，不能办理 1 项"), "{}", again.body);
    let (first, other) = (report.body.find("第二件"), report.body.find("第一件"));
    assert!(first < other, "numbers in the order shown");
    let file = clerk.get(&format!("{batch}/report")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(clerk.get("/batches").await.body.contains("批量立项"));
    let head = test.signed_in("head").await;
    assert_eq!(head.get(&batch).await.status, StatusCode::NOT_FOUND, "another's");
}

#[tokio::test]
async fn what_is_asked_once_and_what_is_asked_of_each() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let one = proposed(&clerk, &test, "第一件", true).await;
    let batch = chosen(&clerk, "handover", &[&one]).await;
    let refused = clerk.post(&batch, &[("take", &one)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请选择新的经办人"), "{}", refused.body);
    let head = test.people["head"].to_string();
    let shown = clerk.post(&batch, &[("take", &one), ("clerk", &head), ("preview", "1")]).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("移交"), "{}", shown.body);
    let report = sent(&clerk, &batch, &[("take", &one), ("clerk", &head)]).await;
    assert!(report.body.contains("已办理 1 项"), "{}", report.body);
    let none = clerk.post("/batches", &[("act", "registration")]).await;
    let said = clerk.get(none.location()).await;
    assert_eq!(said.status, StatusCode::OK);
    assert_eq!(clerk.post("/batches", &[("act", "archive"), ("matter", &one)]).await.status, StatusCode::BAD_REQUEST);
    let all = clerk
        .post("/batches", &[("act", "registration"), ("all", "1"), ("kept", "q=%E7%AC%AC%E4%B8%80%E4%BB%B6")])
        .await;
    assert!(clerk.get(all.location()).await.body.contains("共 1 项"));
}

#[tokio::test]
async fn a_view_opens_with_the_ledger() {
    let test = TestApp::new().await;
    let (clerk, dean) = (test.signed_in("clerk").await, test.signed_in("dean").await);
    let ledger = clerk.get("/matters?stage=draft&cols=title,number").await;
    let (id, kept) = (ledger.hidden("command_id"), "stage=draft&cols=title%2Cnumber");
    let fields = [("command_id", id.as_str()), ("name", "拟办"), ("kept", kept), ("shared", "1")];
    let saved = clerk.post("/views", &fields).await;
    assert_eq!(saved.location(), format!("/matters?view={id}&{kept}"));
    let page = dean.get("/views").await;
    assert!(page.body.contains("拟办") && !page.body.contains("value=\"remove\""), "{}", page.body);
    assert_eq!(dean.get("/matters").await.status, StatusCode::OK);
    dean.post(&format!("/views/{id}"), &[("change", "default")]).await;
    assert_eq!(dean.get("/matters").await.location(), format!("/matters?view={id}&{kept}"));
    assert_eq!(dean.get("/matters?view=all").await.status, StatusCode::OK, "the whole ledger stays in reach");
    assert_eq!(clerk.post(&format!("/views/{id}"), &[("change", "x")]).await.status, StatusCode::BAD_REQUEST);
}
