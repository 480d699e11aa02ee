//! `/referrals`: 问责移送 (R6), as far as the visitor may read them; what the record suggests, for the Office.

mod acts;
mod new;
mod show;

pub use acts::send;
pub use new::{create, show as new};
pub use show::{letter, show};

use app::referrals::{ReferralView, Suggested};
use axum::extract::Path;
use domain::{
    institution::Role,
    referral::{Ground, ReferralStage},
    value::ReferralId,
};

use crate::{
    error::Error,
    gate::SignedIn,
    pages::{
        layout::Place,
        referrals::{ReferralRow, ReferralsPage, SuggestedRow},
        text,
    },
    respond::{self, Answer},
    words,
};

pub fn href(id: ReferralId) -> String {
    format!("/referrals/{id}")
}

fn referral_id(id: &str) -> Result<ReferralId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

async fn load(visitor: &SignedIn, Path(id): &Path<String>) -> Result<ReferralView, Error> {
    Ok(visitor.app().referral(&visitor.actor, referral_id(id)?).await?)
}

/// 纪委 opens a file; the Office asks for a referral; others begin nothing.
fn begins(visitor: &SignedIn) -> Option<&'static str> {
    let roles = visitor.roles();
    match roles.contains(&Role::Discipline) {
        true => Some("立卷"),
        false => roles.iter().any(|role| role.is_office()).then_some("提请移送"),
    }
}

fn code(ground: Ground) -> &'static str {
    match ground {
        Ground::LateWithoutReason => "late",
        Ground::Untruthful => "untruthful",
        Ground::NotCooperating => "not-cooperating",
        Ground::SeriousLoss => "loss",
    }
}

pub async fn list(visitor: SignedIn) -> Answer {
    let found = visitor.app().referrals(&visitor.actor).await?;
    let suggested = visitor.app().suggested_referrals(&visitor.actor).await?;
    respond::page(&ReferralsPage {
        layout: visitor.layout("问责移送", Some(Place::Referrals)),
        rows: found.iter().map(|view| row(&visitor, view)).collect(),
        suggested: suggested.iter().map(|one| suggestion(&visitor, one)).collect(),
        begin: begins(&visitor).unwrap_or_default().to_owned(),
    })
}

fn row(visitor: &SignedIn, view: &ReferralView) -> ReferralRow {
    let referral = &view.referral;
    ReferralRow {
        href: href(referral.id),
        unit: unit_name(visitor, view),
        title: view.title.clone(),
        number: view.number.clone(),
        ground: referral.ground.map(Ground::text).unwrap_or_default().to_owned(),
        stage: referral.stage.label().to_owned(),
        date: match (referral.stage, referral.explain_by) {
            (ReferralStage::AwaitingExplanation, Some(by)) => format!("请于{}前说明", text::day_cn(by)),
            _ => {
                referral.signed_for.as_ref().or(referral.proposed.as_ref()).map(|s| text::day(s.on)).unwrap_or_default()
            }
        },
    }
}

fn unit_name(visitor: &SignedIn, view: &ReferralView) -> String {
    view.referral.unit.map(|unit| visitor.institution.unit_name(unit).to_owned()).unwrap_or_default()
}

fn suggestion(visitor: &SignedIn, one: &Suggested) -> SuggestedRow {
    let asked = [
        ("number", one.number.as_str()),
        ("unit", &one.unit.to_string()),
        ("ground", code(one.ground)),
        ("why", &one.why),
    ];
    SuggestedRow {
        unit: visitor.institution.unit_name(one.unit).to_owned(),
        title: one.title.clone(),
        matter: format!("/matters/{}", one.matter),
        number: one.number.clone(),
        clause: words::clause(one.ground.clause()),
        ground: one.ground.text().to_owned(),
        why: one.why.clone(),
        begin: format!("/referrals/new{}", respond::query(&asked)),
    }
}
