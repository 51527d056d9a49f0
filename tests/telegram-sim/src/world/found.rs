//! What Telegram finds in a text by itself: commands, mentions, hashtags and links.

use serde_json::Map;

use super::{Entity, entity::length};

/// What stands at the end of a sentence and not in a link.
const PUNCTUATION: &[char] = &['.', ',', '!', '?', ';', ':', ')', '"', '\''];

/// The entities that nobody has to give.
#[must_use]
pub(crate) fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0_i64;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let closed = bare.trim_end_matches(PUNCTUATION);
        let hit = if is_command(closed) {
            Some(("bot_command", closed))
        } else {
            kind_of(closed).map(|kind| (kind, closed))
        };
        if let Some((kind, part)) = hit {
            found.push(Entity {
                kind: kind.to_owned(),
                offset,
                length: i64::try_from(length(part)).unwrap_or(0),
                more: Map::new(),
            });
        }
        offset += i64::try_from(length(word)).unwrap_or(0);
    }
    found
}

fn kind_of(word: &str) -> Option<&'static str> {
    if is_mention(word) {
        Some("mention")
    } else if is_hashtag(word) {
        Some("hashtag")
    } else if is_link(word) {
        Some("url")
    } else if is_email(word) {
        Some("email")
    } else {
        None
    }
}

fn is_command(word: &str) -> bool {
    word.strip_prefix('/').is_some_and(|rest| {
        let name = rest.split('@').next().unwrap_or_default();
        (1..=64).contains(&name.len())
            && rest
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@')
    })
}

fn is_mention(word: &str) -> bool {
    word.strip_prefix('@').is_some_and(|name| {
        (4..=32).contains(&name.len())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn is_hashtag(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|name| {
        name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && name.chars().any(char::is_alphabetic)
    })
}

fn is_link(word: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        word.strip_prefix(scheme)
            .is_some_and(|rest| rest.contains('.') && !rest.starts_with('.'))
    })
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        let plain = |part: &str| {
            part.chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-+".contains(c))
        };
        !name.is_empty()
            && plain(name)
            && plain(host)
            && !host.starts_with('.')
            && host.contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_sentence_belongs_to_no_command() {
        let text = "Send /newbot, then /revoke: or /help@setup_bot.";
        let found = find(text)
            .into_iter()
            .map(|one| (one.kind, one.offset, one.length));
        let command = |offset, length| ("bot_command".to_owned(), offset, length);
        let wanted = [command(5, 7), command(19, 7), command(31, 15)];
        assert_eq!(found.collect::<Vec<_>>(), wanted);
        assert!(find("either/or, /, //x").is_empty());
    }
}
