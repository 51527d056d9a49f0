//! The heads of lanes that a desk keeps in memory: a bounded window on each,
//! the rest stays in the store.

use std::collections::{BTreeMap, VecDeque};

use backline_domain::delivery::{Delivery, Lane};

/// Deliveries of one lane kept in memory.
const WINDOW: usize = 8;

/// One lane's first deliveries.
#[derive(Debug, Default)]
pub(crate) struct Window {
    first: VecDeque<Delivery>,
    /// Whether the store holds more than is here.
    has_more: bool,
}

/// All lanes of a connection that have something to deliver.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    lanes: BTreeMap<Lane, Window>,
}

/// Whether a lane has to be read from the store before its head is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refill {
    /// The head is here, or there is none.
    NotNeeded,
    /// Read on from this sequence.
    From(u64),
}

// === impl Windows ===

impl Windows {
    /// Most deliveries of a lane worth reading at once.
    pub(crate) const READ: usize = WINDOW;

    /// The lane's head.
    pub(crate) fn head(&self, lane: &Lane) -> Option<&Delivery> {
        self.lanes.get(lane)?.first.front()
    }

    /// Whether something waits behind this one, which is the head.
    pub(crate) fn has_behind(&self, head: &backline_domain::delivery::Key) -> bool {
        let window = self.lanes.get(&head.lane);
        window.is_some_and(|window| window.has_more || window.first.len() > 1)
    }

    /// Whether the store holds more of the lane than is here.
    pub(crate) fn has_more(&self, lane: &Lane) -> bool {
        self.lanes.get(lane).is_some_and(|window| window.has_more)
    }

    /// What of the lane is in memory, in order, to look at.
    pub(crate) fn each(&self, lane: &Lane) -> impl Iterator<Item = &Delivery> {
        self.lanes
            .get(lane)
            .into_iter()
            .flat_map(|window| &window.first)
    }

    /// Whether this delivery is in memory.
    pub(crate) fn has(&self, key: &backline_domain::delivery::Key) -> bool {
        self.each(&key.lane).any(|one| one.key == *key)
    }

    /// The delivery of this sequence, if it is in memory.
    pub(super) fn with_sequence(&self, sequence: u64) -> Option<&Delivery> {
        let mut all = self.lanes.values().flat_map(|window| &window.first);
        all.find(|one| one.key.sequence == sequence)
    }

    /// What of the lane is in memory, in order.
    pub(crate) fn all(&self, lane: &Lane) -> Vec<Delivery> {
        let window = self.lanes.get(lane);
        window.map_or_else(Vec::new, |window| window.first.iter().cloned().collect())
    }

    /// A delivery that was just written: new at the end, or its head changed.
    /// Says whether the lane's head is another, or another form of it.
    pub(crate) fn put(&mut self, delivery: Delivery) -> bool {
        let window = self.lanes.entry(delivery.key.lane.clone()).or_default();
        let known = window.first.iter().position(|one| one.key == delivery.key);
        match known {
            Some(place) => {
                window.first[place] = delivery;
                place == 0
            }
            // One that comes back goes where it was.
            None if window
                .first
                .front()
                .is_some_and(|head| delivery.key.sequence < head.key.sequence) =>
            {
                window.first.push_front(delivery);
                true
            }
            None if window.has_more || window.first.len() >= WINDOW => {
                window.has_more = true;
                false
            }
            None => {
                window.first.push_back(delivery);
                window.first.len() == 1
            }
        }
    }

    /// A delivery is done with. Says what has to be read before the next head
    /// is known.
    pub(crate) fn remove(&mut self, delivery: &backline_domain::delivery::Key) -> Refill {
        let Some(window) = self.lanes.get_mut(&delivery.lane) else {
            return Refill::NotNeeded;
        };
        window.first.retain(|one| one.key != *delivery);
        if !window.first.is_empty() {
            return Refill::NotNeeded;
        }
        if window.has_more {
            return Refill::From(delivery.sequence.saturating_add(1));
        }
        self.lanes.remove(&delivery.lane);
        Refill::NotNeeded
    }

    /// What was read of a lane whose window was empty.
    pub(crate) fn refill(&mut self, lane: &Lane, read: Vec<Delivery>) {
        let has_more = read.len() >= WINDOW;
        if read.is_empty() {
            self.lanes.remove(lane);
        } else {
            self.lanes.insert(
                lane.clone(),
                Window {
                    first: read.into(),
                    has_more,
                },
            );
        }
    }

    /// A lane as it was found at start, where only its head was read.
    pub(crate) fn found(&mut self, head: Delivery) {
        let lane = head.key.lane.clone();
        let window = Window {
            first: VecDeque::from([head]),
            has_more: true,
        };
        self.lanes.insert(lane, window);
    }

    /// The lanes there are.
    pub(crate) fn lanes(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.keys()
    }

    /// How many deliveries wait or are under way, as far as they are in memory.
    pub(crate) fn depth(&self) -> usize {
        self.lanes.values().map(|window| window.first.len()).sum()
    }

    /// When the oldest head was decided.
    pub(crate) fn oldest(&self) -> Option<backline_domain::time::Timestamp> {
        self.lanes
            .values()
            .filter_map(|window| window.first.front())
            .map(|one| one.created_at)
            .min()
    }
}
