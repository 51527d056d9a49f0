//! From a stored action to a call: where the topic is, which message is
//! answered, and what is left to do about a topic's looks.

use backline_domain::delivery::{Action, Delivery, ReplyTo, Sent, Target, TopicStep};
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, ChatId, TopicId};
use backline_domain::link;
use backline_domain::parameter::Parameters;
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
    /// It cannot go yet: there is no group, or no topic.
    NotYet,
}

/// The link that has to be read before a delivery can be resolved.
pub(super) fn wanted_link(connection: &Connection, delivery: &Delivery) -> Option<link::Key> {
    let reply = match &delivery.action {
        Action::Send { reply, .. }
        | Action::Copy { reply, .. }
        | Action::SendParts { reply, .. } => reply.as_ref()?,
        Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::DeleteTopic { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => return None,
    };
    match reply {
        ReplyTo::CounterpartOf { message, .. } => Some(link::Key {
            identity: connection.frontend,
            chat: message.chat.clone(),
            message: message.message,
            part: 0,
        }),
        ReplyTo::Message(_) => None,
    }
}

/// What a delivery comes to. `link` is what [`wanted_link`] asked for, if there
/// is such a link.
pub(super) fn resolve(
    connection: &Connection,
    parameters: &Parameters,
    dialog: Option<&Dialog>,
    link: Option<&link::Link>,
    delivery: &Delivery,
) -> Resolved {
    let group = connection.group_id();
    let customer = delivery.key.lane.dialog.as_ref();
    let place = |target: &Target| place(target, group, customer, dialog, link);
    let call = match &delivery.action {
        Action::SendParts {
            to, parts, reply, ..
        } => place(to)
            .zip(parts.first())
            .map(|(to, payload)| Call::Send {
                reply: answered(reply.as_ref(), link, &to),
                to,
                content: payload.content().clone(),
                buttons: Vec::new(),
            }),
        Action::Send {
            to,
            payload,
            reply,
            buttons,
        } => place(to).map(|to| Call::Send {
            reply: answered(reply.as_ref(), link, &to),
            to,
            content: payload.content().clone(),
            buttons: buttons.clone(),
        }),
        Action::Copy {
            to,
            from,
            caption,
            reply,
            ..
        } => place(to).map(|to| Call::Copy {
            reply: answered(reply.as_ref(), link, &to),
            to,
            from: from.clone(),
            caption: caption.clone(),
        }),
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
        Action::DeleteTopic { topic } => {
            place(&Target::OtherTopic(*topic)).map(|topic| Call::DeleteTopic { topic })
        }
        Action::SyncTopic => return topic(parameters, dialog, group),
    };
    call.map_or(Resolved::NotYet, |call| Resolved::Call {
        sent: Sent {
            step: None,
            topic: topic_of(&call, group),
        },
        call: Box::new(call),
    })
}

/// The chat that a delivery's call counts against; `None` while it has none.
pub(super) fn counted_chat(connection: &Connection, delivery: &Delivery) -> Option<ChatId> {
    let target = |to: &Target| match to {
        Target::Customer { .. } => delivery.key.lane.dialog.as_ref().map(|chat| chat.id),
        Target::Topic | Target::General | Target::OtherTopic(_) => connection.group_id(),
        Target::Chat(chat) => Some(chat.id),
    };
    match &delivery.action {
        Action::Send { to, .. } | Action::Copy { to, .. } | Action::SendParts { to, .. } => {
            target(to)
        }
        Action::React { message, .. } => Some(message.chat.id),
        Action::Delete { chat, .. } => Some(chat.id),
        Action::SyncTopic | Action::DeleteTopic { .. } => connection.group_id(),
        Action::Leave { chat } | Action::Describe { chat, .. } => Some(*chat),
        Action::AnswerButton { .. } => Some(ChatId(0)),
    }
}

/// The topic of the backend group that a call goes to.
fn topic_of(call: &Call, group: Option<ChatId>) -> Option<TopicId> {
    let place = match call {
        Call::Send { to, .. } | Call::Copy { to, .. } => to,
        Call::EditTopic { topic, .. } | Call::SetTopicClosed { topic, .. } => topic,
        _ => return None,
    };
    let topic = place.topic.filter(|_| Some(place.chat.id) == group)?;
    Some(TopicId(topic))
}

fn place(
    target: &Target,
    group: Option<ChatId>,
    customer: Option<&ChatAddress>,
    dialog: Option<&Dialog>,
    answered: Option<&link::Link>,
) -> Option<Place> {
    match target {
        // An answer to a message of a customer's forum group goes where that is.
        Target::Customer { thread } => Some(Place {
            chat: customer?.clone(),
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
            let other = &link.filter(|link| link.other.chat == to.chat)?.other;
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
        },
    }
}
