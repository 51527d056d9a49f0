//! What identities prove themselves with.

use std::time::Duration;

use backline_domain::change::Secret;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_proto::gateway::v1::credential::Kind;
use backline_proto::gateway::v1::{BotLogin, Credential};

use super::{RETRY_STORE, postpone};
use crate::gateway::sessions::Inner;

/// After a credential that is not there.
const RETRY_CREDENTIAL: Duration = Duration::from_secs(30);

/// What the identity proves itself with. `None` = tried again later.
pub(super) async fn credential(inner: &Inner, identity: IdentityId) -> Option<Credential> {
    let now = inner.clock.monotonic();
    let is_by_login = identity.kind != inner.desks.gateway_kind(identity);
    let found = match inner.store.secret(identity).await {
        Ok(Some(secret)) if is_by_login => {
            let session = inner.store.secret(identity.session_key()).await;
            session.map(|session| Some(login_of(secret.expose(), session)))
        }
        Ok(secret) => Ok(secret.map(|secret| kind_of(identity.kind, secret.expose()))),
        Err(error) => Err(error),
    };
    let kind = match found {
        Ok(Some(kind)) => kind,
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
        IdentityKind::Bot => Some(Kind::BotToken(text(secret)?)),
        IdentityKind::User => Some(Kind::AccountSession(secret.to_vec())),
    }
}

/// A bot's way in over MTProto. `None` when its token is no text.
fn login_of(token: &[u8], session: Option<Secret>) -> Option<Kind> {
    let session = session.map(|session| session.expose().to_vec());
    Some(Kind::BotLogin(BotLogin {
        bot_token: text(token)?,
        session: session.unwrap_or_default(),
    }))
}

fn text(secret: &[u8]) -> Option<String> {
    std::str::from_utf8(secret).ok().map(str::to_owned)
}
