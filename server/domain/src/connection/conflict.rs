//! What of a connection's state stands against a change of it.

/// What stands against a change that would be fine otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// It has as many relay bots as Telegram admits to its group.
    RelaysFull,
    /// Another bot looks after its group, and the topics are that bot's.
    OtherDeskBot,
    /// It has its backend group already.
    HasGroup,
    /// It has its administrator, so there is nothing to claim.
    HasAdministrator,
    /// It cannot come to a group in that way.
    NoSuchWay,
}

// === impl Conflict ===

impl Conflict {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::RelaysFull,
        Self::OtherDeskBot,
        Self::HasGroup,
        Self::HasAdministrator,
        Self::NoSuchWay,
    ];

    /// Its name for programs, which stays.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::RelaysFull => "relay_bots_full",
            Self::OtherDeskBot => "other_desk_bot",
            Self::HasGroup => "has_group",
            Self::HasAdministrator => "has_administrator",
            Self::NoSuchWay => "no_such_way",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}
