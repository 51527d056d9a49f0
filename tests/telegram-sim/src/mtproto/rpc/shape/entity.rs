//! Formatting, both ways.

use grammers_tl_types::{enums, types};
use serde_json::{Map, json};

use crate::world::Entity;

/// Formatting as accounts see it.
pub(in crate::mtproto::rpc) fn entities(entities: &[Entity]) -> Vec<enums::MessageEntity> {
    entities.iter().filter_map(entity).collect()
}

/// One piece of formatting as accounts see it. Kinds that are not known here are shown as unknown.
pub(in crate::mtproto::rpc) fn entity(entity: &Entity) -> Option<enums::MessageEntity> {
    let offset = i32::try_from(entity.offset).ok()?;
    let length = i32::try_from(entity.length).ok()?;
    let word = |name: &str| {
        let value = entity.more.get(name)?;
        Some(value.as_str()?.to_owned())
    };
    use enums::MessageEntity as To;
    Some(match entity.kind.as_str() {
        "bold" => To::Bold(types::MessageEntityBold { offset, length }),
        "italic" => To::Italic(types::MessageEntityItalic { offset, length }),
        "underline" => To::Underline(types::MessageEntityUnderline { offset, length }),
        "strikethrough" => To::Strike(types::MessageEntityStrike { offset, length }),
        "spoiler" => To::Spoiler(types::MessageEntitySpoiler { offset, length }),
        "code" => To::Code(types::MessageEntityCode { offset, length }),
        "url" => To::Url(types::MessageEntityUrl { offset, length }),
        "email" => To::Email(types::MessageEntityEmail { offset, length }),
        "mention" => To::Mention(types::MessageEntityMention { offset, length }),
        "hashtag" => To::Hashtag(types::MessageEntityHashtag { offset, length }),
        "cashtag" => To::Cashtag(types::MessageEntityCashtag { offset, length }),
        "bot_command" => To::BotCommand(types::MessageEntityBotCommand { offset, length }),
        "phone_number" => To::Phone(types::MessageEntityPhone { offset, length }),
        "blockquote" | "expandable_blockquote" => To::Blockquote(types::MessageEntityBlockquote {
            collapsed: entity.kind != "blockquote",
            offset,
            length,
        }),
        "pre" => To::Pre(types::MessageEntityPre {
            offset,
            length,
            language: word("language").unwrap_or_default(),
        }),
        "text_link" => To::TextUrl(types::MessageEntityTextUrl {
            offset,
            length,
            url: word("url")?,
        }),
        "text_mention" => To::MentionName(types::MessageEntityMentionName {
            offset,
            length,
            user_id: entity.more.get("user")?["id"].as_i64()?,
        }),
        "custom_emoji" => To::CustomEmoji(types::MessageEntityCustomEmoji {
            offset,
            length,
            document_id: word("custom_emoji_id")?.parse().ok()?,
        }),
        "date_time" => {
            let format = word("date_time_format").unwrap_or_default();
            let has = |letters: &[char]| format.contains(letters);
            To::FormattedDate(types::MessageEntityFormattedDate {
                relative: has(&['r', 'R']),
                short_time: has(&['t']),
                long_time: has(&['T']),
                short_date: has(&['d']),
                long_date: has(&['D']),
                day_of_week: has(&['w', 'W']),
                offset,
                length,
                date: i32::try_from(entity.more.get("unix_time")?.as_i64()?).ok()?,
            })
        }
        _ => To::Unknown(types::MessageEntityUnknown { offset, length }),
    })
}

/// Formatting as an account gives it. What Telegram finds by itself, and what it does not know, is left out.
pub(in crate::mtproto::rpc) fn formatting(entity: &enums::MessageEntity) -> Option<Entity> {
    use enums::MessageEntity as From;
    if let From::FormattedDate(date) = entity {
        return Some(date_time(date));
    }
    let (kind, more) = match entity {
        From::Bold(_) => ("bold", None),
        From::Italic(_) => ("italic", None),
        From::Underline(_) => ("underline", None),
        From::Strike(_) => ("strikethrough", None),
        From::Spoiler(_) => ("spoiler", None),
        From::Code(_) => ("code", None),
        From::Blockquote(one) if one.collapsed => ("expandable_blockquote", None),
        From::Blockquote(_) => ("blockquote", None),
        From::Pre(one) if one.language.is_empty() => ("pre", None),
        From::Pre(one) => ("pre", Some(("language", json!(one.language)))),
        From::TextUrl(one) => ("text_link", Some(("url", json!(one.url)))),
        From::CustomEmoji(one) => {
            let id = json!(one.document_id.to_string());
            ("custom_emoji", Some(("custom_emoji_id", id)))
        }
        From::MentionName(one) => ("text_mention", Some(("user", json!({"id": one.user_id})))),
        From::InputMessageEntityMentionName(one) => {
            let enums::InputUser::User(user) = &one.user_id else {
                return None;
            };
            ("text_mention", Some(("user", json!({"id": user.user_id}))))
        }
        _ => return None,
    };
    let more: Map<_, _> = more
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Some(Entity {
        kind: kind.to_owned(),
        offset: i64::from(entity.offset()),
        length: i64::from(entity.length()),
        more,
    })
}

/// A date, which an app shows in its own way.
fn date_time(date: &types::MessageEntityFormattedDate) -> Entity {
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
    let mut more = Map::new();
    more.insert("unix_time".to_owned(), json!(date.date));
    if !format.is_empty() {
        more.insert("date_time_format".to_owned(), json!(format));
    }
    Entity {
        kind: "date_time".to_owned(),
        offset: i64::from(date.offset),
        length: i64::from(date.length),
        more,
    }
}
