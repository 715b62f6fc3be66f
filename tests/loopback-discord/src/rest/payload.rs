//! Bodies and paths, as the handlers get them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, RawPathParams, RawQuery};
use axum::http::request::Parts;
use axum::http::{Request, header};
use serde_json::Value;

use super::refusal::{Fault, Refusal};

/// A file that came with a body.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The `n` of `files[n]`.
    pub(crate) index: u64,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

/// A body: its JSON and the files beside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) json: Value,
    pub(crate) files: Vec<Upload>,
}

/// The body of the request at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload(pub(crate) Arc<Content>);

impl Payload {
    pub(crate) fn json(&self) -> &Value {
        &self.0.json
    }

    pub(crate) fn files(&self) -> &[Upload] {
        &self.0.files
    }

    /// Reads a body, whichever way it is written; `None` if it is not well formed.
    pub(crate) async fn read(parts: &Parts, bytes: Bytes) -> Option<Self> {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if bytes.is_empty() {
            return Some(Self::default());
        }
        let body = if kind.starts_with("multipart/form-data") {
            Self::multipart(parts, bytes).await?
        } else {
            Content { json: serde_json::from_slice(&bytes).ok()?, files: Vec::new() }
        };
        Some(Self(Arc::new(body)))
    }

    async fn multipart(parts: &Parts, bytes: Bytes) -> Option<Content> {
        let mut request = Request::new(Body::from(bytes));
        *request.headers_mut() = parts.headers.clone();
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.ok()?;
        let mut body = Content { json: serde_json::json!({}), files: Vec::new() };
        while let Some(field) = form.next_field().await.ok()? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
            let bytes = field.bytes().await.ok()?;
            match file {
                None if name == "payload_json" => body.json = serde_json::from_slice(&bytes).ok()?,
                None => body.json[name.as_str()] = String::from_utf8_lossy(&bytes).into_owned().into(),
                Some(file) => {
                    let index = name.trim_start_matches("files[").trim_end_matches(']').parse();
                    let index = index.unwrap_or(body.files.len() as u64);
                    body.files.push(Upload { index, name: file, media_type, bytes });
                }
            }
        }
        Some(body)
    }
}

impl<S: Sync> FromRequestParts<S> for Payload {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Where a request is aimed: what stands in its path and in its query.
#[derive(Clone, Debug, Default)]
pub(crate) struct At {
    values: HashMap<String, String>,
}

impl At {
    /// What stands for a name, or nothing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// An id in the path.
    pub(crate) fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.text(name).parse().map_err(|_| {
            let message = format!("Value \"{}\" is not snowflake.", self.text(name));
            Refusal::form(vec![Fault { path: name.to_owned(), code: "NUMBER_TYPE_COERCE", message }])
        })
    }

    /// A number in the query.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.text(name).parse().ok()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for At {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let mut values = HashMap::new();
        if let Ok(RawQuery(Some(query))) = RawQuery::from_request_parts(parts, state).await {
            for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                values.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Ok(params) = RawPathParams::from_request_parts(parts, state).await {
            values.extend(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        Ok(Self { values })
    }
}
