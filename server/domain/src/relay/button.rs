//! Pressed buttons in the backend group.
//!
//! A button's data names a [`Choice`], which is good once, under its own message, for a
//! while, and for who is in the group when it is pressed: what is not known of that is asked
//! of Telegram, and the press waits for the answer. Every press is answered.

use super::command::{DeadLetterVerdict, decided, rights};
use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::choice::{About, Answer, Choice, Id, LIVE};
use crate::delivery::{Action, Class, DeadLetter, DeadReason, Lane, LaneKind, Purpose};
use crate::dialog::{self, Dialog};
use crate::id::MessageRef;
use crate::link::Link;
use crate::message::{Button, ButtonAction, ButtonPress};
use crate::reaction::Reactions;
use crate::team;

/// What is known about a pressed button.
#[derive(Debug, Clone, Copy, Default)]
pub struct PressScene<'a> {
    /// What its data names, while nobody has decided about it.
    pub choice: Option<&'a Choice>,
    /// The dialog of that.
    pub dialog: Option<&'a Dialog>,
    /// The dead letter that it is about.
    pub letter: Option<&'a DeadLetter>,
    /// The links of the letter's messages.
    pub originals: &'a [Link],
    /// The reactions to the operator's message.
    pub reactions: Option<&'a Reactions>,
    /// The message is known to have asked what is decided by now.
    pub is_decided: bool,
}

/// A press that counts, if its presser may.
struct Pressed<'a> {
    dialog: &'a Dialog,
    letter: &'a DeadLetter,
    message: &'a MessageRef,
    verdict: DeadLetterVerdict,
}

/// What the team is asked about a dead letter, and the buttons with it.
pub(super) fn letter_choice(
    scene: &Scene<'_>,
    dialog: &dialog::Key,
    letter: u64,
    reason: &DeadReason,
) -> (Choice, Vec<Vec<Button>>) {
    let answers = match reason {
        DeadReason::Uncertain { .. } => vec![Answer::Again, Answer::Arrived],
        DeadReason::Rejected { .. } | DeadReason::GaveUp { .. } => vec![Answer::Again],
    };
    let until = scene.now.after(LIVE);
    let id = Id::new(until, scene.draw(&format!("letter/{letter}")));
    let button = |answer: &Answer| {
        let words = match answer {
            Answer::Again => Notice::ButtonAgain {},
            Answer::Arrived => Notice::ButtonArrived {},
        };
        Button {
            text: words.render(scene.parameters.language).text,
            action: ButtonAction::Callback(id.data(*answer)),
        }
    };
    let buttons = vec![answers.iter().map(button).collect()];
    let choice = Choice {
        id,
        dialog: dialog.clone(),
        about: About::Letter(letter),
        answers,
        message: None,
        until,
        by: None,
    };
    (choice, buttons)
}

/// What follows when somebody presses a button.
#[must_use]
pub fn button_pressed(scene: &Scene<'_>, known: &PressScene<'_>, press: &ButtonPress) -> Decision {
    let pressed = match looked_up(scene, known, press) {
        Ok(pressed) => pressed,
        Err(why) => return told(scene, press, why.as_ref()),
    };
    if team::is_known_inside(scene.connection, press.actor.id, scene.now) {
        decide(scene, known, &pressed, press)
    } else {
        rights::asked_of_presser(scene, pressed.dialog, pressed.message, press)
    }
}

/// What follows from a press of somebody of whom Telegram has just said that they are in the
/// group. Meanwhile somebody else may have decided.
pub(super) fn pressed_inside(
    scene: &Scene<'_>,
    known: &PressScene<'_>,
    press: &ButtonPress,
) -> Decision {
    match looked_up(scene, known, press) {
        Ok(pressed) => decide(scene, known, &pressed, press),
        Err(why) => told(scene, press, why.as_ref()),
    }
}

/// What a press is about; else what is said of it. `None`: nothing, to who is not of the
/// team.
fn looked_up<'a>(
    scene: &Scene<'_>,
    known: &PressScene<'a>,
    press: &'a ButtonPress,
) -> Result<Pressed<'a>, Option<Notice>> {
    let message = press.message.as_ref();
    let group = scene.connection.group_id();
    let message = message.filter(|message| Some(message.chat.id) == group);
    let message = message.filter(|_| !press.actor.is_bot).ok_or(None)?;
    // Those of earlier versions said no more than this.
    if Answer::named(&press.data).is_some() {
        return Err(Some(Notice::ButtonTooOld {}));
    }
    let (id, answer) = Id::read(&press.data).ok_or(Some(Notice::ButtonVoid {}))?;
    let Some(choice) = known.choice.filter(|choice| choice.id == id) else {
        return Err(Some(if known.is_decided {
            Notice::ButtonDecided {}
        } else if id.is_over(scene.now) {
            Notice::ButtonTooOld {}
        } else {
            Notice::ButtonVoid {}
        }));
    };
    let is_its = choice.message.as_ref().is_none_or(|its| its == message);
    if !is_its || !choice.answers.contains(&answer) {
        return Err(Some(Notice::ButtonVoid {}));
    }
    if choice.until <= scene.now {
        return Err(Some(Notice::ButtonTooOld {}));
    }
    if choice.by.is_some_and(|by| by != press.actor.id) {
        return Err(Some(Notice::ButtonForAnother {}));
    }
    let About::Letter(sequence) = choice.about;
    let letter = known.letter.filter(|letter| {
        let key = &letter.delivery.key;
        key.sequence == sequence && key.lane.dialog_key().as_ref() == Some(&choice.dialog)
    });
    let dialog = known.dialog.filter(|dialog| dialog.key == choice.dialog);
    let (Some(dialog), Some(letter)) = (dialog, letter) else {
        return Err(Some(Notice::ButtonDecided {}));
    };
    Ok(Pressed {
        dialog,
        letter,
        message,
        verdict: match answer {
            Answer::Again => DeadLetterVerdict::Again,
            Answer::Arrived => DeadLetterVerdict::Arrived,
        },
    })
}

fn decide(
    scene: &Scene<'_>,
    known: &PressScene<'_>,
    pressed: &Pressed<'_>,
    press: &ButtonPress,
) -> Decision {
    let (dialog, letter, verdict) = (pressed.dialog, pressed.letter, pressed.verdict);
    let (originals, reactions) = (known.originals, known.reactions);
    let (mut decision, notice) = decided(scene, dialog, letter, originals, reactions, verdict);
    let answer = told(scene, press, Some(&notice));
    decision.drafts.extend(answer.drafts);
    // The question becomes its answer, and its buttons go.
    decision.drafts.push(Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Rewrite {
            message: pressed.message.clone(),
            payload: scene.words(&notice),
            buttons: Vec::new(),
        },
        Purpose::Tidy,
        Class::Operator,
    ));
    decision
}

/// The presser is told this, or nothing, and no more comes of it.
pub(super) fn told(scene: &Scene<'_>, press: &ButtonPress, why: Option<&Notice>) -> Decision {
    let words = why.map(|notice| notice.render(scene.parameters.language).text);
    Decision::only(answer(scene, press, words.unwrap_or_default()))
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

#[cfg(test)]
mod tests;
