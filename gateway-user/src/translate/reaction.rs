//! Reactions. Telegram tells accounts who reacts now, and not what changed: that
//! is found by what was told before.

use std::collections::{BTreeMap, HashMap, VecDeque};

use backline_proto::common::v1::reaction::Kind;
use backline_proto::common::v1::{Reaction, Sender};
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{ReactionChanged, Update};
use grammers_client::tl::{enums, types};
use prost::Message as _;

use super::{Context, key, keyed, time};
use crate::peers::chat_id_of;

/// So many messages are remembered.
const MOST: usize = 4096;

/// The reactions to messages, as they were told last. Those of the account itself
/// are not among them.
#[derive(Default)]
pub(crate) struct Reactions {
    told: HashMap<(i64, i32), Told>,
    /// The oldest is first.
    order: VecDeque<(i64, i32)>,
}

/// Reactions with the moment of the last, by who reacted.
type Told = BTreeMap<i64, (Vec<Reaction>, i32)>;

// === impl Reactions ===

impl Reactions {
    /// What was told before.
    fn replace(&mut self, at: (i64, i32), now: Told) -> Told {
        let before = self.told.insert(at, now);
        if before.is_none() {
            self.order.push_back(at);
            if self.order.len() > MOST
                && let Some(oldest) = self.order.pop_front()
            {
                self.told.remove(&oldest);
            }
        }
        before.unwrap_or_default()
    }
}

/// Each person's changed reactions.
pub(super) fn changed(told: &types::UpdateMessageReactions, with: &mut Context<'_>) -> Vec<Update> {
    let chat_id = chat_id_of(&told.peer);
    let enums::MessageReactions::Reactions(reactions) = &told.reactions;
    let mut now = Told::new();
    for enums::MessagePeerReaction::Reaction(one) in reactions.recent_reactions.iter().flatten() {
        let actor = chat_id_of(&one.peer_id);
        if one.my || actor == with.peers.own() {
            continue;
        }
        let (given, last) = now.entry(actor).or_default();
        given.push(reaction(&one.reaction));
        *last = one.date.max(*last);
    }
    let shows_all = chat_id > 0 || reactions.results.is_empty() || !now.is_empty();
    if !shows_all {
        // Counts only: nobody is named.
        return Vec::new();
    }
    // In busy chats only the last few people are named: who is not may react as
    // before.
    let named = reactions.recent_reactions.as_ref().map_or(0, Vec::len);
    let counted = reactions
        .results
        .iter()
        .map(|enums::ReactionCount::Count(it)| usize::try_from(it.count).unwrap_or(0));
    if counted.sum::<usize>() > named
        && let Some(before) = with.reactions.told.get(&(chat_id, told.msg_id))
    {
        for (actor, given) in before {
            now.entry(*actor).or_insert_with(|| given.clone());
        }
    }
    let is_first = !with.reactions.told.contains_key(&(chat_id, told.msg_id));
    let before = with.reactions.replace((chat_id, told.msg_id), now.clone());
    let mut actors: Vec<i64> = now.keys().chain(before.keys()).copied().collect();
    if is_first && now.is_empty() && chat_id > 0 {
        // What was there before is not known; in a private chat it is known whose.
        actors.push(chat_id);
    }
    actors.sort_unstable();
    actors.dedup();
    let changes = actors.into_iter().filter_map(|actor| {
        let none = (Vec::new(), 0);
        let (old, old_date) = before.get(&actor).unwrap_or(&none);
        let (new, new_date) = now.get(&actor).unwrap_or(&none);
        let is_same = old == new && !(is_first && new.is_empty());
        if is_same {
            return None;
        }
        let mut said: Vec<u8> = new.iter().flat_map(Reaction::encode_to_vec).collect();
        said.extend(new_date.max(old_date).to_le_bytes());
        let key = format!(
            "{chat_id}/{}/reaction/{actor}/{}",
            told.msg_id,
            key::hash(&said)
        );
        let event = ReactionChanged {
            chat: Some(with.peers.chat(chat_id)),
            message_id: told.msg_id.into(),
            actor: Some(sender(actor, with)),
            old_reactions: old.clone(),
            new_reactions: new.clone(),
            change_time: time(if *new_date == 0 { with.date } else { *new_date }),
        };
        Some(keyed(key, Event::ReactionChanged(event)))
    });
    changes.collect()
}

pub(super) fn sender(actor: i64, with: &Context<'_>) -> Sender {
    if actor > 0 {
        return Sender {
            user: Some(with.peers.user(actor)),
            ..Sender::default()
        };
    }
    Sender {
        chat: Some(with.peers.chat(actor)),
        ..Sender::default()
    }
}

pub(super) fn reaction(reaction: &enums::Reaction) -> Reaction {
    let kind = match reaction {
        enums::Reaction::Emoji(it) => Kind::Emoji(it.emoticon.clone()),
        enums::Reaction::CustomEmoji(it) => Kind::CustomEmojiId(it.document_id.to_string()),
        enums::Reaction::Paid => Kind::Other("paid".to_owned()),
        enums::Reaction::Empty => Kind::Other("empty".to_owned()),
    };
    Reaction { kind: Some(kind) }
}
