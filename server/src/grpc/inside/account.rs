//! What an administrator has done about personal accounts: the command line's way, without a
//! wire.

use backline_domain::catalogue::Language;
use backline_domain::id::{ConnectionId, IdentityId, UserId};
use backline_domain::setup_bot::{Account, Ask, Done, Keeper, Refusal};
use backline_proto::admin::v1;
use backline_proto::common::v1::{LoginMethod, login_method};
use tonic::Status;

use super::{Inside, resource};
use crate::desk::{Asked, ConnectionChange};
use crate::gateway::{Error, Talk};
use crate::grpc::connection::create;
use crate::grpc::{Caller, login_service, status};

// === impl Inside ===

impl Inside {
    /// Has an account logged in: by a code sent to this number, else by QR code.
    ///
    /// # Errors
    /// It is no number, or no gateway for accounts is there.
    pub(crate) fn log_in(&self, phone: Option<String>) -> Result<Talk, Refusal> {
        let kind = match phone {
            Some(phone) => login_method::Kind::Phone(phone),
            None => login_method::Kind::QrCode(true),
        };
        let method = LoginMethod { kind: Some(kind) };
        let method = login_service::checked(method).map_err(|status| super::refusal(&status))?;
        self.sessions.log_in(method).map_err(|error| match error {
            Error::NoAccountGateway => Refusal::NoAccountGateway,
            _ => {
                tracing::info!(%error, "no login could be begun from the setup bot");
                Refusal::Unavailable
            }
        })
    }

    /// Whether the account still waits to be used.
    pub(crate) fn waits(&self, account: &Account) -> bool {
        self.sessions.account(&account.ticket.0).is_some()
    }

    /// Nobody uses the account that waits under this ticket: its session is ended in Telegram.
    pub(crate) fn let_go(&self, ticket: &str) {
        self.sessions.let_go(ticket);
    }

    /// Whether it serves some connection, whosever.
    pub(crate) async fn serves(&self, identity: IdentityId) -> backline_store::Result<bool> {
        let all = self.admin.desks.store.connections().await?;
        Ok(all.iter().any(|one| one.has(identity)))
    }

    pub(super) async fn account(
        &self,
        user: UserId,
        caller: Caller,
        request_id: String,
        ask: Ask,
    ) -> Result<Done, Status> {
        match ask {
            // These are of the one who holds the login.
            Ask::LogIn { .. } | Ask::Say(_) => {
                let message = "a login is nothing that is done by the API's verbs";
                Err(status::internal(message))
            }
            Ask::Create {
                account,
                keeper,
                language,
            } => {
                let request = wanted(user, &account, keeper, language, request_id);
                let (admin, sessions) = (self.admin.clone(), self.sessions.clone());
                let created = create(admin, sessions, caller, request).await?;
                let name = created.connection.unwrap_or_default().name;
                let id = name.strip_prefix("connections/").unwrap_or_default();
                let id = ConnectionId::parse(id).map_err(status::internal)?;
                Ok(Done::Created(id))
            }
            Ask::Renew {
                connection,
                account,
            } => {
                let request = v1::UpdateConnectionRequest {
                    account_login: account.ticket.0,
                    ..asked(&connection, request_id, "account_login")
                };
                self.update_with(caller, request).await
            }
            Ask::SeekGroup { connection, title } => {
                caller.reach(&connection)?;
                let asked = Asked {
                    by: caller.by(),
                    request: None,
                };
                let desk = self.admin.desk(&connection)?;
                let done = desk.change(ConnectionChange::SeekGroup(title), asked).await;
                done.map_err(|error| status::from_desk(&error))?;
                Ok(Done::Done)
            }
            Ask::SetDesk { connection, token } => {
                let request = v1::UpdateConnectionRequest {
                    desk_bot_token: token.0,
                    ..asked(&connection, request_id, "desk_bot_token")
                };
                self.update_with(caller, request).await
            }
        }
    }
}

fn wanted(
    user: UserId,
    account: &Account,
    keeper: Keeper,
    language: Language,
    request_id: String,
) -> v1::CreateConnectionRequest {
    let spoken = Some(language).filter(|language| *language != Language::En);
    let spoken = spoken.map(|language| ("LANGUAGE".to_owned(), language.to_string()));
    let (desk_bot_token, new_group_title) = match keeper {
        Keeper::Desk(token) => (token.0, String::new()),
        Keeper::Itself(title) => (String::new(), title),
    };
    v1::CreateConnectionRequest {
        parameters: spoken.into_iter().collect(),
        request_id,
        display_name: format!("account-{}", account.user),
        account_login: account.ticket.0.clone(),
        desk_bot_token,
        new_group_title,
        administrator_id: user.0,
        ..Default::default()
    }
}

fn asked(of: &ConnectionId, request_id: String, field: &str) -> v1::UpdateConnectionRequest {
    v1::UpdateConnectionRequest {
        request_id,
        connection: Some(v1::Connection {
            name: resource(of),
            ..Default::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec![field.to_owned()],
        }),
        ..Default::default()
    }
}
