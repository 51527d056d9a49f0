//! People, bots, and who wrote something.

use backline_domain::id::UserId;
use backline_domain::message::{Sender, User};
use backline_proto::common::v1 as proto;

use super::{Error, Result, chat};

/// The person or bot.
///
/// # Errors
/// Without an id.
pub fn from_proto(user: proto::User) -> Result<User> {
    if user.id == 0 {
        return Err(Error::Missing("user.id"));
    }
    Ok(User {
        id: UserId(user.id),
        is_bot: user.is_bot,
        first_name: user.first_name,
        last_name: user.last_name,
        username: user.username,
        language: user.language_code,
    })
}

/// The person or bot.
#[must_use]
pub fn to_proto(user: &User) -> proto::User {
    proto::User {
        id: user.id.0,
        is_bot: user.is_bot,
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        username: user.username.clone(),
        language_code: user.language.clone(),
        is_premium: false,
    }
}

/// Who wrote it.
///
/// # Errors
/// When the person or chat is there and cannot be understood: who wrote a
/// message decides what it may do, so it is never guessed.
pub fn sender_from_proto(sender: proto::Sender) -> Result<Sender> {
    Ok(Sender {
        user: sender.user.map(from_proto).transpose()?,
        chat: sender.chat.map(chat::from_proto).transpose()?,
        signature: sender.signature,
    })
}

/// Who wrote it.
#[must_use]
pub fn sender_to_proto(sender: &Sender) -> proto::Sender {
    proto::Sender {
        user: sender.user.as_ref().map(to_proto),
        chat: sender.chat.as_ref().map(chat::to_proto),
        signature: sender.signature.clone(),
    }
}
