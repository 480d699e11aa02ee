//! `duban reader NAME`: the text of one file, for the service that started it (see `reader`). Not for people.

use std::{
    io::{Read, Write},
    process::ExitCode,
};

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::reader::{MEMORY, REFUSED};

#[derive(Debug, clap::Args)]
pub struct Reader {
    /// 文件名
    name: String,
}

impl Reader {
    pub fn run(self) -> Result<ExitCode> {
        let bound = |most| Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(Resource::As, bound(MEMORY)).context("设不了内存上限")?;
        setrlimit(Resource::Fsize, bound(0)).context("设不了文件上限")?;
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(intake::source::guard::FILE_MOST as u64 + 1).read_to_end(&mut bytes)?;
        let mut out = std::io::stdout().lock();
        match intake::text(&bytes, &self.name) {
            Ok(text) => {
                out.write_all(text.as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Err(refused) => {
                out.write_all(refused.as_bytes())?;
                Ok(ExitCode::from(u8::try_from(REFUSED)?))
            }
        }
    }
}
