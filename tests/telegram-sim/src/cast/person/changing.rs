//! What a person does to messages that are there, and to bots.

use serde_json::Value;

use super::Person;
use crate::{
    cast::{Account, Bot, Content, Conversation, MessageRef, granted},
    world::{Key, Refused, Text},
};

// === impl Person ===

impl Person {
    /// Changes text or caption of a message of theirs.
    #[track_caller]
    pub fn edits(&self, message: &MessageRef, text: &str) -> &Self {
        granted(
            self.shared
                .change(|world| world.edit_as(self.id, message.uid, Text::typed(text))),
        );
        self
    }

    /// Puts other content into a message of theirs: a text in place of a text or as the caption, formatting and all; a
    /// file in place of a text or of another file.
    #[track_caller]
    pub fn edits_to(&self, message: &MessageRef, content: impl Into<Content>) -> &Self {
        granted(self.try_edits_to(message, content));
        self
    }

    /// Puts other content into a message of theirs, or is refused.
    pub fn try_edits_to(
        &self,
        message: &MessageRef,
        content: impl Into<Content>,
    ) -> Result<(), Refused> {
        let content = content.into();
        self.shared.change(|world| {
            let body = content.into_body(world);
            world.replace_as(self.id, message.uid, body)
        })
    }

    /// Is somewhere else now: a live location of theirs moves.
    #[track_caller]
    pub fn moves(&self, message: &MessageRef, latitude: f64, longitude: f64) -> &Self {
        granted(
            self.shared
                .change(|world| world.move_as(self.id, message.uid, latitude, longitude)),
        );
        self
    }

    /// Shares no longer where they are: a live location of theirs ends.
    #[track_caller]
    pub fn stops_sharing(&self, message: &MessageRef) -> &Self {
        granted(
            self.shared
                .change(|world| world.stop_as(self.id, message.uid)),
        );
        self
    }

    /// Deletes a message.
    #[track_caller]
    pub fn deletes(&self, message: &MessageRef) -> &Self {
        granted(
            self.shared
                .change(|world| world.delete_as(self.id, message.uid)),
        );
        self
    }

    /// Deletes several messages of one chat at once.
    #[track_caller]
    pub fn deletes_all(&self, messages: &[&MessageRef]) -> &Self {
        let gone: Vec<_> = messages.iter().map(|message| message.uid).collect();
        granted(
            self.shared
                .change(|world| world.delete_all_as(self.id, &gone)),
        );
        self
    }

    /// Reacts with one emoji, in place of what was there.
    #[track_caller]
    pub fn reacts(&self, message: &MessageRef, emoji: &str) -> &Self {
        self.reacts_with(message, &[emoji])
    }

    /// Takes the reaction back.
    #[track_caller]
    pub fn takes_reaction_back(&self, message: &MessageRef) -> &Self {
        self.reacts_with(message, &[])
    }

    /// Reacts with several emoji, as Premium allows; `custom:ID` is a custom one.
    #[track_caller]
    pub fn reacts_with(&self, message: &MessageRef, emoji: &[&str]) -> &Self {
        let emoji = emoji.iter().map(|emoji| (*emoji).to_owned()).collect();
        granted(
            self.shared
                .change(|world| world.react_as(self.id, message.uid, emoji)),
        );
        self
    }

    /// Pins a message.
    #[track_caller]
    pub fn pins(&self, message: &MessageRef) -> &Self {
        granted(self.shared.change(|world| world.pin(message.uid, self.id)));
        self
    }

    /// Presses the inline button with that data. Returns the callback query's id.
    #[track_caller]
    pub fn presses(&self, message: &MessageRef, data: &str) -> String {
        granted(
            self.shared
                .change(|world| world.press(self.id, message.uid, data)),
        )
    }

    /// What the bot answered to a press.
    #[must_use]
    pub fn answer_to_press(&self, query: &str) -> Option<Value> {
        self.shared.read(|world| world.press_answer(query).cloned())
    }

    /// Presses Start, with the payload of a deep link or without.
    #[track_caller]
    pub fn starts(&self, bot: &Bot, payload: Option<&str>) -> MessageRef {
        let text = payload.map_or_else(
            || "/start".to_owned(),
            |payload| format!("/start {payload}"),
        );
        self.says(bot, &text)
    }

    /// Blocks a bot, or another person.
    #[track_caller]
    pub fn blocks(&self, bot: &impl Account) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_blocked(self.id, bot.id(), true)),
        );
        self
    }

    /// Unblocks a bot, or another person.
    #[track_caller]
    pub fn unblocks(&self, bot: &impl Account) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_blocked(self.id, bot.id(), false)),
        );
        self
    }

    /// Forbids saving what is in the private chat with somebody.
    pub fn protects_chat_with(&self, other: &impl Account) -> &Self {
        self.shared.change(|world| {
            let chat = world.private_chat(self.id, other.id());
            world.set_protected(chat, true);
        });
        self
    }

    /// The private chat with a bot or another person, to look at.
    #[must_use]
    pub fn chat_with(&self, other: &impl Account) -> Conversation {
        Conversation::new(&self.shared, Key::private(self.id, other.id()), None)
    }
}
