//! What administrators used today, over all of their connections: the one book that desks share.
//!
//! Each desk writes the rows of its own connection, in the transaction of what is counted, and
//! enters them here once that succeeded. So the book is never more than the store has, and after
//! a start it is read from there. What is counted together, connections of one administrator, is
//! counted here alone; nothing is ever decided by what another desk is about to write, except
//! that gateways have it in hand: that counts as used until it is known what became of it.

mod book;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backline_domain::connection::Connection;
use backline_domain::id::{ConnectionId, UserId};
use backline_domain::plan::{
    Barrier, Day, Due, Feature, Hold, Offer, Owner, Plan, Refused, Totals, Usage, due,
};
use backline_domain::relay::reaches_administrator;
use backline_domain::time::Timestamp;
use tokio::sync::watch;

use self::book::{Account, Book};

/// The plans at work. Cheap to clone; clones share the book.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    offer: Offer,
    book: Mutex<Book>,
    changed: watch::Sender<u64>,
}

/// How somebody stands in their plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The plan.
    pub plan: Plan,
    /// Their connections.
    pub connections: u64,
    /// What they used today.
    pub totals: Totals,
    /// Why messages wait.
    pub hold: Option<Hold>,
    /// When the next day begins.
    pub day_ends: Timestamp,
}

// === impl Inner ===

impl Default for Inner {
    fn default() -> Self {
        Self {
            offer: Offer::default(),
            book: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

// === impl Plans ===

impl Plans {
    /// These plans, and an empty book.
    #[must_use]
    pub fn new(offer: Offer) -> Self {
        Self {
            inner: Arc::new(Inner {
                offer,
                ..Inner::default()
            }),
        }
    }

    /// The plans that there are.
    #[must_use]
    pub fn offer(&self) -> &Offer {
        &self.inner.offer
    }

    /// Whether there are any: without, nothing is counted, and nothing written.
    #[must_use]
    pub fn are_offered(&self) -> bool {
        !self.inner.offer.is_empty()
    }

    /// The plan of a connection.
    #[must_use]
    pub fn of(&self, connection: &Connection) -> &Plan {
        self.inner.offer.of(&Owner::of(connection))
    }

    /// The plan of an administrator.
    #[must_use]
    pub fn of_administrator(&self, user: UserId) -> &Plan {
        self.inner.offer.of(&Owner::Administrator(user))
    }

    /// How the connection's owner stands.
    #[must_use]
    pub fn standing(&self, connection: &Connection, now: Timestamp) -> Standing {
        self.standing_of(&Owner::of(connection), now)
    }

    /// How somebody stands, over all of their connections.
    #[must_use]
    pub fn standing_of(&self, owner: &Owner, now: Timestamp) -> Standing {
        let plan = self.inner.offer.of(owner);
        let book = self.book();
        let totals = book.totals(owner, Day::of(now));
        Standing {
            plan: plan.clone(),
            connections: book.of(owner).count() as u64,
            totals,
            hold: totals.hold(plan, now),
            day_ends: Day::of(now).ends(),
        }
    }

    /// Whether this administrator may have one connection more.
    ///
    /// # Errors
    /// The plan's refusal, in words.
    pub fn admit_connection(&self, user: UserId) -> Result<(), Refused> {
        let plan = self.of_administrator(user);
        let Some(most) = plan.limits.connections else {
            return Ok(());
        };
        let owner = Owner::Administrator(user);
        if (self.book().of(&owner).count() as u64) < most {
            return Ok(());
        }
        Err(plan.refused(Barrier::Connections(most)))
    }

    /// Whether tokens may be bound to this connection.
    ///
    /// # Errors
    /// The plan's refusal, in words.
    pub fn admit_api(&self, connection: &ConnectionId) -> Result<(), Refused> {
        let book = self.book();
        let Some(account) = book.accounts.get(connection) else {
            return Ok(());
        };
        let plan = self.inner.offer.of(&account.owner);
        if plan.limits.has(Feature::Api) {
            return Ok(());
        }
        Err(plan.refused(Barrier::Api))
    }

    /// Changes when messages of somebody begin or cease to wait, or something is to be told.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changed.subscribe()
    }

    /// A connection's desk opens, with what it used as the store has it.
    pub(crate) fn enter(&self, connection: &Connection, usage: Usage) {
        let account = Account {
            owner: Owner::of(connection),
            group: connection.group_id(),
            usage,
            telling: None,
            in_hand: 0,
        };
        self.book().accounts.insert(connection.id.clone(), account);
        self.tell();
    }

    /// The connection has another administrator or group.
    pub fn belongs_to(&self, connection: &Connection) {
        if let Some(account) = self.book().accounts.get_mut(&connection.id) {
            account.owner = Owner::of(connection);
            account.group = connection.group_id();
        }
        self.tell();
    }

    /// The connection is deleted.
    pub(crate) fn forget(&self, connection: &ConnectionId) {
        self.book().accounts.remove(connection);
        self.tell();
    }

    /// This is committed.
    pub(crate) fn record(&self, usage: Usage) {
        let day = usage.day;
        let id = usage.connection.clone();
        self.change(&id, day, |account| {
            account.usage = usage;
            account.telling = None;
        });
    }

    /// What was to be told could not be committed.
    pub(crate) fn not_told(&self, connection: &ConnectionId) {
        if let Some(account) = self.book().accounts.get_mut(connection) {
            account.telling = None;
        }
    }

    /// So many messages of the connection are in gateways' hands.
    pub(crate) fn set_in_hand(&self, connection: &ConnectionId, in_hand: u64, now: Timestamp) {
        self.change(connection, Day::of(now), |account| {
            account.in_hand = in_hand
        });
    }

    /// A gateway is about to get so many messages. Says whether there is room for them.
    pub(crate) fn take(&self, connection: &ConnectionId, messages: u64, now: Timestamp) -> bool {
        let mut book = self.book();
        let Some(owner) = book.owner(connection) else {
            return true;
        };
        let totals = book.totals(&owner, Day::of(now));
        if totals.hold(self.inner.offer.of(&owner), now).is_some() {
            return false;
        }
        if let Some(account) = book.accounts.get_mut(connection) {
            account.in_hand += messages;
        }
        true
    }

    /// Whether the connection's messages wait, and why.
    pub(crate) fn hold(&self, connection: &ConnectionId, now: Timestamp) -> Option<Hold> {
        let book = self.book();
        let owner = book.owner(connection)?;
        let totals = book.totals(&owner, Day::of(now));
        totals.hold(self.inner.offer.of(&owner), now)
    }

    /// What the connection's desk is to tell. It is the only one to tell it until
    /// [`Plans::record`] or [`Plans::not_told`].
    pub(crate) fn due(&self, connection: &Connection, now: Timestamp) -> Vec<Due> {
        let owner = Owner::of(connection);
        let plan = self.inner.offer.of(&owner);
        let day = Day::of(now);
        let mut book = self.book();
        let totals = book.totals(&owner, day);
        let group = connection.group_id();
        let told = |account: &Account| account.told(day);
        let same_group = |account: &&Account| group.is_some() && account.group == group;
        let in_group = book.of(&owner).filter(same_group);
        let in_group = in_group.flat_map(|account| told(account).told).collect();
        let to_them = book.of(&owner);
        let to_them = to_them.flat_map(|account| told(account).told_administrator);
        let to_them = to_them.collect();
        let mut dues = due(plan, &totals, now, &in_group, &to_them);
        for due in &mut dues {
            due.to_group &= group.is_some();
            due.to_administrator &= reaches_administrator(connection);
        }
        dues.retain(|due| due.to_group || due.to_administrator);
        if let Some(account) = book.accounts.get_mut(&connection.id)
            && !dues.is_empty()
        {
            account.telling = Some(account.told(day).with_told(&dues));
        }
        dues
    }

    fn change(&self, id: &ConnectionId, day: Day, change: impl FnOnce(&mut Account)) {
        let mut book = self.book();
        let Some(owner) = book.owner(id) else { return };
        let plan = self.inner.offer.of(&owner);
        let before = book.mood(&owner, plan, day);
        if let Some(account) = book.accounts.get_mut(id) {
            change(account);
        }
        let is_other = book.mood(&owner, plan, day) != before;
        drop(book);
        if is_other {
            self.tell();
        }
    }

    fn tell(&self) {
        if self.are_offered() {
            self.inner.changed.send_modify(|count| *count += 1);
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Rows are replaced in single steps, so what is in a poisoned book is whole.
        let book = self.inner.book.lock();
        book.unwrap_or_else(PoisonError::into_inner)
    }
}
