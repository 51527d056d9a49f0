//! Reactions.

use backline_domain::message::Reaction;
use backline_proto::common::v1 as proto;
use proto::reaction::Kind;

/// The reactions.
#[must_use]
pub fn from_proto(reactions: Vec<proto::Reaction>) -> Vec<Reaction> {
    reactions
        .into_iter()
        .map(|reaction| match reaction.kind {
            Some(Kind::Emoji(emoji)) => Reaction::Emoji(emoji),
            Some(Kind::CustomEmojiId(id)) => Reaction::CustomEmoji(id),
            Some(Kind::Other(name)) => Reaction::Other(name),
            None => Reaction::Other("unknown".to_owned()),
        })
        .collect()
}

/// The reactions.
#[must_use]
pub fn to_proto(reactions: &[Reaction]) -> Vec<proto::Reaction> {
    reactions
        .iter()
        .map(|reaction| {
            let kind = match reaction {
                Reaction::Emoji(emoji) => Kind::Emoji(emoji.clone()),
                Reaction::CustomEmoji(id) => Kind::CustomEmojiId(id.clone()),
                Reaction::Other(name) => Kind::Other(name.clone()),
            };
            proto::Reaction { kind: Some(kind) }
        })
        .collect()
}
