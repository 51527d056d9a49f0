//! Updates of Telegram into the contract's.
//!
//! What carries messages is never lost: what is not understood is named and kept.
//! What an account is told besides (who types, what was read, who is online) has
//! no place in the contract and is passed over.

mod bot;
mod button;
mod content;
mod entity;
mod forward;
mod key;
mod lines;
pub(crate) mod media;
mod member;
mod message;
mod person;
mod poll;
mod reaction;
mod reply;
mod service;
mod unknown;
mod unsupported;

use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{MessagesDeleted, Update, UpdateKey};
use grammers_client::tl::enums;
use prost_types::Timestamp;

pub(crate) use self::entity::{formatted, to_entities};
pub(crate) use self::media::At;
pub(crate) use self::member::own as own_standing;
pub(crate) use self::message::content_of;
pub(crate) use self::person::reloaded;
pub(crate) use self::reaction::Reactions;
pub(crate) use self::unknown::unreadable;
use crate::peers::{Moved, Peers, address, channel_id};
use crate::sent::Sent;

/// What is known while updates are translated.
pub(crate) struct Context<'a> {
    pub(crate) peers: &'a Peers,
    pub(crate) sent: &'a Sent,
    pub(crate) reactions: &'a mut Reactions,
    /// Chats in which the account's own standing is another than before.
    pub(crate) moved: Vec<Moved>,
    /// Those of them that updates tell of, with the moment: who did it has to be
    /// asked.
    pub(crate) changed: Vec<(Moved, i32)>,
    /// People who are to be asked for anew, with the moment.
    pub(crate) reloads: Vec<(i64, i32)>,
    /// When the updates were made.
    pub(crate) date: i32,
}

/// Everything that an update tells.
pub(crate) fn translate(update: &enums::Update, with: &mut Context<'_>) -> Vec<Update> {
    use enums::Update as From;
    match update {
        From::NewMessage(new) => posted(&new.message, with),
        From::NewChannelMessage(new) => posted(&new.message, with),
        From::EditMessage(edit) => edited(&edit.message, with),
        From::EditChannelMessage(edit) => edited(&edit.message, with),
        From::DeleteMessages(gone) => deleted(0, &gone.messages),
        From::DeleteChannelMessages(gone) => deleted(channel_id(gone.channel_id), &gone.messages),
        From::MessageReactions(told) => reaction::changed(told, with),
        From::UserName(told) => vec![person::renamed(told, with.date, with.peers)],
        From::UserPhone(told) => {
            let told = person::renumbered(told, with.date, with.peers);
            told.into_iter().collect()
        }
        From::User(told) => {
            with.reloads.push((told.user_id, with.date));
            Vec::new()
        }
        From::BotCallbackQuery(told) => bot::pressed(told, with),
        From::BotMessageReaction(told) => bot::reacted(told, with),
        From::BotStopped(told) => bot::stopped(told, with),
        From::ChannelParticipant(told) => bot::in_channel(told, with),
        From::ChatParticipant(told) => bot::in_basic(told, with),
        From::BotBusinessConnect(told) => bot::business(told),
        // Bots are told of standings themselves.
        From::Channel(_) | From::Chat(_) if with.peers.is_bot() => Vec::new(),
        From::Channel(told) => {
            member::moved(channel_id(told.channel_id), with);
            Vec::new()
        }
        From::Chat(told) => {
            member::moved(-told.chat_id, with);
            Vec::new()
        }
        other => {
            tracing::trace!(kind = unknown::kind(other), "an update was passed over");
            Vec::new()
        }
    }
}

fn posted(message: &enums::Message, with: &mut Context<'_>) -> Vec<Update> {
    let Some(translated) = message::of(message, with) else {
        return unknown::message(message);
    };
    let key = key::posted(&translated);
    let members = member::changed(message, &translated, with);
    let mut updates = vec![keyed(key, Event::MessagePosted(translated))];
    updates.extend(members);
    updates
}

fn edited(message: &enums::Message, with: &mut Context<'_>) -> Vec<Update> {
    let Some(translated) = message::of(message, with) else {
        return unknown::message(message);
    };
    let key = key::edited(&translated);
    vec![keyed(key, Event::MessageEdited(translated))]
}

/// Of the account's own deletions Telegram tells an empty list: nothing.
fn deleted(chat_id: i64, ids: &[i32]) -> Vec<Update> {
    if ids.is_empty() {
        return Vec::new();
    }
    let message_ids: Vec<i64> = ids.iter().copied().map(i64::from).collect();
    let key = key::deleted(chat_id, &message_ids);
    let event = Event::MessagesDeleted(MessagesDeleted {
        chat: Some(address(chat_id)),
        message_ids,
    });
    vec![keyed(key, event)]
}

fn keyed(natural_key: String, event: Event) -> Update {
    let key = UpdateKey {
        natural_key,
        ..UpdateKey::default()
    };
    Update {
        key: Some(key),
        event: Some(event),
    }
}

/// A moment in Unix time; 0 stands for none.
fn time(seconds: i32) -> Option<Timestamp> {
    let seconds = i64::from(seconds);
    (seconds != 0).then_some(Timestamp { seconds, nanos: 0 })
}

#[cfg(test)]
mod tests;
