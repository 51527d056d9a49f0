use serde_json::{Value, json};
use telegram_sim::Content;

use crate::stage::Stage;

#[tokio::test]
async fn a_text_arrives_with_its_entities() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let sent = client
        .ok(
            "sendMessage",
            json!({"chat_id": ann.id(), "text": "😀 bold /x", "entities": [{"type": "bold", "offset": 3, "length": 4}]}),
        )
        .await;
    assert_eq!(sent["from"]["username"], "SupportBot");
    assert_eq!(
        sent["chat"],
        json!({"id": ann.id(), "type": "private", "first_name": "Ann"})
    );
    assert_eq!(
        sent["entities"],
        json!([{"type": "bold", "offset": 3, "length": 4}, {"type": "bot_command", "offset": 8, "length": 2}])
    );
    assert_eq!(ann.chat_with(&bot).texts(), ["/start", "😀 bold /x"]);
    assert_eq!(
        ann.chat_with(&bot).transcript(),
        "[Ann] /start\n[Support] 😀 bold /x\n"
    );
}

#[tokio::test]
async fn texts_have_a_length_in_utf16() {
    let Stage { client, ann, .. } = Stage::started().await;
    let send = |text: String| json!({"chat_id": ann.id(), "text": text});
    client.ok("sendMessage", send("😀".repeat(2048))).await;
    let too_long = client.refused("sendMessage", send("😀".repeat(2049))).await;
    assert_eq!(too_long, "400 Bad Request: message is too long");
    let empty = client.refused("sendMessage", send(String::new())).await;
    assert_eq!(empty, "400 Bad Request: message text is empty");
    let blank = client.refused("sendMessage", send("  \n".into())).await;
    assert_eq!(blank, "400 Bad Request: text must be non-empty");
    let nowhere = client.refused("sendMessage", json!({"text": "x"})).await;
    assert_eq!(nowhere, "400 Bad Request: chat_id is empty");
    let photo = ann_photo(&client).await;
    let caption = json!({"chat_id": ann.id(), "photo": photo, "caption": "x".repeat(1025)});
    assert_eq!(
        client.refused("sendPhoto", caption).await,
        "400 Bad Request: message caption is too long"
    );
}

async fn ann_photo(client: &crate::client::Client) -> String {
    let form = reqwest::multipart::Form::new()
        .text("chat_id", "1000000")
        .part(
            "photo",
            reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.jpg"),
        );
    // Sent to nobody: the file never comes to be, and the id is made up.
    let answer = client
        .http()
        .post(client.url("sendPhoto"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    "made-up".to_owned()
}

#[tokio::test]
async fn entities_must_lie_within_the_text() {
    let Stage { client, ann, .. } = Stage::started().await;
    let cases = [
        (
            json!([{"type": "bold", "offset": 0, "length": 4}]),
            "400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4",
        ),
        (
            json!([{"type": "bold", "offset": 1, "length": 1}]),
            "400 Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (
            json!([{"type": "glitter", "offset": 0, "length": 1}]),
            "400 Bad Request: can't parse MessageEntity: Unsupported type specified",
        ),
        (
            json!([{"type": "text_link", "offset": 2, "length": 1}]),
            "400 Bad Request: can't parse MessageEntity: Can't find field \"url\"",
        ),
    ];
    for (entities, refusal) in cases {
        let params = json!({"chat_id": ann.id(), "text": "😀x", "entities": entities});
        assert_eq!(client.refused("sendMessage", params).await, refusal);
    }
}

#[tokio::test]
async fn people_may_be_gone_or_closed() {
    let Stage {
        sim,
        client,
        ann,
        bot,
        olga,
        team,
        ..
    } = Stage::started().await;
    let to = |id: i64| json!({"chat_id": id, "text": "x"});
    assert_eq!(
        client.refused("sendMessage", to(42)).await,
        "400 Bad Request: chat not found"
    );
    assert_eq!(
        client.refused("sendMessage", to(-42)).await,
        "400 Bad Request: chat not found"
    );
    assert_eq!(
        client.refused("sendMessage", to(olga.id())).await,
        "403 Forbidden: bot can't initiate conversation with a user"
    );
    ann.blocks(&bot);
    assert_eq!(
        client.refused("sendMessage", to(ann.id())).await,
        "403 Forbidden: bot was blocked by the user"
    );
    let update = client.updates().await.remove(0);
    assert_eq!(
        update["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    assert_eq!(update["my_chat_member"]["chat"]["id"], ann.id());
    ann.unblocks(&bot);
    client.ok("sendMessage", to(ann.id())).await;
    ann.deactivates();
    assert_eq!(
        client.refused("sendMessage", to(ann.id())).await,
        "403 Forbidden: user is deactivated"
    );
    team.kick(&bot);
    assert_eq!(
        client.refused("sendMessage", to(team.id())).await,
        "403 Forbidden: bot was kicked from the supergroup chat"
    );
    let basic = sim.basic_group("Small", &olga);
    basic.add(&bot);
    client.ok("leaveChat", json!({"chat_id": basic.id()})).await;
    assert_eq!(
        client.refused("sendMessage", to(basic.id())).await,
        "403 Forbidden: bot is not a member of the group chat"
    );
}

#[tokio::test]
async fn replies_and_quotes_must_fit() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let question = ann.says(&bot, "Where is my order? It is late.");
    let reply = |reply: Value| json!({"chat_id": ann.id(), "text": "x", "reply_parameters": reply});
    let sent = client
        .ok(
            "sendMessage",
            reply(json!({"message_id": question.id(), "quote": "my order"})),
        )
        .await;
    assert_eq!(sent["reply_to_message"]["message_id"], question.id());
    assert_eq!(
        sent["quote"],
        json!({"text": "my order", "position": 9, "is_manual": true})
    );
    assert_eq!(
        client
            .refused(
                "sendMessage",
                reply(json!({"message_id": question.id(), "quote": "your"}))
            )
            .await,
        "400 Bad Request: QUOTE_TEXT_INVALID"
    );
    assert_eq!(
        client
            .refused("sendMessage", reply(json!({"message_id": 999})))
            .await,
        "400 Bad Request: message to be replied not found"
    );
    client
        .ok(
            "sendMessage",
            reply(json!({"message_id": 999, "allow_sending_without_reply": true})),
        )
        .await;
}

#[tokio::test]
async fn buttons_are_kept_and_pressed() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]});
    client
        .ok(
            "sendMessage",
            json!({"chat_id": ann.id(), "text": "Sure?", "reply_markup": keyboard}),
        )
        .await;
    let question = ann.chat_with(&bot).find("Sure?").unwrap();
    let press = ann.presses(&question, "yes");
    let query = client.updates().await.remove(0)["callback_query"].clone();
    assert_eq!(query["data"], "yes");
    assert_eq!(query["id"], press);
    assert_eq!(query["message"]["reply_markup"], keyboard);
    client
        .ok(
            "answerCallbackQuery",
            json!({"callback_query_id": press, "text": "Noted"}),
        )
        .await;
    assert_eq!(ann.answer_to_press(&press).unwrap()["text"], "Noted");
    assert_eq!(
        client
            .refused("answerCallbackQuery", json!({"callback_query_id": press}))
            .await,
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
}

#[tokio::test]
async fn every_simple_kind_can_be_sent() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let to = ann.id();
    client
        .ok(
            "sendLocation",
            json!({"chat_id": to, "latitude": 52.5, "longitude": 13.4}),
        )
        .await;
    let venue = json!({"chat_id": to, "latitude": 1.0, "longitude": 2.0, "title": "Shop", "address": "Street 1"});
    assert_eq!(
        client.ok("sendVenue", venue).await["venue"]["title"],
        "Shop"
    );
    client
        .ok(
            "sendContact",
            json!({"chat_id": to, "phone_number": "+1", "first_name": "Bob"}),
        )
        .await;
    client.ok("sendDice", json!({"chat_id": to})).await;
    client
        .ok(
            "sendPoll",
            json!({"chat_id": to, "question": "?", "options": [{"text": "a"}, {"text": "b"}]}),
        )
        .await;
    client
        .ok("sendChatAction", json!({"chat_id": to, "action": "typing"}))
        .await;
    let kinds: Vec<String> = ann
        .chat_with(&bot)
        .messages()
        .into_iter()
        .map(|seen| seen.kind)
        .collect();
    assert_eq!(
        kinds,
        ["text", "location", "venue", "contact", "dice", "poll"]
    );
}

#[tokio::test]
async fn start_payload_is_a_text() {
    let Stage {
        client, ann, bot, ..
    } = Stage::set().await;
    ann.starts(&bot, Some("promo-7"));
    let update = client.updates().await.remove(0);
    assert_eq!(update["message"]["text"], "/start promo-7");
    assert_eq!(
        update["message"]["entities"],
        json!([{"type": "bot_command", "offset": 0, "length": 6}])
    );
}

#[tokio::test]
async fn hostile_names_and_ids_travel_unharmed() {
    let Stage {
        sim, client, bot, ..
    } = Stage::set().await;
    let edge = sim.person_with_id("/close <b>&\u{202e}\u{200b}", (1 << 52) - 1);
    edge.sends(
        &bot,
        Content::text("sparkling").format("spark", "date_time"),
    );
    let message = client.updates().await.remove(0)["message"].clone();
    assert_eq!(message["from"]["id"], (1_i64 << 52) - 1);
    assert_eq!(message["from"]["first_name"], "/close <b>&\u{202e}\u{200b}");
    assert_eq!(message["entities"][0]["type"], "date_time");
}
