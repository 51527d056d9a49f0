//! What every call needs: the one table. A call that is not in it is refused.

use backline_domain::access::Scope;

/// What a caller has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// Any token.
    Token,
    /// A token with this scope.
    Scope(Scope),
}

/// One call of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The service with its package.
    pub service: &'static str,
    /// The method.
    pub method: &'static str,
    /// What a caller has to show.
    pub need: Need,
    /// Whether it streams either way: its deadline is for opening it only.
    pub is_stream: bool,
}

const READ: Need = Need::Scope(Scope::Read);
const SEND: Need = Need::Scope(Scope::Send);
const MANAGE: Need = Need::Scope(Scope::Manage);
const ADMIN: Need = Need::Scope(Scope::Admin);
const GATEWAY: Need = Need::Scope(Scope::Gateway);

const TABLE: &[Call] = &[
    unary(
        "backline.admin.v1.ConnectionService",
        "CreateConnection",
        MANAGE,
    ),
    unary("backline.admin.v1.ConnectionService", "GetConnection", READ),
    unary(
        "backline.admin.v1.ConnectionService",
        "ListConnections",
        READ,
    ),
    unary(
        "backline.admin.v1.ConnectionService",
        "UpdateConnection",
        MANAGE,
    ),
    unary(
        "backline.admin.v1.ConnectionService",
        "DeleteConnection",
        MANAGE,
    ),
    unary(
        "backline.admin.v1.ConnectionService",
        "RenewClaimCode",
        MANAGE,
    ),
    stream("backline.admin.v1.LoginService", "LogIn", MANAGE),
    unary("backline.admin.v1.RelayBotService", "AddRelayBot", MANAGE),
    unary("backline.admin.v1.RelayBotService", "ListRelayBots", READ),
    unary(
        "backline.admin.v1.RelayBotService",
        "RemoveRelayBot",
        MANAGE,
    ),
    unary("backline.admin.v1.ParameterService", "GetParameter", READ),
    unary("backline.admin.v1.ParameterService", "ListParameters", READ),
    unary("backline.admin.v1.ParameterService", "SetParameter", MANAGE),
    unary(
        "backline.admin.v1.ParameterService",
        "ExportParameters",
        READ,
    ),
    unary(
        "backline.admin.v1.ParameterService",
        "ImportParameters",
        MANAGE,
    ),
    unary(
        "backline.admin.v1.ParameterService",
        "ListParameterChanges",
        READ,
    ),
    unary("backline.admin.v1.MessageService", "ListMessages", READ),
    unary("backline.admin.v1.PlanService", "ListPlans", READ),
    unary("backline.admin.v1.PlanService", "GetPlan", READ),
    unary("backline.admin.v1.PlanService", "GetPlanUsage", READ),
    unary("backline.admin.v1.DialogService", "GetDialog", READ),
    unary("backline.admin.v1.DialogService", "ListDialogs", READ),
    unary("backline.admin.v1.DialogService", "CloseDialog", SEND),
    unary("backline.admin.v1.DeliveryService", "GetQueue", READ),
    unary("backline.admin.v1.DeliveryService", "ListDeadLetters", READ),
    unary("backline.admin.v1.DeliveryService", "RetryDeadLetter", SEND),
    unary("backline.admin.v1.DeliveryService", "DropDeadLetter", SEND),
    unary("backline.admin.v1.WebhookService", "ListWebhooks", MANAGE),
    unary(
        "backline.admin.v1.WebhookService",
        "GetWebhookSecret",
        MANAGE,
    ),
    unary(
        "backline.admin.v1.WebhookService",
        "RotateWebhookSecret",
        MANAGE,
    ),
    unary("backline.admin.v1.WebhookService", "ListDeadPosts", MANAGE),
    unary(
        "backline.admin.v1.WebhookService",
        "ReplayDeadPosts",
        MANAGE,
    ),
    unary(
        "backline.admin.v1.UpdateService",
        "ListUnknownUpdates",
        READ,
    ),
    unary("backline.admin.v1.TokenService", "CreateToken", ADMIN),
    unary("backline.admin.v1.TokenService", "ListTokens", ADMIN),
    unary("backline.admin.v1.TokenService", "RevokeToken", ADMIN),
    unary(
        "backline.admin.v1.GatewayAdminService",
        "ListGateways",
        READ,
    ),
    stream("backline.gateway.v1.GatewayService", "Attach", GATEWAY),
    unary(
        "backline.gateway.v1.GatewayService",
        "IngestUpdates",
        GATEWAY,
    ),
    unary(
        "backline.gateway.v1.GatewayService",
        "StartCommand",
        GATEWAY,
    ),
    unary(
        "backline.gateway.v1.GatewayService",
        "CompleteCommand",
        GATEWAY,
    ),
    unary(
        "backline.gateway.v1.GatewayService",
        "ReportLogout",
        GATEWAY,
    ),
    unary(
        "backline.gateway.v1.GatewayService",
        "ExtendLeases",
        GATEWAY,
    ),
    unary(
        "backline.gateway.v1.GatewayService",
        "ReportIdentity",
        GATEWAY,
    ),
    unary("backline.gateway.v1.GatewayService", "KeepSession", GATEWAY),
    unary(
        "backline.gateway.v1.GatewayService",
        "AnswerHeartbeat",
        GATEWAY,
    ),
    unary("backline.gateway.v1.GatewayService", "ReportLogin", GATEWAY),
    unary("backline.gateway.v1.GatewayService", "ResumeFile", GATEWAY),
    stream("backline.gateway.v1.GatewayService", "PutFile", GATEWAY),
    stream("backline.gateway.v1.GatewayService", "GetFile", GATEWAY),
    unary("grpc.health.v1.Health", "Check", Need::Nothing),
    stream("grpc.health.v1.Health", "Watch", Need::Nothing),
    stream(
        "grpc.reflection.v1.ServerReflection",
        "ServerReflectionInfo",
        Need::Token,
    ),
    stream(
        "grpc.reflection.v1alpha.ServerReflection",
        "ServerReflectionInfo",
        Need::Token,
    ),
];

const fn unary(service: &'static str, method: &'static str, need: Need) -> Call {
    Call {
        service,
        method,
        need,
        is_stream: false,
    }
}

const fn stream(service: &'static str, method: &'static str, need: Need) -> Call {
    Call {
        service,
        method,
        need,
        is_stream: true,
    }
}

// === impl Call ===

impl Call {
    /// Whether a file goes up, or is looked through before it goes on, which takes as long as
    /// it takes.
    #[must_use]
    pub fn is_upload(&self) -> bool {
        matches!(self.method, "PutFile" | "ResumeFile")
    }

    /// Whether only gateways call it.
    #[must_use]
    pub fn is_gateways(&self) -> bool {
        self.need == GATEWAY
    }
}

/// The row of a request's path, `/SERVICE/METHOD`.
#[must_use]
pub fn find(path: &str) -> Option<&'static Call> {
    let (service, method) = path.strip_prefix('/')?.split_once('/')?;
    TABLE
        .iter()
        .find(|call| call.service == service && call.method == method)
}

/// All rows.
#[must_use]
pub fn rows() -> &'static [Call] {
    TABLE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prost::Message as _;

    use super::*;

    #[test]
    fn every_rpc_of_the_contract_has_a_row_and_every_row_an_rpc() {
        let set =
            prost_types::FileDescriptorSet::decode(backline_proto::FILE_DESCRIPTOR_SET).unwrap();
        let contract: BTreeSet<(String, String, bool)> = set
            .file
            .iter()
            .flat_map(|file| {
                file.service
                    .iter()
                    .map(move |service| (file.package(), service))
            })
            .flat_map(|(package, service)| {
                service.method.iter().map(move |method| {
                    let name = format!("{package}.{}", service.name());
                    let streams = method.client_streaming() || method.server_streaming();
                    (name, method.name().to_owned(), streams)
                })
            })
            .collect();
        let rows: BTreeSet<(String, String, bool)> = rows()
            .iter()
            .filter(|call| call.service.starts_with("backline."))
            .map(|call| {
                (
                    call.service.to_owned(),
                    call.method.to_owned(),
                    call.is_stream,
                )
            })
            .collect();
        assert_eq!(contract, rows);
        assert_eq!(rows.len() + 4, super::rows().len(), "no row twice");
    }

    #[test]
    fn only_health_needs_nothing() {
        for call in rows().iter().filter(|call| call.need == Need::Nothing) {
            assert_eq!(call.service, "grpc.health.v1.Health");
        }
        assert!(find("/backline.admin.v1.TokenService/CreateToken").is_some());
        for path in [
            "",
            "/",
            "backline.admin.v1.TokenService/CreateToken",
            "/a/b/c",
            "//",
        ] {
            assert_eq!(find(path), None, "{path}");
        }
    }
}
