//! A batch in as many parts as the server takes.

use backline_proto::gateway::v1::cursor::Kind;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{Cursor, Update};

use crate::Batch;

/// What is left of a batch, in order: each part is committed before the next.
pub(super) struct Parts {
    /// The next is the last.
    rest: Vec<Batch>,
    /// Where the stream stood before the next.
    stands: Option<Cursor>,
}

// === impl Parts ===

impl Parts {
    pub(super) fn new(batch: Batch, stands: Option<&Cursor>) -> Self {
        Self {
            rest: vec![batch],
            stands: stands.cloned(),
        }
    }

    /// The next to commit.
    pub(super) fn first(&self) -> Option<&Batch> {
        self.rest.last()
    }

    /// The next is committed.
    pub(super) fn pass(&mut self) {
        if let Some(part) = self.rest.pop() {
            self.stands = part.cursor.or(self.stands.take());
        }
    }

    /// Makes the next one smaller. False = nothing can be taken from it.
    pub(super) fn halve(&mut self) -> bool {
        let Some(mut whole) = self.rest.pop() else {
            return false;
        };
        let half = whole.updates.len() / 2;
        if half == 0 {
            let is_shorter = whole.updates.iter_mut().any(shorten);
            self.rest.push(whole);
            return is_shorter;
        }
        let second = Batch {
            updates: whole.updates.split_off(half),
            cursor: whole.cursor.clone(),
        };
        whole.cursor = self.behind(&whole.updates, whole.cursor.as_ref());
        self.rest.push(second);
        self.rest.push(whole);
        true
    }

    /// Where the stream stands behind the first half. A bot's updates have their
    /// ids. Where there is none, and for an account, whose state counts only at
    /// the end of the batch, it stands where it stood.
    fn behind(&self, updates: &[Update], whole: Option<&Cursor>) -> Option<Cursor> {
        let Some(Cursor {
            kind: Some(Kind::UpdateId(_)),
            source,
        }) = whole
        else {
            return self.stands.clone();
        };
        let last = updates
            .iter()
            .rev()
            .filter_map(|update| update.key.as_ref())
            .find(|key| key.natural_key.is_empty());
        match last {
            None if self.stands.is_some() => self.stands.clone(),
            // 0 stands for the very beginning.
            last => Some(Cursor {
                kind: Some(Kind::UpdateId(last.map_or(0, |key| key.update_id))),
                source: source.clone(),
            }),
        }
    }
}

/// Of an update that was not understood half of its raw text will do; of others
/// nothing can be left out.
fn shorten(update: &mut Update) -> bool {
    let Some(Event::Unknown(unknown)) = &mut update.event else {
        return false;
    };
    let raw = &mut unknown.raw_json;
    let half = raw.floor_char_boundary(raw.len() / 2);
    let is_shorter = half < raw.len();
    raw.truncate(half);
    is_shorter
}

#[cfg(test)]
mod tests {
    use super::*;
    use backline_proto::gateway::v1::{UnknownUpdate, UpdateKey};

    fn update(update_id: i64) -> Update {
        Update {
            key: Some(UpdateKey {
                update_id,
                natural_key: if update_id == 0 { "hash" } else { "" }.into(),
                ..UpdateKey::default()
            }),
            event: None,
        }
    }

    fn at(update_id: i64) -> Option<Cursor> {
        Some(Cursor {
            kind: Some(Kind::UpdateId(update_id)),
            source: String::new(),
        })
    }

    /// Ids and cursor of each part, in order.
    fn all(mut parts: Parts) -> Vec<(Vec<i64>, Option<Cursor>)> {
        let mut all = Vec::new();
        while let Some(part) = parts.first() {
            let ids = part.updates.iter().flat_map(|it| &it.key);
            all.push((ids.map(|key| key.update_id).collect(), part.cursor.clone()));
            parts.pass();
        }
        all
    }

    fn batch(ids: &[i64], cursor: Option<Cursor>) -> Batch {
        Batch {
            updates: ids.iter().copied().map(update).collect(),
            cursor,
        }
    }

    #[test]
    fn halves_keep_the_order_and_end_where_their_last_update_is() {
        let mut parts = Parts::new(batch(&[5, 6, 7, 8, 9], at(9)), None);
        assert!(parts.halve());
        assert!(parts.halve());
        assert_eq!(
            all(parts),
            [(vec![5], at(5)), (vec![6], at(6)), (vec![7, 8, 9], at(9))]
        );
    }

    #[test]
    fn what_has_no_id_moves_nothing_on() {
        let mut parts = Parts::new(batch(&[0, 0, 8], at(8)), at(4).as_ref());
        assert!(parts.halve());
        assert_eq!(all(parts), [(vec![0], at(4)), (vec![0, 8], at(8))]);
        let mut parts = Parts::new(batch(&[0, 8], at(8)), None);
        assert!(parts.halve());
        assert_eq!(all(parts), [(vec![0], at(0)), (vec![8], at(8))]);
    }

    #[test]
    fn an_accounts_state_counts_at_the_end_only() {
        let state = |bytes: &[u8]| {
            Some(Cursor {
                kind: Some(Kind::UpdateState(bytes.to_vec())),
                source: String::new(),
            })
        };
        let mut parts = Parts::new(batch(&[1, 2], state(b"new")), state(b"old").as_ref());
        assert!(parts.halve());
        assert_eq!(
            all(parts),
            [(vec![1], state(b"old")), (vec![2], state(b"new"))]
        );
    }

    #[test]
    fn one_alone_gets_shorter_as_long_as_it_can() {
        let mut one = update(5);
        one.event = Some(Event::Unknown(UnknownUpdate {
            raw_json: "üü".into(),
            ..UnknownUpdate::default()
        }));
        let mut parts = Parts::new(
            Batch {
                updates: vec![one],
                cursor: at(5),
            },
            None,
        );
        assert!(parts.halve());
        assert!(parts.halve());
        assert!(!parts.halve(), "nothing is left");
        assert_eq!(all(parts), [(vec![5], at(5))]);
    }
}
