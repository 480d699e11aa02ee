//! Samples of every page: empty, typical, longest, in error. One test renders them all (`tests.rs`), and browser
//! checks look at the files it writes.

mod account;
mod acts;
mod batch;
mod calendar;
mod delegations;
mod imports;
mod inbox;
mod leaders;
mod ledger;
mod lists;
mod matters;
mod papers;
mod parameters;
mod quarterly;
mod referrals;
mod search;
mod statistics;
mod summaries;
mod work;

use askama::Template;

use super::{
    form::{Choice, FileRow},
    layout::{Flash, Layout, Place, SignedIn, Tone},
    light::{Light, Mark, Nearness},
};

/// A rendered sample: its name (a file name) and its HTML.
pub struct Sample {
    pub name: String,
    pub html: String,
}

/// Every sample of every page.
pub fn all() -> Vec<Sample> {
    [
        account::all(),
        parameters::all(),
        calendar::all(),
        delegations::all(),
        inbox::all(),
        imports::all(),
        leaders::all(),
        ledger::all(),
        lists::all(),
        matters::all(),
        acts::all(),
        batch::all(),
        quarterly::all(),
        referrals::all(),
        papers::all(),
        search::all(),
        statistics::all(),
        summaries::all(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn sample(name: &str, page: impl Template) -> Sample {
    let html = page.render().unwrap_or_else(|error| panic!("{name}: {error}"));
    Sample { name: name.into(), html }
}

fn stranger(title: &str) -> Layout {
    Layout {
        title: title.into(), institution: "湖北工业大学".into(), csrf: "csrf-sample".into(), ..Layout::default()
    }
}

fn office(title: &str, here: Place) -> Layout {
    Layout {
        user: Some(SignedIn {
            name: "周敏（演示）".into(), post: "学校办公室 · 督办室经办人".into()
        }),
        nav: Place::ALL[1..].into(),
        here: Some(here),
        ..stranger(title)
    }
}

fn unit(title: &str, here: Place) -> Layout {
    Layout {
        user: Some(SignedIn { name: "李文博（演示）".into(), post: "教务处 · 单位联络员".into() }),
        nav: vec![Place::Desk, Place::Ledger, Place::Calendar],
        here: Some(here),
        ..stranger(title)
    }
}

fn leader(title: &str, here: Place) -> Layout {
    Layout {
        user: Some(SignedIn { name: "陈立（演示）".into(), post: "分管校领导".into() }),
        nav: vec![Place::LeaderDesk, Place::Ledger, Place::Calendar],
        here: Some(here),
        ..stranger(title)
    }
}

fn flash(tone: Tone, text: &str, clause: &str) -> Flash {
    Flash { tone, text: text.into(), clause: clause.into() }
}

fn left(light: Light, days: i32) -> Mark {
    Mark::new(light, Nearness::Left(days))
}

fn choices(labels: &[&str], chosen: usize) -> Vec<Choice> {
    labels.iter().enumerate().map(|(i, label)| Choice::new(&format!("v{i}"), label).chosen_if(i == chosen)).collect()
}

const UNITS: [&str; 20] = [
    "党委组织部",
    "党委宣传部",
    "纪委、监察专员办公室",
    "学生工作部（处）",
    "人事处",
    "教务处",
    "研究生院",
    "科学技术发展院",
    "财务处",
    "国有资产与实验室管理处",
    "后勤保障处",
    "保卫处",
    "基建处",
    "审计处",
    "国际交流与合作处",
    "信息技术中心",
    "图书馆",
    "机械工程学院",
    "电气与电子工程学院",
    "马克思主义学院",
];

/// The seven categories of the third article, shortened as the ledger shows them, full as the forms do.
const CATEGORIES: [&str; 7] = [
    "习近平总书记重要讲话、指示批示精神，中央和湖北省召开的重要会议精神和重大方针政策、重要文件、重要工作部署的贯彻落实情况",
    "上级机关和主管部门领导批示、来文、来电的贯彻落实情况",
    "学校党代会、教代会、党委全委会、党委常委会、校长办公会决定事项的落实情况",
    "学校重要会议精神、重要文件、重大决策部署、年度工作要点落实情况",
    "学校领导批示和交办事项的办理落实情况",
    "学校师生员工反映强烈的热点、难点问题办理落实情况",
    "其他需要督办的事项",
];

const LONG_TITLE: &str = "关于落实党委常委会2026年第21次会议决定，统筹推进南区学生宿舍（第1至第12栋）热水系统、供电线路与消防设施综合改造，\
    并同步完善宿舍区照明、监控、快递驿站与非机动车充电设施，确保2026年秋季学期结束前全部投入使用的督办事项";

fn file(name: &str, size: &str, label: &str) -> FileRow {
    FileRow {
        id: "f1".into(),
        name: name.into(),
        size: size.into(),
        who: "周敏（演示）".into(),
        when: "2026-11-03 10:12".into(),
        label: label.into(),
        href: "/files/f1".into(),
    }
}
