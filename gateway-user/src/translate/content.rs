//! What a message holds.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Contact, Content, Dice, Location, Venue};
use grammers_client::tl::{enums, types};

use super::{entity, media, poll, unsupported};

/// What a message holds. There is always something: what is not known is named.
pub(super) fn of(message: &types::Message, chat_id: i64) -> Content {
    let words = || entity::formatted(&message.message, message.entities.as_deref());
    let kind = match &message.media {
        _ if message.rich_message.is_some() => {
            unsupported::named("rich_message", true, vec![words()])
        }
        None | Some(enums::MessageMedia::Empty | enums::MessageMedia::WebPage(_)) => {
            Kind::Text(words())
        }
        Some(held) => held_in(held, message, chat_id),
    };
    Content { kind: Some(kind) }
}

fn held_in(held: &enums::MessageMedia, message: &types::Message, chat_id: i64) -> Kind {
    use enums::MessageMedia as Of;
    let at = media::At {
        chat_id,
        message_id: message.id,
    };
    let words = || entity::formatted(&message.message, message.entities.as_deref());
    match held {
        Of::Photo(photo) if photo.live_photo => {
            unsupported::named("live_photo", true, vec![words()])
        }
        Of::Photo(_) | Of::Document(_) => match media::of(held, at) {
            Some(mut found) => {
                found.caption = Some(words()).filter(|words| !words.text.is_empty());
                found.caption_above = message.invert_media;
                Kind::Media(found)
            }
            // It destroyed itself, or never was for keeping.
            None => unsupported::named(name(held), false, vec![words()]),
        },
        Of::Geo(it) => Kind::Location(point(&it.geo)),
        Of::GeoLive(it) => Kind::Location(Location {
            live_period_seconds: it.period,
            heading: it.heading.unwrap_or(0),
            proximity_alert_metres: it.proximity_notification_radius.unwrap_or(0),
            ..point(&it.geo)
        }),
        Of::Venue(it) => Kind::Venue(venue(it)),
        Of::Contact(it) => Kind::Contact(Contact {
            phone_number: it.phone_number.clone(),
            first_name: it.first_name.clone(),
            last_name: it.last_name.clone(),
            user_id: it.user_id,
            vcard: it.vcard.clone(),
        }),
        Of::Dice(it) => Kind::Dice(Dice {
            emoji: it.emoticon.clone(),
            value: it.value,
        }),
        Of::Poll(it) => poll::of(it, words()),
        other => unsupported::of(other, words()),
    }
}

fn point(geo: &enums::GeoPoint) -> Location {
    let enums::GeoPoint::Point(geo) = geo else {
        return Location::default();
    };
    Location {
        latitude: geo.lat,
        longitude: geo.long,
        horizontal_accuracy_metres: geo.accuracy_radius.unwrap_or(0).into(),
        ..Location::default()
    }
}

fn venue(venue: &types::MessageMediaVenue) -> Venue {
    let is_google = venue.provider == "gplaces";
    let of = |is_theirs: bool, value: &str| {
        if is_theirs {
            value.to_owned()
        } else {
            String::new()
        }
    };
    Venue {
        location: Some(point(&venue.geo)),
        title: venue.title.clone(),
        address: venue.address.clone(),
        foursquare_id: of(!is_google, &venue.venue_id),
        foursquare_type: of(!is_google, &venue.venue_type),
        google_place_id: of(is_google, &venue.venue_id),
        google_place_type: of(is_google, &venue.venue_type),
    }
}

/// The Bot API's field for what a message holds.
pub(super) fn name(held: &enums::MessageMedia) -> &'static str {
    use enums::MessageMedia as Of;
    match held {
        Of::Empty | Of::WebPage(_) => "",
        Of::Photo(it) if it.live_photo => "live_photo",
        Of::Photo(_) => "photo",
        Of::Document(it) => it.document.as_ref().map_or("document", media::field),
        Of::Geo(_) | Of::GeoLive(_) => "location",
        Of::Contact(_) => "contact",
        Of::Venue(_) => "venue",
        Of::Dice(_) => "dice",
        Of::Poll(_) => "poll",
        Of::Game(_) => "game",
        Of::Invoice(_) => "invoice",
        Of::Story(_) => "story",
        Of::Giveaway(_) => "giveaway",
        Of::GiveawayResults(_) => "giveaway_winners",
        Of::PaidMedia(_) => "paid_media",
        Of::ToDo(_) => "checklist",
        Of::VideoStream(_) => "video_stream",
        Of::Unsupported => "unsupported",
    }
}
