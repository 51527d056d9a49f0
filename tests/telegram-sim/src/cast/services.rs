//! Service messages of every kind, with the Bot API's fields.

use serde_json::{Value, json};

use super::Content;

/// Kinds whose value is an empty object.
const EMPTY: &[&str] = &[
    "boost_added",
    "chat_owner_left",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "video_chat_started",
    "write_access_allowed",
];

/// Kinds whose value is `true`.
const TRUE: &[&str] = &[
    "channel_chat_created",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
];

// === impl Content ===

impl Content {
    /// One of every kind of service message that has no verb of its own here, with the Bot API's field name.
    #[must_use]
    pub fn every_service() -> Vec<(&'static str, Self)> {
        let mut all: Vec<(&str, Value)> = EMPTY.iter().map(|kind| (*kind, json!({}))).collect();
        all.extend(TRUE.iter().map(|kind| (*kind, json!(true))));
        all.extend(filled());
        for (kind, value) in &mut all {
            if *kind == "boost_added" {
                *value = json!({"boost_count": 1});
            }
        }
        all.into_iter()
            .map(|(kind, value)| (kind, Self::service(kind, value)))
            .collect()
    }

    /// A gift.
    #[must_use]
    pub fn gift() -> Self {
        Self::service("gift", gift())
    }

    /// A gift of which there is only one.
    #[must_use]
    pub fn unique_gift() -> Self {
        Self::service("unique_gift", unique_gift())
    }
}

fn filled() -> Vec<(&'static str, Value)> {
    let somebody = json!({"id": 1_000_999, "is_bot": false, "first_name": "Somebody"});
    let price = json!({"currency": "XTR", "amount": 5});
    let paid = json!({
        "currency": "XTR", "total_amount": 5, "invoice_payload": "tea", "telegram_payment_charge_id": "t1",
        "provider_payment_charge_id": "p1",
    });
    let option = json!({"option_persistent_id": "2", "option_text": "maybe"});
    let fill = json!({"type": "solid", "color": 0x0033_6699});
    vec![
        (
            "chat_background_set",
            json!({"type": {"type": "fill", "fill": fill, "dark_theme_dimming": 20}}),
        ),
        ("chat_owner_changed", json!({"new_owner": somebody})),
        (
            "chat_shared",
            json!({"request_id": 1, "chat_id": -1_001_999_999_999_i64}),
        ),
        (
            "checklist_tasks_added",
            json!({"tasks": [{"id": 3, "text": "hat"}]}),
        ),
        (
            "checklist_tasks_done",
            json!({"marked_as_done_task_ids": [2]}),
        ),
        ("connected_website", json!("example.org")),
        (
            "direct_message_price_changed",
            json!({"are_direct_messages_enabled": true}),
        ),
        ("gift", gift()),
        ("gift_upgrade_sent", gift()),
        ("giveaway_completed", json!({"winner_count": 3})),
        (
            "managed_bot_created",
            json!({"bot": {"id": 7_000_000_999_i64, "is_bot": true, "first_name": "Helper", "username": "HelperBot"}}),
        ),
        (
            "message_auto_delete_timer_changed",
            json!({"message_auto_delete_time": 86400}),
        ),
        (
            "new_chat_photo",
            json!([{"file_id": "SIM-chat", "file_unique_id": "SIM-chat", "width": 160, "height": 160}]),
        ),
        (
            "paid_message_price_changed",
            json!({"paid_message_star_count": 5}),
        ),
        ("poll_option_added", option.clone()),
        ("poll_option_deleted", option),
        (
            "proximity_alert_triggered",
            json!({"traveler": somebody, "watcher": somebody, "distance": 50}),
        ),
        ("refunded_payment", paid.clone()),
        ("successful_payment", paid),
        ("suggested_post_approval_failed", json!({"price": price})),
        (
            "suggested_post_approved",
            json!({"send_date": 1_767_300_000}),
        ),
        ("suggested_post_declined", json!({})),
        ("suggested_post_paid", json!({"currency": "XTR"})),
        ("suggested_post_refunded", json!({"reason": "post_deleted"})),
        ("unique_gift", unique_gift()),
        (
            "users_shared",
            json!({"request_id": 1, "users": [{"user_id": 1_000_999}]}),
        ),
        ("video_chat_ended", json!({"duration": 60})),
        (
            "video_chat_participants_invited",
            json!({"users": [somebody]}),
        ),
        ("video_chat_scheduled", json!({"start_date": 1_767_300_000})),
        ("web_app_data", json!({"data": "{}", "button_text": "Open"})),
    ]
}

fn sticker() -> Value {
    json!({
        "file_id": "SIM-gift", "file_unique_id": "SIM-gift", "type": "custom_emoji", "width": 512, "height": 512,
        "is_animated": true, "is_video": false, "emoji": "🎁",
    })
}

fn gift() -> Value {
    json!({"gift": {"id": "1", "sticker": sticker(), "star_count": 15}, "text": "For you"})
}

fn unique_gift() -> Value {
    let part = json!({"name": "Part", "sticker": sticker(), "rarity_per_mille": 5});
    let colors = json!({"center_color": 1, "edge_color": 2, "symbol_color": 3, "text_color": 4});
    json!({
        "gift": {
            "gift_id": "1", "base_name": "Cake", "name": "Cake-42", "number": 42, "model": part, "symbol": part,
            "backdrop": {"name": "Sky", "colors": colors, "rarity_per_mille": 5},
        },
        "origin": "transfer",
    })
}
