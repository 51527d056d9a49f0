//! People who are called otherwise than before.

use super::look::wanted_sync;
use super::{Decision, Scene};
use crate::dialog::{Customer, Dialog, Kind};
use crate::id::{ChatAddress, ChatId};
use crate::message::PersonChange;

/// The person's private chat.
#[must_use]
pub fn chat_of(change: &PersonChange) -> ChatAddress {
    ChatAddress::whole(ChatId(change.person.id.0))
}

/// What follows when a person has another name, username or phone number: their dialog
/// has it too, and its topic is called by it.
#[must_use]
pub fn person_changed(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    change: &PersonChange,
) -> Decision {
    let Some(dialog) = dialog.filter(|dialog| dialog.kind == Kind::Private) else {
        return Decision::nothing();
    };
    let before = &dialog.customer;
    let name = change.person.full_name();
    let customer = Customer {
        // Of somebody without a name, such as a deleted account, the last one stays.
        name: if name.is_empty() {
            before.name.clone()
        } else {
            name
        },
        username: change.person.username.clone(),
        phone: if change.phone.is_empty() {
            before.phone.clone()
        } else {
            change.phone.clone()
        },
        ..before.clone()
    };
    if customer == *before {
        return Decision::nothing();
    }
    let mut after = dialog.clone();
    after.customer = customer;
    let drafts = wanted_sync(scene, &mut after).into_iter().collect();
    Decision {
        dialog: Some(after),
        drafts,
        ..Decision::default()
    }
}
