//! A gateway without Telegram: it ingests made-up updates and completes every
//! command at once.

use std::collections::HashMap;

use anyhow::Context as _;
use backline_client::Client;
use backline_proto::common::v1 as common;
use backline_proto::gateway::v1::{self as gateway, attach_response, update};
use tokio::sync::mpsc;

/// An attached gateway.
pub(crate) struct Gateway {
    pub(crate) client: Client,
    pub(crate) session: String,
    /// Epochs by identity.
    pub(crate) epochs: HashMap<String, i64>,
    /// Commands as they come.
    pub(crate) commands: mpsc::UnboundedReceiver<gateway::CommandDelivery>,
}

impl Gateway {
    /// Attaches and waits until so many identities are assigned.
    pub(crate) async fn attach(client: Client, identities: usize) -> anyhow::Result<Self> {
        let request = gateway::AttachRequest {
            kind: gateway::GatewayKind::Bot.into(),
            version: "bench".to_owned(),
            name: "bench".to_owned(),
            ..gateway::AttachRequest::default()
        };
        let mut stream = client.gateway().attach(request).await?.into_inner();
        let mut session = String::new();
        let mut epochs = HashMap::new();
        while epochs.len() < identities {
            match stream.message().await?.context("the stream ended")?.message {
                Some(attach_response::Message::SessionOpened(opened)) => session = opened.session,
                Some(attach_response::Message::IdentityAssigned(assigned)) => {
                    epochs.insert(assigned.identity, assigned.epoch);
                }
                _ => {}
            }
        }
        let (tell, commands) = mpsc::unbounded_channel();
        let heart = client.clone();
        let beating = session.clone();
        tokio::spawn(async move {
            while let Ok(Some(message)) = stream.message().await {
                match message.message {
                    Some(attach_response::Message::Command(command)) => {
                        // The benchmark may have ended.
                        let _ = tell.send(command);
                    }
                    Some(attach_response::Message::Heartbeat(beat)) => {
                        let answer = gateway::AnswerHeartbeatRequest {
                            session: beating.clone(),
                            sequence: beat.sequence,
                        };
                        let _ = heart.gateway().answer_heartbeat(answer).await;
                    }
                    _ => {}
                }
            }
        });
        Ok(Self {
            client,
            session,
            epochs,
            commands,
        })
    }

    /// A batch of texts, one from each of these customers.
    pub(crate) fn batch(
        &self,
        identity: &str,
        first: i64,
        customers: impl Iterator<Item = i64>,
    ) -> gateway::IngestUpdatesRequest {
        let updates: Vec<gateway::Update> = customers
            .enumerate()
            .map(|(index, customer)| text(first + i64::try_from(index).unwrap_or(0), customer))
            .collect();
        let last = first + i64::try_from(updates.len()).unwrap_or(0) - 1;
        gateway::IngestUpdatesRequest {
            session: self.session.clone(),
            identity: identity.to_owned(),
            epoch: self.epochs.get(identity).copied().unwrap_or(0),
            updates,
            cursor: Some(gateway::Cursor {
                source: "bench".to_owned(),
                kind: Some(gateway::cursor::Kind::UpdateId(last)),
            }),
        }
    }

    /// Completes a command as done.
    pub(crate) fn complete(&self, command: &gateway::CommandDelivery, message: i64) {
        let client = self.client.clone();
        let request = gateway::CompleteCommandRequest {
            session: self.session.clone(),
            lease_token: command.lease_token.clone(),
            outcome: Some(gateway::Outcome {
                kind: Some(gateway::outcome::Kind::Succeeded(gateway::Succeeded {
                    message_ids: vec![message],
                    ..gateway::Succeeded::default()
                })),
            }),
        };
        tokio::spawn(async move { client.gateway().complete_command(request).await });
    }
}

fn text(update_id: i64, customer: i64) -> gateway::Update {
    let address = common::ChatAddress {
        id: customer,
        ..common::ChatAddress::default()
    };
    let user = common::User {
        id: customer,
        first_name: format!("Customer {customer}"),
        language_code: "en".to_owned(),
        ..common::User::default()
    };
    let message = common::Message {
        chat: Some(common::Chat {
            address: Some(address),
            kind: common::ChatKind::Private.into(),
            first_name: user.first_name.clone(),
            ..common::Chat::default()
        }),
        message_id: update_id,
        sender: Some(common::Sender {
            user: Some(user),
            ..common::Sender::default()
        }),
        send_time: Some(prost_types::Timestamp {
            seconds: 1_767_225_600,
            nanos: 0,
        }),
        content: Some(common::Content {
            kind: Some(common::content::Kind::Text(common::FormattedText {
                text: format!("A question of ordinary length, number {update_id}, about an order."),
                entities: Vec::new(),
            })),
        }),
        ..common::Message::default()
    };
    gateway::Update {
        key: Some(gateway::UpdateKey {
            source: "bench".to_owned(),
            update_id,
            natural_key: String::new(),
        }),
        event: Some(update::Event::MessagePosted(message)),
    }
}
