//! `GET` and `POST /matters/{id}/{act}`: the form of every command, and its sending. Translate, one call, translate back; a
//! refused form comes back with everything typed and with the matter as it stands now.

use app::{Act, Denied, Request, meetings::Became};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    Reason, Refusal,
    matter::{Command, CommandKind},
    value::MatterId,
};

use super::{
    acts::{self, Frame, Trouble},
    deciders::{is_recordable, principals_of},
    drafts,
    load::{self, matter_id},
    look::{Asked as About, Look},
    on_paper,
    reader::Reader,
    typed,
};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    meetings::filled,
    pages::{
        form::Problems,
        layout::{Flash, Place, Tone},
    },
    respond::{self, Answer},
};

pub async fn show(visitor: SignedIn, Path((id, act)): Path<(String, String)>, asked: Asked) -> Answer {
    let (id, kind) = (matter_id(&id)?, kind_of(&act)?);
    if let Some(page) = own_page(id, kind) {
        return Ok(respond::see_other(&page));
    }
    let look = load::for_act(&visitor, id, kind, load::asked(&asked), None).await?;
    closed_to(&look, kind)?;
    let noted = match kind {
        CommandKind::Instruct => filled::instruction(&visitor, asked.get(filled::NOTED)).await?,
        _ => None,
    };
    drawn(&visitor, &look, kind, noted.as_ref(), Trouble::None, StatusCode::OK)
}

pub async fn send(visitor: SignedIn, Path((id, act)): Path<(String, String)>, mut sent: FormData) -> Answer {
    let (id, kind) = (matter_id(&id)?, kind_of(&act)?);
    let asked = About { about: None, unit: sent.get("unit").parse().ok() };
    let look =
        load::for_act(&visitor, id, kind, asked, Some(&sent)).await.map_err(|error| error.typed(sent.typed()))?;
    acts::write_anew(kind, &look, &mut sent);
    if sent.ticked("preview") {
        return drawn(&visitor, &look, kind, Some(&sent), Trouble::None, StatusCode::OK);
    }
    let trouble = match request(&visitor, &look, kind, &sent) {
        _ if drafts::is_meant(&look, kind, &sent) => match drafted(&visitor, &look, kind, &sent).await? {
            Ok(answer) => return answer,
            Err(trouble) => trouble,
        },
        Ok(_) if let Some(refusal) = stale_draft(&visitor, &look, kind, &sent) => Trouble::Refused(refusal),
        Ok(request) => {
            let meant = meant(&request).unwrap_or(kind);
            match visitor.app().execute(&visitor.actor, request).await {
                Ok(done) => {
                    if meant == CommandKind::Instruct {
                        filled::settle(&visitor, &sent, Became::Instruction(id)).await?;
                    }
                    return Ok(respond::see_other_saying(&look.href(), said(meant, &done)));
                }
                Err(Denied::Reused) if !sent.files.is_empty() => return Ok(sent_before(&look.href())),
                Err(denied) => refused(&visitor, denied, &sent)?,
            }
        }
        Err(problems) => Trouble::Unread(problems),
    };
    if visitor.wants_json {
        return Err(as_error(trouble));
    }
    // what stands in the form is what was typed; what stands above it is the matter as it is now
    let look =
        load::for_act(&visitor, id, kind, asked, Some(&sent)).await.map_err(|error| error.typed(sent.typed()))?;
    let status = status(&trouble);
    drawn(&visitor, &look, kind, Some(&sent), trouble, status)
}

/// A button of a draft was pressed.
async fn drafted(
    visitor: &SignedIn,
    look: &Look,
    kind: CommandKind,
    sent: &FormData,
) -> Result<Result<Answer, Trouble>, Error> {
    if let Some(trouble) = drafts::unread(sent) {
        return Ok(Err(trouble));
    }
    match drafts::send(visitor, look, kind, sent).await {
        Ok(answer) => Ok(Ok(answer)),
        Err(denied) => refused(visitor, denied, sent).map(Err),
    }
}

/// Programs send no edition, and mean what they send.
fn stale_draft(visitor: &SignedIn, look: &Look, kind: CommandKind, sent: &FormData) -> Option<Refusal> {
    if visitor.wants_json { None } else { drafts::overtaken(look, kind, sent) }
}

/// What the form asks for: its files first, since the act may end the matter's taking of files, then the act.
pub fn request(visitor: &SignedIn, look: &Look, kind: CommandKind, sent: &FormData) -> Result<Request, Problems> {
    let id = look.matter().id;
    let request = Request::new(command_id(visitor, sent));
    let mut reader = Reader::new(sent, &look.directory, id, request);
    reader.problems = sent.problems.clone();
    let read = acts::read(kind, &mut reader, look);
    let circumstances = on_paper::circumstances(look, kind, &mut reader);
    let (Some((command, before)), Some(circumstances), false) = (read, circumstances, reader.problems.any()) else {
        return Err(reader.problems);
    };
    let mut request = reader.request.under(circumstances);
    for act in attached(id, sent, &command).into_iter().chain(before) {
        request = request.act(act);
    }
    Ok(request.act(Act::Matter { id, command }))
}

/// The files that the command does not take itself.
fn attached(id: MatterId, sent: &FormData, command: &Command) -> Vec<Act> {
    let taken = match command {
        Command::Instruct { scan, .. } => *scan,
        Command::Attach { file, .. } => Some(*file),
        _ => None,
    };
    let files = typed::attachments(sent).map(|file| file.id).filter(|file| Some(*file) != taken);
    files.map(|file| Act::Matter { id, command: Command::Attach { file, label: None } }).collect()
}

/// Made with the form; a program that sends none is not protected from sending twice.
pub fn command_id(visitor: &SignedIn, sent: &FormData) -> uuid::Uuid {
    sent.get("command_id").parse().unwrap_or_else(|_| visitor.app().fresh_id())
}

/// A form with files that is sent twice brings its files twice, which makes it another request: it is not done again, and
/// whoever sent it is shown what became of the first.
pub fn sent_before(matter: &str) -> Response {
    let text = "这份表单此前已经提交，没有重复办理；请核对下面的办理经过。".to_owned();
    respond::see_other_saying(matter, Flash { tone: Tone::Note, text, clause: String::new() })
}

/// A rule's refusal brings the form back; anything else is a page of its own, with what was typed.
pub fn refused(visitor: &SignedIn, denied: Denied, sent: &FormData) -> Result<Trouble, Error> {
    match &denied {
        Denied::Refused { refusal, .. } if !visitor.wants_json => Ok(Trouble::Refused(refusal.clone())),
        _ => Err(Error::from(denied).typed(sent.typed())),
    }
}

/// For programs: what is wrong as one refusal.
pub fn as_error(trouble: Trouble) -> Error {
    let refusal = match trouble {
        Trouble::Refused(refusal) => refusal,
        Trouble::Unread(problems) => {
            let mut refusal = Refusal::new(Reason::Invalid, "提交的内容有误，请逐项改正");
            refusal.fields = problems.0.into_iter().map(|problem| (problem.field, problem.text)).collect();
            refusal
        }
        Trouble::None => Refusal::new(Reason::Invalid, "没有办理"),
    };
    Error::from(Denied::from(refusal))
}

pub fn status(trouble: &Trouble) -> StatusCode {
    match trouble {
        Trouble::None => StatusCode::OK,
        Trouble::Unread(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Trouble::Refused(refusal) => match refusal.reason {
            Reason::Overtaken | Reason::IllegalTransition | Reason::NoSuchItem => StatusCode::CONFLICT,
            Reason::NotPermitted | Reason::OwnRequest => StatusCode::FORBIDDEN,
            Reason::Incomplete | Reason::Invalid | Reason::WrongDay | Reason::NeedsEvidence => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        },
    }
}

/// What happened meanwhile: the new state above the form whose sender came second.
pub fn meanwhile(look: &Look) -> Flash {
    let last = look.view.timeline.last().map(|entry| super::timeline::of(look, entry));
    let last = last.map(|last| format!("；最近一次办理：{} {} {}", last.on, last.who, last.what)).unwrap_or_default();
    let said =
        format!("本事项现为“{}”{last}。您填写的内容仍在下面，请核对后再决定是否提交。", look.matter().stage.label());
    Flash { tone: Tone::Note, text: said, clause: String::new() }
}

fn drawn(
    visitor: &SignedIn,
    look: &Look,
    kind: CommandKind,
    sent: Option<&FormData>,
    trouble: Trouble,
    status: StatusCode,
) -> Answer {
    let mut layout = visitor.layout(acts::title(kind), Some(Place::Ledger));
    layout.flashes.extend((status == StatusCode::CONFLICT).then(|| meanwhile(look)));
    // what the unit has drafted stands in the form as if it had just been typed
    let draft = drafts::of(look, kind).filter(|_| sent.is_none()).map(drafts::as_typed);
    let sent = sent.or(draft.as_ref());
    let fresh = || visitor.app().fresh_id();
    acts::page(Frame { look, kind, layout, sent, trouble, fresh: &fresh }, status)
}

/// A form that would only lead to a refusal is not shown; the refusal is. What a form has still to fill in is no refusal, and
/// what is not the visitor's own act may be recorded or signed for another.
fn closed_to(look: &Look, kind: CommandKind) -> Result<(), Error> {
    let possible = look.view.possible.iter().find(|possible| possible.kind == kind);
    let Some(refusal) = possible.and_then(|possible| possible.refusal.clone()) else { return Ok(()) };
    let for_another = is_recordable(look, kind) || !principals_of(look, kind).is_empty();
    if refusal.reason == Reason::NotPermitted && (for_another || drafts::may_draft(look, kind)) {
        return Ok(());
    }
    Err(Error::from(Denied::from(refusal)).way_on("回到事项", look.href()))
}

/// A form on which one may also say no sends the other command.
fn meant(request: &Request) -> Option<CommandKind> {
    request.acts.iter().rev().find_map(|act| match act {
        Act::Matter { command, .. } => Some(command.kind()),
        Act::Institution(_) | Act::Summary { .. } | Act::Referral { .. } => None,
    })
}

/// What the next page says first.
fn said(kind: CommandKind, done: &app::Done) -> Flash {
    let number = done.streams.iter().find_map(|stream| stream.number.clone()).filter(|_| kind == CommandKind::Register);
    let again = if done.repeated { "（此前已提交，未重复办理）" } else { "" };
    respond::done(match number {
        Some(number) => format!("已立项，编号 {number}{again}。"),
        None => format!("{}{again}", kind.label()),
    })
}

pub fn kind_of(code: &str) -> Result<CommandKind, Error> {
    CommandKind::from_code(code).ok_or_else(Error::not_found)
}

/// Commands that have a page of their own.
fn own_page(id: MatterId, kind: CommandKind) -> Option<String> {
    match kind {
        CommandKind::Propose => Some("/matters/new".to_owned()),
        CommandKind::Adopt => Some("/adoptions/new".to_owned()),
        CommandKind::Revise => Some(format!("/matters/{id}/{}", CommandKind::Revise.code())),
        CommandKind::Attach => Some(format!("/matters/{id}#attachments")),
        _ => None,
    }
}
