use serde_json::{Value, json};
use telegram_sim::Violation;

use crate::{client::Client, stage::Stage};

async fn sent(response: reqwest::Result<reqwest::Response>) -> Value {
    let answer: Value = response.unwrap().json().await.unwrap();
    assert_eq!(answer["ok"], true, "{answer}");
    answer["result"]["text"].clone()
}

#[tokio::test]
async fn parameters_come_in_every_form() {
    let Stage { client, ann, .. } = Stage::started().await;
    let http = client.http();
    let id = ann.id().to_string();
    let entities = json!([{"type": "bold", "offset": 0, "length": 1}]).to_string();
    let pairs = [
        ("chat_id", id.as_str()),
        ("text", "ü & 😀"),
        ("entities", entities.as_str()),
    ];
    let get = http
        .get(client.url("sendMessage"))
        .query(&pairs)
        .send()
        .await;
    assert_eq!(sent(get).await, "ü & 😀");
    let form = http
        .post(client.url("sendmessage"))
        .form(&pairs)
        .send()
        .await;
    assert_eq!(sent(form).await, "ü & 😀");
    let mut parts = reqwest::multipart::Form::new();
    for (name, value) in pairs {
        parts = parts.text(name, value.to_owned());
    }
    let multipart = http
        .post(client.url("SendMessage"))
        .multipart(parts)
        .send()
        .await;
    assert_eq!(sent(multipart).await, "ü & 😀");
    let body = json!({"chat_id": id, "text": "ü & 😀"});
    let json = http
        .post(client.url("SENDMESSAGE"))
        .json(&body)
        .send()
        .await;
    assert_eq!(sent(json).await, "ü & 😀");
}

#[tokio::test]
async fn unknown_methods_tokens_and_parameters() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let unknown = client.ask("sendTelepathy", json!({})).await;
    assert_eq!(
        unknown,
        json!({"ok": false, "error_code": 404, "description": "Not Found"})
    );
    let nobody = client
        .http()
        .get(format!("{}/bot1:x/getMe", sim.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(nobody.status(), 401);
    let nobody: Value = nobody.json().await.unwrap();
    assert_eq!(nobody["description"], "Unauthorized");
    assert_eq!(sim.violations(), []);
    client
        .ok(
            "sendMessage",
            json!({"chat_id": ann.id(), "text": "x", "reply_to": 5}),
        )
        .await;
    assert_eq!(
        sim.violations(),
        [Violation::UnknownParameter {
            bot: bot.id(),
            method: "sendMessage".into(),
            parameter: "reply_to".into()
        }]
    );
    let garbage = client
        .http()
        .post(client.url("sendMessage"))
        .header("content-type", "application/json")
        .body("{")
        .send();
    assert_eq!(garbage.await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_revoked_token_opens_nothing() {
    let Stage {
        sim,
        client,
        mut bot,
        ..
    } = Stage::set().await;
    assert_eq!(
        client.ok("getMe", json!({})).await["can_read_all_group_messages"],
        false
    );
    bot.revokes_token();
    assert_eq!(client.refused("getMe", json!({})).await, "401 Unauthorized");
    let renewed = Client::new(&sim, &bot);
    assert_eq!(renewed.ok("getMe", json!({})).await["id"], bot.id());
}

#[tokio::test]
async fn commands_are_kept_by_scope() {
    let Stage { client, .. } = Stage::set().await;
    let commands = json!([{"command": "help", "description": "What I can do"}]);
    client
        .ok("setMyCommands", json!({"commands": commands}))
        .await;
    assert_eq!(client.ok("getMyCommands", json!({})).await, commands);
    let scope = json!({"type": "all_group_chats"});
    assert_eq!(
        client.ok("getMyCommands", json!({"scope": scope})).await,
        json!([])
    );
    client.ok("deleteMyCommands", json!({})).await;
    assert_eq!(client.ok("getMyCommands", json!({})).await, json!([]));
    let bad = json!({"commands": [{"command": "Not good", "description": "x"}]});
    assert_eq!(
        client.refused("setMyCommands", bad).await,
        "400 Bad Request: BOT_COMMAND_INVALID"
    );
}
