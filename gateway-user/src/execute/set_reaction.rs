//! `SetReaction`: the account's reactions to a message, or none.

use backline_proto::common::v1::reaction::Kind;
use backline_proto::gateway::v1::{Outcome, SetReaction};
use grammers_tl_types::{enums, functions, types};

use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: SetReaction) -> Ended<Outcome> {
    let (place, msg_id) = with.message(command.message.as_ref())?;
    let reactions =
        command
            .reactions
            .iter()
            .filter_map(|reaction| match reaction.kind.as_ref()? {
                Kind::Emoji(emoji) => Some(enums::Reaction::from(types::ReactionEmoji {
                    emoticon: emoji.clone(),
                })),
                Kind::CustomEmojiId(id) => {
                    let document_id = id.parse().ok()?;
                    Some(types::ReactionCustomEmoji { document_id }.into())
                }
                // Paid ones cost Stars.
                Kind::Other(_) => None,
            });
    let reactions: Vec<enums::Reaction> = reactions.collect();
    let request = functions::messages::SendReaction {
        big: false,
        add_to_recent: false,
        peer: place.peer,
        msg_id,
        reaction: (!reactions.is_empty()).then_some(reactions),
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
