//! Changing the work calendar: a notice is read into a table, the table (or a period of the school, or a removal) is
//! previewed with what it would move, and only a confirmed preview changes anything.

use app::{CalendarChanged, ask::CalendarMoves};
use domain::{
    calendar::{DayKind, ProposedDay, ProposedYear, SpecialDay, WorkCalendar},
    institution::InstitutionCommand,
};

use super::{
    asked::{self, Change, FIELDS, ROWS_MOST},
    decode, work,
};
use crate::{
    error::{self, Error},
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        form::Problems,
        layout::{Flash, Place, Tone},
        text,
        work_calendar::{NoticeForm, PreviewPage, ReadingPage, hidden},
    },
    respond::{self, Answer, see_other_saying},
};

const PATH: &str = "/work-calendar";

/// What was pasted or uploaded, as a table to be corrected; or the table again, with everything typed.
pub async fn read(visitor: SignedIn, form: FormData) -> Answer {
    if form.all("date").next().is_some() {
        form.only(FIELDS)?;
        return respond::page(&table_again(&visitor, &form, Problems::default()));
    }
    form.only(&["text", "year"])?;
    match proposed(&form) {
        Ok(proposed) => respond::page(&table(&visitor, &proposed)),
        Err(problems) => {
            let (text, year) = (form.get("text").to_owned(), form.get("year").to_owned());
            let shown = year.parse().unwrap_or(visitor.today.year());
            let notice = NoticeForm { text, year, problems };
            respond::refused_page(
                &work::page(&visitor, shown, notice, (&FormData::default(), Problems::default())).await?,
            )
        }
    }
}

/// The table with the days that are known of a year.
pub async fn correct(visitor: SignedIn, asked: Asked) -> Answer {
    let calendar = &visitor.institution.calendar;
    let year = asked.get("year").parse().ok().filter(|year| calendar.announced(*year)).ok_or_else(Error::not_found)?;
    let known = |day: &SpecialDay| ProposedDay { day: day.clone(), words: String::new(), doubts: Vec::new() };
    let proposed = ProposedYear {
        year: Some(year),
        document: calendar.document(year).map(ToString::to_string).unwrap_or_default(),
        days: calendar.days_of_notice(year).map(known).collect(),
        doubts: Vec::new(),
    };
    respond::page(&table(&visitor, &proposed))
}

/// What the change would move. Nothing is changed.
pub async fn preview(visitor: SignedIn, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let change = Change::of(&form).ok_or_else(|| Error::bad("没有说明要改什么，请从工作日历页重新办理。"))?;
    let command = match asked::command(change, &form) {
        Ok(command) => command,
        Err(problems) => return again(&visitor, change, &form, problems).await,
    };
    match visitor.app().preview_calendar(&visitor.actor, command.clone()).await.map_err(Error::from) {
        Ok(moves) => respond::page(&preview_page(&visitor, change, &form, &command, &moves)),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(&visitor, change, &form, error::problems(refusal, name_of)).await,
            None => Err(refused.typed(form.typed())),
        },
    }
}

/// Confirmed.
pub async fn confirm(visitor: SignedIn, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let change = Change::of(&form).ok_or_else(|| Error::bad("没有说明要改什么，请从工作日历页重新办理。"))?;
    let command = match asked::command(change, &form) {
        Ok(command) => command,
        Err(problems) => return again(&visitor, change, &form, problems).await,
    };
    let year = year_of(&visitor, &command);
    match visitor.app().change_calendar(&visitor.actor, form.command_id()?, command).await.map_err(Error::from) {
        Ok(done) => {
            let what = match change {
                Change::Year => format!("{year} 年放假安排已登记。"),
                Change::Day => "这一天已从放假安排中删除。".to_owned(),
                Change::Period => "学校安排已登记。".to_owned(),
                Change::PeriodRemoval => "学校安排已取消。".to_owned(),
            };
            Ok(see_other_saying(&format!("{PATH}?year={year}"), said(&what, done)))
        }
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(&visitor, change, &form, error::problems(refusal, name_of)).await,
            None => Err(refused.typed(form.typed())),
        },
    }
}

/// The message after a confirmation.
pub(super) fn said(what: &str, done: CalendarChanged) -> Flash {
    let CalendarChanged { recounted, left } = done;
    let counted = match recounted {
        0 => "没有时限需要变动。".to_owned(),
        _ => format!("{recounted} 件事项的时限已按新日历重算，原因记入各事项。"),
    };
    let rest =
        if left > 0 { format!("还有 {left} 件没有重算，请点“继续重算”。") } else { String::new() };
    let tone = if left > 0 { Tone::Note } else { Tone::Done };
    Flash { tone, text: format!("{what}{counted}{rest}"), clause: String::new() }
}

/// The text or the file, read.
fn proposed(form: &FormData) -> Result<ProposedYear, Problems> {
    let mut problems = form.problems.clone();
    let typed = form.get("text");
    let text = match form.contents.first() {
        Some((name, bytes)) => decode::text(bytes).unwrap_or_else(|| {
            let told = format!("“{name}”读不出文字。请上传 CSV 或 TXT 文件，或把通知全文粘贴到上面");
            problems.add("notice_file", &told);
            String::new()
        }),
        None => typed.to_owned(),
    };
    if text.trim().is_empty() && !problems.any() {
        problems.add("text", "请粘贴通知全文，或上传文件");
    }
    if problems.any() {
        return Err(problems);
    }
    let field = if form.contents.is_empty() { "text" } else { "notice_file" };
    let proposed = if ProposedYear::looks_like_csv(&text) {
        ProposedYear::from_csv(&text).map_err(|wrong| {
            wrong.iter().take(CSV_FAULTS).for_each(|wrong| problems.add(field, &wrong.reason));
            std::mem::take(&mut problems)
        })?
    } else {
        ProposedYear::from_notice(&text, form.get("year").trim().parse().ok())
    };
    if proposed.days.len() > ROWS_MOST {
        let told = format!("共读到 {} 天，一次只登记一年（最多 {ROWS_MOST} 天），请分年登记", proposed.days.len());
        problems.add(field, &told);
        return Err(problems);
    }
    Ok(proposed)
}

const CSV_FAULTS: usize = 20;

fn table(visitor: &SignedIn, proposed: &ProposedYear) -> ReadingPage {
    let year = proposed.year.map(|year| year.to_string()).unwrap_or_default();
    let document = match (&proposed.document, proposed.year) {
        (named, _) if !named.is_empty() => named.clone(),
        (_, Some(year)) => format!("国务院办公厅关于{year}年部分节假日安排的通知"),
        _ => String::new(),
    };
    ReadingPage {
        layout: visitor.layout("核对放假安排", Some(Place::Settings)),
        back: format!("{PATH}?year={year}"),
        year,
        document,
        rows: asked::rows_of(proposed),
        doubts: proposed.doubts.clone(),
        problems: Problems::default(),
    }
}

fn table_again(visitor: &SignedIn, form: &FormData, problems: Problems) -> ReadingPage {
    ReadingPage {
        layout: visitor.layout("核对放假安排", Some(Place::Settings)),
        back: PATH.to_owned(),
        year: form.get("year").to_owned(),
        document: form.get("document").to_owned(),
        rows: asked::rows(form),
        doubts: Vec::new(),
        problems,
    }
}

/// The form that could not be accepted, where it was filled in.
async fn again(visitor: &SignedIn, change: Change, form: &FormData, problems: Problems) -> Answer {
    if change == Change::Year {
        return respond::refused_page(&table_again(visitor, form, problems));
    }
    let year = form.day("from").or_else(|| form.day("day")).map_or(visitor.today.year(), |day| day.year());
    respond::refused_page(&work::page(visitor, year, NoticeForm::default(), (form, problems)).await?)
}

/// What the rules call a field, on these forms.
fn name_of(field: &str) -> Option<&'static str> {
    match field {
        "年份" => Some("year"),
        "截止日期" => Some("until"),
        _ => None,
    }
}

fn year_of(visitor: &SignedIn, command: &InstitutionCommand) -> i16 {
    use InstitutionCommand as C;
    match command {
        C::AnnounceYear { year, .. } => *year,
        C::RemoveSpecialDay { date } => date.year(),
        C::AddSchoolPeriod { from, .. } => from.year(),
        C::RemoveSchoolPeriod { id } => {
            let period = visitor.institution.calendar.school_period(*id);
            period.map_or(visitor.today.year(), |period| period.from.year())
        }
        _ => visitor.today.year(),
    }
}

fn preview_page(
    visitor: &SignedIn,
    change: Change,
    form: &FormData,
    command: &InstitutionCommand,
    moves: &CalendarMoves,
) -> PreviewPage {
    let calendar = &visitor.institution.calendar;
    let not_shown = moves.moved - moves.shown.len();
    let fields = form.values.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
    PreviewPage {
        layout: visitor.layout("工作日历变动预览", Some(Place::Settings)),
        heading: heading(calendar, command),
        change: changes(calendar, command),
        summary: summary(moves),
        moves: moves.shown.iter().map(|moved| work::move_row(visitor, moved)).collect(),
        more: if not_shown > 0 {
            format!("另有 {not_shown} 项没有列出，确认后一并重算。")
        } else {
            String::new()
        },
        command_id: visitor.app().fresh_id().to_string(),
        fields: fields.map(|(name, value)| hidden(name, value)).collect(),
        submit: match change {
            Change::Year | Change::Period => "确认登记，并按新日历重算".to_owned(),
            Change::Day | Change::PeriodRemoval => "确认删除，并按新日历重算".to_owned(),
        },
        back_to_table: change == Change::Year,
        back: format!("{PATH}?year={}", year_of(visitor, command)),
    }
}

fn heading(calendar: &WorkCalendar, command: &InstitutionCommand) -> String {
    use InstitutionCommand as C;
    match command {
        C::AnnounceYear { year, .. } => format!("登记 {year} 年放假安排"),
        C::RemoveSpecialDay { date } => {
            let name = calendar.special_day(*date).map(|day| day.name.clone()).unwrap_or_default();
            format!("从放假安排中删除 {}（{name}）", text::day(*date))
        }
        C::AddSchoolPeriod { name, .. } => format!("登记学校安排：{name}"),
        C::RemoveSchoolPeriod { id } => {
            let name = calendar.school_period(*id).map(|period| period.name.to_string());
            format!("取消学校安排：{}", name.unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// What the change is, in lines.
fn changes(calendar: &WorkCalendar, command: &InstitutionCommand) -> Vec<String> {
    use InstitutionCommand as C;
    match command {
        C::AnnounceYear { year, days, document } => {
            let mut lines = vec![format!("依据：{document}")];
            let former: Vec<&SpecialDay> = calendar.days_of_notice(*year).collect();
            let told = |day: &SpecialDay| {
                let kind = if day.kind == DayKind::Off { "放假" } else { "补班" };
                format!("{}（{}）{kind}", text::day(day.date), day.name)
            };
            let list = |days: Vec<String>| days.join("、");
            let new: Vec<String> = days.iter().filter(|day| !former.contains(day)).map(told).collect();
            let gone: Vec<String> = former.iter().filter(|day| !days.contains(day)).map(|day| told(day)).collect();
            if former.is_empty() {
                let off = days.iter().filter(|day| day.kind == DayKind::Off).count();
                lines.push(format!("周一至周五放假 {off} 天，周末补班 {} 天", days.len() - off));
            } else if new.is_empty() && gone.is_empty() {
                lines.push("所列日期与现在登记的相同，只更改通知名称".to_owned());
            }
            if !new.is_empty() {
                lines.push(format!("新登记：{}", list(new)));
            }
            if !gone.is_empty() {
                lines.push(format!("不再保留：{}", list(gone)));
            }
            lines
        }
        C::AddSchoolPeriod { from, until, kind, .. } => {
            vec![format!("{}，{}", work::span(*from, *until), kind.label())]
        }
        C::RemoveSchoolPeriod { id } => {
            let period = calendar.school_period(*id);
            period
                .map(|period| format!("{}，{}", work::span(period.from, period.until), period.kind.label()))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn summary(moves: &CalendarMoves) -> Vec<String> {
    let mut lines = match moves.moved {
        0 => vec!["在办时限的日期都不变。".to_owned()],
        moved => vec![format!("有 {moved} 项在办时限的日期要变（见下表）。确认以前，任何日期都不会变。")],
    };
    if moves.settled > 0 {
        lines.push(format!("有 {} 项日期不变，但由“暂定”改为确定。", moves.settled));
    }
    if moves.kept > 0 {
        let kept = moves.kept;
        lines.push(format!("有 {kept} 项按新日历会提前，因通知单已经下发，只顺延、不提前，仍按原日期。"));
    }
    lines
}
