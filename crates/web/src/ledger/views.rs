//! 常用视图: the ledger's address under a name. `POST /views` keeps what is shown, `GET /views` lists them for renaming,
//! ordering and deleting, `POST /views/{id}` does it.

use app::Denied;
use app::saved_views::{SavedView, VIEWS_MOST, ViewChange};
use axum::extract::Path;
use uuid::Uuid;

use super::asking::{Asking, WHOLE};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        layout::{Flash, Place, Tone},
        ledger::{SaveView, ViewRow, ViewsPage},
    },
    respond::{self, Answer, done, see_other_saying},
};

/// Where it is opened.
pub fn href(view: &SavedView) -> String {
    let sign = if view.query.is_empty() { "" } else { "&" };
    format!("/matters?view={}{sign}{}", view.id, view.query)
}

/// For keeping what is shown: under a new name, or in the place of the view that was opened and has been changed since.
pub fn form(visitor: &SignedIn, asking: &Asking, views: &[SavedView]) -> SaveView {
    let opened = views.iter().find(|view| view.id.to_string() == asking.view);
    let changed = opened.filter(|view| view.mine && view.query != asking.kept());
    SaveView {
        command_id: visitor.app().fresh_id().to_string(),
        may_share: super::is_office(visitor),
        replaces: changed.map(|view| (view.id.to_string(), view.name.clone())),
        any: !views.is_empty(),
    }
}

pub async fn list(visitor: SignedIn) -> Answer {
    let views = visitor.app().saved_views(&visitor.actor).await?;
    let row = |view: &SavedView| ViewRow {
        id: view.id.to_string(),
        href: href(view),
        name: view.name.clone(),
        shared: view.shared,
        owner: visitor.institution.person_name(view.owner).to_owned(),
        mine: view.mine,
        is_default: view.is_default,
    };
    respond::page(&ViewsPage {
        layout: visitor.layout("常用视图", Some(Place::Ledger)),
        whole: WHOLE.to_owned(),
        most: VIEWS_MOST,
        may_share: super::is_office(&visitor),
        rows: views.iter().map(row).collect(),
    })
}

pub async fn save(visitor: SignedIn, sent: FormData) -> Answer {
    let (id, query, shared) = (sent.command_id()?, kept(&sent), sent.ticked("shared"));
    match visitor.app().save_view(&visitor.actor, id, sent.get("name"), &query, shared).await {
        Ok(()) => Ok(see_other_saying(&opened(id, &query), done("视图已保存，列在台账上方。"))),
        Err(denied) => Ok(see_other_saying(&whole_of(&query), refused(denied, &sent)?)),
    }
}

pub async fn change(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Error::not_found())?;
    let (change, said) = match sent.get("change") {
        "name" => {
            let change = ViewChange::Rename { name: sent.get("name").to_owned(), shared: sent.ticked("shared") };
            (change, "视图已修改。")
        }
        "replace" => (ViewChange::Replace { query: kept(&sent) }, "视图已按现在的条件和列保存。"),
        "earlier" => (ViewChange::Earlier, "视图已前移。"),
        "later" => (ViewChange::Later, "视图已后移。"),
        "default" => (ViewChange::Default(true), "以后打开台账时先显示这个视图。"),
        "no_default" => (ViewChange::Default(false), "以后打开台账时显示全部事项。"),
        "remove" => (ViewChange::Remove, "视图已删除，事项不受影响。"),
        _ => return Err(Error::bad("没有选择要怎样修改视图，请返回后重试。")),
    };
    let back = match &change {
        ViewChange::Replace { query } => opened(id, query),
        _ => "/views".to_owned(),
    };
    match visitor.app().change_view(&visitor.actor, id, change).await {
        Ok(()) => Ok(see_other_saying(&back, done(said))),
        Err(denied) => Ok(see_other_saying(&back, refused(denied, &sent)?)),
    }
}

/// What the ledger understands of what is to be kept, and nothing else.
fn kept(sent: &FormData) -> String {
    Asking::of(&Asked::of(sent.get("kept"))).kept()
}

/// A rule's refusal is said on the page; anything else is a page of its own.
fn refused(denied: Denied, sent: &FormData) -> Result<Flash, Error> {
    match denied.refusal() {
        Some(refusal) => Ok(Flash { tone: Tone::Refused, text: refusal.message.clone(), clause: String::new() }),
        None => Err(Error::from(denied).typed(sent.typed())),
    }
}

fn opened(id: Uuid, query: &str) -> String {
    let sign = if query.is_empty() { "" } else { "&" };
    format!("/matters?view={id}{sign}{query}")
}

fn whole_of(query: &str) -> String {
    if query.is_empty() { WHOLE.to_owned() } else { format!("/matters?{query}") }
}
