//! Bringing a message to the other side, the same both ways: alone, or with the rest of
//! its album.

use std::time::Duration;

use super::archive::archived;
use super::webhook::to_tell;
use super::{Decision, Draft, Scene};
use crate::change::Change;
use crate::delivery::{Action, Class, Delivery, Key, Lane, LaneKind, Purpose, ReplyTo, Target};
use crate::dialog::{Dialog, OpenAlbum};
use crate::id::{MessageRef, SubChat};
use crate::kept::Kept;
use crate::link::{self, Link, Original, Role, Side};
use crate::message::{Content, Message};
use crate::parameter::Direction;
use crate::payload::{self, Carriage, Frame, Joins, Step};

/// How long an album's first piece waits for the others. Telegram says neither how many
/// there are nor which is the last (inferred).
const ALBUM_GATHERS: Duration = Duration::from_secs(1);

/// Most media that Telegram takes as one album.
const ALBUM_MOST: usize = 10;

/// A message on its way.
pub(super) struct Parcel<'a> {
    /// As it came.
    pub(super) message: &'a Message,
    /// As the other side may see it.
    pub(super) shown: &'a Message,
    /// The side that it comes from.
    pub(super) side: Side,
    pub(super) carriage: Carriage,
    pub(super) frame: &'a Frame,
    /// The language of its lines.
    pub(super) language: crate::catalogue::Language,
    pub(super) is_spoken: bool,
    /// The delivery of its album's other pieces, while it waits for them.
    pub(super) album: Option<&'a Delivery>,
    pub(super) after_silence: bool,
}

// === impl Parcel ===

impl Parcel<'_> {
    fn lane(&self, dialog: &Dialog) -> Lane {
        let kind = match self.side {
            Side::Customer => LaneKind::ToTopic,
            Side::Team => LaneKind::ToCustomer,
        };
        Lane::of(&dialog.key, kind)
    }

    fn target(&self, dialog: &Dialog) -> Target {
        match self.side {
            Side::Customer => Target::Topic,
            Side::Team => Target::Customer {
                thread: dialog.thread,
            },
        }
    }

    fn purpose(&self) -> Purpose {
        let source = self.message.reference();
        match self.side {
            Side::Customer => Purpose::ToTopic { source },
            Side::Team => Purpose::ToCustomer { source },
        }
    }

    const fn class(&self) -> Class {
        match self.side {
            Side::Customer => Class::Customer,
            Side::Team => Class::Operator,
        }
    }
}

/// Adds the message to what the decision sends, and the link by which it is found from
/// now on.
pub(super) fn carry(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    parcel: Parcel<'_>,
    decision: &mut Decision,
) {
    let message = parcel.message;
    let lane = parcel.lane(dialog);
    let next = Key {
        lane: lane.clone(),
        sequence: decision.next_sequence(scene),
    };
    let piece = message.album.as_ref().and_then(|id| {
        let alone = &parcel.carriage;
        let item = payload::album_item(parcel.shown, parcel.frame, parcel.language, alone)?;
        Some((id, item))
    });
    let waits = match piece {
        Some((_, item)) if has_room(parcel.album) => {
            let mut delivery = parcel.album.cloned();
            if let Some(Action::Album {
                items,
                one_by_one,
                reply,
                ..
            }) = delivery.as_mut().map(|delivery| &mut delivery.action)
            {
                items.push(item);
                items.sort_by_key(|item| item.source.message);
                *one_by_one |= !payload::goes_as_one(items, reply.is_some());
            }
            let key = delivery.as_ref().map(|delivery| delivery.key.clone());
            decision.updated.extend(delivery);
            key.unwrap_or(next)
        }
        Some((id, item)) => {
            let slot = dialog.album_mut(parcel.side);
            let is_late = slot.as_ref().is_some_and(|open| open.id == *id);
            *slot = Some(OpenAlbum {
                id: id.clone(),
                key: next.clone(),
                is_refused: false,
            });
            let (items, reply) = (vec![item], reply_to(parcel.shown));
            let action = Action::Album {
                to: parcel.target(dialog),
                one_by_one: !payload::goes_as_one(&items, reply.is_some()),
                items,
                reply,
            };
            let gathers = if is_late {
                Duration::ZERO
            } else {
                ALBUM_GATHERS
            };
            decision.drafts.push(Draft {
                delay: gathers,
                after_silence: parcel.after_silence,
                ..Draft::new(lane, action, parcel.purpose(), parcel.class())
            });
            next
        }
        None => {
            // Also a piece that goes by itself says that its album passes.
            if let Some(id) = &message.album {
                let slot = dialog.album_mut(parcel.side);
                if slot.as_ref().is_none_or(|open| open.id != *id) {
                    *slot = Some(OpenAlbum {
                        id: id.clone(),
                        key: next.clone(),
                        is_refused: false,
                    });
                }
            }
            let action = Action::Carry {
                to: parcel.target(dialog),
                steps: parcel.carriage.steps.clone(),
                done: 0,
                main: u32::try_from(parcel.carriage.main).unwrap_or(0),
                reply: reply_to(parcel.shown),
                joins: joins(&parcel),
            };
            decision.drafts.push(Draft {
                after_silence: parcel.after_silence,
                ..Draft::new(lane, action, parcel.purpose(), parcel.class())
            });
            next
        }
    };
    let kept = kept(scene, dialog, &parcel);
    let archived = archived(scene, dialog, parcel.side, message, parcel.shown);
    let original = Original {
        archived: archived.as_ref().map(|row| row.key.at),
        kept_until: kept.as_ref().map(|kept| kept.until),
        author: match parcel.side {
            Side::Team => message.sender.user.as_ref().map(|user| user.id),
            Side::Customer => None,
        },
        told: to_tell(scene, parcel.side, message),
        hash: hash(message),
        file: file(&message.content),
        is_spoken: parcel.is_spoken,
        quotes: parcel.frame.quotes(),
        waits: Some(waits),
        main: u32::try_from(parcel.carriage.main).unwrap_or(0),
        ..Original::default()
    };
    decision
        .changes
        .push(link_original(scene, dialog, message, parcel.side, original));
    decision
        .changes
        .extend(kept.map(Box::new).map(Change::Keep));
    decision
        .changes
        .extend(archived.map(Box::new).map(Change::Archive));
}

/// What is posted, where its author's deletion would be told: Telegram tells it over MTProto, and
/// over the Bot API in a Business account's chats alone.
fn kept(scene: &Scene<'_>, dialog: &Dialog, parcel: &Parcel<'_>) -> Option<Kept> {
    let parameters = scene.parameters;
    let is_told = parcel.side == Side::Customer
        && !parcel.message.is_outgoing
        && (scene.connection.speaks_mtproto(scene.connection.frontend)
            || matches!(dialog.chat().sub, SubChat::Business(_)))
        && parameters.deletes.contains(Direction::ToTeam);
    (is_told && !parameters.keep_for_edits.is_zero()).then(|| Kept {
        connection: dialog.key.connection.clone(),
        key: key_of(scene, &parcel.message.reference()),
        until: scene.now.after(parameters.keep_for_edits),
        contents: contents(&parcel.carriage),
        merged: None,
    })
}

/// What a customer's text needs to be merged with others.
fn joins(parcel: &Parcel<'_>) -> Option<Joins> {
    let is_customers = parcel.side == Side::Customer;
    let joins = payload::joins(
        parcel.shown,
        parcel.frame,
        parcel.language,
        &parcel.carriage,
    );
    joins.filter(|_| is_customers)
}

/// Whether an album that waits takes one more.
fn has_room(album: Option<&Delivery>) -> bool {
    match album.map(|delivery| &delivery.action) {
        Some(Action::Album { items, .. }) => items.len() < ALBUM_MOST,
        _ => false,
    }
}

fn link_original(
    scene: &Scene<'_>,
    dialog: &Dialog,
    message: &Message,
    side: Side,
    original: Original,
) -> Change {
    let thread = match side {
        Side::Customer => message.topic.map(|topic| topic.0),
        Side::Team => dialog.thread,
    };
    Change::PutLink(Box::new(Link {
        key: key_of(scene, &message.reference()),
        side,
        dialog: dialog.key.clone(),
        thread,
        role: Role::Original(Box::new(original)),
        at: scene.now,
    }))
}

/// A message as the frontend sees it.
pub(super) fn key_of(scene: &Scene<'_>, message: &MessageRef) -> link::Key {
    link::Key {
        identity: scene.connection.frontend,
        chat: message.chat.clone(),
        message: message.message,
        part: 0,
    }
}

/// A reply answers the counterpart of what the message answers; one across chats is
/// none here.
fn reply_to(message: &Message) -> Option<ReplyTo> {
    let reply = message
        .reply
        .as_ref()
        .filter(|reply| reply.chat.is_none())?;
    Some(ReplyTo::CounterpartOf {
        message: MessageRef {
            chat: message.chat.address.clone(),
            message: reply.message,
        },
        quote: reply.quote.clone(),
        quote_position: reply.quote_position,
    })
}

/// What is shown of a message, in short. Link previews, reactions and the ids that a
/// file has for one identity are none of it.
pub(super) fn hash(message: &Message) -> String {
    use sha2::{Digest as _, Sha256};
    let mut content = message.content.clone();
    if let Content::Media(media) = &mut content {
        media.file_id.clear();
        media.seen_in = None;
    }
    // Content is made of texts and numbers: serde_json cannot fail on it.
    let json = serde_json::to_vec(&(content, &message.buttons)).unwrap_or_default();
    let digest = Sha256::digest(json);
    digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The message does not go, as long as nothing of it has: the rest of its album does.
/// `None` when a part is there already.
pub(super) fn taken_back(waiting: &Delivery, source: &MessageRef) -> Option<Decision> {
    let mut rest = waiting.clone();
    let remains = if let Action::Album { items, .. } = &mut rest.action {
        let place = items.iter().position(|item| item.source == *source)?;
        if items.remove(place).done > 0 {
            return None;
        }
        !items.is_empty()
    } else {
        if !matches!(rest.action, Action::Carry { done: 0, .. }) {
            return None;
        }
        false
    };
    let mut decision = Decision::nothing();
    if remains {
        decision.updated.push(rest);
    } else {
        decision.cancelled.push(waiting.clone());
    }
    Some(decision)
}

/// The file's id that is the same for everybody.
pub(super) fn file(content: &Content) -> String {
    if let Content::Media(media) = content {
        media.file_unique_id.clone()
    } else {
        String::new()
    }
}

/// What a carriage shows, part by part, as an edit puts it into what was posted.
pub(super) fn contents(carriage: &Carriage) -> Vec<crate::payload::Payload> {
    let parts = carriage.steps.iter().flat_map(Step::contents);
    parts.cloned().collect()
}
