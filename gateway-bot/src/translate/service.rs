//! Service messages.

use backline_proto::common::v1::{FormattedText, Service, ServiceKind, User};
use serde_json::Value;

use super::chat::{user, user_in};
use super::entity::formatted;
use super::lines::Lines;
use super::media;
use super::read::{Object, int, object, objects, small, text, time};
use super::unsupported::{add_tasks, task_text};

/// The fields that make a message a service message.
pub(super) const FIELDS: &[(&str, ServiceKind)] = &[
    ("forum_topic_created", ServiceKind::TopicCreated),
    ("forum_topic_edited", ServiceKind::TopicEdited),
    ("forum_topic_closed", ServiceKind::TopicClosed),
    ("forum_topic_reopened", ServiceKind::TopicReopened),
    ("new_chat_members", ServiceKind::MembersJoined),
    ("left_chat_member", ServiceKind::MemberLeft),
    ("new_chat_title", ServiceKind::TitleChanged),
    ("pinned_message", ServiceKind::MessagePinned),
    ("migrate_to_chat_id", ServiceKind::MigratedTo),
    ("migrate_from_chat_id", ServiceKind::MigratedFrom),
    ("new_chat_photo", ServiceKind::PhotoChanged),
    ("delete_chat_photo", ServiceKind::PhotoChanged),
    ("general_forum_topic_hidden", ServiceKind::Other),
    ("general_forum_topic_unhidden", ServiceKind::Other),
    ("chat_owner_left", ServiceKind::Other),
    ("chat_owner_changed", ServiceKind::Other),
    ("group_chat_created", ServiceKind::Other),
    ("supergroup_chat_created", ServiceKind::Other),
    ("channel_chat_created", ServiceKind::Other),
    ("message_auto_delete_timer_changed", ServiceKind::Other),
    ("successful_payment", ServiceKind::Other),
    ("refunded_payment", ServiceKind::Other),
    ("users_shared", ServiceKind::Other),
    ("chat_shared", ServiceKind::Other),
    ("gift", ServiceKind::Other),
    ("unique_gift", ServiceKind::Other),
    ("gift_upgrade_sent", ServiceKind::Other),
    ("connected_website", ServiceKind::Other),
    ("write_access_allowed", ServiceKind::Other),
    ("proximity_alert_triggered", ServiceKind::Other),
    ("boost_added", ServiceKind::Other),
    ("chat_background_set", ServiceKind::Other),
    ("checklist_tasks_done", ServiceKind::Other),
    ("checklist_tasks_added", ServiceKind::Other),
    ("direct_message_price_changed", ServiceKind::Other),
    ("giveaway_created", ServiceKind::Other),
    ("giveaway_completed", ServiceKind::Other),
    ("managed_bot_created", ServiceKind::Other),
    ("paid_message_price_changed", ServiceKind::Other),
    ("poll_option_added", ServiceKind::Other),
    ("poll_option_deleted", ServiceKind::Other),
    ("suggested_post_approved", ServiceKind::Other),
    ("suggested_post_approval_failed", ServiceKind::Other),
    ("suggested_post_declined", ServiceKind::Other),
    ("suggested_post_paid", ServiceKind::Other),
    ("suggested_post_refunded", ServiceKind::Other),
    ("video_chat_scheduled", ServiceKind::Other),
    ("video_chat_started", ServiceKind::Other),
    ("video_chat_ended", ServiceKind::Other),
    ("video_chat_participants_invited", ServiceKind::Other),
    ("web_app_data", ServiceKind::Other),
];

/// What a service message tells, if it is one.
pub(super) fn of(message: &Object) -> Option<Service> {
    let (name, kind) = FIELDS
        .iter()
        .find(|(name, _)| message.contains_key(*name))?;
    let nothing = Object::new();
    let told = object(message, name).unwrap_or(&nothing);
    let other_chat_id = int(message, "migrate_to_chat_id")
        .or_else(|| int(message, "migrate_from_chat_id"))
        .or_else(|| int(told, "chat_id"));
    Some(Service {
        kind: (*kind).into(),
        raw_kind: (*name).to_owned(),
        title: title(message, told),
        users: users(message, told),
        other_chat_id: other_chat_id.unwrap_or(0),
        message_id: message_id(message, told),
        text: words(message, name, told),
        duration_seconds: small(told, "message_auto_delete_time").max(small(told, "duration")),
        count: count(told),
        start_time: time(told, "start_date").or_else(|| time(told, "send_date")),
        photo: media::chat_photo(message),
    })
}

/// The name of a topic, a chat or a gift.
fn title(message: &Object, told: &Object) -> String {
    let gift = object(told, "gift");
    [
        text(message, "new_chat_title"),
        text(told, "name"),
        text(told, "title"),
        gift.map(|gift| text(gift, "name")).unwrap_or_default(),
        text(told, "web_app_name"),
    ]
    .into_iter()
    .find(|title| !title.is_empty())
    .unwrap_or_default()
}

fn users(message: &Object, told: &Object) -> Vec<User> {
    let mut users: Vec<User> = objects(message, "new_chat_members")
        .filter_map(user)
        .collect();
    users.extend(user_in(message, "left_chat_member"));
    for name in ["new_owner", "traveler", "watcher", "bot"] {
        users.extend(user_in(told, name));
    }
    users.extend(
        objects(told, "users").filter_map(|listed| user(listed).or_else(|| shared(listed))),
    );
    users
}

/// A user that a customer named to the bot has the id in a field of another name.
fn shared(shared: &Object) -> Option<User> {
    Some(User {
        id: int(shared, "user_id")?,
        first_name: text(shared, "first_name"),
        last_name: text(shared, "last_name"),
        username: text(shared, "username"),
        ..User::default()
    })
}

/// The message that it is about.
fn message_id(message: &Object, told: &Object) -> i64 {
    let about = object(message, "pinned_message").or_else(|| {
        let names = [
            "checklist_message",
            "poll_message",
            "suggested_post_message",
            "giveaway_message",
        ];
        names.iter().find_map(|name| object(told, name))
    });
    about
        .and_then(|about| int(about, "message_id"))
        .unwrap_or(0)
}

fn words(message: &Object, name: &str, told: &Object) -> Option<FormattedText> {
    let mut lines = Lines::default();
    for (name, entities) in [
        ("text", "entities"),
        ("option_text", "option_text_entities"),
        ("comment", ""),
        ("data", ""),
        ("currency", ""),
    ] {
        if let Some(said) = formatted(told, name, entities) {
            lines.add("", said);
        }
    }
    match name {
        "checklist_tasks_added" => add_tasks(&mut lines, objects(told, "tasks")),
        "checklist_tasks_done" => add_done(&mut lines, told),
        // A kind that says something in no object of its own.
        "connected_website" => lines.add_plain(text(message, name)),
        _ => {}
    }
    lines.end()
}

/// The tasks that were marked, by what they say in their checklist.
fn add_done(lines: &mut Lines, told: &Object) {
    let checklist =
        object(told, "checklist_message").and_then(|message| object(message, "checklist"));
    let Some(checklist) = checklist else { return };
    for (name, mark) in [
        ("marked_as_done_task_ids", "☑ "),
        ("marked_as_not_done_task_ids", "☐ "),
    ] {
        let marked = told.get(name).and_then(Value::as_array);
        for id in marked.into_iter().flatten() {
            let mut tasks = objects(checklist, "tasks");
            if let Some(task) = tasks.find(|task| task.get("id") == Some(id)) {
                lines.add(mark, task_text(task));
            }
        }
    }
}

fn count(told: &Object) -> i64 {
    let gift = object(told, "gift").and_then(|gift| int(gift, "star_count"));
    let numbers = [
        "boost_count",
        "paid_message_star_count",
        "direct_message_star_count",
        "prize_star_count",
        "winner_count",
        "distance",
        "total_amount",
        "amount",
    ];
    numbers
        .iter()
        .find_map(|name| int(told, name))
        .or(gift)
        .unwrap_or(0)
}
