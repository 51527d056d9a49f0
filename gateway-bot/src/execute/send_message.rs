//! `SendMessage`: one new message, of whatever kind.

use backline_gateway::Files;
use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{
    Contact, Content, FormattedText, Location, Media, MediaKind, Poll, Venue,
};
use backline_proto::gateway::v1::{Outcome, SendMessage};
use serde_json::json;

use super::params::{Params, to_entities};
use super::upload::{self, reference};
use super::{Refused, incomplete, unsupported};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, files: &Files, command: SendMessage) -> Outcome {
    match request(&command) {
        Ok((method, params)) => {
            let media = match command.content.as_ref().and_then(|one| one.kind.as_ref()) {
                Some(Kind::Media(media)) => std::slice::from_ref(media),
                _ => &[],
            };
            let made = upload::call(api, files, method, params, media).await;
            outcome::of(made, outcome::made_message)
        }
        Err(refused) => refused.into(),
    }
}

fn request(command: &SendMessage) -> Result<(&'static str, Params), Refused> {
    let mut params = Params::to(command.target.as_ref())?;
    params.set_reply(command.reply_to.as_ref());
    params.set_buttons(&command.buttons);
    params.set_silent(command.silent);
    let Some(Content { kind: Some(kind) }) = &command.content else {
        return Err(incomplete("has no content"));
    };
    let method = match kind {
        Kind::Text(text) => {
            params.set_text("text", "entities", text);
            if command.without_link_preview {
                params.set("link_preview_options", json!({ "is_disabled": true }));
            }
            "sendMessage"
        }
        Kind::Media(media) => set_media(&mut params, media)?,
        Kind::Location(location) => {
            set_location(&mut params, location);
            "sendLocation"
        }
        Kind::Venue(venue) => {
            set_venue(&mut params, venue);
            "sendVenue"
        }
        Kind::Contact(contact) => {
            set_contact(&mut params, contact);
            "sendContact"
        }
        Kind::Dice(dice) => {
            params.set_unless_empty("emoji", &dice.emoji);
            "sendDice"
        }
        Kind::Poll(poll) => {
            set_poll(&mut params, poll)?;
            "sendPoll"
        }
        Kind::Service(_) => return Err(unsupported("a service message is never sent")),
        Kind::Unsupported(_) => return Err(unsupported("content of a kind that is never sent")),
    };
    Ok((method, params))
}

fn set_media(params: &mut Params, media: &Media) -> Result<&'static str, Refused> {
    let (method, field) = match media.kind() {
        MediaKind::Photo => ("sendPhoto", "photo"),
        MediaKind::Video => ("sendVideo", "video"),
        MediaKind::Animation => ("sendAnimation", "animation"),
        MediaKind::Document => ("sendDocument", "document"),
        MediaKind::Audio => ("sendAudio", "audio"),
        MediaKind::Voice => ("sendVoice", "voice"),
        MediaKind::VideoNote => ("sendVideoNote", "video_note"),
        MediaKind::Sticker => ("sendSticker", "sticker"),
        MediaKind::Unspecified => return Err(incomplete("has media without a kind")),
    };
    params.set(field, reference(media, 0)?);
    set_look(params, media);
    Ok(method)
}

/// Caption, spoiler and the caption's place, for the kinds that have them.
pub(super) fn set_look(params: &mut Params, media: &Media) {
    let kind = media.kind();
    if !matches!(kind, MediaKind::VideoNote | MediaKind::Sticker) {
        params.set_caption(media.caption.as_ref());
    }
    if matches!(
        kind,
        MediaKind::Photo | MediaKind::Video | MediaKind::Animation
    ) {
        params.set_if("has_spoiler", media.has_spoiler);
        params.set_if("show_caption_above_media", media.caption_above);
    }
    if !media.stored_file.is_empty() {
        upload::describe(params, media);
    }
}

pub(super) fn set_location(params: &mut Params, location: &Location) {
    params.set("latitude", location.latitude);
    params.set("longitude", location.longitude);
    if location.horizontal_accuracy_metres > 0.0 {
        params.set("horizontal_accuracy", location.horizontal_accuracy_metres);
    }
    params.set_unless_zero("live_period", location.live_period_seconds);
    params.set_unless_zero("heading", location.heading);
    params.set_unless_zero("proximity_alert_radius", location.proximity_alert_metres);
}

fn set_venue(params: &mut Params, venue: &Venue) {
    let location = venue.location.unwrap_or_default();
    params.set("latitude", location.latitude);
    params.set("longitude", location.longitude);
    params.set("title", venue.title.as_str());
    params.set("address", venue.address.as_str());
    params.set_unless_empty("foursquare_id", &venue.foursquare_id);
    params.set_unless_empty("foursquare_type", &venue.foursquare_type);
    params.set_unless_empty("google_place_id", &venue.google_place_id);
    params.set_unless_empty("google_place_type", &venue.google_place_type);
}

fn set_contact(params: &mut Params, contact: &Contact) {
    params.set("phone_number", contact.phone_number.as_str());
    params.set("first_name", contact.first_name.as_str());
    params.set_unless_empty("last_name", &contact.last_name);
    params.set_unless_empty("vcard", &contact.vcard);
}

fn set_poll(params: &mut Params, poll: &Poll) -> Result<(), Refused> {
    if poll.has_media {
        return Err(unsupported(
            "a poll with media cannot be sent anew, only copied",
        ));
    }
    let question = poll.question.clone().unwrap_or_default();
    params.set_text("question", "question_entities", &question);
    let options = poll.options.iter().map(|FormattedText { text, entities }| {
        json!({ "text": text, "text_entities": to_entities(entities) })
    });
    params.set("options", options.collect::<Vec<_>>());
    params.set("is_anonymous", poll.is_anonymous);
    params.set_if("allows_multiple_answers", poll.allows_multiple_answers);
    if let Some(description) = &poll.description {
        params.set_text("description", "description_entities", description);
    }
    // Telegram takes one of the two.
    if poll.open_period_seconds != 0 {
        params.set("open_period", poll.open_period_seconds);
    } else if let Some(close_time) = &poll.close_time {
        params.set("close_date", close_time.seconds);
    }
    // A quiz whose answer is not known can only be asked as a plain poll.
    let correct = correct_options(poll);
    if poll.is_quiz && !correct.is_empty() {
        params.set("type", "quiz");
        params.set("correct_option_ids", correct);
        if let Some(explanation) = &poll.explanation {
            params.set_text("explanation", "explanation_entities", explanation);
        }
    }
    Ok(())
}

/// All that are right, rising, as Telegram asks for.
fn correct_options(poll: &Poll) -> Vec<i32> {
    let mut correct = poll.correct_options.clone();
    if correct.is_empty() && poll.correct_option >= 0 {
        correct.push(poll.correct_option);
    }
    correct.sort_unstable();
    correct.dedup();
    correct
}

#[cfg(test)]
mod tests {
    use super::*;
    use backline_proto::common::v1::{ChatAddress, Dice};
    use backline_proto::gateway::v1::Target;

    fn sent(kind: Kind) -> (&'static str, serde_json::Value) {
        let chat = ChatAddress {
            id: 5,
            ..ChatAddress::default()
        };
        let command = SendMessage {
            target: Some(Target {
                chat: Some(chat),
                topic_id: 0,
            }),
            content: Some(Content { kind: Some(kind) }),
            ..SendMessage::default()
        };
        let (method, params) = request(&command).unwrap();
        (method, params.into_value())
    }

    #[test]
    fn media_go_by_file_id_with_what_their_kind_has() {
        let media = Media {
            kind: MediaKind::Video.into(),
            file_id: "f".into(),
            caption: Some(FormattedText {
                text: "c".into(),
                entities: vec![],
            }),
            has_spoiler: true,
            caption_above: true,
            ..Media::default()
        };
        let expected = json!({
            "chat_id": 5, "video": "f", "caption": "c", "has_spoiler": true,
            "show_caption_above_media": true,
        });
        assert_eq!(sent(Kind::Media(media.clone())), ("sendVideo", expected));
        let sticker = Media {
            kind: MediaKind::Sticker.into(),
            ..media
        };
        let expected = json!({ "chat_id": 5, "sticker": "f" });
        assert_eq!(sent(Kind::Media(sticker)), ("sendSticker", expected));
    }

    #[test]
    fn a_poll_is_sent_with_all_its_words() {
        let words = |text: &str| {
            Some(FormattedText {
                text: text.into(),
                entities: vec![],
            })
        };
        let mut poll = Poll {
            question: words("q"),
            options: vec![words("a").unwrap_or_default()],
            is_quiz: true,
            correct_option: 0,
            description: words("d"),
            explanation: words("e"),
            open_period_seconds: 60,
            close_time: Some(prost_types::Timestamp {
                seconds: 9,
                nanos: 0,
            }),
            correct_options: vec![2, 0],
            ..Poll::default()
        };
        let expected = json!({
            "chat_id": 5, "question": "q", "options": [{ "text": "a", "text_entities": [] }],
            "is_anonymous": false, "type": "quiz", "correct_option_ids": [0, 2],
            "description": "d", "explanation": "e", "open_period": 60,
        });
        assert_eq!(sent(Kind::Poll(poll.clone())), ("sendPoll", expected));
        poll.open_period_seconds = 0;
        poll.correct_options.clear();
        let (_, params) = sent(Kind::Poll(poll));
        assert_eq!(
            (&params["close_date"], &params["correct_option_ids"]),
            (&json!(9), &json!([0]))
        );
    }

    #[test]
    fn a_quiz_without_its_answer_is_a_poll() {
        let poll = Poll {
            is_quiz: true,
            correct_option: -1,
            ..Poll::default()
        };
        assert!(sent(Kind::Poll(poll)).1.get("type").is_none());
        let unknown = Poll {
            correct_option: -1,
            has_media: true,
            ..Poll::default()
        };
        assert!(set_poll(&mut Params::default(), &unknown).is_err());
        let dice = Dice {
            emoji: "🎲".into(),
            value: 3,
        };
        assert_eq!(
            sent(Kind::Dice(dice)).1,
            json!({ "chat_id": 5, "emoji": "🎲" })
        );
    }
}
