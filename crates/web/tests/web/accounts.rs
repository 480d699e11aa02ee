//! Signing in and out, the first set-up, passwords, sessions and tokens.

use axum::http::StatusCode;
use jiff::SignedDuration;
use web::Config;

use crate::support::{TestApp, Visitor};

#[tokio::test]
async fn in_and_out_again() {
    let test = TestApp::new().await;
    let password = test.password("clerk").await;
    let answer = test
        .stranger()
        .post("/sign-in", &[("login", " Clerk "), ("password", &password), ("next", "/units?q=x")])
        .await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/units?q=x"), "{}", answer.body);
    let clerk = Visitor { cookie: answer.cookie("duban"), ..test.stranger() };
    let desk = clerk.get("/").await;
    assert_eq!(desk.status, StatusCode::OK, "{}", desk.body);
    assert!(desk.body.contains("督办室经办人甲") && desk.body.contains("防遗漏清单"), "{}", desk.body);
    let clerk = Visitor { csrf: desk.hidden("csrf"), ..clerk };
    let out = clerk.post("/sign-out", &[]).await;
    assert_eq!(out.location(), "/sign-in");
    assert_eq!(clerk.get("/").await.location(), "/sign-in");
    let said = Visitor { cookie: out.cookie("duban-said"), cookie_name: "duban-said", ..test.stranger() };
    let page = said.get("/sign-in").await;
    assert!(page.body.contains("您已退出登录"), "{}", page.body);
    assert_eq!(page.cookie("duban-said").as_deref(), Some(""), "said once");
}

#[tokio::test]
async fn the_cookie_of_https_is_bound_to_its_host() {
    let test =
        TestApp::reached_by(Config { origin: "https://duban.example.edu.cn".to_owned(), ..Config::default() }).await;
    let password = test.password("clerk").await;
    let answer = test.stranger().post("/sign-in", &[("login", "clerk"), ("password", &password)]).await;
    let line = answer.header("set-cookie");
    assert!(line.starts_with("__Host-duban="), "{line}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(line.contains(part) && !line.contains("Domain"), "{line}");
    }
    let secret = answer.cookie("__Host-duban").unwrap();
    let clerk = Visitor { cookie: Some(secret.clone()), cookie_name: "__Host-duban", ..test.stranger() };
    assert_eq!(clerk.get("/").await.status, StatusCode::OK);
    let tossed = Visitor { cookie: Some(secret), cookie_name: "duban", ..test.stranger() };
    assert_eq!(tossed.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let test = TestApp::new().await;
    let password = test.password("clerk").await;
    for next in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/\r\nLocation: https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        "／／evil.example",
        " //evil.example",
    ] {
        let answer =
            test.stranger().post("/sign-in", &[("login", "clerk"), ("password", &password), ("next", next)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{next:?}");
    }
    let clerk = test.signed_in("clerk").await;
    assert_eq!(clerk.get("/sign-in?next=//evil.example").await.location(), "/");
    assert_eq!(
        test.stranger().get("/matters?q=a%2F%2Fb").await.location(),
        "/sign-in?next=%2Fmatters%3Fq%3Da%252F%252Fb"
    );
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_name_is_kept() {
    let test = TestApp::new().await;
    let password = test.password("clerk").await;
    let guess =
        async |password: &str| test.stranger().post("/sign-in", &[("login", "clerk"), ("password", password)]).await;
    let first = guess("wrong").await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", first.body);
    assert!(
        first.body.contains("role=\"alert\"")
            && first.body.contains("value=\"clerk\"")
            && !first.body.contains("wrong\"")
    );
    for _ in 0..4 {
        guess("wrong").await;
    }
    let slowed = guess(&password).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "{}", slowed.body);
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 0);
    test.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(guess(&password).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_when_nothing_is_done() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    for _ in 0..3 {
        test.clock.advance(SignedDuration::from_mins(29));
        assert_eq!(clerk.get("/").await.status, StatusCode::OK);
    }
    test.clock.advance(SignedDuration::from_mins(31));
    assert_eq!(clerk.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_ends_everything_else() {
    let test = TestApp::new().await;
    let password = test.password("clerk").await;
    let (here, there) = (test.signed_in("clerk").await, test.signed_in("clerk").await);
    let token = test.with_token("clerk", false).await;
    let new = "石楠Bridge_81云梦";
    let differ = here.post("/password", &[("current", &password), ("new", new), ("again", "x")]).await;
    assert!(differ.status == StatusCode::UNPROCESSABLE_ENTITY && differ.body.contains("两次输入的新密码不一致"));
    let wrong = here.post("/password", &[("current", "x"), ("new", new), ("again", new)]).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"pw-current-wrong\""),
        "{}",
        wrong.body
    );
    let done = here.post("/password", &[("current", &password), ("new", new), ("again", new)]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"), "{}", done.body);
    assert_eq!(here.get("/").await.status, StatusCode::OK);
    assert_eq!(there.get("/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(token.get("/api/matters").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn sessions_and_tokens_are_ones_own() {
    let test = TestApp::new().await;
    let (here, there) = (test.signed_in("clerk").await, test.signed_in("clerk").await);
    let page = here.get("/sessions").await;
    assert!(page.body.contains("本机"), "{}", page.body);
    let other = page.hidden("id");
    let head = test.signed_in("head").await;
    assert_eq!(head.post("/sessions/end", &[("id", &other)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(here.post("/sessions/end", &[("id", &other)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(there.get("/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/").await.status, StatusCode::OK);
    let made = here.post("/tokens", &[("name", "统计程序")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let secret = made.body.split_once("<code>").unwrap().1.split_once('<').unwrap().0.to_owned();
    let program = Visitor { bearer: Some(secret), ..test.stranger() };
    assert_eq!(program.get("/api/matters").await.status, StatusCode::OK);
    assert!(!here.get("/sessions").await.body.contains("<code>"), "shown once");
    let id = here.get("/sessions").await.hidden("id");
    assert_eq!(here.post("/tokens/end", &[("id", &id)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(program.get("/api/matters").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_first_run_happens_once() {
    let test = TestApp::empty(Config::default()).await;
    let lost = test.stranger().get("/sign-in").await;
    assert!(lost.body.contains("还没有完成首次设置"), "{}", lost.body);
    assert_eq!(test.stranger().get("/set-up/nonsense").await.status, StatusCode::NOT_FOUND);
    let link = test.app.make_set_up_link().await.unwrap().unwrap();
    let path = format!("/set-up/{}", link.reveal());
    let form = test.stranger().get(&path).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let mut fields = vec![("institution", "演示大学"), ("office", "学校办公室")];
    for (name, value) in [
        ("system_name", "赵一"),
        ("system_login", "xitong"),
        ("system_password", "Qingfeng-7-Zhuliu"),
        ("security_name", "钱二"),
        ("security_login", "anquan"),
        ("security_password", "Yunmeng+83+Shinan"),
        ("auditor_name", "孙三"),
        ("auditor_login", "shenji"),
        ("auditor_password", "Luojia_52_Meiyuan"),
        ("head_name", "李四"),
        ("head_login", "zhuren"),
    ] {
        fields.push((name, value));
    }
    let weak = test.stranger().post(&path, &[fields.as_slice(), &[("head_password", "123")]].concat()).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", weak.body);
    assert!(weak.body.contains("set-head_password-wrong") && weak.body.contains("value=\"zhuren\""), "{}", weak.body);
    fields.push(("head_password", "vT9#kmw2Lq!x"));
    let done = test.stranger().post(&path, &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/sign-in"), "{}", done.body);
    assert_eq!(test.stranger().get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(test.stranger().post(&path, &fields).await.status, StatusCode::NOT_FOUND);
    let zhuren = test.stranger().post("/sign-in", &[("login", "zhuren"), ("password", "vT9#kmw2Lq!x")]).await;
    assert_eq!(zhuren.location(), "/");
}
