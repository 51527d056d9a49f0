use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{ChatKind, MediaKind, ServiceKind, TextEntity, button};
use serde_json::json;

use super::{content, forum, message, message_in, text};

#[test]
fn entities_of_types_that_are_not_known_keep_their_text_and_fields() {
    let message = message(json!({
        "text": "see you at noon",
        "entities": [
            { "type": "bold", "offset": 0, "length": 3 },
            { "type": "text_link", "offset": 4, "length": 3, "url": "https://x.org" },
            { "type": "text_mention", "offset": 4, "length": 3, "user": { "id": 8, "first_name": "B" } },
            { "type": "date_time", "offset": 8, "length": 7, "unix_time": 5, "date_time_format": "t" },
            { "type": "bold", "offset": -1, "length": 3 },
            "no entity",
        ],
    }));
    let text = text(&message);
    assert_eq!(text.text, "see you at noon");
    let types: Vec<&str> = text
        .entities
        .iter()
        .map(|entity| entity.r#type.as_str())
        .collect();
    assert_eq!(types, ["bold", "text_link", "text_mention", "date_time"]);
    assert_eq!(text.entities[1].url, "https://x.org");
    assert_eq!(text.entities[2].user_id, 8);
    assert_eq!(
        text.entities[3],
        TextEntity {
            r#type: "date_time".into(),
            offset: 8,
            length: 7,
            extra_json: r#"{"date_time_format":"t","unix_time":5}"#.into(),
            ..TextEntity::default()
        }
    );
}

#[test]
fn the_largest_size_of_a_photo_is_the_photo() {
    let message = message(json!({
        "photo": [
            { "file_id": "small", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 9 },
            { "file_id": "large", "file_unique_id": "l", "width": 900, "height": 600, "file_size": 99 },
            { "file_id": "middle", "file_unique_id": "m", "width": 300, "height": 200 },
        ],
        "caption": "look", "caption_entities": [{ "type": "italic", "offset": 0, "length": 4 }],
        "has_media_spoiler": true, "show_caption_above_media": true, "media_group_id": "album",
    }));
    let Kind::Media(media) = content(&message) else {
        panic!()
    };
    assert_eq!(
        (media.kind(), media.file_id.as_str()),
        (MediaKind::Photo, "large")
    );
    assert_eq!(
        (media.size_bytes, media.width, media.height),
        (99, 900, 600)
    );
    assert_eq!(media.caption.as_ref().unwrap().entities.len(), 1);
    assert!(media.has_spoiler && media.caption_above);
    assert_eq!(message.album_id, "album");
}

#[test]
fn every_kind_of_file_is_read() {
    let cases = [
        ("animation", MediaKind::Animation),
        ("video", MediaKind::Video),
        ("document", MediaKind::Document),
        ("audio", MediaKind::Audio),
        ("voice", MediaKind::Voice),
        ("video_note", MediaKind::VideoNote),
        ("sticker", MediaKind::Sticker),
    ];
    for (field, kind) in cases {
        let message = message(json!({
            field: {
                "file_id": "f", "file_unique_id": "u", "file_size": 5_000_000_000_i64,
                "mime_type": "a/b", "file_name": "n", "duration": 7, "title": "t",
                "performer": "p", "emoji": "🙂", "width": 4, "height": 5, "length": 6,
            },
        }));
        let Kind::Media(media) = content(&message) else {
            panic!("{field}")
        };
        assert_eq!(media.kind(), kind);
        assert_eq!(media.size_bytes, 5_000_000_000);
        let sides = if kind == MediaKind::VideoNote {
            (6, 6)
        } else {
            (4, 5)
        };
        assert_eq!(
            (media.width, media.height, media.duration_seconds),
            (sides.0, sides.1, 7)
        );
    }
}

#[test]
fn an_animation_is_not_its_document_and_a_venue_not_its_location() {
    let file = json!({ "file_id": "f", "file_unique_id": "u" });
    let animated = message(json!({ "animation": file, "document": file }));
    assert!(
        matches!(content(&animated), Kind::Media(media) if media.kind() == MediaKind::Animation)
    );
    let place = json!({ "latitude": 1.5, "longitude": -2.5 });
    let venue = message(json!({
        "venue": { "location": place, "title": "Cafe", "address": "Street" }, "location": place,
    }));
    assert!(matches!(content(&venue), Kind::Venue(venue) if venue.title == "Cafe"));
}

#[test]
fn a_poll_has_its_question_and_options() {
    let message = message(json!({
        "poll": {
            "id": "1", "question": "Which?", "type": "quiz", "is_anonymous": true,
            "options": [{ "text": "a", "voter_count": 0 }, { "text": "b" }],
            "correct_option_ids": [1],
        },
    }));
    let Kind::Poll(poll) = content(&message) else {
        panic!()
    };
    assert_eq!(poll.question.as_ref().unwrap().text, "Which?");
    assert_eq!(
        (poll.options.len(), poll.is_quiz, poll.correct_option),
        (2, true, 1)
    );
    assert_eq!(poll.correct_options, [1]);
}

#[test]
fn a_poll_loses_none_of_its_words() {
    let message = message(json!({
        "poll": {
            "id": "1", "question": "Which?", "type": "quiz", "options": [{ "text": "a" }],
            "description": "Choose well", "correct_option_ids": [2, 0],
            "description_entities": [{ "type": "bold", "offset": 0, "length": 6 }],
            "explanation": "Since", "explanation_entities": [{ "type": "code", "offset": 0, "length": 5 }],
            "open_period": 60, "close_date": 1_000,
        },
    }));
    let Kind::Poll(poll) = content(&message) else {
        panic!()
    };
    let description = poll.description.as_ref().unwrap();
    assert_eq!(
        (description.text.as_str(), description.entities.len()),
        ("Choose well", 1)
    );
    let explanation = poll.explanation.as_ref().unwrap();
    assert_eq!(
        (explanation.text.as_str(), explanation.entities.len()),
        ("Since", 1)
    );
    assert_eq!(poll.open_period_seconds, 60);
    assert_eq!(poll.close_time.unwrap().seconds, 1_000);
    assert_eq!(
        (poll.correct_option, &poll.correct_options[..]),
        (0, &[0, 2][..])
    );
}

#[test]
fn a_poll_with_media_is_copied_and_its_words_are_kept() {
    let photo = json!({ "photo": [{ "file_id": "p", "width": 1, "height": 1 }] });
    let poll = |fields: serde_json::Value| {
        let mut poll = json!({
            "id": "1", "question": "Which?", "description": "Look", "explanation": "So",
            "options": [{ "text": "a" }, { "text": "b" }],
        });
        let all = poll.as_object_mut().unwrap();
        all.extend(fields.as_object().unwrap().clone());
        message(json!({ "poll": poll }))
    };
    for (fields, copyable) in [
        (json!({ "media": photo }), true),
        (
            json!({ "options": [{ "text": "a", "media": photo }, { "text": "b" }] }),
            true,
        ),
        (
            json!({ "explanation_media": photo, "type": "quiz", "correct_option_ids": [1] }),
            true,
        ),
        // Telegram does not copy a quiz whose answer the bot does not know.
        (json!({ "media": photo, "type": "quiz" }), false),
    ] {
        let message = poll(fields.clone());
        let Kind::Unsupported(it) = content(&message) else {
            panic!("{fields}")
        };
        assert_eq!((it.raw_kind.as_str(), it.copyable), ("poll", copyable));
        assert_eq!(
            it.text.as_ref().unwrap().text,
            "Which?\nLook\n• a\n• b\nSo",
            "{fields}"
        );
    }
}

#[test]
fn content_that_is_newer_than_this_version_is_named_with_its_words() {
    let message = message(json!({
        "hologram": { "file_id": "h" }, "caption": "new", "is_paid_post": true, "some_flag": true,
    }));
    let Kind::Unsupported(it) = content(&message) else {
        panic!()
    };
    assert_eq!(it.raw_kind, "hologram");
    assert_eq!(it.text.as_ref().unwrap().text, "new");
    assert!(it.copyable, "what has a caption is copied by Telegram");
}

#[test]
fn known_content_without_a_place_is_named() {
    let live = message(json!({
        "live_photo": { "file_id": "l" }, "photo": [{ "file_id": "p", "width": 1, "height": 1 }],
        "caption": "move",
    }));
    let Kind::Unsupported(it) = content(&live) else {
        panic!()
    };
    assert_eq!((it.raw_kind.as_str(), it.copyable), ("live_photo", true));
    let checklist = message(json!({ "checklist": { "title": "To do", "tasks": [] } }));
    let Kind::Unsupported(it) = content(&checklist) else {
        panic!()
    };
    assert_eq!(it.text.as_ref().unwrap().text, "To do");
    let empty = message(json!({}));
    let Kind::Unsupported(it) = content(&empty) else {
        panic!()
    };
    assert_eq!((it.raw_kind.as_str(), it.copyable), ("nothing", false));
}

#[test]
fn in_a_topic_the_made_up_reply_is_none_and_a_real_one_is_one() {
    let root = json!({ "message_id": 7, "date": 1, "chat": forum(), "forum_topic_created": {} });
    let plain = message_in(
        forum(),
        json!({
            "text": "hi", "message_thread_id": 7, "is_topic_message": true,
            "reply_to_message": root,
        }),
    );
    assert_eq!((plain.topic_id, plain.thread_id), (7, 0));
    assert!(plain.reply.is_none());
    let real = message_in(
        forum(),
        json!({
            "text": "yes", "message_thread_id": 7, "is_topic_message": true,
            "reply_to_message": { "message_id": 8, "date": 1, "chat": forum(), "caption": "asked" },
            "quote": { "text": "sk", "position": 1, "is_manual": true },
        }),
    );
    let reply = real.reply.unwrap();
    assert_eq!((reply.message_id, reply.quote_position), (8, 1));
    assert_eq!(reply.quote.unwrap().text, "sk");
    assert_eq!(reply.answered_text.unwrap().text, "asked");
}

#[test]
fn an_ordinary_thread_is_no_topic_and_its_root_is_really_answered() {
    let message = message_in(
        forum(),
        json!({
            "text": "hi", "message_thread_id": 7,
            "reply_to_message": { "message_id": 7, "date": 1, "chat": forum(), "text": "root" },
        }),
    );
    assert_eq!((message.topic_id, message.thread_id), (0, 7));
    assert_eq!(message.reply.unwrap().message_id, 7);
}

#[test]
fn general_is_no_topic() {
    let message = message_in(
        forum(),
        json!({ "text": "hi", "message_thread_id": 1, "is_topic_message": true }),
    );
    assert_eq!((message.topic_id, message.thread_id), (0, 0));
}

#[test]
fn a_reply_to_elsewhere_names_the_place() {
    let message = message(json!({
        "text": "this",
        "external_reply": {
            "origin": { "type": "channel" }, "message_id": 4,
            "chat": { "id": -1_009, "type": "channel", "title": "News" },
        },
        "quote": { "text": "part", "position": 0 },
    }));
    let reply = message.reply.unwrap();
    assert_eq!((reply.message_id, reply.chat.unwrap().id), (4, -1_009));
}

#[test]
fn an_origin_of_an_unknown_type_is_carried() {
    let message = message(json!({
        "text": "fwd", "forward_origin": { "type": "hologram", "date": 9, "sender_user_name": "H" },
    }));
    let origin = message.forward_origin.clone().unwrap();
    assert_eq!(
        (origin.r#type.as_str(), origin.sender_name.as_str()),
        ("hologram", "H")
    );
    assert_eq!(text(&message).text, "fwd");
}

#[test]
fn an_anonymous_administrator_is_the_group_and_nobody_else() {
    let message = message_in(
        forum(),
        json!({
            "text": "hi", "sender_chat": forum(), "author_signature": "boss",
            "from": { "id": 1_087_968_824, "is_bot": true, "first_name": "Group" },
        }),
    );
    let sender = message.sender.unwrap();
    assert!(sender.user.is_none());
    assert_eq!(sender.chat.unwrap().address.unwrap().id, -1_001_234);
    assert_eq!(sender.signature, "boss");
}

#[test]
fn service_messages_are_told_apart() {
    let cases = [
        (
            json!({ "forum_topic_created": { "name": "T", "icon_color": 1 } }),
            ServiceKind::TopicCreated,
        ),
        (
            json!({ "forum_topic_edited": { "name": "N" } }),
            ServiceKind::TopicEdited,
        ),
        (
            json!({ "forum_topic_closed": {} }),
            ServiceKind::TopicClosed,
        ),
        (
            json!({ "forum_topic_reopened": {} }),
            ServiceKind::TopicReopened,
        ),
        (
            json!({ "new_chat_members": [{ "id": 1 }, { "id": 2 }] }),
            ServiceKind::MembersJoined,
        ),
        (
            json!({ "left_chat_member": { "id": 1 } }),
            ServiceKind::MemberLeft,
        ),
        (json!({ "new_chat_title": "N" }), ServiceKind::TitleChanged),
        (
            json!({ "pinned_message": { "message_id": 4 } }),
            ServiceKind::MessagePinned,
        ),
        (
            json!({ "migrate_to_chat_id": -1_005 }),
            ServiceKind::MigratedTo,
        ),
        (
            json!({ "migrate_from_chat_id": -5 }),
            ServiceKind::MigratedFrom,
        ),
        (
            json!({ "delete_chat_photo": true }),
            ServiceKind::PhotoChanged,
        ),
        (
            json!({ "boost_added": { "boost_count": 1 } }),
            ServiceKind::Other,
        ),
    ];
    for (fields, kind) in cases {
        let message = message_in(forum(), fields.clone());
        let Kind::Service(service) = content(&message) else {
            panic!("{fields}")
        };
        assert_eq!(service.kind(), kind);
        let raw_kind = fields.as_object().unwrap().keys().next().unwrap();
        assert_eq!(&service.raw_kind, raw_kind);
        match kind {
            ServiceKind::TopicCreated => assert_eq!(service.title, "T"),
            ServiceKind::TopicEdited | ServiceKind::TitleChanged => assert_eq!(service.title, "N"),
            ServiceKind::MembersJoined => assert_eq!(service.users.len(), 2),
            ServiceKind::MemberLeft => assert_eq!(service.users.len(), 1),
            ServiceKind::MessagePinned => assert_eq!(service.message_id, 4),
            ServiceKind::MigratedTo => assert_eq!(service.other_chat_id, -1_005),
            ServiceKind::MigratedFrom => assert_eq!(service.other_chat_id, -5),
            _ => {}
        }
    }
}

#[test]
fn buttons_are_carried_with_what_they_do() {
    let message = message(json!({
        "text": "choose",
        "reply_markup": { "inline_keyboard": [[
            { "text": "a", "url": "https://x.org" },
            { "text": "b", "callback_data": "d", "style": "red" },
            { "text": "c", "web_app": { "url": "https://y.org" } },
        ]] },
    }));
    let actions: Vec<_> = message.buttons[0]
        .buttons
        .iter()
        .map(|button| button.action.clone().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            button::Action::Url("https://x.org".into()),
            button::Action::CallbackData("d".into()),
            button::Action::Other("web_app".into()),
        ]
    );
}

#[test]
fn a_place_has_all_that_makes_it_another() {
    let in_business = message(json!({
        "text": "hi", "business_connection_id": "b", "from": { "id": 77, "first_name": "Owner" },
    }));
    let address = in_business.chat.clone().unwrap().address.unwrap();
    assert_eq!(
        (address.id, address.business_connection_id.as_str()),
        (5, "b")
    );
    assert!(in_business.is_outgoing, "the account's own message");
    let by_customer = message(json!({
        "text": "hi", "business_connection_id": "b", "from": { "id": 5, "first_name": "Ann" },
    }));
    assert!(!by_customer.is_outgoing);
    let in_topic =
        message(json!({ "text": "hi", "message_thread_id": 12, "is_topic_message": true }));
    assert_eq!(in_topic.chat.unwrap().address.unwrap().private_topic_id, 12);
    assert_eq!((in_topic.topic_id, in_topic.thread_id), (0, 0));
    let direct = message_in(
        json!({ "id": -1_006, "type": "supergroup", "is_direct_messages": true }),
        json!({ "text": "hi", "direct_messages_topic": { "topic_id": 44 } }),
    );
    assert_eq!(
        direct
            .chat
            .unwrap()
            .address
            .unwrap()
            .direct_messages_topic_id,
        44
    );
}

#[test]
fn a_chat_of_an_unknown_type_costs_no_text() {
    for (id, kind) in [
        (5_i64, ChatKind::Private),
        (-5, ChatKind::Group),
        (-1_001_234_567_890_i64, ChatKind::Supergroup),
    ] {
        let message = message_in(
            json!({ "id": id, "type": "community" }),
            json!({ "text": "hi" }),
        );
        assert_eq!(message.chat.as_ref().unwrap().kind(), kind);
        assert_eq!(text(&message).text, "hi");
    }
}

#[test]
fn flags_of_a_message_are_carried() {
    let message = message(json!({
        "text": "hi", "edit_date": 200, "has_protected_content": true, "is_automatic_forward": true,
        "via_bot": { "id": 6, "is_bot": true, "first_name": "Via" },
        "from": { "id": 5, "first_name": "Ann", "language_code": "de", "is_premium": true },
    }));
    assert_eq!(message.send_time.unwrap().seconds, 100);
    assert_eq!(message.edit_time.unwrap().seconds, 200);
    assert!(message.is_protected && message.is_automatic_forward && !message.is_outgoing);
    assert_eq!(message.via_bot.unwrap().id, 6);
    let user = message.sender.unwrap().user.unwrap();
    assert_eq!((user.language_code.as_str(), user.is_premium), ("de", true));
}
