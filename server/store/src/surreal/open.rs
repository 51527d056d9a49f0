//! Opening a store: look at the place, connect, migrate, check the key, finish
//! what was under way.

use std::fmt;
use std::sync::Arc;

use surrealdb::types::Value;

use super::body::as_text;
use super::client::Client;
use super::fault::{in_words, names_remedy};
use super::location::{Credentials, Location};
use super::plan::{Statement, object};
use super::{Inner, Surreal, directory, key};
use crate::port::{Error, Result};
use crate::seal::SealKey;

/// What is sealed in every store, so that a wrong key is known at once.
const PROOF: &[u8] = b"backline";
const PROOF_PLACE: &str = "meta/seal";

/// How to open a store.
#[derive(Clone)]
pub struct Options {
    /// `surrealkv://DIRECTORY`, `mem://`, `ws://HOST:PORT` or `wss://HOST:PORT`.
    /// Options of the engine may follow after `?`.
    pub url: String,
    /// Seals the secrets.
    pub key: SealKey,
    /// SurrealDB's namespace.
    pub namespace: String,
    /// SurrealDB's database.
    pub database: String,
    /// Name at a remote server; before one in the URL.
    pub username: Option<String>,
    /// Password at a remote server; before one in the URL.
    pub password: Option<String>,
}

/// Opens a store: makes it when it is not there, and migrates it.
///
/// # Errors
/// `Unavailable` with the remedy in words, `Newer`, `WrongKey`.
pub async fn open(options: Options) -> Result<Arc<Surreal>> {
    let location = Location::parse(&options.url)?;
    check_name("namespace", &options.namespace)?;
    check_name("database", &options.database)?;
    if let Location::Directory { path, .. } = &location {
        directory::prepare(path)?;
    }
    let client = Arc::new(reach(&location, &options).await?);
    let (namespace, database) = (&options.namespace, &options.database);
    let store = Surreal::new(client, location.clone(), options.key.clone());
    match prepare(&store.inner, namespace, database).await {
        Ok(()) => Ok(Arc::new(store)),
        Err(error) => {
            store.close().await;
            Err(match (&location, error) {
                (Location::Directory { path, .. }, Error::Unavailable { detail })
                    if !names_remedy(&detail) =>
                {
                    directory::broken(path, &detail)
                }
                (_, error) => error,
            })
        }
    }
}

async fn prepare(inner: &Inner, namespace: &str, database: &str) -> Result<()> {
    // Names were checked to hold letters, digits and _ only.
    let text = format!(
        "DEFINE NAMESPACE IF NOT EXISTS {namespace}; USE NS {namespace}; \
         DEFINE DATABASE IF NOT EXISTS {database};"
    );
    let client = inner.client()?;
    super::fault::checked(client.query(text, object([])).await)?;
    let used = client.use_database(namespace, database).await;
    used.map_err(super::fault::Fault::from)?;
    inner.migrate().await?;
    inner.check_key().await?;
    inner.resume_erasures().await
}

async fn reach(location: &Location, options: &Options) -> Result<Client> {
    // In a task of its own: over broken files the engine may panic.
    let tasks = tokio_util::task::TaskTracker::new();
    let client = match location.clone() {
        Location::Memory => tasks.spawn(Client::in_memory()).await,
        Location::Directory { path, options } => {
            tasks
                .spawn(async move { Client::in_directory(&path, &options).await })
                .await
        }
        Location::Remote { url, .. } => tasks.spawn(async move { Client::at(&url).await }).await,
    };
    let client = client
        .unwrap_or_else(|_| Err("the engine stopped".to_owned()))
        .map_err(|detail| unreached(location, &detail))?;
    if let Location::Remote { url, credentials } = location {
        let Some(credentials) = given(options, credentials.as_ref()) else {
            return Err(Error::Unavailable {
                detail: format!("{url} needs a user and a password: give both"),
            });
        };
        client
            .sign_in(credentials)
            .await
            .map_err(|_| Error::Unavailable {
                detail: format!("{url} refuses this user and password: check both"),
            })?;
    }
    Ok(client)
}

fn given(options: &Options, in_url: Option<&Credentials>) -> Option<Credentials> {
    let username = options
        .username
        .clone()
        .or_else(|| Some(in_url?.username.clone()))?;
    let password = options
        .password
        .clone()
        .or_else(|| Some(in_url?.password.clone()))?;
    Some(Credentials { username, password })
}

fn unreached(location: &Location, detail: &str) -> Error {
    match location {
        Location::Directory { path, .. } if detail.contains("already locked") => {
            directory::in_use(path, "")
        }
        Location::Directory { path, .. } => match in_words(detail) {
            detail if names_remedy(&detail) => Error::Unavailable { detail },
            detail => directory::broken(path, &detail),
        },
        Location::Remote { url, .. } => Error::Unavailable {
            detail: format!(
                "no SurrealDB answers at {url} ({detail}): check the address, and that the \
                 server runs"
            ),
        },
        Location::Memory => Error::Unavailable {
            detail: detail.to_owned(),
        },
    }
}

/// Names go into statements: only what needs no quotes is taken.
fn check_name(what: &str, name: &str) -> Result<()> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_lowercase());
    let good =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if starts_well && name.len() <= 64 && name.chars().all(good) {
        return Ok(());
    }
    Err(Error::Unavailable {
        detail: format!(
            "the {what}'s name is not allowed: it begins with a lower-case Latin letter, then \
             come such letters, digits or _, 64 at most"
        ),
    })
}

// === impl Inner ===

impl Inner {
    /// Checks the sealing key against the store's, or makes it the store's.
    async fn check_key(&self) -> Result<()> {
        let range = key::under(key::META, vec![key::text("seal")]);
        match self.page_bodies(range, 1).await?.first() {
            Some(proof) => match self.seal.open(PROOF_PLACE, as_text("seal", proof)?) {
                Ok(_) => Ok(()),
                Err(_) => Err(Error::WrongKey),
            },
            None => {
                let sealed =
                    self.seal
                        .seal(PROOF_PLACE, PROOF)
                        .map_err(|error| Error::Unavailable {
                            detail: error.to_string(),
                        })?;
                let id = key::record(key::META, vec![key::text("seal")]);
                let row = object([("id", Value::RecordId(id)), ("body", Value::String(sealed))]);
                let bindings = object([("proof", row)]);
                let text = "INSERT $proof RETURN NONE";
                self.write(|| Statement {
                    text,
                    bindings: bindings.clone(),
                })
                .await
            }
        }
    }
}

// === impl Options ===

impl Options {
    /// A store at this URL, with what else is usual.
    #[must_use]
    pub fn new(url: impl Into<String>, key: SealKey) -> Self {
        Self {
            url: url.into(),
            key,
            namespace: "backline".to_owned(),
            database: "backline".to_owned(),
            username: None,
            password: None,
        }
    }
}

/// Shows the scheme and nothing that may be a secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split_once("://").map_or("?", |(scheme, _)| scheme);
        f.debug_struct("Options")
            .field("scheme", &scheme)
            .field("namespace", &self.namespace)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}
