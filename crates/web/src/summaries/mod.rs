//! `/summaries`: 通报与呈报 (R5.3, R4.7b), as far as the visitor may read them; one of them with what can be done about it.

mod acts;
mod edit;
mod new;
mod show;

pub use acts::send;
pub use edit::{save, show as edit};
pub use new::{create, show as new};
pub use show::{paper, scan, show};

use app::summaries::SummaryView;
use axum::extract::Path;
use domain::{
    institution::Role,
    summary::{Reading, SummaryKind, SummaryStage},
    value::SummaryId,
};

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        layout::Place,
        paper::PaperLink,
        summaries::{SummariesPage, SummaryRow},
        text,
    },
    respond::{self, Answer},
};

/// `/summaries/{id}`, or 404.
fn summary_id(id: &str) -> Result<SummaryId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

pub fn href(id: SummaryId) -> String {
    format!("/summaries/{id}")
}

/// `/summaries/new` filled in.
pub fn new_href(kind: SummaryKind, from: &str, to: &str) -> String {
    format!("/summaries/new{}", respond::query(&[("kind", kind.code()), ("from", from), ("to", to)]))
}

async fn load(visitor: &SignedIn, Path(id): &Path<String>) -> Result<SummaryView, Error> {
    Ok(visitor.app().summary(&visitor.actor, summary_id(id)?).await?)
}

fn is_office(visitor: &SignedIn) -> bool {
    visitor.roles().iter().any(|role| role.is_office())
}

/// `?kind=bulletin|report`
pub async fn list(visitor: SignedIn, asked: Asked) -> Answer {
    let kind = SummaryKind::from_code(asked.get("kind"));
    let found = visitor.app().summaries(&visitor.actor, kind).await?;
    let sees_reports = visitor.roles().iter().any(|role| role.is_office() || role.is_leader());
    let tab = |of: Option<SummaryKind>, label: &str| PaperLink {
        label: label.to_owned(),
        href: format!("/summaries{}", respond::query(&[("kind", of.map_or("", SummaryKind::code))])),
        current: of == kind,
    };
    let tabs = if sees_reports {
        vec![tab(None, "全部"), tab(Some(SummaryKind::Bulletin), "通报"), tab(Some(SummaryKind::Report), "呈报")]
    } else {
        Vec::new()
    };
    let heading = if sees_reports { "通报与呈报" } else { "督办通报" };
    respond::page(&SummariesPage {
        layout: visitor.layout(heading, Some(Place::Summaries)),
        heading: heading.to_owned(),
        tabs,
        rows: found.iter().map(|view| row(&visitor, view)).collect(),
        begins: is_office(&visitor),
    })
}

fn row(visitor: &SignedIn, view: &SummaryView) -> SummaryRow {
    let summary = &view.summary;
    let title = summary.content.as_ref().map(|content| content.title.to_string()).unwrap_or_default();
    let (ordered, answered) = (summary.orders.len(), summary.orders.iter().filter(|order| !order.is_owed()).count());
    let orders = match &view.reading {
        _ if ordered == 0 => String::new(),
        Reading::Whole => format!("{ordered} 家，已报告 {answered} 家"),
        Reading::Published { own } | Reading::Facts { own } => {
            let mine = summary.orders.iter().filter(|order| own.contains(&order.unit));
            let owed = mine.clone().filter(|order| order.is_owed()).count();
            match mine.count() {
                0 => String::new(),
                _ if owed > 0 => "待本单位报告".to_owned(),
                _ => "本单位已报告".to_owned(),
            }
        }
    };
    SummaryRow {
        href: href(summary.id),
        title,
        kind: summary.kind.label().to_owned(),
        period: summary.period.name(),
        stage: stage(summary.kind, summary.stage).to_owned(),
        on: summary.issued.as_ref().map(|issue| text::day(issue.stamp.on)).unwrap_or_default(),
        orders,
        withdrawn: summary.stage == SummaryStage::Withdrawn,
        mine: matches!(view.reading, Reading::Facts { .. }) && !visitor.roles().contains(&Role::OfficeHead),
    }
}

/// A 呈报 is submitted, not published.
fn stage(kind: SummaryKind, stage: SummaryStage) -> &'static str {
    match (kind, stage) {
        (SummaryKind::Report, SummaryStage::Approved) => "待呈报",
        (SummaryKind::Report, SummaryStage::Issued) => "已呈报",
        (_, stage) => stage.label(),
    }
}
