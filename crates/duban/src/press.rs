//! Papers are set in a process of their own, `duban worker`: typesetting cannot be interrupted, so a bound on time and memory
//! is a bound on a process. It is started when the first paper is wanted and ends by itself when none has been for a while.
//!
//! On the pipe, both ways: four bytes of length (big endian), then as many bytes of JSON; after an answer that is no refusal
//! the PDF follows, with its own length before it.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use app::papers::{Press, Printed, Unprinted};
use documents::Paper;
use serde::{Deserialize, Serialize};

use crate::settings::PlaceSettings;

/// The longest that one paper may take.
pub const MOST: Duration = Duration::from_secs(30);
/// The most memory that a worker may take, in bytes of address space; a hundred notices took 270 MB of memory.
pub const MEMORY: u64 = 2 << 30;
/// How long a worker waits for the next paper before it ends.
pub const IDLE: Duration = Duration::from_secs(300);
/// The longest frame that is read.
const FRAME: usize = 64 << 20;

/// Where fonts are looked for: the institution's own, then those of the system for rare characters.
pub fn places(own: PathBuf) -> press::FontPlaces {
    press::FontPlaces { folders: vec![own], system: vec!["/usr/share/fonts".into(), "/usr/local/share/fonts".into()] }
}

/// Sets papers in this process, for a command that prints one and ends.
#[derive(Debug)]
pub struct Here(press::Press);

impl Here {
    pub fn open(fonts: PathBuf) -> Result<Here> {
        Ok(Here(press::Press::open(places(fonts))?))
    }
}

impl Press for Here {
    fn print(&self, paper: &Paper) -> Result<Printed, Unprinted> {
        let printed = self.0.print(paper).map_err(|error| Unprinted(error.to_string()))?;
        Ok(Printed { pdf: printed.pdf, pages: printed.pages, missing: printed.missing })
    }
}

/// Sets papers in workers, as many as there are papers at a time.
#[derive(Debug)]
pub struct Workers {
    program: PathBuf,
    fonts: PathBuf,
    most: Duration,
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    /// For an app that serves: the program itself is the worker.
    pub fn of(settings: &PlaceSettings) -> Result<Arc<Workers>> {
        let program = std::env::current_exe().context("找不到本程序")?;
        Ok(Arc::new(Workers::new(program, settings.fonts.folder(Some(&settings.data)), MOST)))
    }

    /// `most`: the longest that one paper may take.
    pub fn new(program: PathBuf, fonts: PathBuf, most: Duration) -> Workers {
        Workers { program, fonts, most, idle: Mutex::default() }
    }

    fn take(&self) -> Option<Worker> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

impl Press for Workers {
    fn print(&self, paper: &Paper) -> Result<Printed, Unprinted> {
        let request = serde_json::to_vec(paper).map_err(|error| Unprinted(error.to_string()))?;
        // One that waited too long has ended: its pipe is broken before anything is set.
        while let Some(mut worker) = self.take() {
            if worker.send(&request).is_ok() {
                return self.answer(worker);
            }
        }
        let mut worker = Worker::start(&self.program, &self.fonts)
            .map_err(|error| Unprinted(format!("排版进程启动不了：{error:#}")))?;
        worker.send(&request).map_err(|error| Unprinted(format!("排版进程没有响应：{error:#}")))?;
        self.answer(worker)
    }
}

impl Workers {
    fn answer(&self, worker: Worker) -> Result<Printed, Unprinted> {
        let (answer, worker) = worker.receive(self.most);
        if let Some(worker) = worker {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        match answer {
            Ok(Answer::Printed { pages, missing, pdf }) => Ok(Printed { pdf, pages, missing }),
            Ok(Answer::Refused(why)) => Err(Unprinted(why)),
            Err(_) => Err(Unprinted(format!(
                "排版用时超过 {} 秒或内存超出限制，已停止；请把内容分成几份",
                self.most.as_secs()
            ))),
        }
    }
}

#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

enum Answer {
    Printed { pages: usize, missing: Vec<char>, pdf: Vec<u8> },
    Refused(String),
}

/// What comes before the PDF.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    pages: usize,
    missing: Vec<char>,
    /// empty where a PDF follows
    refused: String,
}

impl Worker {
    fn start(program: &Path, fonts: &Path) -> Result<Worker> {
        let mut child = Command::new(program)
            .arg("worker")
            .arg(fonts)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { bail!("没有管道") };
        Ok(Worker { child, input, output })
    }

    fn send(&mut self, request: &[u8]) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            bail!("已结束");
        }
        write_frame(&mut self.input, request)?;
        Ok(self.input.flush()?)
    }

    /// The answer; and the worker again, if it is still of use.
    fn receive(self, most: Duration) -> (Result<Answer>, Option<Worker>) {
        let Worker { mut child, input, mut output } = self;
        let (answered, until) = mpsc::channel::<()>();
        let watch = std::thread::spawn(move || {
            let late = until.recv_timeout(most) == Err(mpsc::RecvTimeoutError::Timeout);
            if late {
                let _ = child.kill();
            }
            (child, late)
        });
        let answer = read_answer(&mut output);
        drop(answered);
        let Ok((mut child, late)) = watch.join() else { return (answer, None) };
        if answer.is_ok() && !late {
            return (answer, Some(Worker { child, input, output }));
        }
        let _ = child.kill();
        let _ = child.wait();
        (answer, None)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        while let Some(mut worker) = self.take() {
            let _ = worker.child.kill();
            let _ = worker.child.wait();
        }
    }
}

fn read_answer(output: &mut ChildStdout) -> Result<Answer> {
    let head: Head = serde_json::from_slice(&read_frame(output)?)?;
    if !head.refused.is_empty() {
        return Ok(Answer::Refused(head.refused));
    }
    Ok(Answer::Printed { pages: head.pages, missing: head.missing, pdf: read_frame(output)? })
}

fn write_frame(out: &mut impl Write, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).context("太长")?;
    out.write_all(&length.to_be_bytes())?;
    Ok(out.write_all(bytes)?)
}

fn read_frame(input: &mut impl Read) -> Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > FRAME {
        bail!("太长");
    }
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The worker's side: sets what comes in, one paper after another, until the pipe closes or `wait` says that nothing more comes.
pub fn work(
    press: &press::Press,
    input: &mut impl Read,
    output: &mut impl Write,
    mut wait: impl FnMut() -> bool,
) -> Result<()> {
    while wait() {
        let Ok(request) = read_frame(input) else { break };
        let printed = serde_json::from_slice::<Paper>(&request)
            .map_err(|error| error.to_string())
            .and_then(|paper| press.print(&paper).map_err(|error| error.to_string()));
        match printed {
            Ok(printed) => {
                let head = Head { pages: printed.pages, missing: printed.missing, refused: String::new() };
                write_frame(output, &serde_json::to_vec(&head)?)?;
                write_frame(output, &printed.pdf)?;
            }
            Err(refused) => {
                let head = Head { pages: 0, missing: Vec::new(), refused };
                write_frame(output, &serde_json::to_vec(&head)?)?;
            }
        }
        output.flush()?;
    }
    Ok(())
}
