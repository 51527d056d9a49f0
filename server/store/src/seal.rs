//! Sealing: secrets are encrypted before they reach the store, so that neither
//! its files nor a backup of them hold a token or a session in the clear.

use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

const KEY: usize = 32;
const NONCE: usize = 24;

/// The key that secrets are sealed with: 32 bytes, wiped when dropped, never
/// shown.
#[derive(Clone)]
pub struct SealKey(Zeroizing<[u8; KEY]>);

/// Text that is no sealing key. The text itself is not in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no secret key ({length} characters): allowed are 32 bytes as 64 hexadecimal digits \
     or as base64; make one with `openssl rand -hex 32`"
)]
pub struct ParseKeyError {
    length: usize,
}

/// Why something did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unopened {
    /// Sealed with another key, for another place, or changed since.
    Refused,
    /// Nothing that was ever sealed.
    Malformed,
}

/// There is no randomness to be had from the operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random numbers")]
pub struct NoRandomness;

// === impl SealKey ===

impl SealKey {
    /// Takes a key.
    #[must_use]
    pub fn new(bytes: [u8; KEY]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Makes a new key.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; KEY]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The key as 64 hexadecimal digits, for the key file and nothing else.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY));
        for byte in self.0.iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Makes a secret out of the key, which nobody gets back from it: the same for the same label
    /// and parts, and for no others. The label says what it is for; once used it stays.
    #[must_use]
    pub fn derive(&self, label: &str, parts: &[&str]) -> Zeroizing<[u8; KEY]> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice());
        let mut hash = hmac::Context::with_key(&key);
        hash.update(b"backline, derived");
        for word in [&label].into_iter().chain(parts) {
            // With its length: no other words can be the same in a row.
            hash.update(&(word.len() as u64).to_le_bytes());
            hash.update(word.as_bytes());
        }
        let mut derived = Zeroizing::new([0; KEY]);
        derived.copy_from_slice(hash.sign().as_ref());
        derived
    }

    /// Seals `plain` for `place`: it opens there and nowhere else.
    pub(crate) fn seal(&self, place: &str, plain: &[u8]) -> Result<String, NoRandomness> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| NoRandomness)?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| NoRandomness)?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for `place`.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Result<Vec<u8>, Unopened> {
        let bytes = STANDARD.decode(sealed).map_err(|_| Unopened::Malformed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(Unopened::Malformed)?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        self.cipher()
            .decrypt(XNonce::from_slice(nonce), payload)
            .map_err(|_| Unopened::Refused)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(hidden)")
    }
}

impl FromStr for SealKey {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let text = text.trim();
        let error = || ParseKeyError {
            length: text.chars().count(),
        };
        let mut decoded = if text.len() == 2 * KEY && text.is_ascii() {
            unhex(text).ok_or_else(error)?
        } else {
            let bare = text
                .trim_end_matches('=')
                .replace('+', "-")
                .replace('/', "_");
            URL_SAFE_NO_PAD.decode(bare).map_err(|_| error())?
        };
        let key = <[u8; KEY]>::try_from(decoded.as_slice()).map_err(|_| error());
        decoded.zeroize();
        key.map(Self::new)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SealKey {
        SealKey::new([byte; KEY])
    }

    #[test]
    fn opens_only_in_its_place_and_with_its_key() {
        let sealed = key(1).seal("secret/bot:1", b"token").unwrap();
        assert_eq!(key(1).open("secret/bot:1", &sealed).unwrap(), b"token");
        assert_eq!(key(1).open("secret/bot:2", &sealed), Err(Unopened::Refused));
        assert_eq!(key(2).open("secret/bot:1", &sealed), Err(Unopened::Refused));
        assert_eq!(
            key(1).open("secret/bot:1", "AAAA"),
            Err(Unopened::Malformed)
        );
        assert_eq!(
            key(1).open("secret/bot:1", "no base64!"),
            Err(Unopened::Malformed)
        );
    }

    #[test]
    fn never_seals_the_same_twice() {
        assert_ne!(
            key(1).seal("a", b"x").unwrap(),
            key(1).seal("a", b"x").unwrap()
        );
    }

    #[test]
    fn derives_the_same_from_the_same_alone() {
        let derived = key(1).derive("webhook", &["ab", "c"]);
        assert_eq!(derived, key(1).derive("webhook", &["ab", "c"]));
        assert_ne!(derived.as_slice(), key(1).0.as_slice());
        for other in [
            key(2).derive("webhook", &["ab", "c"]),
            key(1).derive("webhoo", &["kab", "c"]),
            key(1).derive("webhook", &["a", "bc"]),
            key(1).derive("webhook", &["abc"]),
            key(1).derive("webhook", &["ab", "c", ""]),
            key(1).derive("webhook", &[]),
        ] {
            assert_ne!(derived, other);
        }
    }

    /// Others have been given what was derived: it may not change with a version.
    #[test]
    fn derives_what_it_always_did() {
        let derived = key(7).derive("webhook", &["main", "1"]);
        assert_eq!(
            STANDARD.encode(derived.as_slice()),
            "89h68uMqcm1oGeBD4AoHVbBlWvBYHAUq4Fy1G48pukw="
        );
    }

    #[test]
    fn reads_hex_and_base64() {
        let hex = "00ff".repeat(16);
        let expected = key(0).to_hex().replace("0000", "00ff");
        assert_eq!(hex.parse::<SealKey>().unwrap().to_hex().as_str(), expected);
        let bytes: Vec<u8> = (0..32).map(|n| 255 - n).collect();
        let from_base64: SealKey = format!(" {}\n", STANDARD.encode(&bytes)).parse().unwrap();
        assert_eq!(from_base64.0.as_slice(), bytes);
    }

    #[test]
    fn refuses_other_texts_without_showing_them() {
        for text in [
            "",
            "hunter2",
            &"g".repeat(64),
            &"é".repeat(32),
            &"00".repeat(31),
        ] {
            let error = text.parse::<SealKey>().unwrap_err().to_string();
            assert!(error.contains("64 hexadecimal digits"), "{error}");
            assert!(text.is_empty() || !error.contains(text), "{error}");
        }
        assert_eq!(format!("{:?}", key(7)), "SealKey(hidden)");
    }
}
