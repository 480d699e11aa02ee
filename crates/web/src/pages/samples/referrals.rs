//! Samples of 问责移送.

use super::*;
use crate::pages::{
    directory::SmallForm,
    form::{Fact, Field, Kind, Problems},
    panels::{ActPanel, FormPage},
    referrals::{ReferralPage, ReferralRow, ReferralsPage, Said, SuggestedRow},
};

pub fn all() -> Vec<Sample> {
    let mut wrong = Problems::default();
    wrong.add("number", "没有找到编号为“督办〔2026〕99号”的事项，请核对编号");
    vec![
        sample("referrals", list(true)),
        sample("referrals-empty", list(false)),
        sample("referral-new", which(Problems::default())),
        sample("referral-new-error", which(wrong)),
        sample("referral", referral()),
        sample("referral-request", request()),
    ]
}

const GROUND: &str = "不能按时完成督办事项并不能做出合理解释";

fn list(full: bool) -> ReferralsPage {
    let row = ReferralRow {
        href: "/referrals/019ab3f2".into(),
        unit: "后勤保障处".into(),
        title: "南区学生宿舍热水系统改造".into(),
        number: "督办〔2026〕41号".into(),
        ground: GROUND.into(),
        stage: "待说明".into(),
        date: "请于2026年10月27日前说明".into(),
    };
    let suggested = SuggestedRow {
        unit: "国有资产与实验室管理处".into(),
        title: LONG_TITLE.into(),
        matter: "/matters/019ab3f2".into(),
        number: "督办〔2026〕12号".into(),
        clause: "第六条（一）".into(),
        ground: GROUND.into(),
        why: "时限为2026年9月18日，已逾期 21 个工作日；已催办 2 次，仍未办结。".into(),
        begin: "/referrals/new".into(),
    };
    ReferralsPage {
        layout: office("问责移送", Place::Referrals),
        rows: if full { vec![row] } else { Vec::new() },
        suggested: if full { vec![suggested] } else { Vec::new() },
        begin: "提请移送".into(),
    }
}

fn which(problems: Problems) -> FormPage {
    FormPage {
        layout: office("提请问责移送", Place::Referrals),
        heading: "提请问责移送".into(),
        clause: "第六条".into(),
        form: SmallForm {
            title: "选择事项".into(),
            action: "/referrals/new".into(),
            fields: vec![
                Field::new("number", "督办编号", Kind::Text)
                    .hint("例如 督办〔2026〕41号；在事项页和台账上。")
                    .required(),
            ],
            problems,
            submit: "下一步".into(),
            ..SmallForm::default()
        },
        asks: true,
    }
}

fn act(title: &str, folded: bool, fields: Vec<Field>) -> ActPanel {
    let form = SmallForm {
        title: title.into(),
        action: "/referrals/019ab3f2/act".into(),
        command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
        fields,
        submit: title.into(),
        ..SmallForm::default()
    };
    ActPanel { scope: if folded { "folded" } else { "open" }.into(), form, folded }
}

fn said(heading: &str, by: &str, text: &str) -> Said {
    Said { heading: heading.into(), by: by.into(), text: text.into() }
}

fn referral() -> ReferralPage {
    ReferralPage {
        layout: office("问责移送：后勤保障处", Place::Referrals),
        heading: "问责移送：后勤保障处".into(),
        stage: "待主任审核".into(),
        clause: "第六条（一）".into(),
        facts: vec![
            Fact::new("事项", "南区学生宿舍热水系统改造（督办〔2026〕41号）"),
            Fact::new("单位", "后勤保障处"),
            Fact::new("情形", GROUND),
            Fact::new("说明期限", "2026年10月27日"),
            Fact::new("提请", "2026-10-20 周敏（演示）"),
        ],
        said: vec![
            said("事由和依据", "", "时限为2026年9月18日，已催办 2 次，仍未办结。\n二次催办的限期为10月16日。"),
            said(
                "单位的说明（晚于期限）",
                "2026-10-28 万长青（演示）",
                "管道井改造与学生住宿时间冲突，施工窗口少于预期。",
            ),
        ],
        matter: "/matters/019ab3f2".into(),
        letter: "/referrals/019ab3f2/letter".into(),
        list: "/referrals".into(),
        acts: vec![
            act("审核同意移送", false, vec![Field::new("text", "意见", Kind::Area { rows: 2 })]),
            act("不予移送", true, vec![Field::new("text", "理由", Kind::Area { rows: 3 }).required()]),
        ],
        problems: Problems::default(),
    }
}

fn request() -> ReferralPage {
    let mut page = ReferralPage {
        heading: "请说明情况".into(),
        stage: "待说明".into(),
        said: Vec::new(),
        letter: String::new(),
        list: String::new(),
        acts: vec![act("提交说明", false, vec![Field::new("text", "说明", Kind::Area { rows: 6 }).required()])],
        ..referral()
    };
    page.facts.truncate(4);
    page
}
