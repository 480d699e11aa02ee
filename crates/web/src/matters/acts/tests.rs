//! Every command: its form is drawn, filled in, read back and shown again, and its page keeps what all pages promise.

use std::collections::HashSet;

use app::Request;
use axum::http::StatusCode;
use domain::{
    Refusal,
    matter::{CommandKind, Stage},
    value::MatterId,
};
use http_body_util::BodyExt;
use uuid::Uuid;

use super::{Frame, Trouble, drawn, page, read, refill};
use crate::{
    forms::FormData,
    matters::{look::Look, on_paper, reader::Reader, sample::School, typed},
    pages::{
        form::{Field, Kind},
        layout::Layout,
    },
};

/// Pages of their own: see `create`, `revise`, `adopt`; and what only the system does.
fn has_a_form(kind: &&CommandKind) -> bool {
    !matches!(kind, CommandKind::Propose | CommandKind::Revise | CommandKind::Adopt | CommandKind::ProposeUrging)
}

/// What a browser would send: what stands in the form, and something in every field that is needed and empty.
fn filled(fields: &[Field]) -> FormData {
    let mut values = Vec::new();
    let mut add = |name: &str, value: &str| values.push((name.to_owned(), value.to_owned()));
    for field in fields {
        match &field.kind {
            Kind::Select(choices) | Kind::Radio(choices) => {
                let chosen = choices.iter().find(|choice| choice.chosen).or(choices.first().filter(|_| field.required));
                add(&field.name, chosen.map_or("", |choice| &choice.value));
            }
            Kind::Many(choices) => choices.iter().take(2).for_each(|choice| add(&field.name, &choice.value)),
            Kind::Check { on } if *on => add(&field.name, "1"),
            Kind::Check { .. } | Kind::File { .. } | Kind::Shown => {}
            Kind::Date if field.value.is_empty() && field.required => add(&field.name, "2026-12-20"),
            _ if field.value.is_empty() && field.required => add(&field.name, "填写的内容"),
            _ => add(&field.name, &field.value),
        }
    }
    FormData { values, ..FormData::default() }
}

fn fresh() -> Uuid {
    Uuid::from_u128(77)
}

fn reader<'a>(look: &'a Look, sent: &'a FormData) -> Reader<'a> {
    Reader::new(sent, &look.directory, MatterId(Uuid::from_u128(1)), Request::new(fresh()))
}

/// What the special pages send besides their fields.
fn more(kind: CommandKind, sent: &mut FormData) {
    let pairs: Vec<(&str, &str)> = match kind {
        CommandKind::SubmitClosingReport => super::closing_report::NAMES.iter().map(|name| (*name, "一段")).collect(),
        CommandKind::Review => {
            [("verdict", "supplement"), ("reason", "缺验收单"), ("due", "2026-12-20"), ("answer1", "yes")].into()
        }
        CommandKind::Archive => [("material_notice", "electronic"), ("material_closing_report", "electronic")].into(),
        CommandKind::SubmitPlan => [("step1_text", "调研"), ("step1_due", "2026-11-30")].into(),
        CommandKind::AcceptPlan | CommandKind::ReturnPlan => [("text", "可"), ("due", "2026-12-20")].into(),
        CommandKind::SendBack | CommandKind::RefuseExtension | CommandKind::RefuseSuspension => {
            [("text", "再议")].into()
        }
        CommandKind::RefuseTermination => [("text", "再议")].into(),
        _ => Vec::new(),
    };
    for (name, value) in pairs {
        sent.values.retain(|(key, _)| key != name);
        sent.values.push((name.to_owned(), value.to_owned()));
    }
    if kind == CommandKind::Attach {
        let file = app::ask::FileInfo {
            id: domain::value::FileId(fresh()),
            name: "纪要.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
            digest: String::new(),
            added_at: jiff::Timestamp::UNIX_EPOCH,
        };
        sent.files.push(("file".to_owned(), file));
    }
}

#[tokio::test]
async fn every_form_is_read_back_into_its_command() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    for kind in CommandKind::ALL.iter().filter(has_a_form) {
        let mut sent = filled(&drawn(*kind, &look, None).form.fields);
        more(*kind, &mut sent);
        let mut reader = reader(&look, &sent);
        let command = read(*kind, &mut reader, &look);
        assert!(!reader.problems.any(), "{kind:?}: {:?}", reader.problems);
        let (command, _) = command.unwrap_or_else(|| panic!("{kind:?} was not read"));
        assert_eq!(command.kind(), *kind);
    }
}

#[tokio::test]
async fn an_empty_form_names_what_is_missing_and_is_never_a_panic() {
    let school = School::new().await;
    let look = school.draft(school.clerk).await;
    let nothing = FormData::default();
    for kind in CommandKind::ALL.iter() {
        let mut reader = reader(&look, &nothing);
        let read = read(*kind, &mut reader, &look);
        assert!(read.is_some() || reader.problems.any(), "{kind:?} says nothing");
        let _ = drawn(*kind, &look, Some(&nothing));
    }
}

#[tokio::test]
async fn what_was_typed_stands_in_the_form_again() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    for kind in CommandKind::ALL.iter().filter(has_a_form) {
        let sent = filled(&drawn(*kind, &look, None).form.fields);
        let mut again = drawn(*kind, &look, Some(&sent)).form.fields;
        refill(&mut again, &sent);
        assert_eq!(filled(&again).values, sent.values, "{kind:?}");
    }
}

#[test]
fn a_typed_number_of_a_request_is_kept_and_a_version_is_not() {
    let hidden = |name: &str, value: &str| Field::new(name, "", Kind::Hidden).value(value);
    let mut fields = [hidden("extension", "3"), hidden("version", "9")];
    refill(&mut fields, &typed::of(&[("extension", "2"), ("version", "4")]));
    assert_eq!([fields[0].value.as_str(), fields[1].value.as_str()], ["2", "9"]);
}

#[tokio::test]
async fn every_page_keeps_what_pages_promise() {
    let school = School::new().await;
    for person in [school.clerk, school.head, school.leader, school.dean, school.contact, school.discipline] {
        let look = school.look(person, Stage::UnderReview).await;
        for kind in CommandKind::ALL.iter().filter(has_a_form) {
            let sent = filled(&drawn(*kind, &look, None).form.fields);
            let refusal = Refusal::invalid("办结时限", "请改正")
                .field("牵头单位（教务处）负责人", "请填写")
                .field("凭据", "须附扫描件");
            for trouble in [Trouble::None, Trouble::Refused(refusal)] {
                let layout = Layout { csrf: "token".to_owned(), ..Layout::default() };
                let sent = matches!(trouble, Trouble::Refused(_)).then_some(&sent);
                let frame = Frame { look: &look, kind: *kind, layout, sent, trouble, fresh: &fresh };
                let answer = page(frame, StatusCode::OK).unwrap();
                let body = answer.into_body().collect().await.unwrap().to_bytes();
                checked(&format!("{kind:?}"), std::str::from_utf8(&body).unwrap());
            }
        }
    }
}

fn checked(kind: &str, html: &str) {
    let mut seen = HashSet::new();
    for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(seen.insert(id.to_owned()), "{kind}: the id {id} occurs twice");
    }
    for to in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(seen.contains(to), "{kind}: nothing is called {to}");
    }
    for form in html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
        assert!(
            form.contains("name=\"csrf\"") && form.contains("name=\"command_id\""),
            "{kind}: a form without its guard"
        );
    }
    assert!(!html.contains(" style=") && !html.contains("<script>"), "{kind}");
}

#[tokio::test]
async fn the_office_writes_down_what_others_did() {
    let school = School::new().await;
    let look = school.look(school.clerk, Stage::UnderWay).await;
    let paper = on_paper::form(&look, CommandKind::GrantExtension, None).unwrap();
    assert!(paper.on, "a clerk can only record it");
    assert_eq!(paper.principal_label, "决定人");
    assert_eq!(paper.principals.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>(), ["副校长", "书记"]);
    let leader = school.leader.to_string();
    let sent = typed::of(&[
        ("recorded", "1"),
        ("occurred_on", "2026-11-20"),
        ("principal", &leader),
        ("manner", "call"),
        ("call_note", "电话同意"),
    ]);
    let said = on_paper::circumstances(&look, CommandKind::GrantExtension, &mut reader(&look, &sent)).unwrap();
    assert_eq!((said.decider, said.occurred_on), (Some(school.leader), Some(jiff::civil::date(2026, 11, 20))));
    assert!(said.evidence.is_some());

    // an act of the Office's own may be dated back, and has no decider
    let paper = on_paper::form(&look, CommandKind::RecordSituation, None).unwrap();
    assert!(!paper.on && paper.principals.is_empty());
    let unit = school.look(school.dean, Stage::UnderWay).await;
    assert!(on_paper::form(&unit, CommandKind::Sign, None).is_none());
    let said = on_paper::circumstances(&unit, CommandKind::Sign, &mut reader(&unit, &sent)).unwrap();
    assert!(said.decider.is_none() && said.evidence.is_none(), "nobody else records anything");
}
