//! How a group's units are spread over its window.
//!
//! While the window is roomy, units go out at once: a few messages in a quiet
//! group wait for nothing. Below [`ROOMY`] each hand-out puts the next one off by
//! the share of the time until the next unit comes back, so that a burst never
//! uses the window up and leaves the group mute for a minute; and by at least half
//! a pitch (60 s / RATE), so that a wave spreads out from minute to minute.
//!
//! A unit is used again as soon as it is free, not later so that all gaps would be
//! one pitch: of a backlog at least as much is out at every moment as an even spread from its
//! beginning would have, and the first wave's head start is kept. Whoever comes next finds a
//! unit within 60 s / (1 + 3/5 of RATE), 4.6 s at the usual 20 a minute; only
//! single messages that came in clumps just before can stretch that, to some 14 s
//! at worst found by search. A stricter pace would hold up single messages in
//! groups that are far from their limit.

use super::budget::Window;
use crate::time::Timestamp;

/// The part of a window, in fifths, that has to be free for units to go at once.
const ROOMY: u32 = 3;

/// From when on a group's next unit may go, apart from the window itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// What somebody waits for.
    wanted_at: Timestamp,
    /// What only uses what is left over: never faster than one each pitch.
    leftover_at: Timestamp,
}

/// Whether enough of a window is free for units to go at once.
pub(super) fn is_roomy(window: &Window) -> bool {
    u64::from(window.free()) * 5 > u64::from(window.capacity()) * u64::from(ROOMY)
}

// === impl Pace ===

impl Pace {
    pub(super) const fn new() -> Self {
        Self {
            wanted_at: super::BEGINNING,
            leftover_at: super::BEGINNING,
        }
    }

    /// Units were taken. `window` is pruned to now and has them taken already.
    pub(super) fn handed_out(&mut self, now: Timestamp, window: &Window) {
        let rate = window.rate();
        let free = window.free();
        let share = window.next_release(now).since(now) / free.saturating_add(1);
        self.leftover_at = now.after(share.max(rate.pitch()));
        self.wanted_at = if is_roomy(window) {
            super::BEGINNING
        } else {
            now.after(share.max(rate.pitch() / 2))
        };
    }

    pub(super) const fn at(&self, leftover: bool) -> Timestamp {
        if leftover {
            self.leftover_at
        } else {
            self.wanted_at
        }
    }
}
