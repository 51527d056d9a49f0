//! QR codes in the chat: one at a time, and gone with the login that it is for.

use serde::{Deserialize, Serialize};

use super::talk::Talk;
use super::{Act, Person, Stage, Step, Waits};
use crate::catalogue::SetupWords;
use crate::id::MessageId;

/// A QR code that is in the chat, or on its way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The delivery that sends it.
    pub sequence: u64,
    /// Its message, once it is there.
    pub message: Option<MessageId>,
}

/// Shows a QR code, in place of the one before where that is there.
pub(super) fn show(talk: &mut Talk<'_>) {
    let there = talk.person.pictures.iter();
    let at = there.filter_map(|picture| picture.message).next_back();
    let cancel = talk.key(&SetupWords::KeyCancel {}, Act::Cancel);
    let text = talk.text(&SetupWords::QrAsk {});
    let sequence = talk.show_picture_at(at, &text, vec![vec![cancel]]);
    match at {
        Some(message) => {
            let pictures = talk.person.pictures.iter_mut();
            for picture in pictures.filter(|picture| picture.message == Some(message)) {
                picture.sequence = sequence;
            }
        }
        None => talk.person.pictures.push(Picture {
            sequence,
            message: None,
        }),
    }
}

/// Whether this message shows a QR code.
pub(super) fn is_one(person: &Person, message: MessageId) -> bool {
    let mut pictures = person.pictures.iter();
    pictures.any(|picture| picture.message == Some(message))
}

/// Takes the QR codes out of the chat that are of no use any more: all of them once nobody is
/// to scan one, whatever ended it; else all but the newest.
pub(super) fn take_away(talk: &mut Talk<'_>) {
    let is_shown = matches!(
        &talk.person.step,
        Step::Account(Stage::LogIn(login)) if matches!(login.waits, Waits::Scan { .. })
    );
    let newest = talk.person.pictures.iter().map(|picture| picture.sequence);
    let newest = newest.max().filter(|_| is_shown);
    let pictures = std::mem::take(&mut talk.person.pictures);
    for picture in pictures {
        match picture.message {
            _ if Some(picture.sequence) == newest => talk.person.pictures.push(picture),
            Some(message) => {
                talk.person
                    .cards
                    .retain(|card| card.message != Some(message));
                talk.delete(message, std::time::Duration::ZERO);
            }
            // It is taken away once it is there.
            None => talk.person.pictures.push(picture),
        }
    }
}
