//! The frontend's own standing in chats.

use super::desk_bot::{carrier_membership, check_desk, is_to_come};
use super::relay_bot::relay_membership;
use super::setup::check_group;
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{Notice, Right};
use crate::change::Change;
use crate::connection::Group;
use crate::delivery::{Action, Class, LaneKind, Purpose, Rejection};
use crate::dialog::{Dialog, Unreachable};
use crate::id::{IdentityId, IdentityKind};
use crate::message::{ChatKind, MemberStatus, Membership};
use crate::problem::Problem;
use crate::team;

/// What follows when an identity's own standing in a chat changed. `dialog` is the
/// dialog with that chat, if there is one.
#[must_use]
pub fn own_membership(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    identity: IdentityId,
    change: &Membership,
) -> Decision {
    let connection = scene.connection;
    if connection.is_relay(identity) {
        return relay_membership(scene, identity, change);
    }
    // What a desk bot is elsewhere is no customer's.
    let dialog = dialog.filter(|_| identity == connection.frontend);
    if change.chat.kind == ChatKind::Private {
        return dialog.map_or_else(Decision::nothing, |dialog| reach(scene, dialog, change));
    }
    if connection.group_id() == Some(change.chat.id()) {
        return if is_to_come(connection, identity) {
            Decision {
                drafts: check_desk(scene).into_iter().collect(),
                ..Decision::default()
            }
        } else if identity == connection.desk_identity() {
            backend_group(scene, change)
        } else {
            carrier_membership(scene, change)
        };
    }
    if !change.new.is_inside() {
        return dialog.map_or_else(Decision::nothing, |dialog| reach(scene, dialog, change));
    }
    // Where a desk bot is to look after the group, it is that bot whom the administrator brings
    // there: what an account is a member of besides is its owner's.
    let is_asked = connection
        .group_checker()
        .is_none_or(|checker| checker == identity);
    let by_administrator = is_asked && connection.administrator == Some(change.actor.id);
    let is_account = identity.kind == IdentityKind::User;
    let is_frontend = identity == connection.frontend;
    let is_known = scene.connection.group_id().is_some();
    let is_served = match change.chat.kind {
        ChatKind::Channel => scene.parameters.monitor_channels,
        ChatKind::Private | ChatKind::Group | ChatKind::Supergroup => {
            scene.parameters.monitor_groups
        }
    };
    match &scene.connection.group {
        Group::Awaited if by_administrator => {
            if change.new.is_admin() {
                check_group(scene, change.chat.id(), &change.chat.title)
            } else {
                added_only(scene, change)
            }
        }
        // Named by its id, and now the missing right may be there.
        Group::Checking(chat) if *chat == change.chat.id() => {
            check_group(scene, change.chat.id(), &change.chat.title)
        }
        // The administrator's latest word: the group that was looked at may be this one
        // before it became a supergroup.
        Group::Checking(_) if by_administrator && change.new.is_admin() => {
            check_group(scene, change.chat.id(), &change.chat.title)
        }
        // A bot that serves groups or channels is added to them by customers: their right.
        // Where an account goes is its owner's.
        _ if is_account || (is_known && is_frontend && is_served) => {
            dialog.map_or_else(Decision::nothing, |dialog| reach(scene, dialog, change))
        }
        Group::Unclaimed { .. }
        | Group::Awaited
        | Group::Founding { .. }
        | Group::Checking(_)
        | Group::Known(_) => leave(scene, identity, change),
    }
}

/// Added by the administrator, and maybe about to be made admin. Who is led through it by the
/// setup bot is told what is missing.
fn added_only(scene: &Scene<'_>, change: &Membership) -> Decision {
    if !scene.connection.in_setup_bot {
        return Decision::nothing();
    }
    let notice = Notice::GroupNotAdmin {
        title: change.chat.title.clone(),
        right: Right::ManageTopics,
    };
    let mut connection = scene.connection.clone();
    // What was said of the group that was tried before is over.
    connection.candidate = Some(change.chat.id());
    connection.group_title.clone_from(&change.chat.title);
    connection.problem = Some(Problem::of(&notice));
    connection.problem_reason = None;
    let told = scene.tell_administrator(&notice);
    Decision {
        drafts: told.drafts,
        changes: told.changes,
        events: vec![Event::ConnectionChanged(connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}

fn leave(scene: &Scene<'_>, identity: IdentityId, change: &Membership) -> Decision {
    let leave = Draft::new(
        scene.lane(LaneKind::Receipt),
        Action::Leave {
            chat: change.chat.id(),
        },
        Purpose::Leave,
        Class::Operator,
    );
    let is_frontends = identity == scene.connection.frontend;
    Decision {
        drafts: vec![Draft {
            via: (!is_frontends).then_some(identity),
            ..leave
        }],
        changes: left(scene, change),
        events: vec![Event::ForeignGroup {
            id: change.chat.id(),
            title: change.chat.title.clone(),
        }],
        ..Decision::default()
    }
}

/// What an administrator hears in the setup bot of a group that was left.
fn left(scene: &Scene<'_>, change: &Membership) -> Vec<Change> {
    let connection = scene.connection;
    if !connection.in_setup_bot {
        return Vec::new();
    }
    let title = change.chat.title.clone();
    let is_theirs = connection.administrator == Some(change.actor.id);
    let notice = if is_theirs && connection.group_id().is_some() {
        Notice::HasItsGroup {
            title,
            other: connection.group_title.clone(),
        }
    } else {
        Notice::ForeignGroupLeft {
            title,
            id: change.chat.id().to_string(),
        }
    };
    scene.tell_administrator(&notice).changes
}

/// The frontend's standing in its backend group changed: look again.
fn backend_group(scene: &Scene<'_>, change: &Membership) -> Decision {
    let mut decision = check_group(scene, change.chat.id(), &change.chat.title);
    // Looking again does not put the group in doubt. What was told of people's rights
    // before may have changed while nobody told it.
    let mut connection = scene.connection.clone();
    connection.team = connection.team.without_standings();
    decision.connection = (connection != *scene.connection).then(|| Box::new(connection));
    if !change.new.is_inside() {
        let title = change.chat.title.clone();
        let notice = Notice::GroupLost { title };
        let mut connection = scene.connection.clone();
        connection.problem = Some(Problem::of(&notice));
        connection.problem_reason = Some(Rejection::NotAMember);
        decision.drafts.clear();
        let told = scene.tell_administrator(&notice);
        decision.drafts.extend(told.drafts);
        decision.changes.extend(told.changes);
        decision
            .events
            .push(Event::ConnectionChanged(connection.id.clone()));
        decision.connection = Some(Box::new(connection));
    }
    decision
}

/// Somebody's standing in the backend group changed: who is there speaks for the team
/// in customers' groups, and who left does not any more. Rights hold from here on.
#[must_use]
pub fn team_membership(scene: &Scene<'_>, change: &Membership) -> Decision {
    let person = &change.member;
    if scene.connection.group_id() != Some(change.chat.id()) || person.is_bot {
        return Decision::nothing();
    }
    let (status, rights) = (change.new, change.rights);
    let after = team::told(scene.connection, person, status, rights, scene.now, false);
    Decision {
        connection: after.map(Box::new),
        ..Decision::default()
    }
}

/// A customer blocked the bot or took it back: told once each.
fn reach(scene: &Scene<'_>, dialog: &Dialog, change: &Membership) -> Decision {
    let is_private = change.chat.kind == ChatKind::Private;
    let now = match (change.new.is_inside(), is_private) {
        (true, _) => None,
        (false, true) => Some(Unreachable::Blocked),
        (false, false) => Some(Unreachable::Removed),
    };
    if dialog.unreachable == now || change.new == MemberStatus::Restricted {
        return Decision::nothing();
    }
    let mut after = dialog.clone();
    after.unreachable = now;
    let title = scene.gate().customer(dialog);
    let notice = match (now, is_private) {
        (None, true) => Notice::CustomerBack { title },
        (None, false) => Notice::FrontendBack { title },
        (Some(_), true) => Notice::CustomerBlocked { title },
        (Some(_), false) => Notice::FrontendRemoved { title },
    };
    Decision {
        drafts: vec![scene.tell(&dialog.key, &notice, None)],
        dialog: Some(after),
        ..Decision::default()
    }
}
