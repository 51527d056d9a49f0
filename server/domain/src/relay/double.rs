//! Topics that are being made, and topics made twice.
//!
//! A creation whose answer is lost is begun again after a while. Should both have
//! happened, the second topic is a dead end for whoever writes there: it is made to
//! lead to the same dialog, and then it is deleted or at least said to be dead.

use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::{self, Creation, Dialog, Topic};
use crate::id::{ChatId, TopicId};

/// What follows when a topic's creation begins.
///
/// It is known before it may happen, so that the bot's own service message can settle
/// it when the answer is lost. `before` is what is known of creations under the same name.
#[must_use]
pub fn creation_begins(
    scene: &Scene<'_>,
    dialog: &Dialog,
    name: &str,
    before: Option<&Creation>,
) -> Decision {
    let mut after = dialog.clone();
    after.topic = Topic::Creating {
        name: name.to_owned(),
        started_at: scene.now,
    };
    let begun = Creation::begun(&scene.connection.id, name, &dialog.key.chat, before);
    Decision {
        dialog: Some(after),
        changes: vec![Change::PutCreation(begun)],
        ..Decision::default()
    }
}

/// One of the creations is settled.
pub(super) fn creation_settled(creation: Option<&Creation>) -> Option<Change> {
    let creation = creation?;
    Some(match creation.settled() {
        Some(rest) => Change::PutCreation(rest),
        None => Change::DeleteCreation(creation.connection.clone(), creation.name.clone()),
    })
}

/// A topic of a dialog that has another: whatever is written there belongs to the
/// dialog, and it is deleted.
pub(super) fn double_topic(scene: &Scene<'_>, dialog: &Dialog, topic: TopicId) -> Decision {
    let belongs = scene
        .connection
        .group_id()
        .map(|group| Change::PutTopic(group, topic, dialog.key.clone()));
    Decision {
        drafts: vec![Draft::new(
            Lane::of(&dialog.key, LaneKind::Receipt),
            Action::DeleteTopic { topic },
            Purpose::DoubleTopic { topic },
            Class::Upkeep,
        )],
        changes: belongs.into_iter().collect(),
        ..Decision::default()
    }
}

/// The double cannot be deleted: whoever looks there is sent to the other.
pub(super) fn double_stays(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    double: TopicId,
) -> Decision {
    let link = dialog
        .and_then(Dialog::topic_id)
        .zip(scene.connection.group_id())
        .map(|(topic, group)| link_to(group, topic))
        .unwrap_or_default();
    Decision::only(Draft::new(
        scene.lane(LaneKind::Notice),
        Action::Send {
            to: Target::OtherTopic(double),
            payload: scene.words(&Notice::TopicDouble { link }),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Operator,
    ))
}

/// A topic that takes a lost one's place says so, once, and where that one was.
pub(super) fn made_anew(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Draft> {
    let former = dialog.former_topic.take()?;
    let group = scene.connection.group_id()?;
    let link = link_to(group, former);
    Some(scene.tell(&dialog.key, &Notice::TopicMadeAnew { link }, None))
}

/// The address of a topic, for members of the group.
pub(super) fn link_to(group: ChatId, topic: TopicId) -> String {
    let id = group.to_string();
    let bare = id.strip_prefix("-100").unwrap_or(&id);
    format!("https://t.me/c/{bare}/{}", topic.0)
}

/// Whether a service message in this topic is about the dialog's present topic: one
/// that was given up says nothing about the dialog.
pub(super) fn is_present(dialog: &dialog::Dialog, topic: Option<TopicId>) -> bool {
    topic.is_some() && dialog.topic_id() == topic
}
