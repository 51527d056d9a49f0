//! Where state is kept.

use std::path::{Path, PathBuf};

use backline_domain::change::Secret;

use super::{Error, Layers};

/// The store's address, and who the server is there.
#[derive(Clone, PartialEq, Eq)]
pub struct Store {
    /// As the store takes it.
    url: String,
    /// The user at a remote store.
    pub user: Option<String>,
    /// The user's password at a remote store.
    pub password: Option<Secret>,
}

// === impl Store ===

impl Store {
    pub(super) fn from_layers(layers: &Layers, key_file: Option<&Path>) -> Result<Self, Error> {
        let url = layers.required("store", |text| {
            let known = ["surrealkv://", "ws://", "wss://"];
            let good = text == "mem://"
                || known
                    .iter()
                    .any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
            good.then(|| text.to_owned())
        })?;
        let user = layers.read("store_user", |text| Some(text.to_owned()))?;
        let password = layers.read("store_password", |text| Some(Secret::new(text)))?;
        let store = Self {
            url,
            user,
            password,
        };
        if let (Some(folder), Some(key)) = (store.folder(), key_file)
            && is_within(key, &folder)
        {
            return Err(Error::Together(format!(
                "the key file {} lies in the store's folder {}, so that whoever gets a copy of \
                 the store could open its secrets: name another place with --secret-key-file",
                key.display(),
                folder.display()
            )));
        }
        Ok(store)
    }

    /// The address, for opening the store.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of an embedded store.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("surrealkv://")?;
        Some(PathBuf::from(
            rest.split_once('?').map_or(rest, |(folder, _)| folder),
        ))
    }
}

/// Without the address: it may hold a password.
impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// By the paths as they would be from here; links are not followed.
fn is_within(file: &Path, folder: &Path) -> bool {
    match (std::path::absolute(file), std::path::absolute(folder)) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => false,
    }
}
