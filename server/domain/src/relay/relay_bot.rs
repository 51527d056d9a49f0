//! Relay bots: further bots in the backend group that post there, so that more than one
//! bot's messages a minute fit. One that may not post is out at once; what it had is done
//! by others, and the team is told.

use super::settle::{Attempt, Settled};
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{Language, Notice, Refusal};
use crate::connection::{Relay, RelayStanding};
use crate::delivery::{
    Action, ChatDescription, Class, Lane, LaneKind, Outcome, Purpose, Rejection, files,
};
use crate::id::{ChatAddress, ChatId, IdentityId};
use crate::message::Membership;

/// Asks Telegram how a relay bot stands in the backend group.
#[must_use]
pub fn check_relay(scene: &Scene<'_>, identity: IdentityId) -> Option<Draft> {
    let group = scene.connection.group_id()?;
    // A lane of its own: no bot ever is a customer.
    let lane = Lane {
        connection: scene.connection.id.clone(),
        dialog: Some(ChatAddress::whole(ChatId(identity.user.0))),
        kind: LaneKind::Receipt,
    };
    let ask = Action::Describe {
        chat: group,
        member: None,
        with_count: false,
    };
    Some(Draft {
        via: Some(identity),
        ..Draft::new(lane, ask, Purpose::RelayCheck, Class::Operator)
    })
}

/// A relay bot's own standing in the backend group changed.
#[must_use]
pub(super) fn relay_membership(
    scene: &Scene<'_>,
    identity: IdentityId,
    change: &Membership,
) -> Decision {
    if scene.connection.group_id() != Some(change.chat.id()) {
        return Decision::nothing();
    }
    if change.new.is_inside() {
        return Decision {
            drafts: check_relay(scene, identity).into_iter().collect(),
            ..Decision::default()
        };
    }
    relay_out(scene, identity, Rejection::NotAMember, "")
}

/// What Telegram said of a relay bot's standing.
pub(super) fn relay_checked(
    scene: &Scene<'_>,
    identity: IdentityId,
    description: &ChatDescription,
) -> Decision {
    // One that is restricted may be allowed to write: its first post tells.
    if !description.own_status.is_inside() {
        return relay_out(scene, identity, Rejection::NotAMember, "");
    }
    let standing = RelayStanding::Ready {
        makes_topics: description.own_rights.manage_topics,
        // Which kinds a group permits to members is not asked: its first file tells.
        sends_files: true,
    };
    let Some(relay) = scene.connection.relays.get(&identity) else {
        return Decision::nothing();
    };
    let mut decision = with_standing(scene, relay, standing.clone());
    if !matches!(relay.standing, RelayStanding::Ready { .. }) {
        let notice = Notice::RelayReady {
            bot: relay.shown_name(),
        };
        decision.drafts.push(scene.tell_general(&notice, None));
    }
    decision
}

/// A relay bot may not post: it is out, and the team is told once.
#[must_use]
pub fn relay_out(
    scene: &Scene<'_>,
    identity: IdentityId,
    reason: Rejection,
    detail: &str,
) -> Decision {
    let Some(relay) = scene.connection.relays.get(&identity) else {
        return Decision::nothing();
    };
    if matches!(relay.standing, RelayStanding::Out { .. }) {
        return Decision::nothing();
    }
    let standing = RelayStanding::Out {
        reason,
        detail: detail.to_owned(),
    };
    let mut decision = with_standing(scene, relay, standing);
    // One that was never in the group has yet to be added: who lists the relay bots sees it.
    let is_awaited = relay.standing == RelayStanding::Unchecked
        && matches!(reason, Rejection::NotAMember | Rejection::ChatNotFound);
    // A token that never was any is said to whoever gave it.
    let is_none = scene.connection.in_setup_bot
        && relay.username.is_empty()
        && reason == Rejection::BadCredential;
    if !is_awaited && !is_none {
        let notice = out_notice(relay, reason, detail);
        decision.drafts.push(scene.tell_general(&notice, None));
    }
    decision
}

/// Why a relay bot may not post and what to do, in English, for the terminal, the API and
/// the log; `None` = nothing is wrong with it.
#[must_use]
pub fn relay_problem(relay: &Relay) -> Option<String> {
    let RelayStanding::Out { reason, detail } = &relay.standing else {
        return None;
    };
    let notice = out_notice(relay, *reason, detail);
    Some(notice.render(Language::En).text)
}

fn out_notice(relay: &Relay, reason: Rejection, detail: &str) -> Notice {
    let detail = detail.to_owned();
    Notice::RelayOut {
        bot: relay.shown_name(),
        refusal: Refusal { reason, detail },
    }
}

fn with_standing(scene: &Scene<'_>, relay: &Relay, standing: RelayStanding) -> Decision {
    if relay.standing == standing {
        return Decision::nothing();
    }
    let mut connection = scene.connection.clone();
    let changed = Relay {
        standing,
        ..relay.clone()
    };
    connection.relays.insert(relay.identity, changed);
    Decision {
        events: vec![Event::ConnectionChanged(connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}

/// What was handed to a relay bot and did not go through there: it is done by somebody
/// else, since what fails may fail because of the bot. `None` for all other ends.
pub(super) fn by_others(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    outcome: &Outcome,
) -> Option<Settled> {
    let delivery = attempt.delivery;
    let is_relay = scene.connection.is_relay(delivery.identity);
    let again = |via: Option<IdentityId>, decision: Decision| {
        let mut delivery = delivery.clone();
        delivery.started_at = None;
        delivery.due_at = scene.now;
        delivery.via = via;
        Settled {
            stays: Some(Box::new(delivery)),
            decision,
        }
    };
    if matches!(outcome, Outcome::Deferred { .. }) {
        // Somebody else need not wait.
        let is_free = attempt.has_others && delivery.via != Some(delivery.identity);
        return is_free.then(|| again(delivery.via, Decision::nothing()));
    }
    if !is_relay || delivery.purpose == Purpose::RelayCheck {
        return None;
    }
    // Texts and topics are the desk's; what only the frontend could do it never had.
    let instead = match (&delivery.action, files(delivery)) {
        (_, Some(_)) => scene.connection.frontend,
        _ => scene.connection.desk_identity(),
    };
    let instead = Some(instead);
    let is_creation = delivery.purpose == Purpose::Topic;
    let is_its_own = delivery.via == Some(delivery.identity);
    match outcome {
        Outcome::Rejected { reason, detail } if is_about_the_bot(*reason) => {
            // That it makes no topics, or sends no files, does not keep it from posting.
            let is_right = *reason == Rejection::MissingRight;
            let decision = if is_creation && is_right {
                without(scene, delivery.identity, false, true)
            } else if is_right && files(delivery).is_some() {
                without(scene, delivery.identity, true, false)
            } else {
                relay_out(scene, delivery.identity, *reason, detail)
            };
            // Whoever gets what was its own to do finds out that nobody can.
            Some(again(None, decision))
        }
        // What only this one may do is settled as usual.
        _ if is_its_own => None,
        Outcome::Rejected { reason, .. } => {
            let is_about_the_topic =
                matches!(reason, Rejection::TopicNotFound | Rejection::NotAForum);
            (!is_about_the_topic).then(|| again(instead, Decision::nothing()))
        }
        Outcome::Failed { .. } => Some(again(instead, Decision::nothing())),
        // A topic may be there by now: its own word is waited for.
        Outcome::Uncertain { .. } if !is_creation => Some(again(instead, Decision::nothing())),
        Outcome::Uncertain { .. }
        | Outcome::Deferred { .. }
        | Outcome::Moved { .. }
        | Outcome::Succeeded { .. } => None,
    }
}

/// It may post, but no more than that it makes topics (where `topics`) or sends files (where
/// `files`), as far as it could before.
fn without(scene: &Scene<'_>, identity: IdentityId, topics: bool, files: bool) -> Decision {
    let relay = scene.connection.relays.get(&identity);
    let Some(relay) = relay.filter(|relay| relay.is_ready()) else {
        return Decision::nothing();
    };
    let standing = RelayStanding::Ready {
        makes_topics: topics && relay.makes_topics(),
        sends_files: files && relay.sends_files(),
    };
    with_standing(scene, relay, standing)
}

const fn is_about_the_bot(reason: Rejection) -> bool {
    matches!(
        reason,
        Rejection::NotAMember
            | Rejection::ChatNotFound
            | Rejection::MissingRight
            | Rejection::BadCredential
            | Rejection::PeerFlood
    )
}
