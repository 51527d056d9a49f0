//! The round: heads come in, the next one goes out.
//!
//! Every place with something waiting is in exactly one book: `opening` by the
//! moment from which its pick may go, `open` once that moment has come, or none
//! while only an answer can free units. Time moves places from `opening` to
//! `open` and heads from `due` into their places; everything else is recomputed
//! for the one place that an event touches. So each step costs the logarithm of
//! what waits, and the first entries of the books are when to wake.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::budget::Window;
use super::choose::Rank;
use super::freeze::Freezes;
use super::open::{Candidate, Open};
use super::pace::is_roomy;
use super::place::{Entry, Key, Place, left_alone};
use super::turn::{LaneState, Stage, Waiting};
use super::wait::Counts;
use super::{Answer, BEGINNING, Head, Limits, Rate};
use crate::delivery::{Lane, Scope};
use crate::id::ChatId;
use crate::time::Timestamp;

/// What one sending identity does next. `now` must never go back: take it from a
/// monotonic clock.
#[derive(Debug, Clone)]
pub struct Scheduler {
    pub(super) limits: Limits,
    pub(super) is_online: bool,
    pub(super) under_way: usize,
    pub(super) overall: Window,
    pub(super) freezes: Freezes,
    pub(super) lanes: BTreeMap<Arc<Lane>, LaneState>,
    pub(super) places: BTreeMap<Key, Place>,
    pub(super) counts: Counts,
    /// Chats with a rate of their own.
    pub(super) rates: BTreeMap<ChatId, Rate>,
    due: BTreeSet<(Timestamp, Arc<Lane>)>,
    opening: BTreeSet<(Timestamp, Key)>,
    open: Open,
    fading: BTreeSet<(Timestamp, Key)>,
    /// Lanes without a head, by when they are forgotten.
    pub(super) forgetting: BTreeSet<(Timestamp, Arc<Lane>)>,
}

// === impl Scheduler ===

impl Scheduler {
    /// A scheduler that knows nothing yet, offline.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            overall: Window::new(limits.overall),
            limits,
            is_online: false,
            under_way: 0,
            freezes: Freezes::new(),
            lanes: BTreeMap::new(),
            places: BTreeMap::new(),
            counts: Counts::default(),
            rates: BTreeMap::new(),
            due: BTreeSet::new(),
            opening: BTreeSet::new(),
            open: Open::default(),
            fading: BTreeSet::new(),
            forgetting: BTreeSet::new(),
        }
    }

    /// Whether a gateway serves the identity. Offline nothing is handed out; what
    /// is under way stays so until it is answered.
    pub const fn set_online(&mut self, is_online: bool) {
        self.is_online = is_online;
    }

    /// How many commands the gateway takes at once. What is under way stays so.
    pub const fn set_max_outstanding(&mut self, max_outstanding: usize) {
        self.limits.max_outstanding = max_outstanding;
    }

    /// The rate of one chat from now on, in place of the usual one: `RATE_BACKEND`
    /// for the backend group. What is taken stays taken as it was.
    pub fn set_rate(&mut self, chat: ChatId, rate: Rate) {
        self.rates.insert(chat, rate);
        if let Some(place) = self.places.get_mut(&Key::counted(chat)) {
            place.set_rate(rate);
            self.refresh(Key::counted(chat));
        }
    }

    /// Nothing to this chat before `until`; never shortens a freeze.
    pub fn freeze(&mut self, chat: ChatId, until: Timestamp) {
        self.freezes.freeze(chat, until);
        self.refresh(Key::counted(chat));
        self.refresh(Key::free(chat));
    }

    /// Nothing at all before `until`; never shortens a freeze.
    pub fn freeze_identity(&mut self, until: Timestamp) {
        self.freezes.freeze_identity(until);
    }

    /// A lane's head; replaces the one offered before. While a call of the lane is
    /// under way it is kept and may go once that is answered, so what was under
    /// way and is to be tried again has to be offered again in the same breath.
    pub fn offer(&mut self, head: Head) {
        let lane = Arc::new(head.lane.clone());
        self.take_out(&lane);
        self.counts.add(&lane, &head);
        let state = self
            .lanes
            .entry(Arc::clone(&lane))
            .or_insert_with(LaneState::new);
        self.forgetting
            .remove(&(state.remembered_until, Arc::clone(&lane)));
        let stage = if state.under_way.is_some() {
            Stage::Behind
        } else if head.awaits_topic {
            Stage::AwaitsTopic
        } else {
            let due_at = state.due_at(&head);
            self.due.insert((due_at, lane));
            Stage::Due(due_at)
        };
        state.waiting = Some(Waiting { head, stage });
    }

    /// The lane has nothing to offer any more. What is under way stays so.
    pub fn withdraw(&mut self, lane: &Lane) {
        let lane = Arc::new(lane.clone());
        self.take_out(&lane);
        self.let_go(&lane);
    }

    /// The head to hand out now, if one may go. Its units are taken and its lane
    /// is under way until [`Scheduler::answered`].
    pub fn next(&mut self, now: Timestamp) -> Option<Head> {
        self.advance(now);
        let candidate = self.candidate(now).ok()?;
        self.open.goes(candidate);
        let place = self.places.get_mut(&candidate.key)?;
        let pick = place.queue.best()?;
        let long = place.hand_out(&pick, now);
        let state = self.lanes.get_mut(&pick.turn.lane)?;
        let head = state.waiting.take()?.head;
        state.hand_out(head.clone(), now, long);
        self.counts.remove(&pick.turn.lane, &head);
        self.overall.take(head.cost.units());
        self.under_way += 1;
        self.refresh(candidate.key);
        Some(head)
    }

    /// The lane's call is over: settles its units, obeys what Telegram said and
    /// frees the lane. `None` when no call of the lane was under way.
    pub fn answered(&mut self, lane: &Lane, now: Timestamp, answer: Answer) -> Option<Head> {
        let lane = Arc::new(lane.clone());
        let state = self.lanes.get_mut(&lane)?;
        let head = state.answered(now, answer.had_its_turn())?;
        let behind = state.waiting.take();
        self.under_way = self.under_way.saturating_sub(1);
        let (key, ended) = (Key::of(&head), answer.ended());
        if let Some(place) = self.places.get_mut(&key) {
            place.settle(head.cost.units(), now, ended);
            // Calls that were on their way when the first 429 came teach nothing more.
            if let Answer::Wait {
                delay,
                is_flood_wait: true,
                ..
            } = answer
                && self.freezes.chat(head.chat) <= now
            {
                place.learn(now.after(delay));
            }
        }
        let late = self.limits.overall.per;
        self.overall
            .settle(head.cost.units(), now, ended.settlement(late));
        if let Answer::Wait {
            delay,
            scope,
            is_flood_wait,
        } = answer
        {
            let until = now.after(delay);
            match scope {
                Scope::Identity => self.freezes.freeze_identity(until),
                Scope::Chat if is_flood_wait => self.freezes.flood(head.chat, now, until),
                Scope::Chat => self.freezes.freeze(head.chat, until),
            }
            self.refresh(Key {
                is_free: !key.is_free,
                ..key
            });
        }
        self.refresh(key);
        match behind {
            Some(Waiting { head, .. }) => {
                self.counts.remove(&lane, &head);
                self.offer(head);
            }
            None => self.let_go(&lane),
        }
        Some(head)
    }

    /// Whether units of this chat are short: what waits there should take as few as it can.
    #[must_use]
    pub fn is_pressed(&self, chat: ChatId) -> bool {
        let place = self.places.get(&Key::counted(chat));
        place.is_some_and(|place| !is_roomy(&place.window))
    }

    /// When [`Scheduler::next`] may give something at the earliest, if nothing is
    /// offered or answered before: never later than it does, and after a `next`
    /// that gave nothing always later than `now`. `None`: not without an answer,
    /// an offer, or the gateway.
    pub fn wake_at(&mut self, now: Timestamp) -> Option<Timestamp> {
        self.advance(now);
        if !self.is_online || self.under_way >= self.limits.max_outstanding.max(1) {
            return None;
        }
        let open = match self.candidate(now) {
            Ok(_) => Some(now),
            Err(at) => at,
        };
        let due = self.due.first().map(|(at, _)| *at);
        let opening = self.opening.first().map(|(at, _)| *at);
        let at = [open, due, opening].into_iter().flatten().min()?;
        Some(at.max(self.freezes.identity()))
    }

    /// Lets time pass: heads become due, places open, what is over is forgotten.
    fn advance(&mut self, now: Timestamp) {
        self.overall.prune(now);
        self.freezes.prune(now);
        while self.due.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, lane)) = self.due.pop_first() else {
                break;
            };
            self.queue(lane);
        }
        while self.opening.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, key)) = self.opening.pop_first() else {
                break;
            };
            self.open_up(key);
        }
        while self.fading.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, key)) = self.fading.pop_first() else {
                break;
            };
            self.places.remove(&key);
        }
        while self.forgetting.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, lane)) = self.forgetting.pop_first() else {
                break;
            };
            self.lanes.remove(&lane);
        }
    }

    /// Who may go now, or from when on somebody who is open may.
    fn candidate(&self, now: Timestamp) -> Result<Candidate, Option<Timestamp>> {
        if !self.is_online || self.under_way >= self.limits.max_outstanding.max(1) {
            return Err(None);
        }
        let candidates = self.open.candidates();
        let thaw = self.freezes.identity();
        if thaw > now {
            return Err(candidates[0].map(|_| thaw));
        }
        let mut earliest = None;
        for candidate in candidates.into_iter().flatten() {
            match self.room_at(candidate) {
                Some(at) if at <= now => return Ok(candidate),
                Some(at) => earliest = Some(earliest.map_or(at, |e: Timestamp| e.min(at))),
                None => {}
            }
        }
        Err(earliest)
    }

    /// From when on the identity as a whole has room for the candidate. Leftovers
    /// leave a part of the slots and of the overall rate alone.
    fn room_at(&self, candidate: Candidate) -> Option<Timestamp> {
        let max = self.limits.max_outstanding.max(1);
        let is_leftover = candidate.rank.is_leftover();
        if is_leftover && self.under_way + max / 4 >= max {
            return None;
        }
        if candidate.key.is_free {
            return Some(BEGINNING);
        }
        let units = self.places.get(&candidate.key)?.queue.best()?.cost.units();
        let alone = if is_leftover {
            left_alone(self.limits.overall)
        } else {
            0
        };
        self.overall.free_at(units.saturating_add(alone))
    }

    /// A head is due: into its place's queue.
    fn queue(&mut self, lane: Arc<Lane>) {
        let Some(state) = self.lanes.get_mut(&lane) else {
            return;
        };
        let Some(mut waiting) = state.waiting.take() else {
            return;
        };
        let turn = state.turn(Arc::clone(&lane), &waiting.head);
        waiting.stage = Stage::Queued(turn.clone());
        let key = Key::of(&waiting.head);
        let (limits, own) = (&self.limits, self.rates.get(&key.chat).copied());
        let place = self
            .places
            .entry(key)
            .or_insert_with(|| Place::new(key, limits, own));
        place.queue.insert(turn, &waiting.head);
        state.waiting = Some(waiting);
        self.refresh(key);
    }

    /// Takes the waiting head of a lane out of all books.
    fn take_out(&mut self, lane: &Arc<Lane>) {
        let Some(state) = self.lanes.get_mut(lane) else {
            return;
        };
        let Some(Waiting { head, stage }) = state.waiting.take() else {
            return;
        };
        self.counts.remove(lane, &head);
        match stage {
            Stage::Behind | Stage::AwaitsTopic => {}
            Stage::Due(at) => {
                self.due.remove(&(at, Arc::clone(lane)));
            }
            Stage::Queued(turn) => {
                let key = Key::of(&head);
                if let Some(place) = self.places.get_mut(&key) {
                    place.queue.remove(&turn, &head);
                    self.refresh(key);
                }
            }
        }
    }

    /// Forgets a lane that has nothing, once its last turn is of no interest.
    fn let_go(&mut self, lane: &Arc<Lane>) {
        let Some(state) = self.lanes.get(lane) else {
            return;
        };
        if state.waiting.is_none() && state.under_way.is_none() {
            self.forgetting
                .insert((state.remembered_until, Arc::clone(lane)));
        }
    }

    /// Puts a place into the book where it belongs after a change.
    pub(super) fn refresh(&mut self, key: Key) {
        let Some(place) = self.places.get_mut(&key) else {
            return;
        };
        match place.entry {
            Entry::Waits => {}
            Entry::Opens(at) => _ = self.opening.remove(&(at, key)),
            Entry::Open(rank, since) => self.open.remove(key, rank, since),
            Entry::Fades(at) => _ = self.fading.remove(&(at, key)),
        }
        let frozen = self.freezes.chat(key.chat);
        place.entry = match place.queue.best() {
            Some(pick) => match place.opens_at(pick.cost.units(), pick.right.is_leftover()) {
                Some(at) => Entry::Opens(at.max(frozen)),
                None => Entry::Waits,
            },
            None => place.idle_at().map_or(Entry::Waits, Entry::Fades),
        };
        match place.entry {
            Entry::Opens(at) => _ = self.opening.insert((at, key)),
            Entry::Fades(at) => _ = self.fading.insert((at, key)),
            Entry::Waits | Entry::Open(..) => {}
        }
    }

    /// A place's moment has come.
    fn open_up(&mut self, key: Key) {
        let Some(place) = self.places.get_mut(&key) else {
            return;
        };
        let Some(pick) = place.queue.best() else {
            return;
        };
        let rank: Rank = pick.right;
        place.entry = Entry::Open(rank, pick.turn.entitled_at);
        self.open.insert(key, rank, pick.turn.entitled_at);
    }
}
