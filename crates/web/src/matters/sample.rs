//! For the tests of this folder: a small school, and a matter to which everything has happened once.

use std::sync::Arc;

use app::{
    Act, Actor, App, Places, Request,
    accounts::Limits,
    person_scope,
    ports::{CountingIds, SetClock},
};
use domain::{
    Stamp, Who,
    duty::{Basis, Duty, DutyChange, DutyKind, DutyState, MoveCause, Owner},
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    matter::{
        AdoptedSignature, Adoption, Answer, Assignment, Cadence, Category, Command, Earlier, EarlierKind, Entry, Event,
        Fact, LimitRule, Material, MaterialForm, MaterialKind, PlanStep, Proposal, Question, Review, Sections,
        SituationKind, Source, SourceKind, Stage, Standstill, SuspensionCause, Verdict, Withdrawable, replay,
    },
    regulation::Clause,
    value::{Day, FileId, GroupId, MatterId, NoticeNumber, Percent, PersonId, Sealed, Text, Title, UnitId},
};
use jiff::civil::date;
use store::{files::Files, testing::TestDatabase};
use uuid::Uuid;

use super::look::Look;

pub struct School {
    pub app: App,
    pub academic: UnitId,
    pub logistics: UnitId,
    pub principal: PersonId,
    pub leader: PersonId,
    pub head: PersonId,
    pub clerk: PersonId,
    pub dean: PersonId,
    pub contact: PersonId,
    pub logistics_head: PersonId,
    pub discipline: PersonId,
    matter: MatterId,
    _database: TestDatabase,
}

pub fn text(words: &str) -> Text {
    Text::parse("文字", words).unwrap()
}

pub fn title(words: &str) -> Title {
    Title::parse("标题", words).unwrap()
}

pub fn day(month: i8, of_month: i8) -> Day {
    date(2026, month, of_month)
}

pub const TELEPHONE: &str = "13800001234";

impl School {
    pub async fn new() -> School {
        let database = TestDatabase::sqlite();
        let store = database.open(&App::known_kinds());
        let files = Files::open(database.dir().join("files")).unwrap();
        let places = Places { files, anchors: database.dir().join("anchors") };
        let clock = Arc::new(SetClock::on(day(11, 24)));
        let app = App::open(store, places, clock, Arc::new(CountingIds::default()), Limits::default());
        let rules = include_str!("../../../../regulation/hubut-2023.toml");
        app.seed(rules, include_str!("../../../../regulation/cn-workdays.csv")).await.unwrap();
        let mut deed = Request::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let name = InstitutionCommand::Name { name: "演示大学".to_owned() };
        deed = deed.act(Act::Institution(name));
        let mut units = Vec::new();
        for (order, name) in ["学校办公室", "纪委、监察专员办公室", "教务处", "后勤保障处"].into_iter().enumerate()
        {
            let id = UnitId(deed.fresh_id());
            let (name, order) = (title(name), order as u32);
            let unit = Unit { id, name, aliases: Vec::new(), kind: UnitKind::Department, order, closed_on: None };
            deed = deed.act(Act::Institution(InstitutionCommand::AddUnit(unit)));
            units.push(id);
        }
        let [office, discipline_unit, academic, logistics] = units[..] else { unreachable!() };
        let appoint = InstitutionCommand::AppointOffice { office, discipline: discipline_unit };
        deed = deed.act(Act::Institution(appoint));
        let mut people = Vec::new();
        for (name, unit, role, of) in [
            ("书记", None, Role::PrincipalLeader, None),
            ("副校长", None, Role::Leader, None),
            ("主任", Some(office), Role::OfficeHead, None),
            ("经办人", Some(office), Role::OfficeClerk, None),
            ("教务处长", Some(academic), Role::UnitHead, Some(academic)),
            ("教务联络员", Some(academic), Role::UnitContact, Some(academic)),
            ("后勤处长", Some(logistics), Role::UnitHead, Some(logistics)),
            ("纪委干部", Some(discipline_unit), Role::Discipline, None),
        ] {
            let id = PersonId(deed.fresh_id());
            let telephone = Some(deed.seal(person_scope(id), TELEPHONE));
            let person =
                Person { id, name: title(name), unit, post: String::new(), telephone, mail: None, left_on: None };
            deed = deed.act(Act::Institution(InstitutionCommand::AddPerson(person)));
            let grant = InstitutionCommand::Grant { person: id, role, unit: of, from: date(2020, 1, 1), until: None };
            deed = deed.act(Act::Institution(grant));
            people.push(id);
        }
        app.execute(&Actor::system("test"), deed).await.unwrap();
        let [principal, leader, head, clerk, dean, contact, logistics_head, discipline] = people[..] else {
            unreachable!()
        };
        let mut school = School {
            app,
            academic,
            logistics,
            principal,
            leader,
            head,
            clerk,
            dean,
            contact,
            logistics_head,
            discipline,
            matter: MatterId(Uuid::nil()),
            _database: database,
        };
        school.matter = MatterId(school.app.fresh_id());
        let mut proposal = school.proposal();
        proposal.source.petitioner = None;
        let propose = Command::Propose { proposal: Box::new(proposal), group: None };
        let request = Request::matter(school.app.fresh_id(), school.matter, propose);
        school.app.execute(&Actor::person(school.clerk), request).await.unwrap();
        school
    }

    pub fn proposal(&self) -> Proposal {
        Proposal {
            title: title("南区学生宿舍热水系统改造"),
            content: text("对南区 6 栋学生宿舍热水系统进行改造。\n经费从修缮专项列支。"),
            requirements: Some(text("10 月底前完成招标")),
            target: Some(text("6 栋宿舍完成改造并通过验收")),
            category: Category::SchoolMeetings,
            source: Source {
                kind: SourceKind::Meeting,
                organ: Some(title("党委常委会")),
                number: Some(title("2026 年第 21 次")),
                date: Some(day(9, 14)),
                clause: None,
                reply_by: Some(day(12, 20)),
                petitioner: Some(self.sealed(1)),
            },
            lead_unit: Some(self.academic),
            co_units: vec![self.logistics],
            limit: LimitRule::Explicit(day(12, 31)),
            major: true,
            complex: true,
            ongoing: false,
            leader: Some(self.leader),
        }
    }

    /// The draft as it is, as this person sees it.
    pub async fn draft(&self, person: PersonId) -> Look {
        let view = self.app.matter(&Actor::person(self.clerk), self.matter).await.unwrap();
        Look::new(view, Some(person))
    }

    /// The matter to which everything has happened, in this stage.
    pub async fn look(&self, person: PersonId, stage: Stage) -> Look {
        let mut view = self.draft(person).await.view;
        let entries = self.entries();
        let mut matter = replay(self.matter, &entries);
        matter.stage = stage;
        view.number = Some("督办〔2026〕41号".to_owned());
        view.matter = Arc::new(matter);
        view.timeline = Arc::new(entries);
        view.opened.extend([1, 2, 3].map(|n| (Uuid::from_u128(n), format!("密文 {n}"))));
        view.opened.insert(Uuid::from_u128(4), TELEPHONE.to_owned());
        let mut look = Look::new(view, Some(person));
        let telephones = [self.dean, self.contact, self.logistics_head].map(|person| (person, TELEPHONE.to_owned()));
        look.directory = look.directory.clone().with_telephones(telephones);
        look.others = vec![(MatterId(Uuid::from_u128(9)), "督办〔2026〕7号 道路修缮".to_owned())];
        look
    }

    fn sealed(&self, row: u128) -> Sealed {
        Sealed { row: Uuid::from_u128(row), digest: "d".to_owned() }
    }

    fn assignment(&self, unit: UnitId, person: PersonId) -> Assignment {
        Assignment { unit, responsible: Some(person), contact: Some(person), telephone: Some(self.sealed(4)) }
    }

    /// Every fact, with stamps; what waits for an answer at the end comes last.
    pub fn entries(&self) -> Vec<Entry> {
        let facts = self.facts();
        let stamp = |place: usize| {
            let on = day(9, 15).checked_add(jiff::ToSpan::days(place as i64)).unwrap().min(day(11, 24));
            let at = jiff::tz::TimeZone::UTC.to_timestamp(on.at(2, 0, 0, 0)).unwrap();
            Stamp { at, on, by: Who::Person(self.clerk), on_behalf: None, recorder: None }
        };
        let entry = |(place, fact): (usize, Fact)| {
            let duties = self.duties(&fact);
            Entry { stamp: stamp(place), event: Event { fact, duties, evidence: None } }
        };
        facts.into_iter().enumerate().map(entry).collect()
    }

    fn duties(&self, fact: &Fact) -> Vec<DutyChange> {
        let duty = |id, kind, unit: UnitId, due| {
            let (owner, clause) = (Owner::Unit(unit), Clause::R4_4a);
            let (basis, state, about) = (Basis::Explicit, DutyState::Open, None);
            DutyChange::Opened(Duty { id, kind, owner, due, opened_on: day(9, 20), clause, basis, state, about })
        };
        let moved = |to| DutyChange::Moved {
            id: 1,
            from: day(10, 31),
            to,
            cause: MoveCause::ExtensionGranted,
            decided_by: Who::Person(self.leader),
            basis: Basis::Explicit,
        };
        match fact {
            Fact::Dispatched { .. } => vec![
                duty(1, DutyKind::Complete, self.academic, day(10, 31)),
                duty(2, DutyKind::ProgressReport, self.academic, day(11, 30)),
            ],
            Fact::ExtensionGranted { until, .. } => vec![moved(*until)],
            _ => Vec::new(),
        }
    }

    pub fn facts(&self) -> Vec<Fact> {
        let file = |n| FileId(Uuid::from_u128(n));
        let due = day(12, 15);
        let proposal = || Box::new(self.proposal());
        let lead = self.assignment(self.academic, self.dean);
        let co = self.assignment(self.logistics, self.logistics_head);
        let limit = LimitRule::Explicit(day(10, 31));
        let sections = || {
            let [content, goal, work, result, next] = ["一", "二", "三", "四", "五"].map(text);
            Box::new(Sections { content, goal, work, result, next })
        };
        let review = |verdict| {
            let answer = |question: &Question| Answer { question: *question, yes: true, note: Some(text("属实")) };
            let returned = verdict != Verdict::Accept;
            let (reasons, due) = (returned.then(|| text("缺验收单")), returned.then_some(due));
            Box::new(Review { verdict, answers: Question::ALL.iter().map(answer).collect(), reasons, due })
        };
        let plan = || Fact::PlanSubmitted {
            steps: vec![PlanStep { due: day(11, 1), text: text("完成调研"), owner: Some(title("张三")) }],
            final_due: Some(due),
        };
        let extension = || Fact::ExtensionRequested {
            old_due: day(10, 31),
            until: due,
            reasons: text("首次开标不足三家"),
            measures: text("重新公告，分段施工"),
            late: true,
        };
        let urged = |nth| Fact::Urged {
            nth,
            old_due: day(10, 31),
            days_past: 5,
            due: day(11, 20),
            text: text("请抓紧办理"),
            copied: nth > 1,
            reason: (nth == 1).then(|| text("电话提醒后仍未报送")),
        };
        let proposed = |nth| Fact::UrgingProposed {
            nth,
            old_due: day(10, 31),
            days_past: 1,
            due: day(11, 10),
            text: text("请抓紧办理，于2026年11月10日前落实"),
        };
        let regulation_from = date(2023, 6, 20);
        let none = MaterialForm::None { reason: text("会议决定，无来文") };
        let paper = MaterialForm::Paper { count: 1, pages: 2, place: title("柜 3-2") };
        vec![
            Fact::Adopted { proposal: proposal(), adoption: Box::new(self.adoption()), regulation_from },
            Fact::AdoptionConfirmed { text: Some(text("属实")) },
            Fact::Proposed { proposal: proposal(), group: None, regulation_from },
            Fact::Revised { proposal: proposal() },
            Fact::Distributed { group: GroupId(Uuid::from_u128(8)), into: vec![MatterId(Uuid::from_u128(9))] },
            Fact::OpinionsSought { parties: vec![Owner::Unit(self.academic)], due, question: text("是否可行") },
            Fact::OpinionGiven { opinion: 1, text: text("可行") },
            Fact::OpinionsSought { parties: vec![Owner::Unit(self.logistics)], due, question: text("是否可行") },
            Fact::OpinionMissing { opinion: 2 },
            Fact::SentBack { text: text("时限再紧一些") },
            Fact::Submitted { leaders: vec![self.leader, self.principal], text: Some(text("请审定")) },
            Fact::Approved { text: Some(text("同意")) },
            Fact::Registered { number: NoticeNumber { year: 2026, seq: 41 } },
            Fact::Dispatched {
                assignments: vec![lead.clone(), co.clone()],
                limit,
                cadence: Cadence::Monthly,
                due: Some(day(10, 31)),
            },
            Fact::Signed { unit: self.academic },
            Fact::Objected { unit: self.logistics, reason: text("不归口") },
            Fact::Insisted { objection: 1, reason: text("职责所在") },
            Fact::DeemedSigned { unit: self.logistics, reason: text("电话已告知") },
            Fact::Transferred { from: self.logistics, to: lead.clone(), reason: text("职责调整") },
            Fact::CoUnitAdded { to: co.clone(), reason: text("需要配合") },
            Fact::CoUnitRemoved { unit: self.logistics, reason: text("不需要了") },
            Fact::CoUnitAdded { to: co, reason: text("还是需要") },
            Fact::ContactChanged { to: lead, reason: Some(text("岗位调整")) },
            Fact::Amended {
                content: text("内容"),
                requirements: text("要求"),
                target: text("目标"),
                reason: text("笔误"),
            },
            plan(),
            Fact::PlanReturned { plan: 1, reasons: text("太粗"), due },
            plan(),
            Fact::PlanAccepted { plan: 2, text: None },
            Fact::BrokenDown { owner: Owner::Unit(self.logistics), due, text: text("腾空设备间") },
            Fact::SubTaskReported { task: 1, text: text("已腾空") },
            Fact::SubTaskTaken { task: 1, text: None },
            Fact::ProgressReported {
                unit: self.academic,
                percent: Percent::new(85).ok(),
                text: Some(text("5 栋已完工")),
                problems: Some(text("设备到货慢")),
                unchanged: false,
                standstill: Some(Standstill::Funds),
            },
            Fact::CoordinationAsked { unit: self.academic, text: text("请协调停水") },
            Fact::CoordinationAnswered { problem: 1, text: text("已协调") },
            Fact::SituationRecorded { kind: SituationKind::NewProblem, text: text("管线老化") },
            Fact::SituationSubmitted { situation: 1, to: self.leader, text: Some(text("请阅示")) },
            Fact::Instructed {
                text: self.sealed(2),
                situation: Some(1),
                owed: Some((Owner::Unit(self.academic), due)),
                scan: Some(file(21)),
            },
            Fact::InstructionAnswered { instruction: 1, text: text("已落实") },
            extension(),
            Fact::ExtensionReturned { extension: 1, reason: text("请补充措施") },
            extension(),
            Fact::ExtensionForwarded { extension: 2, remark: Some(text("情况属实")) },
            Fact::ExtensionRefused { extension: 2, text: text("按期完成") },
            extension(),
            Fact::ExtensionForwarded { extension: 3, remark: None },
            Fact::ExtensionGranted { extension: 3, until: day(11, 18), text: Some(text("请抓紧")) },
            proposed(1),
            urged(1),
            Fact::UrgingSigned { urging: 1 },
            Fact::UrgingSettled { urging: 1, done: false, reason: Some(text("仍未报送")) },
            proposed(2),
            Fact::UrgingHeld { reason: text("正在验收"), until: Some(due) },
            urged(2),
            Fact::UrgingRevoked { urging: 2, reason: text("误发") },
            Fact::SuspensionRequested {
                reason: text("等待招标"), expected_end: due, cause: SuspensionCause::Tender
            },
            Fact::SuspensionRefused { suspension: 1, text: text("继续办理") },
            Fact::SuspensionRequested {
                reason: text("等待招标"), expected_end: due, cause: SuspensionCause::Tender
            },
            Fact::SuspensionGranted { suspension: 2, until: due, text: None },
            Fact::Resumed { text: None, into: Stage::UnderWay },
            Fact::TerminationRequested { reason: text("政策变化") },
            Fact::TerminationRefused { termination: 1, text: text("继续办理") },
            Fact::TerminationRequested { reason: text("政策变化") },
            Fact::TerminationGranted { termination: 2, text: None },
            Fact::DueCorrected { due, reason: text("写错一天") },
            Fact::Recalculated { reason: text("新日历") },
            Fact::ClosingReportSubmitted { sections: sections() },
            Fact::Withdrawn { what: Withdrawable::ClosingReport(1) },
            Fact::ClosingReportSubmitted { sections: sections() },
            Fact::ClosingReportConfirmed {
                report: 2,
                unit: self.logistics,
                agrees: false,
                text: Some(text("数据有误")),
            },
            Fact::Reviewed { report: 2, review: review(Verdict::Supplement) },
            Fact::ClosingReportSubmitted { sections: sections() },
            Fact::Reviewed { report: 3, review: review(Verdict::Accept) },
            Fact::FedBack { to: vec![Owner::Person(self.leader), Owner::Unit(self.academic)], text: text("已办结") },
            Fact::Rated { satisfied: false, text: Some(text("还有异味")), due: Some(due) },
            Fact::ReportedToSuperior { text: text("已书面报送") },
            Fact::PetitionerAnswered { manner: title("电话"), text: text("已告知") },
            Fact::Archived {
                materials: vec![
                    Material { kind: MaterialKind::Notice, form: MaterialForm::Electronic },
                    Material { kind: MaterialKind::Instructions, form: paper },
                    Material { kind: MaterialKind::Documents, form: none },
                ],
                archivist: Some(title("经办人")),
                remarks: Some(text("齐全")),
            },
            Fact::AcceptanceRevoked { reason: text("发现遗漏") },
            Fact::NotPursued { reason: text("已有安排") },
            Fact::Merged { into: MatterId(Uuid::from_u128(9)), reason: text("内容重复") },
            Fact::Attached { file: file(22), label: Some(title("常委会纪要")) },
            // what waits
            Fact::OpinionsSought { parties: vec![Owner::Unit(self.academic)], due, question: text("再问一次") },
            Fact::Objected { unit: self.logistics, reason: text("仍不归口") },
            plan(),
            Fact::BrokenDown { owner: Owner::Unit(self.logistics), due, text: text("清运旧件") },
            Fact::CoordinationAsked { unit: self.academic, text: text("请协调停电") },
            Fact::HandedOver { from: Some(self.clerk), to: self.head, reason: Some(text("外出学习")) },
            Fact::Reminded {
                unit: self.academic,
                owed: domain::duty::DutyKind::Complete,
                due,
                text: text("请按期办结"),
            },
            Fact::SituationRecorded { kind: SituationKind::Contact, text: text("与联络员通话") },
            extension(),
            Fact::ExtensionForwarded { extension: 4, remark: None },
            extension(),
            urged(1),
            Fact::SuspensionRequested {
                reason: text("等待公示"),
                expected_end: due,
                cause: SuspensionCause::PublicNotice,
            },
            Fact::TerminationRequested { reason: text("不再需要") },
        ]
    }

    fn adoption(&self) -> Adoption {
        Adoption {
            number: NoticeNumber { year: 2026, seq: 7 },
            proposed_on: None,
            registered_on: day(3, 2),
            dispatched_on: day(3, 3),
            signed: Some(AdoptedSignature { on: day(3, 4), by: Some(title("吴刚")) }),
            assignments: vec![
                self.assignment(self.academic, self.dean),
                self.assignment(self.logistics, self.logistics_head),
            ],
            first_due: day(6, 30),
            due: day(12, 10),
            cadence: Cadence::Monthly,
            history: vec![Earlier {
                kind: EarlierKind::Extension,
                on: day(6, 20),
                by: None,
                text: text("招标流标"),
                from_due: Some(day(6, 30)),
                to_due: Some(day(12, 10)),
            }],
            scans: vec![FileId(Uuid::from_u128(23))],
        }
    }
}
