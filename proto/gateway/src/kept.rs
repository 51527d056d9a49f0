//! Sessions with Telegram that are handed to the server, to be gone on with by whoever
//! serves the identity next.

use std::sync::Arc;

use backline_proto::gateway::v1::KeepSessionRequest;
use futures::future::BoxFuture;

use crate::link::Link;
use crate::refusal::Refusal;

/// Hands a session to the server.
#[derive(Clone)]
pub struct KeepSession(Keep);

type Keep = Arc<dyn Fn(Vec<u8>) -> BoxFuture<'static, bool> + Send + Sync>;

// === impl KeepSession ===

impl KeepSession {
    /// By this function, which gives whether the session is kept.
    #[must_use]
    pub fn by(keep: impl Fn(Vec<u8>) -> BoxFuture<'static, bool> + Send + Sync + 'static) -> Self {
        Self(Arc::new(keep))
    }

    /// Hands it over, again and again until it is committed. False: the server refuses it,
    /// because the identity is another's by now or cannot have one; then the session must
    /// not be used. After a crash before the end nobody has it.
    pub async fn keep(&self, session: Vec<u8>) -> bool {
        (self.0)(session).await
    }

    /// To this server, for an identity under an epoch.
    pub(crate) fn of(link: &Arc<Link>, identity: &str, epoch: i64) -> Self {
        let (link, identity) = (Arc::downgrade(link), identity.to_owned());
        Self::by(move |bot_session| {
            let (link, identity) = (link.clone(), identity.clone());
            Box::pin(async move {
                match link.upgrade() {
                    Some(link) => until_kept(&link, identity, epoch, bot_session).await,
                    None => false,
                }
            })
        })
    }
}

async fn until_kept(link: &Link, identity: String, epoch: i64, bot_session: Vec<u8>) -> bool {
    let mut backoff = Link::backoff();
    loop {
        let request = KeepSessionRequest {
            session: link.session().await,
            identity: identity.clone(),
            epoch,
            bot_session: bot_session.clone(),
        };
        let status = match link.client.gateway().keep_session(request).await {
            Ok(_) => return true,
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Passing | Refusal::SessionLost => link.pause(&mut backoff).await,
            _ => {
                tracing::warn!(%identity, %status, "a session was refused");
                return false;
            }
        }
    }
}
