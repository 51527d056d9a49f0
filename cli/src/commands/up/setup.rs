//! The connection that `up` serves: the one that the store has for this bot, or a new one.

use std::collections::HashMap;

use backline_client::Secret;
use backline_proto::admin::v1::{
    Connection, CreateConnectionRequest, CreateConnectionResponse, DeleteConnectionRequest,
    GetParameterRequest, ListDialogsRequest, ListParametersRequest, Parameter, SetParameterRequest,
    UpdateConnectionRequest, connection::State,
};

use super::step::Step;
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
    /// Parameters, by upper-case name.
    pub(super) parameters: HashMap<String, String>,
}

/// The connection that is served.
#[derive(Debug)]
pub(super) struct Served {
    /// `connections/{id}`.
    pub(super) name: String,
    /// Whether the store had it, with a token that Telegram knew at the time.
    pub(super) is_resumed: bool,
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
        if found.frontend_username.is_empty() {
            // Telegram never knew its token, so nothing was ever taken in: it is made anew, with
            // the token of now.
            let mut parameters = set_parameters(remote, found).await?;
            parameters.extend(self.parameters.clone());
            delete(remote, found).await?;
            let served = self.create(remote, &found.display_name, parameters).await?;
            steps.push(Step::Made {
                connection: found.display_name.clone(),
            });
            return Ok(served);
        }
        steps.push(Step::Resumed {
            connection: found.display_name.clone(),
        });
        self.take_parameters(remote, found, steps).await?;
        if let Some(group) = self.group.filter(|group| *group != found.backend_group_id) {
            take_group(remote, found, group).await?;
        } else if is_unclaimed(found) {
            return self.reclaim(remote, found.clone(), steps).await;
        }
        Ok(Served {
            name: found.name.clone(),
            is_resumed: true,
            claim: None,
        })
    }

    /// Gives a connection that nobody has claimed a new code. It is made anew for that, which loses
    /// nothing as long as nobody has written.
    ///
    /// # Errors
    /// The server refuses.
    pub(super) async fn reclaim(
        &self,
        remote: &Remote,
        connection: Connection,
        steps: &mut Vec<Step>,
    ) -> Result<Served, Failure> {
        if has_dialogs(remote, &connection).await? {
            steps.push(Step::LinkOver);
            return Ok(Served {
                name: connection.name,
                is_resumed: true,
                claim: None,
            });
        }
        let parameters = set_parameters(remote, &connection).await?;
        delete(remote, &connection).await?;
        self.create(remote, &connection.display_name, parameters)
            .await
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
            administrator_id: 0,
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
            is_resumed: false,
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

async fn delete(remote: &Remote, connection: &Connection) -> Result<(), Failure> {
    let request = DeleteConnectionRequest {
        request_id: request_id(),
        name: connection.name.clone(),
    };
    remote
        .call(|| async {
            remote
                .client()
                .connections()
                .delete_connection(request.clone())
                .await
        })
        .await?;
    Ok(())
}

async fn take_group(remote: &Remote, connection: &Connection, group: i64) -> Result<(), Failure> {
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name: connection.name.clone(),
            backend_group_id: group,
            ..Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["backend_group_id".into()],
        }),
        bot_token: String::new(),
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

async fn has_dialogs(remote: &Remote, connection: &Connection) -> Result<bool, Failure> {
    let request = ListDialogsRequest {
        connection: connection.name.clone(),
        page_size: 1,
        ..ListDialogsRequest::default()
    };
    let page = remote
        .call(|| async {
            remote
                .client()
                .dialogs()
                .list_dialogs(request.clone())
                .await
        })
        .await?;
    Ok(!page.dialogs.is_empty() || !page.next_page_token.is_empty())
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

async fn set_parameters(
    remote: &Remote,
    connection: &Connection,
) -> Result<HashMap<String, String>, Failure> {
    let request = ListParametersRequest {
        connection: connection.name.clone(),
    };
    let response = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .list_parameters(request.clone())
                .await
        })
        .await?;
    let set = response
        .parameters
        .into_iter()
        .filter(|parameter| parameter.is_set);
    Ok(set
        .map(|parameter| (parameter.name, parameter.value))
        .collect())
}
