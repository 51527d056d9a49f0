//! The way down to one gateway.
//!
//! One task for each stream. It takes what is next only when the gateway has
//! room for it, so a slow gateway fills the bounded way from the desks, and they
//! hand out later. What ends the stream comes first, then assignments, then
//! heartbeats, then commands: a command is never seen before its identity.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use backline_proto::gateway::v1::{
    AttachResponse, ClosingReason, CommandCancellation, Heartbeat, SessionClosing,
    attach_response::Message,
};
use futures::Stream;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::sessions::Inner;
use super::table::Running;
use crate::convert;
use crate::desk::{COMMAND_LEASE, Down};

/// Most messages on their way to the transport.
pub(super) const OUT: usize = 16;
/// Most assignments and revocations waiting to be read.
pub(super) const CONTROL: usize = 256;
/// Most commands waiting to be read.
pub(super) const COMMANDS: usize = 256;
/// How long to wait for room for the last word.
const LAST_WORD: Duration = Duration::from_secs(1);

/// What a gateway's stream carries, until its session's stream ends.
#[derive(Debug)]
pub struct Downstream {
    pub(super) messages: mpsc::Receiver<AttachResponse>,
}

/// The ends of a stream that its task holds.
pub(super) struct Ends {
    pub(super) session: String,
    pub(super) generation: u64,
    pub(super) out: mpsc::Sender<AttachResponse>,
    pub(super) control: mpsc::Receiver<AttachResponse>,
    pub(super) commands: mpsc::Receiver<Down>,
    pub(super) close: oneshot::Receiver<ClosingReason>,
    /// The token was revoked or has expired.
    pub(super) token_ended: CancellationToken,
    pub(super) token: String,
}

/// Why a stream ended.
enum End {
    /// The gateway is gone, or somebody else took the session's stream over
    /// without a word.
    Broken,
    /// To be told to the gateway.
    Closing(ClosingReason),
    /// The token is not valid any more.
    TokenEnded,
}

/// Carries messages down until the stream ends.
pub(super) async fn run(inner: Arc<Inner>, mut ends: Ends) {
    let end = carry(&inner, &mut ends).await;
    if matches!(end, End::TokenEnded) {
        super::Sessions {
            inner: Arc::clone(&inner),
        }
        .revoke_token(&ends.token);
    }
    let reason = match end {
        End::Closing(reason) => Some(reason),
        End::TokenEnded => Some(ClosingReason::Expired),
        End::Broken => None,
    };
    if let Some(reason) = reason {
        let closing = SessionClosing {
            reason: reason.into(),
        };
        let message = AttachResponse {
            message: Some(Message::SessionClosing(closing)),
        };
        let until = inner.clock.monotonic() + LAST_WORD;
        tokio::select! {
            _ = ends.out.send(message) => {}
            () = inner.clock.sleep_until(until) => {}
        }
    }
    inner.table().stream_broke(&ends.session, ends.generation);
    inner.logins.stream_broke(ends.generation);
    inner.changed.notify_one();
}

async fn carry(inner: &Inner, ends: &mut Ends) -> End {
    let mut beat_at = inner.clock.monotonic();
    loop {
        let closing = async |close: &mut oneshot::Receiver<ClosingReason>| {
            close.await.map_or(End::Broken, End::Closing)
        };
        let room = tokio::select! {
            biased;
            end = closing(&mut ends.close) => return end,
            () = ends.token_ended.cancelled() => return End::TokenEnded,
            room = ends.out.reserve() => match room {
                Ok(room) => room,
                Err(_) => return End::Broken,
            },
        };
        let message = loop {
            tokio::select! {
                biased;
                end = closing(&mut ends.close) => return end,
                () = ends.token_ended.cancelled() => return End::TokenEnded,
                () = ends.out.closed() => return End::Broken,
                Some(message) = ends.control.recv() => {
                    if ends.control.is_empty() {
                        // There is room for more assignments.
                        inner.changed.notify_one();
                    }
                    break message;
                }
                () = inner.clock.sleep_until(beat_at) => {
                    let Some((sequence, every)) = next_heartbeat(inner, &ends.session) else {
                        return End::Broken;
                    };
                    beat_at = inner.clock.monotonic() + every;
                    let heartbeat = Message::Heartbeat(Heartbeat { sequence });
                    break AttachResponse { message: Some(heartbeat) };
                }
                Some(down) = ends.commands.recv() => {
                    if let Some(message) = command(inner, &ends.session, ends.generation, down) {
                        break AttachResponse { message: Some(message) };
                    }
                }
            }
        };
        room.send(message);
    }
}

fn next_heartbeat(inner: &Inner, session: &str) -> Option<(i64, Duration)> {
    let table = &mut inner.table();
    let every = table.timing.heartbeat;
    let session = table.sessions.get_mut(session)?;
    session.heartbeats_sent += 1;
    Some((session.heartbeats_sent, every))
}

/// The message for what a desk sends; `None` for a command of an identity that
/// is not this gateway's any more: its desk has been told, or is about to be.
fn command(inner: &Inner, session: &str, generation: u64, down: Down) -> Option<Message> {
    match down {
        Down::Execute(command) => {
            let until = inner.clock.monotonic() + COMMAND_LEASE;
            let table = &mut inner.table();
            let epoch = table.epoch_on(session, generation, command.identity)?;
            let running = Running {
                identity: command.identity,
                until,
            };
            let session = table.sessions.get_mut(session)?;
            session.running.insert(command.lease_token.clone(), running);
            Some(Message::Command(convert::command::to_proto(
                &command, epoch,
            )))
        }
        Down::Cancel { lease_token } => {
            Some(Message::Cancellation(CommandCancellation { lease_token }))
        }
    }
}

// === impl Downstream ===

impl Downstream {
    /// The next message; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<AttachResponse> {
        self.messages.recv().await
    }
}

impl Stream for Downstream {
    type Item = AttachResponse;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.messages.poll_recv(context)
    }
}
