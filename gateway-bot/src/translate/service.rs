//! Service messages.

use backline_proto::common::v1::{Service, ServiceKind};

use super::chat::{user, user_in};
use super::read::{Object, int, object, objects, text};

/// The fields that make a message a service message.
const FIELDS: &[(&str, ServiceKind)] = &[
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
    let mut users: Vec<_> = objects(message, "new_chat_members")
        .filter_map(user)
        .collect();
    users.extend(user_in(message, "left_chat_member"));
    let named = object(message, name)
        .map(|topic| text(topic, "name"))
        .unwrap_or_default();
    let title = if *kind == ServiceKind::TitleChanged {
        text(message, name)
    } else {
        named
    };
    let other_chat_id =
        int(message, "migrate_to_chat_id").or_else(|| int(message, "migrate_from_chat_id"));
    let message_id = object(message, "pinned_message").and_then(|pinned| int(pinned, "message_id"));
    Some(Service {
        kind: (*kind).into(),
        raw_kind: (*name).to_owned(),
        title,
        users,
        other_chat_id: other_chat_id.unwrap_or(0),
        message_id: message_id.unwrap_or(0),
    })
}
