//! HTTP over TCP: accepts, limits how long a request's head may take, and ends in good order.
//!
//! `axum::serve` sets no limit on reading heads (a thousand slow clients would hold it), so the loop stands here.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{Response, body::Incoming};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::Instant,
};
use tower::ServiceExt;

/// A request's head has to arrive within this; an idle connection is closed after it, too.
const HEAD: Duration = Duration::from_secs(10);
/// How long running requests may take to finish once the process is asked to end.
const FAREWELL: Duration = Duration::from_secs(10);
/// A head larger than this is refused.
const HEAD_MOST: usize = 64 * 1024;
/// Connections at a time; more wait in the system's queue.
const CONNECTIONS_MOST: u64 = 8192;
/// Files that the database and the logs need beside the connections.
const OTHER_FILES: u64 = 128;

pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("不能监听 {address}：端口可能已被占用，请用 --listen 换一个地址或端口"))
}

/// Serves until `shutdown` says so, then lets running requests finish.
pub async fn serve(listener: TcpListener, router: Router, mut shutdown: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(connections()));
    let graceful = GracefulShutdown::new();
    let server = server();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            _ = shutdown.wait_for(|asked| *asked) => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let service = service(router.clone(), peer);
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service).into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%peer, %error, "connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still running and have been cut off");
    }
}

fn server() -> auto::Builder<TokioExecutor> {
    let mut server = auto::Builder::new(TokioExecutor::new()).http1_only();
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_MOST);
    server
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are small: they should not wait to be collected.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            // Out of open files, or the client has gone already: take a breath instead of spinning.
            tracing::warn!(%error, "a connection was not accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

fn service(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = Response<Body>,
    Error = Infallible,
    Future: Future<Output = Result<Response<Body>, Infallible>> + Send,
> + Clone {
    hyper::service::service_fn(move |mut request: Request<Incoming>| {
        let router = router.clone();
        request.extensions_mut().insert(ConnectInfo(peer));
        async move {
            let (begin, method, path) = (Instant::now(), request.method().clone(), shown(request.uri().path()));
            let response = router.oneshot(request).await?;
            let (status, took) = (response.status().as_u16(), begin.elapsed());
            tracing::debug!(%method, path, status, ?took, "request");
            Ok(response)
        }
    })
}

/// A set-up link is a secret: it does not go into the log.
fn shown(path: &str) -> String {
    if path.starts_with("/set-up/") { "/set-up/…".to_owned() } else { path.to_owned() }
}

/// Raises the number of open files to what the system allows, and leaves some for the rest.
fn connections() -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    if let Some(most) = limit.maximum {
        let wanted = rustix::process::Rlimit { current: Some(most.min(CONNECTIONS_MOST + OTHER_FILES)), ..limit };
        if limit.current < wanted.current && setrlimit(Resource::Nofile, wanted).is_ok() {
            limit = wanted;
        }
    }
    let files = limit.current.unwrap_or(CONNECTIONS_MOST + OTHER_FILES);
    usize::try_from(files.saturating_sub(OTHER_FILES).clamp(16, CONNECTIONS_MOST)).unwrap_or(16)
}

/// Turns true on SIGTERM or ctrl-c; a second signal ends the process at once.
pub fn on_signal() -> Result<watch::Receiver<bool>> {
    let (asked, shutdown) = watch::channel(false);
    let mut term =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).context("不能接收系统的停止信号")?;
    tokio::spawn(async move {
        tokio::select! { _ = term.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        tracing::info!("stopping");
        let _ = asked.send(true);
        tokio::select! { _ = term.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        std::process::exit(1);
    });
    Ok(shutdown)
}
