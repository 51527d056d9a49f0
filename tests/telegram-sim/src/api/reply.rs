//! What a send answers, and which part of it it quotes.

use serde::Deserialize;
use serde_json::Value;

use super::{ask::Ask, refusal::Refusal};
use crate::world::{
    Entity, Key, Message, entity,
    message::{Quote, Uid},
    quote,
};

/// What Telegram says to a quote that does not stand in the original with the same formatting.
const INVALID: &str = "QUOTE_TEXT_INVALID";

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: i64,
    chat_id: Option<Value>,
    #[serde(default)]
    allow_sending_without_reply: bool,
    #[serde(default)]
    quote: String,
    quote_parse_mode: Option<String>,
    #[serde(default)]
    quote_entities: Vec<Entity>,
    #[serde(default)]
    quote_position: i64,
}

// === impl Ask ===

impl Ask<'_> {
    /// The message that a send into that topic answers, and its quote. `named` tells that the call names the topic.
    pub(super) fn reply(
        &mut self,
        chat: Key,
        thread: Option<i64>,
        named: bool,
    ) -> Result<(Option<Uid>, Option<Quote>), Refusal> {
        let Some(reply) = self.params.json::<ReplyParameters>("reply_parameters")? else {
            return Ok((None, None));
        };
        if reply.quote_parse_mode.is_some() {
            self.not_simulated("quote_parse_mode");
            return Err(Refusal::bad("unsupported parse_mode"));
        }
        if reply.message_id <= 0 {
            return Ok((None, None));
        }
        let business = self.business.is_some();
        let place = match &reply.chat_id {
            Some(id) if !business => self.chat_named(id)?,
            _ => chat,
        };
        let account = self.account();
        let Some(target) = self.world.find_message(place, account, reply.message_id) else {
            // To an answer from elsewhere it is never granted, for a business account always.
            if business || (reply.allow_sending_without_reply && place == chat) {
                return Ok((None, None));
            }
            return Err(Refusal::bad("message to be replied not found"));
        };
        let elsewhere = place != chat || (named && target.thread != thread);
        if elsewhere && !self.may_be_shown_elsewhere(target) {
            // Telegram sends without the reply, and does not say so.
            return Ok((None, None));
        }
        let target = target.uid;
        let quote = self.quoted(target, &reply)?;
        Ok((Some(target), quote))
    }

    fn chat_named(&self, id: &Value) -> Result<Key, Refusal> {
        match id.as_i64().or_else(|| id.as_str()?.parse().ok()) {
            Some(id) if id < 0 => Ok(Key::Group(id)),
            Some(id) => Ok(Key::private(id, self.bot)),
            None => Err(Refusal::bad("chat not found")),
        }
    }

    fn may_be_shown_elsewhere(&self, target: &Message) -> bool {
        !target.body.is_service() && !self.world.is_protected(target)
    }

    fn quoted(&self, target: Uid, reply: &ReplyParameters) -> Result<Option<Quote>, Refusal> {
        let given = self.format(reply.quote.clone(), &reply.quote_entities)?;
        if given.text.is_empty() {
            return Ok(None);
        }
        let cut = reply.quote.len() - reply.quote.trim_start_matches([' ', '\n']).len();
        let position = reply
            .quote_position
            .saturating_add(i64::try_from(cut).unwrap_or(0));
        let quote = self.world.quote(target, &given.text, position)?;
        // Custom emoji that this bot may not send are gone from what it gave.
        let counts = |entity: &Entity| {
            quote::keeps(entity) && (self.sends_custom_emoji() || entity.kind != "custom_emoji")
        };
        let only = |mut list: Vec<Entity>| {
            list.retain(counts);
            list
        };
        if !entity::same(&only(given.entities), &only(quote.text.entities.clone())) {
            return Err(Refusal::bad(INVALID));
        }
        Ok(Some(quote))
    }
}
