//! One question's view of things: a consistent snapshot, the institution in it, and the day.

use std::{collections::BTreeSet, sync::Arc};

use domain::{access::Subject, institution::Institution, value::Day};
use store::{Reader, Row, Sql, StoreError, Value};

use crate::{Actor, App, Denied, views::sees_all};

pub(crate) struct Snapshot<'r, 'd> {
    sql: &'r mut Reader<'d>,
    pub institution: Arc<Institution>,
    pub today: Day,
}

impl Snapshot<'_, '_> {
    pub fn scope(&self, actor: &Actor) -> Scope {
        Scope::of(&actor.subjects(&self.institution, self.today))
    }
}

impl Sql for Snapshot<'_, '_> {
    fn dialect(&self) -> store::Dialect {
        self.sql.dialect()
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.sql.query(sql, args)
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        self.sql.execute(sql, args)
    }
}

/// Whose matters an actor may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// no join needed
    Everything,
    /// matters with one of these in their audience; none where it is empty
    Subjects(Vec<String>),
}

impl Scope {
    pub fn of(subjects: &BTreeSet<Subject>) -> Scope {
        if subjects.iter().any(|subject| sees_all(*subject)) {
            return Scope::Everything;
        }
        Scope::Subjects(subjects.iter().map(ToString::to_string).collect())
    }

    /// May it see this matter? The same answer that a list gives.
    pub fn sees(&self, sql: &mut dyn Sql, matter: domain::value::MatterId) -> Result<bool, StoreError> {
        let found = match self {
            Scope::Everything => sql.first("select 1 from matter_view where matter = $1", &store::args![matter.0])?,
            Scope::Subjects(subjects) if subjects.is_empty() => None,
            Scope::Subjects(subjects) => {
                let mut args: Vec<Value> = vec![matter.0.into()];
                let places = push_all(&mut args, subjects);
                let sql_text = format!("select 1 from audience where matter = $1 and subject in ({places}) limit 1");
                sql.first(&sql_text, &args)?
            }
        };
        Ok(found.is_some())
    }
}

/// Adds the values and gives their places, `$3, $4`.
pub(crate) fn push_all<'v>(args: &mut Vec<Value>, values: impl IntoIterator<Item = &'v String>) -> String {
    let places = values.into_iter().map(|value| {
        args.push(value.into());
        format!("${}", args.len())
    });
    places.collect::<Vec<_>>().join(", ")
}

impl App {
    /// Asks questions of one snapshot, off the async threads.
    pub(crate) async fn read<T, F>(&self, question: F) -> Result<T, Denied>
    where
        T: Send + 'static,
        F: FnOnce(&mut Snapshot<'_, '_>) -> Result<T, Denied> + Send + 'static,
    {
        let (app, today) = (self.clone(), self.today());
        self.store()
            .read(move |sql| {
                let institution = app.0.read_folded.institution(sql)?;
                question(&mut Snapshot { sql, institution, today })
            })
            .await
    }
}
