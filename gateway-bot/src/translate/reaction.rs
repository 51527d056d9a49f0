//! Reactions.

use backline_proto::common::v1::reaction::Kind;
use backline_proto::common::v1::{Reaction, Sender};
use backline_proto::gateway::v1::ReactionChanged;

use super::chat::{chat_in, user_in};
use super::read::{Object, int, objects, text, time};

/// One person's changed reactions.
pub(super) fn changed(update: &Object) -> Option<ReactionChanged> {
    let chat = chat_in(update, "actor_chat");
    let user = if chat.is_some() {
        None
    } else {
        user_in(update, "user")
    };
    Some(ReactionChanged {
        chat: Some(chat_in(update, "chat")?),
        message_id: int(update, "message_id")?,
        actor: Some(Sender {
            user,
            chat,
            signature: String::new(),
        }),
        old_reactions: objects(update, "old_reaction").map(reaction).collect(),
        new_reactions: objects(update, "new_reaction").map(reaction).collect(),
        change_time: time(update, "date"),
    })
}

fn reaction(reaction: &Object) -> Reaction {
    let kind = match text(reaction, "type").as_str() {
        "emoji" => Kind::Emoji(text(reaction, "emoji")),
        "custom_emoji" => Kind::CustomEmojiId(text(reaction, "custom_emoji_id")),
        other => Kind::Other(other.to_owned()),
    };
    Reaction { kind: Some(kind) }
}
