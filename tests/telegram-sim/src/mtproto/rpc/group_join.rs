//! Coming into groups, by name or by link, and going.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{
    Answer, Call, Refused,
    event::Mark,
    shape::{self, ZEROS, zeros},
    updates,
};
use crate::world::{
    Chat, Key, Kind, Member, Status, UserId,
    invite::{Invite, LINK},
};

/// `channels.joinChannel`: a public one.
pub(super) fn join(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::JoinChannel = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    enter(call, key, None)
}

/// `messages.importChatInvite`: by link.
pub(super) fn by_link(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::ImportChatInvite = call.read()?;
    let invite = named(call, &asked.hash)?;
    let (key, by) = (invite.chat, invite.by);
    if invite.asks && !call.world.member(key, call.account).is_in() {
        call.world.requests.insert((key, call.account));
        return Err(Refused::bad("INVITE_REQUEST_SENT"));
    }
    let answer = enter(call, key, Some(by))?;
    if let Some(invite) = call.world.invites.get_mut(&asked.hash) {
        invite.used += 1;
    }
    Ok(answer)
}

fn enter(call: &mut Call<'_>, key: Key, by_link_of: Option<UserId>) -> Answer {
    let account = call.account;
    if call.world.member(key, account).is_in() {
        return Err(Refused::bad("USER_ALREADY_PARTICIPANT"));
    }
    let is_numbered = call
        .world
        .chat(key)
        .is_some_and(|chat| chat.kind.has_own_ids());
    if is_numbered && call.world.is_in_too_many(account) {
        return Err(Refused::bad("CHANNELS_TOO_MUCH"));
    }
    let mark = Mark::set(call.world, account);
    call.world
        .set_member(key, account, Member::plain(Status::Member), account)
        .map_err(|refused| Refused::by_world(&refused))?;
    let posted = call
        .world
        .chat(key)
        .and_then(|chat| chat.log.last().copied());
    if let (Some(uid), Some(by)) = (posted, by_link_of) {
        call.world.by_link.insert(uid, by);
    }
    let updates = mark.updates(call.world, account, Some(key));
    let joined = types::messages::ChatInviteJoinResultOk { updates };
    Ok(enums::messages::ChatInviteJoinResult::Ok(joined).to_bytes())
}

/// `messages.checkChatInvite`: where a link leads.
pub(super) fn check(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::CheckChatInvite = call.read()?;
    let invite = named(call, &asked.hash)?;
    let (world, account) = (&*call.world, call.account);
    let expired = || Refused::bad("INVITE_HASH_EXPIRED");
    let chat = world.chat(invite.chat).ok_or_else(expired)?;
    let answer = if world.member(chat.key, account).is_in() {
        let chat = shape::chat(world, chat.key, account).ok_or_else(expired)?;
        enums::ChatInvite::Already(types::ChatInviteAlready { chat })
    } else {
        enums::ChatInvite::Invite(shown(chat, invite.asks).ok_or_else(expired)?)
    };
    Ok(answer.to_bytes())
}

fn shown(chat: &Chat, asks: bool) -> Option<types::ChatInvite> {
    let photo = enums::Photo::Empty(types::PhotoEmpty { id: 0 }).to_bytes();
    // Flags, title.
    let empty: types::ChatInvite = zeros(&[&ZEROS[..8], &photo])?;
    let people = chat.members.values().filter(|member| member.is_in());
    Some(types::ChatInvite {
        channel: chat.kind.has_own_ids(),
        broadcast: chat.kind == Kind::Channel,
        megagroup: chat.kind == Kind::Super,
        public: chat.username.is_some(),
        request_needed: asks,
        title: chat.title.clone(),
        participants_count: shape::count(people.count()),
        ..empty
    })
}

/// A link that is good.
fn named<'a>(call: &'a Call<'_>, hash: &str) -> Result<&'a Invite, Refused> {
    if hash.is_empty() {
        return Err(Refused::bad("INVITE_HASH_EMPTY"));
    }
    let invite = call.world.invites.get(hash);
    let invite = invite.ok_or_else(|| Refused::bad("INVITE_HASH_INVALID"))?;
    let is_out = call.world.member(invite.chat, call.account).status == Status::Kicked;
    if is_out || !invite.is_good(call.world.date()) {
        return Err(Refused::bad("INVITE_HASH_EXPIRED"));
    }
    Ok(invite)
}

/// `messages.exportChatInvite`: a new link.
pub(super) fn export(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::ExportChatInvite = call.read()?;
    let key = call.peer(&asked.peer)?;
    if let Key::Private(..) = key {
        return Err(Refused::bad("PEER_ID_INVALID"));
    }
    if asked.request_needed && asked.usage_limit.is_some() {
        return Err(Refused::bad("USAGE_LIMIT_INVALID"));
    }
    if asked.subscription_pricing.is_some() {
        return Err(Refused::bad("METHOD_NOT_SIMULATED"));
    }
    call.must_have(key, |rights| rights.can_invite_users)?;
    let date = call.world.date();
    if asked.expire_date.is_some_and(|at| i64::from(at) <= date) {
        return Err(Refused::bad("EXPIRE_DATE_INVALID"));
    }
    let invite = Invite {
        chat: key,
        by: call.account,
        expires: asked.expire_date.map(i64::from),
        limit: asked.usage_limit.filter(|limit| *limit > 0).map(i64::from),
        used: 0,
        asks: asked.request_needed,
        title: asked.title,
    };
    let title = invite.title.clone();
    let permanent = invite.expires.is_none() && invite.limit.is_none();
    let usage_limit = invite.limit.map(shape::int);
    let hash = call.world.add_invite(invite);
    let answer = types::ChatInviteExported {
        revoked: false,
        permanent,
        request_needed: asked.request_needed,
        link: format!("{LINK}{hash}"),
        admin_id: call.account,
        date: updates::date(call.world),
        start_date: None,
        expire_date: asked.expire_date,
        usage_limit,
        usage: None,
        requested: None,
        subscription_expired: None,
        title,
        subscription_pricing: None,
    };
    Ok(enums::ExportedChatInvite::ChatInviteExported(answer).to_bytes())
}

/// `channels.leaveChannel`.
pub(super) fn leave(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::LeaveChannel = call.read()?;
    let key = call.channel(&asked.channel)?;
    let place = call.world.member(key, call.account);
    if !place.is_in() {
        return Err(Refused::bad("USER_NOT_PARTICIPANT"));
    }
    if place.status == Status::Creator {
        return Err(Refused::bad("USER_CREATOR"));
    }
    let account = call.account;
    go(call, key, account, Status::Left)
}

/// `messages.deleteChatUser`: leave a basic group, or throw somebody out of it.
pub(super) fn from_basic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::DeleteChatUser = call.read()?;
    let key = call.basic(asked.chat_id)?;
    let user = call.user(&asked.user_id)?;
    let (own, place) = (
        call.world.member(key, call.account),
        call.world.member(key, user),
    );
    if !place.is_in() {
        return Err(Refused::bad("USER_NOT_PARTICIPANT"));
    }
    if user != call.account && (!own.is_admin() || place.status == Status::Creator) {
        return Err(Refused::bad("CHAT_ADMIN_REQUIRED"));
    }
    let status = if user == call.account {
        Status::Left
    } else {
        Status::Kicked
    };
    go(call, key, user, status)
}

fn go(call: &mut Call<'_>, key: Key, user: UserId, status: Status) -> Answer {
    let account = call.account;
    let mark = Mark::set(call.world, account);
    call.world
        .set_member(key, user, Member::plain(status), account)
        .map_err(|refused| Refused::by_world(&refused))?;
    Ok(mark.updates(call.world, account, Some(key)).to_bytes())
}
