//! What bots alone do: answers to pressed buttons, and menus of commands.

use grammers_tl_types::{Serializable as _, enums, functions};
use serde_json::{Value, json};

use super::{Answer, Call, Refused};

/// Longest words of an answer to a pressed button.
const LONGEST_ANSWER: usize = 200;

/// `messages.setBotCallbackAnswer`.
pub(super) fn answer_press(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SetBotCallbackAnswer = call.read()?;
    let text = asked.message.unwrap_or_default();
    if text.chars().count() > LONGEST_ANSWER {
        return Err(Refused::bad("MESSAGE_TOO_LONG"));
    }
    let id = asked.query_id.to_string();
    let bot = call.account;
    match call.world.presses.get_mut(&id) {
        Some(press) if press.bot == bot && press.answer.is_none() => {
            press.answer = Some(json!({
                "callback_query_id": id,
                "text": text,
                "show_alert": asked.alert,
            }));
            Ok(true.to_bytes())
        }
        _ => Err(Refused::bad("QUERY_ID_INVALID")),
    }
}

/// `bots.setBotCommands`.
pub(super) fn set_commands(call: &mut Call<'_>) -> Answer {
    let asked: functions::bots::SetBotCommands = call.read()?;
    let scope = scope(call, &asked.scope, &asked.lang_code)?;
    let commands = asked.commands.iter().map(|enums::BotCommand::Command(it)| {
        let is_fine = !it.command.is_empty()
            && it.command.len() <= 32
            && it
                .command
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_fine {
            return Err(Refused::bad("BOT_COMMAND_INVALID"));
        }
        if it.description.is_empty() || it.description.chars().count() > 256 {
            return Err(Refused::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        Ok(json!({ "command": it.command, "description": it.description }))
    });
    let commands: Value = commands.collect::<Result<Vec<_>, _>>()?.into();
    store(call, scope, Some(commands));
    Ok(true.to_bytes())
}

/// `bots.resetBotCommands`.
pub(super) fn reset_commands(call: &mut Call<'_>) -> Answer {
    let asked: functions::bots::ResetBotCommands = call.read()?;
    let scope = scope(call, &asked.scope, &asked.lang_code)?;
    store(call, scope, None);
    Ok(true.to_bytes())
}

fn store(call: &mut Call<'_>, scope: String, commands: Option<Value>) {
    let users = &mut call.world.users;
    let bot = users.get_mut(&call.account).and_then(|it| it.bot.as_mut());
    if let Some(bot) = bot {
        match commands {
            Some(commands) => bot.commands.insert(scope, commands),
            None => bot.commands.remove(&scope),
        };
    }
}

/// The scope as the Bot API's calls name it.
fn scope(
    call: &Call<'_>,
    scope: &enums::BotCommandScope,
    language: &str,
) -> Result<String, Refused> {
    use enums::BotCommandScope as Of;
    let id_of = |peer: &enums::InputPeer| call.peer(peer).map(|key| key.id_for(call.account));
    let named = match scope {
        Of::Default => json!({ "type": "default" }),
        Of::Users => json!({ "type": "all_private_chats" }),
        Of::Chats => json!({ "type": "all_group_chats" }),
        Of::ChatAdmins => json!({ "type": "all_chat_administrators" }),
        Of::Peer(it) => json!({ "type": "chat", "chat_id": id_of(&it.peer)? }),
        Of::PeerAdmins(it) => {
            json!({ "type": "chat_administrators", "chat_id": id_of(&it.peer)? })
        }
        Of::PeerUser(it) => json!({
            "type": "chat_member",
            "chat_id": id_of(&it.peer)?,
            "user_id": call.user(&it.user_id)?,
        }),
    };
    Ok(format!("{named} {language}"))
}
