//! Sets of words and of ids.

use std::collections::BTreeSet;

use super::reason::beginning;
use super::{Reason, Value, is_off, is_word};
use crate::dialog::Kind;

/// Most ids of one value.
pub const MAX_IDS: usize = 10_000;

/// So much of a word or an id is repeated in an error.
const SAMPLE: usize = 32;

/// Ids of chats and people have at most so many significant bits.
const ID_BITS: u32 = 52;

/// Kinds of customer chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KindSet {
    /// Private chats.
    pub private: bool,
    /// Groups and supergroups.
    pub group: bool,
    /// Channels.
    pub channel: bool,
}

/// Which way something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the backend group to the customer.
    ToCustomer,
    /// From the customer to the backend group.
    ToTeam,
}

/// Ways in which something is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Directions {
    /// Operators' to the customer.
    pub to_customer: bool,
    /// Customers' to the team.
    pub to_team: bool,
}

/// One thing that `HIDE_INFO` hides.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// People's names.
    Name,
    /// Group and channel titles.
    Title,
    /// Usernames, links, ids.
    Link,
    /// The /info command.
    Command,
    /// Phone numbers, e-mail addresses, contact cards.
    Contact,
    /// @names and text mentions.
    Mention,
    /// Origins of forwarded messages.
    Forward,
}

/// What `HIDE_INFO` hides.
pub type HiddenSet = BTreeSet<Hidden>;

/// Who is in `EXTENSIONS_ALLOWED`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Extensions {
    /// The administrator; for a connection made at the command line the group's
    /// owner.
    #[default]
    Administrator,
    /// These people; every operator when there are none.
    Users(BTreeSet<i64>),
}

/// Reads a set of words, in the order of `known`.
fn words<T: Copy>(text: &str, known: &[(&str, T)]) -> Result<Vec<T>, Reason> {
    if is_off(text) {
        return Ok(Vec::new());
    }
    if is_word(text, "ALL") {
        return Ok(known.iter().map(|(_, value)| *value).collect());
    }
    let given: Vec<&str> = text.split(',').map(str::trim).collect();
    if let Some(word) = given
        .iter()
        .find(|word| !known.iter().any(|(name, _)| is_word(word, name)))
    {
        return Err(match *word {
            "" => Reason::MissingWord,
            word => Reason::UnknownWord {
                given: beginning(word, SAMPLE),
            },
        });
    }
    let is_given = |name: &str| given.iter().any(|word| is_word(word, name));
    Ok(known
        .iter()
        .filter(|(name, _)| is_given(name))
        .map(|(_, value)| *value)
        .collect())
}

/// Writes the words for which this holds.
fn write_words<T>(known: &[(&str, T)], holds: impl Fn(&T) -> bool) -> String {
    let names: Vec<&str> = known
        .iter()
        .filter(|(_, value)| holds(value))
        .map(|(name, _)| *name)
        .collect();
    if names.is_empty() {
        "OFF".to_owned()
    } else {
        names.join(", ")
    }
}

fn ids(text: &str) -> Result<BTreeSet<i64>, Reason> {
    let mut ids = BTreeSet::new();
    for given in text.split(',').map(str::trim) {
        let id: Option<i64> = given.parse().ok();
        match id {
            Some(id) if id != 0 && id.unsigned_abs() < 1 << ID_BITS => ids.insert(id),
            _ if given.is_empty() => return Err(Reason::MissingId),
            _ => {
                let given = beginning(given, SAMPLE);
                return Err(Reason::NoId { given });
            }
        };
    }
    if ids.len() > MAX_IDS {
        let most = MAX_IDS as u64;
        return Err(Reason::ManyIds { most });
    }
    Ok(ids)
}

fn write_ids(ids: &BTreeSet<i64>) -> String {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    ids.join(", ")
}

/// The canonical text of a list of ids, for storing one that was changed by
/// other means than text, such as a ban.
#[must_use]
pub fn ids_text(ids: &BTreeSet<i64>) -> String {
    ids.write()
}

/// Refuses ids that no person has.
pub(super) fn users_or_off(text: &str) -> Result<BTreeSet<i64>, Reason> {
    let users = <BTreeSet<i64> as Value>::read(text)?;
    match users.first() {
        Some(id) if *id < 0 => {
            let given = id.to_string();
            Err(Reason::NoPerson { given })
        }
        _ => Ok(users),
    }
}

// === impl KindSet ===

const KINDS: [(&str, Kind); 3] = [
    ("private", Kind::Private),
    ("group", Kind::Group),
    ("channel", Kind::Channel),
];

impl KindSet {
    /// All kinds.
    pub const ALL: Self = Self {
        private: true,
        group: true,
        channel: true,
    };

    /// Whether the kind is in it.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        match kind {
            Kind::Private => self.private,
            Kind::Group => self.group,
            Kind::Channel => self.channel,
        }
    }
}

impl Value for KindSet {
    fn read(text: &str) -> Result<Self, Reason> {
        let kinds = words(text, &KINDS)?;
        Ok(Self {
            private: kinds.contains(&Kind::Private),
            group: kinds.contains(&Kind::Group),
            channel: kinds.contains(&Kind::Channel),
        })
    }

    fn write(&self) -> String {
        write_words(&KINDS, |kind| self.contains(*kind))
    }
}

// === impl Directions ===

const DIRECTIONS: [(&str, Direction); 2] = [
    ("to_customer", Direction::ToCustomer),
    ("to_team", Direction::ToTeam),
];

impl Directions {
    /// Both ways.
    pub const BOTH: Self = Self {
        to_customer: true,
        to_team: true,
    };

    /// Whether this way is in it.
    #[must_use]
    pub const fn contains(self, direction: Direction) -> bool {
        match direction {
            Direction::ToCustomer => self.to_customer,
            Direction::ToTeam => self.to_team,
        }
    }
}

impl Value for Directions {
    fn read(text: &str) -> Result<Self, Reason> {
        let directions = words(text, &DIRECTIONS)?;
        Ok(Self {
            to_customer: directions.contains(&Direction::ToCustomer),
            to_team: directions.contains(&Direction::ToTeam),
        })
    }

    fn write(&self) -> String {
        write_words(&DIRECTIONS, |direction| self.contains(*direction))
    }
}

// === impl Hidden ===

const HIDDEN: [(&str, Hidden); 7] = [
    ("name", Hidden::Name),
    ("title", Hidden::Title),
    ("link", Hidden::Link),
    ("command", Hidden::Command),
    ("contact", Hidden::Contact),
    ("mention", Hidden::Mention),
    ("forward", Hidden::Forward),
];

impl Value for HiddenSet {
    fn read(text: &str) -> Result<Self, Reason> {
        Ok(words(text, &HIDDEN)?.into_iter().collect())
    }

    fn write(&self) -> String {
        write_words(&HIDDEN, |hidden| self.contains(hidden))
    }
}

// === impl ids ===

impl Value for BTreeSet<i64> {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_off(text) {
            Ok(Self::new())
        } else {
            ids(text)
        }
    }

    fn write(&self) -> String {
        if self.is_empty() {
            "OFF".to_owned()
        } else {
            write_ids(self)
        }
    }
}

impl Value for Extensions {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_word(text, "DEFAULT") {
            Ok(Self::Administrator)
        } else if text == "." {
            Ok(Self::Users(BTreeSet::new()))
        } else if is_off(text) {
            Err(Reason::DotWanted)
        } else {
            users_or_off(text).map(Self::Users)
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Administrator => "DEFAULT".to_owned(),
            Self::Users(users) if users.is_empty() => ".".to_owned(),
            Self::Users(users) => write_ids(users),
        }
    }
}
