//! Units, people, roles and accounts through their pages; the settings.

use axum::http::StatusCode;

use crate::support::{TestApp, Visitor};

const COMMAND: &str = "01930000-0000-7000-8000-00000000aa01";

#[tokio::test]
async fn a_unit_is_registered_found_and_changed() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let form = clerk.get("/units/new").await;
    let command = form.hidden("command_id");
    let wrong =
        clerk.post("/units", &[("command_id", &command), ("name", ""), ("kind", "college"), ("aliases", "体院")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"体院\"") && wrong.body.contains("rec-name-wrong"), "{}", wrong.body);
    let taken = clerk.post("/units", &[("command_id", COMMAND), ("name", "教务处"), ("kind", "college")]).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.body.contains("已有名为"), "{}", taken.body);
    let made = clerk
        .post("/units", &[("command_id", &command), ("name", "体育学院"), ("kind", "college"), ("aliases", "体院")])
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let list = clerk.get("/units?q=%E4%BD%93%E9%99%A2").await;
    assert!(list.body.contains("体育学院") && !list.body.contains(">教务处<"), "{}", list.body);
    let href = list.body.split('"').find(|part| part.starts_with("/units/0")).unwrap().to_owned();
    let page = clerk.get(&href).await;
    let fields = [("command_id", page.hidden("command_id")), ("name", "体育部".into()), ("kind", "department".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(clerk.post(&href, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(clerk.get(&href).await.body.contains("<h1>体育部</h1>"));
    assert_eq!(
        clerk.post(&href, &[("command_id", COMMAND), ("id", "x")]).await.status,
        StatusCode::BAD_REQUEST,
        "unknown field"
    );
}

#[tokio::test]
async fn a_person_is_registered_by_one_and_let_in_by_another() {
    let test = TestApp::new().await;
    let (system, security) = (test.signed_in("system").await, test.signed_in("security").await);
    let unit = test.unit.to_string();
    let fields =
        [("command_id", COMMAND), ("name", "周新"), ("unit", &unit), ("post", "科长"), ("telephone", "027-0000-0009")];
    let made = system.post("/people", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let page = made.location().to_owned();
    let seen = system.get(&page).await;
    assert!(seen.body.contains("027-0000-0009") && !seen.body.contains("授予角色"), "{}", seen.body);
    let first = "01930000-0000-7000-8000-00000000aa03";
    let grant = [("command_id", first), ("role", "unit_contact"), ("from", "2026-09-28"), ("until", "")];
    let no_unit = security.post(&format!("{page}/roles"), &grant).await;
    assert_eq!(no_unit.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", no_unit.body);
    let other = "01930000-0000-7000-8000-00000000aa02";
    let grant =
        [("command_id", other), ("role", "unit_contact"), ("unit", &unit), ("from", "2026-09-28"), ("until", "")];
    let granted = security.post(&format!("{page}/roles"), &grant).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let opened = security.post(&format!("{page}/account"), &[("command_id", COMMAND), ("login", "zhouxin")]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    let once = opened.body.split_once("初始密码 ").unwrap().1.split_once('<').unwrap().0.to_owned();
    let answer = test.stranger().post("/sign-in", &[("login", "zhouxin"), ("password", &once)]).await;
    assert_eq!(answer.location(), "/password", "{}", answer.body);
    let zhou = Visitor { cookie: answer.cookie("duban"), ..test.stranger() };
    assert_eq!(zhou.get("/").await.location(), "/password", "nothing before the password is changed");
    let off = security.post(&format!("{page}/account/disabled"), &[("command_id", COMMAND)]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.body);
    assert_eq!(zhou.get("/password").await.location(), "/sign-in?next=%2Fpassword", "at the next request");
    let list = security.get("/people?q=%E5%91%A8%E6%96%B0").await;
    assert!(list.body.contains("已停用") && list.body.contains("教务处单位联络员"), "{}", list.body);
    let id = page.rsplit('/').next().unwrap();
    let ended = security.post(&format!("/people/{id}/roles/999/end"), &[("until", "2026-09-28")]).await;
    assert_eq!(ended.status, StatusCode::NOT_FOUND, "a role of somebody else");
}

#[tokio::test]
async fn the_head_sees_parameters_and_the_way_to_the_calendar() {
    let test = TestApp::new().await;
    let page = test.signed_in("head").await.get("/settings").await;
    for told in ["15 个工作日", "第四条（三）", "href=\"/work-calendar\""] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let page = test.signed_in("system").await.get("/settings").await;
    assert!(!page.body.contains("/work-calendar"), "not theirs: {}", page.body);
}
