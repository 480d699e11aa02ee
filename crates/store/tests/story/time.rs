//! The part of the story about time: reminders of duties, and the clock that was last trusted.

use jiff::civil::{Date, date};
use store::{
    Sql, Store, StoreError, Tx, args,
    clock_mark::{self, Held, Mark},
    leases, reminders,
};

use crate::{id, read, write};

pub fn reminded_once(store: &Store) {
    let [sunday, monday, tuesday] = [11, 12, 13].map(|day| date(2026, 10, day));
    let matter = id(700);
    for (duty, due, state) in [(1, tuesday, "open"), (2, tuesday, "paused"), (3, monday, "open"), (4, tuesday, "open")]
    {
        write(store, move |tx| duty_row(tx, duty, due, state));
    }
    let next = |after, until| read(store, move |sql| reminders::next_due(sql, after, until));
    assert_eq!((next(sunday, tuesday), next(monday, tuesday)), (Some(monday), Some(tuesday)));
    assert_eq!((next(tuesday, date(2026, 12, 31)), next(sunday, sunday)), (None, None));

    let found = |day, from| -> Vec<i64> {
        let rows = read(store, move |sql| reminders::unreminded(sql, tuesday, day, (matter, from), 10));
        rows.iter().map(|row| row.duty).collect()
    };
    assert_eq!(found(monday, 0), [1, 4], "neither what is paused nor what is due on another day");
    assert_eq!(found(monday, 1), [4], "goes on after the last one");
    assert_eq!(found(date(2026, 10, 9), 0), [0; 0], "not for the day on which it was opened");
    let one = read(store, move |sql| reminders::unreminded(sql, tuesday, monday, (matter, 0), 1)).remove(0);
    assert_eq!((one.matter, one.kind.as_str(), one.owner.as_str()), (matter, "sign", "office"));
    assert_eq!((one.due, one.opened_on), (tuesday, date(2026, 10, 9)));

    let note = |duty, due, day| write(store, move |tx| reminders::note(tx, matter, duty, due, day));
    assert!(note(1, tuesday, monday));
    assert!(!note(1, tuesday, monday), "once a day");
    assert!(!note(1, tuesday, sunday), "nor for a day before");
    assert!(!note(2, tuesday, monday) && !note(4, monday, monday), "paused, or moved meanwhile");
    assert_eq!(found(monday, 0), [4]);
    assert_eq!(found(tuesday, 0), [1, 4]);

    let stream = id(701);
    assert!(write(store, move |tx| reminders::note_other(tx, stream, 20_263, monday)));
    assert!(!write(store, move |tx| reminders::note_other(tx, stream, 20_263, monday)));
    let noted = |stream, duty| read(store, move |sql| reminders::noted(sql, stream, duty));
    assert_eq!((noted(stream, 20_263), noted(stream, 1), noted(matter, 1)), (Some(monday), None, Some(monday)));
    assert_eq!(write(store, move |tx| reminders::forget_after(tx, sunday)), 2);
    assert_eq!(noted(matter, 1), None);
}

fn duty_row(tx: &mut Tx<'_>, duty: i64, due: Date, state: &str) -> Result<u64, StoreError> {
    tx.execute(
        "insert into duty_view (matter, duty, kind, owner, due, state, opened_on, settled_on, late, clause, about, \
         provisional, earliest, matter_due) values ($1, $2, 'sign', 'office', $3, $4, '2026-10-09', '', 0, '', 0, 0, 0, '')",
        &args![id(700), duty, due, state],
    )
}

pub fn clock_trusted(store: &Store) {
    let find = || read(store, |sql| clock_mark::find(sql, "tick"));
    let (monday, later) = (date(2026, 10, 12), date(2036, 10, 12));
    let held = Held { at: 99, on: later };
    assert_eq!(find(), None);
    assert!(!write(store, move |tx| clock_mark::hold(tx, "tick", held)), "nothing was trusted yet");
    write(store, move |tx| clock_mark::trust(tx, "tick", monday));
    assert_eq!(find(), Some(Mark { day: monday, held: None }));
    assert!(write(store, move |tx| clock_mark::hold(tx, "tick", held)));
    assert!(!write(store, move |tx| clock_mark::hold(tx, "tick", Held { at: 100, on: monday })), "it is held already");
    assert_eq!(find(), Some(Mark { day: monday, held: Some(held) }));
    write(store, move |tx| clock_mark::trust(tx, "tick", later));
    assert_eq!(find(), Some(Mark { day: later, held: None }));
}

/// The clock was a year ahead, and whoever held the lease is gone.
pub fn lease_of_a_wrong_clock(store: &Store) {
    let year = 365 * 24 * 3600;
    assert!(write(store, move |tx| leases::take(tx, "tick", "gone", year, year + 300)));
    assert!(write(store, |tx| leases::take(tx, "tick", "here", 1000, 1300)));
    assert!(
        !write(store, |tx| leases::take(tx, "tick", "other", 900, 1200)),
        "a clock that is a little behind takes nothing"
    );
}
