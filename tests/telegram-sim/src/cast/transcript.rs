//! Conversations as text, for snapshots.

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    conversation::inside,
    seen::{is_elsewhere, sender},
};
use crate::world::{Body, Key, Message, Service, World};

/// One line a message. Albums are numbered as they come.
pub(crate) fn transcript(world: &World, key: Key, thread: Option<i64>) -> String {
    let mut out = String::new();
    let mut albums: Vec<&str> = Vec::new();
    for message in inside(world, key, thread) {
        let album = message.album.as_deref().map(|album| {
            let known = albums.iter().position(|other| *other == album);
            known.unwrap_or_else(|| {
                albums.push(album);
                albums.len() - 1
            })
        });
        let _ = writeln!(out, "{}", line(world, message, album));
    }
    out
}

fn line(world: &World, message: &Message, album: Option<usize>) -> String {
    let sender = sender(world, message);
    if let Body::Service(service) = &message.body {
        return format!("-- {sender}: {}", happened(world, service));
    }
    let mut line = match message.business_bot {
        Some(bot) => format!("[{sender}, by {}]", world.name_of(bot)),
        None => format!("[{sender}]"),
    };
    if let Some(origin) = &message.forward {
        let _ = write!(line, " forwards {}", origin_name(origin));
    }
    if let Some(target) = message.reply_to.and_then(|uid| world.message(uid)) {
        let place = if is_elsewhere(world, message) {
            " elsewhere"
        } else {
            ""
        };
        let manual = message.quote.as_ref().filter(|quote| quote.manual);
        let _ = match (manual, target.body.text()) {
            (Some(quote), _) => write!(line, " (quotes {:?}{place})", quote.text.text),
            (None, Some(text)) => {
                let first = text.text.lines().next().unwrap_or_default();
                write!(line, " (to {first:?}{place})")
            }
            (None, None) => write!(line, " (to {:?}{place})", target.body.kind()),
        };
    }
    if let Body::Plain(kind, value) = &message.body {
        let _ = write!(line, " <{kind} {value}>");
    } else if message.body.kind() != "text" {
        let album = album.map_or_else(String::new, |no| format!(" in album {}", no + 1));
        let _ = write!(line, " <{}{album}>", message.body.kind());
    }
    if let Some(text) = message.body.text() {
        // Continued lines are indented, so that a text cannot pretend to be the next message.
        let _ = write!(line, " {}", text.text.replace('\n', "\n    "));
    }
    if message.edited {
        line.push_str(" (edited)");
    }
    for (who, emoji) in &message.reactions {
        let _ = write!(line, " {{{} {}}}", emoji.join(""), world.name_of(*who));
    }
    for label in buttons(message) {
        let _ = write!(line, " [[{label}]]");
    }
    line
}

/// The name that a forward shows.
pub(crate) fn origin_name(origin: &Value) -> String {
    let name = match origin["type"].as_str() {
        Some("user") => &origin["sender_user"]["first_name"],
        Some("chat") => &origin["sender_chat"]["title"],
        Some("channel") => &origin["chat"]["title"],
        _ => &origin["sender_user_name"],
    };
    name.as_str().unwrap_or_default().to_owned()
}

fn buttons(message: &Message) -> Vec<String> {
    let rows = message
        .markup
        .as_ref()
        .and_then(|markup| markup["inline_keyboard"].as_array());
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|button| Some(button["text"].as_str()?.to_owned()))
        .collect()
}

/// A service message in words.
pub(crate) fn happened(world: &World, service: &Service) -> String {
    match service {
        Service::TopicCreated { name, .. } => format!("created the topic {name:?}"),
        Service::TopicEdited {
            name: Some(name), ..
        } => format!("renamed the topic to {name:?}"),
        Service::TopicEdited { .. } => "changed the topic's icon".to_owned(),
        Service::TopicClosed => "closed the topic".to_owned(),
        Service::TopicReopened => "reopened the topic".to_owned(),
        Service::NewMembers(ids) => {
            let names: Vec<String> = ids.iter().map(|id| world.name_of(*id)).collect();
            format!("added {}", names.join(", "))
        }
        Service::LeftMember(id) => format!("removed {}", world.name_of(*id)),
        Service::Pinned(uid) => {
            let text = world.message(*uid).and_then(|message| message.body.text());
            format!(
                "pinned {:?}",
                text.map(|text| text.text.as_str()).unwrap_or_default()
            )
        }
        Service::MigrateTo(_) => "made it a supergroup".to_owned(),
        Service::MigrateFrom(_) => "it was a basic group before".to_owned(),
        Service::NewTitle(title) => format!("changed the title to {title:?}"),
        Service::Other(field, _) => field.clone(),
    }
}
