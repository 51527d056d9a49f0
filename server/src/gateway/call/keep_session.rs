//! `KeepSession`: the session that came of a bot's login over MTProto is stored.

use backline_domain::access::Token;
use backline_domain::change::{Change, Identity, Secret};
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::logout::{self, Logout};
use backline_proto::gateway::v1::{KeepSessionRequest, KeepSessionResponse};

use super::MAX_SESSION;
use crate::gateway::{Error, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Seals and stores a bot's session; another that it had before is ended in Telegram. When it returns, whoever is given the bot next goes
    /// on with it, so that a crash costs no login: Telegram makes those wait who log in often.
    ///
    /// # Errors
    /// Session or epoch are not the valid ones, the identity is no bot over MTProto, or the
    /// commit failed.
    pub async fn keep_session(
        &self,
        caller: &Token,
        request: KeepSessionRequest,
    ) -> Result<KeepSessionResponse> {
        let identity: IdentityId = request
            .identity
            .parse()
            .map_err(|error| Error::identity(&error))?;
        let connection = {
            let table = &mut self.inner.table();
            table.holder(&request.session, caller, identity, request.epoch)?;
            let slot = table.identities.get(&identity);
            let slot = slot.ok_or(Error::Superseded { identity })?;
            let is_by_login =
                identity.kind == IdentityKind::Bot && slot.gateway == IdentityKind::User;
            if !is_by_login {
                let message = "has to be a bot over MTProto: only its gateway makes sessions";
                return Err(Error::field("identity", message));
            }
            slot.connection.clone()
        };
        if !(1..=MAX_SESSION).contains(&request.bot_session.len()) {
            let message = format!("has to hold 1 to {MAX_SESSION} bytes");
            return Err(Error::field("bot_session", message));
        }
        let id = identity.session_key();
        let session = Secret::new(request.bot_session);
        let before = self.inner.store.secret(id).await?;
        let mut changes = vec![Change::PutSecret(id, session.clone())];
        let mut logouts = Vec::new();
        match before {
            // The same once more, since the first answer was lost.
            Some(before) if before == session => {}
            // Of a token from before, or ended in Telegram.
            Some(before) => {
                let row = Logout::new(identity, Some(connection), before, self.inner.clock.now());
                changes.push(Change::PutLogout(Box::new(row.clone())));
                logouts.push(row);
            }
            // With it the session goes when the connection is deleted.
            None => changes.push(Change::PutIdentity(Identity {
                id,
                connection,
                epoch: 0,
                cursor: None,
            })),
        }
        {
            let table = &mut self.inner.table();
            let holder = table.holder(&request.session, caller, identity, request.epoch)?;
            holder.given = Some(logout::Id::of(session.expose()));
        }
        if let Err(error) = self.inner.store.commit(changes).await {
            // Nobody may know whether it happened.
            self.look_for_logouts();
            return Err(error.into());
        }
        self.log_out(logouts);
        tracing::info!(%identity, epoch = request.epoch, "a bot's session is kept");
        Ok(KeepSessionResponse {})
    }
}
