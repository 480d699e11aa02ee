//! 起草与签发 in the forms of acts that a unit's head signs: prefilled from the draft, with the buttons for keeping, handing over,
//! returning and throwing away. The domain has no word for any of it: see `app::drafts`.

use app::drafts::{Draft, DraftState, Drafting, takes_draft};
use domain::{Refusal, matter::CommandKind, value::FileId};

use super::{
    acts::Trouble,
    deciders::{is_mine, principals_of},
    look::Look,
    typed, words,
};
use crate::{
    forms::FormData,
    gate::SignedIn,
    pages::{
        act::{ActForm, DraftNote, Submit},
        form::{Field, Kind},
        text,
    },
    respond::{self, Answer},
};

/// The button that was pressed: `keep`, `sign`, `return`, `discard`.
const BUTTON: &str = "draft";
pub const EDITION: &str = "draft_edition";
const REMARK: &str = "draft_remark";

/// Does this visitor draft it for the lead unit?
pub fn may_draft(look: &Look, kind: CommandKind) -> bool {
    takes_draft(kind) && look.matter().lead().is_some_and(|lead| look.viewer.serves(lead))
}

fn may_sign(look: &Look, kind: CommandKind) -> bool {
    is_mine(look, kind) || !principals_of(look, kind).is_empty()
}

pub fn of(look: &Look, kind: CommandKind) -> Option<&Draft> {
    look.drafts.iter().find(|draft| draft.act == kind)
}

/// A draft that waits for this visitor's signature.
pub fn to_sign(look: &Look, kind: CommandKind) -> Option<&Draft> {
    of(look, kind).filter(|draft| draft.state == DraftState::ForSigning && may_sign(look, kind))
}

/// As if its author had just typed it.
pub fn as_typed(draft: &Draft) -> FormData {
    let files = draft.files.iter().map(|file| ("staged".to_owned(), file.clone())).collect();
    FormData { values: draft.fields.clone(), files, ..FormData::default() }
}

/// Note, buttons and fields of a draft, on the form of its act.
pub fn dress(look: &Look, kind: CommandKind, form: &mut ActForm) {
    if !may_draft(look, kind) {
        return;
    }
    let draft = of(look, kind);
    let signs = may_sign(look, kind);
    form.draft = draft.map(|draft| note(look, draft));
    let edition = draft.map(|draft| draft.edition().to_string()).unwrap_or_default();
    form.fields.push(Field::new(EDITION, "", Kind::Hidden).value(edition));
    let button = |label: &str, value: &str| Submit::named(label, BUTTON, value);
    if !signs {
        form.submits = vec![button("提交负责人签发", "sign")];
    }
    form.submits.push(button("暂存", "keep"));
    let Some(draft) = draft else { return };
    if to_sign(look, kind).is_some() && look.viewer.person != Some(draft.author) {
        let remark = Field::new(REMARK, "退回起草人的理由", Kind::Area { rows: 2 });
        form.fields.push(remark.hint("只在退回起草人时填写；不进入办理记录。"));
        form.submits.push(button("退回起草人", "return"));
    }
    form.submits.push(button("删除草稿", "discard").asking("删除这份草稿？填写的内容和所附文件不再保留。"));
}

fn note(look: &Look, draft: &Draft) -> DraftNote {
    let author = look.directory.person_with_unit(draft.author);
    let when = text::moment(draft.saved_at);
    let (verb, state) = match draft.state {
        DraftState::Kept => ("暂存", ""),
        DraftState::ForSigning => ("起草", "，待单位负责人签发"),
        DraftState::Returned => ("起草", "，已退回修改"),
    };
    let returned = draft.returned.as_ref().filter(|_| draft.state == DraftState::Returned);
    DraftNote {
        text: format!("由 {author} 于 {when} {verb}{state}。草稿不进入办理记录，提交后才生效。"),
        returned: returned
            .map(|(by, remark)| format!("{}退回：{remark}", look.directory.person_name(*by)))
            .unwrap_or_default(),
        files: draft.files.iter().map(|file| words::file(look.matter().id, file)).collect(),
    }
}

/// Somebody has saved another edition since this form was opened.
pub fn overtaken(look: &Look, kind: CommandKind, sent: &FormData) -> Option<Refusal> {
    let draft = of(look, kind).filter(|_| may_draft(look, kind))?;
    let seen = sent.get(EDITION).parse().ok();
    (seen != Some(draft.edition())).then(|| {
        let who = look.directory.person_name(draft.author);
        Refusal::overtaken(format!("{who}已另存了一份草稿；您填写的内容仍在下面，再次提交将以您的为准"))
    })
}

/// Was one of the buttons of a draft pressed?
pub fn is_meant(look: &Look, kind: CommandKind, sent: &FormData) -> bool {
    may_draft(look, kind) && sent.ticked(BUTTON)
}

/// Keeps, hands over, returns or throws away; what is wrong brings the form back.
pub async fn send(visitor: &SignedIn, look: &Look, kind: CommandKind, sent: &FormData) -> Result<Answer, app::Denied> {
    let id = look.matter().id;
    let (app, actor) = (visitor.app(), &visitor.actor);
    let said = match sent.get(BUTTON) {
        "discard" => {
            app.discard_draft(actor, id, kind).await?;
            "已删除草稿。"
        }
        "return" => {
            app.return_draft(actor, drafting(look, kind, sent), sent.get(REMARK)).await?;
            "已退回起草人。"
        }
        "sign" => {
            app.save_draft(actor, drafting(look, kind, sent), true).await?;
            "已提交单位负责人签发；签发前可继续修改。"
        }
        _ => {
            app.save_draft(actor, drafting(look, kind, sent), false).await?;
            "已暂存，可随时从工作台继续填写。"
        }
    };
    let back = if sent.get("back") == "desk" { "/".to_owned() } else { look.href() };
    Ok(Ok(respond::see_other_saying(&back, respond::done(said))))
}

/// Everything typed, without what belongs to this one form.
fn drafting(look: &Look, kind: CommandKind, sent: &FormData) -> Drafting {
    const OF_THE_FORM: &[&str] = &["command_id", "staged", BUTTON, EDITION, REMARK, "on_behalf", "back"];
    let fields = sent.values.iter().filter(|(name, _)| !OF_THE_FORM.contains(&name.as_str())).cloned().collect();
    let files: Vec<FileId> = typed::attachments(sent).map(|file| file.id).collect();
    Drafting { matter: look.matter().id, act: kind, fields, files, seen: sent.get(EDITION).parse().ok() }
}

/// A file that was not accepted is said before anything is kept.
pub fn unread(sent: &FormData) -> Option<Trouble> {
    let discards = sent.get(BUTTON) == "discard";
    let wrong = sent.problems.any() && !discards;
    wrong.then(|| Trouble::Unread(sent.problems.clone()))
}
