//! Bodies of forms from a template: one `name=value` a line, with `{uuid}`, `{n}` and `{csrf}` filled in each time.

use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

use crate::random::Random;

const BOUNDARY: &str = "----duban-bench-5f1c2a9e";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    Urlencoded,
    Multipart,
}

#[derive(Debug, Clone)]
pub struct Form {
    fields: Vec<(String, String)>,
    encoding: Encoding,
    csrf: String,
}

impl Form {
    /// Empty lines and lines that begin with `#` are left out.
    pub fn parse(template: &str, encoding: Encoding) -> Result<Form> {
        let lines = template.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let field = |line: &str| {
            let (name, value) = line.split_once('=').with_context(|| format!("no `=` in: {line}"))?;
            anyhow::Ok((name.trim().to_owned(), value.to_owned()))
        };
        let fields: Vec<_> = lines.map(field).collect::<Result<_>>()?;
        ensure!(!fields.is_empty(), "a form without fields");
        Ok(Form { fields, encoding, csrf: String::new() })
    }

    pub fn csrf(self, token: String) -> Form {
        Form { csrf: token, ..self }
    }

    /// The content type and the body of the n-th sending.
    pub fn fill(&self, n: u64) -> (String, String) {
        let now = millis();
        let mut random = Random::new(now ^ n.rotate_left(32));
        let filled = self.fields.iter().map(|(name, value)| {
            let value = value.replace("{n}", &n.to_string()).replace("{csrf}", &self.csrf);
            (name.as_str(), if value.contains("{uuid}") { value.replace("{uuid}", &random.uuid(now)) } else { value })
        });
        match self.encoding {
            Encoding::Urlencoded => {
                let pairs: Vec<_> =
                    filled.map(|(name, value)| format!("{}={}", escape(name), escape(&value))).collect();
                ("application/x-www-form-urlencoded".to_owned(), pairs.join("&"))
            }
            Encoding::Multipart => {
                let part = |(name, value)| {
                    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                let parts: String = filled.map(part).collect();
                (format!("multipart/form-data; boundary={BOUNDARY}"), format!("{parts}--{BOUNDARY}--\r\n"))
            }
        }
    }
}

/// Ids must carry the time at which they are sent; this is the edge of the program.
#[expect(clippy::disallowed_methods, reason = "the load generator has no port for the clock")]
fn millis() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_and_escaped() {
        let form = Form::parse("# note\n\ntitle=第 {n} 件&\ncsrf={csrf}\n", Encoding::Urlencoded).expect("a form");
        let (kind, body) = form.csrf("t+1".to_owned()).fill(7);
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert_eq!(body, "title=%E7%AC%AC%207%20%E4%BB%B6%26&csrf=t%2B1");
    }

    #[test]
    fn every_sending_has_ids_of_its_own() {
        let form = Form::parse("command_id={uuid}", Encoding::Urlencoded).expect("a form");
        let bodies: std::collections::BTreeSet<_> = (0..1_000).map(|n| form.fill(n).1).collect();
        assert_eq!(bodies.len(), 1_000);
    }

    #[test]
    fn multipart_has_a_part_for_each_field() {
        let form = Form::parse("a=1\nb=二", Encoding::Multipart).expect("a form");
        let (kind, body) = form.fill(0);
        assert!(kind.ends_with(BOUNDARY));
        assert_eq!(body.matches("Content-Disposition").count(), 2);
        assert!(body.contains("name=\"b\"\r\n\r\n二\r\n") && body.ends_with(&format!("--{BOUNDARY}--\r\n")));
    }

    #[test]
    fn a_line_without_a_value_is_refused() {
        assert!(Form::parse("title", Encoding::Urlencoded).is_err());
        assert!(Form::parse("", Encoding::Urlencoded).is_err());
    }
}
