//! The world as the page shows it.

use serde_json::{Value, json};

use crate::{
    cast::{happened, origin_name, seen},
    world::{Body, Chat, GENERAL, Key, Message, World},
};

/// How many messages of a chat the page gets.
const SHOWN: usize = 1_000;

/// Everything that the page needs.
pub(crate) fn of(world: &World) -> Value {
    let people: Vec<Value> = world
        .users()
        .filter(|user| !user.is_bot())
        .map(|user| {
            let phone = format!("+{}", crate::mtproto::phone(user.id));
            let code = world.login_code(&phone);
            json!({
                "id": user.id, "name": user.name(), "username": user.username, "phone": phone, "login_code": code,
            })
        })
        .collect();
    let bots: Vec<Value> = world
        .users()
        .filter_map(|user| {
            let bot = user.bot.as_ref()?;
            Some(json!({
                "id": user.id,
                "name": user.name(),
                "username": user.username,
                "token": bot.token,
                "waiting_updates": world.waiting_updates(user.id),
            }))
        })
        .collect();
    let chats: Vec<Value> = world.chats().map(|chat| chat_of(world, chat)).collect();
    json!({
        "now": world.date(),
        "people": people,
        "bots": bots,
        "chats": chats,
        "violations": world.violations().len(),
    })
}

fn chat_of(world: &World, chat: &Chat) -> Value {
    let mut out = json!({
        "kind": chat.kind.word(),
        "title": chat.title,
        "forum": chat.forum,
        "migrated_to": chat.migrated_to,
        "members": chat
            .members
            .iter()
            .filter(|(_, member)| member.is_in())
            .map(|(id, member)| json!({"id": id, "status": member.status.word()}))
            .collect::<Value>(),
    });
    match chat.key {
        Key::Private(one, other) => out["with"] = json!([one, other]),
        Key::Group(id) => out["id"] = json!(id),
    }
    let messages: Vec<&Message> = world.messages_in(chat.key).collect();
    let first = messages.len().saturating_sub(SHOWN);
    out["messages"] = messages
        .iter()
        .skip(first)
        .map(|message| message_of(world, message))
        .collect();
    if chat.forum {
        let topics = chat.topics.values().filter(|topic| !topic.deleted);
        out["topics"] = topics
            .map(|topic| {
                json!({
                    "thread": topic.thread,
                    "name": topic.name,
                    "color": topic.color,
                    "closed": topic.closed,
                })
            })
            .collect();
    }
    out
}

fn message_of(world: &World, message: &Message) -> Value {
    let seen = seen(world, message);
    let mut out = json!({
        "uid": message.uid.0,
        "id": seen.id,
        "from": seen.from,
        "sender": seen.sender,
        "kind": seen.kind,
        "text": seen.text,
        "entities": seen.entities,
        "thread": seen.thread.unwrap_or(GENERAL),
        "date": seen.date,
        "edited": seen.edited,
        "album": seen.album,
        "reactions": seen.reactions,
        "forwarded": seen.forward.as_ref().map(origin_name),
        "via": message.extra.get("via_bot").map(|bot| bot["first_name"].clone()),
    });
    match &message.body {
        Body::Service(service) => out["service"] = json!(happened(world, service)),
        Body::Media(media) => {
            let file = world.files.get(media.file);
            out["file"] = json!(file.map(|file| file.name.clone()));
            if file.is_some_and(|file| file.looks_like().is_some()) {
                out["picture"] = json!(media.file.0);
            }
            out["spoiler"] = json!(media.spoiler);
        }
        Body::Plain(_, value) => out["value"] = value.clone(),
        Body::Text(_) => {}
    }
    if let Some(target) = message.reply_to.and_then(|uid| world.message(uid)) {
        let text = target
            .body
            .text()
            .map_or(target.body.kind(), |text| text.text.as_str());
        out["reply"] = json!({
            "uid": target.uid.0,
            "sender": world.name_of(target.author.account()),
            "text": seen.quote.as_deref().unwrap_or(text),
            "quoted": message.quote.as_ref().is_some_and(|quote| quote.manual),
            "gone": target.deleted,
        });
    }
    if let Some(rows) = message
        .markup
        .as_ref()
        .map(|markup| &markup["inline_keyboard"])
    {
        out["buttons"] = rows.clone();
    }
    out
}
