//! A person, and all that a person does in the app.

use std::sync::Arc;

use serde_json::Value;

use super::{Account, Bot, Content, Conversation, Group, MessageRef, Place, granted, scope_of};
use crate::{
    shared::Shared,
    world::{
        Key, Member, Refused, Rights, Status, Text, User, UserId, act::Writing, topic::COLORS,
    },
};

/// A person.
#[derive(Clone)]
pub struct Person {
    shared: Arc<Shared>,
    id: UserId,
}

// === impl Person ===

impl Person {
    pub(crate) fn new(shared: Arc<Shared>, id: UserId) -> Self {
        Self { shared, id }
    }

    /// Telegram's id.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.id
    }

    /// Changes the profile: `ann.profile(|user| user.username = Some("ann".into()))`.
    pub fn profile(&self, change: impl FnOnce(&mut User)) -> &Self {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                change(user);
            }
        });
        self
    }

    /// With that username.
    pub fn with_username(&self, username: &str) -> &Self {
        self.profile(|user| user.username = Some(username.to_owned()))
    }

    /// Deletes the account.
    pub fn deactivates(&self) -> &Self {
        self.profile(|user| user.deactivated = true)
    }

    // --- writing ---

    /// Writes a text.
    #[track_caller]
    pub fn says(&self, place: impl Into<Place>, text: &str) -> MessageRef {
        self.sends(place, text)
    }

    /// Sends anything.
    #[track_caller]
    pub fn sends(&self, place: impl Into<Place>, content: impl Into<Content>) -> MessageRef {
        granted(self.try_sends(place, content))
    }

    /// Sends anything, or is refused.
    pub fn try_sends(
        &self,
        place: impl Into<Place>,
        content: impl Into<Content>,
    ) -> Result<MessageRef, Refused> {
        self.write(place.into(), content.into(), |_| {})
    }

    /// Writes a text in a topic.
    #[track_caller]
    pub fn writes_in(&self, group: &Group, thread: i64, text: &str) -> MessageRef {
        self.sends(group.at(thread), text)
    }

    /// Sends several files as one album.
    #[track_caller]
    pub fn sends_album(&self, place: impl Into<Place>, items: Vec<Content>) -> Vec<MessageRef> {
        let place = place.into();
        let album = self
            .shared
            .change(|world| format!("{}", 14_000_000_000_000_000 + world.fresh()));
        let send =
            |item| granted(self.write(place, item, |writing| writing.album = Some(album.clone())));
        items.into_iter().map(send).collect()
    }

    /// Answers a message, where it is.
    #[track_caller]
    pub fn replies_to(&self, message: &MessageRef, content: impl Into<Content>) -> MessageRef {
        granted(
            self.write(self.place_of(message), content.into(), |writing| {
                writing.reply_to = Some(message.uid);
            }),
        )
    }

    /// Answers a part of a message.
    #[track_caller]
    pub fn quotes(
        &self,
        message: &MessageRef,
        part: &str,
        content: impl Into<Content>,
    ) -> MessageRef {
        granted(
            self.write(self.place_of(message), content.into(), |writing| {
                writing.reply_to = Some(message.uid);
                writing.quote = Some(part.to_owned());
            }),
        )
    }

    /// Forwards a message somewhere, with its origin.
    #[track_caller]
    pub fn forwards(&self, message: &MessageRef, place: impl Into<Place>) -> MessageRef {
        let source = self.shared.read(|world| {
            let message = world.message(message.uid)?;
            let origin = message
                .forward
                .clone()
                .unwrap_or_else(|| world.origin_wire(message));
            Some((message.body.clone(), origin))
        });
        let Some((body, origin)) = source else {
            panic!("{message:?} is not there");
        };
        let (place, id) = (place.into(), self.id);
        granted(self.shared.change(|world| {
            let (key, thread) = place.resolve(world, id);
            let writing = Writing {
                thread,
                forward: Some(origin),
                ..Writing::of(body)
            };
            world
                .write(id, key, writing)
                .map(|uid| MessageRef::new(&self.shared, uid))
        }))
    }

    fn write(
        &self,
        place: Place,
        content: Content,
        more: impl FnOnce(&mut Writing),
    ) -> Result<MessageRef, Refused> {
        self.shared.change(|world| {
            let (key, thread) = place.resolve(world, self.id);
            let protected = content.is_protected();
            let mut writing = Writing {
                thread,
                protected,
                ..Writing::of(content.into_body(world))
            };
            more(&mut writing);
            world
                .write(self.id, key, writing)
                .map(|uid| MessageRef::new(&self.shared, uid))
        })
    }

    fn place_of(&self, message: &MessageRef) -> Place {
        let found = self.shared.read(|world| {
            world
                .message(message.uid)
                .map(|message| (message.chat, message.thread))
        });
        match found {
            Some((Key::Group(id), Some(thread))) => Place::topic(id, thread),
            Some((Key::Group(id), None)) => Place::group(id),
            Some((key, _)) => Place::private(key.id_for(self.id)),
            None => panic!("{message:?} is not there"),
        }
    }

    // --- changing what is there ---

    /// Changes text or caption of a message of theirs.
    #[track_caller]
    pub fn edits(&self, message: &MessageRef, text: &str) -> &Self {
        granted(
            self.shared
                .change(|world| world.edit_as(self.id, message.uid, Text::typed(text))),
        );
        self
    }

    /// Puts other content into a message of theirs.
    #[track_caller]
    pub fn edits_to(&self, message: &MessageRef, content: impl Into<Content>) -> &Self {
        let content = content.into();
        granted(self.shared.change(|world| {
            let body = content.into_body(world);
            world.replace_as(self.id, message.uid, body)
        }));
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

    /// Reacts with any number of emoji; `custom:ID` is a custom one.
    #[track_caller]
    pub fn reacts_with(&self, message: &MessageRef, emoji: &[&str]) -> &Self {
        let emoji = emoji.iter().map(|emoji| (*emoji).to_owned()).collect();
        granted(
            self.shared
                .change(|world| world.react(message.uid, self.id, emoji)),
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

    // --- bots ---

    /// Presses Start, with the payload of a deep link or without.
    #[track_caller]
    pub fn starts(&self, bot: &Bot, payload: Option<&str>) -> MessageRef {
        let text = payload.map_or_else(
            || "/start".to_owned(),
            |payload| format!("/start {payload}"),
        );
        self.says(bot, &text)
    }

    /// Blocks a bot.
    #[track_caller]
    pub fn blocks(&self, bot: &Bot) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_blocked(self.id, bot.id(), true)),
        );
        self
    }

    /// Unblocks a bot.
    #[track_caller]
    pub fn unblocks(&self, bot: &Bot) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_blocked(self.id, bot.id(), false)),
        );
        self
    }

    /// The private chat with a bot, to look at.
    #[must_use]
    pub fn chat_with(&self, bot: &Bot) -> Conversation {
        Conversation::new(&self.shared, Key::private(self.id, bot.id()), None)
    }

    // --- groups ---

    /// Joins a group.
    #[track_caller]
    pub fn joins(&self, group: &Group) -> &Self {
        group.join(self);
        self
    }

    /// Leaves a group.
    #[track_caller]
    pub fn leaves(&self, group: &Group) -> &Self {
        self.set_member(group, self.id, Member::plain(Status::Left))
    }

    /// Adds somebody to a group.
    #[track_caller]
    pub fn adds(&self, group: &Group, who: &impl Account) -> &Self {
        self.set_member(group, who.id(), Member::plain(Status::Member))
    }

    /// Throws somebody out of a group.
    #[track_caller]
    pub fn removes(&self, group: &Group, who: &impl Account) -> &Self {
        self.set_member(group, who.id(), Member::plain(Status::Kicked))
    }

    /// Makes somebody an administrator, or changes an administrator's rights.
    #[track_caller]
    pub fn makes_admin(&self, group: &Group, who: &impl Account, rights: Rights) -> &Self {
        let status = Status::Administrator;
        self.set_member(group, who.id(), Member { status, rights })
    }

    /// Makes an administrator a plain member again.
    #[track_caller]
    pub fn demotes(&self, group: &Group, who: &impl Account) -> &Self {
        self.adds(group, who)
    }

    /// Posts as the group itself from now on. Only for owner and administrators.
    #[track_caller]
    pub fn goes_anonymous(&self, group: &Group) -> &Self {
        let mut member = group.member(self);
        member.rights.is_anonymous = true;
        self.set_member(group, self.id, member)
    }

    #[track_caller]
    fn set_member(&self, group: &Group, who: UserId, member: Member) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_member(group.key(), who, member, self.id)),
        );
        self
    }

    // --- topics ---

    /// Opens a topic; its thread id is returned.
    #[track_caller]
    pub fn opens_topic(&self, group: &Group, name: &str) -> i64 {
        granted(self.shared.change(|world| {
            let key = group.key();
            if scope_of(world, key).is_none() {
                return Err(Refused("the chat is not a forum".into()));
            }
            // Anybody in the group may, as Telegram allows by default.
            if !world.member(key, self.id).is_in() {
                return Err(Refused("not a member of this chat".into()));
            }
            Ok(world.create_topic(key, self.id, name, COLORS[0], None).0)
        }))
    }

    /// Closes a topic.
    #[track_caller]
    pub fn closes_topic(&self, group: &Group, thread: i64) -> &Self {
        self.set_topic_closed(group, thread, true)
    }

    /// Reopens a topic.
    #[track_caller]
    pub fn reopens_topic(&self, group: &Group, thread: i64) -> &Self {
        self.set_topic_closed(group, thread, false)
    }

    #[track_caller]
    fn set_topic_closed(&self, group: &Group, thread: i64, closed: bool) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.set_topic_closed(group.key(), thread, self.id, closed)
        }));
        self
    }

    /// Renames a topic.
    #[track_caller]
    pub fn renames_topic(&self, group: &Group, thread: i64, name: &str) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.edit_topic(group.key(), thread, self.id, Some(name.to_owned()), None)
        }));
        self
    }

    /// Deletes a topic with all that is in it. No bot is told.
    #[track_caller]
    pub fn deletes_topic(&self, group: &Group, thread: i64) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.delete_topic(group.key(), thread)
        }));
        self
    }
}

impl Account for Person {
    fn id(&self) -> UserId {
        self.id
    }
}
