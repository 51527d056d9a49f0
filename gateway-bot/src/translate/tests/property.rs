//! Whatever comes, something goes on, and nothing panics.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::ALLOWED_UPDATES;
use super::translate;

/// Names that the readers look for, and some that they do not.
const NAMES: &[&str] = &[
    "id",
    "type",
    "chat",
    "from",
    "text",
    "entities",
    "message_id",
    "date",
    "offset",
    "length",
    "photo",
    "document",
    "file_id",
    "caption",
    "reply_to_message",
    "quote",
    "message_thread_id",
    "is_topic_message",
    "forward_origin",
    "sender_chat",
    "reply_markup",
    "inline_keyboard",
    "new_chat_member",
    "old_chat_member",
    "status",
    "user",
    "message",
    "data",
    "poll",
    "options",
    "external_reply",
    "new_reaction",
    "forum_topic_created",
    "business_connection_id",
    "hologram",
    "migrate_to_chat_id",
    "live_photo",
    "venue",
    "location",
    "direct_messages_topic",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(NAMES).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-10_i64..10).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["private", "supergroup", "creator", "bold", "emoji"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 80, 10, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(name(), inner, 0..10)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn an_update_with_an_id_always_tells_something(
        update_id in any::<i64>(),
        kind in prop_oneof![
            prop::sample::select(ALLOWED_UPDATES).prop_map(str::to_owned), any::<String>(),
        ],
        payload in value(),
    ) {
        prop_assume!(kind != "update_id");
        let mut update = Map::new();
        update.insert("update_id".into(), update_id.into());
        update.insert(kind, payload);
        let raw = Value::Object(update).to_string();
        let it = translate(&raw, "test");
        prop_assert_eq!(it.update_id, Some(update_id));
        prop_assert!(it.update.event.is_some());
        prop_assert_eq!(it.update.key.unwrap().update_id, update_id);
    }

    #[test]
    fn an_element_of_any_shape_tells_something(payload in value()) {
        let it = translate(&payload.to_string(), "test");
        prop_assert!(it.update.event.is_some());
    }

    #[test]
    fn any_text_tells_something(raw in any::<String>()) {
        prop_assert!(translate(&raw, "test").update.event.is_some());
    }

    #[test]
    fn the_words_of_a_message_are_never_lost(words in any::<String>(), extra in value()) {
        let mut message = Map::new();
        if let Value::Object(extra) = extra {
            message.extend(extra);
        }
        message.insert("message_id".into(), 3.into());
        message.insert("chat".into(), serde_json::json!({ "id": 5, "type": "private" }));
        message.insert("text".into(), words.clone().into());
        let raw = serde_json::json!({ "update_id": 1, "message": message }).to_string();
        let told = format!("{:?}", translate(&raw, "test").update.event);
        prop_assert!(told.contains(&format!("text: {words:?}")), "{}", told);
    }
}
