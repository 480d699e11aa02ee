//! The two cookies: the session's secret, and a message for the next page. Under https both bear the prefix `__Host-`, so that
//! no other host of the campus can set them.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{
    pages::layout::{Flash, Tone},
    state::Config,
};

const SESSION: &str = "duban";
const FLASH: &str = "duban-said";
/// Longer ones would not be kept by every browser.
const FLASH_MOST: usize = 1200;

/// The secret that the browser sent.
pub fn session(headers: &HeaderMap, config: &Config) -> Option<String> {
    sent(headers, &name(SESSION, config)).filter(|secret| !secret.is_empty()).map(str::to_owned)
}

pub fn set_session(headers: &mut HeaderMap, secret: &str, config: &Config) {
    set(headers, SESSION, secret, "", config);
}

pub fn clear_session(headers: &mut HeaderMap, config: &Config) {
    set(headers, SESSION, "", "; Max-Age=0", config);
}

/// What the page before left to be said. It may have been written by anybody: it is shown as plain text.
pub fn flash(headers: &HeaderMap, config: &Config) -> Option<Flash> {
    let sent = sent(headers, &name(FLASH, config))?;
    let mut parts = form_urlencoded::parse(sent.as_bytes());
    let (tone, text) = parts.next()?;
    let tone = [Tone::Done, Tone::Note, Tone::Refused].into_iter().find(|known| tone_code(*known) == tone)?;
    let clause = parts.next().map(|(_, clause)| clause.into_owned()).unwrap_or_default();
    Some(Flash { tone, text: text.into_owned(), clause })
}

pub fn set_flash(headers: &mut HeaderMap, flash: &Flash, config: &Config) {
    let mut text: String = flash.text.chars().take(100).collect();
    if text.len() < flash.text.len() {
        text.push('…');
    }
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair(tone_code(flash.tone), &text).append_pair("c", &flash.clause);
    let value = out.finish();
    if value.len() <= FLASH_MOST {
        set(headers, FLASH, &value, "; Max-Age=120", config);
    }
}

pub fn clear_flash(headers: &mut HeaderMap, config: &Config) {
    set(headers, FLASH, "", "; Max-Age=0", config);
}

fn tone_code(tone: Tone) -> &'static str {
    match tone {
        Tone::Done => "d",
        Tone::Note => "n",
        Tone::Refused => "r",
    }
}

fn name(base: &str, config: &Config) -> String {
    if config.is_https() { format!("__Host-{base}") } else { base.to_owned() }
}

fn set(headers: &mut HeaderMap, base: &str, value: &str, age: &str, config: &Config) {
    let secure = if config.is_https() { "; Secure" } else { "" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", name(base, config));
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.append(header::SET_COOKIE, line);
    }
}

fn sent<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn https() -> Config {
        Config { origin: "https://duban.example.edu.cn".into(), ..Config::default() }
    }

    fn back(set: &HeaderMap) -> HeaderMap {
        let pair = |line: &HeaderValue| line.to_str().unwrap().split(';').next().unwrap().to_owned();
        let line = set.get_all(header::SET_COOKIE).iter().map(pair).collect::<Vec<_>>().join("; ");
        HeaderMap::from_iter([(header::COOKIE, line.parse().unwrap())])
    }

    #[test]
    fn a_session_cookie_is_out_of_reach_of_scripts_and_of_other_hosts() {
        let mut headers = HeaderMap::new();
        set_session(&mut headers, "secret", &https());
        let line = headers[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(line, "__Host-duban=secret; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(session(&back(&headers), &https()).as_deref(), Some("secret"));
        assert_eq!(session(&back(&headers), &Config::default()), None);
    }

    #[test]
    fn a_message_comes_back_as_it_was() {
        let mut headers = HeaderMap::new();
        let said = Flash {
            tone: Tone::Done,
            text: "已立项；编号 督办〔2026〕12号, a=b&c".into(),
            clause: "第四条（二）".into(),
        };
        set_flash(&mut headers, &said, &https());
        let read = flash(&back(&headers), &https()).unwrap();
        assert_eq!((read.tone, read.text, read.clause), (said.tone, said.text, said.clause));
        let long = Flash { text: "督".repeat(5000), ..read_default() };
        set_flash(&mut headers, &long, &https());
        assert!(headers.get_all(header::SET_COOKIE).iter().all(|line| line.len() < 4000));
    }

    fn read_default() -> Flash {
        Flash { tone: Tone::Note, text: String::new(), clause: String::new() }
    }
}
