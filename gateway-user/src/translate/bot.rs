//! What bots alone are told: pressed buttons, reactions with what was there before,
//! standings with who changed them.

use backline_proto::common::v1::{MemberStatus, MessageRef};
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{
    ButtonPressed, MembershipChanged, ReactionChanged, UnknownUpdate, Update,
};
use grammers_client::tl::types;
use prost::Message as _;

use super::{Context, key, keyed, reaction, time};
use crate::peers::{Standing, address, channel_id, chat_id_of, of_participant, own_in_basic};

/// A pressed button.
pub(super) fn pressed(told: &types::UpdateBotCallbackQuery, with: &Context<'_>) -> Vec<Update> {
    let query_id = told.query_id.to_string();
    let data = told.data.as_deref().unwrap_or_default();
    let event = ButtonPressed {
        query_id: query_id.clone(),
        actor: Some(with.peers.user(told.user_id)),
        message: Some(MessageRef {
            chat: Some(address(chat_id_of(&told.peer))),
            message_id: told.msg_id.into(),
        }),
        callback_data: String::from_utf8_lossy(data).into_owned(),
    };
    vec![keyed(
        format!("pressed/{query_id}"),
        Event::ButtonPressed(event),
    )]
}

/// One person's changed reactions.
pub(super) fn reacted(told: &types::UpdateBotMessageReaction, with: &Context<'_>) -> Vec<Update> {
    let chat_id = chat_id_of(&told.peer);
    let actor = chat_id_of(&told.actor);
    if actor == with.peers.own() {
        return Vec::new();
    }
    let event = ReactionChanged {
        chat: Some(with.peers.chat(chat_id)),
        message_id: told.msg_id.into(),
        actor: Some(reaction::sender(actor, with)),
        old_reactions: told.old_reactions.iter().map(reaction::reaction).collect(),
        new_reactions: told.new_reactions.iter().map(reaction::reaction).collect(),
        change_time: time(told.date),
    };
    let mut said = event.encode_to_vec();
    said.extend(told.qts.to_le_bytes());
    let key = format!(
        "{chat_id}/{}/reaction/{actor}/{}",
        told.msg_id,
        key::hash(&said)
    );
    vec![keyed(key, Event::ReactionChanged(event))]
}

/// A person blocked the bot, or takes that back.
pub(super) fn stopped(told: &types::UpdateBotStopped, with: &Context<'_>) -> Vec<Update> {
    let stands = |is_stopped: bool| {
        Standing::plain(if is_stopped {
            MemberStatus::Banned
        } else {
            MemberStatus::Member
        })
    };
    let change = Change {
        chat_id: told.user_id,
        actor: told.user_id,
        member: with.peers.own(),
        before: stands(!told.stopped),
        now: stands(told.stopped),
        date: told.date,
        qts: told.qts,
    };
    vec![change.told(with)]
}

/// Somebody's standing in a supergroup or channel.
pub(super) fn in_channel(
    told: &types::UpdateChannelParticipant,
    with: &Context<'_>,
) -> Vec<Update> {
    let stands = |participant: Option<&_>| {
        participant.map_or(Standing::plain(MemberStatus::Left), |participant| {
            of_participant(participant).1
        })
    };
    let change = Change {
        chat_id: channel_id(told.channel_id),
        actor: told.actor_id,
        member: told.user_id,
        before: stands(told.prev_participant.as_ref()),
        now: stands(told.new_participant.as_ref()),
        date: told.date,
        qts: told.qts,
    };
    vec![change.told(with)]
}

/// Somebody's standing in a basic group.
pub(super) fn in_basic(told: &types::UpdateChatParticipant, with: &Context<'_>) -> Vec<Update> {
    let stands = |participant: Option<&_>| {
        participant.map_or(Standing::plain(MemberStatus::Left), |participant| {
            own_in_basic(participant).1
        })
    };
    let change = Change {
        chat_id: -told.chat_id,
        actor: told.actor_id,
        member: told.user_id,
        before: stands(told.prev_participant.as_ref()),
        now: stands(told.new_participant.as_ref()),
        date: told.date,
        qts: told.qts,
    };
    vec![change.told(with)]
}

/// A Business account connected the bot: served over the Bot API only. It is kept, and
/// named where somebody has to know.
pub(super) fn business(told: &types::UpdateBotBusinessConnect) -> Vec<Update> {
    tracing::warn!(
        "a Business account connected the bot, or let go of it: bots over MTProto do not serve \
         Business accounts; use `backline connections set-via NAME bot-api` for that"
    );
    let unknown = UnknownUpdate {
        raw_kind: "business_connection".to_owned(),
        raw_json: format!("{told:?}"),
        ..UnknownUpdate::default()
    };
    vec![keyed(
        format!("business/{}", told.qts),
        Event::Unknown(unknown),
    )]
}

/// A changed standing.
struct Change {
    chat_id: i64,
    actor: i64,
    member: i64,
    before: Standing,
    now: Standing,
    date: i32,
    qts: i32,
}

// === impl Change ===

impl Change {
    fn told(self, with: &Context<'_>) -> Update {
        let is_own = self.member == with.peers.own();
        let changed = MembershipChanged {
            chat: Some(with.peers.chat(self.chat_id)),
            actor: Some(with.peers.user(self.actor)),
            member: Some(with.peers.user(self.member)),
            old_status: self.before.status.into(),
            new_status: self.now.status.into(),
            rights: Some(self.now.rights),
            change_time: time(self.date),
        };
        let key = format!("{}/standing/{}/{}", self.chat_id, self.member, self.qts);
        let event = if is_own {
            Event::OwnMembershipChanged(changed)
        } else {
            Event::MemberChanged(changed)
        };
        keyed(key, event)
    }
}
