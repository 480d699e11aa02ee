//! What a person of the school was told, and reminders by hand.

use app::{
    Actor, App, Denied, MessageKind,
    messages::{Owing, Reminder, addressees, remind},
};
use domain::value::{Day, MatterId, PersonId};

use super::School;

/// The text, whether something is owed, and whether it is unread; the latest first.
pub async fn lines(s: &School, person: PersonId) -> Vec<(String, Owing, bool)> {
    let inbox = s.app.inbox(&Actor::person(person), None).await.expect("the inbox");
    inbox.lines.into_iter().map(|line| (line.line.text, line.line.owing, line.unread)).collect()
}

/// Every open duty of the lead unit and of leaders.
pub async fn remind_all(app: &App, id: MatterId, day: Day) -> u64 {
    let institution = app.institution().await.expect("an answer");
    let view = app.matter(&Actor::system("test"), id).await.expect("an answer");
    let (now, number) = (app.now(), view.number.clone().unwrap_or_default());
    let duties: Vec<_> = view.matter.duties.iter().filter(|duty| duty.is_open()).cloned().collect();
    app.store()
        .write(move |tx| {
            let mut reminded = 0;
            for duty in &duties {
                let (kind, people) = addressees(&institution, duty, day);
                if kind == MessageKind::Reminder && duty.kind != domain::duty::DutyKind::Complete {
                    continue;
                }
                let days = institution.calendar.days_left(day, duty.due) as i32;
                let reminder = Reminder { matter: id, number: &number, duty, days, day };
                reminded += remind(tx, &reminder, kind, &people, now)?;
            }
            Ok::<_, Denied>(reminded)
        })
        .await
        .expect("the reminders")
}
