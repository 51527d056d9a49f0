//! People who are called otherwise now. Telegram tells it once, to whoever is there.

use std::sync::atomic::{AtomicU64, Ordering};

use backline_proto::common::v1::User;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{PersonChanged, Update};
use grammers_client::tl::{enums, types};

use super::keyed;
use crate::peers::Peers;

/// Numbers what was told: a name that comes back within a second is no repetition, and
/// the same told twice changes nothing.
static TOLD: AtomicU64 = AtomicU64::new(0);

/// Another name or username.
pub(super) fn renamed(told: &types::UpdateUserName, date: i32, peers: &Peers) -> Update {
    let active = told.usernames.iter().find_map(|name| {
        let enums::Username::Username(name) = name;
        name.active.then(|| name.username.clone())
    });
    let person = User {
        first_name: told.first_name.clone(),
        last_name: told.last_name.clone(),
        username: active.unwrap_or_default(),
        ..peers.user(told.user_id)
    };
    peers.rename(&person);
    changed(person, String::new(), date)
}

/// Another phone number.
pub(super) fn renumbered(
    told: &types::UpdateUserPhone,
    date: i32,
    peers: &Peers,
) -> Option<Update> {
    let person = peers.user(told.user_id);
    // Who has not been met has no name, and no dialog either.
    (!person.first_name.is_empty()).then(|| changed(person, told.phone.clone(), date))
}

/// A person as they were asked for.
pub(crate) fn reloaded(user: &types::User, date: i32, peers: &Peers) -> Update {
    let phone = user.phone.clone().unwrap_or_default();
    changed(peers.user(user.id), phone, date)
}

fn changed(person: User, phone: String, date: i32) -> Update {
    let number = TOLD.fetch_add(1, Ordering::Relaxed);
    let key = format!("{}/person/{date}/{number}", person.id);
    let person = Some(person);
    keyed(key, Event::PersonChanged(PersonChanged { person, phone }))
}
