//! Where the files of what waits are: on their way into the store, there, waiting for another
//! attempt, or given up.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use backline_domain::delivery::{Delivery, Key, Lane, files};
use backline_domain::id::IdentityId;
use backline_domain::message::Media;
use backline_domain::time::Timestamp;

use crate::files::{StoredFile, Ticket};

/// The gap after the first failure; each further one doubles it.
const FIRST_GAP: Duration = Duration::from_secs(5);

/// The longest gap between two attempts.
const LONGEST_GAP: Duration = Duration::from_secs(15 * 60);

/// So many failures in a row in which nothing of a file came are enough, if whoever brings it
/// does other things meanwhile.
const MOST_FAILURES: u32 = 5;

/// Where nothing goes at all, nothing is given up for so long.
const LONGEST_OUTAGE: Duration = Duration::from_secs(24 * 3600);

/// Where a file is.
#[derive(Debug)]
pub(super) enum State {
    /// A gateway brings it.
    Running {
        token: String,
        /// On the monotonic clock.
        expires_at: Duration,
        /// All of it is there; the gateway has yet to say that it is done.
        arrived: Option<StoredFile>,
    },
    /// It broke off, and goes on then. What is there of it stays in the store.
    Resting(Timestamp),
    /// It is there.
    Stored(StoredFile),
    /// It cannot be had. The frontend has it.
    GivenUp,
}

/// One file.
#[derive(Debug)]
pub(super) struct Fetch {
    pub(super) file_id: String,
    /// Its name in the store.
    pub(super) ticket: Ticket,
    /// Its size as the message told it; 0 = unknown.
    pub(super) size: u64,
    /// Who brings it.
    pub(super) by: IdentityId,
    pub(super) since: Timestamp,
    pub(super) state: State,
    pub(super) failures: Failures,
}

/// What went wrong with one file, since something of it last came.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Failures {
    count: u32,
    first_at: Timestamp,
    /// How much was there.
    arrived: u64,
}

/// Files of what waits.
#[derive(Debug, Default)]
pub(super) struct Fetches {
    pub(super) files: BTreeMap<(Key, usize), Fetch>,
    pub(super) by_token: HashMap<String, (Key, usize)>,
    /// Lanes that have something in memory whose files could be fetched.
    pub(super) lanes: BTreeSet<Lane>,
    /// Telegram asked to wait, or the store had no room.
    pub(super) rest_until: Timestamp,
}

// === impl Failures ===

impl Failures {
    /// One more, with so much of the file there. When to try again; `None`: no more.
    /// `other_success`: when whoever brings it last did something else.
    pub(super) fn add(
        &mut self,
        now: Timestamp,
        arrived: u64,
        other_success: Option<Timestamp>,
    ) -> Option<Timestamp> {
        if arrived > self.arrived || self.count == 0 {
            *self = Self {
                count: 0,
                first_at: now,
                arrived,
            };
        }
        self.count = self.count.saturating_add(1);
        let goes_elsewhere = other_success.is_some_and(|at| at > self.first_at);
        let is_enough = self.count >= MOST_FAILURES && goes_elsewhere;
        if is_enough || now.since(self.first_at) >= LONGEST_OUTAGE {
            return None;
        }
        let gap = FIRST_GAP.saturating_mul(1 << (self.count - 1).min(16));
        Some(now.after(gap.min(LONGEST_GAP)))
    }
}

// === impl Fetch ===

impl Fetch {
    /// Whether a gateway has it in hand.
    pub(super) const fn is_running(&self) -> bool {
        matches!(self.state, State::Running { .. })
    }
}

// === impl Fetches ===

impl Fetches {
    /// How many are on their way.
    pub(super) fn running(&self) -> usize {
        self.by_token.len()
    }

    /// Whether all files of this delivery are there.
    pub(super) fn has_all(&self, delivery: &Delivery) -> bool {
        !self.files.is_empty()
            && files(delivery).is_some_and(|wanted| {
                let mut wanted = wanted.iter().enumerate();
                wanted.all(|(place, media)| self.stored(&delivery.key, place, media).is_some())
            })
    }

    fn stored(&self, key: &Key, place: usize, media: &Media) -> Option<&StoredFile> {
        let fetch = self.of(key, place, media)?;
        match &fetch.state {
            State::Stored(file) => Some(file),
            State::Running { .. } | State::Resting(_) | State::GivenUp => None,
        }
    }

    /// What is known of this file. An edit may have put another in its place.
    pub(super) fn of(&self, key: &Key, place: usize, media: &Media) -> Option<&Fetch> {
        let fetch = self.files.get(&(key.clone(), place))?;
        (fetch.file_id == media.file_id).then_some(fetch)
    }

    /// Whether it is time to have this file fetched. Another in its place that is still on its
    /// way is waited for, one command a place; and the same file that comes for another
    /// delivery.
    pub(super) fn may_begin(
        &self,
        key: &Key,
        place: usize,
        file_id: &str,
        ticket: Ticket,
        now: Timestamp,
    ) -> bool {
        let known = self.files.get(&(key.clone(), place));
        let is_time = known.is_none_or(|fetch| match fetch.state {
            State::Running { .. } => false,
            State::Resting(until) => until <= now || fetch.file_id != file_id,
            State::Stored(_) | State::GivenUp => fetch.file_id != file_id,
        });
        let mut others = self.files.values();
        is_time && !others.any(|other| other.ticket == ticket && other.is_running())
    }

    pub(super) fn next_expiry(&self) -> Option<Duration> {
        let running = self.files.values().filter_map(|fetch| match fetch.state {
            State::Running { expires_at, .. } => Some(expires_at),
            State::Resting(_) | State::Stored(_) | State::GivenUp => None,
        });
        running.min()
    }

    /// When the next one that broke off goes on.
    pub(super) fn next_rest(&self) -> Option<Timestamp> {
        let resting = self.files.values().filter_map(|fetch| match fetch.state {
            State::Resting(until) => Some(until.max(self.rest_until)),
            State::Running { .. } | State::Stored(_) | State::GivenUp => None,
        });
        resting.min()
    }

    /// Keeps one leased. `false`: it is none of these.
    pub(super) fn extend(&mut self, lease: &str, until: Duration) -> bool {
        match self.by_token(lease) {
            Some(Fetch {
                state: State::Running { expires_at, .. },
                ..
            }) => {
                *expires_at = until;
                true
            }
            Some(_) | None => false,
        }
    }

    pub(super) fn by_token(&mut self, token: &str) -> Option<&mut Fetch> {
        self.files.get_mut(self.by_token.get(token)?)
    }

    /// The gateway has these of this identity in hand and no others.
    pub(super) fn keep_held(&mut self, identity: IdentityId, held: &[String]) {
        let Self {
            files, by_token, ..
        } = self;
        by_token.retain(|token, place| {
            let is_its = files.get(place).is_some_and(|fetch| fetch.by == identity);
            let is_kept = !is_its || held.contains(token);
            if !is_kept {
                files.remove(place);
            }
            is_kept
        });
    }

    /// Forgets what is over. Gives the tickets that no other file here has.
    pub(super) fn drop_if(&mut self, is_over: impl Fn(&Key, &Fetch) -> bool) -> Vec<Ticket> {
        let Self {
            files, by_token, ..
        } = self;
        let mut dropped = Vec::new();
        files.retain(|(key, _), fetch| {
            let is_kept = !is_over(key, fetch);
            if let (false, State::Running { token, .. }) = (is_kept, &fetch.state) {
                by_token.remove(token);
            }
            if !is_kept {
                dropped.push(fetch.ticket);
            }
            is_kept
        });
        dropped.retain(|ticket| files.values().all(|fetch| fetch.ticket != *ticket));
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    #[test]
    fn it_is_given_up_when_others_go_or_after_a_day_and_not_while_something_comes() {
        let mut failures = Failures::default();
        let mut now = at(0);
        for count in 1..100 {
            let next = failures.add(now, 7, Some(at(-1)));
            if now.since(at(0)) >= LONGEST_OUTAGE {
                assert_eq!(next, None, "{count}");
                break;
            }
            let next = next.unwrap();
            assert!(next.since(now) <= LONGEST_GAP && next > now);
            now = next;
        }
        let mut failures = Failures::default();
        let elsewhere = Some(at(1));
        for count in 1..MOST_FAILURES {
            let next = failures.add(at(0), 7, elsewhere);
            assert!(next.is_some(), "{count}");
        }
        assert_eq!(failures.add(at(2), 8, elsewhere), Some(at(7)), "it moves");
        for count in 2..MOST_FAILURES {
            let next = failures.add(at(3), 8, Some(at(3)));
            assert!(next.is_some(), "{count}");
        }
        assert_eq!(failures.add(at(3), 8, Some(at(3))), None);
    }
}
