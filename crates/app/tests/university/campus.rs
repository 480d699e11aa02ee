//! The university: units with a head and a contact each, the Office, the leaders; a clock; and what is owed on it.

use std::sync::Arc;

use app::{
    Act, Actor, App, Places, Request,
    accounts::Limits,
    person_scope,
    ports::{CountingIds, SetClock},
};
use domain::{
    duty::{DutyKind, Owner},
    institution::{Institution, InstitutionCommand, Person, Role, Unit, UnitKind},
    matter::{Assignment, Matter},
    value::{Day, MatterId, PersonId, Text, Title, UnitId},
};
use jiff::civil::date;
use store::{Access, Sql, files::Files, testing::TestDatabase};
use uuid::Uuid;

pub struct Campus {
    app: Option<App>,
    pub clock: Arc<SetClock>,
    ids: Arc<CountingIds>,
    database: TestDatabase,
    pub units: Vec<Faculty>,
    pub clerks: Vec<PersonId>,
    pub office_head: PersonId,
    pub leaders: Vec<PersonId>,
    pub principal: PersonId,
    pub discipline: PersonId,
}

/// A unit and its two people.
#[derive(Debug, Clone, Copy)]
pub struct Faculty {
    pub id: UnitId,
    pub head: PersonId,
    pub contact: PersonId,
}

/// An open duty, as the views have it.
#[derive(Debug, Clone)]
pub struct Owed {
    pub matter: MatterId,
    pub duty: u32,
    pub kind: DutyKind,
    pub owner: Owner,
    pub due: Day,
    pub about: Option<u32>,
}

pub fn text(words: &str) -> Text {
    Text::parse("文字", words).unwrap()
}

pub fn title(words: &str) -> Title {
    Title::parse("标题", words).unwrap()
}

impl Campus {
    /// On the first working day of 2023, with the calendar of 2023 to 2026.
    pub async fn found(database: TestDatabase, units: usize) -> Campus {
        let clock = Arc::new(SetClock::on(date(2023, 1, 3)));
        let ids = Arc::new(CountingIds::default());
        let app = open(&database, clock.clone(), ids.clone());
        // its own rules are in force from June on: the first set holds before
        let rules = include_str!("../../../../regulation/hubut-2023.toml");
        let days = include_str!("../../../../regulation/cn-workdays.csv");
        app.seed(rules, days).await.unwrap();
        let mut request = Request::new(Uuid::from_u128(0x0185_0000_0000_7000_8000_0000_0000_0001));
        let office = add_unit(&mut request, "学校办公室", 1);
        let discipline_unit = add_unit(&mut request, "纪委、监察专员办公室", 2);
        let appoint = InstitutionCommand::AppointOffice { office, discipline: discipline_unit };
        request.acts.push(Act::Institution(appoint));
        let person = |request: &mut Request, name: String, role: Role, of: Option<UnitId>| {
            let id = PersonId(request.fresh_id());
            let telephone = Some(request.seal(person_scope(id), "027-0000-4711"));
            let (name, post) = (title(&name), role.label().to_owned());
            let person = Person { id, name, unit: of, post, telephone, mail: None, left_on: None };
            request.acts.push(Act::Institution(InstitutionCommand::AddPerson(person)));
            let unit = of.filter(|_| role.needs_unit());
            let grant = InstitutionCommand::Grant { person: id, role, unit, from: date(2020, 1, 1), until: None };
            request.acts.push(Act::Institution(grant));
            id
        };
        let clerks = (1..=3)
            .map(|n| person(&mut request, format!("经办人{n}（模拟）"), Role::OfficeClerk, Some(office)))
            .collect();
        let office_head = person(&mut request, "主任（模拟）".to_owned(), Role::OfficeHead, Some(office));
        let leaders = (1..=4).map(|n| person(&mut request, format!("副校长{n}（模拟）"), Role::Leader, None)).collect();
        let principal = person(&mut request, "书记（模拟）".to_owned(), Role::PrincipalLeader, None);
        let discipline = person(&mut request, "纪委（模拟）".to_owned(), Role::Discipline, Some(discipline_unit));
        let mut faculties = Vec::new();
        for n in 1..=units {
            let id = add_unit(&mut request, &format!("第{n}学院"), n as u32 + 2);
            let head = person(&mut request, format!("院长{n}（模拟）"), Role::UnitHead, Some(id));
            let contact = person(&mut request, format!("联络员{n}（模拟）"), Role::UnitContact, Some(id));
            faculties.push(Faculty { id, head, contact });
        }
        app.execute(&Actor::system("university"), request).await.unwrap();
        let app = Some(app);
        Campus { app, clock, ids, database, units: faculties, clerks, office_head, leaders, principal, discipline }
    }

    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    /// The process ends, and another takes its place. SQLite lets one write at a time: the old one goes first.
    pub fn restart(&mut self) {
        self.app = None;
        self.app = Some(open(&self.database, self.clock.clone(), self.ids.clone()));
    }

    pub fn is_on_sqlite(&self) -> bool {
        matches!(self.database.location(), store::Location::Sqlite(_))
    }

    pub fn today(&self) -> Day {
        self.app().today()
    }

    pub async fn institution(&self) -> Arc<Institution> {
        self.app().institution().await.unwrap()
    }

    pub async fn is_working_day(&self) -> bool {
        self.institution().await.calendar.is_working_day(self.today())
    }

    pub async fn matter(&self, id: MatterId) -> Arc<Matter> {
        self.app().matter(&Actor::system("university"), id).await.unwrap().matter
    }

    pub fn faculty(&self, unit: UnitId) -> Option<Faculty> {
        self.units.iter().copied().find(|faculty| faculty.id == unit)
    }

    pub async fn assignment(&self, unit: UnitId) -> Assignment {
        let faculty = self.faculty(unit).unwrap();
        let telephone = self.institution().await.people[&faculty.contact].telephone.clone();
        Assignment { unit, responsible: Some(faculty.head), contact: Some(faculty.contact), telephone }
    }

    /// Everything that somebody owes now, the earliest first.
    pub async fn open_duties(&self) -> Vec<Owed> {
        let rows = self
            .app()
            .store()
            .read(|sql| {
                sql.query(
                    "select matter, duty, kind, owner, due, about from duty_view where state = 'open' \
                     order by due, matter, duty",
                    &[],
                )
            })
            .await
            .unwrap();
        rows.iter()
            .map(|row| Owed {
                matter: MatterId(row.uuid(0).unwrap()),
                duty: row.int(1).unwrap() as u32,
                kind: serde_json::from_value(serde_json::Value::from(row.text(2).unwrap())).unwrap(),
                owner: owner(row.text(3).unwrap()),
                due: row.date(4).unwrap(),
                about: Some(row.int(5).unwrap() as u32).filter(|about| *about > 0),
            })
            .collect()
    }
}

fn owner(code: &str) -> Owner {
    match code.split_once(':') {
        Some(("unit", id)) => Owner::Unit(UnitId(id.parse().unwrap())),
        Some(("person", id)) => Owner::Person(PersonId(id.parse().unwrap())),
        _ => Owner::Office,
    }
}

fn add_unit(request: &mut Request, name: &str, order: u32) -> UnitId {
    let id = UnitId(request.fresh_id());
    let unit = Unit { id, name: title(name), aliases: Vec::new(), kind: UnitKind::College, order, closed_on: None };
    request.acts.push(Act::Institution(InstitutionCommand::AddUnit(unit)));
    id
}

fn open(database: &TestDatabase, clock: Arc<SetClock>, ids: Arc<CountingIds>) -> App {
    let store = database.try_open(Access::ReadWrite, &App::known_kinds()).unwrap();
    let places = Places {
        files: Files::open(database.dir().join("files")).unwrap(),
        anchors: database.dir().join("anchors.txt"),
    };
    App::open(store, places, clock, ids, Limits::default())
}
