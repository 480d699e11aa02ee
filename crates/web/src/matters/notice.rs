//! 督办事项通知单 (annex 3) on the screen: as it would go out, and as it went out, `GET /matters/{id}/notice`.

use app::papers::{
    notice as paper,
    past::{self, Version},
};
use axum::extract::Path;
use documents::{
    forms::{COPIES, notice::Notice},
    paper::Sheet,
};
use domain::{
    matter::{LimitRule, PaperKind, Proposal},
    value::UnitId,
};

use super::{
    load::{self, matter_id},
    look::Look,
    papers,
    parts::duties::explanation,
};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        paper::{PaperLink, PaperPage},
        text,
    },
    respond::{self, Answer},
};

pub use app::papers::notice::content;

/// `?unit=…&copies=1|2&version=1&format=pdf|docx`: one sheet for each copy; 此通知单一式两份. Every version stays as it was.
pub async fn show(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let versions = past::versions(look.matter().id, &look.view.timeline);
    let wanted: Option<u32> = asked.get("version").parse().ok();
    let place = match wanted {
        Some(number) => versions.iter().position(|version| version.number == number),
        None => versions.len().checked_sub(1),
    };
    let Some(place) = place else {
        let none = wanted.filter(|_| !versions.is_empty());
        let message = none.map_or("本事项还没有交办，通知单尚未下发。".to_owned(), |number| {
            format!("通知单没有第 {number} 版，请回到事项查看。")
        });
        return Err(Error::bad(message).way_on("回到事项", look.href()));
    };
    let unit: Option<UnitId> = asked.get("unit").parse().ok();
    let sheet = look.lay(|facts| paper::sheet(facts, &versions, place, unit));
    let copies = if asked.get("copies") == "1" { &COPIES[1..] } else { &COPIES[..] };
    let sheets: Vec<Sheet> = copies.iter().map(|copy| Sheet::Form(sheet.form(copy))).collect();
    let number = versions[place].number;
    let file = papers::file(&look, PaperKind::Notice, sheets, versions[place].on);
    if let Some(format) = papers::format(&asked) {
        return papers::download(&visitor, file, format).await;
    }
    let is_newest = place + 1 == versions.len();
    let this = href(&look, Some(number), unit);
    respond::page(&PaperPage {
        title: format!("督办事项通知单 {}", look.number()),
        heading: "通知单打印".to_owned(),
        about: "一式两份，A4 纸。".to_owned(),
        logo: file.logo.is_some(),
        sheets: file.sheets,
        downloads: papers::downloads(&this),
        versions: if versions.len() > 1 { links(&look, &versions, place, unit) } else { Vec::new() },
        kept: papers::kept(&visitor, &look, PaperKind::Notice, number, unit).await?,
        why: if is_newest { why(&look) } else { String::new() },
        back: look.href(),
        back_label: "返回事项".to_owned(),
        ..PaperPage::default()
    })
}

/// The notice that a proposal would give today; who answers for it is filled in by the form.
pub fn draft(look: &Look, proposal: &Proposal) -> Notice {
    look.lay(|facts| paper::draft(facts, proposal))
}

/// The notice of one unit (the lead unit where none is named), in its newest version.
pub fn issued(look: &Look, unit: Option<UnitId>) -> Notice {
    look.lay(|facts| paper::issued(facts, unit))
}

/// The cell 完成时限, were the notice to go out today.
pub fn due_if_dispatched_today(look: &Look, rule: LimitRule) -> String {
    look.lay(|facts| paper::due_if_dispatched_today(facts, rule))
}

/// The next version as an act would issue it today, before it does: none while no notice is out. The lead unit's sheet.
pub fn anew(look: &Look, cause: &str, change: impl FnOnce(&mut Notice)) -> Option<Notice> {
    look.matter().dispatched.as_ref()?;
    let mut sheet = Notice {
        version: format!("第 {} 版（{cause}）", look.matter().notice_version + 1),
        issued_on: text::day_cn(look.today()),
        ..issued(look, None)
    };
    // the signature that stands was given for the version before
    if !sheet.signed_on.is_empty() && !sheet.signed_on.ends_with('）') {
        sheet.signed_on.push_str(&format!("（第 {} 版）", look.matter().notice_version));
    }
    change(&mut sheet);
    Some(sheet)
}

/// All versions, for their print page.
fn links(look: &Look, versions: &[Version], place: usize, unit: Option<UnitId>) -> Vec<PaperLink> {
    let link = |(at, version): (usize, &Version)| {
        let cause = if version.cause.is_empty() { "首次下发" } else { version.cause };
        PaperLink {
            label: format!("第 {} 版（{cause}，{}）", version.number, text::day(version.on)),
            href: href(look, Some(version.number), unit),
            current: at == place,
        }
    };
    versions.iter().enumerate().map(link).collect()
}

/// The address of a version of the notice; of the newest where none is named.
pub fn href(look: &Look, version: Option<u32>, unit: Option<UnitId>) -> String {
    let said = |value: Option<String>| value.unwrap_or_default();
    let (version, unit) = (said(version.map(|number| number.to_string())), said(unit.map(|unit| unit.to_string())));
    format!("{}/notice{}", look.href(), respond::query(&[("version", &version), ("unit", &unit)]))
}

/// How the limit in force was found.
fn why(look: &Look) -> String {
    let Some(duty) = look.matter().running_limit() else { return String::new() };
    let sentence = |text: String| if text.ends_with('。') { text } else { text + "。" };
    format!("时限算法：{}{}", sentence(explanation(duty)), duty.clause.basis())
}
