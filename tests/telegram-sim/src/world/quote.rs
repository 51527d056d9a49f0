//! Quotes: parts of the messages that are replied to.

use super::{
    Entity, Refused, Text, World, entity,
    message::{Quote, Uid},
};

/// The longest quote, in UTF-16 code units.
const LIMIT: usize = 1024;

/// The formatting that quotes keep.
const KEPT: &[&str] = &[
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
    "date_time",
];

// === impl World ===

impl World {
    /// Finds a quote in the message it is from, as near to `position` as it stands there. It has the original's
    /// formatting.
    pub(crate) fn quote(&self, target: Uid, text: &str, position: i64) -> Result<Quote, Refused> {
        let invalid = || Refused("QUOTE_TEXT_INVALID".into());
        let original = self
            .messages
            .get(&target)
            .and_then(|message| message.body.text())
            .ok_or_else(invalid)?;
        if text.is_empty() || entity::length(text) > LIMIT {
            return Err(invalid());
        }
        let position = nearest(&original.text, text, position).ok_or_else(invalid)?;
        Ok(Quote {
            text: cut(original, position, text),
            position,
            manual: true,
        })
    }

    /// The quote that Telegram adds to a reply from another chat or topic: the beginning of the original.
    pub(crate) fn automatic_quote(&self, target: Uid) -> Option<Quote> {
        let original = self.messages.get(&target)?.body.text()?;
        let mut units = 0;
        let part: String = original
            .text
            .chars()
            .take_while(|letter| {
                units += letter.len_utf16();
                units <= LIMIT
            })
            .collect();
        Some(Quote {
            text: cut(original, 0, &part),
            position: 0,
            manual: false,
        })
    }
}

/// Of all places where `part` stands in a text, in UTF-16 code units, the one nearest to `position`; of two the earlier.
fn nearest(text: &str, part: &str, position: i64) -> Option<i64> {
    let starts = text.char_indices().map(|(at, _)| at);
    let places = starts.filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)));
    places
        .map(|at| units(text.get(..at).unwrap_or_default()))
        .min_by_key(|at| (at - position).abs())
}

fn cut(original: &Text, position: i64, part: &str) -> Text {
    let end = position + units(part);
    let inside = original.entities.iter().filter_map(|entity| {
        let from = entity.offset.max(position);
        let to = entity.offset.saturating_add(entity.length).min(end);
        (from < to && keeps(entity)).then(|| Entity {
            offset: from - position,
            length: to - from,
            ..entity.clone()
        })
    });
    Text {
        text: part.to_owned(),
        entities: inside.collect(),
    }
}

/// Whether quotes keep this formatting.
pub(crate) fn keeps(entity: &Entity) -> bool {
    KEPT.contains(&entity.kind.as_str())
}

fn units(text: &str) -> i64 {
    i64::try_from(entity::length(text)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_place_wins_and_of_two_the_earlier() {
        let text = "a😀a b a";
        assert_eq!(nearest(text, "a", 0), Some(0));
        assert_eq!(nearest(text, "a", 3), Some(3));
        assert_eq!(nearest(text, "a", 5), Some(3));
        assert_eq!(nearest(text, "a", 99), Some(7));
        assert_eq!(nearest(text, "c", 0), None);
    }
}
