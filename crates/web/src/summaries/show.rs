//! `GET /summaries/{id}`: what it says, how far it has come, what the units answered, and what the visitor can do about it.
//! `GET /summaries/{id}/paper`: as it is laid out.

use app::{names::Names, summaries::SummaryView};
use axum::extract::Path;
use domain::{
    Stamp,
    summary::{Content, Named, Order, Reading, SummaryKind, SummaryStage},
};

use super::{acts, href, is_office, load, stage, summary_id};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    matters::papers::{download, downloads, format as wanted},
    pages::{
        form::{Fact, Problems},
        layout::Place,
        panels::ActPanel,
        paper::PaperPage,
        summaries::{AnswerLine, NamedUnit, PartShown, SummaryPage},
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

pub async fn paper(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let id = summary_id(&id)?;
    let paper = visitor.app().summary_paper(&visitor.actor, id).await?;
    if let Some(format) = wanted(&asked) {
        return download(&visitor, paper, format).await;
    }
    respond::page(&PaperPage {
        heading: paper.title.clone(),
        title: paper.title,
        about: "A4 纸。".to_owned(),
        logo: paper.logo.is_some(),
        sheets: paper.sheets,
        downloads: downloads(&format!("{}/paper", href(id))),
        back: href(id),
        back_label: "返回".to_owned(),
        ..PaperPage::default()
    })
}

/// `problems`: of the whole page, where no form of it is wrong.
pub(super) fn page(visitor: &SignedIn, view: &SummaryView, acts: Vec<ActPanel>, problems: Problems) -> SummaryPage {
    let summary = &view.summary;
    let names = Names { institution: visitor.institution.clone(), today: visitor.today };
    let empty = SummaryPage::default();
    let Some(content) = &summary.content else { return empty };
    let only_facts = matches!(view.reading, Reading::Facts { .. });
    let shown = if only_facts { Vec::new() } else { parts(content) };
    let seen = content.named.iter().filter(|named| view.sees_facts_of(named.unit));
    SummaryPage {
        layout: visitor.layout(content.title.as_str(), Some(Place::Summaries)),
        title: content.title.to_string(),
        stage: stage(summary.kind, summary.stage).to_owned(),
        clause: words::clause(summary.kind.clause()),
        facts: facts(&names, view, content),
        notes: notes(&names, view),
        to: if only_facts { String::new() } else { content.to.to_string() },
        opening: if only_facts { String::new() } else { content.opening.to_string() },
        parts: shown,
        named: seen.map(|named| named_unit(&names, view, named)).collect(),
        only_facts,
        closing: if only_facts {
            Vec::new()
        } else {
            content.closing.iter().flat_map(|text| text.as_str().lines().map(str::to_owned)).collect()
        },
        paper: if only_facts { String::new() } else { format!("{}/paper", href(summary.id)) },
        edit: if is_office(visitor) && summary.stage == SummaryStage::Draft {
            format!("{}/edit", href(summary.id))
        } else {
            String::new()
        },
        scan: summary
            .issued
            .as_ref()
            .and_then(|issue| issue.scan)
            .map(|file| format!("{}/files/{file}", href(summary.id)))
            .unwrap_or_default(),
        acts,
        problems,
    }
}

fn parts(content: &Content) -> Vec<PartShown> {
    let shown = content.parts.iter().filter(|part| part.text.is_some() || part.table.is_some());
    shown
        .map(|part| PartShown {
            heading: part.heading.to_string(),
            text: part.text.iter().flat_map(|text| text.as_str().lines().map(str::to_owned)).collect(),
            head: part.table.iter().flat_map(|table| table.head.clone()).collect(),
            rows: part.table.iter().flat_map(|table| table.rows.clone()).collect(),
        })
        .collect()
}

fn by(names: &Names, stamp: &Stamp) -> String {
    let recorder = stamp.recorder.map(|who| format!("（{}代录）", names.who_name(who))).unwrap_or_default();
    format!("{} {}{recorder}", text::day(stamp.on), names.signed_by(stamp))
}

fn facts(names: &Names, view: &SummaryView, content: &Content) -> Vec<Fact> {
    let summary = &view.summary;
    let mut facts = vec![Fact::new("期间", summary.period.name())];
    if view.is_whole() && summary.kind == SummaryKind::Bulletin {
        facts.push(Fact::new("通报范围", circle(names, content)));
        facts.push(Fact::new("点名", if content.anonymous { "不点单位名称" } else { "点单位名称" }));
    }
    if view.is_whole() {
        let mut step = |label: &str, stamp: &Option<Stamp>| {
            if let Some(stamp) = stamp {
                facts.push(Fact::new(label, by(names, stamp)));
            }
        };
        step("起草", &summary.drafted);
        step("最近修改", &summary.revised);
        step("送审", &summary.submitted);
        step("主任审核", &summary.approved);
        step("签发", &summary.signed.as_ref().map(|(stamp, _)| stamp.clone()));
        if let Some(shown) = &summary.shown {
            let said = format!("{}，{}起可以印发", text::day(shown.stamp.on), text::day(shown.until));
            facts.push(Fact::new("送单位核对", said));
        }
    }
    if let Some(issue) = &summary.issued {
        let label = if summary.kind == SummaryKind::Report { "呈报日期" } else { "印发日期" };
        facts.push(Fact::new(label, text::day_cn(issue.stamp.on)));
        facts.extend(issue.number.as_ref().map(|number| Fact::new("发文字号", number.to_string())));
        facts.extend(issue.signer.as_ref().map(|signer| Fact::new("签发人", signer.to_string())));
        facts.extend(issue.note.as_ref().map(|note| Fact::new("呈报说明", note.to_string())));
    }
    facts
}

fn circle(names: &Names, content: &Content) -> String {
    let circle = &content.circle;
    let everyone = circle.everyone.then(|| "全体教职工".to_owned());
    let units = circle.units.iter().map(|unit| names.unit_name(*unit).to_owned());
    let people = circle.people.iter().map(|person| names.person_name(*person).to_owned());
    let all: Vec<String> = everyone.into_iter().chain(units).chain(people).collect();
    if all.is_empty() { "尚未选定".to_owned() } else { all.join("、") }
}

/// What everybody who opens it has to know first.
fn notes(names: &Names, view: &SummaryView) -> Vec<String> {
    let summary = &view.summary;
    let mut notes = Vec::new();
    if let Some((stamp, reason)) = &summary.withdrawn {
        notes.push(format!("本通报已于{}撤回。理由：{reason}", text::day_cn(stamp.on)));
    }
    if !view.is_whole() {
        return notes;
    }
    if let Some((stamp, reason)) = &summary.sent_back {
        notes.push(format!("{}退回修改：{reason}", by(names, stamp)));
    }
    if let Some((stamp, Some(said))) = &summary.signed {
        notes.push(format!("{}签发意见：{said}", by(names, stamp)));
    }
    notes
}

fn named_unit(names: &Names, view: &SummaryView, named: &Named) -> NamedUnit {
    let summary = &view.summary;
    let remarks = summary.remarks.iter().filter(|remark| remark.unit == named.unit);
    let order = summary.order_of(named.unit);
    NamedUnit {
        name: names.unit_name(named.unit).to_owned(),
        facts: named.facts.as_str().lines().map(str::to_owned).collect(),
        order: order
            .map(|order| order.due)
            .or(named.explain_by)
            .map(|due| format!("请于{}前报告原因和改进措施", text::day_cn(due)))
            .unwrap_or_default(),
        state: order.map(|order| order_state(names, order)).unwrap_or_default(),
        remarks: remarks.map(|remark| format!("{}说明：{}", by(names, &remark.stamp), remark.text)).collect(),
        answers: order
            .into_iter()
            .flat_map(|order| &order.answers)
            .map(|answer| AnswerLine {
                by: by(names, &answer.stamp),
                late: answer.late,
                causes: answer.causes.to_string(),
                measures: answer.measures.to_string(),
                returned: answer
                    .returned
                    .as_ref()
                    .map(|(stamp, reason)| format!("{}退回：{reason}", by(names, stamp)))
                    .unwrap_or_default(),
            })
            .collect(),
    }
}

fn order_state(names: &Names, order: &Order) -> String {
    if order.withdrawn_on.is_some() {
        return "已随通报撤回".to_owned();
    }
    match (&order.accepted, order.is_owed()) {
        (Some(_), _) => "已认可".to_owned(),
        (None, true) if order.due < names.today => "逾期未报告".to_owned(),
        (None, true) => "待报告".to_owned(),
        (None, false) => "已报告，待办公室认可".to_owned(),
    }
}

/// `GET /summaries/{id}/files/{file}`: the paper as it went out.
pub async fn scan(visitor: SignedIn, Path((_, file)): Path<(String, String)>) -> Answer {
    let file = file.parse().map_err(|_| Error::not_found())?;
    let (info, bytes) = visitor.app().open_file(&visitor.actor, None, file).await?;
    Ok(respond::file(&info.name, &info.media_type, bytes))
}
