//! sendMessage and the sends that carry no file.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    live::point,
    refusal::Refusal,
    sending::Sending,
    text,
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
    text::check(&text, text::TOO_LONG)?;
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

fn copy(ask: &Ask<'_>, into: &mut Value, fields: &[&str]) {
    for field in fields {
        if let Some(text) = ask.params.string(field) {
            into[*field] = json!(text);
        }
    }
}
