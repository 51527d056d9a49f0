//! Buttons under a message: Telegram takes them from bots only. And what a bot does
//! about them: the answer to a pressed one, and the menu of commands.

use backline_proto::common::v1::button::Action;
use backline_proto::common::v1::{Button, ButtonRow};
use backline_proto::gateway::v1::set_commands::Scope;
use backline_proto::gateway::v1::{AnswerButton, Outcome, SetCommands};
use grammers_client::tl::{enums, functions, types};

use super::{Ended, Executor, incomplete, unsupported};
use crate::outcome;

// === impl Executor ===

impl Executor {
    /// The buttons as Telegram takes them; none: there are none.
    pub(super) fn markup(&self, rows: &[ButtonRow]) -> Ended<Option<enums::ReplyMarkup>> {
        if rows.iter().all(|row| row.buttons.is_empty()) {
            return Ok(None);
        }
        if !self.peers.is_bot() {
            return Err(unsupported(
                "an account cannot put buttons under a message; the text has to name the commands",
            ));
        }
        let mut shown = Vec::new();
        for row in rows {
            let buttons: Vec<_> = row.buttons.iter().filter_map(button).collect();
            if !buttons.is_empty() {
                shown.push(types::KeyboardInlineButtonRow { buttons }.into());
            }
        }
        if shown.is_empty() {
            return Ok(None);
        }
        let markup = types::ReplyInlineMarkup {
            force_reply: false,
            rows: shown,
        };
        Ok(Some(markup.into()))
    }
}

/// A button whose action is another's business is left out: it is never sent.
fn button(button: &Button) -> Option<enums::KeyboardInlineButton> {
    let r#type: enums::InlineButtonType = match &button.action {
        Some(Action::Url(url)) => types::InlineButtonTypeUrl { url: url.clone() }.into(),
        Some(Action::CallbackData(data)) => types::InlineButtonTypeCallback {
            requires_password: false,
            data: data.as_bytes().to_vec(),
        }
        .into(),
        Some(Action::Other(_)) | None => return None,
    };
    let button = types::KeyboardInlineButton {
        style: None,
        text: button.text.clone(),
        r#type,
    };
    Some(button.into())
}

/// `AnswerButton`: ends the waiting circle on a pressed button.
pub(super) async fn answer(with: &Executor, command: AnswerButton) -> Ended<Outcome> {
    let query_id = command.query_id.parse();
    let query_id = query_id.map_err(|_| incomplete("names no pressed button"))?;
    let request = functions::messages::SetBotCallbackAnswer {
        alert: command.alert,
        query_id,
        message: Some(command.text).filter(|text| !text.is_empty()),
        url: None,
        cache_time: 0,
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}

/// `SetCommands`: the menu of commands in one place.
pub(super) async fn set_commands(with: &Executor, command: SetCommands) -> Ended<Outcome> {
    let scope: enums::BotCommandScope = match command.scope() {
        Scope::AllPrivateChats => enums::BotCommandScope::Users,
        Scope::Unspecified | Scope::Chat => {
            let place = with.place(command.chat.as_ref())?;
            types::BotCommandScopePeer { peer: place.peer }.into()
        }
    };
    let commands = command.commands.into_iter().map(|line| {
        types::BotCommand {
            ephemeral: false,
            command: line.name,
            description: line.description,
        }
        .into()
    });
    let request = functions::bots::SetBotCommands {
        scope,
        lang_code: command.language_code,
        commands: commands.collect(),
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
