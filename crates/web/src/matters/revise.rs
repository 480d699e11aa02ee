//! 修改拟办意见: `GET` and `POST /matters/{id}/revision`. An edit answers the version that its author had before them; whoever
//! comes second sees what was changed, and keeps what they typed.

use app::{Act, Denied, Request};
use axum::{extract::Path, http::StatusCode};
use domain::matter::Command;

use super::{
    act::{as_error, command_id, meanwhile, refused, sent_before, status},
    acts::Trouble,
    create::{preview, problems, with_files},
    load::{self, matter_id},
    look::Look,
    proposal_form as form,
    reader::Reader,
};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    pages::{
        form::Problems,
        layout::Place,
        matter_form::{MatterForm, NewMatterPage},
    },
    respond::{self, Answer},
};

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let Some(proposal) = look.proposal() else { return Err(Error::not_found()) };
    let form = form::of(&look.directory, proposal, petitioner(&look));
    page(&visitor, &look, form, StatusCode::OK).await
}

pub async fn save(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = matter_id(&id)?;
    let look = load::look(&visitor, id).await?;
    let trouble = match request(&visitor, &look, &sent) {
        Ok(request) => match visitor.app().execute(&visitor.actor, request).await {
            Ok(_) => return Ok(respond::see_other_saying(&look.href(), respond::done("修改已保存。"))),
            Err(Denied::Reused) if !sent.files.is_empty() => return Ok(sent_before(&look.href())),
            Err(denied) => refused(&visitor, denied, &sent)?,
        },
        Err(problems) => Trouble::Unread(problems),
    };
    if visitor.wants_json {
        return Err(as_error(trouble));
    }
    let look = load::look(&visitor, id).await.map_err(|error| error.typed(sent.typed()))?;
    let status = status(&trouble);
    let mut problems = problems(trouble, &[]);
    if status == StatusCode::CONFLICT {
        changed(&look, &sent, &mut problems);
    }
    page(&visitor, &look, form::typed(&look.directory, &sent, problems), status).await
}

fn request(visitor: &SignedIn, look: &Look, sent: &FormData) -> Result<Request, Problems> {
    let id = look.matter().id;
    let mut reader = Reader::new(sent, &look.directory, id, Request::new(command_id(visitor, sent)));
    reader.problems = sent.problems.clone();
    let before = look.proposal().map(|proposal| (proposal, petitioner(look)));
    let (proposal, version) = (form::read(&mut reader, before), reader.number("version", "版本"));
    let (Some(proposal), Some(version), false) = (proposal, version, reader.problems.any()) else {
        return Err(reader.problems);
    };
    let command = Command::Revise { proposal: Box::new(proposal), version };
    Ok(with_files(reader.request, id, sent).act(Act::Matter { id, command }))
}

/// Beside each text that now reads differently: how it reads now.
fn changed(look: &Look, sent: &FormData, problems: &mut Problems) {
    let Some(proposal) = look.proposal() else { return };
    let said = |text: &Option<domain::value::Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let texts = [
        ("title", proposal.title.to_string()),
        ("content", proposal.content.to_string()),
        ("requirements", said(&proposal.requirements)),
        ("target", said(&proposal.target)),
    ];
    for (name, now) in texts {
        if sent.get(name).replace("\r\n", "\n").trim() != now.trim() {
            problems.add(name, &format!("他人修改后现为：{now}"));
        }
    }
}

fn petitioner(look: &Look) -> Option<&str> {
    look.proposal().and_then(|proposal| proposal.source.petitioner.as_ref()).and_then(|sealed| look.view.opened(sealed))
}

async fn page(visitor: &SignedIn, look: &Look, form: MatterForm, status: StatusCode) -> Answer {
    let preview = preview(visitor, form.limit.value(), &form.due).await?;
    let mut layout = visitor.layout("修改拟办意见", Some(Place::Ledger));
    layout.flashes.extend((status == StatusCode::CONFLICT).then(|| meanwhile(look)));
    let page = NewMatterPage {
        layout,
        heading: "修改拟办意见".to_owned(),
        action: format!("{}/revision", look.href()),
        command_id: visitor.app().fresh_id().to_string(),
        version: look.matter().text_version.to_string(),
        noted: String::new(),
        form,
        preview,
        cancel: look.href(),
    };
    respond::page_with(status, &page)
}
