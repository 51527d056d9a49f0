//! Which messages a bot is told about.

use super::{
    Body, Key, UserId, World,
    chat::Kind,
    message::{Message, Uid},
};

// === impl World ===

impl World {
    /// Whether `bot` is told about this message.
    ///
    /// Its own never, except the service messages that it caused. Other bots' (service messages included, inferred)
    /// only with bot-to-bot communication. Under privacy mode, without admin rights: commands, replies to it and
    /// service messages.
    #[must_use]
    pub fn shows(&self, uid: Uid, bot: UserId) -> bool {
        let Some(message) = self.messages.get(&uid) else {
            return false;
        };
        let Some(settings) = self.users.get(&bot).and_then(|user| user.bot.as_ref()) else {
            return false;
        };
        let author = message.author.account();
        if author == bot {
            return matches!(&message.body, Body::Service(service) if service.is_echoed());
        }
        if matches!(message.chat, Key::Private(..)) {
            return true;
        }
        let admin = self.member(message.chat, bot).is_admin();
        let sees_all = admin || settings.can_read_all_group_messages;
        let by_bot = self.users.get(&author).is_some_and(|user| user.is_bot());
        if by_bot
            && matches!(message.author, super::Author::User(_))
            && !(settings.bot_to_bot && sees_all)
        {
            return false;
        }
        if self
            .chats
            .get(&message.chat)
            .is_some_and(|chat| chat.kind == Kind::Channel)
        {
            return admin;
        }
        sees_all || message.body.is_service() || self.is_for(message, bot)
    }

    /// A command that this bot may answer, or a reply to something it wrote.
    fn is_for(&self, message: &Message, bot: UserId) -> bool {
        let replies = message
            .reply_to
            .and_then(|uid| self.messages.get(&uid))
            .is_some_and(|target| target.author.account() == bot);
        let username = self
            .users
            .get(&bot)
            .and_then(|user| user.username.as_deref());
        let commands = message.body.text().is_some_and(|text| {
            let word = text.text.split_whitespace().next().unwrap_or_default();
            let named = word.split_once('@').map(|(_, name)| name);
            word.starts_with('/')
                && named
                    .is_none_or(|name| username.is_some_and(|own| own.eq_ignore_ascii_case(name)))
        });
        replies || commands
    }
}
