//! The action that brings a message to the other side: the same both ways.

use crate::delivery::{Action, ReplyTo, Target};
use crate::id::MessageRef;
use crate::message::Message;
use crate::payload::Outgoing;

/// What a part of `message` comes to. A reply answers the counterpart of what
/// the message answers; one across chats is none here.
pub(super) fn carry(message: &Message, to: Target, part: Outgoing) -> Action {
    let source = message.reference();
    let reply = message
        .reply
        .as_ref()
        .filter(|reply| reply.chat.is_none())
        .map(|reply| ReplyTo::CounterpartOf {
            message: MessageRef {
                chat: source.chat.clone(),
                message: reply.message,
            },
            quote: reply.quote.clone(),
            quote_position: reply.quote_position,
        });
    match part {
        Outgoing::Send(payload) => Action::Send {
            to,
            payload,
            reply,
            buttons: Vec::new(),
        },
        Outgoing::Copy {
            caption,
            fallback,
            behind,
        } => Action::Copy {
            to,
            from: source,
            caption,
            reply,
            fallback,
            behind,
        },
    }
}
