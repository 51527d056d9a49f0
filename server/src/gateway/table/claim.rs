//! Identities that a gateway names as held when this server does not know its
//! session: after a restart of the server, or after the lease ended.

use std::collections::BTreeMap;

use backline_domain::id::IdentityId;

use super::logout::held_still;
use super::plan::Step;
use super::{Holder, Table, Told};

// === impl Table ===

impl Table {
    /// Decides about claims. The epoch is raised with every assignment: who
    /// names the current one had the last, and nobody after them, so they keep
    /// the identity as it is. Everybody else has to let go of it.
    pub(super) fn settle_claims(&mut self, counts: &mut BTreeMap<String, usize>) -> Vec<Step> {
        let mut refused = Vec::new();
        for (id, session) in &mut self.sessions {
            if session.stream.is_none() || session.claims.is_empty() {
                continue;
            }
            for (identity, epoch) in std::mem::take(&mut session.claims) {
                let Some(slot) = self.identities.get_mut(&identity) else {
                    match held_still(&self.logouts, id, identity, epoch) {
                        Some(slot) => drop(self.identities.insert(identity, slot)),
                        None => refused.push(disown(id, identity, epoch)),
                    }
                    continue;
                };
                let is_undecided =
                    slot.epoch.is_none() || (slot.holder.is_none() && slot.told != Told::Offline);
                if is_undecided {
                    // The store is being asked, or the desk has yet to hear that
                    // the one before is gone.
                    session.claims.insert(identity, epoch);
                    continue;
                }
                let count = counts.entry(id.clone()).or_default();
                let is_theirs = slot.holder.is_none()
                    && slot.is_listed
                    && !slot.is_stopped
                    && slot.epoch == Some(epoch)
                    && *count < session.most
                    && session.may_hold(identity, slot.gateway, &slot.connection);
                if is_theirs {
                    *count += 1;
                    slot.holder = Some(Holder::new(id.clone(), epoch));
                } else {
                    refused.push(disown(id, identity, epoch));
                }
            }
        }
        refused
    }
}

fn disown(session: &str, identity: IdentityId, epoch: i64) -> Step {
    Step::Disown {
        session: session.to_owned(),
        identity,
        epoch,
    }
}
