//! A message in a customer's chat.

use super::admission::{
    Visitor, has_restricted_word, is_bare_start, is_out_of_bounds, passes_gate, start_payload,
    visitor,
};
use super::album::{hold_back, is_of_album, is_of_refused_album, refuse_held, released};
use super::autoclose::timers;
use super::card::info;
use super::carry::{Parcel, carry};
use super::csat::{answered_by_digit, went_on};
use super::greeting::{greeting, to_customer};
use super::look::wanted_sync;
use super::migrate::dialog_moved;
use super::others::{bots_message, intercepted};
use super::service::service_message;
use super::speaker::speaker_line;
use super::{Decision, Event, Scene, webhook};
use crate::catalogue::{ContentKind, Notice};
use crate::delivery::Delivery;
use crate::delivery::schedule::Standing;
use crate::dialog::{self, Customer, Dialog, Kind, OpenAlbum, Trigger, step};
use crate::held::HeldAlbum;
use crate::id::ChatAddress;
use crate::link::{Link, Side};
use crate::message::{Content, Message, ServiceKind};
use crate::parameter::Hidden;
use crate::payload::{self, Frame};
use crate::privacy::Masked;

/// What is known about a message in a customer's chat, besides the message.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomerScene<'a> {
    /// The dialog with this chat, if there is one.
    pub dialog: Option<&'a Dialog>,
    /// The link of the message that is answered.
    pub reply: Option<&'a Link>,
    /// The message's own link: it was posted from here.
    pub own: Option<&'a Link>,
    /// The delivery of the other pieces of its album, while it waits for them.
    pub album: Option<&'a Delivery>,
    /// What is held of its album.
    pub held: Option<&'a HeldAlbum>,
    /// The line that tells who came and left last, while it waits.
    pub traffic: Option<&'a Delivery>,
}

/// What follows from a message in a customer's chat.
#[must_use]
pub fn customer_message(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
) -> Decision {
    if message.is_outgoing {
        return intercepted(scene, customer, message);
    }
    let dialog = customer.dialog;
    let kind = dialog.map_or(Kind::from(message.chat.kind), |dialog| dialog.kind);
    let was = dialog.map(|dialog| &dialog.key.chat);
    if is_out_of_bounds(scene.parameters, kind, &message.chat.address, was) {
        return moved_unseen(scene, dialog, message);
    }
    match visitor(scene, kind, message) {
        Visitor::Bot => return bots_message(scene, customer, message),
        Visitor::Customer if has_restricted_word(scene.parameters, message) => {
            return refuse_album(scene, customer, message);
        }
        Visitor::Customer | Visitor::Team => {}
    }
    if let Some(decision) = answered_by_digit(scene, dialog, message) {
        return decision;
    }
    let is_refused =
        is_of_refused_album(dialog, message) || customer.held.is_some_and(|held| held.is_refused);
    if is_refused {
        return Decision::nothing();
    }
    if let Content::Service(service) = &message.content {
        return service_message(scene, customer, message, service.kind);
    }
    let from = dialog.map(|dialog| dialog.state);
    let trigger = match visitor(scene, kind, message) {
        Visitor::Team => Trigger::TeamInChat,
        Visitor::Customer | Visitor::Bot => Trigger::Customer {
            passes: passes_gate(scene.parameters, kind, message) || is_of_album(dialog, message),
            leave_closed: scene.parameters.leave_closed.contains(kind),
            reopens: scene.parameters.reopen.contains(kind),
            is_bare_start: is_bare_start(kind, message),
        },
    };
    let next = step(kind, from, trigger);
    let Some(to) = next.to else {
        return hold_back(scene, customer, message, kind);
    };
    if !next.relayed && from == Some(to) {
        return hold_back(scene, customer, message, kind);
    }

    let key = dialog.map_or_else(
        || dialog::Key {
            connection: scene.connection.id.clone(),
            chat: message.chat.address.clone(),
        },
        |dialog| dialog.key.clone(),
    );
    let mut dialog = dialog
        .cloned()
        .unwrap_or_else(|| Dialog::new(key.clone(), kind, Customer::default(), scene.now));
    dialog.enter(to, scene.now);
    see_customer(scene, &mut dialog, message);
    let mut decision = released(scene, customer);
    if next.begins(from) {
        decision.events.push(Event::DialogCreated(key.clone()));
        dialog.start_payload = start_payload(kind, message);
    } else if next.reopens(from) {
        decision.events.push(Event::DialogReopened(key.clone()));
    }
    decision.drafts.extend(wanted_sync(scene, &mut dialog));
    if next.relayed {
        take_in(
            scene,
            &mut dialog,
            customer,
            message,
            trigger,
            &mut decision,
        );
    }
    let shows_info = scene.parameters.auto_info && !scene.gate().hides(Hidden::Command);
    if next.begins(from) && shows_info {
        decision.drafts.push(info(scene, &dialog, None));
    }
    decision
        .drafts
        .extend(greeting(scene, &mut dialog, trigger, next));
    decision.changes.extend(timers(scene, &mut dialog));
    decision.dialog = Some(dialog);
    decision
}

/// Nothing is carried of an ignored chat, but where it is stays known: a banned group would
/// come back as another one, once it is a supergroup.
fn moved_unseen(scene: &Scene<'_>, dialog: Option<&Dialog>, message: &Message) -> Decision {
    let Content::Service(service) = &message.content else {
        return Decision::nothing();
    };
    match (service.kind, service.other_chat, dialog) {
        (ServiceKind::MigratedTo, Some(chat), Some(dialog)) => {
            dialog_moved(scene, dialog, &ChatAddress::whole(chat))
        }
        _ => Decision::nothing(),
    }
}

fn take_in(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    customer: &CustomerScene<'_>,
    message: &Message,
    trigger: Trigger,
    decision: &mut Decision,
) {
    let quiet = scene.now.since(dialog.last_message_at) >= Standing::SILENCE;
    dialog.last_message_at = scene.now;
    if trigger == Trigger::TeamInChat {
        dialog.team_wrote_at = Some(scene.now);
        dialog.team_messages += 1;
    } else {
        dialog.customer_wrote_at = Some(scene.now);
        dialog.customer_wrote_seq = scene.sequence;
        dialog.customer_messages += 1;
        went_on(dialog);
        // Somebody who writes can be written to.
        dialog.unreachable = None;
        dialog.is_stranger = false;
        decision
            .events
            .push(Event::MessageReceived(dialog.key.clone()));
    }
    let speaker = speaker_line(scene, dialog, message, trigger);
    post(scene, dialog, customer, message, speaker, quiet, decision);
    if let (Content::Unsupported(unsupported), false) =
        (&message.content, scene.parameters.silent_mode)
        && trigger != Trigger::TeamInChat
        // A channel is an audience: nobody there wrote to us.
        && dialog.kind != Kind::Channel
        && !unsupported.copyable
        && unsupported.text.is_empty()
    {
        let kind = ContentKind(unsupported.raw_kind.clone());
        decision.drafts.push(to_customer(
            scene,
            dialog,
            &Notice::CustomerNotProcessed { kind },
        ));
    }
}

/// Into the topic, with its lines.
pub(super) fn post(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    customer: &CustomerScene<'_>,
    message: &Message,
    speaker: Option<Notice>,
    after_silence: bool,
    decision: &mut Decision,
) {
    let is_spoken = speaker.is_some();
    let answers_unknown = message.reply.is_some() && customer.reply.is_none();
    let masked = scene.gate().mask(message);
    let frame = topic_frame(scene, &masked, speaker, answers_unknown);
    let carriage = payload::to_topic(&masked, scene.parameters, &frame);
    let told = webhook::received(scene, dialog, message, &masked);
    decision.events.extend(told);
    let parcel = Parcel {
        message,
        shown: masked.message(),
        side: Side::Customer,
        carriage,
        frame: &frame,
        language: scene.parameters.language,
        is_spoken,
        album: customer.album,
        after_silence,
    };
    carry(scene, dialog, parcel, decision);
}

/// The lines around a customer's message in the topic.
pub(super) fn topic_frame(
    scene: &Scene<'_>,
    masked: &Masked,
    speaker: Option<Notice>,
    quotes: bool,
) -> Frame {
    let parameters = scene.parameters;
    let message = masked.message();
    // What was not relayed is not quoted either.
    let words = &parameters.restricted_keywords_frontend;
    let quotes = quotes
        && !message.reply.as_ref().is_some_and(|reply| {
            let texts = [&reply.quote, &reply.answered_text].into_iter().flatten();
            texts
                .into_iter()
                .any(|text| words.find(&text.text).is_some())
        });
    Frame::of(masked, quotes)
        .under(speaker)
        .of_captions_up_to(scene.connection.longest_caption_in_topics())
}

/// A piece of an album does not pass: none of it does.
fn refuse_album(scene: &Scene<'_>, customer: &CustomerScene<'_>, message: &Message) -> Decision {
    let Some(album) = &message.album else {
        return Decision::nothing();
    };
    let Some(dialog) = customer.dialog else {
        return refuse_held(scene, customer, message, album);
    };
    let mut after = dialog.clone();
    after.customer_album = Some(OpenAlbum::refused(album, &dialog.key, Side::Customer));
    let mut decision = Decision {
        dialog: Some(after),
        cancelled: customer.album.cloned().into_iter().collect(),
        ..Decision::default()
    };
    if customer.held.is_some() {
        decision.join(refuse_held(scene, customer, message, album));
    }
    decision
}

fn see_customer(scene: &Scene<'_>, dialog: &mut Dialog, message: &Message) {
    if dialog.tag.is_empty() {
        dialog.tag = tag(scene, &dialog.key);
    }
    let number = scene.numbers.get(&dialog.key.chat.id.0).copied();
    dialog.customer.number = dialog.customer.number.or(number);
    let name = message.chat.display_name();
    if !name.is_empty() {
        dialog.customer.name = name;
    }
    dialog.customer.username.clone_from(&message.chat.username);
    dialog.thread = message.topic.map(|topic| topic.0);
    if let (Kind::Private, Some(user)) = (dialog.kind, &message.sender.user)
        && !user.language.is_empty()
    {
        dialog.customer.language.clone_from(&user.language);
    }
}

/// What programs know a dialog by.
pub(super) fn tag(scene: &Scene<'_>, dialog: &dialog::Key) -> String {
    scene.draw(&dialog.chat.to_string())
}
