//! A database to sweep: a school, some matters with their whole record that are to be urged, and a great many rows of duties
//! whose matters have no record.
//!
//! A million duties through the ordinary door would take an hour and prove nothing more: the sweep reads rows. What it
//! proposes goes through the door and has to be real.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context, Result, ensure};
use app::{Act, Actor, App, Places, Record, Request, accounts::Limits, person_scope};
use domain::{
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    value::{PersonId, Title, UnitId},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use store::{Access, Location, Sql, Store, StoreError, Value, args, files::Files};
use uuid::Uuid;

use crate::random::Random;

/// The real matters were entered so long ago.
const AGO: SignedDuration = SignedDuration::from_hours(24 * 60);
const UNITS: usize = 40;
/// Duties of one matter, and rows written in one transaction.
const EACH: u64 = 4;
const SLICE: u64 = 5000;
/// Nothing due so many days from now is reminded of yet, whatever holidays lie between.
const FAR: i64 = 20;

pub async fn fill(dir: &Path, duties: u64, due_percent: u64, urgings: u64) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the program under test has the real clock, too")]
    let now = Timestamp::now();
    let today = app::ports::shanghai_day(now);
    let app = open(dir, now - AGO)?;
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../regulation/");
    let read = |name: &str| std::fs::read_to_string(format!("{root}{name}")).with_context(|| name.to_owned());
    app.seed(&read("hubut-2023.toml")?, &read("cn-workdays.csv")?).await?;
    app.refresh_views().await?;
    let units = school(&app).await?;
    real_matters(&app, today, urgings).await?;
    rows(&app, &units, today, duties, due_percent).await
}

/// Sixty days ago.
struct Past(Timestamp);

impl app::Clock for Past {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[derive(Default)]
struct Counted(AtomicU64);

impl app::Ids for Counted {
    fn fresh(&self) -> Uuid {
        let n = u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1);
        Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 | n)
    }
}

fn open(dir: &Path, at: Timestamp) -> Result<App> {
    let (data, keys) = (dir.join("data"), dir.join("data-keys"));
    std::fs::create_dir_all(&data)?;
    let keys = crypto::Keys::load_or_create(&keys)?;
    let store = Store::open(&Location::Sqlite(data.clone()), Access::ReadWrite, keys, &App::known_kinds())?;
    let places = Places { files: Files::open(data.join("files"))?, anchors: data.join("anchors.txt") };
    Ok(App::open(store, places, Arc::new(Past(at)), Arc::new(Counted::default()), Limits::default()))
}

/// Each unit with a head and a contact; the Office with a head and two clerks.
async fn school(app: &App) -> Result<Vec<UnitId>> {
    let mut request = Request::new(app.fresh_id());
    let mut units = Vec::new();
    for n in 0..UNITS {
        let id = UnitId(request.fresh_id());
        let name = Title::parse("单位名称", &format!("第 {n} 单位"))?;
        let unit = Unit { id, name, aliases: Vec::new(), kind: UnitKind::Department, order: 1, closed_on: None };
        request.acts.push(Act::Institution(InstitutionCommand::AddUnit(unit)));
        units.push(id);
    }
    let appoint = InstitutionCommand::AppointOffice { office: units[0], discipline: units[1] };
    request.acts.push(Act::Institution(appoint));
    let office = [(Role::OfficeHead, None), (Role::OfficeClerk, None), (Role::OfficeClerk, None), (Role::Leader, None)];
    let posts = units.iter().flat_map(|unit| [(Role::UnitHead, Some(*unit)), (Role::UnitContact, Some(*unit))]);
    for (n, (role, unit)) in office.into_iter().chain(posts).enumerate() {
        let id = PersonId(request.fresh_id());
        let telephone = Some(request.seal(person_scope(id), "027-0000-0000"));
        let (name, post) = (Title::parse("姓名", &format!("人员 {n}"))?, role.label().to_owned());
        let person = Person { id, name, unit, post, telephone, mail: None, left_on: None };
        request.acts.push(Act::Institution(InstitutionCommand::AddPerson(person)));
        let (from, until) = (Date::constant(2020, 1, 1), None);
        request.acts.push(Act::Institution(InstitutionCommand::Grant { person: id, role, unit, from, until }));
    }
    app.execute(&Actor::system("bench"), request).await?;
    Ok(units)
}

/// Under way since then, and late by a few days now: through the bulk door, so that they have their whole record.
async fn real_matters(app: &App, today: Date, count: u64) -> Result<()> {
    let begun = app.today();
    let record = |n: u64| {
        let late = i64::try_from(n % 8).unwrap_or_default() + 2;
        Record {
            id: format!("real-{n}"),
            title: format!("逾期事项 {n}"),
            body: "基准数据".to_owned(),
            lead_unit: format!("第 {} 单位", n % UNITS as u64),
            co_units: Vec::new(),
            category: "学校会议决定事项".to_owned(),
            status: "under-way".to_owned(),
            created: begun,
            due: today.checked_sub(late.days()).ok(),
        }
    };
    let loaded = app.load("bench", (0..count.max(1)).map(record), |_| {}).await?;
    ensure!(loaded.refused.is_empty(), "{:?}", loaded.refused.first());
    Ok(())
}

/// Copies of one real matter's row and of one duty's, under new ids, owners and days.
async fn rows(app: &App, units: &[UnitId], today: Date, duties: u64, due_percent: u64) -> Result<()> {
    let mut random = Random::new(1);
    let opened = today.checked_sub(50.days())?;
    let mut done = 0;
    while done < duties {
        let mut slice = Vec::new();
        while done < duties && (slice.len() as u64) < SLICE {
            let matter: Uuid = random.uuid(1_780_000_000_000 + done).parse()?;
            let many = EACH.min(duties - done);
            let mut of_matter = Vec::new();
            for duty in 1..=many {
                let is_due = random.between(1, 100) <= i64::try_from(due_percent)?;
                let days = if is_due { random.between(-20, 1) } else { random.between(FAR, FAR + 360) };
                let (kind, is_offices) = match duty {
                    1 => ("complete", false),
                    2 => ("progress_report", false),
                    3 => ("sub_task", false),
                    _ if random.chance(20) => ("review_plan", true),
                    _ => ("answer_instruction", false),
                };
                let unit = units[usize::try_from(random.between(0, units.len() as i64 - 1))?];
                let owner = if is_offices { "office".to_owned() } else { format!("unit:{unit}") };
                of_matter.push((i64::try_from(duty)?, kind, owner, today.checked_add(days.days())?));
            }
            done += many;
            slice.push((matter, of_matter));
        }
        app.store().write(move |tx| write(tx, slice, opened)).await?;
    }
    Ok(())
}

type Duties = Vec<(i64, &'static str, String, Date)>;

fn write(tx: &mut store::Tx<'_>, slice: Vec<(Uuid, Duties)>, opened: Date) -> Result<(), StoreError> {
    let matter_like = copied(
        tx,
        "matter_view",
        &[
            ("matter", "$1"),
            ("due", "$2"),
            ("urge_due", "'9999-12-31'"),
            ("title", "'基准事项'"),
            ("number_key", "$1"),
            ("number_seq", "0"),
        ],
        "t.title = '逾期事项 0'",
    )?;
    let duty_like = copied(
        tx,
        "duty_view",
        &[
            ("matter", "$1"),
            ("duty", "$2"),
            ("kind", "$3"),
            ("owner", "$4"),
            ("due", "$5"),
            ("state", "'open'"),
            ("opened_on", "$6"),
            ("earliest", "1"),
            ("matter_due", "$5"),
        ],
        "t.matter = (select matter from matter_view where title = '逾期事项 0') and t.kind = 'complete'",
    )?;
    for (matter, duties) in slice {
        let due = duties.iter().map(|(.., due)| *due).min().unwrap_or(opened);
        tx.execute(&matter_like, &args![matter, due])?;
        for (duty, kind, owner, due) in duties {
            let row: Vec<Value> = args![matter, duty, kind, owner, due, opened].into();
            tx.execute(&duty_like, &row)?;
        }
    }
    Ok(())
}

/// An insert of the row that `which` picks, with other values in some columns.
fn copied(tx: &mut store::Tx<'_>, table: &str, other: &[(&str, &str)], which: &str) -> Result<String, StoreError> {
    let rows = tx.query(&format!("select name from pragma_table_info('{table}')"), &[])?;
    let columns: Vec<String> = rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?;
    let values: Vec<String> = columns
        .iter()
        .map(|column| match other.iter().find(|(name, _)| name == column) {
            Some((_, value)) => (*value).to_owned(),
            None => format!("t.{column}"),
        })
        .collect();
    Ok(format!(
        "insert into {table} ({}) select {} from {table} t where {which}",
        columns.join(", "),
        values.join(", ")
    ))
}
