//! Where a delivery goes.

use backline_domain::connection::Connection;
use backline_domain::delivery::{Action, Delivery, ReplyTo, Target};
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, ChatId, TopicId};
use backline_domain::link;

use super::super::call::{Call, Place, Reply};

/// The chat that a delivery's call counts against; `None` while it has none.
pub(in crate::desk) fn counted_chat(
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
        Action::Merged { .. } => connection.group_id(),
        Action::Withdraw { .. } => customer.map(|chat| chat.id),
        Action::React { message, .. }
        | Action::SyncReaction { message }
        | Action::MarkRead { message } => Some(message.chat.id),
        Action::Rewrite { message, .. } => Some(message.chat.id),
        Action::Delete { chat, .. } => Some(chat.id),
        Action::SyncTopic
        | Action::SyncBacklog
        | Action::SyncTransfer { .. }
        | Action::DeleteTopic { .. } => connection.group_id(),
        Action::Leave { chat } | Action::Describe { chat, .. } => Some(*chat),
        Action::AnswerButton { .. } | Action::SetMenu { .. } => Some(ChatId(0)),
        // Towards nobody that a budget of messages counts for.
        Action::Reach(_) => Some(customer.map_or(ChatId(0), |chat| chat.id)),
    }
}

/// The topic of the backend group that a call goes to.
pub(super) fn topic_of(call: &Call, group: Option<ChatId>) -> Option<TopicId> {
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

pub(super) fn place(
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
pub(super) fn answered(
    reply: Option<&ReplyTo>,
    link: Option<&link::Link>,
    to: &Place,
) -> Option<Reply> {
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
            let link = link?;
            let quoted = quote.as_ref().and_then(|quote| {
                let at = usize::try_from(*quote_position).ok()?;
                Some((at, quote.utf16_len()))
            });
            // Of a merged post the text that is quoted, else its last.
            let merged = link.copy().filter(|copy| !copy.parts.is_empty());
            let (other, begins, is_whole) = match merged {
                Some(copy) => copy.meant(quoted),
                None => (link.counterpart()?, 0, true),
            };
            let is_there = other.chat == to.chat && other.message.0 != 0;
            let begins = i32::try_from(begins).unwrap_or(0);
            is_there.then(|| Reply {
                message: other.message,
                quote: quote.clone().filter(|_| is_whole),
                quote_position: (*quote_position - begins).max(0),
            })
        }
    }
}
