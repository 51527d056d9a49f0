//! Commands: one call for one verb, as it stands. Nothing is changed, split or
//! delayed here. A call is made a second time in two cases only, where Telegram
//! has certainly not done it and says why: a file's reference was too old, or an
//! optional reply's target is gone.

mod appoint_bot;
mod buttons;
mod copy_messages;
mod create_group;
mod create_topic;
mod delete_messages;
mod delete_topic;
mod describe_chat;
mod edit_message;
mod edit_topic;
mod fetch_file;
mod find_group;
mod find_person;
mod forward_messages;
mod input;
mod invite_person;
mod join_chat;
mod leave_chat;
mod made;
mod make_invite_link;
mod mark_read;
mod pin_message;
mod place;
mod refresh;
mod send;
mod send_album;
mod send_message;
mod set_reaction;
mod show_typing;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backline_gateway::{Files, Identity, deferred, rejected};
use backline_proto::gateway::v1::action::Verb;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{Action, DeferralScope, Outcome, RejectionReason};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::limits::Limits;
use crate::outcome;
use crate::peers::Peers;
use crate::sent::Sent;
use crate::telegram::Telegram;
use crate::uploads::Uploads;

/// The verbs executed here, by field name.
pub(crate) const VERBS: &[&str] = &[
    "send_message",
    "send_album",
    "copy_messages",
    "forward_messages",
    "edit_message",
    "delete_messages",
    "set_reaction",
    "answer_button",
    "set_commands",
    "pin_message",
    "create_topic",
    "edit_topic",
    "set_topic_closed",
    "delete_topic",
    "leave_chat",
    "mark_read",
    "describe_chat",
    "show_typing",
    "fetch_file",
    "find_person",
    "create_group",
    "appoint_bot",
    "find_group",
    "invite_person",
    "make_invite_link",
    "join_chat",
];

/// Executes one account's commands.
pub(crate) struct Executor {
    pub(crate) telegram: Telegram,
    pub(crate) peers: Arc<Peers>,
    pub(crate) sent: Arc<Sent>,
    pub(crate) limits: Arc<Limits>,
    /// Files that broke off on their way to Telegram.
    pub(crate) uploads: Uploads,
    /// Ends what keeps the account.
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

/// How long a command waits while its bot is being logged in.
const SOON: Duration = Duration::from_secs(1);

/// One command's outcome when it is not what was asked for.
type Ended<T> = Result<T, Box<Outcome>>;

#[async_trait]
impl Identity for Executor {
    async fn execute(&self, action: Action, random_ids: &[i64], files: &Files) -> Outcome {
        let ids = random_ids;
        if let Some(outcome) = self.is_out() {
            return outcome;
        }
        let ended = match action.verb {
            Some(Verb::SendMessage(it)) => {
                Box::pin(send_message::execute(self, files, it, ids)).await
            }
            Some(Verb::SendAlbum(it)) => Box::pin(send_album::execute(self, files, it, ids)).await,
            Some(Verb::CopyMessages(it)) => Box::pin(copy_messages::execute(self, it, ids)).await,
            Some(Verb::ForwardMessages(it)) => {
                Box::pin(forward_messages::execute(self, it, ids)).await
            }
            Some(Verb::EditMessage(it)) => Box::pin(edit_message::execute(self, files, it)).await,
            Some(Verb::DeleteMessages(it)) => delete_messages::execute(self, it).await,
            Some(Verb::SetReaction(it)) => set_reaction::execute(self, it).await,
            Some(Verb::PinMessage(it)) => pin_message::execute(self, it).await,
            Some(Verb::CreateTopic(it)) => create_topic::execute(self, it, ids).await,
            Some(Verb::EditTopic(it)) => edit_topic::rename(self, it).await,
            Some(Verb::SetTopicClosed(it)) => edit_topic::close(self, it).await,
            Some(Verb::DeleteTopic(it)) => delete_topic::execute(self, it).await,
            Some(Verb::LeaveChat(it)) => leave_chat::execute(self, it).await,
            Some(Verb::MarkRead(_)) if self.peers.is_bot() => Err(unsupported(
                "bots have read nothing: Telegram keeps that of people only",
            )),
            Some(Verb::MarkRead(it)) => mark_read::execute(self, it).await,
            Some(Verb::DescribeChat(it)) => Box::pin(describe_chat::execute(self, it)).await,
            Some(Verb::ShowTyping(it)) => show_typing::execute(self, it).await,
            Some(Verb::FetchFile(it)) => Box::pin(fetch_file::execute(self, files, it)).await,
            Some(Verb::FindPerson(it)) => Box::pin(find_person::execute(self, it)).await,
            Some(Verb::AppointBot(it)) => Box::pin(appoint_bot::execute(self, it)).await,
            Some(Verb::CreateGroup(it)) => Box::pin(create_group::execute(self, it)).await,
            Some(Verb::FindGroup(it)) => Box::pin(find_group::execute(self, it)).await,
            Some(Verb::InvitePerson(it)) => Box::pin(invite_person::execute(self, it)).await,
            Some(Verb::MakeInviteLink(it)) => make_invite_link::execute(self, it).await,
            Some(Verb::JoinChat(it)) => Box::pin(join_chat::execute(self, it)).await,
            Some(Verb::AnswerButton(it)) if self.peers.is_bot() => buttons::answer(self, it).await,
            Some(Verb::SetCommands(it)) if self.peers.is_bot() => {
                buttons::set_commands(self, it).await
            }
            Some(Verb::AnswerButton(_)) => Err(unsupported("accounts have no buttons to answer")),
            Some(Verb::SetCommands(_)) => Err(unsupported("accounts have no menu of commands")),
            None => Err(unsupported("an action that this version does not know")),
        };
        let outcome = ended.unwrap_or_else(|outcome| *outcome);
        match outcome.kind {
            Some(Kind::Rejected(told)) if told.reason() == RejectionReason::BadCredential => {
                self.is_out().unwrap_or(Outcome {
                    kind: Some(Kind::Rejected(told)),
                })
            }
            kind => Outcome { kind },
        }
    }

    async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

// === impl Executor ===

impl Executor {
    /// What becomes of every command while the identity has no session: a bot that is being
    /// logged in, or whose token proves nothing.
    fn is_out(&self) -> Option<Outcome> {
        match self.telegram.ended() {
            // Its token makes another session.
            Some(ended) if self.peers.is_bot() && ended.is_end() => {}
            Some(ended) => return Some(outcome::of_failure(ended)),
            None if self.telegram.is_logged_in() => return None,
            None => {}
        }
        let why = "the bot is being logged in over MTProto; nothing was sent";
        Some(deferred(SOON, DeferralScope::Identity, why))
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A command that this gateway never executes: nothing was sent.
fn unsupported(what: &str) -> Box<Outcome> {
    Box::new(rejected(RejectionReason::NotSupported, what))
}

/// A command that lacks what it needs: nothing was sent.
fn incomplete(what: &str) -> Box<Outcome> {
    let detail = format!("the command {what}; nothing was sent");
    Box::new(rejected(RejectionReason::Other, detail))
}
