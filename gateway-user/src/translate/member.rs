//! Who came, who went, and how the account itself stands.
//!
//! Accounts are told of people by service messages, and of their own rights only
//! by how a chat is shown: both become what bots are told.

use backline_proto::common::v1::{MemberRights, MemberStatus, Message, User};
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{MembershipChanged, Update};
use grammers_client::tl::enums;

use super::{Context, key, keyed, time};
use crate::peers::{Moved, Peers, Standing};

/// Changed standings that a service message tells of.
pub(super) fn changed(
    message: &enums::Message,
    translated: &Message,
    with: &mut Context<'_>,
) -> Vec<Update> {
    use enums::MessageAction as Of;
    let enums::Message::Service(service) = message else {
        return Vec::new();
    };
    if with.peers.is_bot() {
        // They are told of it by updates of their own.
        return Vec::new();
    }
    let actor = translated
        .sender
        .as_ref()
        .and_then(|sender| sender.user.clone())
        .or_else(|| Some(anonymous()));
    let own = actor.as_ref().map_or(0, |actor| actor.id);
    let (ids, now) = match &service.action {
        Of::ChatAddUser(it) => (it.users.clone(), MemberStatus::Member),
        Of::ChatCreate(it) => (it.users.clone(), MemberStatus::Member),
        Of::ChatJoinedByLink(_) | Of::ChatJoinedByRequest => (vec![own], MemberStatus::Member),
        Of::ChatDeleteUser(it) if it.user_id == own => (vec![it.user_id], MemberStatus::Left),
        Of::ChatDeleteUser(it) => (vec![it.user_id], MemberStatus::Banned),
        _ => return Vec::new(),
    };
    let ids = ids.into_iter().filter(|id| *id != 0);
    ids.map(|id| one(id, now, actor.clone(), translated, service.date, with))
        .collect()
}

/// Stands for an administrator who does not show who it is, as for bots.
fn anonymous() -> User {
    User {
        id: 1_087_968_824,
        is_bot: true,
        first_name: "Group".to_owned(),
        username: "GroupAnonymousBot".to_owned(),
        ..User::default()
    }
}

fn one(
    id: i64,
    now: MemberStatus,
    actor: Option<User>,
    translated: &Message,
    date: i32,
    with: &mut Context<'_>,
) -> Update {
    let chat_id = key::chat_id(translated.chat.as_ref());
    let is_own = id == with.peers.own();
    let is_in = now == MemberStatus::Member;
    let mut changed = MembershipChanged {
        chat: translated.chat.clone(),
        actor,
        member: Some(with.peers.user(id)),
        old_status: if is_in {
            MemberStatus::Left
        } else {
            MemberStatus::Member
        }
        .into(),
        new_status: now.into(),
        rights: Some(MemberRights::default()),
        change_time: time(date),
    };
    if is_own {
        if is_in && let Some(standing) = with.peers.standing(chat_id) {
            // The message tells that the account came in, the chat as what.
            let is_still_in = !matches!(
                standing.status,
                MemberStatus::Left | MemberStatus::Banned | MemberStatus::Unspecified
            );
            if is_still_in {
                changed.new_status = standing.status.into();
                changed.rights = Some(standing.rights);
            }
        }
        // Told once, and by whom it was done.
        with.moved.retain(|moved| moved.chat_id != chat_id);
    }
    let key = format!("{chat_id}/{}/member/{id}", translated.message_id);
    keyed(key, event(is_own, changed))
}

/// The account's own standing, where a chat shows another one than before: who
/// did that has to be asked.
pub(super) fn moved(chat_id: i64, with: &mut Context<'_>) {
    let Some(place) = with.moved.iter().position(|it| it.chat_id == chat_id) else {
        return;
    };
    let moved = with.moved.remove(place);
    // Shown for the first time: nothing is known to have changed.
    if moved.before.is_some() {
        with.changed.push((moved, with.date));
    }
}

/// The account's own standing is another one than before, by whom it may be.
pub(crate) fn own(moved: &Moved, date: i32, actor: i64, peers: &Peers) -> Update {
    let Moved {
        chat_id,
        before,
        now,
    } = moved;
    let before = before.unwrap_or(Standing::plain(MemberStatus::Left));
    let changed = MembershipChanged {
        chat: Some(peers.chat(*chat_id)),
        actor: Some(peers.user(actor)),
        member: Some(peers.user(peers.own())),
        old_status: before.status.into(),
        new_status: now.status.into(),
        rights: Some(now.rights),
        change_time: time(date),
    };
    let said = format!("{before:?}{now:?}");
    let key = format!("{chat_id}/standing/{date}/{}", key::hash(said.as_bytes()));
    keyed(key, event(true, changed))
}

fn event(is_own: bool, changed: MembershipChanged) -> Event {
    if is_own {
        Event::OwnMembershipChanged(changed)
    } else {
        Event::MemberChanged(changed)
    }
}
