//! Who may be named when something is decided.

use std::collections::BTreeSet;

use crate::message::{Content, Event, FormattedText, Message, Update};

/// Everybody whom the decision about an update may name, by their ids.
#[must_use]
pub fn people(update: &Update) -> BTreeSet<i64> {
    let mut ids = BTreeSet::new();
    match &update.event {
        Event::Posted(message) | Event::Edited(message) => of_message(message, &mut ids),
        Event::Reacted(change) => {
            ids.extend(change.actor.user.iter().map(|user| user.id.0));
            ids.extend(change.actor.chat.iter().map(|chat| chat.id().0));
        }
        Event::OwnMembership(change) | Event::Member(change) => {
            ids.insert(change.chat.id().0);
        }
        Event::Person(change) => {
            ids.insert(change.person.id.0);
        }
        Event::Deleted(_) | Event::Pressed(_) | Event::Business(_) | Event::Unknown(_) => {}
    }
    ids.remove(&0);
    ids
}

fn of_message(message: &Message, ids: &mut BTreeSet<i64>) {
    ids.insert(message.chat.id().0);
    ids.extend(message.sender.user.iter().map(|user| user.id.0));
    ids.extend(message.sender.chat.iter().map(|chat| chat.id().0));
    if let Some(origin) = &message.forward {
        ids.extend(origin.user.iter().map(|user| user.id.0));
        ids.extend(origin.chat.iter().map(|chat| chat.id().0));
    }
    if let Some(reply) = &message.reply {
        of_text(reply.quote.as_ref(), ids);
        of_text(reply.answered_text.as_ref(), ids);
    }
    of_text(message.content.text(), ids);
    match &message.content {
        Content::Service(service) => ids.extend(service.users.iter().map(|user| user.id.0)),
        Content::Poll(poll) => {
            let texts = [&poll.description, &poll.explanation];
            for text in texts.into_iter().chain(&poll.options) {
                of_text(Some(text), ids);
            }
        }
        Content::Text(_)
        | Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Unsupported(_) => {}
    }
}

fn of_text(text: Option<&FormattedText>, ids: &mut BTreeSet<i64>) {
    let entities = text.into_iter().flat_map(|text| &text.entities);
    ids.extend(entities.filter_map(|entity| entity.user));
}
