//! The chats that calls name, and whether the bot may be there.

use super::{ask::Ask, refusal::Refusal};
use crate::world::{Key, Kind, Status, UserId};

// === impl Ask ===

impl Ask<'_> {
    /// A chat that the bot knows, in the parameter of that name. Reading is allowed from where the bot was thrown out.
    pub(crate) fn chat(&self, parameter: &str) -> Result<Key, Refusal> {
        let not_found = || Refusal::bad("chat not found");
        let text = self
            .params
            .string(parameter)
            .ok_or_else(|| Refusal::bad(super::table::missing(parameter)))?;
        if let Some(username) = text.strip_prefix('@') {
            return self
                .world
                .chats()
                .find(|chat| {
                    chat.username
                        .as_deref()
                        .is_some_and(|own| own.eq_ignore_ascii_case(username))
                })
                .map(|chat| chat.key)
                .ok_or_else(not_found);
        }
        let id: i64 = text.trim().parse().map_err(|_| not_found())?;
        let key = if id > 0 {
            self.private_with(id).ok_or_else(not_found)?
        } else {
            Key::Group(id)
        };
        let chat = self.world.chat(key).ok_or_else(not_found)?;
        if id < 0 && !chat.members.contains_key(&self.bot) && chat.username.is_none() {
            return Err(not_found());
        }
        Ok(key)
    }

    /// The private chat with somebody whom the bot has met: there, or in a group.
    fn private_with(&self, id: UserId) -> Option<Key> {
        let key = Key::private(id, self.bot);
        if self.world.chat(key).is_some() {
            return Some(key);
        }
        let shared = self
            .world
            .chats()
            .any(|chat| chat.members.contains_key(&id) && chat.members.contains_key(&self.bot));
        // A known person whom the bot may not write to is refused later, by its private chat's state.
        (shared && self.world.user(id).is_some()).then_some(key)
    }

    /// A chat that the bot may write in now.
    pub(crate) fn writable(&mut self, parameter: &str) -> Result<Key, Refusal> {
        let key = self.reachable(parameter)?;
        self.must_reply(key)?;
        let channel = self
            .world
            .chat(key)
            .is_some_and(|chat| chat.kind == Kind::Channel);
        if channel && !self.world.member(key, self.bot).rights.can_post_messages {
            return Err(Refusal::bad(
                "need administrator rights in the channel chat",
            ));
        }
        Ok(key)
    }

    /// A chat that the bot is in now, whatever it may do there; or one of the business account that the call is for.
    pub(crate) fn reachable(&mut self, parameter: &str) -> Result<Key, Refusal> {
        if let Some(key) = self.business_chat(parameter)? {
            return Ok(key);
        }
        if let Some(id) = self
            .params
            .string(parameter)
            .and_then(|id| id.trim().parse::<i64>().ok())
            && id > 0
            && self.world.user(id).is_some()
            && self.world.chat(Key::private(id, self.bot)).is_none()
            && self.met(id)
        {
            return Err(self.unstarted(id));
        }
        let key = self.chat(parameter)?;
        self.check_reachable(key)?;
        Ok(key)
    }

    /// Whether the bot has met somebody, in a private chat or in a group.
    pub(crate) fn met(&self, id: UserId) -> bool {
        self.world
            .chats()
            .any(|chat| chat.members.contains_key(&id) && chat.members.contains_key(&self.bot))
    }

    fn unstarted(&self, id: UserId) -> Refusal {
        match self.world.user(id) {
            Some(user) if user.deactivated => Refusal::forbidden("user is deactivated"),
            Some(user) if user.is_bot() => {
                Refusal::forbidden("the bot can't send messages to the bot")
            }
            _ => Refusal::forbidden("bot can't initiate conversation with a user"),
        }
    }

    fn check_reachable(&self, key: Key) -> Result<(), Refusal> {
        let Some(chat) = self.world.chat(key) else {
            return Err(Refusal::bad("chat not found"));
        };
        let member = self.world.member(key, self.bot);
        if let Key::Private(..) = key {
            let person = key.id_for(self.bot);
            if self.world.user(person).is_some_and(|user| user.deactivated) {
                return Err(Refusal::forbidden("user is deactivated"));
            }
            if member.status == Status::Kicked {
                return Err(Refusal::forbidden("bot was blocked by the user"));
            }
            if !chat.started {
                return Err(self.unstarted(person));
            }
            return Ok(());
        }
        if let Some(to) = chat.migrated_to {
            return Err(Refusal::migrated(to));
        }
        let word = match chat.kind {
            Kind::Basic => "group",
            Kind::Channel => "channel",
            _ => "supergroup",
        };
        match member.status {
            Status::Kicked => Err(Refusal::forbidden(format!(
                "bot was kicked from the {word} chat"
            ))),
            Status::Left => Err(Refusal::forbidden(format!(
                "bot is not a member of the {word} chat"
            ))),
            _ => Ok(()),
        }
    }
}
