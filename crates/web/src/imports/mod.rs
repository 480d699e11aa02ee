//! 导入: a file is uploaded or pasted, read, looked through beside its source, and confirmed.

mod line;
mod show;
mod source;

use app::{
    Denied,
    imports::{Import, Kind, LineChange, Lines, Setting, State},
};
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
};
use domain::{
    institution::Role,
    value::{Day, UnitId},
};
use intake::{
    Source,
    ledger::{Field as Column, Mapping},
};
use uuid::Uuid;

use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    matters::reader::read_day,
    pages::{
        form::{Choice, Problems},
        imports::{ImportItem, ImportsPage},
        layout::{Flash, Place, Tone},
        text,
    },
    respond::{self, Answer, done, see_other, see_other_saying},
};

pub use line::{save, show_line};
pub use show::show;

const PATH: &str = "/imports";

/// `GET /imports`
pub async fn list(visitor: SignedIn) -> Answer {
    let page = list_page(&visitor, &FormData::default(), Problems::default()).await?;
    respond::page(&page)
}

/// `POST /imports`: a file, or a text that was pasted.
pub async fn begin(visitor: SignedIn, sent: FormData) -> Answer {
    let mut problems = sent.problems.clone();
    let typed = sent.get("text");
    let file = match sent.files.iter().find(|(name, _)| name == "file" || name == "staged") {
        Some((_, file)) => Some(file.clone()),
        None if problems.any() => None,
        None if typed.trim().is_empty() => {
            problems.add("file", "请选择文件，或把文字粘贴在下面");
            None
        }
        None => {
            let staged = visitor.app().stage_file(&visitor.actor, &pasted_name(typed), typed.as_bytes().to_vec()).await;
            match staged.map_err(Error::from) {
                Ok(file) => Some(file),
                Err(error) => match error.refusal() {
                    Some(refusal) => {
                        problems.add("text", &refusal.message);
                        None
                    }
                    None => return Err(error),
                },
            }
        }
    };
    let Some(file) = file else { return respond::refused_page(&list_page(&visitor, &sent, problems).await?) };
    let kind = if sent.get("kind") == "roster" { Kind::Roster } else { Kind::Matters };
    let setting = Setting { kind, attach: sent.ticked("attach") && kind == Kind::Matters, ..Setting::default() };
    let id = sent.command_id()?;
    visitor.app().begin_import(&visitor.actor, id, file.id, setting).await?;
    visitor.app().start_reading(id);
    Ok(see_other(&path(id)))
}

/// `粘贴的文字：关于…的通知.txt`
fn pasted_name(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let short: String = first.chars().take(30).collect();
    format!("粘贴的文字：{short}.txt")
}

/// `POST /imports/{id}/setting`
pub async fn set(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = import_id(&id)?;
    let import = visitor.app().import(&visitor.actor, id).await?;
    match show::setting_of(&sent, &import.setting) {
        Ok(setting) => {
            let done = visitor.app().set_import(&visitor.actor, id, edition(&sent), setting).await;
            answer(&visitor, id, done, "已保存。").await
        }
        Err(problems) => show::page(&visitor, &Asked::default(), import, Some((&sent, problems)), "").await,
    }
}

/// `POST /imports/{id}/reading`
pub async fn reread(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = import_id(&id)?;
    let import = visitor.app().import(&visitor.actor, id).await?;
    let typed = sent.get("on").trim();
    let on = read_day(typed);
    if on.is_none() && !typed.is_empty() {
        let message = format!("“{typed}”不是日期，请照“2026-10-27”填写。");
        return show::page(&visitor, &Asked::default(), import, None, &message).await;
    }
    let done = visitor.app().reread_import(&visitor.actor, id, edition(&sent), on, mappings(&import, &sent)).await;
    if done.is_ok() {
        visitor.app().start_reading(id);
        return Ok(see_other(&path(id)));
    }
    answer(&visitor, id, done, "").await
}

/// The tables whose columns were changed.
fn mappings(import: &Import, sent: &FormData) -> Vec<Mapping> {
    let Some(Source::Workbook { tables }) = &import.source else { return Vec::new() };
    let mut changed = Vec::new();
    for (nth, table) in tables.iter().enumerate() {
        let mut mapping = table.mapping.clone();
        for column in &table.mapping.columns {
            let name = show::column_name(nth, column.index);
            if sent.values.iter().any(|(key, _)| *key == name) {
                mapping.assign(column.index, column_of(sent.get(&name)));
            }
        }
        changed.extend((mapping != table.mapping).then_some(mapping));
    }
    changed
}

/// A column's field by its label.
fn column_of(label: &str) -> Option<Column> {
    app::imports::fields().find(|(_, known)| *known == label).map(|(field, _)| field)
}

/// `POST /imports/{id}/lines`: what is done to the lines that were ticked.
pub async fn change(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = import_id(&id)?;
    let places: Vec<i64> = sent.all("place").filter_map(|place| place.parse().ok()).collect();
    let change = match (sent.get("act"), sent.get("per_lead").parse()) {
        (_, Ok(place)) => LineChange::PerLead(place),
        _ if places.is_empty() => {
            let import = visitor.app().import(&visitor.actor, id).await?;
            return show::page(&visitor, &asked(&sent), import, None, "请先勾选要处理的项。").await;
        }
        ("looked", _) => LineChange::LookedAt(places),
        ("merge", _) => LineChange::Merge(places),
        ("split", _) if places.len() > 1 => {
            let import = visitor.app().import(&visitor.actor, id).await?;
            return show::page(&visitor, &asked(&sent), import, None, "一次拆分一项，请只勾选一项。").await;
        }
        ("split", _) => LineChange::Split(places[0]),
        ("restore", _) => LineChange::Restore(places),
        ("drop", _) => LineChange::Drop(places),
        _ => return Err(Error::bad("没有说明要做什么，请从导入页重新办理。")),
    };
    let done = visitor.app().change_import(&visitor.actor, id, change).await;
    let said = done.as_ref().map(|changed| format!("已处理 {changed} 项。")).unwrap_or_default();
    answer_at(&visitor, id, &asked(&sent), done.map(drop), &said).await
}

/// `POST /imports/{id}/names`: what a name means, in every line.
pub async fn name(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = import_id(&id)?;
    let unit: Option<UnitId> = sent.get("unit").parse().ok();
    let Some(unit) = unit else {
        let import = visitor.app().import(&visitor.actor, id).await?;
        return show::page(&visitor, &asked(&sent), import, None, "请先选择单位。").await;
    };
    let name = sent.get("name").to_owned();
    let said = format!("“{name}”即“{}”。", visitor.institution.unit_name(unit));
    let change = LineChange::Match { name, unit, alias: sent.ticked("alias") };
    let done = visitor.app().change_import(&visitor.actor, id, change).await;
    answer_at(&visitor, id, &asked(&sent), done.map(drop), &said).await
}

/// `POST /imports/{id}/confirmation`
pub async fn confirm(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = import_id(&id)?;
    let command = sent.command_id()?;
    let only_ready = sent.ticked("only_ready");
    let import = visitor.app().import(&visitor.actor, id).await?;
    let done = visitor.app().confirm_import(&visitor.actor, command, id, edition(&sent), only_ready).await;
    let said = done.as_ref().map(|done| said(&import, done.made, done.left)).unwrap_or_default();
    answer(&visitor, id, done.map(drop), &said).await
}

fn said(import: &Import, made: usize, left: usize) -> String {
    let rest = if left > 0 { format!("还有 {left} 项留待修改。") } else { String::new() };
    match (import.setting.kind, import.setting.running) {
        (Kind::Roster, _) => format!("已登记 {made} 行。"),
        (_, true) => format!("已补录 {made} 件，由学校办公室主任确认后生效。{rest}"),
        _ => format!("已立为 {made} 件拟办意见。{rest}"),
    }
}

/// `POST /imports/{id}/end`
pub async fn end(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let id = import_id(&id)?;
    match visitor.app().discard_import(&visitor.actor, id).await {
        Ok(()) => Ok(see_other_saying(PATH, done("已放弃这次导入。"))),
        denied => answer(&visitor, id, denied, "").await,
    }
}

/// `GET /imports/{id}/answer`: the workbook with what is to be mended.
pub async fn answer_sheet(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let (name, bytes) = visitor.app().import_answer(&visitor.actor, import_id(&id)?).await?;
    Ok(respond::file(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

/// `GET /imports/{id}/file`
pub async fn file(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let (info, bytes) = visitor.app().import_file(&visitor.actor, import_id(&id)?).await?;
    let mut response = respond::file(&info.name, &info.media_type, bytes);
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

async fn list_page(visitor: &SignedIn, sent: &FormData, problems: Problems) -> Result<ImportsPage, Error> {
    let office = visitor.roles().iter().any(|role| Role::is_office(*role));
    let chosen = if sent.get("kind").is_empty() { "matters" } else { sent.get("kind") };
    let kinds = [("matters", "督办事项", "纪要、要点、分工方案、台账"), ("roster", "单位和人员", "名单表格")];
    let kinds = kinds.iter().filter(|(code, ..)| office || *code == "roster");
    let choice =
        |(code, label, note): &(&str, &str, &str)| Choice::new(code, label).note(note).chosen_if(*code == chosen);
    let imports = visitor.app().imports(&visitor.actor).await?;
    Ok(ImportsPage {
        layout: visitor.layout("导入", Some(Place::Import)),
        command_id: visitor.app().fresh_id().to_string(),
        kinds: kinds.map(choice).collect(),
        text: sent.get("text").to_owned(),
        attach: sent.values.is_empty() || sent.ticked("attach"),
        office,
        problems,
        items: imports.iter().map(|import| item(visitor, import)).collect(),
    })
}

fn item(visitor: &SignedIn, import: &Import) -> ImportItem {
    let counts = import.counts;
    let state = match import.state {
        State::Waiting => "等待读取".to_owned(),
        State::Unreadable => "读不出".to_owned(),
        _ if counts.open > 0 && counts.done > 0 => format!("已确认 {} 项，待确认 {} 项", counts.done, counts.open),
        _ if counts.open > 0 => format!("待确认 {} 项", counts.open),
        _ if counts.done > 0 => format!("已确认 {} 项", counts.done),
        _ => "没有待确认的项".to_owned(),
    };
    ImportItem {
        href: path(import.id),
        name: import.name.clone(),
        kind: if import.setting.kind == Kind::Roster { "单位和人员" } else { "督办事项" }.to_owned(),
        state,
        who: visitor.institution.person_name(import.author).to_owned(),
        when: text::moment(import.made_at),
    }
}

fn path(id: Uuid) -> String {
    format!("{PATH}/{id}")
}

fn import_id(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::not_found())
}

fn edition(sent: &FormData) -> i64 {
    sent.get("edition").parse().unwrap_or_default()
}

/// The tab from which lines were changed.
fn asked(sent: &FormData) -> Asked {
    Asked::of(respond::query(&[("show", sent.get("show"))]).trim_start_matches('?'))
}

async fn answer(visitor: &SignedIn, id: Uuid, done: Result<(), Denied>, said: &str) -> Answer {
    answer_at(visitor, id, &Asked::default(), done, said).await
}

/// Back to the import with what was done, or the import with why not.
async fn answer_at(visitor: &SignedIn, id: Uuid, asked: &Asked, done: Result<(), Denied>, said: &str) -> Answer {
    match done.map_err(Error::from) {
        Ok(()) => {
            let back = format!("{}{}", path(id), respond::query(&[("show", asked.get("show"))]));
            let flash = Flash { tone: Tone::Done, text: said.to_owned(), clause: String::new() };
            Ok(see_other_saying(&back, flash))
        }
        Err(error) => match error.refusal().map(|refusal| refusal.message.clone()) {
            Some(message) => {
                let import = visitor.app().import(&visitor.actor, id).await?;
                let mut shown = show::page(visitor, asked, import, None, &message).await?;
                *shown.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                Ok(shown)
            }
            None => Err(error),
        },
    }
}

/// Which lines a tab shows.
fn shown(asked: &Asked) -> Lines {
    match asked.get("show") {
        "faulty" => Lines::Faulty,
        "doubtful" => Lines::Doubtful,
        "dropped" => Lines::Dropped,
        "done" => Lines::Done,
        "all" => Lines::All,
        _ => Lines::Open,
    }
}

fn day_words(day: Option<Day>) -> String {
    day.map(text::day).unwrap_or_default()
}
