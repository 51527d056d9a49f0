//! Where the files of what waits are: on their way into the store, there, or given up.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use backline_domain::delivery::{Delivery, Key, Lane, files};
use backline_domain::message::Media;
use backline_domain::time::Timestamp;

use crate::files::StoredFile;

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
    /// It is there.
    Stored(StoredFile),
    /// It cannot be had. The frontend has it.
    GivenUp,
}

/// One file.
#[derive(Debug)]
pub(super) struct Fetch {
    pub(super) file_id: String,
    pub(super) since: Timestamp,
    pub(super) state: State,
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
            State::Running { .. } | State::GivenUp => None,
        }
    }

    /// What is known of this file. An edit may have put another in its place.
    pub(super) fn of(&self, key: &Key, place: usize, media: &Media) -> Option<&Fetch> {
        let fetch = self.files.get(&(key.clone(), place))?;
        (fetch.file_id == media.file_id).then_some(fetch)
    }

    /// Whether nothing is known of this file. Another in its place that is still on its way
    /// is waited for: one command a place.
    pub(super) fn may_begin(&self, key: &Key, place: usize, media: &Media) -> bool {
        let known = self.files.get(&(key.clone(), place));
        known.is_none_or(|fetch| fetch.file_id != media.file_id && !fetch.is_running())
    }

    pub(super) fn next_expiry(&self) -> Option<Duration> {
        let running = self.files.values().filter_map(|fetch| match fetch.state {
            State::Running { expires_at, .. } => Some(expires_at),
            State::Stored(_) | State::GivenUp => None,
        });
        running.min()
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

    /// The gateway has these in hand and no others.
    pub(super) fn keep_held(&mut self, held: &[String]) {
        let gone = self.by_token.extract_if(|token, _| !held.contains(token));
        for (_, place) in gone {
            self.files.remove(&place);
        }
    }

    pub(super) fn drop_if(&mut self, is_over: impl Fn(&Key, &Fetch) -> bool) {
        let Self {
            files, by_token, ..
        } = self;
        files.retain(|(key, _), fetch| {
            let is_kept = !is_over(key, fetch);
            if let (false, State::Running { token, .. }) = (is_kept, &fetch.state) {
                by_token.remove(token);
            }
            is_kept
        });
    }
}
