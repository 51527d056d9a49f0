//! Content as Telegram takes it.

use backline_gateway::{Files, rejected};
use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Location, Media, MediaKind, Poll, Venue};
use backline_proto::gateway::v1::RejectionReason;
use grammers_client::tl::{enums, types};

use super::send::Enclosed;
use super::{Ended, Executor, incomplete, unsupported};
use crate::file::FileId;
use crate::translate::to_entities;

/// What Telegram makes polls' identifiers of does not matter for new ones.
const NEW: i64 = 0;

// === impl Executor ===

impl Executor {
    /// A file: one that Telegram has, or one of the server's store.
    pub(super) async fn enclose(
        &self,
        files: &Files,
        media: &Media,
        random_id: i64,
    ) -> Ended<Enclosed> {
        let has_spoiler = media.has_spoiler;
        if !media.stored_file.is_empty() {
            let file = Box::pin(self.upload(files, media, random_id)).await?;
            return Ok(Enclosed {
                media: uploaded(media, file)?,
                file: None,
                has_spoiler,
            });
        }
        let file = match &media.seen_in {
            Some(message) => Box::pin(self.file_in(message, &media.file_unique_id)).await?,
            None => FileId::decode(&media.file_id).ok_or_else(|| {
                let detail = "the file id is none of an account's: it is another identity's";
                Box::new(rejected(RejectionReason::FileNotFound, detail))
            })?,
        };
        Ok(Enclosed {
            media: file.input(has_spoiler),
            file: Some(file),
            has_spoiler,
        })
    }

    /// Content that is no file and no text.
    pub(super) fn enclose_other(&self, kind: &Kind) -> Ended<Enclosed> {
        let media = match kind {
            Kind::Location(it) => location(it),
            Kind::Venue(it) => venue(it),
            Kind::Contact(it) => types::InputMediaContact {
                phone_number: it.phone_number.clone(),
                first_name: it.first_name.clone(),
                last_name: it.last_name.clone(),
                vcard: it.vcard.clone(),
            }
            .into(),
            Kind::Dice(it) => types::InputMediaDice {
                emoticon: if it.emoji.is_empty() {
                    "🎲".to_owned()
                } else {
                    it.emoji.clone()
                },
            }
            .into(),
            Kind::Poll(it) => self.poll(it)?,
            Kind::Text(_) | Kind::Media(_) => return Err(incomplete("has content of no kind")),
            Kind::Service(_) => return Err(unsupported("a service message is never sent")),
            Kind::Unsupported(_) => {
                return Err(unsupported("content of a kind that is never sent"));
            }
        };
        Ok(Enclosed {
            media,
            file: None,
            has_spoiler: false,
        })
    }

    fn poll(&self, poll: &Poll) -> Ended<enums::InputMedia> {
        if poll.has_media {
            return Err(unsupported(
                "a poll with media cannot be sent anew, only copied",
            ));
        }
        let words = |text: &FormattedText| -> enums::TextWithEntities {
            let entities = to_entities(&text.entities, |id| self.peers.input_user(id));
            types::TextWithEntities {
                text: text.text.clone(),
                entities: entities.unwrap_or_default(),
            }
            .into()
        };
        let answers = poll.options.iter().enumerate().map(|(place, option)| {
            types::PollAnswer {
                text: words(option),
                option: place.to_string().into_bytes(),
                media: None,
                added_by: None,
                date: None,
            }
            .into()
        });
        let mut correct = poll.correct_options.clone();
        if correct.is_empty() && poll.correct_option >= 0 {
            correct.push(poll.correct_option);
        }
        // A quiz without its answer is a poll.
        let is_quiz = poll.is_quiz && !correct.is_empty();
        let explanation = poll.explanation.as_ref().filter(|_| is_quiz);
        let period = Some(poll.open_period_seconds).filter(|seconds| *seconds > 0);
        let close = poll.close_time.as_ref().filter(|_| period.is_none());
        let sent = types::Poll {
            id: NEW,
            closed: false,
            public_voters: !poll.is_anonymous,
            multiple_choice: poll.allows_multiple_answers && !is_quiz,
            quiz: is_quiz,
            open_answers: false,
            revoting_disabled: false,
            shuffle_answers: false,
            hide_results_until_close: false,
            creator: false,
            subscribers_only: false,
            question: words(poll.question.as_ref().unwrap_or(&FormattedText::default())),
            answers: answers.collect(),
            close_period: period,
            close_date: close.and_then(|time| i32::try_from(time.seconds).ok()),
            countries_iso2: None,
            hash: 0,
        };
        Ok(enums::InputMedia::Poll(Box::new(types::InputMediaPoll {
            poll: sent.into(),
            correct_answers: is_quiz.then_some(correct),
            attached_media: None,
            solution: explanation.map(|text| text.text.clone()),
            solution_entities: explanation.map(|text| {
                let entities = to_entities(&text.entities, |id| self.peers.input_user(id));
                entities.unwrap_or_default()
            }),
            solution_media: None,
        })))
    }
}

pub(super) fn location(location: &Location) -> enums::InputMedia {
    let geo_point = point(location);
    if location.live_period_seconds == 0 {
        return types::InputMediaGeoPoint { geo_point }.into();
    }
    let unless_zero = |value: i32| Some(value).filter(|value| *value != 0);
    types::InputMediaGeoLive {
        stopped: false,
        geo_point,
        heading: unless_zero(location.heading),
        period: unless_zero(location.live_period_seconds),
        proximity_notification_radius: unless_zero(location.proximity_alert_metres),
    }
    .into()
}

fn point(location: &Location) -> enums::InputGeoPoint {
    #[expect(clippy::cast_possible_truncation, reason = "metres; as casts saturate")]
    let accuracy = location.horizontal_accuracy_metres.round() as i32;
    types::InputGeoPoint {
        lat: location.latitude,
        long: location.longitude,
        accuracy_radius: Some(accuracy).filter(|metres| *metres > 0),
    }
    .into()
}

fn venue(venue: &Venue) -> enums::InputMedia {
    let is_google = venue.foursquare_id.is_empty() && !venue.google_place_id.is_empty();
    let (provider, id, kind) = if is_google {
        ("gplaces", &venue.google_place_id, &venue.google_place_type)
    } else {
        ("foursquare", &venue.foursquare_id, &venue.foursquare_type)
    };
    types::InputMediaVenue {
        geo_point: point(&venue.location.unwrap_or_default()),
        title: venue.title.clone(),
        address: venue.address.clone(),
        provider: provider.to_owned(),
        venue_id: id.clone(),
        venue_type: kind.clone(),
    }
    .into()
}

/// A file that was just brought to Telegram, as what it is.
fn uploaded(media: &Media, file: enums::InputFile) -> Ended<enums::InputMedia> {
    let spoiler = media.has_spoiler;
    if media.kind() == MediaKind::Photo {
        return Ok(types::InputMediaUploadedPhoto {
            spoiler,
            live_photo: false,
            file,
            stickers: None,
            ttl_seconds: None,
            video: None,
        }
        .into());
    }
    let mime_type = if media.mime_type.is_empty() {
        mime(media.kind()).to_owned()
    } else {
        media.mime_type.clone()
    };
    Ok(types::InputMediaUploadedDocument {
        nosound_video: media.kind() == MediaKind::Animation,
        // It stays a document, whatever is in it.
        force_file: media.kind() == MediaKind::Document,
        spoiler,
        file,
        thumb: None,
        mime_type,
        attributes: attributes(media)?,
        stickers: None,
        video_cover: None,
        video_timestamp: None,
        ttl_seconds: None,
    }
    .into())
}

fn attributes(media: &Media) -> Ended<Vec<enums::DocumentAttribute>> {
    let mut attributes = vec![
        types::DocumentAttributeFilename {
            file_name: super::upload::file_name(media),
        }
        .into(),
    ];
    let video = |round_message: bool, nosound: bool| types::DocumentAttributeVideo {
        round_message,
        supports_streaming: !round_message && !nosound,
        nosound,
        duration: media.duration_seconds.into(),
        w: media.width,
        h: media.height,
        preload_prefix_size: None,
        video_start_ts: None,
        video_codec: None,
    };
    let audio = |voice: bool| types::DocumentAttributeAudio {
        voice,
        duration: media.duration_seconds,
        title: Some(media.title.clone()).filter(|it| !it.is_empty()),
        performer: Some(media.performer.clone()).filter(|it| !it.is_empty()),
        waveform: None,
    };
    match media.kind() {
        MediaKind::Video => attributes.push(video(false, false).into()),
        MediaKind::VideoNote => attributes.push(video(true, false).into()),
        MediaKind::Animation => {
            attributes.push(video(false, true).into());
            attributes.push(enums::DocumentAttribute::Animated);
        }
        MediaKind::Audio => attributes.push(audio(false).into()),
        MediaKind::Voice => attributes.push(audio(true).into()),
        MediaKind::Sticker => attributes.push(
            types::DocumentAttributeSticker {
                mask: false,
                alt: media.emoji.clone(),
                stickerset: enums::InputStickerSet::Empty,
                mask_coords: None,
            }
            .into(),
        ),
        MediaKind::Document | MediaKind::Photo => {}
        MediaKind::Unspecified => return Err(incomplete("has media without a kind")),
    }
    Ok(attributes)
}

/// What a file of a kind usually is.
fn mime(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Photo => "image/jpeg",
        MediaKind::Video | MediaKind::Animation | MediaKind::VideoNote => "video/mp4",
        MediaKind::Audio => "audio/mpeg",
        MediaKind::Voice => "audio/ogg",
        MediaKind::Sticker => "image/webp",
        MediaKind::Document | MediaKind::Unspecified => "application/octet-stream",
    }
}
