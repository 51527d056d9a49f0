//! The channel and what is called over it.

use std::future::Future;
use std::time::Duration;

use backline_proto::admin::v1::connection_service_client::ConnectionServiceClient;
use backline_proto::admin::v1::delivery_service_client::DeliveryServiceClient;
use backline_proto::admin::v1::dialog_service_client::DialogServiceClient;
use backline_proto::admin::v1::gateway_admin_service_client::GatewayAdminServiceClient;
use backline_proto::admin::v1::login_service_client::LoginServiceClient;
use backline_proto::admin::v1::message_service_client::MessageServiceClient;
use backline_proto::admin::v1::parameter_service_client::ParameterServiceClient;
use backline_proto::admin::v1::plan_service_client::PlanServiceClient;
use backline_proto::admin::v1::relay_bot_service_client::RelayBotServiceClient;
use backline_proto::admin::v1::token_service_client::TokenServiceClient;
use backline_proto::admin::v1::update_service_client::UpdateServiceClient;
use backline_proto::admin::v1::webhook_service_client::WebhookServiceClient;
use backline_proto::gateway::v1::gateway_service_client::GatewayServiceClient;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Response, Status};

use crate::{Auth, Backoff, Config, Error};

/// Attempts that [`Client::repeating`] makes at most, and the gaps between them:
/// about two seconds in all, so that a restarting server is waited for and one
/// that is away is reported soon.
const ATTEMPTS: u32 = 5;
const SHORTEST_GAP: Duration = Duration::from_millis(100);
const LONGEST_GAP: Duration = Duration::from_secs(1);

/// What a service client speaks over.
pub type Transport = InterceptedService<Channel, Auth>;

/// A channel to one server. Cheap to clone; clones share the connection, which
/// is opened when it is needed and again when it broke.
#[derive(Clone)]
pub struct Client {
    url: String,
    channel: Channel,
    auth: Auth,
}

// === impl Client ===

impl Client {
    /// A client that connects at its first call.
    ///
    /// # Errors
    /// The address, the token or the TLS settings cannot work; in words.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let auth = Auth::new(config)?;
        let channel = config.endpoint()?.connect_lazy();
        Ok(Self {
            url: config.url.clone(),
            channel,
            auth,
        })
    }

    /// A client whose connection is open.
    ///
    /// # Errors
    /// As [`Client::new`], and when the server cannot be reached.
    pub async fn connect(config: Config) -> Result<Self, Error> {
        let auth = Auth::new(&config)?;
        let channel = config
            .endpoint()?
            .connect()
            .await
            .map_err(|error| Error::unreachable(&config.url, &error))?;
        Ok(Self {
            url: config.url,
            channel,
            auth,
        })
    }

    /// The server's address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Calls of gateways.
    #[must_use]
    pub fn gateway(&self) -> GatewayServiceClient<Transport> {
        GatewayServiceClient::new(self.transport())
    }

    /// Connections.
    #[must_use]
    pub fn connections(&self) -> ConnectionServiceClient<Transport> {
        ConnectionServiceClient::new(self.transport())
    }

    /// Logging accounts in.
    #[must_use]
    pub fn logins(&self) -> LoginServiceClient<Transport> {
        LoginServiceClient::new(self.transport())
    }

    /// Parameters.
    #[must_use]
    pub fn parameters(&self) -> ParameterServiceClient<Transport> {
        ParameterServiceClient::new(self.transport())
    }

    /// Plans.
    #[must_use]
    pub fn plans(&self) -> PlanServiceClient<Transport> {
        PlanServiceClient::new(self.transport())
    }

    /// Dialogs.
    #[must_use]
    pub fn dialogs(&self) -> DialogServiceClient<Transport> {
        DialogServiceClient::new(self.transport())
    }

    /// The queue and dead letters.
    #[must_use]
    pub fn deliveries(&self) -> DeliveryServiceClient<Transport> {
        DeliveryServiceClient::new(self.transport())
    }

    /// Relay bots.
    #[must_use]
    pub fn relay_bots(&self) -> RelayBotServiceClient<Transport> {
        RelayBotServiceClient::new(self.transport())
    }

    /// What ARCHIVE keeps of messages.
    #[must_use]
    pub fn messages(&self) -> MessageServiceClient<Transport> {
        MessageServiceClient::new(self.transport())
    }

    /// Webhooks.
    #[must_use]
    pub fn webhooks(&self) -> WebhookServiceClient<Transport> {
        WebhookServiceClient::new(self.transport())
    }

    /// Updates that were not understood.
    #[must_use]
    pub fn updates(&self) -> UpdateServiceClient<Transport> {
        UpdateServiceClient::new(self.transport())
    }

    /// API tokens.
    #[must_use]
    pub fn tokens(&self) -> TokenServiceClient<Transport> {
        TokenServiceClient::new(self.transport())
    }

    /// Attached gateways.
    #[must_use]
    pub fn gateway_admin(&self) -> GatewayAdminServiceClient<Transport> {
        GatewayAdminServiceClient::new(self.transport())
    }

    /// Makes a call, again while the server answers UNAVAILABLE, with jittered
    /// gaps and a bound. Only for calls that may be repeated: those that change
    /// nothing, and those with a `request_id` or a lease token.
    ///
    /// # Errors
    /// The last answer, as a sentence.
    pub async fn repeating<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        let mut backoff = Backoff::new(SHORTEST_GAP, LONGEST_GAP);
        loop {
            let status = match call().await {
                Ok(response) => return Ok(response.into_inner()),
                Err(status) => status,
            };
            let gap = backoff.next_gap();
            if status.code() != Code::Unavailable || backoff.attempts() >= ATTEMPTS {
                return Err(self.explain(&status));
            }
            tokio::time::sleep(gap).await;
        }
    }

    /// The sentence for an answer of this server.
    #[must_use]
    pub fn explain(&self, status: &Status) -> Error {
        Error::from_status(&self.url, status)
    }

    fn transport(&self) -> Transport {
        InterceptedService::new(self.channel.clone(), self.auth.clone())
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
