//! `Debug` for messages that carry secrets, so that no log line and no error
//! can show one.

use std::fmt;

use crate::admin::v1::{
    AddRelayBotRequest, ArchivedMessage, CreateConnectionRequest, CreateConnectionResponse,
    CreateTokenResponse, DeadPost, GetWebhookSecretResponse, LoggedIn, RenewClaimCodeResponse,
    RotateWebhookSecretResponse, UnknownUpdate, UpdateConnectionRequest, Webhook,
};
use crate::common::v1::{LoginInput, LoginMethod, LoginQrCode};
use crate::gateway::v1::{
    BotLogin, CommandDelivery, Credential, KeepSessionRequest, LoginCancelled, LoginInputGiven,
    LoginRequested, LoginSucceeded, LogoutRequested, ReportLoginRequest,
};

/// Messages of which nothing is shown but what they are.
macro_rules! hidden {
    ($($message:ident),* $(,)?) => {$(
        impl fmt::Debug for $message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($message), "(hidden)"))
            }
        }
    )*};
}

hidden! {
    BotLogin,
    Credential,
    KeepSessionRequest,
    LoginCancelled,
    LoginInput,
    LoginInputGiven,
    LoginMethod,
    LoginQrCode,
    LoginRequested,
    LoginSucceeded,
    LogoutRequested,
    ReportLoginRequest,
    GetWebhookSecretResponse,
    RotateWebhookSecretResponse,
    Webhook,
}

impl fmt::Debug for LoggedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoggedIn")
            .field("user_id", &self.user_id)
            .field("expire_time", &self.expire_time)
            .finish_non_exhaustive()
    }
}

/// The lease token is no secret from the gateway, but it is what fences: it
/// stays out of logs, and so does the text of messages.
impl fmt::Debug for CommandDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandDelivery")
            .field("command", &self.command)
            .field("identity", &self.identity)
            .field("epoch", &self.epoch)
            .field("attempt", &self.attempt)
            .field("ordering_key", &self.ordering_key)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CreateConnectionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateConnectionRequest")
            .field("request_id", &self.request_id)
            .field("display_name", &self.display_name)
            .field("backend_group_id", &self.backend_group_id)
            .finish_non_exhaustive()
    }
}

/// Who has the code becomes the administrator.
impl fmt::Debug for CreateConnectionResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateConnectionResponse")
            .field("connection", &self.connection)
            .field("claim_expire_time", &self.claim_expire_time)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AddRelayBotRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddRelayBotRequest")
            .field("request_id", &self.request_id)
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UpdateConnectionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateConnectionRequest")
            .field("request_id", &self.request_id)
            .field("connection", &self.connection)
            .field("update_mask", &self.update_mask)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RenewClaimCodeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenewClaimCodeResponse")
            .field("expire_time", &self.expire_time)
            .finish_non_exhaustive()
    }
}

/// What people wrote is no secret of ours, and stays out of logs all the same.
impl fmt::Debug for UnknownUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownUpdate")
            .field("receive_time", &self.receive_time)
            .field("raw_kind", &self.raw_kind)
            .field("update_id", &self.update_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ArchivedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArchivedMessage")
            .field("dialog", &self.dialog)
            .field("create_time", &self.create_time)
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CreateTokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTokenResponse")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

/// Its URL may hold a secret.
impl fmt::Debug for DeadPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadPost")
            .field("name", &self.name)
            .field("event", &self.event)
            .field("attempt_count", &self.attempt_count)
            .finish_non_exhaustive()
    }
}
