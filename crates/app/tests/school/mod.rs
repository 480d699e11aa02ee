//! A small school for the tests of this crate: four units, nine people, a clock that tests move.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod told;

use std::sync::Arc;

use app::{
    Act, Actor, App, Circumstances, Denied, Done, Places, Request,
    accounts::Limits,
    person_scope,
    ports::{CountingIds, SetClock},
};
use domain::{
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    matter::{
        Answer, Assignment, Cadence, Category, Command, LimitRule, Material, MaterialForm, MaterialKind, Proposal,
        Question, Review, Sections, Source, SourceKind, Verdict,
    },
    value::{Day, MatterId, PersonId, Text, Title, UnitId},
};
use jiff::civil::date;
use store::{Access, files::Files, testing::TestDatabase};
use uuid::Uuid;

pub const TELEPHONE: &str = "027-0000-4711";

pub struct School {
    pub app: App,
    pub clock: Arc<SetClock>,
    pub database: TestDatabase,
    pub office: UnitId,
    pub discipline_unit: UnitId,
    pub jiaowu: UnitId,
    pub houqin: UnitId,
    pub principal: PersonId,
    pub leader: PersonId,
    pub office_head: PersonId,
    pub clerk: PersonId,
    pub jiaowu_head: PersonId,
    pub jiaowu_contact: PersonId,
    pub houqin_head: PersonId,
    pub discipline: PersonId,
    pub stranger: PersonId,
}

pub fn text(words: &str) -> Text {
    Text::parse("文字", words).expect("a text")
}

pub fn title(words: &str) -> Title {
    Title::parse("标题", words).expect("a title")
}

impl School {
    pub async fn on(database: TestDatabase) -> School {
        let clock = Arc::new(SetClock::on(date(2026, 9, 1)));
        let app = open(&database, clock.clone());
        let rules = include_str!("../../../../regulation/hubut-2023.toml");
        let days = include_str!("../../../../regulation/cn-workdays.csv");
        app.seed(rules, days).await.expect("seeds");
        let mut request = Request::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let unit = |request: &mut Request, name: &str, order| {
            let id = UnitId(request.fresh_id());
            let unit =
                Unit { id, name: title(name), aliases: Vec::new(), kind: UnitKind::Department, order, closed_on: None };
            request.acts.push(Act::Institution(InstitutionCommand::AddUnit(unit)));
            id
        };
        let office = unit(&mut request, "学校办公室", 1);
        let discipline_unit = unit(&mut request, "纪委、监察专员办公室", 2);
        let jiaowu = unit(&mut request, "教务处", 3);
        let houqin = unit(&mut request, "后勤保障处", 4);
        let appoint = InstitutionCommand::AppointOffice { office, discipline: discipline_unit };
        request.acts.push(Act::Institution(appoint));
        let mut person = |name: &str, unit: Option<UnitId>, role: Role, of: Option<UnitId>| {
            let id = PersonId(request.fresh_id());
            let telephone = Some(request.seal(person_scope(id), TELEPHONE));
            let person = Person {
                id,
                name: title(name),
                unit,
                post: role.label().to_owned(),
                telephone,
                mail: None,
                left_on: None,
            };
            request.acts.push(Act::Institution(InstitutionCommand::AddPerson(person)));
            let grant = InstitutionCommand::Grant { person: id, role, unit: of, from: date(2020, 1, 1), until: None };
            request.acts.push(Act::Institution(grant));
            id
        };
        let school = (
            person("书记（测试）", None, Role::PrincipalLeader, None),
            person("副校长（测试）", None, Role::Leader, None),
            person("主任（测试）", Some(office), Role::OfficeHead, None),
            person("经办人（测试）", Some(office), Role::OfficeClerk, None),
            person("教务处长（测试）", Some(jiaowu), Role::UnitHead, Some(jiaowu)),
            person("教务联络员（测试）", Some(jiaowu), Role::UnitContact, Some(jiaowu)),
            person("后勤处长（测试）", Some(houqin), Role::UnitHead, Some(houqin)),
            person("纪委（测试）", Some(discipline_unit), Role::Discipline, None),
            person("教职工（测试）", Some(jiaowu), Role::Staff, None),
        );
        app.execute(&Actor::system("test"), request).await.expect("the school is founded");
        let (principal, leader, office_head, clerk, jiaowu_head, jiaowu_contact, houqin_head, discipline, stranger) =
            school;
        School {
            app,
            clock,
            database,
            office,
            discipline_unit,
            jiaowu,
            houqin,
            principal,
            leader,
            office_head,
            clerk,
            jiaowu_head,
            jiaowu_contact,
            houqin_head,
            discipline,
            stranger,
        }
    }

    pub fn everybody(&self) -> [PersonId; 9] {
        [
            self.principal,
            self.leader,
            self.office_head,
            self.clerk,
            self.jiaowu_head,
            self.jiaowu_contact,
            self.houqin_head,
            self.discipline,
            self.stranger,
        ]
    }

    pub fn day(&self, day: Day) {
        self.clock.set_day(day);
    }

    pub fn fresh_matter(&self) -> MatterId {
        MatterId(self.app.fresh_id())
    }

    /// One command by one person, today.
    pub async fn does(&self, who: PersonId, id: MatterId, command: Command) -> Result<Done, Denied> {
        self.app.execute(&Actor::person(who), Request::matter(self.app.fresh_id(), id, command)).await
    }

    /// The same, which has to succeed.
    pub async fn must(&self, who: PersonId, id: MatterId, command: Command) -> Done {
        let said = format!("{:?}", command.kind());
        self.does(who, id, command).await.unwrap_or_else(|denied| panic!("{said}: {denied} {:?}", denied.refusal()))
    }

    pub async fn must_under(
        &self,
        who: PersonId,
        id: MatterId,
        circumstances: Circumstances,
        command: Command,
    ) -> Done {
        let request = Request::matter(self.app.fresh_id(), id, command).under(circumstances);
        self.app.execute(&Actor::person(who), request).await.expect("the command is accepted")
    }

    pub fn proposal(&self, name: &str) -> Proposal {
        Proposal {
            title: title(name),
            content: text("完成全校教室设备检修"),
            requirements: Some(text("逐间检查")),
            target: Some(text("检修 120 间教室，形成清单")),
            category: Category::SchoolMeetings,
            source: Source {
                kind: SourceKind::Meeting,
                organ: Some(title("校长办公会")),
                number: None,
                date: None,
                clause: None,
                reply_by: None,
                petitioner: None,
            },
            lead_unit: Some(self.jiaowu),
            co_units: vec![self.houqin],
            limit: LimitRule::Standard,
            major: false,
            complex: false,
            ongoing: false,
            leader: Some(self.leader),
        }
    }

    pub fn propose(&self, name: &str) -> Command {
        Command::Propose { proposal: Box::new(self.proposal(name)), group: None }
    }

    pub async fn assignment(&self, unit: UnitId, person: PersonId) -> Assignment {
        let institution = self.app.institution().await.expect("the institution");
        let telephone = institution.people[&person].telephone.clone();
        Assignment { unit, responsible: Some(person), contact: Some(person), telephone }
    }

    pub async fn dispatch(&self) -> Command {
        let lead = self.assignment(self.jiaowu, self.jiaowu_head).await;
        let co = self.assignment(self.houqin, self.houqin_head).await;
        Command::Dispatch { assignments: vec![lead, co], limit: LimitRule::Standard, cadence: Cadence::None }
    }

    /// Proposed, registered, dispatched and signed for by the lead unit.
    pub async fn under_way(&self, name: &str) -> MatterId {
        let id = self.fresh_matter();
        self.must(self.clerk, id, self.propose(name)).await;
        self.must(self.clerk, id, Command::Register).await;
        let dispatch = self.dispatch().await;
        self.must(self.clerk, id, dispatch).await;
        self.must(self.jiaowu_contact, id, Command::Sign { unit: self.jiaowu }).await;
        id
    }
}

pub fn open(database: &TestDatabase, clock: Arc<SetClock>) -> App {
    let store = database.try_open(Access::ReadWrite, &App::known_kinds()).expect("the database opens");
    let places = Places {
        files: Files::open(database.dir().join("files")).expect("a directory"),
        anchors: database.dir().join("anchors.txt"),
    };
    App::open(store, places, clock, Arc::new(CountingIds::default()), Limits::default())
}

pub fn sections() -> Command {
    let [content, goal, work, result, next] = ["内容", "目标", "开展情况", "成效", "下一步"].map(text);
    Command::SubmitClosingReport { sections: Box::new(Sections { content, goal, work, result, next }) }
}

pub fn accept(report: u32) -> Command {
    let yes = |question: &Question| Answer { question: *question, yes: true, note: None };
    let answers = Question::ALL.iter().map(yes).collect();
    let review = Review { verdict: Verdict::Accept, answers, reasons: None, due: None };
    Command::Review { report, review: Box::new(review) }
}

pub fn archive() -> Command {
    let electronic = |kind: &MaterialKind| Material { kind: *kind, form: MaterialForm::Electronic };
    Command::Archive { materials: MaterialKind::ALL.iter().map(electronic).collect(), archivist: None, remarks: None }
}
