//! `DescribeChat`: questions, and nothing but questions.

use backline_gateway::succeeded;
use backline_proto::common::v1::{MemberRights, MemberStatus};
use backline_proto::gateway::v1::{ChatDescription, ChatMember, DescribeChat, Outcome, Succeeded};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor};
use crate::outcome;
use crate::peers::{Standing, of_participant, own_in_basic};
use crate::telegram::Failure;

/// The receipt on an operator's message.
const RECEIPT: &str = "👌";
/// Most administrators that are listed; Telegram has no more of them.
const MOST_ADMINISTRATORS: i32 = 200;

pub(super) async fn execute(with: &Executor, command: DescribeChat) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let asked = match with.peers.input_channel(place.chat_id) {
        _ if place.chat_id > 0 => Ok(private()),
        Some(channel) => Box::pin(with.describe_channel(&command, place.chat_id, channel)).await,
        None => Box::pin(with.describe_group(&command, place.chat_id)).await,
    };
    let mut description =
        asked.map_err(|failure| Box::new(outcome::of_failed_question(failure)))?;
    let mut chat = with.peers.chat(place.chat_id);
    chat.address.clone_from(&command.chat);
    description.chat = Some(chat);
    if !command.with_member_count {
        description.member_count = 0;
    }
    Ok(succeeded(Succeeded {
        description: Some(description),
        ..Succeeded::default()
    }))
}

fn private() -> ChatDescription {
    ChatDescription {
        own_status: MemberStatus::Member.into(),
        own_rights: Some(MemberRights::default()),
        receipts_allowed: true,
        member_count: 2,
        ..ChatDescription::default()
    }
}

// === impl Executor ===

impl Executor {
    async fn describe_channel(
        &self,
        command: &DescribeChat,
        chat_id: i64,
        channel: enums::InputChannel,
    ) -> Result<ChatDescription, Failure> {
        let request = functions::channels::GetFullChannel {
            channel: channel.clone(),
        };
        let enums::messages::ChatFull::Full(told) = self.telegram.call(&request).await?;
        self.peers.learn_users(&told.users);
        self.peers.learn_chats(&told.chats);
        let mut description = self.own(chat_id);
        if let enums::ChatFull::ChannelFull(full) = &told.full_chat {
            description.member_count = full.participants_count.unwrap_or(0).into();
            description.receipts_allowed = allows_receipts(full.available_reactions.as_ref());
        }
        if command.member_id != 0 {
            let member = self.member(command.member_id, channel.clone()).await?;
            description.member = Some(member);
        }
        if command.with_administrators {
            description.administrators = self.administrators(channel).await?;
        }
        Ok(description)
    }

    async fn describe_group(
        &self,
        command: &DescribeChat,
        chat_id: i64,
    ) -> Result<ChatDescription, Failure> {
        let request = functions::messages::GetFullChat { chat_id: -chat_id };
        let enums::messages::ChatFull::Full(told) = self.telegram.call(&request).await?;
        self.peers.learn_users(&told.users);
        self.peers.learn_chats(&told.chats);
        let mut description = self.own(chat_id);
        let enums::ChatFull::Full(full) = &told.full_chat else {
            return Ok(description);
        };
        description.receipts_allowed = allows_receipts(full.available_reactions.as_ref());
        let members: Vec<ChatMember> = match &full.participants {
            enums::ChatParticipants::Participants(all) => {
                let all = all.participants.iter().map(own_in_basic);
                all.map(|(id, standing)| self.in_chat(id, standing))
                    .collect()
            }
            enums::ChatParticipants::Forbidden(_) => Vec::new(),
        };
        description.member_count = i64::try_from(members.len()).unwrap_or(0);
        if command.member_id != 0 {
            let is_asked = |member: &&ChatMember| {
                member
                    .user
                    .as_ref()
                    .is_some_and(|user| user.id == command.member_id)
            };
            let left = Standing::plain(MemberStatus::Left);
            let found = members.iter().find(is_asked).cloned();
            description.member =
                Some(found.unwrap_or_else(|| self.in_chat(command.member_id, left)));
        }
        if command.with_administrators {
            let is_one = |member: &ChatMember| {
                matches!(
                    member.status(),
                    MemberStatus::Owner | MemberStatus::Administrator
                )
            };
            description.administrators = members.into_iter().filter(is_one).collect();
        }
        Ok(description)
    }

    fn own(&self, chat_id: i64) -> ChatDescription {
        let left = Standing::plain(MemberStatus::Left);
        let own = self.peers.standing(chat_id).unwrap_or(left);
        ChatDescription {
            own_status: own.status.into(),
            own_rights: Some(own.rights),
            ..ChatDescription::default()
        }
    }

    /// Somebody's standing; who cannot be asked about is not in it.
    async fn member(&self, id: i64, channel: enums::InputChannel) -> Result<ChatMember, Failure> {
        let left = Standing::plain(MemberStatus::Left);
        let Some(participant) = self.peers.input(id) else {
            return Ok(self.in_chat(id, left));
        };
        let request = functions::channels::GetParticipant {
            channel,
            participant,
        };
        let told = match self.telegram.call(&request).await {
            Err(failure) if failure.is("USER_NOT_PARTICIPANT") => {
                return Ok(self.in_chat(id, left));
            }
            told => told?,
        };
        let enums::channels::ChannelParticipant::Participant(told) = told;
        self.peers.learn_users(&told.users);
        let (id, standing) = of_participant(&told.participant);
        Ok(self.in_chat(id, standing))
    }

    async fn administrators(
        &self,
        channel: enums::InputChannel,
    ) -> Result<Vec<ChatMember>, Failure> {
        let request = functions::channels::GetParticipants {
            channel,
            filter: enums::ChannelParticipantsFilter::ChannelParticipantsAdmins,
            offset: 0,
            limit: MOST_ADMINISTRATORS,
            hash: 0,
        };
        use enums::channels::ChannelParticipants as Of;
        let Of::Participants(told) = self.telegram.call(&request).await? else {
            return Ok(Vec::new());
        };
        self.peers.learn_users(&told.users);
        let all = told.participants.iter().map(of_participant);
        Ok(all
            .map(|(id, standing)| self.in_chat(id, standing))
            .collect())
    }

    fn in_chat(&self, id: i64, standing: Standing) -> ChatMember {
        ChatMember {
            user: Some(self.peers.user(id)),
            status: standing.status.into(),
            rights: Some(standing.rights),
        }
    }
}

/// Whether the receipt may be set. A chat that names no reactions allows none.
fn allows_receipts(reactions: Option<&enums::ChatReactions>) -> bool {
    match reactions {
        Some(enums::ChatReactions::All(_)) => true,
        Some(enums::ChatReactions::Some(some)) => some.reactions.iter().any(
            |reaction| matches!(reaction, enums::Reaction::Emoji(it) if it.emoticon == RECEIPT),
        ),
        Some(enums::ChatReactions::None) | None => false,
    }
}
