//! Every route of the table, as a stranger and as each role: whoever its permission does not admit never gets a page.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use domain::institution::Role;
use web::routes::{Permission, ROUTES, Route};

use crate::support::{Answer, PEOPLE, TestApp, Visitor};

const SOMEBODY: &str = "01930000-0000-7000-8000-0000000000ff";

/// The address with something in the place of each parameter.
fn address(route: &Route) -> String {
    route
        .path
        .replace("{id}", SOMEBODY)
        .replace("{file}", SOMEBODY)
        .replace("{act}", "signature")
        .replace("{n}", "1")
        .replace("{note}", SOMEBODY)
        .replace("{grant}", "1")
        .replace("{change}", "reset")
        .replace("{token}", "nonsense")
        .replace("{quarter}", "2026-3")
        .replace("{*path}", "0000/none.css")
}

async fn ask(visitor: &Visitor, route: &Route) -> Answer {
    match route.method {
        Method::GET => visitor.get(&address(route)).await,
        Method::POST => visitor.post(&address(route), &[("command_id", SOMEBODY)]).await,
        ref other => panic!("no test for {other}"),
    }
}

#[tokio::test]
async fn strangers_are_sent_to_sign_in_or_away() {
    let test = TestApp::new().await;
    for route in ROUTES.iter().filter(|route| route.permission != Permission::Stranger) {
        let answer = ask(&test.stranger(), route).await;
        match route.method {
            Method::GET if route.path.starts_with("/api/") => assert_eq!(answer.status, 401, "{}", route.path),
            Method::GET => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", route.path);
                assert!(answer.location().starts_with("/sign-in"), "{}: {}", route.path, answer.location());
            }
            _ => assert_eq!(answer.status, 401, "{}", route.path),
        }
    }
}

#[tokio::test]
async fn nobody_passes_a_permission_that_is_not_theirs() {
    let test = TestApp::new().await;
    for (login, role) in PEOPLE {
        let visitor = test.signed_in(login).await;
        let roles = BTreeSet::from([*role]);
        for route in ROUTES.iter().filter(|route| route.path != "/sign-out") {
            let answer = ask(&visitor, route).await;
            let whom = format!("{login} at {} {}: {}", route.method, route.path, answer.status);
            if route.permission.admits(&roles) {
                assert!(!answer.body.contains("您的岗位不能进行这项操作"), "{whom}");
                assert!(!answer.status.is_server_error(), "{whom}\n{}", answer.body);
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{whom}");
                assert!(answer.body.contains("您的岗位不能进行这项操作"), "{whom}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_has_its_owners_rights_and_a_reading_one_changes_nothing() {
    let test = TestApp::new().await;
    let reading = test.with_token("clerk", true).await;
    assert_eq!(reading.get("/api/matters").await.status, StatusCode::OK);
    assert_eq!(reading.post("/units", &[]).await.status, StatusCode::FORBIDDEN);
    let writing = test.with_token("clerk", false).await;
    // Neither the token of a form nor the browser's word is asked of a program.
    let answer =
        writing.post_raw("/units", &[("command_id", SOMEBODY), ("name", "体育部"), ("kind", "college")], &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    for path in ["/sessions", "/password"] {
        assert_eq!(writing.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let nonsense = Visitor { bearer: Some("nonsense".to_owned()), ..test.signed_in("head").await };
    assert_eq!(
        nonsense.get("/api/matters").await.status,
        StatusCode::UNAUTHORIZED,
        "whoever sends a token is nobody else"
    );
}

#[test]
fn every_path_has_one_handler_for_a_method() {
    let all: BTreeSet<String> = ROUTES.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(all.len(), ROUTES.len());
}

/// What is open without an account may only get shorter.
#[test]
fn the_open_routes() {
    let open = ROUTES.iter().filter(|route| route.permission == Permission::Stranger);
    let open: Vec<String> = open.map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(
        open,
        [
            "GET /feeds/{token}",
            "GET /sign-in",
            "POST /sign-in",
            "GET /set-up/{token}",
            "POST /set-up/{token}",
            "GET /assets/{*path}",
            "GET /healthz",
            "GET /readyz",
        ]
    );
}

#[test]
fn the_three_administrators_reach_nothing_of_each_others() {
    let admits = |path: &str, role: Role| {
        ROUTES.iter().filter(|route| route.path == path).any(|route| route.permission.admits(&BTreeSet::from([role])))
    };
    assert!(!admits("/people/{id}/account", Role::SystemAdmin) && !admits("/people/{id}/roles", Role::SystemAdmin));
    assert!(!admits("/people/new", Role::SecurityAdmin) && !admits("/matters/new", Role::SecurityAdmin));
}
