//! What can be done now, and why the rest cannot. The answers are the domain's own refusals; only what is no business of the
//! reader's is left out.

use app::ask::Possible;
use domain::{
    Reason, Refusal,
    matter::{CommandKind, Stage, table},
};

use crate::{
    matters::{
        acts::{shares_form_of, title},
        deciders::{is_mine, is_recordable, principals_of},
        drafts,
        look::Look,
        words,
    },
    pages::matter::Act,
};

pub fn acts(look: &Look) -> Vec<Act> {
    look.view
        .possible
        .iter()
        .filter(|possible| has_a_button(look, possible.kind))
        .filter_map(|possible| act(look, possible))
        .collect()
}

/// Making a matter, adding a file, and the second button of a shared form stand elsewhere.
fn has_a_button(look: &Look, kind: CommandKind) -> bool {
    let elsewhere = matches!(kind, CommandKind::Propose | CommandKind::Adopt | CommandKind::Attach);
    let shared =
        shares_form_of(kind).is_some_and(|other| look.view.possible.iter().any(|possible| possible.kind == other));
    !elsewhere && !shared
}

fn act(look: &Look, possible: &Possible) -> Option<Act> {
    let kind = possible.kind;
    let button = |label: String| Act {
        label,
        href: look.act_href(kind),
        primary: possible.primary,
        clause: words::clause(kind.clause()),
        ..Act::default()
    };
    match &possible.refusal {
        None => Some(button(drafted(look, kind).unwrap_or_else(|| called(kind).to_owned()))),
        Some(refusal) if refusal.reason == Reason::NotPermitted => {
            if drafts::may_draft(look, kind)
                && drafts::to_sign(look, kind).is_none()
                && for_another(look, kind).is_none()
            {
                return Some(button(format!("起草：{}", called(kind))));
            }
            let manner = for_another(look, kind)?;
            let recorded = is_recordable(look, kind);
            Some(Act { primary: false, recorded, ..button(format!("{manner}：{}", called(kind))) })
        }
        Some(refusal) => concerns(look, kind, refusal).then(|| Act {
            refusal: refusal.message.clone(),
            clause: refusal.clause.map(words::clause).unwrap_or_default(),
            ..button(called(kind).to_owned())
        }),
    }
}

/// 代录 by the Office, 代签 by a deputy.
fn for_another(look: &Look, kind: CommandKind) -> Option<&'static str> {
    if is_recordable(look, kind) {
        Some("代录")
    } else if principals_of(look, kind).is_empty() {
        None
    } else {
        Some("代签")
    }
}

/// What lies in the reader's hands and may still come.
fn concerns(look: &Look, kind: CommandKind, refusal: &Refusal) -> bool {
    let stage = look.matter().stage;
    let to_come = |later: Stage| later >= stage;
    let comes = refusal.reason != Reason::IllegalTransition || table::stages_of(kind).any(to_come);
    !stage.is_final() && refusal.reason != Reason::NoSuchItem && comes && is_mine(look, kind)
}

/// What waits to be signed is called by whoever has written it.
fn drafted(look: &Look, kind: CommandKind) -> Option<String> {
    let draft = drafts::to_sign(look, kind)?;
    Some(format!("签发：{}（{}起草）", called(kind), look.directory.person_name(draft.author)))
}

fn called(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Dispatch => kind.label(),
        kind => title(kind),
    }
}
