//! 季度呈报 through its page, and the clock that somebody has to confirm.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::support::TestApp;

#[tokio::test]
async fn the_office_notes_that_the_quarters_report_was_submitted() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    test.app.tick().await.unwrap();
    assert_eq!(clerk.get("/quarterly-reports/2026-3").await.status, StatusCode::NOT_FOUND, "not ended");
    // Seven in the morning UTC of the first day after it.
    test.clock.set_day(date(2026, 10, 1));
    test.app.tick().await.unwrap();
    let clerk = test.signed_in("clerk").await;
    let desk = clerk.get("/").await;
    assert!(desk.body.contains("2026年第三季度督办事项情况") && desk.body.contains("2026-10-20"), "{}", desk.body);
    let path = "/quarterly-reports/2026-3";
    assert!(desk.body.contains(&format!("href=\"{path}\"")), "{}", desk.body);
    let page = clerk.get(path).await;
    for says in
        ["2026年7月1日至9月30日内的全部督办事项", "第四条（七）", "2026年10月20日", "校领导班子", "10月10日补班计入"]
    {
        assert!(page.body.contains(says), "{says}: {}", page.body);
    }
    let early = clerk.fill(path, path, &[("on", "2026-09-30"), ("note", "书面呈报")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("结束以后") && early.body.contains("value=\"书面呈报\""), "{}", early.body);
    let empty = clerk.fill(path, path, &[("on", ""), ("note", "")]).await;
    assert!(empty.body.contains("请填写呈报日期"), "{}", empty.body);
    let sent = clerk.fill(path, path, &[("on", "2026-10-01"), ("note", "书面呈报校领导班子各成员")]).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, path), "{}", sent.body);
    let page = clerk.get(path).await;
    assert!(page.body.contains("书面呈报校领导班子各成员") && !page.body.contains("登记呈报"), "{}", page.body);
    assert!(!clerk.get("/").await.body.contains("2026年第三季度"));
    for other in
        ["/quarterly-reports/2026-4", "/quarterly-reports/2026-9", "/quarterly-reports/x", "/quarterly-reports/-"]
    {
        assert_eq!(clerk.get(other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
    for nobody in ["leader", "dean", "system"] {
        assert_eq!(test.signed_in(nobody).await.get(path).await.status, StatusCode::FORBIDDEN, "{nobody}");
    }
}

#[tokio::test]
async fn a_clock_that_jumped_is_shown_and_confirmed() {
    let test = TestApp::new().await;
    test.app.tick().await.unwrap();
    const SAYS: &str = "自动催办和提醒已暂停";
    assert!(!test.signed_in("head").await.get("/").await.body.contains(SAYS));
    test.clock.set_day(date(2027, 9, 28));
    assert!(test.app.tick().await.unwrap().held);
    let shown = test.signed_in("clerk").await.get("/").await.body;
    assert!(shown.contains("2027年9月28日") && shown.contains("365 天") && shown.contains(SAYS), "{shown}");
    assert!(!shown.contains("时钟无误") && shown.contains("请学校办公室主任或系统管理员"), "{shown}");
    assert!(!test.signed_in("dean").await.get("/").await.body.contains(SAYS));
    let day = [("day", "2027-09-28")];
    assert_eq!(test.signed_in("clerk").await.post("/clock", &day).await.status, StatusCode::FORBIDDEN);
    for confirms in ["system", "head"] {
        assert!(test.signed_in(confirms).await.get("/").await.body.contains("时钟无误，继续"), "{confirms}");
    }
    let head = test.signed_in("head").await;
    let another = head.fill("/", "/clock", &[("day", "2027-09-27")]).await;
    assert!(another.status.is_client_error(), "{}", another.status);
    let confirmed = head.fill("/", "/clock", &[]).await;
    assert_eq!((confirmed.status, confirmed.location()), (StatusCode::SEE_OTHER, "/"), "{}", confirmed.body);
    assert!(!head.get("/").await.body.contains(SAYS));
    assert!(!test.app.tick().await.unwrap().held);
}
