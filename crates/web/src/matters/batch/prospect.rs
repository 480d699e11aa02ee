//! One matter of a batch before it is done: its own form as it would be sent, and what the act would do.

use app::{
    Denied, Request,
    batches::{Batch, command_of},
};
use domain::{
    Refusal,
    matter::{CommandKind, Entry, Fact},
    value::{MatterId, NoticeNumber},
};

use super::{fields_of, shared};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    matters::{
        act, acts, fields, load,
        look::{Asked, Look},
        timeline::nth_urging,
        words,
    },
    pages::{
        batch::Row,
        form::{Field, Kind, Problems},
        text,
    },
};

pub struct Prospect {
    pub look: Look,
    /// why it cannot be done, whatever is filled in
    closed: Option<Refusal>,
    /// what is wrong with what is filled in
    wrong: Problems,
    /// what it would do
    will: String,
    /// the number that it would be given if it were the only one
    pub number: Option<NoticeNumber>,
    own: Vec<Field>,
}

/// Nothing where this person no longer sees the matter.
pub async fn of(
    visitor: &SignedIn,
    batch: &Batch,
    matter: MatterId,
    sent: &FormData,
) -> Result<Option<Prospect>, Error> {
    let look = match look(visitor, batch.act, matter).await? {
        Some(look) => look,
        None => return Ok(None),
    };
    let mut prospect = Prospect {
        closed: closed(&look, batch.act),
        wrong: Problems::default(),
        will: String::new(),
        number: None,
        own: own(&look, batch, sent),
        look,
    };
    if prospect.closed.is_some() || !shared::problems(batch.act, sent).0.is_empty() {
        return Ok(Some(prospect));
    }
    match request(visitor, batch, &prospect.look, sent) {
        Err(problems) => prospect.wrong = fields::placed(problems, &prospect.own, &[]),
        Ok(request) => match visitor.app().rehearse(&visitor.actor, request).await {
            Ok(entries) => (prospect.will, prospect.number) = said(&prospect.look, &entries),
            Err(Denied::Refused { refusal, .. }) => prospect.refused(batch.act, refusal),
            Err(Denied::NotFound) => return Ok(None),
            Err(denied) => return Err(denied.into()),
        },
    }
    Ok(Some(prospect))
}

/// With what its form asks for; `None` where it is not to be seen.
pub async fn look(visitor: &SignedIn, act: CommandKind, matter: MatterId) -> Result<Option<Look>, Error> {
    match load::for_act(visitor, matter, act, Asked::default(), None).await {
        Err(error) if error.is_not_found() => Ok(None),
        found => found.map(Some),
    }
}

/// The single act's request: its form as prefilled, over it what was typed for all, over it what was typed for this one.
pub fn request(visitor: &SignedIn, batch: &Batch, look: &Look, sent: &FormData) -> Result<Request, Problems> {
    let mut values = prefilled(&fields_of(batch.act, look));
    let prefix = prefix(look.matter().id);
    let own =
        sent.values.iter().filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?.to_owned(), value.clone())));
    for (name, value) in shared::typed(batch.act, sent).chain(own) {
        values.retain(|(known, _)| *known != name);
        values.push((name, value));
    }
    values.push(("command_id".to_owned(), command_of(batch, look.matter().id).to_string()));
    let mut form = FormData { values, ..FormData::default() };
    acts::write_anew(batch.act, look, &mut form);
    act::request(visitor, look, batch.act, &form)
}

/// Why this act is not for this matter and this person, whatever a form says.
pub fn closed(look: &Look, act: CommandKind) -> Option<Refusal> {
    look.view.possible.iter().find(|possible| possible.kind == act).and_then(|possible| possible.refusal.clone())
}

/// As a browser would send the form if nobody touched it.
fn prefilled(fields: &[Field]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for field in fields {
        match &field.kind {
            Kind::Select(choices) | Kind::Radio(choices) | Kind::Many(choices) => {
                let chosen = choices.iter().filter(|choice| choice.chosen);
                values.extend(chosen.map(|choice| (field.name.clone(), choice.value.clone())));
            }
            Kind::Check { on } => values.extend(on.then(|| (field.name.clone(), "1".to_owned()))),
            Kind::File { .. } | Kind::Shown | Kind::Password => {}
            _ => values.push((field.name.clone(), field.value.clone())),
        }
    }
    values
}

/// Fields of each matter's own stand on the page where they differ from one to the next and have to be looked over.
fn own(look: &Look, batch: &Batch, sent: &FormData) -> Vec<Field> {
    if batch.act != CommandKind::Dispatch {
        return Vec::new();
    }
    let prefix = prefix(look.matter().id);
    let mut fields = fields_of(batch.act, look);
    for field in &mut fields {
        field.name = format!("{prefix}{}", field.name);
        field.explained = None;
    }
    if sent.values.iter().any(|(name, _)| name.starts_with(&prefix)) {
        acts::refill(&mut fields, sent);
    }
    fields
}

fn prefix(matter: MatterId) -> String {
    format!("{matter}.")
}

impl Prospect {
    pub fn can(&self) -> bool {
        self.closed.is_none()
    }

    /// What may still be mended on the page is said beside it; anything else closes it.
    fn refused(&mut self, act: CommandKind, refusal: Refusal) {
        if refusal.fields.is_empty() {
            self.closed = Some(refusal);
            return;
        }
        self.wrong = fields::problems(&refusal, &fields_of(act, &self.look), &[]);
        let prefix = prefix(self.look.matter().id);
        for problem in self.wrong.0.iter_mut().filter(|problem| !problem.field.is_empty()) {
            problem.field.insert_str(0, &prefix);
        }
    }

    pub fn row(&self, sent: Option<&FormData>) -> Row {
        let look = &self.look;
        let id = look.matter().id.to_string();
        let lead = look.matter().lead().map(|unit| look.directory.unit_name(unit)).unwrap_or_default();
        let refusal = self.closed.as_ref();
        let clause = refusal.and_then(|refusal| refusal.clause).map(words::clause).unwrap_or_default();
        let mend = refusal.map(|refusal| refusal.fields.iter().map(|(_, what)| what.clone()).collect());
        let again = sent.is_some_and(|sent| sent.all("take").next().is_some());
        Row {
            can: self.can(),
            taken: match sent {
                Some(sent) if again => sent.all("take").any(|taken| taken == id),
                _ => !self.wrong.any(),
            },
            href: look.href(),
            number: look.number().to_owned(),
            title: look.title().to_owned(),
            lead: lead.to_owned(),
            will: self.will.clone(),
            why: refusal.map(|refusal| refusal.message.clone()).unwrap_or_default(),
            mend: mend.unwrap_or_default(),
            clause,
            fields: self.own.clone(),
            problems: self.wrong.clone(),
            id,
        }
    }
}

/// What the entries say, in one line; and the number among them.
pub fn said(look: &Look, entries: &[(MatterId, Entry)]) -> (String, Option<NoticeNumber>) {
    let unit = |unit| look.directory.unit_name(unit);
    let person = |person| look.directory.person_name(person);
    let mut number = None;
    let lines = entries.iter().filter_map(|(_, entry)| match &entry.event.fact {
        Fact::Registered { number: given } => {
            number = Some(*given);
            Some(format!("立项，编号 {}", look.number_of(*given)))
        }
        Fact::Dispatched { due: Some(due), .. } => Some(format!("下发通知单，办结时限 {}", text::day(*due))),
        Fact::Dispatched { due: None, .. } => Some("下发通知单，办结时限由经同意的工作计划确定".to_owned()),
        Fact::Urged { nth, due, copied, .. } => {
            let copied =
                if *copied { format!("，同时抄送{}", look.directory.discipline_name()) } else { String::new() };
            Some(format!("发出{}，限期 {}{copied}", nth_urging(*nth), text::day(*due)))
        }
        Fact::Reminded { unit: of, owed, due, .. } => {
            Some(format!("提醒{}{}（时限 {}）", unit(*of), owed.label(), text::day(*due)))
        }
        Fact::HandedOver { from: Some(from), to, .. } => Some(format!("由{}移交{}", person(*from), person(*to))),
        Fact::HandedOver { from: None, to, .. } => Some(format!("移交{}", person(*to))),
        _ => None,
    });
    let lines: Vec<String> = lines.collect();
    (lines.join("；"), number)
}
