//! 日历: what falls due on which day of a month, one's own or all that one may see; and the addresses by which other devices
//! subscribe to one's own.

use app::ask::{COUNT_MOST, DayOfDuties, Owed, SHOWN_A_DAY, Whose, pages_of};
use axum::http::{HeaderMap, Method, header};
use domain::value::Day;

use super::work::{self, mark};
use crate::{
    error::{Error, Kind},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        calendar::{CalendarPage, DayPage, DutyItem, FeedRow, Feeds, MonthDay, Way},
        layout::Place,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    routes::permission,
    words,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let whose = whose(asked.get("whose"));
    if let Ok(day) = asked.get("day").parse() {
        return one_day(&visitor, whose, day, asked.get("page").parse().unwrap_or(1)).await;
    }
    let month = month_of(asked.get("month")).unwrap_or(visitor.today.first_of_month());
    respond::page(&page(&visitor, whose, month, Feeds::default()).await?)
}

/// The new address stands on this answer and nowhere else: it is not redirected.
pub async fn create_feed(visitor: SignedIn, headers: HeaderMap, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&[])?;
    let mut feeds = Feeds::default();
    match visitor.app().create_feed(&visitor.actor).await {
        Ok(secret) => feeds.new_address = format!("{}/feeds/{}.ics", origin(&visitor, &headers), secret.reveal()),
        Err(app::Denied::Refused { refusal, .. }) => feeds.problem = refusal.message,
        Err(denied) => return Err(denied.into()),
    }
    let refused = !feeds.problem.is_empty();
    let page = page(&visitor, Whose::Mine, visitor.today.first_of_month(), feeds).await?;
    if refused { respond::refused_page(&page) } else { respond::page(&page) }
}

pub async fn end_feed(visitor: SignedIn, form: FormData) -> Answer {
    in_person(&visitor)?;
    form.only(&["id"])?;
    let id = form.get("id").parse().map_err(|_| Error::not_found())?;
    visitor.app().end_feed(&visitor.actor, id).await?;
    Ok(see_other_saying("/calendar#feeds", done("订阅地址已撤销，用它的设备不再更新。")))
}

fn in_person(visitor: &SignedIn) -> Result<(), Error> {
    if is_in_person(visitor) { Ok(()) } else { Err(Kind::NotForTokens.into()) }
}

fn is_in_person(visitor: &SignedIn) -> bool {
    matches!(visitor.actor.via, app::Via::Session { .. })
}

/// As configured; else as this browser calls us.
fn origin(visitor: &SignedIn, headers: &HeaderMap) -> String {
    let configured = &visitor.web.config().origin;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    if configured.is_empty() { format!("http://{host}") } else { configured.clone() }
}

fn whose(code: &str) -> Whose {
    if code == "seen" { Whose::Seen } else { Whose::Mine }
}

fn code(whose: Whose) -> &'static str {
    if whose == Whose::Seen { "seen" } else { "" }
}

/// `2026-11`: its first day.
fn month_of(text: &str) -> Option<Day> {
    let day: Day = format!("{}-01", text.trim()).parse().ok()?;
    (1990..=2150).contains(&day.year()).then_some(day)
}

fn link(pairs: &[(&str, &str)]) -> String {
    format!("/calendar{}", respond::query(pairs))
}

fn ways(now: Whose, rest: (&str, &str)) -> Vec<Way> {
    let way = |label, whose| Way { label, href: link(&[("whose", code(whose)), rest]), here: whose == now };
    vec![way("我要办的", Whose::Mine), way("我能看到的", Whose::Seen)]
}

async fn page(visitor: &SignedIn, whose: Whose, first: Day, feeds: Feeds) -> Result<CalendarPage, Error> {
    let (today, calendar) = (visitor.today, &visitor.institution.calendar);
    let last = first.last_of_month();
    let duties = visitor.app().duties_between(&visitor.actor, whose, first, last).await?;
    let to = |month: Day| link(&[("whose", code(whose)), ("month", &month.strftime("%Y-%m").to_string())]);
    let before = first.yesterday().map_or(first, Day::first_of_month);
    let after = last.tomorrow().unwrap_or(first);
    let weeks = work::weeks(first.year(), first.month()).unwrap_or_default();
    let day = |day: Day| match day.month() == first.month() {
        true => month_day(visitor, whose, day, duties.get(&day)),
        false => MonthDay { outside: true, ..MonthDay::default() },
    };
    let may_look = permission(&Method::GET, "/work-calendar").is_some_and(|needed| needed.admits(&visitor.roles()));
    let unannounced = format!("{} 年的放假安排尚未公布，这一年的时限均为暂定。", first.year());
    Ok(CalendarPage {
        layout: visitor.layout("日历", Some(Place::Calendar)),
        heading: format!("{}年{}月", first.year(), first.month()),
        previous: to(before),
        next: to(after),
        today: if first == today.first_of_month() { String::new() } else { link(&[("whose", code(whose))]) },
        ways: ways(whose, ("month", &first.strftime("%Y-%m").to_string())),
        weeks: weeks.into_iter().map(|week| week.into_iter().map(day).collect()).collect(),
        empty: match (duties.is_empty(), whose) {
            (false, _) => String::new(),
            (_, Whose::Mine) => "这个月没有您要办的时限。".to_owned(),
            (_, Whose::Seen) => "这个月没有您能看到的时限。".to_owned(),
        },
        work_calendar: if may_look { format!("/work-calendar?year={}", first.year()) } else { String::new() },
        warning: if calendar.announced(first.year()) { String::new() } else { unannounced },
        feeds: if is_in_person(visitor) { Some(with_rows(visitor, feeds).await?) } else { None },
    })
}

async fn with_rows(visitor: &SignedIn, feeds: Feeds) -> Result<Feeds, Error> {
    let known = visitor.app().feeds(&visitor.actor).await?;
    let row = |feed: &app::FeedInfo| FeedRow {
        id: feed.id.to_string(),
        since: text::moment(feed.created_at),
        last_used: feed.last_used_at.map(text::moment).unwrap_or_default(),
    };
    Ok(Feeds { rows: known.iter().map(row).collect(), ..feeds })
}

/// In the cell of a day; the others fold.
const FIRST: usize = 4;

fn month_day(visitor: &SignedIn, whose: Whose, day: Day, duties: Option<&DayOfDuties>) -> MonthDay {
    let owed = duties.map(|duties| duties.owed.as_slice()).unwrap_or_default();
    let items: Vec<DutyItem> = owed.iter().map(|owed| item(visitor, owed)).collect();
    let total = duties.map_or(0, |duties| duties.total.0);
    let not_shown = total.saturating_sub(SHOWN_A_DAY as u64);
    let over = if total > COUNT_MOST { "以上" } else { "" };
    let (first, rest) = items.split_at(items.len().min(FIRST));
    MonthDay {
        outside: false,
        number: day.day(),
        date: format!("{} {}", text::month_day(day), text::weekday(day)),
        is_today: day == visitor.today,
        mark: mark(&visitor.institution.calendar, day),
        first: first.to_vec(),
        rest: rest.to_vec(),
        more: if not_shown > 0 { format!("还有 {not_shown} 项{over}") } else { String::new() },
        href: link(&[("whose", code(whose)), ("day", &text::day(day))]),
    }
}

fn item(visitor: &SignedIn, owed: &Owed) -> DutyItem {
    DutyItem {
        href: format!("/matters/{}", owed.matter),
        number: owed.number.clone(),
        title: owed.title.clone(),
        what: owed.kind.label().to_owned(),
        whose: words::owner(&visitor.institution, owed.owner),
        mark: words::mark(&visitor.institution, visitor.today, owed.mark),
        provisional: owed.provisional,
    }
}

async fn one_day(visitor: &SignedIn, whose: Whose, day: Day, page: u32) -> Answer {
    let page = page.max(1);
    let duties = visitor.app().duties_on(&visitor.actor, whose, day, page - 1).await?;
    let date = text::day(day);
    let to = |page: u32| link(&[("whose", code(whose)), ("day", &date), ("page", &page.to_string())]);
    respond::page(&DayPage {
        layout: visitor.layout(&format!("{}的时限", text::day_cn(day)), Some(Place::Calendar)),
        heading: format!("{} {}", text::day_cn(day), text::weekday(day)),
        mark: mark(&visitor.institution.calendar, day),
        total: text::count(duties.total.0, COUNT_MOST),
        ways: ways(whose, ("day", &date)),
        items: duties.owed.iter().map(|owed| item(visitor, owed)).collect(),
        previous: if page > 1 { to(page - 1) } else { String::new() },
        next: if page < pages_of(duties.total) { to(page + 1) } else { String::new() },
        month: link(&[("whose", code(whose)), ("month", &day.strftime("%Y-%m").to_string())]),
        ledger: format!("/matters{}", respond::query(&[("due_from", &date), ("due_to", &date)])),
    })
}
