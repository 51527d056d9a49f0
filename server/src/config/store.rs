//! Where state is kept.

use std::path::{Path, PathBuf};

use super::{Error, Layers};

/// The store's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// As the store takes it.
    url: String,
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
        let store = Self { url };
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

/// By the paths as they would be from here; links are not followed.
fn is_within(file: &Path, folder: &Path) -> bool {
    match (std::path::absolute(file), std::path::absolute(folder)) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => false,
    }
}
