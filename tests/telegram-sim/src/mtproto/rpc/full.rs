//! Everything about somebody, or about a group.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{
    Answer, Call, Refused,
    cast::Cast,
    shape::{self, ZEROS, zeros},
};
use crate::world::{Chat, Key, Kind, Status, UserId};

/// `users.getFullUser`.
pub(super) fn user(call: &mut Call<'_>) -> Answer {
    let asked: functions::users::GetFullUser = call.read()?;
    let id = call.user(&asked.id)?;
    let (world, account) = (&*call.world, call.account);
    let key = Key::private(account, id);
    let pinned = world.chat(key).and_then(|chat| chat.pinned.last());
    let pinned = pinned.and_then(|uid| shape::message_id(world, *uid, account));
    let settings = zeros::<types::PeerSettings>(&[]).ok_or_else(broken)?;
    let settings = enums::PeerSettings::Settings(settings);
    let notify = shape::notify_settings();
    // Flags twice, id.
    let parts = [&ZEROS[..16], &settings.to_bytes(), &notify.to_bytes()];
    let empty: types::UserFull = zeros(&parts).ok_or_else(broken)?;
    let full = types::UserFull {
        blocked: world.has_blocked(account, id),
        can_pin_message: true,
        id,
        settings,
        notify_settings: notify,
        pinned_msg_id: pinned,
        ..empty
    };
    let mut cast = Cast::default();
    cast.user(id);
    let (users, chats) = cast.shapes(world, account);
    let answer = types::users::UserFull {
        full_user: enums::UserFull::Full(full),
        chats,
        users,
    };
    Ok(enums::users::UserFull::Full(answer).to_bytes())
}

/// `channels.getFullChannel`.
pub(super) fn channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::GetFullChannel = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let (world, account) = (&*call.world, call.account);
    let (Some(chat), Key::Group(id)) = (world.chat(key), key) else {
        return Err(Refused::bad("CHANNEL_INVALID"));
    };
    let photo = enums::Photo::Empty(types::PhotoEmpty { id: 0 }).to_bytes();
    let notify = shape::notify_settings();
    let bots = Vec::<enums::BotInfo>::new().to_bytes();
    // Flags twice, id, about; read twice, unread.
    let parts = [
        &ZEROS[..20],
        &ZEROS[..12],
        &photo,
        &notify.to_bytes(),
        &bots,
    ];
    let empty: types::ChannelFull = zeros(&parts).ok_or_else(broken)?;
    let with = |wanted: fn(Status) -> bool| {
        let members = chat.members.values();
        shape::count(members.filter(|member| wanted(member.status)).count())
    };
    let member = world.member(key, account);
    let pinned = chat.pinned.last();
    let full = types::ChannelFull {
        can_view_participants: chat.kind == Kind::Super || member.is_admin(),
        id: shape::bare_id(id),
        participants_count: Some(with(|status| {
            !matches!(status, Status::Left | Status::Kicked)
        })),
        admins_count: member
            .is_admin()
            .then(|| with(|status| matches!(status, Status::Creator | Status::Administrator))),
        read_inbox_max_id: shape::int(world.read_up_to(account, key, None)),
        read_outbox_max_id: shape::int(world.read_by_others(account, key)),
        unread_count: shape::count(world.unread(account, key, None)),
        notify_settings: notify,
        pinned_msg_id: pinned.and_then(|uid| shape::message_id(world, *uid, account)),
        linked_chat_id: chat.linked.map(shape::bare_id),
        slowmode_seconds: (chat.slow_mode > 0).then(|| shape::int(chat.slow_mode)),
        pts: world.events_in(key).pts(),
        available_reactions: Some(reactions(chat)),
        reactions_limit: Some(11),
        ..empty
    };
    let mut cast = Cast::default();
    cast.chat(key);
    if let Some(linked) = chat.linked {
        cast.chat(Key::Group(linked));
    }
    let full = enums::ChatFull::ChannelFull(full);
    Ok(with_cast(call, full, &cast))
}

/// `messages.getFullChat`: a basic group, with everybody in it.
pub(super) fn basic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetFullChat = call.read()?;
    let key = call.basic(asked.chat_id)?;
    let (world, account) = (&*call.world, call.account);
    let chat = world.chat(key).ok_or_else(broken)?;
    let mut cast = Cast::default();
    cast.chat(key);
    let inside = chat.members.iter().filter(|(_, member)| member.is_in());
    let participants = inside.map(|(id, member)| {
        cast.user(*id);
        participant(*id, member.status, owner(chat))
    });
    let participants = enums::ChatParticipants::Participants(types::ChatParticipants {
        chat_id: asked.chat_id,
        participants: participants.collect(),
        version: 1,
    });
    let notify = shape::notify_settings();
    // Flags, id, about.
    let parts = [&ZEROS[..16], &participants.to_bytes(), &notify.to_bytes()];
    let empty: types::ChatFull = zeros(&parts).ok_or_else(broken)?;
    let pinned = chat.pinned.last();
    let full = types::ChatFull {
        id: asked.chat_id,
        participants,
        notify_settings: notify,
        pinned_msg_id: pinned.and_then(|uid| shape::message_id(world, *uid, account)),
        available_reactions: Some(reactions(chat)),
        ..empty
    };
    let full = enums::ChatFull::Full(full);
    Ok(with_cast(call, full, &cast))
}

fn participant(user_id: UserId, status: Status, owner: UserId) -> enums::ChatParticipant {
    let (inviter_id, date, rank) = (owner, 0, None);
    match status {
        Status::Creator => {
            enums::ChatParticipant::Creator(types::ChatParticipantCreator { user_id, rank })
        }
        Status::Administrator => enums::ChatParticipant::Admin(types::ChatParticipantAdmin {
            user_id,
            inviter_id,
            date,
            rank,
        }),
        _ => enums::ChatParticipant::Participant(types::ChatParticipant {
            user_id,
            inviter_id,
            date,
            rank,
        }),
    }
}

/// Who made a group.
pub(super) fn owner(chat: &Chat) -> UserId {
    let mut members = chat.members.iter();
    let owner = members.find(|(_, member)| member.status == Status::Creator);
    owner.map_or(0, |(id, _)| *id)
}

fn reactions(chat: &Chat) -> enums::ChatReactions {
    match &chat.reactions {
        None => enums::ChatReactions::All(types::ChatReactionsAll { allow_custom: true }),
        Some(some) if some.is_empty() => enums::ChatReactions::None,
        Some(some) => enums::ChatReactions::Some(types::ChatReactionsSome {
            reactions: some.iter().map(|one| shape::reaction(one)).collect(),
        }),
    }
}

fn with_cast(call: &Call<'_>, full_chat: enums::ChatFull, cast: &Cast) -> Vec<u8> {
    let (users, chats) = cast.shapes(call.world, call.account);
    let answer = types::messages::ChatFull {
        full_chat,
        chats,
        users,
    };
    enums::messages::ChatFull::Full(answer).to_bytes()
}

/// The schema's shapes are known here: that one does not fit is this program's fault.
fn broken() -> Refused {
    Refused::new(500, "INTERNAL_SERVER_ERROR")
}
