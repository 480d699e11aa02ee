//! The process `duban`; everything of it is in the library, so that tests can reach it.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    duban::cli::run()
}
