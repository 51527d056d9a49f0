//! Everybody that the account has met: what has to be shown to address them, and
//! what they are called. In memory only; a walk through the dialogs fills it.

mod shape;
mod standing;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use backline_proto::common::v1::{Chat, ChatAddress, User};
use grammers_client::tl::{enums, types};

pub(crate) use self::shape::{bare_channel, channel_id, chat_id_of, id_of, kind_of};
pub(crate) use self::standing::{Standing, of_participant, own_in_basic};
use crate::telegram::lock;

/// Everybody that the account has met.
pub(crate) struct Peers {
    own: i64,
    /// A bot need not show that it knows somebody, and has no dialogs to be read.
    is_bot: bool,
    known: Mutex<Known>,
    walked: AtomicBool,
    /// Privacy mode is off, or there is none.
    reads_all: AtomicBool,
}

#[derive(Default)]
struct Known {
    users: HashMap<i64, Person>,
    /// By id in Bot API form.
    chats: HashMap<i64, Place>,
}

struct Person {
    /// None: only seen as somebody else's message shows them, which is not enough
    /// to address them.
    hash: Option<i64>,
    shape: User,
}

/// A group, supergroup or channel.
struct Place {
    hash: Option<i64>,
    shape: Chat,
    is_protected: bool,
    /// None: not told yet.
    standing: Option<Standing>,
    /// The supergroup that it became.
    migrated_to: Option<i64>,
}

/// The account's own standing in a chat, before and now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moved {
    pub(crate) chat_id: i64,
    /// None: the chat was not known.
    pub(crate) before: Option<Standing>,
    pub(crate) now: Standing,
}

// === impl Peers ===

impl Peers {
    pub(crate) fn new(own: i64) -> Self {
        Self {
            own,
            is_bot: false,
            known: Mutex::default(),
            walked: AtomicBool::new(false),
            reads_all: AtomicBool::new(true),
        }
    }

    /// Those of a bot.
    pub(crate) fn of_bot(own: i64) -> Self {
        Self {
            is_bot: true,
            walked: AtomicBool::new(true),
            ..Self::new(own)
        }
    }

    /// Whether it is told of all that people write in groups: a bot in privacy mode is not.
    pub(crate) fn reads_all(&self) -> bool {
        self.reads_all.load(Ordering::SeqCst)
    }

    /// Whether it is a bot's.
    pub(crate) fn is_bot(&self) -> bool {
        self.is_bot
    }

    /// The account itself.
    pub(crate) fn own(&self) -> i64 {
        self.own
    }

    /// Everybody with a dialog is known from now on.
    pub(crate) fn walked(&self) {
        self.walked.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_walked(&self) -> bool {
        self.walked.load(Ordering::SeqCst)
    }

    pub(crate) fn learn_users(&self, users: &[enums::User]) {
        let mut known = lock(&self.known);
        for user in users {
            let enums::User::User(user) = user else {
                continue;
            };
            if user.min {
                // Shows less than what is known, and its hash addresses nobody.
                known.users.entry(user.id).or_insert_with(|| Person {
                    hash: None,
                    shape: shape::user(user),
                });
                continue;
            }
            if self.is_bot && user.id == self.own {
                self.reads_all
                    .store(user.bot_chat_history, Ordering::SeqCst);
            }
            let hash = user.access_hash;
            let shape = shape::user(user);
            known.users.insert(user.id, Person { hash, shape });
        }
    }

    /// Somebody is called otherwise now.
    pub(crate) fn rename(&self, person: &User) {
        let mut known = lock(&self.known);
        if let Some(one) = known.users.get_mut(&person.id) {
            one.shape = person.clone();
        }
    }

    /// Takes chats over, and gives where the account's own standing is another.
    pub(crate) fn learn_chats(&self, chats: &[enums::Chat]) -> Vec<Moved> {
        let mut known = lock(&self.known);
        let mut moved = Vec::new();
        for chat in chats {
            let Some(seen) = shape::place(chat) else {
                continue;
            };
            let chat_id = seen.chat_id;
            if seen.is_min {
                known.chats.entry(chat_id).or_insert(Place {
                    hash: None,
                    shape: seen.shape,
                    is_protected: seen.is_protected,
                    standing: None,
                    migrated_to: None,
                });
                continue;
            }
            let before = known.chats.get(&chat_id).and_then(|place| place.standing);
            let now = seen.standing;
            known.chats.insert(
                chat_id,
                Place {
                    hash: seen.hash,
                    shape: seen.shape,
                    is_protected: seen.is_protected,
                    standing: Some(now),
                    migrated_to: seen.migrated_to,
                },
            );
            if before != Some(now) {
                moved.push(Moved {
                    chat_id,
                    before,
                    now,
                });
            }
        }
        moved
    }

    /// What addresses a channel, told by an earlier process.
    pub(crate) fn learn_channel(&self, bare: i64, hash: i64) {
        let chat_id = channel_id(bare);
        let mut known = lock(&self.known);
        known.chats.entry(chat_id).or_insert_with(|| Place {
            hash: Some(hash),
            shape: shape::unknown(chat_id),
            is_protected: false,
            standing: None,
            migrated_to: None,
        });
    }

    /// Whether it can be addressed.
    pub(crate) fn knows_user(&self, id: i64) -> bool {
        let known = lock(&self.known);
        id == self.own || known.users.get(&id).is_some_and(|it| it.hash.is_some())
    }

    /// Whether it has been seen in full.
    pub(crate) fn knows_chat(&self, chat_id: i64) -> bool {
        let known = lock(&self.known);
        let place = known.chats.get(&chat_id);
        place.is_some_and(|place| place.standing.is_some())
    }

    /// Somebody, by name where they are known.
    pub(crate) fn user(&self, id: i64) -> User {
        let known = lock(&self.known);
        let shape = known.users.get(&id).map(|person| person.shape.clone());
        shape.unwrap_or(User {
            id,
            ..User::default()
        })
    }

    /// A chat, by title where it is known. A private one is its person.
    pub(crate) fn chat(&self, chat_id: i64) -> Chat {
        if chat_id > 0 {
            let User {
                first_name,
                last_name,
                username,
                ..
            } = self.user(chat_id);
            return Chat {
                first_name,
                last_name,
                username,
                ..shape::unknown(chat_id)
            };
        }
        let known = lock(&self.known);
        let shape = known.chats.get(&chat_id).map(|place| place.shape.clone());
        shape.unwrap_or_else(|| shape::unknown(chat_id))
    }

    /// Whether the chat forbids saving.
    pub(crate) fn is_protected(&self, chat_id: i64) -> bool {
        let known = lock(&self.known);
        let place = known.chats.get(&chat_id);
        place.is_some_and(|place| place.is_protected)
    }

    /// The account's own standing, as it was told last.
    pub(crate) fn standing(&self, chat_id: i64) -> Option<Standing> {
        lock(&self.known).chats.get(&chat_id)?.standing
    }

    /// In how many supergroups and channels the account is, of those that are known.
    pub(crate) fn channels(&self) -> usize {
        let known = lock(&self.known);
        let all = known.chats.iter();
        let inside = all.filter(|(chat_id, place)| {
            bare_channel(**chat_id).is_some() && place.standing.is_some_and(|it| it.is_inside())
        });
        inside.count()
    }

    /// The supergroup that the chat became, if it did.
    pub(crate) fn migrated_to(&self, chat_id: i64) -> Option<i64> {
        lock(&self.known).chats.get(&chat_id)?.migrated_to
    }

    /// What addresses a chat; None: it cannot be addressed.
    pub(crate) fn input(&self, chat_id: i64) -> Option<enums::InputPeer> {
        if chat_id == self.own {
            return Some(enums::InputPeer::PeerSelf);
        }
        if chat_id > 0 {
            let user_id = chat_id;
            let access_hash = self.user_hash(user_id)?;
            let user = types::InputPeerUser {
                user_id,
                access_hash,
            };
            return Some(enums::InputPeer::User(user));
        }
        if let Some(channel_id) = bare_channel(chat_id) {
            let access_hash = self.shown_hash(channel_id)?;
            let channel = types::InputPeerChannel {
                channel_id,
                access_hash,
            };
            return Some(enums::InputPeer::Channel(channel));
        }
        // A basic group needs no more than its number, once it is known.
        let is_known = self.is_bot || lock(&self.known).chats.contains_key(&chat_id);
        let chat = types::InputPeerChat { chat_id: -chat_id };
        is_known.then_some(enums::InputPeer::Chat(chat))
    }

    /// What addresses a person.
    pub(crate) fn input_user(&self, user_id: i64) -> Option<enums::InputUser> {
        if user_id == self.own {
            return Some(enums::InputUser::UserSelf);
        }
        let access_hash = self.user_hash(user_id)?;
        Some(enums::InputUser::User(types::InputUser {
            user_id,
            access_hash,
        }))
    }

    /// What addresses a supergroup or channel.
    pub(crate) fn input_channel(&self, chat_id: i64) -> Option<enums::InputChannel> {
        let channel_id = bare_channel(chat_id)?;
        let access_hash = self.shown_hash(channel_id)?;
        Some(enums::InputChannel::Channel(types::InputChannel {
            channel_id,
            access_hash,
        }))
    }

    /// What is shown to address a person: of a bot that has met them nothing is asked.
    fn user_hash(&self, user_id: i64) -> Option<i64> {
        let known = lock(&self.known);
        let hash = known.users.get(&user_id).and_then(|person| person.hash);
        hash.or(self.is_bot.then_some(0))
    }

    /// What is shown to address a channel: of a bot that is in it nothing is asked.
    pub(crate) fn shown_hash(&self, bare: i64) -> Option<i64> {
        self.hash(bare).or(self.is_bot.then_some(0))
    }

    /// What has to be shown to address a channel.
    pub(crate) fn hash(&self, bare: i64) -> Option<i64> {
        lock(&self.known).chats.get(&channel_id(bare))?.hash
    }
}

/// An address of a chat itself.
pub(crate) fn address(chat_id: i64) -> ChatAddress {
    ChatAddress {
        id: chat_id,
        ..ChatAddress::default()
    }
}

#[cfg(test)]
mod tests;
