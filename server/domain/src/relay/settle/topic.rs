//! The topic: made, renamed, closed, lost.

use std::time::Duration;

use super::super::double::{creation_settled, double_topic, made_anew};
use super::super::look::{wanted_look, wanted_sync};
use super::super::outreach::announced;
use super::super::team::topic_known;
use super::super::{Decision, Scene};
use super::{Attempt, Settled, done, stays};
use crate::delivery::{Class, Purpose, TopicStep};
use crate::dialog::{Dialog, Look, Topic};
use crate::id::TopicId;

/// How long an unsettled creation of a topic may yet be settled by the bot's
/// own service message, before the topic is made once more (inferred).
pub const CREATION_GRACE: Duration = Duration::from_secs(30);

/// How long after a rename the next one has to wait.
const RENAME_GAP: Duration = Duration::from_secs(60);

/// One step of a synchronisation is done: made, renamed, or closed. The next
/// follows while the topic does not look as it should.
pub(super) fn topic_synced(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    topic: Option<TopicId>,
) -> Settled {
    let Some(dialog) = attempt.dialog else {
        return done(Decision::nothing());
    };
    let mut after = dialog.clone();
    let mut decision = Decision::default();
    match (topic, &after.topic) {
        // Its own service message was quicker.
        (Some(topic), Topic::Known(known)) if topic == *known => {}
        // The dialog has another by now, whose creation had seemed lost.
        (Some(topic), Topic::Known(_)) => {
            decision.changes.extend(creation_settled(attempt.creation));
            decision.join(double_topic(scene, dialog, topic));
        }
        (Some(topic), Topic::Missing | Topic::Creating { .. }) => {
            let name = created_name(scene, attempt, dialog);
            decision.changes.extend(creation_settled(attempt.creation));
            decision
                .changes
                .extend(topic_known(scene, &mut after, topic, &name));
            decision.drafts.extend(made_anew(scene, &mut after));
            decision.drafts.extend(announced(scene, &mut after));
        }
        // Only what this call changed: somebody may have changed the rest meanwhile.
        (None, Topic::Known(known)) if attempt.sent.topic.is_none_or(|sent| sent == *known) => {
            match &attempt.sent.step {
                Some(TopicStep::Rename { name }) => {
                    after.renamed_at = scene.now;
                    after.shown.name.clone_from(name);
                }
                Some(TopicStep::SetClosed { closed }) => after.shown.is_closed = *closed,
                Some(TopicStep::Create { .. }) | None => {}
            }
        }
        (None, _) => {}
    }
    let is_made = matches!(after.topic, Topic::Known(_));
    let wanted = wanted_look(&after, scene.parameters);
    if is_made && after.shown == wanted {
        after.sync_waits = false;
        decision.dialog = Some(after);
        return done(decision);
    }
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.attempts = 0;
    delivery.held_back = 0;
    delivery.first_failed_at = None;
    delivery.class = Class::Upkeep;
    delivery.due_at = if !is_made || after.shown.is_closed != wanted.is_closed {
        scene.now
    } else {
        after.renamed_at.after(RENAME_GAP)
    };
    decision.dialog = Some(after);
    Settled {
        stays: Some(Box::new(delivery)),
        decision,
    }
}

/// The name that the topic was made with.
fn created_name(scene: &Scene<'_>, attempt: &Attempt<'_>, dialog: &Dialog) -> String {
    match (attempt.sent.created_name(), &dialog.topic) {
        (Some(name), _) => name.to_owned(),
        (None, Topic::Creating { name, .. }) => name.clone(),
        (None, Topic::Missing | Topic::Known(_)) => wanted_look(dialog, scene.parameters).name,
    }
}

/// The topic was deleted by hand, or is one that Telegram lets bots write no more into, as
/// happens in groups with some hundred thousand messages: another one is made, and the
/// message goes there.
pub(super) fn topic_lost(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    let Some(dialog) = attempt.dialog else {
        // What is said in General or in a topic of no dialog: there is no other
        // place for it.
        return done(Decision::nothing());
    };
    let mut settled = stays(delivery);
    let was_another = attempt.sent.topic.is_some() && attempt.sent.topic != dialog.topic_id();
    if was_another {
        // Word of a topic that was given up meanwhile: this goes into the new one.
        return settled;
    }
    let mut after = dialog.clone();
    after.former_topic = dialog.topic_id().or(after.former_topic);
    after.topic = Topic::Missing;
    after.shown = Look::default();
    if attempt.delivery.purpose != Purpose::Topic {
        settled
            .decision
            .drafts
            .extend(wanted_sync(scene, &mut after));
    }
    settled.decision.dialog = Some(after);
    settled
}
