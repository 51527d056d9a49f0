//! The auth keys there are, whose they are, and who uses them.

use std::collections::{BTreeMap, BTreeSet};

use super::AuthKey;
use crate::world::UserId;

/// All auth keys.
#[derive(Debug)]
pub(crate) struct Keys {
    keys: BTreeMap<i64, Known>,
    /// What salts are made of.
    first_salt: i64,
    /// How far Telegram's clock is ahead of this machine's, in seconds.
    clock_ahead: i64,
}

/// What clients have to send with every message, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Salt {
    pub(super) value: i64,
    /// Seconds since the epoch.
    pub(super) since: i64,
    /// Seconds since the epoch.
    pub(super) until: i64,
}

/// A new salt comes so often, in seconds; each is good for twice as long.
const SALT_EVERY: i64 = 1800;

#[derive(Debug)]
struct Known {
    key: AuthKey,
    /// The account that is logged in with it.
    account: Option<UserId>,
    /// The last account that was.
    was: Option<UserId>,
    /// Whose code was right with it, but whose password was not given yet.
    half: Option<UserId>,
    /// The session that gets the account's updates with it, and the connection it is on.
    main: Option<(i64, u64)>,
    /// How often its connections were cut.
    cuts: u64,
    /// The connections that use it now.
    users: BTreeSet<u64>,
    /// The most of them that there were at once.
    most: usize,
}

// === impl Keys ===

impl Default for Keys {
    fn default() -> Self {
        Self {
            keys: BTreeMap::new(),
            first_salt: i64::from_le_bytes(super::random()),
            clock_ahead: 0,
        }
    }
}

impl Keys {
    /// How far Telegram's clock is ahead of this machine's, in seconds.
    pub(super) const fn clock_ahead(&self) -> i64 {
        self.clock_ahead
    }

    pub(crate) const fn set_clock_ahead(&mut self, seconds: i64) {
        self.clock_ahead = seconds;
    }

    /// The salt of this moment, or one of those to come.
    pub(super) fn salt(&self, now_ms: i64, ahead: i64) -> Salt {
        let number = now_ms / 1000 / SALT_EVERY + ahead;
        Salt {
            value: self.first_salt.wrapping_add(number),
            since: number * SALT_EVERY,
            until: (number + 2) * SALT_EVERY,
        }
    }

    /// Whether this is the salt of this moment, or the one before.
    pub(super) fn takes_salt(&self, salt: i64, now_ms: i64) -> bool {
        [0, -1]
            .iter()
            .any(|ahead| self.salt(now_ms, *ahead).value == salt)
    }

    /// A key that was just made, or one that a test gives a client ready to use.
    pub(crate) fn add(&mut self, key: AuthKey, account: Option<UserId>) {
        let known = Known {
            account,
            was: account,
            half: None,
            main: None,
            cuts: 0,
            users: BTreeSet::new(),
            most: 0,
            key,
        };
        self.keys.insert(known.key.id(), known);
    }

    /// The key that a packet names, and whose it is.
    pub(super) fn find(&self, id: i64) -> Option<(&AuthKey, Option<UserId>)> {
        let known = self.keys.get(&id)?;
        Some((&known.key, known.account))
    }

    /// Whose it is now.
    pub(super) fn account(&self, id: i64) -> Option<UserId> {
        self.keys.get(&id)?.account
    }

    /// A session on this connection wants the updates. Two at once with one key: Telegram takes the key from both.
    /// Whether it may.
    pub(super) fn take_updates(&mut self, id: i64, session: i64, connection: u64) -> bool {
        let Some(known) = self.keys.get_mut(&id) else {
            return false;
        };
        match known.main {
            Some((other, at)) if other != session && at != connection => {
                known.account = None;
                known.main = None;
                false
            }
            _ => {
                known.main = Some((session, connection));
                true
            }
        }
    }

    /// Something came over this connection under this key.
    pub(super) fn used(&mut self, id: i64, connection: u64) {
        if let Some(known) = self.keys.get_mut(&id) {
            known.users.insert(connection);
            known.most = known.most.max(known.users.len());
        }
    }

    /// How many keys the account is logged in with.
    pub(crate) fn sessions(&self, account: UserId) -> usize {
        let keys = self.keys.values();
        keys.filter(|known| known.account == Some(account)).count()
    }

    /// The most connections that ever used a key of this account at once, also one that it was logged out with since.
    pub(crate) fn most_at_once(&self, account: UserId) -> usize {
        let keys = self.keys.values();
        let of = keys.filter(|known| known.was == Some(account));
        of.map(|known| known.most).max().unwrap_or(0)
    }

    /// Cuts all connections of an account.
    pub(crate) fn cut(&mut self, account: UserId) {
        for known in self.keys.values_mut() {
            known.cuts += u64::from(known.account == Some(account));
        }
    }

    /// How often connections with that key were cut.
    pub(super) fn cuts(&self, id: i64) -> u64 {
        self.keys.get(&id).map_or(0, |known| known.cuts)
    }

    /// Whether some session of an account gets its updates now.
    pub(crate) fn is_connected(&self, account: UserId) -> bool {
        let mut keys = self.keys.values();
        keys.any(|known| known.account == Some(account) && known.main.is_some())
    }

    /// A connection is gone.
    pub(super) fn connection_closed(&mut self, connection: u64) {
        for known in self.keys.values_mut() {
            known.main = known.main.filter(|(_, at)| *at != connection);
            known.users.remove(&connection);
        }
    }

    /// Whoever has this key is this account from now on.
    pub(super) fn log_in(&mut self, id: i64, account: UserId) {
        if let Some(known) = self.keys.get_mut(&id) {
            known.account = Some(account);
            known.was = Some(account);
            known.half = None;
            known.main = None;
        }
    }

    /// Whoever has this key has still to give this account's password.
    pub(super) fn log_in_half(&mut self, id: i64, account: UserId) {
        if let Some(known) = self.keys.get_mut(&id) {
            known.half = Some(account);
        }
    }

    /// Whose password is still to be given with this key.
    pub(super) fn half_logged_in(&self, id: i64) -> Option<UserId> {
        self.keys.get(&id)?.half
    }

    /// Nobody is logged in with this key any more.
    pub(super) fn forget(&mut self, id: i64) {
        if let Some(known) = self.keys.get_mut(&id) {
            known.account = None;
            known.main = None;
        }
    }

    /// The account's owner ended all its sessions.
    pub(crate) fn log_out(&mut self, account: UserId) {
        for known in self.keys.values_mut() {
            if known.account == Some(account) {
                known.account = None;
                known.main = None;
            }
        }
    }
}
