//! Whose view counts. Each identity of a connection sees the backend group with its own
//! eyes; what happens there is to be decided upon once.
//!
//! A frontend that looks after the group itself sees all of it. Where a desk bot does, the
//! bot's view counts of what others do there, and the account's of what the account itself
//! writes (only it can tell its owner's word from what was posted from here). Over MTProto each
//! is told of its own posts, too: nobody's word, whoever tells of it. Deletions count whoever is
//! told of them, since taking a message back twice is taking it back once: over the Bot API no
//! bot is, and an account is not where it is no member. Of relay bots count their own standing
//! and the topics that they made.

use backline_domain::connection::Connection;
use backline_domain::id::{ChatId, IdentityId};
use backline_domain::message::{ChatKind, Content, Event, Message, ServiceKind, Update};
use backline_domain::time::Timestamp;

/// Whether an update of this identity counts.
pub(super) fn counts(connection: &Connection, identity: IdentityId, update: &Update) -> bool {
    if connection.is_relay(identity) {
        return is_a_relays(identity, &update.event);
    }
    let group = connection.group_id();
    let since = connection.desk_in_charge().map(|(_, since)| since);
    if identity == connection.frontend {
        let Some(since) = since else { return true };
        return is_the_accounts(group, since, &update.event);
    }
    match &update.event {
        // How it stands decides whether it comes to be in charge at all.
        Event::OwnMembership(change) => change.chat.kind != ChatKind::Private,
        event => since.is_some_and(|since| is_the_desks(connection, group, since, event)),
    }
}

/// Marks files that the frontend has no name for: it finds them in the messages themselves.
pub(super) fn seen_by_another(updates: &mut [Update]) {
    for update in updates {
        if let Event::Posted(message) | Event::Edited(message) = &mut update.event {
            let seen_in = message.reference();
            if let Content::Media(media) = &mut message.content {
                media.seen_in = Some(seen_in);
            }
        }
    }
}

/// Whether somebody wrote it in the group's name: it has no person then, whoever it was.
pub(super) fn is_anonymous(message: &Message) -> bool {
    let chat = message.sender.chat.as_ref();
    chat.is_some_and(|chat| chat.address == message.chat.address)
}

fn is_a_relays(identity: IdentityId, event: &Event) -> bool {
    match event {
        Event::OwnMembership(_) => true,
        Event::Posted(message) => {
            let is_own = message.sender.user.as_ref().map(|user| user.id) == Some(identity.user);
            let is_topic = matches!(
                &message.content,
                Content::Service(service) if service.kind == ServiceKind::TopicCreated
            );
            is_own && is_topic
        }
        _ => false,
    }
}

fn is_the_accounts(group: Option<ChatId>, since: Timestamp, event: &Event) -> bool {
    match event {
        Event::Posted(message) | Event::Edited(message) => {
            Some(message.chat.id()) != group
                || message.sent_at < since
                || (message.is_outgoing && !is_service(message))
        }
        Event::Reacted(change) => Some(change.chat.id()) != group,
        Event::Member(change) => Some(change.chat.id()) != group,
        Event::Unknown(update) => update.chat.as_ref().map(|chat| chat.id()) != group,
        Event::OwnMembership(_) | Event::Deleted(_) | Event::Business(_) | Event::Person(_) => true,
        // It shows no buttons.
        Event::Pressed(_) => false,
    }
}

fn is_the_desks(
    connection: &Connection,
    group: Option<ChatId>,
    since: Timestamp,
    event: &Event,
) -> bool {
    match event {
        Event::Posted(message) | Event::Edited(message) => {
            let author = message.sender.user.as_ref().map(|user| user.id);
            let is_accounts = author == Some(connection.frontend.user);
            // Posted from here, or by another program of the bot's.
            let is_its_own = message.is_outgoing;
            let is_anothers = !is_accounts && !is_its_own;
            let is_in_group = Some(message.chat.id()) == group;
            is_in_group && message.sent_at >= since && (is_anothers || is_service(message))
        }
        Event::Reacted(change) => Some(change.chat.id()) == group,
        Event::Member(change) => Some(change.chat.id()) == group,
        Event::Pressed(press) => {
            let message = press.message.as_ref();
            message.is_some_and(|message| Some(message.chat.id) == group)
        }
        Event::Unknown(update) => {
            group.is_some() && update.chat.as_ref().map(|chat| chat.id()) == group
        }
        // Messages that are told without their chat are of the bot's own numbers.
        Event::Deleted(deleted) => {
            group.is_some() && deleted.chat.as_ref().map(|chat| chat.id) == group
        }
        Event::OwnMembership(_) | Event::Business(_) | Event::Person(_) => false,
    }
}

const fn is_service(message: &Message) -> bool {
    matches!(message.content, Content::Service(_))
}
