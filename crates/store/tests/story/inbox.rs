//! The part of the story about 站内消息 and the outbox's messages of one person.

use jiff::civil::date;
use store::{
    SECOND, Store,
    inbox::{self, NewNote},
    outbox::{self, NewMessage},
};
use uuid::Uuid;

use crate::{id, read, write};

pub fn notes(store: &Store) {
    let note = |n: u128, person: Uuid, created_at| NewNote {
        id: id(n),
        person,
        kind: "dispatched".to_owned(),
        body: format!("{{\"n\":{n}}}"),
        created_at,
    };
    let (mine, other) = (id(100), id(200));
    for (n, person, at) in [(1, mine, 10), (2, mine, 20), (3, mine, 20), (4, other, 15), (5, mine, 30)] {
        assert!(write(store, move |tx| inbox::put(tx, &note(n, person, at))));
    }
    assert!(!write(store, move |tx| inbox::put(tx, &note(1, mine, 99))), "the same note");
    let page = |before, limit| -> Vec<Uuid> {
        read(store, move |sql| inbox::page(sql, mine, before, limit)).iter().map(|note| note.id).collect()
    };
    assert_eq!(page(None, 10), [id(5), id(3), id(2), id(1)]);
    assert_eq!(page(None, 2), [id(5), id(3)]);
    assert_eq!(page(Some((20, id(3))), 10), [id(2), id(1)], "two of one instant are told apart");
    let unread = |person, most| read(store, move |sql| inbox::unread(sql, person, most));
    assert_eq!((unread(mine, 100), unread(mine, 3), unread(other, 100), unread(id(300), 100)), (4, 3, 1, 0));

    let found = read(store, move |sql| inbox::find(sql, mine, id(2))).unwrap();
    assert_eq!((found.kind.as_str(), found.body.as_str(), found.read_at), ("dispatched", "{\"n\":2}", None));
    assert_eq!(read(store, move |sql| inbox::find(sql, mine, id(4))), None, "another's");
    assert!(!write(store, move |tx| inbox::read(tx, mine, id(4), 40)), "another's");
    assert!(write(store, move |tx| inbox::read(tx, mine, id(2), 40)));
    assert!(!write(store, move |tx| inbox::read(tx, mine, id(2), 50)), "once");
    assert_eq!(read(store, move |sql| inbox::find(sql, mine, id(2))).unwrap().read_at, Some(40));
    assert_eq!(write(store, move |tx| inbox::read_all(tx, mine, 20, 60)), 2, "what came later stays unread");
    assert_eq!((unread(mine, 100), unread(other, 100)), (1, 1));
    assert_eq!(write(store, |tx| inbox::purge(tx, 20)), 1);
    assert_eq!(page(None, 10), [id(5), id(3), id(2)]);

    assert_eq!(read(store, move |sql| inbox::choice(sql, mine)), None);
    for body in ["{\"told\":\"off\"}", "{}"] {
        write(store, move |tx| inbox::set_choice(tx, mine, body));
        assert_eq!(read(store, move |sql| inbox::choice(sql, mine)).as_deref(), Some(body));
    }
    let (today, tomorrow) = (date(2026, 9, 1), date(2026, 9, 2));
    let mails = |person, day| read(store, move |sql| inbox::mails(sql, person, day));
    for _ in 0..2 {
        write(store, move |tx| inbox::count_mail(tx, mine, today));
    }
    assert_eq!((mails(mine, today), mails(mine, tomorrow), mails(other, today)), (2, 0, 0));
    assert_eq!(write(store, move |tx| inbox::purge_counts(tx, tomorrow)), 1);
    assert_eq!(mails(mine, today), 0);
}

/// What waits for one person is taken, put off and tried again together.
pub fn mail_of_one(store: &Store) {
    for (n, recipient, created_at) in [(11_u128, "a", 3), (12, "a", 2), (13, "b", 1), (14, "a", 4)] {
        let not_before = if n == 14 { 1_000 } else { created_at };
        let message = NewMessage {
            id: id(n),
            kind: "told".to_owned(),
            recipient: recipient.to_owned(),
            body: "{}".to_owned(),
            created_at,
            not_before,
        };
        assert!(write(store, move |tx| outbox::queue(tx, &message)));
    }
    let due = |now| read(store, move |sql| outbox::due_recipients(sql, now, 10));
    assert_eq!(
        (due(0), due(2), due(100)),
        (vec![], vec!["b".to_owned(), "a".to_owned()], vec!["b".into(), "a".into()])
    );
    assert_eq!(read(store, |sql| outbox::due_recipients(sql, 100, 1)), ["b"]);
    let claim = |now| -> Vec<(Uuid, i64)> {
        write(store, move |tx| outbox::claim_of(tx, "a", now, 50, 10)).iter().map(|m| (m.id, m.tries)).collect()
    };
    assert_eq!(claim(100), [(id(12), 1), (id(11), 1)], "the oldest first, and not what is not yet due");
    assert_eq!((claim(149), due(149)), (vec![], vec!["b".to_owned()]), "held");
    write(store, |tx| outbox::postpone(tx, id(12), 300));
    assert_eq!(claim(150), [(id(11), 2)]);
    write(store, |tx| outbox::postpone(tx, id(11), 300));
    assert_eq!(claim(300), [(id(12), 1), (id(11), 2)], "a postponement is no try");
    write(store, |tx| outbox::failed_together(tx, &[id(12), id(11)], "down", 300));
    assert_eq!(claim(300 + 12 * SECOND).iter().filter(|(message, _)| *message != id(14)).count(), 0);
    let again = claim(300 + 15 * SECOND);
    assert_eq!(again, [(id(12), 2), (id(11), 3), (id(14), 2)], "together, by the pause of the first");
    for n in [11, 12, 13, 14] {
        write(store, move |tx| outbox::done(tx, id(n), 400 * SECOND));
    }
    assert_eq!(write(store, |tx| outbox::purge(tx, 401 * SECOND)), 4);
}
