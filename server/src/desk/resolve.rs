//! From a stored action to a call: where the topic is, which message is
//! answered, and what is left to do about a topic's looks.

use backline_domain::delivery::{Action, Delivery, Purpose, ReplyTo, Sent, Target, TopicStep};
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, ChatId, MessageRef, TopicId};
use backline_domain::link::{self, Original};
use backline_domain::message::Content;
use backline_domain::parameter::Parameters;
use backline_domain::payload::{Item, Payload, Step, may_copy_album};
use backline_domain::reaction::Reactions;
use backline_domain::relay::wanted_look;

use super::call::{Call, Place, Reply};
use backline_domain::connection::Connection;

/// What a delivery's action comes to now.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Resolved {
    /// This call.
    Call {
        /// The call.
        call: Box<Call>,
        /// What its outcome has to know of it.
        sent: Sent,
    },
    /// Nothing is left to do: the delivery is done.
    Nothing,
    /// What it edits became this dead letter: that is changed.
    IntoLetter(u64),
    /// It cannot go yet: there is no group, or no topic.
    NotYet,
}

/// The messages whose links have to be read before a delivery can be resolved: what it
/// answers, what it carries, edits or takes back.
pub(super) fn wanted_links(connection: &Connection, delivery: &Delivery) -> Vec<link::Key> {
    let mut keys = link_keys(connection, delivery);
    let reply = match &delivery.action {
        Action::Send { reply, .. } | Action::Carry { reply, .. } | Action::Album { reply, .. } => {
            reply.as_ref()
        }
        _ => None,
    };
    if let Some(ReplyTo::CounterpartOf { message, .. }) = reply {
        keys.push(key_of(connection, message));
    }
    keys
}

/// The originals that a delivery carries, edits or takes back.
pub(super) fn link_keys(connection: &Connection, delivery: &Delivery) -> Vec<link::Key> {
    let sources: Vec<&MessageRef> = match (&delivery.action, &delivery.purpose) {
        (Action::Album { items, .. }, _) => items.iter().map(|item| &item.source).collect(),
        (Action::Edit { source, .. } | Action::Withdraw { source }, _)
        | (_, Purpose::ToTopic { source } | Purpose::ToCustomer { source }) => vec![source],
        _ => Vec::new(),
    };
    let keys = sources.into_iter().map(|source| key_of(connection, source));
    keys.collect()
}

/// The message whose reactions a delivery is about: its own, or those to the operator's
/// message that gets a receipt.
pub(super) fn reacted_to(connection: &Connection, delivery: &Delivery) -> Option<link::Key> {
    let message = match (&delivery.action, &delivery.purpose) {
        (Action::SyncReaction { message }, _) => message,
        (_, Purpose::ToCustomer { source }) => source,
        _ => return None,
    };
    Some(key_of(connection, message))
}

fn key_of(connection: &Connection, message: &MessageRef) -> link::Key {
    link::Key {
        identity: connection.frontend,
        chat: message.chat.clone(),
        message: message.message,
        part: 0,
    }
}

/// What is known besides the delivery.
pub(super) struct Known<'a> {
    pub(super) connection: &'a Connection,
    pub(super) parameters: &'a Parameters,
    pub(super) dialog: Option<&'a Dialog>,
    /// Those of [`wanted_links`] that there are.
    pub(super) links: &'a [link::Link],
    pub(super) reactions: Option<&'a Reactions>,
}

// === impl Known ===

impl Known<'_> {
    fn link_of(&self, message: &MessageRef) -> Option<&link::Link> {
        self.links
            .iter()
            .find(|link| link.key.chat == message.chat && link.key.message == message.message)
    }

    fn answered(&self, reply: Option<&ReplyTo>) -> Option<&link::Link> {
        match reply? {
            ReplyTo::CounterpartOf { message, .. } => self.link_of(message),
            ReplyTo::Message(_) => None,
        }
    }

    /// The place, and what is answered there.
    fn place(&self, to: &Target, reply: Option<&ReplyTo>) -> Option<(Place, Option<Reply>)> {
        let link = self.answered(reply);
        let place = place(to, self.connection.group_id(), self.dialog, link)?;
        let reply = answered(reply, link, &place);
        Some((place, reply))
    }
}

/// What a delivery comes to.
pub(super) fn resolve(known: &Known<'_>, delivery: &Delivery) -> Resolved {
    let group = known.connection.group_id();
    let call = match &delivery.action {
        Action::Send {
            to,
            payload,
            reply,
            buttons,
        } => known
            .place(to, reply.as_ref())
            .map(|(to, reply)| Call::Send {
                to,
                content: payload.content().clone(),
                reply,
                buttons: buttons.clone(),
            }),
        Action::Carry {
            to, steps, reply, ..
        } => match steps.first() {
            Some(step) => known
                .place(to, reply.as_ref())
                .map(|(to, reply)| carry(step, to, reply)),
            None => return Resolved::Nothing,
        },
        Action::Album {
            to,
            items,
            one_by_one,
            reply,
        } => match album(items, *one_by_one) {
            Some(call) => known
                .place(to, reply.as_ref())
                .map(|(to, reply)| call(to, reply)),
            None => return Resolved::Nothing,
        },
        Action::Edit {
            source,
            to,
            contents,
            done,
            same_file,
        } => {
            let Some(original) = known.link_of(source).and_then(link::Link::original) else {
                return Resolved::Nothing;
            };
            if let Some(letter) = original.letter {
                return Resolved::IntoLetter(letter);
            }
            match edit(original, contents, *done, *same_file) {
                Some(Edit::Call(call)) => Some(call),
                Some(Edit::More(content)) => known.place(to, None).map(|(to, _)| Call::Send {
                    to,
                    content,
                    reply: None,
                    buttons: Vec::new(),
                }),
                None => return Resolved::Nothing,
            }
        }
        Action::Withdraw { source } => {
            let original = known.link_of(source).and_then(link::Link::original);
            let copies = original.map(|original| original.copies.as_slice());
            let copies = copies.unwrap_or_default();
            let Some(chat) = copies.first().map(|copy| copy.chat.clone()) else {
                return Resolved::Nothing;
            };
            Some(Call::Delete {
                chat,
                messages: copies.iter().map(|copy| copy.message).collect(),
            })
        }
        Action::SyncReaction { message } => {
            let wanted = known.reactions.and_then(Reactions::wanted);
            let shown = known
                .reactions
                .and_then(|reactions| reactions.shown.clone());
            if wanted == shown {
                return Resolved::Nothing;
            }
            let call = Call::React {
                message: message.clone(),
                reactions: wanted.clone().into_iter().collect(),
            };
            return Resolved::Call {
                call: Box::new(call),
                sent: Sent {
                    reaction: wanted,
                    ..Sent::default()
                },
            };
        }
        Action::React { message, reactions } => Some(Call::React {
            message: message.clone(),
            reactions: reactions.clone(),
        }),
        Action::Delete { chat, messages } => Some(Call::Delete {
            chat: chat.clone(),
            messages: messages.clone(),
        }),
        Action::Leave { chat } => Some(Call::Leave { chat: *chat }),
        Action::AnswerButton { query, text } => Some(Call::AnswerButton {
            query: query.clone(),
            text: text.clone(),
        }),
        Action::Describe {
            chat,
            member,
            with_count,
        } => Some(Call::Describe {
            chat: *chat,
            member: *member,
            with_count: *with_count,
        }),
        Action::DeleteTopic { topic } => known
            .place(&Target::OtherTopic(*topic), None)
            .map(|(topic, _)| Call::DeleteTopic { topic }),
        Action::SyncTopic => return topic(known.parameters, known.dialog, group),
    };
    call.map_or(Resolved::NotYet, |call| Resolved::Call {
        sent: Sent {
            topic: topic_of(&call, group),
            ..Sent::default()
        },
        call: Box::new(call),
    })
}

fn carry(step: &Step, to: Place, reply: Option<Reply>) -> Call {
    match step {
        Step::Send(payload) => Call::Send {
            to,
            content: payload.content().clone(),
            reply,
            buttons: Vec::new(),
        },
        Step::Copy {
            from,
            caption,
            caption_above,
            ..
        } => Call::Copy {
            to,
            from: from.clone(),
            caption: caption.clone(),
            caption_above: *caption_above,
            reply,
        },
    }
}

/// How an album goes: as one, copied where that is enough, or its next piece alone.
fn album(
    items: &[Item],
    one_by_one: bool,
) -> Option<impl FnOnce(Place, Option<Reply>) -> Call + '_> {
    let first = items.first()?;
    let alone = (one_by_one || items.len() == 1).then(|| first.alone.first());
    let step = match alone {
        Some(step) => Some(step?),
        None => None,
    };
    Some(move |to: Place, reply: Option<Reply>| match step {
        Some(step) => carry(step, to, reply),
        None if reply.is_none() && may_copy_album(items) => Call::CopyAlbum {
            to,
            from: first.source.chat.clone(),
            messages: items.iter().map(|item| item.source.message).collect(),
        },
        None => Call::SendAlbum {
            to,
            items: items.iter().filter_map(Item::media).cloned().collect(),
            reply,
        },
    })
}

/// The next step of an edit.
enum Edit {
    /// This call.
    Call(Call),
    /// A part more than there was.
    More(Content),
}

fn edit(original: &Original, contents: &[Payload], done: u32, same_file: bool) -> Option<Edit> {
    let place = done as usize;
    let copy = original.copies.get(place);
    // Nothing was ever posted for it: there is nothing to change.
    original.copies.first()?;
    match (contents.get(place), copy) {
        (Some(content), Some(copy)) => Some(Edit::Call(Call::Edit {
            message: copy.clone(),
            content: content.content().clone(),
            caption_only: same_file && matches!(content.content(), Content::Media(_)),
        })),
        (Some(content), None) => Some(Edit::More(content.content().clone())),
        (None, Some(copy)) => Some(Edit::Call(Call::Delete {
            chat: copy.chat.clone(),
            messages: original
                .copies
                .iter()
                .skip(place)
                .map(|copy| copy.message)
                .collect(),
        })),
        (None, None) => None,
    }
}

/// The chat that a delivery's call counts against; `None` while it has none.
pub(super) fn counted_chat(
    connection: &Connection,
    dialog: Option<&Dialog>,
    delivery: &Delivery,
) -> Option<ChatId> {
    let lane = &delivery.key.lane;
    let customer = dialog.map(Dialog::chat).or(lane.dialog.as_ref());
    let target = |to: &Target| match to {
        Target::Customer { .. } => customer.map(|chat| chat.id),
        Target::Topic | Target::General | Target::OtherTopic(_) => connection.group_id(),
        Target::Chat(chat) => Some(chat.id),
    };
    match &delivery.action {
        Action::Send { to, .. }
        | Action::Carry { to, .. }
        | Action::Album { to, .. }
        | Action::Edit { to, .. } => target(to),
        Action::Withdraw { .. } => customer.map(|chat| chat.id),
        Action::React { message, .. } | Action::SyncReaction { message } => Some(message.chat.id),
        Action::Delete { chat, .. } => Some(chat.id),
        Action::SyncTopic | Action::DeleteTopic { .. } => connection.group_id(),
        Action::Leave { chat } | Action::Describe { chat, .. } => Some(*chat),
        Action::AnswerButton { .. } => Some(ChatId(0)),
    }
}

/// The topic of the backend group that a call goes to.
fn topic_of(call: &Call, group: Option<ChatId>) -> Option<TopicId> {
    let place = match call {
        Call::Send { to, .. }
        | Call::Copy { to, .. }
        | Call::CopyAlbum { to, .. }
        | Call::SendAlbum { to, .. } => to,
        Call::EditTopic { topic, .. } | Call::SetTopicClosed { topic, .. } => topic,
        _ => return None,
    };
    let topic = place.topic.filter(|_| Some(place.chat.id) == group)?;
    Some(TopicId(topic))
}

fn place(
    target: &Target,
    group: Option<ChatId>,
    dialog: Option<&Dialog>,
    answered: Option<&link::Link>,
) -> Option<Place> {
    match target {
        // An answer to a message of a customer's forum group goes where that is.
        Target::Customer { thread } => Some(Place {
            chat: dialog?.chat().clone(),
            topic: thread.and_then(|thread| answered.and_then(|link| link.thread).or(Some(thread))),
        }),
        Target::Topic => {
            let topic = dialog?.topic_id()?.0;
            Some(Place {
                chat: ChatAddress::whole(group?),
                topic: Some(topic),
            })
        }
        Target::General => Some(Place {
            chat: ChatAddress::whole(group?),
            topic: None,
        }),
        Target::OtherTopic(topic) => Some(Place {
            chat: ChatAddress::whole(group?),
            topic: Some(topic.0),
        }),
        Target::Chat(chat) => Some(Place {
            chat: chat.clone(),
            topic: None,
        }),
    }
}

/// A reply is kept only where its counterpart is in the chat that is written
/// to: a link from another chat would point at somebody else's message.
fn answered(reply: Option<&ReplyTo>, link: Option<&link::Link>, to: &Place) -> Option<Reply> {
    match reply? {
        ReplyTo::Message(message) => Some(Reply {
            message: *message,
            quote: None,
            quote_position: 0,
        }),
        ReplyTo::CounterpartOf {
            quote,
            quote_position,
            ..
        } => {
            let other = link?
                .counterpart()
                .filter(|other| other.chat == to.chat && other.message.0 != 0)?;
            Some(Reply {
                message: other.message,
                quote: quote.clone(),
                quote_position: *quote_position,
            })
        }
    }
}

/// One step at a time: made, then closed or reopened, then named.
fn topic(parameters: &Parameters, dialog: Option<&Dialog>, group: Option<ChatId>) -> Resolved {
    let (Some(dialog), Some(group)) = (dialog, group) else {
        return Resolved::NotYet;
    };
    let wanted = wanted_look(dialog, parameters);
    let Some(topic) = dialog.topic_id() else {
        let name = wanted.name;
        let call = Call::CreateTopic {
            chat: group,
            name: name.clone(),
            color: parameters.icon_color.rgb(),
        };
        return step(call, TopicStep::Create { name }, None);
    };
    let place = Place {
        chat: ChatAddress::whole(group),
        topic: Some(topic.0),
    };
    if dialog.shown.is_closed != wanted.is_closed {
        let closed = wanted.is_closed;
        let call = Call::SetTopicClosed {
            topic: place,
            closed,
        };
        return step(call, TopicStep::SetClosed { closed }, Some(topic));
    }
    if dialog.shown.name != wanted.name {
        let name = wanted.name;
        let call = Call::EditTopic {
            topic: place,
            name: name.clone(),
        };
        return step(call, TopicStep::Rename { name }, Some(topic));
    }
    Resolved::Nothing
}

fn step(call: Call, step: TopicStep, topic: Option<TopicId>) -> Resolved {
    Resolved::Call {
        call: Box::new(call),
        sent: Sent {
            step: Some(step),
            topic,
            ..Sent::default()
        },
    }
}
