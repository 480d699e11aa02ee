//! R6: a referral goes from ground and explanation over head and leader to 纪委, and nobody approves their own.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{Reason, Refusal, Stamp, Who, referral::*, value::ReferralId};
use uuid::Uuid;

struct File {
    story: Story,
    referral: Referral,
}

impl File {
    fn ask(&self, who: domain::value::PersonId, command: ReferralCommand) -> Result<Vec<ReferralEvent>, Refusal> {
        decide(&self.referral, &command, &self.story.context(Who::Person(who)))
    }

    #[track_caller]
    fn does(&mut self, who: domain::value::PersonId, command: ReferralCommand) {
        let on = self.story.today;
        let stamp =
            Stamp { at: jiff::Timestamp::UNIX_EPOCH, on, by: Who::Person(who), on_behalf: None, recorder: None };
        for event in self.ask(who, command).unwrap() {
            self.referral = evolve(self.referral.clone(), &event, &stamp);
        }
    }
}

fn proposed(by: domain::value::PersonId) -> File {
    let story = Story::new("2026-09-01");
    let mut file = File { story, referral: Referral::unborn(ReferralId(Uuid::from_u128(1))) };
    file.does(
        by,
        ReferralCommand::Propose {
            matter: file.story.matter.id,
            unit: LEAD,
            person: None,
            ground: Ground::LateWithoutReason,
            evidence: sealed(),
            explain_by: day("2026-09-05"),
        },
    );
    file
}

#[test]
fn the_whole_way() {
    let mut file = proposed(CLERK);
    assert_eq!(
        file.ask(OTHER_HEAD, ReferralCommand::Explain { text: sealed() }).unwrap_err().reason,
        Reason::NotPermitted
    );
    assert_eq!(file.ask(HEAD, ReferralCommand::Endorse { text: None }).unwrap_err().reason, Reason::IllegalTransition);
    assert_eq!(file.ask(CLERK, ReferralCommand::RecordLapse).unwrap_err().reason, Reason::WrongDay);
    file.does(LEAD_HEAD, ReferralCommand::Explain { text: sealed() });
    file.does(HEAD, ReferralCommand::Endorse { text: None });
    assert_eq!(file.ask(HEAD, ReferralCommand::Approve { text: None }).unwrap_err().reason, Reason::NotPermitted);
    file.does(LEADER, ReferralCommand::Approve { text: None });
    file.does(DISCIPLINE, ReferralCommand::SignFor);
    assert_eq!(file.referral.stage, ReferralStage::SignedFor);
    file.does(DISCIPLINE, ReferralCommand::GiveOutcome { text: sealed() });
}

#[test]
fn nobody_endorses_their_own() {
    let mut file = proposed(HEAD);
    file.does(LEAD_HEAD, ReferralCommand::Explain { text: sealed() });
    assert_eq!(file.ask(HEAD, ReferralCommand::Endorse { text: None }).unwrap_err().reason, Reason::OwnRequest);
}

#[test]
fn the_discipline_office_opens_a_file_itself() {
    let story = Story::new("2026-09-01");
    let (matter, unit, ground) = (story.matter.id, LEAD, Ground::Untruthful);
    let mut file = File { story, referral: Referral::unborn(ReferralId(Uuid::from_u128(2))) };
    assert!(file.ask(CLERK, ReferralCommand::OpenFile { matter, unit, ground }).is_err());
    file.does(DISCIPLINE, ReferralCommand::OpenFile { matter, unit, ground });
    assert_eq!(file.referral.stage, ReferralStage::SignedFor);
}
