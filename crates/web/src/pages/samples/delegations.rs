//! Samples of 代签授权.

use super::*;
use crate::pages::{
    delegations::{DelegationRow, DelegationsPage},
    directory::SmallForm,
    form::{Choice, Field, Kind, Problems},
};

pub fn all() -> Vec<Sample> {
    let mut wrong = Problems::default();
    wrong.add("until", "截止日期要不早于开始日期");
    vec![
        sample("delegations", delegations(Problems::default())),
        sample("delegations-error", delegations(wrong)),
        sample("delegations-none", DelegationsPage { layout: unit("代签授权", Place::Desk), ..Default::default() }),
    ]
}

fn row(state: &str, runs: bool) -> DelegationRow {
    DelegationRow {
        principal: "赵明（后勤保障处）".into(),
        deputy: "钱芳（后勤保障处）".into(),
        period: "2026-11-24 至 2026-12-10".into(),
        state: state.into(),
        runs,
        end: if runs { "/delegations/1/end".into() } else { String::new() },
    }
}

fn delegations(problems: Problems) -> DelegationsPage {
    DelegationsPage {
        layout: unit("代签授权", Place::Desk),
        given: vec![row("生效中", true), row("已结束", false)],
        received: vec![row("未开始", false)],
        all: vec![row("生效中", true)],
        oversees: true,
        form: Some(SmallForm {
            title: "授权他人代签".into(),
            action: "/delegations".into(),
            command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
            explanation: "在此期间，代签人可以代您签收、签发和审批。".into(),
            fields: vec![
                Field::new("deputy", "代签人", Kind::Select(vec![Choice::new("1", "钱芳").note("后勤保障处")]))
                    .required(),
                Field::new("from", "开始日期", Kind::Date).value("2026-11-24").required().half(),
                Field::new("until", "截止日期", Kind::Date).value("2026-11-20").required().half(),
            ],
            problems,
            submit: "授权".into(),
        }),
    }
}
