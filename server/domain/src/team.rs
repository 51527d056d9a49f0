//! Who is who in the backend group, as far as Telegram told it.
//!
//! Rights are Telegram's: an admin who may ban people in the group may ban customers, and nobody
//! else. What is known of somebody comes from Telegram's own word, a changed standing or an answer
//! to a question; where there is none, or it is too old, the question is asked before anything is
//! decided.
//!
//! | who | is known by |
//! |---|---|
//! | operator | being in the backend group |
//! | admin with the ban right | `can_restrict_members`, or owning the group |
//! | extension user | `EXTENSIONS_ALLOWED`; by default the administrator |
//! | administrator | having made the connection; at the command line, owning the group |

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::connection::Connection;
use crate::id::UserId;
use crate::message::{MemberRights, MemberStatus, User};
use crate::parameter::{Extensions, Parameters};
use crate::time::Timestamp;

/// Most people of whom more than their id is remembered. Of further ones those seen last stay;
/// whoever is forgotten is known again with the next word.
const MOST: usize = 500;

/// How long a bot's knowledge of a right is good. Telegram tells bots that administer the group of
/// every change; this is for what may have been missed.
const FRESH: Duration = Duration::from_secs(3600);

/// After so long it is noted once more that somebody is active.
const ACTIVE: Duration = Duration::from_secs(7 * 24 * 3600);

/// What is remembered of the people in the backend group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roster {
    people: BTreeMap<UserId, Teammate>,
}

/// Somebody in the backend group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teammate {
    /// Full name.
    pub name: String,
    /// @name without the @; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub username: String,
    /// What Telegram said of their rights last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// When they were last noted as active; coarse.
    pub seen_at: Timestamp,
}

/// Rights in the group, and when Telegram said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// May ban people there.
    pub may_ban: bool,
    /// When that was told.
    pub told_at: Timestamp,
}

/// What is known of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// They have it.
    Yes,
    /// They do not.
    No,
    /// Telegram has to be asked.
    Unknown,
}

/// Whether somebody may ban customers, as far as that is known now.
///
/// An account is not told when somebody's rights change, and a bot over MTProto is told in a stream
/// of its own, maybe behind the command: those are asked each time.
#[must_use]
pub fn may_ban(connection: &Connection, user: UserId, now: Timestamp) -> Known {
    let standing = connection.team.get(user).and_then(|one| one.standing);
    let is_told = !connection.speaks_mtproto(connection.desk_identity());
    match standing.filter(|known| is_told && now.since(known.told_at) < FRESH) {
        None => Known::Unknown,
        Some(known) if known.may_ban => Known::Yes,
        Some(_) => Known::No,
    }
}

/// Whether it is known that somebody is in the group. Else Telegram has to be asked: who left
/// is forgotten, as is who only was there.
#[must_use]
pub fn is_known_inside(connection: &Connection, user: UserId, now: Timestamp) -> bool {
    // A standing is kept of those alone who are inside.
    may_ban(connection, user, now) != Known::Unknown
}

/// Whether somebody may use what `EXTENSIONS_ALLOWED` is about.
#[must_use]
pub fn may_extend(connection: &Connection, parameters: &Parameters, user: UserId) -> bool {
    match &parameters.extensions_allowed {
        Extensions::Administrator => connection.administrator == Some(user),
        Extensions::Users(users) => users.is_empty() || users.contains(&user.0),
    }
}

/// The connection once somebody wrote in its group; `None`: nothing of that is new.
#[must_use]
pub fn seen(connection: &Connection, user: &User, now: Timestamp) -> Option<Connection> {
    let known = connection.team.get(user.id);
    let is_same = known.is_some_and(|one| {
        one.name == user.full_name()
            && one.username == user.username
            && now.since(one.seen_at) < ACTIVE
    });
    if is_same && connection.operators.contains(&user.id) {
        return None;
    }
    let standing = known.and_then(|one| one.standing);
    let mut after = connection.clone();
    after.operators.insert(user.id);
    after.team.put(user, standing, now);
    Some(after)
}

/// The connection once Telegram said how somebody stands in its group; `None`: nothing of that
/// is new. Who is gone is forgotten. `is_asked`: it answers a question about just this person.
#[must_use]
pub fn told(
    connection: &Connection,
    user: &User,
    status: MemberStatus,
    rights: MemberRights,
    now: Timestamp,
    is_asked: bool,
) -> Option<Connection> {
    let mut after = connection.clone();
    if !status.is_inside() {
        after.operators.remove(&user.id);
        after.team.people.remove(&user.id);
        return (after != *connection).then_some(after);
    }
    after.operators.insert(user.id);
    // Of people who only are there nothing more is kept: a group may have thousands of them.
    if is_asked || status.is_admin() || connection.team.get(user.id).is_some() {
        let standing = Standing {
            may_ban: lets_ban(status, rights),
            told_at: now,
        };
        after.team.put(user, Some(standing), now);
    }
    (after != *connection).then_some(after)
}

/// Whether who stands so in a group may ban people there. An owner has every right.
#[must_use]
pub const fn lets_ban(status: MemberStatus, rights: MemberRights) -> bool {
    match status {
        MemberStatus::Owner => true,
        MemberStatus::Administrator => rights.restrict_members,
        MemberStatus::Member
        | MemberStatus::Restricted
        | MemberStatus::Left
        | MemberStatus::Banned => false,
    }
}

/// What somebody is called in a line that they are to see.
#[must_use]
pub fn called(user: &User) -> String {
    by_name(&user.username, &user.full_name())
}

/// By the @name where there is one, so that Telegram tells them.
fn by_name(username: &str, name: &str) -> String {
    if username.is_empty() {
        name.to_owned()
    } else {
        format!("@{username}")
    }
}

// === impl Roster ===

impl Roster {
    /// Whether nobody is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// What is known of this one.
    #[must_use]
    pub fn get(&self, user: UserId) -> Option<&Teammate> {
        self.people.get(&user)
    }

    /// Who has this @name, given without the @.
    #[must_use]
    pub fn named(&self, username: &str) -> Option<(UserId, &Teammate)> {
        let has_it = |one: &Teammate| {
            !one.username.is_empty() && one.username.eq_ignore_ascii_case(username)
        };
        let mut all = self.people.iter().filter(|(_, one)| has_it(one));
        // A name that moved from one to the other is with who was seen last.
        let first = all.next()?;
        let last = all.fold(first, |best, one| {
            if one.1.seen_at > best.1.seen_at {
                one
            } else {
                best
            }
        });
        Some((*last.0, last.1))
    }

    /// Everybody's rights have to be asked for anew: changes may have been missed.
    #[must_use]
    pub fn without_standings(&self) -> Self {
        let mut after = self.clone();
        for one in after.people.values_mut() {
            one.standing = None;
        }
        after
    }

    fn put(&mut self, user: &User, standing: Option<Standing>, now: Timestamp) {
        let one = Teammate {
            name: user.full_name(),
            username: user.username.clone(),
            standing,
            seen_at: now,
        };
        self.people.insert(user.id, one);
        while self.people.len() > MOST {
            let others = self.people.iter().filter(|(id, _)| **id != user.id);
            let oldest = others.min_by_key(|(_, one)| one.seen_at);
            let Some(oldest) = oldest.map(|(id, _)| *id) else {
                return;
            };
            self.people.remove(&oldest);
        }
    }
}

// === impl Teammate ===

impl Teammate {
    /// What they are called in a line that they are to see.
    #[must_use]
    pub fn called(&self) -> String {
        by_name(&self.username, &self.name)
    }
}

#[cfg(test)]
mod tests;
