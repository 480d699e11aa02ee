//! A school of a dozen people, one for each role, and visitors who ask as one of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::{
    Act, Actor, App, Places, Request as Deed,
    accounts::Limits,
    ports::{Ids, SetClock},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::{
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    value::{PersonId, Title, UnitId},
};
use http_body_util::BodyExt;
use jiff::civil::date;
use store::testing::TestDatabase;
use tower::ServiceExt;
use uuid::Uuid;
use web::{Config, Web};

/// Login names; each person has one role.
pub const PEOPLE: &[(&str, Role)] = &[
    ("clerk", Role::OfficeClerk),
    ("head", Role::OfficeHead),
    ("principal", Role::PrincipalLeader),
    ("leader", Role::Leader),
    ("dean", Role::UnitHead),
    ("contact", Role::UnitContact),
    ("discipline", Role::Discipline),
    ("assessor", Role::Assessor),
    ("staff", Role::Staff),
    ("system", Role::SystemAdmin),
    ("security", Role::SecurityAdmin),
    ("auditor", Role::Auditor),
];

pub struct TestApp {
    pub router: Router,
    pub app: App,
    pub clock: Arc<SetClock>,
    pub people: BTreeMap<&'static str, PersonId>,
    pub unit: UnitId,
    passwords: Mutex<BTreeMap<String, String>>,
    _database: TestDatabase,
}

/// Random ones, since files and sessions of two tests must not meet.
struct RandomIds;

impl Ids for RandomIds {
    fn fresh(&self) -> Uuid {
        let bytes: [u8; 16] = crypto::random_bytes().expect("the system gives randomness");
        uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000, bytes[6..].try_into().expect("ten bytes"))
            .into_uuid()
    }
}

impl TestApp {
    pub async fn new() -> TestApp {
        TestApp::reached_by(Config::default()).await
    }

    pub async fn reached_by(config: Config) -> TestApp {
        let test = TestApp::empty(config).await;
        let mut deed = Deed::new(test.app.fresh_id());
        let people: BTreeMap<&'static str, PersonId> =
            PEOPLE.iter().map(|(login, _)| (*login, PersonId(deed.fresh_id()))).collect();
        let units = ["学校办公室", "纪委、监察专员办公室", "教务处"].map(|name| unit(&mut deed, name));
        let [office, discipline, academic] = units.clone().map(|unit| unit.id);
        let mut deed = deed.act(Act::Institution(InstitutionCommand::Name { name: "演示大学".to_owned() }));
        for unit in units {
            deed = deed.act(Act::Institution(InstitutionCommand::AddUnit(unit)));
        }
        deed = deed.act(Act::Institution(InstitutionCommand::AppointOffice { office, discipline }));
        for (login, role) in PEOPLE {
            let (id, unit) = (people[login], role.needs_unit().then_some(academic));
            let name = Title::parse("姓名", &format!("{}甲", role.label())).expect("a name");
            let person =
                Person { id, name, unit, post: role.label().to_owned(), telephone: None, mail: None, left_on: None };
            let from = date(2026, 1, 1);
            deed = deed.act(Act::Institution(InstitutionCommand::AddPerson(person)));
            deed = deed.act(Act::Institution(InstitutionCommand::Grant {
                person: id,
                role: *role,
                unit,
                from,
                until: None,
            }));
        }
        test.app.execute(&Actor::system("test"), deed).await.expect("the school is founded");
        TestApp { people, unit: academic, ..test }
    }

    /// Parameters and calendar, and nobody.
    pub async fn empty(config: Config) -> TestApp {
        let database = TestDatabase::sqlite();
        let store = database.open(&App::known_kinds());
        let clock = Arc::new(SetClock::on(date(2026, 9, 28)));
        let files = store::files::Files::open(database.dir().join("files")).expect("a place for files");
        let places = Places { files, anchors: database.dir().join("anchors") };
        let app = App::open(store, places, clock.clone(), Arc::new(RandomIds), Limits::default());
        app.seed(
            include_str!("../../../../regulation/hubut-2023.toml"),
            include_str!("../../../../regulation/cn-workdays.csv"),
        )
        .await
        .expect("parameters and calendar");
        let router = web::router(Web::new(app.clone(), config));
        TestApp {
            router,
            app,
            clock,
            people: BTreeMap::new(),
            unit: UnitId(Uuid::nil()),
            passwords: Mutex::default(),
            _database: database,
        }
    }

    pub fn stranger(&self) -> Visitor {
        Visitor { router: self.router.clone(), cookie: None, bearer: None, csrf: String::new(), cookie_name: "duban" }
    }

    /// The password of a person, whose account is opened when it is first asked for.
    pub async fn password(&self, login: &str) -> String {
        let opened = self.app.open_demo_accounts(vec![(self.people[login], login.to_owned())]).await;
        let opened = opened.expect("an account");
        let mut known = self.passwords.lock().expect("nobody panicked with it");
        known.extend(opened.into_iter().map(|initial| (initial.login, initial.password)));
        known[login].clone()
    }

    /// As after the sign-in form.
    pub async fn signed_in(&self, login: &str) -> Visitor {
        let password = self.password(login).await;
        let signed_in = self.app.sign_in(login, &password, "192.0.2.1", "test").await.expect("the sign-in");
        let csrf = self.app.form_token(&signed_in.actor);
        Visitor { cookie: Some(signed_in.secret.reveal().to_owned()), csrf, ..self.stranger() }
    }

    /// A program with a token that this person made.
    pub async fn with_token(&self, login: &str, read_only: bool) -> Visitor {
        let password = self.password(login).await;
        let owner = self.app.sign_in(login, &password, "192.0.2.1", "test").await.expect("the sign-in").actor;
        let token = self.app.create_token(&owner, "测试", read_only, 30).await.expect("a token");
        Visitor { bearer: Some(token.secret.reveal().to_owned()), ..self.stranger() }
    }
}

fn unit(deed: &mut Deed, name: &str) -> Unit {
    let name = Title::parse("单位名称", name).expect("a name");
    Unit {
        id: UnitId(deed.fresh_id()),
        name,
        aliases: Vec::new(),
        kind: UnitKind::Department,
        order: 1,
        closed_on: None,
    }
}

/// Somebody with a browser, or a program with a token.
#[derive(Clone)]
pub struct Visitor {
    pub router: Router,
    pub cookie: Option<String>,
    pub bearer: Option<String>,
    pub csrf: String,
    pub cookie_name: &'static str,
}

impl Visitor {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).body(Body::empty()).expect("a request")).await
    }

    /// As our own page sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.post_raw(path, &all, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded";
        let start = self.request(Method::POST, path).header(header::CONTENT_TYPE, kind);
        let request = headers.iter().fold(start, |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Opens a page with a form, writes over some of its fields, and sends it to `action`.
    pub async fn fill(&self, page: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {} {}", shown.location(), shown.body);
        let mut fields = crate::page::form(&shown.body, action);
        fields.retain(|(name, _)| typed.iter().all(|(written, _)| written != name));
        let typed = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields: Vec<(String, String)> = fields.into_iter().chain(typed).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post_raw(action, &fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// As a browser sends a form with files: (field, name, bytes).
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, bytes: &[u8]| {
            body.extend_from_slice(format!("--x-x\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        for (field, name, bytes) in files {
            part(format!("name=\"{field}\"; filename=\"{}\"", name.replace('"', "%22")), bytes);
        }
        body.extend_from_slice(b"--x-x--\r\n");
        let request = self.request(Method::POST, path).header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x-x");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "duban.test");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("{}={cookie}", self.cookie_name));
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("visible signs")).unwrap_or_default()
    }

    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines
            .filter_map(|line| line.split(';').next()?.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, v)| v.to_owned())
    }

    /// The first value of a hidden field on the page.
    pub fn hidden(&self, name: &str) -> String {
        let start = self.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the field").1;
        start.split_once('"').expect("its end").0.to_owned()
    }
}
