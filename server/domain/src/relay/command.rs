//! Operators' commands, and the same asked for through the API.

mod assign;
mod ban;
mod delete;
mod letter;
mod list;
mod profile;
pub(super) mod rights;
#[cfg(test)]
mod tests;

pub(super) use ban::is_banned;
pub(super) use delete::withdraw;
pub(super) use letter::decided;
pub use letter::{DeadLetterVerdict, decide_dead_letter};
pub use list::Listing;

use super::addressee::{Addressee, addressee, speaks_first};
use super::card::{info, who_reacted};
use super::outreach;
use super::react::receipt;
use super::team::{TeamScene, set_state};
use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, ReplyTo, RightAsk, Target};
use crate::dialog::{Dialog, Trigger};
use crate::id::{MessageId, MessageRef};
use crate::message::Message;
use crate::operator_command::{Command, Invocation, Place, entry};
use crate::parameter::Hidden;
use crate::payload::Payload;
use crate::text::shorten;

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker<'a> {
    /// The message that holds the command.
    pub message: &'a Message,
    /// Written in the group's name: takes no commands.
    pub is_anonymous: bool,
    /// Where.
    pub place: Place,
}

/// Most UTF-16 code units of the names of connections that are listed.
const LONGEST_LIST: usize = 1000;

/// Runs a command.
pub(super) fn run(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    invocation: &Invocation,
) -> Decision {
    let name = name_of(&invocation.command);
    if asker.place == Place::General {
        let known = entry(name);
        let is_done_here =
            known.is_some_and(|entry| entry.is_due() && entry.place.includes(Place::General));
        let right = known.and_then(|entry| entry.right);
        let sender = asker.message.sender.user.as_ref().map(|user| user.id);
        let (own, peers) = (scene.connection, team.peers);
        let whose = match is_done_here || invocation.bot.is_some() {
            true => addressee(own, peers, invocation, right, sender),
            // Whichever is meant, it is told that this is not done here.
            false if speaks_first(own, peers) => Addressee::Here,
            false => Addressee::Elsewhere,
        };
        let connections = |names: Vec<String>| shorten(&names.join(", "), LONGEST_LIST).to_owned();
        match whose {
            Addressee::Here => {}
            Addressee::Elsewhere => return Decision::nothing(),
            Addressee::Asks(names) => {
                let notice = Notice::WhichConnection {
                    name: name.to_owned(),
                    connections: connections(names),
                };
                return tell(scene, asker, None, &notice);
            }
            Addressee::Unknown(names) => {
                let notice = Notice::NoSuchConnection {
                    name: invocation.connection.clone().unwrap_or_default(),
                    connections: connections(names),
                };
                return tell(scene, asker, None, &notice);
            }
        }
    }
    if asker.is_anonymous {
        return tell(scene, asker, team.dialog, &Notice::AnonymousAdmin {});
    }
    if let Command::Unasked { name } = invocation.command {
        let name = name.to_owned();
        return tell(scene, asker, team.dialog, &Notice::NothingToAnswer { name });
    }
    if let Command::Later { name } = invocation.command {
        let name = name.to_owned();
        return tell(scene, asker, team.dialog, &Notice::CommandLater { name });
    }
    if let (Command::Help, Some(user)) = (&invocation.command, &asker.message.sender.user) {
        let (dialog, command) = (team.dialog, asker.message.id);
        return rights::needing(scene, dialog, user, command, RightAsk::Help);
    }
    let place = entry(name).map_or(Place::Both, |entry| entry.place);
    match (team.dialog, place.includes(asker.place)) {
        (None, false) => tell(
            scene,
            asker,
            None,
            &Notice::CommandInDialog {
                name: name.to_owned(),
            },
        ),
        (Some(dialog), false) => tell(
            scene,
            asker,
            Some(dialog),
            &Notice::CommandInGeneral {
                name: name.to_owned(),
            },
        ),
        (None, true) => in_general(scene, team, asker, &invocation.command),
        (Some(dialog), true) => in_dialog(scene, team, asker, dialog, &invocation.command),
    }
}

/// An unknown command: told once per group, never sent.
pub(super) fn unknown(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: Option<&Dialog>,
    word: String,
) -> Decision {
    if scene.connection.told_unknown {
        return Decision::nothing();
    }
    let mut decision = tell(scene, asker, dialog, &Notice::UnknownCommand { word });
    let mut connection = scene.connection.clone();
    connection.told_unknown = true;
    decision.connection = Some(Box::new(connection));
    decision
}

/// `/close`, asked for through the API.
#[must_use]
pub fn close_dialog(scene: &Scene<'_>, dialog: &Dialog) -> Decision {
    set_state(scene, dialog.clone(), Trigger::Close)
}

fn in_general(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    command: &Command,
) -> Decision {
    match (command, team.queue) {
        (Command::Queue, Some(queue)) => {
            let payload = queue.words(scene.parameters.language);
            say(scene, asker, None, payload)
        }
        (Command::List(_), _) => team
            .listing
            .map_or_else(Decision::nothing, |known| list::list(scene, asker, known)),
        (Command::New(who), _) => outreach::find(scene, asker, who.as_ref()),
        (Command::NewChat(group), _) => outreach::new_chat(scene, asker, group),
        (Command::Join(link), _) => outreach::join(scene, asker, link.as_ref()),
        _ => Decision::nothing(),
    }
}

fn in_dialog(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    command: &Command,
) -> Decision {
    let set = |trigger| {
        if trigger != Trigger::Close && is_banned(scene.parameters, dialog) {
            let title = scene.gate().customer(dialog);
            return tell(scene, asker, Some(dialog), &Notice::DialogBanned { title });
        }
        let mut decision = set_state(scene, dialog.clone(), trigger);
        decision.join(acknowledge(scene, dialog, &asker.message.reference()));
        decision
    };
    let right = |what| match &asker.message.sender.user {
        Some(user) => rights::needing(scene, Some(dialog), user, asker.message.id, what),
        None => Decision::nothing(),
    };
    match command {
        Command::Hold => set(Trigger::Hold),
        Command::Wait => set(Trigger::Wait),
        Command::Close => set(Trigger::Close),
        Command::Open => set(Trigger::Open),
        Command::Info if scene.gate().hides(Hidden::Command) => {
            super::info::asked(scene, team, asker, dialog)
        }
        Command::Info => match team.reactions.filter(|reactions| !reactions.by.is_empty()) {
            Some(reactions) => tell(
                scene,
                asker,
                Some(dialog),
                &who_reacted(&scene.gate(), reactions),
            ),
            None => Decision::only(info(scene, dialog, team.profile)),
        },
        Command::Ban => right(RightAsk::Ban),
        Command::Unban => right(RightAsk::Unban),
        Command::Assign(asked) => assign::assign(scene, team, asker, dialog, asked),
        Command::Note(asked) => profile::note(scene, asker, dialog, team.profile, asked),
        Command::Set(asked) => profile::field(scene, asker, dialog, team.profile, asked),
        Command::Del => delete::delete(scene, team, asker, dialog),
        Command::Again => letter::verdict(scene, team, asker, dialog, DeadLetterVerdict::Again),
        Command::Arrived => letter::verdict(scene, team, asker, dialog, DeadLetterVerdict::Arrived),
        Command::Invite(guests) => outreach::invite(scene, asker, dialog, guests),
        Command::New(_)
        | Command::NewChat(_)
        | Command::Join(_)
        | Command::Help
        | Command::Queue
        | Command::List(_)
        | Command::Unasked { .. }
        | Command::Later { .. } => Decision::nothing(),
    }
}

/// 👌 on a command that changed something: costs nothing of the group's budget.
pub(super) fn acknowledge(scene: &Scene<'_>, dialog: &Dialog, message: &MessageRef) -> Decision {
    if scene.parameters.show_receipts {
        receipt(scene, &dialog.key, message, None)
    } else {
        Decision::nothing()
    }
}

pub(super) fn tell(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: Option<&Dialog>,
    notice: &Notice,
) -> Decision {
    let reply = Some(asker.message.id);
    Decision::only(match dialog {
        Some(dialog) => scene.tell(&dialog.key, notice, reply),
        None => scene.tell_general(notice, reply),
    })
}

fn say(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: Option<&Dialog>,
    payload: Payload,
) -> Decision {
    Decision::only(answer(scene, dialog, asker.message.id, payload))
}

/// The answer to a command, where it was given.
fn answer(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    command: MessageId,
    payload: Payload,
) -> Draft {
    let (lane, to) = match dialog {
        Some(dialog) => (Lane::of(&dialog.key, LaneKind::Notice), Target::Topic),
        None => (scene.lane(LaneKind::Notice), Target::General),
    };
    Draft::new(
        lane,
        Action::Send {
            to,
            payload,
            reply: Some(ReplyTo::Message(command)),
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Operator,
    )
}

const fn name_of(command: &Command) -> &'static str {
    match command {
        Command::Hold => "hold",
        Command::Wait => "wait",
        Command::Close => "close",
        Command::Open => "open",
        Command::Info => "info",
        Command::Help => "help",
        Command::Del => "del",
        Command::Again => "again",
        Command::Arrived => "arrived",
        Command::Queue => "queue",
        Command::New(_) => "new",
        Command::NewChat(_) => "newchat",
        Command::Invite(_) => "invite",
        Command::Join(_) => "join",
        Command::Ban => "ban",
        Command::Unban => "unban",
        Command::Assign(_) => "assign",
        Command::Note(_) => "note",
        Command::Set(_) => "set",
        Command::List(_) => "list",
        Command::Unasked { name } | Command::Later { name } => name,
    }
}
