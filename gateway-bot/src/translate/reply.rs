//! What a message answers.

use backline_proto::common::v1::{FormattedText, Reply};

use super::chat::chat_in;
use super::entity::{formatted, words};
use super::read::{Object, flag, int, object, objects, small, text};
use super::unsupported::{content_field, inner_words, task_text};
use super::{forward, read};

/// What a message answers. Nothing for the reply that Telegram makes up for every
/// plain message of a topic: the one to the message that began the topic.
pub(super) fn of(message: &Object) -> Option<Reply> {
    let raw_quote = object(message, "quote");
    let mut reply = answered(message)
        .or_else(|| object(message, "external_reply").map(elsewhere))
        .or_else(|| object(message, "reply_to_story").map(story))?;
    reply.quote = raw_quote.and_then(|quote| formatted(quote, "text", "entities"));
    reply.quote_position = raw_quote.map_or(0, |quote| small(quote, "position"));
    Some(reply)
}

/// A message of the same chat.
fn answered(message: &Object) -> Option<Reply> {
    let answered = object(message, "reply_to_message")?;
    if is_made_up(message, answered) {
        return None;
    }
    Some(Reply {
        message_id: int(answered, "message_id")?,
        answered_text: part(message, answered).or_else(|| said(answered)),
        answered_kind: kind(answered),
        ..Reply::default()
    })
}

/// A message of another chat or topic. What it says does not come along, but for
/// what its content says and the quote.
fn elsewhere(external: &Object) -> Reply {
    Reply {
        message_id: int(external, "message_id").unwrap_or(0),
        chat: chat_in(external, "chat").and_then(|chat| chat.address),
        answered_text: said(external),
        origin: object(external, "origin").map(forward::origin),
        answered_kind: kind(external),
        ..Reply::default()
    }
}

fn story(story: &Object) -> Reply {
    Reply {
        chat: chat_in(story, "chat").and_then(|chat| chat.address),
        answered_text: inner_words("story", story),
        answered_kind: "story".to_owned(),
        story_id: int(story, "id").unwrap_or(0),
        ..Reply::default()
    }
}

/// The one task or option that is answered.
fn part(message: &Object, answered: &Object) -> Option<FormattedText> {
    if let Some(id) = int(message, "reply_to_checklist_task_id") {
        let mut tasks = objects(object(answered, "checklist")?, "tasks");
        return tasks
            .find(|task| int(task, "id") == Some(id))
            .map(task_text);
    }
    let id = text(message, "reply_to_poll_option_id");
    let mut options = objects(object(answered, "poll")?, "options");
    options
        .find(|option| !id.is_empty() && read::text(option, "persistent_id") == id)
        .map(task_text)
}

/// Text or caption, or the words in what it holds.
fn said(answered: &Object) -> Option<FormattedText> {
    words(answered).or_else(|| {
        let (name, inner) = content_field(answered)?;
        inner_words(name, inner?)
    })
}

fn kind(answered: &Object) -> String {
    content_field(answered).map_or_else(String::new, |(name, _)| name.to_owned())
}

fn is_made_up(message: &Object, answered: &Object) -> bool {
    flag(message, "is_topic_message")
        && int(answered, "message_id").is_some()
        && int(answered, "message_id") == int(message, "message_thread_id")
}
