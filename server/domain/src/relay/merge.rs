//! Merging: several texts of a dialog that wait for the group's budget become one
//! message, with the times at which they were written.

use super::edit::with_original;
use super::{Decision, Scene};
use crate::delivery::{Action, Delivery, LaneKind, Purpose};
use crate::id::MessageRef;
use crate::link::Link;
use crate::payload::{Part, merged};

/// Most originals of one post.
const MOST: usize = 50;

/// A post shows the days when its first text is older than this.
const SAME_DAY: std::time::Duration = std::time::Duration::from_secs(12 * 3600);

/// Whether others may join this delivery when it goes.
#[must_use]
pub fn may_lead(delivery: &Delivery) -> bool {
    parts_of(delivery).is_some()
}

/// Whether this delivery may join those before it. One that answers something begins a
/// message of its own, so that it keeps its reply.
#[must_use]
pub fn may_follow(scene: &Scene<'_>, delivery: &Delivery) -> bool {
    may_lead(delivery) && delivery.action.reply().is_none() && delivery.due_at <= scene.now
}

/// What waits at the head of a lane, as few messages as it can be: the first takes up those
/// behind it, as many as fit into one. `None` when none does.
///
/// `links` are those of the originals. All of it is one commit: after a crash the texts
/// are either still deliveries of their own or one.
#[must_use]
pub fn merge(scene: &Scene<'_>, waiting: &[Delivery], links: &[Link]) -> Option<Decision> {
    let (first, behind) = waiting.split_first()?;
    let mut parts = parts_of(first)?;
    let oldest = parts.first()?.joins.written_at;
    let with_dates = scene.now.since(oldest) > SAME_DAY;
    let mut taken = Vec::new();
    for delivery in behind {
        if !may_follow(scene, delivery) {
            break;
        }
        let before = parts.len();
        parts.extend(parts_of(delivery)?);
        if parts.len() > MOST || merged(&parts, with_dates).is_none() {
            parts.truncate(before);
            break;
        }
        taken.push(delivery.clone());
    }
    if taken.is_empty() {
        return None;
    }
    let waits = |source: &MessageRef| {
        let of = |link: &&Link| link.key.chat == source.chat && link.key.message == source.message;
        let link = links.iter().find(of)?;
        let mut original = link.original()?.clone();
        original.waits = Some(first.key.clone());
        Some(with_original(scene, link, original))
    };
    let sources = taken.iter().flat_map(Delivery::sources);
    let changes = sources.filter_map(waits).collect();
    let mut leading = first.clone();
    leading.action = Action::Merged {
        parts,
        with_dates,
        reply: first.action.reply().cloned(),
    };
    Some(Decision {
        updated: vec![leading],
        cancelled: taken,
        changes,
        ..Decision::default()
    })
}

/// The texts that a delivery brings, where they may be merged with others.
fn parts_of(delivery: &Delivery) -> Option<Vec<Part>> {
    let is_plain = delivery.key.lane.kind == LaneKind::ToTopic
        && delivery.retry_of.is_none()
        && !delivery.is_begun;
    let Purpose::ToTopic { source } = &delivery.purpose else {
        return None;
    };
    if !is_plain {
        return None;
    }
    if let Action::Merged { parts, .. } = &delivery.action {
        return Some(parts.clone());
    }
    let Action::Carry {
        steps,
        done: 0,
        joins: Some(joins),
        ..
    } = &delivery.action
    else {
        return None;
    };
    let [step] = steps.as_slice() else {
        return None;
    };
    Some(vec![Part {
        source: source.clone(),
        step: step.clone(),
        joins: *joins,
    }])
}
