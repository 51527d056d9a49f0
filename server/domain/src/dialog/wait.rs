//! How long a dialog has needed the team.

use serde::{Deserialize, Serialize};

use super::{Dialog, State};
use crate::time::Timestamp;

/// A time in which a dialog needs the team: it begins when the dialog turns 🟪 and ends
/// with the team's answer, or whatever else makes it another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// When it began.
    pub since: Timestamp,
    /// Whether `REMIND_AFTER` announced it: that is done once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reminded: bool,
}

// === impl Wait ===

impl Wait {
    const fn since(since: Timestamp) -> Self {
        Self {
            since,
            is_reminded: false,
        }
    }
}

// === impl Dialog ===

impl Dialog {
    /// Comes into a state. Who waits already goes on waiting.
    pub fn enter(&mut self, state: State, now: Timestamp) {
        let was = std::mem::replace(&mut self.state, state);
        self.wait = match state {
            State::UserAnswered if was == State::UserAnswered => {
                Some(self.wait.unwrap_or_else(|| Wait::since(self.asked_at(now))))
            }
            State::UserAnswered => Some(Wait::since(now)),
            State::SupportAnswered | State::Closed => None,
        };
    }

    /// Comes into a state by an answer of the team's. If it needs the team all the same,
    /// because of what came after that answer, it waits since then.
    pub fn enter_answered(&mut self, state: State, now: Timestamp) {
        let before = self.wait;
        self.enter(state, now);
        if state == State::UserAnswered {
            let wait = Wait::since(self.asked_at(now));
            self.wait = before
                .filter(|before| before.since >= wait.since)
                .or(Some(wait));
        }
    }

    /// The wait that goes on; `None`: it does not need the team.
    #[must_use]
    pub fn open_wait(&self) -> Option<Wait> {
        let is_open = self.state == State::UserAnswered;
        is_open.then(|| {
            self.wait
                .unwrap_or_else(|| Wait::since(self.asked_at(self.last_message_at)))
        })
    }

    /// When somebody last said that it needs the team.
    fn asked_at(&self, now: Timestamp) -> Timestamp {
        self.customer_wrote_at.max(self.held_at).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialog::{Customer, Key, Kind};
    use crate::id::{ChatAddress, ChatId, ConnectionId};

    fn at(minute: i64) -> Timestamp {
        Timestamp(minute * 60_000)
    }

    fn dialog() -> Dialog {
        let key = Key {
            connection: ConnectionId::parse("00000000000000000000000000").unwrap(),
            chat: ChatAddress::whole(ChatId(5)),
        };
        Dialog::new(key, Kind::Private, Customer::default(), at(0))
    }

    #[test]
    fn a_wait_begins_once_and_ends_with_the_answer() {
        let mut dialog = dialog();
        dialog.enter(State::UserAnswered, at(1));
        assert_eq!(dialog.open_wait(), Some(Wait::since(at(1))));
        dialog.customer_wrote_at = Some(at(5));
        dialog.enter(State::UserAnswered, at(5));
        assert_eq!(dialog.open_wait().unwrap().since, at(1), "it goes on");
        dialog.enter_answered(State::SupportAnswered, at(7));
        assert_eq!(dialog.open_wait(), None);
        dialog.enter(State::UserAnswered, at(9));
        assert_eq!(dialog.open_wait().unwrap().since, at(9), "another one");
    }

    #[test]
    fn what_came_after_an_answer_waits_since_then() {
        let mut dialog = dialog();
        dialog.enter(State::UserAnswered, at(1));
        dialog.wait.as_mut().unwrap().is_reminded = true;
        dialog.customer_wrote_at = Some(at(6));
        dialog.enter_answered(State::UserAnswered, at(8));
        assert_eq!(dialog.open_wait(), Some(Wait::since(at(6))));
    }

    #[test]
    fn a_dialog_from_before_there_were_waits_has_one() {
        let mut dialog = dialog();
        dialog.wait = None;
        dialog.customer_wrote_at = Some(at(3));
        assert_eq!(dialog.open_wait(), Some(Wait::since(at(3))));
        dialog.enter(State::UserAnswered, at(9));
        assert_eq!(dialog.open_wait().unwrap().since, at(3));
    }
}
