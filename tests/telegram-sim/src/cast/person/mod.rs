//! A person, and what they write. What they do to messages and bots is in `changing`, in groups in `belonging`.

mod belonging;
mod changing;

use std::sync::Arc;

use super::{Account, Album, Content, Group, MessageRef, Place, granted};
use crate::{
    shared::Shared,
    world::{Key, Refused, User, UserId, act::Writing},
};

/// A person.
#[derive(Clone)]
pub struct Person {
    pub(super) shared: Arc<Shared>,
    pub(super) id: UserId,
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

    /// Changes the profile: `ann.profile(|user| user.username = Some("ann".into()))`. Accounts that know the person and
    /// are there are told.
    pub fn profile(&self, change: impl FnOnce(&mut User)) -> &Self {
        self.shared
            .change(|world| world.change_profile(self.id, change));
        self
    }

    /// With that username.
    pub fn with_username(&self, username: &str) -> &Self {
        self.profile(|user| user.username = Some(username.to_owned()))
    }

    /// Changes the name. What they write from now on carries it.
    pub fn renames(&self, first_name: &str, last_name: Option<&str>) -> &Self {
        self.profile(|user| {
            first_name.clone_into(&mut user.first_name);
            user.last_name = last_name.map(str::to_owned);
        })
    }

    /// Lets only contacts bring them into groups.
    pub fn is_invited_by_contacts_only(&self) -> &Self {
        self.profile(|user| user.invited_by_contacts = true)
    }

    /// Is held for a spammer by Telegram from now on: whom the account does not know it cannot write to (`PEER_FLOOD`).
    pub fn is_limited(&self) -> &Self {
        self.profile(|user| user.limited = true)
    }

    /// Is so no more.
    pub fn is_free_again(&self) -> &Self {
        self.profile(|user| user.limited = false)
    }

    /// Has somebody among their contacts.
    pub fn has_contact(&self, other: &impl Account) -> &Self {
        self.shared.change(|world| {
            let contacts = world.contacts.entry(self.id).or_default();
            contacts.insert(other.id());
        });
        self
    }

    /// Deletes the account.
    pub fn deactivates(&self) -> &Self {
        self.profile(|user| user.deactivated = true)
    }

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

    /// Sends several files as one album: each is an update of its own, with the same `media_group_id`.
    #[track_caller]
    pub fn sends_album(&self, place: impl Into<Place>, items: Vec<Content>) -> Vec<MessageRef> {
        let album = self.starts_album(place);
        items.into_iter().map(|item| album.piece(item)).collect()
    }

    /// Begins an album whose pieces come one by one: see [`Album`].
    pub fn starts_album(&self, place: impl Into<Place>) -> Album {
        Album::new(self, place.into())
    }

    /// Writes in a group as a channel of theirs.
    #[track_caller]
    pub fn sends_as(
        &self,
        channel: &Group,
        place: impl Into<Place>,
        content: impl Into<Content>,
    ) -> MessageRef {
        granted(self.write(place.into(), content.into(), |writing| {
            writing.sender = Some(channel.id());
        }))
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

    /// Answers a part of a message: the first place where it stands.
    #[track_caller]
    pub fn quotes(
        &self,
        message: &MessageRef,
        part: &str,
        content: impl Into<Content>,
    ) -> MessageRef {
        self.quotes_at(message, part, 0, content)
    }

    /// Answers a part of a message, where it stands nearest to that position, in UTF-16 code units.
    #[track_caller]
    pub fn quotes_at(
        &self,
        message: &MessageRef,
        part: &str,
        position: i64,
        content: impl Into<Content>,
    ) -> MessageRef {
        granted(
            self.write(self.place_of(message), content.into(), |writing| {
                writing.reply_to = Some(message.uid);
                writing.quote = Some((part.to_owned(), position));
            }),
        )
    }

    /// Answers a message in another chat or topic than where it is.
    #[track_caller]
    pub fn replies_elsewhere(
        &self,
        message: &MessageRef,
        place: impl Into<Place>,
        content: impl Into<Content>,
    ) -> MessageRef {
        granted(self.write(place.into(), content.into(), |writing| {
            writing.reply_to = Some(message.uid);
        }))
    }

    /// Forwards a message somewhere, with its origin. Buttons go along when all are links.
    #[track_caller]
    pub fn forwards(&self, message: &MessageRef, place: impl Into<Place>) -> MessageRef {
        granted(self.try_forwards(message, place))
    }

    /// Forwards a message somewhere, or is refused, as when saving it is forbidden.
    pub fn try_forwards(
        &self,
        message: &MessageRef,
        place: impl Into<Place>,
    ) -> Result<MessageRef, Refused> {
        let (place, id) = (place.into(), self.id);
        self.shared.change(|world| {
            let (key, thread) = place.resolve(world, id);
            let mut writing = world.forward_of(message.uid)?;
            writing.thread = thread;
            world
                .write(id, key, writing)
                .map(|uid| MessageRef::new(&self.shared, uid))
        })
    }

    pub(super) fn write(
        &self,
        place: Place,
        content: Content,
        more: impl FnOnce(&mut Writing),
    ) -> Result<MessageRef, Refused> {
        self.shared.change(|world| {
            let (key, thread) = place.resolve(world, self.id);
            world.withdraw_codes(&content.text);
            let mut writing = content.into_writing(world);
            writing.thread = thread;
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
}

impl Account for Person {
    fn id(&self) -> UserId {
        self.id
    }
}
