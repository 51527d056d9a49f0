//! `Attach`: a session is opened, or taken up again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use backline_domain::access::{Scope, Token};
use backline_domain::id::{IdentityId, IdentityKind};
use backline_proto::gateway::v1::{
    AttachRequest, AttachResponse, ClosingReason, GatewayKind, SessionOpened,
    attach_response::Message,
};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::desk::COMMAND_LEASE;
use crate::gateway::sessions::Inner;
use crate::gateway::stream::{self, Downstream};
use crate::gateway::table::{Session, Stream, Table};
use crate::gateway::{Error, MAX_NAMED, MAX_SESSIONS, Result, Sessions, reach};

/// Longest name or version kept, in characters.
const MAX_NAME: usize = 100;

/// An Attach, looked through.
struct Wanted {
    kind: IdentityKind,
    name: String,
    version: String,
    most: usize,
    held: BTreeMap<IdentityId, i64>,
}

// === impl Sessions ===

impl Sessions {
    /// Opens a session, or takes up again the one that the gateway names, with
    /// what it holds. `token_ended` ends it when the token is not valid any more.
    ///
    /// # Errors
    /// A kind that is not set or that the token does not allow, too many
    /// sessions, a server that stops.
    pub fn attach(
        &self,
        caller: &Arc<Token>,
        token_ended: CancellationToken,
        mut request: AttachRequest,
    ) -> Result<Downstream> {
        let wanted = look_through(caller, &mut request)?;
        let (out, messages) = mpsc::channel(stream::OUT);
        let (control, from_control) = mpsc::channel(stream::CONTROL);
        let (commands, from_commands) = mpsc::channel(stream::COMMANDS);
        let (close, closed) = oneshot::channel();
        let fresh = fresh_id()?;
        let mut in_hand = BTreeMap::<_, Vec<_>>::new();
        for token in std::mem::take(&mut request.held_lease_tokens) {
            if let Some(identity) = self.inner.desks.holder_of(&token) {
                in_hand.entry(identity).or_default().push(token);
            }
        }
        let table = &mut *self.inner.table();
        if table.is_draining {
            return Err(Error::Draining);
        }
        table.generations += 1;
        let generation = table.generations;
        let resumed = resumable(table, caller, &wanted, &request.resume_session);
        let is_resumed = resumed.is_some();
        let id = match resumed {
            Some(id) => id,
            None if table.sessions.len() >= MAX_SESSIONS => {
                return Err(Error::TooMany { most: MAX_SESSIONS });
            }
            None => {
                let session = opened(&self.inner, fresh.clone(), caller, &wanted);
                table.sessions.insert(fresh.clone(), session);
                fresh
            }
        };
        let Some(session) = table.sessions.get_mut(&id) else {
            return Err(Error::Internal(
                "the session just opened is not there".into(),
            ));
        };
        session.close(ClosingReason::Superseded);
        session.token = Arc::clone(caller);
        session.is_revoked = false;
        session.is_leaving = false;
        session.name = wanted.name;
        session.version = wanted.version;
        session.most = wanted.most;
        session.capabilities = request.capabilities.take().unwrap_or_default();
        session.answered_at = self.inner.clock.monotonic();
        session.in_hand = in_hand;
        session.claims = wanted.held;
        session.stream = Some(Stream {
            generation,
            control,
            commands,
            close,
        });
        tracing::info!(
            session.id = %id, gateway = %session.name, version = %session.version,
            token.id = %caller.id, is_resumed,
            "a gateway attached"
        );
        keep_held(table, &id);
        let opened = Message::SessionOpened(SessionOpened {
            session: id.clone(),
            heartbeat_interval: prost_types::Duration::try_from(table.timing.heartbeat).ok(),
            session_lease: prost_types::Duration::try_from(table.timing.session_lease).ok(),
            command_lease: prost_types::Duration::try_from(COMMAND_LEASE).ok(),
        });
        // The first into an empty channel: there is room.
        let _ = out.try_send(AttachResponse {
            message: Some(opened),
        });
        let ends = stream::Ends {
            session: id,
            generation,
            out,
            control: from_control,
            commands: from_commands,
            close: closed,
            token_ended,
            token: caller.id.clone(),
        };
        self.inner
            .tracker
            .spawn(stream::run(Arc::clone(&self.inner), ends));
        self.inner.changed.notify_one();
        Ok(Downstream { messages })
    }
}

fn look_through(caller: &Token, request: &mut AttachRequest) -> Result<Wanted> {
    if !caller.allows(Scope::Gateway) {
        let message = "a gateway needs a token with scope `gateway`";
        return Err(Error::Forbidden(message.into()));
    }
    let kind = match request.kind() {
        GatewayKind::Bot => IdentityKind::Bot,
        GatewayKind::User => IdentityKind::User,
        GatewayKind::Unspecified => {
            let message = "has to be GATEWAY_KIND_BOT or GATEWAY_KIND_USER";
            return Err(Error::field("kind", message));
        }
    };
    if !reach::allows_kind(caller, kind) {
        return Err(Error::Forbidden(format!(
            "this token does not allow gateways of kind `{}`, only: {}",
            reach::kind_name(kind),
            caller.gateway_kinds.join(", ")
        )));
    }
    let most = match usize::try_from(request.max_identities) {
        Ok(0) => usize::MAX,
        Ok(most) => most,
        Err(_) => return Err(Error::field("max_identities", "has to be 0 or more")),
    };
    let named = request
        .held_identities
        .len()
        .max(request.held_lease_tokens.len());
    if named > MAX_NAMED {
        let message = format!("at most {MAX_NAMED} identities and leases can be named as held");
        return Err(Error::field("held_identities", message));
    }
    let mut held = BTreeMap::new();
    for named in std::mem::take(&mut request.held_identities) {
        let identity = named
            .identity
            .parse()
            .map_err(|error| Error::identity(&error))?;
        held.insert(identity, named.epoch);
    }
    let short = |text: &str| text.chars().take(MAX_NAME).collect::<String>();
    Ok(Wanted {
        kind,
        name: short(&request.name),
        version: short(&request.version),
        most,
        held,
    })
}

/// The session that a gateway may take up again. Its id is known to its gateway
/// and, for looking at, to people with a token; so it has to come with the same
/// token, unless that one was revoked.
fn resumable(table: &Table, caller: &Token, wanted: &Wanted, named: &str) -> Option<String> {
    let session = table.sessions.get(named)?;
    let is_theirs = session.is_revoked || session.token.id == caller.id;
    (is_theirs && session.kind == wanted.kind).then(|| session.id.clone())
}

fn opened(inner: &Inner, id: String, caller: &Arc<Token>, wanted: &Wanted) -> Session {
    Session {
        id,
        token: Arc::clone(caller),
        kind: wanted.kind,
        name: String::new(),
        version: String::new(),
        capabilities: Default::default(),
        most: wanted.most,
        attached_at: inner.clock.now(),
        answered_at: inner.clock.monotonic(),
        heartbeats_sent: 0,
        heartbeat_answered: 0,
        stream: None,
        is_revoked: false,
        is_leaving: false,
        is_greeted: false,
        claims: BTreeMap::new(),
        in_hand: BTreeMap::new(),
        running: HashMap::new(),
    }
}

/// What the session holds already is no claim any more, and what its token does
/// not allow is taken back.
fn keep_held(table: &mut Table, id: &str) {
    let Some(session) = table.sessions.get_mut(id) else {
        return;
    };
    for (identity, slot) in &mut table.identities {
        let Some(holder) = slot.holder.as_mut().filter(|holder| holder.session == id) else {
            continue;
        };
        if session
            .claims
            .get(identity)
            .is_some_and(|epoch| *epoch <= holder.epoch)
        {
            session.claims.remove(identity);
        }
        if !session.may_hold(*identity, slot.gateway, &slot.connection) {
            holder.revoke("the gateway's token does not allow it");
        }
    }
}

/// A session's or login's id: 128 bits that nobody guesses.
pub(in crate::gateway) fn fresh_id() -> Result<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::Internal(format!("the machine gives no random numbers: {error}"))
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
