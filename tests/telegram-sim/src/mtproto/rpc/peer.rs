//! Who and what a call names, and whether the account has shown that it knows them.

use grammers_tl_types::enums::{self, InputChannel, InputPeer, InputUser};

use super::{Call, Refused, shape};
use crate::world::{Key, Kind, Message, Rights, Status, UserId};

// === impl Call ===

impl Call<'_> {
    /// The chat that a peer is, wherever the account stands in it.
    pub(super) fn peer(&self, peer: &InputPeer) -> Result<Key, Refused> {
        let account = self.account;
        match peer {
            InputPeer::PeerSelf => Ok(Key::private(account, account)),
            InputPeer::User(user) => {
                let id = self.known_user(user.user_id, user.access_hash);
                let id = id.ok_or_else(|| Refused::bad("PEER_ID_INVALID"))?;
                Ok(Key::private(account, id))
            }
            InputPeer::Chat(chat) => self.basic(chat.chat_id),
            InputPeer::Channel(channel) => {
                self.known_channel(channel.channel_id, channel.access_hash)
            }
            InputPeer::UserFromMessage(named) => {
                let id = self.user_from(&named.peer, named.msg_id, named.user_id)?;
                Ok(Key::private(account, id))
            }
            InputPeer::Empty | InputPeer::ChannelFromMessage(_) => {
                Err(Refused::bad("PEER_ID_INVALID"))
            }
        }
    }

    /// The supergroup or channel that is named, wherever the account stands in it.
    pub(super) fn channel(&self, channel: &InputChannel) -> Result<Key, Refused> {
        match channel {
            InputChannel::Channel(one) => self.known_channel(one.channel_id, one.access_hash),
            InputChannel::Empty | InputChannel::FromMessage(_) => {
                Err(Refused::bad("CHANNEL_INVALID"))
            }
        }
    }

    /// The supergroup or channel that is named, which the account is in.
    pub(super) fn own_channel(&self, channel: &InputChannel) -> Result<Key, Refused> {
        let key = self.channel(channel)?;
        self.must_see(key)?;
        Ok(key)
    }

    /// The basic group that accounts know by that id.
    pub(super) fn basic(&self, id: i64) -> Result<Key, Refused> {
        let key = shape::basic_key(id);
        let chat = self.world.chat(key).filter(|chat| chat.kind == Kind::Basic);
        let was_there = chat.is_some_and(|chat| chat.members.contains_key(&self.account));
        if was_there {
            Ok(key)
        } else {
            Err(Refused::bad("CHAT_ID_INVALID"))
        }
    }

    /// The person or bot that is named.
    pub(super) fn user(&self, user: &InputUser) -> Result<UserId, Refused> {
        match user {
            InputUser::UserSelf => Ok(self.account),
            InputUser::User(user) => self
                .known_user(user.user_id, user.access_hash)
                .ok_or_else(|| Refused::bad("USER_ID_INVALID")),
            InputUser::FromMessage(named) => {
                self.user_from(&named.peer, named.msg_id, named.user_id)
            }
            InputUser::Empty => Err(Refused::bad("USER_ID_INVALID")),
        }
    }

    /// Whoever is named by a message of theirs.
    fn user_from(&self, peer: &InputPeer, message: i32, user: UserId) -> Result<UserId, Refused> {
        let key = self.peer(peer)?;
        let message = self.message(key, message)?;
        if message.author.account() == user {
            Ok(user)
        } else {
            Err(Refused::bad("USER_ID_INVALID"))
        }
    }

    fn known_user(&self, id: UserId, hash: i64) -> Option<UserId> {
        // Bots need not show that they know somebody.
        let is_known = hash == shape::access_hash(self.account, id) || (hash == 0 && self.is_bot());
        (is_known && self.world.user(id).is_some()).then_some(id)
    }

    fn known_channel(&self, id: i64, hash: i64) -> Result<Key, Refused> {
        let key = shape::channel_key(id);
        let is_known = hash == shape::access_hash(self.account, id) || (hash == 0 && self.is_bot());
        match self.world.chat(key) {
            Some(chat) if is_known && chat.kind.has_own_ids() => Ok(key),
            _ => Err(Refused::bad("CHANNEL_INVALID")),
        }
    }

    /// Whether a bot calls.
    pub(super) fn is_bot(&self) -> bool {
        self.world.queues.contains_key(&self.account)
    }

    /// What is in a supergroup or channel is seen by who is in it, and in a public one by everybody.
    pub(super) fn must_see(&self, key: Key) -> Result<(), Refused> {
        let Some(chat) = self.world.chat(key).filter(|chat| chat.kind.has_own_ids()) else {
            return Ok(());
        };
        let member = self.world.member(key, self.account);
        let is_open = chat.username.is_some() && member.status != Status::Kicked;
        if member.is_in() || is_open {
            Ok(())
        } else {
            Err(Refused::bad("CHANNEL_PRIVATE"))
        }
    }

    /// The account is in that group, with a right.
    pub(super) fn must_have(&self, key: Key, right: fn(&Rights) -> bool) -> Result<(), Refused> {
        self.must_see(key)?;
        let member = self.world.member(key, self.account);
        if member.is_in() && right(&member.rights) {
            Ok(())
        } else {
            Err(Refused::bad("CHAT_ADMIN_REQUIRED"))
        }
    }

    /// A message that is there for the account.
    pub(super) fn message(&self, key: Key, id: i32) -> Result<&Message, Refused> {
        self.found(key, id)
            .ok_or_else(|| Refused::bad("MESSAGE_ID_INVALID"))
    }

    /// A message that is there for the account, if it is.
    pub(super) fn found(&self, key: Key, id: i32) -> Option<&Message> {
        let found = self.world.find_message(key, self.account, i64::from(id))?;
        self.world
            .is_there_for(self.account, found.uid)
            .then_some(found)
    }
}

/// The channel that a peer is, for calls that take either.
pub(super) fn as_channel(peer: &InputPeer) -> Option<InputChannel> {
    let InputPeer::Channel(channel) = peer else {
        return None;
    };
    Some(enums::InputChannel::Channel(
        grammers_tl_types::types::InputChannel {
            channel_id: channel.channel_id,
            access_hash: channel.access_hash,
        },
    ))
}
