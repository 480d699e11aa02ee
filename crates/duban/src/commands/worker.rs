//! `duban worker`: sets papers for the service that started it (see `press`). Not for people.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Resource, Rlimit, setrlimit},
};

use crate::press::{IDLE, MEMORY, places, work};

#[derive(Debug, clap::Args)]
pub struct Worker {
    /// 字体目录
    fonts: PathBuf,
}

impl Worker {
    pub fn run(self) -> Result<ExitCode> {
        let bound = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        setrlimit(Resource::As, bound).context("设不了内存上限")?;
        let press = press::Press::open(places(self.fonts))?;
        let (input, mut output) = (std::io::stdin(), std::io::stdout().lock());
        let idle = Timespec { tv_sec: i64::try_from(IDLE.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
        let waits = || {
            let mut fds = [PollFd::new(&input, PollFlags::IN)];
            matches!(poll(&mut fds, Some(&idle)), Ok(ready) if ready > 0)
        };
        // Unbuffered: what poll says of the pipe holds for the reader too.
        let mut pipe = std::fs::File::open("/dev/stdin").context("读不了管道")?;
        work(&press, &mut pipe, &mut output, waits)?;
        Ok(ExitCode::SUCCESS)
    }
}
