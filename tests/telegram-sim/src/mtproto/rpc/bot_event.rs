//! What bots alone are told, as TL: from what the Bot API says of it.

use grammers_tl_types::{Serializable as _, enums, types};
use serde_json::Value;

use super::{Told, cast::Cast, event, shape};
use crate::world::{Key, Rights, UserId, World, bot_events};

/// What a bot was not told yet: each event as an update of its own.
pub(super) fn news(world: &World, bot: UserId, told: &mut Told) -> Vec<Vec<u8>> {
    let events = world.bot_events_of(bot);
    let mut news = Vec::new();
    for (qts, one) in events.since(told.bot) {
        let mut cast = Cast::default();
        if let Some(update) = numbered(bot, qts, one, &mut cast) {
            news.push(event::bundle(world, bot, vec![update], &cast).to_bytes());
        }
    }
    told.bot = events.qts();
    news
}

/// What a bot was not told since a state, for a difference.
pub(super) fn since(world: &World, bot: UserId, qts: i32, cast: &mut Cast) -> Vec<enums::Update> {
    let events = world.bot_events_of(bot).since(qts);
    events
        .filter_map(|(qts, one)| numbered(bot, qts, one, cast))
        .collect()
}

/// A pressed button.
pub(super) fn pressed(bot: UserId, query: &Value, cast: &mut Cast) -> Option<enums::Update> {
    let user_id = query["from"]["id"].as_i64()?;
    let chat = chat(&query["message"]["chat"], bot, cast)?;
    cast.user(user_id);
    Some(enums::Update::BotCallbackQuery(
        types::UpdateBotCallbackQuery {
            query_id: query["id"].as_str()?.parse().ok()?,
            user_id,
            peer: shape::peer(chat, bot),
            msg_id: shape::int(query["message"]["message_id"].as_i64()?),
            chat_instance: query["chat_instance"].as_str()?.parse().ok()?,
            data: Some(query["data"].as_str()?.as_bytes().to_vec()),
            game_short_name: None,
        },
    ))
}

fn numbered(
    bot: UserId,
    qts: i32,
    told: &bot_events::Told,
    cast: &mut Cast,
) -> Option<enums::Update> {
    let value = &told.value;
    match told.kind.as_str() {
        "message_reaction" => reacted(bot, qts, value, cast),
        "message_reaction_count" => counted(bot, qts, value, cast),
        "my_chat_member" | "chat_member" => member(bot, qts, value, cast),
        "business_connection" => business(qts, value, cast),
        _ => None,
    }
}

/// The chat, as the bot knows it.
fn chat(chat: &Value, bot: UserId, cast: &mut Cast) -> Option<Key> {
    let id = chat["id"].as_i64()?;
    let key = if id > 0 {
        Key::private(bot, id)
    } else {
        Key::Group(id)
    };
    cast.chat(key);
    Some(key)
}

fn reacted(bot: UserId, qts: i32, value: &Value, cast: &mut Cast) -> Option<enums::Update> {
    let key = chat(&value["chat"], bot, cast)?;
    let actor = match value["user"]["id"].as_i64() {
        Some(user) => {
            cast.user(user);
            shape::user_peer(user)
        }
        None => shape::peer(key, bot),
    };
    Some(enums::Update::BotMessageReaction(
        types::UpdateBotMessageReaction {
            peer: shape::peer(key, bot),
            msg_id: shape::int(value["message_id"].as_i64()?),
            date: shape::int(value["date"].as_i64()?),
            actor,
            old_reactions: reactions(&value["old_reaction"]),
            new_reactions: reactions(&value["new_reaction"]),
            qts,
        },
    ))
}

fn reactions(some: &Value) -> Vec<enums::Reaction> {
    let some = some.as_array().into_iter().flatten();
    some.filter_map(crate::world::reaction::from_wire)
        .map(|kept| shape::reaction(&kept))
        .collect()
}

fn counted(bot: UserId, qts: i32, value: &Value, cast: &mut Cast) -> Option<enums::Update> {
    let key = chat(&value["chat"], bot, cast)?;
    let counts = value["reactions"].as_array().into_iter().flatten();
    let counts = counts.filter_map(|one| {
        let kept = crate::world::reaction::from_wire(&one["type"])?;
        Some(enums::ReactionCount::Count(types::ReactionCount {
            chosen_order: None,
            reaction: shape::reaction(&kept),
            count: shape::int(one["total_count"].as_i64()?),
        }))
    });
    Some(enums::Update::BotMessageReactions(
        types::UpdateBotMessageReactions {
            peer: shape::peer(key, bot),
            msg_id: shape::int(value["message_id"].as_i64()?),
            date: shape::int(value["date"].as_i64()?),
            reactions: counts.collect(),
            qts,
        },
    ))
}

/// Somebody's place in a chat is another: the bot's own, or another's where the bot is an administrator.
fn member(bot: UserId, qts: i32, value: &Value, cast: &mut Cast) -> Option<enums::Update> {
    let key = chat(&value["chat"], bot, cast)?;
    let date = shape::int(value["date"].as_i64()?);
    let actor_id = value["from"]["id"].as_i64()?;
    let (old, new) = (&value["old_chat_member"], &value["new_chat_member"]);
    let user_id = new["user"]["id"].as_i64()?;
    cast.user(actor_id);
    cast.user(user_id);
    let Key::Group(id) = key else {
        return Some(enums::Update::BotStopped(types::UpdateBotStopped {
            user_id: actor_id,
            date,
            stopped: new["status"] == "kicked",
            qts,
        }));
    };
    if let enums::Peer::Chat(_) = shape::peer(key, bot) {
        return Some(enums::Update::ChatParticipant(
            types::UpdateChatParticipant {
                chat_id: shape::bare_id(id),
                date,
                actor_id,
                user_id,
                prev_participant: in_basic(old, actor_id),
                new_participant: in_basic(new, actor_id),
                invite: None,
                qts,
            },
        ));
    }
    Some(enums::Update::ChannelParticipant(
        types::UpdateChannelParticipant {
            via_chatlist: false,
            channel_id: shape::bare_id(id),
            date,
            actor_id,
            user_id,
            prev_participant: in_channel(old, bot, actor_id),
            new_participant: in_channel(new, bot, actor_id),
            invite: None,
            qts,
        },
    ))
}

fn in_basic(member: &Value, inviter_id: UserId) -> Option<enums::ChatParticipant> {
    let user_id = member["user"]["id"].as_i64()?;
    let (date, rank) = (0, None);
    Some(match member["status"].as_str()? {
        "creator" => {
            enums::ChatParticipant::Creator(types::ChatParticipantCreator { user_id, rank })
        }
        "administrator" => enums::ChatParticipant::Admin(types::ChatParticipantAdmin {
            user_id,
            inviter_id,
            date,
            rank,
        }),
        "member" => enums::ChatParticipant::Participant(types::ChatParticipant {
            user_id,
            inviter_id,
            date,
            rank,
        }),
        _ => return None,
    })
}

fn in_channel(member: &Value, bot: UserId, by: UserId) -> Option<enums::ChannelParticipant> {
    let user_id = member["user"]["id"].as_i64()?;
    let (date, rank) = (0, None);
    let rights: Rights = serde_json::from_value(member.clone()).unwrap_or_default();
    Some(match member["status"].as_str()? {
        "creator" => enums::ChannelParticipant::Creator(types::ChannelParticipantCreator {
            user_id,
            admin_rights: shape::rights(rights),
            rank,
        }),
        "administrator" => enums::ChannelParticipant::Admin(types::ChannelParticipantAdmin {
            can_edit: false,
            is_self: user_id == bot,
            user_id,
            inviter_id: (user_id == bot).then_some(by),
            promoted_by: by,
            date,
            admin_rights: shape::rights(rights),
            rank,
        }),
        "member" => enums::ChannelParticipant::Participant(types::ChannelParticipant {
            user_id,
            date,
            subscription_until_date: None,
            rank,
        }),
        "kicked" => enums::ChannelParticipant::Banned(types::ChannelParticipantBanned {
            left: true,
            peer: shape::user_peer(user_id),
            kicked_by: by,
            date,
            banned_rights: banned()?,
            rank,
        }),
        _ => return None,
    })
}

/// Of whoever was thrown out.
fn banned() -> Option<enums::ChatBannedRights> {
    let rights = shape::zeros::<types::ChatBannedRights>(&[])?;
    Some(enums::ChatBannedRights::Rights(types::ChatBannedRights {
        view_messages: true,
        until_date: i32::MAX,
        ..rights
    }))
}

/// A Business account connected the bot.
fn business(qts: i32, value: &Value, cast: &mut Cast) -> Option<enums::Update> {
    let user_id = value["user"]["id"].as_i64()?;
    cast.user(user_id);
    let connection = types::BotBusinessConnection {
        disabled: value["is_enabled"] == false,
        connection_id: value["id"].as_str()?.to_owned(),
        user_id,
        dc_id: super::super::DC,
        date: shape::int(value["date"].as_i64()?),
        rights: None,
    };
    Some(enums::Update::BotBusinessConnect(
        types::UpdateBotBusinessConnect {
            connection: connection.into(),
            qts,
        },
    ))
}
