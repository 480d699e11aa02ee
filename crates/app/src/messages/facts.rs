//! What a message is about, as it stands when it is read: the matter, if the reader may still see it, and the duty.

use std::collections::BTreeSet;

use domain::{
    access::Subject,
    duty::{DutyKind, Owner},
    institution::Institution,
    referral::Referral,
    summary::Summary,
    value::Day,
};
use store::{Row, Sql, StoreError, args};

use super::{About, Message};
use crate::{
    Actor, Denied,
    records::{self, Record},
    referrals,
    snapshot::Scope,
    summaries,
    views::{kind_from, owner_from},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// empty before registration
    pub number: String,
    pub title: String,
    pub duty: Option<DutyFacts>,
    pub about: About,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DutyFacts {
    pub kind: DutyKind,
    pub owner: Owner,
    pub due: Day,
    pub opened_on: Day,
    /// neither discharged nor withdrawn nor paused
    pub is_open: bool,
}

/// `None` where these subjects may not see the matter (any more).
pub(crate) fn facts(
    sql: &mut dyn Sql,
    institution: &Institution,
    subjects: &BTreeSet<Subject>,
    message: &Message,
    today: Day,
) -> Result<Option<Facts>, Denied> {
    if message.is_of_the_institution() {
        return Ok(quarterly_report(institution, message).filter(|_| subjects.contains(&Subject::Office)));
    }
    if let Some(facts) = of_record(sql, institution, message, today)? {
        return Ok(facts);
    }
    if !Scope::of(subjects).sees(sql, message.matter())? {
        return Ok(None);
    }
    let matter = sql.first("select number_text, title from matter_view where matter = $1", &args![message.matter])?;
    let Some(matter) = matter else { return Ok(None) };
    let duty = if message.duty.is_empty() { None } else { duty(sql, message)? };
    Ok(Some(Facts {
        number: matter.string(0)?,
        title: matter.string(1)?,
        duty,
        about: About::Matter(message.matter()),
    }))
}

/// R4.7b. Its quarter stands in the place of a number.
fn quarterly_report(institution: &Institution, message: &Message) -> Option<Facts> {
    let report = institution.quarterly_reports.iter().find(|report| report.quarter.to_string() == message.number)?;
    let duty = DutyFacts {
        kind: DutyKind::QuarterlyReport,
        owner: Owner::Office,
        due: report.limit.due,
        opened_on: report.limit.from,
        is_open: report.is_owed(),
    };
    Some(Facts {
        number: String::new(),
        title: format!("{}督办工作情况", report.quarter),
        duty: Some(duty),
        about: About::QuarterlyReport(report.quarter),
    })
}

/// Of a bulletin, a report or a referral. The outer `None`: it is none of these; the inner: the reader may not see it.
fn of_record(
    sql: &mut dyn Sql,
    institution: &Institution,
    message: &Message,
    today: Day,
) -> Result<Option<Option<Facts>>, Denied> {
    let Some(row) = store::records::find(sql, message.matter)? else { return Ok(None) };
    let reader = Actor::person(message.person);
    let (title, about, duties) = if row.aggregate == Summary::AGGREGATE {
        let summary: Summary = records::read(&row)?;
        let Some(view) = summaries::view(summary, institution, &reader, today) else { return Ok(Some(None)) };
        let title = view.summary.content.as_ref().map(|content| content.title.to_string()).unwrap_or_default();
        (title, About::Summary(view.summary.id), view.summary.duties())
    } else {
        let referral: Referral = records::read(&row)?;
        if referrals::reading(&referral, institution, &reader, today).is_none() {
            return Ok(Some(None));
        }
        let title = referrals::matter_title(sql, &referral)?;
        (format!("关于“{title}”"), About::Referral(referral.id), referral.duties())
    };
    let owed = duties.into_iter().find(|duty| duty.id == message.duty_id && !message.duty.is_empty());
    let duty = owed.map(|duty| DutyFacts {
        kind: duty.kind,
        owner: duty.owner,
        due: duty.due,
        opened_on: duty.opened_on,
        is_open: duty.is_open(),
    });
    Ok(Some(Some(Facts { number: String::new(), title, duty, about })))
}

fn duty(sql: &mut dyn Sql, message: &Message) -> Result<Option<DutyFacts>, StoreError> {
    let row = if message.duty_id > 0 {
        sql.first(
            "select kind, owner, due, opened_on, state from duty_view where matter = $1 and duty = $2",
            &args![message.matter, message.duty_id],
        )?
    } else {
        sql.first(
            "select kind, owner, due, opened_on, state from duty_view where matter = $1 and kind = $2 \
             order by case when state = 'open' then 0 else 1 end, duty desc limit 1",
            &args![message.matter, &message.duty],
        )?
    };
    row.map(|row: Row| {
        let kind = kind_from(row.text(0)?).ok_or_else(|| StoreError::Row(format!("no duty {:?}", row.text(0))))?;
        Ok(DutyFacts {
            kind,
            owner: owner_from(row.text(1)?),
            due: row.date(2)?,
            opened_on: row.date(3)?,
            is_open: row.text(4)? == "open",
        })
    })
    .transpose()
}
