use serde_json::{Value, json};

use crate::page::Control;

#[tokio::test]
async fn the_page_learns_of_albums_quotes_edits_and_origins() {
    let control = Control::start().await;
    let bot = control.done("bot", json!({"name": "Support"})).await;
    let ann = control.done("person", json!({"name": "Ann"})).await["id"].clone();
    let png = b"\x89PNG made for a test";
    let upload = control
        .http
        .post(format!(
            "{}/sim/upload?kind=photo&name=cat.png",
            control.sim.url()
        ))
        .body(png.to_vec())
        .send()
        .await
        .unwrap();
    let upload: Value = upload.json().await.unwrap();
    let file = json!({"kind": "photo", "name": "cat.png", "upload": upload["result"]["upload"]});
    let say = |more: Value| {
        let mut said = json!({"from": ann, "to": bot["id"]});
        said.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        said
    };
    let piece = |text: &str| say(json!({"text": text, "album": "16001", "file": file}));
    let first = control.done("say", piece("two cats")).await;
    let second = control.done("say", piece("")).await;
    let text = control.done("say", say(json!({"text": "one two"}))).await;
    let quote = json!({"text": "which?", "reply_to": text["uid"], "quote": "two"});
    control.done("say", say(quote)).await;
    control
        .done(
            "edit",
            json!({"from": ann, "message": text["uid"], "text": "one two three"}),
        )
        .await;
    control
        .done(
            "react",
            json!({"from": ann, "message": second["uid"], "emoji": "🔥"}),
        )
        .await;
    let state: Value = control.get("/sim/state").await.json().await.unwrap();
    let messages = state["chats"][0]["messages"].clone();
    assert_eq!(messages[0]["album"], messages[1]["album"]);
    assert_eq!(
        messages[0]["reactions"],
        json!([["Ann", "🔥"]]),
        "on the first piece"
    );
    assert_eq!(messages[2]["edited"], true);
    assert_eq!(messages[3]["reply"]["text"], "two");
    assert_eq!(messages[3]["reply"]["quoted"], true);
    let picture = format!("/sim/file/{}", messages[0]["picture"]);
    let shown = control.get(&picture).await;
    assert_eq!(shown.headers()["content-type"], "image/png");
    assert_eq!(shown.bytes().await.unwrap().as_ref(), png);
    let gone = json!({"from": ann, "message": first["uid"], "more": [second["uid"]]});
    control.done("delete", gone).await;
    let state: Value = control.get("/sim/state").await.json().await.unwrap();
    assert_eq!(state["chats"][0]["messages"].as_array().unwrap().len(), 2);
    let forward = json!({"chat_id": ann, "from_chat_id": ann, "message_id": 3});
    control
        .bot_call(&bot["token"], "forwardMessage", forward)
        .await;
    let state: Value = control.get("/sim/state").await.json().await.unwrap();
    assert_eq!(state["chats"][0]["messages"][2]["forwarded"], "Ann");
}

#[tokio::test]
async fn live_locations_raw_kinds_and_business_are_commanded_too() {
    let control = Control::start().await;
    let bot = control
        .done("bot", json!({"name": "Support", "business": true}))
        .await;
    let ann = control.done("person", json!({"name": "Ann"})).await["id"].clone();
    let live = json!({"latitude": 1.0, "longitude": 2.0, "live_period": 600});
    let raw = json!({"from": ann, "to": bot["id"], "kind": "location", "value": live});
    let live = control.done("raw", raw).await;
    let there = json!({"from": ann, "message": live["uid"], "latitude": 3.0, "longitude": 4.0});
    control.done("move", there.clone()).await;
    control
        .done(
            "move",
            json!({"from": ann, "message": live["uid"], "stop": true}),
        )
        .await;
    assert_eq!(control.act("move", there).await["ok"], false);
    let connection = control
        .done("connect", json!({"from": ann, "bot": bot["id"]}))
        .await;
    control.done("disconnect", connection).await;
    let updates = control
        .bot_call(&bot["token"], "getUpdates", json!({}))
        .await;
    let kinds: Vec<&str> = updates
        .as_array()
        .unwrap()
        .iter()
        .map(|update| {
            let mut kinds = update.as_object().unwrap().keys();
            kinds.find(|kind| *kind != "update_id").unwrap().as_str()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "message",
            "edited_message",
            "edited_message",
            "business_connection",
            "business_connection",
        ]
    );
}
