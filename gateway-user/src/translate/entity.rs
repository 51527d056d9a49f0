//! Text and its formatting, both ways.

use backline_proto::common::v1::{FormattedText, TextEntity};
use grammers_client::tl::{enums, types};
use serde_json::{Value, json};

/// Text as Telegram sends it.
pub(crate) fn formatted(text: &str, entities: Option<&[enums::MessageEntity]>) -> FormattedText {
    let entities = entities.unwrap_or_default().iter();
    FormattedText {
        text: text.to_owned(),
        entities: entities.filter_map(entity).collect(),
    }
}

/// Text with its formatting in one.
pub(super) fn with_entities(text: &enums::TextWithEntities) -> FormattedText {
    let enums::TextWithEntities::Entities(text) = text;
    formatted(&text.text, Some(&text.entities))
}

/// An entity under the Bot API's name. One without a place formats nothing.
fn entity(entity: &enums::MessageEntity) -> Option<TextEntity> {
    use enums::MessageEntity as From;
    let plain = |kind: &str, offset: i32, length: i32| TextEntity {
        r#type: kind.to_owned(),
        offset,
        length,
        ..TextEntity::default()
    };
    let entity = match entity {
        From::Mention(it) => plain("mention", it.offset, it.length),
        From::Hashtag(it) => plain("hashtag", it.offset, it.length),
        From::BotCommand(it) => plain("bot_command", it.offset, it.length),
        From::Url(it) => plain("url", it.offset, it.length),
        From::Email(it) => plain("email", it.offset, it.length),
        From::Bold(it) => plain("bold", it.offset, it.length),
        From::Italic(it) => plain("italic", it.offset, it.length),
        From::Code(it) => plain("code", it.offset, it.length),
        From::Phone(it) => plain("phone_number", it.offset, it.length),
        From::Cashtag(it) => plain("cashtag", it.offset, it.length),
        From::Underline(it) => plain("underline", it.offset, it.length),
        From::Strike(it) => plain("strikethrough", it.offset, it.length),
        From::Spoiler(it) => plain("spoiler", it.offset, it.length),
        From::Blockquote(it) if it.collapsed => {
            plain("expandable_blockquote", it.offset, it.length)
        }
        From::Blockquote(it) => plain("blockquote", it.offset, it.length),
        From::Pre(it) => TextEntity {
            language: it.language.clone(),
            ..plain("pre", it.offset, it.length)
        },
        From::TextUrl(it) => TextEntity {
            url: it.url.clone(),
            ..plain("text_link", it.offset, it.length)
        },
        From::MentionName(it) => TextEntity {
            user_id: it.user_id,
            ..plain("text_mention", it.offset, it.length)
        },
        From::CustomEmoji(it) => TextEntity {
            custom_emoji_id: it.document_id.to_string(),
            ..plain("custom_emoji", it.offset, it.length)
        },
        From::FormattedDate(it) => TextEntity {
            extra_json: date_extra(it),
            ..plain("date_time", it.offset, it.length)
        },
        // Found by Telegram in the text, or nothing that anybody can see.
        From::Unknown(_)
        | From::InputMessageEntityMentionName(_)
        | From::BankCard(_)
        | From::DiffInsert(_)
        | From::DiffReplace(_)
        | From::DiffDelete(_)
        | From::TonAddress(_) => return None,
    };
    (entity.offset >= 0 && entity.length > 0).then_some(entity)
}

/// How a date is shown, a letter each, as the Bot API writes it.
fn date_extra(date: &types::MessageEntityFormattedDate) -> String {
    let shown = [
        (date.relative, 'r'),
        (date.day_of_week, 'w'),
        (date.short_date, 'd'),
        (date.long_date, 'D'),
        (date.short_time, 't'),
        (date.long_time, 'T'),
    ];
    let shown = shown.into_iter().filter(|(is_set, _)| *is_set);
    let format: String = shown.map(|(_, letter)| letter).collect();
    let mut extra = json!({ "unix_time": date.date });
    if !format.is_empty() {
        extra["date_time_format"] = json!(format);
    }
    extra.to_string()
}

/// Formatting as Telegram takes it. `mention` addresses a person: who cannot be
/// addressed is not mentioned. What Telegram finds by itself is left to it.
pub(crate) fn to_entities(
    entities: &[TextEntity],
    mention: impl Fn(i64) -> Option<enums::InputUser>,
) -> Option<Vec<enums::MessageEntity>> {
    let entities: Vec<enums::MessageEntity> = entities
        .iter()
        .filter_map(|entity| to_entity(entity, &mention))
        .collect();
    (!entities.is_empty()).then_some(entities)
}

fn to_entity(
    entity: &TextEntity,
    mention: impl Fn(i64) -> Option<enums::InputUser>,
) -> Option<enums::MessageEntity> {
    let (offset, length) = (entity.offset, entity.length);
    Some(match entity.r#type.as_str() {
        "bold" => types::MessageEntityBold { offset, length }.into(),
        "italic" => types::MessageEntityItalic { offset, length }.into(),
        "underline" => types::MessageEntityUnderline { offset, length }.into(),
        "strikethrough" => types::MessageEntityStrike { offset, length }.into(),
        "spoiler" => types::MessageEntitySpoiler { offset, length }.into(),
        "code" => types::MessageEntityCode { offset, length }.into(),
        "blockquote" | "expandable_blockquote" => types::MessageEntityBlockquote {
            collapsed: entity.r#type == "expandable_blockquote",
            offset,
            length,
        }
        .into(),
        "pre" => types::MessageEntityPre {
            offset,
            length,
            language: entity.language.clone(),
        }
        .into(),
        "text_link" => types::MessageEntityTextUrl {
            offset,
            length,
            url: entity.url.clone(),
        }
        .into(),
        "text_mention" => types::InputMessageEntityMentionName {
            offset,
            length,
            user_id: mention(entity.user_id)?,
        }
        .into(),
        "custom_emoji" => types::MessageEntityCustomEmoji {
            offset,
            length,
            document_id: entity.custom_emoji_id.parse().ok()?,
        }
        .into(),
        "date_time" => to_date(entity)?.into(),
        _ => return None,
    })
}

fn to_date(entity: &TextEntity) -> Option<types::MessageEntityFormattedDate> {
    let extra: Value = serde_json::from_str(&entity.extra_json).ok()?;
    let date = i32::try_from(extra.get("unix_time")?.as_i64()?).ok()?;
    let format = extra.get("date_time_format").and_then(Value::as_str);
    let has = |letter: char| format.is_some_and(|format| format.contains(letter));
    Some(types::MessageEntityFormattedDate {
        relative: has('r'),
        short_time: has('t'),
        long_time: has('T'),
        short_date: has('d'),
        long_date: has('D'),
        day_of_week: has('w'),
        offset: entity.offset,
        length: entity.length,
        date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_comes_back_as_it_was() {
        let entity = |kind: &str| TextEntity {
            r#type: kind.into(),
            offset: 1,
            length: 2,
            ..TextEntity::default()
        };
        let mut all: Vec<TextEntity> = [
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "code",
            "blockquote",
            "expandable_blockquote",
        ]
        .map(entity)
        .into();
        all.push(TextEntity {
            language: "rust".into(),
            ..entity("pre")
        });
        all.push(TextEntity {
            url: "https://example.org".into(),
            ..entity("text_link")
        });
        all.push(TextEntity {
            custom_emoji_id: "-77".into(),
            ..entity("custom_emoji")
        });
        all.push(TextEntity {
            extra_json: json!({ "unix_time": 5, "date_time_format": "wDt" }).to_string(),
            ..entity("date_time")
        });
        let sent = to_entities(&all, |_| None).unwrap();
        assert_eq!(formatted("abcd", Some(&sent)).entities, all);
    }

    #[test]
    fn who_cannot_be_addressed_is_not_mentioned() {
        let mention = TextEntity {
            r#type: "text_mention".into(),
            length: 1,
            user_id: 5,
            ..TextEntity::default()
        };
        assert_eq!(to_entities(&[mention], |_| None), None);
    }
}
