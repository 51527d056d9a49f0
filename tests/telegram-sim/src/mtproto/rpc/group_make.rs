//! Groups made.

use grammers_tl_types::{Serializable as _, functions};
use serde_json::json;

use super::{Answer, Call, Refused, event::Mark, group_bring::invited};
use crate::world::{Author, GENERAL, Key, Kind, Member, Service, Status, Topic, UserId};

/// The longest title, in characters.
const TITLE_LIMIT: usize = 128;

/// `channels.createChannel`: a supergroup, with topics or without, or a channel.
pub(super) fn channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::CreateChannel = call.read()?;
    let title = title(&asked.title)?;
    let account = call.account;
    if call.world.user(account).is_some_and(|user| user.limited) {
        return Err(Refused::forbidden("USER_RESTRICTED"));
    }
    if call.world.is_in_too_many(account) {
        return Err(Refused::bad("CHANNELS_TOO_MUCH"));
    }
    let kind = if asked.megagroup || asked.forum {
        Kind::Super
    } else {
        Kind::Channel
    };
    let mark = Mark::set(call.world, account);
    let key = Key::Group(call.world.add_chat(kind, &title, account));
    let (word, author) = match kind {
        Kind::Channel => ("channel_chat_created", Author::Channel(account)),
        _ => ("supergroup_chat_created", Author::User(account)),
    };
    let made = Service::Other(word.to_owned(), json!(true));
    call.world.post_service(key, None, author, made);
    if asked.forum {
        become_forum(call, key);
    }
    Ok(mark.updates(call.world, account, Some(key)).to_bytes())
}

/// `messages.createChat`: a basic group.
pub(super) fn basic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::CreateChat = call.read()?;
    let title = title(&asked.title)?;
    let account = call.account;
    let mut users: Vec<UserId> = Vec::new();
    for user in &asked.users {
        let user = call.user(user)?;
        if user != account && !users.contains(&user) {
            users.push(user);
        }
    }
    if users.is_empty() {
        return Err(Refused::bad("USERS_TOO_FEW"));
    }
    let mark = Mark::set(call.world, account);
    let key = Key::Group(call.world.add_chat(Kind::Basic, &title, account));
    let (mut welcome, mut missing) = (Vec::new(), Vec::new());
    for user in users {
        match call.world.may_bring(account, user, key) {
            Ok(()) => welcome.push(user),
            Err("") => missing.push(user),
            Err(word) => {
                call.world.chats.remove(&key);
                return Err(Refused::bad(word));
            }
        }
    }
    for user in welcome {
        call.world.put_in(key, user, account);
    }
    let made = Service::Other("group_chat_created".to_owned(), json!(true));
    call.world
        .post_service(key, None, Author::User(account), made);
    let updates = mark.updates(call.world, account, Some(key));
    Ok(invited(updates, &missing).to_bytes())
}

/// A title as Telegram takes it.
pub(super) fn title(title: &str) -> Result<String, Refused> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Refused::bad("CHAT_TITLE_EMPTY"));
    }
    Ok(title.chars().take(TITLE_LIMIT).collect())
}

/// Topics are on from now on; General is there at once.
pub(super) fn become_forum(call: &mut Call<'_>, key: Key) {
    if let Some(chat) = call.world.chats.get_mut(&key) {
        chat.forum = true;
        chat.topics.entry(GENERAL).or_insert_with(Topic::general);
    }
}

// === impl World ===

impl crate::world::World {
    /// Puts somebody into a group that is just being made: only bots are told.
    fn put_in(&mut self, key: Key, user: UserId, by: UserId) {
        let (before, now) = (Member::plain(Status::Left), Member::plain(Status::Member));
        if let Some(chat) = self.chats.get_mut(&key) {
            chat.members.insert(user, now.clone());
        }
        self.raise_member(key, user, &before, &now, by);
    }
}
