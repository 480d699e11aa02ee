//! A form that is sent twice acts once; a form that is changed and sent under the same number is not taken.

use axum::http::StatusCode;

use crate::support::TestApp;

const COMMAND: &str = "01930000-0000-7000-8000-00000000bb01";

#[tokio::test]
async fn a_double_click_acts_once() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let before = test.app.institution().await.unwrap().version;
    let fields = [("command_id", COMMAND), ("name", "体育学院"), ("kind", "college")];
    let (one, two) = tokio::join!(clerk.post("/units", &fields), clerk.post("/units", &fields));
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}{}", one.body, two.body);
    assert_eq!(test.app.institution().await.unwrap().version, before + 1);
    let changed = clerk.post("/units", &[("command_id", COMMAND), ("name", "音乐学院"), ("kind", "college")]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT, "{}", changed.body);
    assert!(changed.body.contains("音乐学院"), "what was typed is kept: {}", changed.body);
}
