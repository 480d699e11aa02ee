//! Samples of signing in, set-up and errors.

use super::*;
use crate::pages::{
    account::{Founder, PasswordPage, SessionRow, SessionsPage, SetUpPage, SignInPage, TokenRow},
    error::{ErrorPage, WayOn},
    form::{Fact, Problems},
};

pub fn all() -> Vec<Sample> {
    let mut samples = vec![
        sample("sign-in", SignInPage { layout: stranger("登录"), ..SignInPage::default() }),
        sample("sign-in-error", sign_in_error()),
        sample("set-up", set_up(Problems::default())),
        sample("set-up-error", set_up_error()),
        sample("password", password(Problems::default())),
        sample("password-error", password_error()),
        sample("sessions", sessions()),
    ];
    samples.extend([403, 404, 500].map(|status| sample(&format!("error-{status}"), error(status))));
    samples.push(sample("error-409", conflict()));
    samples
}

fn sign_in_error() -> SignInPage {
    let mut problems = Problems::default();
    problems.add("login", "登录名或密码不对，请再试一次；还可再试 3 次。");
    SignInPage { layout: stranger("登录"), login: "zhoumin".into(), next: "/matters".into(), problems }
}

fn set_up(problems: Problems) -> SetUpPage {
    let founder = |key: &str, role: &str, duty: &str| Founder {
        key: key.into(),
        role: role.into(),
        duty: duty.into(),
        ..Founder::default()
    };
    SetUpPage {
        layout: stranger("首次设置"),
        action: "/set-up/one-time".into(),
        institution: "湖北工业大学".into(),
        office: "学校办公室".into(),
        founders: vec![
            founder("system", "系统管理员", "登记单位和人员，维护系统运行；不办理督办事项，不能查看审计记录。"),
            founder("security", "安全管理员", "确认账号和权限；不办理督办事项。"),
            founder("auditor", "审计员", "只查看审计记录。"),
            founder("head", "学校办公室主任", "审签拟办意见、通知单和催办单，维护参数与日历。"),
        ],
        password_rule:
            "密码至少 10 位，含大写字母、小写字母、数字、符号中的三类，不能包含登录名、学校简称或年份等常见词。".into(),
        problems,
    }
}

fn set_up_error() -> SetUpPage {
    let mut problems = Problems::default();
    problems.add("security_name", "系统管理员、安全管理员、审计员必须是三个不同的人。");
    problems.add("auditor_password", "密码过于常见，请换一个。");
    let mut page = set_up(problems);
    for founder in &mut page.founders {
        founder.name = "王建国".into();
        founder.login = format!("wang-{}", founder.key);
    }
    page
}

fn password(problems: Problems) -> PasswordPage {
    PasswordPage {
        layout: unit("修改密码", Place::Desk),
        forced: true,
        password_rule: "至少 10 位，含大写字母、小写字母、数字、符号中的三类。".into(),
        problems,
    }
}

fn password_error() -> PasswordPage {
    let mut problems = Problems::default();
    problems.add("again", "两次输入的新密码不一致。");
    PasswordPage { forced: false, ..password(problems) }
}

fn sessions() -> SessionsPage {
    let row = |device: &str, current| SessionRow {
        id: "s1".into(),
        device: device.into(),
        address: "10.20.3.14".into(),
        since: "2026-11-24 08:31".into(),
        last_seen: "2026-11-24 09:10".into(),
        current,
    };
    SessionsPage {
        layout: office("登录设备与令牌", Place::Desk),
        sessions: vec![row("Windows · Edge", true), row("Android · 企业微信", false)],
        tokens: vec![TokenRow {
            id: "t1".into(),
            name: "统计报送脚本".into(),
            since: "2026-09-01 10:00".into(),
            last_used: String::new(),
        }],
        may_create_tokens: true,
        new_token: "duban_demo_4h7Kq2vX9mZp3RtY8sWc".into(),
        problems: Problems::default(),
    }
}

fn error(status: u16) -> ErrorPage {
    ErrorPage {
        layout: office("出错了", Place::Desk),
        status,
        request_id: "019ab3f2-7c11".into(),
        ways_on: vec![
            WayOn { label: "回到工作台".into(), href: "/".into() },
            WayOn { label: "查看督办台账".into(), href: "/matters".into() },
        ],
        ..ErrorPage::default()
    }
}

fn conflict() -> ErrorPage {
    ErrorPage {
        sentence: "在您填写期间，陈立（演示）已于 09:12 批准了这项延期申请，您的修改没有生效。".into(),
        advice: "请先查看事项的最新情况，再决定是否重新提交。".into(),
        clause: "第四条（五）".into(),
        typed: vec![
            Fact::new("延期原因", "招标公示期延长，第一次开标不足三家。\n已于 11 月 20 日重新发布公告。"),
            Fact::new("计划办结时间", "2026-12-25"),
        ],
        ..error(409)
    }
}
