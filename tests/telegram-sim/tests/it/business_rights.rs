use std::time::Duration;

use serde_json::{Value, json};
use telegram_sim::BusinessRights;

use crate::{business::connected, stage::Stage};

#[tokio::test]
async fn what_the_account_has_not_allowed_is_refused() {
    let (stage, business) = connected().await;
    let Stage {
        client,
        ann,
        olga,
        sim,
        clock,
        bot,
        ..
    } = &stage;
    let hers = ann.says(olga, "hello");
    let mine = olga.says(ann, "yes?");
    let bob = sim.person("Bob");
    let id = business.id();
    let send = |to: i64| json!({"business_connection_id": id, "chat_id": to, "text": "hi"});
    assert_eq!(
        client.refused("sendMessage", send(bob.id())).await,
        "400 Bad Request: BUSINESS_PEER_INVALID"
    );
    assert_eq!(
        client.refused("sendMessage", send(olga.id())).await,
        "400 Bad Request: messages must not be sent to self"
    );
    assert_eq!(
        client.refused("sendMessage", send(stage.team.id())).await,
        "400 Bad Request: chat must be a private chat"
    );
    let edit = |message: i64| json!({"business_connection_id": id, "chat_id": ann.id(), "message_id": message, "text": "x"});
    assert_eq!(
        client
            .refused("editMessageText", edit(hers.id_for(olga)))
            .await,
        "400 Bad Request: MESSAGE_AUTHOR_REQUIRED"
    );
    assert_eq!(
        client.refused("editMessageText", edit(4711)).await,
        "400 Bad Request: MESSAGE_ID_INVALID"
    );
    client.ok("editMessageText", edit(mine.id_for(olga))).await;
    let sent = client.ok("sendMessage", send(ann.id())).await["message_id"].clone();
    business.allows(BusinessRights {
        can_delete_sent_messages: true,
        ..BusinessRights::none()
    });
    let no_right = "400 Bad Request: BOT_ACCESS_FORBIDDEN";
    assert_eq!(
        client.refused("sendMessage", send(ann.id())).await,
        no_right
    );
    let read =
        json!({"business_connection_id": id, "chat_id": ann.id(), "message_id": hers.id_for(olga)});
    assert_eq!(client.refused("readBusinessMessage", read).await, no_right);
    let delete = |message: &Value| json!({"business_connection_id": id, "message_ids": [message]});
    assert_eq!(
        client
            .refused("deleteBusinessMessages", delete(&hers.id_for(olga).into()))
            .await,
        "400 Bad Request: message can't be deleted"
    );
    client.ok("deleteBusinessMessages", delete(&sent)).await;
    business.allows(BusinessRights::all());
    clock.advance(Duration::from_secs(24 * 3600));
    assert_eq!(
        client.refused("sendMessage", send(ann.id())).await,
        "400 Bad Request: BUSINESS_PEER_USAGE_MISSING"
    );
    ann.says(olga, "still there?");
    client.ok("sendMessage", send(ann.id())).await;
    business.excludes(ann);
    assert_eq!(
        client.refused("sendMessage", send(ann.id())).await,
        "400 Bad Request: BUSINESS_PEER_INVALID"
    );
    business.ends();
    assert_eq!(
        client.refused("sendMessage", send(ann.id())).await,
        "400 Bad Request: BUSINESS_CONNECTION_INVALID"
    );
    client.updates().await;
    ann.says(olga, "between us");
    ann.says(bot, "to the bot");
    assert_eq!(client.texts().await, ["to the bot"]);
}
