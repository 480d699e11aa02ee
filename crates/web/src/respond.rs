//! The ways in which a handler answers: a page, a way on, a message on the next page, a file.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    error::{Error, Kind},
    pages::layout::{Flash, Tone},
};

pub type Answer = Result<Response, Error>;

/// A page that is well.
pub fn page(page: &impl Template) -> Answer {
    page_with(StatusCode::OK, page)
}

/// A form that could not be accepted, shown again with everything typed: 422.
pub fn refused_page(page: &impl Template) -> Answer {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

pub fn page_with(status: StatusCode, page: &impl Template) -> Answer {
    let text = page.render().map_err(|error| Error::from(Kind::Template(error)))?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response())
}

/// After a change: the browser asks for this path, so that going back or reloading sends nothing twice.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(&ascii(path)).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The same, with a message at the top of the next page.
pub fn see_other_saying(path: &str, flash: Flash) -> Response {
    let mut response = see_other(path);
    response.extensions_mut().insert(Saying(Arc::new(flash)));
    response
}

/// `已完成 …`
pub fn done(text: impl Into<String>) -> Flash {
    Flash { tone: Tone::Done, text: text.into(), clause: String::new() }
}

/// Carried to the next page by the gate, in a cookie that lives until then.
#[derive(Debug, Clone)]
pub(crate) struct Saying(pub Arc<Flash>);

/// A file to be saved, never shown by the browser: its media type is what we found it to be, its name only a label.
pub fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain_name(name), percent(name));
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap_or(plain));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

/// For programs that do not read `filename*`.
fn plain_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    if plain.trim_matches(['_', '.']).is_empty() { "file".to_owned() } else { plain }
}

/// RFC 8187: everything but letters, digits and a few signs.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A path with what is not ASCII written as percent escapes.
fn ascii(path: &str) -> String {
    path.chars()
        .map(|c| match c {
            '!'..='~' => c.to_string(),
            _ => c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
        })
        .collect()
}

/// A query string from names and values, those without a value left out: `?stage=draft&q=%E6%95%99`; empty if nothing is left.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    pairs.iter().filter(|(_, value)| !value.is_empty()).for_each(|(name, value)| {
        out.append_pair(name, value);
    });
    let text = out.finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// A path of this site, to go on to after signing in; anything else is none. Browsers take `\` for `/` and leave out tabs and
/// line ends, so that all of these are refused.
pub fn local_path(next: &str) -> Option<&str> {
    let rest = next.strip_prefix('/')?;
    let bad = rest.starts_with(['/', '\\']) || next.contains('\\') || next.chars().any(char::is_control);
    (!bad && next.len() <= 2000).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        for good in ["/", "/matters", "/matters?q=a%2F%2Fb&list=no-plan", "/matters/0193#x", "/?next=//evil.example"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "https://evil.example",
            "http:evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/a\\b",
            "\\\\evil.example",
            "/\r\nSet-Cookie: a=b",
            "/\u{0}",
            ".",
            "%2f%2fevil.example",
            "data:text/html,x",
            "?next=/",
            "#",
            "／／evil.example",
            "mailto:a@b",
            "/\u{7f}/evil",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn names_of_files_are_labels() {
        let response = file("关于\"..\\立项\".pdf", "application/pdf", Vec::new());
        let said = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        assert!(said.starts_with("attachment; filename=\"___..___"), "{said}");
        assert!(said.ends_with("%E7%AB%8B%E9%A1%B9%22.pdf"), "{said}");
    }

    #[test]
    fn a_query_leaves_out_what_is_empty() {
        assert_eq!(query(&[("q", "教务"), ("stage", ""), ("list", "a&b")]), "?q=%E6%95%99%E5%8A%A1&list=a%26b");
        assert_eq!(query(&[("q", "")]), "");
        assert_eq!(ascii("/matters?q=教 务"), "/matters?q=%E6%95%99%20%E5%8A%A1");
    }
}
