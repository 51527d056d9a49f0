//! Sessions of accounts and of bots over MTProto that nobody uses any more, on their way to be
//! ended.
//!
//! Ending a session is using it. So nobody is told to before whoever served the account
//! with it has let go or its lease is over, and one gateway at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::logout::{Id, Logout};
use backline_domain::time::Timestamp;

use super::plan::{Plan, Step};
use super::{Holder, Session, Slot, Table};

/// How long a gateway that lives may take to report. Asked again, it goes on with what is
/// under way.
const REPORTED_WITHIN: Duration = Duration::from_secs(5 * 60);

/// A session that is to be ended.
#[derive(Debug)]
pub(crate) struct LoggingOut {
    pub(crate) row: Logout,
    /// When it is tried.
    due: Duration,
    /// Who was told to end it.
    told: Option<Told>,
}

#[derive(Debug)]
struct Told {
    /// The session's id, and the stream over which it was told.
    session: String,
    generation: u64,
    /// Then it is told again.
    until: Duration,
}

// === impl LoggingOut ===

impl LoggingOut {
    /// As it stands `now`, which is `moment` on this machine's own clock.
    pub(crate) fn new(row: Logout, now: Timestamp, moment: Duration) -> Self {
        let due = moment.saturating_add(row.facts.due_at.since(now));
        Self {
            row,
            due,
            told: None,
        }
    }

    /// Whether that session with a gateway has it in hand.
    pub(crate) fn is_in_hand_of(&self, session: &str) -> bool {
        self.told
            .as_ref()
            .is_some_and(|told| told.session == session)
    }
}

// === impl Session ===

impl Session {
    /// Whether it may end a session of this account: it was allowed to serve it, or may
    /// serve any.
    pub(crate) fn may_end(&self, identity: IdentityId, of: Option<&ConnectionId>) -> bool {
        let is_there = self.stream.is_some() && !self.is_leaving && !self.is_revoked;
        let is_allowed = match of {
            Some(connection) => self.may_hold(identity, IdentityKind::User, connection),
            None => self.may_hold_all(),
        };
        is_there && self.kind == IdentityKind::User && is_allowed
    }

    /// Whether its token is for any identity of any connection.
    pub(crate) fn may_hold_all(&self) -> bool {
        self.token.connections.is_empty() && self.token.identities.is_empty()
    }
}

// === impl Table ===

impl Table {
    /// Which sessions are to be ended now, and by whom.
    pub(super) fn log_out(&mut self, now: Duration, plan: &mut Plan) {
        for (id, one) in &mut self.logouts {
            let told = one.told.as_ref();
            // One that is there still has it, whatever became of its stream.
            let mine = told.filter(|told| self.sessions.contains_key(&told.session));
            if let Some(told) = mine
                && let Some(session) = self.sessions.get(&told.session)
            {
                match &session.stream {
                    None => continue,
                    Some(stream) if stream.generation == told.generation && now < told.until => {
                        plan.wake(told.until);
                        continue;
                    }
                    Some(_) => {}
                }
            }
            let not_before = one.due.max(self.accounts_safe_at);
            if now < not_before {
                plan.wake(not_before);
                continue;
            }
            let facts = &one.row.facts;
            let slot = self.identities.get_mut(&facts.identity);
            let holder = slot.and_then(|slot| slot.holder.as_mut());
            let over_mtproto = holder.filter(|holder| {
                let session = self.sessions.get(&holder.session);
                session.is_none_or(|session| session.kind == IdentityKind::User)
            });
            if let Some(holder) = over_mtproto
                && holder.given.as_ref().is_none_or(|given| given == id)
            {
                holder.revoke("its session is to be ended in Telegram");
                continue;
            }
            let may = |session: &&Session| {
                let has_room = session.stream.as_ref();
                has_room.is_some_and(|stream| stream.control.capacity() > 0)
                    && session.may_end(facts.identity, facts.connection.as_ref())
            };
            let taker = match mine {
                Some(told) => self.sessions.get(&told.session).filter(may),
                None => self.sessions.values().find(may),
            };
            if let Some(taker) = taker {
                plan.steps.push(Step::LogOut {
                    id: id.clone(),
                    session: taker.id.clone(),
                });
            }
        }
    }

    /// This session was told to, over this stream.
    pub(crate) fn told_to_log_out(
        &mut self,
        id: &Id,
        session: &str,
        generation: u64,
        now: Duration,
    ) {
        if let Some(one) = self.logouts.get_mut(id) {
            one.told = Some(Told {
                session: session.to_owned(),
                generation,
                until: now.saturating_add(REPORTED_WITHIN),
            });
        }
    }

    /// How many sessions should be over by now and are not.
    pub(crate) fn logouts_waiting(&self, now: Timestamp) -> usize {
        let rows = self.logouts.values().map(|one| &one.row.facts);
        rows.filter(|facts| facts.since <= now).count()
    }
}

/// Whoever comes back with an account that is to be logged out holds it until they have let
/// go.
pub(super) fn held_still(
    logouts: &BTreeMap<Id, LoggingOut>,
    session: &str,
    identity: IdentityId,
    epoch: i64,
) -> Option<Slot> {
    let mut rows = logouts.values().map(|one| &one.row.facts);
    let row = rows.find(|row| row.identity == identity && row.connection.is_some())?;
    let mut slot = Slot::of(row.connection.clone()?, IdentityKind::User);
    slot.is_listed = false;
    slot.epoch = Some(epoch);
    slot.holder = Some(Holder::new(session.to_owned(), epoch));
    Some(slot)
}
