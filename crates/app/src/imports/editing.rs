//! What the clerk does to lines: edit, drop, merge, split, and say which unit a name means.

use std::collections::BTreeSet;

use domain::{Reason, Refusal, institution::InstitutionCommand, value::UnitId};
use store::{
    Tx,
    imports::{self as rows, LineRow, Lines},
};
use uuid::Uuid;

use super::{
    Kind, LineState, Setting, State, at_hand,
    line::{Line, Typed},
    line_row, read_line,
    reading::tried_in_tx,
    save, writable,
};
use crate::{Actor, App, Denied, Request, execute};

/// One thing that is done to lines.
#[derive(Debug, Clone, PartialEq)]
pub enum LineChange {
    /// as the clerk has typed it
    Type { place: i64, typed: Box<Typed> },
    /// 去掉: no matter comes of them
    Drop(Vec<i64>),
    /// 恢复
    Restore(Vec<i64>),
    /// 看过，无误
    LookedAt(Vec<i64>),
    /// 合并: the others become part of the first
    Merge(Vec<i64>),
    /// 一家一件: one line a unit that leads, 同源事项
    PerLead(i64),
    /// 拆成两项: a copy behind it, for the clerk to cut both
    Split(i64),
    /// every line that names it means this unit; `alias`: so will the next document
    Match { name: String, unit: UnitId, alias: bool },
}

/// No import has more lines.
pub(super) const LINES_MOST: i64 = 50_000;

pub(super) type Changed = (LineRow, Line);

impl App {
    /// Answers how many lines were changed. Lines that have become matters, and those that are not there, are left alone.
    pub async fn change_import(&self, actor: &Actor, id: Uuid, change: LineChange) -> Result<usize, Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let (row, body) = at_hand(&app, tx, &actor, id)?;
                if let LineChange::Match { name, unit, alias: true } = &change {
                    learn(&app, tx, &actor, name, *unit)?;
                }
                if body.setting.kind == Kind::Roster {
                    let changed = super::roster::change(tx, id, &change)?;
                    save(tx, &app, &row, State::of(&row.state), &body)?;
                    return Ok(changed);
                }
                let mut changed = changed(tx, id, &change)?;
                tried_in_tx(&app, tx, &actor, &body.setting, &mut changed)?;
                for (row, line) in &changed {
                    rows::put_line(tx, id, &line_row(row.place, LineState::of(&row.state), line, None)?)?;
                }
                save(tx, &app, &row, State::of(&row.state), &body)?;
                Ok(changed.len())
            })
            .await
    }
}

/// After a change of what holds for all lines.
pub(super) fn check_anew(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: Uuid, setting: &Setting) -> Result<(), Denied> {
    if setting.kind == Kind::Roster {
        return Ok(());
    }
    let mut all = of_rows(rows::lines(tx, id, Lines::All, -1, LINES_MOST)?)?;
    all.retain(|(row, _)| LineState::of(&row.state) != LineState::Done);
    tried_in_tx(app, tx, actor, setting, &mut all)?;
    for (row, line) in &all {
        rows::put_line(tx, id, &line_row(row.place, LineState::of(&row.state), line, None)?)?;
    }
    Ok(())
}

fn changed(tx: &mut Tx<'_>, id: Uuid, change: &LineChange) -> Result<Vec<Changed>, Denied> {
    match change {
        LineChange::Type { place, typed } => {
            let (row, line) = open_line(tx, id, *place)?;
            Ok(vec![(row, Line { typed: Typed::clone(typed), looked_at: true, ..line })])
        }
        LineChange::Drop(places) => to_state(tx, id, places, LineState::Open, LineState::Dropped),
        LineChange::Restore(places) => restore(tx, id, places),
        LineChange::LookedAt(places) => {
            let open = chosen(tx, id, places, &[LineState::Open])?;
            Ok(open.into_iter().map(|(row, line)| (row, Line { looked_at: true, ..line })).collect())
        }
        LineChange::Merge(places) => merge(tx, id, places),
        LineChange::PerLead(place) => per_lead(tx, id, *place),
        LineChange::Split(place) => split(tx, id, *place),
        LineChange::Match { name, unit, .. } => matched(tx, id, name, *unit),
    }
}

fn of_rows(found: Vec<LineRow>) -> Result<Vec<Changed>, Denied> {
    found.into_iter().map(|row| Ok((row.clone(), read_line(&row)?))).collect()
}

fn chosen(tx: &mut Tx<'_>, id: Uuid, places: &[i64], states: &[LineState]) -> Result<Vec<Changed>, Denied> {
    let places: BTreeSet<i64> = places.iter().copied().collect();
    let mut found = Vec::new();
    for place in places {
        let row = rows::find_line(tx, id, place)?;
        found.extend(row.filter(|row| states.contains(&LineState::of(&row.state))));
    }
    of_rows(found)
}

fn open_line(tx: &mut Tx<'_>, id: Uuid, place: i64) -> Result<Changed, Denied> {
    let row = rows::find_line(tx, id, place)?.ok_or(Denied::NotFound)?;
    match LineState::of(&row.state) {
        LineState::Open | LineState::Dropped => Ok((row.clone(), read_line(&row)?)),
        LineState::Merged => Err(overtaken("这一项已并入另一项，请刷新页面")),
        LineState::Done => Err(overtaken("这一项已立为拟办，请到该事项中修改")),
    }
}

fn overtaken(message: &str) -> Denied {
    Refusal::overtaken(message).into()
}

fn to_state(tx: &mut Tx<'_>, id: Uuid, places: &[i64], from: LineState, to: LineState) -> Result<Vec<Changed>, Denied> {
    let found = chosen(tx, id, places, &[from])?;
    Ok(found.into_iter().map(|(row, line)| (LineRow { state: to.code().to_owned(), ..row }, line)).collect())
}

/// What was merged comes back as it was; the line of which it was a part keeps its words.
fn restore(tx: &mut Tx<'_>, id: Uuid, places: &[i64]) -> Result<Vec<Changed>, Denied> {
    let found = chosen(tx, id, places, &[LineState::Dropped, LineState::Merged])?;
    let open = |(row, line): Changed| {
        (LineRow { state: LineState::Open.code().to_owned(), ..row }, Line { into: None, ..line })
    };
    Ok(found.into_iter().map(open).collect())
}

fn merge(tx: &mut Tx<'_>, id: Uuid, places: &[i64]) -> Result<Vec<Changed>, Denied> {
    let mut all = chosen(tx, id, places, &[LineState::Open])?;
    if all.len() < 2 {
        return Err(Refusal::new(Reason::Incomplete, "请选择两项以上再合并").into());
    }
    let rest = all.split_off(1);
    let (row, mut first) = all.remove(0);
    let mut changed = Vec::new();
    for (other_row, other) in rest {
        let (into, from) = (&mut first.typed, &other.typed);
        if !into.content.contains(from.content.trim()) {
            into.content = format!("{}\n{}", into.content, from.content);
        }
        for text in [(&mut into.requirements, &from.requirements), (&mut into.target, &from.target)] {
            if !text.1.is_empty() {
                *text.0 = format!("{}\n{}", text.0, text.1).trim().to_owned();
            }
        }
        if into.leads.is_empty() {
            into.leads = from.leads.clone();
        }
        for unit in from.leads.iter().chain(&from.co_units) {
            if !into.leads.contains(unit) && !into.co_units.contains(unit) {
                into.co_units.push(*unit);
            }
        }
        for unknown in &from.unknown {
            if into.unknown.iter().all(|known| known.name != unknown.name) {
                into.unknown.push(unknown.clone());
            }
        }
        // The whole is done when its last part is.
        if from.due > into.due {
            (into.limit, into.due) = (from.limit, from.due);
        }
        if !from.clause.is_empty() && into.clause != from.clause {
            into.clause = format!("{}、{}", into.clause, from.clause).trim_start_matches('、').to_owned();
        }
        first
            .doubts
            .extend(other.doubts.iter().filter(|doubt| !first.doubts.contains(doubt)).cloned().collect::<Vec<_>>());
        let merged = LineRow { state: LineState::Merged.code().to_owned(), ..other_row };
        changed.push((merged, Line { into: Some(row.place), ..other }));
    }
    changed.insert(0, (row, first));
    Ok(changed)
}

/// 并列牵头: each unit leads a matter of its own, and is not in another's way.
fn per_lead(tx: &mut Tx<'_>, id: Uuid, place: i64) -> Result<Vec<Changed>, Denied> {
    let (row, line) = open_line(tx, id, place)?;
    if line.typed.leads.len() < 2 {
        return Err(Refusal::new(Reason::Incomplete, "这一项只有一个牵头单位，不用分开").into());
    }
    let group = u32::try_from(place).ok();
    let mut changed = Vec::new();
    for (nth, lead) in line.typed.leads.iter().enumerate() {
        let typed = Typed { leads: vec![*lead], group, ..line.typed.clone() };
        let place = if nth == 0 { place } else { free_place(tx, id, place, nth as i64)? };
        changed.push((LineRow { place, ..row.clone() }, Line { typed, ..line.clone() }));
    }
    Ok(changed)
}

fn split(tx: &mut Tx<'_>, id: Uuid, place: i64) -> Result<Vec<Changed>, Denied> {
    let (row, line) = open_line(tx, id, place)?;
    let says = "由一项拆成两项，请分别删去不属于本项的文字";
    let mut both = Vec::new();
    for place in [place, free_place(tx, id, place, 1)?] {
        let mut half = Line { looked_at: false, ..line.clone() };
        if !half.doubts.iter().any(|doubt| doubt == says) {
            half.doubts.push(says.to_owned());
        }
        both.push((LineRow { place, ..row.clone() }, half));
    }
    Ok(both)
}

/// The nth place behind a line that nothing stands on.
fn free_place(tx: &mut Tx<'_>, id: Uuid, after: i64, nth: i64) -> Result<i64, Denied> {
    let mut left = nth;
    for place in after + 1..after - after % super::reading::APART + super::reading::APART {
        if rows::find_line(tx, id, place)?.is_none() {
            left -= 1;
            if left == 0 {
                return Ok(place);
            }
        }
    }
    Err(Refusal::new(Reason::Incomplete, "这一项已拆分太多次，请分别新建").into())
}

fn matched(tx: &mut Tx<'_>, id: Uuid, name: &str, unit: UnitId) -> Result<Vec<Changed>, Denied> {
    let mut changed = Vec::new();
    for (row, mut line) in of_rows(rows::lines(tx, id, Lines::All, -1, LINES_MOST)?)? {
        let is_open = matches!(LineState::of(&row.state), LineState::Open | LineState::Dropped);
        let named = line.typed.unknown.iter().position(|unknown| unknown.name == name);
        let Some(at) = named.filter(|_| is_open) else { continue };
        let unknown = line.typed.unknown.remove(at);
        let typed = &mut line.typed;
        if !typed.leads.contains(&unit) && !typed.co_units.contains(&unit) {
            let list = if unknown.leads { &mut typed.leads } else { &mut typed.co_units };
            list.push(unit);
        }
        let (says, alias) = (format!("“{name}”"), &mut line.doubts);
        alias.retain(|doubt| !(doubt.contains(&says) && doubt.contains("单位")));
        changed.push((row, line));
    }
    Ok(changed)
}

/// The name becomes a short name of the unit, so that the next document is read without asking.
fn learn(app: &App, tx: &mut Tx<'_>, actor: &Actor, name: &str, unit: UnitId) -> Result<(), Denied> {
    let institution = app.0.write_folded.institution(tx)?;
    let mut changed = institution.units.get(&unit).cloned().ok_or(Denied::NotFound)?;
    if changed.name.as_str() == name || changed.aliases.iter().any(|alias| alias == name) {
        return Ok(());
    }
    changed.aliases.push(name.to_owned());
    let request = Request::institution(app.fresh_id(), InstitutionCommand::ChangeUnit(changed));
    execute::run(app, tx, actor, request).map(drop)
}
