//! Dialogs that the team begins.

use super::super::autoclose::timers;
use super::super::card::info;
use super::super::customer::tag;
use super::super::double::link_to;
use super::super::look::wanted_sync;
use super::super::{Decision, Draft, Event, Scene};
use super::in_dialog;
use crate::catalogue::Notice;
use crate::dialog::{self, Customer, Dialog, Kind, State};
use crate::id::{ChatAddress, MessageId};
use crate::message::{Chat, ChatKind, User};
use crate::outreach::{Reach, Whom};

/// A dialog with this chat, begun by the command in General; `dialog`: there is one. The
/// answer to the command leads to the topic, so it comes when that is there.
pub(in super::super) fn begun(
    scene: &Scene<'_>,
    chat: &Chat,
    person: Option<&User>,
    dialog: Option<&Dialog>,
    command: MessageId,
) -> (Decision, Dialog) {
    if let Some(dialog) = dialog {
        return (there(scene, dialog, command), dialog.clone());
    }
    let key = dialog::Key {
        connection: scene.connection.id.clone(),
        chat: chat.address.clone(),
    };
    let customer = Customer {
        name: chat.display_name(),
        username: chat.username.clone(),
        language: person.map_or_else(String::new, |person| person.language.clone()),
        ..Customer::default()
    };
    let kind = Kind::from(chat.kind);
    let mut after = Dialog::new(key.clone(), kind, customer, scene.now);
    after.tag = tag(scene, &after.key);
    after.enter(State::SupportAnswered, scene.now);
    after.is_stranger = kind == Kind::Private;
    after.asked_by = Some(command);
    let mut decision = Decision::default();
    decision.events.push(Event::DialogCreated(key));
    decision.drafts.extend(wanted_sync(scene, &mut after));
    if scene.parameters.auto_info {
        decision.drafts.push(info(scene, &after, None));
    }
    decision.changes.extend(timers(scene, &mut after));
    decision.dialog = Some(after.clone());
    (decision, after)
}

/// The dialog was there already.
fn there(scene: &Scene<'_>, dialog: &Dialog, command: MessageId) -> Decision {
    let group = scene.connection.group_id();
    if let (Some(topic), Some(group)) = (dialog.topic_id(), group) {
        let link = link_to(group, topic);
        return Decision::only(scene.tell_general(&Notice::DialogThere { link }, Some(command)));
    }
    let mut after = dialog.clone();
    after.asked_by = Some(command);
    Decision {
        drafts: wanted_sync(scene, &mut after).into_iter().collect(),
        dialog: Some(after),
        ..Decision::default()
    }
}

/// The topic is known: who asked for the dialog is told where it is, once.
pub(in super::super) fn announced(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Draft> {
    let command = dialog.asked_by.take()?;
    let link = link_to(scene.connection.group_id()?, dialog.topic_id()?);
    Some(scene.tell_general(&Notice::DialogBegun { link }, Some(command)))
}

/// A supergroup that was made: its dialog, and its people are invited.
pub(in super::super) fn group_begun(
    scene: &Scene<'_>,
    chat: &Chat,
    dialog: Option<&Dialog>,
    people: &[Whom],
    command: MessageId,
) -> Decision {
    let (mut decision, dialog) = begun(scene, chat, None, dialog, command);
    let invitations = people
        .iter()
        .map(|who| in_dialog(&dialog, Reach::Invite { who: who.clone() }, command, false));
    decision.drafts.extend(invitations);
    decision
}

/// A supergroup of which only title and id are known.
pub(in super::super) fn supergroup(address: ChatAddress, title: &str) -> Chat {
    Chat {
        address,
        kind: ChatKind::Supergroup,
        title: title.to_owned(),
        username: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        is_forum: false,
    }
}
