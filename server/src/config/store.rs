//! Where state is kept.

use std::path::{Path, PathBuf};

use backline_domain::change::Secret;
use zeroize::Zeroizing;

use super::{Error, Layers, Origin};

/// The store's address, and who the server is there.
#[derive(Clone, PartialEq, Eq)]
pub struct Store {
    /// As the store takes it.
    url: String,
    /// The user at a remote store, unless the address has one.
    pub user: Option<String>,
    /// That user's password.
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
        let user = layers.read("store_user", |text| filled(text).map(str::to_owned))?;
        let password = layers.read("store_password", |text| filled(text).map(Secret::new))?;
        let password = match (password, layers.read("store_password_file", super::path)?) {
            (Some(password), _) => Some(password),
            (None, Some(path)) => Some(read_password(&path)?),
            (None, None) => None,
        };
        check_remote(layers, &url, user.is_some(), password.is_some())?;
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

// === impl Store ===

impl Store {
    /// The folder in which files on their way lie, beside an embedded store's, with `.files`
    /// behind its name.
    pub(super) fn files_folder(&self) -> Option<PathBuf> {
        let folder = self.folder()?;
        let mut name = folder.file_name()?.to_owned();
        name.push(".files");
        Some(folder.with_file_name(name))
    }
}

/// Who the server is at a remote store has to be said, and not where others can
/// read it.
fn check_remote(layers: &Layers, url: &str, user: bool, password: bool) -> Result<(), Error> {
    let Some(rest) = ["ws://", "wss://"].iter().find_map(|s| url.strip_prefix(s)) else {
        return Ok(());
    };
    let has_user_info = rest.contains('@');
    if has_user_info && matches!(layers.origin("store"), Origin::Flag(_)) {
        return Err(Error::Together(
            "the address after --store holds a user or a password, which others on this machine \
             could read there: give the address alone, the user as store_user, and the password \
             in a file that store_password_file names, or both in the environment as \
             BACKLINE_STORE_USER and BACKLINE_STORE_PASSWORD"
                .to_owned(),
        ));
    }
    if has_user_info || (user && password) {
        return Ok(());
    }
    let missing = match (user, password) {
        (true, _) => "the password is not set",
        (false, true) => "the user is not set",
        (false, false) => "neither is set",
    };
    Err(Error::Together(format!(
        "a SurrealDB needs a user and a password, and {missing}: set store_user, and \
         store_password_file or the environment variable BACKLINE_STORE_PASSWORD"
    )))
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The file's text, without the line's end that editors put there.
fn read_password(path: &Path) -> Result<Secret, Error> {
    let unreadable = |detail: String| Error::Unreadable {
        what: "the password at the store",
        path: path.to_owned(),
        detail,
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let text = Zeroizing::new(text);
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    filled(password)
        .map(Secret::new)
        .ok_or_else(|| unreadable("it is empty".to_owned()))
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
