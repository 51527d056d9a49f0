//! An operator's answer on its way to the customer.

use super::carry::{Parcel, carry};
use super::command::is_banned;
use super::outreach::first_word;
use super::team::TeamScene;
use super::{Decision, Event, Scene, webhook};
use crate::catalogue::{ContentKind, Language, Notice};
use crate::delivery::{Delivery, Purpose};
use crate::dialog::{Dialog, OpenAlbum};
use crate::id::SubChat;
use crate::link::{Link, Side};
use crate::message::Message;
use crate::payload::{self, Carriage, Frame, Refusal};

/// An operator's answer on its way to the customer.
pub(super) fn answer(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    dialog: &Dialog,
    message: &Message,
) -> Decision {
    let answers_customer = team.reply.is_some_and(|link| {
        link.side == Side::Team && link.copy().is_some() && link.dialog == dialog.key
    });
    if scene.parameters.reply_only && !answers_customer {
        return Decision::nothing();
    }
    if is_banned(scene.parameters, dialog) {
        let title = scene.gate().customer(dialog);
        let notice = Notice::NotSentBanned { title };
        return Decision::only(scene.tell(&dialog.key, &notice, Some(message.id)));
    }
    let open = dialog.team_album.as_ref();
    let of_open = open.filter(|open| message.album.as_ref() == Some(&open.id));
    if of_open.is_some_and(|open| open.is_refused) {
        // Told already, with the piece that was the reason.
        return Decision::nothing();
    }
    let frame = customer_frame(scene, message);
    let mut after = dialog.clone();
    let mut decision = Decision::default();
    let paid = |carriage| {
        let connection = first_word(scene, dialog, team.album.is_some())?;
        Ok((carriage, connection))
    };
    match to_customer(scene, dialog, message, &frame).and_then(paid) {
        Err(notice) => {
            decision
                .drafts
                .push(scene.tell(&dialog.key, &notice, Some(message.id)));
            decision
                .events
                .push(Event::MessageFailed(dialog.key.clone()));
            let word = word_for(&notice);
            let told = webhook::refused(scene, dialog, message, word);
            decision.events.extend(told);
            if let Some(id) = &message.album {
                // Nothing of the album goes, also what is harmless by itself.
                after.team_album = Some(OpenAlbum::refused(id, &dialog.key, Side::Team));
                decision.cancelled.extend(team.album.cloned());
            }
        }
        Ok((carriage, connection)) => {
            decision.connection = connection;
            let parcel = Parcel {
                message,
                shown: message,
                side: Side::Team,
                carriage,
                frame: &frame,
                language: Language::of_app(&dialog.customer.language),
                is_spoken: false,
                album: team.album,
                after_silence: false,
            };
            carry(scene, &mut after, parcel, &mut decision);
        }
    }
    decision.dialog = (after != *dialog).then_some(after);
    decision
}

/// Why an answer does not go, as a word for programs.
fn word_for(notice: &Notice) -> &'static str {
    if matches!(notice, Notice::NotSentWord { .. }) {
        "restricted_word"
    } else if matches!(notice, Notice::NotSentKind { .. }) {
        "not_supported"
    } else {
        "not_now"
    }
}

/// How an operator's message goes to the customer, or why it does not.
pub(super) fn to_customer(
    scene: &Scene<'_>,
    dialog: &Dialog,
    message: &Message,
    frame: &Frame,
) -> Result<Carriage, Notice> {
    let language = Language::of_app(&dialog.customer.language);
    let is_business = matches!(dialog.key.chat.sub, SubChat::Business(_));
    let carriage = payload::to_customer(message, scene.parameters, frame, language, is_business);
    carriage.map_err(|refusal| match refusal {
        Refusal::Word(word) => Notice::NotSentWord { word },
        Refusal::Kind(kind) => Notice::NotSentKind {
            kind: ContentKind(kind),
        },
    })
}

/// The lines around an operator's message. Nothing names an operator: an origin is kept
/// only when it is a channel, or a person outside of the team who shows who they are.
/// What it answers is never shown as a quotation: where the counterpart is unknown it
/// may be a comment, a card, or another customer's words.
pub(super) fn customer_frame(scene: &Scene<'_>, message: &Message) -> Frame {
    let origin = message.forward.as_ref().filter(|origin| {
        let of_team = |id: &crate::id::UserId| {
            scene.connection.operators.contains(id)
                || scene.parameters.team.contains(&id.0)
                || scene.connection.frontend.user == *id
                || scene.connection.administrator == Some(*id)
        };
        match (&origin.user, &origin.chat) {
            (Some(user), _) => !of_team(&user.id) && !user.is_bot,
            (None, Some(chat)) => Some(chat.id()) != scene.connection.group_id(),
            (None, None) => false,
        }
    });
    Frame::to_customer(message, origin).of_captions_up_to(scene.connection.longest_caption())
}

/// What follows when a gate that was set meanwhile stops a delivery at its hand-out:
/// the operator is told as if it had been set in time, and so are webhooks. `links` are those
/// of what it came from.
#[must_use]
pub fn refuse_now(
    scene: &Scene<'_>,
    delivery: &Delivery,
    notice: &Notice,
    (dialog, links): (Option<&Dialog>, &[Link]),
) -> Decision {
    let key = delivery.key.lane.dialog_key();
    match (&delivery.purpose, key) {
        (Purpose::ToCustomer { source }, Some(key)) => {
            let told = dialog.into_iter().flat_map(|dialog| {
                delivery.sources().into_iter().filter_map(move |source| {
                    let link = links.iter().find(|link| link.key.is_of(source));
                    webhook::failed(scene, dialog, source, link, word_for(notice))
                })
            });
            let mut events: Vec<Event> = told.collect();
            events.push(Event::MessageFailed(key.clone()));
            Decision {
                drafts: vec![scene.tell(&key, notice, Some(source.message))],
                events,
                ..Decision::default()
            }
        }
        (
            Purpose::Outreach {
                command,
                in_dialog: true,
            },
            Some(dialog),
        ) => Decision::only(scene.tell(&dialog, notice, Some(*command))),
        (Purpose::Outreach { command, .. }, _) => {
            Decision::only(scene.tell_general(notice, Some(*command)))
        }
        _ => Decision::nothing(),
    }
}
