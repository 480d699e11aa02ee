//! Mail through the SMTP server of the school. Certificates are always verified, by the authorities that the system knows or
//! by the one that the operator names; encryption that was asked for is never given up when a server does not offer it.

use std::{
    fmt, io,
    str::FromStr,
    time::{Duration, UNIX_EPOCH},
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Address,
    message::{
        Mailbox, MultiPart,
        header::{self, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use crate::{Channel, Failure, Letter, Sending};

/// For the whole of one sending: a server that answers a byte a second does not hold everybody else up.
const LONGEST: Duration = Duration::from_secs(30);
/// For one answer.
const ANSWER: Duration = Duration::from_secs(10);

/// Where mail is handed in: `smtps://host[:465]`, `smtp://host[:587]` (STARTTLS, compulsory) or `smtp://host[:25]?tls=none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// from the first byte
    Tls,
    /// before anything is said; no letter goes out without it
    StartTls,
    /// within the machine or the machine room
    None,
}

impl FromStr for MailServer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "请写成 smtp://主机:端口 或 smtps://主机:端口".to_owned();
        let (encryption, rest) = match text.split_once("://").ok_or_else(wrong)? {
            ("smtps", rest) => (Encryption::Tls, rest),
            ("smtp", rest) => match rest.strip_suffix("?tls=none") {
                Some(rest) => (Encryption::None, rest),
                None => (Encryption::StartTls, rest),
            },
            _ => return Err(wrong()),
        };
        let usual = match encryption {
            Encryption::Tls => 465,
            Encryption::StartTls => 587,
            Encryption::None => 25,
        };
        // An IPv6 address stands in brackets; its colons are not the port's.
        let (host, port) = match rest.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
            Some((host, port)) => (host, port.parse().map_err(|_| format!("端口“{port}”不是 1 到 65535 的数"))?),
            None => (rest, usual),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let good = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
        if host.is_empty() || !host.chars().all(good) {
            return Err(wrong());
        }
        Ok(Self { host: host.to_owned(), port, encryption })
    }
}

impl fmt::Display for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.encryption == Encryption::Tls { "smtps" } else { "smtp" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// Who sends.
#[derive(Clone)]
pub struct MailAccount {
    /// the address that stands as sender
    pub from: String,
    /// its name, e.g. `湖北工业大学督办`
    pub name: String,
    /// where the server asks for them
    pub login: Option<(String, String)>,
}

impl fmt::Debug for MailAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailAccount({})", self.from)
    }
}

/// A setting with which no mail can be sent, in a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(String);

/// The channel.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}

impl Mail {
    /// Connects to nothing yet. `authority`: a certificate in PEM that is trusted beside the system's own.
    pub fn new(server: &MailServer, account: MailAccount, authority: Option<&[u8]>) -> Result<Self, Wrong> {
        let address: Address =
            account.from.parse().map_err(|_| Wrong(format!("发件地址“{}”不是电子邮箱地址", account.from)))?;
        if account.login.is_some() && server.encryption == Encryption::None && !is_this_machine(&server.host) {
            return Err(Wrong(
                "不加密的连接（?tls=none）上不能使用用户名和口令，请改用 smtp:// 或 smtps://".to_owned(),
            ));
        }
        let tls = || -> Result<TlsParameters, Wrong> {
            let mut tls = TlsParameters::builder(server.host.clone());
            if let Some(pem) = authority {
                let certificate =
                    Certificate::from_pem(pem).map_err(|error| Wrong(format!("邮件服务器的根证书读不出：{error}")))?;
                tls = tls.add_root_certificate(certificate);
            }
            tls.build_rustls().map_err(|error| Wrong(format!("不能建立加密连接：{error}")))
        };
        let tls = match server.encryption {
            Encryption::Tls => Tls::Wrapper(tls()?),
            Encryption::StartTls => Tls::Required(tls()?),
            Encryption::None => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
            .port(server.port)
            .tls(tls)
            .timeout(Some(ANSWER))
            .hello_name(ClientId::Domain(address.domain().to_owned()));
        if let Some((user, password)) = account.login {
            transport = transport.credentials(Credentials::new(user, password));
        }
        let name = (!account.name.is_empty()).then_some(account.name);
        Ok(Self { transport: transport.build(), from: Mailbox::new(name, address) })
    }

    fn message(&self, letter: &Letter) -> Result<Message, Failure> {
        let unfit = |why: &str| Failure::Permanent(why.to_owned());
        let to: Address = letter.to.parse().map_err(|_| unfit("登记的电子邮箱地址有误"))?;
        if letter.subject.chars().any(char::is_control) {
            return Err(unfit("标题含有控制字符"));
        }
        let parts = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_secs(letter.at.as_second().max(0).unsigned_abs()))
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(AutoSubmitted)
            .multipart(parts)
            .map_err(|error| Failure::Permanent(error.to_string()))
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Channel for Mail {
    fn send<'c>(&'c self, letter: &'c Letter) -> Sending<'c> {
        Box::pin(async move {
            let message = self.message(letter)?;
            match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(failure(&error, &letter.to)),
                Err(_) => Err(Failure::Unreachable(SLOW.to_owned())),
            }
        })
    }

    fn check(&self) -> Sending<'_> {
        Box::pin(async move {
            match tokio::time::timeout(LONGEST, self.transport.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(Failure::Unreachable("邮件服务器没有应答".to_owned())),
                Ok(Err(error)) => Err(failure(&error, "")),
                Err(_) => Err(Failure::Unreachable(SLOW.to_owned())),
            }
        })
    }
}

const SLOW: &str = "邮件服务器应答太慢";

/// A recipient that does not exist is nobody's fault but this letter's. What the server says of itself (it greets with 5xx, it
/// does not know our password) is no word about the letter, however final it sounds.
fn failure(error: &Error, to: &str) -> Failure {
    let said = said(error, to);
    match error.status().map(|code| code.to_string()).as_deref() {
        Some("550" | "551" | "552" | "553" | "555" | "556") => Failure::Permanent(said),
        Some("421" | "454" | "500" | "502" | "503" | "504" | "530" | "534" | "535" | "538") => {
            Failure::Unreachable(said)
        }
        Some(_) => Failure::Temporary(said),
        None => Failure::Unreachable(said),
    }
}

/// For an operator: what happened in our words, what the server or the system said in theirs; one line, without the address.
fn said(error: &Error, to: &str) -> String {
    let chain: Vec<&(dyn std::error::Error + 'static)> =
        std::iter::successors(std::error::Error::source(error), |cause| cause.source()).collect();
    let cause = chain.last().map_or_else(|| error.to_string(), ToString::to_string);
    let refused = |cause: &&(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
    };
    let mut said = match error.status() {
        Some(code) => format!("服务器答复 {code}：{cause}"),
        None if error.is_timeout() => SLOW.to_owned(),
        None if chain.iter().any(refused) => "服务器没有运行，或拒绝连接".to_owned(),
        None if error.is_tls() || error.is_client() || cause.contains("certificate") => {
            format!("不能建立加密连接（{cause}）")
        }
        None => format!("连接中断（{cause}）"),
    };
    if !to.is_empty() {
        said = said.replace(to, "（收件地址）").replace(&to.to_lowercase(), "（收件地址）");
    }
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

/// RFC 3834: nobody's absence notice answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_by_its_address() {
        let server = |text: &str| text.parse::<MailServer>();
        let named = |host: &str, port, encryption| Ok(MailServer { host: host.to_owned(), port, encryption });
        assert_eq!(server("smtps://mail.hbut.edu.cn"), named("mail.hbut.edu.cn", 465, Encryption::Tls));
        assert_eq!(server("smtp://mail.hbut.edu.cn:2525"), named("mail.hbut.edu.cn", 2525, Encryption::StartTls));
        assert_eq!(server("smtp://10.0.0.9?tls=none"), named("10.0.0.9", 25, Encryption::None));
        assert_eq!(server("smtp://[::1]:1025?tls=none"), named("::1", 1025, Encryption::None));
        for wrong in [
            "mail.hbut.edu.cn",
            "http://a",
            "smtp://",
            "smtp://a:b",
            "smtp://u:p@a",
            "smtp://a/b",
            "smtps://a?tls=none",
        ] {
            assert!(server(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_does_not_travel_in_the_open() {
        let account = MailAccount {
            from: "duban@hbut.edu.cn".into(),
            name: String::new(),
            login: Some(("u".into(), "p".into())),
        };
        let with = |server: &str| Mail::new(&server.parse().unwrap(), account.clone(), None);
        assert!(with("smtp://10.0.0.9?tls=none").unwrap_err().to_string().contains("smtps://"));
        assert!(with("smtp://127.0.0.1:25?tls=none").is_ok());
        let nobody = MailAccount { from: "督办".into(), ..account };
        assert!(Mail::new(&"smtp://127.0.0.1?tls=none".parse().unwrap(), nobody, None).is_err());
    }

    /// Nothing that stands in a letter becomes a header or a second recipient.
    #[test]
    fn a_letter_that_breaks_out_of_its_lines_is_refused() {
        let account = MailAccount { from: "duban@hbut.edu.cn".into(), name: "督办".into(), login: None };
        let mail = Mail::new(&"smtp://127.0.0.1?tls=none".parse().unwrap(), account, None).unwrap();
        let letter = |to: &str, subject: &str| Letter {
            id: "1".into(),
            to: to.into(),
            subject: subject.into(),
            text: "正文".into(),
            html: "<p>正文</p>".into(),
            at: Timestamp::UNIX_EPOCH,
        };
        for (to, subject) in [
            ("a@b.cn\r\nBcc: c@d.cn", "督办"),
            ("a@b.cn, c@d.cn", "督办"),
            ("a@b.cn", "督办\r\nBcc: c@d.cn"),
            ("a@b.cn", "督办\nX: y"),
            ("a@b.cn", "督办\0"),
            ("", "督办"),
        ] {
            let refused = mail.message(&letter(to, subject));
            assert!(matches!(refused, Err(Failure::Permanent(_))), "{to:?} {subject:?}");
        }
        assert!(mail.message(&letter("a@b.cn", "督办")).is_ok());
    }

    use jiff::Timestamp;
}
