//! Chats and their members, as bots ask for them.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{Key, Kind, Member, Status, UserId, rate::Cost};

pub(crate) fn get(ask: &mut Ask<'_>) -> Answer {
    let chat = present(ask)?;
    Ok(ask.world.full_chat_wire(chat, ask.bot))
}

pub(crate) fn member(ask: &mut Ask<'_>) -> Answer {
    let chat = present(ask)?;
    let user = user(ask)?;
    let kind = ask.world.chat(chat).map_or(Kind::Private, |chat| chat.kind);
    if ask.world.user(user).is_none() {
        return Err(Refusal::bad("member not found"));
    }
    Ok(ask
        .world
        .member(chat, user)
        .wire(ask.world.user_wire(user), kind))
}

pub(crate) fn administrators(ask: &mut Ask<'_>) -> Answer {
    let chat = present(ask)?;
    let Some(found) = ask.world.chat(chat) else {
        return Err(Refusal::bad("chat not found"));
    };
    if found.kind == Kind::Private {
        return Err(Refusal::bad(
            "there are no administrators in the private chat",
        ));
    }
    // Other bots are left out, the asking one is not.
    let admins = found.members.iter().filter(|(id, member)| {
        member.is_admin()
            && (**id == ask.bot || ask.world.user(**id).is_some_and(|user| !user.is_bot()))
    });
    Ok(admins
        .map(|(id, member)| member.wire(ask.world.user_wire(*id), found.kind))
        .collect())
}

pub(crate) fn member_count(ask: &mut Ask<'_>) -> Answer {
    let chat = present(ask)?;
    let members = ask.world.chat(chat).map_or(0, |chat| {
        chat.members
            .values()
            .filter(|member| member.is_in())
            .count()
    });
    Ok(json!(members))
}

pub(crate) fn leave(ask: &mut Ask<'_>) -> Answer {
    let chat = present(ask)?;
    if matches!(chat, Key::Private(..)) {
        return Err(Refusal::bad("chat not found"));
    }
    let bot = ask.bot;
    ask.world
        .set_member(chat, bot, Member::plain(Status::Left), bot)?;
    Ok(json!(true))
}

pub(crate) fn ban(ask: &mut Ask<'_>) -> Answer {
    set_status(ask, Status::Kicked)
}

pub(crate) fn unban(ask: &mut Ask<'_>) -> Answer {
    set_status(ask, Status::Left)
}

fn set_status(ask: &mut Ask<'_>, status: Status) -> Answer {
    let chat = ask.writable("chat_id")?;
    let user = user(ask)?;
    if !ask.world.member(chat, ask.bot).rights.can_restrict_members {
        return Err(Refusal::bad(
            "not enough rights to restrict/unrestrict chat member",
        ));
    }
    let old = ask.world.member(chat, user);
    if old.status == Status::Creator {
        return Err(Refusal::bad("can't remove chat owner"));
    }
    if old.status == Status::Administrator {
        return Err(Refusal::bad("user is an administrator of the chat"));
    }
    ask.spend(chat, Cost::Guarded)?;
    let bot = ask.bot;
    ask.world
        .set_member(chat, user, Member::plain(status), bot)?;
    Ok(json!(true))
}

pub(crate) fn profile_photos(ask: &mut Ask<'_>) -> Answer {
    user(ask)?;
    Ok(json!({"total_count": 0, "photos": Value::Array(Vec::new())}))
}

/// A chat that the bot is in; those who left or were thrown out learn nothing of it.
fn present(ask: &mut Ask<'_>) -> Result<Key, Refusal> {
    let chat = ask.chat("chat_id")?;
    if let Some(to) = ask.world.chat(chat).and_then(|chat| chat.migrated_to) {
        return Err(Refusal::migrated(to));
    }
    let kind = ask.world.chat(chat).map_or(Kind::Private, |chat| chat.kind);
    let word = match kind {
        Kind::Private => return Ok(chat),
        Kind::Basic => "group",
        Kind::Super => "supergroup",
        Kind::Channel => "channel",
    };
    match ask.world.member(chat, ask.bot).status {
        Status::Kicked => Err(Refusal::forbidden(format!(
            "bot was kicked from the {word} chat"
        ))),
        Status::Left => Err(Refusal::forbidden(format!(
            "bot is not a member of the {word} chat"
        ))),
        _ => {
            ask.spend(chat, Cost::Guarded)?;
            Ok(chat)
        }
    }
}

fn user(ask: &Ask<'_>) -> Result<UserId, Refusal> {
    ask.params
        .int("user_id")?
        .ok_or_else(|| Refusal::bad("invalid user_id specified"))
}
