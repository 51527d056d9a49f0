//! What people who mean no good, or only have odd names, can send.

use serde_json::json;

use super::{forum, message, message_in, text, translate};

#[test]
fn four_thousand_emoji_come_through_whole() {
    let emoji = "👩‍👩‍👧‍👦".repeat(372) + "🏳️‍🌈";
    let many = "😀".repeat(4096);
    for words in [emoji, many] {
        let message = message(json!({
            "text": words,
            "entities": [{ "type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "1" }],
        }));
        assert_eq!(text(&message).text, words);
        assert_eq!(text(&message).entities[0].custom_emoji_id, "1");
    }
}

#[test]
fn right_to_left_and_invisible_letters_are_left_as_they_are() {
    for words in [
        "\u{202e}evil\u{202c}",
        "in\u{200b}vo\u{200d}ice",
        "\u{feff}",
        "שלום \u{2067}abc\u{2069}",
        "a\u{0}b",
        "Z̸̡̢͉̖a̶l̷g̸o",
    ] {
        assert_eq!(text(&message(json!({ "text": words }))).text, words);
    }
}

#[test]
fn names_that_look_like_markup_or_commands_are_names() {
    for name in [
        "<b>Bob</b>",
        "*Bob* _x_",
        "/close",
        "{title}",
        "'; DROP TABLE",
        "[a](tg://x)",
    ] {
        let message = message(json!({
            "text": name,
            "from": { "id": 5, "first_name": name, "last_name": name, "username": name },
        }));
        let user = message.sender.unwrap().user.unwrap();
        assert_eq!(
            (user.first_name.as_str(), user.username.as_str()),
            (name, name)
        );
    }
}

#[test]
fn ids_at_the_edges_of_52_bits_are_kept_exactly() {
    let edge = (1_i64 << 52) - 1;
    for id in [edge, -edge, 1_i64 << 52, 1] {
        let chat = json!({ "id": id, "type": if id > 0 { "private" } else { "supergroup" } });
        let message = message_in(chat, json!({ "text": "a", "from": { "id": edge } }));
        assert_eq!(message.chat.unwrap().address.unwrap().id, id);
        assert_eq!(message.sender.unwrap().user.unwrap().id, edge);
    }
    let update = json!({ "update_id": edge, "message": {
        "message_id": i32::MAX, "date": 1, "chat": forum(), "text": "a",
    } });
    assert_eq!(translate(&update.to_string(), "test").update_id, Some(edge));
}

#[test]
fn numbers_out_of_every_range_break_nothing() {
    let message = message(json!({
        "video": {
            "file_id": "f", "width": i64::MAX, "height": -1, "duration": 1e300,
            "file_size": u64::MAX,
        },
        "date": u64::MAX, "edit_date": -5,
    }));
    assert!(message.content.is_some());
}

#[test]
fn depth_without_end_is_passed_on_as_it_is() {
    let deep = format!(
        r#"{{"update_id":4,"message":{}1{}}}"#,
        r#"{"a":"#.repeat(5_000),
        "}".repeat(5_000)
    );
    let it = translate(&deep, "test");
    assert_eq!(it.update_id, Some(4));
    assert!(it.update.event.is_some());
}
