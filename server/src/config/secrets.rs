//! The key that secrets are sealed with before they reach the store.

use std::io;
use std::path::{Path, PathBuf};

use backline_domain::change::Secret;
use backline_domain::setup_bot::find_token;
use backline_store::{ParseKeyError, SealKey};
use zeroize::Zeroizing;

use super::{Error, Layers, private_file};

/// Secrets of the installation.
#[derive(Debug, Clone)]
pub struct Secrets {
    source: Source,
    /// The setup bot's token.
    pub setup_bot_token: Option<Secret>,
}

#[derive(Debug, Clone)]
enum Source {
    Given(SealKey),
    File(PathBuf),
}

// === impl Secrets ===

impl Secrets {
    pub(super) fn from_layers(layers: &Layers, directory: &Path) -> Result<Self, Error> {
        let given = layers.read("secret_key", |text| text.parse().ok())?;
        let file = layers.read("secret_key_file", super::path)?;
        let source = given.map_or_else(
            || Source::File(file.unwrap_or_else(|| directory.join("secret.key"))),
            Source::Given,
        );
        let setup_bot_token = setup_bot_token(layers)?;
        Ok(Self {
            source,
            setup_bot_token,
        })
    }

    /// Secrets with this key.
    #[must_use]
    pub const fn with_key(key: SealKey) -> Self {
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
    pub fn sealing_key(&self) -> Result<SealKey, Error> {
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
            Ok(text) => Zeroizing::new(text)
                .parse()
                .map_err(|error: ParseKeyError| unreadable(error.to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = SealKey::generate().map_err(|error| unreadable(error.to_string()))?;
                private_file::replace(path, key.to_hex().as_bytes())?;
                tracing::info!(
                    path = %path.display(),
                    "made the key that secrets are sealed with; keep a copy apart from the \
                     store's backups"
                );
                Ok(key)
            }
            Err(error) => Err(unreadable(error.to_string())),
        }
    }
}

/// The setup bot's token, given itself or in a file.
fn setup_bot_token(layers: &Layers) -> Result<Option<Secret>, Error> {
    let given = layers.read("setup_bot_token", |text| {
        find_token(text)
            .filter(|token| *token == text.trim())
            .map(Secret::new)
    })?;
    let file = layers.read("setup_bot_token_file", super::path)?;
    let (None, Some(path)) = (&given, file) else {
        return Ok(given);
    };
    let unreadable = |detail: String| Error::Unreadable {
        what: "the setup bot's token",
        path: path.clone(),
        detail,
    };
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    let text = Zeroizing::new(text);
    let token = find_token(&text).filter(|token| *token == text.trim());
    match token {
        Some(token) => Ok(Some(Secret::new(token))),
        None => Err(unreadable(
            "it holds no bot's token; put the token from BotFather there, and nothing else"
                .to_owned(),
        )),
    }
}
