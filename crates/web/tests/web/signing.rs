//! 起草与签发, 代签授权, through their pages: what a contact prepares, what a head signs, gives away and takes back.

use axum::http::StatusCode;

use crate::{
    form::Form,
    matters::{done, opened, said, under_way},
    support::{TestApp, Visitor},
};

/// The form of the request for an extension, filled in.
async fn extension(visitor: &Visitor, matter: &str) -> Form {
    let form = opened(visitor, matter, "extension").await;
    form.set("until", "2026-11-20").set("reasons", "设备未到").set("measures", "赶工")
}

#[tokio::test]
async fn what_a_contact_prepares_waits_on_the_heads_desk() {
    let test = TestApp::new().await;
    let (clerk, contact) = (test.signed_in("clerk").await, test.signed_in("contact").await);
    let dean = test.signed_in("dean").await;
    let matter = under_way(&test, &clerk, &contact).await;
    let sent = extension(&contact, &matter).await.set("draft", "sign").send(&contact).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", said(&sent));
    assert!(contact.get("/").await.body.contains("已送负责人签发：申请延期"));
    let desk = dean.get("/").await;
    assert!(desk.body.contains("待签发：申请延期") && desk.body.contains("去签发"), "{}", desk.body);
    assert!(!clerk.get("/").await.body.contains("申请延期："), "nobody else's business yet");

    let form = opened(&dean, &matter, "extension").await;
    assert_eq!((form.get("reasons"), form.get("until")), ("设备未到", "2026-11-20"), "as it was prepared");
    let returned = form.set("draft", "return").set("draft_remark", "请写明到货日期").send(&dean).await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", said(&returned));
    let desk = contact.get("/").await;
    assert!(
        desk.body.contains("草稿被退回：申请延期") && desk.body.contains("退回理由：请写明到货日期"),
        "{}",
        desk.body
    );

    let again = opened(&contact, &matter, "extension").await.set("reasons", "设备十一月五日到货").set("draft", "sign");
    assert_eq!(again.send(&contact).await.status, StatusCode::SEE_OTHER);
    done(opened(&dean, &matter, "extension").await, &dean).await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("设备十一月五日到货"), "{}", page.body);
    assert!(!dean.get("/").await.body.contains("待签发"), "signed");
}

#[tokio::test]
async fn a_deputy_signs_with_the_authority_that_was_given_until_it_is_taken_back() {
    let test = TestApp::new().await;
    let (clerk, contact) = (test.signed_in("clerk").await, test.signed_in("contact").await);
    let dean = test.signed_in("dean").await;
    let matter = under_way(&test, &clerk, &contact).await;
    let prepares = contact.get(&format!("{matter}/extension")).await;
    assert!(
        prepares.body.contains("提交负责人签发") && !prepares.body.contains(r#"name="on_behalf""#),
        "{}",
        prepares.body
    );
    let signed = extension(&contact, &matter).await.send(&contact).await;
    assert!(signed.status == StatusCode::FORBIDDEN && signed.body.contains("牵头单位负责人"), "{}", said(&signed));

    let deputy = test.people["contact"].to_string();
    let given = Form::to(&dean.get("/delegations").await, "/delegations");
    let given = given.set("deputy", &deputy).set("until", "2026-12-31");
    let wrong = given.clone().set("until", "2026-09-01").send(&dean).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("截止日期要不早于开始日期") && wrong.body.contains("2026-09-01"), "{}", said(&wrong));
    let past = given.clone().set("from", "2026-09-01").send(&dean).await;
    assert!(past.body.contains("授权不能早于今天"), "{}", said(&past));
    done(given, &dean).await;
    let received = contact.get("/delegations").await;
    assert!(received.body.contains("生效中") && received.body.contains("单位负责人甲"), "{}", received.body);
    assert!(!received.body.contains("授权他人代签"), "a contact has no signature to give away");

    let page = contact.get(&matter).await;
    assert!(page.body.contains("代签：申请延期"), "{}", page.body);
    let form = extension(&contact, &matter).await;
    assert_eq!(form.get("on_behalf"), test.people["dean"].to_string());
    done(form, &contact).await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("单位联络员甲（教务处）代 单位负责人甲"), "{}", page.body);

    let end = Form::to(&dean.get("/delegations").await, "/delegations/1/end");
    let ended = end.send(&dean).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", said(&ended));
    assert!(contact.get("/delegations").await.body.contains("已收回"));
    assert!(!contact.get(&matter).await.body.contains("代签："));
}

#[tokio::test]
async fn only_the_principal_and_the_security_administrator_end_a_delegation() {
    let test = TestApp::new().await;
    let (dean, staff) = (test.signed_in("dean").await, test.signed_in("staff").await);
    let page = dean.get("/delegations").await;
    assert!(!page.body.contains("系统管理员甲"), "administrators handle no matters in anybody's name");
    let deputy = test.people["contact"].to_string();
    let given = Form::to(&page, "/delegations");
    done(given.set("deputy", &deputy).set("until", "2026-12-31"), &dean).await;
    let foreign = Form {
        action: "/delegations/1/end".to_owned(),
        fields: vec![("csrf".to_owned(), staff.get("/delegations").await.hidden("csrf"))],
    };
    assert_eq!(foreign.send(&staff).await.status, StatusCode::FORBIDDEN);
    let security = test.signed_in("security").await;
    let end = Form::to(&security.get("/delegations").await, "/delegations/1/end");
    assert_eq!(end.send(&security).await.status, StatusCode::SEE_OTHER);
    assert!(dean.get("/delegations").await.body.contains("已收回"));
}
