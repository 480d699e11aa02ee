//! The part of the story about drafts, and the files that wait with them.

use store::{
    Sql, Store, StoreError, Tx, args,
    drafts::{self, DraftRow},
    files::{self, FileRow},
};
use uuid::Uuid;

use crate::{id, read, write};

pub fn kept_for_signing(store: &Store) {
    let (matter, other, unit) = (id(9001), id(9002), id(9003));
    for (matter, lead) in [(matter, unit), (other, id(9004))] {
        write(store, move |tx| led_by(tx, matter, lead));
    }
    let row = |matter, act: &str, body: &str, saved_at| DraftRow {
        matter,
        act: act.to_owned(),
        author: id(9005),
        body: body.to_owned(),
        saved_at,
    };
    for row in
        [row(matter, "extension", "一稿", 10), row(other, "extension", "别处", 20), row(matter, "report", "报告", 15)]
    {
        write(store, move |tx| drafts::put(tx, &row));
    }
    let second = row(matter, "extension", "二稿", 30);
    let put = second.clone();
    write(store, move |tx| drafts::put(tx, &put));
    assert_eq!(
        read(store, move |sql| drafts::find(sql, matter, "extension")),
        Some(second),
        "in the place of the first"
    );
    let acts = |rows: Vec<DraftRow>| rows.into_iter().map(|row| row.act).collect::<Vec<_>>();
    assert_eq!(acts(read(store, move |sql| drafts::of_matter(sql, matter))), ["extension", "report"]);
    let of = |units: Vec<Uuid>| acts(read(store, move |sql| drafts::of_lead_units(sql, &units, 10)));
    assert_eq!(of(vec![unit]), ["extension", "report"], "the latest first, none of another unit");
    assert_eq!(of(Vec::new()), [""; 0]);
    files_wait(store, matter);
    assert!(write(store, move |tx| drafts::remove(tx, matter, "extension")));
    assert!(!write(store, move |tx| drafts::remove(tx, matter, "extension")));
}

/// Without an end while the draft keeps them; adopted by its own matter only; left to the sweep once it lets them go.
fn files_wait(store: &Store, matter: Uuid) {
    let owner = drafts::file_owner(&matter.to_string(), "extension");
    assert_eq!(drafts::matter_of_file(&owner), Some(matter));
    assert_eq!(drafts::matter_of_file(&matter.to_string()), None);
    for n in [9101, 9102, 9103] {
        let staged = FileRow {
            id: id(n),
            owner: None,
            name: "佐证.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 3,
            sm3: [0; 32],
            sha256: [0; 32],
            label: String::new(),
            stored_at: 5,
            stored_by: "contact".to_owned(),
            staged_until: Some(100),
        };
        write(store, move |tx| files::stage(tx, &staged));
    }
    let hold = |n, by: &'static str, now| {
        let owner = owner.clone();
        write(store, move |tx| drafts::hold_file(tx, id(n), &owner, by, now))
    };
    assert!(!hold(9101, "stranger", 50), "another's");
    assert!(!hold(9101, "contact", 200), "its time has run out");
    assert!(hold(9101, "contact", 50) && hold(9102, "contact", 50) && hold(9103, "contact", 50));
    assert!(hold(9101, "head", 900), "whoever saves again keeps what is there");
    let adopt = |n, by: Uuid| write(store, move |tx| files::adopt(tx, id(n), &by.to_string(), 900));
    assert!(!adopt(9101, id(9002)), "not by another matter");
    assert!(adopt(9101, matter));
    let held = owner.clone();
    assert_eq!(write(store, move |tx| drafts::release_files(tx, &held, &[id(9102)], 900)), 1);
    let state = |n| read(store, move |sql| files::find(sql, id(n))).map(|row| (row.owner, row.staged_until));
    assert_eq!(state(9101), Some((Some(matter.to_string()), None)));
    assert_eq!(state(9102), Some((Some(owner.clone()), None)));
    assert_eq!(state(9103), Some((None, Some(900))));
    let held = owner.clone();
    assert_eq!(write(store, move |tx| drafts::release_files(tx, &held, &[], 900)), 1);
    for n in [9102, 9103] {
        assert!(write(store, move |tx| files::discard(tx, id(n), "contact")));
    }
}

/// A row of `matter_view` with the lead unit, and nothing else that matters here.
fn led_by(tx: &mut Tx<'_>, matter: Uuid, lead: Uuid) -> Result<(), StoreError> {
    const TEXTS: &[&str] = &[
        "number_key",
        "number_text",
        "title",
        "category",
        "stage",
        "stage_key",
        "co_units",
        "leader",
        "due",
        "limit_due",
        "urge_due",
        "registered_on",
        "dispatched_on",
        "closed_on",
        "archived_on",
        "source_group",
        "progress_on",
        "next_kind",
        "next_owner",
        "next_due",
    ];
    const NUMBERS: &[&str] = &[
        "version",
        "number_year",
        "number_seq",
        "own_number",
        "paused",
        "provisional",
        "urged",
        "extended",
        "adopted",
        "major",
        "complex",
        "closed_late",
        "progress_percent",
    ];
    let columns: Vec<&str> = TEXTS.iter().chain(NUMBERS).copied().collect();
    let values: Vec<&str> = TEXTS.iter().map(|_| "''").chain(NUMBERS.iter().map(|_| "0")).collect();
    let insert = format!(
        "insert into matter_view (matter, lead_unit, {}) values ($1, $2, {})",
        columns.join(", "),
        values.join(", ")
    );
    tx.execute(&insert, &args![matter, lead]).map(|_| ())
}
