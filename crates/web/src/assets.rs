//! The browser's files, embedded: style sheets and scripts from npm and our own. Nothing is fetched at run time.

use std::borrow::Cow;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::{error::Error, lights};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets/dist"]
struct Dist;

/// Where the files of this build lie. The path carries their hash, so a browser may keep them for ever.
pub const BASE: &str = concat!("/assets/", env!("DUBAN_ASSETS_VERSION"));

/// How long a browser may keep them.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// A file's media type and bytes; `path` is what follows `/assets/`, e.g. `3f2a…/duban.css`.
/// None for an unknown file, another version, or a path that leaves the folder.
pub fn file(path: &str) -> Option<(&'static str, Cow<'static, [u8]>)> {
    let media = match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        _ => return None,
    };
    let path = path.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    Dist::get(path).map(|found| (media, found.data))
}

/// `GET /assets/{*path}`
pub(crate) async fn serve(Path(path): Path<String>) -> Result<Response, Error> {
    if let Some(lights) = lights::serve(&path) {
        return lights;
    }
    let (media, bytes) = file(&path).ok_or_else(Error::not_found)?;
    Ok(([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, CACHE_CONTROL)], bytes.into_owned()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_pages_name_are_embedded() {
        let version = BASE.trim_start_matches("/assets/");
        for name in ["tabler.css", "tom-select.css", "tom-select.js", "htmx.js", "duban.css", "notice.css", "duban.js"]
        {
            assert!(file(&format!("{version}/{name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn anything_else_is_not_found() {
        assert!(file("VERSION").is_none());
        assert!(file("../package.json").is_none());
        assert!(file("0000000000000000/duban.css").is_none());
        assert!(file("x/../../src/assets.rs").is_none());
    }
}
