//! Forum topics.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{GENERAL, Key, Violation, rate::Cost, topic::COLORS};

/// The longest name; what is longer is cut.
const NAME_LIMIT: usize = 128;

pub(crate) fn create(ask: &mut Ask<'_>) -> Answer {
    let chat = forum(ask)?;
    if !ask.world.member(chat, ask.bot).rights.can_manage_topics {
        return Err(Refusal::bad("not enough rights to create a topic"));
    }
    let name = name(ask);
    if name.is_empty() {
        return Err(Refusal::bad("title must be non-empty"));
    }
    let color = ask.params.int("icon_color")?.unwrap_or(COLORS[0]);
    if !COLORS.contains(&color) {
        return Err(Refusal::bad("TOPIC_ICON_COLOR_INVALID"));
    }
    let icon = ask.params.string("icon_custom_emoji_id");
    ask.spend(chat, Cost::Units(1))?;
    let bot = ask.bot;
    let (thread, _) = ask
        .world
        .create_topic(chat, bot, &name, color, icon.clone());
    let mut topic = json!({"message_thread_id": thread, "name": name, "icon_color": color});
    if let Some(icon) = icon {
        topic["icon_custom_emoji_id"] = json!(icon);
    }
    Ok(topic)
}

pub(crate) fn edit(ask: &mut Ask<'_>) -> Answer {
    let chat = forum(ask)?;
    let thread = existing(ask, chat)?;
    manage(ask, chat, thread, "edit the topic")?;
    let name = Some(name(ask)).filter(|name| !name.is_empty());
    let icon = ask.params.string("icon_custom_emoji_id");
    if name.is_none() && icon.is_none() {
        return Ok(json!(true));
    }
    let topic = ask.world.topic(chat, thread);
    let same = topic.is_some_and(|topic| {
        name.as_ref().is_none_or(|name| *name == topic.name)
            && (icon.is_none() || icon == topic.icon)
    });
    if same {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    ask.spend(chat, Cost::Units(1))?;
    let bot = ask.bot;
    ask.world.edit_topic(chat, thread, bot, name, icon)?;
    Ok(json!(true))
}

pub(crate) fn close(ask: &mut Ask<'_>) -> Answer {
    set_closed(ask, true)
}

pub(crate) fn reopen(ask: &mut Ask<'_>) -> Answer {
    set_closed(ask, false)
}

fn set_closed(ask: &mut Ask<'_>, closed: bool) -> Answer {
    let chat = forum(ask)?;
    let thread = existing(ask, chat)?;
    manage(ask, chat, thread, "close or open the topic")?;
    if ask
        .world
        .topic(chat, thread)
        .is_some_and(|topic| topic.closed == closed)
    {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    ask.spend(chat, Cost::Units(1))?;
    let bot = ask.bot;
    ask.world.set_topic_closed(chat, thread, bot, closed)?;
    Ok(json!(true))
}

pub(crate) fn delete(ask: &mut Ask<'_>) -> Answer {
    let chat = forum(ask)?;
    let thread = existing(ask, chat)?;
    if !ask.world.member(chat, ask.bot).rights.can_delete_messages {
        return Err(Refusal::bad("not enough rights to delete the topic"));
    }
    ask.spend(chat, Cost::Units(1))?;
    ask.world.delete_topic(chat, thread)?;
    Ok(json!(true))
}

pub(crate) fn icon_stickers(_: &mut Ask<'_>) -> Answer {
    Ok(Value::Array(Vec::new()))
}

fn forum(ask: &mut Ask<'_>) -> Result<Key, Refusal> {
    let chat = ask.writable("chat_id")?;
    if ask.world.chat(chat).is_some_and(|chat| chat.forum) {
        Ok(chat)
    } else {
        Err(Refusal::bad("the chat is not a forum"))
    }
}

fn existing(ask: &Ask<'_>, chat: Key) -> Result<i64, Refusal> {
    let thread = ask.params.int("message_thread_id")?.unwrap_or_default();
    if thread <= 0 {
        return Err(Refusal::bad("invalid forum topic identifier specified"));
    }
    if thread == GENERAL || ask.world.topic(chat, thread).is_none() {
        return Err(Refusal::bad("TOPIC_ID_INVALID"));
    }
    Ok(thread)
}

fn manage(ask: &Ask<'_>, chat: Key, thread: i64, what: &str) -> Result<(), Refusal> {
    if ask.world.manages_topic(chat, thread, ask.bot) {
        Ok(())
    } else {
        Err(Refusal::bad(format!("not enough rights to {what}")))
    }
}

/// Characters that are a blank in a name (tdlib `clean_name`).
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character < ' '
        || matches!(
            character,
            '\u{2800}' | '\u{FFFC}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// The name in the call as Telegram takes it: runs of blanks are one, none stands at an
/// end, and it is cut to what Telegram keeps.
fn name(ask: &mut Ask<'_>) -> String {
    let name = ask.params.string("name").unwrap_or_default();
    let words: Vec<&str> = name
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join(" ");
    if name.chars().count() > NAME_LIMIT {
        let what = format!(
            "a topic name of {} characters was cut to {NAME_LIMIT}",
            name.chars().count()
        );
        let bot = ask.bot;
        ask.world.journal.blame(Violation::Careless { bot, what });
    }
    name.chars().take(NAME_LIMIT).collect()
}
