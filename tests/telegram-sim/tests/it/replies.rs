use serde_json::{Value, json};
use telegram_sim::{Content, Rights};

use crate::stage::Stage;

const INVALID: &str = "400 Bad Request: QUOTE_TEXT_INVALID";

#[tokio::test]
async fn a_quote_is_exact_down_to_its_formatting() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let original = ann.sends(
        &bot,
        Content::text("tea or coffee, tea or milk")
            .bold("coffee")
            .link("milk", "https://milk.example"),
    );
    let quote = |quote: Value| {
        let mut reply = json!({"message_id": original.id()});
        reply
            .as_object_mut()
            .unwrap()
            .extend(quote.as_object().unwrap().clone());
        json!({"chat_id": ann.id(), "text": "tea", "reply_parameters": reply})
    };
    let bold = |offset: i64| json!([{"type": "bold", "offset": offset, "length": 6}]);
    for (given, position) in [
        (json!({"quote": "tea or"}), 0),
        (json!({"quote": "tea or", "quote_position": 14}), 15),
        (json!({"quote": "tea or", "quote_position": 4}), 0),
        (json!({"quote": " tea or ", "quote_position": 14}), 15),
        (json!({"quote": "or coffee", "quote_entities": bold(3)}), 4),
        (json!({"quote": "milk"}), 22), // A link is nothing that a quote keeps.
    ] {
        let sent = client.ok("sendMessage", quote(given.clone())).await;
        assert_eq!(sent["quote"]["position"], position, "{given}");
        assert_eq!(sent["quote"]["is_manual"], true);
        assert_eq!(sent["reply_to_message"]["message_id"], original.id());
    }
    for given in [
        json!({"quote": "Tea"}),
        json!({"quote": "or coffee"}),
        json!({"quote": "tea", "quote_entities": [{"type": "bold", "offset": 0, "length": 3}]}),
        json!({"quote": "or coffee", "quote_entities": bold(2)}),
        json!({"quote": "x".repeat(1025)}),
    ] {
        assert_eq!(client.refused("sendMessage", quote(given)).await, INVALID);
    }
}

#[tokio::test]
async fn peoples_quotes_carry_place_and_formatting() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let send = json!({"chat_id": ann.id(), "text": "one two one", "entities": [
        {"type": "italic", "offset": 8, "length": 3}, {"type": "code", "offset": 4, "length": 3},
    ]});
    let id = client.ok("sendMessage", send).await["message_id"].clone();
    let ours = ann.chat_with(&bot).find("one two one").unwrap();
    ann.quotes(&ours, "one", "first");
    ann.quotes_at(&ours, "two one", 8, "last");
    let updates = client.updates().await;
    let first = &updates[0]["message"];
    assert_eq!(
        first["quote"],
        json!({"text": "one", "position": 0, "is_manual": true})
    );
    assert_eq!(first["reply_to_message"]["message_id"], id);
    assert_eq!(first["reply_to_message"]["text"], "one two one");
    let last = &updates[1]["message"]["quote"];
    assert_eq!(last["position"], 4);
    assert_eq!(
        last["entities"],
        json!([{"type": "italic", "offset": 4, "length": 3}])
    );
    let seen = ann.chat_with(&bot).last().unwrap();
    assert_eq!(seen.quote.as_deref(), Some("two one"));
}

#[tokio::test]
async fn a_reply_shows_what_it_answers_once() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    let first = ann.says(&bot, "first");
    let second = ann.replies_to(&first, "second");
    ann.edits(&second, "second, better");
    ann.replies_to(&second, Content::photo("third"));
    let third = client.updates().await.pop().unwrap()["message"].clone();
    assert_eq!(third["reply_to_message"]["text"], "second, better");
    assert_eq!(third["reply_to_message"].get("reply_to_message"), None);
}

#[tokio::test]
async fn what_is_gone_is_answered_only_where_that_is_allowed() {
    let Stage {
        client,
        ann,
        bot,
        team,
        olga,
        ..
    } = Stage::started().await;
    let gone = ann.says(&bot, "gone");
    ann.deletes(&gone);
    let reply = |reply: Value| json!({"chat_id": ann.id(), "text": "x", "reply_parameters": reply});
    let not_found = "400 Bad Request: message to be replied not found";
    assert_eq!(
        client
            .refused("sendMessage", reply(json!({"message_id": gone.id()})))
            .await,
        not_found
    );
    let lenient = json!({"message_id": gone.id(), "allow_sending_without_reply": true});
    let sent = client.ok("sendMessage", reply(lenient)).await;
    assert_eq!(sent.get("reply_to_message"), None);
    let there = olga.says(&team, "there");
    olga.deletes(&there);
    let elsewhere = json!({
        "message_id": there.id(), "chat_id": team.id(), "allow_sending_without_reply": true,
    });
    assert_eq!(
        client.refused("sendMessage", reply(elsewhere)).await,
        not_found
    );
}

#[tokio::test]
async fn a_reply_from_elsewhere_names_its_origin_and_quotes_by_itself() {
    let Stage {
        client,
        ann,
        bot,
        team,
        olga,
        sim,
        ..
    } = Stage::started().await;
    let thread = olga.opens_topic(&team, "Ann");
    let hers = ann.sends(&bot, Content::text("my order").bold("order"));
    let photo = ann.sends(&bot, Content::photo("cat").spoiler());
    let send = |target: &telegram_sim::MessageRef, chat: i64| {
        json!({
            "chat_id": team.id(), "message_thread_id": thread, "text": "see there",
            "reply_parameters": {"message_id": target.id(), "chat_id": chat},
        })
    };
    let sent = client.ok("sendMessage", send(&hers, ann.id())).await;
    let external = &sent["external_reply"];
    assert_eq!(external["origin"]["sender_user"]["id"], ann.id());
    assert_eq!(external.get("chat"), None, "a private chat is not named");
    assert_eq!(
        sent["quote"],
        json!({"text": "my order", "position": 0, "entities": [{"type": "bold", "offset": 3, "length": 5}]})
    );
    assert_eq!(sent["reply_to_message"]["message_id"], thread);
    let sent = client.ok("sendMessage", send(&photo, ann.id())).await;
    assert!(sent["external_reply"]["photo"].is_array());
    assert_eq!(sent["external_reply"]["has_media_spoiler"], true);
    assert_eq!(sent.get("quote"), None);
    let secret = ann.sends(&bot, Content::text("secret").protected());
    let sent = client.ok("sendMessage", send(&secret, ann.id())).await;
    assert_eq!(
        sent.get("external_reply"),
        None,
        "what is protected is left out without a word"
    );

    let group = sim.group("Customers", &ann);
    group.add_admin(&bot, Rights::all());
    let there = ann.says(&group, "over there");
    client.updates().await;
    ann.replies_elsewhere(&there, &bot, "about that");
    let update = client.updates().await.remove(0)["message"].clone();
    assert_eq!(update["external_reply"]["chat"]["id"], group.id());
    assert_eq!(update["external_reply"]["message_id"], there.id());
    assert_eq!(
        update["quote"],
        json!({"text": "over there", "position": 0})
    );
    assert_eq!(update.get("reply_to_message"), None);
}

#[tokio::test]
async fn in_a_topic_what_answers_nothing_answers_its_beginning() {
    let Stage {
        client, team, olga, ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "Ann");
    let plain = json!({"chat_id": team.id(), "message_thread_id": thread, "text": "plain"});
    let sent = client.ok("sendMessage", plain).await;
    assert_eq!(sent["reply_to_message"]["message_id"], thread);
    let first = olga.writes_in(&team, thread, "first");
    let answer = olga.replies_to(&first, "answer");
    client.updates().await;
    olga.deletes(&first);
    olga.edits(&answer, "answer, edited");
    let edited = client.updates().await.remove(0)["edited_message"].clone();
    assert_eq!(
        edited.get("reply_to_message"),
        None,
        "what it answered is gone"
    );
    assert_eq!(edited["message_thread_id"], thread);
}
