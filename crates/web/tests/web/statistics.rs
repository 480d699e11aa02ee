//! 统计: who may ask, and that the file is the page's.

use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn figures_are_for_the_office_leaders_assessors_and_the_units_themselves() {
    let test = TestApp::new().await;
    for (login, status) in [
        ("clerk", StatusCode::OK),
        ("head", StatusCode::OK),
        ("leader", StatusCode::OK),
        ("assessor", StatusCode::OK),
        ("dean", StatusCode::OK),
        ("staff", StatusCode::NOT_FOUND),
        ("auditor", StatusCode::NOT_FOUND),
        ("system", StatusCode::NOT_FOUND),
    ] {
        let visitor = test.signed_in(login).await;
        for path in ["/statistics", "/statistics/file?format=xlsx", "/statistics/matters?measure=on_hand"] {
            let answer = visitor.get(path).await;
            assert_eq!(answer.status, status, "{login} at {path}");
        }
    }
}

#[tokio::test]
async fn a_period_that_cannot_be_is_refused_before_there_is_a_file_of_another() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let answer = clerk.get("/statistics/file?from=2026-09&to=2026-07").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("起始月份（2026-09）晚于截止月份（2026-07）"), "{}", answer.body);
    let file = clerk.get("/statistics/file").await;
    assert!(file.header("content-type").contains("spreadsheetml"), "{}", file.header("content-type"));
}
