//! sendMessage and the sends that carry no file.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
    sending::Sending,
};
use crate::world::{Body, THROWN, rate::Cost};

const DICE: &[&str] = &["🎲", "🎯", "🏀", "⚽", "🎳", "🎰"];
const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(crate) fn message(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let text = ask.text("text", "entities")?;
    post(ask, &sending, Body::Text(text))
}

pub(crate) fn location(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let location = point(ask)?;
    post(ask, &sending, Body::Plain("location".into(), location))
}

pub(crate) fn venue(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let mut venue = json!({"location": point(ask)?});
    copy(
        ask,
        &mut venue,
        &[
            "title",
            "address",
            "foursquare_id",
            "foursquare_type",
            "google_place_id",
            "google_place_type",
        ],
    );
    post(ask, &sending, Body::Plain("venue".into(), venue))
}

pub(crate) fn contact(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let mut contact = json!({});
    copy(
        ask,
        &mut contact,
        &["phone_number", "first_name", "last_name", "vcard"],
    );
    post(ask, &sending, Body::Plain("contact".into(), contact))
}

pub(crate) fn dice(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let emoji = ask.params.string("emoji").unwrap_or_else(|| "🎲".into());
    if !DICE.contains(&emoji.as_str()) {
        return Err(Refusal::bad("invalid dice emoji specified"));
    }
    post(
        ask,
        &sending,
        Body::Plain("dice".into(), json!({"emoji": emoji, "value": THROWN})),
    )
}

pub(crate) fn poll(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let options: Vec<Value> = ask.params.json("options")?.unwrap_or_default();
    if !(2..=12).contains(&options.len()) {
        return Err(Refusal::bad("poll must have at least 2 options"));
    }
    let options: Vec<Value> = options
        .iter()
        .enumerate()
        .map(|(place, option)| {
            let text = option
                .as_str()
                .or_else(|| option["text"].as_str())
                .unwrap_or_default();
            json!({"persistent_id": place.to_string(), "text": text, "voter_count": 0})
        })
        .collect();
    let poll = json!({
        "id": ask.world.fresh().to_string(),
        "question": ask.params.string("question"),
        "options": options,
        "total_voter_count": 0,
        "is_closed": false,
        "is_anonymous": !ask.params.has("is_anonymous") || ask.params.flag("is_anonymous"),
        "type": ask.params.string("type").unwrap_or_else(|| "regular".into()),
        "allows_multiple_answers": ask.params.flag("allows_multiple_answers"),
        "allows_revoting": true,
        "members_only": false,
    });
    post(ask, &sending, Body::Plain("poll".into(), poll))
}

pub(crate) fn chat_action(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let action = ask.params.string("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    ask.spend(chat, Cost::Guarded)?;
    Ok(json!(true))
}

/// Pays for a checked send and posts it.
pub(crate) fn post(ask: &mut Ask<'_>, sending: &Sending, body: Body) -> Answer {
    ask.spend(sending.chat, Cost::Units(1))?;
    let draft = sending.draft(ask, body);
    let uid = ask.world.post(draft);
    Ok(ask.show(uid))
}

fn point(ask: &Ask<'_>) -> Answer {
    let latitude = ask.params.float("latitude")?.unwrap_or_default();
    let longitude = ask.params.float("longitude")?.unwrap_or_default();
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(Refusal::bad("wrong location specified"));
    }
    let mut location = json!({"latitude": latitude, "longitude": longitude});
    for field in ["live_period", "heading", "proximity_alert_radius"] {
        if let Some(value) = ask.params.int(field)? {
            location[field] = json!(value);
        }
    }
    if let Some(accuracy) = ask.params.float("horizontal_accuracy")? {
        location["horizontal_accuracy"] = json!(accuracy);
    }
    Ok(location)
}

fn copy(ask: &Ask<'_>, into: &mut Value, fields: &[&str]) {
    for field in fields {
        if let Some(text) = ask.params.string(field) {
            into[*field] = json!(text);
        }
    }
}
