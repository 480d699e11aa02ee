//! 统计: what is recorded late is told apart, and nobody's figures go further than they may see.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Circumstances, Denied,
    ask::{By, Figure, Month, StatisticsQuery},
};
use domain::{
    Evidence,
    matter::{Command, Measure},
    value::PersonId,
};
use jiff::civil::date;
use school::{School, accept, sections, text};
use store::{Sql, testing::TestDatabase};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn of(from: &str, to: &str) -> StatisticsQuery {
    StatisticsQuery {
        from: month(from),
        to: month(to),
        by: By::Unit,
        unit: None,
        category: None,
        leader: None,
        person: None,
    }
}

async fn total(s: &School, who: PersonId, query: StatisticsQuery, measure: Measure) -> Figure {
    s.app.statistics(&Actor::person(who), query).await.unwrap().total.of(measure)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_after_a_period_is_told_apart() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("补记").await;
        let september = of("2026-09", "2026-09");
        s.day(date(2026, 9, 30));
        let before = total(&s, s.clerk, september, Measure::OnHand).await;
        assert_eq!(before, Figure { then: 1, later: 0 });
        // the report came on paper in September, and is written down in October
        s.day(date(2026, 10, 12));
        let on_paper = Circumstances {
            occurred_on: Some(date(2026, 9, 29)),
            evidence: Some(Evidence::CallNote(text("负责人电话报告，原件后补"))),
            ..Circumstances::default()
        };
        s.must_under(s.jiaowu_head, id, on_paper.clone(), sections()).await;
        let accepted = Circumstances { occurred_on: Some(date(2026, 9, 30)), ..on_paper };
        s.must_under(s.clerk, id, accepted, accept(1)).await;
        assert_eq!(total(&s, s.clerk, september, Measure::OnHand).await, Figure { then: 1, later: -1 });
        assert_eq!(total(&s, s.clerk, september, Measure::ClosedLate).await, Figure { then: 0, later: 1 });
        let quarter = of("2026-07", "2026-12");
        assert_eq!(total(&s, s.clerk, quarter, Measure::OnHand).await, Figure::default());
        let list =
            s.app.counted_matters(&Actor::person(s.clerk), september, Measure::ClosedLate, false, 0).await.unwrap();
        assert_eq!(list.rows[0].recorded_later, Some(date(2026, 10, 12)));
        assert_eq!((list.total, list.unnamed), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_passes_on_the_day_after_it_and_never_before() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("到期").await;
        let due = s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter.running_limit().unwrap().due;
        let this = of("2026-09", "2026-09");
        s.day(due);
        assert_eq!(total(&s, s.clerk, this, Measure::Overdue).await.now(), 0);
        assert_eq!(total(&s, s.clerk, this, Measure::LimitPassed).await.now(), 0);
        s.day(due.tomorrow().unwrap());
        assert_eq!(total(&s, s.clerk, this, Measure::Overdue).await.now(), 1);
        assert_eq!(total(&s, s.clerk, this, Measure::LimitPassed).await.now(), 1);
        let list = s.app.counted_matters(&Actor::person(s.clerk), this, Measure::Overdue, false, 0).await.unwrap();
        assert_eq!(list.rows[0].on, due.tomorrow().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_go_as_far_as_their_reader() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.under_way("各看各的").await;
        let this = of("2026-09", "2026-09");
        for all in [s.clerk, s.office_head, s.principal, s.leader] {
            assert_eq!(total(&s, all, this, Measure::OnHand).await.now(), 1);
        }
        let own = s.app.statistics(&Actor::person(s.jiaowu_head), this).await.unwrap();
        assert_eq!(own.rows.len(), 1);
        assert_eq!(own.rows[0].key, s.jiaowu.to_string());
        for nobody in [s.stranger, s.discipline] {
            assert!(matches!(s.app.statistics(&Actor::person(nobody), this).await, Err(Denied::NotFound)));
        }
        // a co-unit's own figures: it leads nothing
        let joined = s.app.statistics(&Actor::person(s.houqin_head), this).await.unwrap();
        assert_eq!(joined.total.of(Measure::OnHand).now(), 0);
        let list = s.app.counted_matters(&Actor::person(s.jiaowu_head), this, Measure::OnHand, false, 0).await.unwrap();
        assert_eq!(list.rows.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_that_were_tampered_with_are_found_and_mended() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.under_way("合计").await;
        s.must(s.clerk, s.fresh_matter(), Command::Propose { proposal: Box::new(s.proposal("另一件")), group: None })
            .await;
        let tamper = "update tally set n = n + 3 where measure = 'on_hand'";
        s.app.store().write(|tx| tx.execute(tamper, &[]).map_err(Denied::from)).await.unwrap();
        let faults = s.app.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains("统计与记录不符")), "{faults:?}");
        assert!(s.app.rebuild().await.unwrap().mended > 0);
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        assert_eq!(total(&s, s.clerk, of("2026-09", "2026-09"), Measure::OnHand).await.now(), 1);
    }
}
