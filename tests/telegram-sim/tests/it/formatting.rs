use serde_json::{Value, json};

use crate::stage::Stage;

#[tokio::test]
async fn texts_arrive_cleaned_and_their_formatting_moves_along() {
    let Stage { client, ann, .. } = Stage::started().await;
    let bold =
        |offset: i64, length: i64| json!([{"type": "bold", "offset": offset, "length": length}]);
    for (text, entities, arrives, moved) in [
        ("  hi \n", bold(2, 2), "hi", bold(0, 2)),
        ("  hi", bold(0, 4), "  hi", bold(0, 4)), // Formatted blanks stay.
        ("hi there  ", bold(3, 7), "hi there", bold(3, 5)),
        ("hi  ", bold(3, 1), "hi", Value::Null),
        ("a\tb\r\nc", bold(2, 3), "a b\nc", bold(2, 2)),
        ("x\u{202e}y", bold(2, 1), "xy", bold(1, 1)),
        ("hi", bold(0, 0), "hi", Value::Null),
    ] {
        let send = json!({"chat_id": ann.id(), "text": text, "entities": entities});
        let sent = client.ok("sendMessage", send).await;
        assert_eq!(sent["text"], arrives, "{text:?}");
        assert_eq!(sent["entities"], moved, "{text:?}");
    }
}

#[tokio::test]
async fn offsets_are_refused_in_telegrams_words() {
    let Stage { client, ann, .. } = Stage::started().await;
    for (entity, refusal) in [
        (
            json!({"type": "bold", "offset": -1, "length": 1}),
            "receive an entity with incorrect offset -1",
        ),
        (
            json!({"type": "bold", "offset": 0, "length": -1}),
            "receive an entity with incorrect length -1",
        ),
        (
            json!({"type": "bold", "offset": 9, "length": 1}),
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            json!({"type": "bold", "offset": 0, "length": 2}),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5",
        ),
        (
            json!({"type": "date_time", "offset": 0, "length": 1}),
            "can't parse MessageEntity: Can't find field \"unix_time\"",
        ),
        (
            json!({"type": "date_time", "offset": 0, "length": 1, "unix_time": 1, "date_time_format": "x"}),
            "can't parse MessageEntity: Invalid date-time format specified",
        ),
    ] {
        let send = json!({"chat_id": ann.id(), "text": "x😀", "entities": [entity]});
        assert_eq!(
            client.refused("sendMessage", send).await,
            format!("400 Bad Request: {refusal}")
        );
    }
}

#[tokio::test]
async fn every_kind_of_formatting_passes_and_claims_of_found_kinds_do_not() {
    let Stage { client, ann, .. } = Stage::started().await;
    let send =
        |entities: Value| json!({"chat_id": ann.id(), "text": "see #it now", "entities": entities});
    for entity in [
        json!({"type": "expandable_blockquote", "offset": 0, "length": 3}),
        json!({"type": "date_time", "offset": 0, "length": 3, "unix_time": 1_767_225_600, "date_time_format": "Dt"}),
        json!({"type": "pre", "offset": 0, "length": 3, "language": "rust"}),
        json!({"type": "text_mention", "offset": 0, "length": 3, "user": {"id": ann.id(), "is_bot": false, "first_name": "Ann"}}),
    ] {
        let sent = client.ok("sendMessage", send(json!([entity]))).await;
        assert_eq!(sent["entities"][0], entity);
        assert_eq!(sent["entities"][1]["type"], "hashtag");
    }
    let url = json!([{"type": "url", "offset": 0, "length": 3}]);
    let sent = client.ok("sendMessage", send(url)).await;
    assert_eq!(
        sent["entities"].as_array().unwrap().len(),
        1,
        "only what Telegram finds"
    );
    let stranger = json!([{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 4711, "is_bot": false, "first_name": "?"}}]);
    let sent = client.ok("sendMessage", send(stranger)).await;
    assert_eq!(
        sent["entities"][0]["type"], "hashtag",
        "a stranger is not mentioned"
    );
    let crossing = json!([
        {"type": "bold", "offset": 0, "length": 5}, {"type": "text_link", "offset": 4, "length": 3, "url": "https://a.example"},
    ]);
    let sent = client.ok("sendMessage", send(crossing)).await;
    let kinds: Vec<(&str, i64)> = sent["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| {
            (
                entity["type"].as_str().unwrap(),
                entity["offset"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(kinds, [("bold", 0), ("text_link", 4), ("bold", 4)]);
}

#[tokio::test]
async fn what_is_found_ends_before_punctuation() {
    let Stage {
        client, ann, bot, ..
    } = Stage::started().await;
    ann.says(
        &bot,
        "Write to ann@example.org, or see https://example.org/a?b. #urgent!",
    );
    let entities = client.updates().await[0]["message"]["entities"].clone();
    let found: Vec<(&str, i64)> = entities
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| {
            (
                entity["type"].as_str().unwrap(),
                entity["length"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(found, [("email", 15), ("url", 23), ("hashtag", 7)]);
}
