//! The desk bot beside an account: how it comes to look after the group, and what becomes
//! of media that the account may not bring there itself.

use std::time::Duration;

use super::settle::{Attempt, Settled};
use super::setup::{english, problem_of, refusal};
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{Notice, Refusal};
use crate::connection::{Carrier, Connection, DeskBot};
use crate::delivery::{
    Action, ChatDescription, Class, Lane, LaneKind, Outcome, Purpose, Rejection,
};
use crate::id::{ChatAddress, ChatId, IdentityId};
use crate::message::Membership;
use crate::problem::Problem;
use crate::time::Timestamp;

/// A group that the account looked after so far goes over to the desk bot at a time that is
/// certainly still to come, by Telegram's clock too: so whoever sees a message, all agree
/// upon whose it is. (Inferred: no server's clock is that far off.)
const TAKE_OVER: Duration = Duration::from_secs(30);

/// Asks Telegram how the desk bot stands in a group that the account looks after so far.
/// `None`: it need not be asked.
#[must_use]
pub fn check_desk(scene: &Scene<'_>) -> Option<Draft> {
    let group = scene.connection.group_id()?;
    let desk = scene.connection.desk.as_ref()?;
    let is_wanted = desk.since.is_none();
    is_wanted.then(|| Draft {
        via: Some(desk.identity),
        ..ask(scene, desk.identity, group, Purpose::GroupCheck)
    })
}

/// Asks Telegram how the account stands in a group that a desk bot looks after.
#[must_use]
pub fn check_carrier(scene: &Scene<'_>) -> Option<Draft> {
    let group = scene.connection.group_id()?;
    scene.connection.desk_in_charge()?;
    let frontend = scene.connection.frontend;
    Some(Draft {
        via: Some(frontend),
        ..ask(scene, frontend, group, Purpose::RelayCheck)
    })
}

fn ask(scene: &Scene<'_>, identity: IdentityId, group: ChatId, purpose: Purpose) -> Draft {
    // A lane of its own: none of ours ever is a customer.
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
    Draft::new(lane, ask, purpose, Class::Operator)
}

/// Whether this one is the desk bot, and the group is not its own yet.
pub(super) fn is_to_come(connection: &Connection, identity: IdentityId) -> bool {
    let desk = connection.desk.as_ref();
    let is_desk = desk.is_some_and(|desk| desk.identity == identity && desk.since.is_none());
    is_desk && connection.group_id().is_some()
}

/// The desk bot looks after a group that becomes the backend group now: all that is written there
/// is its own to tell, since nobody told of it as the backend group before. Not from now on: a
/// message's time is Telegram's, in whole seconds, and the first would be the account's then,
/// which may be behind, or no member at all.
pub(super) fn begins(connection: &mut Connection, by: IdentityId) {
    if let Some(desk) = connection.desk.as_mut().filter(|desk| desk.identity == by) {
        desk.since.get_or_insert(Timestamp(0));
        desk.problem = None;
    }
}

/// What Telegram said of a desk bot that is to take over from the account.
pub(super) fn desk_checked(
    scene: &Scene<'_>,
    answer: Result<&ChatDescription, (Rejection, &str)>,
) -> Decision {
    let problem = match answer {
        Ok(description) => problem_of(scene, description),
        Err((reason, _)) => Some(refusal(reason, scene.connection)),
    };
    let told = problem.as_ref().map(Problem::of);
    let mut is_same = false;
    let mut decision = with_desk(scene, |desk| {
        is_same = match &told {
            Some(told) => told.is_same(desk.problem.as_ref()),
            None => desk.problem.is_none(),
        };
        desk.problem.clone_from(&told);
        if told.is_none() {
            desk.since = Some(scene.now.after(TAKE_OVER));
        }
    });
    let notice = match problem {
        Some(notice) => Some(notice).filter(|_| !is_same),
        None => desk_of(scene).map(|desk| Notice::DeskReady {
            bot: desk.shown_name(),
        }),
    };
    let notice = notice.map(|notice| scene.tell_general(&notice, None));
    decision.drafts.extend(notice);
    decision
}

/// The account's own standing in a group that a desk bot looks after.
pub(super) fn carrier_membership(scene: &Scene<'_>, change: &Membership) -> Decision {
    if change.new.is_inside() {
        return carrier_ready(scene);
    }
    carrier_out(scene, Rejection::NotAMember, "")
}

/// What Telegram said of the account's standing there.
pub(super) fn carrier_checked(scene: &Scene<'_>, description: &ChatDescription) -> Decision {
    // Whether it may send every kind there is not asked: its first file tells.
    if description.own_status.is_inside() {
        return carrier_ready(scene);
    }
    carrier_out(scene, Rejection::NotAMember, "")
}

fn carrier_ready(scene: &Scene<'_>) -> Decision {
    if desk_of(scene).is_none_or(DeskBot::has_carrier) {
        return Decision::nothing();
    }
    let mut decision = with_desk(scene, |desk| desk.account = Carrier::Ready);
    let notice = Notice::CarrierReady {};
    decision.drafts.push(scene.tell_general(&notice, None));
    decision
}

/// The account may bring no media into the group, which is told once: they go through the
/// server's store, as far as the desk bot may send them.
pub(super) fn carrier_out(scene: &Scene<'_>, reason: Rejection, detail: &str) -> Decision {
    if !desk_of(scene).is_some_and(DeskBot::has_carrier) {
        return Decision::nothing();
    }
    let detail = detail.to_owned();
    let notice = out_notice(reason, &detail);
    let out = Carrier::Out { reason, detail };
    let mut decision = with_desk(scene, |desk| desk.account = out);
    decision.drafts.push(scene.tell_general(&notice, None));
    decision
}

/// Why the account brings no media into the group and what to do, in English, for the
/// terminal, the API and the log; `None` = it does.
#[must_use]
pub fn carrier_problem(desk: &DeskBot) -> Option<String> {
    match &desk.account {
        Carrier::Ready => None,
        Carrier::Out { reason, detail } => Some(english(&out_notice(*reason, detail))),
    }
}

fn out_notice(reason: Rejection, detail: &str) -> Notice {
    let detail = detail.to_owned();
    Notice::CarrierOut {
        refusal: Refusal { reason, detail },
    }
}

/// What the account may not bring into the group is brought there by the desk bot. `None`
/// for all other ends.
pub(super) fn by_desk(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    outcome: &Outcome,
) -> Option<Settled> {
    let (desk, _) = scene.connection.desk_in_charge()?;
    let delivery = attempt.delivery;
    let Outcome::Rejected { reason, detail } = outcome else {
        return None;
    };
    // What was begun under a key may have arrived: nobody else says it again.
    let is_carriers = delivery.identity == scene.connection.frontend && !delivery.is_begun;
    if !is_carriers || !matches!(delivery.purpose, Purpose::ToTopic { .. }) {
        return None;
    }
    let decision = if matches!(reason, Rejection::NotAMember | Rejection::ChatNotFound) {
        carrier_out(scene, *reason, detail)
    } else if matches!(reason, Rejection::MissingRight | Rejection::TopicClosed) {
        // Members may not send this kind, or write there: who looks after it may.
        Decision::nothing()
    } else {
        return None;
    };
    let mut delivery = delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    delivery.via = Some(desk.identity);
    Some(Settled {
        stays: Some(Box::new(delivery)),
        decision,
    })
}

fn desk_of<'a>(scene: &Scene<'a>) -> Option<&'a DeskBot> {
    scene.connection.desk.as_ref()
}

fn with_desk(scene: &Scene<'_>, change: impl FnOnce(&mut DeskBot)) -> Decision {
    let mut connection = scene.connection.clone();
    if let Some(desk) = connection.desk.as_mut() {
        change(desk);
    }
    if connection == *scene.connection {
        return Decision::nothing();
    }
    Decision {
        events: vec![Event::ConnectionChanged(connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}
