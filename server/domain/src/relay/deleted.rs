//! Customers deleted messages, where Telegram tells it: what the operators have stays,
//! and says so.

use super::admission::is_ignored;
use super::command::withdraw;
use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, ReplyTo, Target};
use crate::dialog::Dialog;
use crate::id::{MessageId, MessageRef};
use crate::kept::Kept;
use crate::link::{Link, Side};
use crate::parameter::Direction;
use crate::payload::struck_through;

/// A deleted message that was carried.
#[derive(Debug, Clone, Copy)]
pub struct Deleted<'a> {
    /// Its link.
    pub link: &'a Link,
    /// What was posted for it, while it is kept.
    pub kept: Option<&'a Kept>,
}

/// What follows from it. Texts are struck through and captions say it where it is known what
/// they were; else it is said under the copy.
#[must_use]
pub fn customer_deleted(scene: &Scene<'_>, dialog: &Dialog, deleted: &[Deleted<'_>]) -> Decision {
    let is_ignored = is_ignored(scene.parameters, dialog, dialog.chat());
    if is_ignored || !scene.parameters.deletes.contains(Direction::ToTeam) {
        return Decision::nothing();
    }
    let mut decision = Decision::default();
    for one in deleted {
        if one.link.side != Side::Customer || one.link.original().is_none() {
            continue;
        }
        let source = one.link.message();
        let kept = one.kept.filter(|kept| kept.until > scene.now);
        let (label, language) = (Notice::DeletedByCustomer {}, scene.parameters.language);
        let struck = kept.and_then(|kept| struck_through(&kept.contents, &label, language));
        decision.drafts.push(match struck {
            Some(contents) => Draft::new(
                Lane::of(&dialog.key, LaneKind::ToTopic),
                Action::Edit {
                    source: source.clone(),
                    to: Target::Topic,
                    contents,
                    done: 0,
                    same_file: true,
                },
                Purpose::Strike { source },
                Class::Customer,
            ),
            None => said_under(scene, dialog, source),
        });
    }
    decision
}

/// Of so many messages at once a deletion in a topic is carried. More are a topic that
/// somebody clears up.
const MOST_TAKEN_BACK: usize = 20;

/// Operators deleted messages in a dialog's topic, where Telegram tells it: what was sent for
/// them is taken back. When the topic itself goes, nothing is: what was said to the customer was
/// said.
#[must_use]
pub fn team_deleted(
    scene: &Scene<'_>,
    dialog: &Dialog,
    links: &[&Link],
    deleted: &[MessageId],
) -> Decision {
    let topic = dialog.topic_id().map(|topic| MessageId(topic.0));
    let is_cleared = topic.is_some_and(|topic| deleted.contains(&topic));
    let is_wanted = scene.parameters.deletes.contains(Direction::ToCustomer);
    if !is_wanted || is_cleared || deleted.len() > MOST_TAKEN_BACK {
        return Decision::nothing();
    }
    let own = links
        .iter()
        .filter(|link| link.side == Side::Team && link.original().is_some());
    Decision {
        drafts: own
            .map(|link| withdraw(dialog, &link.message(), link.key.message))
            .collect(),
        ..Decision::default()
    }
}

/// A line under the copy.
pub(super) fn said_under(scene: &Scene<'_>, dialog: &Dialog, source: MessageRef) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::ToTopic),
        Action::Send {
            to: Target::Topic,
            payload: scene.words(&Notice::DeletedByCustomer {}),
            reply: Some(ReplyTo::CounterpartOf {
                message: source,
                quote: None,
                quote_position: 0,
            }),
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Customer,
    )
}

/// What was posted is not needed any more.
pub(super) fn forget(link: &Link) -> Option<Change> {
    let until = link.original()?.kept_until?;
    let connection = link.dialog.connection.clone();
    Some(Change::Forget(connection, link.key.clone(), until))
}
