//! 修改参数 through its pages: filled in, checked, confirmed, recorded; and the lights that follow.

use axum::http::StatusCode;
use domain::{regulation::LimitName, value::Day};
use jiff::civil::date;

use crate::{
    form::Form,
    support::{TestApp, Visitor},
};

const PATH: &str = "/settings/parameters";

async fn form(head: &Visitor) -> Form {
    Form::to(&head.get(PATH).await, PATH)
}

async fn complete(test: &TestApp, on: Day) -> u32 {
    test.app.institution().await.unwrap().regulation_on(on).unwrap().limit(LimitName::Complete).days
}

#[tokio::test]
async fn a_change_is_checked_confirmed_and_holds_from_its_day() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    assert!(head.get("/settings").await.body.contains("href=\"/settings/parameters\""));
    let filled = form(&head).await;
    assert_eq!(filled.get("in_force"), "2026-09-29", "tomorrow");
    let filled =
        filled.set("in_force", "2026-10-08").set("limits.complete", "20").set("lights.faces.red.name", "已逾期");
    let confirm = filled.set("step", "check").send(&head).await;
    assert_eq!(confirm.status, StatusCode::OK, "{}", confirm.body);
    for told in ["15 个工作日", "20 个工作日", "在办的 0 件事项仍按原参数", "用于全部事项", "2026-10-08"]
    {
        assert!(confirm.body.contains(told), "{told}: {}", confirm.body);
    }
    assert_eq!(complete(&test, date(2026, 10, 8)).await, 15, "nothing is recorded yet");
    let confirm = Form::to(&confirm, PATH);
    let back = confirm.clone().set("step", "edit").send(&head).await;
    assert_eq!(Form::to(&back, PATH).get("limits.complete"), "20", "nothing typed is lost");
    let recorded = confirm.set("step", "record").send(&head).await;
    assert_eq!((recorded.status, recorded.location()), (StatusCode::SEE_OTHER, "/settings"), "{}", recorded.body);
    assert_eq!(complete(&test, date(2026, 10, 7)).await, 15);
    assert_eq!(complete(&test, date(2026, 10, 8)).await, 20);
    let page = head.get("/settings").await.body;
    for told in ["自 2026-10-08 起：20 个工作日", "待施行", "现行", "2 项"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let ledger = test.signed_in("clerk").await;
    assert!(ledger.get("/matters").await.body.contains(">红灯</option>"));
    test.clock.set_day(date(2026, 10, 8));
    let ledger = test.signed_in("clerk").await;
    assert!(ledger.get("/matters").await.body.contains(">已逾期</option>"), "the name of the set in force");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_lost() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    let filled = form(&head).await;
    for (field, typed, told) in [
        ("limits.complete", "0", "办结：请填写 1 到 250 之间的整数"),
        ("limits.complete", "很多", "办结：请填写 1 到 250 之间的整数"),
        ("urging.wording", "", "催办内容：不能为空"),
        ("urging.wording_again", "于{日期}前落实", "“{日期}”不能识别"),
        ("institution.number_pattern", "督办{n}号", "须写明 {year} 和 {n} 各一处"),
        ("lights.faces.red.colour", "#17693a", "与另一种灯相同"),
        ("messages.digest_at", "06:00", "汇总时间落在不发邮件的时段"),
        ("in_force", "2026-09-28", "施行日期最早是明天"),
        ("in_force", "某日", "请填写施行日期"),
        ("extension.most_days", "15", ""),
    ] {
        let typed_form = filled.clone().set(field, typed).set("extension.most_requests", "3");
        let answer = typed_form.set("step", "check").send(&head).await;
        if told.is_empty() {
            assert_eq!(answer.status, StatusCode::OK, "{field}");
            continue;
        }
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {typed}");
        assert!(answer.body.contains(&format!("href=\"#par-{field}\"")), "{field}: {}", answer.body);
        assert!(answer.body.contains(told), "{field} {typed}: {}", answer.body);
        let again = Form::to(&answer, PATH);
        assert_eq!((again.get(field), again.get("extension.most_requests")), (typed, "3"));
    }
    let unchanged = filled.clone().set("step", "check").send(&head).await;
    assert!(unchanged.body.contains("没有改动任何参数"), "{}", unchanged.body);
    let unknown = filled.set("limits.unknown", "3").set("step", "check").send(&head).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    let (first, second) = (form(&head).await.set("limits.complete", "20"), form(&head).await.set("limits.sign", "3"));
    let done = first.set("in_force", "2027-01-01").set("step", "record").send(&head).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let late = second.set("in_force", "2027-01-01").set("step", "record").send(&head).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("参数已被修改"), "{}", late.body);
    assert_eq!(complete(&test, date(2027, 1, 1)).await, 20);
    // The coming set is what the next form starts from, and the same day replaces it.
    let coming = form(&head).await;
    assert_eq!((coming.get("in_force"), coming.get("limits.complete")), ("2027-01-01", "20"));
    let confirm = coming.clone().set("limits.complete", "18").set("step", "check").send(&head).await;
    assert!(confirm.body.contains("它替换原定 2027-01-01 起施行的参数"), "{}", confirm.body);
    let done = coming.clone().set("limits.complete", "18").set("step", "record").send(&head).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(complete(&test, date(2027, 1, 1)).await, 18);
    let before = form(&head).await.set("limits.complete", "9").set("in_force", "2026-12-01");
    let refused = before.set("step", "check").send(&head).await;
    assert!(refused.body.contains("已有自 2027-01-01 起施行的参数"), "{}", refused.body);
}

#[tokio::test]
async fn words_and_lights_are_previewed_as_typed() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    let filled =
        form(&head).await.set("urging.wording", "请于{限期}前办结“{事项}”").set("lights.faces.yellow.name", "临期");
    let preview = filled.set("lights.faces.yellow.colour", "#ffee00").set("step", "preview").send(&head).await;
    assert_eq!(preview.status, StatusCode::OK);
    for told in ["前办结“学生宿舍热水系统改造”", "fill=\"#ffee00\"", ">临期</text>"] {
        assert!(preview.body.contains(told), "{told}: {}", preview.body);
    }
}

#[tokio::test]
async fn only_the_head_changes_parameters() {
    let test = TestApp::new().await;
    for login in ["clerk", "leader", "dean", "system"] {
        let visitor = test.signed_in(login).await;
        assert_eq!(visitor.get(PATH).await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(visitor.post(PATH, &[]).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    let page = test.signed_in("clerk").await.get("/settings").await;
    assert!(!page.body.contains("修改参数") && page.body.contains("施行日期"), "{}", page.body);
}

#[tokio::test]
async fn colours_come_as_a_style_sheet_that_browsers_keep() {
    let test = TestApp::new().await;
    let page = test.signed_in("clerk").await.get("/").await.body;
    let href = page.split("href=\"").find(|part| part.starts_with("/assets/lights/")).unwrap();
    let href = href.split('"').next().unwrap();
    let sheet = test.stranger().get(href).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(sheet.header("cache-control").contains("immutable") && !sheet.header("etag").is_empty());
    assert!(sheet.body.contains("--light-red: #b3201a;"), "{}", sheet.body);
    assert_eq!(test.stranger().get("/assets/lights/nonsense.css").await.status, StatusCode::NOT_FOUND);
    assert!(!test.stranger().get("/sign-in").await.body.contains("/assets/lights/"), "strangers see no light");
}
