//! One matter from 拟办 to 归档 through its pages, as people would: open the form, change what has to be changed, send it.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::{
    form::Form,
    support::{Answer, TestApp, Visitor},
};

/// Opens the form of an act.
pub async fn opened(visitor: &Visitor, matter: &str, act: &str) -> Form {
    let page = visitor.get(&format!("{matter}/{act}")).await;
    assert_eq!(page.status, StatusCode::OK, "{act}: {}", page.body);
    Form::to(&page, &format!("{matter}/{act}"))
}

/// Sends it, and says that it was accepted.
pub async fn done(form: Form, visitor: &Visitor) -> Answer {
    let answer = form.send(visitor).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", form.action, said(&answer));
    answer
}

/// The problems on a page, for messages of a failing test.
pub fn said(answer: &Answer) -> String {
    let problems = answer.body.split("role=\"alert\"").nth(1).unwrap_or(&answer.body);
    problems.chars().take(1500).collect()
}

async fn new_matter(test: &TestApp, clerk: &Visitor) -> String {
    let page = clerk.get("/matters/new").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let form = Form::to(&page, "/matters")
        .set("title", "图书馆延长开放时间")
        .set("content", "考试周座位紧张。\n𠮷野家 <b>👍</b>")
        .set("category", "public_concerns")
        .set("lead", &test.unit.to_string())
        .set("leader", &test.people["leader"].to_string())
        .set("limit", "explicit")
        .set("due", "2026-10-30")
        .set("petitioner", "学生张三")
        .set("petitioner_contact", "13900000000");
    done(form, clerk).await.location().to_owned()
}

/// Registered, dispatched and signed for.
pub async fn under_way(test: &TestApp, clerk: &Visitor, contact: &Visitor) -> String {
    let matter = new_matter(test, clerk).await;
    done(opened(clerk, &matter, "registration").await, clerk).await;
    let form = opened(clerk, &matter, "dispatch").await;
    let form =
        form.set("requirements", "逐馆落实").set("target", "12 个阅览室开放至 23 点").set("telephone0", "02759750001");
    done(form, clerk).await;
    done(opened(contact, &matter, "signature").await, contact).await;
    matter
}

#[tokio::test]
async fn from_the_draft_to_the_archive() {
    let test = TestApp::new().await;
    let (clerk, head) = (test.signed_in("clerk").await, test.signed_in("head").await);
    let (dean, contact, leader) =
        (test.signed_in("dean").await, test.signed_in("contact").await, test.signed_in("leader").await);

    // 拟办: a form with a hole comes back as it was
    let page = clerk.get("/matters/new").await;
    let hole = Form::to(&page, "/matters").set("title", "").set("content", "只写了内容").set("limit", "explicit");
    let back = hole.send(&clerk).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body.contains("只写了内容") && back.body.contains("m-title-wrong") && back.body.contains("m-due-wrong"),
        "{}",
        said(&back)
    );
    let matter = new_matter(&test, &clerk).await;
    let page = clerk.get(&matter).await;
    assert!(
        page.body.contains("图书馆延长开放时间")
            && page.body.contains("学生张三")
            && page.body.contains("&#60;b&#62;👍"),
        "{}",
        page.body
    );
    assert_eq!(dean.get(&matter).await.status, StatusCode::NOT_FOUND, "a unit sees nothing before it is told");

    // 修改: two editors, one wins
    let (one, two) = (opened(&clerk, &matter, "revision").await, opened(&head, &matter, "revision").await);
    assert_eq!(one.get("petitioner_contact"), "13900000000");
    done(one.set("title", "图书馆延长开放时间至 23 点"), &clerk).await;
    let late = two.set("content", "主任的文字").send(&head).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", said(&late));
    assert!(
        late.body.contains("主任的文字") && late.body.contains("他人修改后现为：图书馆延长开放时间至 23 点"),
        "{}",
        said(&late)
    );
    let again = Form::to(&late, &format!("{matter}/revision")).set("title", "图书馆延长开放时间至 23 点");
    done(again, &head).await;

    // 立项 and 交办: what is missing is named, the directory fills in the rest
    done(opened(&clerk, &matter, "registration").await, &clerk).await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("督办〔2026〕1号"), "{}", page.body);
    let form = opened(&clerk, &matter, "dispatch").await;
    assert_eq!(form.get("responsible0"), test.people["dean"].to_string());
    assert_eq!(form.get("contact0"), test.people["contact"].to_string());
    let refused = form.send(&clerk).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", said(&refused));
    for needed in ["act-target-wrong", "act-telephone0-wrong", "任务未量化"] {
        assert!(refused.body.contains(needed), "{needed}: {}", said(&refused));
    }
    let form = Form::to(&refused, &format!("{matter}/dispatch"))
        .set("target", "12 个阅览室开放至 23 点")
        .set("requirements", "逐馆落实");
    let form = form.set("telephone0", "13812345678");
    let preview = form.clone().set("preview", "1").send(&clerk).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(
        preview.body.contains("完成标志：12 个阅览室开放至 23 点") && preview.body.contains("2026年10月30日"),
        "{}",
        preview.body
    );
    done(form, &clerk).await;

    // 签收: a double click signs once
    let sign = opened(&contact, &matter, "signature").await;
    let (first, second) = tokio::join!(sign.send(&contact), sign.send(&contact));
    assert_eq!(
        (first.status, second.status),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
        "{}{}",
        said(&first),
        said(&second)
    );
    let notice = contact.get(&format!("{matter}/notice?unit={}&copies=2", test.unit)).await;
    assert!(
        notice.status == StatusCode::OK && notice.body.contains("单位联络员甲") && notice.body.contains("13812345678"),
        "{}",
        notice.body
    );
    let seen = leader.get(&matter).await;
    assert!(
        seen.body.contains("138****5678") && !seen.body.contains("13812345678") && !seen.body.contains("学生张三"),
        "{}",
        seen.body
    );

    // 承办: a report with a file, then 本期无变化
    let page = contact.get(&format!("{matter}/progress")).await;
    let report = page.body.split("<form ").filter(|form| form.contains("/progress")).count();
    assert_eq!(report, 2, "本期无变化, and the report");
    let forms = page.body.rsplit_once("<form ").unwrap();
    let last = Answer { body: format!("<form {}", forms.1), status: page.status, headers: page.headers.clone() };
    let report = Form::to(&last, &format!("{matter}/progress")).set("percent", "60").set("text", "已开放 8 个");
    let sent = report.send_with(&contact, &[("file", "现场 照片.txt", "照片说明")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", said(&sent));
    done(opened(&contact, &matter, "progress").await, &contact).await;
    let page = contact.get(&matter).await;
    assert!(
        page.body.contains("本期无变化") && page.body.contains("现场 照片.txt") && page.body.contains("60%"),
        "{}",
        page.body
    );
    let href = page
        .body
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.contains("/files/"))
        .unwrap();
    let file = contact.get(href).await;
    assert_eq!((file.status, file.body.as_str()), (StatusCode::OK, "照片说明"));
    assert!(
        file.header("content-disposition").starts_with("attachment")
            && file.header("content-disposition").contains("filename*=UTF-8''")
    );
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").contains("sandbox"));

    // 延期: asked by the head, forwarded, granted by the leader in one screen
    let form = opened(&dean, &matter, "extension").await;
    let form = form.set("until", "2026-11-20").set("reasons", "设备未到").set("measures", "先开放 8 个");
    done(form, &dean).await;
    done(opened(&clerk, &matter, "extension-forwarding").await.set("remark", "情况属实"), &clerk).await;
    let page = leader.get(&format!("{matter}/extension-grant")).await;
    assert!(
        page.body.contains("设备未到")
            && page.body.contains("情况属实")
            && page.body.contains("2026-10-30 → 2026-11-20"),
        "{}",
        page.body
    );
    let form = Form::to(&page, &format!("{matter}/extension-grant"));
    assert_eq!(form.get("until"), "2026-11-20");
    done(form.set("decision", "grant"), &leader).await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("批准延期") && page.body.contains("2026-11-20"), "{}", page.body);

    // 办结: returned once, then accepted
    let page = dean.get(&format!("{matter}/closing-report")).await;
    let form = Form::to(&page, &format!("{matter}/closing-report"));
    assert_eq!(form.get("section2"), "12 个阅览室开放至 23 点");
    let form = form.set("section3", "分三批").set("section4", "全部开放").set("section5", "长期保持");
    done(form, &dean).await;
    let form = opened(&clerk, &matter, "review").await.set("answer1", "yes").set("verdict", "accept");
    let refused = form.send(&clerk).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("rev-answer4-wrong") && !refused.body.contains("rev-answer1-wrong"),
        "{}",
        said(&refused)
    );
    let form = Form::to(&refused, &format!("{matter}/review"))
        .set("verdict", "supplement")
        .set("reason", "缺照片")
        .set("due", "2026-10-15");
    done(form, &clerk).await;
    let form = opened(&dean, &matter, "closing-report").await;
    assert_eq!(form.get("section4"), "全部开放", "the returned report is where the next one begins");
    done(form, &dean).await;
    let mut form = opened(&clerk, &matter, "review").await.set("verdict", "accept");
    for answer in ["answer1", "answer2", "answer3", "answer4", "answer5"] {
        form = form.set(answer, "yes");
    }
    done(form, &clerk).await;

    // 反馈, 答复, 归档
    let early = opened(&clerk, &matter, "petitioner-answer").await;
    done(early.set("answer_manner", "电话").set("text", "已告知"), &clerk).await;
    done(opened(&clerk, &matter, "feedback").await, &clerk).await;
    let form = opened(&clerk, &matter, "archive").await;
    assert_eq!(form.get("material_notice"), "electronic");
    let refused = form.send(&clerk).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("arc-material_minutes-wrong"), "{}", said(&refused));
    let mut form = Form::to(&refused, &format!("{matter}/archive"));
    for kind in ["instructions", "minutes", "documents"] {
        form = form.set(&format!("material_{kind}"), "none").set(&format!("material_{kind}_reason"), "无");
    }
    done(form, &clerk).await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("办理闭环完成") && page.body.contains("已归档"), "{}", page.body);
    assert_eq!(
        clerk.get(&format!("{matter}/urging")).await.status,
        StatusCode::CONFLICT,
        "nothing can be done any more"
    );
}

#[tokio::test]
async fn of_two_contradictory_acts_one_wins_and_the_other_keeps_its_text() {
    let test = TestApp::new().await;
    let (clerk, dean, contact) =
        (test.signed_in("clerk").await, test.signed_in("dean").await, test.signed_in("contact").await);
    let (leader, principal) = (test.signed_in("leader").await, test.signed_in("principal").await);
    let matter = under_way(&test, &clerk, &contact).await;
    let form = opened(&dean, &matter, "extension").await;
    done(form.set("until", "2026-11-20").set("reasons", "设备未到").set("measures", "赶工"), &dean).await;
    done(opened(&clerk, &matter, "extension-forwarding").await, &clerk).await;
    let yes = opened(&leader, &matter, "extension-grant").await.set("decision", "grant");
    let no = opened(&principal, &matter, "extension-grant")
        .await
        .set("decision", "refuse")
        .set("text", "按期完成，不必延长");
    done(yes, &leader).await;
    let late = no.send(&principal).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", said(&late));
    for kept in ["按期完成，不必延长", "最近一次办理", "批准延期", "分管校领导甲"] {
        assert!(late.body.contains(kept), "{kept}: {}", late.body);
    }
}

#[tokio::test]
async fn the_office_records_what_was_signed_on_paper() {
    let test = TestApp::new().await;
    let in_again = async || (test.signed_in("clerk").await, test.signed_in("contact").await);
    let (clerk, contact) = in_again().await;
    let matter = under_way(&test, &clerk, &contact).await;
    test.clock.set_day(date(2026, 10, 12));
    let (clerk, contact) = in_again().await;
    let page = clerk.get(&matter).await;
    assert!(page.body.contains("代录：批示"), "{}", page.body);
    let form = opened(&clerk, &matter, "instruction").await.set("text", "请教务处本周内落实。");
    assert_eq!(form.get("recorded"), "1", "a clerk can only record it");
    let nobody = form.clone().set("principal", "").send(&clerk).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nobody.body.contains("act-principal-wrong") && nobody.body.contains("请教务处本周内落实。"),
        "{}",
        said(&nobody)
    );
    let leader = test.people["leader"].to_string();
    let form =
        form.set("principal", &leader).set("occurred_on", "2026-10-10").set("owed", &format!("unit:{}", test.unit));
    let form = form.set("owed_due", "2026-10-20");
    let unproven = form.send(&clerk).await;
    assert_eq!(unproven.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unproven.body.contains("扫描件"), "{}", said(&unproven));

    // the scan is received, the form is refused for its day, and the scan need not be sent again
    let wrong =
        form.clone().set("occurred_on", "2026-10-13").send_with(&clerk, &[("evidence", "批示.txt", "原件")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("act-occurred_on-wrong") && wrong.body.contains("批示.txt"), "{}", said(&wrong));
    let again = Form::to(&wrong, &format!("{matter}/instruction")).set("occurred_on", "2026-10-10");
    assert!(!again.get("staged").is_empty());
    done(again, &clerk).await;
    let page = clerk.get(&matter).await;
    for told in ["请教务处本周内落实。", "分管校领导甲", "代录", "录入人：督办室经办人甲", "2026-10-10", "批示.txt"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    // the unit owes an answer
    let desk = contact.get("/").await;
    assert!(desk.body.contains("落实批示并回复"), "{}", desk.body);
    done(opened(&contact, &matter, "instruction-answer").await.set("text", "已落实"), &contact).await;
}

#[tokio::test]
async fn a_matter_that_ran_on_paper_is_adopted() {
    let test = TestApp::new().await;
    let (clerk, head, contact) =
        (test.signed_in("clerk").await, test.signed_in("head").await, test.signed_in("contact").await);
    let page = clerk.get("/adoptions/new").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let form = Form::to(&page, "/adoptions")
        .set("title", "道路修缮")
        .set("content", "修缮南区道路")
        .set("category", "school_meetings")
        .set("lead", &test.unit.to_string())
        .set("number", "督办〔2025〕7号")
        .set("registered_on", "2025-12-02")
        .set("dispatched_on", "2025-12-01")
        .set("due_in_force", "2026-12-10")
        .set("responsible", "单位负责人甲")
        .set("contact", "查无此人")
        .set("telephone", "02759750002");
    let unknown = form.send(&clerk).await;
    assert!(
        unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.body.contains("m-contact-wrong"),
        "{}",
        said(&unknown)
    );
    let form = Form::to(&unknown, "/adoptions").set("contact", "单位联络员甲");
    let wrong = form.send(&clerk).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("m-dispatched_on-wrong"),
        "{}",
        said(&wrong)
    );
    let form = Form::to(&wrong, "/adoptions").set("dispatched_on", "2025-12-03");
    let matter = done(form, &clerk).await.location().to_owned();
    done(opened(&head, &matter, "adoption-confirmation").await, &head).await;
    let page = contact.get(&matter).await;
    assert!(
        page.body.contains("督办〔2025〕7号") && page.body.contains("补录") && page.body.contains("待签收"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_program_makes_a_matter_with_a_token() {
    let test = TestApp::new().await;
    let program = test.with_token("clerk", false).await;
    let unit = test.unit.to_string();
    let fields = [("title", "程序新建"), ("content", "内容"), ("category", "other"), ("lead", unit.as_str())];
    let made = program.post_raw("/matters", &fields, &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    assert!(made.location().starts_with("/matters/0"), "{}", made.location());
    let refused = program.post_raw("/matters", &[("title", "")], &[("accept", "application/json")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let preview = program.get("/matters/limit-preview?limit=working_days").await;
    assert!(preview.body.contains("按今日交办测算") && preview.body.contains("2026年10月"), "{}", preview.body);
    assert!(
        program.get("/matters/limit-preview?limit=explicit&due=2026-09-01").await.body.contains("办结日期要晚于今天")
    );
}

#[tokio::test]
async fn a_form_with_a_file_that_is_sent_twice_acts_once() {
    let test = TestApp::new().await;
    let clerk = test.signed_in("clerk").await;
    let matter = new_matter(&test, &clerk).await;
    let page = clerk.get(&matter).await;
    let form = Form::to(&page, &format!("{matter}/attachments")).set("label", "会议纪要");
    let files = [("file", "纪要.txt", "常委会纪要")];
    let (one, two) = (form.send_with(&clerk, &files).await, form.send_with(&clerk, &files).await);
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", said(&two));
    let page = clerk.get(&matter).await;
    assert_eq!(page.body.matches(">纪要.txt<").count(), 2, "in the timeline and among the attachments: {}", page.body);
    let empty = form.set("command_id", "01930000-0000-7000-8000-00000000cc01").send(&clerk).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("att-file-wrong"), "{}", said(&empty));
}

#[tokio::test]
async fn every_act_has_an_address_and_says_why_not() {
    let test = TestApp::new().await;
    let (clerk, contact) = (test.signed_in("clerk").await, test.signed_in("contact").await);
    let matter = under_way(&test, &clerk, &contact).await;
    for kind in domain::matter::CommandKind::ALL {
        for visitor in [&clerk, &contact] {
            let page = visitor.get(&format!("{matter}/{}", kind.code())).await;
            assert!(
                !page.status.is_server_error() && page.status != StatusCode::NOT_FOUND,
                "{kind:?}: {}",
                page.status
            );
        }
        let sent = contact.post(&format!("{matter}/{}", kind.code()), &[]).await;
        assert!(sent.status.is_client_error() || sent.status == StatusCode::SEE_OTHER, "{kind:?}: {}", sent.status);
    }
    assert_eq!(clerk.get(&format!("{matter}/nonsense")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/matters/nonsense").await.status, StatusCode::NOT_FOUND);
}
