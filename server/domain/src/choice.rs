//! Choices: what the team is asked with buttons under a message in the backend group.
//!
//! A button's data names a row that knows the rest, and what the button answers. Nobody can
//! guess the name of one; whoever learns it cannot do more with it than its own button does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::dialog;
use crate::id::{ConnectionId, MessageRef, UserId};
use crate::time::Timestamp;

/// How long the buttons count. Then the commands that go with them still do.
pub const LIVE: Duration = Duration::from_secs(7 * 24 * 3600);

/// What the data of these buttons begins with.
const DATA: &str = "ask/";

/// Hexadecimal digits of what is drawn: 128 bits.
const DRAWN: usize = 32;

/// Names a choice. The hour in which it ends is a part of it, so that those that are over
/// are deleted by the hour.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id {
    hour: i64,
    drawn: String,
}

/// What a button answers. Each has a command of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Do it again.
    Again,
    /// It did arrive.
    Arrived,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The dead letter of this sequence.
    Letter(u64),
}

/// What the team is asked. Deleted once it is decided, whichever way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name.
    pub id: Id,
    /// Of which connection and dialog.
    pub dialog: dialog::Key,
    /// What is decided.
    pub about: About,
    /// The answers that have a button.
    pub answers: Vec<Answer>,
    /// The message with the buttons, once it is known. A press under another one is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRef>,
    /// The buttons count until then.
    pub until: Timestamp,
    /// Who alone may press; `None`: whoever is in the backend group then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

// === impl Id ===

impl Id {
    /// A name for what ends at that time; `drawn` are 32 hexadecimal digits that nobody
    /// guesses.
    #[must_use]
    pub fn new(until: Timestamp, drawn: String) -> Self {
        Self {
            hour: until.hour(),
            drawn,
        }
    }

    /// The hour in which it ends, since the epoch.
    #[must_use]
    pub const fn hour(&self) -> i64 {
        self.hour
    }

    /// What was drawn by chance.
    #[must_use]
    pub fn drawn(&self) -> &str {
        &self.drawn
    }

    /// Whether its hour is over.
    #[must_use]
    pub const fn is_over(&self, now: Timestamp) -> bool {
        self.hour < now.hour()
    }

    /// What the button with this answer sends, at most 64 bytes.
    #[must_use]
    pub fn data(&self, answer: Answer) -> String {
        format!("{DATA}{:x}-{}/{}", self.hour, self.drawn, answer.word())
    }

    /// The choice that a button's data names, and the answer; `None`: no button of these
    /// sends that.
    #[must_use]
    pub fn read(data: &str) -> Option<(Self, Answer)> {
        let (id, word) = data.strip_prefix(DATA)?.split_once('/')?;
        let (hour, drawn) = id.split_once('-')?;
        let is_drawn = drawn.len() == DRAWN
            && drawn
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        let id = Self {
            hour: i64::from_str_radix(hour, 16).ok().filter(|_| is_drawn)?,
            drawn: drawn.to_owned(),
        };
        let answer = Answer::named(word)?;
        // One way to write it.
        (id.data(answer) == data).then_some((id, answer))
    }
}

// === impl Answer ===

impl Answer {
    /// Its command without the slash.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Arrived => "arrived",
        }
    }

    /// The answer that this word is.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let all = [Self::Again, Self::Arrived];
        all.into_iter().find(|answer| answer.word() == word)
    }
}

// === impl Choice ===

impl Choice {
    /// The connection that asks.
    #[must_use]
    pub const fn connection(&self) -> &ConnectionId {
        &self.dialog.connection
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    fn id() -> Id {
        Id::new(NOW, "0123456789abcdef0123456789abcdef".to_owned())
    }

    #[test]
    fn what_a_button_sends_is_short_and_read_again() {
        for answer in [Answer::Again, Answer::Arrived] {
            let data = id().data(answer);
            assert!(data.len() <= 64, "{data}");
            assert_eq!(Id::read(&data), Some((id(), answer)));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        let good = id().data(Answer::Again);
        assert!(Id::read(&good).is_some());
        for bad in [
            "",
            "again",
            "arrived",
            "ask/",
            "ask//again",
            "ask/-/again",
            "csat/0123456789abcdef0123456789abcdef/5",
            &good.replace("again", ""),
            &good.replace("again", "drop"),
            &good.replace("again", "AGAIN"),
            &good.replace("again", "again/again"),
            &good.replace("abcdef", "ABCDEF"),
            &good.replace("abcdef", "abcde"),
            &good.replace("abcdef", "abcdeg"),
            &good.replace("ask/", "ask/0"),
            &good.replace("ask/", "ask/+"),
            &good.replace("ask/", "ask/-"),
            &good.replace("ask/", "Ask/"),
            &format!(" {good}"),
            &format!("{good} "),
            &good.replace('-', "ffffffffffffffffff-"),
        ] {
            assert_eq!(Id::read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn it_is_over_with_its_hour() {
        let later = |minutes: i64| Timestamp(NOW.0 + minutes * 60_000);
        // 22:13 in Greenwich.
        assert!(!id().is_over(NOW));
        assert!(!id().is_over(later(46)));
        assert!(id().is_over(later(47)));
    }
}
