//! What a message holds.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Contact, Content, Dice, Location, Venue};

use super::entity::{formatted, words};
use super::read::{Object, float, int, object, small, text};
use super::{media, poll, service, unsupported};

/// Fields of a message that say about it and are not in it.
pub(super) const ABOUT: &[&str] = &[
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
    "forward_from",
    "forward_from_chat",
    "forward_from_message_id",
    "forward_signature",
    "forward_sender_name",
    "forward_date",
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
    "entities",
    "link_preview_options",
    "suggested_post_info",
    "effect_id",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "reply_markup",
];

/// What a message holds. There is always something: what is not known is named.
pub(super) fn of(message: &Object) -> Content {
    let kind = formatted(message, "text", "entities")
        .map(Kind::Text)
        .or_else(|| unsupported::known(message))
        .or_else(|| media::of(message).map(Kind::Media))
        .or_else(|| placed(message))
        .or_else(|| object(message, "contact").map(|it| Kind::Contact(contact(it))))
        .or_else(|| object(message, "dice").map(|it| Kind::Dice(dice(it))))
        .or_else(|| object(message, "poll").map(poll::of))
        .or_else(|| service::of(message).map(Kind::Service))
        .unwrap_or_else(|| unknown(message));
    Content { kind: Some(kind) }
}

/// A venue comes with its location, so it is looked for first.
fn placed(message: &Object) -> Option<Kind> {
    if let Some(venue) = object(message, "venue") {
        return Some(Kind::Venue(Venue {
            location: Some(object(venue, "location").map(location).unwrap_or_default()),
            title: text(venue, "title"),
            address: text(venue, "address"),
            foursquare_id: text(venue, "foursquare_id"),
            foursquare_type: text(venue, "foursquare_type"),
            google_place_id: text(venue, "google_place_id"),
            google_place_type: text(venue, "google_place_type"),
        }));
    }
    object(message, "location").map(|it| Kind::Location(location(it)))
}

fn location(location: &Object) -> Location {
    Location {
        latitude: float(location, "latitude").unwrap_or(0.0),
        longitude: float(location, "longitude").unwrap_or(0.0),
        horizontal_accuracy_metres: float(location, "horizontal_accuracy").unwrap_or(0.0),
        live_period_seconds: small(location, "live_period"),
        heading: small(location, "heading"),
        proximity_alert_metres: small(location, "proximity_alert_radius"),
    }
}

fn contact(contact: &Object) -> Contact {
    Contact {
        phone_number: text(contact, "phone_number"),
        first_name: text(contact, "first_name"),
        last_name: text(contact, "last_name"),
        user_id: int(contact, "user_id").unwrap_or(0),
        vcard: text(contact, "vcard"),
    }
}

fn dice(dice: &Object) -> Dice {
    Dice {
        emoji: text(dice, "emoji"),
        value: small(dice, "value"),
    }
}

/// A kind of content that is newer than this version. One with a caption is no
/// service message, and Telegram copies what has captions.
fn unknown(message: &Object) -> Kind {
    let raw_kind = message
        .iter()
        .filter(|(name, _)| !ABOUT.contains(&name.as_str()))
        // Its object before mere flags beside it.
        .max_by_key(|(_, value)| (value.is_object() || value.is_array(), value.is_string()))
        .map_or("nothing", |(name, _)| name);
    unsupported::named(message, raw_kind, words(message).is_some())
}
