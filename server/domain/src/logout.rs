//! Accounts to be logged out of Telegram.
//!
//! A session that nobody uses any more stays good for whoever finds it, until somebody ends
//! it. So it is not forgotten but moved: in the transaction that takes it from its
//! connection a [`Logout`] is written with it, and that row goes only when Telegram said
//! that the session is over, or when it was tried for [`GIVEN_UP_AFTER`].

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::change::Secret;
use crate::id::{ConnectionId, IdentityId};
use crate::time::Timestamp;

/// The gap after the first attempt that failed; each further one is three times as long.
const FIRST_GAP: Duration = Duration::from_secs(60);
/// The longest gap between two attempts.
const LONGEST_GAP: Duration = Duration::from_secs(6 * 3600);
/// A session that could not be ended for so long is forgotten, and that is said. Its owner
/// ends it in the app, under Devices.
pub const GIVEN_UP_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);

/// Which session: SHA-256 of it, hexadecimal. The same session twice is one row; it tells
/// nothing of the session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

/// A session of an account that is to be ended in Telegram.
#[derive(Clone, PartialEq, Eq)]
pub struct Logout {
    /// What is stored in the clear.
    pub facts: Facts,
    /// The session. Stored sealed.
    pub session: Secret,
}

/// What is known of a session that is to be ended, itself apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which session.
    pub id: Id,
    /// Whose it is.
    pub identity: IdentityId,
    /// The connection that used it: gateways that were allowed to serve that may end it.
    /// `None`: it was logged in and never used.
    pub connection: Option<ConnectionId>,
    /// Since when it is to be ended.
    pub since: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// Attempts that failed.
    pub attempts: u32,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Telegram ended the session, or had ended it before.
    Done,
    /// It may be over or not. Telegram may have said how long to wait.
    Failed {
        /// At least so long; zero where nothing was said.
        wait: Duration,
    },
    /// It never will be: what is stored is no session.
    Hopeless,
}

/// What follows from an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The row goes: the session is over.
    Over,
    /// The row goes, and the session may still be good: that has to be said.
    GivenUp,
    /// The row says when it is tried again.
    Again(Logout),
}

// === impl Id ===

impl Id {
    /// Of a session.
    #[must_use]
    pub fn of(session: &[u8]) -> Self {
        Self(format!("{:x}", Sha256::digest(session)))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Id {
    /// As a gateway names it: one that stands for nothing is found nowhere.
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// === impl Logout ===

impl Logout {
    /// Of a session that nobody uses from `due_at` on.
    #[must_use]
    pub fn new(
        identity: IdentityId,
        connection: Option<ConnectionId>,
        session: Secret,
        due_at: Timestamp,
    ) -> Self {
        let facts = Facts {
            id: Id::of(session.expose()),
            identity,
            connection,
            since: due_at,
            due_at,
            attempts: 0,
        };
        Self { facts, session }
    }

    /// What follows from an attempt that ended now.
    #[must_use]
    pub fn after(&self, attempt: Attempt, now: Timestamp) -> Next {
        let wait = match attempt {
            Attempt::Done => return Next::Over,
            Attempt::Hopeless => return Next::GivenUp,
            Attempt::Failed { wait } => wait,
        };
        if now.since(self.facts.since) >= GIVEN_UP_AFTER {
            return Next::GivenUp;
        }
        let attempts = self.facts.attempts.saturating_add(1);
        let mut again = self.clone();
        again.facts.attempts = attempts;
        again.facts.due_at = now.after(gap(attempts).max(wait));
        Next::Again(again)
    }
}

impl fmt::Debug for Logout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Logout").field(&self.facts).finish()
    }
}

/// The gap after so many attempts.
fn gap(attempts: u32) -> Duration {
    let factor = 3_u32.saturating_pow(attempts.saturating_sub(1));
    FIRST_GAP.saturating_mul(factor).min(LONGEST_GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Logout {
        let session = Secret::new("the session");
        Logout::new(IdentityId::account(7), None, session, Timestamp(0))
    }

    fn failed(wait: Duration) -> Attempt {
        Attempt::Failed { wait }
    }

    #[test]
    fn a_session_has_one_row_which_does_not_tell_it() {
        assert_eq!(row().facts.id, Id::of(b"the session"));
        assert_ne!(row().facts.id, Id::of(b"another session"));
        let shown = format!("{:?}", row());
        assert!(
            !shown.contains("the session") && !shown.contains("116, 104"),
            "{shown}"
        );
    }

    #[test]
    fn gaps_grow_up_to_six_hours_and_obey_telegram() {
        let (mut row, mut now, mut gaps) = (row(), Timestamp(0), Vec::new());
        for _ in 0..8 {
            let Next::Again(next) = row.after(failed(Duration::ZERO), now) else {
                panic!("it is not tried again")
            };
            gaps.push(next.facts.due_at.since(now).as_secs() / 60);
            now = next.facts.due_at;
            row = next;
        }
        assert_eq!(gaps, [1, 3, 9, 27, 81, 243, 360, 360]);
        let day = Duration::from_secs(24 * 3600);
        let Next::Again(next) = row.after(failed(day), now) else {
            panic!("it is not tried again")
        };
        assert_eq!(next.facts.due_at.since(now), day);
    }

    #[test]
    fn it_ends_when_the_session_is_over_or_never_will_be_or_after_a_month() {
        let month = Timestamp(0).after(GIVEN_UP_AFTER);
        assert_eq!(row().after(Attempt::Done, month), Next::Over);
        assert_eq!(row().after(Attempt::Hopeless, Timestamp(1)), Next::GivenUp);
        assert_eq!(row().after(failed(Duration::ZERO), month), Next::GivenUp);
        let day_before = month.before(Duration::from_secs(1));
        let again = row().after(failed(Duration::ZERO), day_before);
        assert!(matches!(again, Next::Again(_)));
    }
}
