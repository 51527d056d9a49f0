//! The connection that `up` serves: the one that the store has for this bot, or a new one.

use std::collections::HashMap;

use backline_client::Secret;
use backline_proto::admin::v1::{
    Connection, CreateConnectionRequest, CreateConnectionResponse, GetParameterRequest, Parameter,
    RenewClaimCodeRequest, SetParameterRequest, UpdateConnectionRequest, connection,
    connection::State,
};
use backline_proto::reason::Reason;

use super::step::Step;
use crate::args::Via;
use crate::commands::connections;
use crate::failure::Failure;
use crate::remote::{Remote, request_id};

/// How a connection that `up` makes is called. With several bots in one store the bot's id follows.
const NAME: &str = "main";

/// What a connection is to be.
pub(super) struct Wanted {
    /// The bot's token.
    pub(super) token: Secret,
    /// The backend group's id.
    pub(super) group: Option<i64>,
    /// By which interface it is served; `None`: as it is, a new one by the Bot API.
    pub(super) via: Option<Via>,
    /// Whether this process serves bots over MTProto.
    pub(super) serves_mtproto: bool,
    /// Parameters, by upper-case name.
    pub(super) parameters: HashMap<String, String>,
}

/// The connection that is served.
#[derive(Debug)]
pub(super) struct Served {
    /// `connections/{id}`.
    pub(super) name: String,
    /// The code that makes who sends it the administrator, while that is open.
    pub(super) claim: Option<Claim>,
}

/// A one-time code.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// The start code.
    pub(super) code: String,
    /// When it ends, in seconds since 1970.
    pub(super) expires_at: i64,
}

// === impl Wanted ===

impl Wanted {
    /// The identity that the token is for.
    pub(super) fn identity(&self) -> String {
        let id = self.token.expose().split(':').next().unwrap_or_default();
        format!("bot:{id}")
    }

    /// Finds the connection or makes it, and gives it what was asked for.
    ///
    /// # Errors
    /// The server refuses a value, with what is allowed.
    pub(super) async fn set_up(
        &self,
        remote: &Remote,
        steps: &mut Vec<Step>,
    ) -> Result<Served, Failure> {
        let all = connections::all(remote, None).await?.items;
        let identity = self.identity();
        let Some(found) = all.iter().find(|known| known.frontend_identity == identity) else {
            let is_taken = all
                .iter()
                .any(|known| known.display_name.eq_ignore_ascii_case(NAME));
            let suffix = identity.trim_start_matches("bot:");
            let name = if is_taken {
                format!("{NAME}-{suffix}")
            } else {
                NAME.to_owned()
            };
            let served = self.create(remote, &name, self.parameters.clone()).await?;
            steps.push(Step::Made { connection: name });
            return Ok(served);
        };
        steps.push(Step::Resumed {
            connection: found.display_name.clone(),
        });
        // It may be another by now: /revoke in BotFather.
        self.give_token(remote, found).await?;
        self.take_via(remote, found, steps).await?;
        self.take_parameters(remote, found, steps).await?;
        if let Some(group) = self.group.filter(|group| *group != found.backend_group_id) {
            take_group(remote, found, group).await?;
        } else if is_unclaimed(found) {
            return self.reclaim(remote, found).await;
        }
        Ok(Served {
            name: found.name.clone(),
            claim: None,
        })
    }

    /// Gives a connection that nobody has claimed a new code; one that was claimed meanwhile
    /// needs none.
    ///
    /// # Errors
    /// The server refuses.
    pub(super) async fn reclaim(
        &self,
        remote: &Remote,
        connection: &Connection,
    ) -> Result<Served, Failure> {
        let request = RenewClaimCodeRequest {
            request_id: request_id(),
            name: connection.name.clone(),
        };
        let renewed = remote
            .call(|| async {
                remote
                    .client()
                    .connections()
                    .renew_claim_code(request.clone())
                    .await
            })
            .await;
        let claim = match renewed {
            Ok(renewed) => Some(Claim {
                code: renewed.claim_code,
                expires_at: renewed.expire_time.map_or(i64::MAX, |time| time.seconds),
            }),
            Err(Failure::Call(error)) if error.reason() == Some(Reason::WrongState) => None,
            Err(failure) => return Err(failure),
        };
        Ok(Served {
            name: connection.name.clone(),
            claim,
        })
    }

    async fn give_token(&self, remote: &Remote, connection: &Connection) -> Result<(), Failure> {
        let request = UpdateConnectionRequest {
            request_id: request_id(),
            connection: Some(Connection {
                name: connection.name.clone(),
                ..Connection::default()
            }),
            update_mask: Some(prost_types::FieldMask {
                paths: vec!["bot_token".into()],
            }),
            bot_token: self.token.expose().to_owned(),
            ..UpdateConnectionRequest::default()
        };
        remote
            .call(|| async {
                remote
                    .client()
                    .connections()
                    .update_connection(request.clone())
                    .await
            })
            .await?;
        Ok(())
    }

    async fn take_via(
        &self,
        remote: &Remote,
        connection: &Connection,
        steps: &mut Vec<Step>,
    ) -> Result<(), Failure> {
        let wanted = self.via.map(connection::Via::from);
        let is_mtproto = wanted.unwrap_or(connection.via()) == connection::Via::Mtproto;
        if is_mtproto && !self.serves_mtproto {
            return Err(Failure::usage(
                "this bot goes over MTProto, which takes an application of https://my.telegram.org \
                 (API development tools): set BACKLINE_API_ID and BACKLINE_API_HASH to what it \
                 shows, or go back to the Bot API with `--via bot-api`",
            ));
        }
        let Some(via) = wanted.filter(|wanted| *wanted != connection.via()) else {
            return Ok(());
        };
        let changed = Connection {
            name: connection.name.clone(),
            via: via.into(),
            ..Connection::default()
        };
        update(remote, changed, "via").await?;
        steps.push(Step::Via { is_mtproto });
        Ok(())
    }

    async fn create(
        &self,
        remote: &Remote,
        name: &str,
        parameters: HashMap<String, String>,
    ) -> Result<Served, Failure> {
        let request = CreateConnectionRequest {
            request_id: request_id(),
            display_name: name.to_owned(),
            bot_token: self.token.expose().to_owned(),
            backend_group_id: self.group.unwrap_or_default(),
            parameters,
            via: self
                .via
                .map_or(connection::Via::Unspecified, connection::Via::from)
                .into(),
            ..CreateConnectionRequest::default()
        };
        let response = remote
            .call(|| async {
                remote
                    .client()
                    .connections()
                    .create_connection(request.clone())
                    .await
            })
            .await?;
        Ok(Served::of(response))
    }

    async fn take_parameters(
        &self,
        remote: &Remote,
        connection: &Connection,
        steps: &mut Vec<Step>,
    ) -> Result<(), Failure> {
        let mut names: Vec<&String> = self.parameters.keys().collect();
        names.sort();
        for name in names {
            let value = &self.parameters[name];
            if get_parameter(remote, connection, name).await?.value == *value {
                continue;
            }
            let request = SetParameterRequest {
                request_id: request_id(),
                connection: connection.name.clone(),
                parameter: name.clone(),
                value: value.clone(),
                validate_only: false,
            };
            let response = remote
                .call(|| async {
                    remote
                        .client()
                        .parameters()
                        .set_parameter(request.clone())
                        .await
                })
                .await?;
            let Parameter {
                name,
                value,
                is_effective,
                ..
            } = response.parameter.unwrap_or_default();
            steps.push(Step::Set {
                parameter: name,
                value,
                is_effective,
            });
        }
        Ok(())
    }
}

// === impl Served ===

impl Served {
    fn of(response: CreateConnectionResponse) -> Self {
        let expires_at = response
            .claim_expire_time
            .map_or(i64::MAX, |time| time.seconds);
        let code = response.claim_code;
        Self {
            name: response.connection.unwrap_or_default().name,
            claim: (!code.is_empty()).then_some(Claim { code, expires_at }),
        }
    }
}

// === impl Claim ===

/// The code is a secret: whoever has it becomes the administrator.
impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Whether it waits for somebody to open the link.
pub(super) fn is_unclaimed(connection: &Connection) -> bool {
    connection.state() == State::AwaitingGroup
        && connection.backend_group_id == 0
        && connection.administrator_id == 0
}

async fn take_group(remote: &Remote, connection: &Connection, group: i64) -> Result<(), Failure> {
    let changed = Connection {
        name: connection.name.clone(),
        backend_group_id: group,
        ..Connection::default()
    };
    update(remote, changed, "backend_group_id").await
}

/// Changes one field.
async fn update(remote: &Remote, changed: Connection, field: &str) -> Result<(), Failure> {
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(changed),
        update_mask: Some(prost_types::FieldMask {
            paths: vec![field.into()],
        }),
        ..UpdateConnectionRequest::default()
    };
    remote
        .call(|| async {
            remote
                .client()
                .connections()
                .update_connection(request.clone())
                .await
        })
        .await?;
    Ok(())
}

async fn get_parameter(
    remote: &Remote,
    connection: &Connection,
    name: &str,
) -> Result<Parameter, Failure> {
    let request = GetParameterRequest {
        connection: connection.name.clone(),
        parameter: name.to_owned(),
    };
    let response = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .get_parameter(request.clone())
                .await
        })
        .await?;
    Ok(response.parameter.unwrap_or_default())
}
