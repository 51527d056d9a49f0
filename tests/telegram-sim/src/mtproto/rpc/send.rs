//! Messages that accounts send. The same `random_id` again is the same message: nothing is sent twice.

use grammers_tl_types::{enums, functions};

use super::{Answer, Call, Refused, event, place::Asked, shape, short};
use crate::world::{Body, Entity, Key, Text, Uid, act::Writing, entity::length};

/// Longest text, in UTF-16 code units.
pub(super) const LONGEST: usize = 4096;
/// Longest caption, and Premium's.
pub(super) const LONGEST_CAPTION: usize = 1024;
pub(super) const LONGEST_PREMIUM_CAPTION: usize = 4096;
/// How much formatting a text may have.
const MOST_ENTITIES: usize = 100;

/// `messages.sendMessage`.
pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SendMessage = call.read()?;
    let key = call.peer(&asked.peer)?;
    if let Some(sent) = call.sent(key, asked.random_id)? {
        return event::made(call.world, call.account, &[(sent, asked.random_id)]);
    }
    let place = call.place(&Asked {
        peer: &asked.peer,
        reply_to: asked.reply_to.as_ref(),
        top: None,
        send_as: asked.send_as.as_ref(),
        noforwards: asked.noforwards,
        is_scheduled: asked.schedule_date.is_some(),
    })?;
    let text = call.text(&asked.message, asked.entities.as_deref())?;
    let markup = call.markup(asked.reply_markup.as_ref())?;
    call.spend_sending(key, 1)?;
    let writing = Writing {
        markup,
        ..place.writing(Body::Text(text))
    };
    let uid = call.write(key, writing, asked.random_id)?;
    short::sent(call.world, call.account, uid, asked.random_id)
}

// === impl Call ===

impl Call<'_> {
    /// What was sent there under that number of the client's.
    pub(super) fn sent(&self, key: Key, random_id: i64) -> Result<Option<Uid>, Refused> {
        if random_id == 0 {
            return Err(Refused::bad("RANDOM_ID_EMPTY"));
        }
        let number = (self.account, key, random_id);
        Ok(self.world.sent.get(&number).copied())
    }

    /// Writes something under that number of the client's.
    pub(super) fn write(
        &mut self,
        key: Key,
        writing: Writing,
        random_id: i64,
    ) -> Result<Uid, Refused> {
        let account = self.account;
        let uid = self
            .world
            .write(account, key, writing)
            .map_err(|refused| Refused::by_world(&refused))?;
        self.world.sent.insert((account, key, random_id), uid);
        Ok(uid)
    }

    /// A text as it is sent.
    pub(super) fn text(
        &self,
        text: &str,
        given: Option<&[enums::MessageEntity]>,
    ) -> Result<Text, Refused> {
        let text = text.trim_end();
        if text.trim().is_empty() {
            return Err(Refused::bad("MESSAGE_EMPTY"));
        }
        if length(text) > LONGEST {
            return Err(Refused::bad("MESSAGE_TOO_LONG"));
        }
        self.formatted(text, given)
    }

    /// A caption as it is sent.
    pub(super) fn caption(
        &self,
        text: &str,
        given: Option<&[enums::MessageEntity]>,
    ) -> Result<Text, Refused> {
        let text = text.trim_end();
        let user = self.world.user(self.account);
        let longest = if user.is_some_and(|user| user.is_premium) {
            LONGEST_PREMIUM_CAPTION
        } else {
            LONGEST_CAPTION
        };
        if length(text) > longest {
            return Err(Refused::bad("MEDIA_CAPTION_TOO_LONG"));
        }
        if text.is_empty() {
            return Ok(Text::default());
        }
        self.formatted(text, given)
    }

    /// Links, mentions and the like are found; custom emoji are Premium's.
    fn formatted(
        &self,
        text: &str,
        given: Option<&[enums::MessageEntity]>,
    ) -> Result<Text, Refused> {
        let given = given.unwrap_or_default();
        if given.len() > MOST_ENTITIES {
            return Err(Refused::bad("ENTITIES_TOO_LONG"));
        }
        let user = self.world.user(self.account);
        let premium = user.is_some_and(|user| user.is_premium);
        let all = i64::try_from(length(text)).unwrap_or(i64::MAX);
        let mut entities: Vec<Entity> = Vec::new();
        for mut entity in given.iter().filter_map(shape::formatting) {
            if entity.offset < 0 || entity.length < 0 {
                return Err(Refused::bad("ENTITY_BOUNDS_INVALID"));
            }
            // What stood at the end and was trimmed is formatted no more.
            entity.length = entity.length.min(all - entity.offset);
            let is_kept = entity.length > 0 && (premium || entity.kind != "custom_emoji");
            if is_kept {
                entities.push(entity);
            }
        }
        for entity in entities.iter_mut().filter(|one| one.kind == "text_mention") {
            let id = entity.more.get("user").and_then(|user| user["id"].as_i64());
            let user = self.world.user_wire(id.unwrap_or_default());
            entity.more.insert("user".to_owned(), user);
        }
        Ok(Text::formatted(text, entities))
    }
}
