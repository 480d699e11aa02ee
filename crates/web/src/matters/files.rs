//! Attachments: received onto the matter, and handed out to whoever may read it. The browser saves them and never shows them.

use app::Denied;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
};
use domain::{matter::CommandKind, value::FileId};

use super::{
    act,
    load::{self, matter_id},
};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    pages::layout::Place,
    respond::{self, Answer},
};

/// `POST /matters/{id}/attachments`: one file with a word about it.
pub async fn upload(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let trouble = match act::request(&visitor, &look, CommandKind::Attach, &sent) {
        Ok(request) => match visitor.app().execute(&visitor.actor, request).await {
            Ok(_) => {
                let back = format!("{}#attachments", look.href());
                return Ok(respond::see_other_saying(&back, respond::done("附件已上传。")));
            }
            Err(Denied::Reused) => return Ok(act::sent_before(&look.href())),
            Err(denied) => act::refused(&visitor, denied, &sent)?,
        },
        Err(problems) => super::acts::Trouble::Unread(problems),
    };
    if visitor.wants_json {
        return Err(act::as_error(trouble));
    }
    let status = act::status(&trouble);
    let mut page =
        super::page::page(&look, visitor.layout(look.title(), Some(Place::Ledger)), visitor.app().fresh_id());
    page.attachments.problems = super::page::upload_problems(trouble);
    respond::page_with(status, &page)
}

/// `GET /matters/{id}/files/{file}`: an attachment of this matter, and of no other.
pub async fn download(visitor: SignedIn, Path((id, file)): Path<(String, String)>) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let file: FileId = file.parse().map_err(|_| Error::not_found())?;
    let drafted = look.drafts.iter().flat_map(|draft| &draft.files);
    if look.view.files.iter().chain(drafted).all(|known| known.id != file) {
        return Err(Error::not_found());
    }
    let (info, bytes) = visitor.app().open_file(&visitor.actor, Some(look.matter().id), file).await?;
    let mut response = respond::file(&info.name, &info.media_type, bytes);
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
