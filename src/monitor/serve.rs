//! Answering `/metrics` and `/healthz`: plain HTTP, reading only, for whoever watches over the bot.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tracing::{info, warn};

use super::Monitor;
use crate::clock;

/// Connections that are served at the same time; more wait.
const CONNECTIONS: usize = 16;
/// Longest time that a connection may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An address that is listened on.
#[derive(Debug)]
pub struct Listener(TcpListener);

/// An address that cannot be listened on.
#[derive(Debug, Error)]
#[error("cannot listen on {address}: {error}; choose another metrics.address, or none")]
pub struct ListenError {
    address: SocketAddr,
    error: std::io::Error,
}

impl Listener {
    /// Listens on an address.
    ///
    /// # Errors
    /// [`ListenError`] when it is taken, or not this machine's.
    pub async fn bind(address: SocketAddr) -> Result<Self, ListenError> {
        TcpListener::bind(address).await.map(Self).map_err(|error| ListenError { address, error })
    }

    /// Answers until it is dropped; `database` asks the database whether it answers.
    pub async fn serve<D, A>(self, monitor: Monitor, database: D)
    where
        D: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = bool> + Send,
    {
        if let Ok(address) = self.0.local_addr() {
            info!(%address, "/metrics and /healthz are served");
        }
        let (database, room) = (Arc::new(database), Arc::new(Semaphore::new(CONNECTIONS)));
        loop {
            let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
            let stream = match self.0.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, mostly: it goes by, and must not turn into a busy loop.
                    warn!(%error, "a connection to /metrics could not be taken");
                    clock::pause(Duration::from_secs(1)).await;
                    continue;
                }
            };
            let (monitor, database) = (monitor.clone(), Arc::clone(&database));
            tokio::spawn(async move {
                let service = service_fn(|request| answer(request, &monitor, &*database));
                let mut http = http1::Builder::new();
                let connection = http.timer(TokioTimer::new()).keep_alive(false).serve_connection(TokioIo::new(stream), service);
                // Whoever hangs up early wanted nothing more.
                let _ = clock::within(PATIENCE, connection).await;
                drop(permit);
            });
        }
    }
}

async fn answer<D, A>(request: Request<Incoming>, monitor: &Monitor, database: &D) -> Result<Response<Full<Bytes>>, Infallible>
where
    D: Fn() -> A,
    A: Future<Output = bool>,
{
    let path = request.uri().path();
    let (status, kind, body) = match (request.method(), path) {
        (&Method::GET | &Method::HEAD, "/metrics") => {
            (StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", monitor.text())
        }
        (&Method::GET | &Method::HEAD, "/healthz") => {
            let health = monitor.health(database().await);
            let status = if health.is_well() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            (status, "application/json", serde_json::to_string(&health).unwrap_or_default())
        }
        (_, "/metrics" | "/healthz") => (StatusCode::METHOD_NOT_ALLOWED, "text/plain", "only GET\n".to_owned()),
        _ => (StatusCode::NOT_FOUND, "text/plain", "/metrics or /healthz\n".to_owned()),
    };
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}
