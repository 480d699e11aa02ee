//! The parameters of the regulation, each with its clause (R8, R9). A changed set holds from a date on; matters already
//! under way keep the one in force when they were proposed.

mod check;
mod clause;
mod lights;
mod mailing;
mod messages;
mod papers;
mod parameters;
mod urging;

use serde::{Deserialize, Serialize};

use crate::value::{Day, Invalid, NumberPattern};

pub use clause::Clause;
pub use lights::{Colour, Face, Faces, LightRule, LightRules};
pub use mailing::MessageRules;
pub use messages::ReminderRules;
pub use papers::{ArchiveRules, PaperRules, RETENTIONS, named};
pub use parameters::{Asked, Change, Group, Holds, Slot, Value, slots};
pub use urging::{UrgingRules, UrgingWords};

macro_rules! limits {
    ($($(#[$doc:meta])* $variant:ident => $field:ident $(or $default:literal)?),+ $(,)?) => {
        /// A limit in working days, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum LimitName { $($(#[$doc])* $variant),+ }

        impl LimitName {
            pub const ALL: &[LimitName] = &[$(LimitName::$variant),+];

            /// Its place in a set of parameters, as forms name it.
            pub(crate) fn field(self) -> &'static str {
                match self { $(LimitName::$variant => concat!("limits.", stringify!($field))),+ }
            }

            pub(crate) fn place(self) -> fn(&mut Regulation) -> parameters::Place<'_> {
                match self {
                    $(LimitName::$variant => |set| parameters::Place::Number(&mut set.limits.$field.days)),+
                }
            }
        }

        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Limits { $($(#[serde(default = $default)])? pub $field: Parameter),+ }

        impl Limits {
            pub fn get(&self, name: LimitName) -> &Parameter {
                match name { $(LimitName::$variant => &self.$field),+ }
            }

            /// In the order of the regulation's file.
            pub fn all(&self) -> Vec<(LimitName, &Parameter)> {
                vec![$((LimitName::$variant, &self.$field)),+]
            }
        }
    };
}

limits! {
    SettleDraft => settle_draft,
    ApproveProposal => approve_proposal,
    Register => register,
    /// R4.3
    Dispatch => dispatch,
    Sign => sign,
    RuleOnObjection => rule_on_objection,
    /// R4.4c
    WorkPlan => work_plan,
    ReviewPlan => review_plan,
    /// R4.4b
    Complete => complete,
    HandleProblem => handle_problem,
    ForwardExtension => forward_extension,
    DecideExtension => decide_extension,
    IssueUrging => issue_urging or "added::issue_urging",
    SignUrging => sign_urging,
    SettleUrging => settle_urging or "added::settle_urging",
    ReviewClosing => review_closing,
    ConfirmClosing => confirm_closing,
    FeedBack => feed_back,
    AnswerPetitioner => answer_petitioner,
    /// R4.8
    Archive => archive,
    DecideSuspension => decide_suspension,
    QuarterlyReport => quarterly_report,
    Explain => explain,
    ShowFacts => show_facts or "added::show_facts",
    Yellow => yellow,
}

/// One limit with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// working days
    pub days: u32,
    pub clause: Clause,
    /// what it limits, in the office's words
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub name: String,
    pub office: String,
    pub section: String,
    pub discipline: String,
    pub number_pattern: NumberPattern,
    pub last_paper_number: u32,
}

/// R4.5b; 0 means no bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRules {
    pub most_requests: u32,
    pub most_days: u32,
}

/// How sets of parameters written before these existed are read.
mod added {
    use super::{Clause, Parameter};

    pub fn issue_urging() -> Parameter {
        Parameter { days: 1, clause: Clause::Own, name: "发出催办单".to_owned() }
    }

    pub fn settle_urging() -> Parameter {
        Parameter { days: 1, clause: Clause::Own, name: "核实催办落实情况".to_owned() }
    }

    pub fn show_facts() -> Parameter {
        Parameter { days: 2, clause: Clause::Own, name: "通报点名前单位核对".to_owned() }
    }
}

/// Acts that the office head keeps to himself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    pub registration: bool,
    pub dispatch: bool,
    pub acceptance: bool,
    pub urging: bool,
}

/// One set of parameters, in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    pub title: String,
    pub document: String,
    pub in_force: Day,
    pub institution: Names,
    pub limits: Limits,
    pub extension: ExtensionRules,
    pub urging: UrgingRules,
    #[serde(default)]
    pub reminders: ReminderRules,
    #[serde(default)]
    pub messages: MessageRules,
    #[serde(default)]
    pub lights: LightRules,
    pub reserved_to_head: Reserved,
    #[serde(default)]
    pub papers: PaperRules,
    #[serde(default)]
    pub archive: ArchiveRules,
}

impl Regulation {
    /// In: the text of a `regulation.toml`. Errors name the place.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        toml::from_str(text).map_err(|error| Invalid::new("参数文件", error.to_string()))
    }

    pub fn limit(&self, name: LimitName) -> &Parameter {
        self.limits.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_universitys_own_file_is_read_and_each_limit_has_its_clause() {
        let regulation = Regulation::parse(include_str!("../../../../regulation/hubut-2023.toml")).unwrap();
        assert_eq!(regulation.limit(LimitName::Complete).days, 15);
        assert_eq!(regulation.limit(LimitName::Dispatch).clause.article(), "第四条（三）");
        assert_eq!(regulation.limit(LimitName::Archive).clause.article(), "第四条（八）");
        assert_eq!(regulation.limit(LimitName::Sign).clause, Clause::Own);
    }
}
