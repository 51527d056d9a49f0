//! Signing what is posted, as [Standard Webhooks](https://www.standardwebhooks.com) has it:
//! whoever takes webhooks checks them with a library that exists.
//!
//! Secrets are not stored. They come out of the installation's sealing key, so that they are the
//! same after a restart; another generation gives another secret, and posts may carry the
//! signatures of two while a receiver changes over.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::hmac;
use backline_domain::id::ConnectionId;
use backline_store::SealKey;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// What stands before a secret.
const PREFIX: &str = "whsec_";
/// Bytes of a secret that the scheme allows.
const LENGTH: std::ops::RangeInclusive<usize> = 24..=64;
/// What secrets are derived for. Another label would change all of them.
const LABEL: &str = "webhook secret";

/// What a connection's webhooks are signed with. Wiped when dropped, never shown in a `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// Text that is no secret of webhooks. The text itself is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no webhook secret: allowed is `whsec_` with 24 to 64 bytes as base64 behind it")]
pub struct ParseSecretError;

/// What the headers of a signed post say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// `webhook-id`: the same however often the event is posted, so that a receiver knows it
    /// again.
    pub id: String,
    /// `webhook-timestamp`: when this attempt was signed, in seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`: one of each secret, with spaces.
    pub signature: String,
}

/// Signs a body with each of these secrets.
///
/// The id has no `.` in it, which stands between id, timestamp and body.
#[must_use]
pub fn sign<'a>(
    id: &str,
    timestamp: i64,
    body: &[u8],
    secrets: impl IntoIterator<Item = &'a Secret>,
) -> Signed {
    let signatures = secrets.into_iter().map(|secret| {
        let mut hash = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &secret.0));
        hash.update(format!("{id}.{timestamp}.").as_bytes());
        hash.update(body);
        format!("v1,{}", STANDARD.encode(hash.sign()))
    });
    Signed {
        id: id.to_owned(),
        timestamp,
        signature: signatures.collect::<Vec<_>>().join(" "),
    }
}

// === impl Secret ===

impl Secret {
    /// The secret of a connection. Its generation is raised to give it another one.
    #[must_use]
    pub fn derive(key: &SealKey, connection: &ConnectionId, generation: u32) -> Self {
        let derived = key.derive(LABEL, &[connection.as_str(), &generation.to_string()]);
        Self(Zeroizing::new(derived.to_vec()))
    }

    /// The secret as its receiver is given it: `whsec_` and base64. For who may manage the
    /// connection, and nobody else.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(STANDARD.encode(self.0.as_slice()));
        Zeroizing::new(format!("{PREFIX}{}", text.as_str()))
    }
}

impl FromStr for Secret {
    type Err = ParseSecretError;

    fn from_str(text: &str) -> Result<Self, ParseSecretError> {
        let text = text.strip_prefix(PREFIX).ok_or(ParseSecretError)?;
        let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| ParseSecretError)?);
        if LENGTH.contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(ParseSecretError)
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That of the scheme's own libraries.
    const VECTOR: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn signs_as_the_schemes_own_libraries_do() {
        let secret: Secret = VECTOR.parse().unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let body = br#"{"test": 2432232314}"#;
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let signed = sign(id, 1_614_265_330, body, [&secret]);
        assert_eq!(signed.signature, expected);
        assert_eq!((signed.id.as_str(), signed.timestamp), (id, 1_614_265_330));
        let other = Secret::derive(&SealKey::new([1; 32]), &connection("main"), 1);
        let both = sign(id, 1_614_265_330, body, [&other, &secret]).signature;
        let (first, second) = both.split_once(' ').unwrap();
        assert!(first.starts_with("v1,") && first != expected, "{both}");
        assert_eq!(second, expected);
    }

    #[test]
    fn each_connection_and_generation_has_its_own_secret() {
        let key = SealKey::new([1; 32]);
        let secret = Secret::derive(&key, &connection("a"), 1);
        assert_eq!(secret, Secret::derive(&key, &connection("a"), 1));
        for other in [
            Secret::derive(&key, &connection("a"), 2),
            Secret::derive(&key, &connection("b"), 1),
            Secret::derive(&key, &connection("a1"), 1),
            Secret::derive(&SealKey::new([2; 32]), &connection("a"), 1),
        ] {
            assert_ne!(secret, other);
        }
        assert_eq!(secret.reveal().parse(), Ok(secret));
    }

    #[test]
    fn a_secret_is_read_as_it_is_shown_and_hidden_otherwise() {
        let secret: Secret = VECTOR.parse().unwrap();
        assert_eq!(secret.reveal().as_str(), VECTOR);
        assert_eq!(format!("{secret:?}"), "Secret(hidden)");
        let of = |bytes: usize| format!("{PREFIX}{}", STANDARD.encode(vec![7; bytes]));
        assert!(of(24).parse::<Secret>().is_ok() && of(64).parse::<Secret>().is_ok());
        for wrong in [
            &of(23),
            &of(65),
            "",
            "whsec_",
            "whsec_?",
            &VECTOR[PREFIX.len()..],
        ] {
            assert_eq!(wrong.parse::<Secret>(), Err(ParseSecretError), "{wrong}");
        }
    }

    fn connection(id: &str) -> ConnectionId {
        ConnectionId::parse(id).unwrap()
    }
}
