//! The one writer: what shares a commit, what is rolled back alone, and that nothing which a job does ends the others.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::pin::Pin;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, Waker};

use store::testing::TestDatabase;
use store::{Sql, Store, StoreError, Tx, counters};

type Written = Result<i64, StoreError>;

#[test]
fn jobs_that_wait_together_share_a_commit() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        write(&store, |tx| tx.execute("create table seen (n bigint)", &[]));
        let (gate, first) = blocked(&store);
        // Waiting behind the gate, they are taken together: the last of them sees, uncommitted, what the others wrote, while a
        // reader that asks at the same moment sees nothing.
        let insert = "insert into seen values (1)";
        let others: Vec<_> = (0..5).map(|_| queue(&store, move |tx| Ok(tx.execute(insert, &[])? as i64))).collect();
        let reader = store.clone();
        let count = "select count(*) from seen";
        let last = queue(&store, move |tx| {
            let outside = reader.read_blocking(move |sql| sql.first(count, &[]))?;
            let inside = tx.first(count, &[])?;
            Ok(inside.map_or(Ok(-1), |row| row.int(0))? * 10 + outside.map_or(Ok(-1), |row| row.int(0))?)
        });
        gate.send(()).unwrap();
        first.join().unwrap();
        others.into_iter().for_each(|job| assert_eq!(job.join().unwrap(), 1));
        assert_eq!(last.join().unwrap(), 50);
    }
}

#[test]
fn a_refused_job_rolls_back_its_own_savepoint_only() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        let (gate, first) = blocked(&store);
        let next = |tx: &mut Tx<'_>| counters::next(tx, "n", 1);
        let before = queue(&store, next);
        let refused = queue(&store, move |tx| {
            next(tx)?;
            Err(StoreError::Busy)
        });
        let failing = queue(&store, move |tx| {
            next(tx)?;
            tx.execute("insert into nowhere values (1)", &[]).map(|_| 0)
        });
        let after = queue(&store, next);
        gate.send(()).unwrap();
        first.join().unwrap();
        assert_eq!(before.join().unwrap(), 1);
        assert!(matches!(refused.join(), Err(StoreError::Busy)));
        assert!(matches!(failing.join(), Err(StoreError::Database(_))));
        assert_eq!(after.join().unwrap(), 2);
        assert_eq!(store.read_blocking(|sql| counters::peek(sql, "n", 1)).unwrap(), 3);
    }
}

#[test]
fn a_panic_is_contained_in_its_job_or_question() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        for _ in 0..10 {
            let panicked = store.write_blocking(|tx| -> Written {
                counters::next(tx, "n", 1)?;
                panic!("a mistake of {}", 1)
            });
            assert!(matches!(&panicked, Err(StoreError::Panicked(why)) if why == "a mistake of 1"), "{panicked:?}");
            let panicked = store.read_blocking(|_| -> Written { panic!("a mistake") });
            assert!(matches!(panicked, Err(StoreError::Panicked(_))));
        }
        assert_eq!(write(&store, |tx| counters::next(tx, "n", 1)), 1);
        assert_eq!(store.read_blocking(|sql| counters::peek(sql, "n", 1)).unwrap(), 2);
    }
}

#[test]
fn a_failed_commit_fails_its_batch_and_no_other() {
    let database = TestDatabase::sqlite();
    let store = database.open(&[]);
    write(&store, |tx| tx.execute("create table parent (id integer primary key)", &[]));
    write(&store, |tx| {
        tx.execute("create table child (id integer references parent (id) deferrable initially deferred)", &[])
    });
    let (gate, first) = blocked(&store);
    let fine = queue(&store, |tx| counters::next(tx, "n", 1));
    let failing = queue(&store, |tx| Ok(tx.execute("insert into child values (9)", &[])? as i64));
    gate.send(()).unwrap();
    first.join().unwrap();
    assert!(fine.join().is_err() && failing.join().is_err());
    assert_eq!(write(&store, |tx| counters::next(tx, "n", 1)), 1, "nothing of the failed batch is left");
}

#[test]
fn a_lost_postgres_connection_is_made_anew() {
    let database = TestDatabase::postgres();
    let store = database.open(&[]);
    write(&store, |tx| counters::next(tx, "n", 1));
    store.read_blocking(|sql| counters::peek(sql, "n", 1)).unwrap();
    let others = "select pg_terminate_backend(pid) from pg_stat_activity \
                  where datname = current_database() and pid <> pg_backend_pid()";
    write(&store, move |tx| tx.query(others, &[]).map(drop));
    for _ in 0..12 {
        let _ = store.read_blocking(|sql| counters::peek(sql, "n", 1));
    }
    assert_eq!(store.read_blocking(|sql| counters::peek(sql, "n", 1)).unwrap(), 2);
    let own = store.write_blocking(|tx| tx.query("select pg_terminate_backend(pg_backend_pid())", &[]).map(drop));
    assert!(own.is_err());
    assert_eq!(write(&store, |tx| counters::next(tx, "n", 1)), 2);
}

#[test]
fn two_instances_on_one_postgres_take_turns() {
    let database = TestDatabase::postgres();
    let stores = [database.open(&[]), database.open(&[])];
    let jobs: Vec<_> = (0..40).map(|n| queue(&stores[n % 2], |tx| counters::next(tx, "n", 1))).collect();
    let mut numbers: Vec<i64> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

#[test]
fn what_was_answered_is_there_after_opening_again() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        let jobs: Vec<_> = (0..50).map(|_| queue(&store, |tx| counters::next(tx, "n", 1))).collect();
        jobs.into_iter().for_each(|job| assert!(job.join().is_ok()));
        drop(store);
        assert_eq!(database.open(&[]).read_blocking(|sql| counters::peek(sql, "n", 1)).unwrap(), 51);
    }
}

/// Keeps the writer busy until something is sent.
fn blocked(store: &Store) -> (Sender<()>, Queued) {
    let (gate, opened) = channel::<()>();
    let (begun, running) = channel::<()>();
    let first = queue(store, move |_| {
        let _ = begun.send(());
        let _ = opened.recv();
        Ok(0)
    });
    running.recv().unwrap();
    (gate, first)
}

/// A job that waits in the writer's queue.
struct Queued(Pin<Box<dyn Future<Output = Written>>>);

impl Queued {
    fn join(self) -> Written {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(self.0)
    }
}

/// Puts a job into the queue, without waiting for it.
fn queue(store: &Store, closure: impl FnOnce(&mut Tx<'_>) -> Written + Send + 'static) -> Queued {
    let store = store.clone();
    let mut future: Pin<Box<dyn Future<Output = Written>>> = Box::pin(async move { store.write(closure).await });
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(written) => Queued(Box::pin(std::future::ready(written))),
        Poll::Pending => Queued(future),
    }
}

fn write<T: Send + 'static>(
    store: &Store,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(closure).unwrap()
}
