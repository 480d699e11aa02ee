//! A 通报 or 呈报 as it is laid out (GB/T 9704-2012): from what its content says, and nothing else.

use documents::{
    Paper,
    official::summary::{FigureTable, NamedUnit, Summary as Laid, SummaryPart},
    paper::{Official, Sheet},
};
use domain::{
    summary::{Content, Part, Summary, SummaryKind, SummaryStage},
    value::SummaryId,
};

use super::SummaryView;
use crate::{
    Actor, App, Denied,
    names::Names,
    papers::{day_cn, period::title},
};

impl App {
    /// As the actor may read it: of an anonymous 通报 without the names, of facts sent for checking nothing.
    pub async fn summary_paper(&self, actor: &Actor, id: SummaryId) -> Result<Paper, Denied> {
        let view = self.summary(actor, id).await?;
        if matches!(view.reading, domain::summary::Reading::Facts { .. }) {
            return Err(Denied::NotFound);
        }
        let names = Names { institution: self.institution().await?, today: self.today() };
        let content = view.summary.content.as_ref().ok_or(Denied::NotFound)?;
        let official = official(&names, &view, content);
        let title = official.title.replace('\n', "");
        let on = view.summary.issued.as_ref().map_or(names.today, |issue| issue.stamp.on);
        Ok(names.paper(title, Some(on), vec![Sheet::Official(official)]))
    }
}

fn official(names: &Names, view: &SummaryView, content: &Content) -> Official {
    let Summary { kind, stage, issued, .. } = &view.summary;
    let bulletin = *kind == SummaryKind::Bulletin;
    let typed = |of: Option<&domain::value::Title>| of.map(ToString::to_string).unwrap_or_default();
    let lines = |text: &domain::value::Text| text.as_str().lines().map(str::to_owned).collect::<Vec<_>>();
    let closing = content.closing.as_ref().map(&lines).unwrap_or_default();
    Laid {
        organ: title(names, |rules| &rules.papers.organ),
        number: typed(issued.as_ref().and_then(|issue| issue.number.as_ref())),
        signer: typed(issued.as_ref().and_then(|issue| issue.signer.as_ref())),
        title: broken(content.title.as_str()),
        to: content.to.to_string(),
        opening: content.opening.to_string(),
        parts: content.parts.iter().map(part).collect(),
        named: named(names, content),
        asked: if bulletin { closing.clone() } else { Vec::new() },
        closing: if bulletin { String::new() } else { closing.join("\n") },
        enclosed: if bulletin { Vec::new() } else { vec![title(names, |rules| &rules.papers.registration_register)] },
        from: names.author(),
        on: day_cn(issued.as_ref().map_or(names.today, |issue| issue.stamp.on)),
        remark: match stage {
            SummaryStage::Withdrawn => "已撤回".to_owned(),
            stage if stage.was_issued() => String::new(),
            _ => "草稿".to_owned(),
        },
        copies_to: String::new(),
        printed_by: if bulletin { names.author() } else { String::new() },
    }
    .official()
}

/// A long title breaks where its sense does: before 督办事项.
fn broken(title: &str) -> String {
    match title.split_once("督办事项") {
        Some((before, after)) if title.chars().count() > 20 => format!("{before}\n督办事项{after}"),
        _ => title.to_owned(),
    }
}

fn part(part: &Part) -> SummaryPart {
    let text = part.text.as_ref().map(|text| text.as_str().lines().map(str::to_owned).collect()).unwrap_or_default();
    let table = part.table.as_ref().map(|table| FigureTable { head: table.head.clone(), rows: table.rows.clone() });
    SummaryPart { heading: part.heading.to_string(), text, table }
}

/// 不点名: the unit is not said, nor are the facts, from which everybody would know it.
fn named(names: &Names, content: &Content) -> Vec<NamedUnit> {
    if content.anonymous {
        return Vec::new();
    }
    let one = |named: &domain::summary::Named| NamedUnit {
        name: names.unit_name(named.unit).to_owned(),
        facts: named.facts.as_str().lines().map(str::to_owned).collect(),
        order: named
            .explain_by
            .map(|by| format!("请于{}前向{}报告原因和改进措施。", day_cn(by), names.office_name()))
            .unwrap_or_default(),
    };
    content.named.iter().map(one).collect()
}
