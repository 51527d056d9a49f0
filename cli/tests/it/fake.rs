//! A server that knows one shop and one office, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use backline_proto::admin::v1::connection_service_server::{
    ConnectionService, ConnectionServiceServer,
};
use backline_proto::admin::v1::delivery_service_server::{DeliveryService, DeliveryServiceServer};
use backline_proto::admin::v1::dialog_service_server::{DialogService, DialogServiceServer};
use backline_proto::admin::v1::gateway_admin_service_server::{
    GatewayAdminService, GatewayAdminServiceServer,
};
use backline_proto::admin::v1::message_service_server::{MessageService, MessageServiceServer};
use backline_proto::admin::v1::parameter_service_server::{
    ParameterService, ParameterServiceServer,
};
use backline_proto::admin::v1::plan_service_server::{PlanService, PlanServiceServer};
use backline_proto::admin::v1::relay_bot_service_server::{RelayBotService, RelayBotServiceServer};
use backline_proto::admin::v1::token_service_server::{TokenService, TokenServiceServer};
use backline_proto::admin::v1::update_service_server::{UpdateService, UpdateServiceServer};
use backline_proto::admin::v1::{self as pb, connection, dialog};
use backline_proto::common::v1::FormattedText;
use prost_types::Timestamp;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::task::TaskTracker;
use tonic::metadata::MetadataMap;
use tonic::transport::Server;
use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// The API token that it takes.
pub(crate) const TOKEN: &str = "blt_the_right_one";
/// The secret of the token that it makes.
pub(crate) const NEW_SECRET: &str = "blt_made_just_now";

#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// What was asked: the method and the request.
    asked: Vec<(&'static str, String)>,
    request_ids: Vec<String>,
    bot_tokens: Vec<String>,
    /// Given as answers, one each, before the real ones.
    refusals: VecDeque<Status>,
    is_empty: bool,
    /// What is told of the account of a connection that is deleted.
    logout: Option<pb::DeleteConnectionResponse>,
    /// A gateway tells the new bot's @name after so many questions; none = never.
    name_after: Option<u32>,
    /// The connection that was added, as it is now.
    added: Option<pb::Connection>,
    /// A dead letter that somebody else decides about before anybody can.
    decided: Option<&'static str>,
}

/// A refusal as the server makes them.
pub(crate) fn refusal(code: Code, reason: &str, message: &str) -> Status {
    Status::with_error_details(
        code,
        message,
        ErrorDetails::with_error_info(reason, "backline", []),
    )
}

impl Fake {
    /// Serves on a free port; gives its address.
    pub(crate) async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = Server::builder()
            .add_service(ConnectionServiceServer::new(self.clone()))
            .add_service(ParameterServiceServer::new(self.clone()))
            .add_service(DialogServiceServer::new(self.clone()))
            .add_service(DeliveryServiceServer::new(self.clone()))
            .add_service(TokenServiceServer::new(self.clone()))
            .add_service(GatewayAdminServiceServer::new(self.clone()))
            .add_service(UpdateServiceServer::new(self.clone()))
            .add_service(MessageServiceServer::new(self.clone()))
            .add_service(RelayBotServiceServer::new(self.clone()))
            .add_service(PlanServiceServer::new(self.clone()))
            .serve_with_incoming(TcpListenerStream::new(listener));
        TaskTracker::new().spawn(serving);
        url
    }

    /// Answers the next call so.
    pub(crate) fn refuse(&self, status: Status) {
        self.0.lock().unwrap().refusals.push_back(status);
    }

    /// Connections that are deleted have this account.
    pub(crate) fn logs_out(&self, account: &str, awaits_gateway: bool) {
        self.0.lock().unwrap().logout = Some(pb::DeleteConnectionResponse {
            logged_out_identity: account.to_owned(),
            awaits_gateway,
        });
    }

    /// Knows nothing from now on.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap().is_empty = true;
    }

    /// A gateway tells the @name of a bot that is added, after so many questions for it.
    pub(crate) fn name_after(&self, questions: u32) {
        self.0.lock().unwrap().name_after = Some(questions);
    }

    /// Somebody else is faster with this dead letter.
    pub(crate) fn decided(&self, id: &'static str) {
        self.0.lock().unwrap().decided = Some(id);
    }

    /// The methods that were called.
    pub(crate) fn methods(&self) -> Vec<&'static str> {
        self.0
            .lock()
            .unwrap()
            .asked
            .iter()
            .map(|(method, _)| *method)
            .collect()
    }

    /// The requests to a method, as `Debug` shows them.
    pub(crate) fn asked(&self, method: &str) -> Vec<String> {
        let state = self.0.lock().unwrap();
        state
            .asked
            .iter()
            .filter(|(name, _)| *name == method)
            .map(|(_, r)| r.clone())
            .collect()
    }

    pub(crate) fn request_ids(&self) -> Vec<String> {
        self.0.lock().unwrap().request_ids.clone()
    }

    pub(crate) fn bot_tokens(&self) -> Vec<String> {
        self.0.lock().unwrap().bot_tokens.clone()
    }

    fn enter(
        &self,
        method: &'static str,
        metadata: &MetadataMap,
        request: &dyn std::fmt::Debug,
        request_id: Option<&str>,
    ) -> Result<(), Status> {
        let mut state = self.0.lock().unwrap();
        state.asked.push((method, format!("{request:?}")));
        state.request_ids.extend(request_id.map(str::to_owned));
        let wanted = format!("Bearer {TOKEN}");
        if metadata
            .get("authorization")
            .is_none_or(|given| given != wanted.as_str())
        {
            return Err(refusal(
                Code::Unauthenticated,
                "UNAUTHENTICATED",
                "the token is not known",
            ));
        }
        state.refusals.pop_front().map_or(Ok(()), Err)
    }

    /// The connection that was added; a question brings its bot's @name nearer.
    fn added(&self, name: &str) -> Option<pb::Connection> {
        let mut state = self.0.lock().unwrap();
        let left = state
            .name_after
            .map(|questions| questions.saturating_sub(1));
        let is_known = state.name_after.take() == Some(0);
        state.name_after = left;
        let is_it = |added: &&mut pb::Connection| {
            name == added.name || name == format!("connections/{}", added.display_name)
        };
        let added = state.added.as_mut().filter(is_it)?;
        if is_known {
            added.frontend_username = "shop_support_bot".into();
        }
        Some(added.clone())
    }

    fn undecided(&self, name: &str) -> Result<(), Status> {
        let decided = self.0.lock().unwrap().decided;
        if decided.is_some_and(|id| name.ends_with(id)) {
            let message = format!("there is no {name}");
            return Err(refusal(Code::NotFound, "NOT_FOUND", &message));
        }
        Ok(())
    }

    fn known(&self, name: &str) -> Result<pb::Connection, Status> {
        let is_it = |known: &pb::Connection| {
            name == known.name || name == format!("connections/{}", known.display_name)
        };
        let found = (!self.0.lock().unwrap().is_empty)
            .then(|| [shop(), office()].into_iter().find(is_it))
            .flatten();
        found.ok_or_else(|| refusal(Code::NotFound, "NOT_FOUND", &format!("there is no {name}")))
    }
}

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp {
        seconds: 1_767_225_600 + seconds,
        nanos: 0,
    })
}

fn shop() -> pb::Connection {
    pb::Connection {
        name: "connections/c1".into(),
        display_name: "shop".into(),
        frontend_identity: "bot:700001".into(),
        frontend_username: "shop_support_bot".into(),
        backend_group_id: -1_001_234_567_890,
        backend_group_title: "Support\u{1b}[31m team".into(),
        administrator_id: 5001,
        state: connection::State::Running.into(),
        create_time: at(0),
        etag: "7".into(),
        via: connection::Via::Mtproto.into(),
        ..pb::Connection::default()
    }
}

fn office() -> pb::Connection {
    pb::Connection {
        name: "connections/c2".into(),
        display_name: "office".into(),
        frontend_identity: "bot:700002".into(),
        state: connection::State::AwaitingGroup.into(),
        problem: "privacy mode is on: switch it off in BotFather, then add the bot again".into(),
        create_time: at(60),
        etag: "1".into(),
        ..pb::Connection::default()
    }
}

fn autoclose(value: &str) -> pb::Parameter {
    pb::Parameter {
        name: "AUTOCLOSE".into(),
        value: value.into(),
        default_value: "48".into(),
        is_set: value != "48",
        description: "Closes a dialog that waits for the customer after so many hours.".into(),
        allowed: "hours from 1 to 8760, or OFF".into(),
        is_effective: true,
    }
}

fn welcome() -> pb::Parameter {
    pb::Parameter {
        name: "WELCOME".into(),
        value: "Hello {title}\nwe answer soon".into(),
        default_value: "Hello {title}\nwe answer soon".into(),
        description: "Sent to the customer on a dialog's creation and on reopening.".into(),
        allowed: "text with formatting, or OFF".into(),
        is_effective: true,
        ..pb::Parameter::default()
    }
}

fn csat() -> pb::Parameter {
    pb::Parameter {
        name: "CSAT".into(),
        value: "TRUE".into(),
        default_value: "FALSE".into(),
        is_set: true,
        description: "Asks the customer for a rating on closing.".into(),
        allowed: "TRUE or FALSE".into(),
        is_effective: false,
    }
}

/// Numbers from 1 on; the chat ids are 100 and up.
fn dialog(number: i64) -> pb::Dialog {
    pb::Dialog {
        // One is in a topic of a private chat.
        name: format!(
            "connections/c1/dialogs/{}{}",
            100 + number,
            if number == 3 { ".p7" } else { "" }
        ),
        chat_id: 100 + number,
        kind: dialog::Kind::Private.into(),
        title: format!("Customer {number}"),
        username: if number == 1 {
            "first_customer".into()
        } else {
            String::new()
        },
        state: (if number % 2 == 0 {
            dialog::State::Closed
        } else {
            dialog::State::UserAnswered
        })
        .into(),
        topic_id: number,
        create_time: at(number),
        customer_message_time: at(number + 10),
        operator_message_time: (number % 2 == 0).then(|| at(number + 20)).flatten(),
        customer_message_count: 3,
        operator_message_count: number % 2,
    }
}

fn dead_letter(number: i64) -> pb::DeadLetter {
    pb::DeadLetter {
        name: format!("connections/c1/deadLetters/d{number}"),
        dialog: "connections/c1/dialogs/101".into(),
        lane: "to the customer".into(),
        action: "send a text".into(),
        reason: "the customer blocked the bot".into(),
        is_uncertain: number == 2,
        attempt_count: 1,
        create_time: at(5),
        fail_time: at(6),
    }
}

/// How many dialogs there are: more than a page of three, on purpose.
const DIALOGS: i64 = 7;

#[tonic::async_trait]
impl ConnectionService for Fake {
    async fn create_connection(
        &self,
        request: Request<pb::CreateConnectionRequest>,
    ) -> Result<Response<pb::CreateConnectionResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.0
            .lock()
            .unwrap()
            .bot_tokens
            .push(request.bot_token.clone());
        self.enter(
            "create_connection",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        // As the real one: nobody has asked Telegram about the bot yet.
        let connection = pb::Connection {
            name: "connections/c9".into(),
            display_name: request.display_name,
            frontend_username: String::new(),
            backend_group_id: request.backend_group_id,
            backend_group_title: String::new(),
            administrator_id: 0,
            state: connection::State::AwaitingGroup.into(),
            ..shop()
        };
        self.0.lock().unwrap().added = Some(connection.clone());
        let is_claimed = request.backend_group_id == 0;
        Ok(Response::new(pb::CreateConnectionResponse {
            connection: Some(connection),
            claim_link: String::new(),
            claim_code: if is_claimed {
                "code".into()
            } else {
                String::new()
            },
            claim_expire_time: is_claimed.then(|| at(600)).flatten(),
        }))
    }

    async fn get_connection(
        &self,
        request: Request<pb::GetConnectionRequest>,
    ) -> Result<Response<pb::GetConnectionResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_connection", &metadata, &request, None)?;
        let connection = match self.added(&request.name) {
            Some(added) => Some(added),
            None => Some(self.known(&request.name)?),
        };
        Ok(Response::new(pb::GetConnectionResponse { connection }))
    }

    async fn list_connections(
        &self,
        request: Request<pb::ListConnectionsRequest>,
    ) -> Result<Response<pb::ListConnectionsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_connections", &metadata, &request, None)?;
        let is_empty = self.0.lock().unwrap().is_empty;
        let connections = if is_empty {
            Vec::new()
        } else {
            vec![office(), shop()]
        };
        Ok(Response::new(pb::ListConnectionsResponse {
            connections,
            next_page_token: String::new(),
        }))
    }

    async fn update_connection(
        &self,
        request: Request<pb::UpdateConnectionRequest>,
    ) -> Result<Response<pb::UpdateConnectionResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "update_connection",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        let wanted = request.connection.unwrap_or_default();
        let mut connection = self.known(&wanted.name)?;
        for path in request.update_mask.unwrap_or_default().paths {
            match path.as_str() {
                "state" => connection.state = wanted.state,
                "via" => connection.via = wanted.via,
                "bot_token" => {
                    let id = connection.frontend_identity.trim_start_matches("bot:");
                    if request.bot_token.split(':').next() != Some(id) {
                        let message = format!("bot_token: it is not one of bot {id}");
                        return Err(refusal(Code::InvalidArgument, "INVALID_FIELD", &message));
                    }
                    self.0
                        .lock()
                        .unwrap()
                        .bot_tokens
                        .push(request.bot_token.clone());
                }
                "desk_bot_token" => {
                    let token = request.desk_bot_token.clone();
                    connection.frontend_identity = "user:4001".into();
                    connection.desk_bot = token.split(':').next().map(|id| pb::DeskBot {
                        identity: format!("bot:{id}"),
                        ..pb::DeskBot::default()
                    });
                    self.0.lock().unwrap().bot_tokens.push(token);
                }
                "desk_bot.via" => {
                    let via = wanted.desk_bot.as_ref().map(pb::DeskBot::via);
                    connection.frontend_identity = "user:4001".into();
                    let desk = connection.desk_bot.get_or_insert_with(|| pb::DeskBot {
                        identity: "bot:700001".into(),
                        username: "shop_desk_bot".into(),
                        is_in_charge: true,
                        ..pb::DeskBot::default()
                    });
                    desk.via = via.unwrap_or_default().into();
                }
                path => return Err(Status::invalid_argument(path)),
            }
        }
        Ok(Response::new(pb::UpdateConnectionResponse {
            connection: Some(connection),
        }))
    }

    async fn delete_connection(
        &self,
        request: Request<pb::DeleteConnectionRequest>,
    ) -> Result<Response<pb::DeleteConnectionResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "delete_connection",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        self.known(&request.name)?;
        let logout = self.0.lock().unwrap().logout.clone();
        Ok(Response::new(logout.unwrap_or_default()))
    }

    async fn renew_claim_code(
        &self,
        request: Request<pb::RenewClaimCodeRequest>,
    ) -> Result<Response<pb::RenewClaimCodeResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "renew_claim_code",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        let connection = match self.added(&request.name) {
            Some(added) => added,
            None => self.known(&request.name)?,
        };
        if connection.administrator_id != 0 {
            let message = format!("{} has its administrator", connection.display_name);
            return Err(refusal(Code::FailedPrecondition, "WRONG_STATE", &message));
        }
        Ok(Response::new(pb::RenewClaimCodeResponse {
            claim_code: "fresh".into(),
            claim_link: String::new(),
            expire_time: at(600),
        }))
    }
}

fn relay_bot(number: i64, state: pb::relay_bot::State) -> pb::RelayBot {
    let is_out = state == pb::relay_bot::State::Out;
    pb::RelayBot {
        name: format!("connections/c1/relayBots/{number}"),
        identity: format!("bot:{number}"),
        username: if is_out {
            String::new()
        } else {
            "shop_relay_bot".into()
        },
        state: state.into(),
        makes_topics: !is_out,
        problem: if is_out {
            "the bot is no member of the group".into()
        } else {
            String::new()
        },
        add_time: at(7),
        via: if is_out {
            pb::connection::Via::Mtproto.into()
        } else {
            pb::connection::Via::BotApi.into()
        },
    }
}

#[tonic::async_trait]
impl RelayBotService for Fake {
    async fn add_relay_bot(
        &self,
        request: Request<pb::AddRelayBotRequest>,
    ) -> Result<Response<pb::AddRelayBotResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.0
            .lock()
            .unwrap()
            .bot_tokens
            .push(request.bot_token.clone());
        let id = Some(request.request_id.as_str());
        self.enter("add_relay_bot", &metadata, &request, id)?;
        self.known(&request.connection)?;
        Ok(Response::new(pb::AddRelayBotResponse {
            relay_bot: Some(pb::RelayBot {
                via: request.via,
                ..relay_bot(700_001, pb::relay_bot::State::Unchecked)
            }),
        }))
    }

    async fn list_relay_bots(
        &self,
        request: Request<pb::ListRelayBotsRequest>,
    ) -> Result<Response<pb::ListRelayBotsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_relay_bots", &metadata, &request, None)?;
        self.known(&request.connection)?;
        Ok(Response::new(pb::ListRelayBotsResponse {
            relay_bots: vec![
                relay_bot(700_001, pb::relay_bot::State::Ready),
                relay_bot(700_002, pb::relay_bot::State::Out),
            ],
        }))
    }

    async fn remove_relay_bot(
        &self,
        request: Request<pb::RemoveRelayBotRequest>,
    ) -> Result<Response<pb::RemoveRelayBotResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = Some(request.request_id.as_str());
        self.enter("remove_relay_bot", &metadata, &request, id)?;
        Ok(Response::new(pb::RemoveRelayBotResponse {}))
    }
}

#[tonic::async_trait]
impl MessageService for Fake {
    async fn list_messages(
        &self,
        request: Request<pb::ListMessagesRequest>,
    ) -> Result<Response<pb::ListMessagesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_messages", &metadata, &request, None)?;
        self.known(&request.connection)?;
        use pb::archived_message::{Author, Ending};
        let messages = vec![
            pb::ArchivedMessage {
                dialog: "connections/c1/dialogs/101".into(),
                author: Author::Customer.into(),
                create_time: at(30),
                chat_id: 101,
                message_id: 7,
                kind: "text".into(),
                length: 11,
                ending: Ending::Arrived.into(),
                end_time: at(31),
                text: Some(FormattedText {
                    text: "hello\u{1b}[31m you".into(),
                    entities: Vec::new(),
                }),
                ..pb::ArchivedMessage::default()
            },
            pb::ArchivedMessage {
                dialog: "connections/c1/dialogs/101".into(),
                author: Author::Team.into(),
                operator_id: 42,
                create_time: at(60),
                chat_id: -1001,
                message_id: 9,
                answers: 8,
                kind: "photo".into(),
                ..pb::ArchivedMessage::default()
            },
        ];
        Ok(Response::new(pb::ListMessagesResponse {
            messages,
            next_page_token: String::new(),
        }))
    }
}

#[tonic::async_trait]
impl UpdateService for Fake {
    async fn list_unknown_updates(
        &self,
        request: Request<pb::ListUnknownUpdatesRequest>,
    ) -> Result<Response<pb::ListUnknownUpdatesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_unknown_updates", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let updates = vec![
            pb::UnknownUpdate {
                receive_time: at(90),
                raw_kind: "hologram".into(),
                raw_json: r#"{"update_id":12,"hologram":{"text":"Hello\u001b[31m"}}"#.into(),
                chat: "connections/c1/dialogs/101".into(),
                update_id: 12,
            },
            pb::UnknownUpdate {
                receive_time: at(30),
                raw_kind: "malformed".into(),
                raw_json: r#"{"half"#.into(),
                ..pb::UnknownUpdate::default()
            },
        ];
        Ok(Response::new(pb::ListUnknownUpdatesResponse {
            updates,
            next_page_token: String::new(),
        }))
    }
}

#[tonic::async_trait]
impl ParameterService for Fake {
    async fn get_parameter(
        &self,
        request: Request<pb::GetParameterRequest>,
    ) -> Result<Response<pb::GetParameterResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_parameter", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let parameter = if request.parameter == "WELCOME" {
            welcome()
        } else {
            autoclose("24")
        };
        Ok(Response::new(pb::GetParameterResponse {
            parameter: Some(parameter),
        }))
    }

    async fn list_parameters(
        &self,
        request: Request<pb::ListParametersRequest>,
    ) -> Result<Response<pb::ListParametersResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_parameters", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let parameters = vec![autoclose("24"), welcome(), csat()];
        Ok(Response::new(pb::ListParametersResponse { parameters }))
    }

    async fn set_parameter(
        &self,
        request: Request<pb::SetParameterRequest>,
    ) -> Result<Response<pb::SetParameterResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "set_parameter",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        self.known(&request.connection)?;
        if request.value == "soon" {
            let message = "AUTOCLOSE takes hours from 1 to 8760, or OFF; \"soon\" is neither";
            return Err(refusal(Code::InvalidArgument, "INVALID_PARAMETER", message));
        }
        let parameter = if request.parameter == "CSAT" {
            csat()
        } else {
            autoclose(&request.value)
        };
        Ok(Response::new(pb::SetParameterResponse {
            parameter: Some(parameter),
        }))
    }

    async fn export_parameters(
        &self,
        request: Request<pb::ExportParametersRequest>,
    ) -> Result<Response<pb::ExportParametersResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("export_parameters", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let mut file = "# closes by itself\nAUTOCLOSE=24\n".to_owned();
        if request.with_defaults {
            file.push_str("#MERGE=TRUE\n");
        }
        if request.with_secrets {
            file.push_str("WEBHOOKS={}\n");
        }
        Ok(Response::new(pb::ExportParametersResponse { file }))
    }

    async fn import_parameters(
        &self,
        request: Request<pb::ImportParametersRequest>,
    ) -> Result<Response<pb::ImportParametersResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = &request.request_id;
        self.enter("import_parameters", &metadata, &request, Some(id))?;
        self.known(&request.connection)?;
        if request.file.contains("soon") {
            let message =
                "line 1: AUTOCLOSE takes hours from 1 to 8760, or OFF; \"soon\" is neither";
            return Err(refusal(Code::InvalidArgument, "INVALID_PARAMETER", message));
        }
        Ok(Response::new(pb::ImportParametersResponse {
            changed: vec![autoclose("24")],
        }))
    }

    async fn list_parameter_changes(
        &self,
        request: Request<pb::ListParameterChangesRequest>,
    ) -> Result<Response<pb::ListParameterChangesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_parameter_changes", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let change = |seconds, old: &str, new: &str| pb::ParameterChange {
            name: "AUTOCLOSE".into(),
            old_value: old.into(),
            new_value: new.into(),
            changed_by: "token:t1".into(),
            change_time: at(seconds),
        };
        Ok(Response::new(pb::ListParameterChangesResponse {
            changes: vec![change(90, "24", "OFF"), change(30, "48", "24")],
            next_page_token: String::new(),
        }))
    }
}

#[tonic::async_trait]
impl DialogService for Fake {
    async fn get_dialog(
        &self,
        request: Request<pb::GetDialogRequest>,
    ) -> Result<Response<pb::GetDialogResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_dialog", &metadata, &request, None)?;
        self.known(request.name.split("/dialogs/").next().unwrap())?;
        let number = match request.name.rsplit('/').next() {
            Some("101") => 1,
            Some("103.p7") => 3,
            _ => {
                let message = format!("there is no {}", request.name);
                return Err(refusal(Code::NotFound, "NOT_FOUND", &message));
            }
        };
        Ok(Response::new(pb::GetDialogResponse {
            dialog: Some(dialog(number)),
        }))
    }

    async fn list_dialogs(
        &self,
        request: Request<pb::ListDialogsRequest>,
    ) -> Result<Response<pb::ListDialogsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_dialogs", &metadata, &request, None)?;
        self.known(&request.connection)?;
        let start: i64 = if request.page_token.is_empty() {
            1
        } else {
            request.page_token.parse().unwrap()
        };
        let end = (start + i64::from(request.page_size).min(3)).min(DIALOGS + 1);
        Ok(Response::new(pb::ListDialogsResponse {
            dialogs: (start..end)
                .map(dialog)
                .filter(|dialog| request.state == 0 || dialog.state == request.state)
                .collect(),
            next_page_token: if end > DIALOGS {
                String::new()
            } else {
                end.to_string()
            },
        }))
    }

    async fn close_dialog(
        &self,
        request: Request<pb::CloseDialogRequest>,
    ) -> Result<Response<pb::CloseDialogResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "close_dialog",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        let closed = pb::Dialog {
            state: dialog::State::Closed.into(),
            ..dialog(1)
        };
        Ok(Response::new(pb::CloseDialogResponse {
            dialog: Some(closed),
        }))
    }
}

fn free_plan() -> pb::Plan {
    pb::Plan {
        name: "plans/free".into(),
        messages_per_day: Some(500),
        updates_per_day: Some(2500),
        broadcasts_per_month: Some(500),
        connections: Some(10),
        longest_autoclose_hours: Some(48),
        allows_welcome_off: false,
        signature: "DEFAULT".into(),
        allows_hide_info: true,
        allows_leave_closed: true,
        allows_webhooks: true,
        allows_api: true,
        is_default: true,
    }
}

#[tonic::async_trait]
impl PlanService for Fake {
    async fn list_plans(
        &self,
        request: Request<pb::ListPlansRequest>,
    ) -> Result<Response<pb::ListPlansResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_plans", &metadata, &request, None)?;
        let pro = pb::Plan {
            name: "plans/pro".into(),
            messages_per_day: Some(10_000),
            signature: "by **us**".into(),
            allows_welcome_off: true,
            ..pb::Plan::default()
        };
        Ok(Response::new(pb::ListPlansResponse {
            plans: vec![free_plan(), pro],
            next_page_token: String::new(),
        }))
    }

    async fn get_plan(
        &self,
        request: Request<pb::GetPlanRequest>,
    ) -> Result<Response<pb::GetPlanResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_plan", &metadata, &request, None)?;
        Ok(Response::new(pb::GetPlanResponse {
            plan: Some(free_plan()),
        }))
    }

    async fn get_plan_usage(
        &self,
        request: Request<pb::GetPlanUsageRequest>,
    ) -> Result<Response<pb::GetPlanUsageResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_plan_usage", &metadata, &request, None)?;
        self.known(&request.connection)?;
        Ok(Response::new(pb::GetPlanUsageResponse {
            usage: Some(pb::PlanUsage {
                plan: Some(free_plan()),
                message_count: 500,
                update_count: 1200,
                connection_count: 2,
                day_end_time: at(0),
                waiting_reason: "the 500 messages that the plan `free` allows a day are used up; \
                                 messages wait until 2026-11-28T00:00:00Z"
                    .into(),
            }),
        }))
    }
}

#[tonic::async_trait]
impl DeliveryService for Fake {
    async fn get_queue(
        &self,
        request: Request<pb::GetQueueRequest>,
    ) -> Result<Response<pb::GetQueueResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("get_queue", &metadata, &request, None)?;
        if !request.connection.is_empty() {
            self.known(&request.connection)?;
        }
        Ok(Response::new(pb::GetQueueResponse {
            queues: vec![
                pb::IdentityQueue {
                    identity: "bot:700001".into(),
                    waiting_count: 12,
                    running_count: 2,
                    oldest_create_time: at(0),
                    reason: "the group's 20 messages a minute are used up".into(),
                    is_online: true,
                    file_moved_bytes: 600_000_000,
                    file_total_bytes: 1_500_000_000,
                },
                pb::IdentityQueue {
                    identity: "bot:700002".into(),
                    ..pb::IdentityQueue::default()
                },
            ],
        }))
    }

    async fn list_dead_letters(
        &self,
        request: Request<pb::ListDeadLettersRequest>,
    ) -> Result<Response<pb::ListDeadLettersResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_dead_letters", &metadata, &request, None)?;
        self.known(&request.connection)?;
        Ok(Response::new(pb::ListDeadLettersResponse {
            dead_letters: vec![dead_letter(1), dead_letter(2)],
            next_page_token: String::new(),
        }))
    }

    async fn retry_dead_letter(
        &self,
        request: Request<pb::RetryDeadLetterRequest>,
    ) -> Result<Response<pb::RetryDeadLetterResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "retry_dead_letter",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        self.undecided(&request.name)?;
        Ok(Response::new(pb::RetryDeadLetterResponse {}))
    }

    async fn drop_dead_letter(
        &self,
        request: Request<pb::DropDeadLetterRequest>,
    ) -> Result<Response<pb::DropDeadLetterResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "drop_dead_letter",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        self.undecided(&request.name)?;
        Ok(Response::new(pb::DropDeadLetterResponse {}))
    }
}

#[tonic::async_trait]
impl TokenService for Fake {
    async fn create_token(
        &self,
        request: Request<pb::CreateTokenRequest>,
    ) -> Result<Response<pb::CreateTokenResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "create_token",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        let token = pb::Token {
            name: "tokens/t9".into(),
            create_time: at(0),
            expire_time: request.expire_time,
            ..request.token.unwrap_or_default()
        };
        Ok(Response::new(pb::CreateTokenResponse {
            token: Some(token),
            secret: NEW_SECRET.into(),
        }))
    }

    async fn list_tokens(
        &self,
        request: Request<pb::ListTokensRequest>,
    ) -> Result<Response<pb::ListTokensResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_tokens", &metadata, &request, None)?;
        let tokens = vec![
            pb::Token {
                name: "tokens/t1".into(),
                display_name: "first admin".into(),
                scopes: vec![pb::Scope::Admin.into()],
                create_time: at(0),
                ..pb::Token::default()
            },
            pb::Token {
                name: "tokens/t2".into(),
                display_name: "gateway berlin".into(),
                scopes: vec![pb::Scope::Gateway.into()],
                gateway_kinds: vec!["bot".into()],
                identities: vec!["bot:700001".into()],
                create_time: at(0),
                expire_time: at(86_400),
                ..pb::Token::default()
            },
        ];
        Ok(Response::new(pb::ListTokensResponse {
            tokens,
            next_page_token: String::new(),
        }))
    }

    async fn revoke_token(
        &self,
        request: Request<pb::RevokeTokenRequest>,
    ) -> Result<Response<pb::RevokeTokenResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter(
            "revoke_token",
            &metadata,
            &request,
            Some(&request.request_id),
        )?;
        Ok(Response::new(pb::RevokeTokenResponse {}))
    }
}

#[tonic::async_trait]
impl GatewayAdminService for Fake {
    async fn list_gateways(
        &self,
        request: Request<pb::ListGatewaysRequest>,
    ) -> Result<Response<pb::ListGatewaysResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.enter("list_gateways", &metadata, &request, None)?;
        let held = |identity: &str, state: &str, detail: &str| pb::HeldIdentityStatus {
            identity: identity.into(),
            epoch: 3,
            state: state.into(),
            detail: detail.into(),
            running_count: 1,
        };
        let gateway = |name: &str, identities| pb::Gateway {
            session: format!("s-{name}"),
            display_name: name.into(),
            kind: "bot".into(),
            version: "0.1.0".into(),
            attach_time: at(0),
            identities,
        };
        let gateways = vec![
            gateway(
                "berlin",
                vec![
                    held("bot:700001", "online", ""),
                    held("bot:700002", "bad credentials", "give its new token"),
                ],
            ),
            gateway("spare", Vec::new()),
        ];
        Ok(Response::new(pb::ListGatewaysResponse { gateways }))
    }
}
