//! The way to the database: in this process or at a server.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use surrealdb::engine::any::{Any, connect};
use surrealdb::engine::local::Db;
use surrealdb::opt::auth::Root;
use surrealdb::types::Value;
use surrealdb::{Error as Cause, IndexedResults, Surreal};
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;

use super::location::Credentials;

/// How long the first read of a directory may take. In memory nothing is waited
/// for: there the clock may stand still and jump.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client of the database.
pub(super) enum Client {
    /// In this process.
    Embedded {
        client: Surreal<Db>,
        datastore: Arc<Datastore>,
    },
    /// At a server.
    Remote(Surreal<Any>),
}

// === impl Client ===

impl Client {
    /// A database in memory.
    pub(super) async fn in_memory() -> Result<Self, String> {
        Self::embedded("mem://", ConfigMap::empty(), None).await
    }

    /// The database in a directory. `options` are the engine's own, in the form of
    /// a URL's query.
    pub(super) async fn in_directory(path: &Path, options: &str) -> Result<Self, String> {
        let own = ConfigMap::from_config_string(options);
        let general = own.clone().map_keys(|name| format!("datastore_{name}"));
        let path = format!("surrealkv://{}", path.display());
        Self::embedded(&path, own.join(general), Some(PATIENCE)).await
    }

    /// The SDK's `connect` hands the engine no limits of memory: in its URL they
    /// are read under other names than the engine asks for. So the datastore is
    /// built here, as `connect` does it, and given to the SDK.
    async fn embedded(
        path: &str,
        config: ConfigMap,
        patience: Option<Duration>,
    ) -> Result<Self, String> {
        let builder = Datastore::builder()
            .with_config(config)
            .without_maintenance_tasks();
        let datastore = builder.build_with_path(path).await.map_err(in_full)?;
        let version = datastore.check_version();
        match patience {
            None => version.await,
            // One read; over broken files the engine repeats it for minutes.
            Some(patience) => tokio::time::timeout(patience, version)
                .await
                .map_err(|_| "its files are damaged".to_owned())?,
        }
        .map_err(in_full)?;
        datastore.bootstrap().await.map_err(in_full)?;
        datastore.start_maintenance_tasks();
        let served = Surreal::unstable_from_datastore(Arc::clone(&datastore), None).await;
        let client = served.map_err(in_full)?;
        Ok(Self::Embedded { client, datastore })
    }

    /// The database at a server.
    pub(super) async fn at(url: &str) -> Result<Self, String> {
        connect(url).await.map(Self::Remote).map_err(in_full)
    }

    /// Shows a server who asks.
    pub(super) async fn sign_in(&self, credentials: Credentials) -> Result<(), Cause> {
        let Credentials { username, password } = credentials;
        match self {
            Self::Embedded { .. } => Ok(()),
            Self::Remote(client) => client.signin(Root { username, password }).await.map(drop),
        }
    }

    /// Chooses namespace and database.
    pub(super) async fn use_database(&self, ns: &str, database: &str) -> Result<(), Cause> {
        match self {
            Self::Embedded { client, .. } => client.use_ns(ns).use_db(database).await.map(drop),
            Self::Remote(client) => client.use_ns(ns).use_db(database).await.map(drop),
        }
    }

    /// Runs a query. What comes from people is in the bindings, never in the text.
    pub(super) async fn query(
        &self,
        text: impl Into<Cow<'static, str>>,
        bindings: Value,
    ) -> Result<IndexedResults, Cause> {
        let text: Cow<'_, str> = text.into();
        match self {
            Self::Embedded { client, .. } => client.query(text).bind(bindings).await,
            Self::Remote(client) => client.query(text).bind(bindings).await,
        }
    }

    /// Ends it in good order; a directory is free afterwards.
    pub(super) async fn shut_down(&self) {
        if let Self::Embedded { datastore, .. } = self
            && let Err(error) = datastore.shutdown().await
        {
            tracing::warn!(%error, "the database did not shut down in good order");
        }
    }
}

fn in_full(error: impl std::fmt::Display) -> String {
    error.to_string()
}
