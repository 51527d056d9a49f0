use serde_json::{Value, json};
use telegram_sim::{Business, BusinessRights, Content};

use crate::{client::kind, stage::Stage};

/// Olga's account is looked after by the bot, which has heard of it.
pub(crate) async fn connected() -> (Stage, Business) {
    let stage = Stage::set().await;
    stage.bot.takes_business();
    let business = stage.olga.connects(&stage.bot, BusinessRights::all());
    stage.client.updates().await;
    (stage, business)
}

#[tokio::test]
async fn a_connection_begins_changes_and_ends() {
    let Stage {
        client, bot, olga, ..
    } = Stage::set().await;
    bot.takes_business();
    assert_eq!(
        client.ok("getMe", json!({})).await["can_connect_to_business"],
        true
    );
    let business = olga.connects(&bot, BusinessRights::all());
    business.allows(BusinessRights::none());
    business.ends();
    let updates = client.updates().await;
    let told: Vec<&Value> = updates
        .iter()
        .map(|update| &update["business_connection"])
        .collect();
    assert_eq!(told[0]["id"], business.id());
    assert_eq!(told[0]["user"]["id"], olga.id());
    assert_eq!(told[0]["user_chat_id"], olga.id());
    assert_eq!(told[0]["is_enabled"], true);
    assert_eq!(told[0]["rights"]["can_reply"], true);
    assert_eq!(told[1]["rights"], json!({}));
    assert_eq!(told[2]["is_enabled"], false);
    let get = json!({"business_connection_id": business.id()});
    assert_eq!(
        client.ok("getBusinessConnection", get).await["is_enabled"],
        false
    );
    assert_eq!(
        client
            .refused(
                "getBusinessConnection",
                json!({"business_connection_id": "made-up"})
            )
            .await,
        "400 Bad Request: business connection not found"
    );
    let again = olga.connects(&bot, BusinessRights::all());
    assert_ne!(again.id(), business.id(), "a new one has a new id");
}

#[tokio::test]
async fn the_accounts_chats_are_seen_with_the_accounts_numbers() {
    let (stage, business) = connected().await;
    let Stage {
        client,
        ann,
        olga,
        bot,
        ..
    } = &stage;
    olga.says(bot, "to the bot itself");
    let hers = ann.says(olga, "hello");
    let photo = ann.sends(olga, Content::photo("cat").caption("a cat"));
    let ours = olga.replies_to(&hers, "from my phone");
    ann.edits(&hers, "hello!");
    ann.deletes_all(&[&hers, &photo]);
    let updates = client.updates().await;
    let kinds: Vec<String> = updates.iter().map(kind).collect();
    assert_eq!(
        kinds,
        [
            "message",
            "business_message",
            "business_message",
            "business_message",
            "edited_business_message",
            "deleted_business_messages",
        ]
    );
    let first = &updates[1]["business_message"];
    assert_eq!(first["business_connection_id"], business.id());
    assert_eq!(first["chat"]["id"], ann.id());
    assert_eq!(first["from"]["id"], ann.id());
    assert_eq!(first["message_id"], hers.id_for(olga));
    assert_ne!(
        hers.id_for(olga),
        hers.id_for(ann),
        "each account counts for itself"
    );
    let file = updates[2]["business_message"]["photo"][1]["file_id"].clone();
    client.ok("getFile", json!({"file_id": file})).await;
    let own = &updates[3]["business_message"];
    assert_eq!(own["from"]["id"], olga.id());
    assert_eq!(own["chat"]["id"], ann.id());
    assert_eq!(own.get("sender_business_bot"), None);
    assert_eq!(own["reply_to_message"]["message_id"], hers.id_for(olga));
    assert_eq!(
        own["reply_to_message"]["business_connection_id"],
        business.id()
    );
    assert_eq!(updates[4]["edited_business_message"]["text"], "hello!");
    let gone = &updates[5]["deleted_business_messages"];
    assert_eq!(gone["business_connection_id"], business.id());
    assert_eq!(gone["chat"]["id"], ann.id());
    assert_eq!(
        gone["message_ids"],
        json!([hers.id_for(olga), photo.id_for(olga)])
    );
    assert_eq!(ours.id(), ours.id_for(olga));
}

#[tokio::test]
async fn the_bot_writes_edits_and_deletes_as_the_account() {
    let (stage, business) = connected().await;
    let Stage {
        client,
        ann,
        olga,
        bot,
        ..
    } = &stage;
    let hers = ann.says(olga, "hello");
    client.updates().await;
    let at = |more: Value| {
        let mut params = json!({"business_connection_id": business.id(), "chat_id": ann.id()});
        params
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        params
    };
    let reply = json!({"text": "good morning", "reply_parameters": {"message_id": hers.id_for(olga), "quote": "hello"}});
    let sent = client.ok("sendMessage", at(reply)).await;
    assert_eq!(sent["business_connection_id"], business.id());
    assert_eq!(sent["sender_business_bot"]["id"], bot.id());
    assert_eq!(sent["from"]["id"], olga.id());
    assert_eq!(sent["quote"]["text"], "hello");
    let echo = client.updates().await.remove(0)["business_message"].clone();
    assert_eq!(echo["message_id"], sent["message_id"]);
    assert_eq!(echo["sender_business_bot"]["id"], bot.id());
    let id = sent["message_id"].clone();
    let seen = ann.chat_with(olga).last().unwrap();
    assert_eq!(
        (seen.sender.as_str(), seen.text.as_str()),
        ("Olga", "good morning")
    );
    let edited = client
        .ok(
            "editMessageText",
            at(json!({"message_id": id, "text": "good evening"})),
        )
        .await;
    assert_eq!(edited["business_connection_id"], business.id());
    client
        .ok(
            "readBusinessMessage",
            at(json!({"message_id": hers.id_for(olga)})),
        )
        .await;
    assert!(hers.is_read());
    client
        .ok("sendChatAction", at(json!({"action": "typing"})))
        .await;
    let photo = json!({"type": "photo", "media": "made-up"});
    let album = at(json!({"media": [photo, photo]}));
    assert!(
        client
            .refused("sendMediaGroup", album)
            .await
            .contains("wrong file identifier")
    );
    let delete = json!({"business_connection_id": business.id(), "message_ids": [id, 4711]});
    client.ok("deleteBusinessMessages", delete).await;
    assert_eq!(ann.chat_with(olga).texts(), ["hello"]);
    assert_eq!(client.updates().await, Vec::<Value>::new());
    let list = at(json!({"checklist": {"title": "Trip", "tasks": [{"id": 1, "text": "shoes"}]}}));
    assert_eq!(
        client.ok("sendChecklist", list).await["checklist"]["title"],
        "Trip"
    );
    assert_eq!(stage.sim.violations(), []);
    // Reactions and copies are not made for accounts.
    let copy = at(json!({"from_chat_id": ann.id(), "message_id": 1}));
    client.ask("copyMessage", copy).await;
    assert_eq!(stage.sim.violations().len(), 1);
}

#[tokio::test]
async fn albums_and_buttons_go_through_an_account() {
    let (stage, business) = connected().await;
    let Stage {
        client, ann, olga, ..
    } = &stage;
    ann.sends_album(olga, vec![Content::photo("1"), Content::photo("2")]);
    let updates = client.updates().await;
    let piece = |at: usize| &updates[at]["business_message"];
    assert_eq!(piece(0)["media_group_id"], piece(1)["media_group_id"]);
    let media = |at: usize| json!({"type": "photo", "media": piece(at)["photo"][1]["file_id"]});
    let album = json!({"business_connection_id": business.id(), "chat_id": ann.id(), "media": [media(0), media(1)]});
    let sent = client.ok("sendMediaGroup", album).await;
    assert_eq!(sent[0]["sender_business_bot"]["id"], stage.bot.id());
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    let keys = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    let ask = json!({"business_connection_id": business.id(), "chat_id": ann.id(), "text": "Ok?", "reply_markup": keys});
    client.ok("sendMessage", ask).await;
    client.updates().await;
    ann.presses(&ann.chat_with(olga).find("Ok?").unwrap(), "ok");
    let query = client.updates().await.remove(0)["callback_query"].clone();
    assert_eq!(query["message"]["business_connection_id"], business.id());
    assert_eq!(query["from"]["id"], ann.id());
}
