//! Commands that need a right which is Telegram's to say, and pressed buttons: what is not known
//! is asked, and the command is done with the answer.

use super::answer;
use super::ban::set_banned;
use crate::catalogue::{Abilities, Notice, Refusal};
use crate::delivery::{
    Action, ChatDescription, Class, Lane, LaneKind, Purpose, Rejection, RightAsk,
};
use crate::dialog::Dialog;
use crate::id::{IdentityKind, MessageId, MessageRef, UserId};
use crate::message::{ButtonPress, User};
use crate::operator_command::Place;
use crate::payload::Payload;
use crate::relay::button;
use crate::relay::settle::Attempt;
use crate::relay::{Decision, Draft, Scene};
use crate::team::{self, Known};

/// Who gives a command, and by which message.
#[derive(Debug, Clone)]
pub(super) struct Giver {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: String,
    /// The message.
    pub command: MessageId,
}

/// A command that needs the right to ban, or is told differently to who has it.
pub(super) fn needing(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    user: &User,
    command: MessageId,
    what: RightAsk,
) -> Decision {
    let giver = Giver {
        user: user.id,
        name: user.full_name(),
        command,
    };
    match team::may_ban(scene.connection, user.id, scene.now) {
        Known::Yes => decided(scene, dialog, &giver, &what, true),
        Known::No => decided(scene, dialog, &giver, &what, false),
        Known::Unknown => {
            // The question goes where the answer to the command goes, in its order.
            let lane = match dialog {
                Some(dialog) => Lane::of(&dialog.key, LaneKind::Notice),
                None => scene.lane(LaneKind::Notice),
            };
            ask(scene, lane, giver.user, command, what)
        }
    }
}

/// Telegram said how whoever gave the command stands in the group.
pub(in crate::relay) fn checked(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    told: Option<&ChatDescription>,
) -> Decision {
    let Purpose::RightCheck { command, by, what } = &attempt.delivery.purpose else {
        return Decision::nothing();
    };
    let (command, by) = (*command, *by);
    let member = told.and_then(|told| told.member.as_ref());
    let Some(member) = member.filter(|member| member.user.id == by) else {
        let refusal = Refusal {
            reason: Rejection::Other,
            detail: String::new(),
        };
        return not_asked(scene, attempt, refusal);
    };
    let (user, status, rights) = (&member.user, member.status, member.rights);
    let after = team::told(scene.connection, user, status, rights, scene.now, true);
    let known = Scene {
        connection: after.as_ref().unwrap_or(scene.connection),
        ..*scene
    };
    let mut decision = if let RightAsk::Press(press) = what {
        if status.is_inside() {
            button::pressed_inside(&known, &attempt.press.unwrap_or_default(), press)
        } else {
            button::told(&known, press, Some(&Notice::ButtonForTeam {}))
        }
    } else {
        let giver = Giver {
            user: by,
            name: user.full_name(),
            command,
        };
        let may = team::lets_ban(status, rights);
        decided(&known, attempt.dialog, &giver, what, may)
    };
    decision.connection = decision.connection.or(after.map(Box::new));
    decision
}

/// Telegram could not be asked: nothing is decided on a guess.
pub(in crate::relay) fn not_asked(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    refusal: Refusal,
) -> Decision {
    let Purpose::RightCheck { command, what, .. } = &attempt.delivery.purpose else {
        return Decision::nothing();
    };
    if let RightAsk::Press(press) = what {
        return button::told(scene, press, Some(&Notice::ButtonUnchecked {}));
    }
    let (command, notice) = (*command, Notice::RightUnknown { refusal });
    Decision::only(match attempt.dialog {
        Some(dialog) => scene.tell(&dialog.key, &notice, Some(command)),
        None => scene.tell_general(&notice, Some(command)),
    })
}

fn decided(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    giver: &Giver,
    what: &RightAsk,
    may: bool,
) -> Decision {
    match (what, dialog) {
        (RightAsk::Help, _) => {
            let place = dialog.map_or(Place::General, |_| Place::Dialog);
            help(scene, dialog, place, giver, may)
        }
        // A press goes its own way, in [`checked`].
        (RightAsk::Press(_), _) | (RightAsk::Ban | RightAsk::Unban, None) => Decision::nothing(),
        (RightAsk::Ban | RightAsk::Unban, Some(dialog)) if !may => {
            let notice = Notice::BanNeedsRight {};
            Decision::only(scene.tell(&dialog.key, &notice, Some(giver.command)))
        }
        (RightAsk::Ban, Some(dialog)) => set_banned(scene, dialog, giver, true),
        (RightAsk::Unban, Some(dialog)) => set_banned(scene, dialog, giver, false),
    }
}

/// A press waits for Telegram's word on whether its presser is in the group: not behind what
/// is to be posted, since Telegram does not wait long for the answer to a press.
pub(in crate::relay) fn asked_of_presser(
    scene: &Scene<'_>,
    dialog: &Dialog,
    message: &MessageRef,
    press: &ButtonPress,
) -> Decision {
    let lane = Lane::of(&dialog.key, LaneKind::Receipt);
    let what = RightAsk::Press(Box::new(press.clone()));
    ask(scene, lane, press.actor.id, message.message, what)
}

fn ask(scene: &Scene<'_>, lane: Lane, by: UserId, command: MessageId, what: RightAsk) -> Decision {
    let Some(group) = scene.connection.group_id() else {
        return Decision::nothing();
    };
    Decision::only(Draft::new(
        lane,
        Action::Describe {
            chat: group,
            member: Some(by.0),
            with_count: false,
        },
        Purpose::RightCheck { command, by, what },
        Class::Operator,
    ))
}

/// `/help`: what whoever asks may use there, and nothing else.
fn help(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    place: Place,
    giver: &Giver,
    may_ban: bool,
) -> Decision {
    let (connection, parameters) = (scene.connection, scene.parameters);
    let abilities = Abilities {
        is_account: connection.frontend.kind == IdentityKind::User,
        may_ban,
        may_extend: team::may_extend(connection, parameters, giver.user),
    };
    let others = parameters.webhooks.commands();
    let payload = Payload::help(place, abilities, &others, parameters.language);
    Decision::only(answer(scene, dialog, giver.command, payload))
}
