//! A message in the backend group.

use super::addressee::{Peer, speaks_first};
use super::answer::answer;
use super::autoclose::timers;
use super::backlog::QueueView;
use super::command::{self, Asker, Listing};
use super::csat::question;
use super::double::{creation_settled, double_topic, is_present, made_anew};
use super::look::wanted_sync;
use super::outreach::announced;
use super::setup::{is_link_start, topics_switched};
use super::{Decision, Event, Scene, webhook};
use crate::catalogue::Notice;
use crate::delivery::{DeadLetter, Delivery};
use crate::dialog::{Creation, Dialog, Topic, Trigger, step};
use crate::id::TopicId;
use crate::link::Link;
use crate::message::{Content, Message, Service, ServiceKind};
use crate::operator_command::{self, Parsed};
use crate::profile::Profile;
use crate::reaction::Reactions;
use crate::team;

/// What is known about a message in the backend group, besides the message.
#[derive(Debug, Clone, Copy, Default)]
pub struct TeamScene<'a> {
    /// The dialog that the topic belongs to; `None` for General and for service
    /// topics.
    pub dialog: Option<&'a Dialog>,
    /// A dialog of this connection whose topic is being made with just this
    /// name, when the message says that a topic was made.
    pub creating: Option<(&'a Creation, &'a Dialog)>,
    /// The link of the message that is answered.
    pub reply: Option<&'a Link>,
    /// The delivery that carries the message answered, while it waits.
    pub answered_waits: Option<&'a Delivery>,
    /// The links of the messages that the dead letter carries.
    pub letters_originals: &'a [Link],
    /// The reactions to the message answered; for `/arrived` those to the message that gets
    /// the receipt.
    pub reactions: Option<&'a Reactions>,
    /// The delivery of the other pieces of its album, while it waits for them.
    pub album: Option<&'a Delivery>,
    /// The dead letter that the message answered is about.
    pub dead_letter: Option<&'a DeadLetter>,
    /// What is written down about the customer, for the commands that are about it.
    pub profile: Option<&'a Profile>,
    /// What waits, for `/queue`.
    pub queue: Option<&'a QueueView>,
    /// The dialogs that `/list` shows.
    pub listing: Option<&'a Listing>,
    /// Whether the installation has a setup bot, for what goes out in private.
    pub has_setup_bot: bool,
    /// All connections of the group, for what is said in General; empty: this one alone.
    pub peers: &'a [Peer],
}

/// What follows from a message in the backend group.
#[must_use]
pub fn team_message(scene: &Scene<'_>, team: &TeamScene<'_>, message: &Message) -> Decision {
    let mut decision = topics_switched(scene, message);
    // What was changed of the connection is what the message is looked at with.
    let changed = decision.connection.as_deref();
    let scene = Scene {
        connection: changed.unwrap_or(scene.connection),
        sequence: decision.next_sequence(scene),
        ..*scene
    };
    let follows = seen_message(&scene, team, message);
    decision.join(follows);
    decision
}

fn seen_message(scene: &Scene<'_>, team: &TeamScene<'_>, message: &Message) -> Decision {
    if let Content::Service(service) = &message.content {
        return service_message(scene, team, message, service);
    }
    // What a bot writes there never reaches a customer, whatever bot it is:
    // else two relays would answer each other for ever.
    let is_anonymous = message
        .sender
        .chat
        .as_ref()
        .is_some_and(|chat| chat.address == message.chat.address);
    let user = message.sender.user.as_ref();
    if !is_anonymous && user.is_none_or(|user| user.is_bot) {
        return Decision::nothing();
    }
    let mut decision = match (message.topic, team.dialog) {
        (None, _) => in_general(scene, team, message, is_anonymous),
        (Some(_), Some(dialog)) => in_dialog(scene, team, dialog, message, is_anonymous),
        // A service topic: Backline leaves it alone.
        (Some(_), None) => return Decision::nothing(),
    };
    if let (false, Some(user)) = (is_anonymous, user) {
        let known = decision.connection.as_deref().unwrap_or(scene.connection);
        let after = team::seen(known, user, scene.now).map(Box::new);
        decision.connection = after.or(decision.connection);
    }
    decision
}

fn in_general(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    message: &Message,
    is_anonymous: bool,
) -> Decision {
    let asker = Asker {
        message,
        is_anonymous,
        place: operator_command::Place::General,
    };
    if is_link_start(scene, message) {
        // The group was taken before this came.
        return Decision::nothing();
    }
    match parse(scene, message) {
        Parsed::Command(invocation) => command::run(scene, team, &asker, &invocation),
        // Several connections would each tell it: one speaks for all.
        Parsed::Unknown { word } if speaks_first(scene.connection, team.peers) => {
            match webhook::registered(scene, message) {
                Some((name, _)) => {
                    command::tell(scene, &asker, None, &Notice::CommandInDialog { name })
                }
                None => command::unknown(scene, &asker, None, word),
            }
        }
        Parsed::Unknown { .. } | Parsed::Comment | Parsed::Foreign | Parsed::Text => {
            Decision::nothing()
        }
    }
}

fn in_dialog(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    dialog: &Dialog,
    message: &Message,
    is_anonymous: bool,
) -> Decision {
    let asker = Asker {
        message,
        is_anonymous,
        place: operator_command::Place::Dialog,
    };
    match parse(scene, message) {
        Parsed::Command(invocation) => command::run(scene, team, &asker, &invocation),
        Parsed::Unknown { word } => webhook::command(scene, &asker, dialog)
            .unwrap_or_else(|| command::unknown(scene, &asker, Some(dialog), word)),
        Parsed::Comment | Parsed::Foreign => Decision::nothing(),
        Parsed::Text => answer(scene, team, dialog, message),
    }
}

/// Whether it is for the customer, and neither comment nor command.
pub(super) fn is_text(scene: &Scene<'_>, message: &Message) -> bool {
    matches!(parse(scene, message), Parsed::Text)
}

fn parse(scene: &Scene<'_>, message: &Message) -> Parsed {
    let text = message.content.text().map_or("", |text| text.text.as_str());
    operator_command::parse(text, &scene.connection.usernames())
}

/// Topics made, renamed, closed and reopened. What one of our identities did
/// settles what was asked of it and is nobody's act.
fn service_message(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    message: &Message,
    service: &Service,
) -> Decision {
    let user = message.sender.user.as_ref();
    if user.is_some_and(|user| scene.connection.keeps_topics_as(user.id)) {
        return match (service.kind, team.creating, message.topic) {
            (ServiceKind::TopicCreated, Some((creation, dialog)), Some(topic))
                if team.dialog.is_none() =>
            {
                settle_creation(scene, creation, dialog, topic)
            }
            _ => Decision::nothing(),
        };
    }
    let is_bot = message.sender.user.as_ref().is_some_and(|user| user.is_bot);
    let dialog = team
        .dialog
        .filter(|dialog| !is_bot && is_present(dialog, message.topic));
    let Some(dialog) = dialog else {
        return Decision::nothing();
    };
    let mut after = dialog.clone();
    match service.kind {
        ServiceKind::TopicClosed => after.shown.is_closed = true,
        ServiceKind::TopicReopened => after.shown.is_closed = false,
        ServiceKind::TopicEdited => {
            // Renamed by hand: the name that it should have is put back when
            // there is room. An empty title means that only the icon changed.
            if !service.title.is_empty() {
                after.shown.name.clone_from(&service.title);
            }
            let drafts = wanted_sync(scene, &mut after).into_iter().collect();
            return Decision {
                dialog: Some(after),
                drafts,
                ..Decision::default()
            };
        }
        ServiceKind::Other
        | ServiceKind::TopicCreated
        | ServiceKind::MembersJoined
        | ServiceKind::MemberLeft
        | ServiceKind::TitleChanged
        | ServiceKind::MessagePinned
        | ServiceKind::MigratedTo
        | ServiceKind::MigratedFrom
        | ServiceKind::PhotoChanged => return Decision::nothing(),
    }
    let trigger = if after.shown.is_closed {
        Trigger::Close
    } else if command::is_banned(scene.parameters, dialog) {
        // Nothing would come of it: the topic is closed again, as its name says.
        let drafts = wanted_sync(scene, &mut after).into_iter().collect();
        return Decision {
            dialog: Some(after),
            drafts,
            ..Decision::default()
        };
    } else {
        Trigger::Open
    };
    set_state(scene, after, trigger)
}

/// Brings a dialog into the state that a command or a closed topic asks for.
pub(super) fn set_state(scene: &Scene<'_>, mut dialog: Dialog, trigger: Trigger) -> Decision {
    let from = Some(dialog.state);
    let next = step(dialog.kind, from, trigger);
    let Some(to) = next.to else {
        return Decision::nothing();
    };
    dialog.enter(to, scene.now);
    dialog.state_set_seq = scene.sequence;
    match trigger {
        Trigger::Wait => dialog.team_wrote_at = Some(scene.now),
        Trigger::Hold | Trigger::Open => dialog.held_at = Some(scene.now),
        Trigger::Customer { .. }
        | Trigger::OperatorDelivered { .. }
        | Trigger::TeamInChat
        | Trigger::Intercepted
        | Trigger::Close
        | Trigger::Autoclose => {}
    }
    let mut decision = Decision::default();
    if next.closes(from) {
        decision.events.push(Event::DialogClosed {
            dialog: dialog.key.clone(),
            by_time: false,
        });
        decision.drafts.extend(question(scene, &mut dialog));
    } else if next.reopens(from) {
        decision
            .events
            .push(Event::DialogReopened(dialog.key.clone()));
    }
    decision.drafts.extend(wanted_sync(scene, &mut dialog));
    decision.changes.extend(timers(scene, &mut dialog));
    decision.dialog = Some(dialog);
    decision
}

/// The bot's own `forum_topic_created` settles a creation whose answer was lost, or
/// is late: then the dialog has another topic already.
fn settle_creation(
    scene: &Scene<'_>,
    creation: &Creation,
    dialog: &Dialog,
    topic: TopicId,
) -> Decision {
    let mut decision = Decision::default();
    decision.changes.extend(creation_settled(Some(creation)));
    match dialog.topic {
        Topic::Known(known) if known == topic => {}
        Topic::Known(_) => decision.join(double_topic(scene, dialog, topic)),
        Topic::Missing | Topic::Creating { .. } => {
            let mut after = dialog.clone();
            decision
                .changes
                .extend(topic_known(scene, &mut after, topic, &creation.name));
            decision.drafts.extend(made_anew(scene, &mut after));
            decision.drafts.extend(announced(scene, &mut after));
            decision.dialog = Some(after);
        }
    }
    decision
}

/// The dialog's topic is made.
pub(super) fn topic_known(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    topic: TopicId,
    name: &str,
) -> Option<crate::change::Change> {
    dialog.topic = Topic::Known(topic);
    dialog.topics_made += 1;
    dialog.shown = crate::dialog::Look {
        name: name.to_owned(),
        is_closed: false,
    };
    dialog.renamed_at = scene.now;
    let group = scene.connection.group_id()?;
    Some(crate::change::Change::PutTopic(
        group,
        topic,
        dialog.key.clone(),
    ))
}
