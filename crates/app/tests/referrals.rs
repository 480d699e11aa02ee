//! 问责移送 (R6): suggested from the record, explained by the unit, approved, signed for by 纪委; every reading leaves a line.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Act, Actor, Denied, Done, Request,
    ask::{AuditQuery, DeskItem, TaskKind},
    messages::Owing,
    referral_scope,
    referrals::Reading,
};
use documents::paper::{Block, Sheet};
use domain::{
    Reason,
    matter::Command,
    referral::{Ground, ReferralCommand as C, ReferralStage},
    value::{MatterId, PersonId, ReferralId, Sealed, UnitId},
};
use jiff::civil::date;
use school::{School, text, told};
use store::testing::TestDatabase;

const WHY: &str = "二次催办的限期已过，仍未办结。";
const EXPLAINED: &str = "设备到货晚，施工窗口少。";

/// Past its limit and urged twice; 2026-10-19.
async fn urged_twice(s: &School) -> MatterId {
    s.day(date(2026, 9, 1));
    let id = s.under_way("教室设备检修").await;
    let urge = |due| Command::Urge { due, text: text("请抓紧办结"), reason: Some(text("电话提醒无效")) };
    s.day(date(2026, 9, 28));
    s.must(s.clerk, id, urge(date(2026, 10, 9))).await;
    s.day(date(2026, 10, 10));
    s.must(s.clerk, id, Command::SettleUrging { urging: 1, done: false, reason: Some(text("仍未办结")) }).await;
    s.must(s.office_head, id, urge(date(2026, 10, 16))).await;
    s.day(date(2026, 10, 19));
    id
}

/// A text of the referral, sealed with the request that is returned.
fn sealing(s: &School, id: ReferralId, words: &str, command: impl FnOnce(Sealed) -> C) -> Request {
    let mut request = Request::new(s.app.fresh_id());
    let sealed = request.seal(referral_scope(id), words);
    request.act(Act::Referral { id, command: command(sealed) })
}

fn propose(s: &School, id: ReferralId, matter: MatterId, unit: UnitId) -> Request {
    sealing(s, id, WHY, |evidence| C::Propose {
        matter,
        unit,
        person: None,
        ground: Ground::LateWithoutReason,
        evidence,
        explain_by: date(2026, 10, 26),
    })
}

async fn sends(s: &School, who: PersonId, request: Request) -> Result<Done, Denied> {
    s.app.execute(&Actor::person(who), request).await
}

async fn does(s: &School, who: PersonId, id: ReferralId, command: C) -> Result<Done, Denied> {
    sends(s, who, Request::new(s.app.fresh_id()).act(Act::Referral { id, command })).await
}

async fn reading(s: &School, who: PersonId, id: ReferralId) -> Option<Reading> {
    match s.app.referral(&Actor::person(who), id).await {
        Ok(view) => Some(view.reading),
        Err(Denied::NotFound) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn tasks(s: &School, who: PersonId) -> Vec<TaskKind> {
    let desk = s.app.desk(&Actor::person(who)).await.unwrap();
    let owed = desk.owed.iter().filter_map(|item| match item {
        DeskItem::Task(task) => Some(task.kind),
        _ => None,
    });
    owed.chain(desk.tasks.iter().map(|task| task.kind)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_from_the_record_over_the_explanation_to_the_discipline_office() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let matter = urged_twice(&s).await;
        let clerk = Actor::person(s.clerk);
        let suggested = s.app.suggested_referrals(&clerk).await.unwrap();
        let found: Vec<_> = suggested.iter().map(|one| (one.matter, one.unit, one.ground)).collect();
        assert_eq!(found, [(matter, s.jiaowu, Ground::LateWithoutReason)]);
        assert!(suggested[0].why.contains("已催办 2 次，仍未办结"), "{suggested:?}");
        assert_eq!(s.app.suggested_referrals(&Actor::person(s.leader)).await.unwrap(), [], "for the Office alone");

        let id = ReferralId(s.app.fresh_id());
        let other =
            sends(&s, s.clerk, propose(&s, ReferralId(s.app.fresh_id()), matter, s.discipline_unit)).await.unwrap_err();
        assert_eq!(other.refusal().unwrap().fields[0].0, "单位", "it never undertook the matter");
        sends(&s, s.clerk, propose(&s, id, matter, s.jiaowu)).await.unwrap();
        assert_eq!(s.app.suggested_referrals(&clerk).await.unwrap(), [], "taken up");

        // Only the request reaches the unit, nothing reaches anybody else.
        for (who, sees) in [
            (s.office_head, Some(Reading::Whole)),
            (s.jiaowu_head, Some(Reading::Request)),
            (s.jiaowu_contact, Some(Reading::Request)),
            (s.houqin_head, None),
            (s.leader, None),
            (s.principal, None),
            (s.discipline, None),
            (s.stranger, None),
        ] {
            assert_eq!(reading(&s, who, id).await, sees, "{who}");
        }
        let request = s.app.referral(&Actor::person(s.jiaowu_head), id).await.unwrap();
        assert_eq!(request.opened(request.referral.evidence.as_ref().unwrap()), "", "the evidence is not opened");
        assert!(matches!(s.app.referral_letter(&Actor::person(s.jiaowu_head), id).await, Err(Denied::NotFound)));
        let line = &told::lines(&s, s.jiaowu_contact).await[0];
        assert!(line.0.contains("说明") && !line.0.contains(WHY), "{line:?}");
        assert_eq!(line.1, Owing::Open { due: date(2026, 10, 26), past: false });
        assert_eq!(tasks(&s, s.jiaowu_head).await, [TaskKind::Explain]);

        let early = does(&s, s.clerk, id, C::RecordLapse).await.unwrap_err();
        assert_eq!(early.refusal().unwrap().reason, Reason::WrongDay);
        sends(&s, s.jiaowu_head, sealing(&s, id, EXPLAINED, |text| C::Explain { text })).await.unwrap();
        assert_eq!(told::lines(&s, s.jiaowu_contact).await[0].1, Owing::Settled);
        assert_eq!(tasks(&s, s.office_head).await, [TaskKind::EndorseReferral]);
        does(&s, s.office_head, id, C::Endorse { text: None }).await.unwrap();
        assert!(tasks(&s, s.leader).await.contains(&TaskKind::ApproveReferral));
        does(&s, s.leader, id, C::Approve { text: None }).await.unwrap();
        assert_eq!(tasks(&s, s.discipline).await, [TaskKind::SignForReferral]);

        let paper = s.app.referral_letter(&Actor::person(s.discipline), id).await.unwrap();
        let Some(Sheet::Official(letter)) = paper.sheets.into_iter().next() else { panic!("no letter") };
        let words: Vec<String> = letter
            .body
            .iter()
            .filter_map(|block| match block {
                Block::Heading(text) | Block::Subheading(text) | Block::Text(text) => Some(text.clone()),
                Block::Table(_) => None,
            })
            .collect();
        let words = words.join("\n");
        for said in [WHY, EXPLAINED, "催办", "不能按时完成督办事项", "教务处"] {
            assert!(words.contains(said), "no {said} in {words}");
        }
        does(&s, s.discipline, id, C::SignFor).await.unwrap();
        sends(&s, s.discipline, sealing(&s, id, "已约谈。", |text| C::GiveOutcome { text })).await.unwrap();
        let view = s.app.referral(&clerk, id).await.unwrap();
        assert_eq!(view.referral.stage, ReferralStage::SignedFor);
        assert_eq!(view.opened(&view.referral.outcome.as_ref().unwrap().1), "已约谈。");
        assert_eq!(reading(&s, s.jiaowu_head, id).await, Some(Reading::Request), "of the outcome it sees nothing");

        let asked = AuditQuery { action: Some("read_referral".to_owned()), ..AuditQuery::default() };
        let lines = s.app.audit_log(&Actor::system("test"), asked).await.unwrap();
        assert!(lines.iter().all(|line| line.object == id.to_string() && line.result == "ok"), "{lines:?}");
        for who in [s.jiaowu_head, s.discipline, s.clerk] {
            assert!(lines.iter().any(|line| line.actor == who.to_string()), "{who} has read it");
        }
        assert!(s.app.verify().await.unwrap().faults.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_says_nothing_does_not_hold_it_up_and_one_with_good_reasons_is_not_referred() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let matter = urged_twice(&s).await;
        let id = ReferralId(s.app.fresh_id());
        sends(&s, s.clerk, propose(&s, id, matter, s.jiaowu)).await.unwrap();
        s.day(date(2026, 10, 27));
        does(&s, s.clerk, id, C::RecordLapse).await.unwrap();
        // Late, but before the head has decided.
        sends(&s, s.jiaowu_head, sealing(&s, id, EXPLAINED, |text| C::Explain { text })).await.unwrap();
        let view = s.app.referral(&Actor::person(s.office_head), id).await.unwrap();
        assert!(view.referral.explanation.as_ref().unwrap().late);
        sends(&s, s.office_head, sealing(&s, id, "说明合理。", |reason| C::Drop { reason })).await.unwrap();
        assert_eq!(reading(&s, s.discipline, id).await, None, "not referred");
        assert_eq!(tasks(&s, s.leader).await.iter().filter(|kind| **kind == TaskKind::ApproveReferral).count(), 0);
        let lines = s.app.referrals(&Actor::person(s.clerk)).await.unwrap();
        assert_eq!(lines[0].referral.stage, ReferralStage::Dropped);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_discipline_office_opens_a_file_of_its_own_which_nobody_else_reads() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let copied = urged_twice(&s).await;
        let unseen = s.under_way("实验室安全检查").await;
        let open = |matter, unit| C::OpenFile { matter, unit, ground: Ground::Untruthful };
        let other = does(&s, s.discipline, ReferralId(s.app.fresh_id()), open(unseen, s.jiaowu)).await.unwrap_err();
        assert!(matches!(other, Denied::NotFound), "it has not come to it: {other}");
        let id = ReferralId(s.app.fresh_id());
        does(&s, s.discipline, id, open(copied, s.jiaowu)).await.unwrap();
        assert_eq!(reading(&s, s.discipline, id).await, Some(Reading::Whole));
        for who in [s.clerk, s.office_head, s.leader, s.principal, s.jiaowu_head] {
            assert_eq!(reading(&s, who, id).await, None, "{who}");
        }
        assert!(s.app.referral_letter(&Actor::person(s.discipline), id).await.is_ok());
    }
}
