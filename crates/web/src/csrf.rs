//! Forged requests. A change is accepted from a browser only if the browser says that our own page sent it, and if the form
//! brings the token of its session ([`crate::forms::FormData`] compares it). Requests with a bearer token need neither: no
//! browser adds such a token by itself.

use axum::http::{HeaderMap, Method, header};

use crate::state::Config;

/// Does this method only ask?
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `Sec-Fetch-Site` decides where the browser sends it; browsers leave it out over plain HTTP, and then `Origin` decides.
pub fn is_from_here(headers: &HeaderMap, config: &Config) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get(header::ORIGIN).is_some_and(|origin| is_our_origin(origin.as_bytes(), headers, config)),
    }
}

fn is_our_origin(origin: &[u8], headers: &HeaderMap, config: &Config) -> bool {
    if !config.origin.is_empty() {
        return origin == config.origin.as_bytes();
    }
    let host = headers.get(header::HOST).map(|host| host.as_bytes()).unwrap_or_default();
    let host_of_origin = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
    !host.is_empty() && host_of_origin == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_are_believed() {
        let here = Config { origin: "https://duban.example.edu.cn".into(), ..Config::default() };
        let check = |pairs: &[(&'static str, &str)]| is_from_here(&headers(pairs), &here);
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[("origin", "https://duban.example.edu.cn")]));
        for forged in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://duban.example.edu.cn")],
            &[("origin", "https://duban.example.edu.cn.evil.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://duban.example.edu.cn")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("referer", "https://duban.example.edu.cn/")],
        ] {
            assert!(!check(forged), "{forged:?}");
        }
    }

    #[test]
    fn without_a_configured_origin_the_host_has_to_agree() {
        let check = |pairs: &[(&'static str, &str)]| is_from_here(&headers(pairs), &Config::default());
        assert!(check(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!check(&[("origin", "http://127.0.0.1:9090"), ("host", "127.0.0.1:8080")]));
        assert!(!check(&[("origin", "http://"), ("host", "")]));
        assert!(!check(&[("origin", "null"), ("host", "null")]));
    }
}
