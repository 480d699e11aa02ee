//! Accounts: the first set-up, signing in and out, throttling, passwords, tokens, and what the security administrator does.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, App, Denied,
    accounts::{AccountState, Founder, SetUp},
};
use domain::institution::Role;
use jiff::SignedDuration;
use school::{School, open};
use store::testing::TestDatabase;

const PASSWORDS: [&str; 4] = ["Qingfeng-7-Zhuliu", "石楠Bridge_81云梦", "correct Horse 4 battery", "vT9#kmw2Lq!x"];

fn form() -> SetUp {
    let founder = |name: &str, login: &str, at: usize| Founder {
        name: name.to_owned(),
        login: login.to_owned(),
        password: PASSWORDS[at].to_owned(),
    };
    SetUp {
        institution: "湖北工业大学".to_owned(),
        office: "学校办公室".to_owned(),
        system_admin: founder("系统甲", "xitong", 0),
        security_admin: founder("安全乙", "anquan", 1),
        auditor: founder("审计丙", "shenji", 2),
        office_head: founder("主任丁", "zhuren", 3),
    }
}

async fn founded() -> (School, App) {
    let s = School::on(TestDatabase::sqlite()).await;
    let link = s.app.make_set_up_link().await.unwrap().unwrap();
    s.app.set_up(link.reveal(), form(), "10.0.0.1", "r1").await.unwrap();
    let app = s.app.clone();
    (s, app)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_set_up_makes_four_people_and_happens_once() {
    let database = TestDatabase::sqlite();
    let clock = std::sync::Arc::new(app::ports::SetClock::on(jiff::civil::date(2026, 9, 1)));
    let app = open(&database, clock.clone());
    let (rules, days) =
        (include_str!("../../../regulation/hubut-2023.toml"), include_str!("../../../regulation/cn-workdays.csv"));
    app.seed(rules, days).await.unwrap();
    app.seed(rules, days).await.unwrap();
    assert!(!app.is_set_up().await.unwrap());
    let old = app.make_set_up_link().await.unwrap().unwrap();
    let link = app.make_set_up_link().await.unwrap().unwrap();
    assert!(!app.set_up_link_holds(old.reveal()).await.unwrap());
    let mut weak = form();
    weak.auditor.password = "12345".to_owned();
    weak.office_head.login = "ＸＩＴＯＮＧ ".to_owned();
    let refused = app.set_up(link.reveal(), weak, "", "").await.unwrap_err();
    let fields: Vec<&str> = refused.refusal().unwrap().fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["auditor_password", "office_head_login"]);
    app.set_up(link.reveal(), form(), "", "").await.unwrap();
    assert!(matches!(app.set_up(link.reveal(), form(), "", "").await, Err(Denied::NotFound)));
    assert!(app.make_set_up_link().await.unwrap().is_none());
    let institution = app.institution().await.unwrap();
    assert_eq!((institution.regulations.len(), institution.people.len(), institution.units.len()), (1, 4, 2));
    assert!(institution.office.is_some() && institution.discipline.is_some());
    let head = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "r").await.unwrap().actor;
    assert!(institution.has_role(head.person_id().unwrap(), Role::OfficeHead, app.today()));
    let bytes = std::fs::read(database.dir().join("data/duban.db-wal")).unwrap();
    assert!(!bytes.windows(12).any(|window| window == &PASSWORDS[3].as_bytes()[..12]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_as_long_as_it_is_used_and_no_longer_than_half_a_day() {
    let (s, app) = founded().await;
    let signed = app.sign_in("ZhuRen ", PASSWORDS[3], "10.0.0.1", "r").await.unwrap();
    let secret = signed.secret.reveal().to_owned();
    let actor = app.session_actor(&secret, "10.0.0.1", "r2", true).await.unwrap().unwrap();
    assert_eq!((actor.who, actor.login.as_deref()), (signed.actor.who, Some("zhuren")));
    assert!(app.form_token_is_right(&actor, &app.form_token(&signed.actor)) && !app.form_token_is_right(&actor, ""));
    for _ in 0..24 {
        s.clock.advance(SignedDuration::from_mins(29));
        assert!(app.session_actor(&secret, "", "", true).await.unwrap().is_some());
    }
    s.clock.advance(SignedDuration::from_mins(25));
    assert!(app.session_actor(&secret, "", "", true).await.unwrap().is_none(), "twelve hours");
    let again = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "r").await.unwrap();
    s.clock.advance(SignedDuration::from_mins(20));
    assert!(app.session_actor(again.secret.reveal(), "", "", false).await.unwrap().is_some());
    s.clock.advance(SignedDuration::from_mins(11));
    assert!(
        app.session_actor(again.secret.reveal(), "", "", true).await.unwrap().is_none(),
        "polling kept nothing alive"
    );
    let admin = app.sign_in("xitong", PASSWORDS[0], "10.0.0.1", "r").await.unwrap();
    s.clock.advance(SignedDuration::from_mins(16));
    assert!(
        app.session_actor(admin.secret.reveal(), "", "", true).await.unwrap().is_none(),
        "三员: a quarter of an hour"
    );
    let last = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "r").await.unwrap();
    app.sign_out(&last.actor).await.unwrap();
    assert!(app.session_actor(last.secret.reveal(), "", "", true).await.unwrap().is_none());
    for nonsense in ["", "x", "é", &"A".repeat(43)] {
        assert!(app.session_actor(nonsense, "", "", true).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_but_a_clean_network_still_gets_in() {
    let (s, app) = founded().await;
    for _ in 0..5 {
        let wrong = app.sign_in("zhuren", "wrong", "10.9.9.9", "").await;
        assert!(matches!(wrong, Err(Denied::Refused { .. })));
    }
    assert!(
        matches!(app.sign_in("zhuren", PASSWORDS[3], "10.9.9.8", "").await, Err(Denied::Throttled(seconds)) if seconds <= 900)
    );
    assert!(app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "").await.is_ok());
    s.clock.advance(SignedDuration::from_mins(16));
    assert!(app.sign_in("zhuren", PASSWORDS[3], "10.9.9.9", "").await.is_ok());
    for n in 0..30 {
        let _ = app.sign_in(&format!("nobody{n}"), "wrong", "10.7.7.7", "").await;
    }
    assert!(matches!(app.sign_in("zhuren", PASSWORDS[3], "10.7.7.7", "").await, Err(Denied::Throttled(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_ends_everything_else() {
    let (_s, app) = founded().await;
    let here = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "").await.unwrap();
    let there = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.2", "").await.unwrap();
    assert_eq!(app.sessions(&here.actor).await.unwrap().len(), 2);
    let token = app.create_token(&here.actor, "报表", true, 30).await.unwrap();
    let by_token = app.token_actor(token.secret.reveal(), "10.0.0.3", "").await.unwrap().unwrap();
    assert!(by_token.read_only && by_token.who == here.actor.who);
    assert!(app.create_token(&by_token, "更多", false, 30).await.is_err(), "a token makes no tokens");
    let request =
        app::Request::institution(app.fresh_id(), domain::institution::InstitutionCommand::Name { name: "x".into() });
    assert!(matches!(app.execute(&by_token, request).await, Err(Denied::ReadOnly)));
    assert!(app.change_password(&here.actor, "wrong", PASSWORDS[0]).await.is_err());
    assert!(app.change_password(&here.actor, PASSWORDS[3], PASSWORDS[3]).await.is_err(), "the same one");
    assert!(app.change_password(&here.actor, PASSWORDS[3], "zhuren-Aa1!!").await.is_err(), "guessable");
    app.change_password(&here.actor, PASSWORDS[3], PASSWORDS[0]).await.unwrap();
    assert!(app.session_actor(here.secret.reveal(), "", "", true).await.unwrap().is_some());
    assert!(app.session_actor(there.secret.reveal(), "", "", true).await.unwrap().is_none());
    assert!(app.token_actor(token.secret.reveal(), "", "").await.unwrap().is_none());
    assert!(app.change_password(&here.actor, PASSWORDS[0], PASSWORDS[3]).await.is_err(), "used before");
    assert!(app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_the_security_administrators_business() {
    let (s, app) = founded().await;
    let security = app.sign_in("anquan", PASSWORDS[1], "10.0.0.1", "").await.unwrap().actor;
    let head = app.sign_in("zhuren", PASSWORDS[3], "10.0.0.1", "").await.unwrap().actor;
    assert!(app.open_account(&head, s.clerk, "clerk").await.is_err());
    assert_eq!(app.account(&head, s.clerk).await.unwrap(), AccountState::None);
    let initial = app.open_account(&security, s.clerk, "clerk").await.unwrap();
    assert!(app.open_account(&security, s.leader, "CLERK").await.is_err(), "taken");
    let signed = app.sign_in("clerk", &initial.password, "10.0.0.4", "").await.unwrap();
    assert!(signed.actor.must_change_password);
    let propose = app::Request::matter(app.fresh_id(), s.fresh_matter(), s.propose("先改口令"));
    assert!(app.execute(&signed.actor, propose).await.is_err());
    app.change_password(&signed.actor, &initial.password, "Lantern-Orbit-77-river").await.unwrap();
    let actor = app.session_actor(signed.secret.reveal(), "", "", true).await.unwrap().unwrap();
    assert!(!actor.must_change_password);
    app.disable_account(&security, s.clerk).await.unwrap();
    assert!(app.session_actor(signed.secret.reveal(), "", "", true).await.unwrap().is_none());
    assert!(app.sign_in("clerk", "Lantern-Orbit-77-river", "10.0.0.4", "").await.is_err());
    assert!(app.disable_account(&security, security.person_id().unwrap()).await.is_err());
    app.enable_account(&security, s.clerk).await.unwrap();
    let reset = app.reset_password(&security, s.clerk).await.unwrap();
    assert!(app.sign_in("clerk", &reset.password, "10.0.0.4", "").await.unwrap().actor.must_change_password);
    let people = app.people(&security, "经办人", 0).await.unwrap().0;
    assert!(
        matches!(&people[0].account, AccountState::Active { login, must_change_password: true } if login == "clerk")
    );
    let seen = app.person(&Actor::person(s.stranger), s.clerk).await.unwrap();
    assert_eq!((seen.account, seen.telephone.as_deref()), (AccountState::None, Some(school::TELEPHONE)));
    let demo = app
        .open_demo_accounts(vec![(s.leader, "leader".into()), (s.principal, "boss".into()), (s.clerk, "c2".into())])
        .await
        .unwrap();
    assert_eq!(demo.len(), 2);
    assert_eq!(app.erase_contact_data(&security, s.clerk).await.unwrap(), 1);
    assert_eq!(app.person(&head, s.clerk).await.unwrap().telephone.as_deref(), Some("已依法删除"));
    assert!(app.may_propose(&head).await.is_ok() && app.may_propose(&security).await.is_err());
    assert!(!app.sign_in("leader", &demo[0].password, "10.0.0.5", "").await.unwrap().actor.must_change_password);
    assert_eq!(app.verify().await.unwrap().faults, Vec::<String>::new());
}
