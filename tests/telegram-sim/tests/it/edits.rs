use serde_json::json;
use telegram_sim::{Content, Rights};

use crate::stage::Stage;

#[tokio::test]
async fn a_bot_edits_its_own_and_nothing_else() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let sent = client
        .ok("sendMessage", json!({"chat_id": ann.id(), "text": "frist"}))
        .await;
    let id = sent["message_id"].as_i64().unwrap();
    let edit = |id: i64, text: &str| json!({"chat_id": ann.id(), "message_id": id, "text": text});
    let edited = client.ok("editMessageText", edit(id, "first")).await;
    assert_eq!(edited["text"], "first");
    assert!(edited["edit_date"].is_i64());
    assert_eq!(
        client.refused("editMessageText", edit(id, "first")).await,
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the \
         same as a current content and reply markup of the message"
    );
    let hers = ann.says(&bot, "mine");
    assert_eq!(
        client
            .refused("editMessageText", edit(hers.id(), "x"))
            .await,
        "400 Bad Request: message can't be edited"
    );
    assert_eq!(
        client.refused("editMessageText", edit(999, "x")).await,
        "400 Bad Request: message to edit not found"
    );
    let caption = json!({"chat_id": ann.id(), "message_id": id, "caption": "x"});
    assert_eq!(
        client.refused("editMessageCaption", caption).await,
        "400 Bad Request: there is no caption in the message to edit"
    );
    let keyboard = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    let markup = json!({"chat_id": ann.id(), "message_id": id, "reply_markup": keyboard});
    client.ok("editMessageReplyMarkup", markup).await;
    assert_eq!(
        ann.chat_with(&bot)
            .find("first")
            .unwrap()
            .look()
            .unwrap()
            .markup,
        Some(keyboard)
    );
}

#[tokio::test]
async fn media_and_live_locations_change_in_place() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    ann.sends(&bot, Content::photo("old.jpg"));
    ann.sends(&bot, Content::photo("new.jpg"));
    let updates = client.updates().await;
    let photo = |at: usize| updates[at]["message"]["photo"][1]["file_id"].clone();
    let sent = client
        .ok("sendPhoto", json!({"chat_id": ann.id(), "photo": photo(0)}))
        .await;
    let media = json!({"type": "photo", "media": photo(1), "caption": "better"});
    let edit = json!({"chat_id": ann.id(), "message_id": sent["message_id"], "media": media});
    let edited = client.ok("editMessageMedia", edit).await;
    assert_eq!(edited["photo"][1]["file_id"], photo(1));
    assert_eq!(edited["caption"], "better");

    let place = json!({"chat_id": ann.id(), "latitude": 1.0, "longitude": 2.0, "live_period": 600});
    let live = client.ok("sendLocation", place).await;
    let moved = json!({"chat_id": ann.id(), "message_id": live["message_id"], "latitude": 3.0, "longitude": 2.0});
    let moved = client.ok("editMessageLiveLocation", moved).await;
    assert_eq!(moved["location"]["latitude"], 3.0);
    assert_eq!(moved["location"]["live_period"], 600);
}

#[tokio::test]
async fn pins_need_the_right_and_come_back_to_the_bot() {
    let Stage {
        client,
        bot,
        team,
        olga,
        ..
    } = Stage::set().await;
    let rules = olga.says(&team, "rules");
    let pin = json!({"chat_id": team.id(), "message_id": rules.id()});
    client.updates().await;
    client.ok("pinChatMessage", pin.clone()).await;
    let service = client.updates().await.remove(0)["message"].clone();
    assert_eq!(service["pinned_message"]["text"], "rules");
    assert_eq!(
        client.ok("getChat", json!({"chat_id": team.id()})).await["pinned_message"]["text"],
        "rules"
    );
    client.ok("unpinChatMessage", pin.clone()).await;
    olga.makes_admin(&team, &bot, Rights::none());
    assert_eq!(
        client.refused("pinChatMessage", pin).await,
        "400 Bad Request: not enough rights to manage pinned messages in the chat"
    );
}
