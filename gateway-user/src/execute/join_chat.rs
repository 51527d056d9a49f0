//! `JoinChat`: looks first, and joins what is wanted. Being in it already is a success.

use backline_gateway::{rejected, succeeded};
use backline_proto::common::v1::{ChatKind, MemberStatus};
use backline_proto::gateway::v1::join_chat::Link;
use backline_proto::gateway::v1::{JoinChat, Outcome, Reached, RejectionReason, Succeeded};
use grammers_client::tl::{enums, functions};

use super::find_person::question;
use super::made::shown;
use super::{Ended, Executor, incomplete};
use crate::outcome;
use crate::peers::id_of;
use crate::telegram::Failure;

type Joined = Result<enums::messages::ChatInviteJoinResult, Failure>;

pub(super) async fn execute(with: &Executor, command: JoinChat) -> Ended<Outcome> {
    match &command.link {
        Some(Link::InviteHash(hash)) => Box::pin(with.join_by_link(&command, hash)).await,
        Some(Link::Username(name)) => Box::pin(with.join_by_name(&command, name)).await,
        None => Err(incomplete("names no link")),
    }
}

// === impl Executor ===

impl Executor {
    async fn join_by_link(&self, command: &JoinChat, hash: &str) -> Ended<Outcome> {
        let hash = hash.to_owned();
        let look = functions::messages::CheckChatInvite { hash: hash.clone() };
        let told = self.telegram.call(&look).await.map_err(question)?;
        let is_channel = match &told {
            enums::ChatInvite::Already(told) => return self.inside(command, &told.chat),
            enums::ChatInvite::Peek(told) => is_broadcast(&told.chat),
            enums::ChatInvite::Invite(told) => told.broadcast,
        };
        wanted(command, is_channel)?;
        let request = functions::messages::ImportChatInvite { hash };
        let joined = self.telegram.call(&request).await;
        if matches!(&joined, Err(failure) if failure.is("USER_ALREADY_PARTICIPANT")) {
            // Somebody let the account in just now.
            let told = self.telegram.call(&look).await.map_err(question)?;
            if let enums::ChatInvite::Already(told) = &told {
                return self.inside(command, &told.chat);
            }
        }
        Ok(self.joined(joined))
    }

    async fn join_by_name(&self, command: &JoinChat, name: &str) -> Ended<Outcome> {
        let chat_id = self.resolve(name).await?;
        let Some(channel) = self.peers.input_channel(chat_id) else {
            let detail = "the name is a person's or bot's";
            return Err(Box::new(rejected(RejectionReason::NotFound, detail)));
        };
        let is_channel = self.peers.chat(chat_id).kind() == ChatKind::Channel;
        wanted(command, is_channel)?;
        let is_inside = self.peers.standing(chat_id).is_some_and(|standing| {
            matches!(
                standing.status,
                MemberStatus::Owner
                    | MemberStatus::Administrator
                    | MemberStatus::Member
                    | MemberStatus::Restricted
            )
        });
        if is_inside {
            return Ok(self.reached(chat_id, true));
        }
        let request = functions::channels::JoinChannel { channel };
        let joined = self.telegram.call(&request).await;
        if matches!(&joined, Err(failure) if failure.is("USER_ALREADY_PARTICIPANT"))
            || matches!(joined, Err(Failure::Unreadable(_)))
        {
            return Ok(self.reached(chat_id, true));
        }
        Ok(self.joined(joined))
    }

    fn inside(&self, command: &JoinChat, chat: &enums::Chat) -> Ended<Outcome> {
        wanted(command, is_broadcast(chat))?;
        self.show(&[], std::slice::from_ref(chat));
        Ok(self.reached(id_of(chat), true))
    }

    fn joined(&self, joined: Joined) -> Outcome {
        use enums::messages::ChatInviteJoinResult as Of;
        match joined {
            Ok(Of::Ok(told)) => {
                let (users, chats) = shown(&told.updates);
                self.show(users, chats);
                match chats.first() {
                    Some(chat) => self.reached(id_of(chat), false),
                    None => waits(),
                }
            }
            Ok(Of::WebView(_)) => rejected(
                RejectionReason::Other,
                "the group asks for something that has to be done in the app",
            ),
            // Telegram's word for a success that takes somebody else's, too.
            Err(failure) if failure.is("INVITE_REQUEST_SENT") => waits(),
            // Where the account itself comes in, it is the person.
            Err(failure) if failure.is("USER_CHANNELS_TOO_MUCH") => {
                rejected(RejectionReason::TooManyChats, failure.words())
            }
            Err(failure) => outcome::of_failure(failure),
        }
    }

    fn reached(&self, chat_id: i64, was_there: bool) -> Outcome {
        succeeded(Succeeded {
            reached: Some(Reached {
                chat: Some(self.peers.chat(chat_id)),
                was_there,
                ..Reached::default()
            }),
            ..Succeeded::default()
        })
    }
}

fn waits() -> Outcome {
    succeeded(Succeeded {
        reached: Some(Reached {
            is_waiting: true,
            ..Reached::default()
        }),
        ..Succeeded::default()
    })
}

fn wanted(command: &JoinChat, is_channel: bool) -> Ended<()> {
    let (is_wanted, what) = if is_channel {
        (command.channels, "a channel")
    } else {
        (command.groups, "a group")
    };
    if is_wanted {
        return Ok(());
    }
    Err(Box::new(rejected(RejectionReason::UnwantedKind, what)))
}

fn is_broadcast(chat: &enums::Chat) -> bool {
    match chat {
        enums::Chat::Channel(channel) => channel.broadcast,
        enums::Chat::ChannelForbidden(channel) => channel.broadcast,
        _ => false,
    }
}
