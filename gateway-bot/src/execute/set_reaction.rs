//! `SetReaction`: the bot's reaction to a message, or none.

use backline_proto::common::v1::reaction::Kind;
use backline_proto::gateway::v1::{Outcome, SetReaction};
use serde_json::{Value, json};

use super::params::{Params, refuse_business};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: SetReaction) -> Outcome {
    let chat = command
        .message
        .as_ref()
        .and_then(|message| message.chat.as_ref());
    if let Err(refused) = refuse_business(chat) {
        return refused.into();
    }
    let mut params = match Params::of_message(command.message.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    let reactions = command
        .reactions
        .iter()
        .filter_map(|reaction| match &reaction.kind {
            Some(Kind::Emoji(emoji)) => Some(json!({ "type": "emoji", "emoji": emoji })),
            Some(Kind::CustomEmojiId(id)) => {
                Some(json!({ "type": "custom_emoji", "custom_emoji_id": id }))
            }
            Some(Kind::Other(other)) => Some(json!({ "type": other })),
            None => None,
        });
    params.set("reaction", reactions.collect::<Vec<Value>>());
    outcome::of_change(api.call("setMessageReaction", &params).await)
}
