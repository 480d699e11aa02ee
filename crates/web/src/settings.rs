//! 设置: the parameters with their clauses and the day from which they hold, and the working days. Parameters change with a
//! new set of them, which the program reads from a file (`duban regulation`); days are added here.

use app::Request;
use domain::{
    calendar::{DayKind, SpecialDay, WorkCalendar},
    institution::InstitutionCommand,
    regulation::{Clause, Regulation},
    value::{Day, Title},
};

use crate::{
    error::{self, Error},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::SmallForm,
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        settings::{CalendarRow, ParameterGroup, ParameterRow, SettingsPage},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    routes::permission,
    words,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let year = asked.get("year").parse().unwrap_or(visitor.today.year());
    respond::page(&page(&visitor, year, &FormData::default(), Problems::default()))
}

pub async fn add_day(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&["date", "kind", "name"])?;
    let again = |wrong| {
        let year = form.day("date").map_or(visitor.today.year(), Day::year);
        respond::refused_page(&page(&visitor, year, &form, wrong))
    };
    let day = match read_day(&form) {
        Ok(day) => day,
        Err(wrong) => return again(wrong),
    };
    let goal = format!("/settings?year={}#calendar", day.date.year());
    let command = InstitutionCommand::SetCalendar { days: vec![day] };
    let request = Request::institution(form.command_id()?, command);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&goal, done("已登记。此后计算的时限按新的日历；已经发出的时限不自动改变。"))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, |_| None)),
            None => Err(refused.typed(form.typed())),
        },
    }
}

fn read_day(form: &FormData) -> Result<SpecialDay, Problems> {
    let mut wrong = Problems::default();
    let date = form.day("date");
    let kind = match form.get("kind") {
        "off" => Some(DayKind::Off),
        "work" => Some(DayKind::Work),
        _ => None,
    };
    let name = Title::parse("说明", form.get("name")).map_err(|invalid| wrong.add("name", &invalid.to_string())).ok();
    if date.is_none() {
        wrong.add("date", "请填写日期，例如 2026-10-27");
    }
    if kind.is_none() {
        wrong.add("kind", "请选择放假还是上班");
    }
    match (date, kind, name) {
        (Some(date), Some(kind), Some(name)) => Ok(SpecialDay { date, kind, name: name.to_string() }),
        _ => Err(wrong),
    }
}

fn page(visitor: &SignedIn, year: i16, form: &FormData, problems: Problems) -> SettingsPage {
    let institution = &visitor.institution;
    let may_add = permission(&axum::http::Method::POST, "/settings/days");
    let may_add = may_add.is_some_and(|needed| needed.admits(&visitor.roles()));
    let neighbour = |year: i16| (format!("{year} 年"), format!("/settings?year={year}#calendar"));
    let warning = format!("{year} 年的放假安排尚未公布，落在这一年的时限按周一至周五推算，均为暂定。");
    SettingsPage {
        layout: visitor.layout("设置", Some(Place::Settings)),
        groups: groups(visitor),
        form: None,
        year: year.to_string(),
        years: vec![neighbour(year.saturating_sub(1)), neighbour(year.saturating_add(1))],
        year_warning: if institution.calendar.announced(year) { String::new() } else { warning },
        days: days(&institution.calendar, year),
        add_day: may_add.then(|| day_form(visitor, form, problems)),
    }
}

/// The set in force, beside the next one that is announced.
fn groups(visitor: &SignedIn) -> Vec<ParameterGroup> {
    let institution = &visitor.institution;
    let Some(now) = institution.regulation_on(visitor.today) else { return Vec::new() };
    let next = institution.regulations.iter().find(|set| set.in_force > visitor.today && set.in_force > now.in_force);
    let rows = rows(now);
    let coming = next.map(self::rows).unwrap_or_default();
    let row = |at: usize, value: &Value| ParameterRow {
        label: value.label.clone(),
        value: value.text.clone(),
        clause: match value.clause {
            Clause::Own => Clause::Own.article().to_owned(),
            clause => words::clause(clause),
        },
        holds_from: text::day(now.in_force),
        coming: match (coming.get(at), next) {
            (Some(new), Some(next)) if new.text != value.text => {
                format!("自 {} 起：{}", text::day(next.in_force), new.text)
            }
            _ => String::new(),
        },
        href: String::new(),
    };
    let group = |heading: &str| ParameterGroup {
        heading: heading.to_owned(),
        rows: rows.iter().enumerate().filter(|(_, v)| v.group == heading).map(|(at, value)| row(at, value)).collect(),
    };
    [LIMITS, NAMES, RULES, RESERVED].into_iter().map(group).collect()
}

const LIMITS: &str = "时限";
const NAMES: &str = "名称与编号";
const RULES: &str = "延期与催办";
const RESERVED: &str = "由学校办公室主任签发";

struct Value {
    group: &'static str,
    label: String,
    text: String,
    clause: Clause,
}

/// Every parameter of a set, in a fixed order.
fn rows(set: &Regulation) -> Vec<Value> {
    let value = |group, label: &str, text: String, clause| Value { group, label: label.to_owned(), text, clause };
    let limits = set.limits.all().into_iter();
    let limits = limits.map(|(_, limit)| value(LIMITS, &limit.name, format!("{} 个工作日", limit.days), limit.clause));
    let names = &set.institution;
    let bound = |n: u32, unit: &str| if n == 0 { "不限".to_owned() } else { format!("{n} {unit}") };
    let yes = |reserved: bool| if reserved { "是" } else { "否，经办人即可" }.to_owned();
    let reserved = &set.reserved_to_head;
    let rest = [
        value(NAMES, "学校名称", names.name.clone(), Clause::Own),
        value(NAMES, "归口部门", names.office.clone(), Clause::R2),
        value(NAMES, "承办科室", names.section.clone(), Clause::R2),
        value(NAMES, "纪检监察部门", names.discipline.clone(), Clause::R2),
        value(
            NAMES,
            "通知单编号",
            names.number_pattern.0.replace("{year}", "年份").replace("{n}", "序号"),
            Clause::R4_2,
        ),
        value(NAMES, "纸质编号已用到", format!("第 {} 号", names.last_paper_number), Clause::R4_2),
        value(RULES, "一件事项最多申请延期", bound(set.extension.most_requests, "次"), Clause::R4_5b),
        value(RULES, "一次延期最长", bound(set.extension.most_days, "天"), Clause::R4_5b),
        value(
            RULES,
            "抄送纪委、监察专员办公室",
            format!("自第 {} 次催办起", set.urging.copies_discipline_from),
            Clause::R4_5d,
        ),
        value(RESERVED, "立项", yes(reserved.registration), Clause::Own),
        value(RESERVED, "交办", yes(reserved.dispatch), Clause::Own),
        value(RESERVED, "审核办结", yes(reserved.acceptance), Clause::Own),
        value(RESERVED, "催办", yes(reserved.urging), Clause::Own),
    ];
    limits.chain(rest).collect()
}

fn days(calendar: &WorkCalendar, year: i16) -> Vec<CalendarRow> {
    let days = calendar.special_days().filter(|day| day.date.year() == year);
    let row = |day: &SpecialDay| CalendarRow {
        day: text::day(day.date),
        weekday: text::weekday(day.date).to_owned(),
        kind: if day.kind == DayKind::Off { "放假" } else { "上班" }.to_owned(),
        note: day.name.clone(),
        source: String::new(),
        remove_action: String::new(),
    };
    days.map(row).collect()
}

fn day_form(visitor: &SignedIn, form: &FormData, problems: Problems) -> SmallForm {
    let kind = |code: &str, label: &str| Choice::new(code, label).chosen_if(form.get("kind") == code);
    let sent: Option<uuid::Uuid> = form.get("command_id").parse().ok();
    SmallForm {
        title: "登记放假或上班日".to_owned(),
        action: "/settings/days".to_owned(),
        command_id: sent.unwrap_or_else(|| visitor.app().fresh_id()).to_string(),
        explanation:
            "国务院办公厅的放假通知和学校自己的安排都登记在这里。登记某一年的任何一天，即表示该年安排已经公布。"
                .to_owned(),
        fields: vec![
            Field::new("date", "日期", Kind::Date).value(form.get("date")).required().half(),
            Field::new("kind", "安排", Kind::Select(vec![kind("off", "放假"), kind("work", "上班")])).required().half(),
            Field::new("name", "说明", Kind::Text).value(form.get("name")).hint("例如：国庆节；校庆放假。").required(),
        ],
        problems,
        submit: "登记".to_owned(),
    }
}
