//! An account makes its backend group itself: a forum, with the desk bot as its
//! administrator. Then it is looked at like any other.

use super::super::outreach::GROUP_GRACE;
use super::super::setup::take_group;
use super::super::{Decision, Draft, Event, Scene};
use super::failed::failed;
use super::{Attempt, Settled, done, stays};
use crate::catalogue::{Notice, Refusal};
use crate::connection::Group;
use crate::delivery::{Action, Class, LaneKind, Outcome, Purpose, Rejection};
use crate::id::ChatId;
use crate::outreach::Reach;
use crate::problem::Problem;

/// Makes the group that the connection is to have. `None`: it is to have none made.
#[must_use]
pub fn found_group(scene: &Scene<'_>) -> Option<Draft> {
    let Group::Founding { title } = &scene.connection.group else {
        return None;
    };
    let title = title.clone();
    Some(founding(scene, Reach::Found { title }))
}

fn founding(scene: &Scene<'_>, reach: Reach) -> Draft {
    Draft::new(
        scene.lane(LaneKind::Topic),
        Action::Reach(reach),
        Purpose::Founding,
        Class::Operator,
    )
}

/// What follows from an outcome.
pub(super) fn settled(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    let Action::Reach(reach) = &attempt.delivery.action else {
        return done(Decision::nothing());
    };
    match (outcome, reach) {
        (Outcome::Succeeded { reached, .. }, Reach::Found { title }) => {
            let chat = reached.as_ref().and_then(|reached| reached.chat.as_ref());
            match chat {
                Some(chat) => done(founded(scene, chat.id(), title)),
                None => unknown(scene, attempt, ""),
            }
        }
        // The check that waits behind it says what is wrong, if anything is.
        (Outcome::Succeeded { .. }, _) => done(Decision::nothing()),
        (Outcome::Deferred { delay, .. }, _) => {
            let mut delivery = attempt.delivery.clone();
            delivery.due_at = scene.now.after(*delay);
            delivery.started_at = None;
            stays(delivery)
        }
        (Outcome::Uncertain { detail, .. }, Reach::Found { .. }) => unknown(scene, attempt, detail),
        // It was looked for, and is not there.
        (
            Outcome::Rejected {
                reason: Rejection::NotFound,
                ..
            },
            Reach::Found { .. },
        ) if attempt.delivery.is_begun => {
            let mut delivery = attempt.delivery.clone();
            delivery.is_begun = false;
            delivery.started_at = None;
            delivery.due_at = scene.now;
            stays(delivery)
        }
        (
            Outcome::Rejected {
                reason: Rejection::BadCredential,
                detail,
            }
            | Outcome::Failed { detail }
            | Outcome::Uncertain { detail, .. },
            _,
        ) => failed(scene, attempt, detail),
        (Outcome::Rejected { reason, detail }, _) => done(refused(scene, *reason, detail)),
        (Outcome::Moved { .. }, _) => done(Decision::nothing()),
    }
}

/// It is there: the bot comes in, and it is looked at.
fn founded(scene: &Scene<'_>, group: ChatId, title: &str) -> Decision {
    let mut connection = scene.connection.clone();
    connection.group = Group::Checking(group);
    title.clone_into(&mut connection.group_title);
    connection.problem = None;
    let appoint = connection
        .desk
        .is_some()
        .then(|| founding(scene, Reach::Appoint { chat: group }));
    let within = Scene {
        connection: &connection,
        ..*scene
    };
    let mut decision = take_group(&within, group);
    let mut drafts: Vec<Draft> = appoint.into_iter().collect();
    drafts.append(&mut decision.drafts);
    decision.drafts = drafts;
    decision
        .events
        .push(Event::ConnectionChanged(connection.id.clone()));
    decision.connection = Some(Box::new(connection));
    decision
}

/// It may be there: it is looked for, once it would be shown.
fn unknown(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let mut delivery = attempt.delivery.clone();
    delivery.is_begun = true;
    delivery.started_at = None;
    delivery.last_error = Some(detail.to_owned());
    delivery.due_at = scene.now.after(GROUP_GRACE);
    stays(delivery)
}

/// It is not made. Tried again when a gateway comes for the account the next time.
fn refused(scene: &Scene<'_>, reason: Rejection, detail: &str) -> Decision {
    let refusal = Refusal {
        reason,
        detail: detail.to_owned(),
    };
    let mut connection = scene.connection.clone();
    connection.problem = Some(Problem::of(&Notice::FoundingRefused { refusal }));
    Decision {
        events: vec![Event::ConnectionChanged(connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}
