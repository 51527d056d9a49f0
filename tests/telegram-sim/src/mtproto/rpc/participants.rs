//! Who is in a supergroup or channel.

use grammers_tl_types::{
    Serializable as _,
    enums::{self, ChannelParticipantsFilter as Filter},
    functions, types,
};

use super::{Answer, Call, Refused, cast::Cast, full::owner, shape};
use crate::world::{Chat, Key, Kind, Member, Status, UserId};

/// Most of them at once.
const AT_ONCE: usize = 200;

/// `channels.getParticipant`.
pub(super) fn one(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::GetParticipant = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let id = match call.peer(&asked.participant)? {
        key @ Key::Private(..) => key.id_for(call.account),
        Key::Group(_) => return Err(Refused::bad("PARTICIPANT_ID_INVALID")),
    };
    let Some(chat) = call.world.chat(key) else {
        return Err(Refused::bad("CHANNEL_INVALID"));
    };
    must_list(call, chat, id)?;
    let Some(member) = chat
        .members
        .get(&id)
        .filter(|member| member.is_in() || member.status == Status::Kicked)
    else {
        return Err(Refused::bad("USER_NOT_PARTICIPANT"));
    };
    let mut cast = Cast::default();
    cast.chat(key);
    cast.user(id);
    let participant = shown(call.account, chat, id, member);
    let (users, chats) = cast.shapes(call.world, call.account);
    let answer = types::channels::ChannelParticipant {
        participant,
        chats,
        users,
    };
    Ok(enums::channels::ChannelParticipant::Participant(answer).to_bytes())
}

/// `channels.getParticipants`.
pub(super) fn many(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::GetParticipants = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let (world, account) = (&*call.world, call.account);
    let Some(chat) = world.chat(key) else {
        return Err(Refused::bad("CHANNEL_INVALID"));
    };
    must_list(call, chat, 0)?;
    let named = |id: UserId, query: &str| {
        let name = world.name_of(id).to_lowercase();
        name.contains(&query.to_lowercase())
    };
    let wanted = |id: UserId, member: &Member| match &asked.filter {
        Filter::ChannelParticipantsRecent | Filter::ChannelParticipantsMentions(_) => {
            member.is_in()
        }
        Filter::ChannelParticipantsAdmins => member.is_admin(),
        Filter::ChannelParticipantsBots => {
            member.is_in() && world.user(id).is_some_and(|user| user.is_bot())
        }
        Filter::ChannelParticipantsSearch(one) => member.is_in() && named(id, &one.q),
        Filter::ChannelParticipantsContacts(one) => {
            member.is_in() && world.is_contact(account, id) && named(id, &one.q)
        }
        Filter::ChannelParticipantsKicked(one) => {
            member.status == Status::Kicked && named(id, &one.q)
        }
        Filter::ChannelParticipantsBanned(_) => false,
    };
    let all: Vec<(UserId, &Member)> = chat
        .members
        .iter()
        .map(|(id, member)| (*id, member))
        .filter(|(id, member)| wanted(*id, member))
        .collect();
    let mut cast = Cast::default();
    cast.chat(key);
    let offset = usize::try_from(asked.offset).unwrap_or(0);
    let limit = usize::try_from(asked.limit).unwrap_or(0).min(AT_ONCE);
    let participants = all.iter().skip(offset).take(limit).map(|(id, member)| {
        cast.user(*id);
        shown(account, chat, *id, member)
    });
    let participants = participants.collect();
    let (users, chats) = cast.shapes(world, account);
    let answer = types::channels::ChannelParticipants {
        count: shape::count(all.len()),
        participants,
        chats,
        users,
    };
    Ok(enums::channels::ChannelParticipants::Participants(answer).to_bytes())
}

/// Who is in a channel, its administrators alone may see; their own place everybody.
fn must_list(call: &Call<'_>, chat: &Chat, id: UserId) -> Result<(), Refused> {
    let is_admin = call.world.member(chat.key, call.account).is_admin();
    if chat.kind == Kind::Channel && !is_admin && id != call.account {
        return Err(Refused::bad("CHAT_ADMIN_REQUIRED"));
    }
    Ok(())
}

fn shown(account: UserId, chat: &Chat, id: UserId, member: &Member) -> enums::ChannelParticipant {
    let (date, rank) = (0, None);
    let rights = shape::rights(member.rights);
    match member.status {
        Status::Creator => enums::ChannelParticipant::Creator(types::ChannelParticipantCreator {
            user_id: id,
            admin_rights: rights,
            rank,
        }),
        Status::Administrator => enums::ChannelParticipant::Admin(types::ChannelParticipantAdmin {
            can_edit: owner(chat) == account,
            is_self: id == account,
            user_id: id,
            inviter_id: (id == account).then(|| owner(chat)),
            promoted_by: owner(chat),
            date,
            admin_rights: rights,
            rank,
        }),
        Status::Member if id == account => {
            enums::ChannelParticipant::ParticipantSelf(types::ChannelParticipantSelf {
                via_request: false,
                user_id: id,
                inviter_id: owner(chat),
                date,
                subscription_until_date: None,
                rank,
            })
        }
        Status::Member => enums::ChannelParticipant::Participant(types::ChannelParticipant {
            user_id: id,
            date,
            subscription_until_date: None,
            rank,
        }),
        Status::Left | Status::Kicked => {
            enums::ChannelParticipant::Left(types::ChannelParticipantLeft {
                peer: shape::user_peer(id),
            })
        }
    }
}
