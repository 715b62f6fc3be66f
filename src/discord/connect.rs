//! The HTTP client: Discord itself, or a server on this machine for tests.
//!
//! `DISCORD_API_URL` sends plain HTTP to another server, without serenity's rate limiter (which would ignore the address).
//! `DISCORD_CONNECT` with `DISCORD_CA_FILE` is the production path, rate limiter and TLS included: only the address
//! behind `discord.com` and the certificate that is trusted differ.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Certificate, Client};
use serenity::all::CreateAllowedMentions;
use serenity::http::{Http, HttpBuilder};
use thiserror::Error;

/// Longest wait for an answer of Discord's. A callback to an expired interaction may get none at all.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Which server to talk to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Endpoint {
    /// Discord.
    #[default]
    Discord,
    /// Another server, by plain HTTP.
    Plain(String),
    /// Another server under Discord's name, by TLS.
    Tls {
        /// Its address.
        address: SocketAddr,
        /// PEM file of the certificate that it is trusted by.
        certificate: PathBuf,
    },
}

/// An endpoint that cannot be used.
#[derive(Debug, Error)]
pub enum EndpointError {
    /// One of the pair is missing or malformed.
    #[error("DISCORD_CONNECT takes an address such as 127.0.0.1:8443, together with DISCORD_CA_FILE")]
    Pair,
    /// The certificate cannot be used.
    #[error("cannot use the certificate {}: {reason}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The client cannot be made.
    #[error("cannot set up HTTP: {0}")]
    Client(#[from] reqwest::Error),
}

impl Endpoint {
    /// The endpoint that the environment asks for, looked up with `variable`.
    ///
    /// # Errors
    /// [`EndpointError::Pair`] when only half of the TLS pair is set, or no address.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, EndpointError> {
        if let Some(url) = variable("DISCORD_API_URL") {
            return Ok(Self::Plain(url.trim_end_matches('/').to_owned()));
        }
        match (variable("DISCORD_CONNECT"), variable("DISCORD_CA_FILE")) {
            (None, None) => Ok(Self::Discord),
            (Some(address), Some(file)) => {
                Ok(Self::Tls { address: address.parse().map_err(|_| EndpointError::Pair)?, certificate: file.into() })
            }
            _ => Err(EndpointError::Pair),
        }
    }

    /// A client that mentions nobody unless a message says so.
    pub(super) fn http(&self, token: &str) -> Result<Http, EndpointError> {
        let mut client = Client::builder().use_rustls_tls().timeout(TIMEOUT);
        let mut builder = HttpBuilder::new(token).default_allowed_mentions(CreateAllowedMentions::new());
        match self {
            Self::Discord => {}
            Self::Plain(url) => builder = builder.proxy(url).ratelimiter_disabled(true),
            Self::Tls { address, certificate: path } => {
                let fault = |reason: String| EndpointError::Certificate { path: path.clone(), reason };
                let pem = std::fs::read(path).map_err(|error| fault(error.to_string()))?;
                let certificate = Certificate::from_pem(&pem).map_err(|error| fault(error.to_string()))?;
                client = client.add_root_certificate(certificate).resolve("discord.com", *address);
            }
        }
        Ok(builder.client(client.build()?).build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<Endpoint, EndpointError> {
        Endpoint::from_environment(|name| pairs.iter().find(|row| row.0 == name).map(|row| row.1.to_owned()))
    }

    #[test]
    fn the_environment_names_the_server() {
        assert_eq!(from(&[]).unwrap(), Endpoint::Discord);
        assert_eq!(from(&[("DISCORD_API_URL", "http://127.0.0.1:1/")]).unwrap(), Endpoint::Plain("http://127.0.0.1:1".into()));
        let tls = from(&[("DISCORD_CONNECT", "127.0.0.1:1"), ("DISCORD_CA_FILE", "ca.pem")]).unwrap();
        assert_eq!(tls, Endpoint::Tls { address: "127.0.0.1:1".parse().unwrap(), certificate: "ca.pem".into() });
        assert!(from(&[("DISCORD_CONNECT", "127.0.0.1:1")]).is_err());
        assert!(from(&[("DISCORD_CONNECT", "here"), ("DISCORD_CA_FILE", "ca.pem")]).is_err());
    }
}
