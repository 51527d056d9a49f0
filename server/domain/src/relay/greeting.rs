//! What customers are told without anybody's doing.

use super::{Draft, Scene};
use crate::catalogue::{Language, Notice};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::{Dialog, Kind, State, Step, Trigger};
use crate::payload::Payload;
use crate::plan::Signature;

/// What greets a customer who wrote: outside `WORKING_HOURS` the AWAY text, once per dialog
/// and absence, else WELCOME where the dialog begins or is reopened.
///
/// AWAY takes WELCOME's place where both are due: two texts at once, of which one promises
/// an answer soon and the other says that nobody is there, would be a riddle. It answers
/// what is relayed into an open dialog; a channel is an audience, which asked nothing.
pub(super) fn greeting(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    trigger: Trigger,
    next: Step,
) -> Option<Draft> {
    let asks = next.relayed && matches!(trigger, Trigger::Customer { .. });
    if asks && let Some(away) = away(scene, dialog, next.welcomed) {
        return Some(away);
    }
    next.welcomed.then(|| welcome(scene, dialog)).flatten()
}

fn welcome(scene: &Scene<'_>, dialog: &Dialog) -> Option<Draft> {
    let title = dialog.customer.name.as_str();
    let default = Notice::WelcomeDefault {
        title: title.to_owned(),
    };
    let payload = Payload::greeting(
        &scene.parameters.welcome,
        &default,
        title,
        &scene.parameters.signature,
    )?;
    Some(customer_draft(dialog, payload))
}

/// In WELCOME's place it has the plan's line under it, too.
fn away(scene: &Scene<'_>, dialog: &mut Dialog, is_in_its_place: bool) -> Option<Draft> {
    let hours = scene.parameters.working_hours.as_ref()?;
    let is_asked = dialog.state == State::UserAnswered && dialog.kind != Kind::Channel;
    if !is_asked || hours.is_open(scene.now) {
        return None;
    }
    let is_told = dialog
        .away_at
        .is_some_and(|at| hours.is_same_absence(at, scene.now));
    if is_told {
        return None;
    }
    let title = dialog.customer.name.as_str();
    let signature = match is_in_its_place {
        true => &scene.parameters.signature,
        false => &Signature::Off,
    };
    let default = Notice::AwayDefault {};
    let payload = Payload::greeting(&scene.parameters.away, &default, title, signature)?;
    dialog.away_at = Some(scene.now);
    Some(customer_draft(dialog, payload))
}

/// Tells a customer something.
pub(super) fn to_customer(scene: &Scene<'_>, dialog: &Dialog, notice: &Notice) -> Draft {
    let payload = Payload::notice(notice, customer_language(scene, dialog));
    customer_draft(dialog, payload)
}

/// The language of the customer's app, where there is a catalogue for it; LANGUAGE where
/// nobody knows what that is: accounts are not told.
pub(super) fn customer_language(scene: &Scene<'_>, dialog: &Dialog) -> Language {
    match dialog.customer.language.as_str() {
        "" => scene.parameters.language,
        app => Language::of_app(app),
    }
}

fn customer_draft(dialog: &Dialog, payload: Payload) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::ToCustomer),
        Action::Send {
            to: Target::Customer {
                thread: dialog.thread,
            },
            payload,
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::CustomerNotice,
        Class::Customer,
    )
}
