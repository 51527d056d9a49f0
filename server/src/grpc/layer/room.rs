//! How many calls are in hand at once, counted in three rooms, so that a crowd
//! in one never shuts out another:
//!
//! | room | who gets in | holds |
//! |---|---|---|
//! | health | everybody, without a token | [`HEALTH`] |
//! | gateways | calls of `GatewayService`, behind a token with scope `gateway` | the limit |
//! | others | all other calls, behind their token | the limit |
//!
//! Without a room of their own a heartbeat could be refused because somebody
//! else asks much, and gateways that hear nothing stop acting.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::grpc::access::{Call, Need};

/// Questions about health at once. Few ask, and each is answered from memory.
pub(super) const HEALTH: usize = 64;
/// The longest that a question about health may take to be asked: who asks has
/// no token, and may never finish asking.
pub(super) const HEALTH_DEADLINE: Duration = Duration::from_secs(5);

/// The rooms. Clones share them.
#[derive(Clone)]
pub(super) struct Rooms {
    health: Arc<Semaphore>,
    gateways: Arc<Semaphore>,
    others: Arc<Semaphore>,
}

// === impl Rooms ===

impl Rooms {
    /// Rooms for so many calls of gateways, and as many of others.
    pub(super) fn new(calls: usize) -> Self {
        let room = |calls| Arc::new(Semaphore::new(calls));
        Self {
            health: room(HEALTH),
            gateways: room(calls),
            others: room(calls),
        }
    }

    /// Lets a call in, whose caller was let pass already. `None` when its room is
    /// full.
    pub(super) fn enter(&self, call: Option<&Call>) -> Option<SemaphorePermit<'_>> {
        let room = match call {
            Some(call) if call.need == Need::Nothing => &self.health,
            Some(call) if call.is_gateways() => &self.gateways,
            Some(_) | None => &self.others,
        };
        room.try_acquire().ok()
    }
}
