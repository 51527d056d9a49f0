//! The stream of one server: opened, followed, and opened again.

use std::sync::Arc;
use std::time::Duration;

use backline_client::Error;
use backline_proto::gateway::v1::{
    AnswerHeartbeatRequest, AttachRequest, AttachResponse, ClosingReason, SessionOpened,
    attach_response::Message,
};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

use crate::link::Link;
use crate::refusal::Refusal;
use crate::{command, held, login, logout};

/// Until the first message says how often heartbeats come.
const FIRST_SILENCE: Duration = Duration::from_secs(20);
/// So many heartbeats may be missing before the stream counts as dead.
const SILENT_HEARTBEATS: u32 = 3;
/// A command's lease when the server names none.
const COMMAND_LEASE: Duration = Duration::from_secs(30);

/// Who attaches.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) max_identities: i32,
}

/// How a stream ended.
enum Ended {
    /// The gateway stops.
    Over,
    /// To be opened again.
    Cut(String),
    /// The server did not let us in.
    Refused(Status),
}

/// Keeps a session with the server until the gateway ends.
///
/// # Errors
/// The first attempt was refused in a way that trying again does not mend: a
/// wrong token, a missing scope. Later refusals are waited out.
pub(crate) async fn keep(link: Arc<Link>, who: Who) -> Result<(), Error> {
    let mut backoff = Link::backoff();
    let mut was_open = false;
    loop {
        let before = link.sessions().borrow().number;
        let ended = follow(&link, &who).await;
        link.logins.give_all_up();
        if link.sessions().borrow().number > before {
            backoff.reset();
            was_open = true;
        }
        match ended {
            Ended::Over => return Ok(()),
            Ended::Refused(status) => {
                let error = link.client.explain(&status);
                if !was_open && is_hopeless(&status) {
                    return Err(error);
                }
                tracing::warn!(%error, "no session; trying again");
            }
            Ended::Cut(why) => tracing::info!(why, "the session's stream ended; reconnecting"),
        }
        tokio::select! {
            () = link.draining.cancelled() => return Ok(()),
            () = link.clock.sleep(backoff.next_gap()) => {}
        }
    }
}

fn is_hopeless(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unauthenticated
            | Code::PermissionDenied
            | Code::InvalidArgument
            | Code::Unimplemented
    )
}

/// Attaches, and does what the stream says until it ends.
async fn follow(link: &Arc<Link>, who: &Who) -> Ended {
    let asked = link.fence.asking();
    let attaching = async { link.client.gateway().attach(request(link, who)).await };
    let mut stream = tokio::select! {
        biased;
        () = link.over.cancelled() => return Ended::Over,
        () = link.clock.sleep(FIRST_SILENCE) => return Ended::Cut("no answer to Attach".into()),
        attached = attaching => match attached {
            Ok(response) => response.into_inner(),
            Err(status) => return Ended::Refused(status),
        },
    };
    let mut silence = FIRST_SILENCE;
    let mut is_open = false;
    // Ended by a heartbeat whose answer says that the session is lost.
    let lost = CancellationToken::new();
    loop {
        let tripped = async {
            if is_open {
                link.fence.tripped().await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        let message = tokio::select! {
            biased;
            () = link.over.cancelled() => return Ended::Over,
            () = lost.cancelled() => return Ended::Cut("the server lost the session".into()),
            received = stream.message() => match received {
                Ok(Some(AttachResponse { message })) => message,
                Ok(None) => return Ended::Cut("the server ended it".into()),
                Err(status) if !is_open => return Ended::Refused(status),
                Err(status) => return Ended::Cut(status.to_string()),
            },
            () = tripped => return Ended::Cut("fenced: no heartbeat answered for 40 s".into()),
            () = link.clock.sleep(silence) => return Ended::Cut("silence".into()),
        };
        match message {
            Some(Message::SessionOpened(opened)) => {
                is_open = true;
                silence = open(link, opened, asked);
            }
            Some(_) if !is_open => {
                return Ended::Cut("the server did not open the session first".into());
            }
            Some(Message::SessionClosing(closing)) => {
                let reason = closing.reason();
                if matches!(reason, ClosingReason::Expired | ClosingReason::Superseded) {
                    link.forget_identities();
                }
                return Ended::Cut(format!("the server closes it: {}", reason.as_str_name()));
            }
            Some(message) => obey(link, message, &lost),
            // A message of a newer version.
            None => tracing::debug!("a message of an unknown kind was passed over"),
        }
    }
}

fn request(link: &Link, who: &Who) -> AttachRequest {
    AttachRequest {
        kind: link.platform.kind().into(),
        version: who.version.clone(),
        name: who.name.clone(),
        capabilities: Some(link.platform.capabilities()),
        max_identities: who.max_identities,
        resume_session: link.sessions().borrow().id.clone(),
        held_identities: link.held_identities(),
        held_lease_tokens: link.leases.tokens(),
    }
}

/// Takes a session up; gives how long its stream may be silent.
fn open(link: &Link, opened: SessionOpened, asked: Duration) -> Duration {
    let interval = duration(opened.heartbeat_interval).unwrap_or(FIRST_SILENCE / SILENT_HEARTBEATS);
    let command_lease = duration(opened.command_lease).unwrap_or(COMMAND_LEASE);
    tracing::info!(session = %opened.session, server = link.client.url(), "session open");
    // The server has just answered us: that counts like a heartbeat's answer.
    link.fence.answered(asked);
    link.opened(opened.session, command_lease);
    (interval * SILENT_HEARTBEATS).max(Duration::from_secs(3))
}

/// Does what a message says. Never waits: the stream is read on.
fn obey(link: &Arc<Link>, message: Message, lost: &CancellationToken) {
    match message {
        Message::IdentityAssigned(assigned) => held::assign(link, assigned),
        Message::IdentityRevoked(revoked) => held::revoke(link, &revoked),
        Message::Command(delivery) => command::take(link, delivery),
        Message::Cancellation(cancellation) => link.leases.withdraw(&cancellation.lease_token),
        Message::LoginRequested(requested) => login::begin(link, requested),
        Message::LoginInput(given) => link.logins.say(&given.login, given.input),
        Message::LoginCancelled(cancelled) => link.logins.give_up(&cancelled.login),
        Message::LogoutRequested(requested) => logout::begin(link, requested),
        Message::Heartbeat(heartbeat) => {
            let (link, lost) = (Arc::clone(link), lost.clone());
            let tasks = link.tasks.clone();
            tasks.spawn(async move { answer(&link, heartbeat.sequence, &lost).await });
        }
        // Handled where the stream is read.
        Message::SessionOpened(_) | Message::SessionClosing(_) => {}
    }
}

/// Answers a heartbeat, once: the next one comes soon.
async fn answer(link: &Link, sequence: i64, lost: &CancellationToken) {
    let session = link.session().await;
    let request = AnswerHeartbeatRequest { session, sequence };
    let asked = link.fence.asking();
    match link.client.gateway().answer_heartbeat(request).await {
        Ok(_) => link.fence.answered(asked),
        Err(status) => {
            tracing::debug!(%status, "a heartbeat could not be answered");
            if Refusal::of(&status) == Refusal::SessionLost {
                lost.cancel();
            }
        }
    }
}

fn duration(given: Option<prost_types::Duration>) -> Option<Duration> {
    let duration = Duration::try_from(given?).ok()?;
    (!duration.is_zero()).then_some(duration)
}
