//! Units and people from a list: what each row would change, row after row, as the rules of the institution allow it to
//! whoever asks. The Office and the system administrator register; the security administrator grants, from the same list.

use std::collections::HashMap;

use domain::{
    Reason, Refusal,
    institution::{Grant, InstitutionCommand, Person, Role, Unit, UnitKind},
    value::{MailAddress, PersonId, Title, UnitId},
};
use intake::{
    ledger,
    roster::{Listed, Roster},
    units::Directory,
};
use serde::{Deserialize, Serialize};
use store::{
    Sql, Tx,
    imports::{self as rows, ImportRow, LineRow, Lines},
};
use uuid::Uuid;

use super::{
    Body, LineState, State,
    confirm::Confirmed,
    editing::{LINES_MOST, LineChange},
    read_line,
    reading::APART,
    save, unreadable,
};
use crate::{
    Act, Actor, App, Circumstances, Denied, Request, audit::line as audit_line, execute, execute::Work, person_scope,
};

/// One row of a list, and what it would change.
#[derive(Debug, Clone)]
pub struct RosterLine {
    pub place: i64,
    pub state: LineState,
    pub listed: Listed,
    pub meant: Meant,
}

/// What a row comes to, for whoever asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant {
    /// in words; none where everything is there already
    pub deeds: Vec<String>,
    pub faults: Vec<String>,
    pub doubts: Vec<String>,
}

/// What is kept of a row.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    listed: Listed,
}

pub(super) fn lines(roster: &Roster) -> Result<Vec<LineRow>, Denied> {
    let row = |(listed, nth): (&Listed, i64)| {
        let body = serde_json::to_string(&Kept { listed: listed.clone() }).map_err(unreadable)?;
        let (state, matter) = (LineState::Open.code().to_owned(), None);
        Ok(LineRow { place: nth * APART, state, faulty: false, doubtful: false, body, matter })
    };
    roster.rows.iter().zip(1..).map(row).collect()
}

/// Rows are dropped and taken back; what is wrong with them is mended in the list.
pub(super) fn change(tx: &mut Tx<'_>, id: Uuid, change: &LineChange) -> Result<usize, Denied> {
    let (places, to) = match change {
        LineChange::Drop(places) => (places, LineState::Dropped),
        LineChange::Restore(places) => (places, LineState::Open),
        _ => return Err(Refusal::new(Reason::IllegalTransition, "名单请在表格中改好后重新导入").into()),
    };
    let mut changed = 0;
    for place in places {
        let Some(row) = rows::find_line(tx, id, *place)? else { continue };
        if LineState::of(&row.state) != LineState::Done {
            rows::put_line(tx, id, &LineRow { state: to.code().to_owned(), ..row })?;
            changed += 1;
        }
    }
    Ok(changed)
}

impl App {
    /// The rows of a list with what each would change if this actor confirmed it now.
    pub async fn roster_lines(&self, actor: &Actor, id: Uuid) -> Result<Vec<RosterLine>, Denied> {
        let _ = self.import(actor, id).await?;
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            let kept = kept(read, id, Lines::All)?;
            let (nil, none) = (Uuid::nil(), Circumstances::default());
            let mut work = Work::in_snapshot(app.now(), &app.0.read_folded, read, &actor, nil, none)?;
            let mut request = Request::new(nil);
            let mut walk = Walk::new(&mut work, &actor);
            let line = |(row, listed): (LineRow, Listed)| {
                let state = LineState::of(&row.state);
                let meant = match state {
                    LineState::Open => walk.row(&listed, &mut request),
                    _ => Meant::default(),
                };
                RosterLine { place: row.place, state, listed, meant }
            };
            Ok(kept.into_iter().map(line).collect())
        })
        .await
    }

    pub(super) async fn roster_faults(&self, actor: &Actor, id: Uuid) -> Result<Vec<ledger::Fault>, Denied> {
        let lines = self.roster_lines(actor, id).await?;
        let fault = |line: RosterLine| {
            let doubts = line.meant.doubts.iter().map(|doubt| format!("请核对：{doubt}"));
            let texts: Vec<String> = line.meant.faults.iter().cloned().chain(doubts).collect();
            let (sheet, row) = (line.listed.sheet, line.listed.row);
            (!texts.is_empty()).then(|| ledger::Fault { sheet, row, text: texts.join("；") })
        };
        Ok(lines.into_iter().filter_map(fault).collect())
    }
}

pub(super) fn confirm(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    command_id: Uuid,
    row: &ImportRow,
    body: &Body,
) -> Result<Confirmed, Denied> {
    let kept = kept(tx, row.id, Lines::Open)?;
    let mut request = Request::new(command_id);
    let mut work = Work::begin(app, tx, actor, command_id, Circumstances::default())?;
    let mut walk = Walk::new(&mut work, actor);
    let meant: Vec<Meant> = kept.iter().map(|(_, listed)| walk.row(listed, &mut request)).collect();
    let commands = walk.commands;
    let faulty = meant.iter().filter(|meant| !meant.faults.is_empty()).count();
    if faulty > 0 {
        let message = format!("有 {faulty} 行需要修改，没有登记任何单位或人员；请改好后重新导入，或去掉这些行");
        return Err(Refusal::new(Reason::Incomplete, message).into());
    }
    if commands.is_empty() {
        return Err(Refusal::new(Reason::Incomplete, "名单中的单位和人员都已登记，没有要改的").into());
    }
    let made = meant.iter().filter(|meant| !meant.deeds.is_empty()).count();
    let request = commands.into_iter().map(Act::Institution).fold(request, Request::act);
    execute::run(app, tx, actor, request)?;
    for (line, _) in kept {
        rows::put_line(tx, row.id, &LineRow { state: LineState::Done.code().to_owned(), ..line })?;
    }
    save(tx, app, row, State::Confirmed, body)?;
    audit_line(actor, "confirm_import", Some(row.id.to_string()), "ok").write(tx, app)?;
    Ok(Confirmed { made, left: 0 })
}

fn kept(sql: &mut dyn Sql, id: Uuid, which: Lines) -> Result<Vec<(LineRow, Listed)>, Denied> {
    let found = rows::lines(sql, id, which, -1, LINES_MOST)?;
    found.into_iter().map(|row| Ok((row.clone(), read_line::<Kept>(&row)?.listed))).collect()
}

/// One row after the other, each seeing what those before it have changed.
struct Walk<'w, 'a> {
    work: &'w mut Work<'a>,
    registers: bool,
    grants: bool,
    units: HashMap<String, UnitId>,
    commands: Vec<InstitutionCommand>,
}

impl<'w, 'a> Walk<'w, 'a> {
    fn new(work: &'w mut Work<'a>, actor: &Actor) -> Self {
        let (institution, today) = (work.known_institution(), work.today());
        let has = |role: Role| actor.person_id().is_none_or(|person| institution.has_role(person, role, today));
        let registers = has(Role::SystemAdmin) || has(Role::OfficeHead) || has(Role::OfficeClerk);
        let grants = has(Role::SecurityAdmin);
        let mut units = HashMap::new();
        for unit in institution.units.values().filter(|unit| unit.closed_on.is_none()) {
            units.insert(unit.name.to_string(), unit.id);
            for alias in &unit.aliases {
                units.entry(alias.clone()).or_insert(unit.id);
            }
        }
        Walk { work, registers, grants, units, commands: Vec::new() }
    }

    fn row(&mut self, listed: &Listed, request: &mut Request) -> Meant {
        let mut meant = Meant::default();
        let unit = self.units.get(&listed.unit).copied();
        if listed.person.is_empty() {
            self.unit(listed, unit, request, &mut meant);
        } else if listed.unit.is_empty() || unit.is_some() {
            self.person(listed, unit, request, &mut meant);
        } else {
            meant.faults.push(format!("“{}”不在单位名录中{}", listed.unit, self.like(&listed.unit)));
        }
        meant
    }

    /// `，是否“后勤保障部”`
    fn like(&self, name: &str) -> String {
        let directory = Directory::of(self.work.known_institution());
        let first = directory.similar(name).into_iter().next();
        first.map_or("，请先登记该单位".to_owned(), |unit| format!("，是否为“{}”", unit.name))
    }

    fn unit(&mut self, listed: &Listed, known: Option<UnitId>, request: &mut Request, meant: &mut Meant) {
        let aliases = listed.aliases.split(['、', '，', ',', '；', ';', ' ']).map(str::trim);
        let aliases: Vec<String> = aliases.filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        if let Some(id) = known {
            let Some(unit) = self.work.known_institution().units.get(&id).cloned() else { return };
            let new: Vec<String> = aliases.into_iter().filter(|alias| !self.units.contains_key(alias)).collect();
            if self.registers && !new.is_empty() {
                let said = format!("补充简称“{}”", new.join("、"));
                let aliases = unit.aliases.iter().chain(&new).cloned().collect();
                self.give(InstitutionCommand::ChangeUnit(Unit { aliases, ..unit }), said, meant);
                self.units.extend(new.into_iter().map(|alias| (alias, id)));
            }
            return;
        }
        if !self.registers {
            meant.faults.push("单位由学校办公室或系统管理员登记，请与其联系".to_owned());
            return;
        }
        let name = match Title::parse("单位名称", &listed.unit) {
            Ok(name) => name,
            Err(invalid) => return meant.faults.push(invalid.to_string()),
        };
        let kind = UnitKind::ALL.iter().copied().find(|kind| kind.label() == listed.kind);
        if kind.is_none() && !listed.kind.is_empty() {
            let labels: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.label()).collect();
            return meant.faults.push(format!("单位类别“{}”不能识别，可填：{}", listed.kind, labels.join("、")));
        }
        let order = self.work.known_institution().units.values().map(|unit| unit.order).max().unwrap_or(0) + 1;
        let similar = Directory::of(self.work.known_institution()).similar(&listed.unit);
        if let Some(like) = similar.into_iter().find(|like| like.likeness > 0.6) {
            meant.doubts.push(format!("与已有的“{}”相近，请核对是否同一单位", like.name));
        }
        let id = UnitId(request.fresh_id());
        let kind = kind.unwrap_or(UnitKind::Other);
        let unit = Unit { id, name, aliases: aliases.clone(), kind, order, closed_on: None };
        if self.give(InstitutionCommand::AddUnit(unit), "登记单位".to_owned(), meant) {
            self.units.insert(listed.unit.clone(), id);
            for alias in aliases {
                self.units.entry(alias).or_insert(id);
            }
        }
    }

    fn person(&mut self, listed: &Listed, unit: Option<UnitId>, request: &mut Request, meant: &mut Meant) {
        let here = self.work.known_institution();
        let called = here.people.values().filter(|one| one.left_on.is_none() && one.name.as_str() == listed.person);
        let (mut same, mut elsewhere) = (None, None);
        for person in called {
            if person.unit == unit { same = Some(person.id) } else { elsewhere = Some(person.unit) }
        }
        if let (None, Some(other)) = (same, elsewhere) {
            let other = other.map_or("未登记单位", |unit| here.unit_name(unit));
            meant.doubts.push(format!("{other}已有同名人员：如系同一人，请去掉本行，在“人员”中修改其单位"));
        }
        let person = match same {
            Some(person) => Some(person),
            None if self.registers => self.add_person(listed, unit, request, meant),
            None => {
                meant.faults.push("此人尚未登记，请先由学校办公室或系统管理员登记".to_owned());
                None
            }
        };
        let roles = listed.role.split(['、', '，', ',', '；', ';', '/', ' ']).filter(|role| !role.is_empty());
        for said in roles {
            match (role(said), person) {
                (None, _) => meant.faults.push(format!("角色“{said}”不能识别，可填：单位负责人、单位联络员等")),
                (Some(role), Some(person)) => self.grant(person, role, unit, meant),
                (Some(_), None) => {}
            }
        }
    }

    fn add_person(
        &mut self,
        listed: &Listed,
        unit: Option<UnitId>,
        request: &mut Request,
        meant: &mut Meant,
    ) -> Option<PersonId> {
        let id = PersonId(request.fresh_id());
        let name = Title::parse("姓名", &listed.person).map_err(|invalid| meant.faults.push(invalid.to_string())).ok();
        let mail = match listed.mail.as_str() {
            "" => Some(None),
            typed => match MailAddress::parse(typed) {
                Ok(address) => Some(Some(request.seal(person_scope(id), address.as_str()))),
                Err(invalid) => {
                    meant.faults.push(invalid.to_string());
                    None
                }
            },
        };
        let is_number = listed.telephone.chars().all(|c| c.is_ascii_digit() || "+-— ()（）/、，,".contains(c));
        if !is_number || listed.telephone.chars().count() > 60 {
            meant.faults.push(format!("电话“{}”不是号码，请核对", listed.telephone));
        }
        let telephone = (!listed.telephone.is_empty()).then(|| request.seal(person_scope(id), &listed.telephone));
        let (name, mail) = (name?, mail?);
        if !meant.faults.is_empty() {
            return None;
        }
        let person = Person { id, name, unit, post: listed.post.clone(), telephone, mail, left_on: None };
        self.give(InstitutionCommand::AddPerson(person), "登记人员".to_owned(), meant).then_some(id)
    }

    fn grant(&mut self, person: PersonId, role: Role, unit: Option<UnitId>, meant: &mut Meant) {
        let today = self.work.today();
        let unit = unit.filter(|_| role.needs_unit());
        let held = |grant: &Grant| grant.role == role && grant.unit == unit;
        if self.work.known_institution().grants_of(person, today).any(held) {
            return;
        }
        if !self.grants {
            meant.doubts.push(format!("“{}”由安全管理员授予：请其导入同一份名单", role.label()));
            return;
        }
        let grant = InstitutionCommand::Grant { person, role, unit, from: today, until: None };
        self.give(grant, format!("授予“{}”", role.label()), meant);
    }

    /// Says whether the rules allow it.
    fn give(&mut self, command: InstitutionCommand, said: String, meant: &mut Meant) -> bool {
        match self.work.institution(command.clone()) {
            Ok(()) => {
                meant.deeds.push(said);
                self.commands.push(command);
                true
            }
            Err(Denied::Refused { refusal, .. }) => {
                meant.faults.push(refusal.message);
                false
            }
            Err(denied) => {
                meant.faults.push(denied.to_string());
                false
            }
        }
    }
}

/// By its label, or as lists call it.
fn role(said: &str) -> Option<Role> {
    let short = match said {
        "负责人" | "主要负责人" | "部门负责人" => Some(Role::UnitHead),
        "联络员" | "联系人" | "督办联络员" => Some(Role::UnitContact),
        "经办人" | "督办员" => Some(Role::OfficeClerk),
        _ => None,
    };
    short.or_else(|| Role::ALL.iter().copied().find(|role| role.label() == said))
}
