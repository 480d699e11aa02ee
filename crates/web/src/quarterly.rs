//! `/quarterly-reports/{year}-{quarter}`: 季度呈报 (R4.7b). What the report of the period says about, by when it is owed, and the
//! note that it was submitted.

use app::Request;
use axum::extract::Path;
use domain::{
    duty::DutyKind,
    institution::{InstitutionCommand, Quarter, QuarterlyReport},
    summary::SummaryKind,
    value::{Day, Text},
};

use crate::{
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    pages::{
        directory::SmallForm,
        form::{Fact, Field, Kind, Problems},
        layout::Place,
        quarterly::QuarterlyPage,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    summaries, words,
};

pub fn href(quarter: Quarter) -> String {
    format!("/quarterly-reports/{}-{}", quarter.year, quarter.quarter)
}

pub async fn show(visitor: SignedIn, Path(quarter): Path<String>) -> Answer {
    let report = find(&visitor, &quarter)?;
    respond::page(&page(&visitor, report, &FormData::default(), Problems::default()))
}

pub async fn submit(visitor: SignedIn, Path(quarter): Path<String>, form: FormData) -> Answer {
    form.only(&["on", "note"])?;
    let report = find(&visitor, &quarter)?;
    let again = |wrong| respond::refused_page(&page(&visitor, report, &form, wrong));
    let (on, note) = match read(&form) {
        Ok(read) => read,
        Err(wrong) => return again(wrong),
    };
    let quarter = report.quarter;
    let command = InstitutionCommand::SubmitQuarterlyReport { quarter, on, note };
    let request = Request::institution(form.command_id()?, command);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&href(quarter), done(format!("已登记{quarter}的呈报。")))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, |field| (field == "呈报日期").then_some("on"))),
            None => Err(refused.typed(form.typed())),
        },
    }
}

/// Not found where there is no such quarter, or where nothing is owed for it.
fn find<'v>(visitor: &'v SignedIn, text: &str) -> Result<&'v QuarterlyReport, Error> {
    let (year, quarter) = text.split_once('-').ok_or_else(Error::not_found)?;
    let (Ok(year), Ok(quarter)) = (year.parse(), quarter.parse()) else { return Err(Error::not_found()) };
    visitor.institution.quarterly_report(Quarter { year, quarter }).ok_or_else(Error::not_found)
}

fn read(form: &FormData) -> Result<(Day, Text), Problems> {
    let mut wrong = Problems::default();
    let on = form.day("on");
    if on.is_none() {
        wrong.add("on", "请填写呈报日期，例如 2026-10-15");
    }
    let note = Text::parse("说明", form.get("note")).map_err(|invalid| wrong.add("note", &invalid.to_string())).ok();
    match (on, note) {
        (Some(on), Some(note)) => Ok((on, note)),
        _ => Err(wrong),
    }
}

fn page(visitor: &SignedIn, report: &QuarterlyReport, form: &FormData, problems: Problems) -> QuarterlyPage {
    let mut facts = vec![
        Fact::new("呈报范围", format!("{}内的全部督办事项", period(report.quarter))),
        Fact::new("呈报对象", "校领导班子"),
        Fact::new("时限", text::day_cn(report.limit.due)),
        Fact::new("时限算法", report.limit.explained.clone()),
    ];
    if let Some(submitted) = &report.submitted {
        let late = if submitted.late { "（晚于时限）" } else { "" };
        facts.push(Fact::new("呈报日期", format!("{}{late}", text::day_cn(submitted.on))));
        facts.push(Fact::new("说明", submitted.note.to_string()));
    }
    QuarterlyPage {
        layout: visitor.layout(&format!("{}季度呈报", report.quarter), Some(Place::Desk)),
        quarter: report.quarter.to_string(),
        clause: words::clause(DutyKind::QuarterlyReport.clause()),
        facts,
        contents: CONTENTS.iter().map(|line| (*line).to_owned()).collect(),
        draft: draft(report.quarter),
        form: report.is_owed().then(|| submission_form(visitor, report, form, problems)),
    }
}

/// Where the report of the quarter is drafted.
fn draft(quarter: Quarter) -> String {
    let Ok(last) = quarter.last_day() else { return "/summaries".to_owned() };
    let month = |month: i8| format!("{:04}-{month:02}", last.year());
    summaries::new_href(SummaryKind::Report, &month(last.month() - 2), &month(last.month()))
}

/// `2026年7月1日至9月30日`
fn period(quarter: Quarter) -> String {
    let Ok(last) = quarter.last_day() else { return quarter.to_string() };
    let first = i32::from(last.month()) - 2;
    format!("{}年{first}月1日至{}", last.year(), text::month_day(last))
}

/// The clause asks for 督办事项情况 of three months; what an office tells under that head (its own).
const CONTENTS: &[&str] = &[
    "本季度立项、交办、办结、归档的事项数，以及季度末仍在办理的事项数",
    "仍在办理的每件事项：编号、承办单位、办结时限、进展和下一步由谁办理",
    "超过办结时限的事项：逾期天数、催办和二次催办情况、未按时办结的原因",
    "批准延期、暂缓和终止的事项及其理由",
    "本季度办结事项的结果，以及未按时办结的事项",
    "需要校领导协调解决的问题",
];

fn submission_form(visitor: &SignedIn, report: &QuarterlyReport, form: &FormData, problems: Problems) -> SmallForm {
    let sent: Option<uuid::Uuid> = form.get("command_id").parse().ok();
    let is_new = form.get("command_id").is_empty();
    let on = if is_new { text::day(visitor.today) } else { form.get("on").to_owned() };
    SmallForm {
        title: "登记系统外的呈报".to_owned(),
        action: href(report.quarter),
        command_id: sent.unwrap_or_else(|| visitor.app().fresh_id()).to_string(),
        explanation: "呈报一般从“按记录起草呈报”开始，经主任审核后在呈报页登记。已在系统外呈报的，在这里登记；工作台上的这一项即为办结。".to_owned(),
        fields: vec![
            Field::new("on", "呈报日期", Kind::Date).value(on).required().half(),
            Field::new("note", "说明", Kind::Text)
                .value(form.get("note"))
                .hint("呈报的对象和方式，例如：书面呈报校领导班子各成员。")
                .required(),
        ],
        problems,
        submit: "登记".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_named_by_its_days() {
        assert_eq!(period(Quarter { year: 2026, quarter: 3 }), "2026年7月1日至9月30日");
        assert_eq!(period(Quarter { year: 2026, quarter: 1 }), "2026年1月1日至3月31日");
        assert_eq!(href(Quarter { year: 2026, quarter: 4 }), "/quarterly-reports/2026-4");
    }
}
