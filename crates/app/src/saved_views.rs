//! 常用视图: a way of looking at the ledger, under a name. The Office's people share theirs with everybody; whoever opens one
//! sees in it what they may see anyhow.

use domain::{
    Reason, Refusal,
    access::Subject,
    value::{PersonId, Title},
};
use store::{
    Tx,
    saved_views::{self as rows, ViewRow},
};
use uuid::Uuid;

use crate::{Actor, App, Denied, ports::micros};

/// Of one's own, and of the shared ones.
pub const VIEWS_MOST: usize = 20;
/// Signs of a name, and of an address.
const NAME_MOST: usize = 20;
const QUERY_MOST: usize = 2000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: Uuid,
    pub owner: PersonId,
    pub name: String,
    /// as it stands in an address
    pub query: String,
    pub shared: bool,
    /// this person may rename, replace, move and delete it
    pub mine: bool,
    /// with which this person's ledger opens
    pub is_default: bool,
}

/// What is done to a view that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewChange {
    Rename {
        name: String,
        shared: bool,
    },
    /// what it shows from now on
    Replace {
        query: String,
    },
    Earlier,
    Later,
    Remove,
    /// this person's ledger opens with it
    Default(bool),
}

impl App {
    /// Shared ones first, then one's own, each in their order.
    pub async fn saved_views(&self, actor: &Actor) -> Result<Vec<SavedView>, Denied> {
        let person = owner(actor)?;
        let actor = actor.clone();
        self.read(move |read| {
            let office = actor.subjects(&read.institution, read.today).contains(&Subject::Office);
            let default = rows::default_of(read, person.0)?;
            let view = |row: ViewRow| SavedView {
                mine: row.owner == person.0 || (row.shared && office),
                is_default: default == Some(row.id),
                id: row.id,
                owner: PersonId(row.owner),
                name: row.name,
                query: row.query,
                shared: row.shared,
            };
            Ok(rows::seen_by(read, person.0)?.into_iter().map(view).collect())
        })
        .await
    }

    /// Keeps a new one, at the end. Sent twice it is kept once.
    pub async fn save_view(
        &self,
        actor: &Actor,
        id: Uuid,
        name: &str,
        query: &str,
        shared: bool,
    ) -> Result<(), Denied> {
        let (person, office) = self.hand(actor).await?;
        let name = named(name)?;
        fits(query)?;
        may_share(shared, office)?;
        let (query, now) = (query.to_owned(), micros(self.now()));
        self.store()
            .write(move |tx| {
                if rows::find(tx, id)?.is_some() {
                    return Ok(());
                }
                let beside = beside(tx, person, shared)?;
                room(&beside, shared)?;
                unused(&beside, &name, id)?;
                let place = beside.last().map_or(0, |last| last.place + 1);
                let view = ViewRow { id, owner: person.0, name, query, shared, place, made_at: now };
                Ok(rows::put(tx, &view)?)
            })
            .await
    }

    pub async fn change_view(&self, actor: &Actor, id: Uuid, change: ViewChange) -> Result<(), Denied> {
        let (person, office) = self.hand(actor).await?;
        self.store()
            .write(move |tx| {
                let view = rows::find(tx, id)?.filter(|view| view.shared || view.owner == person.0);
                let view = view.ok_or(Denied::NotFound)?;
                if let ViewChange::Default(is_default) = change {
                    return Ok(rows::set_default(tx, person.0, is_default.then_some(id))?);
                }
                if view.owner != person.0 && !office {
                    return Err(
                        Refusal::new(Reason::NotPermitted, "共享视图由学校办公室维护，您可以另存为自己的视图").into()
                    );
                }
                changed(tx, person, office, view, change)
            })
            .await
    }

    /// Whose, and whether of the Office.
    async fn hand(&self, actor: &Actor) -> Result<(PersonId, bool), Denied> {
        let person = owner(actor)?;
        if actor.read_only {
            return Err(Denied::ReadOnly);
        }
        let institution = self.institution().await?;
        Ok((person, actor.subjects(&institution, self.today()).contains(&Subject::Office)))
    }
}

fn changed(tx: &mut Tx<'_>, person: PersonId, office: bool, view: ViewRow, change: ViewChange) -> Result<(), Denied> {
    match change {
        ViewChange::Rename { name, shared } => {
            let name = named(&name)?;
            may_share(shared && !view.shared, office)?;
            let owner = PersonId(view.owner);
            let beside = beside(tx, if shared { person } else { owner }, shared)?;
            unused(&beside, &name, view.id)?;
            let mut place = view.place;
            if shared != view.shared {
                room(&beside, shared)?;
                place = beside.last().map_or(0, |last| last.place + 1);
            }
            Ok(rows::put(tx, &ViewRow { name, shared, place, ..view })?)
        }
        ViewChange::Replace { query } => {
            fits(&query)?;
            Ok(rows::put(tx, &ViewRow { query, ..view })?)
        }
        ViewChange::Earlier | ViewChange::Later => moved(tx, &view, change == ViewChange::Earlier),
        ViewChange::Remove => Ok(rows::remove(tx, view.id)?),
        ViewChange::Default(_) => Ok(()),
    }
}

/// Places are written anew, so that two of the same place are told apart from then on.
fn moved(tx: &mut Tx<'_>, view: &ViewRow, earlier: bool) -> Result<(), Denied> {
    let mut all = beside(tx, PersonId(view.owner), view.shared)?;
    let Some(at) = all.iter().position(|one| one.id == view.id) else { return Ok(()) };
    let to = if earlier { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < all.len()) };
    if let Some(to) = to {
        all.swap(at, to);
    }
    for (place, one) in (0_i64..).zip(all) {
        rows::put(tx, &ViewRow { place, ..one })?;
    }
    Ok(())
}

/// Those that stand in one row: the shared ones, or one person's own.
fn beside(tx: &mut Tx<'_>, person: PersonId, shared: bool) -> Result<Vec<ViewRow>, Denied> {
    Ok(rows::seen_by(tx, person.0)?.into_iter().filter(|view| view.shared == shared).collect())
}

fn room(beside: &[ViewRow], shared: bool) -> Result<(), Denied> {
    if beside.len() < VIEWS_MOST {
        return Ok(());
    }
    let whose = if shared { "共享视图" } else { "自己的视图" };
    Err(Refusal::new(Reason::Invalid, format!("{whose}最多 {VIEWS_MOST} 个，请先删除不用的")).into())
}

fn unused(beside: &[ViewRow], name: &str, id: Uuid) -> Result<(), Denied> {
    if beside.iter().any(|view| view.name == name && view.id != id) {
        return Err(Refusal::invalid("视图名称", format!("已有名为“{name}”的视图，请换一个名称")).into());
    }
    Ok(())
}

fn named(name: &str) -> Result<String, Denied> {
    let name = Title::parse("视图名称", name).map_err(Refusal::from)?;
    if name.as_str().chars().count() > NAME_MOST {
        return Err(Refusal::invalid("视图名称", format!("视图名称最多 {NAME_MOST} 个字，请缩短")).into());
    }
    Ok(name.as_str().to_owned())
}

fn fits(query: &str) -> Result<(), Denied> {
    if query.len() > QUERY_MOST {
        return Err(Refusal::new(Reason::Invalid, "条件太多，保存不下，请减少条件后再保存").into());
    }
    Ok(())
}

fn may_share(shared: bool, office: bool) -> Result<(), Denied> {
    if shared && !office {
        return Err(Refusal::new(Reason::NotPermitted, "共享给全校的视图由学校办公室设置").into());
    }
    Ok(())
}

fn owner(actor: &Actor) -> Result<PersonId, Denied> {
    actor.person_id().ok_or(Denied::SignedOut)
}
