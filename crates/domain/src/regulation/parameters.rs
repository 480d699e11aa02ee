//! Every parameter of a set by its place: what it is called, under which clause, what it may be, and for which matters a
//! change holds. Pages, forms, the check and the comparison of two sets all walk this one list.

use jiff::civil::Time;

use super::{Clause, Colour, LightRule, LimitName, Regulation, papers};
use crate::value::{Text, Title};

/// One parameter.
#[derive(Debug, Clone)]
pub struct Slot {
    /// `urging.interval`: as forms and refusals name it
    pub field: &'static str,
    pub group: Group,
    pub label: String,
    pub hint: &'static str,
    pub clause: Clause,
    pub holds: Holds,
    pub asked: Asked,
    place: fn(&mut Regulation) -> Place<'_>,
}

/// What belongs together on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    Names,
    Limits,
    Extension,
    Urging,
    Reminders,
    Messages,
    Lights,
    Reserved,
    Papers,
    Archive,
}

/// R9: for which matters a changed value holds from its day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holds {
    /// those proposed from then on; the others keep theirs
    NewMatters,
    /// all: it is a way of showing or of telling, and moves no limit
    Everything,
}

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// `said`: the value in words, `{}` in its place; `zero`: what 0 means, where it is allowed
    Number {
        least: u32,
        most: u32,
        said: &'static str,
        zero: &'static str,
    },
    /// one line of so many characters
    Line {
        most: usize,
    },
    Paragraph {
        most: usize,
    },
    Flag,
    Time,
    Colour,
    LightRule,
}

/// A value, taken out of its set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(u32),
    Words(String),
    Flag(bool),
    Time(Time),
    Colour(Colour),
    LightRule(LightRule),
}

/// Where a value lies.
#[derive(Debug)]
pub(crate) enum Place<'r> {
    Number(&'r mut u32),
    Words(&'r mut String),
    Flag(&'r mut bool),
    Time(&'r mut Time),
    Colour(&'r mut Colour),
    LightRule(&'r mut LightRule),
}

/// One difference between two sets, in words.
#[derive(Debug, Clone)]
pub struct Change {
    pub slot: Slot,
    pub old: String,
    pub new: String,
}

impl Group {
    pub const ALL: &[Group] = &[
        Group::Limits,
        Group::Names,
        Group::Extension,
        Group::Urging,
        Group::Reserved,
        Group::Lights,
        Group::Reminders,
        Group::Messages,
        Group::Papers,
        Group::Archive,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Group::Names => "名称与编号",
            Group::Limits => "时限",
            Group::Extension => "延期",
            Group::Urging => "催办",
            Group::Reminders => "提醒",
            Group::Messages => "邮件消息",
            Group::Lights => "红黄绿灯",
            Group::Reserved => "由学校办公室主任签发",
            Group::Papers => "表单与公文",
            Group::Archive => "归档",
        }
    }
}

impl Slot {
    /// As a form has it: what [`Slot::put`] takes.
    pub fn typed(&self, set: &Regulation) -> String {
        match self.value(set) {
            Value::Number(number) => number.to_string(),
            Value::Words(words) => words,
            Value::Flag(flag) => if flag { "1" } else { "" }.to_owned(),
            Value::Time(time) => time.strftime("%H:%M").to_string(),
            Value::Colour(colour) => colour.to_string(),
            Value::LightRule(rule) => rule.code().to_owned(),
        }
    }

    /// As people read it.
    pub fn said(&self, set: &Regulation) -> String {
        match (self.value(set), self.asked) {
            (Value::Number(0), Asked::Number { zero, .. }) if !zero.is_empty() => zero.to_owned(),
            (Value::Number(number), Asked::Number { said, .. }) => said.replace("{}", &number.to_string()),
            (Value::Flag(flag), _) => if flag { "是" } else { "否" }.to_owned(),
            (Value::LightRule(rule), _) => rule.label().to_owned(),
            _ => self.typed(set),
        }
    }

    pub fn value(&self, set: &Regulation) -> Value {
        match (self.place)(&mut set.clone()) {
            Place::Number(number) => Value::Number(*number),
            Place::Words(words) => Value::Words(words.clone()),
            Place::Flag(flag) => Value::Flag(*flag),
            Place::Time(time) => Value::Time(*time),
            Place::Colour(colour) => Value::Colour(*colour),
            Place::LightRule(rule) => Value::LightRule(*rule),
        }
    }

    /// Reads what was typed into its place; else says what to do. What is no value at all leaves the set as it was.
    pub fn put(&self, set: &mut Regulation, typed: &str) -> Result<(), String> {
        let typed = typed.trim();
        match (self.place)(set) {
            Place::Number(number) => *number = typed.parse().map_err(|_| self.demand())?,
            Place::Words(words) => *words = typed.replace("\r\n", "\n"),
            Place::Flag(flag) => *flag = !typed.is_empty(),
            Place::Time(time) => *time = typed.parse().map_err(|_| self.demand())?,
            Place::Colour(colour) => *colour = Colour::parse(typed).ok_or_else(|| self.demand())?,
            Place::LightRule(rule) => *rule = LightRule::from_code(typed).ok_or_else(|| self.demand())?,
        }
        self.fault(set).map_or(Ok(()), Err)
    }

    /// What is wrong with the value by itself.
    pub(crate) fn fault(&self, set: &Regulation) -> Option<String> {
        match (self.value(set), self.asked) {
            (Value::Number(number), Asked::Number { least, most, .. }) => {
                (number < least || number > most).then(|| self.demand())
            }
            (Value::Words(words), Asked::Line { most }) => match Title::parse(&self.label, &words) {
                Err(invalid) => Some(invalid.reason),
                Ok(line) => too_long(line.as_str(), most),
            },
            (Value::Words(words), Asked::Paragraph { most }) => match Text::parse(&self.label, &words) {
                Err(invalid) => Some(invalid.reason),
                Ok(text) => too_long(text.as_str(), most),
            },
            _ => None,
        }
    }

    fn demand(&self) -> String {
        match self.asked {
            Asked::Number { least, most, .. } => format!("请填写 {least} 到 {most} 之间的整数"),
            Asked::Time => "请填写时间，例如 08:00".to_owned(),
            Asked::Colour => "请选择颜色，或照“#b3201a”填写".to_owned(),
            Asked::LightRule => "请从列出的亮法中选择".to_owned(),
            Asked::Line { .. } | Asked::Paragraph { .. } | Asked::Flag => "请填写".to_owned(),
        }
    }
}

fn too_long(text: &str, most: usize) -> Option<String> {
    let length = text.chars().count();
    (length > most).then(|| format!("共 {length} 字，最多 {most} 字，请精简"))
}

impl Regulation {
    /// What `new` changes, in the order of the list; clauses and the names of limits are no parameters.
    pub fn changes_to(&self, new: &Regulation) -> Vec<Change> {
        let differs = slots(self).into_iter().filter(|slot| slot.value(self) != slot.value(new));
        differs.map(|slot| Change { old: slot.said(self), new: slot.said(new), slot }).collect()
    }
}

/// Every parameter of a set, group by group. The set gives the limits their names and clauses.
pub fn slots(set: &Regulation) -> Vec<Slot> {
    let limits = LimitName::ALL.iter().map(|name| of_limit(set, *name));
    let mut slots: Vec<Slot> = limits.chain(others()).collect();
    let place = |slot: &Slot| Group::ALL.iter().position(|group| *group == slot.group);
    slots.sort_by_key(place);
    slots
}

const WORKING_DAYS: &str = "{} 个工作日";

fn of_limit(set: &Regulation, name: LimitName) -> Slot {
    let limit = set.limit(name);
    let (group, hint) = match name {
        LimitName::Yellow => (Group::Lights, "按剩余工作日亮黄灯时使用：还剩几个工作日起亮。"),
        _ => (Group::Limits, ""),
    };
    // Both look at today's set, whatever a matter keeps.
    let holds = match name {
        LimitName::Yellow | LimitName::QuarterlyReport | LimitName::Explain | LimitName::ShowFacts => Holds::Everything,
        _ => Holds::NewMatters,
    };
    Slot {
        field: name.field(),
        group,
        label: limit.name.clone(),
        hint,
        clause: limit.clause,
        holds,
        asked: Asked::Number { least: 1, most: 250, said: WORKING_DAYS, zero: "" },
        place: name.place(),
    }
}

pub(super) type Line =
    (&'static str, &'static str, &'static str, Clause, Holds, Asked, fn(&mut Regulation) -> Place<'_>);

fn others() -> impl Iterator<Item = Slot> {
    let groups: [(Group, Vec<Line>); 9] = [
        (Group::Names, names()),
        (Group::Extension, extension()),
        (Group::Urging, urging()),
        (Group::Reminders, reminders()),
        (Group::Messages, messages()),
        (Group::Lights, lights()),
        (Group::Reserved, reserved()),
        (Group::Papers, papers::papers()),
        (Group::Archive, papers::archive()),
    ];
    groups.into_iter().flat_map(|(group, lines)| {
        lines.into_iter().map(move |(field, label, hint, clause, holds, asked, place)| {
            let label = label.to_owned();
            Slot { field, group, label, hint, clause, holds, asked, place }
        })
    })
}

fn names() -> Vec<Line> {
    use Holds::{Everything, NewMatters};
    let line = |most| Asked::Line { most };
    vec![
        ("title", "办法名称", "", Clause::R9, Everything, line(60), |set| Place::Words(&mut set.title)),
        ("document", "文号", "", Clause::R9, Everything, line(60), |set| Place::Words(&mut set.document)),
        ("institution.name", "学校名称", "", Clause::Own, Everything, line(40), |set| {
            Place::Words(&mut set.institution.name)
        }),
        ("institution.office", "归口部门", "", Clause::R2, Everything, line(40), |set| {
            Place::Words(&mut set.institution.office)
        }),
        ("institution.section", "承办科室", "", Clause::R2, Everything, line(40), |set| {
            Place::Words(&mut set.institution.section)
        }),
        ("institution.discipline", "纪检监察部门", "", Clause::R2, Everything, line(40), |set| {
            Place::Words(&mut set.institution.discipline)
        }),
        (
            "institution.number_pattern",
            "通知单编号",
            "{year} 处写年份，{n} 处写序号，其余照写。",
            Clause::R4_2,
            NewMatters,
            line(40),
            |set| Place::Words(&mut set.institution.number_pattern.0),
        ),
        (
            "institution.last_paper_number",
            "纸质编号已用到",
            "系统启用当年从下一号起连续编号；以后各年从 1 号起。",
            Clause::R4_2,
            NewMatters,
            Asked::Number { least: 0, most: 99_999, said: "第 {} 号", zero: "未用过" },
            |set| Place::Number(&mut set.institution.last_paper_number),
        ),
    ]
}

fn extension() -> Vec<Line> {
    let bound = |most, said| Asked::Number { least: 0, most, said, zero: "不限" };
    vec![
        (
            "extension.most_requests",
            "每个事项最多申请延期",
            "0 为不限。",
            Clause::R4_5b,
            Holds::NewMatters,
            bound(20, "{} 次"),
            |set| Place::Number(&mut set.extension.most_requests),
        ),
        (
            "extension.most_days",
            "每次最长延期",
            "按日历日计，0 为不限。",
            Clause::R4_5b,
            Holds::NewMatters,
            bound(365, "{} 天"),
            |set| Place::Number(&mut set.extension.most_days),
        ),
    ]
}

fn urging() -> Vec<Line> {
    let from = |least, zero| Asked::Number { least, most: 9, said: "第 {} 次催办起", zero };
    let interval = Asked::Number { least: 1, most: 60, said: WORKING_DAYS, zero: "" };
    let words = Asked::Paragraph { most: 300 };
    let placeholders =
        "可用 {事项}、{时限名称}、{原时限}、{逾期天数}、{限期}、{应报送}、{次序}，发出时换成该事项的内容。";
    let new = Holds::NewMatters;
    vec![
        (
            "urging.copies_discipline_from",
            "抄送纪检监察部门",
            "从第几次催办起抄送，并一律由主任签发。",
            Clause::R4_5d,
            new,
            from(1, ""),
            |set| Place::Number(&mut set.urging.copies_discipline_from),
        ),
        (
            "urging.tells_leader_from",
            "呈报分管校领导",
            "从第几次催办起呈报，0 为不呈报。",
            Clause::R4_5c,
            new,
            from(0, "不呈报"),
            |set| Place::Number(&mut set.urging.tells_leader_from),
        ),
        (
            "urging.tells_principals_from",
            "呈报主要校领导",
            "从第几次催办起呈报，0 为不呈报。",
            Clause::R4_5c,
            new,
            from(0, "不呈报"),
            |set| Place::Number(&mut set.urging.tells_principals_from),
        ),
        (
            "urging.interval",
            "催办限期",
            "系统建议的限期：发出后几个工作日。",
            Clause::Own,
            new,
            interval,
            |set| Place::Number(&mut set.urging.interval),
        ),
        ("urging.wording", "催办内容", placeholders, Clause::R4_5c, new, words, |set| {
            Place::Words(&mut set.urging.wording)
        }),
        ("urging.wording_again", "再次催办的内容", placeholders, Clause::R4_5d, new, words, |set| {
            Place::Words(&mut set.urging.wording_again)
        }),
    ]
}

fn reminders() -> Vec<Line> {
    let days = |said| Asked::Number { least: 0, most: 60, said, zero: "不提醒" };
    let all = Holds::Everything;
    vec![
        (
            "reminders.days_before",
            "到期前提醒",
            "0 为不提醒。",
            Clause::Own,
            all,
            days("到期前 {} 个工作日"),
            |set| Place::Number(&mut set.reminders.days_before),
        ),
        ("reminders.on_the_day", "到期当天提醒", "", Clause::Own, all, Asked::Flag, |set| {
            Place::Flag(&mut set.reminders.on_the_day)
        }),
        (
            "reminders.every_days_after",
            "逾期后提醒",
            "直到办结或暂缓；0 为不提醒。",
            Clause::Own,
            all,
            days("每 {} 个工作日一次"),
            |set| Place::Number(&mut set.reminders.every_days_after),
        ),
    ]
}

fn messages() -> Vec<Line> {
    let all = Holds::Everything;
    vec![
        (
            "messages.digest_at",
            "每日汇总邮件",
            "每个工作日从几点起发出，北京时间。",
            Clause::Own,
            all,
            Asked::Time,
            |set| Place::Time(&mut set.messages.digest_at),
        ),
        ("messages.quiet_from", "不发邮件的时段自", "", Clause::Own, all, Asked::Time, |set| {
            Place::Time(&mut set.messages.quiet_from)
        }),
        (
            "messages.quiet_until",
            "不发邮件的时段至",
            "可以跨过零点；与上一项相同为不设。",
            Clause::Own,
            all,
            Asked::Time,
            |set| Place::Time(&mut set.messages.quiet_until),
        ),
        (
            "messages.most_mails",
            "每人每天最多",
            "超出的并入下一次汇总；0 为不限。",
            Clause::Own,
            all,
            Asked::Number { least: 0, most: 100, said: "{} 封", zero: "不限" },
            |set| Place::Number(&mut set.messages.most_mails),
        ),
    ]
}

fn lights() -> Vec<Line> {
    let all = Holds::Everything;
    let name = Asked::Line { most: 6 };
    vec![
        (
            "lights.rule",
            "黄灯的亮法",
            "红灯一律是已过时限，不受亮法影响。",
            Clause::Own,
            all,
            Asked::LightRule,
            |set| Place::LightRule(&mut set.lights.rule),
        ),
        (
            "lights.share_left",
            "剩余期限的比例",
            "按比例亮黄灯时使用：交办至时限的日历日还剩百分之几起亮。",
            Clause::Own,
            all,
            Asked::Number { least: 1, most: 99, said: "{}%", zero: "" },
            |set| Place::Number(&mut set.lights.share_left),
        ),
        (
            "lights.points_behind",
            "进度落后的程度",
            "按进度亮黄灯时使用：报告的进度比已用去的期限落后几个百分点起亮；从未报告进度的按剩余工作日。",
            Clause::Own,
            all,
            Asked::Number { least: 1, most: 99, said: "{} 个百分点", zero: "" },
            |set| Place::Number(&mut set.lights.points_behind),
        ),
        ("lights.faces.green.name", "绿灯的名称", "", Clause::Own, all, name, |set| {
            Place::Words(&mut set.lights.faces.green.name)
        }),
        ("lights.faces.green.colour", "绿灯的颜色", "", Clause::Own, all, Asked::Colour, |set| {
            Place::Colour(&mut set.lights.faces.green.colour)
        }),
        ("lights.faces.yellow.name", "黄灯的名称", "", Clause::Own, all, name, |set| {
            Place::Words(&mut set.lights.faces.yellow.name)
        }),
        ("lights.faces.yellow.colour", "黄灯的颜色", "", Clause::Own, all, Asked::Colour, |set| {
            Place::Colour(&mut set.lights.faces.yellow.colour)
        }),
        ("lights.faces.red.name", "红灯的名称", "", Clause::Own, all, name, |set| {
            Place::Words(&mut set.lights.faces.red.name)
        }),
        ("lights.faces.red.colour", "红灯的颜色", "", Clause::Own, all, Asked::Colour, |set| {
            Place::Colour(&mut set.lights.faces.red.colour)
        }),
    ]
}

fn reserved() -> Vec<Line> {
    let new = Holds::NewMatters;
    let flag = Asked::Flag;
    vec![
        ("reserved_to_head.registration", "立项须由主任签发", "", Clause::Own, new, flag, |set| {
            Place::Flag(&mut set.reserved_to_head.registration)
        }),
        ("reserved_to_head.dispatch", "交办须由主任签发", "", Clause::Own, new, flag, |set| {
            Place::Flag(&mut set.reserved_to_head.dispatch)
        }),
        ("reserved_to_head.acceptance", "审核办结须由主任签发", "", Clause::Own, new, flag, |set| {
            Place::Flag(&mut set.reserved_to_head.acceptance)
        }),
        ("reserved_to_head.urging", "催办须由主任签发", "", Clause::Own, new, flag, |set| {
            Place::Flag(&mut set.reserved_to_head.urging)
        }),
    ]
}
