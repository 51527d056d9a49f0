//! The plan of the person, where the installation offers plans.

use super::Act;
use super::talk::{Key, Talk};
use crate::catalogue::SetupWords;
use crate::message::FormattedText;
use crate::plan::{Feature, Plan, Signature, Totals};
use crate::text::concat;
use crate::time::Timestamp;

/// How somebody stands in their plan, over all of their connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStanding {
    /// The plan.
    pub plan: Plan,
    /// Their connections.
    pub connections: u64,
    /// What they used today.
    pub totals: Totals,
    /// Whether messages wait for the next day.
    pub holds: bool,
    /// When the next day begins.
    pub day_ends: Timestamp,
}

/// Shows it; what it does not limit has no line.
pub(super) fn show(talk: &mut Talk<'_>) {
    let Some(standing) = &talk.scene.facts.plan else {
        talk.say(&SetupWords::PlanNone {});
        return;
    };
    let mut parts = Vec::new();
    for (place, words) in lines(standing).iter().enumerate() {
        if place > 0 {
            parts.push(FormattedText::plain("\n"));
        }
        parts.push(talk.text(words));
    }
    let menu = talk.key(&SetupWords::KeyMenu {}, Act::Menu);
    talk.show(&concat(parts), vec![vec![menu]]);
}

/// The button that shows it, where there are plans.
pub(super) fn key(talk: &Talk<'_>) -> Option<Key> {
    let standing = talk.scene.facts.plan.as_ref()?;
    let name = standing.plan.name.clone();
    Some(talk.key(&SetupWords::KeyPlan { name }, Act::Plan))
}

fn lines(standing: &PlanStanding) -> Vec<SetupWords> {
    let PlanStanding {
        plan,
        connections,
        totals,
        holds,
        day_ends,
    } = standing;
    let limits = &plan.limits;
    let mut lines = vec![SetupWords::PlanTitle {
        name: plan.name.clone(),
    }];
    let before = lines.len();
    lines.extend(limits.messages.map(|limit| SetupWords::PlanMessages {
        used: totals.messages,
        limit,
    }));
    lines.extend(limits.updates.map(|limit| SetupWords::PlanUpdates {
        used: totals.updates,
        limit,
    }));
    let is_counted = lines.len() > before;
    lines.extend(limits.connections.map(|limit| SetupWords::PlanConnections {
        used: *connections,
        limit,
    }));
    let hours = limits.longest_autoclose;
    lines.extend(hours.map(|hours| SetupWords::PlanAutoclose { hours }));
    if limits.signature != Signature::Off {
        lines.push(SetupWords::PlanSignature {});
    }
    lines.extend(limits.without.iter().map(|feature| match feature {
        Feature::WelcomeOff => SetupWords::PlanNoWelcomeOff {},
        Feature::HideInfo => without("HIDE_INFO"),
        Feature::LeaveClosed => without("LEAVE_CLOSED"),
        Feature::Webhooks => without("WEBHOOKS"),
        Feature::Api => SetupWords::PlanNoApi {},
    }));
    if lines.len() == before {
        lines.push(SetupWords::PlanLimitsNothing {});
    }
    let at = *day_ends;
    if *holds {
        lines.push(SetupWords::PlanHolds { at });
    } else if is_counted {
        lines.push(SetupWords::PlanRenews { at });
    }
    lines
}

fn without(name: &str) -> SetupWords {
    let name = name.to_owned();
    SetupWords::PlanWithout { name }
}
