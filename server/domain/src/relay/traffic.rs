//! Who comes into a customer's chat and who leaves it: one line, and while that line
//! waits it takes up who comes next, so that a crowd does not use up the team's group.

use super::settle::Attempt;
use super::{Decision, Draft, Scene};
use crate::catalogue::{Folded, Notice};
use crate::delivery::{Action, Class, Delivery, Key, Lane, LaneKind, Purpose, Target};
use crate::dialog::{Dialog, People, Traffic};
use crate::message::User;
use crate::payload::Payload;
use crate::privacy::Shown;

/// Names in a line that is not folded.
const IN_LINE: usize = 3;

/// Names that are written out; the others are counted.
const WRITTEN: usize = 50;

/// Says that they came or left.
pub(super) fn tell_traffic(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    waiting: Option<&Delivery>,
    (joined, left): (&[User], &[User]),
    decision: &mut Decision,
) {
    let known = dialog.traffic.take().filter(|known| {
        waiting.is_some_and(|waiting| waiting.key == known.key && waiting.started_at.is_none())
    });
    let lane = Lane::of(&dialog.key, LaneKind::ToTopic);
    let is_new = known.is_none();
    let mut traffic = known.unwrap_or_else(|| {
        Box::new(Traffic {
            key: Key {
                lane: lane.clone(),
                sequence: decision.next_sequence(scene),
            },
            joined: People::default(),
            left: People::default(),
        })
    });
    add(&mut traffic.joined, joined);
    add(&mut traffic.left, left);
    let action = Action::Send {
        to: Target::Topic,
        payload: words(scene, &traffic),
        reply: None,
        buttons: Vec::new(),
    };
    match waiting.filter(|_| !is_new) {
        Some(waiting) => decision.updated.push(Delivery {
            action,
            ..waiting.clone()
        }),
        None => {
            let draft = Draft::new(lane, action, Purpose::TeamNotice, Class::Customer);
            decision.drafts.push(draft);
        }
    }
    dialog.traffic = Some(traffic);
}

fn add(people: &mut People, users: &[User]) {
    let count = u64::try_from(users.len()).unwrap_or(u64::MAX);
    people.count = people.count.saturating_add(count);
    let room = WRITTEN.saturating_sub(people.names.len());
    let names = users.iter().take(room).map(User::full_name);
    people.names.extend(names);
    people
        .ids
        .resize(people.names.len().saturating_sub(users.len().min(room)), 0);
    people
        .ids
        .extend(users.iter().take(room).map(|user| user.id.0));
}

fn words(scene: &Scene<'_>, traffic: &Traffic) -> Payload {
    let joined = line(
        scene,
        &traffic.joined,
        |names, count| Notice::ServiceJoined { names, count },
        |names, count| Notice::ServiceJoinedMany { names, count },
    );
    let left = line(
        scene,
        &traffic.left,
        |names, count| Notice::ServiceLeft { names, count },
        |names, count| Notice::ServiceLeftMany { names, count },
    );
    let lines: Vec<Notice> = [joined, left].into_iter().flatten().collect();
    Payload::lines(&lines, scene.parameters.language)
}

fn line(
    scene: &Scene<'_>,
    people: &People,
    few: impl FnOnce(Shown, u64) -> Notice,
    many: impl FnOnce(Folded, u64) -> Notice,
) -> Option<Notice> {
    let gate = scene.gate();
    let ids = people.ids.iter().copied().chain(std::iter::repeat(0));
    let names = people
        .names
        .iter()
        .zip(ids)
        .map(|(name, id)| gate.known(id, name));
    let more = people.count > people.names.len() as u64;
    let names = Shown::list(names.chain(more.then(|| Shown::own("…"))), ", ");
    match people.names.len() {
        0 => None,
        1..=IN_LINE => Some(few(names, people.count)),
        _ => Some(many(Folded(names), people.count)),
    }
}

/// The line is there: who it names is not needed any more.
pub(super) fn traffic_told(attempt: &Attempt<'_>) -> Decision {
    let told = |dialog: &&Dialog| {
        let traffic = dialog.traffic.as_ref();
        traffic.is_some_and(|traffic| traffic.key == attempt.delivery.key)
    };
    match attempt.dialog.filter(told) {
        Some(dialog) => Decision {
            dialog: Some(Dialog {
                traffic: None,
                ..dialog.clone()
            }),
            ..Decision::default()
        },
        None => Decision::nothing(),
    }
}
