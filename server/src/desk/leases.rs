//! Commands under way: who holds them, and until when.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use backline_domain::delivery::{Delivery, Key, Lane, Outcome, Sent};
use backline_domain::id::ChatAddress;
use backline_domain::plan::pieces;
use backline_domain::time::Timestamp;

use super::token::{self, Mint};

/// Reports remembered, so that a repeated one is known and a different one is
/// refused.
const REPORTS: usize = 4096;

/// A command under way.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    pub(crate) token: String,
    pub(crate) delivery: Delivery,
    /// What the hand-out was about.
    pub(crate) sent: Sent,
    /// On the monotonic clock.
    pub(crate) expires_at: Duration,
}

/// All commands under way: at most one a lane.
#[derive(Debug)]
pub(crate) struct Leases {
    mint: Mint,
    by_lane: BTreeMap<Lane, Lease>,
    by_token: HashMap<String, Lane>,
    reports: HashMap<String, Outcome>,
    reported: VecDeque<String>,
    /// Started before this run and not reported since: waiting for a gateway
    /// to say whether it still has them in hand.
    orphans: BTreeMap<Key, Delivery>,
}

// === impl Leases ===

impl Leases {
    pub(crate) fn new() -> Self {
        Self {
            mint: Mint::new(),
            by_lane: BTreeMap::new(),
            by_token: HashMap::new(),
            reports: HashMap::new(),
            reported: VecDeque::new(),
            orphans: BTreeMap::new(),
        }
    }

    /// Leases a delivery out, at this moment.
    pub(crate) fn take(
        &mut self,
        delivery: Delivery,
        mut sent: Sent,
        at: Timestamp,
        until: Duration,
    ) -> String {
        sent.turn = delivery.progress.turn;
        let token = self.mint.token(&delivery.key, &sent, at);
        self.resume(token.clone(), delivery, sent, until);
        token
    }

    /// A token for bringing one of a delivery's files into the store: no lease of its lane.
    pub(crate) fn token_for_file(&self, key: &Key, file: usize, at: Timestamp) -> String {
        let sent = Sent {
            fetches: Some(file),
            ..Sent::default()
        };
        self.mint.token(key, &sent, at)
    }

    /// A lease that a gateway already has in hand.
    pub(crate) fn resume(
        &mut self,
        token: String,
        delivery: Delivery,
        sent: Sent,
        expires_at: Duration,
    ) {
        let lane = delivery.key.lane.clone();
        self.by_token.insert(token.clone(), lane.clone());
        self.by_lane.insert(
            lane,
            Lease {
                token,
                delivery,
                sent,
                expires_at,
            },
        );
    }

    pub(crate) fn of_token(&self, token: &str) -> Option<&Lease> {
        self.by_lane
            .get(self.by_token.get(token)?)
            .filter(|lease| lease.token == token)
    }

    pub(crate) fn of_token_mut(&mut self, token: &str) -> Option<&mut Lease> {
        let lane = self.by_token.get(token)?;
        self.by_lane
            .get_mut(lane)
            .filter(|lease| lease.token == token)
    }

    /// A hand-out of the same delivery that this one came after, to the same gateway or to
    /// another: two may be in hand when a server has forgotten the first.
    pub(crate) fn before(&self, lease: &token::Lease) -> Option<&Lease> {
        let current = self.by_lane.get(&lease.key.lane)?;
        let known = token::Lease::read(&current.token)?;
        let is_earlier =
            known.key == lease.key && known.sent.turn == lease.sent.turn && known.at < lease.at;
        is_earlier.then_some(current)
    }

    pub(crate) fn of_lane(&self, lane: &Lane) -> Option<&Lease> {
        self.by_lane.get(lane)
    }

    /// Ends a lease.
    pub(crate) fn end(&mut self, lane: &Lane) -> Option<Lease> {
        let lease = self.by_lane.remove(lane)?;
        self.by_token.remove(&lease.token);
        Some(lease)
    }

    /// Whether a topic is being made under this name for another dialog.
    pub(crate) fn creates_for_another(&self, name: &str, dialog: Option<&ChatAddress>) -> bool {
        self.by_lane.iter().any(|(lane, lease)| {
            lease.sent.created_name() == Some(name) && lane.dialog.as_ref() != dialog
        })
    }

    pub(crate) fn all(&self) -> Vec<Lease> {
        self.by_lane.values().cloned().collect()
    }

    /// How many messages of people's they bring.
    pub(super) fn messages(&self) -> u64 {
        let leases = self.by_lane.values();
        leases.map(|lease| pieces(&lease.delivery)).sum()
    }

    pub(crate) fn len(&self) -> usize {
        self.by_lane.len()
    }

    /// Lanes of the leases that are over.
    pub(crate) fn expired(&self, now: Duration) -> Vec<Lane> {
        self.by_lane
            .iter()
            .filter(|(_, lease)| lease.expires_at <= now)
            .map(|(lane, _)| lane.clone())
            .collect()
    }

    pub(crate) fn next_expiry(&self) -> Option<Duration> {
        self.by_lane.values().map(|lease| lease.expires_at).min()
    }

    /// Remembers a report.
    pub(crate) fn report(&mut self, token: String, outcome: Outcome) {
        if self.reports.insert(token.clone(), outcome).is_none() {
            self.reported.push_back(token);
        }
        while self.reported.len() > REPORTS {
            if let Some(oldest) = self.reported.pop_front() {
                self.reports.remove(&oldest);
            }
        }
    }

    /// What was reported with this token before.
    pub(crate) fn reported(&self, token: &str) -> Option<&Outcome> {
        self.reports.get(token)
    }

    pub(crate) fn orphan(&mut self, delivery: Delivery) {
        self.orphans.insert(delivery.key.clone(), delivery);
    }

    /// The delivery that this hand-out started before this run.
    pub(crate) fn orphan_of(&self, key: &Key, nonce: &str) -> Option<&Delivery> {
        self.orphans
            .get(key)
            .filter(|orphan| orphan.started_by.as_deref() == Some(nonce))
    }

    pub(crate) fn has_orphans(&self) -> bool {
        !self.orphans.is_empty()
    }

    pub(crate) fn is_orphan(&self, key: &Key) -> bool {
        self.orphans.contains_key(key)
    }

    pub(crate) fn take_orphan(&mut self, key: &Key) -> Option<Delivery> {
        self.orphans.remove(key)
    }

    pub(crate) fn take_orphans(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.orphans).into_values().collect()
    }
}
