//! A text with formatting, masked.

use std::ops::Range;

use super::find::{Find, What, hidden_in};
use super::{Gate, Mask, is_on};
use crate::catalogue::Notice;
use crate::id::UserId;
use crate::message::{Entity, FormattedText};
use crate::parameter::Hidden;
use crate::text::replace;

/// Kinds of entities that Telegram finds by itself, and what they show. What it marks is hidden
/// even where nothing would have been found here.
const FOUND_BY_TELEGRAM: [(&str, What); 3] = [
    ("mention", What::Mention),
    ("phone_number", What::Phone),
    ("email", What::Mail),
];

impl Gate<'_> {
    /// The text without what is hidden in it. Formatting stays where it was; what leads to
    /// something hidden is taken away.
    #[must_use]
    pub fn text(&self, text: &FormattedText) -> FormattedText {
        if !is_on(Mask::Text) {
            return text.clone();
        }
        self.replaced(text).0
    }

    /// The same for a text without formatting.
    #[must_use]
    pub fn plain(&self, text: &str) -> String {
        if self.lets_copy() {
            return text.to_owned();
        }
        self.text(&FormattedText::plain(text)).text
    }

    /// Whether something is hidden in it.
    pub(super) fn hides_in(&self, text: &str) -> bool {
        !hidden_in(text, self.hidden()).is_empty()
    }

    /// The masked text, and what of the original was replaced.
    pub(super) fn replaced(&self, text: &FormattedText) -> (FormattedText, Vec<Range<usize>>) {
        if self.lets_copy() {
            return (text.clone(), Vec::new());
        }
        let mut parts: Vec<(Range<usize>, String)> = hidden_in(&text.text, self.hidden())
            .into_iter()
            .map(|Find { what, at }| (at, self.mark(what)))
            .collect();
        parts.extend(
            text.entities
                .iter()
                .filter_map(|entity| self.covered(entity)),
        );
        let parts = joined(parts);
        let entities = text.entities.iter();
        let kept = FormattedText {
            text: text.text.clone(),
            entities: entities
                .filter_map(|entity| self.entity(entity, &parts))
                .collect(),
        };
        let put_in: Vec<_> = parts
            .into_iter()
            .map(|(at, mark)| (at, FormattedText::plain(mark)))
            .collect();
        let masked = replace(&kept, &put_in);
        (masked, put_in.into_iter().map(|(at, _)| at).collect())
    }

    /// What an entity shows, where that is hidden.
    fn covered(&self, entity: &Entity) -> Option<(Range<usize>, String)> {
        let at = entity.offset..entity.offset.checked_add(entity.length)?;
        if entity.kind == "text_mention" {
            let name = self.hides(Hidden::Name) || self.hides(Hidden::Mention);
            return (name && is_on(Mask::TextMention)).then(|| (at, self.mentioned(entity.user)));
        }
        let (_, what) = FOUND_BY_TELEGRAM
            .iter()
            .find(|(kind, _)| *kind == entity.kind)?;
        what.is_hidden(self.hidden())
            .then(|| (at, self.mark(*what)))
    }

    /// A person who is mentioned by name.
    fn mentioned(&self, user: Option<i64>) -> String {
        let name = user.map(|user| self.pseudonym(UserId(user)));
        name.unwrap_or_else(|| self.mark(What::Mention))
    }

    /// The entity as it may stay; `None`: it goes.
    fn entity(&self, entity: &Entity, parts: &[(Range<usize>, String)]) -> Option<Entity> {
        let end = entity.offset.saturating_add(entity.length);
        let touches = parts
            .iter()
            .any(|(at, _)| at.start < end && entity.offset < at.end);
        let is_found = matches!(
            entity.kind.as_str(),
            "mention"
                | "phone_number"
                | "email"
                | "url"
                | "bot_command"
                | "hashtag"
                | "cashtag"
                | "bank_card"
        );
        let leads_on = is_on(Mask::Target)
            && (self.hides_in(&entity.url)
                || self.hides_in(&entity.extra_json)
                || (entity.kind == "text_mention"
                    && (self.hides(Hidden::Link)
                        || self.hides(Hidden::Name)
                        || self.hides(Hidden::Mention))));
        // Telegram finds by itself what is still there.
        if leads_on || (is_found && touches) {
            return None;
        }
        let mut kept = entity.clone();
        if self.hides_in(&kept.language) {
            kept.language.clear();
        }
        Some(kept)
    }

    /// What stands in place of what was found.
    fn mark(&self, what: What) -> String {
        let notice = match what {
            What::Phone => Notice::HiddenPhone {},
            What::Mail => Notice::HiddenMail {},
            What::Link => Notice::HiddenLink {},
            What::Mention => Notice::HiddenMention {},
        };
        notice.render(self.language()).text
    }
}

/// In order, and as one where they overlap: the first of them says what stands there.
fn joined(mut parts: Vec<(Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    parts.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    let mut joined: Vec<(Range<usize>, String)> = Vec::with_capacity(parts.len());
    for (at, mark) in parts {
        match joined.last_mut() {
            Some((last, _)) if at.start < last.end => last.end = last.end.max(at.end),
            _ => joined.push((at, mark)),
        }
    }
    joined
}
