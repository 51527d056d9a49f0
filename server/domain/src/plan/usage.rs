//! What is counted in a day, when that is near a limit or over it, and what is said of it: once a
//! day each.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Day, Kind, Limits, Plan};
use crate::catalogue::Notice;
use crate::id::ConnectionId;
use crate::time::Timestamp;

/// Something that was said of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Four fifths are used.
    Near(Kind),
    /// All is used: what comes waits.
    UsedUp(Kind),
    /// What waited since a day before goes on.
    GoesOn,
}

/// What a connection used in a day: a row of the store, written by its desk in the transaction of
/// what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Whose.
    pub connection: ConnectionId,
    /// When.
    pub day: Day,
    /// Messages that arrived.
    #[serde(default)]
    pub messages: u64,
    /// Updates that were taken in.
    #[serde(default)]
    pub updates: u64,
    /// What the backend group was told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<Told>,
    /// What the administrator was told through this connection.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told_administrator: BTreeSet<Told>,
}

/// What an owner used in a day, over all of their connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Messages that arrived.
    pub messages: u64,
    /// Messages that gateways have in hand: each may arrive.
    pub in_hand: u64,
    /// Updates that were taken in.
    pub updates: u64,
}

/// Why messages wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The plan.
    pub plan: String,
    /// Of what all is used.
    pub kind: Kind,
    /// How much that is.
    pub limit: u64,
    /// When the next day begins.
    pub until: Timestamp,
}

/// Something to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// What.
    pub told: Told,
    /// In words.
    pub notice: Notice,
    /// Whether General hears it.
    pub to_group: bool,
    /// Whether the administrator does.
    pub to_administrator: bool,
}

/// How far a day's use went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Fine,
    Near,
    UsedUp,
}

// === impl Hold ===

/// Why it waits, in words.
impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (limit, kind) = (self.limit, self.kind.words());
        write!(
            f,
            "the {limit} {kind} that the plan `{}` allows a day are used up; messages wait until {}",
            self.plan, self.until
        )
    }
}

// === impl Usage ===

impl Usage {
    /// Nothing so far.
    #[must_use]
    pub const fn none(connection: ConnectionId, day: Day) -> Self {
        Self {
            connection,
            day,
            messages: 0,
            updates: 0,
            told: BTreeSet::new(),
            told_administrator: BTreeSet::new(),
        }
    }

    /// The same with what is told now.
    #[must_use]
    pub fn with_told(mut self, dues: &[Due]) -> Self {
        for due in dues {
            if due.to_group {
                self.told.insert(due.told);
            }
            if due.to_administrator {
                self.told_administrator.insert(due.told);
            }
        }
        self
    }
}

// === impl Totals ===

impl Totals {
    const fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Messages => self.messages,
            Kind::Updates => self.updates,
        }
    }

    /// Whether messages wait, and why. A message goes while there is room for one: an album goes
    /// whole with its first piece, since it may never fit otherwise. All updates of a plan are
    /// served, also the last of them.
    #[must_use]
    pub fn hold(&self, plan: &Plan, now: Timestamp) -> Option<Hold> {
        let is_full = |kind, limit| match kind {
            Kind::Messages => self.messages.saturating_add(self.in_hand) >= limit,
            Kind::Updates => self.updates > limit,
        };
        let mut kinds = Kind::ALL.into_iter();
        let (kind, limit) = kinds.find_map(|kind| {
            let limit = plan.limits.of(kind)?;
            is_full(kind, limit).then_some((kind, limit))
        })?;
        Some(Hold {
            plan: plan.name.clone(),
            kind,
            limit,
            until: Day::of(now).ends(),
        })
    }

    fn level(&self, kind: Kind, limit: u64) -> Level {
        let used = self.of(kind);
        let is_over = match kind {
            Kind::Messages => used >= limit,
            Kind::Updates => used > limit,
        };
        if is_over {
            Level::UsedUp
        } else if u128::from(used) * 5 >= u128::from(limit) * 4 {
            Level::Near
        } else {
            Level::Fine
        }
    }
}

/// What is to be said of a day's use: each once a day to the group and to the administrator, and
/// of what is used up no more that it nearly is.
#[must_use]
pub fn due(
    plan: &Plan,
    totals: &Totals,
    now: Timestamp,
    group: &BTreeSet<Told>,
    administrator: &BTreeSet<Told>,
) -> Vec<Due> {
    let limited = Kind::ALL.into_iter();
    let limited = limited.filter_map(|kind| Some((kind, plan.limits.of(kind)?)));
    let dues = limited.filter_map(|(kind, limit)| {
        let (told, is_last) = match totals.level(kind, limit) {
            Level::Fine => return None,
            Level::Near => (Told::Near(kind), false),
            Level::UsedUp => (Told::UsedUp(kind), true),
        };
        let is_new = |known: &BTreeSet<Told>| {
            !known.contains(&told) && (is_last || !known.contains(&Told::UsedUp(kind)))
        };
        let (to_group, to_administrator) = (is_new(group), is_new(administrator));
        (to_group || to_administrator).then(|| Due {
            told,
            notice: notice(&plan.name, &plan.limits, told, totals, now),
            to_group,
            to_administrator,
        })
    });
    dues.collect()
}

/// What is to be said when what waited since a day before goes on. `before` is the last day
/// of which something is known.
#[must_use]
pub fn goes_on(
    plan: &Plan,
    before: Option<&Usage>,
    today: &Usage,
    waits_since_before: bool,
) -> Option<Due> {
    let was_used_up = before.is_some_and(|before| {
        let mut kinds = Kind::ALL.into_iter();
        before.day < today.day && kinds.any(|kind| before.told.contains(&Told::UsedUp(kind)))
    });
    let is_due = was_used_up && waits_since_before && !today.told.contains(&Told::GoesOn);
    is_due.then(|| Due {
        told: Told::GoesOn,
        notice: Notice::PlanGoesOn {
            plan: plan.name.clone(),
        },
        to_group: true,
        to_administrator: false,
    })
}

fn notice(plan: &str, limits: &Limits, told: Told, totals: &Totals, now: Timestamp) -> Notice {
    let until = Day::of(now).ends();
    let plan = plan.to_owned();
    let limit = |kind| limits.of(kind).unwrap_or_default();
    match told {
        Told::Near(Kind::Messages) => Notice::PlanMessagesNear {
            plan,
            used: totals.messages,
            limit: limit(Kind::Messages),
            until,
        },
        Told::Near(Kind::Updates) => Notice::PlanUpdatesNear {
            plan,
            used: totals.updates,
            limit: limit(Kind::Updates),
            until,
        },
        Told::UsedUp(Kind::Messages) => Notice::PlanMessagesUsedUp {
            plan,
            limit: limit(Kind::Messages),
            until,
        },
        Told::UsedUp(Kind::Updates) => Notice::PlanUpdatesUsedUp {
            plan,
            limit: limit(Kind::Updates),
            until,
        },
        Told::GoesOn => Notice::PlanGoesOn { plan },
    }
}
