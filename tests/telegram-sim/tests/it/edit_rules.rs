use std::time::Duration;

use serde_json::{Value, json};
use telegram_sim::{Content, world::MediaKind};

use crate::stage::Stage;

/// Sends something as the bot; the edit's first parameters are returned.
async fn sent(stage: &Stage, method: &str, more: Value) -> Value {
    let mut params = json!({"chat_id": stage.ann.id()});
    params
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let message = stage.client.ok(method, params).await;
    json!({"chat_id": stage.ann.id(), "message_id": message["message_id"]})
}

fn with(edit: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut edit = edit.clone();
    edit[field] = value.into();
    edit
}

/// File ids by kind, as the bot knows them.
async fn file(stage: &Stage, kind: &str) -> Value {
    let kind = MediaKind::named(kind).unwrap();
    stage.ann.sends(&stage.bot, Content::file(kind, "a"));
    let message = stage.client.updates().await.remove(0)["message"].clone();
    match kind {
        MediaKind::Photo => message["photo"][1]["file_id"].clone(),
        kind => message[kind.field()]["file_id"].clone(),
    }
}

#[tokio::test]
async fn what_has_no_text_takes_none() {
    let stage = Stage::started().await;
    let client = &stage.client;
    let photo = file(&stage, "photo").await;
    let photo = sent(&stage, "sendPhoto", json!({"photo": photo})).await;
    let sticker = file(&stage, "sticker").await;
    let sticker = sent(&stage, "sendSticker", json!({"sticker": sticker})).await;
    let dice = sent(&stage, "sendDice", json!({})).await;
    let text = sent(&stage, "sendMessage", json!({"text": "hi"})).await;
    let no_text = "400 Bad Request: there is no text in the message to edit";
    let refused = "400 Bad Request: message can't be edited";
    for (edit, refusal) in [(&photo, no_text), (&sticker, refused), (&dice, refused)] {
        assert_eq!(
            client
                .refused("editMessageText", with(edit, "text", "x"))
                .await,
            refusal
        );
    }
    assert_eq!(
        client
            .refused("editMessageCaption", with(&text, "caption", "x"))
            .await,
        "400 Bad Request: there is no caption in the message to edit"
    );
    assert_eq!(
        client
            .refused("editMessageCaption", with(&sticker, "caption", "x"))
            .await,
        refused
    );
    let keyboard = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    for edit in [&sticker, &dice] {
        let edit = with(edit, "reply_markup", keyboard.clone());
        client.ok("editMessageReplyMarkup", edit.clone()).await;
        assert!(
            client
                .refused("editMessageReplyMarkup", edit)
                .await
                .contains("message is not modified")
        );
    }
}

#[tokio::test]
async fn edits_that_are_too_long_are_told_in_other_words_than_sends() {
    let stage = Stage::started().await;
    let client = &stage.client;
    let text = sent(&stage, "sendMessage", json!({"text": "hi"})).await;
    let photo = file(&stage, "photo").await;
    let photo = sent(&stage, "sendPhoto", json!({"photo": photo})).await;
    assert_eq!(
        client
            .refused("editMessageText", with(&text, "text", "x".repeat(4097)))
            .await,
        "400 Bad Request: MESSAGE_TOO_LONG"
    );
    assert_eq!(
        client
            .refused(
                "editMessageCaption",
                with(&photo, "caption", "x".repeat(1025))
            )
            .await,
        "400 Bad Request: MEDIA_CAPTION_TOO_LONG"
    );
    client
        .ok("editMessageText", with(&text, "text", "x".repeat(4096)))
        .await;
}

#[tokio::test]
async fn forwards_and_messages_with_other_keyboards_stay_as_they_are() {
    let stage = Stage::started().await;
    let Stage {
        client, ann, bot, ..
    } = &stage;
    let refused = "400 Bad Request: message can't be edited";
    let hers = ann.says(bot, "hers");
    let forward = json!({"from_chat_id": ann.id(), "message_id": hers.id()});
    let forward = sent(&stage, "forwardMessage", forward).await;
    assert_eq!(
        client
            .refused("editMessageText", with(&forward, "text", "x"))
            .await,
        refused
    );
    let keys = json!({"text": "choose", "reply_markup": {"keyboard": [[{"text": "A"}]]}});
    let keys = sent(&stage, "sendMessage", keys).await;
    assert_eq!(
        client
            .refused("editMessageText", with(&keys, "text", "x"))
            .await,
        refused
    );
    let copied = json!({"from_chat_id": ann.id(), "message_id": hers.id()});
    let copied = sent(&stage, "copyMessage", copied).await;
    client
        .ok("editMessageText", with(&copied, "text", "ours"))
        .await;
    stage.clock.advance(Duration::from_secs(400 * 24 * 3600));
    client
        .ok("editMessageText", with(&copied, "text", "much later"))
        .await;
}

#[tokio::test]
async fn media_changes_kind_within_bounds() {
    let stage = Stage::started().await;
    let client = &stage.client;
    let media = |kind: &str, id: &Value| json!({"type": kind, "media": id});
    let (photo, document) = (file(&stage, "photo").await, file(&stage, "document").await);
    let (video, animation) = (file(&stage, "video").await, file(&stage, "animation").await);
    let voice = file(&stage, "voice").await;
    let text = sent(&stage, "sendMessage", json!({"text": "hi"})).await;
    for (kind, id) in [
        ("photo", &photo),
        ("document", &document),
        ("animation", &animation),
    ] {
        let edited = client
            .ok("editMessageMedia", with(&text, "media", media(kind, id)))
            .await;
        assert!(edited.get(kind).is_some(), "{edited}");
        assert_eq!(edited.get("text"), None);
    }
    let voice = sent(&stage, "sendVoice", json!({"voice": voice})).await;
    assert_eq!(
        client
            .refused(
                "editMessageMedia",
                with(&voice, "media", media("photo", &photo))
            )
            .await,
        "400 Bad Request: message media can't be edited"
    );
    client
        .ok("editMessageCaption", with(&voice, "caption", "spoken"))
        .await;
    let album = json!({"chat_id": stage.ann.id(), "media": [media("photo", &photo), media("photo", &photo)]});
    let album = client.ok("sendMediaGroup", album).await;
    let piece = json!({"chat_id": stage.ann.id(), "message_id": album[1]["message_id"]});
    let edited = client
        .ok(
            "editMessageMedia",
            with(&piece, "media", media("video", &video)),
        )
        .await;
    assert_eq!(edited["media_group_id"], album[1]["media_group_id"]);
    for (kind, id, refusal) in [
        (
            "document",
            &document,
            "can't change media type in the album",
        ),
        (
            "animation",
            &animation,
            "message content type can't be used in an album",
        ),
    ] {
        assert_eq!(
            client
                .refused("editMessageMedia", with(&piece, "media", media(kind, id)))
                .await,
            format!("400 Bad Request: {refusal}")
        );
    }
}

#[tokio::test]
async fn live_locations_end_by_time_or_by_a_call() {
    let stage = Stage::started().await;
    let client = &stage.client;
    let place = json!({"latitude": 1.0, "longitude": 2.0, "live_period": 600});
    let first = sent(&stage, "sendLocation", place.clone()).await;
    let second = sent(&stage, "sendLocation", place).await;
    let there = with(&with(&first, "latitude", 3.0), "longitude", 4.0);
    let stopped = client.ok("stopMessageLiveLocation", first).await;
    assert_eq!(
        stopped["location"],
        json!({"latitude": 1.0, "longitude": 2.0})
    );
    let refused = "400 Bad Request: message can't be edited";
    assert_eq!(
        client
            .refused("editMessageLiveLocation", there.clone())
            .await,
        refused
    );
    let there = with(&there, "message_id", second["message_id"].clone());
    client
        .ok("editMessageLiveLocation", with(&there, "heading", 90))
        .await;
    stage.clock.advance(Duration::from_secs(600));
    assert_eq!(
        client.refused("editMessageLiveLocation", there).await,
        refused
    );
    let short =
        json!({"chat_id": stage.ann.id(), "latitude": 1.0, "longitude": 2.0, "live_period": 59});
    assert_eq!(
        client.refused("sendLocation", short).await,
        "400 Bad Request: wrong live location period specified"
    );
}

#[tokio::test]
async fn polls_are_stopped_and_nothing_else() {
    let stage = Stage::started().await;
    let client = &stage.client;
    let poll = json!({"question": "Tea?", "options": [{"text": "yes"}, {"text": "no"}]});
    let poll = sent(&stage, "sendPoll", poll).await;
    assert_eq!(
        client
            .refused("editMessageText", with(&poll, "text", "x"))
            .await,
        "400 Bad Request: there is no text in the message to edit"
    );
    let stopped = client.ok("stopPoll", poll.clone()).await;
    assert_eq!(stopped["is_closed"], true);
    assert_eq!(
        client.refused("stopPoll", poll).await,
        "400 Bad Request: poll can't be stopped"
    );
    let text = sent(&stage, "sendMessage", json!({"text": "hi"})).await;
    assert_eq!(
        client.refused("stopPoll", text).await,
        "400 Bad Request: message is not a poll"
    );
}
