//! Business accounts that the frontend serves: their private chats are dialogs, and what
//! operators write goes out in their name.

use super::{Decision, Event, Scene};
use crate::catalogue::Notice;
use crate::connection::BusinessAccount;
use crate::message::BusinessConnection;
use crate::privacy::Shown;

/// What follows when a Business account connected, changed what it allows, or
/// disconnected.
#[must_use]
pub fn business_changed(scene: &Scene<'_>, change: &BusinessConnection) -> Decision {
    let account = BusinessAccount {
        owner: change.owner.id,
        name: change.owner.full_name(),
        is_enabled: change.is_enabled,
        can_reply: change.can_reply,
    };
    let before = scene.connection.business.get(&change.id);
    if before == Some(&account) {
        return Decision::nothing();
    }
    let name = Shown::own(account.name.clone());
    let notice = if !account.is_enabled {
        Notice::BusinessEnded { name }
    } else if !account.can_reply {
        Notice::BusinessMayNotReply { name }
    } else {
        Notice::BusinessConnected { name }
    };
    let mut connection = scene.connection.clone();
    connection.business.insert(change.id.clone(), account);
    let id = connection.id.clone();
    let mut decision = Decision {
        connection: Some(Box::new(connection)),
        events: vec![Event::ConnectionChanged(id)],
        ..Decision::default()
    };
    if scene.connection.group_id().is_some() {
        decision.drafts.push(scene.tell_general(&notice, None));
    }
    decision
}
