//! Commands: one Bot API call for one verb, as it stands. Nothing is changed,
//! split, repeated or delayed here; `describe_chat` alone asks several questions,
//! and none of them has an effect.

mod answer_button;
mod close_topic;
mod copy_messages;
mod create_topic;
mod delete_messages;
mod delete_topic;
mod describe_chat;
mod edit_message;
mod edit_topic;
mod fetch_file;
mod forward_messages;
mod leave_chat;
mod params;
mod pin_message;
mod send_album;
mod send_message;
mod set_commands;
mod set_reaction;
mod show_typing;
mod upload;

use async_trait::async_trait;
use backline_gateway::{Files, Identity, rejected};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::{Action, Outcome, RejectionReason};

use crate::api::Api;
use crate::local::Folder;

/// The verbs executed here, by field name.
pub(crate) const VERBS: &[&str] = &[
    "send_message",
    "send_album",
    "copy_messages",
    "forward_messages",
    "edit_message",
    "delete_messages",
    "set_reaction",
    "pin_message",
    "create_topic",
    "edit_topic",
    "set_topic_closed",
    "delete_topic",
    "leave_chat",
    "answer_button",
    "describe_chat",
    "set_commands",
    "show_typing",
    "fetch_file",
];

/// Executes one bot's commands.
pub(crate) struct Executor {
    api: Api,
    bot_id: i64,
    /// Where a local Bot API server keeps files.
    local: Option<Folder>,
}

/// A command refused before anything was sent.
#[derive(Debug)]
struct Refused {
    reason: RejectionReason,
    detail: String,
}

// === impl Executor ===

impl Executor {
    pub(crate) const fn new(api: Api, bot_id: i64, local: Option<Folder>) -> Self {
        Self { api, bot_id, local }
    }
}

#[async_trait]
impl Identity for Executor {
    async fn execute(&self, action: Action, _random_ids: &[i64], files: &Files) -> Outcome {
        let api = &self.api;
        match action.verb {
            Some(Verb::SendMessage(command)) => send_message::execute(api, files, command).await,
            Some(Verb::SendAlbum(command)) => send_album::execute(api, files, command).await,
            Some(Verb::CopyMessages(command)) => copy_messages::execute(api, command).await,
            Some(Verb::ForwardMessages(command)) => forward_messages::execute(api, command).await,
            Some(Verb::EditMessage(command)) => edit_message::execute(api, files, command).await,
            Some(Verb::DeleteMessages(command)) => delete_messages::execute(api, command).await,
            Some(Verb::SetReaction(command)) => set_reaction::execute(api, command).await,
            Some(Verb::PinMessage(command)) => pin_message::execute(api, command).await,
            Some(Verb::CreateTopic(command)) => create_topic::execute(api, command).await,
            Some(Verb::EditTopic(command)) => edit_topic::execute(api, command).await,
            Some(Verb::SetTopicClosed(command)) => close_topic::execute(api, command).await,
            Some(Verb::DeleteTopic(command)) => delete_topic::execute(api, command).await,
            Some(Verb::LeaveChat(command)) => leave_chat::execute(api, command).await,
            Some(Verb::AnswerButton(command)) => answer_button::execute(api, command).await,
            Some(Verb::DescribeChat(command)) => {
                describe_chat::execute(api, self.bot_id, command).await
            }
            Some(Verb::SetCommands(command)) => set_commands::execute(api, command).await,
            Some(Verb::ShowTyping(command)) => show_typing::execute(api, command).await,
            Some(Verb::FetchFile(command)) => {
                fetch_file::execute(api, self.local.as_ref(), files, command).await
            }
            Some(Verb::MarkRead(_)) => unsupported("a bot does not mark chats as read").into(),
            Some(
                Verb::FindPerson(_)
                | Verb::AppointBot(_)
                | Verb::CreateGroup(_)
                | Verb::FindGroup(_)
                | Verb::InvitePerson(_)
                | Verb::MakeInviteLink(_)
                | Verb::JoinChat(_),
            ) => unsupported("a bot neither writes first nor makes, joins or fills groups").into(),
            None => unsupported("an action that this version does not know").into(),
        }
    }

    async fn stop(&self) {}
}

/// A command that this gateway never executes: nothing was sent.
fn unsupported(what: &str) -> Refused {
    Refused {
        reason: RejectionReason::NotSupported,
        detail: what.to_owned(),
    }
}

/// A command that lacks what it needs: nothing was sent.
fn incomplete(what: &str) -> Refused {
    let detail = format!("the command {what}; nothing was sent");
    Refused {
        reason: RejectionReason::Other,
        detail,
    }
}

// === impl Refused ===

impl From<Refused> for Outcome {
    fn from(refused: Refused) -> Self {
        rejected(refused.reason, refused.detail)
    }
}

impl From<Refused> for Box<Outcome> {
    fn from(refused: Refused) -> Self {
        Box::new(refused.into())
    }
}

#[cfg(test)]
mod tests;
