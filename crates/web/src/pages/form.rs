//! The parts that forms are made of: fields with what was typed, and what is wrong with it.

/// One thing wrong with a form, in a sentence that says what to do. Shown in the summary and beside its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The `name` of the field; empty if the whole form is meant.
    pub field: String,
    pub text: String,
    /// The clause in words, or empty.
    pub clause: String,
}

/// All that is wrong with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds a problem of `field` (its `name`; empty for the whole form).
    pub fn add(&mut self, field: &str, text: &str) {
        self.add_under(field, text, "");
    }

    /// The same with the clause that asks for it, in words.
    pub fn add_under(&mut self, field: &str, text: &str, clause: &str) {
        self.0.push(Problem { field: field.into(), text: text.into(), clause: clause.into() });
    }

    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// What is wrong with the field of this name; empty if nothing is.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|p| p.field == field).map_or("", |p| p.text.as_str())
    }

    pub fn has(&self, field: &str) -> bool {
        !self.of(field).is_empty()
    }

    /// Whether any field named `prefix…` is wrong, for groups that fold.
    pub fn within(&self, prefix: &str) -> bool {
        self.0.iter().any(|p| p.field.starts_with(prefix))
    }
}

/// One choice of a select, a radio group or a list of check boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A remark in grey, e.g. the unit's head; may be empty.
    pub note: String,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    pub fn note(mut self, note: &str) -> Self {
        self.note = note.into();
        self
    }

    pub fn chosen_if(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// The labels of the chosen ones, joined by `、`; used where a form shows what was picked.
pub fn chosen(choices: &[Choice]) -> String {
    choices.iter().filter(|c| c.chosen).map(|c| c.label.as_str()).collect::<Vec<_>>().join("、")
}

/// Whether a select needs an empty choice added in front.
pub fn lacks_empty(choices: &[Choice]) -> bool {
    choices.iter().all(|c| !c.value.is_empty())
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text,
    Password,
    Telephone,
    Date,
    Month,
    Time,
    Colour,
    Number {
        min: i64,
        max: i64,
    },
    Area {
        rows: u8,
    },
    /// One of the choices; a search box appears when the script runs and there are more than 12.
    Select(Vec<Choice>),
    Radio(Vec<Choice>),
    /// Any number of the choices (units, people): check boxes without script, a search box with it. Sends `name` once for each.
    Many(Vec<Choice>),
    /// Sends `1` when ticked.
    Check {
        on: bool,
    },
    File {
        many: bool,
    },
    Hidden,
    /// Not asked, only shown.
    Shown,
}

/// One field of a form that a list of fields describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub kind: Kind,
    pub value: String,
    pub hint: String,
    pub required: bool,
    /// Half a row on a wide screen.
    pub half: bool,
    /// Of a date that becomes a limit: what it means, kept up to date where scripts run. Empty while no date is there.
    pub explained: Option<String>,
}

impl Field {
    pub fn new(name: &str, label: &str, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            value: String::new(),
            hint: String::new(),
            required: false,
            half: false,
            explained: None,
        }
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says below it how many working days away the date is.
    pub fn explained(mut self) -> Self {
        self.explained = Some(String::new());
        self
    }

    pub fn half(mut self) -> Self {
        self.half = true;
        self
    }

    /// The `type` of the `input` that asks for it.
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Password => "password",
            Kind::Telephone => "tel",
            Kind::Date => "date",
            Kind::Month => "month",
            Kind::Time => "time",
            Kind::Colour => "color",
            Kind::Number { .. } => "number",
            _ => "text",
        }
    }

    pub fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File { .. })
    }
}

/// A label with its text, as lists of facts show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub text: String,
}

impl Fact {
    pub fn new(label: &str, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into() }
    }
}

/// A file already received: staged for a form that has to be sent again, or attached to a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRow {
    /// Sent back as `staged` by forms that keep it.
    pub id: String,
    pub name: String,
    pub size: String,
    pub who: String,
    pub when: String,
    /// What it belongs to, e.g. `通知单签收扫描件`; may be empty.
    pub label: String,
    pub href: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_found_by_its_field() {
        let mut problems = Problems::default();
        assert!(!problems.any());
        problems.add_under("target", "请写明可检验的完成标志", "第四条（三）");
        assert_eq!(problems.of("target"), "请写明可检验的完成标志");
        assert_eq!(problems.of("title"), "");
        assert!(problems.within("tar") && !problems.within("due"));
    }

    #[test]
    fn chosen_labels_are_joined() {
        let units = [
            Choice::new("1", "教务处").chosen_if(true),
            Choice::new("2", "财务处"),
            Choice::new("3", "人事处").chosen_if(true),
        ];
        assert_eq!(chosen(&units), "教务处、人事处");
    }
}
