//! Letters through a real mail server: what arrives, over which connection, and what is said when it does not.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use channels::{
    Channel, Failure, Letter, Mail, MailAccount,
    testing::{LOGIN, Manner, TestServer},
};
use jiff::Timestamp;

fn account(login: Option<(&str, &str)>) -> MailAccount {
    MailAccount {
        from: "duban@hbut.edu.cn".to_owned(),
        name: "湖北工业大学督办".to_owned(),
        login: login.map(|(user, password)| (user.to_owned(), password.to_owned())),
    }
}

fn mail(server: &TestServer, login: Option<(&str, &str)>, trusted: bool) -> Mail {
    let authority = trusted.then(|| std::fs::read(server.authority()).unwrap());
    Mail::new(&server.url().parse().unwrap(), account(login), authority.as_deref()).unwrap()
}

fn letter(id: &str, to: &str) -> Letter {
    Letter {
        id: id.to_owned(),
        to: to.to_owned(),
        subject:
            "督办：请于2026年10月27日前签收通知单（督办〔2026〕12号）—— 标题长得一行写不下，要折成几行来写的那一种"
                .to_owned(),
        text: "周敏：\n\n一、督办〔2026〕12号\n.单独一个点开头的行\n请于2026年10月27日前签收通知单。\n".to_owned(),
        html: "<p>请于2026年10月27日前签收通知单。</p>".to_owned(),
        at: "2026-09-28T00:00:05Z".parse::<Timestamp>().unwrap(),
    }
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written() {
    let server = TestServer::start(Manner::Plain);
    let mail = mail(&server, None, false);
    mail.check().await.unwrap();
    let sent = letter("0a1b2c", "zhou.min@hbut.edu.cn");
    mail.send(&sent).await.unwrap();
    mail.send(&sent).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 2);
    for got in &received {
        assert_eq!((got.subject.as_str(), got.text.as_str()), (sent.subject.as_str(), sent.text.as_str()));
        assert_eq!(got.html.trim_end(), sent.html);
        assert_eq!(got.addresses("To"), ["zhou.min@hbut.edu.cn"]);
        assert_eq!(got.addresses("From"), ["duban@hbut.edu.cn"]);
        let header = |name: &str| got.header(name).unwrap_or_default();
        assert_eq!(header("Message-ID"), "<0a1b2c@hbut.edu.cn>", "the same each time");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("Date"), "Mon, 28 Sep 2026 00:00:05 +0000");
        assert!(header("Content-Type").starts_with("multipart/alternative"), "{}", header("Content-Type"));
        assert!(header("Subject").starts_with("=?utf-8?b?"), "{}", header("Subject"));
        assert_eq!(header("X-RcptTo"), "zhou.min@hbut.edu.cn", "one recipient");
    }
}

#[tokio::test]
async fn encryption_and_password() {
    let server = TestServer::start(Manner::StartTlsAndLogin);
    mail(&server, Some(LOGIN), true).send(&letter("1", "a@b.cn")).await.unwrap();
    assert_eq!(server.received().len(), 1);
    for (mail, why) in [
        (
            mail(&server, Some(("duban", "wrong")), true),
            "a wrong password is the operator's to mend, not this letter's end",
        ),
        (mail(&server, Some(LOGIN), false), "a certificate that nobody vouches for"),
        (mail(&server, None, true), "no password"),
    ] {
        let failed = mail.send(&letter("2", "a@b.cn")).await;
        println!("{why}: {failed:?}");
        assert!(matches!(failed, Err(Failure::Unreachable(_))), "{why}: {failed:?}");
    }
    let server = TestServer::start(Manner::Tls);
    mail(&server, None, true).send(&letter("3", "a@b.cn")).await.unwrap();
    assert!(matches!(mail(&server, None, false).check().await, Err(Failure::Unreachable(_))));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_recipient_who_does_not_exist_is_not_tried_again() {
    let server = TestServer::start(Manner::StartTlsAndLogin);
    let mail = mail(&server, Some(LOGIN), true);
    let gone = mail.send(&letter("1", "nobody@hbut.edu.cn")).await.unwrap_err();
    assert!(matches!(gone, Failure::Permanent(_)) && !gone.to_string().contains("nobody@"), "{gone}");
    assert_eq!(gone.to_string(), "不能送达：服务器答复 550：5.1.1 <（收件地址）>: no such user");
    let later = mail.send(&letter("2", "busy@hbut.edu.cn")).await.unwrap_err();
    assert!(matches!(later, Failure::Temporary(_)) && !later.to_string().contains("busy@"), "{later}");
    mail.send(&letter("3", "somebody@hbut.edu.cn")).await.unwrap();
    assert_eq!(server.received().len(), 1);
}

/// Whoever stands in between and takes STARTTLS out of the answer gets no letter.
#[tokio::test]
async fn a_server_without_encryption_gets_nothing_where_it_was_asked_for() {
    let server = TestServer::start(Manner::Plain);
    let asked: String = server.url().replace("?tls=none", "");
    let mail = Mail::new(&asked.parse().unwrap(), account(None), None).unwrap();
    assert!(matches!(mail.send(&letter("1", "a@b.cn")).await, Err(Failure::Unreachable(_))));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_server_that_is_gone_is_unreachable_and_nothing_tells_the_address() {
    let mut server = TestServer::start(Manner::Plain);
    let mail = mail(&server, None, false);
    server.stop();
    let failed = mail.send(&letter("1", "zhou.min@hbut.edu.cn")).await.unwrap_err();
    assert!(matches!(failed, Failure::Unreachable(_)), "{failed:?}");
    assert!(!failed.to_string().contains("zhou.min"), "{failed}");
    assert_eq!(mail.check().await.unwrap_err().to_string(), "连不上：服务器没有运行，或拒绝连接");
    server.start_again();
    mail.send(&letter("1", "zhou.min@hbut.edu.cn")).await.unwrap();
    assert_eq!(server.received().len(), 1);
}
