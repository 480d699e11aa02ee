//! `GET /matters/{id}`: the next step first (who owes what by when, and why), then what can be done now, the flow chart live,
//! the texts, units, limits and the whole course of it.

use app::papers::past;
use axum::extract::Path;
use domain::matter::{CommandKind, Stage};
use uuid::Uuid;

use super::{
    acts::Trouble,
    load::{self, matter_id},
    look::Look,
    notice,
    parts::{acts, duties, facts, flow, next, suspension, units, urgings, work},
    timeline, words,
};
use crate::{
    gate::SignedIn,
    pages::{
        form::{FileRow, Problems},
        layout::{Layout, Place},
        matter::{Attachments, MatterPage, Paper},
        text,
    },
    respond::{self, Answer},
};

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let title = if look.number().is_empty() { look.title() } else { look.number() };
    respond::page(&page(&look, visitor.layout(title, Some(Place::Ledger)), visitor.app().fresh_id()))
}

/// `upload`: the command id of the form that adds an attachment.
pub fn page(look: &Look, layout: Layout, upload: Uuid) -> MatterPage {
    MatterPage {
        layout,
        head: words::head(look),
        next: next::steps(look),
        next_empty: next_empty(look),
        suspension: suspension::words(look),
        suspension_past: suspension::is_past(look),
        waits_for: work::waits_for(look),
        acts: acts::acts(look),
        flow: flow::chart(look),
        texts: facts::texts(look),
        facts: facts::facts(look),
        papers: papers(look),
        units: units::rows(look),
        urgings: urgings::chain(look),
        work: work::work(look),
        duties: duties::rows(look),
        timeline: timeline::lines(look),
        attachments: Attachments {
            rows: attachments(look),
            action: if may_attach(look) { format!("{}/attachments", look.href()) } else { String::new() },
            command_id: upload.to_string(),
            problems: Problems::default(),
        },
    }
}

/// Every attachment with who brought it and what it is.
pub fn attachments(look: &Look) -> Vec<FileRow> {
    let row = |attachment: &domain::matter::Attachment| {
        let label = attachment.label.as_ref().map_or("", |label| label.as_str());
        let mut row = timeline::file_row(look, attachment.file, label);
        row.who = look.directory.who_name(attachment.added.by);
        row.when = text::day(attachment.added.on);
        row
    };
    look.matter().attachments.iter().map(row).collect()
}

/// What is wrong with an upload, beside its two fields.
pub fn upload_problems(trouble: Trouble) -> Problems {
    match trouble {
        Trouble::None => Problems::default(),
        Trouble::Unread(problems) => super::fields::placed(problems, &[], &["file", "label"]),
        Trouble::Refused(refusal) => super::fields::problems(&refusal, &[], &["file", "label"]),
    }
}

fn may_attach(look: &Look) -> bool {
    let attach = look.view.possible.iter().find(|possible| possible.kind == CommandKind::Attach);
    attach.is_some_and(|possible| possible.refusal.is_none())
}

/// Said when nobody owes anything.
fn next_empty(look: &Look) -> String {
    let matter = look.matter();
    match (&matter.filing, matter.stage) {
        (Some(filing), _) => format!("已于 {} 归档，办理闭环完成。", text::day(filing.filed.on)),
        (None, Stage::NotPursued) if matter.merged_into.is_some() => "已并入另一事项办理。".to_owned(),
        (None, Stage::NotPursued) => "不予立项，到此为止。".to_owned(),
        (None, _) => "现在没有待办的时限。".to_owned(),
    }
}

/// The notice, the newest version first (a unit sees its own), and the other papers.
fn papers(look: &Look) -> Vec<Paper> {
    let mine = look.viewer.units.iter().find(|unit| look.matter().undertaking(**unit).is_some()).copied();
    let versions = past::versions(look.matter().id, &look.view.timeline);
    let newest = versions.last().map(|version| version.number);
    let paper = |version: &past::Version| {
        let is_newest = Some(version.number) == newest;
        let cause = if version.cause.is_empty() { String::new() } else { format!("（{}）", version.cause) };
        Paper {
            label: if is_newest {
                "查看并打印通知单".to_owned()
            } else {
                format!("通知单第 {} 版", version.number)
            },
            href: notice::href(look, (!is_newest).then_some(version.number), mine),
            note: format!("第 {} 版{cause}，{} 下发", version.number, text::day(version.on)),
        }
    };
    versions.iter().rev().map(paper).chain(super::papers::links(look)).collect()
}
