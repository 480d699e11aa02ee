//! 修改参数 (R8, R9): all parameters as one form, then what would change, old beside new, then recorded. The set that holds
//! last is what a new one starts from; whatever is refused comes back beside its field, with everything typed.

use std::hash::{DefaultHasher, Hash, Hasher};

use app::{Denied, Request, ask::Query, papers};
use domain::{
    Who,
    duty::DutyKind,
    institution::{self, InstitutionCommand},
    matter::Stage,
    regulation::{Asked, Change, Group, Holds, LightRule, Regulation, Slot, UrgingWords, slots},
    value::Day,
};

use crate::{
    error::{self, Error, Kind as Trouble},
    forms::FormData,
    gate::SignedIn,
    pages::{
        form::{Choice, Fact, Field, Kind, Problems},
        layout::Place,
        parameters::{ChangeGroup, ChangeRow, ConfirmPage, FieldGroup, Lamp, ParametersPage},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    words,
};

pub async fn show(visitor: SignedIn) -> Answer {
    let base = base(&visitor)?;
    respond::page(&page(&visitor, base, None, base, Problems::default()))
}

pub async fn send(visitor: SignedIn, form: FormData) -> Answer {
    let base = base(&visitor)?;
    let all = slots(base);
    let fields: Vec<&str> = all.iter().map(|slot| slot.field).chain(["in_force", "base", "step"]).collect();
    form.only(&fields)?;
    let (set, mut wrong) = read(&all, base, &form);
    let again = |set: &Regulation, wrong| page(&visitor, base, Some(&form), set, wrong);
    let step = form.get("step");
    if step == "edit" || step == "preview" {
        return respond::page(&again(&set, Problems::default()));
    }
    if !wrong.any() {
        wrong = refused(&visitor, base, &set, &form);
    }
    if wrong.any() {
        return respond::refused_page(&again(&set, wrong));
    }
    if let Some(unprintable) = unprintable(&visitor, base, &set).await? {
        return respond::refused_page(&again(&set, unprintable));
    }
    if step != "record" {
        return respond::page(&confirmation(&visitor, base, &set, &form).await?);
    }
    let command = InstitutionCommand::SetRegulation { regulation: Box::new(set.clone()) };
    let request = Request::institution(form.command_id()?, command);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => {
            let said = format!("已记录，自 {} 起施行。", text::day(set.in_force));
            Ok(see_other_saying("/settings", done(said)))
        }
        Err(refused) => match refused.refusal() {
            Some(refusal) => respond::refused_page(&again(&set, placed(&all, refusal))),
            None => Err(refused.typed(form.typed())),
        },
    }
}

/// Changed words of papers are tried on the seven blank forms: each must be set in type, and every character must have a font.
async fn unprintable(visitor: &SignedIn, base: &Regulation, set: &Regulation) -> Result<Option<Problems>, Error> {
    let unchanged = base.papers == set.papers && base.institution == set.institution;
    if unchanged || !visitor.app().prints() {
        return Ok(None);
    }
    let mut wrong = Problems::default();
    for (annex, field) in (1..=7).zip(TITLES) {
        let Some(paper) = papers::blank(set, visitor.institution.logo.as_ref(), annex) else { continue };
        match visitor.app().print(paper).await {
            Ok(printed) if printed.missing.is_empty() => {}
            Ok(printed) => {
                let missing: String = printed.missing.into_iter().collect();
                wrong.add(field, &format!("附件 {annex} 中的“{missing}”没有字体可以显示，请改用其他字"));
            }
            Err(Denied::Unprinted(why)) => wrong.add(field, &format!("附件 {annex} 排不成版：{why}")),
            Err(denied) => return Err(denied.into()),
        }
    }
    Ok(wrong.any().then_some(wrong))
}

/// The fields of the titles, in the order of the annexes.
const TITLES: [&str; 7] = [
    "papers.flow",
    "papers.registration_register",
    "papers.notice",
    "papers.extension",
    "papers.urging",
    "papers.closing_report",
    "papers.archive_register",
];

/// Old and new, for people.
pub fn change_row(change: &Change) -> ChangeRow {
    ChangeRow {
        label: change.slot.label.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        clause: words::clause(change.slot.clause),
    }
}

/// The set that holds last: what a new one starts from.
fn base(visitor: &SignedIn) -> Result<&Regulation, Error> {
    let set = visitor.institution.regulations.last();
    set.ok_or_else(|| Trouble::Broken("no parameters to start from".to_owned()).into())
}

/// Of a set, to see whether it is still the same.
fn mark_of(set: &Regulation) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(set).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// What was typed, as far as it can be read, and what cannot.
fn read(all: &[Slot], base: &Regulation, form: &FormData) -> (Regulation, Problems) {
    let (mut set, mut wrong) = (base.clone(), Problems::default());
    match form.day("in_force") {
        Some(day) => set.in_force = day,
        None => wrong.add("in_force", "请填写施行日期，例如 2027-01-01"),
    }
    for slot in all {
        if let Err(fault) = slot.put(&mut set, form.get(slot.field)) {
            wrong.add(slot.field, &called(slot, &fault));
        }
    }
    for (field, fault) in set.check() {
        if let Some(slot) = all.iter().find(|slot| slot.field == field).filter(|slot| !wrong.has(slot.field)) {
            wrong.add(slot.field, &called(slot, &fault));
        }
    }
    (set, wrong)
}

/// In the summary a fault has to say of what.
fn called(slot: &Slot, fault: &str) -> String {
    format!("{}：{fault}", slot.label)
}

/// Why the set as a whole cannot be recorded.
fn refused(visitor: &SignedIn, base: &Regulation, set: &Regulation, form: &FormData) -> Problems {
    let mut wrong = Problems::default();
    if form.get("base") != mark_of(base) {
        wrong.add("", "在您填写期间，参数已被修改。下面保留着您填写的内容，请对照“设置”中的最新参数核对后再提交。");
    } else if base.changes_to(set).is_empty() {
        wrong.add("", "没有改动任何参数，请修改后再核对。");
    } else {
        let command = InstitutionCommand::SetRegulation { regulation: Box::new(set.clone()) };
        let who = Who::Person(visitor.person);
        if let Err(refusal) = institution::decide(&visitor.institution, who, visitor.today, command) {
            return placed(&slots(base), &refusal);
        }
    }
    wrong
}

/// Fields have the same names in rules and forms.
fn placed(all: &[Slot], refusal: &domain::Refusal) -> Problems {
    let names = all.iter().map(|slot| slot.field).chain(["in_force"]).collect::<Vec<_>>();
    error::problems(refusal, |field| names.iter().copied().find(|name| *name == field))
}

fn page(
    visitor: &SignedIn,
    base: &Regulation,
    sent: Option<&FormData>,
    set: &Regulation,
    problems: Problems,
) -> ParametersPage {
    let all = slots(base);
    let typed = |slot: &Slot| sent.map_or_else(|| slot.typed(base), |form| form.get(slot.field).to_owned());
    let group = |group: &Group| FieldGroup {
        heading: group.label().to_owned(),
        dense: *group == Group::Limits,
        fields: all.iter().filter(|slot| slot.group == *group).map(|slot| field(slot, &typed(slot))).collect(),
        previews: if *group == Group::Urging { urgings(visitor, set) } else { Vec::new() },
        lamps: if *group == Group::Lights { lamps(set) } else { Vec::new() },
    };
    let sent_id: Option<uuid::Uuid> = sent.and_then(|form| form.get("command_id").parse().ok());
    let in_force = sent.map_or_else(|| text::day(proposed_day(visitor, base)), |form| form.get("in_force").to_owned());
    let is_coming = base.in_force > visitor.today;
    ParametersPage {
        layout: visitor.layout("修改参数", Some(Place::Settings)),
        command_id: sent_id.unwrap_or_else(|| visitor.app().fresh_id()).to_string(),
        base: mark_of(base),
        explanation: if is_coming {
            let day = text::day(base.in_force);
            format!("下面是自 {day} 起施行的参数。施行日期仍填这一天，即替换它；填以后的日期，则在它之后施行。")
        } else {
            "改好后先核对，确认了才记录。时限等只用于施行以后提出的事项，在办事项仍按原来的参数。".to_owned()
        },
        in_force: Field::new("in_force", "施行日期", Kind::Date)
            .value(in_force)
            .hint("最早是明天。条款号不能修改；办法修订后请同时改办法名称和文号。")
            .required()
            .half(),
        groups: Group::ALL.iter().map(group).collect(),
        problems,
    }
}

/// Tomorrow, or the day of the set that is still to come.
fn proposed_day(visitor: &SignedIn, base: &Regulation) -> Day {
    visitor.today.tomorrow().unwrap_or(visitor.today).max(base.in_force)
}

fn field(slot: &Slot, typed: &str) -> Field {
    let kind = match slot.asked {
        Asked::Number { least, most, .. } => Kind::Number { min: least.into(), max: most.into() },
        Asked::Line { .. } => Kind::Text,
        Asked::Paragraph { .. } => Kind::Area { rows: 3 },
        Asked::Flag => Kind::Check { on: !typed.is_empty() },
        Asked::Time => Kind::Time,
        Asked::Colour => Kind::Colour,
        Asked::LightRule => {
            let choice = |rule: &LightRule| Choice::new(rule.code(), rule.label()).chosen_if(rule.code() == typed);
            Kind::Radio(LightRule::ALL.iter().map(choice).collect())
        }
    };
    let label = match slot.asked {
        Asked::Number { said, .. } => match said.strip_prefix("{}").map(|unit| unit.trim().trim_start_matches("个")) {
            Some(unit) => format!("{}（{unit}）", slot.label),
            None => slot.label.clone(),
        },
        _ => slot.label.clone(),
    };
    let clause = if slot.clause == domain::regulation::Clause::Own { String::new() } else { slot.clause.basis() };
    let hint = [slot.hint, &clause].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("");
    let field = Field::new(slot.field, &label, kind).value(typed).hint(hint);
    let field = if matches!(slot.asked, Asked::Flag) { field } else { field.required() };
    if matches!(slot.asked, Asked::Paragraph { .. } | Asked::LightRule) { field } else { field.half() }
}

/// What the wordings become, for a matter made up.
fn urgings(visitor: &SignedIn, set: &Regulation) -> Vec<Fact> {
    let calendar = &visitor.institution.calendar;
    let limit = calendar.limit(visitor.today, set.urging.interval.clamp(1, 60));
    let due = limit.map_or(visitor.today, |limit| limit.due);
    let old_due = calendar.days_before(visitor.today, 3);
    let said = |nth| {
        set.urging.text(UrgingWords {
            missed: DutyKind::Complete,
            nth,
            title: "学生宿舍热水系统改造",
            old_due: &text::day_cn(old_due),
            days_past: calendar.days_past(visitor.today, old_due),
            due: &text::day_cn(due),
        })
    };
    vec![Fact::new("首次催办（举例）", said(1)), Fact::new("再次催办（举例）", said(2))]
}

fn lamps(set: &Regulation) -> Vec<Lamp> {
    let faces = &set.lights.faces;
    let lamp = |face: &domain::regulation::Face| Lamp {
        name: face.name.clone(),
        colour: face.colour.to_string(),
        ink: face.colour.ink().to_string(),
    };
    [&faces.green, &faces.yellow, &faces.red].map(lamp).into()
}

async fn confirmation(
    visitor: &SignedIn,
    base: &Regulation,
    set: &Regulation,
    form: &FormData,
) -> Result<ConfirmPage, Error> {
    let changes = base.changes_to(set);
    let day = text::day(set.in_force);
    let running = under_way(visitor).await?;
    let group = |holds: Holds, heading: &str, meaning: String| ChangeGroup {
        heading: heading.to_owned(),
        meaning,
        rows: changes.iter().filter(|change| change.slot.holds == holds).map(change_row).collect(),
    };
    let groups = [
        group(
            Holds::NewMatters,
            "只用于新提出的事项",
            format!("自 {day} 起提出的事项适用；在办的 {running} 件事项仍按原参数。"),
        ),
        group(Holds::Everything, "用于全部事项", format!("自 {day} 起用于全部事项，不改变任何事项的时限。")),
    ];
    let touches = |group: Group| changes.iter().any(|change| change.slot.group == group);
    let replaces = format!("它替换原定 {day} 起施行的参数，下面“原来”一栏是被替换的。");
    Ok(ConfirmPage {
        layout: visitor.layout("核对修改", Some(Place::Settings)),
        command_id: form.get("command_id").to_owned(),
        in_force: day,
        replaces: if base.in_force == set.in_force { replaces } else { String::new() },
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
        previews: if touches(Group::Urging) { urgings(visitor, set) } else { Vec::new() },
        lamps: if touches(Group::Lights) { lamps(set) } else { Vec::new() },
        hidden: form.values.iter().filter(|(name, _)| name != "step" && name != "command_id").cloned().collect(),
    })
}

/// How many matters keep the parameters that they have.
async fn under_way(visitor: &SignedIn) -> Result<String, Error> {
    let over = |stage: &Stage| matches!(stage, Stage::Unborn | Stage::Archived | Stage::NotPursued);
    let stages = Stage::ALL.iter().copied().filter(|stage| !over(stage)).collect();
    let total = visitor.app().ledger(&visitor.actor, Query { stages, limit: 1, ..Query::default() }).await?.total;
    Ok(if total.is_capped() { format!("{}+", app::ask::COUNT_MOST) } else { total.0.to_string() })
}
