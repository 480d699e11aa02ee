//! 代录 and 代签: whose act it was, on which day, and what shows it. The Office writes down what others did on paper or by
//! telephone; an act of its own it may date back; a deputy signs with the authority that the principal gave.

use app::Circumstances;
use domain::{Evidence, matter::CommandKind, value::Text};

use super::{
    choices,
    deciders::{called, deciders, is_mine, is_recordable, principals_of},
    look::Look,
    reader::Reader,
    typed, words,
};
use crate::{
    forms::FormData,
    pages::{
        act::OnPaper,
        form::{Field, Kind},
        text,
    },
};

/// The fold-out; none for people outside the Office.
pub fn form(look: &Look, kind: CommandKind, sent: Option<&FormData>) -> Option<OnPaper> {
    if !look.viewer.office {
        return None;
    }
    let recordable = is_recordable(look, kind);
    let people = if recordable { deciders(look, kind) } else { Vec::new() };
    let only = if let [only] = people.as_slice() { Some(*only) } else { None };
    let said = |name: &str| sent.map_or("", |sent| sent.get(name)).to_owned();
    let chosen = sent.map_or(only, |sent| sent.get("principal").parse().ok());
    let only_recorded = recordable && !is_mine(look, kind) && principals_of(look, kind).is_empty();
    let usual_day = if only_recorded { text::day(look.today()) } else { String::new() };
    Some(OnPaper {
        on: sent.map_or(only_recorded, is_recorded),
        occurred_on: sent.map_or(usual_day, |sent| sent.get("occurred_on").to_owned()),
        today: text::day(look.today()),
        principal_label: called(kind).to_owned(),
        principals: choices::people(&look.directory, &people, chosen),
        manner: said("manner"),
        call_note: said("call_note"),
        staged: sent.and_then(typed::evidence).map(|file| words::file(look.matter().id, file)).into_iter().collect(),
    })
}

/// 代签: with whose authority the viewer signs, where it is not the viewer's own.
pub fn on_behalf(look: &Look, kind: CommandKind) -> Option<Field> {
    let principals = principals_of(look, kind);
    if principals.is_empty() {
        return None;
    }
    let choices = choices::people(&look.directory, &principals, principals.first().copied());
    if look.viewer.office {
        // one of the Office may record it (代录) as well as sign it with the authority that was given
        let field = Field::new("on_behalf", "代签：用谁的授权", Kind::Select(choices));
        return Some(field.hint("按纸面或电话代录的，请在下面填写；此处不起作用。"));
    }
    let field = match choices.as_slice() {
        [only] => Field::new("on_behalf", "代签", Kind::Hidden).value(only.value.clone()),
        _ => Field::new("on_behalf", "代谁签署", Kind::Select(choices)).required(),
    };
    Some(field)
}

/// What `execute` is to know beside the command. Whether a day or a paper is good enough is the domain's question.
pub fn circumstances(look: &Look, kind: CommandKind, reader: &mut Reader) -> Option<Circumstances> {
    let mut circumstances = Circumstances::default();
    if !look.viewer.office || !is_recorded(reader.typed) {
        circumstances.on_behalf =
            reader.maybe_person("on_behalf").filter(|principal| principals_of(look, kind).contains(principal));
        return Some(circumstances);
    }
    circumstances.occurred_on = reader.maybe_day("occurred_on", "发生日期")?;
    circumstances.evidence = evidence(reader)?;
    if is_recordable(look, kind) {
        circumstances.decider = Some(reader.person("principal", called(kind))?);
    }
    Some(circumstances)
}

/// Ticked, or plainly meant.
fn is_recorded(sent: &FormData) -> bool {
    let filled = ["occurred_on", "call_note"].iter().any(|name| !sent.get(name).trim().is_empty());
    sent.ticked("recorded") || filled || typed::evidence(sent).is_some()
}

fn evidence(reader: &mut Reader) -> Option<Option<Evidence>> {
    let note: Option<Text> = reader.maybe_text("call_note", "通话记录")?;
    let scan = typed::evidence(reader.typed).map(|file| Evidence::Scan(file.id));
    let note = note.map(Evidence::CallNote);
    Some(if reader.typed.get("manner") == "call" { note.or(scan) } else { scan.or(note) })
}
