//! The desk's time, and when it looks again.

use std::time::Duration;

use backline_domain::time::Timestamp;

use super::handle::COMMAND_LEASE;
use super::task::Desk;

/// The wall clock is followed when it is so far ahead.
const STEP_MILLIS: i64 = 1000;

/// How long between attempts to read everything anew.
const RECOVERY_GAP: Duration = Duration::from_secs(1);

/// How long without anything else to do before timers are looked at again.
const TIMER_PATIENCE: Duration = Duration::from_secs(3600);

// === impl Desk ===

impl Desk {
    /// Calendar time that never goes back while the desk runs.
    pub(super) fn now(&self) -> Timestamp {
        let (wall, monotonic) = self.started;
        let elapsed = self.context.clock.monotonic().saturating_sub(monotonic);
        Timestamp(wall.after(elapsed).0 + self.ahead)
    }

    /// Follows the wall clock forward: a machine may have slept, which the monotonic clock
    /// does not count, or had the wrong time when it started. Which of the two it was nobody
    /// can tell, so what is used up of budgets and what Telegram said to wait last as long
    /// as if no time had passed.
    pub(super) fn follow_clock(&mut self) {
        let before = self.now();
        let behind = self.context.clock.now().0 - before.0;
        if behind < STEP_MILLIS {
            return;
        }
        self.ahead += behind;
        self.is_ledger_old = true;
        let step = Duration::from_millis(behind.unsigned_abs());
        for identity in self.posters() {
            if let Some(scheduler) = self.scheduler_of(identity) {
                scheduler.stepped(before, step);
            }
        }
    }

    /// What the clock's step, or what a gateway brought back, did to the budgets is written at
    /// once: after a restart nobody could tell.
    pub(super) async fn keep_ledger(&mut self) {
        if !self.is_ledger_old || self.is_doubtful {
            return;
        }
        self.is_ledger_old = false;
        if let Err(error) = self.write_ledger().await {
            self.is_ledger_old = true;
            tracing::warn!(connection.id = %self.connection.id, %error, "what is used up of budgets cannot be written; it is tried again");
        }
    }

    /// When the task has to look again, on the monotonic clock.
    pub(super) fn wake_at(&mut self) -> Option<Duration> {
        if self.is_doubtful {
            return Some(self.context.clock.monotonic() + RECOVERY_GAP);
        }
        let now = self.now();
        let look = self.backlog_look(now);
        let relays = self.relays.values_mut();
        let relays = relays
            .filter_map(|poster| poster.scheduler.wake_at(now))
            .min();
        let rest = self.fetches.next_rest();
        let moving = self.transfer_look(now);
        let plan = self.plan.hold.as_ref().map(|hold| hold.until);
        let next = [
            self.scheduler.wake_at(now),
            relays,
            self.next_timer,
            look,
            rest,
            moving,
            plan,
        ]
        .into_iter()
        .flatten()
        .min()
        .map(|at| self.context.clock.monotonic() + at.since(now).min(TIMER_PATIENCE));
        let has_orphans = self.leases.has_orphans() && self.down.is_some();
        let is_awaited = has_orphans || self.awaits_relays() || self.awaits_word();
        let is_early = self.context.clock.monotonic() < self.held_until();
        let awaited = (is_awaited && is_early).then(|| self.held_until());
        let leases = self.leases.next_expiry();
        let fetches = self.fetches.next_expiry();
        let leases = leases.into_iter().chain(fetches);
        next.into_iter().chain(awaited).chain(leases).min()
    }

    /// Until when a gateway may come that has something in hand from before this run, on
    /// the monotonic clock.
    pub(super) fn held_until(&self) -> Duration {
        self.started.1 + COMMAND_LEASE
    }
}
