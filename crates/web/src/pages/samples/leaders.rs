//! Samples of 批阅 and 会议.

use super::*;
use crate::pages::{
    form::Fact,
    leader_desk::{Card, ChargeRow, LeaderDeskPage},
    meeting::{AgendaRow, BeginForm, MeetingLine, MeetingPage, MeetingsPage, NoteRow, Shown, TurnPage},
};

pub fn all() -> Vec<Sample> {
    let nothing = LeaderDeskPage { cards: Vec::new(), cards_total: 0, matters: Vec::new(), ..desk() };
    let of_ledger = TurnPage {
        meeting: String::new(),
        notes: Vec::new(),
        note_action: String::new(),
        begin: Some(begin(false)),
        more: true,
        ..turn()
    };
    let empty = TurnPage { shown: None, count: 0, place: 0, next: String::new(), previous: String::new(), ..turn() };
    let unheld = MeetingsPage { layout: leader("会议", Place::LeaderDesk), lines: Vec::new(), begin: None };
    let read_only = MeetingPage {
        layout: leader("校长办公会", Place::LeaderDesk),
        may_write: false,
        notes: Vec::new(),
        rows: Vec::new(),
        first: String::new(),
        ..meeting()
    };
    let mut wrong = turn();
    wrong.problems.add("text", "议定事项：不能为空，请填写");
    vec![
        sample("leader-desk", desk()),
        sample("leader-desk-empty", nothing),
        sample("meeting-turn", turn()),
        sample("meeting-turn-wrong", wrong),
        sample("meeting-turn-ledger", of_ledger),
        sample("meeting-turn-none", empty),
        sample("meeting", meeting()),
        sample("meeting-leader", read_only),
        sample("meetings", meetings()),
        sample("meetings-none", unheld),
    ]
}

fn begin(wrong: bool) -> BeginForm {
    let mut form = BeginForm {
        command_id: "c1".into(),
        held_on: "2026-11-24".into(),
        kept: "light=red".into(),
        views: if wrong { choices(&["全部在办事项", "本月到期"], 0) } else { Vec::new() },
        ..BeginForm::default()
    };
    if wrong {
        form.problems.add("name", "会议名称：不能为空，请填写");
    }
    form
}

fn note(text: &str, became: &str) -> NoteRow {
    let open = became.is_empty();
    NoteRow {
        id: text.chars().count().to_string(),
        text: text.into(),
        who: "周敏（演示） 2026-11-24 15:20".into(),
        matter: "督办〔2026〕41号 南区学生宿舍热水系统改造".into(),
        matter_href: "/meetings/m1/matters/3".into(),
        became: became.into(),
        became_href: if open { String::new() } else { "/matters/019ab3f2".into() },
        action: if open { "/meetings/m1/notes/n1".into() } else { String::new() },
        new_href: "/matters/new?noted=n1".into(),
        instruct_href: "/matters/019ab3f2/instruction?noted=n1".into(),
    }
}

fn turn() -> TurnPage {
    let shown = Shown {
        href: "/matters/019ab3f2".into(),
        instruct_href: "/matters/019ab3f2/instruction".into(),
        number: "督办〔2026〕41号".into(),
        title: "南区学生宿舍热水系统改造".into(),
        stage: "承办中".into(),
        mark: left(Light::Red, -3),
        texts: vec![
            Fact::new("办理要求", "对南区 6 栋学生宿舍热水系统进行改造，年内完成。"),
            Fact::new("量化目标", "6 栋宿舍完成改造并通过验收"),
            Fact::new("最近进展", "设备已订货，土建完成七成。（2026-11-20 报告，完成 40%）"),
            Fact::new("存在的问题", "配电容量不足，须先增容。"),
        ],
        facts: vec![
            Fact::new("牵头单位", "后勤保障处"),
            Fact::new("办结时限", "2026-11-21（首次 2026-10-31）"),
            Fact::new("催办", "1 次，最近 2026-11-23，限 2026-11-27"),
            Fact::new("下一步", "后勤保障处 按催办单落实（2026-11-27 前）"),
        ],
    };
    TurnPage {
        layout: office("会议", Place::Ledger),
        meeting: "校长办公会第 21 次会议 2026-11-24".into(),
        back: "/meetings/m1".into(),
        place: 3,
        count: 17,
        previous: "/meetings/m1/matters/2".into(),
        next: "/meetings/m1/matters/4".into(),
        shown: Some(shown),
        notes: vec![note("增容由基建处牵头，周五前报方案。", "")],
        note_action: "/meetings/m1/notes".into(),
        matter_id: "019ab3f2".into(),
        command_id: "c1".into(),
        ..TurnPage::default()
    }
}

fn meeting() -> MeetingPage {
    let row = |title: &str, mark, notes| AgendaRow {
        href: "/meetings/m1/matters/1".into(),
        number: "督办〔2026〕41号".into(),
        title: title.into(),
        lead: "后勤保障处".into(),
        mark,
        notes,
    };
    MeetingPage {
        layout: office("校长办公会第 21 次会议", Place::Ledger),
        heading: "校长办公会第 21 次会议".into(),
        held_on: "2026年11月24日".into(),
        first: "/meetings/m1/matters/1".into(),
        rows: vec![row("南区学生宿舍热水系统改造", left(Light::Red, -3), 2), row(LONG_TITLE, Mark::default(), 0)],
        notes: vec![
            note("增容由基建处牵头，周五前报方案。", ""),
            NoteRow {
                matter: String::new(),
                instruct_href: String::new(),
                ..note("另行研究食堂承包合同的续签，由后勤保障处提出意见，下次会议再议。", "")
            },
            note("请财务处先行垫付。", "纪要确认，已代录为批示（2026-11-26 09:12）"),
        ],
        open: 2,
        may_write: true,
        note_action: "/meetings/m1/notes".into(),
        end_action: "/meetings/m1/end".into(),
        command_id: "c1".into(),
        ..MeetingPage::default()
    }
}

fn meetings() -> MeetingsPage {
    let line = |name: &str, notes, open| MeetingLine {
        href: "/meetings/m1".into(),
        name: name.into(),
        held_on: "2026-11-24".into(),
        matters: 17,
        notes,
        open,
    };
    MeetingsPage {
        layout: office("会议", Place::Ledger),
        lines: vec![line("校长办公会第 21 次会议", 4, 2), line("党委常委会第 30 次会议", 0, 0)],
        begin: Some(begin(true)),
    }
}

fn waiting(days: i32) -> Mark {
    Mark::new(Light::Plain, Nearness::Waiting(days))
}

fn desk() -> LeaderDeskPage {
    let card = |what: &str, mark: Mark, title: &str, by: &str, facts: &[(&str, &str)], act: &str| Card {
        what: what.into(),
        mark,
        title: title.into(),
        matter_href: "/matters/019ab3f2".into(),
        story_href: "/matters/019ab3f2#line-head".into(),
        by: by.into(),
        facts: facts.iter().map(|(label, text)| Fact::new(label, *text)).collect(),
        act_label: act.into(),
        act_href: "/matters/019ab3f2/extension-grant?about=1".into(),
        instruct_href: "/matters/019ab3f2/instruction".into(),
        ..Card::default()
    };
    let extension = card(
        "审批延期申请",
        waiting(2),
        "南区学生宿舍热水系统改造",
        "万长青（后勤保障处）2026-11-20 申请，2026-11-22 转呈",
        &[
            ("原定 → 申请", "2026-11-30 → 2026-12-14"),
            ("原因", "主要设备交货推迟，中标人已来函说明。"),
            ("学校办公室意见", "情况属实。"),
        ],
        "审批",
    );
    let proposal = card(
        "审定拟办意见",
        waiting(0),
        LONG_TITLE,
        "周敏（学校办公室）2026-11-24 报请审定",
        &[("牵头单位", "后勤保障处"), ("协办单位", "财务处、基建处"), ("办结时限", "2026-12-31")],
        "审定",
    );
    let situation = Card {
        instruct_href: String::new(),
        for_whom: "代 王校长".into(),
        ..card(
            "请您阅示",
            Mark::new(Light::Plain, Nearness::WaitingToBeRead(3)),
            "校园机动车停车收费调整方案",
            "周敏（学校办公室）2026-11-21 呈报",
            &[("新问题", "物价部门要求先行听证。")],
            "批示",
        )
    };
    let matter = |title: &str, mark: Mark, progress: &str| ChargeRow {
        href: "/matters/019ab3f2".into(),
        number: "督办〔2026〕41号".into(),
        title: title.into(),
        stage: "承办中".into(),
        lead: "后勤保障处".into(),
        mark,
        due: "2026-11-30".into(),
        progress: progress.into(),
        progress_on: if progress.is_empty() { String::new() } else { "2026-11-20 报告，完成 40%".into() },
        next_step: "后勤保障处 报告进展".into(),
        next_due: "2026-11-30".into(),
        instruct_href: "/matters/019ab3f2/instruction".into(),
    };
    LeaderDeskPage {
        layout: leader("批阅", Place::LeaderDesk),
        today: "2026年11月24日 星期二".into(),
        cards: vec![situation, extension, proposal],
        cards_total: 4,
        heading: "我分管的事项".into(),
        matters: vec![
            matter("南区学生宿舍热水系统改造", left(Light::Red, -3), "设备已订货，土建完成七成。"),
            matter(LONG_TITLE, left(Light::Yellow, 2), ""),
        ],
        total: "共 37 项".into(),
        overdue: 1,
        overdue_href: "/matters?leader=me&light=red".into(),
        near: 1,
        near_href: "/matters?leader=me&light=yellow".into(),
        ledger_href: "/matters?leader=me".into(),
        meeting_href: "/meeting?leader=me".into(),
        red: "红灯".into(),
        yellow: "黄灯".into(),
    }
}
