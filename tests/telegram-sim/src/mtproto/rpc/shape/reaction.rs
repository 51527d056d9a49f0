//! Reactions.

use std::collections::BTreeMap;

use grammers_tl_types::{enums, types};

use super::{count, int, user_peer};
use crate::world::{Kind, Message, UserId, World};

/// The reactions on a message; `None`: there are none.
pub(in crate::mtproto::rpc) fn reactions(
    world: &World,
    message: &Message,
    account: UserId,
) -> Option<enums::MessageReactions> {
    (!message.reactions.is_empty()).then(|| all_reactions(world, message, account))
}

/// The reactions on a message, even when the last was taken back.
pub(in crate::mtproto::rpc) fn all_reactions(
    world: &World,
    message: &Message,
    account: UserId,
) -> enums::MessageReactions {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in message.reactions.values().flatten() {
        *counts.entry(one).or_default() += 1;
    }
    let own = message.reactions.get(&account);
    let results = counts.into_iter().map(|(one, times)| {
        let chosen = own.and_then(|own| own.iter().position(|chosen| chosen == one));
        enums::ReactionCount::Count(types::ReactionCount {
            chosen_order: chosen.map(count),
            reaction: reaction(one),
            count: count(times),
        })
    });
    let kind = world.chat(message.chat).map(|chat| chat.kind);
    let is_shown = kind != Some(Kind::Channel);
    let each = message
        .reactions
        .iter()
        .flat_map(|(who, given)| given.iter().map(move |one| (*who, one)));
    let recent = each.map(|(who, one)| {
        enums::MessagePeerReaction::Reaction(types::MessagePeerReaction {
            big: false,
            unread: false,
            my: who == account,
            peer_id: user_peer(who),
            date: int(world.date()),
            reaction: reaction(one),
        })
    });
    enums::MessageReactions::Reactions(types::MessageReactions {
        min: false,
        can_see_list: is_shown,
        reactions_as_tags: false,
        results: results.collect(),
        recent_reactions: is_shown.then(|| recent.collect()),
        top_reactors: None,
    })
}

/// A reaction as it is kept: the emoji itself, or `custom:ID`.
pub(in crate::mtproto::rpc) fn reaction(kept: &str) -> enums::Reaction {
    match kept.strip_prefix("custom:") {
        Some(id) => enums::Reaction::CustomEmoji(types::ReactionCustomEmoji {
            document_id: id.parse().unwrap_or_default(),
        }),
        None => enums::Reaction::Emoji(types::ReactionEmoji {
            emoticon: kept.to_owned(),
        }),
    }
}
