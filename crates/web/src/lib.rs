//! The face of the system: HTTP in, pages out. Reading order: [`routes`] (every address on one screen), `gate` (who asks, and
//! may they), then the handlers by the name of their page; [`pages`] holds what each page shows.
//!
//! A handler translates, makes one call of `app`, and translates back. No rule of the regulation stands here.

mod account;
mod cookies;
mod csrf;
mod desk;
mod directory;
mod error;
mod forms;
mod gate;
mod headers;
mod health;
mod ledger;
mod matters;
mod respond;
mod set_up;
mod settings;
mod state;
mod words;

pub mod assets;
pub mod pages;
pub mod routes;

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, StatusCode, Version, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    timeout::RequestBodyTimeoutLayer,
};

pub use state::{Config, Web};

use error::{Error, Kind};

/// The whole site. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that the gate knows who asks; time
/// limits on reading headers are the server's.
pub fn router(web: Web) -> Router {
    routes::routed()
        .fallback(async || Error::not_found())
        .method_not_allowed_fallback(async || Error::from(Kind::MethodNotAllowed))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyTimeoutLayer::new(BODY_STANDS_STILL))
        .layer(RequestBodyLimitLayer::new(forms::MOST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(web.clone(), gate::enter))
        .layer(CompressionLayer::new().compress_when(is_text))
        .layer(from_fn_with_state(web.clone(), headers::add))
        .with_state(web)
}

/// How long an upload may stand still.
const BODY_STANDS_STILL: Duration = Duration::from_secs(30);

fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let text = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
    Error::from(Kind::Panicked(text.unwrap_or("no message").to_owned())).into_response()
}

/// Files are mostly compressed already; very short answers are not worth it.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.starts_with("text/") || kind.ends_with("/json") || kind.ends_with("+json")
}
