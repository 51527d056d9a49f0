//! Webhooks: what integrators' programs are told, and what comes back of it.

use std::time::Duration;

use backline_domain::parameter::Name;
use backline_proto::admin::v1 as admin;
use serde_json::{Value, json};
use telegram_sim::Person;

use crate::house::{House, uuid};
use crate::receiver::{Post, Receiver};

const HOUR: Duration = Duration::from_secs(3600);

/// A house of which a program is told these events.
async fn told(receiver: &Receiver, events: &[&str], others: &[(&str, &str)]) -> House {
    let hooks = hooks(receiver, events);
    let parameters: Vec<(&str, &str)> = std::iter::once(("WEBHOOKS", hooks.as_str()))
        .chain([("WELCOME", "OFF")])
        .chain(others.iter().copied())
        .collect();
    House::on_disk(&parameters).await
}

fn hooks(receiver: &Receiver, events: &[&str]) -> String {
    json!({ receiver.url("/hook"): events }).to_string()
}

fn kind(post: &Post) -> &str {
    post.body["type"].as_str().unwrap()
}

fn text(post: &Post) -> &str {
    post.body["data"]["message"]["text"].as_str().unwrap_or("")
}

async fn begins(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (ann, topic)
}

async fn connection(house: &House) -> String {
    format!("connections/{}", house.connection().await.id)
}

pub(crate) async fn secret(house: &House) -> String {
    let request = admin::GetWebhookSecretRequest {
        connection: connection(house).await,
    };
    let client = house.client().await;
    let given = client.webhooks().get_webhook_secret(request).await;
    given.unwrap().into_inner().secret
}

async fn dead(house: &House) -> Vec<admin::DeadPost> {
    let request = admin::ListDeadPostsRequest {
        connection: connection(house).await,
        ..admin::ListDeadPostsRequest::default()
    };
    let client = house.client().await;
    let given = client.webhooks().list_dead_posts(request).await;
    given.unwrap().into_inner().dead_posts
}

#[tokio::test]
async fn a_program_is_told_what_happens_signed_and_in_order() {
    let receiver = Receiver::start().await;
    let house = told(&receiver, &["*"], &[("CSAT", "TRUE")]).await;
    let (ann, topic) = begins(&house).await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.olga.writes_in(&house.team, topic, "/close");
    let wanted = [
        "dialog_created",
        "message_received",
        "message_sent",
        "dialog_closed",
    ];
    house
        .until("all of it is posted", || {
            receiver.posts().len() >= wanted.len()
        })
        .await;
    house.at_rest().await;
    let posts = receiver.posts();
    assert_eq!(posts.iter().map(kind).collect::<Vec<_>>(), wanted);
    assert_eq!(
        (text(&posts[1]), text(&posts[2])),
        ("hello", "good morning")
    );
    let sent = &posts[2].body["data"];
    assert_eq!(sent["message"]["author"], "team");
    assert_eq!(sent["message"]["operator_id"], json!(house.olga.id()));
    assert_eq!(sent["dialog"]["customer"], "Ann");
    assert_eq!(sent["dialog"]["topic_id"], json!(topic));
    assert_eq!(posts[3].body["data"]["by_time"], json!(false));
    receiver.check_signatures(&secret(&house).await);
    let mut ids: Vec<&String> = posts
        .iter()
        .map(|post| &post.headers["webhook-id"])
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), posts.len(), "each has an id of its own");
    house.end().await;
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_in_order_under_the_same_id() {
    let receiver = Receiver::start().await;
    receiver.answers(500, Value::Null);
    let house = told(&receiver, &["message_received"], &[]).await;
    let (ann, topic) = begins(&house).await;
    ann.says(&house.front, "is anybody there");
    house.until_in_topic(topic, "is anybody there").await;
    house
        .until("the first is tried again", || receiver.posts().len() >= 3)
        .await;
    let before = receiver.posts();
    assert!(
        before.iter().all(|post| text(post) == "hello"),
        "{before:#?}"
    );
    let ids: Vec<&String> = before
        .iter()
        .map(|post| &post.headers["webhook-id"])
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    receiver.answers(204, Value::Null);
    house.pass(HOUR).await;
    house
        .until("both are taken", || {
            receiver
                .posts()
                .iter()
                .any(|post| text(post) == "is anybody there")
        })
        .await;
    house.at_rest().await;
    let posts = receiver.posts();
    let last: Vec<&str> = posts.iter().rev().take(2).map(text).collect();
    assert_eq!(last, ["is anybody there", "hello"], "each once it is taken");
    house.end().await;
}

#[tokio::test]
async fn after_a_day_it_is_given_up_and_can_be_replayed() {
    let receiver = Receiver::start().await;
    receiver.answers(503, Value::Null);
    let house = told(&receiver, &["message_received"], &[]).await;
    let (ann, topic) = begins(&house).await;
    house
        .until("it is tried", || !receiver.posts().is_empty())
        .await;
    ann.says(&house.front, "later");
    house.until_in_topic(topic, "later").await;
    for _ in 0..26 {
        house.pass(HOUR).await;
        house.settle().await;
    }
    let gone = async || dead(&house).await.len() == 2;
    for _ in 0..200 {
        if gone().await {
            break;
        }
        house.pass(Duration::from_secs(60)).await;
        house.settle().await;
    }
    let letters = dead(&house).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(
        letters[0].last_error.contains("503"),
        "{}",
        letters[0].last_error
    );
    assert_eq!(letters[0].url, receiver.url("/hook"));
    receiver.answers(200, Value::Null);
    let before = receiver.posts().len();
    let request = admin::ReplayDeadPostsRequest {
        request_id: uuid(77),
        connection: connection(&house).await,
        names: letters.iter().map(|letter| letter.name.clone()).collect(),
    };
    let client = house.client().await;
    for _ in 0..2 {
        // A repeated call does it once.
        let done = client.webhooks().replay_dead_posts(request.clone()).await;
        done.unwrap();
    }
    house
        .until("both are posted", || receiver.posts().len() >= before + 2)
        .await;
    house.at_rest().await;
    let posts = receiver.posts();
    assert_eq!(
        posts[before..].iter().map(text).collect::<Vec<_>>(),
        ["hello", "later"]
    );
    assert_eq!(
        posts[before].headers["webhook-id"],
        posts[0].headers["webhook-id"]
    );
    assert!(dead(&house).await.is_empty());
    house.end().await;
}

#[tokio::test]
async fn what_waits_is_posted_after_a_restart() {
    let receiver = Receiver::start().await;
    receiver.answers(500, Value::Null);
    let mut house = told(&receiver, &["message_received"], &[]).await;
    begins(&house).await;
    house
        .until("it is tried", || !receiver.posts().is_empty())
        .await;
    house.stop().await;
    receiver.answers(200, Value::Null);
    let before = receiver.posts().len();
    Box::pin(house.start()).await;
    house
        .until("it is posted", || receiver.posts().len() > before)
        .await;
    house.at_rest().await;
    assert_eq!(receiver.posts().len(), before + 1);
    house.end().await;
}

#[tokio::test]
async fn a_command_that_is_registered_is_answered_in_the_topic() {
    let receiver = Receiver::start().await;
    let house = told(&receiver, &["/order"], &[("HIDE_INFO", "contact")]).await;
    let (ann, topic) = begins(&house).await;
    // What the program knows of the customer, the team may not.
    receiver.answers_next(200, json!({"text": "Order 7: shipped, +49 30 901820"}));
    house.olga.writes_in(&house.team, topic, "/Order 7 please");
    house.until_in_topic(topic, "Order 7: shipped").await;
    let asked = &receiver.posts()[0].body["data"];
    assert_eq!(asked["command"]["name"], "/order");
    assert_eq!(asked["command"]["arguments"], "7 please");
    assert_eq!(asked["command"]["operator_id"], json!(house.olga.id()));
    let shown = house.team.thread(topic).texts().join("\n");
    assert!(!shown.contains("901820"), "{shown}");
    // It does not answer: that is said once, and the answer comes later.
    receiver.answers(500, Value::Null);
    house.olga.writes_in(&house.team, topic, "/order 8");
    house.until_in_topic(topic, "⏳ /order was not taken").await;
    receiver.answers(200, json!("Order 8: lost"));
    house.until_in_topic(topic, "Order 8: lost").await;
    house.olga.writes_in(&house.team, topic, "/orders");
    house
        .until_in_topic(topic, "There is no command /orders")
        .await;
    house.olga.writes_in(&house.team, topic, "/help");
    house.until_in_topic(topic, "/order – asks a program").await;
    house.at_rest().await;
    let shown = house.team.thread(topic).texts();
    let told = shown.iter().filter(|text| text.contains("⏳"));
    assert_eq!(told.count(), 1);
    assert_eq!(
        ann.chat_with(&house.front).texts(),
        ["hello"],
        "nothing to the customer"
    );
    house.end().await;
}

#[tokio::test]
async fn what_is_hidden_is_posted_to_nobody_also_when_it_waited() {
    let receiver = Receiver::start().await;
    receiver.answers(500, Value::Null);
    let house = told(&receiver, &["*"], &[]).await;
    let ann = house.sim.person("Annabella");
    ann.says(&house.front, "write to a@b.example");
    house
        .until("it is tried", || !receiver.posts().is_empty())
        .await;
    let tried = receiver.posts().len();
    house.set(Name::HideInfo, "ALL").await;
    receiver.answers(200, Value::Null);
    house.pass(HOUR).await;
    house
        .until("what waited is posted", || {
            let posts = receiver.posts();
            posts[tried..]
                .iter()
                .any(|post| kind(post) == "message_received")
        })
        .await;
    ann.says(&house.front, "write to a@b.example");
    house
        .until("the next one too", || {
            let posts = receiver.posts();
            let received = posts.iter().filter(|post| kind(post) == "message_received");
            received.count() >= 2
        })
        .await;
    house.at_rest().await;
    let id = ann.id().to_string();
    for post in &receiver.posts()[tried..] {
        let body = post.body.to_string();
        for secret in ["Annabella", "a@b.example", id.as_str()] {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
    }
    house.end().await;
}

#[tokio::test]
async fn a_url_into_the_servers_own_network_is_refused_unless_it_is_allowed() {
    let receiver = Receiver::start().await;
    let house = told(&receiver, &["message_received"], &[]).await;
    // Only 127.0.0.1 is allowed here.
    let inside = json!({"http://127.0.0.2:1/secret-path": ["message_received"]});
    house.set(Name::Webhooks, &inside.to_string()).await;
    begins(&house).await;
    house.at_rest().await;
    let request = admin::ListWebhooksRequest {
        connection: connection(&house).await,
    };
    let client = house.client().await;
    let shown = client.webhooks().list_webhooks(request).await.unwrap();
    let shown = shown.into_inner();
    assert_eq!(shown.waiting_count, 1);
    let error = &shown.webhooks[0].last_error;
    assert!(error.contains("a network that is not public"), "{error}");
    assert!(!error.contains("secret-path"), "{error}");
    assert!(receiver.posts().is_empty());
    house.end().await;
}

#[tokio::test]
async fn a_new_secret_is_used_beside_the_old_one_for_a_day() {
    let receiver = Receiver::start().await;
    let house = told(&receiver, &["message_received"], &[]).await;
    let old = secret(&house).await;
    let request = admin::RotateWebhookSecretRequest {
        request_id: uuid(78),
        connection: connection(&house).await,
    };
    let client = house.client().await;
    let rotated = client.webhooks().rotate_webhook_secret(request).await;
    let new = rotated.unwrap().into_inner().secret;
    assert_ne!(old, new);
    assert_eq!(secret(&house).await, new);
    let (ann, _) = begins(&house).await;
    house
        .until("it is posted", || receiver.posts().len() == 1)
        .await;
    let first = receiver.posts().remove(0);
    assert!(first.is_signed_with(&old) && first.is_signed_with(&new));
    house.pass(25 * HOUR).await;
    ann.says(&house.front, "once more");
    house
        .until("it is posted", || receiver.posts().len() == 2)
        .await;
    let second = receiver.posts().remove(1);
    assert!(!second.is_signed_with(&old) && second.is_signed_with(&new));
    house.end().await;
}
