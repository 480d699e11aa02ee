//! The face of the system: HTTP in, pages out. Reading order: [`routes`] (every address on one screen), `gate` (who asks, and
//! may they), then the handlers by the name of their page; [`pages`] holds what each page shows.
//!
//! A handler translates, makes one call of `app`, and translates back. No rule of the regulation stands here.

mod account;
mod calendar;
mod clock;
mod cookies;
mod csrf;
mod delegations;
mod desk;
mod directory;
mod error;
mod forms;
mod gate;
mod hands;
mod headers;
mod health;
mod imports;
mod inbox;
mod leader_desk;
mod ledger;
mod lights;
mod matters;
mod meetings;
mod papers;
mod quarterly;
mod referrals;
mod respond;
mod search;
mod set_up;
mod settings;
mod state;
mod statistics;
mod summaries;
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
    surrounded(routes::routed(), web)
}

fn surrounded(routes: Router<Web>, web: Web) -> Router {
    routes
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use app::{
        App, Places,
        accounts::Limits,
        ports::{CountingIds, SetClock},
    };
    use axum::{body::Body, http::Request, routing::get};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_page_that_tells_nothing_and_the_next_request_is_answered() {
        let database = store::testing::TestDatabase::sqlite();
        let files = store::files::Files::open(database.dir().join("files")).unwrap();
        let places = Places { files, anchors: database.dir().join("anchors") };
        let clock = Arc::new(SetClock::on(jiff::civil::date(2026, 9, 28)));
        let store = database.open(&App::known_kinds());
        let app = App::open(store, places, clock, Arc::new(CountingIds::default()), Limits::default());
        let broken = Router::new().route("/broken", get(async || -> Response { panic!("the secret cause") }));
        let site = surrounded(broken, Web::new(app, Config::default()));
        for _ in 0..2 {
            let request = Request::builder().uri("/broken").body(Body::empty()).unwrap();
            let answer = site.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY));
            let body = answer.into_body().collect().await.unwrap().to_bytes();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains("系统内部出错") && !body.contains("secret cause"), "{body}");
        }
    }
}
