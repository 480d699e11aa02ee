//! The readers: a few threads, each with a connection of its own, taking questions from one queue.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::db::Db;
use crate::{Dialect, Row, Sql, StoreError, Value};

/// A consistent snapshot to ask questions of; every write through it is refused by the database.
pub struct Reader<'d>(&'d mut Db);

impl Sql for Reader<'_> {
    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.0.query(sql, args)
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        self.0.execute(sql, args)
    }
}

/// A question, given a reader, or the reason why there is none.
pub(crate) type Question = Box<dyn FnOnce(Result<&mut Reader<'_>, StoreError>) + Send>;

pub(crate) struct Pool {
    questions: Option<Sender<Question>>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// `connect` is called on each thread, and again after a connection was lost.
    pub fn start(size: usize, connect: impl Fn() -> Result<Db, StoreError> + Send + Sync + 'static) -> Pool {
        let (sender, receiver) = channel::<Question>();
        let receiver = Arc::new(Mutex::new(receiver));
        let connect = Arc::new(connect);
        let thread = |number| {
            let (receiver, connect) = (receiver.clone(), connect.clone());
            let name = format!("store-read-{number}");
            std::thread::Builder::new()
                .name(name)
                .spawn(move || answer(&receiver, &*connect))
                .expect("the system starts a thread")
        };
        Pool { questions: Some(sender), threads: (0..size).map(thread).collect() }
    }

    pub fn ask(&self, question: Question) -> Result<(), StoreError> {
        let sender = self.questions.as_ref().ok_or(StoreError::Closed)?;
        sender.send(question).map_err(|_| StoreError::Closed)
    }

    /// Answers what is waiting and ends the threads.
    pub fn stop(&mut self) {
        self.questions = None;
        crate::writer::join(self.threads.drain(..));
    }
}

fn answer(questions: &Mutex<Receiver<Question>>, connect: &dyn Fn() -> Result<Db, StoreError>) {
    let mut db = None;
    loop {
        let next = questions.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = next else { break };
        match usable(&mut db, connect) {
            Ok(db) => {
                question(Ok(&mut Reader(db)));
                db.rollback();
            }
            Err(error) => question(Err(error)),
        }
    }
    if let Some(db) = db {
        db.close();
    }
}

/// The connection with a fresh snapshot open, made anew where it was lost.
fn usable<'d>(
    slot: &'d mut Option<Db>,
    connect: &dyn Fn() -> Result<Db, StoreError>,
) -> Result<&'d mut Db, StoreError> {
    if let Some(db) = slot
        && !db.is_usable()
    {
        *slot = None;
    }
    if slot.as_mut().is_some_and(|db| db.begin_read().is_err()) {
        *slot = None;
    }
    match slot {
        Some(db) => Ok(db),
        None => {
            let mut db = connect()?;
            db.begin_read()?;
            Ok(slot.insert(db))
        }
    }
}
