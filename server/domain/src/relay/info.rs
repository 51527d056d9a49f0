//! `/info` where `HIDE_INFO` has `command`: to whoever may see everything, in private.

use super::card::{filled, who_reacted};
use super::command::{Asker, tell};
use super::team::TeamScene;
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{Language, Notice};
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose};
use crate::dialog::{self, Dialog, Kind};
use crate::id::{MessageId, UserId};
use crate::message::FormattedText;
use crate::privacy::Gate;
use crate::profile::Profile;
use crate::setup_bot::{InfoEnd, Note, PrivateCard, start_link};
use crate::team;

/// Who gets a card in private.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// Who.
    pub(super) user: UserId,
    /// The language of their app.
    pub(super) language: String,
    /// The message with the command.
    pub(super) command: MessageId,
}

/// Somebody asks. The right is looked at now.
pub(super) fn asked(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
) -> Decision {
    let Some(user) = &asker.message.sender.user else {
        return Decision::nothing();
    };
    if !team::may_extend(scene.connection, scene.parameters, user.id) {
        return tell(scene, asker, Some(dialog), &Notice::InfoHidden {});
    }
    if !team.has_setup_bot {
        return tell(scene, asker, Some(dialog), &Notice::InfoNeedsSetupBot {});
    }
    let reader = Reader {
        user: user.id,
        language: user.language.clone(),
        command: asker.message.id,
    };
    let reactions = team.reactions.filter(|reactions| !reactions.by.is_empty());
    if let Some(reactions) = reactions {
        return hand_over(scene, dialog, &reader, |open, language| {
            who_reacted(open, reactions).render(language)
        });
    }
    if dialog.kind == Kind::Private {
        return given(scene, dialog, None, team.profile, &reader);
    }
    // Members are counted first, as for a card in the group.
    Decision::only(Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Describe {
            chat: dialog.chat().id,
            member: None,
            with_count: true,
        },
        Purpose::PrivateInfo {
            command: reader.command,
            to: reader.user,
            language: reader.language,
        },
        Class::Operator,
    ))
}

/// The card, with the members where they were counted.
pub(super) fn given(
    scene: &Scene<'_>,
    dialog: &Dialog,
    members: Option<u64>,
    profile: Option<&Profile>,
    reader: &Reader,
) -> Decision {
    hand_over(scene, dialog, reader, |open, language| {
        filled(open, scene.parameters, dialog, members, profile).render(language)
    })
}

/// What is to be seen goes to the setup bot, with the transaction of this decision.
fn hand_over(
    scene: &Scene<'_>,
    dialog: &Dialog,
    reader: &Reader,
    see: impl Fn(&Gate<'_>, Language) -> FormattedText,
) -> Decision {
    let gate = scene.gate();
    let by = (dialog.key.chat.clone(), &gate.customer(dialog));
    let asked = (reader.command, reader.language.clone());
    let card = PrivateCard::new(&gate, by, asked, see);
    let note = Note::private(scene.connection, reader.user, scene.now, card);
    Decision {
        changes: vec![Change::PutSetupNote(Box::new(note))],
        events: vec![Event::Handed(scene.connection.id.clone())],
        ..Decision::default()
    }
}

/// The setup bot says what became of a card: whoever asked for it is told, where they asked.
/// Nothing of what is hidden is in it.
#[must_use]
pub fn info_told(
    scene: &Scene<'_>,
    dialog: &dialog::Key,
    command: MessageId,
    end: InfoEnd,
    setup_bot: &str,
) -> Decision {
    let bot = setup_bot.to_owned();
    let notice = match end {
        InfoEnd::Given => Notice::InfoGiven { bot },
        InfoEnd::NotStarted => Notice::InfoNotStarted {
            link: start_link(&bot),
            bot,
        },
        InfoEnd::Failed => Notice::InfoFailed { bot },
    };
    Decision::only(scene.tell(dialog, &notice, Some(command)))
}
