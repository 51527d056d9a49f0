//! What waits to be committed, in batches that the server takes.

use std::collections::VecDeque;

use backline_gateway::{Batch, MAX_BATCH_BYTES, MAX_BATCH_UPDATES};
use backline_proto::gateway::v1::Update;
use prost::Message as _;

use crate::state::State;

/// After so many changes of the state without an update the state is committed
/// alone, so that little has to be asked for again.
const QUIET: u32 = 50;

/// Updates that are not committed yet.
#[derive(Default)]
pub(super) struct Batches {
    waiting: VecDeque<Update>,
    given: Option<Batch>,
    /// The state is to be committed, also alone.
    is_due: bool,
    quiet: u32,
}

// === impl Batches ===

impl Batches {
    pub(super) fn push(&mut self, updates: Vec<Update>) {
        self.waiting.extend(updates);
    }

    /// The state is to be committed soon, whatever comes.
    pub(super) fn note(&mut self) {
        self.is_due = true;
    }

    /// The state moved on.
    pub(super) fn note_quietly(&mut self) {
        self.quiet += 1;
        self.is_due |= self.quiet >= QUIET;
    }

    /// The batch that was given and is not committed.
    pub(super) fn given(&self) -> Option<Batch> {
        self.given.clone()
    }

    /// It is committed.
    pub(super) fn pass(&mut self) {
        self.given = None;
    }

    /// The next batch. The state counts behind the last update only; before that
    /// it stands where it stood.
    pub(super) fn next(&mut self, now: Option<&State>, stood: Option<&State>) -> Option<Batch> {
        if self.waiting.is_empty() && !(self.is_due && now.is_some()) {
            return None;
        }
        let mut updates = Vec::new();
        let mut bytes = 0;
        while let Some(update) = self.waiting.front() {
            bytes += update.encoded_len();
            let is_full = updates.len() >= MAX_BATCH_UPDATES || bytes > MAX_BATCH_BYTES;
            if is_full && !updates.is_empty() {
                break;
            }
            updates.extend(self.waiting.pop_front());
        }
        let is_last = self.waiting.is_empty();
        if is_last {
            (self.is_due, self.quiet) = (false, 0);
        }
        let state = if is_last { now.or(stood) } else { stood };
        let cursor = state.map_or_else(|| State::default().cursor(), State::cursor);
        let batch = Batch {
            updates,
            cursor: Some(cursor),
        };
        self.given = Some(batch.clone());
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(pts: i32) -> State {
        State {
            pts,
            ..State::default()
        }
    }

    fn pts(batch: &Batch) -> i32 {
        State::of(batch.cursor.as_ref()).map_or(0, |state| state.pts)
    }

    #[test]
    fn the_state_counts_behind_the_last_update_only() {
        let mut batches = Batches::default();
        batches.push(vec![Update::default(); 150]);
        let first = batches.next(Some(&state(9)), Some(&state(4))).unwrap();
        assert_eq!((first.updates.len(), pts(&first)), (100, 4));
        assert_eq!(batches.given().unwrap().updates.len(), 100, "given up");
        batches.pass();
        let last = batches.next(Some(&state(9)), Some(&state(4))).unwrap();
        assert_eq!((last.updates.len(), pts(&last)), (50, 9));
        batches.pass();
        assert!(batches.next(Some(&state(9)), None).is_none());
    }

    #[test]
    fn a_state_alone_is_committed_now_and_then() {
        let mut batches = Batches::default();
        for _ in 1..QUIET {
            batches.note_quietly();
        }
        assert!(batches.next(Some(&state(9)), None).is_none());
        batches.note_quietly();
        let alone = batches.next(Some(&state(9)), None).unwrap();
        assert_eq!((alone.updates.len(), pts(&alone)), (0, 9));
    }
}
