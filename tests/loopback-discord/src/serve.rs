//! The listeners: plain HTTP, and TLS for `discord.com`.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tower_service::Service;

/// Marks a response that must not be sent: the connection closes instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lost;

impl Lost {
    pub(crate) fn response() -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Self);
        response
    }
}

/// Tells hyper to close the connection.
#[derive(Debug)]
struct Hangup;

impl std::fmt::Display for Hangup {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the answer was lost on purpose")
    }
}

impl std::error::Error for Hangup {}

/// Serves plain HTTP until the task is aborted.
pub(crate) fn plain(listener: TcpListener, router: Router) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Small answers go out at once.
            drop(stream.set_nodelay(true));
            tokio::spawn(connection(stream, router.clone()));
        }
    })
}

/// Serves HTTPS until the task is aborted.
pub(crate) fn tls(listener: TcpListener, router: Router, config: Arc<ServerConfig>) -> JoinHandle<()> {
    let acceptor = TlsAcceptor::from(config);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream.set_nodelay(true));
            let (acceptor, router) = (acceptor.clone(), router.clone());
            tokio::spawn(async move {
                // A client that does not trust the certificate hangs up; that is its business.
                if let Ok(stream) = acceptor.accept(stream).await {
                    connection(stream, router).await;
                }
            });
        }
    })
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        // A task of its own, so that what was begun is finished though the client be killed.
        let task = tokio::spawn(answer(router.clone(), request.map(Body::new)));
        async move {
            match task.await {
                Ok(response) if response.extensions().get::<Lost>().is_none() => Ok(response),
                _ => Err(Hangup),
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Errors are clients that vanish, and answers that were lost on purpose.
    drop(connection.with_upgrades().await);
}

async fn answer(mut router: Router, request: Request<Body>) -> Response {
    let response: Result<Response, Infallible> = router.call(request).await;
    match response {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// A certificate authority of its own, and a certificate for `discord.com` by it.
#[derive(Debug)]
pub(crate) struct Authority {
    file: PathBuf,
    pub(crate) config: Arc<ServerConfig>,
}

impl Authority {
    /// Makes both, and writes the authority's PEM to a file in the temporary directory.
    pub(crate) fn make(addr: SocketAddr) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Loopback Discord");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let root = params.self_signed(&key)?;
        let issuer = Issuer::new(params, key);

        let names = ["discord.com", "gateway.discord.gg", "localhost"].map(str::to_owned);
        let key = KeyPair::generate()?;
        let leaf = CertificateParams::new(names)?.signed_by(&key, &issuer)?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], secret)?;

        let name = format!("loopback-discord-{}-{}.pem", std::process::id(), addr.port());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, root.pem())?;
        Ok(Self { file, config: Arc::new(config) })
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        // A file that somebody removed before is gone all the same.
        drop(std::fs::remove_file(&self.file));
    }
}
