//! `/note` and `/set`: what the team writes down about a customer, for itself.

use super::{Asker, say, tell};
use crate::catalogue::{Notice, note_line};
use crate::change::Change;
use crate::dialog::Dialog;
use crate::operator_command::{FieldAsk, NoteAsk};
use crate::payload::Payload;
use crate::profile::{
    LONGEST_NAME, LONGEST_NOTE, LONGEST_VALUE, MOST_FIELDS, MOST_NOTES, Note, Profile, Refusal,
};
use crate::relay::{Decision, Scene};
use crate::text::{MAX_TEXT, shorten};

/// `/note`.
pub(super) fn note(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    profile: Option<&Profile>,
    asked: &NoteAsk,
) -> Decision {
    let new = || Profile::new(dialog.key.clone());
    let mut after = profile.cloned().unwrap_or_else(new);
    let (done, notice) = match asked {
        NoteAsk::Show => return shown(scene, asker, dialog, &after.notes),
        NoteAsk::Delete(None) => {
            let usage = "/note del N".to_owned();
            (false, Notice::CommandUsage { usage })
        }
        NoteAsk::Delete(Some(number)) => match after.delete_note(*number) {
            Ok(()) => (
                true,
                Notice::NoteDeleted {
                    number: u64::from(*number),
                },
            ),
            Err(_) => (
                false,
                Notice::NoteNotThere {
                    number: u64::from(*number),
                },
            ),
        },
        NoteAsk::Add(text) => {
            let Some(user) = asker.message.sender.user.as_ref() else {
                return Decision::nothing();
            };
            match after.add_note(text, user.id, user.full_name(), scene.now) {
                Ok(number) => (
                    true,
                    Notice::NoteAdded {
                        number: u64::from(number),
                    },
                ),
                Err(refusal) => (false, note_refused(refusal)),
            }
        }
    };
    changed(scene, asker, dialog, after, done, &notice)
}

/// `/set`.
pub(super) fn field(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    profile: Option<&Profile>,
    asked: &FieldAsk,
) -> Decision {
    let new = || Profile::new(dialog.key.clone());
    let mut after = profile.cloned().unwrap_or_else(new);
    let FieldAsk::Set { name, value } = asked else {
        let lines = after.fields.iter().map(|(name, value)| Notice::FieldLine {
            name: name.clone(),
            value: value.clone(),
        });
        let lines: Vec<Notice> = lines.collect();
        return match lines.is_empty() {
            true => tell(scene, asker, Some(dialog), &Notice::FieldNone {}),
            false => {
                let payload = Payload::lines(&lines, scene.parameters.language);
                say(scene, asker, Some(dialog), payload)
            }
        };
    };
    // One line: a table has it in one cell.
    let value: Vec<&str> = value.split_whitespace().collect();
    let value = value.join(" ");
    let (done, notice) = match after.set_field(name, &value) {
        Ok(name) if value.is_empty() => (true, Notice::FieldCleared { name }),
        Ok(name) => (true, Notice::FieldSet { name, value }),
        Err(refusal) => (false, field_refused(refusal, name)),
    };
    changed(scene, asker, dialog, after, done, &notice)
}

fn changed(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    after: Profile,
    is_done: bool,
    notice: &Notice,
) -> Decision {
    let mut decision = tell(scene, asker, Some(dialog), notice);
    if is_done {
        decision.changes.push(Change::PutProfile(Box::new(after)));
    }
    decision
}

/// All notes, in as few messages as hold them.
fn shown(scene: &Scene<'_>, asker: &Asker<'_>, dialog: &Dialog, notes: &[Note]) -> Decision {
    let language = scene.parameters.language;
    let mut pages: Vec<Vec<Notice>> = Vec::new();
    let mut room = 0;
    for notice in notes.iter().map(note_line) {
        let length = notice.render(language).utf16_len() + 1;
        match pages.last_mut().filter(|_| length <= room) {
            Some(page) => page.push(notice),
            None => {
                room = MAX_TEXT;
                pages.push(vec![notice]);
            }
        }
        room -= length.min(room);
    }
    if pages.is_empty() {
        return tell(scene, asker, Some(dialog), &Notice::NoteNone {});
    }
    let mut decision = Decision::nothing();
    for page in pages {
        let payload = Payload::lines(&page, language);
        decision.join(say(scene, asker, Some(dialog), payload));
    }
    decision
}

fn note_refused(refusal: Refusal) -> Notice {
    match refusal {
        Refusal::TooLong(length) => Notice::NoteTooLong {
            length: length as u64,
            most: LONGEST_NOTE as u64,
        },
        Refusal::Full | Refusal::NotThere | Refusal::NoName => Notice::NoteFull {
            most: MOST_NOTES as u64,
        },
    }
}

fn field_refused(refusal: Refusal, name: &str) -> Notice {
    let name = shorten(name, LONGEST_NAME * 2).to_owned();
    match refusal {
        Refusal::Full => Notice::FieldFull {
            most: MOST_FIELDS as u64,
        },
        Refusal::TooLong(length) => Notice::FieldTooLong {
            length: length as u64,
            most: LONGEST_VALUE as u64,
        },
        Refusal::NotThere => Notice::FieldNotThere { name },
        Refusal::NoName => Notice::FieldBadName {
            name,
            most: LONGEST_NAME as u64,
        },
    }
}
