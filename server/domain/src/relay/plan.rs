//! What the plan says, to the team and to the administrator.

use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::connection::{Connection, Group};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::id::{ChatAddress, ChatId, IdentityKind};
use crate::plan::Due;

/// Tells what is due, in General and to the administrator.
#[must_use]
pub fn plan_told(scene: &Scene<'_>, dues: &[Due]) -> Decision {
    let mut decision = Decision::nothing();
    for due in dues {
        if due.to_group {
            let draft = scene.tell_general(&due.notice, None);
            decision.drafts.push(draft);
        }
        if due.to_administrator && scene.connection.in_setup_bot {
            let told = scene.tell_administrator(&due.notice);
            decision.changes.extend(told.changes);
        } else if due.to_administrator {
            decision.drafts.extend(to_administrator(scene, &due.notice));
        }
    }
    decision
}

/// Whether the administrator can be told: by the setup bot, where they made the connection, or by
/// the connection's own bot, which can have been started. An account would approach somebody.
#[must_use]
pub fn reaches_administrator(connection: &Connection) -> bool {
    let by_bot = connection.frontend.kind == IdentityKind::Bot;
    connection.administrator.is_some() && (connection.in_setup_bot || by_bot)
}

/// Whoever opened the start link has as many connections as their plan allows: the link stays
/// good for when they have room. `claimed` is what would have followed.
#[must_use]
pub fn claim_refused(scene: &Scene<'_>, claimed: &Decision, notice: &Notice) -> Option<Decision> {
    let after = claimed.connection.as_deref()?;
    let is_claim = matches!(scene.connection.group, Group::Unclaimed { .. });
    let who = after.administrator.filter(|_| is_claim)?;
    Some(Decision::only(scene.tell_person(ChatId(who.0), notice)))
}

/// In a lane in which nothing waits for the plan, as it may in the one to a customer: an
/// administrator may be one.
fn to_administrator(scene: &Scene<'_>, notice: &Notice) -> Option<Draft> {
    let known = scene.connection.administrator;
    let user = known.filter(|_| reaches_administrator(scene.connection))?;
    let chat = ChatAddress::whole(ChatId(user.0));
    let lane = Lane {
        connection: scene.connection.id.clone(),
        dialog: Some(chat.clone()),
        kind: LaneKind::Receipt,
    };
    Some(Draft::new(
        lane,
        Action::Send {
            to: Target::Chat(chat),
            payload: scene.words(notice),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::CustomerNotice,
        Class::Operator,
    ))
}
