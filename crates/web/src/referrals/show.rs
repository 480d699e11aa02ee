//! `GET /referrals/{id}`: what is said, how far it has come, and what the visitor can do about it. To the unit it is only the
//! request to explain. Every reading leaves a line in the audit log.
//! `GET /referrals/{id}/letter`: the file that goes to 纪委.

use app::{
    names::Names,
    referrals::{Reading, ReferralView},
};
use axum::extract::Path;
use domain::{Stamp, referral::Ground, value::Sealed};

use super::{acts, begins, href, load, referral_id, unit_name};
use crate::{
    forms::Asked,
    gate::SignedIn,
    matters::papers::{download, downloads, format as wanted},
    pages::{
        form::{Fact, Problems},
        layout::Place,
        panels::ActPanel,
        paper::PaperPage,
        referrals::{ReferralPage, Said},
        text,
    },
    respond::{self, Answer},
    words,
};

pub async fn show(visitor: SignedIn, path: Path<String>) -> Answer {
    let view = load(&visitor, &path).await?;
    let panels = acts::panels(&visitor, &view, None);
    respond::page(&page(&visitor, &view, panels, Problems::default()))
}

pub async fn letter(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let id = referral_id(&id)?;
    let paper = visitor.app().referral_letter(&visitor.actor, id).await?;
    if let Some(format) = wanted(&asked) {
        return download(&visitor, paper, format).await;
    }
    respond::page(&PaperPage {
        heading: paper.title.clone(),
        title: paper.title,
        about: "A4 纸。查看和下载都记入审计记录。".to_owned(),
        logo: paper.logo.is_some(),
        sheets: paper.sheets,
        downloads: downloads(&format!("{}/letter", href(id))),
        back: href(id),
        back_label: "返回".to_owned(),
        ..PaperPage::default()
    })
}

/// `problems`: of the whole page, where no form of it is wrong.
pub(super) fn page(visitor: &SignedIn, view: &ReferralView, acts: Vec<ActPanel>, problems: Problems) -> ReferralPage {
    let referral = &view.referral;
    let names = Names { institution: visitor.institution.clone(), today: visitor.today };
    let whole = view.reading == Reading::Whole;
    let heading = match whole {
        true => format!("问责移送：{}", unit_name(visitor, view)),
        false => "请说明情况".to_owned(),
    };
    ReferralPage {
        layout: visitor.layout(&heading, Some(Place::Referrals)),
        heading,
        stage: referral.stage.label().to_owned(),
        clause: referral.ground.map(|ground| words::clause(ground.clause())).unwrap_or_default(),
        facts: facts(&names, view),
        said: said(&names, view),
        matter: match (view.sees_matter, referral.matter) {
            (true, Some(matter)) => format!("/matters/{matter}"),
            _ => String::new(),
        },
        letter: if whole { format!("{}/letter", href(referral.id)) } else { String::new() },
        list: if whole || begins(visitor).is_some() { "/referrals".to_owned() } else { String::new() },
        acts,
        problems,
    }
}

fn by(names: &Names, stamp: &Stamp) -> String {
    let recorder = stamp.recorder.map(|who| format!("（{}代录）", names.who_name(who))).unwrap_or_default();
    format!("{} {}{recorder}", text::day(stamp.on), names.signed_by(stamp))
}

fn facts(names: &Names, view: &ReferralView) -> Vec<Fact> {
    let referral = &view.referral;
    let mut facts = vec![
        Fact::new("事项", format!("{}{}", view.title, bracketed(&view.number))),
        Fact::new("单位", referral.unit.map(|unit| names.unit_name(unit).to_owned()).unwrap_or_default()),
        Fact::new("情形", referral.ground.map(Ground::text).unwrap_or_default()),
    ];
    facts.extend(referral.explain_by.map(|by| Fact::new("说明期限", text::day_cn(by))));
    if view.reading == Reading::Request {
        return facts;
    }
    let opened = referral.evidence.is_none();
    let mut step = |label: &str, stamp: Option<&Stamp>| {
        facts.extend(stamp.map(|stamp| Fact::new(label, by(names, stamp))));
    };
    step(if opened { "立卷" } else { "提请" }, referral.proposed.as_ref());
    step("期满未说明", referral.lapsed.as_ref());
    if !opened {
        step("纪委签收", referral.signed_for.as_ref());
    }
    facts
}

fn bracketed(number: &str) -> String {
    if number.is_empty() { String::new() } else { format!("（{number}）") }
}

fn said(names: &Names, view: &ReferralView) -> Vec<Said> {
    let referral = &view.referral;
    let one = |heading: &str, stamp: Option<&Stamp>, text: Option<&Sealed>| Said {
        heading: heading.to_owned(),
        by: stamp.map(|stamp| by(names, stamp)).unwrap_or_default(),
        text: text.map(|text| view.opened(text).to_owned()).unwrap_or_default(),
    };
    let explanation = referral.explanation.iter().map(|given| {
        let heading = if given.late { "单位的说明（晚于期限）" } else { "单位的说明" };
        one(heading, Some(&given.stamp), Some(&given.text))
    });
    if view.reading == Reading::Request {
        return explanation.collect();
    }
    let reasons = referral.evidence.iter().map(|text| one("事由和依据", None, Some(text)));
    let endorsed = referral.endorsed.iter().map(|(stamp, text)| one("主任审核", Some(stamp), text.as_ref()));
    let approved = referral.approved.iter().map(|(stamp, text)| one("校领导批准", Some(stamp), text.as_ref()));
    let dropped = referral.dropped.iter().map(|(stamp, text)| one("不予移送的理由", Some(stamp), Some(text)));
    let outcome = referral.outcome.iter().map(|(stamp, text)| one("反馈的结果", Some(stamp), Some(text)));
    reasons.chain(explanation).chain(endorsed).chain(approved).chain(dropped).chain(outcome).collect()
}
