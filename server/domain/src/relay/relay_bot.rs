//! Relay bots: further bots in the backend group that post there, so that more than one
//! bot's messages a minute fit. One that may not post is out at once; what it had is done
//! by others, and the team is told.

use super::settle::{Attempt, Settled};
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{Language, Notice, Refusal};
use crate::connection::{Relay, RelayStanding};
use crate::delivery::{
    Action, ChatDescription, Class, Lane, LaneKind, Outcome, Purpose, Rejection,
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
pub fn relay_membership(scene: &Scene<'_>, identity: IdentityId, change: &Membership) -> Decision {
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
    let notice = Notice::RelayOut {
        bot: relay.shown_name(),
        refusal: Refusal {
            reason,
            detail: detail.to_owned(),
        },
    };
    decision.drafts.push(scene.tell_general(&notice, None));
    decision
}

/// Why a relay bot may not post and what to do, in English, for the terminal, the API and
/// the log; `None` = nothing is wrong with it.
#[must_use]
pub fn relay_problem(relay: &Relay) -> Option<String> {
    let RelayStanding::Out { reason, detail } = &relay.standing else {
        return None;
    };
    let notice = Notice::RelayOut {
        bot: relay.shown_name(),
        refusal: Refusal {
            reason: *reason,
            detail: detail.clone(),
        },
    };
    Some(notice.render(Language::En).text)
}

fn with_standing(scene: &Scene<'_>, relay: &Relay, standing: RelayStanding) -> Decision {
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

/// What was handed to a relay bot and ended in a way that is about the bot: the delivery is
/// done by somebody else. `None` for all other ends.
pub(super) fn by_others(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    outcome: &Outcome,
) -> Option<Settled> {
    let identity = attempt.delivery.identity;
    let is_relay = identity != scene.connection.frontend;
    let is_check = attempt.delivery.purpose == Purpose::RelayCheck;
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    let decision = match outcome {
        Outcome::Rejected { reason, detail } if is_relay && !is_check => match reason {
            // A topic that is closed to others is open to the frontend, which is an
            // administrator; topics may be made by who has the right.
            Rejection::TopicClosed => {
                delivery.via = Some(scene.connection.frontend);
                Decision::nothing()
            }
            Rejection::MissingRight if attempt.delivery.purpose == Purpose::Topic => {
                let relay = scene.connection.relays.get(&identity)?;
                let standing = RelayStanding::Ready {
                    makes_topics: false,
                };
                with_standing(scene, relay, standing)
            }
            Rejection::NotAMember
            | Rejection::ChatNotFound
            | Rejection::MissingRight
            | Rejection::BadCredential => relay_out(scene, identity, *reason, detail),
            _ => return None,
        },
        // Somebody else need not wait.
        Outcome::Deferred { .. } if attempt.has_others => Decision::nothing(),
        _ => return None,
    };
    // What only this bot may do is settled as usual.
    if delivery.via == Some(identity) {
        return None;
    }
    Some(Settled {
        stays: Some(Box::new(delivery)),
        decision,
    })
}

/// The check of a relay bot failed for good: it is out.
pub(super) fn check_refused(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
    detail: &str,
) -> Decision {
    relay_out(scene, attempt.delivery.identity, reason, detail)
}
