//! Whether a call's session and epoch are the valid ones.

use backline_domain::access::Token;
use backline_domain::id::IdentityId;

use super::{Holder, Session, Table};
use crate::gateway::{Error, Result};

// === impl Table ===

impl Table {
    /// The caller's session.
    pub(crate) fn session(&mut self, id: &str, caller: &Token) -> Result<&mut Session> {
        self.sessions
            .get_mut(id)
            .filter(|session| session.token.id == caller.id && !session.is_revoked)
            .ok_or(Error::SessionLost)
    }

    /// The caller's hold on an identity. An epoch that was never given is as
    /// wrong as one that is over.
    pub(crate) fn holder(
        &mut self,
        session: &str,
        caller: &Token,
        identity: IdentityId,
        epoch: i64,
    ) -> Result<&mut Holder> {
        let is_claimed = self
            .session(session, caller)?
            .claims
            .contains_key(&identity);
        let holder = self
            .identities
            .get_mut(&identity)
            .and_then(|slot| slot.holder.as_mut());
        match holder {
            Some(holder) if holder.session == session && holder.epoch == epoch => Ok(holder),
            Some(_) | None if is_claimed => Err(Error::Settling { identity }),
            Some(_) | None => Err(Error::Superseded { identity }),
        }
    }

    /// The epoch under which a command may go down this stream: only to who was
    /// told over it that the identity is theirs.
    pub(crate) fn epoch_on(
        &self,
        session: &str,
        generation: u64,
        identity: IdentityId,
    ) -> Option<i64> {
        let holder = self.identities.get(&identity)?.holder.as_ref()?;
        let valid = holder.session == session
            && holder.confirmed == generation
            && holder.revocation.is_none();
        valid.then_some(holder.epoch)
    }
}
