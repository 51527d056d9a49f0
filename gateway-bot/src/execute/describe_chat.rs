//! `DescribeChat`: questions, and nothing but questions.

use backline_gateway::{rejected, succeeded};
use backline_proto::common::v1::{ChatKind, MemberRights, MemberStatus};
use backline_proto::gateway::v1::{
    ChatDescription, ChatMember, DescribeChat, Outcome, RejectionReason, Succeeded,
};
use serde_json::Value;

use super::Refused;
use super::params::Params;
use crate::api::Api;
use crate::outcome;
use crate::translate::{chat, member};

/// The receipt on an operator's message.
const RECEIPT: &str = "👌";

pub(super) async fn execute(api: &Api, bot_id: i64, command: DescribeChat) -> Outcome {
    match describe(api, bot_id, &command).await {
        Ok(description) => succeeded(Succeeded {
            description: Some(description),
            ..Succeeded::default()
        }),
        Err(outcome) => *outcome,
    }
}

async fn describe(
    api: &Api,
    bot_id: i64,
    command: &DescribeChat,
) -> Result<ChatDescription, Box<Outcome>> {
    let about = || {
        let mut params = Params::in_chat(command.chat.as_ref())?;
        // Questions take no business connection.
        params.remove("business_connection_id");
        Ok::<_, Refused>(params)
    };
    let told = ask(api, "getChat", about()?).await?;
    let Some(chat) = told
        .as_object()
        .and_then(|told| chat::of(told, command.chat.as_ref()))
    else {
        return Err(unreadable("getChat"));
    };
    let mut description = ChatDescription {
        receipts_allowed: allows_receipts(&told),
        own_status: MemberStatus::Member.into(),
        own_rights: Some(MemberRights::default()),
        ..ChatDescription::default()
    };
    if chat.kind() != ChatKind::Private {
        let own = standing(api, about()?, bot_id).await?;
        description.own_status = own.status;
        description.own_rights = own.rights;
        if command.member_id != 0 {
            description.member = Some(standing(api, about()?, command.member_id).await?);
        }
        if command.with_administrators {
            let told = ask(api, "getChatAdministrators", about()?).await?;
            let list = told
                .as_array()
                .ok_or_else(|| unreadable("getChatAdministrators"))?;
            description.administrators = list.iter().filter_map(to_member).collect();
        }
    }
    if command.with_member_count {
        let told = ask(api, "getChatMemberCount", about()?).await?;
        description.member_count = told.as_i64().unwrap_or(0);
    }
    description.chat = Some(chat);
    Ok(description)
}

async fn standing(api: &Api, mut params: Params, user_id: i64) -> Result<ChatMember, Box<Outcome>> {
    params.set("user_id", user_id);
    let told = ask(api, "getChatMember", params).await?;
    to_member(&told).ok_or_else(|| unreadable("getChatMember"))
}

async fn ask(api: &Api, method: &str, params: Params) -> Result<Value, Box<Outcome>> {
    api.call(method, &params)
        .await
        .map_err(|failure| Box::new(outcome::of_failed_question(failure)))
}

fn to_member(told: &Value) -> Option<ChatMember> {
    member::of(told.as_object()?)
}

/// A chat that names no reactions allows them all.
fn allows_receipts(chat: &Value) -> bool {
    match chat.get("available_reactions").and_then(Value::as_array) {
        None => true,
        Some(reactions) => reactions
            .iter()
            .any(|reaction| reaction.get("emoji").and_then(Value::as_str) == Some(RECEIPT)),
    }
}

fn unreadable(method: &str) -> Box<Outcome> {
    let detail = format!("Telegram's answer to {method} could not be read");
    Box::new(rejected(RejectionReason::Other, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn receipts_are_allowed_unless_the_group_names_others() {
        assert!(allows_receipts(&json!({})));
        let named = |emoji| json!({ "available_reactions": [{ "type": "emoji", "emoji": emoji }] });
        assert!(allows_receipts(&named("👌")));
        assert!(!allows_receipts(&named("👍")));
        assert!(!allows_receipts(&json!({ "available_reactions": [] })));
    }
}
