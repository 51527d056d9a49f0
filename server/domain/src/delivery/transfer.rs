//! What topics say of large files on their way.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::{MessageId, TopicId};
use crate::message::Media;
use crate::time::Timestamp;

/// From so many bytes on a message's files are told of.
const LARGE: u64 = 10 * 1024 * 1024;

/// What is there sooner is not told of.
const QUIET: Duration = Duration::from_secs(10);

/// How long a line stands as it is, at least.
const GAP: Duration = Duration::from_secs(30);

/// So much further, in per cent, is worth a change.
const STEP: u8 = 10;

/// What has come so far is not told of for the first time.
const NEARLY: u8 = 90;

/// Lines at once.
const MOST: usize = 8;

/// What topics say of large files on their way: a line for each message, at most eight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfers {
    /// The lines there are, by the sequence of the delivery that they tell of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<u64, TransferLine>,
    /// A change of one waits.
    #[serde(default)]
    pub waits: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLine {
    /// The message; `None`: it may be there, and nobody knows its number. Nothing more is
    /// said then: a second line would be worse than an old one.
    pub message: Option<MessageId>,
    /// How far it says that it has come, in per cent.
    pub told: u8,
    /// Since when.
    pub at: Timestamp,
}

/// A message whose files are on their way.
#[derive(Debug, Clone, PartialEq)]
pub struct Moving {
    /// Its delivery's sequence.
    pub sequence: u64,
    /// The topic of its dialog.
    pub topic: TopicId,
    /// Whether they are a customer's.
    pub is_customers: bool,
    /// Its files.
    pub files: Vec<Media>,
    /// Bytes of all files that have come into the store, and bytes that have gone out of it:
    /// each of them is moved twice.
    pub moved: u64,
    /// Since when they are on their way.
    pub since: Timestamp,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferStep {
    /// It is posted.
    Posted {
        /// How far it says that it has come, in per cent.
        told: u8,
    },
    /// It says something else.
    Changed {
        /// How far it says that it has come, in per cent.
        told: u8,
    },
    /// It goes.
    Deleted,
}

// === impl Moving ===

impl Moving {
    /// Bytes of all its files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size.unsigned_abs()).sum()
    }

    /// How far it has come, in whole per cent, downwards.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let all = (2 * self.size()).max(1);
        let percent = self.moved.min(all).saturating_mul(100) / all;
        u8::try_from(percent).unwrap_or(100)
    }

    /// Whether it is worth a line at all.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.size() >= LARGE
    }
}

// === impl Transfers ===

impl Transfers {
    /// The next thing to do about a line, if one is due, and of which delivery it tells: what
    /// is over goes first, which costs nothing.
    #[must_use]
    pub fn next(&self, moving: &[Moving], now: Timestamp) -> Option<(u64, TransferStep)> {
        let over = self.lines.iter().find(|(sequence, line)| {
            line.message.is_some() && moving.iter().all(|one| one.sequence != **sequence)
        });
        if let Some((sequence, _)) = over {
            return Some((*sequence, TransferStep::Deleted));
        }
        moving.iter().find_map(|one| {
            let step = self.step(one, now)?;
            Some((one.sequence, step))
        })
    }

    /// What is due of the line of this one.
    #[must_use]
    pub fn step(&self, of: &Moving, now: Timestamp) -> Option<TransferStep> {
        let told = of.percent();
        match self.lines.get(&of.sequence) {
            Some(line) => {
                let is_due = line.message.is_some()
                    && told >= line.told.saturating_add(STEP)
                    && line.at.after(GAP) <= now;
                is_due.then_some(TransferStep::Changed { told })
            }
            None => {
                let is_due = of.is_large()
                    && of.since.after(QUIET) <= now
                    && told < NEARLY
                    && self.lines.len() < MOST;
                is_due.then_some(TransferStep::Posted { told })
            }
        }
    }

    /// What is over and has no line that could be deleted is forgotten. `None`: nothing is.
    #[must_use]
    pub fn without_over(&self, moving: &[Moving]) -> Option<Self> {
        let mut left = self.clone();
        left.lines.retain(|sequence, line| {
            line.message.is_some() || moving.iter().any(|one| one.sequence == *sequence)
        });
        (left != *self).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{FormattedText, MediaKind};

    const SIZE: u64 = 100 * 1024 * 1024;

    fn file(size: u64) -> Media {
        Media {
            kind: MediaKind::Video,
            file_id: "f".into(),
            file_unique_id: "u".into(),
            size: i64::try_from(size).unwrap(),
            mime_type: String::new(),
            file_name: String::new(),
            width: 0,
            height: 0,
            duration: 0,
            title: String::new(),
            performer: String::new(),
            emoji: String::new(),
            caption: FormattedText::default(),
            has_spoiler: false,
            caption_above: false,
            seen_in: None,
            is_renamed: false,
        }
    }

    fn moving(sequence: u64, percent: u64) -> Moving {
        Moving {
            sequence,
            topic: TopicId(5),
            is_customers: true,
            files: vec![file(SIZE)],
            moved: 2 * SIZE * percent / 100,
            since: Timestamp(0),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    fn told(percent: u8) -> Transfers {
        let line = TransferLine {
            message: Some(MessageId(9)),
            told: percent,
            at: at(100),
        };
        Transfers {
            lines: BTreeMap::from([(1, line)]),
            waits: false,
        }
    }

    #[test]
    fn a_line_comes_after_a_while_changes_seldom_and_goes() {
        let none = Transfers::default();
        let posted = |told| Some((1, TransferStep::Posted { told }));
        let changed = |told| Some((1, TransferStep::Changed { told }));
        let table = [
            (&none, moving(1, 40), 9, None),
            (&none, moving(1, 40), 10, posted(40)),
            (&none, moving(1, 95), 10, None),
            (&told(40), moving(1, 49), 200, None),
            (&told(40), moving(1, 50), 129, None),
            (&told(40), moving(1, 50), 130, changed(50)),
            (&told(40), moving(1, 20), 200, None),
            (&told(40), moving(2, 0), 0, Some((1, TransferStep::Deleted))),
        ];
        for (transfers, one, seconds, expected) in table {
            let next = transfers.next(std::slice::from_ref(&one), at(seconds));
            assert_eq!(next, expected, "{transfers:?} {one:?} {seconds}");
        }
        let small = Moving {
            files: vec![file(LARGE - 1)],
            ..moving(1, 0)
        };
        assert_eq!(none.next(&[small], at(60)), None);
    }

    #[test]
    fn there_are_no_more_than_eight_and_none_twice() {
        let mut all = Transfers::default();
        let many: Vec<Moving> = (0..20).map(|sequence| moving(sequence, 10)).collect();
        while let Some((sequence, step)) = all.next(&many, at(50)) {
            assert_eq!(step, TransferStep::Posted { told: 10 });
            // Of some nobody knows whether they are there.
            let message = (sequence % 2 == 0).then_some(MessageId(7));
            let line = TransferLine {
                message,
                told: 10,
                at: at(50),
            };
            assert_eq!(all.lines.insert(sequence, line), None);
        }
        assert_eq!(all.lines.len(), MOST);
        let left = all.without_over(&[]).unwrap();
        assert!(left.lines.values().all(|line| line.message.is_some()));
        assert_eq!(left.without_over(&[]), None);
    }
}
