//! Sessions over a driven clock, with desks and a store that only take notes.
//!
//! Everything runs on one thread and waits for nothing but the driven clock, so
//! [`World::settle`] ends when all that can happen has happened.

mod assignment;
mod calls;
mod clock;
mod commands;
mod desks;
mod ending;
mod files;
mod liveness;
mod logouts;
mod mtproto;
mod store;

use std::sync::Arc;
use std::time::Duration;

use backline_domain::access::{Scope, Token};
use backline_domain::id::{ConnectionId, IdentityId};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1::{
    AnswerHeartbeatRequest, AttachRequest, AttachResponse, ClosingReason, Cursor, GatewayKind,
    HeldIdentity, IdentityAssigned, IdentityState, IngestUpdatesRequest, ReportIdentityRequest,
    attach_response::Message, cursor,
};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Downstream, Error, Sessions, Timing};
use crate::files::Files;
use crate::telemetry::Metrics;

const BOT: IdentityId = IdentityId::bot(1);

struct World {
    clock: Arc<clock::Driven>,
    desks: Arc<desks::Fake>,
    store: Arc<store::Fake>,
    sessions: Sessions,
    metrics: Metrics,
}

/// A gateway with one open stream.
struct Gateway {
    token: Arc<Token>,
    token_ended: CancellationToken,
    session: String,
    stream: Downstream,
}

fn connection(name: &str) -> ConnectionId {
    ConnectionId::parse(name).unwrap()
}

fn token(id: &str) -> Token {
    Token {
        id: id.into(),
        name: id.into(),
        secret_hash: String::new(),
        scopes: vec![Scope::Gateway],
        connections: vec![],
        gateway_kinds: vec![],
        identities: vec![],
        created_at: Timestamp(0),
        expires_at: None,
    }
}

fn bots(name: &str) -> AttachRequest {
    AttachRequest {
        kind: GatewayKind::Bot.into(),
        name: name.into(),
        version: "0.1.0".into(),
        ..Default::default()
    }
}

fn naming(session: &str, held: &[(IdentityId, i64)]) -> AttachRequest {
    AttachRequest {
        resume_session: session.into(),
        held_identities: held
            .iter()
            .map(|(identity, epoch)| HeldIdentity {
                identity: identity.to_string(),
                epoch: *epoch,
            })
            .collect(),
        ..bots("again")
    }
}

// === impl World ===

impl World {
    /// A server with one connection, whose frontend is [`BOT`].
    fn start() -> Self {
        let world = Self::with(store::Fake::default(), desks::Fake::default());
        world.add(BOT, "one");
        world
    }

    fn with(store: store::Fake, desks: desks::Fake) -> Self {
        let (clock, desks, store) = (
            Arc::new(clock::Driven::new()),
            Arc::new(desks),
            Arc::new(store),
        );
        let (tracker, metrics) = (TaskTracker::new(), Metrics::new().unwrap());
        let files = Files::in_temp(1 << 22, clock.clone());
        desks.give_tickets(files.clone());
        let sessions = Sessions::start(
            desks.clone(),
            store.clone(),
            files,
            clock.clone(),
            tracker,
            Timing::default(),
            metrics.clone(),
        );
        Self {
            clock,
            desks,
            store,
            sessions,
            metrics,
        }
    }

    fn add(&self, identity: IdentityId, name: &str) {
        self.store.put_secret(identity, "42:secret");
        self.desks.add(identity, connection(name));
    }

    /// Returns when all that can happen before the clock moves has happened.
    async fn settle(&self) {
        for _ in 0..500 {
            tokio::task::yield_now().await;
        }
    }

    async fn pass(&self, time: Duration) {
        self.settle().await;
        self.clock.advance(time);
        self.settle().await;
    }

    async fn attach(&self, name: &str) -> Gateway {
        self.attach_as(token(name), bots(name)).await.unwrap()
    }

    async fn attach_as(&self, token: Token, request: AttachRequest) -> Result<Gateway, Error> {
        let (token, token_ended) = (Arc::new(token), CancellationToken::new());
        let mut stream = self.sessions.attach(&token, token_ended.clone(), request)?;
        let Some(Message::SessionOpened(opened)) = stream.next().await.unwrap().message else {
            panic!("the first message has to open the session")
        };
        self.settle().await;
        Ok(Gateway {
            token,
            token_ended,
            session: opened.session,
            stream,
        })
    }

    /// Takes part in the life of a server: time passes, and this gateway answers
    /// its heartbeats.
    async fn pass_alive(&self, gateways: &mut [&mut Gateway], time: Duration) {
        let step = Duration::from_secs(5);
        let mut left = time;
        while !left.is_zero() {
            let now = left.min(step);
            self.pass(now).await;
            left -= now;
            for gateway in gateways.iter_mut() {
                gateway.answer(self).unwrap();
            }
        }
    }

    fn state_of(&self, session: &str) -> Vec<(IdentityId, i64, String)> {
        let all = self.sessions.list();
        let one = all.into_iter().find(|attached| attached.session == session);
        let held = one.map(|attached| attached.identities).unwrap_or_default();
        held.into_iter()
            .map(|held| (held.identity, held.epoch, held.state))
            .collect()
    }
}

// === impl Gateway ===

impl Gateway {
    /// What came down since the last look, heartbeats apart.
    fn received(&mut self) -> Vec<Message> {
        let mut received = Vec::new();
        while let Ok(AttachResponse {
            message: Some(message),
        }) = self.stream.messages.try_recv()
        {
            if !matches!(message, Message::Heartbeat(_)) {
                received.push(message);
            }
        }
        received
    }

    fn assigned(&mut self) -> Vec<(String, i64)> {
        let assigned = self
            .received()
            .into_iter()
            .filter_map(|message| match message {
                Message::IdentityAssigned(IdentityAssigned {
                    identity, epoch, ..
                }) => Some((identity, epoch)),
                _ => None,
            });
        assigned.collect()
    }

    fn closing(&mut self) -> Option<ClosingReason> {
        self.received()
            .into_iter()
            .find_map(|message| match message {
                Message::SessionClosing(closing) => Some(closing.reason()),
                _ => None,
            })
    }

    fn has_ended(&mut self) -> bool {
        use tokio::sync::mpsc::error::TryRecvError;
        matches!(
            self.stream.messages.try_recv(),
            Err(TryRecvError::Disconnected)
        )
    }

    /// Answers the last heartbeat.
    fn answer(&mut self, world: &World) -> Result<(), Error> {
        let sequence = {
            let mut table = world.sessions.inner.table();
            table.session(&self.session, &self.token)?.heartbeats_sent
        };
        let request = AnswerHeartbeatRequest {
            session: self.session.clone(),
            sequence,
        };
        world
            .sessions
            .answer_heartbeat(&self.token, &request)
            .map(|_| ())
    }

    async fn report(
        &self,
        world: &World,
        identity: IdentityId,
        epoch: i64,
        state: IdentityState,
    ) -> Result<(), Error> {
        let request = ReportIdentityRequest {
            session: self.session.clone(),
            identity: identity.to_string(),
            epoch,
            state: state.into(),
            detail: String::new(),
            profile: None,
        };
        let reported = world
            .sessions
            .report_identity(&self.token, request)
            .await
            .map(|_| ());
        world.settle().await;
        reported
    }

    async fn ingest(&self, world: &World, identity: IdentityId, epoch: i64) -> Result<i64, Error> {
        let request = ingest_request(&self.session, identity, epoch);
        let response = world.sessions.ingest_updates(&self.token, request).await?;
        let Some(cursor::Kind::UpdateId(id)) = response.cursor.unwrap().kind else {
            panic!("a bot's cursor is an update id")
        };
        Ok(id)
    }
}

fn ingest_request(session: &str, identity: IdentityId, epoch: i64) -> IngestUpdatesRequest {
    IngestUpdatesRequest {
        session: session.into(),
        identity: identity.to_string(),
        epoch,
        updates: vec![],
        cursor: Some(Cursor {
            kind: Some(cursor::Kind::UpdateId(77)),
            source: String::new(),
        }),
    }
}
