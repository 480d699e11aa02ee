//! One request after another on a connection of one's own, as a person's session or with a token.

use std::net::{SocketAddr, ToSocketAddrs};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, StatusCode,
    client::conn::http1::{SendRequest, handshake},
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue, LOCATION},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::Target;

/// Where to ask, and as whom.
#[derive(Debug, Clone)]
pub struct Session {
    address: SocketAddr,
    headers: Vec<(HeaderName, HeaderValue)>,
}

pub type Connection = Option<SendRequest<Full<Bytes>>>;

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub bytes: usize,
    pub body: Option<Bytes>,
}

impl Answer {
    /// A page was asked for and came; a form was sent and taken. Being sent to the sign-in page is neither.
    pub fn is_good(&self, target: &Target) -> bool {
        match target {
            Target::Get(_) => self.status == StatusCode::OK,
            Target::Post(..) if self.status == StatusCode::SEE_OTHER => {
                self.location.as_deref().is_some_and(|location| !location.contains("sign-in"))
            }
            Target::Post(..) => self.status.is_success(),
        }
    }
}

impl Session {
    /// Only an address of this machine is accepted.
    pub fn new(base: &str) -> Result<Session> {
        let host = base.strip_prefix("http://").context("the address must begin with http://")?.trim_end_matches('/');
        let address = host.to_socket_addrs().with_context(|| format!("no address: {host}"))?.next();
        let address = address.with_context(|| format!("no address: {host}"))?;
        ensure!(address.ip().is_loopback(), "{address} is not on this machine: only loopback is loaded");
        Ok(Session { address, headers: vec![(HOST, HeaderValue::from_str(host)?)] })
    }

    /// Either the header's own text (`a=1; b=2`) or a file of curl's with seven columns.
    pub fn cookie(mut self, text: &str) -> Result<Session> {
        self.headers.push((COOKIE, HeaderValue::from_str(&cookie_header(text))?));
        Ok(self)
    }

    pub fn bearer(mut self, token: &str) -> Result<Session> {
        self.headers.push((AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {}", token.trim()))?));
        Ok(self)
    }

    /// The text of one page; anything but 200 is an error.
    pub async fn page(&self, path: &str) -> Result<String> {
        let answer = self.send(&mut None, self.request("GET", path).body(Full::default())?, true).await?;
        if answer.status != StatusCode::OK {
            bail!("GET {path}: {} {}", answer.status, answer.location.unwrap_or_default());
        }
        Ok(String::from_utf8(answer.body.unwrap_or_default().to_vec())?)
    }

    /// The n-th request of a load, on the connection given or on a new one.
    pub async fn ask(&self, connection: &mut Connection, target: &Target, n: u64) -> Result<Answer> {
        let turn = |paths: &[String]| paths[usize::try_from(n).unwrap_or_default() % paths.len()].clone();
        let request = match target {
            Target::Get(paths) => self.request("GET", &turn(paths)).body(Full::default())?,
            Target::Post(paths, form) => {
                let (kind, body) = form.fill(n);
                self.request("POST", &turn(paths)).header(CONTENT_TYPE, kind).body(Full::from(body))?
            }
        };
        self.send(connection, request, false).await
    }

    fn request(&self, method: &str, path: &str) -> hyper::http::request::Builder {
        let start = Request::builder().method(method).uri(path);
        self.headers.iter().fold(start, |request, (name, value)| request.header(name, value))
    }

    async fn send(&self, connection: &mut Connection, request: Request<Full<Bytes>>, keep: bool) -> Result<Answer> {
        let mut sender = match connection.take() {
            Some(sender) if !sender.is_closed() => sender,
            _ => self.connect().await?,
        };
        sender.ready().await?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut incoming = response.into_body();
        let (mut bytes, mut body) = (0, Vec::new());
        while let Some(frame) = incoming.frame().await {
            if let Ok(data) = frame?.into_data() {
                bytes += data.len();
                if keep {
                    body.extend_from_slice(&data);
                }
            }
        }
        *connection = Some(sender);
        Ok(Answer { status, location, bytes, body: keep.then(|| Bytes::from(body)) })
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends when the sender is dropped; its error reaches whoever waits for an answer.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        Ok(sender)
    }
}

/// The token of the first form on a page.
pub fn csrf_token(page: &str) -> Result<String> {
    let after = page.split_once("name=\"csrf\" value=\"").context("no form with a csrf token on this page")?.1;
    Ok(after.split_once('"').context("an attribute without an end")?.0.to_owned())
}

fn cookie_header(text: &str) -> String {
    let column = |line: &str| {
        let columns: Vec<_> = line.strip_prefix("#HttpOnly_").unwrap_or(line).split('\t').collect();
        (columns.len() == 7).then(|| format!("{}={}", columns[5], columns[6]))
    };
    let jar: Vec<_> = text.lines().filter_map(column).collect();
    if jar.is_empty() { text.trim().to_owned() } else { jar.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Encoding, Form},
        *,
    };

    #[test]
    fn only_this_machine_is_loaded() {
        assert!(Session::new("http://127.0.0.1:8080/").is_ok());
        for elsewhere in ["http://10.0.0.1:80", "http://192.168.1.1:80", "127.0.0.1:80"] {
            assert!(Session::new(elsewhere).is_err(), "{elsewhere}");
        }
    }

    #[test]
    fn cookies_are_read_from_both_kinds_of_file() {
        assert_eq!(cookie_header("a=1; b=2\n"), "a=1; b=2");
        let jar = "# Netscape HTTP Cookie File\n\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\txyz\n";
        assert_eq!(cookie_header(jar), "sid=xyz");
    }

    #[test]
    fn the_token_is_taken_from_the_form() {
        assert_eq!(csrf_token(r#"<input type="hidden" name="csrf" value="t-1">"#).expect("a token"), "t-1");
        assert!(csrf_token("<p>").is_err());
    }

    #[test]
    fn being_sent_to_sign_in_is_no_success() {
        let answer =
            |status, location: &str| Answer { status, location: Some(location.to_owned()), bytes: 0, body: None };
        let post = Target::Post(Vec::new(), Form::parse("a=1", Encoding::Urlencoded).expect("a form"));
        assert!(answer(StatusCode::SEE_OTHER, "/matters/1").is_good(&post));
        assert!(!answer(StatusCode::SEE_OTHER, "/sign-in?next=/").is_good(&post));
        assert!(!answer(StatusCode::SEE_OTHER, "/matters/1").is_good(&Target::Get(Vec::new())));
        assert!(!answer(StatusCode::UNPROCESSABLE_ENTITY, "").is_good(&post));
    }
}
