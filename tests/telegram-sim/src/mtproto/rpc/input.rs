//! What messages are made of, as accounts give it.

use grammers_tl_types::enums::{self, DocumentAttribute, InputMedia};
use serde_json::{Value, json};

use super::{Call, Refused, file};
use crate::world::{
    Body, Media, MediaKind, THROWN, Text,
    file::{File, FileNo},
};

/// The largest photo, in bytes.
const LARGEST_PHOTO: u64 = 10 * 1024 * 1024;
/// The longest question and option, in characters, and how many options there may be.
const QUESTION_LIMIT: usize = 300;
const OPTION_LIMIT: usize = 100;
const OPTIONS: std::ops::RangeInclusive<usize> = 1..=12;

/// The emoji that can be thrown.
const DICE: &[&str] = &["🎲", "🎯", "🏀", "⚽", "⚽️", "🎳", "🎰"];

// === impl Call ===

impl Call<'_> {
    /// The content that a call names or brings along.
    pub(super) fn content(&mut self, media: &InputMedia, caption: Text) -> Result<Body, Refused> {
        match media {
            InputMedia::Photo(_)
            | InputMedia::Document(_)
            | InputMedia::UploadedPhoto(_)
            | InputMedia::UploadedDocument(_) => Ok(Body::Media(self.file(media, caption)?)),
            _ if !caption.text.is_empty() => Err(Refused::bad("MEDIA_INVALID")),
            InputMedia::GeoPoint(one) => Ok(plain("location", place(&one.geo_point)?)),
            InputMedia::GeoLive(one) => {
                let mut location = place(&one.geo_point)?;
                let period = one.period.unwrap_or_default();
                if !(60..=86_400).contains(&period) && period != i32::MAX {
                    return Err(Refused::bad("PERIOD_INVALID"));
                }
                location["live_period"] = json!(period);
                Ok(plain("location", location))
            }
            InputMedia::Venue(one) => Ok(plain(
                "venue",
                json!({
                    "location": place(&one.geo_point)?,
                    "title": one.title,
                    "address": one.address,
                }),
            )),
            InputMedia::Contact(one) => {
                let mut contact =
                    json!({"phone_number": one.phone_number, "first_name": one.first_name});
                if one.first_name.is_empty() || one.phone_number.is_empty() {
                    return Err(Refused::bad("MEDIA_EMPTY"));
                }
                for (field, value) in [("last_name", &one.last_name), ("vcard", &one.vcard)] {
                    if !value.is_empty() {
                        contact[field] = json!(value);
                    }
                }
                Ok(plain("contact", contact))
            }
            InputMedia::Dice(one) if DICE.contains(&one.emoticon.as_str()) => Ok(plain(
                "dice",
                json!({"emoji": one.emoticon, "value": THROWN}),
            )),
            InputMedia::Dice(_) => Err(Refused::bad("EMOTICON_INVALID")),
            InputMedia::Poll(one) => self.poll(one),
            InputMedia::Empty => Err(Refused::bad("MEDIA_EMPTY")),
            InputMedia::PhotoExternal(_) | InputMedia::DocumentExternal(_) => {
                // No simulated network: nothing is fetched.
                Err(Refused::bad("WEBPAGE_CURL_FAILED"))
            }
            _ => Err(Refused::bad("METHOD_NOT_SIMULATED")),
        }
    }

    /// A file that a call names, or whose parts were sent.
    pub(super) fn file(&mut self, media: &InputMedia, caption: Text) -> Result<Media, Refused> {
        let (no, spoiler) = match media {
            InputMedia::Photo(one) => {
                let enums::InputPhoto::Photo(photo) = &one.id else {
                    return Err(Refused::bad("MEDIA_EMPTY"));
                };
                let named = (photo.id, photo.access_hash, photo.file_reference.as_slice());
                (self.named(named, true)?, one.spoiler)
            }
            InputMedia::Document(one) => {
                let enums::InputDocument::Document(document) = &one.id else {
                    return Err(Refused::bad("MEDIA_EMPTY"));
                };
                let reference = document.file_reference.as_slice();
                let named = (document.id, document.access_hash, reference);
                (self.named(named, false)?, one.spoiler)
            }
            InputMedia::UploadedPhoto(one) => {
                let (name, bytes) = self.uploaded(&one.file)?;
                if bytes.len() > LARGEST_PHOTO {
                    return Err(Refused::bad("PHOTO_SAVE_FILE_INVALID"));
                }
                let photo = File::new(MediaKind::Photo, &name, bytes);
                (self.world.add_file(photo), one.spoiler)
            }
            InputMedia::UploadedDocument(one) => {
                let (name, bytes) = self.uploaded(&one.file)?;
                let shown = kind(&one.attributes, one.nosound_video, one.force_file);
                let mut document = File::new(shown, &name, bytes);
                if !one.mime_type.is_empty() {
                    document.mime.clone_from(&one.mime_type);
                }
                describe(&mut document, &one.attributes);
                (self.world.add_file(document), one.spoiler)
            }
            _ => return Err(Refused::bad("MEDIA_INVALID")),
        };
        let kind = self
            .world
            .files
            .get(no)
            .map_or(MediaKind::Document, |file| file.kind);
        Ok(Media {
            kind,
            file: no,
            caption: if kind.takes_caption() {
                caption
            } else {
                Text::default()
            },
            spoiler: spoiler && kind.takes_spoiler(),
            caption_above: false,
        })
    }

    fn named(&self, named: (i64, i64, &[u8]), as_photo: bool) -> Result<FileNo, Refused> {
        let unknown = if as_photo {
            "PHOTO_INVALID"
        } else {
            "DOCUMENT_INVALID"
        };
        let no = file::named(self.world, self.account, named, unknown)?;
        let kind = self.world.files.get(no).map(|file| file.kind);
        if kind.is_some_and(|kind| file::is_photo(kind) == as_photo) {
            Ok(no)
        } else {
            Err(Refused::bad(unknown))
        }
    }

    fn poll(&mut self, asked: &grammers_tl_types::types::InputMediaPoll) -> Result<Body, Refused> {
        let enums::Poll::Poll(poll) = &asked.poll;
        let question = words(&poll.question);
        if question.is_empty() || question.chars().count() > QUESTION_LIMIT {
            return Err(Refused::bad("POLL_QUESTION_INVALID"));
        }
        if !OPTIONS.contains(&poll.answers.len()) {
            return Err(Refused::bad("POLL_ANSWERS_INVALID"));
        }
        let mut options = Vec::new();
        for (place, answer) in poll.answers.iter().enumerate() {
            let text = match answer {
                enums::PollAnswer::Answer(one) => words(&one.text),
                enums::PollAnswer::InputPollAnswer(one) => words(&one.text),
            };
            if text.is_empty() || text.chars().count() > OPTION_LIMIT {
                return Err(Refused::bad("POLL_ANSWER_INVALID"));
            }
            options
                .push(json!({"persistent_id": place.to_string(), "text": text, "voter_count": 0}));
        }
        let right = asked.correct_answers.clone().unwrap_or_default();
        let mut body = json!({
            "id": self.world.fresh().to_string(),
            "question": question,
            "options": options,
            "total_voter_count": 0,
            "is_closed": poll.closed,
            "is_anonymous": !poll.public_voters,
            "type": if poll.quiz { "quiz" } else { "regular" },
            "allows_multiple_answers": poll.multiple_choice,
            "allows_revoting": !poll.quiz && !poll.revoting_disabled,
            "members_only": false,
        });
        if poll.quiz {
            if right.is_empty() {
                return Err(Refused::bad("QUIZ_CORRECT_ANSWERS_EMPTY"));
            }
            let is_there =
                |place: &i32| usize::try_from(*place).is_ok_and(|place| place < poll.answers.len());
            if !right.iter().all(is_there) {
                return Err(Refused::bad("QUIZ_CORRECT_ANSWER_INVALID"));
            }
            body["correct_option_ids"] = json!(right);
        }
        Ok(plain("poll", body))
    }
}

fn plain(kind: &str, value: Value) -> Body {
    Body::Plain(kind.to_owned(), value)
}

fn words(text: &enums::TextWithEntities) -> String {
    let enums::TextWithEntities::Entities(text) = text;
    text.text.trim().to_owned()
}

/// A place as the Bot API writes it.
pub(super) fn place(point: &enums::InputGeoPoint) -> Result<Value, Refused> {
    let enums::InputGeoPoint::Point(point) = point else {
        return Err(Refused::bad("GEO_POINT_INVALID"));
    };
    let is_there = point.lat.abs() <= 90.0 && point.long.abs() <= 180.0;
    if !is_there {
        return Err(Refused::bad("GEO_POINT_INVALID"));
    }
    Ok(json!({"latitude": point.lat, "longitude": point.long}))
}

/// What a document is shown as: its attributes say it.
fn kind(attributes: &[DocumentAttribute], silent: bool, as_file: bool) -> MediaKind {
    if as_file {
        return MediaKind::Document;
    }
    let animated = attributes
        .iter()
        .any(|one| matches!(one, DocumentAttribute::Animated));
    let shown = attributes.iter().find_map(|attribute| match attribute {
        DocumentAttribute::Sticker(_) => Some(MediaKind::Sticker),
        DocumentAttribute::Audio(audio) if audio.voice => Some(MediaKind::Voice),
        DocumentAttribute::Audio(_) => Some(MediaKind::Audio),
        DocumentAttribute::Video(video) if video.round_message => Some(MediaKind::VideoNote),
        DocumentAttribute::Video(video) if animated || (video.nosound && !silent) => {
            Some(MediaKind::Animation)
        }
        DocumentAttribute::Video(_) => Some(MediaKind::Video),
        _ => None,
    });
    match shown {
        Some(shown) => shown,
        None if animated => MediaKind::Animation,
        None => MediaKind::Document,
    }
}

fn describe(file: &mut File, attributes: &[DocumentAttribute]) {
    for attribute in attributes {
        match attribute {
            DocumentAttribute::Filename(name) => file.name.clone_from(&name.file_name),
            DocumentAttribute::ImageSize(size) => {
                (file.width, file.height) = (size.w.into(), size.h.into());
            }
            DocumentAttribute::Video(video) => {
                (file.width, file.height) = (video.w.into(), video.h.into());
                #[expect(clippy::cast_possible_truncation, reason = "seconds")]
                let seconds = video.duration.round() as i64;
                file.duration = seconds;
            }
            DocumentAttribute::Audio(audio) => {
                file.duration = audio.duration.into();
                file.title.clone_from(&audio.title);
                file.performer.clone_from(&audio.performer);
            }
            _ => {}
        }
    }
}
