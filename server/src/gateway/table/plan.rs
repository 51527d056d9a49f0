//! What is to be done next: the difference between what is and what should be.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::logout;
use backline_proto::gateway::v1::ClosingReason;

use super::{Session, Slot, Table, Told};

/// Something for the keeper to do. Whether it still holds is looked at again
/// when its turn comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Tell the desk that nobody holds it.
    Offline(IdentityId),
    /// Tell the desk that nothing goes down for now.
    Pause(IdentityId),
    /// Tell a gateway that what it named as held is not its own.
    Disown {
        /// Which gateway.
        session: String,
        /// What.
        identity: IdentityId,
        /// The epoch it named.
        epoch: i64,
    },
    /// Ask the holder to give it back.
    Revoke(IdentityId),
    /// Tell the holder over its new stream that it is theirs, and the desk.
    Keep(IdentityId),
    /// Have this session end an account's session in Telegram.
    LogOut {
        /// Which.
        id: logout::Id,
        /// By whom.
        session: String,
    },
    /// Raise the epoch and give it to this session.
    Assign {
        /// What.
        identity: IdentityId,
        /// To whom.
        session: String,
    },
}

/// What is to be done, and when to look again at the latest.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) wake_at: Option<Duration>,
}

// === impl Plan ===

impl Plan {
    pub(super) fn wake(&mut self, at: Duration) {
        self.wake_at = Some(self.wake_at.map_or(at, |before| before.min(at)));
    }
}

// === impl Table ===

impl Table {
    /// Ends what is over, and says what is to be done.
    pub(crate) fn plan(&mut self, now: Duration) -> Plan {
        let mut plan = Plan::default();
        self.end_silent(now, &mut plan);
        self.identities
            .retain(|_, slot| slot.is_listed || slot.holder.is_some());
        let mut counts = self.counts();
        // Who let go of everything and went needs no lease.
        let logouts = &self.logouts;
        self.sessions.retain(|id, session| {
            !session.is_leaving
                || session.stream.is_some()
                || counts.contains_key(id)
                || logouts.values().any(|one| one.is_in_hand_of(id))
        });
        plan.steps.extend(self.settle_claims(&mut counts));
        if !self.is_draining {
            // Before what holders have to hear: some have to let go.
            self.log_out(now, &mut plan);
        }
        for (identity, slot) in &mut self.identities {
            let session = slot
                .holder
                .as_ref()
                .and_then(|holder| self.sessions.get(&holder.session));
            plan.steps.extend(owed(*identity, slot, session, now));
            if slot.holder.is_some() && now < slot.retry_at {
                plan.wake(slot.retry_at);
            }
        }
        if !self.is_draining {
            self.assign(now, &mut counts, &mut plan);
            self.greet(&counts);
        }
        plan
    }

    /// Ends sessions that were silent for a whole lease; what they held is free
    /// from then on.
    fn end_silent(&mut self, now: Duration, plan: &mut Plan) {
        let lease = self.timing.session_lease;
        let identities = &mut self.identities;
        self.sessions.retain(|id, session| {
            session.forget_overdue(now);
            let ends_at = session.answered_at + lease;
            if now < ends_at {
                plan.wake(ends_at);
                return true;
            }
            session.close(ClosingReason::Expired);
            let held = identities.values_mut().filter(|slot| {
                slot.holder
                    .as_ref()
                    .is_some_and(|holder| holder.session == *id)
            });
            let count = held.map(Slot::free).count();
            tracing::warn!(
                session.id = %id, gateway = %session.name, identities = count,
                "a gateway was silent for its whole lease; what it held is free again"
            );
            false
        });
    }

    /// How many identities each session holds.
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for holder in self
            .identities
            .values()
            .filter_map(|slot| slot.holder.as_ref())
        {
            *counts.entry(holder.session.clone()).or_default() += 1;
        }
        counts
    }

    /// Gives what is free to who has room: of several, who holds least.
    fn assign(&self, now: Duration, counts: &mut BTreeMap<String, usize>, plan: &mut Plan) {
        // What does not fit down a stream now is given when it has been read.
        let mut room: BTreeMap<&str, usize> = self
            .sessions
            .values()
            .filter(|session| !session.is_leaving)
            .filter_map(|session| {
                let stream = session.stream.as_ref()?;
                Some((session.id.as_str(), stream.control.capacity()))
            })
            .collect();
        for (identity, slot) in &self.identities {
            let is_free = slot.is_listed
                && !slot.is_stopped
                && slot.holder.is_none()
                && slot.told == Told::Offline
                && slot.epoch.is_some();
            if !is_free {
                continue;
            }
            let not_before = slot.retry_at.max(self.safe_at(slot));
            if now < not_before {
                plan.wake(not_before);
                continue;
            }
            let count = |session: &Session| counts.get(&session.id).copied().unwrap_or(0);
            let taker = self
                .sessions
                .values()
                .filter(|session| room.get(session.id.as_str()).is_some_and(|left| *left > 0))
                .filter(|session| count(session) < session.most)
                .filter(|session| session.may_hold(*identity, slot.gateway, &slot.connection))
                .min_by_key(|session| (count(session), session.attached_at));
            let Some(taker) = taker else { continue };
            *counts.entry(taker.id.clone()).or_default() += 1;
            if let Some(left) = room.get_mut(taker.id.as_str()) {
                *left -= 1;
            }
            plan.steps.push(Step::Assign {
                identity: *identity,
                session: taker.id.clone(),
            });
        }
    }

    /// From when nobody from before a restart of this server can be using it.
    ///
    /// A bot over the Bot API is never waited for: two processes with one bot harm
    /// nobody, since what the older one does is refused (session, epoch, lease), and
    /// Telegram ends one of the polls. A session over MTProto in two processes is killed
    /// by Telegram.
    fn safe_at(&self, slot: &Slot) -> Duration {
        let was_held_before = slot.epoch.is_some_and(|epoch| epoch > 0) && !slot.is_surely_free;
        match slot.gateway {
            IdentityKind::User if was_held_before => self.accounts_safe_at,
            IdentityKind::User | IdentityKind::Bot => Duration::ZERO,
        }
    }

    /// Says in words when a gateway came and there is nothing for it.
    fn greet(&mut self, counts: &BTreeMap<String, usize>) {
        for session in self
            .sessions
            .values_mut()
            .filter(|session| !session.is_greeted)
        {
            if !session.claims.is_empty()
                || self.identities.values().any(|slot| slot.epoch.is_none())
            {
                continue;
            }
            session.is_greeted = true;
            if counts.get(&session.id).copied().unwrap_or(0) > 0 {
                continue;
            }
            let held = self.identities.iter().find_map(|(identity, slot)| {
                let holder = slot.holder.as_ref()?;
                session
                    .may_hold(*identity, slot.gateway, &slot.connection)
                    .then_some((identity, holder))
            });
            match held {
                Some((identity, holder)) => tracing::warn!(
                    session.id = %session.id, gateway = %session.name,
                    %identity, held_by = %holder.session,
                    "a gateway attached and gets nothing: another one holds what it could; \
                     it waits until that one lets go or is silent for its lease"
                ),
                None => tracing::info!(
                    session.id = %session.id, gateway = %session.name,
                    "a gateway attached, and there is no identity for it yet"
                ),
            }
        }
    }
}

/// What desk and holder have to hear about an identity.
fn owed(
    identity: IdentityId,
    slot: &mut Slot,
    session: Option<&Session>,
    now: Duration,
) -> Vec<Step> {
    let Some(holder) = slot.holder.as_mut() else {
        return if slot.told == Told::Offline {
            vec![]
        } else {
            vec![Step::Offline(identity)]
        };
    };
    if !slot.is_listed {
        holder.revoke("the connection is gone");
    } else if slot.is_stopped {
        // Updates are kept by Telegram until it runs again.
        holder.revoke("the connection is stopped");
    }
    let stream = session.and_then(|session| session.stream.as_ref());
    let mut steps = Vec::new();
    let is_handing_out = matches!(slot.told, Told::Online(_));
    if is_handing_out && (stream.is_none() || holder.revocation.is_some()) {
        steps.push(Step::Pause(identity));
    }
    if let Some(stream) = stream {
        let has_room = stream.control.capacity() > 0;
        match &holder.revocation {
            Some(revocation) if revocation.sent != stream.generation && has_room => {
                steps.push(Step::Revoke(identity));
            }
            None if has_room && now >= slot.retry_at => {
                let is_told = slot.told == Told::Online(stream.generation);
                if !is_told {
                    steps.push(Step::Keep(identity));
                }
            }
            Some(_) | None => {}
        }
    }
    steps
}
