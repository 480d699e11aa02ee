//! Mail by its rules (digest, quiet hours, so many a day, nothing that is settled), and nothing lost while a server is away. The
//! last test hands its letters to a real mail server.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::sync::{Arc, Mutex};

use app::{
    Act, Actor, Denied, Request,
    jobs::{Delivered, Job, Post},
    messages::{About, Choice, Manner},
    person_scope,
};
use channels::{
    Channel, Failure, Letter, Mail, MailAccount, Sending,
    testing::{Manner as Speaking, TestServer},
};
use domain::{
    institution::{InstitutionCommand, Role},
    matter::Command,
    value::{Day, PersonId},
};
use jiff::{
    Timestamp,
    civil::{Time, date, time},
    tz::{TimeZone, offset},
};
use school::{
    School, open, sections, text,
    told::{lines, remind_all},
};
use store::testing::TestDatabase;

/// Keeps what it is given, or fails as it was told.
#[derive(Default)]
struct Fake {
    letters: Mutex<Vec<Letter>>,
    fails: Mutex<Option<Failure>>,
    tried: Mutex<u32>,
}

impl Fake {
    fn fails(&self, failure: Option<Failure>) {
        *self.fails.lock().unwrap() = failure;
    }

    fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }

    fn tried(&self) -> u32 {
        std::mem::take(&mut self.tried.lock().unwrap())
    }
}

impl Channel for Fake {
    fn send<'c>(&'c self, letter: &'c Letter) -> Sending<'c> {
        Box::pin(async move {
            *self.tried.lock().unwrap() += 1;
            if let Some(failure) = self.fails.lock().unwrap().clone() {
                return Err(failure);
            }
            self.letters.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }

    fn check(&self) -> Sending<'_> {
        Box::pin(async { Ok(()) })
    }
}

struct Posted {
    school: School,
    mail: Arc<Fake>,
}

const ORIGIN: &str = "https://duban.example.edu.cn";

/// Everybody has an address, but for the head of 后勤.
async fn with_mail(database: TestDatabase) -> Posted {
    let school = School::on(database).await;
    addresses(&school).await;
    let mail = Arc::new(Fake::default());
    school.app.send_by(Post { mail: mail.clone(), origin: ORIGIN.to_owned() });
    Posted { school, mail }
}

async fn addresses(school: &School) {
    for (n, person) in school.everybody().into_iter().enumerate().filter(|(_, p)| *p != school.houqin_head) {
        let mut request = Request::new(school.app.fresh_id());
        let mail = Some(request.seal(person_scope(person), &format!("p{n}@hbut.edu.cn")));
        let request = request.act(Act::Institution(InstitutionCommand::SetMail { person, mail }));
        school.app.execute(&Actor::person(person), request).await.unwrap();
    }
}

fn address(school: &School, person: PersonId) -> String {
    let n = school.everybody().iter().position(|one| *one == person).unwrap();
    format!("p{n}@hbut.edu.cn")
}

fn at(day: Day, at: Time) -> Timestamp {
    TimeZone::fixed(offset(8)).to_timestamp(day.to_datetime(at)).unwrap()
}

impl Posted {
    fn clock(&self, day: Day, hour: i8, minute: i8) {
        self.school.clock.set(at(day, time(hour, minute, 0, 0)));
    }

    async fn round(&self) -> Delivered {
        self.school.app.deliver().await.unwrap()
    }

    /// Letters of one round, by address.
    async fn letters(&self) -> Vec<Letter> {
        self.round().await;
        let mut letters = self.mail.taken();
        letters.sort_by(|a, b| a.to.cmp(&b.to));
        letters
    }

    async fn to(&self, person: PersonId) -> Vec<Letter> {
        let address = address(&self.school, person);
        self.letters().await.into_iter().filter(|letter| letter.to == address).collect()
    }

    async fn choose(&self, person: PersonId, choice: Choice) {
        self.school.app.set_contact_choice(&Actor::person(person), choice).await.unwrap();
    }

    /// Queued, not yet sent.
    async fn waiting(&self) -> i64 {
        self.school.app.store().read(|sql| store::outbox::load(sql)).await.unwrap().waiting
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_digest_a_person_and_working_day() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    // Tuesday, ten in the morning
    for name in ["教室设备检修", "实验室安全整改"] {
        s.under_way(name).await;
    }
    assert!(p.letters().await.is_empty(), "nothing before the morning");
    p.clock(date(2026, 9, 2), 7, 59);
    assert!(p.letters().await.is_empty());
    p.clock(date(2026, 9, 2), 8, 0);
    let letters = p.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    let mut once = to.clone();
    once.dedup();
    assert_eq!(to, once, "one each");
    let mine = address(s, s.jiaowu_contact);
    let letter = letters.iter().find(|letter| letter.to == mine).unwrap();
    assert_eq!(letter.subject, "督办：请您办理 2 条");
    for words in ["教室设备检修", "实验室安全整改", "督办〔2026〕1号", "督办〔2026〕2号", &format!("{ORIGIN}/inbox/")]
    {
        assert!(letter.text.contains(words) && letter.html.contains(words), "{words}: {}", letter.text);
    }
    assert!(letter.text.starts_with("教务联络员（测试）：\n"), "{}", letter.text);
    assert!(!letter.text.contains("检修 120 间教室"), "no more than number, title, what is owed and the link");
    assert!(letters.iter().all(|letter| letter.to.ends_with("@hbut.edu.cn")));
    assert!(p.letters().await.is_empty(), "once");
    assert_eq!(p.waiting().await, 0, "nobody without an address blocks anything");

    // Friday evening's waits for Monday.
    p.clock(date(2026, 9, 4), 17, 0);
    s.under_way("周五下午的事项").await;
    for (day, hour) in [(date(2026, 9, 4), 18), (date(2026, 9, 5), 9), (date(2026, 9, 6), 12), (date(2026, 9, 7), 7)] {
        p.clock(day, hour, 50);
        assert!(p.letters().await.is_empty(), "{day} {hour}");
    }
    p.clock(date(2026, 9, 7), 8, 1);
    assert_eq!(p.to(s.jiaowu_head).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urging_goes_out_at_once_but_not_at_night() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    let id = s.under_way("教室设备检修").await;
    p.clock(date(2026, 9, 28), 21, 0);
    p.round().await;
    p.mail.taken();
    let urge = Command::Urge {
        due: date(2026, 10, 9), text: text("请抓紧办结"), reason: Some(text("电话提醒无效"))
    };
    s.must(s.office_head, id, urge).await;
    assert!(p.letters().await.is_empty(), "quiet hours");
    p.clock(date(2026, 9, 29), 7, 29);
    assert!(p.letters().await.is_empty());
    p.clock(date(2026, 9, 29), 7, 30);
    let letters = p.letters().await;
    let head = letters.iter().find(|letter| letter.to == address(s, s.jiaowu_head)).expect("before the digest");
    assert!(head.subject.starts_with("督办催办：督办〔2026〕1号 催办：请于2026年10月9日前"), "{}", head.subject);
    let leader = letters.iter().find(|letter| letter.to == address(s, s.leader)).expect("R4.5c: the leader is told");
    assert!(leader.text.contains("已对本事项发出催办单"), "{}", leader.text);
    assert!(letters.iter().all(|letter| !letter.text.contains("请抓紧办结")), "never the text");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_chose() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    p.choose(s.jiaowu_head, Choice { owes: Manner::AtOnce, ..Choice::default() }).await;
    p.choose(s.jiaowu_contact, Choice { owes: Manner::Off, told: Manner::Off, reminders: Manner::Off }).await;
    assert_eq!(s.app.contact_choice(&Actor::person(s.jiaowu_head)).await.unwrap().owes, Manner::AtOnce);
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("教室设备检修")).await;
    s.must(s.clerk, id, Command::Register).await;
    s.must(s.clerk, id, s.dispatch().await).await;
    let letters = p.letters().await;
    assert_eq!(letters.iter().map(|letter| letter.to.clone()).collect::<Vec<_>>(), [address(s, s.jiaowu_head)]);
    p.clock(date(2026, 9, 2), 9, 0);
    assert!(p.to(s.jiaowu_contact).await.is_empty(), "off");
    assert_eq!(lines(s, s.jiaowu_contact).await.len(), 1, "the inbox cannot be switched off");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_exceeds_the_cap_joins_the_next_digest() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    p.choose(s.jiaowu_head, Choice { owes: Manner::AtOnce, ..Choice::default() }).await;
    let mut got = 0;
    for n in 0..8 {
        let id = s.fresh_matter();
        s.must(s.clerk, id, s.propose(&format!("事项{n}"))).await;
        s.must(s.clerk, id, Command::Register).await;
        s.must(s.clerk, id, s.dispatch().await).await;
        got += p.to(s.jiaowu_head).await.len();
    }
    assert_eq!(got, 5);
    p.clock(date(2026, 9, 2), 8, 0);
    let digest = p.to(s.jiaowu_head).await;
    assert_eq!(digest.len(), 1);
    assert!((5..8).all(|n| digest[0].text.contains(&format!("事项{n}"))), "{}", digest[0].text);
    assert!(!digest[0].text.contains("事项4"), "{}", digest[0].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_asleep_is_one_letter_without_what_was_settled() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    let settled = s.under_way("已经签收的事项").await;
    s.must(s.houqin_head, settled, Command::Sign { unit: s.houqin }).await;
    let mut open = Vec::new();
    for (day, name) in [(2, "第二天的事项"), (3, "第三天的事项"), (7, "第七天的事项")] {
        p.clock(date(2026, 9, day), 10, 0);
        open.push(s.under_way(name).await);
        remind_all(&s.app, open[0], date(2026, 9, day)).await;
    }
    s.must(s.jiaowu_head, settled, sections()).await;
    // No job ran until Wednesday afternoon of the next week.
    p.clock(date(2026, 9, 9), 14, 0);
    let letters = p.to(s.jiaowu_contact).await;
    assert_eq!(letters.len(), 1);
    let text = &letters[0].text;
    assert!(!text.contains("已经签收的事项"), "its report is handed in: {text}");
    assert!(["第二天的事项", "第三天的事项", "第七天的事项"].iter().all(|name| text.contains(name)), "{text}");
    assert_eq!(text.matches("第二天的事项").count(), 1, "three reminders of one duty are one line: {text}");
    assert!(p.to(s.jiaowu_contact).await.is_empty());
    assert_eq!(p.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_costs_one_try_and_loses_nothing() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    s.under_way("教室设备检修").await;
    p.mail.fails(Some(Failure::Unreachable("没有应答".to_owned())));
    p.clock(date(2026, 9, 2), 8, 0);
    assert_eq!(p.round().await.failed, 1);
    assert_eq!(p.mail.tried(), 1, "the round ends");
    for minute in 1..5 {
        p.clock(date(2026, 9, 2), 8, minute);
        p.round().await;
    }
    assert_eq!(p.waiting().await, 2, "those with an address wait");
    assert!(p.mail.tried() >= 2, "and are tried again");
    p.mail.fails(None);
    p.clock(date(2026, 9, 2), 10, 0);
    let letters = p.letters().await;
    let to: Vec<String> = letters.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, [address(s, s.jiaowu_head), address(s, s.jiaowu_contact)], "nothing lost, nothing twice");
    assert_eq!(p.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_delivered_is_shown_to_the_operator_and_sent_again() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    s.under_way("教室设备检修").await;
    p.clock(date(2026, 9, 2), 8, 0);
    p.mail.fails(Some(Failure::Permanent("没有此人".to_owned())));
    p.round().await;
    let tried = p.mail.tried();
    assert!(tried >= 2, "the others are tried: {tried}");
    let admin = Actor::system("test");
    let state = s.app.mail_state(&admin).await.unwrap();
    assert_eq!((state.waiting, state.is_on), (0, true));
    assert!(
        state.dead >= 2
            && state.undelivered.iter().any(|one| one.person == "教务处长（测试）" && one.why == "不能送达：没有此人")
    );
    assert!(matches!(s.app.mail_state(&Actor::person(s.clerk)).await, Err(Denied::NotFound)), "not for everybody");
    assert!(matches!(s.app.resend(&Actor::person(s.clerk), None).await, Err(Denied::NotFound)));
    p.mail.fails(None);
    let one = state.undelivered.iter().find(|one| one.person == "教务处长（测试）").unwrap().id;
    assert_eq!(s.app.resend(&admin, Some(one)).await.unwrap(), 1);
    assert_eq!(s.app.resend(&admin, Some(one)).await.unwrap(), 0, "once");
    assert_eq!(p.to(s.jiaowu_head).await.len(), 1);
    assert_eq!(s.app.resend(&admin, None).await.unwrap(), state.dead - 1);
    assert!(!p.letters().await.is_empty());
    assert_eq!(s.app.mail_state(&admin).await.unwrap().dead, 0);
}

/// Temporary failures end too: after the last try the message is the operator's.
#[tokio::test(flavor = "multi_thread")]
async fn after_two_days_without_a_server_a_message_is_given_up() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    p.choose(s.jiaowu_head, Choice { owes: Manner::AtOnce, ..Choice::default() }).await;
    for person in s.everybody().into_iter().filter(|person| *person != s.jiaowu_head) {
        p.choose(person, Choice { owes: Manner::Off, told: Manner::Off, reminders: Manner::Off }).await;
    }
    s.under_way("教室设备检修").await;
    p.mail.fails(Some(Failure::Unreachable("没有应答".to_owned())));
    let mut hours = 0;
    while s.app.mail_state(&Actor::system("test")).await.unwrap().dead == 0 {
        hours += 1;
        assert!(hours < 24 * 14, "it is given up at last");
        s.clock.advance(jiff::SignedDuration::from_hours(1));
        p.round().await;
    }
    assert!(hours > 48, "{hours}");
    assert_eq!(p.waiting().await, 0);
    p.mail.fails(None);
    assert_eq!(s.app.resend(&Actor::system("test"), None).await.unwrap(), 1);
}

/// Two processes, whose jobs run at the same time: each letter goes out once.
#[tokio::test(flavor = "multi_thread")]
async fn two_instances_send_a_letter_once() {
    let p = with_mail(TestDatabase::postgres()).await;
    let s = &p.school;
    for n in 0..4 {
        s.under_way(&format!("事项{n}")).await;
        let draft = s.fresh_matter();
        s.must(s.clerk, draft, s.propose(&format!("草稿{n}"))).await;
        s.must(s.clerk, draft, Command::Submit { leaders: vec![s.leader], text: None }).await;
    }
    let second = open(&s.database, s.clock.clone());
    second.send_by(Post { mail: p.mail.clone(), origin: ORIGIN.to_owned() });
    p.clock(date(2026, 9, 2), 8, 0);
    let runs = [s.app.clone(), second.clone(), s.app.clone(), second];
    let rounds: Vec<_> = runs.map(|app| tokio::spawn(async move { app.run_job(Job::Deliver).await })).into();
    for round in rounds {
        round.await.unwrap().unwrap();
    }
    let mut to: Vec<String> = p.mail.taken().into_iter().map(|letter| letter.to).collect();
    let all = to.len();
    to.sort();
    to.dedup();
    let wanted = [s.leader, s.jiaowu_head, s.jiaowu_contact].map(|person| address(s, person));
    assert!(all == to.len() && wanted.iter().all(|one| to.contains(one)), "{all} letters to {to:?}");
}

/// The process ended after the server had taken the letter: it is sent again under the same name.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_sent_twice_has_one_id() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    s.under_way("教室设备检修").await;
    p.clock(date(2026, 9, 2), 8, 0);
    let first = p.to(s.jiaowu_head).await;
    let recipient = s.jiaowu_head.to_string();
    s.app
        .store()
        .write(move |tx| {
            use store::Sql;
            tx.execute("update outbox set state = 0, ended_at = null where recipient = $1", &store::args![recipient])
        })
        .await
        .unwrap();
    p.clock(date(2026, 9, 2), 8, 6);
    let again = p.to(s.jiaowu_head).await;
    assert_eq!((first.len(), again.len()), (1, 1));
    assert_eq!(first[0].id, again[0].id);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_and_without_an_address_everything_stays_in_the_house() {
    let s = School::on(TestDatabase::sqlite()).await;
    s.under_way("教室设备检修").await;
    // another process may know a server: a day is left for that
    assert_eq!(s.app.deliver().await.unwrap(), Delivered::default());
    s.clock.advance(jiff::SignedDuration::from_hours(25));
    let done = s.app.deliver().await.unwrap();
    assert!(done.without > 0 && done.letters == 0, "{done:?}");
    assert_eq!(s.app.deliver().await.unwrap(), Delivered::default());
    assert!(!s.app.mail_state(&Actor::system("test")).await.unwrap().is_on);
    assert_eq!(lines(&s, s.jiaowu_head).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_ones_own_and_lies_sealed() {
    let p = with_mail(TestDatabase::sqlite()).await;
    let s = &p.school;
    let mail = |person, of, typed: &str| {
        let mut request = Request::new(s.app.fresh_id());
        let mail = Some(request.seal(person_scope(of), typed));
        let request = request.act(Act::Institution(InstitutionCommand::SetMail { person: of, mail }));
        let app = s.app.clone();
        async move { app.execute(&Actor::person(person), request).await }
    };
    assert!(mail(s.jiaowu_contact, s.jiaowu_head, "evil@b.cn").await.is_err(), "another's");
    mail(s.clerk, s.jiaowu_head, "chu@hbut.edu.cn").await.expect("the Office keeps the list");
    let seen = async |person| s.app.person(&Actor::person(person), s.jiaowu_head).await.unwrap().mail;
    assert_eq!(seen(s.jiaowu_head).await.as_deref(), Some("chu@hbut.edu.cn"));
    assert_eq!(seen(s.clerk).await.as_deref(), Some("chu@hbut.edu.cn"));
    assert_eq!(seen(s.jiaowu_contact).await, None);
    assert!(s.app.institution().await.unwrap().has_role(s.office_head, Role::OfficeHead, s.app.today()));
    for file in ["data/duban.db", "data/duban.db-wal"] {
        let bytes = std::fs::read(s.database.dir().join(file)).unwrap();
        assert!(!bytes.windows(15).any(|window| window == b"chu@hbut.edu.cn"), "{file}");
    }
}

/// The whole way through a real server, which is away for a while.
#[tokio::test(flavor = "multi_thread")]
async fn letters_reach_a_real_server_that_was_away() {
    let mut server = TestServer::start(Speaking::Plain);
    let s = School::on(TestDatabase::sqlite()).await;
    addresses(&s).await;
    let account = MailAccount { from: "duban@hbut.edu.cn".to_owned(), name: "督办".to_owned(), login: None };
    let mail = Mail::new(&server.url().parse().unwrap(), account, None).unwrap();
    s.app.send_by(Post { mail: Arc::new(mail), origin: ORIGIN.to_owned() });
    let id = s.under_way("南区学生宿舍热水系统改造").await;
    server.stop();
    s.clock.set(at(date(2026, 9, 2), time(8, 0, 0, 0)));
    assert_eq!(s.app.deliver().await.unwrap().failed, 1);
    s.clock.set(at(date(2026, 9, 2), time(8, 30, 0, 0)));
    assert_eq!(s.app.deliver().await.unwrap().letters, 0);
    server.start_again();
    s.clock.set(at(date(2026, 9, 2), time(9, 30, 0, 0)));
    let sent = s.app.deliver().await.unwrap();
    let received = server.received();
    assert_eq!((sent.failed, sent.letters as usize), (0, received.len()));
    let to = address(&s, s.jiaowu_contact);
    let letter = received.iter().find(|letter| letter.addresses("To") == [to.clone()]).expect("delivered");
    assert_eq!(letter.header("X-RcptTo").as_deref(), Some(to.as_str()), "one recipient a letter");
    assert!(letter.subject.starts_with("督办：督办〔2026〕1号 交办：请于2026年9月"), "{}", letter.subject);
    let message = s.app.inbox(&Actor::person(s.jiaowu_contact), None).await.unwrap().lines.pop().unwrap();
    assert!(letter.text.contains("南区学生宿舍热水系统改造"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{ORIGIN}/inbox/{}\n", message.id)), "{}", letter.text);
    assert!(letter.html.contains(&format!("href=\"{ORIGIN}/inbox/{}\"", message.id)), "{}", letter.html);
    assert_eq!(letter.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(letter.header("Date").as_deref(), Some("Wed, 02 Sep 2026 01:30:00 +0000"));
    assert!(letter.header("Message-ID").unwrap().ends_with("@hbut.edu.cn>"));
    assert_eq!(s.app.open_message(&Actor::person(s.jiaowu_contact), message.id).await.unwrap(), About::Matter(id));
}
