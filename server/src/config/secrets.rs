//! The key that secrets are sealed with before they reach the store.

use std::io;
use std::path::{Path, PathBuf};

use backline_domain::change::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{Error, Layers, private_file};

/// The sealing key: 256 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

/// Secrets of the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    source: Source,
    /// The setup bot's token.
    pub setup_bot_token: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Given(SealingKey),
    File(PathBuf),
}

// === impl Secrets ===

impl Secrets {
    pub(super) fn from_layers(layers: &Layers, directory: &Path) -> Result<Self, Error> {
        let given = layers.read("secret_key", SealingKey::parse)?;
        let file = layers.read("secret_key_file", super::path)?;
        let source = given.map_or_else(
            || Source::File(file.unwrap_or_else(|| directory.join("secret.key"))),
            Source::Given,
        );
        let setup_bot_token = layers.read("setup_bot_token", |text| {
            (text.len() > 20).then(|| Secret::new(text))
        })?;
        Ok(Self {
            source,
            setup_bot_token,
        })
    }

    /// Secrets with this key.
    #[must_use]
    pub const fn with_key(key: SealingKey) -> Self {
        Self {
            source: Source::Given(key),
            setup_bot_token: None,
        }
    }

    /// The file that the key lies in, unless it was given otherwise.
    #[must_use]
    pub fn key_file(&self) -> Option<&Path> {
        match &self.source {
            Source::Given(_) => None,
            Source::File(path) => Some(path),
        }
    }

    /// The key. Makes its file, mode 0600, when there is none: at the first
    /// start. A lost file is never replaced silently for long: the store refuses
    /// a key that does not open its secrets.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub fn sealing_key(&self) -> Result<SealingKey, Error> {
        let path = match &self.source {
            Source::Given(key) => return Ok(key.clone()),
            Source::File(path) => path,
        };
        let unreadable = |detail: String| Error::Unreadable {
            what: "the key that secrets are sealed with",
            path: path.clone(),
            detail,
        };
        match std::fs::read_to_string(path) {
            Ok(text) => SealingKey::parse(&Zeroizing::new(text)).ok_or_else(|| {
                unreadable("it holds no key, that is 32 bytes in hexadecimal or base64".to_owned())
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = SealingKey::random().map_err(Error::Random)?;
                private_file::replace(path, Zeroizing::new(STANDARD.encode(*key.0)).as_bytes())?;
                tracing::info!(path = %path.display(), "made the key that secrets are sealed with; keep a copy apart from the store's backups");
                Ok(key)
            }
            Err(error) => Err(unreadable(error.to_string())),
        }
    }
}

// === impl SealingKey ===

impl SealingKey {
    /// A new key.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Reads 64 hexadecimal digits or base64 of 32 bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = Zeroizing::new(if text.len() == 64 {
            hexadecimal(text)?
        } else {
            STANDARD.decode(text).ok()?
        });
        let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
        Some(Self(Zeroizing::new(key)))
    }

    /// The key itself, for sealing.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(hidden)")
    }
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    text.as_bytes()
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?))
        .collect()
}
