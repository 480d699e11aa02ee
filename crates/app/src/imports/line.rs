//! One proposed matter of an import: what was read, what it will be entered as, and the commands that enter it.

use domain::{
    institution::{Institution, Role},
    matter::{
        AdoptedSignature, Adoption, Assignment, Cadence, Category, Command, LimitRule, Proposal, Source, SourceKind,
    },
    value::{Day, GroupId, PersonId, Text, Title, UnitId},
};
use intake::{
    Item,
    dates::{self, Fair, Reading},
    ledger::Field,
    minutes::{Candidate, DeadlineKind, Lead},
    units::{Directory, How},
};
use serde::{Deserialize, Serialize};

use super::{Setting, twins::Twin};

/// What is read, as it will be entered, and what stands in the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub found: Item,
    pub typed: Typed,
    /// what somebody has to look at
    pub doubts: Vec<String>,
    pub faults: Vec<Fault>,
    pub twins: Vec<Twin>,
    /// somebody has looked at it
    pub looked_at: bool,
    /// 合并: the line of which it is a part now
    pub into: Option<i64>,
}

/// Why a line cannot become a matter: by the name of its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub field: String,
    pub text: String,
}

/// A matter as the clerk sees it before it is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub title: String,
    pub content: String,
    pub requirements: String,
    pub target: String,
    /// where none is said, that of the import
    pub category: Option<Category>,
    /// more than one: the clerk has to choose
    pub leads: Vec<UnitId>,
    pub co_units: Vec<UnitId>,
    /// names for which the directory has no unit
    pub unknown: Vec<Unknown>,
    pub leader: Option<PersonId>,
    pub limit: Limit,
    pub due: Option<Day>,
    pub ongoing: bool,
    pub major: bool,
    pub complex: bool,
    pub clause: String,
    /// 同源事项: lines of one number
    pub group: Option<u32>,
    pub running: Running,
}

/// How the 办结时限 is found (R4.4a–c).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    #[default]
    Standard,
    /// the day is in [`Typed::due`]
    Explicit,
    ByPlan,
}

/// A name that is not in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    pub name: String,
    pub leads: bool,
    /// units that it may mean, the likeliest first
    pub proposals: Vec<UnitId>,
}

/// What only a 补录 says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub number: String,
    pub registered_on: Option<Day>,
    pub dispatched_on: Option<Day>,
    pub signed_on: Option<Day>,
    pub responsible: Option<PersonId>,
    pub contact: Option<PersonId>,
}

/// What is read against.
pub(super) struct Around<'a> {
    pub institution: &'a Institution,
    pub directory: &'a Directory,
    pub today: Day,
}

impl Line {
    /// In: one task of a file. Out: how it would be entered, with every doubt.
    pub(super) fn of(found: Item, on: Day, around: &Around<'_>) -> Line {
        let candidate = &found.task.candidate;
        let mut doubts = candidate.doubts.clone();
        let (leads, co_units, unknown) = units(candidate, around.directory);
        let (limit, due, ongoing) = limit(candidate, on, around.today, &mut doubts);
        let cell = |field: Field| found.task.fields.get(&field).map_or("", |filled| filled.text.trim());
        let typed = Typed {
            title: candidate.title.trim().to_owned(),
            content: content(&found),
            category: category(cell(Field::Category)),
            leader: named(around, cell(Field::Leader), |person| is_leader(around, person)),
            clause: candidate.clause_no.clone(),
            running: running(&found, &leads, around),
            leads,
            co_units,
            unknown,
            limit,
            due,
            ongoing,
            ..Typed::default()
        };
        let (faults, twins) = Default::default();
        Line { found, typed, doubts, faults, twins, looked_at: false, into: None }
    }

    /// Somebody has to look at it.
    pub fn is_doubtful(&self) -> bool {
        !self.looked_at && (!self.doubts.is_empty() || !self.twins.is_empty())
    }

    /// The readings among which the clerk has to choose; none where there is one or nothing.
    pub fn fair_readings(&self, on: Day, institution: &Institution) -> Vec<Fair> {
        let candidate = &self.found.task.candidate;
        if candidate.deadline_kind != DeadlineKind::Ambiguous {
            return Vec::new();
        }
        match dates::read(&candidate.deadline_text, on, &institution.calendar).reading {
            Reading::Ambiguous(fair) => fair,
            _ => Vec::new(),
        }
    }
}

/// A 牵头 of several stays among the leads: the clerk says which.
fn units(candidate: &Candidate, directory: &Directory) -> (Vec<UnitId>, Vec<UnitId>, Vec<Unknown>) {
    let (mut leads, mut co_units, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let is_several = candidate.lead == Lead::Several;
    for (names, leading) in [(&candidate.lead_units, true), (&candidate.co_units, false)] {
        for (place, name) in names.iter().enumerate() {
            let matched = candidate.matches.iter().find(|matched| matched.name == *name);
            let unit = matched.and_then(|matched| matched.unit);
            let list = if leading && (place == 0 || is_several) { &mut leads } else { &mut co_units };
            match unit {
                Some(unit) if !list.contains(&unit) => list.push(unit),
                Some(_) => {}
                None if matched.is_some_and(|matched| matched.how == How::Collective) => {}
                None => unknown.push(Unknown {
                    name: name.clone(),
                    leads: leading,
                    proposals: directory.similar(name).iter().map(|proposal| proposal.unit).collect(),
                }),
            }
        }
    }
    co_units.retain(|unit| !leads.contains(unit));
    (leads, co_units, unknown)
}

/// R4.4a–c; what is no date says so.
fn limit(candidate: &Candidate, on: Day, today: Day, doubts: &mut Vec<String>) -> (Limit, Option<Day>, bool) {
    let said = &candidate.deadline_text;
    match candidate.deadline_kind {
        DeadlineKind::Date => (Limit::Explicit, candidate.deadline, false),
        DeadlineKind::Ambiguous => (Limit::Explicit, None, false),
        DeadlineKind::Ongoing => {
            let year = if on.year() > today.year() { on.year() } else { today.year() };
            doubts.push(format!("“{said}”是长期事项，暂以{year}年12月31日为本阶段的时限，请核对"));
            (Limit::Explicit, Day::new(year, 12, 31).ok(), true)
        }
        DeadlineKind::None => {
            if !said.is_empty() {
                doubts.push(format!("“{said}”没有确定的日期，暂按规定的工作日办结，请核对"));
            }
            (Limit::Standard, None, false)
        }
    }
}

/// Nothing that the ledger says of it is lost.
fn content(found: &Item) -> String {
    let candidate = &found.task.candidate;
    let mut content = candidate.content.trim().to_owned();
    if content.is_empty() {
        content = candidate.title.trim().to_owned();
    }
    for field in [Field::Progress, Field::Status, Field::Remark] {
        if let Some(filled) = found.task.fields.get(&field).filter(|filled| !filled.text.trim().is_empty()) {
            content.push_str(&format!("\n{}：{}", field.label(), filled.text.trim()));
        }
    }
    content
}

/// By the words of article 3, or by its short names.
fn category(said: &str) -> Option<Category> {
    let is =
        |category: &&Category| said == category.text() || said == category.short() || said.contains(category.short());
    Category::ALL.iter().find(is).copied()
}

fn running(found: &Item, leads: &[UnitId], around: &Around<'_>) -> Running {
    let cell = |field: Field| found.task.fields.get(&field).map_or("", |filled| filled.text.trim());
    let day = |field: Field| dates::read_undated(cell(field), &around.institution.calendar).reading.day();
    let of_unit = |role: Role| {
        let unit = *leads.first()?;
        around.institution.holders(role, Some(unit), around.today).next()
    };
    let head = of_unit(Role::UnitHead);
    let registered_on = day(Field::RegisteredOn);
    Running {
        number: cell(Field::Code).to_owned(),
        registered_on,
        dispatched_on: registered_on,
        signed_on: None,
        responsible: named(around, cell(Field::Person), |_| true).or(head),
        contact: of_unit(Role::UnitContact).or(head),
    }
}

/// The only one of this name.
fn named(around: &Around<'_>, name: &str, fits: impl Fn(PersonId) -> bool) -> Option<PersonId> {
    let people = around.institution.people.values().filter(|person| person.left_on.is_none());
    let mut called = people.filter(|person| person.name.as_str() == name && fits(person.id));
    let (first, second) = (called.next()?, called.next());
    second.is_none().then_some(first.id)
}

fn is_leader(around: &Around<'_>, person: PersonId) -> bool {
    let has = |role: Role| around.institution.has_role(person, role, around.today);
    has(Role::Leader) || has(Role::PrincipalLeader)
}

/// Collects what is wrong while the parts are read.
#[derive(Default)]
struct Wrong(Vec<Fault>);

impl Wrong {
    fn add(&mut self, field: &str, text: impl Into<String>) {
        self.0.push(Fault { field: field.to_owned(), text: text.into() });
    }

    fn title(&mut self, field: &str, label: &str, typed: &str) -> Option<Title> {
        Title::parse(label, typed).map_err(|invalid| self.add(field, invalid.to_string())).ok()
    }

    fn maybe_title(&mut self, field: &str, label: &str, typed: &str) -> Option<Title> {
        if typed.trim().is_empty() { None } else { self.title(field, label, typed) }
    }

    fn text(&mut self, field: &str, label: &str, typed: &str) -> Option<Text> {
        Text::parse(label, typed).map_err(|invalid| self.add(field, invalid.to_string())).ok()
    }

    fn maybe_text(&mut self, field: &str, label: &str, typed: &str) -> Option<Text> {
        if typed.trim().is_empty() { None } else { self.text(field, label, typed) }
    }
}

impl Typed {
    /// The command that enters it as a draft, or as a 补录 where the import is of running matters.
    ///
    /// Errors: every field that stands in the way.
    pub(super) fn command(
        &self,
        setting: &Setting,
        group: Option<GroupId>,
        institution: &Institution,
        today: Day,
    ) -> Result<Command, Vec<Fault>> {
        let mut wrong = Wrong::default();
        let proposal = self.proposal(setting, &mut wrong);
        let adoption = setting.running.then(|| self.adoption(institution, today, &mut wrong));
        match (proposal, adoption) {
            (Some(proposal), None) if wrong.0.is_empty() => {
                Ok(Command::Propose { proposal: Box::new(proposal), group })
            }
            (Some(proposal), Some(Some(adoption))) if wrong.0.is_empty() => {
                Ok(Command::Adopt { proposal: Box::new(proposal), adoption: Box::new(adoption) })
            }
            _ => Err(wrong.0),
        }
    }

    fn proposal(&self, setting: &Setting, wrong: &mut Wrong) -> Option<Proposal> {
        let title = wrong.title("title", "事项标题", &self.title);
        let content = wrong.text("content", "事项内容", &self.content);
        let requirements = wrong.maybe_text("requirements", "办理要求", &self.requirements);
        let target = wrong.maybe_text("target", "量化目标", &self.target);
        if self.leads.len() > 1 {
            wrong.add("lead", format!("有 {} 个牵头单位，请选定一个，或分成每个单位一件", self.leads.len()));
        }
        for unknown in &self.unknown {
            let field = if unknown.leads { "lead" } else { "co_units" };
            wrong.add(field, format!("“{}”不在单位名录中，请选择对应的单位", unknown.name));
        }
        let limit = match (self.limit, self.due) {
            (Limit::Standard, _) => Some(LimitRule::Standard),
            (Limit::ByPlan, None) => Some(LimitRule::ByPlan),
            (Limit::Explicit | Limit::ByPlan, Some(due)) => Some(LimitRule::Explicit(due)),
            (Limit::Explicit, None) => {
                wrong.add("due", "请选定办结日期");
                None
            }
        };
        let category = self.category.or(setting.category);
        if category.is_none() {
            wrong.add("category", "请选择事项类别");
        }
        let source = Source {
            kind: setting.source_kind.unwrap_or(SourceKind::Other),
            organ: wrong.maybe_title("source_organ", "来源机关或会议", &setting.organ),
            number: wrong.maybe_title("source_number", "文号或会议次数", &setting.number),
            clause: wrong.maybe_title("clause", "条款", &self.clause),
            date: setting.date,
            reply_by: None,
            petitioner: None,
        };
        Some(Proposal {
            title: title?,
            content: content?,
            requirements,
            target,
            category: category?,
            source,
            lead_unit: self.leads.first().copied(),
            co_units: self.co_units.clone(),
            limit: limit?,
            major: self.major,
            complex: self.complex || self.limit == Limit::ByPlan,
            ongoing: self.ongoing,
            leader: self.leader.or(setting.leader),
        })
    }

    fn adoption(&self, institution: &Institution, today: Day, wrong: &mut Wrong) -> Option<Adoption> {
        let running = &self.running;
        let pattern = institution.regulation_on(today).map(|rules| &rules.institution.number_pattern);
        let number = pattern.and_then(|pattern| {
            pattern.read(&running.number).map_err(|invalid| wrong.add("number", invalid.to_string())).ok()
        });
        if running.registered_on.is_none() {
            wrong.add("registered_on", "补录的事项请填写立项日期");
        }
        if self.due.is_none() {
            wrong.add("due", "补录的事项请填写现行的办结日期");
        }
        let assignment = |unit: UnitId, responsible: Option<PersonId>, contact: Option<PersonId>| {
            let of = contact.and_then(|person| institution.people.get(&person));
            Assignment { unit, responsible, contact, telephone: of.and_then(|person| person.telephone.clone()) }
        };
        let holder = |role: Role, unit: UnitId| institution.holders(role, Some(unit), today).next();
        let lead = self.leads.first().map(|unit| assignment(*unit, running.responsible, running.contact));
        let others = self.co_units.iter().map(|unit| {
            let head = holder(Role::UnitHead, *unit);
            assignment(*unit, head, holder(Role::UnitContact, *unit).or(head))
        });
        let registered_on = running.registered_on?;
        Some(Adoption {
            number: number?,
            proposed_on: None,
            registered_on,
            dispatched_on: running.dispatched_on.unwrap_or(registered_on),
            signed: running.signed_on.map(|on| AdoptedSignature { on, by: None }),
            assignments: lead.into_iter().chain(others).collect(),
            first_due: self.due?,
            due: self.due?,
            cadence: Cadence::None,
            history: Vec::new(),
            scans: Vec::new(),
        })
    }
}
