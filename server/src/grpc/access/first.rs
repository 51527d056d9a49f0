//! The first administrator's token, made when the store has no token at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backline_domain::access::{Scope, Token};
use backline_domain::change::Change;
use backline_domain::time::Timestamp;
use backline_store::Store;

use super::secret::Issued;
use crate::config::private_file;

/// Its file in the configuration directory.
const FILE: &str = "admin.token";
/// Most tokens of other stores kept beside it: whoever makes stores by the dozen
/// has to tidy up.
const MOST_KEPT: usize = 1000;

/// Whether a first token was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstToken {
    /// Yes: it lies in this file, readable by the server's user only.
    Made(PathBuf),
    /// No: there were tokens already.
    NotNeeded,
}

/// What became of the first token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Whether it was made.
    pub token: FirstToken,
    /// Where the file that was there before lies now. It is the administrator's
    /// token of another store, and may be the only one of it.
    pub set_aside: Option<PathBuf>,
}

/// Why no first token could be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] private_file::Error),
    /// Another store's token is in the way.
    #[error(
        "{path} holds the administrator's token of another store, and it cannot be moved out of \
         the way: {detail}; move it yourself, or name another configuration file with --config"
    )]
    InTheWay {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: std::io::Error,
    },
    /// The system gives no randomness.
    #[error("the system gives no randomness for a token: {0}")]
    Random(getrandom::Error),
}

/// Makes the first administrator's token when there is none at all, and writes
/// it to a file with mode 0600 in `directory`.
///
/// A file that is there already belongs to another store, which may be the one
/// that was meant: it is never overwritten, but moved aside.
///
/// The file is written first: a crash between the two leaves a file that opens
/// nothing and is moved aside at the next start, never a store with a token that
/// nobody has.
///
/// # Errors
/// When the file cannot be written or the commit failed; there is no token then.
pub async fn make_first_token(
    store: &Arc<dyn Store>,
    directory: &Path,
    now: Timestamp,
) -> Result<First, Error> {
    if !store.tokens().await?.is_empty() {
        return Ok(First::not_needed());
    }
    let issued = Issued::new().map_err(Error::Random)?;
    let path = directory.join(FILE);
    let set_aside = set_aside(&path)?;
    private_file::replace(&path, issued.text.expose())?;
    let token = Token {
        id: issued.id,
        name: "first administrator".to_owned(),
        secret_hash: issued.hash,
        scopes: vec![Scope::Admin],
        connections: Vec::new(),
        gateway_kinds: Vec::new(),
        identities: Vec::new(),
        created_at: now,
        expires_at: None,
    };
    store
        .commit(vec![Change::PutToken(Box::new(token))])
        .await?;
    Ok(First {
        token: FirstToken::Made(path),
        set_aside,
    })
}

/// Moves what is at this path to the first free name beside it; says where it is.
fn set_aside(path: &Path) -> Result<Option<PathBuf>, Error> {
    let in_the_way = |detail| Error::InTheWay {
        path: path.to_owned(),
        detail,
    };
    if !is_there(path).map_err(in_the_way)? {
        return Ok(None);
    }
    for number in 1..=MOST_KEPT {
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".{number}"));
        let aside = PathBuf::from(aside);
        if !is_there(&aside).map_err(in_the_way)? {
            std::fs::rename(path, &aside).map_err(in_the_way)?;
            return Ok(Some(aside));
        }
    }
    let detail = format!("there are {MOST_KEPT} such files already");
    Err(in_the_way(std::io::Error::other(detail)))
}

/// A link that leads nowhere is there as well.
fn is_there(path: &Path) -> std::io::Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

// === impl First ===

impl First {
    /// There were tokens already.
    #[must_use]
    pub const fn not_needed() -> Self {
        Self {
            token: FirstToken::NotNeeded,
            set_aside: None,
        }
    }

    /// What people have to know when another store's token was in the way, with
    /// the remedy.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let (FirstToken::Made(path), Some(aside)) = (&self.token, &self.set_aside) else {
            return None;
        };
        Some(format!(
            "this store is empty, but {path} held the administrator's token of another store: that \
             token is in {aside} now, and {path} holds this store's. If the other store was meant, \
             stop, start with its --store and put its token back: mv {aside} {path}",
            path = path.display(),
            aside = aside.display(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use backline_store::Model;

    use super::*;

    async fn begin(directory: &Path) -> (Arc<dyn Store>, First) {
        let store: Arc<dyn Store> = Arc::new(Model::new());
        let first = make_first_token(&store, directory, Timestamp::default()).await;
        (store, first.unwrap())
    }

    #[tokio::test]
    async fn another_stores_token_is_kept_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = |path: &Path| std::fs::read_to_string(path).unwrap();
        let (store, first) = begin(folder.path()).await;
        assert_eq!(first.token, FirstToken::Made(path.clone()));
        assert_eq!(first.warning(), None);
        let of_first = text(&path);
        let again = make_first_token(&store, folder.path(), Timestamp::default()).await;
        assert_eq!(again.unwrap(), First::not_needed());

        let (_, second) = begin(folder.path()).await;
        let (of_second, aside) = (text(&path), folder.path().join("admin.token.1"));
        assert_ne!(of_second, of_first);
        assert_eq!(text(&aside), of_first);
        let told = second.warning().unwrap();
        let (shown, aside) = (path.display(), aside.display());
        assert!(told.contains(&format!("mv {aside} {shown}")), "{told}");
        assert!(!told.contains(of_first.trim()), "{told}");

        begin(folder.path()).await;
        assert_eq!(text(&folder.path().join("admin.token.1")), of_first);
        assert_eq!(text(&folder.path().join("admin.token.2")), of_second);
    }
}
