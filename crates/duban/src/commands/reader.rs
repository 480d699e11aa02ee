//! `duban reader`: one file and one question about it, for the service that started it (see `reader`). Not for people.

use std::{
    io::{BufRead, Read, Write},
    process::ExitCode,
};

use anyhow::{Context, Result};
use intake::Ask;
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::reader::{MEMORY, REFUSED};

/// The longest job: a directory of units, a calendar, the faults of twenty thousand rows.
const JOB: u64 = 32 << 20;
/// The largest sheet of a workbook that is written back.
const ANSWER_FILE: u64 = 256 << 20;
/// Address space, most of it reserved and never touched.
const ANSWER_MEMORY: u64 = 4 << 30;

#[derive(Debug, clap::Args)]
pub struct Reader {}

impl Reader {
    pub fn run(self) -> Result<ExitCode> {
        let bound = |most| Rlimit { current: Some(most), maximum: Some(most) };
        let (mut line, mut bytes) = (Vec::new(), Vec::new());
        let mut input = std::io::stdin().lock();
        input.by_ref().take(JOB).read_until(b'\n', &mut line)?;
        let job: intake::Job = serde_json::from_slice(&line).context("任务读不出来")?;
        // A workbook is written by threads of their own and by way of a file without a name; nothing else writes anywhere.
        let (memory, files) = match job.ask {
            Ask::Answer(_) => (ANSWER_MEMORY, ANSWER_FILE),
            _ => (MEMORY, 0),
        };
        setrlimit(Resource::As, bound(memory)).context("设不了内存上限")?;
        setrlimit(Resource::Fsize, bound(files)).context("设不了文件上限")?;
        input.take(intake::source::guard::FILE_MOST as u64 + 1).read_to_end(&mut bytes)?;
        let mut out = std::io::stdout().lock();
        match job.run(&bytes) {
            Ok(answer) => {
                out.write_all(&answer)?;
                Ok(ExitCode::SUCCESS)
            }
            Err(refused) => {
                out.write_all(refused.as_bytes())?;
                Ok(ExitCode::from(u8::try_from(REFUSED)?))
            }
        }
    }
}
