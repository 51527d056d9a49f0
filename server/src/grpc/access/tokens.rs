//! The tokens in memory, so that no call waits for the store to know its caller.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use backline_domain::access::{Scope, Token};
use backline_domain::change::Secret;
use backline_store::Store;
use tokio_util::sync::CancellationToken;

use super::secret::{Issued, Sent};
use crate::clock::SharedClock;
use crate::grpc::Caller;

/// How often the tokens are read again: what another server on the same store
/// revoked ends within this time, and so do expired tokens' sessions.
const REFRESH: Duration = Duration::from_secs(30);

/// All tokens that may call. Cheap to clone.
#[derive(Clone)]
pub struct Tokens {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn Store>,
    clock: SharedClock,
    known: RwLock<BTreeMap<String, Entry>>,
    /// Held while the store is read, so that an older reading never replaces a
    /// newer one.
    reading: tokio::sync::Mutex<()>,
}

struct Entry {
    token: Arc<Token>,
    ended: CancellationToken,
    /// Made for this process only; not in the store.
    is_lent: bool,
}

// === impl Tokens ===

impl Tokens {
    /// Reads the tokens from the store.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn load(store: Arc<dyn Store>, clock: SharedClock) -> backline_store::Result<Self> {
        let inner = Inner {
            store,
            clock,
            known: RwLock::default(),
            reading: Default::default(),
        };
        let tokens = Self {
            inner: Arc::new(inner),
        };
        tokens.reload().await?;
        Ok(tokens)
    }

    /// Reads the tokens again. What is gone or expired ends, with the streams
    /// opened by it.
    ///
    /// # Errors
    /// When the store does not answer; the tokens known so far stay.
    pub async fn reload(&self) -> backline_store::Result<()> {
        let _reading = self.inner.reading.lock().await;
        let stored = self.inner.store.tokens().await?;
        let now = self.inner.clock.now();
        let live = |token: &Token| token.expires_at.is_none_or(|end| end > now);
        self.change(|known| {
            let mut fresh = BTreeMap::new();
            for token in stored.into_iter().filter(live) {
                let ended = known
                    .remove(&token.id)
                    .map(|entry| entry.ended)
                    .unwrap_or_default();
                let entry = Entry {
                    ended,
                    is_lent: false,
                    token: Arc::new(token),
                };
                fresh.insert(entry.token.id.clone(), entry);
            }
            for (id, entry) in std::mem::take(known) {
                if entry.is_lent && live(&entry.token) {
                    fresh.insert(id, entry);
                } else {
                    entry.ended.cancel();
                }
            }
            *known = fresh;
        });
        Ok(())
    }

    /// Reads the tokens again and again until shutdown.
    pub async fn keep_fresh(self, shutdown: CancellationToken) {
        loop {
            let next = self.inner.clock.monotonic() + REFRESH;
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = self.inner.clock.sleep_until(next) => {}
            }
            if let Err(error) = self.reload().await {
                tracing::warn!(%error, "the tokens could not be read again; those known stay");
            }
        }
    }

    /// Makes a token for callers in this process. It is never stored and ends
    /// with the process.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn lend(&self, name: &str, scopes: &[Scope]) -> Result<Secret, getrandom::Error> {
        let issued = Issued::new()?;
        let token = Token {
            id: issued.id,
            name: name.to_owned(),
            secret_hash: issued.hash,
            scopes: scopes.to_vec(),
            connections: Vec::new(),
            gateway_kinds: Vec::new(),
            identities: Vec::new(),
            created_at: self.inner.clock.now(),
            expires_at: None,
        };
        let ended = CancellationToken::new();
        let entry = Entry {
            token: Arc::new(token),
            ended,
            is_lent: true,
        };
        self.change(|known| known.insert(entry.token.id.clone(), entry));
        Ok(issued.text)
    }

    /// Who calls with this token. `None` for every token that is not good, and
    /// nothing tells why.
    #[must_use]
    pub fn caller(&self, text: &str) -> Option<Caller> {
        let sent = Sent::parse(text)?;
        let known = self
            .inner
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let entry = known.get(sent.id);
        // An unknown id costs the same comparison as a known one.
        let hash = entry.map_or("", |entry| entry.token.secret_hash.as_str());
        let matches = sent.matches(hash);
        let entry = entry.filter(|_| matches)?;
        let now = self.inner.clock.now();
        let is_live = entry.token.expires_at.is_none_or(|end| end > now);
        is_live.then(|| Caller {
            token: Arc::clone(&entry.token),
            ended: entry.ended.clone(),
            person: None,
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut BTreeMap<String, Entry>) -> T) -> T {
        // A poisoned lock means that somebody panicked; the map is changed in
        // single steps, so what is in it is whole.
        change(
            &mut self
                .inner
                .known
                .write()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}
