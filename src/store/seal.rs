//! Answers at rest: sealed where a key is configured, with XChaCha20-Poly1305.
//!
//! Several keys may be known at once. The first one seals; all of them open, so that a key can be replaced: put the new one
//! in front, run `mockingbird tend`, which seals every answer anew, and take the old one away.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use thiserror::Error;

use super::AttemptId;
use crate::bank::is_slug;

/// Bytes of a key.
const KEY: usize = 32;
/// Bytes of a nonce, which stands before what was sealed; long enough to be drawn by chance.
const NONCE: usize = 24;

/// The keys of answers. Without any, answers are stored as they are.
#[derive(Clone, Default)]
pub struct Keys(Vec<(String, XChaCha20Poly1305)>);

/// Keys that cannot be used. Never shows one.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeysError {
    /// Not of the form that is asked for.
    #[error("key {0} of the answers is none: write ID:HEX, a name of lower-case letters and digits and 64 hexadecimal digits")]
    Form(usize),
    /// Two keys of one name.
    #[error("two keys of the answers are called `{0}`; every key needs a name of its own, for good")]
    Twice(String),
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

impl Keys {
    /// Keys written as `ID:HEX`, separated by commas or white space; the first one seals.
    ///
    /// # Errors
    /// [`KeysError`], which names the place and never the key.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let mut keys: Vec<(String, XChaCha20Poly1305)> = Vec::new();
        let written = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
        for (at, part) in (1..).zip(written) {
            let (id, hex) = part.split_once(':').filter(|(id, _)| is_slug(id)).ok_or(KeysError::Form(at))?;
            let key = bytes(hex).ok_or(KeysError::Form(at))?;
            if keys.iter().any(|(other, _)| other == id) {
                return Err(KeysError::Twice(id.to_owned()));
            }
            keys.push((id.to_owned(), XChaCha20Poly1305::new(&Key::from(key))));
        }
        Ok(Self(keys))
    }

    /// The name of the key that seals; `None` where answers are stored as they are.
    #[must_use]
    pub fn sealing(&self) -> Option<&str> {
        self.0.first().map(|(id, _)| id.as_str())
    }

    /// An answer as it is stored, and the name of the key that opens it. It is bound to its attempt: moved to another
    /// one, it does not open.
    pub(super) fn seal(&self, attempt: AttemptId, text: &str) -> (Vec<u8>, Option<&str>) {
        let plain = text.as_bytes();
        let Some((id, cipher)) = self.0.first() else { return (plain.to_vec(), None) };
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: plain, aad: attempt.as_bytes() };
        // Sealing fails only for what no memory holds; nothing is better than the plain text then.
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        ([&nonce[..], &sealed].concat(), Some(id))
    }

    /// The answer that was stored; `None` when no key here opens it.
    pub(super) fn open(&self, attempt: AttemptId, body: &[u8], key: Option<&str>) -> Option<String> {
        let Some(key) = key else { return Some(String::from_utf8_lossy(body).into_owned()) };
        let (_, cipher) = self.0.iter().find(|(id, _)| id == key)?;
        let (nonce, sealed) = body.split_first_chunk::<NONCE>()?;
        let plain = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: attempt.as_bytes() }).ok()?;
        Some(String::from_utf8_lossy(&plain).into_owned())
    }
}

fn bytes(hex: &str) -> Option<[u8; KEY]> {
    let mut key = [0; KEY];
    if hex.len() != KEY * 2 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "a1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const NEW: &str = "b2:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    fn attempt() -> AttemptId {
        AttemptId::new(chrono::DateTime::UNIX_EPOCH)
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_and_for_its_attempt_alone() {
        let (old, both) = (Keys::parse(OLD).unwrap(), Keys::parse(&format!("{NEW}, {OLD}")).unwrap());
        let id = attempt();
        let (body, key) = old.seal(id, "It swims. 🐧\u{0}");
        assert_eq!(key, Some("a1"));
        assert!(!body.windows(5).any(|part| part == b"swims"));
        assert_eq!(both.open(id, &body, key).as_deref(), Some("It swims. 🐧\u{0}"));
        assert_eq!(both.sealing(), Some("b2"));
        assert_eq!(old.open(attempt(), &body, key), None);
        assert_eq!(Keys::parse(NEW).unwrap().open(id, &body, key), None);
        assert_eq!(old.open(id, &body[..10], key), None);
        let mut bent = body.clone();
        bent[30] ^= 1;
        assert_eq!(old.open(id, &bent, key), None);
    }

    #[test]
    fn without_a_key_answers_are_as_they_are() {
        let none = Keys::parse(" \n").unwrap();
        let (body, key) = none.seal(attempt(), "It swims.");
        assert_eq!((body.as_slice(), key), (&b"It swims."[..], None));
        assert_eq!(none.open(attempt(), b"It swims.", None).as_deref(), Some("It swims."));
    }

    #[test]
    fn keys_that_are_none_are_refused_and_no_key_is_ever_shown() {
        for (text, error) in [
            ("a1", KeysError::Form(1)),
            ("a1:00", KeysError::Form(1)),
            (&format!("{OLD} {}", OLD.replace("a1:0", "b:g")), KeysError::Form(2)),
            (&format!("{OLD}, {OLD}"), KeysError::Twice("a1".into())),
        ] {
            assert_eq!(Keys::parse(text).unwrap_err(), error, "{text}");
        }
        assert_eq!(format!("{:?}", Keys::parse(OLD).unwrap()), "[\"a1\"]");
    }
}
