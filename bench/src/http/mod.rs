//! Loads an address over kept-alive connections and tells how long the answers took.
//!
//! Closed loop: each client sends its next request when it has read the whole answer to the last one.

mod client;
mod form;
mod report;

use std::{
    cell::Cell,
    fmt,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
pub use client::{Session, csrf_token};
pub use form::{Encoding, Form};
pub use report::Report;

/// A client that only meets errors gives up, so that a stopped server ends the run.
const PATIENCE: u32 = 50;

#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub clients: usize,
    /// Not counted.
    pub warm_up: Duration,
    pub measured: Duration,
}

/// Paths are asked for in turn.
#[derive(Debug, Clone)]
pub enum Target {
    Get(Vec<String>),
    Post(Vec<String>, Form),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, paths) = match self {
            Target::Get(paths) => ("GET", paths),
            Target::Post(paths, _) => ("POST", paths),
        };
        write!(f, "{method} {}", paths.join(" "))
    }
}

/// All clients at once; the time of each answer that arrived within the measured time.
pub async fn load(session: &Session, target: &Target, plan: &Plan) -> Result<Report> {
    ensure!(plan.clients > 0 && !plan.measured.is_zero(), "at least one client and one second");
    let begin = Instant::now() + plan.warm_up;
    let end = begin + plan.measured;
    let sent = Rc::new(Cell::new(0));
    let local = tokio::task::LocalSet::new();
    let clients: Vec<_> = (0..plan.clients)
        .map(|_| local.spawn_local(client(session.clone(), target.clone(), Rc::clone(&sent), begin, end)))
        .collect();
    let mut all = report::Part::default();
    local
        .run_until(async {
            for client in clients {
                all.add(client.await?);
            }
            anyhow::Ok(())
        })
        .await?;
    Ok(Report::new(plan.clients, plan.measured, all))
}

async fn client(session: Session, target: Target, sent: Rc<Cell<u64>>, begin: Instant, end: Instant) -> report::Part {
    let mut part = report::Part::default();
    let mut connection = None;
    let mut in_vain = 0;
    while Instant::now() < end && in_vain < PATIENCE {
        let n = sent.get();
        sent.set(n + 1);
        let asked = Instant::now();
        let answer = session.ask(&mut connection, &target, n).await;
        let now = Instant::now();
        let counts = now >= begin && now <= end;
        let wrong = match answer {
            Ok(answer) if answer.is_good(&target) => {
                if counts {
                    part.good(now - asked, answer.bytes);
                }
                in_vain = 0;
                continue;
            }
            Ok(answer) => answer.status.to_string(),
            Err(error) => error.root_cause().to_string(),
        };
        in_vain += 1;
        if in_vain == PATIENCE {
            part.bad(format!("{wrong}, {PATIENCE} times in a row: gave up"));
        } else if counts {
            part.bad(wrong);
        }
    }
    part
}
