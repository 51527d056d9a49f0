//! What webhooks are told: of dialogs, of messages, and of commands that they register.

use super::archive::author;
use super::command::Asker;
use super::command::{acknowledge, tell};
use super::{Decision, Event, Scene};
use crate::catalogue::Notice;
use crate::dialog::Dialog;
use crate::id::MessageRef;
use crate::link::{Link, Original, Side};
use crate::message::Message;
use crate::operator_command::other;
use crate::privacy::Masked;
use crate::webhook::{Body, Command, Kind, Message as Posted, Told};

/// Most UTF-16 code units of an answer that are shown in the topic.
const LONGEST_ANSWER: usize = 4000;

/// What became of a command that a webhook was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandEnd {
    /// The receiver took it, and answered this; empty = nothing.
    Answered(String),
    /// It did not take it, and is asked again.
    Waits,
    /// It did not take it, and is not asked any more.
    GivenUp,
}

/// What is posted of this; `None`: nothing. `dialog` as it is afterwards.
#[must_use]
pub fn post_of(scene: &Scene<'_>, event: &Event, dialog: Option<&Dialog>) -> Option<Body> {
    if scene.parameters.webhooks.is_empty() {
        return None;
    }
    let of = |kind| {
        let wanted = scene.parameters.webhooks.want(kind);
        let dialog = dialog.filter(|_| wanted)?;
        Some(Body::new(kind, &scene.gate(), dialog, scene.now))
    };
    match event {
        Event::DialogCreated(_) => of(Kind::DialogCreated),
        Event::DialogReopened(_) => of(Kind::DialogReopened),
        Event::DialogClosed { by_time, .. } => {
            of(Kind::DialogClosed).map(|body| body.by_time(*by_time))
        }
        Event::CsatReceived { value, .. } => of(Kind::CsatReceived).map(|body| body.rated(*value)),
        Event::Told(body) => Some((**body).clone()),
        Event::MessageReceived(_)
        | Event::MessageSent(_)
        | Event::MessageFailed(_)
        | Event::UnknownUpdate(_)
        | Event::DeadLetter
        | Event::ForeignGroup { .. }
        | Event::Handed(_)
        | Event::ConnectionChanged(_) => None,
    }
}

/// A message of the customer's chat was taken in.
pub(super) fn received(
    scene: &Scene<'_>,
    dialog: &Dialog,
    message: &Message,
    masked: &Masked,
) -> Option<Event> {
    let kind = if message.is_outgoing {
        Kind::MessageIntercepted
    } else {
        Kind::MessageReceived
    };
    if !scene.parameters.webhooks.want(kind) {
        return None;
    }
    let author = author(scene, dialog, Side::Customer, message);
    let reply = message.reply.as_ref().filter(|reply| reply.chat.is_none());
    let posted = Posted::new(
        Side::Customer,
        author,
        message.reference(),
        Some(Told::customers(masked)),
    );
    let posted = posted.answering(reply.map(|reply| reply.message));
    let body = Body::new(kind, &scene.gate(), dialog, scene.now);
    Some(Event::Told(Box::new(body.of_message(posted))))
}

/// What an operator wrote, to be told once it is known what became of it.
pub(super) fn to_tell(scene: &Scene<'_>, side: Side, message: &Message) -> Option<Box<Told>> {
    let webhooks = &scene.parameters.webhooks;
    let is_wanted = webhooks.want(Kind::MessageSent) || webhooks.want(Kind::MessageFailed);
    (side == Side::Team && is_wanted).then(|| Box::new(Told::teams(message)))
}

/// An operator's message is with the customer.
pub(super) fn sent(
    scene: &Scene<'_>,
    dialog: &Dialog,
    source: &MessageRef,
    original: Option<&Original>,
) -> Option<Event> {
    ended(scene, dialog, source, original, Kind::MessageSent)
        .map(|body| Event::Told(Box::new(body)))
}

/// An operator's message did not go out, or nobody knows. `reason` is a word for programs.
pub(super) fn failed(
    scene: &Scene<'_>,
    dialog: &Dialog,
    source: &MessageRef,
    link: Option<&Link>,
    reason: &str,
) -> Option<Event> {
    let original = link.and_then(Link::original);
    let body = ended(scene, dialog, source, original, Kind::MessageFailed)?;
    Some(Event::Told(Box::new(body.because(reason))))
}

/// An operator's message is not for this customer: it is told at once.
pub(super) fn refused(
    scene: &Scene<'_>,
    dialog: &Dialog,
    message: &Message,
    reason: &str,
) -> Option<Event> {
    let original = Original {
        author: message.sender.user.as_ref().map(|user| user.id),
        told: to_tell(scene, Side::Team, message),
        ..Original::default()
    };
    let source = message.reference();
    let body = ended(scene, dialog, &source, Some(&original), Kind::MessageFailed)?;
    Some(Event::Told(Box::new(body.because(reason))))
}

fn ended(
    scene: &Scene<'_>,
    dialog: &Dialog,
    source: &MessageRef,
    original: Option<&Original>,
    kind: Kind,
) -> Option<Body> {
    if !scene.parameters.webhooks.want(kind) {
        return None;
    }
    let told = original.and_then(|original| original.told.as_deref().cloned());
    let author = crate::archive::Author::Team;
    let posted = Posted::new(Side::Team, author, source.clone(), told)
        .by(original.and_then(|original| original.author));
    Some(Body::new(kind, &scene.gate(), dialog, scene.now).of_message(posted))
}

/// A word that is no command of Backline's, in a dialog's topic: one that a webhook registers.
/// `None`: none does.
pub(super) fn command(scene: &Scene<'_>, asker: &Asker<'_>, dialog: &Dialog) -> Option<Decision> {
    let (name, arguments) = registered(scene, asker.message)?;
    if asker.is_anonymous {
        let notice = Notice::AnonymousAdmin {};
        return Some(tell(scene, asker, Some(dialog), &notice));
    }
    let operator = asker.message.sender.user.as_ref()?.id;
    let command = Command {
        name: format!("/{name}"),
        arguments,
        operator,
        message: asker.message.id,
    };
    let body = Body::new(Kind::Command, &scene.gate(), dialog, scene.now).of_command(command);
    Some(Decision {
        events: vec![Event::Told(Box::new(body))],
        ..Decision::default()
    })
}

/// The command that a webhook registers in this message, without its slash and in small letters,
/// and what follows it.
pub(super) fn registered(scene: &Scene<'_>, message: &Message) -> Option<(String, String)> {
    let text = message.content.text()?;
    let (name, arguments) = other(&text.text, &scene.connection.usernames())?;
    let is_registered = scene.parameters.webhooks.register(&name);
    is_registered.then(|| (name.to_ascii_lowercase(), arguments))
}

/// What became of a command is told in the topic, as a reply to it.
#[must_use]
pub fn command_ended(
    scene: &Scene<'_>,
    dialog: &Dialog,
    command: &Command,
    end: &CommandEnd,
) -> Decision {
    let reply = Some(command.message);
    let name = command.name.clone();
    let notice = match end {
        CommandEnd::Answered(answer) => {
            let answer = crate::text::shorten(answer.trim(), LONGEST_ANSWER);
            if answer.is_empty() {
                let of = MessageRef {
                    chat: scene
                        .connection
                        .group_id()
                        .map_or_else(|| dialog.key.chat.clone(), crate::id::ChatAddress::whole),
                    message: command.message,
                };
                return acknowledge(scene, dialog, &of);
            }
            // The program may know of the customer what the team may not.
            let answer = scene.gate().line(answer);
            Notice::CommandAnswered { name, answer }
        }
        CommandEnd::Waits => Notice::CommandWaits { name },
        CommandEnd::GivenUp => Notice::CommandGivenUp { name },
    };
    Decision::only(scene.tell(&dialog.key, &notice, reply))
}
