//! One matter from the office's idea to the unit's signature, as people do it: page, form, next page. On the way: what the
//! desk says, and what those see whom it does not concern.

use axum::http::StatusCode;

use crate::{
    page::unescaped,
    support::{Answer, TestApp, Visitor},
};

/// The address behind the first button of 待我办理.
fn first_act(desk: &Answer) -> String {
    let owed = desk.body.split_once("class=\"owe-act\"").unwrap_or_else(|| panic!("nothing owed: {}", desk.body)).1;
    let link = owed.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    unescaped(link.expect("a link"))
}

fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

async fn proposed(clerk: &Visitor, test: &TestApp, title: &str) -> String {
    let (unit, leader) = (test.unit.to_string(), test.people["leader"].to_string());
    let fields = [
        ("title", title),
        ("content", "落实本科教学工作审核评估整改"),
        ("requirements", "按整改方案逐项完成"),
        ("target", "12 项整改任务全部销号"),
        ("category", "school_meetings"),
        ("lead", &unit),
        ("leader", &leader),
        ("limit", "working_days"),
    ];
    let made = clerk.fill("/matters/new", "/matters", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.location().to_owned()
}

#[tokio::test]
async fn from_the_idea_to_the_signature() {
    let test = TestApp::new().await;
    let (clerk, dean) = (test.signed_in("clerk").await, test.signed_in("dean").await);
    let matter = proposed(&clerk, &test, "审核评估整改").await;
    assert_eq!(clerk.get(&matter).await.status, StatusCode::OK);
    let desk = clerk.get("/").await;
    assert!(desk.body.contains("审核评估整改") && desk.body.contains("形成拟办意见"), "{}", desk.body);
    assert_eq!(first_act(&desk), matter, "several acts may follow: the matter's page shows them");

    let register = format!("{matter}/registration");
    let registered = clerk.fill(&register, &register, &[]).await;
    assert_eq!(
        (registered.status, registered.location()),
        (StatusCode::SEE_OTHER, matter.as_str()),
        "{}",
        registered.body
    );
    let said = clerk.get("/").await;
    assert!(said.body.contains("下发通知单"), "{}", said.body);
    let dispatch = first_act(&said);
    assert_eq!(path(&dispatch), format!("{matter}/dispatch"));
    assert_eq!(dean.get(&matter).await.status, StatusCode::NOT_FOUND, "not before the notice");
    let sent = clerk.fill(&dispatch, path(&dispatch), &[("telephone0", "027-0000-0001")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    let desk = dean.get("/").await;
    assert!(desk.body.contains("签收通知单") && desk.body.contains("审核评估整改"), "{}", desk.body);
    let acts: Vec<&str> = desk.body.split("href=\"").filter_map(|part| part.split('"').next()).collect();
    let sign = unescaped(acts.iter().find(|href| href.contains("/signature")).expect("a button to sign"));
    assert!(sign.contains(&format!("unit={}", test.unit)), "{sign}");
    let signed = dean.fill(&sign, path(&sign), &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let page = dean.get(&matter).await;
    assert!(page.body.contains("承办中"), "{}", page.body);

    // The report is the head's to sign: the contact is led to the matter, where the reason stands.
    let (of_head, of_contact) = (dean.get("/").await, test.signed_in("contact").await.get("/").await);
    assert!(path(&first_act(&of_head)).ends_with("/closing-report"), "{}", of_head.body);
    assert_eq!(first_act(&of_contact), matter);

    let rows: serde_json::Value = {
        let request = clerk.request(axum::http::Method::GET, "/api/matters?stage=under_way");
        serde_json::from_str(&clerk.send(request.body(axum::body::Body::empty()).unwrap()).await.body).unwrap()
    };
    assert_eq!((&rows["total"], &rows["rows"][0]["title"]), (&1.into(), &"审核评估整改".into()));
    assert_eq!(rows["rows"][0]["due"], "2026-10-23", "15 working days over the national holiday and its make-up day");
}

#[tokio::test]
async fn what_does_not_concern_you_is_not_there() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let matter = proposed(&clerk, &test, "尚未下发的事项").await;
    let nothing = "/matters/01930000-0000-7000-8000-0000000000ff";
    for login in ["dean", "contact", "staff", "assessor", "discipline", "system", "security", "auditor"] {
        let visitor = test.signed_in(login).await;
        for act in ["", "/notice", "/signature", "/approval", "/nonsense"] {
            let (hidden, missing) =
                (visitor.get(&format!("{matter}{act}")).await, visitor.get(&format!("{nothing}{act}")).await);
            assert_eq!(
                (hidden.status, missing.status),
                (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
                "{login} {act}"
            );
            let same = |answer: &Answer| answer.body.replace(answer.header("x-request-id"), "");
            assert_eq!(same(&hidden), same(&missing), "{login} {act}");
        }
        assert!(!visitor.get("/matters").await.body.contains("尚未下发的事项"), "{login}");
    }
}

#[tokio::test]
async fn the_order_of_the_ledger_is_in_its_links() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    for title in ["甲事项", "乙事项", "丙事项"] {
        proposed(&clerk, &test, title).await;
    }
    let page = clerk.get("/matters?stage=draft&sort=-title&limit=2").await;
    let links: Vec<String> =
        page.body.split("href=\"").filter_map(|part| part.split('"').next()).map(unescaped).collect();
    assert!(links.contains(&"/matters?stage=draft&limit=2&sort=title".to_owned()), "the other way round: {links:?}");
    assert!(links.contains(&"/matters?stage=draft&limit=2&sort=number".to_owned()), "{links:?}");
    let next = links.iter().find(|link| link.contains("at=a")).expect("a second page");
    let second = clerk.get(next).await;
    assert_eq!(second.body.matches("row-link").count(), 1, "{}", second.body);
    assert!(page.body.contains("共 3 项"), "{}", page.body);
}

#[tokio::test]
async fn a_rule_that_refuses_is_told_with_its_clause_and_nothing_typed_is_lost() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let matter = proposed(&clerk, &test, "缺人负责的事项").await;
    let answer = clerk.get(&format!("{matter}/archive")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert!(answer.body.contains("第四条（八）"), "{}", answer.body);
    let wrong = clerk.fill("/matters/new", "/matters", &[("title", ""), ("content", "写了很久的内容")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("写了很久的内容"), "{}", wrong.body);
}

#[tokio::test]
async fn files_come_and_go_with_their_matter() {
    let test = TestApp::new().await;
    let (clerk, head) = (test.signed_in("clerk").await, test.signed_in("head").await);
    let (matter, other) = (proposed(&clerk, &test, "有附件的事项").await, proposed(&clerk, &test, "别的事项").await);
    let up = format!("{matter}/attachments");
    let command = clerk.get(&matter).await.hidden("command_id");
    let fields = [("csrf", clerk.csrf.as_str()), ("command_id", &command), ("label", "会议纪要")];
    let text = "第 12 次校长办公会纪要".as_bytes();
    let sent = clerk.upload(&up, &fields, &[("file", "纪要\"<b>.txt", text)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("会议纪要") && !page.body.contains("<b>.txt"), "{}", page.body);
    let marker = format!("{matter}/files/");
    let file = page.body.split('"').find(|part| part.starts_with(&marker)).expect("a link to the file").to_owned();
    let down = head.get(&file).await;
    assert_eq!(down.body.as_bytes(), text);
    assert!(down.header("content-disposition").starts_with("attachment; "), "{:?}", down.headers);
    assert!(down.header("content-security-policy").contains("sandbox"), "{:?}", down.headers);
    let id = file.rsplit('/').next().unwrap();
    assert_eq!(head.get(&format!("{other}/files/{id}")).await.status, StatusCode::NOT_FOUND, "through another matter");
    assert_eq!(test.signed_in("dean").await.get(&file).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_not_accepted_leaves_the_text_and_the_other_files() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let fields = [("csrf", clerk.csrf.as_str()), ("title", "有一个文件太大"), ("content", "写了很久的内容")];
    let large = vec![b'x'; 50 * 1024 * 1024 + 1];
    let files = [("file", "好的.txt", "正文".as_bytes()), ("file", "太大.txt", large.as_slice())];
    let refused = clerk.upload("/matters", &fields, &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(
        refused.body.contains("“太大.txt”超过 50 MB") && refused.body.contains("写了很久的内容"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("好的.txt") && !refused.hidden("staged").is_empty(), "{}", refused.body);
    let html = [("file", "页面.html", "<script>alert(1)</script>".as_bytes())];
    let refused = clerk.upload("/matters", &fields, &html).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("未能接收"),
        "{}",
        refused.body
    );
    let eleven: Vec<(&str, &str, &[u8])> = (0..11).map(|_| ("file", "a.txt", "正文".as_bytes())).collect();
    assert_eq!(clerk.upload("/matters", &fields, &eleven).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
