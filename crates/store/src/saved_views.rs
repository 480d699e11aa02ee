//! 常用视图: the query of a ledger under a name, its owner's own or shared with everybody; and with which of them a person's
//! ledger opens. Who may see a matter is none of their business.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRow {
    pub id: Uuid,
    pub owner: Uuid,
    pub name: String,
    /// as in an address
    pub query: String,
    pub shared: bool,
    /// in ascending order among the shared ones, or among its owner's own
    pub place: i64,
    pub made_at: Micros,
}

/// In the place of an earlier one of the same id.
pub fn put(tx: &mut Tx<'_>, view: &ViewRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into saved_view (id, owner, name, query, shared, place, made_at) values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (id) do update set name = excluded.name, query = excluded.query, shared = excluded.shared, \
         place = excluded.place",
        &args![view.id, view.owner, &view.name, &view.query, view.shared, view.place, view.made_at],
    )?;
    Ok(())
}

pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<ViewRow>, StoreError> {
    let row = sql.first(concat!(select!(), " where id = $1"), &args![id])?;
    row.as_ref().map(view).transpose()
}

/// Shared ones first, then this person's own, each in their order.
pub fn seen_by(sql: &mut dyn Sql, person: Uuid) -> Result<Vec<ViewRow>, StoreError> {
    let rows = sql
        .query(concat!(select!(), " where shared = 1 or owner = $1 order by shared desc, place, id"), &args![person])?;
    rows.iter().map(view).collect()
}

/// It is nobody's default any more.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    tx.execute("delete from default_view where view = $1", &args![id])?;
    tx.execute("delete from saved_view where id = $1", &args![id])?;
    Ok(())
}

pub fn default_of(sql: &mut dyn Sql, person: Uuid) -> Result<Option<Uuid>, StoreError> {
    let row = sql.first("select view from default_view where person = $1", &args![person])?;
    row.map(|row| row.uuid(0)).transpose()
}

/// `None`: the whole ledger.
pub fn set_default(tx: &mut Tx<'_>, person: Uuid, view: Option<Uuid>) -> Result<(), StoreError> {
    tx.execute("delete from default_view where person = $1", &args![person])?;
    if let Some(view) = view {
        tx.execute("insert into default_view (person, view) values ($1, $2)", &args![person, view])?;
    }
    Ok(())
}

macro_rules! select {
    () => {
        "select id, owner, name, query, shared, place, made_at from saved_view"
    };
}
use select;

fn view(row: &Row) -> Result<ViewRow, StoreError> {
    Ok(ViewRow {
        id: row.uuid(0)?,
        owner: row.uuid(1)?,
        name: row.string(2)?,
        query: row.string(3)?,
        shared: row.bool(4)?,
        place: row.int(5)?,
        made_at: row.int(6)?,
    })
}
