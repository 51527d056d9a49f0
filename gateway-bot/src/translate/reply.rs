//! What a message answers.

use backline_proto::common::v1::Reply;

use super::chat::chat_in;
use super::entity::{formatted, words};
use super::read::{Object, flag, int, object, small};

/// What a message answers. Nothing for the reply that Telegram makes up for every
/// plain message of a topic: the one to the message that began the topic.
pub(super) fn of(message: &Object) -> Option<Reply> {
    let answered = object(message, "reply_to_message");
    let external = object(message, "external_reply");
    let raw_quote = object(message, "quote");
    let quote = raw_quote.and_then(|quote| formatted(quote, "text", "entities"));
    let quote_position = raw_quote.map_or(0, |quote| small(quote, "position"));
    if let Some(answered) = answered.filter(|answered| !is_made_up(message, answered)) {
        return Some(Reply {
            message_id: int(answered, "message_id")?,
            chat: None,
            quote,
            quote_position,
            answered_text: words(answered),
        });
    }
    let external = external?;
    Some(Reply {
        message_id: int(external, "message_id").unwrap_or(0),
        chat: chat_in(external, "chat").and_then(|chat| chat.address),
        quote,
        quote_position,
        answered_text: None,
    })
}

fn is_made_up(message: &Object, answered: &Object) -> bool {
    flag(message, "is_topic_message")
        && int(answered, "message_id").is_some()
        && int(answered, "message_id") == int(message, "message_thread_id")
}
