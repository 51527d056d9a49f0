//! What identities prove themselves with.

use std::time::Duration;

use backline_domain::id::{IdentityId, IdentityKind};
use backline_proto::gateway::v1::Credential;
use backline_proto::gateway::v1::credential::Kind;

use super::{RETRY_STORE, postpone};
use crate::gateway::sessions::Inner;

/// After a credential that is not there.
const RETRY_CREDENTIAL: Duration = Duration::from_secs(30);

/// What the identity proves itself with. `None` = tried again later.
pub(super) async fn credential(inner: &Inner, identity: IdentityId) -> Option<Credential> {
    let now = inner.clock.monotonic();
    let kind = match inner.store.secret(identity).await {
        Ok(Some(secret)) => kind_of(identity.kind, secret.expose()),
        Ok(None) => {
            tracing::error!(
                %identity,
                "there is no credential for an identity in the store; remove its connection and \
                 add it again with its token"
            );
            postpone(&mut inner.table(), identity, now + RETRY_CREDENTIAL);
            return None;
        }
        Err(error) => {
            tracing::error!(%identity, %error, "a credential cannot be read");
            postpone(&mut inner.table(), identity, now + RETRY_STORE);
            return None;
        }
    };
    if kind.is_none() {
        tracing::error!(
            %identity,
            "a bot's stored token is no text; remove its connection and add it again"
        );
        postpone(&mut inner.table(), identity, now + RETRY_CREDENTIAL);
    }
    kind.map(|kind| Credential { kind: Some(kind) })
}

/// The credential as Telegram's kind of identity has it. `None` when a bot's is
/// no text.
fn kind_of(kind: IdentityKind, secret: &[u8]) -> Option<Kind> {
    match kind {
        IdentityKind::Bot => {
            let token = std::str::from_utf8(secret).ok()?;
            Some(Kind::BotToken(token.to_owned()))
        }
        IdentityKind::User => Some(Kind::AccountSession(secret.to_vec())),
    }
}
