use backline_proto::common::v1::MemberStatus;
use backline_proto::common::v1::reaction::Kind;
use backline_proto::gateway::v1::update::Event;
use serde_json::{Value, json};

use super::{forum, told, translate, unknown};

fn ann() -> Value {
    json!({ "id": 5, "is_bot": false, "first_name": "Ann" })
}

#[test]
fn edits_and_channel_posts_are_messages() {
    let message = json!({ "message_id": 3, "date": 1, "chat": forum(), "text": "a" });
    for (kind, is_edit) in [
        ("message", false),
        ("edited_message", true),
        ("channel_post", false),
        ("edited_channel_post", true),
        ("business_message", false),
        ("edited_business_message", true),
    ] {
        let event = told(&json!({ "update_id": 1, kind: message }));
        assert_eq!(matches!(event, Event::MessageEdited(_)), is_edit, "{kind}");
        assert_eq!(matches!(event, Event::MessagePosted(_)), !is_edit, "{kind}");
    }
}

#[test]
fn a_reaction_names_who_and_what() {
    let event = told(&json!({ "update_id": 1, "message_reaction": {
        "chat": forum(), "message_id": 3, "user": ann(), "date": 9,
        "old_reaction": [{ "type": "emoji", "emoji": "👍" }],
        "new_reaction": [
            { "type": "custom_emoji", "custom_emoji_id": "77" }, { "type": "paid" },
            { "type": "new" },
        ],
    } }));
    let Event::ReactionChanged(changed) = event else {
        panic!("{event:?}")
    };
    assert_eq!(changed.actor.unwrap().user.unwrap().id, 5);
    assert_eq!(
        changed.old_reactions[0].kind,
        Some(Kind::Emoji("👍".into()))
    );
    let new: Vec<_> = changed
        .new_reactions
        .into_iter()
        .map(|it| it.kind.unwrap())
        .collect();
    assert_eq!(
        new,
        [
            Kind::CustomEmojiId("77".into()),
            Kind::Other("paid".into()),
            Kind::Other("new".into()),
        ]
    );
}

#[test]
fn a_membership_names_who_did_it_and_the_rights() {
    let update = |new: Value| {
        json!({ "update_id": 1, "my_chat_member": {
            "chat": forum(), "from": ann(), "date": 9,
            "old_chat_member": { "status": "left", "user": { "id": 7 } },
            "new_chat_member": new,
        } })
    };
    let bot = json!({ "id": 7, "is_bot": true, "first_name": "Bot" });
    let event = told(&update(json!({
        "status": "administrator", "user": bot, "can_manage_topics": true,
        "can_delete_messages": false, "is_anonymous": false,
    })));
    let Event::OwnMembershipChanged(changed) = event else {
        panic!("{event:?}")
    };
    assert_eq!(changed.actor.as_ref().unwrap().id, 5);
    assert_eq!(changed.old_status(), MemberStatus::Left);
    assert_eq!(changed.new_status(), MemberStatus::Administrator);
    let rights = changed.rights.unwrap();
    assert!(rights.manage_topics && !rights.delete_messages);

    for (status, is_member, expected) in [
        ("creator", false, MemberStatus::Owner),
        ("member", false, MemberStatus::Member),
        ("restricted", true, MemberStatus::Restricted),
        ("restricted", false, MemberStatus::Left),
        ("left", false, MemberStatus::Left),
        ("kicked", false, MemberStatus::Banned),
    ] {
        let event = told(&update(
            json!({ "status": status, "user": bot, "is_member": is_member }),
        ));
        let Event::OwnMembershipChanged(changed) = event else {
            panic!("{event:?}")
        };
        assert_eq!(changed.new_status(), expected);
        let has_all = changed.rights.unwrap().manage_topics;
        assert_eq!(has_all, expected == MemberStatus::Owner);
    }
    // A standing that is not known gives nobody a group.
    let odd = unknown(&update(json!({ "status": "emperor", "user": bot })));
    assert_eq!(odd.raw_kind, "my_chat_member");
    assert_eq!(odd.chat.unwrap().address.unwrap().id, -1_001_234);
}

#[test]
fn a_pressed_button_names_its_message() {
    let event = told(&json!({ "update_id": 1, "callback_query": {
        "id": "q", "from": ann(), "data": "d", "chat_instance": "i",
        "message": { "message_id": 3, "date": 0, "chat": forum() },
    } }));
    let Event::ButtonPressed(pressed) = event else {
        panic!("{event:?}")
    };
    assert_eq!(
        (pressed.query_id.as_str(), pressed.callback_data.as_str()),
        ("q", "d")
    );
    assert_eq!(pressed.message.unwrap().message_id, 3);
}

#[test]
fn a_business_account_is_told_of_with_its_deletions() {
    for (fields, can_reply) in [
        (json!({ "can_reply": true }), true),
        (json!({ "rights": { "can_reply": true } }), true),
        (json!({ "rights": {} }), false),
    ] {
        let mut connection =
            json!({ "id": "b", "user": ann(), "user_chat_id": 5, "date": 1, "is_enabled": true });
        connection
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        let event = told(&json!({ "update_id": 1, "business_connection": connection }));
        let Event::BusinessConnectionChanged(changed) = event else {
            panic!("{event:?}")
        };
        assert_eq!((changed.is_enabled, changed.can_reply), (true, can_reply));
        assert_eq!(changed.owner_chat_id, 5);
    }
    for right in [
        "can_delete_sent_messages",
        "can_delete_all_messages",
        "can_read_messages",
    ] {
        let event = told(&json!({ "update_id": 1, "business_connection": {
            "id": "b", "user": ann(), "user_chat_id": 5, "date": 1, "is_enabled": true,
            "rights": { right: true },
        } }));
        let Event::BusinessConnectionChanged(changed) = event else {
            panic!("{event:?}")
        };
        let told = [
            ("can_delete_sent_messages", changed.can_delete_sent_messages),
            ("can_delete_all_messages", changed.can_delete_all_messages),
            ("can_read_messages", changed.can_read_messages),
        ];
        let given: Vec<_> = told.iter().filter(|(_, given)| *given).collect();
        assert_eq!(given, [&(right, true)], "{right}");
    }
    let event = told(&json!({ "update_id": 1, "deleted_business_messages": {
        "business_connection_id": "b", "chat": { "id": 5, "type": "private" },
        "message_ids": [1, 2, 3],
    } }));
    let Event::MessagesDeleted(deleted) = event else {
        panic!("{event:?}")
    };
    assert_eq!(deleted.chat.unwrap().business_connection_id, "b");
    assert_eq!(deleted.message_ids, [1, 2, 3]);
}

#[test]
fn an_update_of_an_unknown_kind_is_kept_with_what_can_be_found_in_it() {
    let update = json!({ "update_id": 1, "hologram": {
        "chat": { "id": 5, "type": "private" }, "from": ann(), "message_id": 3, "shine": true,
    } });
    let it = unknown(&update);
    assert_eq!((it.raw_kind.as_str(), it.message_id), ("hologram", 3));
    assert_eq!(it.chat.unwrap().address.unwrap().id, 5);
    assert_eq!(it.sender.unwrap().user.unwrap().id, 5);
    assert_eq!(serde_json::from_str::<Value>(&it.raw_json).unwrap(), update);
    assert_eq!(unknown(&json!({ "update_id": 1 })).raw_kind, "nothing");
    assert_eq!(
        unknown(&json!({ "update_id": 1, "flag": true })).raw_kind,
        "flag"
    );
    // A field beside a known kind does not hide it.
    let beside = json!({ "update_id": 1, "aaa": {}, "message": {
        "message_id": 3, "date": 1, "chat": forum(), "text": "a",
    } });
    assert!(matches!(told(&beside), Event::MessagePosted(_)));
}

#[test]
fn a_message_that_does_not_say_where_it_is_is_kept() {
    let it = unknown(&json!({ "update_id": 1, "message": { "message_id": 3, "text": "lost?" } }));
    assert_eq!((it.raw_kind.as_str(), it.message_id), ("message", 3));
    assert!(it.raw_json.contains("lost?"));
}

#[test]
fn what_is_no_update_has_a_key_of_its_own() {
    let it = translate(r#"{"message":{}}"#, "test");
    assert_eq!(it.update_id, None);
    let key = it.update.key.unwrap();
    assert_eq!((key.update_id, key.natural_key.len()), (0, 32));
    let Some(Event::Unknown(unknown)) = it.update.event else {
        panic!()
    };
    assert_eq!(unknown.raw_kind, "malformed");
    // Half of a surrogate pair is no JSON; its id is legible all the same.
    let half = translate(r#"{"update_id": 12,"message":{"text":"\ud83d"}}"#, "test");
    assert_eq!(half.update_id, Some(12));
    assert_eq!(half.update.key.unwrap().natural_key, "");
}

#[test]
fn no_more_than_64_kib_are_kept_and_no_letter_is_cut() {
    let long = "ü".repeat(70_000);
    let it = unknown(&json!({ "update_id": 1, "hologram": { "text": long } }));
    assert!(it.raw_json.len() <= 64 * 1024 && it.raw_json.len() > 64 * 1024 - 4);
}
