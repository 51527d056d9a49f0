//! From a stored action to a call: where the topic is, which message is
//! answered, and what is left to do about a topic's looks.

use backline_domain::delivery::{Action, Delivery, ReplyTo, Target};
use backline_domain::dialog::{Dialog, Look};
use backline_domain::id::{ChatAddress, ChatId};
use backline_domain::link;
use backline_domain::parameter::Parameters;
use backline_domain::relay::wanted_look;

use super::call::{Call, Place, Reply};
use backline_domain::connection::Connection;

/// What a delivery's action comes to now.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Resolved {
    /// This call; for a topic, what it looks like afterwards.
    Call {
        /// The call.
        call: Box<Call>,
        /// What the topic looks like when it succeeds.
        look: Option<Look>,
    },
    /// Nothing is left to do: the delivery is done.
    Nothing,
    /// It cannot go yet: there is no group, or no topic.
    NotYet,
}

/// The link that has to be read before a delivery can be resolved.
pub(super) fn wanted_link(connection: &Connection, delivery: &Delivery) -> Option<link::Key> {
    let reply = match &delivery.action {
        Action::Send { reply, .. } | Action::Copy { reply, .. } => reply.as_ref()?,
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
    let place = |target: &Target| place(target, group, customer, dialog);
    let call = match &delivery.action {
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
        call: Box::new(call),
        look: None,
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
        Action::Send { to, .. } | Action::Copy { to, .. } => target(to),
        Action::React { message, .. } => Some(message.chat.id),
        Action::Delete { chat, .. } => Some(chat.id),
        Action::SyncTopic | Action::DeleteTopic { .. } => connection.group_id(),
        Action::Leave { chat } | Action::Describe { chat, .. } => Some(*chat),
        Action::AnswerButton { .. } => Some(ChatId(0)),
    }
}

fn place(
    target: &Target,
    group: Option<ChatId>,
    customer: Option<&ChatAddress>,
    dialog: Option<&Dialog>,
) -> Option<Place> {
    match target {
        Target::Customer { thread } => Some(Place {
            chat: customer?.clone(),
            topic: *thread,
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

/// One step at a time: made, then named, then closed or reopened.
fn topic(parameters: &Parameters, dialog: Option<&Dialog>, group: Option<ChatId>) -> Resolved {
    let (Some(dialog), Some(group)) = (dialog, group) else {
        return Resolved::NotYet;
    };
    let wanted = wanted_look(dialog, parameters);
    let Some(topic) = dialog.topic_id() else {
        let call = Call::CreateTopic {
            chat: group,
            name: wanted.name.clone(),
            color: parameters.icon_color.rgb(),
        };
        let look = Some(Look {
            name: wanted.name,
            is_closed: false,
        });
        return Resolved::Call {
            call: Box::new(call),
            look,
        };
    };
    let place = Place {
        chat: ChatAddress::whole(group),
        topic: Some(topic.0),
    };
    if dialog.shown.is_closed != wanted.is_closed {
        let look = Look {
            name: dialog.shown.name.clone(),
            is_closed: wanted.is_closed,
        };
        let call = Call::SetTopicClosed {
            topic: place,
            closed: wanted.is_closed,
        };
        return Resolved::Call {
            call: Box::new(call),
            look: Some(look),
        };
    }
    if dialog.shown.name != wanted.name {
        let look = Look {
            name: wanted.name.clone(),
            is_closed: dialog.shown.is_closed,
        };
        let call = Call::EditTopic {
            topic: place,
            name: wanted.name,
        };
        return Resolved::Call {
            call: Box::new(call),
            look: Some(look),
        };
    }
    Resolved::Nothing
}
