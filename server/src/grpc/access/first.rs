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

/// Whether a first token was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstToken {
    /// Yes: it lies in this file, readable by the server's user only.
    Made(PathBuf),
    /// No: there were tokens already.
    NotNeeded,
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
    /// The system gives no randomness.
    #[error("the system gives no randomness for a token: {0}")]
    Random(getrandom::Error),
}

/// Makes the first administrator's token when there is none at all, and writes
/// it to a file with mode 0600 in `directory`.
///
/// The file is written first: a crash between the two leaves a file that opens
/// nothing and is replaced at the next start, never a store with a token that
/// nobody has.
///
/// # Errors
/// When the file cannot be written or the commit failed; there is no token then.
pub async fn make_first_token(
    store: &Arc<dyn Store>,
    directory: &Path,
    now: Timestamp,
) -> Result<FirstToken, Error> {
    if !store.tokens().await?.is_empty() {
        return Ok(FirstToken::NotNeeded);
    }
    let issued = Issued::new().map_err(Error::Random)?;
    let path = directory.join(FILE);
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
    Ok(FirstToken::Made(path))
}
