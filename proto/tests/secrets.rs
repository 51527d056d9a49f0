//! Nothing that the contract calls secret is shown by `Debug`: a log line or an
//! error that holds a message holds no secret.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use backline_proto::{admin, common, gateway};
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, Value};

/// What the contract's comments say of a field that holds a secret.
const SECRET: &str = "MUST NOT be logged";

/// Stands for a secret; no generated text has it by chance.
const SENTINEL: &str = "5ec2e7";

/// How a message with these bytes is shown.
type Shown = fn(&[u8]) -> String;

macro_rules! shown {
    ($($module:ident :: $name:ident),* $(,)?) => {
        &[$((
            concat!("backline.", stringify!($module), ".v1.", stringify!($name)),
            (|bytes| format!("{:?}", $module::v1::$name::decode(bytes).unwrap())) as Shown,
        )),*]
    };
}

/// Every message with a secret in it.
const MESSAGES: &[(&str, Shown)] = shown![
    admin::AddRelayBotRequest,
    admin::CreateConnectionRequest,
    admin::CreateConnectionResponse,
    admin::CreateTokenResponse,
    admin::DeadPost,
    admin::GetWebhookSecretResponse,
    admin::RotateWebhookSecretResponse,
    admin::Webhook,
    admin::LoggedIn,
    admin::RenewClaimCodeResponse,
    admin::UnknownUpdate,
    admin::UpdateConnectionRequest,
    common::LoginInput,
    common::LoginQrCode,
    gateway::BotLogin,
    gateway::CommandDelivery,
    gateway::Credential,
    gateway::IdentityAssigned,
    gateway::KeepSessionRequest,
    gateway::LoginCancelled,
    gateway::LoginInputGiven,
    gateway::LoginRequested,
    gateway::LoginSucceeded,
    gateway::LogoutRequested,
    gateway::ReportLoginRequest,
];

fn pool() -> DescriptorPool {
    DescriptorPool::decode(backline_proto::FILE_DESCRIPTOR_SET).unwrap()
}

/// The fields of a message whose comment calls them secret.
fn secret_fields(message: &MessageDescriptor) -> BTreeSet<String> {
    let file = message.parent_file();
    let proto = file.file_descriptor_proto();
    let locations = proto
        .source_code_info
        .iter()
        .flat_map(|info| &info.location);
    let secret: BTreeSet<Vec<i32>> = locations
        .filter(|location| {
            let words: Vec<&str> = location.leading_comments().split_whitespace().collect();
            words.join(" ").contains(SECRET)
        })
        .map(|location| location.path.clone())
        .collect();
    let fields = message.fields();
    fields
        .filter(|field| secret.contains(field.path()))
        .map(|field| field.name().to_owned())
        .collect()
}

#[test]
fn no_secret_is_shown() {
    let pool = pool();
    for (name, shown) in MESSAGES {
        let descriptor = pool.get_message_by_name(name).unwrap();
        let mut message = DynamicMessage::new(descriptor.clone());
        for field in descriptor.fields() {
            let value = match field.kind() {
                prost_reflect::Kind::String if !field.is_list() => Value::String(SENTINEL.into()),
                prost_reflect::Kind::Bytes => Value::Bytes(SENTINEL.as_bytes().to_vec().into()),
                prost_reflect::Kind::Message(of) if of.name() == "Credential" => {
                    let mut credential = DynamicMessage::new(of);
                    credential.set_field_by_name("bot_token", Value::String(SENTINEL.into()));
                    Value::Message(credential)
                }
                _ => continue,
            };
            let is_secret = secret_fields(&descriptor).contains(field.name())
                // Whole messages: what is in them is a secret whatever it is called.
                || matches!(*name, "backline.gateway.v1.Credential")
                || field.name() == "lease_token";
            if is_secret {
                message.set_field(&field, value);
            }
        }
        assert_ne!(message.encoded_len(), 0, "{name} has a secret to hide");
        let shown = shown(&message.encode_to_vec());
        let bytes = format!("{:?}", SENTINEL.as_bytes());
        assert!(
            !shown.contains(SENTINEL) && !shown.contains(bytes.trim_matches(['[', ']'])),
            "{shown}"
        );
    }
}

#[test]
fn every_message_with_a_secret_is_looked_at() {
    let known: BTreeSet<&str> = MESSAGES.iter().map(|(name, _)| *name).collect();
    for message in pool().all_messages() {
        let name = message.full_name();
        // What looks like a secret is called one.
        for field in message.fields() {
            let looks = [
                "account_login",
                "bot_token",
                "secret",
                "claim_code",
                "claim_link",
            ];
            if name.starts_with("backline.admin.") && looks.contains(&field.name()) {
                let named = secret_fields(&message);
                assert!(
                    named.contains(field.name()),
                    "{name}.{}: {SECRET}",
                    field.name()
                );
            }
        }
        let has_secret = !secret_fields(&message).is_empty();
        assert!(
            !has_secret || known.contains(name),
            "{name} is not looked at"
        );
    }
}
