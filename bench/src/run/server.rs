//! The program under test, by its command line only.

use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::http::Session;

const PATIENCE: Duration = Duration::from_secs(120);
const POLITE: Duration = Duration::from_secs(20);

/// The binary and its data directory.
pub struct Duban {
    program: PathBuf,
    data: PathBuf,
}

impl Duban {
    pub fn new(program: &Path, data: &Path) -> Result<Duban> {
        let program = program.canonicalize().with_context(|| format!("没有程序 {}", program.display()))?;
        Ok(Duban { program, data: data.to_owned() })
    }

    /// What a command prints; anything but success is an error.
    pub fn call(&self, args: &[&str]) -> Result<String> {
        let told = args.join(" ");
        let output = self.command(args).stderr(Stdio::inherit()).output().with_context(|| format!("duban {told}"))?;
        ensure!(output.status.success(), "duban {told}: {}", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        // Each tick of the scheduler is told, also one that does nothing.
        command.env("DUBAN_LOG", "info,app::jobs=debug");
        command.args(args).arg("--data").arg(&self.data).stdin(Stdio::null());
        command
    }
}

/// A running `duban serve`; dropping it ends it.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Returns with the time from the start of the process to its first 200 on /readyz.
    pub async fn start(duban: &Duban, log: &Path) -> Result<(Server, Duration)> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let file = File::options().create(true).append(true).open(log)?;
        let mut command = duban.command(&["serve", "--listen", &format!("127.0.0.1:{port}")]);
        command.stdout(file.try_clone()?).stderr(file);
        let begin = Instant::now();
        let mut server = Server { child: command.spawn()?, port };
        let session = Session::new(&server.base())?;
        loop {
            if session.page("/readyz").await.is_ok() {
                return Ok((server, begin.elapsed()));
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("duban serve: {status}, see {}", log.display());
            }
            ensure!(begin.elapsed() < PATIENCE, "duban serve is not ready after {PATIENCE:?}, see {}", log.display());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A line of /proc/PID/status in KiB, e.g. `VmRSS`.
    pub fn memory(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.with_context(|| format!("no {name} in /proc/PID/status"))
    }

    /// Asks it to stop, and waits.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status()?;
        let begin = Instant::now();
        while self.child.try_wait()?.is_none() {
            ensure!(begin.elapsed() < POLITE, "duban serve does not stop on SIGTERM");
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone after `stop`; an error here has nobody to go to.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
