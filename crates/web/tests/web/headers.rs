//! What every answer says to the browser, whatever went wrong.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use web::{Config, routes::ROUTES};

use crate::support::{Answer, TestApp};

fn is_safe(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    let is_file = answer.header("content-disposition").starts_with("attachment");
    if is_file {
        assert_eq!(policy, "default-src 'none'; sandbox", "{what}: a file is saved, and may do nothing if it is shown");
    }
    for part in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]
    {
        assert!(is_file || policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert!(answer.headers.get(header::SERVER).is_none(), "{what}");
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    let kind = answer.header("content-type");
    assert!(kind.is_empty() || kind.contains("charset=utf-8") || kind.contains("json") || is_file, "{what}: {kind}");
}

#[tokio::test]
async fn every_route_also_when_it_refuses() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    for route in ROUTES.iter().filter(|route| route.path != "/sign-out") {
        let path = route.path.replace(['{', '}', '*'], "");
        for visitor in [&test.stranger(), &clerk] {
            let answer = match route.method {
                Method::GET => visitor.get(&path).await,
                _ => visitor.post(&path, &[]).await,
            };
            is_safe(&answer, &format!("{} {path}: {}", route.method, answer.status));
            let assets = path.starts_with("/assets/");
            assert!(assets || answer.header("cache-control") == "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn nothing_found_and_wrong_methods() {
    let test = TestApp::new().await;
    let lost = test.stranger().get("/no/such/page").await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.body.contains("没有找到") && lost.body.contains("求助时请提供编号"));
    is_safe(&lost, "404");
    let delete = test.stranger().request(Method::DELETE, "/sign-in").body(Body::empty()).unwrap();
    let wrong = test.stranger().send(delete).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.header("allow").contains("GET"), "{:?}", wrong.headers);
    is_safe(&wrong, "405");
}

#[tokio::test]
async fn what_is_too_large_is_said_to_be() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let long = "督".repeat(800_000);
    let text = clerk.post("/units", &[("name", &long)]).await;
    assert_eq!(text.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text.body.contains("填写的文字超过 2 MB"), "{}", text.body);
    is_safe(&text, "413");
    let declared = clerk
        .request(Method::POST, "/units")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, "999999999999")
        .body(Body::empty())
        .unwrap();
    let declared = clerk.send(declared).await;
    assert_eq!(declared.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(declared.header("content-type").starts_with("text/html"), "{:?}", declared.headers);
    is_safe(&declared, "413 by its length");
    let many: Vec<(String, String)> = (0..3001).map(|n| (format!("f{n}"), "x".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(clerk.post("/units", &many).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn programs_get_problems_and_people_pages() {
    let test = TestApp::new().await;
    let request = test.stranger().request(Method::GET, "/no/such").header("accept", "application/json");
    let answer = test.stranger().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&body["type"], &body["status"]), (&"urn:duban:problem:not-found".into(), &404.into()));
    assert!(
        body["detail"].as_str().unwrap().contains("无权查看")
            && body["instance"].as_str().unwrap().starts_with("urn:uuid:")
    );
    let api = test.stranger().get("/api/matters").await;
    assert_eq!((api.status, api.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    assert_eq!(test.stranger().get("/api/nothing").await.header("content-type"), "application/problem+json");
    is_safe(&api, "problem");
}

#[tokio::test]
async fn files_of_the_browser_may_be_kept_and_text_is_compressed() {
    let test = TestApp::new().await;
    let page = test.stranger().get("/sign-in").await;
    let sheet = page.body.split('"').find(|part| part.ends_with("/duban.css")).unwrap().to_owned();
    let answer = test.stranger().get(&sheet).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(answer.header("cache-control").contains("immutable"));
    is_safe(&answer, "assets");
    let request = test.stranger().request(Method::GET, &sheet).header("accept-encoding", "gzip");
    let small = test.stranger().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(small.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn https_adds_what_only_it_can_keep() {
    let test =
        TestApp::reached_by(Config { origin: "https://duban.example.edu.cn".to_owned(), ..Config::default() }).await;
    let answer = test.stranger().get("/sign-in").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn monitors_are_answered() {
    let test = TestApp::new().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(test.stranger().get(path).await.status, StatusCode::OK, "{path}");
    }
}
