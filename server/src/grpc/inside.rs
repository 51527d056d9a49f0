//! The API's verbs for an administrator who calls through the setup bot: the same functions,
//! checks and rows as over the wire, without a wire.

mod account;
mod info;

use backline_domain::access::{Scope, Token};
use backline_domain::catalogue::Language;
use backline_domain::connection::Connection;
use backline_domain::id::{ConnectionId, UserId};
use backline_domain::plan::Owner;
use backline_domain::setup_bot::{Ask, Done, Hidden, PlanStanding, Refusal, Wish, Wished};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1;
use tonic::{Code, Status};

use super::connection::{create, delete, update};
use super::parameter_service::set;
use super::relay_bot;
use super::token;
use super::webhook_service::{self, WebhookRows};
use super::{Admin, Caller, status};
use crate::desk::{Asked, ConnectionChange};
use crate::gateway::Sessions;

/// The verbs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Inside {
    admin: Admin,
    sessions: Sessions,
}

// === impl Inside ===

impl Inside {
    pub(crate) const fn new(admin: Admin, sessions: Sessions) -> Self {
        Self { admin, sessions }
    }

    /// The connections that a person administers, by name.
    pub(crate) async fn theirs(&self, user: UserId) -> backline_store::Result<Vec<Connection>> {
        let all = self.admin.desks.store.connections().await?;
        let is_theirs = |one: &Connection| one.administrator == Some(user);
        let mut theirs: Vec<Connection> = all.into_iter().filter(is_theirs).collect();
        theirs.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(theirs)
    }

    /// How a person stands in their plan; `None` where no plans are offered.
    pub(crate) fn plan_of(&self, user: UserId, now: Timestamp) -> Option<PlanStanding> {
        let plans = &self.admin.desks.plans;
        plans.are_offered().then(|| {
            let standing = plans.standing_of(&Owner::Administrator(user), now);
            PlanStanding {
                plan: standing.plan,
                connections: standing.connections,
                totals: standing.totals,
                holds: standing.hold.is_some(),
                day_ends: standing.day_ends,
            }
        })
    }

    /// The API tokens that reach one of these connections and nothing else.
    pub(crate) async fn tokens_of(
        &self,
        theirs: &[Connection],
    ) -> backline_store::Result<Vec<Token>> {
        if theirs.is_empty() {
            return Ok(Vec::new());
        }
        let mut tokens = self.admin.desks.store.tokens().await?;
        tokens.retain(|token| match token.connections.as_slice() {
            [of] => theirs.iter().any(|one| one.id == *of),
            _ => false,
        });
        tokens.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
        Ok(tokens)
    }

    /// Does what a person wished for. Doing it twice is doing it once.
    pub(crate) async fn grant(&self, user: UserId, wished: &Wished, now: Timestamp) -> Done {
        let admin = self.admin.clone();
        let this = self.clone();
        let wished = wished.clone();
        let work = async move { this.act(user, &wished, now).await };
        match admin.finish(work).await {
            Ok(done) => done,
            Err(status) => Done::Refused(refusal(&status)),
        }
    }

    async fn act(&self, user: UserId, wished: &Wished, now: Timestamp) -> Result<Done, Status> {
        let theirs = self.theirs(user).await;
        let theirs = theirs.map_err(|error| status::from_store(&error))?;
        let theirs = theirs.into_iter().map(|one| one.id).collect();
        let caller = Caller::person(user, Some(theirs), now);
        let request_id = wished.request.clone();
        let (admin, sessions) = (self.admin.clone(), self.sessions.clone());
        match wished.wish.clone() {
            Wish::Account(ask) => {
                let caller = match &ask {
                    Ask::Create { .. } => Caller::person(user, None, now),
                    Ask::LogIn { .. }
                    | Ask::Say(_)
                    | Ask::Renew { .. }
                    | Ask::SetDesk { .. }
                    | Ask::SeekGroup { .. } => caller,
                };
                self.account(user, caller, request_id, ask).await
            }
            Wish::Create { token, language } => {
                let caller = Caller::person(user, None, now);
                let bot = token.0.split(':').next().unwrap_or_default().to_owned();
                let spoken = Some(language).filter(|language| *language != Language::En);
                let spoken = spoken.map(|language| ("LANGUAGE".to_owned(), language.to_string()));
                let request = v1::CreateConnectionRequest {
                    parameters: spoken.into_iter().collect(),
                    request_id,
                    display_name: format!("bot-{bot}"),
                    bot_token: token.0,
                    administrator_id: user.0,
                    ..Default::default()
                };
                let created = create(admin, sessions, caller, request).await?;
                let name = created.connection.unwrap_or_default().name;
                let id = name.strip_prefix("connections/").unwrap_or_default();
                let id = ConnectionId::parse(id).map_err(status::internal)?;
                Ok(Done::Created(id))
            }
            Wish::Discard(of) | Wish::Delete { connection: of, .. } => {
                let name = resource(&of);
                let request = v1::DeleteConnectionRequest { request_id, name };
                delete(admin, sessions, caller, request).await?;
                Ok(Done::Done)
            }
            Wish::Rename(of, display_name) => {
                let connection = v1::Connection {
                    name: resource(&of),
                    display_name,
                    ..Default::default()
                };
                self.update(caller, request_id, connection, "display_name")
                    .await
            }
            Wish::Stop(of, is_stopped) => {
                let state = if is_stopped {
                    v1::connection::State::Stopped
                } else {
                    v1::connection::State::Running
                };
                let connection = v1::Connection {
                    name: resource(&of),
                    state: state.into(),
                    ..Default::default()
                };
                self.update(caller, request_id, connection, "state").await
            }
            Wish::TakeGroup(of, group) => {
                let connection = v1::Connection {
                    name: resource(&of),
                    backend_group_id: group.0,
                    ..Default::default()
                };
                self.update(caller, request_id, connection, "backend_group_id")
                    .await
            }
            Wish::Test(of) => {
                caller.reach(&of)?;
                // Once more is harmless: it is a message to look for.
                let asked = Asked {
                    by: caller.by(),
                    request: None,
                };
                let desk = admin.desk(&of)?;
                let done = desk.change(ConnectionChange::TestGroup, asked).await;
                done.map_err(|error| status::from_desk(&error))?;
                Ok(Done::Done)
            }
            Wish::Set {
                connection,
                name,
                value,
            } => {
                let request = v1::SetParameterRequest {
                    request_id,
                    connection: resource(&connection),
                    parameter: name,
                    value,
                    ..Default::default()
                };
                set(admin, caller, request).await?;
                Ok(Done::Done)
            }
            Wish::AddRelay { connection, token } => {
                let request = v1::AddRelayBotRequest {
                    request_id,
                    connection: resource(&connection),
                    bot_token: token.0,
                    ..Default::default()
                };
                relay_bot::add(admin, sessions, caller, request).await?;
                Ok(Done::Done)
            }
            Wish::SetToken {
                connection,
                bot,
                token,
            } => {
                let known = admin.desks.store.connection(&connection).await;
                let known = known.map_err(|error| status::from_store(&error))?;
                let is_frontend = known.is_some_and(|known| known.frontend == bot);
                let (field, bot_token, desk_bot_token) = if is_frontend {
                    ("bot_token", token.0, String::new())
                } else {
                    ("desk_bot_token", String::new(), token.0)
                };
                let request = v1::UpdateConnectionRequest {
                    request_id,
                    connection: Some(v1::Connection {
                        name: resource(&connection),
                        ..Default::default()
                    }),
                    update_mask: Some(prost_types::FieldMask {
                        paths: vec![field.to_owned()],
                    }),
                    bot_token,
                    desk_bot_token,
                    ..Default::default()
                };
                self.update_with(caller, request).await
            }
            Wish::RemoveRelay(of, relay) | Wish::DiscardRelay(of, relay) => {
                let name = format!("{}/relayBots/{}", resource(&of), relay.user);
                let request = v1::RemoveRelayBotRequest { request_id, name };
                relay_bot::remove(admin, sessions, caller, request).await?;
                Ok(Done::Done)
            }
            Wish::MakeToken(of, scope) => {
                let request = v1::CreateTokenRequest {
                    request_id,
                    token: Some(v1::Token {
                        display_name: token_name(scope, now),
                        scopes: vec![scope_of(scope).into()],
                        connections: vec![resource(&of)],
                        ..Default::default()
                    }),
                    ..Default::default()
                };
                let made = token::create(admin, caller, request).await?;
                let secret = Some(made.secret).filter(|secret| !secret.is_empty());
                Ok(Done::Token(secret.map(Hidden)))
            }
            Wish::WebhookSecret(of, is_new) => {
                let rows = WebhookRows::new(admin);
                let connection = resource(&of);
                let secret = if is_new {
                    let request = v1::RotateWebhookSecretRequest {
                        request_id,
                        connection,
                    };
                    webhook_service::rotate(rows, caller, request).await?.secret
                } else {
                    let request = v1::GetWebhookSecretRequest { connection };
                    webhook_service::read(&rows, &caller, &request)
                        .await?
                        .secret
                };
                Ok(Done::Token(Some(Hidden(secret))))
            }
            // The task has it told itself: it knows the bot's name.
            Wish::TellInfo { .. } => Ok(Done::Done),
            Wish::Revoke(_, token) => {
                let name = format!("tokens/{token}");
                let request = v1::RevokeTokenRequest { request_id, name };
                token::revoke(admin, caller, request).await?;
                Ok(Done::Done)
            }
        }
    }

    async fn update(
        &self,
        caller: Caller,
        request_id: String,
        connection: v1::Connection,
        field: &str,
    ) -> Result<Done, Status> {
        let request = v1::UpdateConnectionRequest {
            request_id,
            connection: Some(connection),
            update_mask: Some(prost_types::FieldMask {
                paths: vec![field.to_owned()],
            }),
            ..Default::default()
        };
        self.update_with(caller, request).await
    }

    async fn update_with(
        &self,
        caller: Caller,
        request: v1::UpdateConnectionRequest,
    ) -> Result<Done, Status> {
        let (admin, sessions) = (self.admin.clone(), self.sessions.clone());
        update(admin, sessions, caller, request).await?;
        Ok(Done::Done)
    }
}

fn resource(of: &ConnectionId) -> String {
    format!("connections/{of}")
}

/// What a token is called: people tell them apart by it.
fn token_name(scope: Scope, now: Timestamp) -> String {
    let scope = scope_of(scope).as_str_name();
    let scope = scope.strip_prefix("SCOPE_").unwrap_or(scope).to_lowercase();
    format!("{scope} {} UTC", now.utc("%Y-%m-%d %H:%M:%S"))
}

const fn scope_of(scope: Scope) -> v1::Scope {
    match scope {
        Scope::Read => v1::Scope::Read,
        Scope::Send => v1::Scope::Send,
        Scope::Manage => v1::Scope::Manage,
        Scope::Admin => v1::Scope::Admin,
        Scope::Gateway => v1::Scope::Gateway,
    }
}

/// What the setup bot can say of it. The server's own words are for the log.
fn refusal(status: &Status) -> Refusal {
    let by_plan = status::barrier_in(status).map(Refusal::Plan);
    let by_state = || status::conflict_in(status).map(Refusal::State);
    let refusal = by_plan.or_else(by_state);
    let refusal = refusal.unwrap_or_else(|| kind_of(status));
    // The words may repeat what was given, which may be a secret.
    let is_of_what_was_given = refusal == Refusal::Malformed;
    let words = status.message();
    let words = if is_of_what_was_given { "" } else { words };
    let field = status::field_in(status);
    tracing::info!(?refusal, field, words, "refused in the setup bot");
    refusal
}

fn kind_of(status: &Status) -> Refusal {
    match status.code() {
        Code::InvalidArgument => Refusal::Malformed,
        Code::AlreadyExists => Refusal::Taken,
        // Whose something is that is not theirs they are not told.
        Code::NotFound | Code::PermissionDenied => Refusal::NotFound,
        Code::Unavailable
        | Code::ResourceExhausted
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::Internal
        | Code::Unknown => Refusal::Unavailable,
        _ => Refusal::Other,
    }
}
