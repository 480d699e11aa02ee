//! Files that people send in are read in a process of their own, `duban reader`, one a file: whatever a hostile file does to it,
//! it does to nothing else. It has little memory, little time, and no place to write to.
//!
//! The job and the bytes go in by its standard input; the answer comes out, or with another exit code why there is none.

use std::{
    io::{Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, mpsc},
    time::Duration,
};

use anyhow::{Context, Result};
use app::ports::Readers as Reads;
use intake::Job;

/// The longest that one file may take.
pub const MOST: Duration = Duration::from_secs(20);
/// The most memory of the process, in bytes of address space.
pub const MEMORY: u64 = 1 << 30;
/// The longest answer that is taken back: twenty thousand rows of a ledger.
const ANSWER: u64 = 128 << 20;

/// Reads files in processes.
#[derive(Debug)]
pub struct Readers {
    program: PathBuf,
    most: Duration,
}

impl Readers {
    /// The program itself is the reader.
    pub fn of_this() -> Result<Arc<Readers>> {
        Ok(Arc::new(Readers::new(std::env::current_exe().context("找不到本程序")?, MOST)))
    }

    /// `most`: the longest that one file may take.
    pub fn new(program: PathBuf, most: Duration) -> Readers {
        Readers { program, most }
    }

    fn answer(&self, job: &Job, bytes: &[u8]) -> Result<Result<Vec<u8>, String>> {
        let mut child = Command::new(&self.program)
            .arg("reader")
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("读取进程启动不了")?;
        let (input, output) = (child.stdin.take().context("没有管道")?, child.stdout.take().context("没有管道")?);
        let mut sending = serde_json::to_vec(job)?;
        sending.push(b'\n');
        sending.extend_from_slice(bytes);
        let sent = std::thread::spawn(move || {
            let mut input = input;
            // One that has seen enough reads no further.
            let _ = input.write_all(&sending);
        });
        let (read, until) = mpsc::channel::<()>();
        let most = self.most;
        let watch = std::thread::spawn(move || watch(child, &until, most));
        let mut answer = Vec::new();
        let taken = output.take(ANSWER).read_to_end(&mut answer);
        drop(read);
        let _ = sent.join();
        let status = watch.join().map_err(|_| anyhow::anyhow!("读取进程没有结束"))??;
        taken.context("读取进程没有给出结果")?;
        match status.code() {
            Some(0) => Ok(Ok(answer)),
            Some(REFUSED) => Ok(Err(String::from_utf8_lossy(&answer).into_owned())),
            _ => anyhow::bail!("读取用时超过 {} 秒或内存超出限制，已停止", self.most.as_secs()),
        }
    }
}

/// With this a reader says that it has read the file and refuses it.
pub const REFUSED: i32 = 3;

/// Waits for the end; after `most` it is made.
fn watch(mut child: Child, read: &mpsc::Receiver<()>, most: Duration) -> std::io::Result<ExitStatus> {
    if read.recv_timeout(most) == Err(mpsc::RecvTimeoutError::Timeout) {
        child.kill()?;
    }
    child.wait()
}

impl Reads for Readers {
    fn read(&self, job: &Job, bytes: &[u8]) -> Result<Vec<u8>, String> {
        self.answer(job, bytes).unwrap_or_else(|error| Err(format!("{error:#}")))
    }
}
