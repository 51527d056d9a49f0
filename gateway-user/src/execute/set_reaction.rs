//! `SetReaction`: the account's reactions to a message, or none.

use backline_proto::common::v1::reaction::Kind;
use backline_proto::gateway::v1::{Outcome, SetReaction};
use grammers_client::tl::{enums, functions, types};

use super::{Ended, Executor, incomplete, unsupported};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: SetReaction) -> Ended<Outcome> {
    let (place, msg_id) = with.message(command.message.as_ref())?;
    let mut reactions: Vec<enums::Reaction> = Vec::new();
    for reaction in &command.reactions {
        reactions.push(match &reaction.kind {
            Some(Kind::Emoji(emoji)) => types::ReactionEmoji {
                emoticon: emoji.clone(),
            }
            .into(),
            Some(Kind::CustomEmojiId(id)) => {
                let document_id = id
                    .parse()
                    .map_err(|_| incomplete("names a custom emoji by what is no id of one"))?;
                types::ReactionCustomEmoji { document_id }.into()
            }
            // Left out, it would look like a withdrawal.
            Some(Kind::Other(_)) | None => {
                return Err(unsupported(
                    "a reaction of a kind that costs Stars, or is not known",
                ));
            }
        });
    }
    let request = functions::messages::SendReaction {
        big: false,
        add_to_recent: false,
        peer: place.peer,
        msg_id,
        reaction: (!reactions.is_empty()).then_some(reactions),
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
