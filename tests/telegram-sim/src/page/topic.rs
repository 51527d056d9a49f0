//! Topics, as the control API runs them.

use serde_json::{Value, json};

use super::{
    command::TopicAction,
    perform::{Done, refuse},
};
use crate::world::{Key, UserId, World, topic::COLORS};

pub(super) fn run(
    world: &mut World,
    by: UserId,
    chat: Key,
    action: TopicAction,
    thread: Option<i64>,
    name: Option<String>,
) -> Done {
    if let TopicAction::Open = action {
        if !world.chat(chat).is_some_and(|chat| chat.forum) {
            return refuse("the chat is not a forum");
        }
        if !world.member(chat, by).is_in() {
            return refuse("not a member of this chat");
        }
        let (thread, _) = world.create_topic(chat, by, &name.unwrap_or_default(), COLORS[0], None);
        return Ok(json!({"thread": thread}));
    }
    let Some(thread) = thread else {
        return refuse("which topic: the field thread is missing");
    };
    world.require_topic_right(chat, thread, by)?;
    let result = match action {
        TopicAction::Open | TopicAction::Rename => world.edit_topic(chat, thread, by, name, None),
        TopicAction::Close => world.set_topic_closed(chat, thread, by, true),
        TopicAction::Reopen => world.set_topic_closed(chat, thread, by, false),
        TopicAction::Delete => world.delete_topic(chat, thread),
    };
    result.map(|()| Value::Null)
}
