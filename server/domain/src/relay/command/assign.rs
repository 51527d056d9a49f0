//! `/assign`: who is to look after a dialog. Anybody in the group may say so of anybody whom
//! Backline has seen there.

use super::{Asker, tell};
use crate::catalogue::Notice;
use crate::dialog::{By, Dialog};
use crate::id::UserId;
use crate::link::{Link, Side};
use crate::operator_command::{Assign, entry};
use crate::relay::team::TeamScene;
use crate::relay::{Decision, Scene};
use crate::team;
use crate::text::shorten;

/// Longest part of a name that nobody has, in UTF-16 code units, that is told back.
const LONGEST_WORD: usize = 64;

/// Assigns the dialog, or says who has it.
pub(super) fn assign(
    scene: &Scene<'_>,
    known_of: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    asked: &Assign,
) -> Decision {
    let known = |user: UserId| Some((user, called(scene, user)?));
    let whom = match asked {
        Assign::Unsaid => match author(known_of.reply, dialog) {
            Some(author) => Ok(known(author)),
            None => return tell(scene, asker, Some(dialog), &shown(dialog)),
        },
        Assign::Sender => {
            let sender = asker.message.sender.user.as_ref();
            Ok(sender.map(|user| (user.id, team::called(user))))
        }
        Assign::Nobody => Err(()),
        Assign::Username(name) => Ok(scene
            .connection
            .team
            .named(name)
            .map(|(user, one)| (user, one.called()))),
        Assign::Words(_) => match mentioned(asker) {
            Some(user) => Ok(known(user)),
            None => return tell(scene, asker, Some(dialog), &usage()),
        },
    };
    let mut after = dialog.clone();
    let notice = match whom {
        Err(()) => {
            after.assigned = None;
            Notice::AssignedOff {}
        }
        Ok(None) => {
            let who = word(asked);
            return tell(scene, asker, Some(dialog), &Notice::AssignUnknown { who });
        }
        Ok(Some((user, name))) => {
            after.assigned = Some(By {
                user,
                name: name.clone(),
                at: scene.now,
            });
            Notice::Assigned { who: name }
        }
    };
    Decision {
        dialog: (after != *dialog).then_some(after),
        ..tell(scene, asker, Some(dialog), &notice)
    }
}

/// Who has it now.
fn shown(dialog: &Dialog) -> Notice {
    match &dialog.assigned {
        Some(by) => Notice::AssignedTo {
            who: by.name.clone(),
            at: by.at,
        },
        None => Notice::AssignedToNobody {},
    }
}

/// What an operator of this group is called; `None`: they are none.
fn called(scene: &Scene<'_>, user: UserId) -> Option<String> {
    let connection = scene.connection;
    let one = connection.team.get(user)?;
    connection.operators.contains(&user).then(|| one.called())
}

/// The operator who wrote the message answered.
fn author(reply: Option<&Link>, dialog: &Dialog) -> Option<UserId> {
    let link = reply.filter(|link| link.side == Side::Team && link.dialog == dialog.key)?;
    link.original()?.author
}

/// Somebody without an @name, named by a mention.
fn mentioned(asker: &Asker<'_>) -> Option<UserId> {
    let text = asker.message.content.text()?;
    let mut mentions = text
        .entities
        .iter()
        .filter(|one| one.kind == "text_mention");
    mentions.find_map(|one| one.user).map(UserId)
}

fn word(asked: &Assign) -> String {
    let word = match asked {
        Assign::Username(name) => format!("@{name}"),
        Assign::Words(words) => words.clone(),
        Assign::Unsaid | Assign::Sender | Assign::Nobody => String::new(),
    };
    shorten(&word, LONGEST_WORD).to_owned()
}

fn usage() -> Notice {
    let usage = entry("assign").map_or("", |entry| entry.usage);
    Notice::CommandUsage {
        usage: format!("/assign {usage}"),
    }
}
