//! CSAT: a customer is asked to rate when their dialog closes, whoever closes it.
//!
//! Private dialogs only: in a group anybody could answer for everybody. A bot asks with
//! buttons, whose data is a random id of the open question in the dialog's row; an account
//! asks for a digit. Reopening leaves the buttons good, since a press means nothing else; a
//! digit counts only as the next word, since later it may answer something else.

use std::time::Duration;

use super::admission::is_ignored;
use super::greeting::{customer_language, to_customer};
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::{Dialog, Kind};
use crate::id::{IdentityKind, MessageId};
use crate::message::{Button, ButtonAction, ButtonPress, Content, Message};
use crate::payload::Payload;
use crate::rating::{MOST, Question, Rating, Ratings};

/// How long a press counts.
const BY_BUTTON: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a digit does.
const BY_DIGIT: Duration = Duration::from_secs(24 * 3600);

/// What the data of these buttons begins with.
const DATA: &str = "csat/";

/// The question, where the dialog that has just closed gets one.
pub(super) fn question(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Draft> {
    let is_reached = dialog.unreachable.is_none() && !dialog.is_stranger;
    let is_asked = scene.parameters.csat
        && dialog.kind == Kind::Private
        && is_reached
        && !is_ignored(scene.parameters, dialog, dialog.chat());
    if !is_asked {
        return None;
    }
    let by_digit = scene.connection.frontend.kind == IdentityKind::User;
    let question = Question {
        id: scene.draw(&dialog.key.chat.to_string()),
        asked_at: scene.now,
        until: scene.now.after(if by_digit { BY_DIGIT } else { BY_BUTTON }),
        by_digit,
        message: None,
    };
    let (notice, buttons) = if by_digit {
        (Notice::RateByDigit {}, Vec::new())
    } else {
        (Notice::RateByButton {}, vec![buttons(&question)])
    };
    let draft = Draft::new(
        Lane::of(&dialog.key, LaneKind::ToCustomer),
        Action::Send {
            to: Target::Customer {
                thread: dialog.thread,
            },
            payload: Payload::notice(&notice, customer_language(scene, dialog)),
            reply: None,
            buttons,
        },
        Purpose::Question {
            id: question.id.clone(),
        },
        Class::Customer,
    );
    dialog.question = Some(question);
    Some(draft)
}

fn buttons(question: &Question) -> Vec<Button> {
    let stars = 1..=MOST;
    let button = |value: u8| Button {
        text: value.to_string(),
        action: ButtonAction::Callback(format!("{DATA}{}/{value}", question.id)),
    };
    stars.map(button).collect()
}

/// The question is in the customer's chat.
pub(super) fn question_arrived(
    dialog: Option<&Dialog>,
    id: &str,
    messages: &[MessageId],
) -> Decision {
    let message = messages.first().copied().filter(|message| message.0 != 0);
    let mut after = dialog.cloned();
    let open = after.as_mut().and_then(|dialog| dialog.question.as_mut());
    match open.filter(|question| question.id == id) {
        Some(question) => question.message = message,
        None => return Decision::nothing(),
    }
    Decision {
        dialog: after,
        ..Decision::default()
    }
}

/// What else the customer or the team says: a digit may mean something else from now on.
pub(super) fn went_on(dialog: &mut Dialog) {
    dialog.question.take_if(|question| question.by_digit);
}

/// What follows when a customer's message is the digit that was asked for: it is no message
/// to the team then. `None`: it is one.
pub(super) fn answered_by_digit(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    message: &Message,
) -> Option<Decision> {
    let dialog = dialog?;
    let question = dialog.question.as_ref()?;
    let answers = message.reply.as_ref();
    // An answer to something else is no answer to the question.
    let is_other = answers.is_some_and(|reply| Some(reply.message) != question.message);
    if !question.by_digit || question.until <= scene.now || is_other {
        return None;
    }
    let value = digit(message)?;
    let mut decision = rated(scene, dialog, question, value);
    let thanks = Notice::RatingTaken {
        value: u64::from(value),
    };
    decision.drafts.push(to_customer(scene, dialog, &thanks));
    Some(decision)
}

/// A digit and nothing else, as it is typed or as an emoji.
fn digit(message: &Message) -> Option<u8> {
    let Content::Text(text) = &message.content else {
        return None;
    };
    let mut letters = text.text.trim().chars();
    let value = u8::try_from(letters.next()?.to_digit(10)?).ok()?;
    let is_alone = matches!(letters.as_str(), "" | "\u{fe0f}\u{20e3}" | "\u{20e3}");
    (is_alone && (1..=MOST).contains(&value)).then_some(value)
}

/// Whether a button is one of these.
#[must_use]
pub fn is_rating(press: &ButtonPress) -> bool {
    press.data.starts_with(DATA)
}

/// What follows from a press of one of them, in whoever's chat: `dialog` is the one with
/// the chat of the message that it is under.
#[must_use]
pub fn rating_pressed(scene: &Scene<'_>, dialog: Option<&Dialog>, press: &ButtonPress) -> Decision {
    let silent = || Decision::only(super::button::answer(scene, press, String::new()));
    let Some(dialog) = dialog.filter(|dialog| !is_ignored(scene.parameters, dialog, dialog.chat()))
    else {
        return silent();
    };
    let language = customer_language(scene, dialog);
    let pressed = press
        .data
        .strip_prefix(DATA)
        .and_then(|data| data.split_once('/'));
    let value = pressed.and_then(|(_, value)| value.parse::<u8>().ok());
    let value = value.filter(|value| (1..=MOST).contains(value));
    let (Some((id, _)), Some(value)) = (pressed, value) else {
        return silent();
    };
    let is_customer = press.actor.id.0 == dialog.chat().id.0;
    let open = dialog.question.as_ref().filter(|question| {
        let of_this = press.message.as_ref().zip(question.message);
        question.id == id && of_this.is_none_or(|(press, question)| press.message == question)
    });
    let (mut decision, notice) = match open.filter(|_| is_customer) {
        Some(question) if question.until > scene.now => {
            let taken = Notice::RatingTaken {
                value: u64::from(value),
            };
            (rated(scene, dialog, question, value), taken)
        }
        Some(_) => {
            let mut after = dialog.clone();
            after.question = None;
            let decision = Decision {
                dialog: Some(after),
                ..Decision::default()
            };
            (decision, Notice::RatingTooLate {})
        }
        // Pressed twice, or under a question from before: it has been said what came of it.
        None => {
            let late = Notice::RatingTooLate {}.render(language).text;
            return Decision::only(super::button::answer(scene, press, late));
        }
    };
    let text = notice.render(language).text;
    decision
        .drafts
        .push(super::button::answer(scene, press, text));
    // The question becomes its answer, and its buttons go.
    decision.drafts.extend(press.message.clone().map(|message| {
        Draft::new(
            Lane::of(&dialog.key, LaneKind::Receipt),
            Action::Rewrite {
                message,
                payload: Payload::notice(&notice, language),
                buttons: Vec::new(),
            },
            Purpose::Tidy,
            Class::Customer,
        )
    }));
    decision
}

/// The answer is kept and shown in the topic; the question is answered.
fn rated(scene: &Scene<'_>, dialog: &Dialog, question: &Question, value: u8) -> Decision {
    let mut after = dialog.clone();
    after.question = None;
    after.ratings = Some(Ratings {
        last: value,
        at: scene.now,
        count: dialog.ratings.map_or(0, |before| before.count) + 1,
    });
    let row = Rating {
        dialog: dialog.key.clone(),
        sequence: scene.sequence,
        value,
        asked_at: question.asked_at,
        at: scene.now,
    };
    let told = Notice::Rated {
        value: u64::from(value),
    };
    Decision {
        dialog: Some(after),
        drafts: vec![scene.tell(&dialog.key, &told, None)],
        changes: vec![Change::PutRating(Box::new(row))],
        events: vec![Event::CsatReceived {
            dialog: dialog.key.clone(),
            value,
        }],
        ..Decision::default()
    }
}
