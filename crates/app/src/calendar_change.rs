//! A confirmed change of the work calendar: first the institution's event, then each matter that moves is counted anew, in
//! slices, so that no transaction holds the writer for long. What is left when it breaks off is found again by comparing
//! dates with the calendar; nothing has to be remembered.

use domain::{
    Reason, Refusal,
    institution::{InstitutionCommand, Role},
    matter::Command,
    value::{MatterId, Text},
};
use uuid::Uuid;

use crate::{Act, Actor, App, Denied, Request};

/// What a confirmation has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CalendarChanged {
    /// matters counted anew
    pub recounted: usize,
    /// matters still counted by the old calendar
    pub left: usize,
}

/// Matters in one transaction.
const SLICE: usize = 20;
/// How long one confirmation works before it answers with what is left.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

impl App {
    /// Changes the calendar, then counts anew. The same command id twice changes the calendar once and goes on counting.
    pub async fn change_calendar(
        &self,
        actor: &Actor,
        command_id: Uuid,
        command: InstitutionCommand,
    ) -> Result<CalendarChanged, Denied> {
        let about_the_calendar = matches!(
            command,
            InstitutionCommand::AnnounceYear { .. }
                | InstitutionCommand::RemoveSpecialDay { .. }
                | InstitutionCommand::AddSchoolPeriod { .. }
                | InstitutionCommand::RemoveSchoolPeriod { .. }
        );
        if !about_the_calendar {
            return Err(Refusal::new(Reason::Invalid, "这不是工作日历的变动").into());
        }
        self.execute(actor, Request::institution(command_id, command)).await?;
        self.recount(actor).await
    }

    /// Counts anew whatever is still counted by an old calendar; answers after a while with what is left.
    pub async fn recount(&self, actor: &Actor) -> Result<CalendarChanged, Denied> {
        let institution = self.institution().await?;
        let may = |person| {
            [Role::OfficeClerk, Role::OfficeHead].iter().any(|role| institution.has_role(person, *role, self.today()))
        };
        if actor.person_id().is_some_and(|person| !may(person)) {
            return Err(Refusal::new(Reason::NotPermitted, "此项由学校办公室办理，请与其联系").into());
        }
        let matters = self.matters_to_recount().await?;
        if matters.is_empty() {
            return Ok(CalendarChanged::default());
        }
        let reason = match institution.calendar.last_change() {
            "" => Text::parse("理由", "工作日历变动")?,
            change => Text::parse("理由", change)?,
        };
        let mut recounted = 0;
        let work = async {
            for slice in matters.chunks(SLICE) {
                recounted += self.recount_slice(actor, slice, &reason).await?;
            }
            Ok::<_, Denied>(())
        };
        // The slice that is being written when the time is over is finished by the writer.
        if let Ok(finished) = tokio::time::timeout(PATIENCE, work).await {
            finished?;
        }
        Ok(CalendarChanged { recounted, left: self.matters_to_recount().await?.len() })
    }

    /// All of them together; one by one where one is refused, leaving that one out: it stays among what is left.
    async fn recount_slice(&self, actor: &Actor, slice: &[MatterId], reason: &Text) -> Result<usize, Denied> {
        let act = |id: &MatterId| Act::Matter { id: *id, command: Command::Recalculate { reason: reason.clone() } };
        let together = slice.iter().fold(Request::new(self.fresh_id()), |request, id| request.act(act(id)));
        match self.execute(actor, together).await {
            Ok(_) => return Ok(slice.len()),
            Err(Denied::Refused { .. }) => {}
            Err(denied) => return Err(denied),
        }
        let mut recounted = 0;
        for id in slice {
            match self.execute(actor, Request::new(self.fresh_id()).act(act(id))).await {
                Ok(_) => recounted += 1,
                Err(Denied::Refused { .. }) => {}
                Err(denied) => return Err(denied),
            }
        }
        Ok(recounted)
    }
}
