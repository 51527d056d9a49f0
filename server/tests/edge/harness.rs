//! A server to be called, and the words for calling it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::connection_service_client::ConnectionServiceClient;
use backline_proto::admin::v1::delivery_service_client::DeliveryServiceClient;
use backline_proto::admin::v1::dialog_service_client::DialogServiceClient;
use backline_proto::admin::v1::login_service_client::LoginServiceClient;
use backline_proto::admin::v1::message_service_client::MessageServiceClient;
use backline_proto::admin::v1::parameter_service_client::ParameterServiceClient;
use backline_proto::admin::v1::plan_service_client::PlanServiceClient;
use backline_proto::admin::v1::token_service_client::TokenServiceClient;
use backline_proto::admin::v1::update_service_client::UpdateServiceClient;
use backline_proto::admin::v1::{
    Connection, CreateConnectionRequest, CreateConnectionResponse, CreateTokenRequest, Scope, Token,
};
use backline_server::app::{self, Running};
use backline_server::clock::Clock;
use backline_server::config::{Config, Secrets, Tls};
use backline_store::SealKey;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

/// Where the driven calendar begins.
const START: i64 = 1_800_000_000_000;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub(crate) struct Driven {
    passed: watch::Sender<Duration>,
}

/// A server with an administrator's token.
pub(crate) struct Server {
    pub(crate) running: Running,
    pub(crate) clock: Arc<Driven>,
    pub(crate) shutdown: CancellationToken,
    pub(crate) channel: Channel,
    /// Reaches everything.
    pub(crate) admin: String,
    _folder: tempfile::TempDir,
}

// === impl Driven ===

impl Driven {
    /// Lets time pass.
    pub(crate) fn advance(&self, by: Duration) {
        self.passed.send_modify(|passed| *passed += by);
    }
}

#[async_trait]
impl Clock for Driven {
    fn now(&self) -> Timestamp {
        Timestamp(START).after(*self.passed.borrow())
    }

    fn monotonic(&self) -> Duration {
        *self.passed.borrow()
    }

    async fn sleep_until(&self, until: Duration) {
        let mut passed = self.passed.subscribe();
        let _ = passed.wait_for(|passed| *passed >= until).await;
    }
}

// === impl Server ===

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::try_start(change).await.unwrap()
    }

    /// A server that speaks TLS; its plain channel is of no use.
    pub(crate) async fn start_tls(tls: Tls) -> Self {
        Self::start_with(|config| config.tls = Some(tls)).await
    }

    pub(crate) async fn try_start(change: impl FnOnce(&mut Config)) -> Result<Self, app::Error> {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::with_key(SealKey::generate().unwrap());
        let mut config = Config::in_process(folder.path(), "mem://", secrets).unwrap();
        change(&mut config);
        let clock = Arc::new(Driven {
            passed: watch::Sender::new(Duration::ZERO),
        });
        let shutdown = CancellationToken::new();
        let running = app::start(config, None, clock.clone(), shutdown.clone()).await?;
        let address = format!("http://{}", running.address());
        let channel = Channel::from_shared(address).unwrap().connect_lazy();
        let admin = text(running.lend_admin_token().unwrap());
        Ok(Self {
            running,
            clock,
            shutdown,
            channel,
            admin,
            _folder: folder,
        })
    }

    pub(crate) fn connections(&self) -> ConnectionServiceClient<Channel> {
        ConnectionServiceClient::new(self.channel.clone())
    }

    pub(crate) fn logins(&self) -> LoginServiceClient<Channel> {
        LoginServiceClient::new(self.channel.clone())
    }

    pub(crate) fn plans(&self) -> PlanServiceClient<Channel> {
        PlanServiceClient::new(self.channel.clone())
    }

    pub(crate) fn parameters(&self) -> ParameterServiceClient<Channel> {
        ParameterServiceClient::new(self.channel.clone())
    }

    pub(crate) fn dialogs(&self) -> DialogServiceClient<Channel> {
        DialogServiceClient::new(self.channel.clone())
    }

    pub(crate) fn deliveries(&self) -> DeliveryServiceClient<Channel> {
        DeliveryServiceClient::new(self.channel.clone())
    }

    pub(crate) fn updates(&self) -> UpdateServiceClient<Channel> {
        UpdateServiceClient::new(self.channel.clone())
    }

    pub(crate) fn messages(&self) -> MessageServiceClient<Channel> {
        MessageServiceClient::new(self.channel.clone())
    }

    pub(crate) fn tokens(&self) -> TokenServiceClient<Channel> {
        TokenServiceClient::new(self.channel.clone())
    }

    /// A token made through the API: its name and its secret.
    pub(crate) async fn token(&self, token: Token) -> (String, String) {
        let request = CreateTokenRequest {
            request_id: request_id(),
            token: Some(token),
            expire_time: None,
        };
        let made = self
            .tokens()
            .create_token(by(&self.admin, request))
            .await
            .unwrap();
        let made = made.into_inner();
        (made.token.unwrap().name, made.secret)
    }

    pub(crate) async fn connect(&self, name: &str, bot: i64) -> CreateConnectionResponse {
        self.try_connect(new_connection(name, bot)).await.unwrap()
    }

    pub(crate) async fn try_connect(
        &self,
        request: CreateConnectionRequest,
    ) -> Result<CreateConnectionResponse, Status> {
        let made = self
            .connections()
            .create_connection(by(&self.admin, request))
            .await?;
        Ok(made.into_inner())
    }

    pub(crate) async fn list(&self, token: &str) -> Vec<Connection> {
        let request = backline_proto::admin::v1::ListConnectionsRequest::default();
        let listed = self
            .connections()
            .list_connections(by(token, request))
            .await
            .unwrap();
        listed.into_inner().connections
    }
}

pub(crate) fn text(secret: backline_domain::change::Secret) -> String {
    String::from_utf8(secret.expose().to_vec()).unwrap()
}

/// A request with this token.
pub(crate) fn by<T>(token: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request
        .metadata_mut()
        .insert("authorization", format!("Bearer {token}").parse().unwrap());
    request
}

/// A UUID that no other call of this process has.
pub(crate) fn request_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("00000000-0000-4000-8000-{next:012}")
}

pub(crate) fn new_connection(name: &str, bot: i64) -> CreateConnectionRequest {
    CreateConnectionRequest {
        request_id: request_id(),
        display_name: name.to_owned(),
        bot_token: format!("{bot}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"),
        ..CreateConnectionRequest::default()
    }
}

pub(crate) fn scoped(scopes: &[Scope]) -> Token {
    Token {
        display_name: "for a test".to_owned(),
        scopes: scopes.iter().map(|scope| i32::from(*scope)).collect(),
        ..Token::default()
    }
}

/// The one reason of an error.
pub(crate) fn reason(status: &Status) -> String {
    let details = status.get_error_details();
    let info = details
        .error_info()
        .unwrap_or_else(|| panic!("no ErrorInfo: {status:?}"));
    assert_eq!(info.domain, "backline");
    info.reason.clone()
}
