//! Forged requests, on every route that changes something.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use web::routes::{Permission, ROUTES};

use crate::support::{Answer, TestApp, Visitor};

fn writing() -> impl Iterator<Item = String> {
    ROUTES.iter().filter(|route| route.method == Method::POST).map(|route| route.path.replace(['{', '}', '*'], ""))
}

async fn raw(visitor: &Visitor, path: &str, kind: &str, body: String, headers: &[(&str, &str)]) -> Answer {
    let start = visitor.request(Method::POST, path).header(header::CONTENT_TYPE, kind);
    let request = headers.iter().fold(start, |request, (name, value)| request.header(*name, *value));
    visitor.send(request.body(Body::from(body)).expect("a request")).await
}

#[tokio::test]
async fn other_sites_change_nothing() {
    let test = TestApp::new().await;
    // One that is admitted nearly everywhere; where not, 403 comes all the same.
    let clerk = test.signed_in("clerk").await;
    let token = [("csrf", clerk.csrf.as_str())];
    for path in writing() {
        for headers in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://duban.test.evil.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "http://duban.test")],
            &[("sec-fetch-site", "none")],
            &[("referer", "http://duban.test/")],
            &[("x-http-method-override", "GET"), ("origin", "https://evil.example")],
        ] {
            let answer = clerk.post_raw(&path, &token, headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert!(answer.body.contains("不是从本系统当前打开的页面发出的"), "{path} {headers:?}");
        }
    }
    assert_eq!(clerk.get("/").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_session() {
    let test = TestApp::new().await;
    let (clerk, head) = (test.signed_in("clerk").await, test.signed_in("head").await);
    let here = [("sec-fetch-site", "same-origin")];
    let open = ["/units", "/people", "/sign-out", "/tokens", "/password"];
    for path in open {
        for token in ["", "nonsense", head.csrf.as_str()] {
            let answer = clerk.post_raw(path, &[("csrf", token), ("name", "甲部门")], &here).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {token}");
        }
        let json = raw(&clerk, path, "application/json", format!("{{\"csrf\":\"{}\"}}", clerk.csrf), &here).await;
        assert_eq!(json.status, StatusCode::BAD_REQUEST, "{path}");
        let plain = raw(&clerk, path, "text/plain", format!("csrf={}", clerk.csrf), &here).await;
        assert_eq!(plain.status, StatusCode::BAD_REQUEST, "{path}");
    }
    // What was typed is not lost.
    let kept = clerk.post_raw("/units", &[("name", "甲部门"), ("csrf", "")], &here).await;
    assert!(kept.body.contains("甲部门"), "{}", kept.body);
}

#[tokio::test]
async fn files_are_not_taken_before_the_token() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let part = |head: &str, body: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let file = part("name=\"file\"; filename=\"a.txt\"", "正文");
    let csrf = part("name=\"csrf\"", &clerk.csrf);
    let here = [("sec-fetch-site", "same-origin")];
    let send =
        async |body: String| raw(&clerk, "/units", "multipart/form-data; boundary=x", body + "--x--\r\n", &here).await;
    assert_eq!(send(format!("{file}{csrf}")).await.status, StatusCode::FORBIDDEN);
    let typed = part("name=\"name\"", "乙部门");
    let answer = send(format!("{csrf}{typed}{file}")).await;
    assert_ne!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
}

#[tokio::test]
async fn a_session_that_ended_keeps_what_was_typed() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    test.clock.advance(jiff::SignedDuration::from_mins(31));
    let answer = clerk.post("/units", &[("name", "丙部门"), ("password", "Geheim-77-Sache")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("丙部门") && !answer.body.contains("Geheim"), "{}", answer.body);
}

#[test]
fn every_writing_route_but_two_needs_an_account() {
    let open = ROUTES.iter().filter(|route| route.method == Method::POST && route.permission == Permission::Stranger);
    assert_eq!(open.map(|route| route.path).collect::<Vec<_>>(), ["/sign-in", "/set-up/{token}"]);
}
