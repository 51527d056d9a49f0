use serde_json::{Value, json};
use telegram_sim::Content;

use crate::stage::Stage;

#[tokio::test]
async fn a_copy_shows_no_author_and_is_what_the_message_is_now() {
    let Stage {
        client,
        team,
        ann,
        bot,
        ..
    } = Stage::started().await;
    let message = ann.sends(&bot, Content::text("first").bold("first"));
    ann.edits(&message, "second");
    let copy = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": message.id()});
    let copied = client.ok("copyMessage", copy.clone()).await;
    assert_eq!(copied.as_object().unwrap().len(), 1, "only the id");
    assert_eq!(
        team.general().transcript().lines().last(),
        Some("[Support] second")
    );
    let forwarded = client.ok("forwardMessage", copy.clone()).await;
    assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], ann.id());
    ann.deletes(&message);
    assert_eq!(
        client.refused("copyMessage", copy.clone()).await,
        "400 Bad Request: message to copy not found"
    );
    assert_eq!(
        client.refused("forwardMessage", copy).await,
        "400 Bad Request: message to forward not found"
    );
}

#[tokio::test]
async fn what_must_not_be_copied_is_not() {
    let Stage {
        client,
        team,
        ann,
        bot,
        olga,
        ..
    } = Stage::started().await;
    let secret = ann.sends(&bot, Content::text("secret").protected());
    let thread = olga.opens_topic(&team, "News");
    let copy =
        |from: i64, id: i64| json!({"chat_id": team.id(), "from_chat_id": from, "message_id": id});
    let protected = "400 Bad Request: message has protected content and can't be forwarded";
    assert_eq!(
        client
            .refused("copyMessage", copy(ann.id(), secret.id()))
            .await,
        protected
    );
    assert_eq!(
        client.refused("copyMessage", copy(team.id(), thread)).await,
        "400 Bad Request: the message can't be copied"
    );
    assert_eq!(
        client
            .refused("forwardMessage", copy(ann.id(), secret.id()))
            .await,
        "400 Bad Request: the message can't be forwarded"
    );
    let open = ann.says(&bot, "open");
    let many = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": [secret.id(), open.id()]});
    assert_eq!(
        client.refused("copyMessages", many.clone()).await,
        protected
    );
    let forwarded = client.ok("forwardMessages", many).await;
    assert_eq!(forwarded.as_array().unwrap().len(), 1);
    let only = json!({"chat_id": team.id(), "from_chat_id": team.id(), "message_ids": [thread]});
    assert_eq!(
        client.refused("copyMessages", only.clone()).await,
        "400 Bad Request: messages can't be forwarded"
    );
    let none = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": [4711]});
    assert_eq!(
        client.refused("copyMessages", none).await,
        "400 Bad Request: there are no messages to forward"
    );
    let own = json!({"chat_id": ann.id(), "text": "mine", "protect_content": true});
    let own = client.ok("sendMessage", own).await["message_id"]
        .as_i64()
        .unwrap();
    client.ok("copyMessage", copy(ann.id(), own)).await;
}

#[tokio::test]
async fn a_private_chat_may_be_protected_as_a_whole_and_opened_again() {
    let Stage {
        client,
        ann,
        bot,
        team,
        olga,
        ..
    } = Stage::started().await;
    let before = ann.says(&bot, "said before");
    ann.protects_chat_with(&bot);
    ann.says(&bot, "said after");
    let updates = client.updates().await;
    assert_eq!(updates[0]["message"].get("has_protected_content"), None);
    assert_eq!(updates[1]["message"]["has_protected_content"], true);
    let take =
        |from: i64, id: i64| json!({"chat_id": team.id(), "from_chat_id": from, "message_id": id});
    for method in ["copyMessage", "forwardMessage"] {
        assert_eq!(
            client.refused(method, take(ann.id(), before.id())).await,
            "400 Bad Request: message has protected content and can't be forwarded"
        );
    }
    team.protect();
    let inside = olga.says(&team, "inside");
    assert!(olga.try_forwards(&inside, &team).is_err());
    team.unprotect();
    client
        .ok("forwardMessage", take(team.id(), inside.id()))
        .await;
}

#[tokio::test]
async fn copies_of_many_skip_silently_and_keep_albums() {
    let Stage {
        client,
        team,
        ann,
        bot,
        sim,
        ..
    } = Stage::started().await;
    let album = ann.sends_album(
        &bot,
        vec![Content::photo("1").caption("both"), Content::photo("2")],
    );
    let gone = ann.says(&bot, "gone");
    let last = ann.says(&bot, "last");
    ann.deletes(&gone);
    // One that the bot never had.
    let unknown = last.id() + 1000;
    let ids = [album[0].id(), album[1].id(), last.id(), unknown].to_vec();
    let many =
        |ids: &[i64]| json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_ids": ids});
    let copied = client.ok("copyMessages", many(&ids)).await;
    assert_eq!(copied.as_array().unwrap().len(), 3);
    let seen = team.general().written();
    assert_eq!(seen[0].album, seen[1].album);
    assert_ne!(seen[0].album, None);
    assert_ne!(seen[0].album, album[0].look().unwrap().album, "a new album");
    let mut backwards = ids.clone();
    backwards.reverse();
    assert_eq!(
        client.refused("copyMessages", many(&backwards)).await,
        "400 Bad Request: message identifiers must be in a strictly increasing order"
    );
    sim.script(&bot, "copyMessages").skip_copies(&[0]);
    assert_eq!(
        client
            .ok("copyMessages", many(&ids))
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let forwarded = client.ok("forwardMessages", many(&ids)).await;
    assert_eq!(forwarded.as_array().unwrap().len(), 3);
    // What is gone from a private chat is refused, and the others are there.
    let before = team.general().written().len();
    let ids = [album[0].id(), gone.id(), last.id()];
    assert_eq!(
        client.refused("copyMessages", many(&ids)).await,
        "400 Bad Request: failed to send message #2 with the error message \"Message was not forwarded\""
    );
    assert_eq!(team.general().written().len(), before + 2);
}

#[tokio::test]
async fn captions_may_change_in_a_copy() {
    let Stage {
        client,
        team,
        ann,
        bot,
        ..
    } = Stage::started().await;
    let photo = ann.sends(&bot, Content::photo("cat.jpg").caption("mine"));
    let mut params =
        json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": photo.id()});
    client.ok("copyMessage", params.clone()).await;
    params["caption"] = Value::from("ours");
    client.ok("copyMessage", params).await;
    assert_eq!(team.general().texts(), ["mine", "ours"]);
}

#[tokio::test]
async fn custom_emoji_survive_a_copy_and_not_a_send() {
    let Stage {
        client,
        team,
        ann,
        bot,
        ..
    } = Stage::started().await;
    let fancy = ann.sends(
        &bot,
        Content::text("hi 🔥").custom_emoji("🔥", "5368324170671202286"),
    );
    let entities = client.updates().await[0]["message"]["entities"].clone();
    assert_eq!(entities[0]["type"], "custom_emoji");
    let copy = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": fancy.id()});
    client.ok("copyMessage", copy.clone()).await;
    let send = json!({"chat_id": team.id(), "text": "hi 🔥", "entities": entities});
    let sent = client.ok("sendMessage", send.clone()).await;
    assert_eq!(
        sent.get("entities"),
        None,
        "without Premium it is a plain emoji"
    );
    let seen = || team.general().written();
    assert_eq!(seen()[0].entities.len(), 1);
    let mut answering = copy;
    answering["reply_parameters"] = json!({"message_id": sent["message_id"]});
    client.ok("copyMessage", answering).await;
    assert_eq!(seen()[2].entities, [], "a copy that answers is sent anew");
    bot.owned_by_premium();
    assert_eq!(client.ok("sendMessage", send).await["entities"], entities);
}

#[tokio::test]
async fn a_long_caption_of_a_premium_sender_can_only_be_copied_as_it_is() {
    let Stage {
        client,
        team,
        ann,
        bot,
        ..
    } = Stage::started().await;
    let long = "x".repeat(2000);
    assert!(
        ann.try_sends(&bot, Content::photo("a.jpg").caption(long.clone()))
            .is_err()
    );
    ann.profile(|user| user.is_premium = true);
    let photo = ann.sends(&bot, Content::photo("a.jpg").caption(long.clone()));
    let copy = json!({"chat_id": team.id(), "from_chat_id": ann.id(), "message_id": photo.id()});
    client.ok("copyMessage", copy.clone()).await;
    let target = client
        .ok("sendMessage", json!({"chat_id": team.id(), "text": "here"}))
        .await["message_id"]
        .clone();
    let keys = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    for (field, value) in [
        ("caption", Value::from(long + "!")),
        ("reply_markup", keys),
        ("reply_parameters", json!({"message_id": target})),
    ] {
        let mut changed = copy.clone();
        changed[field] = value;
        assert_eq!(
            client.refused("copyMessage", changed).await,
            "400 Bad Request: message caption is too long",
            "{field}"
        );
    }
}
