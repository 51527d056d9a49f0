//! What the library keeps while it runs.

use std::net::SocketAddr;

use grammers_client::session::storages::{MemorySession, MemorySessionError};
use grammers_client::session::types::{DcOption, PeerId, PeerInfo, UpdateState, UpdatesState};
use grammers_client::session::{BoxFuture, Session, SessionData};

/// What the library keeps while it runs, in memory. With `--dc` every data centre
/// is at that address, whatever Telegram's configuration says.
pub(crate) struct Store {
    inner: MemorySession,
    fixed: Option<SocketAddr>,
}

// === impl Store ===

impl Store {
    pub(super) fn new(data: SessionData, fixed: Option<SocketAddr>) -> Self {
        let inner = MemorySession::from(data);
        Self { inner, fixed }
    }

    /// A data centre as Telegram tells it.
    pub(super) fn known(&self, dc_id: i32) -> Result<Option<DcOption>, MemorySessionError> {
        self.inner.dc_option(dc_id)
    }

    /// Every data centre has this key from now on, or none: one is agreed upon then.
    pub(crate) async fn take_key(&self, key: Option<[u8; 256]>) {
        for id in 1..=5 {
            if let Ok(Some(option)) = self.inner.dc_option(id) {
                let changed = DcOption {
                    auth_key: key,
                    ..option
                };
                // In memory: it takes everything.
                let _ = self.inner.set_dc_option(&changed).await;
            }
        }
    }

    /// Where a data centre is.
    pub(crate) fn address(&self, dc_id: i32) -> Option<SocketAddr> {
        let option = self.dc_option(dc_id).ok()??;
        Some(match self.is_ipv6() {
            true => SocketAddr::V6(option.ipv6),
            false => SocketAddr::V4(option.ipv4),
        })
    }

    /// Whether connections go over IPv6.
    pub(crate) fn is_ipv6(&self) -> bool {
        matches!(self.fixed, Some(SocketAddr::V6(_)))
    }
}

impl Session for Store {
    type Error = MemorySessionError;

    fn home_dc_id(&self) -> Result<i32, Self::Error> {
        self.inner.home_dc_id()
    }

    fn set_home_dc_id(&self, dc_id: i32) -> BoxFuture<'_, Result<(), Self::Error>> {
        self.inner.set_home_dc_id(dc_id)
    }

    fn dc_option(&self, dc_id: i32) -> Result<Option<DcOption>, Self::Error> {
        let mut option = self.inner.dc_option(dc_id)?;
        if let Some(option) = &mut option {
            match self.fixed {
                None => {}
                Some(SocketAddr::V4(address)) => option.ipv4 = address,
                Some(SocketAddr::V6(address)) => option.ipv6 = address,
            }
        }
        Ok(option)
    }

    fn set_dc_option(&self, dc_option: &DcOption) -> BoxFuture<'_, Result<(), Self::Error>> {
        self.inner.set_dc_option(dc_option)
    }

    fn peer(&self, peer: PeerId) -> BoxFuture<'_, Result<Option<PeerInfo>, Self::Error>> {
        self.inner.peer(peer)
    }

    fn cache_peer(&self, peer: PeerInfo) -> BoxFuture<'_, Result<(), Self::Error>> {
        self.inner.cache_peer(peer)
    }

    fn updates_state(&self) -> BoxFuture<'_, Result<UpdatesState, Self::Error>> {
        self.inner.updates_state()
    }

    fn set_update_state(&self, update: UpdateState) -> BoxFuture<'_, Result<(), Self::Error>> {
        self.inner.set_update_state(update)
    }
}
