//! A small school and a matter that lives in it: given what happened, when somebody does something, then …
#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::{
    Evidence, Refusal, Stamp, Who,
    calendar::WorkCalendar,
    duty::{DutyKind, Owner},
    institution::{self, Delegation, Grant, Institution, InstitutionEvent, Person, Role, Unit, UnitKind},
    matter::*,
    regulation::Regulation,
    value::*,
};
use uuid::Uuid;

pub const CLERK: PersonId = PersonId(Uuid::from_u128(1));
pub const CLERK_2: PersonId = PersonId(Uuid::from_u128(2));
pub const HEAD: PersonId = PersonId(Uuid::from_u128(3));
pub const LEADER: PersonId = PersonId(Uuid::from_u128(4));
pub const PRINCIPAL: PersonId = PersonId(Uuid::from_u128(5));
pub const LEAD_HEAD: PersonId = PersonId(Uuid::from_u128(6));
pub const LEAD_CONTACT: PersonId = PersonId(Uuid::from_u128(7));
pub const CO_HEAD: PersonId = PersonId(Uuid::from_u128(8));
pub const CO_CONTACT: PersonId = PersonId(Uuid::from_u128(9));
pub const OTHER_HEAD: PersonId = PersonId(Uuid::from_u128(10));
pub const OFFICE_UNIT_HEAD: PersonId = PersonId(Uuid::from_u128(11));
pub const DISCIPLINE: PersonId = PersonId(Uuid::from_u128(12));
pub const STAFF: PersonId = PersonId(Uuid::from_u128(13));
pub const SYSTEM_ADMIN: PersonId = PersonId(Uuid::from_u128(14));
/// an office head who also serves as head of the lead unit
pub const BOTH: PersonId = PersonId(Uuid::from_u128(15));

pub const EVERYONE: [PersonId; 15] = [
    CLERK,
    CLERK_2,
    HEAD,
    LEADER,
    PRINCIPAL,
    LEAD_HEAD,
    LEAD_CONTACT,
    CO_HEAD,
    CO_CONTACT,
    OTHER_HEAD,
    OFFICE_UNIT_HEAD,
    DISCIPLINE,
    STAFF,
    SYSTEM_ADMIN,
    BOTH,
];

pub const OFFICE_UNIT: UnitId = UnitId(Uuid::from_u128(101));
pub const LEAD: UnitId = UnitId(Uuid::from_u128(102));
pub const CO: UnitId = UnitId(Uuid::from_u128(103));
pub const OTHER: UnitId = UnitId(Uuid::from_u128(104));
pub const DISCIPLINE_UNIT: UnitId = UnitId(Uuid::from_u128(105));
pub const UNITS: [UnitId; 5] = [OFFICE_UNIT, LEAD, CO, OTHER, DISCIPLINE_UNIT];

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn text(text: &str) -> Text {
    Text::parse("文字", text).unwrap()
}

pub fn title(text: &str) -> Title {
    Title::parse("标题", text).unwrap()
}

pub fn sealed() -> Sealed {
    Sealed { row: Uuid::from_u128(999), digest: "00".repeat(32) }
}

pub fn calendar() -> WorkCalendar {
    WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap()
}

pub fn regulation() -> Regulation {
    let mut regulation = Regulation::parse(include_str!("../../../../regulation/hubut-2023.toml")).unwrap();
    regulation.institution.last_paper_number = 20;
    regulation
}

pub fn school() -> Institution {
    let mut events = vec![InstitutionEvent::RegulationSet { regulation: Box::new(regulation()) }];
    for (index, (id, name)) in UNITS.iter().zip(["学校办公室", "教务处", "财务处", "后勤保障部", "纪委"]).enumerate()
    {
        let unit = Unit {
            id: *id,
            name: title(name),
            aliases: Vec::new(),
            kind: UnitKind::Department,
            order: index as u32,
            closed_on: None,
        };
        events.push(InstitutionEvent::UnitAdded(unit));
    }
    events.push(InstitutionEvent::OfficeAppointed { office: OFFICE_UNIT, discipline: DISCIPLINE_UNIT });
    let roles: [(PersonId, Role, Option<UnitId>); 16] = [
        (CLERK, Role::OfficeClerk, None),
        (CLERK_2, Role::OfficeClerk, None),
        (HEAD, Role::OfficeHead, None),
        (LEADER, Role::Leader, None),
        (PRINCIPAL, Role::PrincipalLeader, None),
        (LEAD_HEAD, Role::UnitHead, Some(LEAD)),
        (LEAD_CONTACT, Role::UnitContact, Some(LEAD)),
        (CO_HEAD, Role::UnitHead, Some(CO)),
        (CO_CONTACT, Role::UnitContact, Some(CO)),
        (OTHER_HEAD, Role::UnitHead, Some(OTHER)),
        (OFFICE_UNIT_HEAD, Role::UnitHead, Some(OFFICE_UNIT)),
        (DISCIPLINE, Role::Discipline, None),
        (STAFF, Role::Staff, None),
        (SYSTEM_ADMIN, Role::SystemAdmin, None),
        (BOTH, Role::OfficeHead, None),
        (BOTH, Role::UnitHead, Some(LEAD)),
    ];
    for person in EVERYONE {
        let name = title(&format!("某人{}（演示）", person.0.as_u128()));
        let person =
            Person { id: person, name, unit: None, post: String::new(), telephone: None, mail: None, left_on: None };
        events.push(InstitutionEvent::PersonAdded(person));
    }
    for (index, (person, role, unit)) in roles.into_iter().enumerate() {
        let from = day("2020-01-01");
        events.push(InstitutionEvent::Granted(Grant { id: index as u32 + 1, person, role, unit, from, until: None }));
    }
    let mut school = events.iter().fold(Institution::default(), institution::evolve);
    school.calendar = calendar();
    school
}

pub fn proposal() -> Proposal {
    Proposal {
        title: title("智慧教室中控系统故障集中修复"),
        content: text("逐间检测修复三栋教学楼智慧教室。"),
        requirements: Some(text("逐间登记，修复后由任课教师签认。")),
        target: Some(text("142 间智慧教室完好率达到 99%。")),
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
        lead_unit: Some(LEAD),
        co_units: vec![CO],
        limit: LimitRule::Standard,
        major: false,
        complex: false,
        ongoing: false,
        leader: Some(LEADER),
    }
}

pub fn assigned(unit: UnitId) -> Assignment {
    Assignment { unit, responsible: Some(LEAD_HEAD), contact: Some(LEAD_CONTACT), telephone: Some(sealed()) }
}

pub fn dispatch() -> Command {
    Command::Dispatch {
        assignments: vec![assigned(LEAD), assigned(CO)],
        limit: LimitRule::Standard,
        cadence: Cadence::None,
    }
}

pub fn sections() -> Box<Sections> {
    Box::new(Sections {
        content: text("内容"),
        goal: text("目标"),
        work: text("开展情况"),
        result: text("成效"),
        next: text("下一步"),
    })
}

pub fn verdict(verdict: Verdict, due: Option<&str>) -> Box<Review> {
    let answers = Question::ALL.iter().map(|q| Answer { question: *q, yes: true, note: None }).collect();
    let reasons = (verdict != Verdict::Accept).then(|| text("缺少签认单"));
    Box::new(Review { verdict, answers, reasons, due: due.map(day) })
}

pub fn materials() -> Vec<Material> {
    MaterialKind::ALL.iter().map(|kind| Material { kind: *kind, form: MaterialForm::Electronic }).collect()
}

/// One matter and its record.
#[derive(Clone)]
pub struct Story {
    pub school: Institution,
    pub matter: Matter,
    pub entries: Vec<Entry>,
    pub today: Day,
    pub next: u32,
    pub evidence: Option<Evidence>,
}

impl Story {
    pub fn new(today: &str) -> Self {
        let matter = Matter::unborn(MatterId(Uuid::from_u128(7000)));
        Self { school: school(), matter, entries: Vec::new(), today: day(today), next: 21, evidence: None }
    }

    /// Proposed, registered, dispatched and signed on this day.
    pub fn under_way(today: &str) -> Self {
        Self::under_way_with(today, proposal(), dispatch())
    }

    pub fn under_way_with(today: &str, proposal: Proposal, dispatch: Command) -> Self {
        let mut story = Self::new(today);
        story.does(CLERK, Command::Propose { proposal: Box::new(proposal), group: None });
        story.does(CLERK, Command::Register);
        story.does(CLERK, dispatch);
        story.does(LEAD_CONTACT, Command::Sign { unit: LEAD });
        story
    }

    /// A complex matter under way, its plan still owed.
    pub fn complex() -> Self {
        let complex = Proposal { complex: true, limit: LimitRule::ByPlan, ..proposal() };
        let mut story = Self::new("2026-08-28");
        story.does(CLERK, Command::Propose { proposal: Box::new(complex), group: None });
        story.does(
            CLERK,
            Command::SeekOpinions {
                parties: vec![Owner::Unit(CO)],
                due: day("2026-09-01"),
                question: text("请提意见"),
            },
        );
        story.does(CO_HEAD, Command::GiveOpinion { opinion: 1, text: text("同意") });
        story
            .does(CLERK, Command::Submit { leaders: vec![LEADER], text: None })
            .does(LEADER, Command::Approve { text: None });
        story.does(CLERK, Command::Register);
        story.on("2026-09-01");
        story.does(
            CLERK,
            Command::Dispatch {
                assignments: vec![assigned(LEAD), assigned(CO)],
                limit: LimitRule::ByPlan,
                cadence: Cadence::Monthly,
            },
        );
        story.does(LEAD_CONTACT, Command::Sign { unit: LEAD });
        story
    }

    pub fn on(&mut self, today: &str) -> &mut Self {
        self.today = day(today);
        self
    }

    pub fn context(&self, who: Who) -> Context<'_> {
        Context {
            who,
            on_behalf: None,
            recorder: None,
            evidence: self.evidence.clone(),
            today: self.today,
            on: self.today,
            institution: &self.school,
            calendar: &self.school.calendar,
            regulation: self.school.regulation_on(self.today).unwrap(),
            next_number: NoticeNumber { year: self.today.year(), seq: self.next },
            number_taken: false,
        }
    }

    pub fn ask(&self, who: PersonId, command: &Command) -> Result<Vec<Event>, Refusal> {
        decide(&self.matter, command, &self.context(Who::Person(who)))
    }

    pub fn record(&mut self, who: PersonId, events: Vec<Event>) {
        self.record_of(Who::Person(who), events);
    }

    /// 系统自动
    #[track_caller]
    pub fn system_does(&mut self, command: Command) -> &mut Self {
        match decide(&self.matter, &command, &self.context(Who::System)) {
            Ok(events) => self.record_of(Who::System, events),
            Err(refusal) => panic!("{:?} on {}: {refusal:?}", command.kind(), self.today),
        }
        self
    }

    /// What the system may not do, with the reason.
    #[track_caller]
    pub fn system_refused(&self, command: Command) -> Refusal {
        decide(&self.matter, &command, &self.context(Who::System)).expect_err("it should have been refused")
    }

    pub fn record_of(&mut self, by: Who, events: Vec<Event>) {
        for event in events {
            if let Fact::Registered { .. } = event.fact {
                self.next += 1;
            }
            let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, on: self.today, by, on_behalf: None, recorder: None };
            let entry = Entry { stamp, event };
            self.matter = evolve(self.matter.clone(), &entry);
            self.entries.push(entry);
        }
    }

    #[track_caller]
    pub fn does(&mut self, who: PersonId, command: Command) -> &mut Self {
        match self.ask(who, &command) {
            Ok(events) => self.record(who, events),
            Err(refusal) => panic!("{:?} on {}: {refusal:?}", command.kind(), self.today),
        }
        self
    }

    #[track_caller]
    pub fn refused(&self, who: PersonId, command: Command) -> Refusal {
        self.ask(who, &command).expect_err("the command should have been refused")
    }

    /// What is owed, as (kind, owner, due).
    pub fn owed(&self) -> Vec<(DutyKind, Owner, String)> {
        self.matter.duties.owed().map(|duty| (duty.kind, duty.owner, duty.due.to_string())).collect()
    }

    pub fn owes(&self, kind: DutyKind) -> Option<String> {
        self.matter.duties.owed().find(|duty| duty.kind == kind).map(|duty| duty.due.to_string())
    }

    pub fn delegate(&mut self, principal: PersonId, deputy: PersonId) {
        let delegation = Delegation { principal, deputy, from: day("2026-01-01"), until: day("2026-12-31") };
        let school = std::mem::take(&mut self.school);
        self.school = institution::evolve(school, &InstitutionEvent::Delegated(delegation));
    }
}
