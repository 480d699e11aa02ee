//! 确认: every line that is open becomes a draft, a 补录, a unit or a person, in one transaction: all of them, or none.

use std::collections::BTreeMap;

use domain::{
    Reason, Refusal,
    matter::Command,
    value::{FileId, GroupId, MatterId, Title},
};
use intake::{Ask, Job, Source, ledger};
use store::{
    Tx,
    imports::{self as rows, Lines},
};
use uuid::Uuid;

use super::{
    Kind, LineState, State, at_hand,
    editing::{Changed, LINES_MOST},
    line::Line,
    line_row, not_overtaken, read_line,
    reading::{Trial, circumstances},
    save, writable,
};
use crate::{Act, Actor, App, Denied, Request, audit::line as audit_line, execute, files::blocking};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    pub made: usize,
    /// lines that are still open: they have faults
    pub left: usize,
}

impl App {
    /// `only_ready`: lines with faults are left for later; otherwise one of them refuses it all.
    pub async fn confirm_import(
        &self,
        actor: &Actor,
        command_id: Uuid,
        id: Uuid,
        edition: i64,
        only_ready: bool,
    ) -> Result<Confirmed, Denied> {
        writable(actor)?;
        let (app, actor) = (self.clone(), actor.clone());
        self.store().write(move |tx| confirm(&app, tx, &actor, command_id, id, edition, only_ready)).await
    }

    /// The workbook as it came, with one column that says what is to be mended; of a document there is none.
    pub async fn import_answer(&self, actor: &Actor, id: Uuid) -> Result<(String, Vec<u8>), Denied> {
        let (info, bytes) = self.import_file(actor, id).await?;
        let import = self.import(actor, id).await?;
        if matches!(import.source, Some(Source::Document { .. })) {
            return Err(Denied::NotFound);
        }
        let faults = match import.setting.kind {
            Kind::Roster => self.roster_faults(actor, id).await?,
            Kind::Matters => {
                let lines = self.import_lines(actor, id, Lines::Open, -1, LINES_MOST).await?;
                lines.iter().filter_map(|placed| fault(&placed.line)).collect()
            }
        };
        let Some(readers) = self.0.readers.get().cloned() else { return Err(Denied::NotFound) };
        let job = Job::new(&info.name, Ask::Answer(faults));
        let answer = blocking(move || Ok(readers.read(&job, &bytes))).await?;
        let answer = answer.map_err(|refused| Refusal::new(Reason::Incomplete, refused))?;
        let stem = info.name.rsplit_once('.').map_or(info.name.as_str(), |(stem, _)| stem);
        Ok((format!("{stem}（需要修改）.xlsx"), answer))
    }
}

fn fault(line: &Line) -> Option<ledger::Fault> {
    let (row, doubts) = (line.found.task.candidate.row?, line.is_doubtful().then_some(&line.doubts));
    let doubts = doubts.into_iter().flatten().map(|doubt| format!("请核对：{doubt}"));
    let texts: Vec<String> = line.faults.iter().map(|fault| fault.text.clone()).chain(doubts).collect();
    (!texts.is_empty()).then(|| ledger::Fault { sheet: line.found.sheet.clone(), row, text: texts.join("；") })
}

fn confirm(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    command_id: Uuid,
    id: Uuid,
    edition: i64,
    only_ready: bool,
) -> Result<Confirmed, Denied> {
    let (row, mut body) = at_hand(app, tx, actor, id)?;
    // Sent twice: what was done the first time.
    if body.confirmed_by == Some(command_id) {
        let counts = rows::counts(tx, id)?;
        return Ok(Confirmed { made: counts.done.unsigned_abs() as usize, left: counts.open.unsigned_abs() as usize });
    }
    not_overtaken(&row, edition)?;
    body.confirmed_by = Some(command_id);
    if body.setting.kind == Kind::Roster {
        return super::roster::confirm(app, tx, actor, command_id, &row, &body);
    }
    let mut trial = Trial::new(app, &app.0.write_folded, tx, actor, &body.setting)?;
    let (mut ready, mut faulty): (Vec<Changed>, Vec<Changed>) = Default::default();
    for row in rows::lines(tx, id, Lines::Open, -1, LINES_MOST)? {
        let mut line: Line = read_line(&row)?;
        line.faults = trial.faults(tx, &line)?;
        if line.faults.is_empty() { ready.push((row, line)) } else { faulty.push((row, line)) }
    }
    if !faulty.is_empty() && !only_ready {
        let message = format!("有 {} 项还不能立为拟办，没有创建任何事项；请先修改或去掉这些项", faulty.len());
        return Err(Refusal::new(Reason::Incomplete, message).into());
    }
    if ready.is_empty() {
        return Err(Refusal::new(Reason::Incomplete, "没有可以确认的事项").into());
    }
    let file = body.setting.attach.then_some(FileId(row.file));
    let (request, matters) = request(app, tx, command_id, &row.name, &body.setting, &ready, file)?;
    execute::run(app, tx, actor, request)?;
    for ((row, line), matter) in ready.iter().zip(&matters) {
        rows::put_line(tx, id, &line_row(row.place, LineState::Done, line, Some(*matter))?)?;
    }
    for (row, line) in &faulty {
        rows::put_line(tx, id, &line_row(row.place, LineState::Open, line, None)?)?;
    }
    let state = if faulty.is_empty() { State::Confirmed } else { State::Read };
    save(tx, app, &row, state, &body)?;
    audit_line(actor, "confirm_import", Some(id.to_string()), "ok").write(tx, app)?;
    Ok(Confirmed { made: ready.len(), left: faulty.len() })
}

fn request(
    app: &App,
    tx: &mut Tx<'_>,
    command_id: Uuid,
    name: &str,
    setting: &super::Setting,
    ready: &[Changed],
    file: Option<FileId>,
) -> Result<(Request, Vec<MatterId>), Denied> {
    let institution = app.0.write_folded.institution(tx)?;
    let mut request = Request::new(command_id).under(circumstances(name));
    let mut groups: BTreeMap<u32, GroupId> = BTreeMap::new();
    let mut matters = Vec::new();
    for (_, line) in ready {
        let id = MatterId(request.fresh_id());
        let group = line.typed.group.map(|number| *groups.entry(number).or_insert_with(|| GroupId(request.fresh_id())));
        let command = line.typed.command(setting, group, &institution, app.today());
        let command = command.map_err(|faults| {
            let text = faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
            Denied::from(Refusal::new(Reason::Incomplete, text))
        })?;
        request = request.act(Act::Matter { id, command });
        if let Some(file) = file {
            let label = Title::parse("说明", "来源").ok();
            request = request.act(Act::Matter { id, command: Command::Attach { file, label } });
        }
        matters.push(id);
    }
    Ok((request, matters))
}
