//! Names and numbers that lead to somebody.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, cast::Cast, login, shape};
use crate::world::Key;

/// `contacts.resolveUsername`.
pub(super) fn username(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::ResolveUsername = call.read()?;
    let name = asked.username.trim_start_matches('@');
    let is_name = (4..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name {
        return Err(Refused::bad("USERNAME_INVALID"));
    }
    let is_it = |other: &Option<String>| {
        other
            .as_deref()
            .is_some_and(|other| other.eq_ignore_ascii_case(name))
    };
    let mut users = call.world.users();
    let user = users.find(|user| !user.deactivated && is_it(&user.username));
    let mut chats = call.world.chats();
    let chat = chats.find(|chat| is_it(&chat.username));
    match (user, chat) {
        (Some(user), _) => Ok(answer(call, Key::private(call.account, user.id))),
        (None, Some(chat)) => Ok(answer(call, chat.key)),
        (None, None) => Err(Refused::bad("USERNAME_NOT_OCCUPIED")),
    }
}

/// `contacts.resolvePhone`.
pub(super) fn phone(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::ResolvePhone = call.read()?;
    let owner = login::owner(call.world, &login::digits(&asked.phone));
    let owner = owner.ok_or_else(|| Refused::bad("PHONE_NOT_OCCUPIED"))?;
    Ok(answer(call, Key::private(call.account, owner)))
}

fn answer(call: &Call<'_>, key: Key) -> Vec<u8> {
    let mut cast = Cast::default();
    match key {
        Key::Private(..) => cast.user(key.id_for(call.account)),
        Key::Group(_) => cast.chat(key),
    }
    let (users, chats) = cast.shapes(call.world, call.account);
    let answer = types::contacts::ResolvedPeer {
        peer: shape::peer(key, call.account),
        chats,
        users,
    };
    enums::contacts::ResolvedPeer::Peer(answer).to_bytes()
}
