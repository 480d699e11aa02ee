//! Samples of 站内消息, 个人设置 and the mails that were given up.

use super::*;
use crate::pages::{
    directory::SmallForm,
    form::{Field, Kind, Problems},
    inbox::{InboxPage, InboxRow, MailStatePage, PreferencesPage, UndeliveredRow},
};

pub fn all() -> Vec<Sample> {
    vec![
        sample("inbox", inbox()),
        sample("inbox-empty", InboxPage { layout: unit("站内消息", Place::Inbox), ..InboxPage::default() }),
        sample("preferences", preferences(Problems::default())),
        sample("preferences-error", preferences_error()),
        sample("mail-state", mail_state()),
        sample(
            "mail-state-empty",
            MailStatePage {
                layout: office("邮件发送情况", Place::Settings),
                state: "没有等待发送的消息。".into(),
                ..MailStatePage::default()
            },
        ),
    ]
}

fn message(text: &str, number: &str, title: &str) -> InboxRow {
    InboxRow {
        href: "/inbox/019ab3f2".into(),
        text: text.into(),
        number: number.into(),
        title: title.into(),
        at: "2026-11-24 08:00".into(),
        ..InboxRow::default()
    }
}

fn inbox() -> InboxPage {
    let mut layout = unit("站内消息", Place::Inbox);
    layout.unread = 100;
    let urged = message("催办：请于2026年11月27日前按催办单落实。", "督办〔2026〕37号", LONG_TITLE);
    let reminder = "提醒：办结的时限2026年11月20日已过，已逾期 2 个工作日，请抓紧办理。";
    let reminder = message(reminder, "督办〔2026〕37号", LONG_TITLE);
    InboxPage {
        layout,
        rows: vec![
            InboxRow { unread: true, urgent: true, ..urged },
            InboxRow { unread: true, state: "已逾期".into(), past: true, ..reminder },
            InboxRow {
                state: "已办理".into(),
                ..message("交办：请于2026年11月12日前签收通知单。", "督办〔2026〕41号", "南区学生宿舍热水系统改造")
            },
            message("延期申请已批准，请查看新的办结时限。", "督办〔2026〕40号", "实验室安全隐患整改"),
            message("提出拟办意见：请于2026年11月25日前反馈意见。", "", "研究生公寓电动车充电设施"),
            message("这条消息涉及的事项，您现在无权查看。", "", ""),
        ],
        until: "1790000000000000".into(),
        newest: "/inbox".into(),
        earlier: "/inbox?after=1".into(),
    }
}

fn preferences(problems: Problems) -> PreferencesPage {
    let asked = |name: &str, label: &str, chosen| {
        Field::new(name, label, Kind::Radio(choices(&["每日汇总", "即时", "不发邮件"], chosen)))
    };
    PreferencesPage {
        layout: unit("个人设置", Place::Desk),
        mail: SmallForm {
            title: "电子邮箱".into(),
            action: "/preferences/mail".into(),
            command_id: "019ab3f2".into(),
            explanation: "用于接收督办系统的邮件，加密保存。留空则不发邮件。".into(),
            fields: vec![
                Field::new("mail", "电子邮箱", Kind::Text).value("zhou.min@hbut").hint("例如：name@hbut.edu.cn"),
            ],
            problems,
            submit: "保存邮箱".into(),
        },
        messages: SmallForm {
            title: "邮件通知".into(),
            action: "/preferences/messages".into(),
            explanation: "每日汇总在工作日 08:00 起发出，每天一封；催办不等汇总。".into(),
            fields: vec![
                asked("owes", "我要办的", 0).hint("需要您或贵单位签收、报送、审批的事。"),
                asked("told", "告知我的", 2),
                asked("reminders", "提醒", 1),
            ],
            submit: "保存方式".into(),
            ..SmallForm::default()
        },
        no_mail: true,
    }
}

fn preferences_error() -> PreferencesPage {
    let mut problems = Problems::default();
    problems.add("mail", "不像电子邮箱地址，请照“name@hbut.edu.cn”填写");
    PreferencesPage { no_mail: false, ..preferences(problems) }
}

fn mail_state() -> MailStatePage {
    MailStatePage {
        layout: office("邮件发送情况", Place::Settings),
        state: "37 条消息等待发送（含等待每日汇总的），最早的一条来自 2026-11-22 10:00。".into(),
        rows: vec![
            UndeliveredRow {
                id: "m1".into(),
                person: "周敏（演示）".into(),
                at: "2026-11-22 10:00".into(),
                ended_at: "2026-11-24 12:31".into(),
                why: "不能送达：服务器答复 550：5.1.1 <（收件地址）>: no such user".into(),
            },
            UndeliveredRow {
                id: "m2".into(),
                person: "陈立（演示）".into(),
                at: "2026-11-21 09:00".into(),
                ended_at: "2026-11-23 11:02".into(),
                why: "连不上：服务器没有运行，或拒绝连接".into(),
            },
        ],
        more: "另有 12 封，重新发送后依次列出。".into(),
    }
}
