//! Texts and captions in calls.

use serde_json::{Map, Value};

use super::{ask::Ask, refusal::Refusal};
use crate::world::{Entity, Text, entity, formatting};

/// The longest text and the longest caption, in UTF-16 code units after entities were parsed.
const TEXT_LIMIT: usize = 4096;
const CAPTION_LIMIT: usize = 1024;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 1 << 15;

/// What Telegram says to sends that are too long.
pub(crate) const TOO_LONG: &str = "message is too long";
pub(crate) const CAPTION_TOO_LONG: &str = "message caption is too long";

/// Refuses a text that is too long, in these words.
pub(crate) fn check(text: &Text, refusal: &str) -> Result<(), Refusal> {
    if entity::length(&text.text) > TEXT_LIMIT {
        return Err(Refusal::bad(refusal));
    }
    Ok(())
}

/// Refuses a caption that is too long, in these words.
pub(crate) fn check_caption(text: &Text, refusal: &str) -> Result<(), Refusal> {
    if entity::length(&text.text) > CAPTION_LIMIT {
        return Err(Refusal::bad(refusal));
    }
    Ok(())
}

// === impl Ask ===

impl Ask<'_> {
    /// Formatting is sent as entities here.
    pub(crate) fn check_parse_mode(&mut self) -> Result<(), Refusal> {
        if !self.params.has("parse_mode") {
            return Ok(());
        }
        self.not_simulated("parse_mode");
        Err(Refusal::bad("unsupported parse_mode"))
    }

    /// A text parameter with its entities: not empty, offsets right, however long.
    pub(crate) fn text(&self, text: &str, entities: &str) -> Result<Text, Refusal> {
        let text = self.params.string(text).unwrap_or_default();
        if text.is_empty() {
            return Err(Refusal::bad("message text is empty"));
        }
        let text = self.formatted(text, entities)?;
        if text.text.is_empty() {
            return Err(Refusal::bad("text must be non-empty"));
        }
        Ok(text)
    }

    /// The caption of a call, however long; empty when there is none.
    pub(crate) fn any_caption(&self) -> Result<Text, Refusal> {
        let text = self.params.string("caption").unwrap_or_default();
        self.formatted(text, "caption_entities")
    }

    /// The caption of a send.
    pub(crate) fn caption(&self) -> Result<Text, Refusal> {
        let caption = self.any_caption()?;
        check_caption(&caption, CAPTION_TOO_LONG)?;
        Ok(caption)
    }

    fn formatted(&self, text: String, entities: &str) -> Result<Text, Refusal> {
        let entities: Vec<Entity> = self.params.json(entities)?.unwrap_or_default();
        self.format(text, &entities)
    }

    /// What Telegram makes of a text with this formatting. Custom emoji that this bot may not send become plain ones, and
    /// mentions of people whom it does not know plain text.
    pub(crate) fn format(&self, text: String, entities: &[Entity]) -> Result<Text, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::bad("text is too long"));
        }
        let (text, mut entities) = formatting::clean(&text, entities).map_err(Refusal::bad)?;
        let custom_emoji = self.sends_custom_emoji();
        entities.retain(|entity| match entity.kind.as_str() {
            "custom_emoji" => custom_emoji,
            "text_mention" => self.knows(&entity.more),
            _ => true,
        });
        Ok(Text::formatted(text, entities))
    }

    fn knows(&self, mention: &Map<String, Value>) -> bool {
        let id = mention.get("user").and_then(|user| user["id"].as_i64());
        id.is_some_and(|id| self.met(id))
    }

    /// Whether custom emoji in what this bot sends stay.
    pub(crate) fn sends_custom_emoji(&self) -> bool {
        let bot = self.world.user(self.bot).and_then(|user| user.bot.as_ref());
        bot.is_some_and(|bot| bot.custom_emoji)
    }
}
