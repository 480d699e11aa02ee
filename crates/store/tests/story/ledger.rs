//! The part of the story about the ledger: ways of looking that are kept, and acts on many matters.

use store::{
    Store,
    batches::{self, BatchRow},
    saved_views::{self, ViewRow},
};

use crate::{id, read, write};

pub fn views_are_kept(store: &Store) {
    let (one, other) = (id(9501), id(9502));
    let view = |n, owner, shared, place| ViewRow {
        id: id(n),
        owner,
        name: format!("视图 {n}"),
        query: "stage=draft&sort=-due".to_owned(),
        shared,
        place,
        made_at: 7,
    };
    for view in
        [view(9511, one, false, 1), view(9512, one, false, 0), view(9513, one, true, 5), view(9514, other, false, 0)]
    {
        write(store, move |tx| saved_views::put(tx, &view));
    }
    let seen = |person| {
        let rows = read(store, move |sql| saved_views::seen_by(sql, person));
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(seen(one), [id(9513), id(9512), id(9511)], "shared ones first, then by their place");
    assert_eq!(seen(other), [id(9513), id(9514)]);
    let changed = ViewRow { name: "改名".to_owned(), ..view(9513, one, true, 5) };
    let put = changed.clone();
    write(store, move |tx| saved_views::put(tx, &put));
    assert_eq!(read(store, |sql| saved_views::find(sql, id(9513))), Some(changed));
    for person in [one, other] {
        write(store, move |tx| saved_views::set_default(tx, person, Some(id(9511))));
        write(store, move |tx| saved_views::set_default(tx, person, Some(id(9513))));
        assert_eq!(read(store, move |sql| saved_views::default_of(sql, person)), Some(id(9513)));
    }
    write(store, move |tx| saved_views::set_default(tx, other, None));
    assert_eq!(read(store, move |sql| saved_views::default_of(sql, other)), None);
    write(store, |tx| saved_views::remove(tx, id(9513)));
    assert_eq!(read(store, |sql| saved_views::find(sql, id(9513))), None);
    assert_eq!(read(store, move |sql| saved_views::default_of(sql, one)), None, "gone with it");
}

pub fn batches_end_once(store: &Store) {
    let (person, other) = (id(9601), id(9602));
    let batch =
        BatchRow { id: id(9611), person, act: "registration".to_owned(), made_at: 100, ran_at: None, ended_at: None };
    let matters = [id(9623), id(9621), id(9622)];
    for one in [batch.clone(), BatchRow { id: id(9612), made_at: 10, ..batch.clone() }] {
        write(store, move |tx| batches::create(tx, &one, &matters));
    }
    let find = |person| read(store, move |sql| batches::find(sql, person, id(9611)));
    assert_eq!((find(person), find(other)), (Some(batch), None), "another's is not there");
    let items = || read(store, |sql| batches::items(sql, id(9611)));
    assert_eq!(items().iter().map(|item| item.matter).collect::<Vec<_>>(), matters, "in their order");
    let take = |now, stale| write(store, move |tx| batches::take(tx, id(9611), now, stale));
    assert!(take(1000, 900) && !take(1001, 901), "by one only");
    let note = |outcome: &'static str, now| write(store, move |tx| batches::note(tx, id(9611), id(9621), outcome, now));
    assert!(note("\"done\"", 1100) && !note("\"again\"", 1200), "the first answer stays");
    assert!(!take(2000, 1150), "it has given a sign of life");
    assert!(take(3000, 2000), "it was broken off");
    assert_eq!(items()[1].outcome.as_deref(), Some("\"done\""));
    assert_eq!(items()[0].outcome, None);
    write(store, |tx| batches::end(tx, id(9611), 4000));
    assert!(!take(9000, 8000), "it has ended");
    let ended = read(store, move |sql| batches::ended(sql, person, 10));
    assert_eq!(ended.iter().map(|row| (row.id, row.ended_at)).collect::<Vec<_>>(), [(id(9611), Some(4000))]);
    assert_eq!(write(store, |tx| batches::purge(tx, 5000)), 1, "what was never confirmed");
    assert_eq!(read(store, |sql| batches::items(sql, id(9612))), []);
    assert_eq!(items().len(), 3);
}
