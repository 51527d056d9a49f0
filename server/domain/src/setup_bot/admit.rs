//! Which updates are an administrator's word.
//!
//! Only what a person writes or presses themself, in their private chat with the setup bot.
//! All else is not looked at: groups are left, and nothing that was written there, forwarded
//! through another bot, edited afterwards or signed by a chat ever reaches a decision.

use crate::id::SubChat;
use crate::id::{ChatId, MessageId, UserId};
use crate::message::{ButtonPress, ChatKind, Content, Event, Message, Update, User};

/// Longest text that is looked at, in characters: longer than any value.
pub(super) const LONGEST: usize = 4096;

/// What an update comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admitted {
    /// A person wrote.
    Said {
        /// Who.
        user: User,
        /// The message.
        message: MessageId,
        /// Its text; `None` for anything else.
        text: Option<String>,
    },
    /// A person pressed a button.
    Pressed {
        /// Who.
        user: User,
        /// To be answered.
        query: String,
        /// The message with the button; `None`: it is in no private chat of theirs.
        message: Option<MessageId>,
        /// What the button sent.
        data: String,
    },
    /// Somebody brought the setup bot into a group or channel: it leaves.
    Leave(ChatId),
    /// Nothing.
    Nothing,
}

/// What an update comes to.
#[must_use]
pub fn admit(update: &Update) -> Admitted {
    match &update.event {
        Event::Posted(message) if message.chat.kind == ChatKind::Private => said(message),
        Event::Pressed(press) => pressed(press),
        Event::OwnMembership(change)
            if change.chat.kind != ChatKind::Private && change.new.is_inside() =>
        {
            Admitted::Leave(change.chat.id())
        }
        Event::Posted(_)
        | Event::Edited(_)
        | Event::Deleted(_)
        | Event::Reacted(_)
        | Event::OwnMembership(_)
        | Event::Member(_)
        | Event::Business(_)
        | Event::Person(_)
        | Event::Unknown(_) => Admitted::Nothing,
    }
}

fn said(message: &Message) -> Admitted {
    let by_themself = message.sender.user.as_ref().filter(|user| {
        let is_theirs = is_private_chat(message.chat.id(), user.id);
        is_theirs && !user.is_bot && message.sender.chat.is_none()
    });
    let is_plain = message.chat.address.sub == SubChat::Whole
        && message.via_bot.is_none()
        && message.business_bot.is_none()
        && !message.is_outgoing
        && !message.is_automatic_forward;
    let Some(user) = by_themself.filter(|_| is_plain) else {
        return Admitted::Nothing;
    };
    let text = match &message.content {
        Content::Text(text) => Some(text.text.clone()),
        // What Telegram itself tells of a chat is nobody's word.
        Content::Service(_) => return Admitted::Nothing,
        Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)
        | Content::Unsupported(_) => None,
    };
    Admitted::Said {
        user: user.clone(),
        message: message.id,
        text,
    }
}

fn pressed(press: &ButtonPress) -> Admitted {
    let message = press.message.as_ref();
    let message = message.filter(|message| is_private_chat(message.chat.id, press.actor.id));
    Admitted::Pressed {
        user: press.actor.clone(),
        query: press.query.clone(),
        message: message.map(|message| message.message),
        data: press.data.clone(),
    }
}

const fn is_private_chat(chat: ChatId, user: UserId) -> bool {
    chat.0 == user.0 && user.0 > 0
}
