//! Samples of 季度呈报, and of a 工作台 that asks about the clock.

use super::*;
use crate::pages::{
    desk::{ClockBanner, DeskPage},
    directory::SmallForm,
    form::{Fact, Field, Kind, Problems},
    quarterly::QuarterlyPage,
};

pub fn all() -> Vec<Sample> {
    let mut wrong = Problems::default();
    wrong.add_under("on", "呈报日期应在2026年第三季度结束以后、不晚于今天，请改正", "第四条（七）");
    vec![
        sample("quarterly", quarterly(Problems::default())),
        sample("quarterly-error", quarterly(wrong)),
        sample("quarterly-submitted", submitted()),
        sample("desk-clock", held(true)),
        sample("desk-clock-clerk", held(false)),
    ]
}

fn quarterly(problems: Problems) -> QuarterlyPage {
    QuarterlyPage {
        layout: office("2026年第三季度季度呈报", Place::Desk),
        quarter: "2026年第三季度".into(),
        clause: "第四条（七）".into(),
        draft: "/summaries/new?kind=report&from=2026-07&to=2026-09".into(),
        facts: vec![
            Fact::new("呈报范围", "2026年7月1日至9月30日内的全部督办事项"),
            Fact::new("呈报对象", "校领导班子"),
            Fact::new("时限", "2026年10月20日"),
            Fact::new("时限算法", "9月30日起算，次日起 10 个工作日，跳过国庆节 10.1–10.7，10月10日补班计入 → 10月20日"),
        ],
        contents: ["本季度立项、交办、办结、归档的事项数", "超过办结时限的事项：逾期天数、催办情况和原因"]
            .map(Into::into)
            .into(),
        form: Some(SmallForm {
            title: "登记呈报".into(),
            action: "/quarterly-reports/2026-3".into(),
            command_id: "019ab3f2-0000-7000-8000-000000000001".into(),
            explanation: "呈报校领导班子以后在这里登记，工作台上的这一项即为办结。".into(),
            fields: vec![
                Field::new("on", "呈报日期", Kind::Date).value("2026-10-15").required().half(),
                Field::new("note", "说明", Kind::Text)
                    .hint("呈报的对象和方式，例如：书面呈报校领导班子各成员。")
                    .required(),
            ],
            problems,
            submit: "登记".into(),
        }),
    }
}

fn submitted() -> QuarterlyPage {
    let mut page = quarterly(Problems::default());
    page.form = None;
    page.facts.push(Fact::new("呈报日期", "2026年10月22日（晚于时限）"));
    page.facts.push(Fact::new("说明", "书面呈报校领导班子各成员"));
    page
}

fn held(may_confirm: bool) -> DeskPage {
    DeskPage {
        layout: office("工作台", Place::Desk),
        today: "2036年11月24日 星期一".into(),
        clock: Some(ClockBanner {
            text: "系统时钟显示今天是2036年11月24日，比上次运行的2026年11月24日晚 3653 天。自动催办和提醒已暂停。"
                .into(),
            day: "2036-11-24".into(),
            may_confirm,
        }),
        owes_empty: "待交办、待审核、待反馈、待归档的事项到了该办的时候，会连同时限和依据出现在这里。".into(),
        matters_heading: "在办事项".into(),
        matters_empty: "新建事项并立项、交办后，在办的事项会出现在这里。".into(),
        ..DeskPage::default()
    }
}
