//! Pressed buttons. What a button is about is known from the message that it is under, not
//! from its data: that says the verb alone, so there is nothing in it to guess or to forge.

use super::command::{DeadLetterVerdict, decided};
use super::{Decision, Draft, Scene};
use crate::catalogue::{Language, Notice};
use crate::delivery::{Action, Class, DeadLetter, DeadReason, LaneKind, Purpose};
use crate::dialog::Dialog;
use crate::link::Link;
use crate::message::{Button, ButtonAction, ButtonPress};
use crate::reaction::Reactions;

const AGAIN: &str = "again";
const ARRIVED: &str = "arrived";

/// What is known about the message whose button was pressed.
#[derive(Debug, Clone, Copy)]
pub struct PressScene<'a> {
    /// Its dialog.
    pub dialog: Option<&'a Dialog>,
    /// The dead letter that it tells of, while nobody has decided about it.
    pub letter: Option<&'a DeadLetter>,
    /// The links of the letter's messages.
    pub originals: &'a [Link],
    /// The reactions to the operator's message.
    pub reactions: Option<&'a Reactions>,
}

/// The buttons under the notice of a dead letter.
pub(super) fn letter_buttons(reason: &DeadReason, language: Language) -> Vec<Vec<Button>> {
    let button = |notice: Notice, verb: &str| Button {
        text: notice.render(language).text,
        action: ButtonAction::Callback(verb.to_owned()),
    };
    let again = button(Notice::ButtonAgain {}, AGAIN);
    vec![match reason {
        DeadReason::Uncertain { .. } => vec![again, button(Notice::ButtonArrived {}, ARRIVED)],
        DeadReason::Rejected { .. } | DeadReason::GaveUp { .. } => vec![again],
    }]
}

/// What follows when somebody presses a button. Whoever sees it is of the team: Telegram
/// takes presses from the group's members alone.
#[must_use]
pub fn button_pressed(scene: &Scene<'_>, known: &PressScene<'_>, press: &ButtonPress) -> Decision {
    let verdict = match press.data.as_str() {
        AGAIN => Some(DeadLetterVerdict::Again),
        ARRIVED => Some(DeadLetterVerdict::Arrived),
        _ => None,
    };
    let Some(verdict) = verdict.filter(|_| !press.actor.is_bot) else {
        return Decision::only(answer(scene, press, String::new()));
    };
    let said = |notice: Notice| notice.render(scene.parameters.language);
    let letter = known.letter.filter(|letter| {
        let dialog = known.dialog.map(|dialog| &dialog.key);
        letter.delivery.key.lane.dialog_key().as_ref() == dialog
    });
    let (Some(dialog), Some(letter)) = (known.dialog, letter) else {
        let text = said(Notice::ButtonDecided {}).text;
        return Decision::only(answer(scene, press, text));
    };
    let (mut decision, notice) = decided(
        scene,
        dialog,
        letter,
        known.originals,
        known.reactions,
        verdict,
    );
    let draft = answer(scene, press, said(notice.clone()).text);
    decision.drafts.push(draft);
    // The question becomes its answer, and its buttons go.
    decision
        .drafts
        .extend(press.message.as_ref().map(|message| {
            Draft::new(
                crate::delivery::Lane::of(&dialog.key, LaneKind::Notice),
                Action::Rewrite {
                    message: message.clone(),
                    payload: scene.words(&notice),
                    buttons: Vec::new(),
                },
                Purpose::Tidy,
                Class::Operator,
            )
        }));
    decision
}

/// Telegram shows the presser a clock until the press is answered.
pub(super) fn answer(scene: &Scene<'_>, press: &ButtonPress, text: String) -> Draft {
    Draft::new(
        scene.lane(LaneKind::Receipt),
        Action::AnswerButton {
            query: press.query.clone(),
            text,
        },
        Purpose::ButtonAnswer,
        Class::Operator,
    )
}
