//! What others write in a customer's chat: bots and other sessions of the frontend.

use super::autoclose::timers;
use super::csat::went_on;
use super::customer::{CustomerScene, post};
use super::look::wanted_sync;
use super::{Decision, Event, Scene};
use crate::catalogue::Notice;
use crate::dialog::{BotMinute, Kind, State, Trigger, step};
use crate::message::{Content, Message};

/// Written to the customer from another session of the frontend: shown, and the
/// customer waits for nothing more. What was posted from here is known by its link.
pub(super) fn intercepted(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
) -> Decision {
    let Some(dialog) = customer.dialog.filter(|_| customer.own.is_none()) else {
        return Decision::nothing();
    };
    if matches!(message.content, Content::Service(_)) {
        return Decision::nothing();
    }
    let from = Some(dialog.state);
    let next = step(dialog.kind, from, Trigger::Intercepted);
    let mut after = dialog.clone();
    after.enter(next.to.unwrap_or(dialog.state), scene.now);
    after.team_wrote_at = Some(scene.now);
    after.last_message_at = scene.now;
    after.team_messages += 1;
    went_on(&mut after);
    let mut decision = Decision::default();
    if next.reopens(from) {
        decision
            .events
            .push(Event::DialogReopened(dialog.key.clone()));
    }
    decision.drafts.extend(wanted_sync(scene, &mut after));
    let line = Some(Notice::Intercepted {});
    post(
        scene,
        &mut after,
        customer,
        message,
        line,
        false,
        &mut decision,
    );
    decision.changes.extend(timers(scene, &mut after));
    decision.dialog = Some(after);
    decision
}

/// Most messages of bots shown in one topic in a minute.
const BOTS_A_MINUTE: u32 = 20;

/// A bot in a customer's group, or a channel's post that Telegram forwarded there by itself:
/// shown while the dialog is open, changes nothing.
pub(super) fn bots_message(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
) -> Decision {
    let is_own =
        message.sender.user.as_ref().map(|user| user.id) == Some(scene.connection.frontend.user);
    let is_service = matches!(message.content, Content::Service(_));
    let dialog = customer
        .dialog
        .filter(|dialog| dialog.state != State::Closed && dialog.kind != Kind::Private);
    let Some(dialog) = dialog.filter(|_| !is_own && !is_service) else {
        return Decision::nothing();
    };
    let mut after = dialog.clone();
    let minute = scene.now.0.div_euclid(60_000);
    if after.bots.minute != minute {
        after.bots = BotMinute { minute, shown: 0 };
    }
    if after.bots.shown >= BOTS_A_MINUTE {
        return Decision::nothing();
    }
    after.bots.shown += 1;
    let user = message.sender.user.as_ref();
    let name = user
        .map(|user| scene.gate().person(user))
        .unwrap_or_default();
    let id = message.sender.user.as_ref().map(|user| user.id);
    let speaker = if message.is_automatic_forward {
        // Nobody speaks: the line about the forward says where it is from. Whoever speaks
        // next is named.
        after.last_speaker = None;
        None
    } else {
        let is_first = id.is_some() && after.last_speaker != id;
        after.last_speaker = id.or(after.last_speaker);
        is_first.then_some(Notice::SpeakerBot { name })
    };
    let mut decision = Decision::default();
    post(
        scene,
        &mut after,
        customer,
        message,
        speaker,
        false,
        &mut decision,
    );
    decision.dialog = Some(after);
    decision
}
