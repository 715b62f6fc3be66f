//! One WebSocket to the gateway: text in, text out.

use std::borrow::Cow;
use std::io::Read as _;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::session::Ended;
use crate::clock;

/// Longest wait for a connection, with TLS and upgrade.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest wait until what is said is taken over by the system; a half-open connection takes nothing when its buffer is full.
const SEND: Duration = Duration::from_secs(5);
/// Longest wait until a goodbye is sent.
const CLOSE: Duration = Duration::from_secs(1);
/// No payload of Discord's is longer when it is unpacked.
const LONGEST: u64 = 64 << 20;

/// A payload of the gateway: what it is, its place in the session, its name, its data.
#[derive(Debug, Deserialize)]
pub(super) struct Payload<'a> {
    pub(super) op: u8,
    #[serde(default)]
    pub(super) s: Option<u64>,
    #[serde(default, borrow)]
    pub(super) t: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(super) d: Option<&'a RawValue>,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects to an address of the gateway's.
    pub(super) async fn connect(url: &str) -> Result<Self, Ended> {
        let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
        // Boxed: it is large, and only needed now and then.
        match clock::within(CONNECT, Box::pin(connect_async_with_config(url, None, true))).await {
            Some(Ok((stream, _))) => Ok(Self(stream)),
            _ => Err(Ended::Refused),
        }
    }

    /// The next payload's text. May be dropped while it waits, and loses nothing then.
    pub(super) async fn receive(&mut self) -> Result<String, Ended> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Binary(packed))) => {
                    let mut text = String::new();
                    return match ZlibDecoder::new(&*packed).take(LONGEST).read_to_string(&mut text) {
                        Ok(_) => Ok(text),
                        Err(_) => Err(Ended::Broken),
                    };
                }
                Some(Ok(Message::Close(frame))) => return Err(Ended::Closed(frame.map(|frame| frame.code.into()))),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Ended::Broken),
            }
        }
    }

    /// Sends a payload.
    pub(super) async fn send(&mut self, payload: &Value) -> Result<(), Ended> {
        match clock::within(SEND, self.0.send(Message::Text(payload.to_string()))).await {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) => Err(Ended::Broken),
            None => Err(Ended::Silent),
        }
    }

    /// Says goodbye. With 1000 the session is over; with anything else it can be resumed.
    pub(super) async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: Cow::Borrowed("") };
        // Whoever is gone already does not hear it.
        let _ = clock::within(CLOSE, self.0.close(Some(frame))).await;
    }
}
