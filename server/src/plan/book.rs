//! The book: what each connection used today, and what is in hand.

use std::collections::{BTreeMap, BTreeSet};

use backline_domain::id::{ChatId, ConnectionId};
use backline_domain::plan::{Day, Kind, Owner, Plan, Told, Totals, Usage, due};

/// Everything by connection.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) accounts: BTreeMap<ConnectionId, Account>,
}

#[derive(Debug)]
pub(super) struct Account {
    pub(super) owner: Owner,
    pub(super) group: Option<ChatId>,
    /// As the store has it.
    pub(super) usage: Usage,
    /// With what is just being told: nobody else tells it meanwhile.
    pub(super) telling: Option<Usage>,
    pub(super) in_hand: u64,
}

// === impl Book ===

impl Book {
    pub(super) fn owner(&self, connection: &ConnectionId) -> Option<Owner> {
        Some(self.accounts.get(connection)?.owner.clone())
    }

    pub(super) fn of<'a>(&'a self, owner: &'a Owner) -> impl Iterator<Item = &'a Account> {
        self.accounts
            .values()
            .filter(move |account| account.owner == *owner)
    }

    pub(super) fn totals(&self, owner: &Owner, day: Day) -> Totals {
        let mut totals = Totals::default();
        for account in self.of(owner) {
            totals.in_hand += account.in_hand;
            if account.usage.day == day {
                totals.messages += account.usage.messages;
                totals.updates += account.usage.updates;
            }
        }
        totals
    }

    /// What others have to hear of when it is another.
    pub(super) fn mood(&self, owner: &Owner, plan: &Plan, day: Day) -> (Option<Kind>, Vec<Told>) {
        let totals = self.totals(owner, day);
        let none = BTreeSet::new();
        let dues = due(plan, &totals, day.begins(), &none, &none);
        let hold = totals.hold(plan, day.begins());
        (
            hold.map(|hold| hold.kind),
            dues.into_iter().map(|due| due.told).collect(),
        )
    }
}

// === impl Account ===

impl Account {
    /// What was told, and is being told.
    pub(super) fn told(&self, day: Day) -> Usage {
        let known = self.telling.as_ref().unwrap_or(&self.usage);
        if known.day == day {
            known.clone()
        } else {
            Usage::none(known.connection.clone(), day)
        }
    }
}
