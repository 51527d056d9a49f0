//! Reactions, both ways: a person's to a message is the frontend's to its counterpart.

use super::admission::is_ignored;
use super::{Decision, Draft, Scene};
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose};
use crate::dialog::{self, Dialog};
use crate::id::MessageRef;
use crate::link::{self, Link, Side};
use crate::message::{Reaction, ReactionChange};
use crate::reaction::Reactions;

/// What follows when somebody changed their reaction. `link` is the message's, and
/// `reactions` those that its counterpart should have so far.
#[must_use]
pub fn reaction_changed(
    scene: &Scene<'_>,
    dialog: &Dialog,
    link: &Link,
    reactions: Option<&Reactions>,
    change: &ReactionChange,
) -> Decision {
    let Some(counterpart) = link.counterpart() else {
        return Decision::nothing();
    };
    let is_ignored =
        link.side == Side::Customer && is_ignored(scene.parameters, dialog, &change.chat.address);
    if !scene.parameters.reactions || is_ignored {
        return Decision::nothing();
    }
    let user = change.actor.user.as_ref();
    if user.is_some_and(|user| user.is_bot) {
        return Decision::nothing();
    }
    // Whoever of the team reacts in a customer's chat reacts as anybody there.
    let (actor, name) = match (user, &change.actor.chat) {
        (Some(user), _) => (user.id.0, scene.gate().person(user)),
        (None, Some(chat)) => (chat.id().0, scene.gate().chat(chat)),
        (None, None) => return Decision::nothing(),
    };
    let mut after = start(scene, counterpart, reactions);
    after.take(actor, &name, &change.new);
    sync(&link.dialog, after)
}

/// The receipt on an operator's message, or on a command.
pub(super) fn receipt(
    scene: &Scene<'_>,
    dialog: &dialog::Key,
    message: &MessageRef,
    reactions: Option<&Reactions>,
) -> Decision {
    let mut after = start(scene, message, reactions);
    after.receipt = true;
    sync(dialog, after)
}

/// The message has the reaction now, or none.
pub(super) fn reaction_set(
    dialog: &Dialog,
    reactions: &Reactions,
    shown: Option<Reaction>,
) -> Decision {
    let mut after = reactions.clone();
    after.waits = false;
    after.shown = shown;
    sync(&dialog.key, after)
}

/// Telegram does not let it be set there.
pub(super) fn reaction_refused(
    dialog: &Dialog,
    reactions: &Reactions,
    refused: Option<&Reaction>,
) -> Decision {
    let mut after = reactions.clone();
    after.waits = false;
    match refused {
        Some(refused) => after.refuse(refused),
        // Nothing is there to be taken away.
        None => after.shown = None,
    }
    sync(&dialog.key, after)
}

/// The message that should be reacted to for one that somebody reacted to.
#[must_use]
pub fn reaction_target(link: &Link) -> Option<link::Key> {
    let counterpart = link.counterpart()?;
    Some(link::Key {
        chat: counterpart.chat.clone(),
        message: counterpart.message,
        ..link.key.clone()
    })
}

fn start(scene: &Scene<'_>, message: &MessageRef, known: Option<&Reactions>) -> Reactions {
    let key = super::carry::key_of(scene, message);
    known.cloned().unwrap_or_else(|| Reactions::new(key))
}

/// Last state wins: one synchronisation waits at most.
fn sync(dialog: &dialog::Key, mut after: Reactions) -> Decision {
    let mut decision = Decision::default();
    let is_due = after.wanted() != after.shown;
    if is_due && !after.waits {
        after.waits = true;
        let message = MessageRef {
            chat: after.key.chat.clone(),
            message: after.key.message,
        };
        decision.drafts.push(Draft::new(
            Lane::of(dialog, LaneKind::Receipt),
            Action::SyncReaction { message },
            Purpose::Receipt,
            Class::Upkeep,
        ));
    }
    let is_nothing = after.by.is_empty() && !after.receipt && after.shown.is_none() && !after.waits;
    decision.changes.push(if is_nothing {
        Change::DeleteReactions(after.key)
    } else {
        Change::PutReactions(Box::new(after))
    });
    decision
}
