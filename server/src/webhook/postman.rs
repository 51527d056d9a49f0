//! Takes posts that wait to their receivers: in order within a lane, a few at a time to each
//! URL, again after growing gaps, for a day. A post is gone from the store only after its receiver took it; a
//! crash in between brings it once more, under the same id.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use backline_domain::id::ConnectionId;
use backline_domain::time::Timestamp;
use backline_domain::webhook::{Endpoint, Lane};
use backline_store::Store;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::errand::{Errand, Returned};
use super::{Board, Client};
use crate::clock::SharedClock;
use crate::desk::Registry;
use crate::telemetry::Metrics;

/// Posts under way to one URL at most: one that hangs holds up nobody else's.
const MOST_TO_ONE: usize = 4;
/// Posts under way at most.
const MOST: usize = 64;
/// Lanes read at once.
const PAGE: usize = 256;
/// How long it is waited after the store failed, and at most until the clock is looked at again.
const BREATH: Duration = Duration::from_secs(5);
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// What the postman is given.
pub(crate) struct Postman {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: SharedClock,
    pub(crate) board: Board,
    pub(crate) desks: Registry,
    pub(crate) client: Client,
    pub(crate) metrics: Metrics,
    pub(crate) shutdown: CancellationToken,
}

type To = (ConnectionId, Endpoint);

#[derive(Default)]
struct Round {
    /// Lanes in which something waits, and when their first is due.
    lanes: BTreeMap<Lane, Slot>,
    /// Since when who takes nothing has taken nothing.
    failing_since: HashMap<To, Timestamp>,
    under_way: HashMap<To, usize>,
}

struct Slot {
    due_at: Timestamp,
    is_out: bool,
    /// Something came while its first was on its way.
    has_news: bool,
}

// === impl Postman ===

impl Postman {
    /// Runs until shutdown. What is on its way then goes again after the next start.
    pub(crate) async fn run(self) {
        let me = Arc::new(self);
        let mut round = Round::default();
        let shutdown = me.shutdown.clone();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = me.look_at_all(&mut round) => {}
        }
        let mut out = JoinSet::new();
        loop {
            for lane in me.board.take_news() {
                round.news(lane, me.clock.now());
            }
            for lane in round.take_due(me.clock.now(), out.len()) {
                let errand = me.errand(&round, lane);
                out.spawn(errand.run());
            }
            let wake_at = me.wake_at(&round, out.len());
            tokio::select! {
                () = me.shutdown.cancelled() => return,
                () = me.board.rung() => {}
                Some(returned) = out.join_next(), if !out.is_empty() => match returned {
                    Ok(returned) => round.returned(returned, me.clock.now()),
                    // A panic: said by the runtime. The lane is found again at the next start.
                    Err(error) => tracing::error!(%error, "posting a webhook failed"),
                },
                () = me.clock.sleep_until(wake_at) => {}
            }
        }
    }

    fn errand(self: &Arc<Self>, round: &Round, lane: Lane) -> Errand {
        let failing_since = round.failing_since.get(&to(&lane)).copied();
        Errand {
            postman: Arc::clone(self),
            lane,
            failing_since,
        }
    }

    /// What waits since before the start.
    async fn look_at_all(&self, round: &mut Round) {
        while let Err(error) = self.find_lanes(round).await {
            tracing::error!(%error, "what webhooks are to be told cannot be read; trying again");
            let again = self.clock.monotonic() + BREATH;
            self.clock.sleep_until(again).await;
        }
    }

    async fn find_lanes(&self, round: &mut Round) -> backline_store::Result<()> {
        for connection in self.store.connections().await? {
            let mut after: Option<Lane> = None;
            loop {
                let heads = self
                    .store
                    .post_heads(&connection.id, after.as_ref(), PAGE)
                    .await?;
                let is_last = heads.len() < PAGE;
                for head in heads {
                    after = Some(head.key.lane.clone());
                    if let Some(failed) = head.first_failed_at {
                        round.failed(&head.key.lane, failed);
                    }
                    round.news(head.key.lane, head.due_at);
                }
                if is_last {
                    break;
                }
            }
        }
        Ok(())
    }

    fn wake_at(&self, round: &Round, out: usize) -> Duration {
        let next = round.next_due(out);
        let now = self.clock.now();
        let wait = next.map_or(LONGEST_SLEEP, |due_at| due_at.since(now).min(LONGEST_SLEEP));
        self.clock.monotonic() + wait
    }
}

// === impl Round ===

impl Round {
    fn news(&mut self, lane: Lane, due_at: Timestamp) {
        let slot = self.lanes.entry(lane).or_insert(Slot {
            due_at,
            is_out: false,
            has_news: false,
        });
        slot.has_news |= slot.is_out;
    }

    /// The lanes whose first may go now.
    fn take_due(&mut self, now: Timestamp, out: usize) -> Vec<Lane> {
        let mut due = Vec::new();
        for (lane, slot) in &mut self.lanes {
            if slot.is_out || slot.due_at > now || out + due.len() >= MOST {
                continue;
            }
            let under_way = self.under_way.entry(to(lane)).or_default();
            if *under_way < MOST_TO_ONE {
                *under_way += 1;
                slot.is_out = true;
                slot.has_news = false;
                due.push(lane.clone());
            }
        }
        due
    }

    /// When the next lane is due that need not wait for one that is under way.
    fn next_due(&self, out: usize) -> Option<Timestamp> {
        if out >= MOST {
            return None;
        }
        let has_room =
            |lane: &Lane| self.under_way.get(&to(lane)).copied().unwrap_or(0) < MOST_TO_ONE;
        let waiting = self.lanes.iter().filter(|(_, slot)| !slot.is_out);
        let waiting = waiting.filter(|(lane, _)| has_room(lane));
        waiting.map(|(_, slot)| slot.due_at).min()
    }

    fn failed(&mut self, lane: &Lane, at: Timestamp) {
        let since = self.failing_since.entry(to(lane)).or_insert(at);
        *since = at.min(*since);
    }

    fn returned(&mut self, returned: Returned, now: Timestamp) {
        let Returned { lane, what } = returned;
        if let Some(under_way) = self.under_way.get_mut(&to(&lane)) {
            *under_way = under_way.saturating_sub(1);
        }
        let due_at = match what {
            What::Taken => {
                self.failing_since.remove(&to(&lane));
                Some(now)
            }
            What::Dropped => Some(now),
            What::Nothing => None,
            What::NotTaken { next } => {
                self.failed(&lane, now);
                Some(next)
            }
            What::NotYet { due_at } => Some(due_at),
            What::StoreFailed => Some(now.after(BREATH)),
        };
        let Some(slot) = self.lanes.get_mut(&lane) else {
            return;
        };
        match due_at.or(slot.has_news.then_some(now)) {
            Some(due_at) => {
                slot.due_at = due_at;
                slot.is_out = false;
            }
            None => drop(self.lanes.remove(&lane)),
        }
    }
}

/// What became of a lane's first.
pub(super) enum What {
    /// Its receiver has it.
    Taken,
    /// Nobody wants to be told any more, or it was given up: the next one may go.
    Dropped,
    /// There was none.
    Nothing,
    /// It is tried again then.
    NotTaken { next: Timestamp },
    /// It is not due before then.
    NotYet { due_at: Timestamp },
    /// Nobody knows: the store failed.
    StoreFailed,
}

fn to(lane: &Lane) -> To {
    (lane.connection.clone(), lane.endpoint.clone())
}
