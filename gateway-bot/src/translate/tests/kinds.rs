//! Every field that a message of Bot API 10.1 can have: none is lost.

use std::collections::BTreeSet;

use backline_proto::common::v1::content::Kind;
use serde_json::{Value, json};

use super::super::content::ABOUT;
use super::{content, forum, message, message_in};

/// How a kind arrives.
#[derive(Debug, Clone, Copy, PartialEq)]
enum As {
    /// With a type of its own in the contract.
    Typed,
    /// Named, with its words; Telegram copies it.
    Copied,
    /// Named, with its words; Telegram does not copy it.
    Kept,
    /// As a service message.
    Service,
}

fn file() -> Value {
    json!({ "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1 })
}

fn user(name: &str) -> Value {
    json!({ "id": 8, "is_bot": false, "first_name": name })
}

/// Every field that holds something, what may be in it, how it arrives, and the
/// words that must be found in what arrives. `WORDS` stands for a caption.
fn kinds() -> Vec<(&'static str, Value, As, &'static str)> {
    let checklist = json!({ "title": "Shopping", "tasks": [
        { "id": 1, "text": "milk", "completion_date": 9 }, { "id": 2, "text": "bread" },
    ] });
    let in_checklist =
        json!({ "message_id": 4, "date": 1, "chat": forum(), "checklist": checklist });
    let poll = json!({ "id": "1", "question": "Which?", "options": [{ "text": "this" }] });
    let place = json!({ "latitude": 1.5, "longitude": 2.5 });
    let photo = json!([file()]);
    let rich = json!({ "blocks": [
        { "type": "heading", "text": "Title", "size": 1 },
        { "type": "paragraph", "text": ["a ", { "type": "bold", "text": ["b", "c"] }] },
        { "type": "list", "items": [{ "label": "1.", "blocks": [{ "type": "paragraph", "text": "one" }] }] },
        { "type": "table", "cells": [[{ "text": "x" }, { "text": "y" }]], "caption": "cap" },
        { "type": "photo", "photo": [], "caption": { "text": "seen", "credit": "by me" } },
    ] });
    let post = json!({ "message_id": 4, "date": 1, "chat": forum(), "text": "offer" });
    let gift = json!({
        "gift": { "id": "g", "star_count": 15, "sticker": file() }, "text": "For you",
        "entities": [{ "type": "bold", "offset": 0, "length": 3 }],
    });
    vec![
        ("text", json!("plain"), As::Typed, "plain"),
        (
            "rich_message",
            rich,
            As::Copied,
            "Title\na bc\n1. one\nx | y\ncap\nseen (by me)",
        ),
        ("animation", file(), As::Typed, "WORDS"),
        ("audio", file(), As::Typed, "WORDS"),
        ("document", file(), As::Typed, "WORDS"),
        ("live_photo", file(), As::Copied, "WORDS"),
        (
            "paid_media",
            json!({ "star_count": 1, "paid_media": [] }),
            As::Kept,
            "WORDS",
        ),
        ("photo", photo.clone(), As::Typed, "WORDS"),
        ("sticker", file(), As::Typed, ""),
        (
            "story",
            json!({ "id": 7, "chat": { "id": 6, "username": "cat" } }),
            As::Copied,
            "https://t.me/cat/s/7",
        ),
        ("video", file(), As::Typed, "WORDS"),
        ("video_note", file(), As::Typed, ""),
        ("voice", file(), As::Typed, "WORDS"),
        (
            "checklist",
            checklist.clone(),
            As::Copied,
            "Shopping\n☑ milk\n☐ bread",
        ),
        (
            "contact",
            json!({ "phone_number": "+1", "first_name": "Bea" }),
            As::Typed,
            "Bea",
        ),
        (
            "dice",
            json!({ "emoji": "🎲", "value": 3 }),
            As::Typed,
            "🎲",
        ),
        (
            "game",
            json!({ "title": "Chess", "description": "Play", "text": "score 5" }),
            As::Copied,
            "Chess\nPlay\nscore 5",
        ),
        ("poll", poll, As::Typed, "Which?"),
        (
            "venue",
            json!({ "location": place, "title": "Cafe", "address": "Street 1" }),
            As::Typed,
            "Street 1",
        ),
        ("location", place, As::Typed, ""),
        (
            "giveaway",
            json!({ "prize_description": "a car", "winner_count": 1 }),
            As::Kept,
            "a car",
        ),
        (
            "giveaway_winners",
            json!({ "prize_description": "a boat" }),
            As::Kept,
            "a boat",
        ),
        (
            "invoice",
            json!({ "title": "Tea", "description": "green", "currency": "EUR" }),
            As::Kept,
            "Tea\ngreen",
        ),
        ("passport_data", json!({ "data": [] }), As::Kept, ""),
        ("new_chat_members", json!([user("Cem")]), As::Service, "Cem"),
        ("left_chat_member", user("Dan"), As::Service, "Dan"),
        (
            "chat_owner_left",
            json!({ "new_owner": user("Eve") }),
            As::Service,
            "Eve",
        ),
        (
            "chat_owner_changed",
            json!({ "new_owner": user("Eve") }),
            As::Service,
            "Eve",
        ),
        (
            "new_chat_title",
            json!("Renamed"),
            As::Service,
            "title: \"Renamed\"",
        ),
        ("new_chat_photo", photo, As::Service, "file_id: \"f\""),
        ("delete_chat_photo", json!(true), As::Service, ""),
        ("group_chat_created", json!(true), As::Service, ""),
        ("supergroup_chat_created", json!(true), As::Service, ""),
        ("channel_chat_created", json!(true), As::Service, ""),
        (
            "message_auto_delete_timer_changed",
            json!({ "message_auto_delete_time": 86_400 }),
            As::Service,
            "duration_seconds: 86400",
        ),
        (
            "migrate_to_chat_id",
            json!(-1_005),
            As::Service,
            "other_chat_id: -1005",
        ),
        (
            "migrate_from_chat_id",
            json!(-5),
            As::Service,
            "other_chat_id: -5",
        ),
        (
            "pinned_message",
            json!({ "message_id": 4, "date": 0, "chat": forum() }),
            As::Service,
            "message_id: 4",
        ),
        (
            "successful_payment",
            json!({ "currency": "EUR", "total_amount": 145 }),
            As::Service,
            "count: 145",
        ),
        (
            "refunded_payment",
            json!({ "currency": "XTR", "total_amount": 5 }),
            As::Service,
            "XTR",
        ),
        (
            "users_shared",
            json!({ "request_id": 1, "users": [{ "user_id": 12, "first_name": "Fay" }] }),
            As::Service,
            "id: 12",
        ),
        (
            "chat_shared",
            json!({ "request_id": 1, "chat_id": -1_007, "title": "Club" }),
            As::Service,
            "other_chat_id: -1007",
        ),
        ("gift", gift.clone(), As::Service, "For you"),
        (
            "unique_gift",
            json!({ "gift": { "name": "Star-1" }, "origin": "resale" }),
            As::Service,
            "Star-1",
        ),
        ("gift_upgrade_sent", gift, As::Service, "count: 15"),
        (
            "connected_website",
            json!("shop.example"),
            As::Service,
            "shop.example",
        ),
        (
            "write_access_allowed",
            json!({ "web_app_name": "Shop" }),
            As::Service,
            "Shop",
        ),
        (
            "proximity_alert_triggered",
            json!({ "traveler": user("Gus"), "watcher": user("Hal"), "distance": 90 }),
            As::Service,
            "count: 90",
        ),
        (
            "boost_added",
            json!({ "boost_count": 4 }),
            As::Service,
            "count: 4",
        ),
        (
            "chat_background_set",
            json!({ "type": {} }),
            As::Service,
            "",
        ),
        (
            "checklist_tasks_done",
            json!({ "checklist_message": in_checklist, "marked_as_done_task_ids": [2] }),
            As::Service,
            "☑ bread",
        ),
        (
            "checklist_tasks_added",
            json!({ "tasks": [{ "id": 3, "text": "eggs" }] }),
            As::Service,
            "☐ eggs",
        ),
        (
            "direct_message_price_changed",
            json!({ "direct_message_star_count": 6 }),
            As::Service,
            "count: 6",
        ),
        (
            "forum_topic_created",
            json!({ "name": "T", "icon_color": 1 }),
            As::Service,
            "title: \"T\"",
        ),
        (
            "forum_topic_edited",
            json!({ "name": "N" }),
            As::Service,
            "title: \"N\"",
        ),
        ("forum_topic_closed", json!({}), As::Service, ""),
        ("forum_topic_reopened", json!({}), As::Service, ""),
        ("general_forum_topic_hidden", json!({}), As::Service, ""),
        ("general_forum_topic_unhidden", json!({}), As::Service, ""),
        (
            "giveaway_created",
            json!({ "prize_star_count": 500 }),
            As::Service,
            "count: 500",
        ),
        (
            "giveaway_completed",
            json!({ "winner_count": 2, "giveaway_message": post }),
            As::Service,
            "message_id: 4",
        ),
        (
            "managed_bot_created",
            json!({ "bot": user("Ivy") }),
            As::Service,
            "Ivy",
        ),
        (
            "paid_message_price_changed",
            json!({ "paid_message_star_count": 9 }),
            As::Service,
            "count: 9",
        ),
        (
            "poll_option_added",
            json!({ "option_text": "maybe" }),
            As::Service,
            "maybe",
        ),
        (
            "poll_option_deleted",
            json!({ "option_text": "never" }),
            As::Service,
            "never",
        ),
        (
            "suggested_post_approved",
            json!({ "send_date": 77, "suggested_post_message": post }),
            As::Service,
            "seconds: 77",
        ),
        (
            "suggested_post_approval_failed",
            json!({ "suggested_post_message": post }),
            As::Service,
            "message_id: 4",
        ),
        (
            "suggested_post_declined",
            json!({ "comment": "too long" }),
            As::Service,
            "too long",
        ),
        (
            "suggested_post_paid",
            json!({ "currency": "TON", "amount": 8 }),
            As::Service,
            "TON",
        ),
        (
            "suggested_post_refunded",
            json!({ "reason": "post_deleted" }),
            As::Service,
            "",
        ),
        (
            "video_chat_scheduled",
            json!({ "start_date": 99 }),
            As::Service,
            "seconds: 99",
        ),
        ("video_chat_started", json!({}), As::Service, ""),
        (
            "video_chat_ended",
            json!({ "duration": 61 }),
            As::Service,
            "duration_seconds: 61",
        ),
        (
            "video_chat_participants_invited",
            json!({ "users": [user("Jan")] }),
            As::Service,
            "Jan",
        ),
        (
            "web_app_data",
            json!({ "data": "order 7", "button_text": "Buy" }),
            As::Service,
            "order 7",
        ),
    ]
}

#[test]
fn every_kind_arrives_with_its_words() {
    for (field, payload, expected, words) in kinds() {
        let mut fields = json!({ field: payload });
        if words == "WORDS" {
            fields["caption"] = json!("WORDS");
            fields["caption_entities"] = json!([{ "type": "bold", "offset": 0, "length": 5 }]);
        }
        let message = message(fields);
        let kind = content(&message);
        let arrived = match kind {
            Kind::Service(service) => {
                assert_eq!(service.raw_kind, field);
                As::Service
            }
            Kind::Unsupported(it) => {
                assert_eq!(it.raw_kind, field);
                if it.copyable { As::Copied } else { As::Kept }
            }
            _ => As::Typed,
        };
        assert_eq!(arrived, expected, "{field}");
        let told = match kind {
            Kind::Unsupported(it) => it.text.clone().unwrap_or_default().text,
            other => format!("{other:?}"),
        };
        assert!(told.contains(words), "{field}: {words:?} is not in {told}");
        if words == "WORDS" {
            assert!(format!("{kind:?}").contains("bold"), "{field}: {kind:?}");
        }
    }
}

/// The fields of Message, as the documentation of Bot API 10.1 lists them.
const DOCUMENTED: &[&str] = &[
    "message_id",
    "message_thread_id",
    "direct_messages_topic",
    "from",
    "sender_chat",
    "sender_boost_count",
    "sender_business_bot",
    "sender_tag",
    "date",
    "guest_query_id",
    "business_connection_id",
    "chat",
    "forward_origin",
    "is_topic_message",
    "is_automatic_forward",
    "reply_to_message",
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_to_checklist_task_id",
    "reply_to_poll_option_id",
    "via_bot",
    "guest_bot_caller_user",
    "guest_bot_caller_chat",
    "edit_date",
    "has_protected_content",
    "is_from_offline",
    "is_paid_post",
    "media_group_id",
    "author_signature",
    "paid_star_count",
    "text",
    "entities",
    "link_preview_options",
    "suggested_post_info",
    "effect_id",
    "rich_message",
    "animation",
    "audio",
    "document",
    "live_photo",
    "paid_media",
    "photo",
    "sticker",
    "story",
    "video",
    "video_note",
    "voice",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "checklist",
    "contact",
    "dice",
    "game",
    "poll",
    "venue",
    "location",
    "new_chat_members",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway",
    "giveaway_winners",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
    "reply_markup",
];

#[test]
fn every_documented_field_has_its_place() {
    let held: BTreeSet<&str> = kinds().iter().map(|(field, ..)| *field).collect();
    let known: BTreeSet<&str> = held.iter().chain(ABOUT).copied().collect();
    for field in DOCUMENTED {
        assert!(known.contains(field), "{field}");
    }
    for field in held {
        assert!(DOCUMENTED.contains(&field), "{field} is none");
    }
}

#[test]
fn what_is_said_of_a_message_is_carried() {
    let message = message(json!({
        "text": "hi", "is_paid_post": true, "is_from_offline": true, "paid_star_count": 12,
        "business_connection_id": "b", "sender_business_bot": { "id": 9, "is_bot": true, "first_name": "Bot" },
        "suggested_post_info": { "state": "pending" },
    }));
    assert!(message.is_paid_post && message.is_from_offline);
    assert_eq!(message.business_bot.unwrap().id, 9);
    assert_eq!(message.paid_star_count, 12);
    assert_eq!(message.suggested_post_state, "pending");
}

#[test]
fn every_origin_is_carried() {
    let cases = [
        (json!({ "type": "user", "sender_user": user("Ann") }), "Ann"),
        (
            json!({ "type": "hidden_user", "sender_user_name": "Shy" }),
            "Shy",
        ),
        (
            json!({ "type": "chat", "sender_chat": forum(), "author_signature": "boss" }),
            "boss",
        ),
        (
            json!({ "type": "channel", "chat": forum(), "message_id": 44 }),
            "message_id: 44",
        ),
    ];
    for (mut origin, words) in cases {
        origin["date"] = json!(50);
        for field in ["forward_origin", "external_reply"] {
            let value = if field == "forward_origin" {
                origin.clone()
            } else {
                json!({ "origin": origin })
            };
            let message = message(json!({ "text": "x", field: value }));
            let told = message
                .forward_origin
                .clone()
                .or_else(|| message.reply.clone()?.origin)
                .unwrap();
            assert_eq!(told.r#type, origin["type"]);
            assert_eq!(told.send_time.unwrap().seconds, 50);
            assert!(format!("{told:?}").contains(words), "{field}: {told:?}");
        }
    }
}

#[test]
fn an_answer_across_chats_says_what_it_answers() {
    let file = json!({ "file_id": "f", "width": 1, "height": 1 });
    let cases = [
        (json!({ "photo": [file] }), "photo", None),
        (
            json!({ "poll": { "question": "Q", "options": [{ "text": "o" }] } }),
            "poll",
            Some("Q\n• o"),
        ),
        (
            json!({ "checklist": { "title": "L", "tasks": [] } }),
            "checklist",
            Some("L"),
        ),
        (
            json!({ "giveaway": { "prize_description": "car" } }),
            "giveaway",
            Some("car"),
        ),
        (
            json!({ "animation": file, "document": file }),
            "animation",
            None,
        ),
        (json!({}), "", None),
    ];
    for (mut external, kind, words) in cases {
        external["origin"] = json!({ "type": "hidden_user", "date": 5, "sender_user_name": "S" });
        let message = message(json!({
            "text": "re", "external_reply": external, "quote": { "text": "part", "position": 3 },
        }));
        let reply = message.reply.unwrap();
        assert_eq!(reply.answered_kind, kind);
        assert_eq!(
            reply.answered_text.as_ref().map(|it| it.text.as_str()),
            words
        );
        assert_eq!(reply.quote.unwrap().text, "part");
        assert_eq!(reply.origin.unwrap().sender_name, "S");
    }
}

#[test]
fn an_answer_to_a_story_a_task_or_an_option_names_it() {
    let story = message(json!({
        "text": "nice", "reply_to_story": { "id": 7, "chat": { "id": 6, "type": "private", "username": "cat" } },
    }));
    let reply = story.reply.unwrap();
    assert_eq!((reply.message_id, reply.story_id), (0, 7));
    assert_eq!(reply.chat.unwrap().id, 6);
    assert_eq!(reply.answered_kind, "story");
    assert_eq!(reply.answered_text.unwrap().text, "https://t.me/cat/s/7");
    let answered = |fields: Value, content: Value| {
        let mut original = json!({ "message_id": 8, "date": 1, "chat": forum() });
        original
            .as_object_mut()
            .unwrap()
            .extend(content.as_object().unwrap().clone());
        let mut all = json!({ "text": "done", "reply_to_message": original });
        all.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        message_in(forum(), all).reply.unwrap()
    };
    let checklist = json!({ "checklist": { "title": "L", "tasks": [
        { "id": 1, "text": "milk" }, { "id": 2, "text": "bread" },
    ] } });
    let task = answered(
        json!({ "reply_to_checklist_task_id": 2 }),
        checklist.clone(),
    );
    assert_eq!(task.answered_text.unwrap().text, "bread");
    let whole = answered(json!({}), checklist);
    assert_eq!(whole.answered_text.unwrap().text, "L\n☐ milk\n☐ bread");
    let poll = json!({ "poll": { "question": "Q", "options": [
        { "text": "yes", "persistent_id": "a" }, { "text": "no", "persistent_id": "b" },
    ] } });
    let option = answered(json!({ "reply_to_poll_option_id": "b" }), poll);
    assert_eq!(option.answered_text.unwrap().text, "no");
    assert_eq!(option.answered_kind, "poll");
}
