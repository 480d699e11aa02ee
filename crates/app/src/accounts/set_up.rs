//! The first set-up, behind a one-time link: the institution's name, the Office, and four people: system administrator,
//! security administrator, auditor and the head of the Office. There is no account before it, and no password in the program.

use crypto::Token;
use domain::{
    Refusal,
    calendar::WorkCalendar,
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    regulation::Regulation,
    value::{PersonId, Title, UnitId},
};
use jiff::SignedDuration;
use store::{
    Sql, Tx,
    credentials::{self, NewLogin},
    setup_links,
};

use crate::{Actor, App, Circumstances, Denied, audit::line, execute::Work, not_set_up, ports::micros};

#[derive(Clone)]
pub struct Founder {
    pub name: String,
    pub login: String,
    pub password: String,
}

/// What the form of the first run sends.
#[derive(Clone)]
pub struct SetUp {
    pub institution: String,
    /// the unit that is 学校办公室, by name
    pub office: String,
    pub system_admin: Founder,
    pub security_admin: Founder,
    pub auditor: Founder,
    pub office_head: Founder,
}

impl SetUp {
    /// (key of the form's fields, role, founder)
    fn founders(&self) -> [(&'static str, Role, &Founder); 4] {
        [
            ("system_admin", Role::SystemAdmin, &self.system_admin),
            ("security_admin", Role::SecurityAdmin, &self.security_admin),
            ("auditor", Role::Auditor, &self.auditor),
            ("office_head", Role::OfficeHead, &self.office_head),
        ]
    }
}

const PURPOSE: &str = "setup";
const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Has the first set-up been done? Then somebody can sign in.
    pub async fn is_set_up(&self) -> Result<bool, Denied> {
        self.read(|read| Ok(has_accounts(read)?)).await
    }

    /// A link for the first run, good for 24 hours; earlier ones end. `None` once set-up has been done.
    pub async fn make_set_up_link(&self) -> Result<Option<Token>, Denied> {
        let (secret, now) = (Token::random(), self.now());
        let (hash, until) = (secret.hash(), micros(now.checked_add(LINK_LASTS).unwrap_or(now)));
        let made = self
            .store()
            .write(move |tx| {
                if has_accounts(tx)? {
                    return Ok::<_, Denied>(false);
                }
                setup_links::end_all_for(tx, PURPOSE, micros(now))?;
                setup_links::create(tx, &hash, PURPOSE, micros(now), until)?;
                Ok(true)
            })
            .await?;
        Ok(made.then_some(secret))
    }

    /// Is this link good?
    pub async fn set_up_link_holds(&self, secret: &str) -> Result<bool, Denied> {
        let Some(hash) = Token::parse(secret).map(|token| token.hash()) else { return Ok(false) };
        let now = micros(self.now());
        self.read(move |read| Ok(setup_links::find(read, &hash, now)?.is_some_and(|purpose| purpose == PURPOSE))).await
    }

    /// Uses the link up. Refusals name the fields `system_admin_login`, `office_head_password` …
    pub async fn set_up(&self, secret: &str, form: SetUp, address: &str, request_id: &str) -> Result<(), Denied> {
        if !self.set_up_link_holds(secret).await? {
            return Err(Denied::NotFound);
        }
        let people = checked(&form, self.limits().profile)?;
        let mut hashes = Vec::new();
        for (_, _, founder) in form.founders() {
            hashes.push(self.hash(founder.password.clone()).await?);
        }
        let hash = Token::parse(secret).map(|token| token.hash()).ok_or(Denied::NotFound)?;
        let actor = Actor { address: address.to_owned(), ..Actor::system(request_id) };
        let app = self.clone();
        self.store()
            .write(move |tx| {
                setup_links::use_up(tx, &hash, micros(app.now()))?.ok_or(Denied::NotFound)?;
                found(&app, tx, &actor, &form, people, hashes)?;
                line(&actor, "set_up", None, "ok").write(tx, &app)
            })
            .await
    }

    /// Reads the parameters and the calendar into the log, once; later calls change nothing. For `init`, `demo`, `load`.
    pub async fn seed(&self, regulation_toml: &str, calendar_csv: &str) -> Result<(), Denied> {
        let regulation = Box::new(Regulation::parse(regulation_toml)?);
        let days = WorkCalendar::parse(calendar_csv)?.special_days().cloned().collect::<Vec<_>>();
        let app = self.clone();
        self.store()
            .write(move |tx| {
                let actor = Actor::system("seed");
                let mut work = Work::begin(&app, tx, &actor, app.fresh_id(), Circumstances::default())?;
                let institution = work.known_institution();
                let (no_rules, no_days) =
                    (institution.regulations.is_empty(), institution.calendar.special_days().next().is_none());
                if no_rules {
                    work.institution(InstitutionCommand::SetRegulation { regulation })?;
                }
                if no_days {
                    work.institution(InstitutionCommand::SetCalendar { days })?;
                }
                work.finish(tx, None).map(drop)
            })
            .await
    }
}

fn has_accounts(sql: &mut dyn Sql) -> Result<bool, store::StoreError> {
    Ok(sql.first("select 1 from login limit 1", &[])?.is_some())
}

/// Everything the form says, with every fault under its field. Out: the founders' names.
fn checked(form: &SetUp, profile: crypto::Profile) -> Result<[Title; 4], Denied> {
    let mut faults: Vec<(String, String)> = Vec::new();
    let mut fault = |field: String, what: String| faults.push((field, what));
    for (field, text) in [("institution", &form.institution), ("office", &form.office)] {
        if let Err(invalid) = Title::parse(field, text) {
            fault(field.to_owned(), invalid.reason);
        }
    }
    let founders = form.founders();
    let names = founders.map(|(key, _, founder)| {
        Title::parse("姓名", &founder.name).map_err(|invalid| fault(format!("{key}_name"), invalid.reason)).ok()
    });
    for (index, (key, _, founder)) in founders.iter().enumerate() {
        let login = credentials::fold(&founder.login);
        if login.is_empty() || login.chars().count() > 64 {
            fault(format!("{key}_login"), "请填写 1 到 64 个字符的登录名".to_owned());
        } else if founders[..index].iter().any(|(_, _, other)| credentials::fold(&other.login) == login) {
            fault(format!("{key}_login"), "登录名与前面的人相同，请换一个".to_owned());
        }
        if let Err(weak) = crypto::check_password(profile, &founder.password, &[&founder.login, &founder.name]) {
            fault(format!("{key}_password"), weak.join("；"));
        }
    }
    match names {
        [Some(a), Some(b), Some(c), Some(d)] if faults.is_empty() => Ok([a, b, c, d]),
        _ => {
            let mut refusal = Refusal::new(domain::Reason::Incomplete, "请按提示补全或改正");
            refusal.fields = faults;
            Err(refusal.into())
        }
    }
}

/// Institution, two units, four people with their posts and accounts, in one transaction.
fn found(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    form: &SetUp,
    names: [Title; 4],
    hashes: Vec<String>,
) -> Result<(), Denied> {
    if has_accounts(tx)? {
        return Err(Refusal::overtaken("系统已经完成初始设置，请直接登录").into());
    }
    let mut work = Work::begin(app, tx, actor, app.fresh_id(), Circumstances::default())?;
    let today = app.today();
    let discipline = {
        let regulation = work.known_institution().regulation_on(today).ok_or_else(not_set_up)?;
        regulation.institution.discipline.clone()
    };
    work.institution(InstitutionCommand::Name { name: form.institution.trim().to_owned() })?;
    let office = unit(app, &mut work, &form.office)?;
    let discipline = unit(app, &mut work, &discipline)?;
    work.institution(InstitutionCommand::AppointOffice { office, discipline })?;
    for (((_, role, founder), name), hash) in form.founders().into_iter().zip(names).zip(hashes) {
        let id = PersonId(app.fresh_id());
        let of_office = (role == Role::OfficeHead).then_some(office);
        let post = role.label().to_owned();
        let person = Person { id, name, unit: of_office, post, telephone: None, mail: None, left_on: None };
        work.institution(InstitutionCommand::AddPerson(person))?;
        work.institution(InstitutionCommand::Grant { person: id, role, unit: None, from: today, until: None })?;
        let login = NewLogin {
            name: founder.login.clone(),
            person: id.0,
            password: Some(hash),
            must_change: false,
            valid_until: None,
            created_at: micros(app.now()),
        };
        if !credentials::create(tx, &login)? {
            return Err(Refusal::invalid("登录名", "登录名已被使用，请换一个").into());
        }
    }
    work.finish(tx, None).map(drop)
}

/// The unit of that name, added where there is none.
fn unit(app: &App, work: &mut Work<'_>, name: &str) -> Result<UnitId, Denied> {
    let name = Title::parse("单位名称", name)?;
    let units = &work.known_institution().units;
    if let Some(unit) = units.values().find(|unit| unit.name == name) {
        return Ok(unit.id);
    }
    let order = u32::try_from(units.len()).unwrap_or(u32::MAX) + 1;
    let id = UnitId(app.fresh_id());
    let unit = Unit { id, name, aliases: Vec::new(), kind: UnitKind::Department, order, closed_on: None };
    work.institution(InstitutionCommand::AddUnit(unit))?;
    Ok(id)
}
