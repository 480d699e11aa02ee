//! Every command of the table, given once through its own page by whom it belongs to.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use app::{Act, Actor, Request};
use axum::http::StatusCode;
use domain::{
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    matter::{Command, CommandKind},
    value::{Day, MatterId, PersonId, Title, UnitId},
};
use jiff::civil::date;

use crate::{
    form::Form,
    support::{Answer, TestApp, Visitor},
};

/// The school with a second unit and its head.
pub struct Stage {
    pub test: TestApp,
    pub logistics: UnitId,
    given: Mutex<BTreeSet<&'static str>>,
}

const ACTORS: [&str; 8] = ["clerk", "head", "leader", "principal", "dean", "contact", "porter", "discipline"];

impl Stage {
    pub async fn set() -> Stage {
        let mut test = TestApp::new().await;
        let mut deed = Request::new(test.app.fresh_id());
        let (logistics, porter) = (UnitId(deed.fresh_id()), PersonId(deed.fresh_id()));
        let title = |words: &str| Title::parse("名称", words).unwrap();
        let unit = Unit {
            id: logistics,
            name: title("后勤保障处"),
            aliases: Vec::new(),
            kind: UnitKind::Department,
            order: 9,
            closed_on: None,
        };
        let person = Person {
            id: porter,
            name: title("后勤处长"),
            unit: Some(logistics),
            post: String::new(),
            telephone: None,
            mail: None,
            left_on: None,
        };
        let (role, from) = (Role::UnitHead, date(2026, 1, 1));
        for command in [
            InstitutionCommand::AddUnit(unit),
            InstitutionCommand::AddPerson(person),
            InstitutionCommand::Grant { person: porter, role, unit: Some(logistics), from, until: None },
        ] {
            deed = deed.act(Act::Institution(command));
        }
        test.app.execute(&Actor::system("test"), deed).await.unwrap();
        test.people.insert("porter", porter);
        Stage { test, logistics, given: Mutex::default() }
    }

    /// Everybody has signed in anew on that day.
    pub async fn on(&self, day: Day) -> Cast<'_> {
        self.test.clock.set_day(day);
        let mut people = BTreeMap::new();
        for login in ACTORS {
            people.insert(login, self.test.signed_in(login).await);
        }
        Cast { stage: self, people }
    }
}

pub struct Cast<'s> {
    stage: &'s Stage,
    pub people: BTreeMap<&'static str, Visitor>,
}

impl Cast<'_> {
    /// Opens the form, fills in, sends, and says that it was accepted.
    pub async fn gives(&self, who: &str, matter: &str, act: &'static str, filled: &[(&str, &str)]) -> Answer {
        let visitor = &self.people[who];
        let address = format!("{matter}/{act}");
        let page = visitor.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{who} opens {act}: {}", page.body);
        let start = Form::to(&page, &address);
        let form = filled.iter().fold(start, |form, (name, value)| form.set(name, value));
        let answer = form.send(visitor).await;
        let problems = answer.body.split("role=\"alert\"").nth(1).unwrap_or(&answer.body);
        let problems: String = problems.chars().take(1500).collect();
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{who} sends {act}: {problems}");
        self.stage.given.lock().unwrap().insert(act);
        answer
    }

    pub async fn proposes(&self, more: &[(&str, &str)]) -> String {
        let page = self.people["clerk"].get("/matters/new").await;
        let leader = self.stage.test.people["leader"].to_string();
        let form = Form::to(&page, "/matters")
            .set("title", "宿舍热水改造")
            .set("content", "改造南区宿舍热水")
            .set("requirements", "分期施工")
            .set("target", "6 栋完成并验收")
            .set("category", "superior_instructions")
            .set("source_kind", "petition")
            .set("reply_date", "2026-12-25")
            .set("lead", &self.stage.test.unit.to_string())
            .set("leader", &leader);
        let form = more.iter().fold(form, |form, (name, value)| form.set(name, value));
        let made = form.send(&self.people["clerk"]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        self.stage.given.lock().unwrap().insert(CommandKind::Propose.code());
        made.location().to_owned()
    }

    /// 系统自动: what the scheduler does on the day after a limit has passed.
    pub async fn urging_is_proposed(&self, matter: &str) {
        let id: MatterId = matter.trim_start_matches("/matters/").parse().unwrap();
        let request = Request::matter(self.stage.test.app.fresh_id(), id, Command::ProposeUrging);
        self.stage.test.app.execute(&Actor::system("test"), request).await.unwrap();
    }

    pub async fn stage_of(&self, matter: &str) -> String {
        let page = self.people["clerk"].get(matter).await;
        let stage = page.body.split_once("<span class=\"stage\">").expect("a stage").1;
        stage.split('<').next().unwrap_or_default().to_owned()
    }
}

const WORK: &str = "/matters";

#[tokio::test]
async fn every_command_has_its_page() {
    let stage = Stage::set().await;
    let (unit, logistics) = (stage.test.unit.to_string(), stage.logistics.to_string());
    let (leader, principal) = (stage.test.people["leader"].to_string(), stage.test.people["principal"].to_string());

    // drafts that go no further
    let cast = stage.on(date(2026, 9, 28)).await;
    let main = cast.proposes(&[("title", "主事项")]).await;
    let id = |matter: &str| matter.trim_start_matches(WORK).trim_start_matches('/').to_owned();
    let other = cast.proposes(&[]).await;
    cast.gives("clerk", &other, "distribution", &[("units", &logistics)]).await;
    cast.gives("clerk", &other, "merger", &[("into", &id(&main)), ("reason", "同一件事")]).await;
    let other = cast.proposes(&[]).await;
    cast.gives("clerk", &other, "not-pursued", &[("reason", "已有安排")]).await;

    // 拟办 of a complex matter: opinions, approval, sent back once
    let draft = cast
        .proposes(&[("co_units", &logistics), ("major", "1"), ("complex", "1"), ("limit", "complex"), ("due", "")])
        .await;
    cast.gives("clerk", &draft, "revision", &[("title", "宿舍热水系统改造")]).await;
    let parties = [("parties", format!("unit:{logistics}")), ("due", "2026-09-30".to_owned())];
    let parties: Vec<(&str, &str)> = parties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    cast.gives("clerk", &draft, "opinion-request", &parties).await;
    cast.gives("porter", &draft, "opinion", &[("text", "可行")]).await;
    cast.gives("clerk", &draft, "opinion-request", &parties).await;
    let cast = stage.on(date(2026, 10, 8)).await;
    cast.gives("clerk", &draft, "missing-opinion", &[]).await;
    let both = [("leaders", leader.as_str()), ("leaders_then", principal.as_str())];
    cast.gives("clerk", &draft, "submission", &both).await;
    cast.gives("leader", &draft, "sending-back", &[("text", "再写明确些"), ("decision", "refuse")]).await;
    cast.gives("clerk", &draft, "submission", &both).await;
    cast.gives("leader", &draft, "approval", &[("decision", "grant")]).await;
    cast.gives("principal", &draft, "approval", &[("decision", "grant"), ("text", "同意")]).await;
    cast.gives("clerk", &draft, "registration", &[]).await;

    // 交办: notice, objection, plan
    let telephones = [("telephone0", "02759750001"), ("telephone1", "02759750002")];
    cast.gives("clerk", &draft, "dispatch", &telephones).await;
    cast.gives("contact", &draft, "signature", &[]).await;
    cast.gives("porter", &draft, "objection", &[("reason", "不归口")]).await;
    cast.gives("porter", &draft, "withdrawal", &[]).await;
    cast.gives("porter", &draft, "objection", &[("reason", "确实不归口")]).await;
    cast.gives("clerk", &draft, "insistence", &[("reason", "职责所在")]).await;
    cast.gives("contact", &draft, "contact", &[("telephone", "02759750009")]).await;
    cast.gives("clerk", &draft, "amendment", &[("target", "6 栋完成并通过验收"), ("reason", "笔误")]).await;
    let plan = [("step1_text", "调研"), ("step1_due", "2026-10-20"), ("final_due", "2026-10-23")];
    cast.gives("contact", &draft, "plan", &plan).await;
    cast.gives("clerk", &draft, "plan-return", &[("decision", "refuse"), ("text", "太粗"), ("due", "2026-10-12")])
        .await;
    cast.gives("contact", &draft, "plan", &[("step2_text", "施工"), ("step2_due", "2026-10-22")]).await;
    cast.gives("clerk", &draft, "plan-acceptance", &[("decision", "grant")]).await;
    let owner = format!("unit:{logistics}");
    cast.gives("contact", &draft, "sub-task", &[("owner", &owner), ("due", "2026-10-20"), ("text", "腾空设备间")])
        .await;
    cast.gives("porter", &draft, "sub-task-report", &[("text", "已腾空")]).await;
    cast.gives("contact", &draft, "sub-task-taking", &[]).await;
    cast.gives("contact", &draft, "progress", &[]).await;
    cast.gives("contact", &draft, "coordination", &[("text", "请协调停水")]).await;
    cast.gives("clerk", &draft, "coordination-answer", &[("text", "已协调")]).await;
    cast.gives("clerk", &draft, "reminder", &[]).await;
    let head = stage.test.people["head"].to_string();
    cast.gives("clerk", &draft, "handover", &[("clerk", &head), ("reason", "外出学习")]).await;
    cast.gives("clerk", &draft, "situation", &[("kind", "new_problem"), ("text", "管线老化")]).await;
    cast.gives("clerk", &draft, "situation-submission", &[("to", &leader)]).await;
    let owed = format!("unit:{unit}");
    cast.gives("leader", &draft, "instruction", &[("text", "抓紧"), ("owed", &owed), ("owed_due", "2026-10-20")]).await;
    cast.gives("contact", &draft, "instruction-answer", &[("text", "已抓紧")]).await;
    let cast = stage.on(date(2026, 10, 13)).await;
    cast.gives("clerk", &draft, "deemed-signature", &[("reason", "电话已告知")]).await;
    cast.gives("clerk", &draft, "co-unit-removal", &[("reason", "不再需要")]).await;
    let one = [("unit", logistics.as_str()), ("reason", "还是需要"), ("telephone", "02759750002")];
    cast.gives("clerk", &draft, "co-unit", &one).await;

    // 催办: late, urged, once more, held, revoked; an extension refused and one granted
    let cast = stage.on(date(2026, 10, 28)).await;
    cast.urging_is_proposed(&draft).await;
    cast.gives("clerk", &draft, "urging", &[("due", "2026-10-30")]).await;
    cast.gives("contact", &draft, "urging-signature", &[]).await;
    let cast = stage.on(date(2026, 11, 2)).await;
    cast.gives("clerk", &draft, "urging-settlement", &[("done", "no"), ("reason", "仍未报送")]).await;
    cast.gives("head", &draft, "urging-hold", &[("until", "2026-11-05"), ("reason", "正在验收")]).await;
    let page = cast.people["head"].get(&format!("{draft}/urging")).await;
    assert!(page.body.contains("同时抄送纪委、监察专员办公室"), "{}", page.body);
    let early = [("due", "2026-11-06"), ("reason", "验收没有结果，提前催办")];
    cast.gives("head", &draft, "urging", &early).await;
    cast.gives("head", &draft, "urging-revocation", &[("reason", "误发")]).await;
    let wish = [("until", "2026-12-10"), ("reasons", "设备未到"), ("measures", "赶工")];
    cast.gives("dean", &draft, "extension", &wish).await;
    cast.gives("clerk", &draft, "extension-return", &[("reason", "请写明措施")]).await;
    cast.gives("dean", &draft, "extension", &wish).await;
    cast.gives("clerk", &draft, "extension-forwarding", &[]).await;
    cast.gives("leader", &draft, "extension-refusal", &[("decision", "refuse"), ("text", "按期")]).await;
    cast.gives("dean", &draft, "extension", &wish).await;
    cast.gives("clerk", &draft, "extension-forwarding", &[]).await;
    cast.gives("leader", &draft, "extension-grant", &[("decision", "grant")]).await;

    // 暂缓 refused, granted, ended; 终止 refused
    let pause = [("cause", "tender"), ("reason", "等待招标"), ("expected_end", "2026-11-20")];
    cast.gives("head", &draft, "suspension", &pause).await;
    cast.gives("leader", &draft, "suspension-refusal", &[("decision", "refuse"), ("text", "继续")]).await;
    cast.gives("head", &draft, "suspension", &pause).await;
    cast.gives("leader", &draft, "suspension-grant", &[("decision", "grant")]).await;
    assert_eq!(cast.stage_of(&draft).await, "暂缓");
    cast.gives("leader", &draft, "resumption", &[("due", "2026-12-11")]).await;
    cast.gives("head", &draft, "termination", &[("reason", "政策变化")]).await;
    cast.gives("leader", &draft, "termination-refusal", &[("decision", "refuse"), ("text", "继续办理")]).await;

    // 办结, 评价, 归档
    let report = [("section3", "分三期"), ("section4", "6 栋完成"), ("section5", "维护")];
    cast.gives("dean", &draft, "closing-report", &report).await;
    cast.gives("porter", &draft, "closing-confirmation", &[("agrees", "yes")]).await;
    let mut accept = vec![("verdict", "accept")];
    accept.extend(["answer1", "answer2", "answer3", "answer4", "answer5"].map(|answer| (answer, "yes")));
    cast.gives("clerk", &draft, "review", &accept).await;
    cast.gives("head", &draft, "acceptance-revocation", &[("reason", "发现遗漏")]).await;
    cast.gives("clerk", &draft, "review", &accept).await;
    cast.gives("leader", &draft, "rating", &[("satisfied", "yes"), ("text", "很好")]).await;
    cast.gives("clerk", &draft, "feedback", &[]).await;
    cast.gives("clerk", &draft, "superior-report", &[("text", "已书面报送")]).await;
    cast.gives("clerk", &draft, "petitioner-answer", &[("answer_manner", "电话"), ("text", "已告知")]).await;
    let mut materials = Vec::new();
    for kind in ["instructions", "minutes", "documents", "other"] {
        materials.push((format!("material_{kind}"), "paper".to_owned()));
        materials.extend(
            [("count", "1"), ("pages", "3"), ("place", "柜 3-2")]
                .map(|(part, value)| (format!("material_{kind}_{part}"), value.to_owned())),
        );
    }
    let materials: Vec<(&str, &str)> = materials.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    cast.gives("clerk", &draft, "archive", &materials).await;
    assert_eq!(cast.stage_of(&draft).await, "已归档");

    // 改派, 更正时限 and 终止 on another
    let other = cast.proposes(&[("limit", "explicit"), ("due", "2026-12-01")]).await;
    cast.gives("clerk", &other, "registration", &[]).await;
    cast.gives("clerk", &other, "dispatch", &telephones[..1]).await;
    cast.gives("head", &other, "correction", &[("due", "2026-12-02"), ("reason", "写错一天")]).await;
    cast.gives(
        "clerk",
        &other,
        "transfer",
        &[("unit", &logistics), ("reason", "职责调整"), ("telephone", "02759750002")],
    )
    .await;
    cast.gives("head", &other, "termination", &[("reason", "不再需要")]).await;
    cast.gives("leader", &other, "termination-grant", &[("decision", "grant")]).await;
    assert_eq!(cast.stage_of(&other).await, "终止");

    // elsewhere: 补录 and 上传 in `matters`, 重算 needs a changed calendar
    // … and what the system does has no page
    let elsewhere = [
        CommandKind::Adopt,
        CommandKind::ConfirmAdoption,
        CommandKind::Attach,
        CommandKind::Recalculate,
        CommandKind::ProposeUrging,
    ];
    let given = stage.given.lock().unwrap().clone();
    let missing: Vec<&str> = CommandKind::ALL
        .iter()
        .filter(|kind| !elsewhere.contains(kind))
        .map(|kind| kind.code())
        .filter(|code| !given.contains(code))
        .collect();
    assert!(missing.is_empty(), "never given: {missing:?}");
}
