//! 站内消息 and 个人设置 through their pages; what the system administrator sees of mail.

use std::sync::Arc;

use app::{Actor, Request, jobs::Post};
use axum::http::StatusCode;
use channels::{Channel, Failure, Letter, Sending};
use domain::{
    matter::{Category, Command, LimitRule, Proposal, Source, SourceKind},
    value::{MatterId, Text, Title},
};

use crate::support::{TestApp, Visitor};

const COMMAND: &str = "01930000-0000-7000-8000-00000000cc01";

/// A draft by the clerk: the head of the Office is to settle it, and hears of it.
async fn draft(test: &TestApp, name: &str) -> MatterId {
    // Messages of one instant have no order of their own.
    test.clock.advance(jiff::SignedDuration::from_secs(1));
    let id = MatterId(test.app.fresh_id());
    let text = |words: &str| Text::parse("文字", words).unwrap();
    let proposal = Proposal {
        title: Title::parse("标题", name).unwrap(),
        content: text("内容"),
        requirements: Some(text("要求")),
        target: Some(text("目标")),
        category: Category::SchoolMeetings,
        source: Source {
            kind: SourceKind::Meeting,
            organ: None,
            number: None,
            date: None,
            clause: None,
            reply_by: None,
            petitioner: None,
        },
        lead_unit: Some(test.unit),
        co_units: vec![],
        limit: LimitRule::Standard,
        major: false,
        complex: false,
        ongoing: false,
        leader: None,
    };
    let command = Command::Propose { proposal: Box::new(proposal), group: None };
    let clerk = Actor::person(test.people["clerk"]);
    test.app.execute(&clerk, Request::matter(test.app.fresh_id(), id, command)).await.expect("the draft");
    id
}

fn links(page: &str) -> Vec<String> {
    page.split('"').filter(|part| part.starts_with("/inbox/0")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_message_is_counted_read_and_leads_to_its_matter() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    let empty = head.get("/inbox").await;
    assert!(empty.body.contains("还没有消息") && !empty.body.contains("条未读"), "{}", empty.body);
    let id = draft(&test, "南区<b>热水</b>改造").await;
    let other = draft(&test, "实验室整改").await;
    let desk = head.get("/").await;
    assert!(
        desk.body.contains("<span class=\"unread\">2</span><span class=\"visually-hidden\">条未读</span>"),
        "{}",
        desk.body
    );
    let page = head.get("/inbox").await;
    assert_eq!(page.body.matches(">未读<").count(), 2, "in words, not by colour alone");
    assert!(
        page.body.contains("提出拟办意见：请于2026年") && page.body.contains("南区&#60;b&#62;热水"),
        "{}",
        page.body
    );
    let links = links(&page.body);
    let opened = head.get(&links[1]).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, format!("/matters/{id}").as_str()));
    assert_eq!(head.get("/inbox").await.body.matches(">未读<").count(), 1, "the latest first");
    assert_eq!(head.get(&links[0]).await.location(), format!("/matters/{other}"));
    assert!(!head.get("/").await.body.contains("条未读"));

    // Another's message is not found; a stranger signs in first and is led on.
    let contact = test.signed_in("contact").await;
    assert_eq!(contact.get(&links[0]).await.status, StatusCode::NOT_FOUND);
    let stranger = test.stranger().get(&links[0]).await;
    assert_eq!(stranger.location(), format!("/sign-in?next={}", links[0].replace('/', "%2F")));
    assert_eq!(head.get("/inbox/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn all_are_marked_but_what_comes_meanwhile_stays_unread() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    draft(&test, "甲").await;
    let page = head.get("/inbox").await;
    let until = page.hidden("until");
    test.clock.advance(jiff::SignedDuration::from_secs(5));
    draft(&test, "乙").await;
    let read = head.post("/inbox/read", &[("until", &until)]).await;
    assert_eq!((read.status, read.location()), (StatusCode::SEE_OTHER, "/inbox"), "{}", read.body);
    let page = head.get("/inbox").await;
    assert_eq!(page.body.matches(">未读<").count(), 1, "{}", page.body);
    assert_eq!(head.post("/inbox/read", &[("until", "soon")]).await.status, StatusCode::BAD_REQUEST);
    let forged = Visitor { csrf: "x".to_owned(), ..test.signed_in("head").await };
    assert_eq!(forged.post("/inbox/read", &[("until", &until)]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_long_inbox_has_pages() {
    let test = TestApp::new().await;
    let head = test.signed_in("head").await;
    for n in 0..33 {
        draft(&test, &format!("事项{n}")).await;
    }
    let first = head.get("/inbox").await;
    assert_eq!(links(&first.body).len(), 30);
    let earlier = first.body.split('"').find(|part| part.starts_with("/inbox?after=")).unwrap().to_owned();
    let second = head.get(&earlier).await;
    assert_eq!(links(&second.body).len(), 3);
    assert!(second.body.contains("事项0<") && second.body.contains("href=\"/inbox\">回到最新"), "{}", second.body);
    assert_eq!(head.get("/inbox?after=nonsense").await.status, StatusCode::OK);
}

#[tokio::test]
async fn ones_own_address_and_choices() {
    let test = TestApp::new().await;
    let contact = test.signed_in("contact").await;
    let page = contact.get("/preferences").await;
    assert!(
        page.body.contains("系统目前没有设置邮件服务器") && page.body.contains("工作日 08:00 起发出"),
        "{}",
        page.body
    );
    let wrong = contact.post("/preferences/mail", &[("command_id", COMMAND), ("mail", "zhou@hbut")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("不像电子邮箱地址") && wrong.body.contains("value=\"zhou@hbut\""), "{}", wrong.body);
    let command = page.hidden("command_id");
    let saved = contact.post("/preferences/mail", &[("command_id", &command), ("mail", " zhou@hbut.edu.cn ")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(contact.get("/preferences").await.body.contains("value=\"zhou@hbut.edu.cn\""));

    // Those who keep the list see and change it; the security administrator does not see it.
    let person = format!("/people/{}", test.people["contact"]);
    let clerk = test.signed_in("clerk").await;
    let seen = clerk.get(&person).await;
    assert!(seen.body.contains("value=\"zhou@hbut.edu.cn\""), "{}", seen.body);
    assert!(!test.signed_in("security").await.get(&person).await.body.contains("zhou@hbut"));
    let unit = test.unit.to_string();
    let fields = |command: &'static str, mail: &'static str| {
        [
            ("command_id", command),
            ("name", "周敏"),
            ("unit", unit.as_str()),
            ("post", ""),
            ("telephone", ""),
            ("mail", mail),
            ("left_on", ""),
        ]
    };
    let wrong = clerk.post(&person, &fields("01930000-0000-7000-8000-00000000cc02", "a@b.cn, c@d.cn")).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("rec-mail-wrong"),
        "{}",
        wrong.body
    );
    let changed = clerk.post(&person, &fields("01930000-0000-7000-8000-00000000cc03", "min@hbut.edu.cn")).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    assert!(contact.get("/preferences").await.body.contains("value=\"min@hbut.edu.cn\""));

    let chosen = [("owes", "at_once"), ("told", "off"), ("reminders", "digest")];
    assert_eq!(contact.post("/preferences/messages", &chosen).await.status, StatusCode::SEE_OTHER);
    let page = contact.get("/preferences").await.body;
    for (name, value) in chosen {
        assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\" checked")), "{name}: {page}");
    }
    let bad = [("owes", "never"), ("told", "off"), ("reminders", "digest")];
    assert_eq!(contact.post("/preferences/messages", &bad).await.status, StatusCode::BAD_REQUEST);
    let program = test.with_token("contact", false).await;
    assert_eq!(program.get("/preferences").await.status, StatusCode::FORBIDDEN, "in person");
}

/// A server that knows nobody.
struct Refusing;

impl Channel for Refusing {
    fn send<'c>(&'c self, _: &'c Letter) -> Sending<'c> {
        Box::pin(async { Err(Failure::Permanent("没有此人".to_owned())) })
    }

    fn check(&self) -> Sending<'_> {
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn the_system_administrator_sees_what_was_not_delivered_and_not_what_it_said() {
    let test = TestApp::new().await;
    let system = test.signed_in("system").await;
    assert!(system.get("/settings/mail").await.body.contains("没有设置邮件服务器"));
    assert!(system.get("/settings").await.body.contains("href=\"/settings/mail\""));
    assert!(!test.signed_in("head").await.get("/settings").await.body.contains("/settings/mail"));
    test.app.send_by(Post { mail: Arc::new(Refusing), origin: String::new() });
    let head = test.signed_in("head").await;
    let address = [("command_id", COMMAND), ("mail", "head@hbut.edu.cn")];
    assert_eq!(head.post("/preferences/mail", &address).await.status, StatusCode::SEE_OTHER);
    draft(&test, "南区热水改造").await;
    test.clock.advance(jiff::SignedDuration::from_hours(24));
    test.app.deliver().await.unwrap();
    let system = test.signed_in("system").await;
    let page = system.get("/settings/mail").await;
    assert!(page.body.contains("不能送达：没有此人") && page.body.contains("学校办公室主任甲"), "{}", page.body);
    assert!(!page.body.contains("南区热水改造") && !page.body.contains("head@hbut"), "{}", page.body);
    let id = page.body.split("name=\"id\" value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let again = system.post("/settings/mail/resend", &[("id", &id)]).await;
    assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, "/settings/mail"), "{}", again.body);
    let page = system.get("/settings/mail").await;
    assert!(page.body.contains("没有未能送达的邮件") && page.body.contains("1 条消息等待发送"), "{}", page.body);
    test.app.deliver().await.unwrap();
    assert_eq!(system.post("/settings/mail/resend", &[("id", "")]).await.status, StatusCode::SEE_OTHER);
    assert!(system.get("/settings/mail").await.body.contains("没有未能送达的邮件"));
}
