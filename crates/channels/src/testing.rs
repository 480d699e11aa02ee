//! A real mail server for tests: aiosmtpd (the Debian package python3-aiosmtpd) on the loopback interface, which puts what
//! it takes into a Maildir. Certificates are made by openssl.

use std::{
    io::Write,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use mail_parser::{HeaderValue, MessageParser};
use tempfile::TempDir;

/// Its user and password, where it asks for one.
pub const LOGIN: (&str, &str) = ("duban", "Qingfeng-7-Zhuliu");

/// Stopped when it goes.
pub struct TestServer {
    dir: TempDir,
    port: u16,
    manner: Manner,
    running: Option<Child>,
}

/// How it wants to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Plain,
    /// STARTTLS, and then a password, or nothing is taken; it knows no `nobody@`, and has no time for `busy@`
    StartTlsAndLogin,
    /// TLS from the first byte
    Tls,
}

/// A letter as it arrived, decoded.
#[derive(Debug, Clone)]
pub struct Received {
    pub subject: String,
    pub text: String,
    pub html: String,
    raw: String,
}

impl Received {
    /// A header as it stands in the letter, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let parsed = MessageParser::default().parse(self.raw.as_bytes())?;
        let value = parsed.header_raw(name.to_owned())?.trim().to_owned();
        Some(value.replace("\r\n", "").replace('\n', ""))
    }

    /// Only addresses, of From, To …
    pub fn addresses(&self, name: &str) -> Vec<String> {
        let parsed = MessageParser::default().parse(self.raw.as_bytes());
        let Some(parsed) = parsed else { return Vec::new() };
        match parsed.header(name.to_owned()) {
            Some(HeaderValue::Address(address)) => {
                address.iter().filter_map(|one| one.address()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl TestServer {
    /// # Panics
    /// Where aiosmtpd is not installed or does not start.
    pub fn start(manner: Manner) -> TestServer {
        let dir = tempfile::Builder::new().prefix("duban-mail-").tempdir().expect("a scratch directory");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        if manner != Manner::Plain {
            certificate(dir.path());
        }
        let mut server = TestServer { dir, port, manner, running: None };
        server.start_again();
        server
    }

    /// On the same port, with what it has taken before.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        self.running = Some(self.spawn());
        for _ in 0..200 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("aiosmtpd does not answer on port {}", self.port);
    }

    pub fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn spawn(&self) -> Child {
        let maildir = self.maildir();
        let mut command = Command::new(if self.manner == Manner::StartTlsAndLogin { PYTHON } else { "aiosmtpd" });
        let place = format!("127.0.0.1:{}", self.port);
        match self.manner {
            Manner::Plain => command.args(["-n", "-l", &place, "-c", "aiosmtpd.handlers.Mailbox"]).arg(maildir),
            Manner::Tls => command
                .args(["-n", "-l", &place, "--smtpscert"])
                .arg(self.dir.path().join(CERTIFICATE))
                .arg("--smtpskey")
                .arg(self.dir.path().join(KEY))
                .args(["-c", "aiosmtpd.handlers.Mailbox"])
                .arg(maildir),
            Manner::StartTlsAndLogin => {
                // What its command line cannot set; the server is the same.
                let script = self.dir.path().join("server.py");
                let mut file = std::fs::File::create(&script).expect("a file");
                file.write_all(WITH_LOGIN.as_bytes()).expect("its content");
                command
                    .arg(script)
                    .arg(self.port.to_string())
                    .arg(maildir)
                    .arg(self.dir.path())
                    .args([LOGIN.0, LOGIN.1])
            }
        };
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        spawned.unwrap_or_else(|error| panic!("no mail server for tests ({error}): run scripts/setup"))
    }

    /// As the setting is written.
    pub fn url(&self) -> String {
        match self.manner {
            Manner::Plain => format!("smtp://127.0.0.1:{}?tls=none", self.port),
            Manner::StartTlsAndLogin => format!("smtp://localhost:{}", self.port),
            Manner::Tls => format!("smtps://localhost:{}", self.port),
        }
    }

    /// The certificate that signs its own, for those who are to trust it.
    pub fn authority(&self) -> PathBuf {
        self.dir.path().join(CERTIFICATE)
    }

    /// Everything it has taken so far, in the order in which it came.
    pub fn received(&self) -> Vec<Received> {
        let Ok(files) = std::fs::read_dir(self.maildir().join("new")) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        // Maildir names begin with seconds, microseconds and a running number: `1790.M5P12Q3.host`.
        paths.sort_by_key(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let number = |mark: char| {
                let digits = name.split_once(mark).map(|(_, rest)| rest).unwrap_or_default();
                let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
                digits.parse::<u64>().unwrap_or_default()
            };
            (name.split('.').next().and_then(|seconds| seconds.parse::<u64>().ok()), number('M'), number('Q'))
        });
        paths.iter().map(|path| read(path)).collect()
    }

    fn maildir(&self) -> PathBuf {
        self.dir.path().join("maildir")
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read(path: &Path) -> Received {
    let raw = String::from_utf8(std::fs::read(path).expect("a letter")).expect("a letter travels as ASCII");
    let parsed = MessageParser::default().parse(raw.as_bytes()).expect("a letter");
    let body = |body: Option<std::borrow::Cow<'_, str>>| body.unwrap_or_default().replace("\r\n", "\n");
    Received {
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: body(parsed.body_text(0)),
        html: body(parsed.body_html(0)),
        raw: raw.clone(),
    }
}

fn certificate(dir: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", KEY, "-out", CERTIFICATE])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl makes no certificate: run scripts/setup");
}

/// The one whose modules Debian's package holds.
const PYTHON: &str = "/usr/bin/python3";
const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "key.pem";

const WITH_LOGIN: &str = r#"
import ssl, sys, time
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult, SMTP

port, maildir, place, user, password = sys.argv[1:]

def known(server, session, envelope, mechanism, data):
    right = getattr(data, "login", b"") == user.encode() and getattr(data, "password", b"") == password.encode()
    return AuthResult(success=right, handled=right)

class Picky(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}>: no such user"
        if address.startswith("busy@"):
            return f"451 4.7.1 <{address}>: greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(place + "/certificate.pem", place + "/key.pem")
controller = Controller(
    Picky(maildir), hostname="127.0.0.1", port=int(port), tls_context=context, require_starttls=True,
    auth_required=True, authenticator=known,
)
controller.start()
while True:
    time.sleep(60)
"#;
