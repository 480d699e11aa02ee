//! The view tables as data, so that writing, comparing and rebuilding them is one piece of code.

use std::collections::BTreeMap;

use store::{Sql, StoreError, Tx, Value};

/// One table: its columns in order, the first of which are its key; the very first is always the matter.
#[derive(Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub key: usize,
}

pub(crate) const MATTER: usize = 0;
pub(crate) const TEXT: usize = 1;
pub(crate) const UNIT: usize = 2;
pub(crate) const AUDIENCE: usize = 3;
pub(crate) const DUTY: usize = 4;
pub(crate) const WAITING: usize = 5;
pub(crate) const COUNT: usize = 6;

/// In the order in which they are written; `matter_view` first.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "matter_view",
        columns: &[
            "matter",
            "version",
            "number_year",
            "number_seq",
            "number_key",
            "number_text",
            "own_number",
            "title",
            "category",
            "stage",
            "stage_key",
            "lead_unit",
            "co_units",
            "leader",
            "due",
            "limit_due",
            "first_due",
            "blocked_by",
            "urge_due",
            "paused",
            "provisional",
            "urged",
            "extended",
            "adopted",
            "major",
            "complex",
            "registered_on",
            "dispatched_on",
            "closed_on",
            "archived_on",
            "closed_late",
            "source_group",
            "progress_percent",
            "progress_on",
            "next_kind",
            "next_owner",
            "next_due",
            "due_n",
            "light_from_n",
            "clerk",
            "responsible",
            "source",
            "progress_text",
            "ended_on",
        ],
        key: 1,
    },
    Table { name: "matter_text", columns: &["matter", "words", "plain"], key: 1 },
    Table { name: "matter_unit", columns: &["matter", "unit", "lead", "stage", "due"], key: 2 },
    Table { name: "audience", columns: &["matter", "subject", "stage", "due"], key: 2 },
    Table {
        name: "duty_view",
        columns: &[
            "matter",
            "duty",
            "kind",
            "owner",
            "due",
            "state",
            "opened_on",
            "settled_on",
            "late",
            "clause",
            "about",
            "provisional",
            "counted_from",
            "counted_days",
            "earliest",
            "matter_due",
        ],
        key: 2,
    },
    Table { name: "waiting_view", columns: &["matter", "kind", "item", "subject", "since"], key: 3 },
    Table {
        name: "matter_count",
        columns: &[
            "matter", "nth", "measure", "unit", "lead", "person", "leader", "category", "on_day", "recorded", "n",
            "days",
        ],
        key: 2,
    },
];

/// All rows of one matter: for each table, by key, the whole row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows([BTreeMap<Vec<Value>, Vec<Value>>; TABLES.len()]);

impl Rows {
    pub fn add(&mut self, table: usize, row: Vec<Value>) {
        debug_assert_eq!(row.len(), TABLES[table].columns.len());
        self.0[table].insert(row[..TABLES[table].key].to_vec(), row);
    }

    /// The rows of one table.
    pub fn of(&self, table: usize) -> impl Iterator<Item = &Vec<Value>> {
        self.0[table].values()
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(BTreeMap::len).sum()
    }
}

/// One row to be written, changed or taken away.
#[derive(Debug)]
pub(crate) enum Change<'r> {
    Insert(&'r Table, &'r [Value]),
    /// the places of the columns that differ
    Update(&'r Table, &'r [Value], Vec<usize>),
    Delete(&'r Table, &'r [Value]),
}

pub(crate) type Changes<'r> = Vec<Change<'r>>;

/// What turns the old rows into the new ones.
pub(crate) fn changes<'r>(old: &'r Rows, new: &'r Rows) -> Changes<'r> {
    let mut changes = Vec::new();
    for (place, table) in TABLES.iter().enumerate() {
        for (key, row) in &new.0[place] {
            match old.0[place].get(key) {
                None => changes.push(Change::Insert(table, row)),
                Some(before) if before != row => {
                    let differ = (table.key..row.len()).filter(|column| before[*column] != row[*column]).collect();
                    changes.push(Change::Update(table, row, differ));
                }
                Some(_) => {}
            }
        }
        let gone = old.0[place].keys().filter(|key| !new.0[place].contains_key(*key));
        changes.extend(gone.map(|key| Change::Delete(table, key)));
    }
    changes
}

impl Change<'_> {
    /// For the report of `duban verify`.
    pub fn describe(&self) -> String {
        let (what, table, key): (&str, &Table, &[Value]) = match self {
            Change::Insert(table, row) => ("缺少", table, &row[..table.key]),
            Change::Update(table, row, _) => ("不同", table, &row[..table.key]),
            Change::Delete(table, key) => ("多余", table, key),
        };
        format!("{} 中的一行{what}：{key:?}", table.name)
    }
}

/// Writes the difference.
pub(crate) fn write(tx: &mut Tx<'_>, changes: &Changes<'_>) -> Result<(), StoreError> {
    for change in changes {
        match change {
            Change::Insert(table, row) => tx.execute(&insert(table), row)?,
            Change::Update(table, row, differ) => {
                let values: Vec<Value> =
                    differ.iter().map(|column| row[*column].clone()).chain(row[..table.key].iter().cloned()).collect();
                tx.execute(&update(table, differ), &values)?
            }
            Change::Delete(table, key) => tx.execute(&delete(table), key)?,
        };
    }
    Ok(())
}

/// The rows of one matter as they are kept.
pub(crate) fn stored(sql: &mut dyn Sql, matter: &Value) -> Result<Rows, StoreError> {
    let mut rows = Rows::default();
    for (place, table) in TABLES.iter().enumerate() {
        let select = format!("select {} from {} where matter = $1", table.columns.join(", "), table.name);
        for row in sql.query(&select, std::slice::from_ref(matter))? {
            let values = (0..table.columns.len()).map(|column| row.value(column).cloned()).collect::<Result<_, _>>()?;
            rows.add(place, values);
        }
    }
    Ok(rows)
}

fn insert(table: &Table) -> String {
    let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
    format!("insert into {} ({}) values ({})", table.name, table.columns.join(", "), places.join(", "))
}

fn update(table: &Table, differ: &[usize]) -> String {
    let set: Vec<String> =
        differ.iter().enumerate().map(|(n, c)| format!("{} = ${}", table.columns[*c], n + 1)).collect();
    format!("update {} set {} where {}", table.name, set.join(", "), key(table, differ.len()))
}

fn delete(table: &Table) -> String {
    format!("delete from {} where {}", table.name, key(table, 0))
}

fn key(table: &Table, before: usize) -> String {
    let equals: Vec<String> = table.columns[..table.key]
        .iter()
        .enumerate()
        .map(|(n, column)| format!("{column} = ${}", before + n + 1))
        .collect();
    equals.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_written() {
        let row = |unit: &str, due: &str| -> Vec<Value> { store::args!["m", unit, true, "draft", due].into() };
        let (mut old, mut new) = (Rows::default(), Rows::default());
        for unit in ["a", "b"] {
            old.add(UNIT, row(unit, "2026-01-01"));
        }
        new.add(UNIT, row("a", "2026-01-01"));
        new.add(UNIT, row("c", "2026-01-01"));
        let found: Vec<String> = changes(&old, &new).iter().map(Change::describe).collect();
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("缺少") && found[1].contains("多余"), "{found:?}");
        new = old.clone();
        new.add(UNIT, row("b", "2026-02-01"));
        assert!(matches!(&changes(&old, &new)[..], [Change::Update(_, _, differ)] if *differ == [4]));
        assert_eq!(update(&TABLES[UNIT], &[4]), "update matter_unit set due = $1 where matter = $2 and unit = $3");
    }
}
