//! Operators' commands, and the same asked for through the API.

mod assign;
mod ban;
mod profile;
pub(super) mod rights;
#[cfg(test)]
mod tests;

pub(super) use ban::is_banned;

use self::rights::Giver;
use super::card::info;
use super::carry::taken_back;
use super::edit::with_original;
use super::outreach;
use super::react::receipt;
use super::settle::{delivered, delivered_in_part, what_is_left};
use super::team::{TeamScene, set_state};
use super::{Decision, Draft, Scene};
use crate::catalogue::{Abilities, Notice};
use crate::change::Change;
use crate::delivery::{
    self, Action, Class, DeadLetter, DeadReason, Lane, LaneKind, Progress, Purpose, ReplyTo,
    RightAsk, Target,
};
use crate::dialog::{Dialog, Trigger};
use crate::id::{IdentityKind, MessageId, MessageRef};
use crate::link::{Link, Original, Role, Side};
use crate::message::{Message, Reaction};
use crate::operator_command::{Command, Invocation, Place, entry};
use crate::parameter::{Direction, Hidden};
use crate::payload::Payload;
use crate::privacy::Shown;
use crate::reaction::Reactions;
use crate::team;

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

/// What a person decided about a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadLetterVerdict {
    /// Do it again, at the end of its lane.
    Again,
    /// The part that was in doubt did arrive.
    Arrived,
    /// It does not matter any more.
    Drop,
}

/// Runs a command.
pub(super) fn run(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    invocation: &Invocation,
) -> Decision {
    let addressed = invocation.bot.is_some()
        || invocation
            .connection
            .as_ref()
            .is_some_and(|name| name.eq_ignore_ascii_case(&scene.connection.name));
    if invocation.connection.is_some() && !addressed {
        return Decision::nothing();
    }
    if asker.place == Place::General && team.is_shared && !addressed {
        // Only the connection named answers; which there are is asked once, by
        // whoever is first by name, when connections can be counted here.
        return Decision::nothing();
    }
    if asker.is_anonymous {
        return tell(scene, asker, team.dialog, &Notice::AnonymousAdmin {});
    }
    let name = name_of(&invocation.command);
    if let Command::Later { name } = invocation.command {
        return tell(
            scene,
            asker,
            team.dialog,
            &Notice::CommandLater {
                name: name.to_owned(),
            },
        );
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

/// What a person decided about a dead letter.
///
/// Again: it joins the end of its lane, as a new attempt. Arrived: that part did, and is
/// linked nowhere, since nobody knows its id; what stands behind it, an album's other
/// pieces say, joins the end. Drop: all of it is gone. `originals` are the links of what it
/// carries.
#[must_use]
pub fn decide_dead_letter(
    scene: &Scene<'_>,
    letter: &DeadLetter,
    originals: &[Link],
    verdict: DeadLetterVerdict,
) -> Decision {
    let delivery = &letter.delivery;
    let mut decision = Decision::default();
    decision
        .changes
        .push(Change::DeleteDeadLetter(delivery.id()));
    let goes_on = match verdict {
        DeadLetterVerdict::Again => Some((delivery.clone(), Some(delivery.key.sequence))),
        DeadLetterVerdict::Arrived => what_is_left(delivery).map(|rest| (rest, None)),
        DeadLetterVerdict::Drop => None,
    };
    let carried: Vec<MessageRef> = match &goes_on {
        Some((rest, _)) => rest.sources().into_iter().cloned().collect(),
        None => Vec::new(),
    };
    if let Some((rest, retry_of)) = goes_on {
        let since = Some(delivery.decided_at());
        let turn = delivery.progress.turn + u32::from(retry_of.is_none());
        decision.drafts.push(Draft {
            retry_of,
            progress: Progress {
                turn,
                since,
                ..rest.progress
            },
            ..Draft::new(rest.key.lane, rest.action, rest.purpose, rest.class)
        });
    }
    for link in originals {
        let Some(original) = link.original() else {
            continue;
        };
        let waits = carried.contains(&link.message()).then(|| delivery::Key {
            lane: delivery.key.lane.clone(),
            sequence: scene.sequence,
        });
        let original = Original {
            letter: None,
            waits,
            ..original.clone()
        };
        decision.changes.push(Change::PutLink(Box::new(Link {
            role: Role::Original(Box::new(original)),
            ..link.clone()
        })));
    }
    decision
}

/// `/help`: what whoever asks may use there, and nothing else.
fn help(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    place: Place,
    giver: &Giver,
    may_ban: bool,
) -> Decision {
    let (connection, parameters) = (scene.connection, scene.parameters);
    let abilities = Abilities {
        is_account: connection.frontend.kind == IdentityKind::User,
        may_ban,
        may_extend: team::may_extend(connection, parameters, giver.user),
    };
    let payload = Payload::help(place, abilities, parameters.language);
    Decision::only(answer(scene, dialog, giver.command, payload))
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
        decision.join(acknowledge(scene, dialog, asker.message));
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
            tell(scene, asker, Some(dialog), &Notice::InfoHidden {})
        }
        Command::Info => match team.reactions.filter(|reactions| !reactions.by.is_empty()) {
            Some(reactions) => tell(scene, asker, Some(dialog), &who_reacted(scene, reactions)),
            None => Decision::only(info(scene, dialog, team.profile)),
        },
        Command::Ban => right(RightAsk::Ban),
        Command::Unban => right(RightAsk::Unban),
        Command::Assign(asked) => assign::assign(scene, team, asker, dialog, asked),
        Command::Note(asked) => profile::note(scene, asker, dialog, team.profile, asked),
        Command::Set(asked) => profile::field(scene, asker, dialog, team.profile, asked),
        Command::Del => delete(scene, team, asker, dialog),
        Command::Again => verdict(scene, team, asker, dialog, DeadLetterVerdict::Again),
        Command::Arrived => verdict(scene, team, asker, dialog, DeadLetterVerdict::Arrived),
        Command::Invite(guests) => outreach::invite(scene, asker, dialog, guests),
        Command::New(_)
        | Command::NewChat(_)
        | Command::Join(_)
        | Command::Help
        | Command::Queue
        | Command::Later { .. } => Decision::nothing(),
    }
}

fn verdict(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    verdict: DeadLetterVerdict,
) -> Decision {
    let letter = team
        .dead_letter
        .filter(|letter| letter.delivery.key.lane.dialog_key().as_ref() == Some(&dialog.key));
    let Some(letter) = letter else {
        return tell(scene, asker, Some(dialog), &Notice::NothingUncertain {});
    };
    let reactions = team.reactions;
    let originals = team.letters_originals;
    let (mut decision, notice) = decided(scene, dialog, letter, originals, reactions, verdict);
    decision
        .drafts
        .push(scene.tell(&dialog.key, &notice, Some(asker.message.id)));
    decision
}

/// What a person decided about the dead letter that an operator's message became, and what
/// is said of it.
pub(super) fn decided(
    scene: &Scene<'_>,
    dialog: &Dialog,
    letter: &DeadLetter,
    originals: &[Link],
    reactions: Option<&Reactions>,
    verdict: DeadLetterVerdict,
) -> (Decision, Notice) {
    // What Telegram certainly refused did not arrive: then it is only not wanted any more.
    let is_doubt = matches!(letter.reason, DeadReason::Uncertain { .. });
    let verdict = match verdict {
        DeadLetterVerdict::Arrived if is_doubt => DeadLetterVerdict::Arrived,
        DeadLetterVerdict::Arrived | DeadLetterVerdict::Drop => DeadLetterVerdict::Drop,
        DeadLetterVerdict::Again => DeadLetterVerdict::Again,
    };
    let mut decision = decide_dead_letter(scene, letter, originals, verdict);
    let is_whole = verdict == DeadLetterVerdict::Arrived && decision.drafts.is_empty();
    if let (true, Some((Side::Team, source))) = (is_whole, letter.delivery.purpose.carried()) {
        let source = letter.delivery.receipt_on().unwrap_or(source);
        let sequence = letter.delivery.decided_at();
        decision.join(delivered(scene, dialog, source, sequence, reactions));
    }
    let notice = match verdict {
        DeadLetterVerdict::Again => Notice::SentAgain {},
        DeadLetterVerdict::Arrived | DeadLetterVerdict::Drop => Notice::NotedAsArrived {},
    };
    (decision, notice)
}

/// 👌 on a command that changed something: costs nothing of the group's budget.
pub(super) fn acknowledge(scene: &Scene<'_>, dialog: &Dialog, message: &Message) -> Decision {
    if scene.parameters.show_receipts {
        receipt(scene, &dialog.key, &message.reference(), None)
    } else {
        Decision::nothing()
    }
}

/// `/del`: what was sent for the operator's message is taken back, and the message and
/// the command go too.
fn delete(scene: &Scene<'_>, team: &TeamScene<'_>, asker: &Asker<'_>, dialog: &Dialog) -> Decision {
    let say = |notice: &Notice| tell(scene, asker, Some(dialog), notice);
    if asker.message.reply.is_none() {
        return say(&Notice::CommandNeedsReply {
            name: "del".to_owned(),
        });
    }
    if !scene.parameters.deletes.contains(Direction::ToCustomer) {
        return say(&Notice::DeleteSwitchedOff {});
    }
    let own = team.reply.filter(|link| {
        link.side == Side::Team && link.original().is_some() && link.dialog == dialog.key
    });
    let Some(link) = own else {
        return say(&Notice::DeleteNotOwn {});
    };
    let source = link.message();
    if let Some(letter) = team.dead_letter {
        return delete_letter(scene, team, asker, dialog, link, letter);
    }
    if let Some(waiting) = team.answered_waits
        && let Some(mut decision) = taken_back(waiting, &source)
    {
        if !decision.cancelled.is_empty() {
            decision.join(delivered_in_part(scene, Some(dialog), waiting));
        }
        decision.drafts.push(tidy(dialog, &source, asker.message));
        return decision;
    }
    let copies = link.original().map(|original| &original.copies);
    let is_waiting = link.original().is_some_and(|one| one.waits.is_some());
    let is_known = |copy: &MessageRef| copy.message.0 != 0;
    let mut decision = Decision::nothing();
    if !is_waiting && !copies.is_some_and(|all| !all.is_empty() && all.iter().all(is_known)) {
        // Some of it, or all, cannot be named.
        decision.join(say(&Notice::DeleteUnknown {}));
    }
    if is_waiting || copies.is_some_and(|all| all.iter().any(is_known)) {
        decision
            .drafts
            .push(withdraw(dialog, &source, asker.message.id));
    }
    decision
}

/// What became a dead letter does not go out any more; what of it is there is taken back.
/// Where it may be there, nobody knows its id.
fn delete_letter(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    link: &Link,
    letter: &DeadLetter,
) -> Decision {
    let source = link.message();
    let is_only = letter.delivery.sources().iter().all(|one| **one == source);
    let mut decision = if is_only {
        decide_dead_letter(
            scene,
            letter,
            team.letters_originals,
            DeadLetterVerdict::Drop,
        )
    } else {
        without_piece(scene, letter, link)
    };
    let is_doubt = matches!(letter.reason, DeadReason::Uncertain { .. });
    let mut copies = link.original().into_iter().flat_map(|one| &one.copies);
    let is_there = copies.any(|copy| copy.message.0 != 0);
    if is_doubt {
        decision.join(tell(scene, asker, Some(dialog), &Notice::DeleteUnknown {}));
    }
    if is_there {
        decision
            .drafts
            .push(withdraw(dialog, &source, asker.message.id));
    } else if !is_doubt {
        decision.drafts.push(tidy(dialog, &source, asker.message));
    }
    decision
}

/// The album's other pieces stay in the letter.
fn without_piece(scene: &Scene<'_>, letter: &DeadLetter, link: &Link) -> Decision {
    let mut letter = letter.clone();
    let source = link.message();
    if let Action::Album { items, .. } = &mut letter.delivery.action {
        items.retain(|item| item.source != source);
    }
    let mut changes = vec![Change::PutDeadLetter(Box::new(letter))];
    changes.extend(link.original().map(|original| {
        let mut original = original.clone();
        original.letter = None;
        with_original(scene, link, original)
    }));
    Decision {
        changes,
        ..Decision::default()
    }
}

/// What was sent for an operator's message is taken back.
pub(super) fn withdraw(dialog: &Dialog, source: &MessageRef, command: MessageId) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::ToCustomer),
        Action::Withdraw {
            source: source.clone(),
        },
        Purpose::Withdraw {
            source: source.clone(),
            command,
        },
        Class::Operator,
    )
}

/// The operator's message and the command go from the topic, where the bot may delete.
fn tidy(dialog: &Dialog, source: &MessageRef, command: &Message) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Receipt),
        Action::Delete {
            chat: source.chat.clone(),
            messages: vec![source.message, command.id],
        },
        Purpose::Tidy,
        Class::Upkeep,
    )
}

/// Who reacted with what, in the order in which they did.
fn who_reacted(scene: &Scene<'_>, reactions: &Reactions) -> Notice {
    let one = |by: &crate::reaction::By| {
        let name = if by.is_pseudonym {
            Shown::passed(&by.name)
        } else {
            scene.gate().known(by.actor, &by.name)
        };
        match &by.reaction {
            Reaction::Emoji(emoji) => name.behind(&format!("{emoji} ")),
            Reaction::CustomEmoji(_) | Reaction::Other(_) => name.behind("❔ "),
        }
    };
    Notice::Reacted {
        list: Shown::list(reactions.by.iter().map(one), "\n"),
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
        Command::Later { name } => name,
    }
}
