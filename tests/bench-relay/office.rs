//! A server on an embedded store, with connections that work.

use std::path::Path;

use backline_client::{Client, Config as ClientConfig, Secret};
use backline_domain::change::{Change, Identity};
use backline_domain::connection::{Connection, Group};
use backline_domain::dialog::{Customer, Dialog, Key, Kind, Look, State, Topic};
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId, UserId};
use backline_domain::time::Timestamp;
use backline_server::app::{self, Running};
use backline_server::clock::SystemClock;
use backline_server::config::{Config, Secrets};
use backline_store::{Options, SealKey, Store};
use tokio_util::sync::CancellationToken;

pub(crate) const KEY: [u8; 32] = [3; 32];
/// Customers of one connection.
pub(crate) const CUSTOMERS: i64 = 500;

pub(crate) fn url(directory: &Path) -> String {
    format!("surrealkv://{}/data", directory.display())
}

pub(crate) fn connection_id(number: i64) -> ConnectionId {
    ConnectionId::parse(&format!("bench{number}")).unwrap_or_else(|_| unreachable!())
}

pub(crate) fn bot(number: i64) -> IdentityId {
    IdentityId::bot(1_000 + number)
}

pub(crate) fn group(number: i64) -> i64 {
    -1_001_000_000_000 - number
}

pub(crate) async fn open_store(
    directory: &Path,
) -> anyhow::Result<std::sync::Arc<backline_store::Surreal>> {
    Ok(backline_store::open(Options {
        url: url(directory),
        key: SealKey::new(KEY),
        namespace: "backline".to_owned(),
        database: "backline".to_owned(),
        username: None,
        password: None,
    })
    .await?)
}

/// Connections whose dialogs all have their topic.
pub(crate) async fn furnish(
    store: &dyn Store,
    connections: i64,
    customers: i64,
) -> anyhow::Result<()> {
    for number in 0..connections {
        let id = connection_id(number);
        let mut rows = vec![
            Change::PutConnection(Box::new(connection(number))),
            Change::PutIdentity(Identity {
                id: bot(number),
                connection: id.clone(),
                epoch: 0,
                cursor: None,
            }),
            Change::PutSecret(
                bot(number),
                backline_domain::change::Secret::new(format!("{}:bench", 1_000 + number)),
            ),
        ];
        for customer in 1..=customers {
            rows.push(Change::PutDialog(Box::new(dialog(number, customer))));
            rows.push(Change::PutTopic(
                ChatId(group(number)),
                TopicId(customer + 1),
                dialog(number, customer).key,
            ));
            if rows.len() > 500 {
                store.commit(std::mem::take(&mut rows)).await?;
            }
        }
        store.commit(rows).await?;
    }
    Ok(())
}

pub(crate) fn dialog(number: i64, customer: i64) -> Dialog {
    let key = Key {
        connection: connection_id(number),
        chat: ChatAddress::whole(ChatId(customer)),
    };
    let name = format!("Customer {customer}");
    let shown = Look {
        name: format!("🟪 {name}"),
        is_closed: false,
    };
    let who = Customer {
        name,
        ..Customer::default()
    };
    Dialog {
        state: State::UserAnswered,
        topic: Topic::Known(TopicId(customer + 1)),
        topics_made: 1,
        former_topic: None,
        shown,
        ..Dialog::new(key, Kind::Private, who, Timestamp(1))
    }
}

fn connection(number: i64) -> Connection {
    let parameters = [("RATE_BACKEND", "100000"), ("WELCOME", "OFF")];
    Connection {
        id: connection_id(number),
        name: format!("bench{number}"),
        frontend: bot(number),
        frontend_username: format!("bench{number}_bot"),
        group: Group::Known(ChatId(group(number))),
        group_title: "Team".to_owned(),
        administrator: Some(UserId(1)),
        is_stopped: false,
        problem: None,
        problem_reason: None,
        business: std::collections::BTreeMap::new(),
        identity_problem: None,
        is_barred: false,
        keeps_out_of_groups: false,
        has_privacy_mode: false,
        in_setup_bot: false,
        candidate: None,
        owes_word_of_group: false,
        account: None,
        created_at: Timestamp(1),
        parameters: parameters.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        told_unknown: false,
        team: backline_domain::team::Roster::default(),
        outreach: backline_domain::outreach::Budget::default(),
        operators: std::collections::BTreeSet::default(),
        relays: std::collections::BTreeMap::new(),
        mtproto: std::collections::BTreeMap::new(),
        webhook_secret: backline_domain::connection::WebhookSecret::default(),
        desk: None,
        revision: 1,
    }
}

/// A running server and a client with a gateway's token.
pub(crate) async fn open(directory: &Path) -> anyhow::Result<(Running, Client, CancellationToken)> {
    let secrets = Secrets::with_key(SealKey::new(KEY));
    let config = Config::in_process(directory, &url(directory), secrets)?;
    let stop = CancellationToken::new();
    let running = app::start(config, None, SystemClock::start(), stop.clone()).await?;
    let token = String::from_utf8(running.lend_gateway_token()?.expose().to_vec())?;
    let config =
        ClientConfig::new(format!("http://{}", running.address())).with_token(Secret::new(token));
    let client = Client::connect(config).await?;
    Ok((running, client, stop))
}
