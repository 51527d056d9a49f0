//! Texts told in few words: nothing that the client knows already, and nobody in them.

use grammers_tl_types::{Serializable as _, enums, types};

use super::{Answer, Refused, event::made, shape};
use crate::world::{Body, Chat, Key, Kind, Message, Uid, UserId, World, account::Event};

/// The answer to a text that was sent just now. In private chats and basic groups it is short: what the client knows
/// already is not in it.
pub(super) fn sent(world: &World, account: UserId, uid: Uid, random_id: i64) -> Answer {
    let message = world.message(uid);
    let chat = message.and_then(|message| world.chat(message.chat));
    let is_numbered = chat.is_none_or(|chat| chat.kind.has_own_ids());
    let new = world.events_of(account).since(0).rev();
    let mut new = new.filter(|(_, event)| **event == Event::New(uid));
    let (Some(message), Some((pts, event)), false) = (message, new.next(), is_numbered) else {
        return made(world, account, &[(uid, random_id)]);
    };
    let id = shape::message_id(world, uid, account);
    let entities = message
        .body
        .text()
        .map(|text| shape::entities(&text.entities));
    let short = types::UpdateShortSentMessage {
        out: true,
        id: id.ok_or_else(|| Refused::bad("MESSAGE_EMPTY"))?,
        pts,
        pts_count: event.count(),
        date: shape::int(message.date),
        media: None,
        entities: entities.filter(|entities| !entities.is_empty()),
        ttl_period: None,
    };
    Ok(enums::Updates::UpdateShortSentMessage(short).to_bytes())
}

/// A new text that is pushed short: in a private chat or basic group, from somebody whom the account has met there before,
/// plain.
pub(super) fn pushed(
    world: &World,
    account: UserId,
    pts: i32,
    event: &Event,
) -> Option<enums::Updates> {
    let Event::New(uid) = event else { return None };
    let message = world.message(*uid)?;
    let chat = world.chat(message.chat)?;
    if !is_plain(message) || !have_met(world, chat, message, account) {
        return None;
    }
    let out = message.author.account() == account;
    let full = match shape::message(world, *uid, account)? {
        enums::Message::Message(full) => full,
        enums::Message::Service(_) | enums::Message::Empty(_) => return None,
    };
    let pts_count = event.count();
    Some(match (chat.kind, chat.key) {
        (Kind::Private, key) => enums::Updates::UpdateShortMessage(types::UpdateShortMessage {
            out,
            mentioned: false,
            media_unread: false,
            silent: false,
            id: full.id,
            user_id: key.id_for(account),
            message: full.message,
            pts,
            pts_count,
            date: full.date,
            fwd_from: None,
            via_bot_id: None,
            reply_to: full.reply_to,
            entities: full.entities,
            ttl_period: None,
        }),
        (Kind::Basic, Key::Group(id)) => {
            enums::Updates::UpdateShortChatMessage(types::UpdateShortChatMessage {
                out,
                mentioned: false,
                media_unread: false,
                silent: false,
                id: full.id,
                from_id: message.author.account(),
                chat_id: shape::bare_id(id),
                message: full.message,
                pts,
                pts_count,
                date: full.date,
                fwd_from: None,
                via_bot_id: None,
                reply_to: full.reply_to,
                entities: full.entities,
                ttl_period: None,
            })
        }
        _ => return None,
    })
}

/// Nothing but a text, and an answer to nothing elsewhere.
fn is_plain(message: &Message) -> bool {
    let is_text = matches!(message.body, Body::Text(_));
    let has_more = message.forward.is_some()
        || message.markup.is_some()
        || message.quote.is_some()
        || message.edited
        || message.protected
        || message.business_bot.is_some()
        || !message.reactions.is_empty()
        || message.extra.contains_key("via_bot");
    is_text && !has_more
}

/// Whether the account has seen something of the author there before, so that it knows who that is.
fn have_met(world: &World, chat: &Chat, message: &Message, account: UserId) -> bool {
    let author = message.author.account();
    let earlier = chat.log.iter().take_while(|uid| **uid != message.uid);
    let mut earlier = earlier.filter_map(|uid| world.message(*uid));
    earlier.any(|other| {
        let is_theirs = author == account || other.author.account() == author;
        is_theirs && world.message_id(other.uid, account) != 0
    })
}
