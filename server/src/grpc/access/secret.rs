//! A token's text, `bl_ID_SECRET`: the id may be shown and finds the row, the
//! secret is 256 random bits, of which only the SHA-256 is ever kept.

use backline_domain::change::Secret;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What every token begins with, so that scanners for leaked secrets find it.
const PREFIX: &str = "bl";
/// Bytes of an id: 16 characters.
const ID_BYTES: usize = 10;
/// Bytes of a secret: 52 characters.
const SECRET_BYTES: usize = 32;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A new token's id, text and hash. The text is given out once and then gone.
pub struct Issued {
    /// The id.
    pub id: String,
    /// `bl_ID_SECRET`.
    pub text: Secret,
    /// SHA-256 of the secret, hexadecimal: what is stored.
    pub hash: String,
}

/// A token as a caller sent it.
pub(super) struct Sent<'a> {
    pub(super) id: &'a str,
    secret: &'a str,
}

// === impl Issued ===

impl Issued {
    /// A token that nobody has had before.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        let id = random_id()?;
        let secret = Zeroizing::new(random_text::<SECRET_BYTES>()?);
        let text = Secret::new(format!("{PREFIX}_{id}_{}", secret.as_str()));
        Ok(Self {
            id,
            text,
            hash: hash(&secret),
        })
    }
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

// === impl Sent ===

impl<'a> Sent<'a> {
    /// Takes a token apart. `None` when it has not the form of one.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '_');
        let (prefix, id, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let good = prefix == PREFIX && id.len() >= 8 && secret.len() >= 40 && secret.len() <= 128;
        good.then_some(Self { id, secret })
    }

    /// Whether the secret is the one with this hash. Takes the same time
    /// wherever they differ.
    pub(super) fn matches(&self, stored_hash: &str) -> bool {
        hash(self.secret)
            .as_bytes()
            .ct_eq(stored_hash.as_bytes())
            .into()
    }
}

/// An id that was never issued before: 80 random bits as lower-case letters and
/// digits.
///
/// # Errors
/// When the system gives no randomness.
pub fn random_id() -> Result<String, getrandom::Error> {
    random_text::<ID_BYTES>()
}

/// SHA-256, hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn random_text<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice())?;
    Ok(base32(bytes.as_slice()))
}

/// Base32 without padding, in lower case.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[((held >> bits) & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[((held << (5 - bits)) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_the_standard_one() {
        let known = [
            ("", ""),
            ("f", "my"),
            ("foob", "mzxw6yq"),
            ("foobar", "mzxw6ytboi"),
        ];
        for (plain, coded) in known {
            assert_eq!(base32(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn an_issued_token_matches_itself_and_nothing_else() {
        let (one, other) = (Issued::new().unwrap(), Issued::new().unwrap());
        let text = String::from_utf8(one.text.expose().to_vec()).unwrap();
        let sent = Sent::parse(&text).unwrap();
        assert_eq!(sent.id, one.id);
        assert!(sent.matches(&one.hash) && !sent.matches(&other.hash) && !sent.matches(""));
        assert!(!format!("{one:?}").contains(sent.secret));
    }

    #[test]
    fn what_is_no_token_is_not_taken_for_one() {
        let long = "a".repeat(129);
        for text in [
            "",
            "bl",
            "bl_",
            "bl_abcdefgh_",
            "xx_abcdefgh_abc",
            "bl__",
            "Bearer",
        ] {
            assert!(Sent::parse(text).is_none(), "{text}");
        }
        assert!(Sent::parse(&format!("bl_abcdefgh_{long}")).is_none());
    }
}
