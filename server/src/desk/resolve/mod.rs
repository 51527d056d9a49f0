//! From a stored action to a call: where the topic is, which message is
//! answered, and what is left to do about a topic's looks.

mod content;
mod place;
mod reach;
mod topic;

use backline_domain::connection::Connection;
use backline_domain::delivery::{Action, Delivery, Purpose, Rejection, ReplyTo, Sent, Target};
use backline_domain::dialog::Dialog;
use backline_domain::id::{IdentityId, IdentityKind, MessageRef};
use backline_domain::link;
use backline_domain::parameter::Parameters;
use backline_domain::payload::merged;
use backline_domain::reaction::Reactions;
use backline_domain::relay::Post;

use self::content::{Edit, album, anew, carry, edit, edit_part};
pub(super) use self::place::counted_chat;
use self::place::{answered, place, topic_of};
use self::topic::topic;
use super::call::{Call, Place, Reply};

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
    /// The operator made this message of it a comment meanwhile.
    Internal(MessageRef),
    /// Only this identity can do it.
    Via(IdentityId),
    /// It cannot be done: as if Telegram had refused it.
    Refused(Rejection),
    /// It cannot go yet: there is no group, or no topic.
    NotYet,
}

/// The messages whose links have to be read before a delivery can be resolved: what it
/// answers, what it carries, edits or takes back.
pub(super) fn wanted_links(connection: &Connection, delivery: &Delivery) -> Vec<link::Key> {
    let mut keys = link_keys(connection, delivery);
    if let Some(ReplyTo::CounterpartOf { message, .. }) = delivery.action.reply() {
        keys.push(key_of(connection, message));
    }
    keys
}

/// The originals that a delivery carries, edits or takes back.
pub(super) fn link_keys(connection: &Connection, delivery: &Delivery) -> Vec<link::Key> {
    let sources = match &delivery.action {
        Action::Edit { source, .. } | Action::Withdraw { source } => vec![source],
        _ => delivery.sources(),
    };
    let keys = sources.into_iter().map(|source| key_of(connection, source));
    keys.collect()
}

/// The message whose reactions a delivery is about: its own, or those to the operator's
/// message that gets a receipt.
pub(super) fn reacted_to(connection: &Connection, delivery: &Delivery) -> Option<link::Key> {
    let message = match (&delivery.action, &delivery.purpose) {
        (Action::SyncReaction { message }, _) => message,
        (_, Purpose::ToCustomer { .. }) => delivery.receipt_on()?,
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
    /// The merged post that this edits a part of.
    pub(super) post: Option<&'a Post>,
    /// Who would do it.
    pub(super) poster: IdentityId,
}

// === impl Known ===

impl Known<'_> {
    fn link_of(&self, message: &MessageRef) -> Option<&link::Link> {
        self.links
            .iter()
            .find(|link| link.key.chat == message.chat && link.key.message == message.message)
    }

    /// A message that it carries and that is not for the customer any more.
    fn internal(&self, delivery: &Delivery) -> Option<MessageRef> {
        let is_internal = |source: &&&MessageRef| {
            let link = self.link_of(source).and_then(link::Link::original);
            link.is_some_and(|original| original.is_internal)
        };
        let sources = delivery.sources();
        sources
            .iter()
            .find(is_internal)
            .map(|source| (**source).clone())
    }

    fn answered(&self, reply: Option<&ReplyTo>) -> Option<&link::Link> {
        match reply? {
            ReplyTo::CounterpartOf { message, .. } => self.link_of(message),
            ReplyTo::Message(_) => None,
        }
    }

    /// Whether the original can be copied to there: by the frontend, which sees both sides, but
    /// for an account that is not in the group.
    fn may_copy(&self, to: &Place) -> bool {
        let is_group = Some(to.chat.id) == self.connection.group_id();
        self.poster == self.connection.frontend
            && (is_group || !self.connection.is_without_carrier())
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
    if let Some(internal) = known.internal(delivery) {
        return Resolved::Internal(internal);
    }
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
                // An account cannot show any: each has a command as a reply.
                buttons: match known.poster.kind {
                    IdentityKind::Bot => buttons.clone(),
                    IdentityKind::User => Vec::new(),
                },
            }),
        Action::Carry {
            to, steps, reply, ..
        } => match steps.first() {
            Some(step) => known.place(to, reply.as_ref()).map(|(to, reply)| {
                if known.may_copy(&to) {
                    carry(step, to, reply)
                } else {
                    anew(step, to, reply)
                }
            }),
            None => return Resolved::Nothing,
        },
        Action::Album {
            to,
            items,
            one_by_one,
            reply,
        } => {
            let place = known.place(to, reply.as_ref());
            let may_copy = place.as_ref().is_some_and(|(to, _)| known.may_copy(to));
            match album(items, *one_by_one, may_copy) {
                Some(call) => place.map(|(to, reply)| call(to, reply)),
                None => return Resolved::Nothing,
            }
        }
        Action::Merged {
            parts,
            with_dates,
            reply,
        } => {
            let Some(whole) = merged(parts, *with_dates) else {
                return Resolved::Refused(Rejection::TooLong);
            };
            known
                .place(&Target::Topic, reply.as_ref())
                .map(|(to, reply)| Call::Send {
                    to,
                    content: whole.payload.content().clone(),
                    reply,
                    buttons: Vec::new(),
                })
        }
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
            let poster = original.poster.unwrap_or(known.connection.frontend);
            if poster != known.poster {
                return Resolved::Via(poster);
            }
            if original.merged.is_some() {
                return match edit_part(original, known.post, source, contents) {
                    Some(call) => Resolved::Call {
                        call: Box::new(call),
                        sent: Sent::default(),
                    },
                    None => Resolved::Refused(Rejection::NotEditable),
                };
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
            // What cannot be named cannot be deleted.
            let known = copies.unwrap_or_default().iter();
            let known: Vec<&MessageRef> = known.filter(|copy| copy.message.0 != 0).collect();
            let Some(chat) = known.first().map(|copy| copy.chat.clone()) else {
                return Resolved::Nothing;
            };
            Some(Call::Delete {
                chat,
                messages: known.iter().map(|copy| copy.message).collect(),
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
        Action::Rewrite {
            message,
            payload,
            buttons,
        } => Some(Call::Edit {
            message: message.clone(),
            content: payload.content().clone(),
            caption_only: false,
            buttons: buttons.clone(),
        }),
        Action::Delete { chat, messages } => Some(Call::Delete {
            chat: chat.clone(),
            messages: messages.clone(),
        }),
        Action::MarkRead { message } => Some(Call::MarkRead {
            message: message.clone(),
        }),
        Action::Leave { chat } => Some(Call::Leave { chat: *chat }),
        // The setup bot's alone.
        Action::SetMenu { .. } => None,
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
        Action::Reach(reach) => return known.reach(delivery, reach),
        Action::DeleteTopic { topic } => known
            .place(&Target::OtherTopic(*topic), None)
            .map(|(topic, _)| Call::DeleteTopic { topic }),
        // The desk knows what waits.
        Action::SyncBacklog | Action::SyncTransfer { .. } => return Resolved::Nothing,
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
