//! Samples of 工作台, units, people and settings.

use super::*;
use crate::pages::{
    desk::{AsideRow, CopiedRow, DeskPage, FallThrough, OweRow},
    directory::{PeoplePage, PersonItem, RecordPage, RoleRow, SmallForm, UnitItem, UnitsPage},
    form::{Field, Kind, Problems},
    ledger::LedgerRow,
    parameters::ChangeRow,
    settings::{LogoPage, ParameterGroup, ParameterRow, SetRow, SettingsPage},
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("desk-office", desk_office()),
        sample("desk-unit", desk_unit()),
        sample("desk-empty", desk_empty()),
        sample("desk-discipline", desk_discipline(true)),
        sample("desk-discipline-empty", desk_discipline(false)),
        sample("units", units()),
        sample("people", people()),
        sample("person", person(Problems::default())),
        sample("person-error", person_error()),
        sample("settings", settings()),
        sample("logo", logo()),
        sample("logo-refused", logo_refused()),
    ]
}

fn row(number: &str, title: &str, lead: &str, stage: &str, due: &str, mark: Mark, next: &str) -> LedgerRow {
    LedgerRow {
        href: "/matters/019ab3f2".into(),
        number: number.into(),
        title: title.into(),
        category: "党委常委会决定事项".into(),
        lead: lead.into(),
        leader: "陈立".into(),
        stage: stage.into(),
        due: due.into(),
        mark,
        next_step: next.into(),
        ..LedgerRow::default()
    }
}

pub(super) fn rows() -> Vec<LedgerRow> {
    let mut rows = vec![
        row(
            "督办〔2026〕41号",
            "南区学生宿舍热水系统改造",
            "后勤保障处",
            "承办中",
            "2026-11-18",
            left(Light::Red, -6),
            "后勤保障处 按催办单落实",
        ),
        row(
            "督办〔2026〕52号",
            "本科教育教学审核评估整改方案落实",
            "教务处",
            "承办中",
            "2026-11-26",
            left(Light::Yellow, 2),
            "教务处 办结",
        ),
        row(
            "督办〔2026〕57号",
            "实验室危险化学品专项排查",
            "国有资产与实验室管理处",
            "承办中",
            "2026-12-15",
            left(Light::Green, 21),
            "国有资产与实验室管理处 报告进展",
        ),
        row(
            "督办〔2026〕58号",
            "教职工食堂价格与质量问题整改",
            "后勤保障处",
            "待签收",
            "2026-12-14",
            left(Light::Green, 20),
            "后勤保障处 签收通知单",
        ),
        row(
            "督办〔2026〕36号",
            "科研经费“包干制”实施细则制定",
            "科学技术发展院",
            "待审核",
            "2026-11-20",
            Mark::new(Light::Plain, Nearness::None),
            "学校办公室 审核办结报告",
        ),
        row(
            "",
            "校园机动车停车收费调整方案",
            "保卫处",
            "待审定",
            "",
            Mark::new(Light::Plain, Nearness::Waiting(2)),
            "陈立 审定拟办意见",
        ),
        row(
            "督办〔2026〕12号",
            LONG_TITLE,
            "后勤保障处",
            "暂缓",
            "2027-03-31",
            Mark::new(Light::Plain, Nearness::Paused),
            "学校办公室 复核暂缓",
        ),
        row(
            "督办〔2026〕9号",
            "新进教师公寓分配办法修订",
            "人事处",
            "已归档",
            "2026-06-30",
            Mark::new(Light::Plain, Nearness::None),
            "",
        ),
    ];
    rows[0].urged = 2;
    rows[0].extended = 1;
    rows[0].co_units = "财务处、基建处".into();
    rows[6].provisional = true;
    rows[6].co_units = "基建处、财务处、保卫处、学生工作部（处）、信息技术中心、国有资产与实验室管理处".into();
    rows
}

fn owe(what: &str, number: &str, title: &str, due: &str, mark: Mark, clause: &str, act: &str) -> OweRow {
    OweRow {
        what: what.into(),
        number: number.into(),
        title: title.into(),
        matter_href: "/matters/019ab3f2".into(),
        due: due.into(),
        provisional: false,
        why: "9月30日起算，次日起 2 个工作日，跳过国庆节 10.1–10.7 → 10月9日".into(),
        mark,
        clause: clause.into(),
        act_label: act.into(),
        act_href: "/matters/019ab3f2/dispatch".into(),
    }
}

fn desk_office() -> DeskPage {
    let fall = |label: &str, count, clause: &str| FallThrough {
        label: label.into(),
        count,
        href: "/matters?list=undispatched".into(),
        clause: clause.into(),
    };
    let mut layout = office("工作台", Place::Desk);
    layout.flashes.push(flash(Tone::Done, "督办〔2026〕59号已立项。请在 11 月 26 日前下发通知单。", "第四条（三）"));
    DeskPage {
        layout,
        today: "2026年11月24日 星期二".into(),
        owes: vec![
            owe(
                "审核办结报告",
                "督办〔2026〕36号",
                "科研经费“包干制”实施细则制定",
                "2026-11-23",
                left(Light::Red, -1),
                "第四条（六）",
                "审核",
            ),
            owe(
                "下发通知单",
                "督办〔2026〕59号",
                "冬季安全隐患排查整治",
                "2026-11-26",
                left(Light::Yellow, 2),
                "第四条（三）",
                "交办",
            ),
            owe(
                "转呈延期申请",
                "督办〔2026〕41号",
                "南区学生宿舍热水系统改造",
                "2026-11-25",
                left(Light::Yellow, 1),
                "第四条（五）",
                "转呈",
            ),
            owe(
                "归档",
                "督办〔2026〕33号",
                "校友企业捐赠项目落地",
                "2026-11-30",
                left(Light::Green, 6),
                "第四条（八）",
                "归档",
            ),
            owe(
                "形成拟办意见",
                "",
                "校长信箱：图书馆延长开放时间",
                "2026-12-01",
                left(Light::Green, 7),
                "学校办公室设定",
                "拟办",
            ),
        ],
        owes_total: 9,
        owes_empty: String::new(),
        falls: vec![
            fall("立项后 2 个工作日未交办", 1, "第四条（三）"),
            fall("交办后未签收", 2, "第四条（三）"),
            fall("5 个工作日未报工作计划", 0, "第四条（四）"),
            fall("本期未报告进展", 4, "第四条（四）"),
            fall("超时限未催办", 1, "第四条（五）"),
            fall("催办后未落实", 1, "第四条（五）"),
            fall("办结报告未审核", 3, "第四条（六）"),
            fall("办结后未反馈", 0, "第四条（七）"),
            fall("办结后 5 个工作日未归档", 0, "第四条（八）"),
        ],
        matters_heading: "在办事项".into(),
        matters: rows(),
        matters_href: "/matters".into(),
        matters_empty: String::new(),
        ..DeskPage::default()
    }
}

fn desk_unit() -> DeskPage {
    DeskPage {
        layout: unit("工作台", Place::Desk),
        today: "2026年11月24日 星期二".into(),
        owes: vec![
            owe(
                "签收通知单",
                "督办〔2026〕60号",
                "期末考试考风考纪专项检查",
                "2026-11-25",
                left(Light::Yellow, 1),
                "第四条（三）",
                "签收",
            ),
            owe(
                "报告进展",
                "督办〔2026〕52号",
                "本科教育教学审核评估整改方案落实",
                "2026-11-30",
                left(Light::Green, 6),
                "第四条（四）",
                "报告",
            ),
        ],
        owes_total: 2,
        aside: vec![
            aside("待签发：申请延期", "钱芳 2026-11-23 16:20 保存", "去签发"),
            aside("分解任务待认可", "2026-11-22 报来", "去认可"),
            aside("草稿被退回：报送办结报告", "退回理由：成效请写明数字", "去修改"),
        ],
        matters_heading: "本单位的事项".into(),
        matters: rows().into_iter().skip(1).take(2).collect(),
        matters_href: "/matters".into(),
        ..DeskPage::default()
    }
}

fn aside(what: &str, note: &str, act: &str) -> AsideRow {
    AsideRow {
        what: what.into(),
        number: "督办〔2026〕52号".into(),
        title: "本科教育教学审核评估整改方案落实".into(),
        note: note.into(),
        act_label: act.into(),
        act_href: "/matters/019ab3f2/extension".into(),
        matter_href: "/matters/019ab3f2".into(),
    }
}

/// What was copied to it, or nothing yet.
fn desk_discipline(some: bool) -> DeskPage {
    let row = |title: &str, outcome: &str, unread| CopiedRow {
        what: "二次催办".into(),
        number: "督办〔2026〕41号".into(),
        title: title.into(),
        href: "/matters/019ab3f2#urgings".into(),
        unread,
        lead: "后勤保障处".into(),
        issued_on: "2026-11-23".into(),
        due: "2026-11-27".into(),
        outcome: outcome.into(),
        sheet: "/matters/019ab3f2/urgings/2".into(),
        letter: "/matters/019ab3f2/urgings/2/letter".into(),
    };
    let copied = vec![row("南区学生宿舍热水系统改造", "落实中", true), row(LONG_TITLE, "2026-11-20 撤销", false)];
    DeskPage {
        layout: unit("工作台", Place::Desk),
        today: "2026年11月24日 星期二".into(),
        owes_empty: "有需要您办理的事情时，会出现在这里。".into(),
        matters_heading: "督办事项".into(),
        matters_empty: "您的岗位不办理督办事项。".into(),
        shows_copied: true,
        copied: if some { copied } else { Vec::new() },
        ..DeskPage::default()
    }
}

fn desk_empty() -> DeskPage {
    DeskPage {
        layout: unit("工作台", Place::Desk),
        today: "2026年11月24日 星期二".into(),
        owes_empty: "学校办公室交办给本单位的事项、需要报告的进展和办结报告会出现在这里，并注明期限和依据。".into(),
        matters_heading: "本单位的事项".into(),
        matters_empty: "通知单下发后，牵头或协办的事项都会列在这里。".into(),
        ..DeskPage::default()
    }
}

fn units() -> UnitsPage {
    let rows = UNITS.iter().enumerate().map(|(i, name)| UnitItem {
        href: format!("/units/{i}"),
        name: (*name).into(),
        kind: if i < 17 { "机关部门" } else { "学院" }.into(),
        heads: if i == 3 { String::new() } else { "王建国（演示）".into() },
        contacts: "李文博（演示）".into(),
        telephone: "027-5975 0000".into(),
        closed: i == 14,
    });
    UnitsPage {
        layout: office("单位", Place::Units),
        q: String::new(),
        rows: rows.collect(),
        new_href: "/units/new".into(),
    }
}

fn people() -> PeoplePage {
    let row = |name: &str, unit: &str, roles: &str, account: &str| PersonItem {
        href: "/people/1".into(),
        name: name.into(),
        unit: unit.into(),
        roles: roles.into(),
        telephone: "027-5975 0001".into(),
        account: account.into(),
    };
    PeoplePage {
        layout: office("人员", Place::People),
        rows: vec![
            row("周敏（演示）", "学校办公室", "督办室经办人", "可登录"),
            row("李文博（演示）", "教务处", "单位联络员（教务处、研究生院）", "可登录"),
            row("陈立（演示）", "校领导", "分管校领导", "未开通"),
            row("吴刚（演示）", "后勤保障处", "", "已停用"),
        ],
        new_href: "/people/new".into(),
        total: "共 4 人".into(),
        ..PeoplePage::default()
    }
}

fn person(problems: Problems) -> RecordPage {
    let role = |role: &str, unit: &str, until: &str| RoleRow {
        role: role.into(),
        unit: unit.into(),
        from: "2025-03-01".into(),
        until: until.into(),
        end_action: if until.is_empty() { "/people/1/roles/2/end".into() } else { String::new() },
    };
    RecordPage {
        layout: office("李文博（演示）", Place::People),
        heading: "李文博（演示）".into(),
        back_label: "人员".into(),
        back: "/people".into(),
        form: SmallForm {
            title: "基本信息".into(),
            action: "/people/1".into(),
            fields: vec![
                Field::new("name", "姓名", Kind::Text).value("李文博（演示）").required().half(),
                Field::new("unit", "所在单位", Kind::Select(choices(&UNITS, 5))).required().half(),
                Field::new("telephone", "办公电话", Kind::Telephone).value("027-5975 0001").half(),
                Field::new("login", "登录名", Kind::Text).value("liwenbo").hint("留空则不开通登录。").half(),
            ],
            submit: "保存".into(),
            problems,
            ..SmallForm::default()
        },
        roles_heading: "任职".into(),
        roles: vec![role("单位联络员", "教务处", ""), role("单位联络员", "研究生院", "2026-06-30")],
        further: vec![SmallForm {
            title: "增加任职".into(),
            action: "/people/1/roles".into(),
            explanation: "任职由系统管理员提出、安全管理员确认后生效。".into(),
            fields: vec![
                Field::new(
                    "role",
                    "角色",
                    Kind::Select(choices(&["单位负责人", "单位联络员", "督办室经办人", "分管校领导"], 1)),
                )
                .required()
                .half(),
                Field::new("from", "自", Kind::Date).value("2026-11-24").required().half(),
            ],
            submit: "提交".into(),
            ..SmallForm::default()
        }],
        once: "https://duban.hbut.edu.cn/welcome/9fK2mQ7x".into(),
        today: "2026-11-24".into(),
    }
}

fn person_error() -> RecordPage {
    let mut problems = Problems::default();
    problems.add("login", "登录名 liwenbo 已被使用，请换一个。");
    RecordPage { once: String::new(), ..person(problems) }
}

fn logo() -> LogoPage {
    let sheet = documents::forms::notice::Notice {
        form_title: "湖北工业大学督办事项通知单".into(),
        office: "学校办公室（盖章）".into(),
        ..Default::default()
    };
    LogoPage {
        layout: office("标志", Place::Settings),
        command_id: "0".into(),
        sheets: vec![documents::paper::Sheet::Form(sheet.form(""))],
        ..LogoPage::default()
    }
}

fn logo_refused() -> LogoPage {
    let mut page = logo();
    page.problems.add("logo", "请选择 PNG 图片");
    page
}

fn settings() -> SettingsPage {
    let parameter = |label: &str, value: &str, clause: &str| ParameterRow {
        label: label.into(),
        value: value.into(),
        clause: clause.into(),
        ..ParameterRow::default()
    };
    let mut limits = vec![
        parameter("立项后下发通知单", "2 个工作日", "第四条（三）"),
        parameter("不需要制定具体政策的事项办结", "15 个工作日", "第四条（四）"),
        parameter("复杂事项报送工作计划", "5 个工作日", "第四条（四）"),
        parameter("签收通知单", "1 个工作日", "无条款依据，由学校办公室设定"),
        parameter("归档", "5 个工作日", "第四条（八）"),
    ];
    limits[3].coming = "自 2027-01-01 起：2 个工作日".into();
    SettingsPage {
        layout: office("设置", Place::Settings),
        groups: vec![ParameterGroup { heading: "时限".into(), rows: limits }],
        mail_href: "/settings/mail".into(),
        logo_href: "/settings/logo".into(),
        change_href: "/settings/parameters".into(),
        sets: sets(),
        work_calendar: "/work-calendar".into(),
    }
}

fn sets() -> Vec<SetRow> {
    let change = |label: &str, old: &str, new: &str| ChangeRow {
        label: label.into(),
        old: old.into(),
        new: new.into(),
        clause: String::new(),
    };
    let set = |from: &str, state: &str, changes| SetRow {
        from: from.into(),
        state: state.into(),
        document: "湖北工业大学督办工作实施办法（湖工大党字〔2023〕55号）".into(),
        changes,
    };
    let changes = vec![
        change("签收通知单", "1 个工作日", "2 个工作日"),
        change("催办内容", "“{事项}”已逾期，请抓紧办理。", "“{事项}”的办结时限为{原时限}，请于{限期}前落实。"),
    ];
    vec![set("2027-01-01", "待施行", changes), set("2023-06-20", "现行", Vec::new())]
}
