//! The gRPC server: all services behind one layer, health and reflection,
//! TLS, keepalive, limits.

use std::time::Duration;

use backline_proto::FILE_DESCRIPTOR_SET;
use backline_proto::admin::v1::connection_service_server::ConnectionServiceServer;
use backline_proto::admin::v1::delivery_service_server::DeliveryServiceServer;
use backline_proto::admin::v1::dialog_service_server::DialogServiceServer;
use backline_proto::admin::v1::gateway_admin_service_server::GatewayAdminServiceServer;
use backline_proto::admin::v1::login_service_server::LoginServiceServer;
use backline_proto::admin::v1::message_service_server::MessageServiceServer;
use backline_proto::admin::v1::parameter_service_server::ParameterServiceServer;
use backline_proto::admin::v1::plan_service_server::PlanServiceServer;
use backline_proto::admin::v1::relay_bot_service_server::RelayBotServiceServer;
use backline_proto::admin::v1::token_service_server::TokenServiceServer;
use backline_proto::admin::v1::update_service_server::UpdateServiceServer;
use backline_proto::admin::v1::webhook_service_server::WebhookServiceServer;
use backline_proto::gateway::v1::gateway_service_server::GatewayServiceServer;
use tonic::service::Routes;
use tonic::transport::server::Router;
use tonic::transport::{Certificate, Identity, Server, ServerTlsConfig};
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tower::layer::util::{Identity as NoLayer, Stack};

use super::{
    AccountLogins, Admin, Connections, Deliveries, Dialogs, Edge, GatewayCalls, Gateways, Messages,
    Parameters, PlanRows, RelayBots, TokenRows, UnknownUpdates, WebhookRows,
};
use crate::config::Tls;
use crate::gateway::Sessions;

/// A peer that does not answer a ping for this long is gone.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(10);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);
/// Streams that one connection may have open.
const STREAMS_PER_CONNECTION: u32 = 1024;

/// Why the gRPC server cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Certificate, key or authority do not work.
    #[error(
        "TLS cannot be started: {0}; check that tls.certificate holds the certificate with its \
         chain, tls.key its private key, and tls.client_ca a certificate, all as PEM"
    )]
    Tls(String),
    /// The contract's descriptors cannot be shown.
    #[error("reflection cannot be started: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// The server, ready to be given a listener.
pub type Ready = Router<Stack<Edge, NoLayer>>;

/// Puts the server together. It says `NOT_SERVING` until [`set_serving`].
///
/// # Errors
/// When TLS or reflection cannot be started.
pub async fn ready(
    admin: Admin,
    sessions: Sessions,
    edge: Edge,
    tls: Option<&Tls>,
    message_bytes: usize,
) -> Result<(Ready, HealthReporter), Error> {
    let mut routes = Routes::builder();
    let connections = Connections::new(admin.clone(), sessions.clone());
    let relay_bots = RelayBots::new(admin.clone(), sessions.clone());
    let parameters = Parameters::new(admin.clone());
    let plans = PlanRows::new(admin.clone());
    let dialogs = Dialogs::new(admin.clone());
    let deliveries = Deliveries::new(admin.clone());
    let tokens = TokenRows::new(admin.clone());
    let updates = UnknownUpdates::new(admin.clone());
    let messages = Messages::new(admin.clone());
    let webhooks = WebhookRows::new(admin.clone());
    let gateways = Gateways::new(admin, sessions.clone());
    let logins = AccountLogins::new(sessions.clone());
    routes
        .add_service(
            ConnectionServiceServer::new(connections).max_decoding_message_size(message_bytes),
        )
        .add_service(
            RelayBotServiceServer::new(relay_bots).max_decoding_message_size(message_bytes),
        )
        .add_service(
            ParameterServiceServer::new(parameters).max_decoding_message_size(message_bytes),
        )
        .add_service(PlanServiceServer::new(plans).max_decoding_message_size(message_bytes))
        .add_service(LoginServiceServer::new(logins).max_decoding_message_size(message_bytes))
        .add_service(DialogServiceServer::new(dialogs).max_decoding_message_size(message_bytes))
        .add_service(
            DeliveryServiceServer::new(deliveries).max_decoding_message_size(message_bytes),
        )
        .add_service(MessageServiceServer::new(messages).max_decoding_message_size(message_bytes))
        .add_service(WebhookServiceServer::new(webhooks).max_decoding_message_size(message_bytes))
        .add_service(UpdateServiceServer::new(updates).max_decoding_message_size(message_bytes))
        .add_service(TokenServiceServer::new(tokens).max_decoding_message_size(message_bytes))
        .add_service(
            GatewayAdminServiceServer::new(gateways).max_decoding_message_size(message_bytes),
        )
        .add_service(
            GatewayServiceServer::new(GatewayCalls::new(sessions))
                .max_decoding_message_size(message_bytes),
        );
    let health = add_health(&mut routes).await;
    add_reflection(&mut routes)?;

    let mut server = Server::builder()
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .max_concurrent_streams(STREAMS_PER_CONNECTION);
    if let Some(tls) = tls {
        server = server
            .tls_config(tls_config(tls))
            .map_err(|error| Error::Tls(words(&error)))?;
    }
    Ok((server.layer(edge).add_routes(routes.routes()), health))
}

/// Tells whoever watches health, of the server as a whole and of each service.
pub async fn set_serving(health: &HealthReporter, is_serving: bool) {
    let status = if is_serving {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    };
    health.set_service_status("", status).await;
    for service in services() {
        health.set_service_status(service, status).await;
    }
}

fn services() -> impl Iterator<Item = &'static str> {
    let names = super::access::rows().iter().map(|call| call.service);
    let ours: std::collections::BTreeSet<&str> = names
        .filter(|service| service.starts_with("backline."))
        .collect();
    ours.into_iter()
}

async fn add_health(routes: &mut tonic::service::RoutesBuilder) -> HealthReporter {
    let (reporter, service) = tonic_health::server::health_reporter();
    set_serving(&reporter, false).await;
    routes.add_service(service);
    reporter
}

fn add_reflection(routes: &mut tonic::service::RoutesBuilder) -> Result<(), Error> {
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    routes
        .add_service(builder().build_v1()?)
        .add_service(builder().build_v1alpha()?);
    Ok(())
}

fn tls_config(tls: &Tls) -> ServerTlsConfig {
    let identity = Identity::from_pem(&tls.certificate, tls.key.as_slice());
    let config = ServerTlsConfig::new().identity(identity);
    match &tls.client_ca {
        Some(ca) => config
            .client_ca_root(Certificate::from_pem(ca))
            .client_auth_optional(false),
        None => config,
    }
}

/// An error with all its causes: the outermost of tonic says "transport error".
fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    words
}
