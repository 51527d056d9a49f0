//! Which of the heads that wait for one chat's units gets the next one.
//!
//! 1. The class decides: operators, customers, upkeep. What uses leftovers goes
//!    only when nothing else waits.
//! 2. Within a class, the lane that waited longest for its share: each lane has a
//!    moment since when it is *entitled* to the next unit — when its head was
//!    decided or became due, but not before the lane's last turn was over — and
//!    the earliest goes first. Lanes that always have something take turns thus,
//!    and a noisy one stands behind everybody who came since its last turn.
//! 3. A customer's message after a silence goes before other customers', at most
//!    every second unit.
//!
//! Nobody starves: the moment of a waiting head is fixed, what is offered later
//! has a later one (or has waited longer already, of which there is only so
//! much), and of [`YIELD_EVERY`] units the class above leaves one to whoever
//! waited longest behind it. Only leftovers have no such right: that is what they
//! are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Head;
use super::cost::Cost;
use crate::delivery::{Class, Lane};
use crate::time::Timestamp;

/// Of so many units at least one goes to a class behind, if one waits.
pub(super) const YIELD_EVERY: u32 = 8;

/// The order among heads: earlier goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Operator,
    Customer,
    Upkeep,
    Leftover,
}

/// A place in the queue of one rank.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) entitled_at: Timestamp,
    pub(super) lane: Arc<Lane>,
}

/// Who gets the next unit.
#[derive(Debug, Clone)]
pub(super) struct Pick {
    pub(super) turn: Turn,
    pub(super) cost: Cost,
    /// Its own rank.
    rank: Rank,
    /// Whose right it uses: on a yielded unit the rank that yields.
    pub(super) right: Rank,
}

/// Heads that may go as soon as their chat has units.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    ranks: [BTreeMap<Turn, Cost>; 4],
    /// Those of the customers' rank that come after a silence.
    after_silence: BTreeSet<Turn>,
    /// Units that went to the first rank in a row while another waited.
    unyielded: u32,
    /// Whether the last unit went out of order to one after a silence.
    favoured: bool,
}

// === impl Rank ===

impl Rank {
    pub(super) const fn of(head: &Head) -> Self {
        match head.class {
            _ if head.prefers_leftover => Self::Leftover,
            Class::Operator => Self::Operator,
            Class::Customer if head.yields => Self::Upkeep,
            Class::Customer => Self::Customer,
            Class::Upkeep => Self::Upkeep,
            Class::Bulk => Self::Leftover,
        }
    }

    pub(super) const fn is_leftover(self) -> bool {
        matches!(self, Self::Leftover)
    }
}

// === impl Queue ===

const CLASSED: [Rank; 3] = [Rank::Operator, Rank::Customer, Rank::Upkeep];

impl Queue {
    pub(super) fn insert(&mut self, turn: Turn, head: &Head) {
        let rank = Rank::of(head);
        if rank == Rank::Customer && head.standing.is_after_silence() {
            self.after_silence.insert(turn.clone());
        }
        self.ranks[rank as usize].insert(turn, head.cost);
    }

    pub(super) fn remove(&mut self, turn: &Turn, head: &Head) {
        self.after_silence.remove(turn);
        self.ranks[Rank::of(head) as usize].remove(turn);
    }

    /// How many wait that are no leftovers.
    pub(super) fn wanting(&self) -> usize {
        CLASSED
            .iter()
            .map(|rank| self.ranks[*rank as usize].len())
            .sum()
    }

    /// Who goes next. Changes only when somebody comes, goes or is taken, never
    /// with time. Others do not overtake it when it has to wait for several
    /// units: so dear ones do not starve either.
    pub(super) fn best(&self) -> Option<Pick> {
        let Some(first) = CLASSED
            .into_iter()
            .find(|rank| !self.ranks[*rank as usize].is_empty())
        else {
            return self.first_of(Rank::Leftover, Rank::Leftover);
        };
        if self.unyielded + 1 >= YIELD_EVERY
            && let Some(behind) = self.longest_behind(first)
        {
            return Some(behind);
        }
        if first == Rank::Customer
            && !self.favoured
            && let Some(turn) = self.after_silence.first()
            && let Some(cost) = self.ranks[first as usize].get(turn)
        {
            return Some(Pick {
                turn: turn.clone(),
                cost: *cost,
                rank: first,
                right: first,
            });
        }
        self.first_of(first, first)
    }

    /// Takes out what [`Queue::best`] gave.
    pub(super) fn take(&mut self, pick: &Pick) {
        let in_order = self.ranks[pick.rank as usize]
            .first_key_value()
            .is_none_or(|(first, _)| *first == pick.turn);
        self.favoured = !in_order;
        let passed_over = pick.rank == pick.right && self.longest_behind(pick.rank).is_some();
        self.unyielded = if passed_over { self.unyielded + 1 } else { 0 };
        self.after_silence.remove(&pick.turn);
        self.ranks[pick.rank as usize].remove(&pick.turn);
    }

    fn first_of(&self, rank: Rank, right: Rank) -> Option<Pick> {
        let (turn, cost) = self.ranks[rank as usize].first_key_value()?;
        Some(Pick {
            turn: turn.clone(),
            cost: *cost,
            rank,
            right,
        })
    }

    fn longest_behind(&self, first: Rank) -> Option<Pick> {
        CLASSED
            .into_iter()
            .filter(|rank| *rank > first)
            .filter_map(|rank| self.first_of(rank, first))
            .min_by(|a, b| a.turn.cmp(&b.turn))
    }
}
