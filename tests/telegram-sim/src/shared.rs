//! The world behind its one lock, and the bell that rings when it changes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{clock::Clock, world::World};

pub(crate) struct Shared {
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    pub(crate) clock: Clock,
    pub(crate) stop: CancellationToken,
}

// === impl Shared ===

impl Shared {
    pub(crate) fn new(world: World, clock: Clock) -> Self {
        Self {
            world: Mutex::new(world),
            changed: watch::Sender::new(0),
            clock,
            stop: CancellationToken::new(),
        }
    }

    /// The world, its time brought up to now. Nobody is told of what is done with it: use [`Shared::change`] for that.
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.tick(self.clock.now_ms());
        world
    }

    /// Reads the world.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world and rings the bell.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = act(&mut self.lock());
        self.ring();
        result
    }

    /// Wakes everybody who waits for a change.
    pub(crate) fn ring(&self) {
        self.changed.send_modify(|version| *version += 1);
    }

    /// Subscribe before looking, so that no change is missed.
    pub(crate) fn bell(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
