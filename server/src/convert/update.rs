//! Updates.

use backline_domain::id::MessageId;
use backline_domain::message::{
    BusinessConnection, ButtonPress, Deletion, Event, Membership, PersonChange, ReactionChange,
    UnknownUpdate, Update, UpdateKey,
};
use backline_proto::gateway::v1 as proto;
use prost::Message as _;
use proto::update::Event as Wire;
use sha2::{Digest as _, Sha256};

use super::{
    Error, Result, address, chat, malformed, member, message, nonzero, person, reaction, time,
};

/// The update. There is no error.
///
/// One whose required parts are missing becomes
/// [`Event::Unknown`] of kind `malformed` with what could be made out, so that
/// it is kept, told, and holds nothing up. One without a key gets one made of
/// its own bytes, so that it is still the same when it comes twice.
#[must_use]
pub fn from_proto(update: proto::Update) -> Update {
    let key = key_from_proto(&update);
    let event = match update.event {
        None => malformed::without_event(),
        Some(event) => {
            event_from_proto(event.clone()).unwrap_or_else(|error| malformed::event(event, error))
        }
    };
    Update { key, event }
}

/// The update.
#[must_use]
pub fn to_proto(update: &Update) -> proto::Update {
    let key = proto::UpdateKey {
        source: update.key.source.clone(),
        update_id: update.key.update_id,
        natural_key: update.key.natural.clone(),
    };
    proto::Update {
        key: Some(key),
        event: Some(event_to_proto(&update.event)),
    }
}

fn key_from_proto(update: &proto::Update) -> UpdateKey {
    let key = update.key.clone().unwrap_or_default();
    let natural = if key.update_id == 0 && key.natural_key.is_empty() {
        format!("sha256:{:x}", Sha256::digest(update.encode_to_vec()))
    } else {
        key.natural_key
    };
    UpdateKey {
        source: key.source,
        update_id: key.update_id,
        natural,
    }
}

fn event_from_proto(event: Wire) -> Result<Event> {
    Ok(match event {
        Wire::MessagePosted(posted) => Event::Posted(Box::new(message::from_proto(posted)?)),
        Wire::MessageEdited(edited) => Event::Edited(Box::new(message::from_proto(edited)?)),
        Wire::MessagesDeleted(deleted) => Event::Deleted(deletion_from_proto(deleted)?),
        Wire::ReactionChanged(change) => {
            if change.message_id == 0 {
                return Err(Error::Missing("reaction_changed.message_id"));
            }
            Event::Reacted(Box::new(ReactionChange {
                chat: chat::from_proto(
                    change.chat.ok_or(Error::Missing("reaction_changed.chat"))?,
                )?,
                message: MessageId(change.message_id),
                actor: person::sender_from_proto(change.actor.unwrap_or_default())?,
                old: reaction::from_proto(change.old_reactions),
                new: reaction::from_proto(change.new_reactions),
                at: change.change_time.map(time::from_proto).unwrap_or_default(),
            }))
        }
        Wire::OwnMembershipChanged(change) => {
            Event::OwnMembership(Box::new(membership_from_proto(change)?))
        }
        Wire::MemberChanged(change) => Event::Member(Box::new(membership_from_proto(change)?)),
        Wire::ButtonPressed(press) => Event::Pressed(Box::new(ButtonPress {
            query: press.query_id,
            actor: person::from_proto(press.actor.ok_or(Error::Missing("button_pressed.actor"))?)?,
            message: press.message.map(address::message_from_proto).transpose()?,
            data: press.callback_data,
        })),
        Wire::BusinessConnectionChanged(change) => {
            let owner = change
                .owner
                .ok_or(Error::Missing("business_connection_changed.owner"))?;
            Event::Business(Box::new(BusinessConnection {
                id: change.business_connection_id,
                owner: person::from_proto(owner)?,
                is_enabled: change.is_enabled,
                can_reply: change.can_reply,
            }))
        }
        Wire::PersonChanged(change) => {
            let person = change
                .person
                .ok_or(Error::Missing("person_changed.person"))?;
            Event::Person(Box::new(PersonChange {
                person: person::from_proto(person)?,
                phone: change.phone,
            }))
        }
        Wire::Unknown(unknown) => Event::Unknown(Box::new(unknown_from_proto(unknown)?)),
    })
}

/// A deletion in a chat that is named, but not so that it can be understood, is
/// malformed: it must not look like one whose chat Telegram does not tell.
fn deletion_from_proto(deleted: proto::MessagesDeleted) -> Result<Deletion> {
    let chat = deleted.chat.filter(|chat| *chat != Default::default());
    Ok(Deletion {
        chat: chat.map(address::from_proto).transpose()?,
        messages: deleted.message_ids.into_iter().map(MessageId).collect(),
    })
}

fn membership_from_proto(change: proto::MembershipChanged) -> Result<Membership> {
    Ok(Membership {
        chat: chat::from_proto(
            change
                .chat
                .ok_or(Error::Missing("membership_changed.chat"))?,
        )?,
        actor: person::from_proto(
            change
                .actor
                .ok_or(Error::Missing("membership_changed.actor"))?,
        )?,
        member: person::from_proto(
            change
                .member
                .ok_or(Error::Missing("membership_changed.member"))?,
        )?,
        old: member::status_from_proto(change.old_status)?,
        new: member::status_from_proto(change.new_status)?,
        rights: member::rights_from_proto(change.rights),
        at: change.change_time.map(time::from_proto).unwrap_or_default(),
    })
}

fn unknown_from_proto(unknown: proto::UnknownUpdate) -> Result<UnknownUpdate> {
    let raw_kind = if unknown.raw_kind.is_empty() {
        "unknown".into()
    } else {
        unknown.raw_kind
    };
    Ok(UnknownUpdate {
        raw_kind,
        raw_json: unknown.raw_json,
        chat: unknown.chat.map(chat::from_proto).transpose()?,
        sender: person::sender_from_proto(unknown.sender.unwrap_or_default())?,
        message: nonzero(unknown.message_id).map(MessageId),
    })
}

fn event_to_proto(event: &Event) -> Wire {
    match event {
        Event::Posted(posted) => Wire::MessagePosted(message::to_proto(posted)),
        Event::Edited(edited) => Wire::MessageEdited(message::to_proto(edited)),
        Event::Deleted(deleted) => Wire::MessagesDeleted(proto::MessagesDeleted {
            chat: deleted.chat.as_ref().map(address::to_proto),
            message_ids: deleted.messages.iter().map(|message| message.0).collect(),
        }),
        Event::Reacted(change) => Wire::ReactionChanged(proto::ReactionChanged {
            chat: Some(chat::to_proto(&change.chat)),
            message_id: change.message.0,
            actor: Some(person::sender_to_proto(&change.actor)),
            old_reactions: reaction::to_proto(&change.old),
            new_reactions: reaction::to_proto(&change.new),
            change_time: Some(time::to_proto(change.at)),
        }),
        Event::OwnMembership(change) => Wire::OwnMembershipChanged(membership_to_proto(change)),
        Event::Member(change) => Wire::MemberChanged(membership_to_proto(change)),
        Event::Pressed(press) => Wire::ButtonPressed(proto::ButtonPressed {
            query_id: press.query.clone(),
            actor: Some(person::to_proto(&press.actor)),
            message: press.message.as_ref().map(address::message_to_proto),
            callback_data: press.data.clone(),
        }),
        Event::Business(change) => {
            Wire::BusinessConnectionChanged(proto::BusinessConnectionChanged {
                business_connection_id: change.id.clone(),
                owner: Some(person::to_proto(&change.owner)),
                is_enabled: change.is_enabled,
                can_reply: change.can_reply,
                ..proto::BusinessConnectionChanged::default()
            })
        }
        Event::Person(change) => Wire::PersonChanged(proto::PersonChanged {
            person: Some(person::to_proto(&change.person)),
            phone: change.phone.clone(),
        }),
        Event::Unknown(unknown) => Wire::Unknown(proto::UnknownUpdate {
            raw_kind: unknown.raw_kind.clone(),
            raw_json: unknown.raw_json.clone(),
            chat: unknown.chat.as_ref().map(chat::to_proto),
            sender: Some(person::sender_to_proto(&unknown.sender)),
            message_id: unknown.message.map_or(0, |message| message.0),
        }),
    }
}

fn membership_to_proto(change: &Membership) -> proto::MembershipChanged {
    proto::MembershipChanged {
        chat: Some(chat::to_proto(&change.chat)),
        actor: Some(person::to_proto(&change.actor)),
        member: Some(person::to_proto(&change.member)),
        old_status: member::status_to_proto(change.old).into(),
        new_status: member::status_to_proto(change.new).into(),
        rights: Some(member::rights_to_proto(change.rights)),
        change_time: Some(time::to_proto(change.at)),
    }
}
