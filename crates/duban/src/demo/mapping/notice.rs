//! 交办, 异议, 改派, 变更联系人 (R4.3).

use anyhow::{Context, Result};
use app::{Request, person_scope};
use domain::matter::{Assignment, Cadence, Command};

use super::{Scene, newest};

impl Scene<'_> {
    pub(super) fn dispatch(
        &self,
        rule: &str,
        due: Option<&str>,
        cadence: &str,
        lead: (&str, &str),
        request: &mut Request,
    ) -> Result<Command> {
        Ok(Command::Dispatch {
            assignments: self.assignments(lead, request)?,
            limit: self.limit(rule, due)?,
            cadence: Cadence::from_code(cadence).with_context(|| format!("报告周期 {cadence}"))?,
        })
    }

    pub(super) fn insist(&self, reason: &str) -> Result<Command> {
        let objection = newest(&self.now.objections, "异议", |objection| objection.outcome.is_none())?.id;
        Ok(Command::Insist { objection, reason: self.text(reason)? })
    }

    pub(super) fn transfer(
        &self,
        unit: &str,
        people: (&str, &str),
        reason: &str,
        request: &mut Request,
    ) -> Result<Command> {
        Ok(Command::Transfer { to: self.assignment(unit, people, request)?, reason: self.text(reason)?, due: None })
    }

    /// The lead unit's contact; its responsible person stays.
    pub(super) fn change_contact(&self, contact: &str, reason: &str, request: &mut Request) -> Result<Command> {
        let lead = self.lead()?;
        let old = &self.now.undertaking(lead).context("牵头单位还没有通知单")?.assignment;
        let telephone = &self.school.person(contact)?.telephone;
        let contact = self.cast.person(contact)?;
        let to = Assignment {
            unit: lead,
            responsible: old.responsible,
            contact: Some(contact),
            telephone: Some(request.seal(person_scope(contact), telephone)),
        };
        Ok(Command::ChangeContact { to, reason: self.optional(reason)? })
    }
}
