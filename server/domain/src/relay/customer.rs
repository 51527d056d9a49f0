//! A message in a customer's chat.

use super::carry::{Parcel, carry};
use super::look::wanted_sync;
use super::migrate::dialog_moved;
use super::{Decision, Draft, Event, Scene};
use crate::catalogue::{ContentKind, InfoCard, Members, Notice};
use crate::change::{Change, Timer, TimerKind};
use crate::delivery::schedule::Standing;
use crate::delivery::{Action, Class, Delivery, Lane, LaneKind, Purpose, ReplyTo, Target};
use crate::dialog::{self, BotMinute, Customer, Dialog, Kind, OpenAlbum, State, Trigger, step};
use crate::id::{ChatAddress, UserId};
use crate::link::{Link, Side};
use crate::message::{Content, Message, ServiceKind};
use crate::parameter::{Direction, Hidden, Parameters};
use crate::payload::{self, Frame, Payload};

/// Who writes in a customer's chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// The customer, or somebody in the customer's group.
    Customer,
    /// One of the team.
    Team,
    /// A bot, or nobody that counts.
    Bot,
}

/// What is known about a message in a customer's chat, besides the message.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomerScene<'a> {
    /// The dialog with this chat, if there is one.
    pub dialog: Option<&'a Dialog>,
    /// The link of the message that is answered.
    pub reply: Option<&'a Link>,
    /// The message's own link: it was posted from here.
    pub own: Option<&'a Link>,
    /// The delivery of the other pieces of its album, while it waits for them.
    pub album: Option<&'a Delivery>,
}

/// What follows from a message in a customer's chat.
#[must_use]
pub fn customer_message(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
) -> Decision {
    if message.is_outgoing {
        return intercepted(scene, customer, message);
    }
    let dialog = customer.dialog;
    let kind = dialog.map_or(Kind::from(message.chat.kind), |dialog| dialog.kind);
    if is_out_of_bounds(scene.parameters, kind, message) {
        return Decision::nothing();
    }
    match visitor(scene, kind, message) {
        Visitor::Bot => return bots_message(scene, customer, message),
        Visitor::Customer if has_restricted_word(scene.parameters, message) => {
            return refuse_album(customer, message);
        }
        Visitor::Customer | Visitor::Team => {}
    }
    let is_refused = is_of_refused_album(dialog, message);
    if is_refused {
        return Decision::nothing();
    }
    if let Content::Service(service) = &message.content {
        return service_message(scene, dialog, message, service.kind);
    }
    let from = dialog.map(|dialog| dialog.state);
    let trigger = match visitor(scene, kind, message) {
        Visitor::Team => Trigger::TeamInChat,
        Visitor::Customer | Visitor::Bot => Trigger::Customer {
            passes: passes_gate(scene.parameters, kind, message),
            leave_closed: scene.parameters.leave_closed.contains(kind),
            reopens: scene.parameters.reopen.contains(kind),
            is_bare_start: is_bare_start(kind, message),
        },
    };
    let next = step(kind, from, trigger);
    let Some(to) = next.to else {
        return Decision::nothing();
    };
    if !next.relayed && from == Some(to) {
        return Decision::nothing();
    }

    let key = dialog.map_or_else(
        || dialog::Key {
            connection: scene.connection.id.clone(),
            chat: message.chat.address.clone(),
        },
        |dialog| dialog.key.clone(),
    );
    let mut dialog = dialog
        .cloned()
        .unwrap_or_else(|| Dialog::new(key.clone(), kind, Customer::default(), scene.now));
    dialog.state = to;
    see_customer(&mut dialog, message);
    let mut decision = Decision::default();
    if next.begins(from) {
        decision.events.push(Event::DialogCreated(key.clone()));
        dialog.start_payload = start_payload(kind, message);
    } else if next.reopens(from) {
        decision.events.push(Event::DialogReopened(key.clone()));
    }
    decision.drafts.extend(wanted_sync(scene, &mut dialog));
    if next.relayed {
        take_in(
            scene,
            &mut dialog,
            customer,
            message,
            trigger,
            &mut decision,
        );
    }
    if next.begins(from) && scene.parameters.auto_info {
        decision.drafts.push(info(scene, &dialog));
    }
    if next.welcomed {
        decision.drafts.extend(welcome(scene, &dialog));
    }
    decision.changes.extend(timer(scene, &mut dialog));
    decision.dialog = Some(dialog);
    decision
}

/// What answers `/info`: the card, for groups once their members are counted.
pub(super) fn info(scene: &Scene<'_>, dialog: &Dialog) -> Draft {
    if dialog.kind == Kind::Private {
        return card(scene, dialog, None);
    }
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Describe {
            chat: dialog.chat().id,
            member: None,
            with_count: true,
        },
        Purpose::InfoCard,
        Class::Operator,
    )
}

/// The card of `/info`.
pub(super) fn card(scene: &Scene<'_>, dialog: &Dialog, members: Option<u64>) -> Draft {
    let problem = dialog.unreachable.map(|reason| {
        reason
            .notice(&dialog.customer.name)
            .render(scene.parameters.language)
    });
    let card = InfoCard {
        title: dialog.customer.name.clone(),
        usernames: Some(dialog.customer.username.clone())
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect(),
        id: dialog.key.chat.id.0,
        language: dialog.customer.language.clone(),
        kind: dialog.kind,
        members: members.map(Members),
        since: dialog.created_at,
        last_message_at: Some(dialog.last_message_at),
        customer_messages: dialog.customer_messages,
        team_messages: dialog.team_messages,
        state: dialog.state,
        start_payload: dialog.start_payload.clone().unwrap_or_default(),
        problem,
    };
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Send {
            to: Target::Topic,
            payload: Payload::notice(card.render(scene.parameters.language)),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Operator,
    )
}

/// The timer that AUTOCLOSE needs, unless one is in the store already.
pub(super) fn timer(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Change> {
    let due_at = super::autoclose_due(dialog, scene.parameters)?;
    if std::mem::replace(&mut dialog.has_timer, true) {
        return None;
    }
    Some(Change::PutTimer(Timer {
        connection: scene.connection.id.clone(),
        due_at,
        about: TimerKind::Autoclose(dialog.key.chat.clone()),
    }))
}

fn take_in(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    customer: &CustomerScene<'_>,
    message: &Message,
    trigger: Trigger,
    decision: &mut Decision,
) {
    let quiet = scene.now.since(dialog.last_message_at) >= Standing::SILENCE;
    dialog.last_message_at = scene.now;
    if trigger == Trigger::TeamInChat {
        dialog.team_wrote_at = Some(scene.now);
        dialog.team_messages += 1;
    } else {
        dialog.customer_wrote_at = Some(scene.now);
        dialog.customer_wrote_seq = scene.sequence;
        dialog.customer_messages += 1;
        // Somebody who writes can be written to.
        dialog.unreachable = None;
        decision
            .events
            .push(Event::MessageReceived(dialog.key.clone()));
    }
    let speaker = speaker_line(dialog, message, trigger);
    post(scene, dialog, customer, message, speaker, quiet, decision);
    if let (Content::Unsupported(unsupported), false) =
        (&message.content, scene.parameters.silent_mode)
        && trigger != Trigger::TeamInChat
        && !unsupported.copyable
        && unsupported.text.is_empty()
    {
        let kind = ContentKind(unsupported.raw_kind.clone());
        decision
            .drafts
            .push(to_customer(dialog, &Notice::CustomerNotProcessed { kind }));
    }
}

/// Into the topic, with its lines.
fn post(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    customer: &CustomerScene<'_>,
    message: &Message,
    speaker: Option<Notice>,
    after_silence: bool,
    decision: &mut Decision,
) {
    let is_spoken = speaker.is_some();
    let answers_unknown = message.reply.is_some() && customer.reply.is_none();
    let frame = topic_frame(scene.parameters, message, speaker, answers_unknown);
    let carriage = payload::to_topic(message, scene.parameters, &frame);
    let parcel = Parcel {
        message,
        side: Side::Customer,
        carriage,
        frame: &frame,
        language: scene.parameters.language,
        is_spoken,
        album: customer.album,
        after_silence,
    };
    carry(scene, dialog, parcel, decision);
}

/// The lines around a customer's message in the topic.
pub(super) fn topic_frame(
    parameters: &Parameters,
    message: &Message,
    speaker: Option<Notice>,
    quotes: bool,
) -> Frame {
    let names_origin = !parameters.hide_info.contains(&Hidden::Forward);
    Frame::of(message, names_origin, quotes).under(speaker)
}

/// Written to the customer from another session of the frontend: shown, and the
/// customer waits for nothing more. What was posted from here is known by its link.
fn intercepted(scene: &Scene<'_>, customer: &CustomerScene<'_>, message: &Message) -> Decision {
    let Some(dialog) = customer.dialog.filter(|_| customer.own.is_none()) else {
        return Decision::nothing();
    };
    if matches!(message.content, Content::Service(_)) {
        return Decision::nothing();
    }
    let from = Some(dialog.state);
    let next = step(dialog.kind, from, Trigger::Intercepted);
    let mut after = dialog.clone();
    after.state = next.to.unwrap_or(dialog.state);
    after.team_wrote_at = Some(scene.now);
    after.last_message_at = scene.now;
    after.team_messages += 1;
    let mut decision = Decision::default();
    if next.reopens(from) {
        decision
            .events
            .push(Event::DialogReopened(dialog.key.clone()));
    }
    decision.drafts.extend(wanted_sync(scene, &mut after));
    let line = Some(Notice::Intercepted {});
    post(
        scene,
        &mut after,
        customer,
        message,
        line,
        false,
        &mut decision,
    );
    decision.changes.extend(timer(scene, &mut after));
    decision.dialog = Some(after);
    decision
}

/// Customers deleted messages, where Telegram tells it: what the operators have stays,
/// and says so.
#[must_use]
pub fn customer_deleted(scene: &Scene<'_>, dialog: &Dialog, links: &[&Link]) -> Decision {
    if !scene.parameters.deletes.contains(Direction::ToTeam) {
        return Decision::nothing();
    }
    let deleted = links
        .iter()
        .filter(|link| link.side == Side::Customer && link.original().is_some());
    let label = |link: &&Link| {
        Draft::new(
            Lane::of(&dialog.key, LaneKind::ToTopic),
            Action::Send {
                to: Target::Topic,
                payload: scene.words(&Notice::DeletedByCustomer {}),
                reply: Some(ReplyTo::CounterpartOf {
                    message: link.message(),
                    quote: None,
                    quote_position: 0,
                }),
                buttons: Vec::new(),
            },
            Purpose::TeamNotice,
            Class::Customer,
        )
    };
    Decision {
        drafts: deleted.map(label).collect(),
        ..Decision::default()
    }
}

/// Most messages of bots shown in one topic in a minute.
const BOTS_A_MINUTE: u32 = 20;

/// A bot in a customer's group: shown while the dialog is open, changes nothing.
fn bots_message(scene: &Scene<'_>, customer: &CustomerScene<'_>, message: &Message) -> Decision {
    let is_own =
        message.sender.user.as_ref().map(|user| user.id) == Some(scene.connection.frontend.user);
    let is_service = matches!(message.content, Content::Service(_));
    let dialog = customer
        .dialog
        .filter(|dialog| dialog.state != State::Closed && dialog.kind != Kind::Private);
    let Some(dialog) = dialog.filter(|_| !is_own && !is_service) else {
        return Decision::nothing();
    };
    let mut after = dialog.clone();
    let minute = scene.now.0.div_euclid(60_000);
    if after.bots.minute != minute {
        after.bots = BotMinute { minute, shown: 0 };
    }
    if after.bots.shown >= BOTS_A_MINUTE {
        return Decision::nothing();
    }
    after.bots.shown += 1;
    let name = message
        .sender
        .user
        .as_ref()
        .map(crate::message::User::full_name)
        .unwrap_or_default();
    let id = message.sender.user.as_ref().map(|user| user.id);
    let is_first = id.is_some() && after.last_speaker != id;
    after.last_speaker = id.or(after.last_speaker);
    let speaker = is_first.then_some(Notice::SpeakerBot { name });
    let mut decision = Decision::default();
    post(
        scene,
        &mut after,
        customer,
        message,
        speaker,
        false,
        &mut decision,
    );
    decision.dialog = Some(after);
    decision
}

/// A piece of an album does not pass: none of it does.
fn refuse_album(customer: &CustomerScene<'_>, message: &Message) -> Decision {
    let (Some(dialog), Some(album)) = (customer.dialog, &message.album) else {
        return Decision::nothing();
    };
    let open = dialog
        .customer_album
        .as_ref()
        .filter(|open| open.id == *album);
    let Some(open) = open else {
        return Decision::nothing();
    };
    let mut after = dialog.clone();
    after.customer_album = Some(OpenAlbum {
        is_refused: true,
        ..open.clone()
    });
    Decision {
        dialog: Some(after),
        cancelled: customer.album.cloned().into_iter().collect(),
        ..Decision::default()
    }
}

fn is_of_refused_album(dialog: Option<&Dialog>, message: &Message) -> bool {
    let open = dialog.and_then(|dialog| dialog.customer_album.as_ref());
    open.is_some_and(|open| open.is_refused && message.album.as_ref() == Some(&open.id))
}

fn welcome(scene: &Scene<'_>, dialog: &Dialog) -> Option<Draft> {
    let payload = Payload::welcome(scene.parameters, &dialog.customer.name)?;
    Some(customer_draft(dialog, payload))
}

fn to_customer(dialog: &Dialog, notice: &Notice) -> Draft {
    let payload = Payload::customer_notice(notice, &dialog.customer.language);
    customer_draft(dialog, payload)
}

fn customer_draft(dialog: &Dialog, payload: Payload) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::ToCustomer),
        Action::Send {
            to: Target::Customer {
                thread: dialog.thread,
            },
            payload,
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::CustomerNotice,
        Class::Customer,
    )
}

/// Service messages begin nothing and change no state; in a dialog that is
/// open, those that matter are one line.
fn service_message(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    message: &Message,
    kind: ServiceKind,
) -> Decision {
    let Content::Service(service) = &message.content else {
        return Decision::nothing();
    };
    if let (ServiceKind::MigratedTo, Some(chat), Some(dialog)) = (kind, service.other_chat, dialog)
        && dialog.state == State::Closed
    {
        return dialog_moved(scene, dialog, &ChatAddress::whole(chat));
    }
    let Some(dialog) = dialog.filter(|dialog| dialog.state != State::Closed) else {
        return Decision::nothing();
    };
    let names = || service.users.iter().map(crate::message::User::full_name);
    let notice = match kind {
        ServiceKind::MembersJoined => Notice::ServiceJoined {
            names: names().collect::<Vec<_>>().join(", "),
            count: u64::try_from(service.users.len()).unwrap_or(u64::MAX),
        },
        ServiceKind::MemberLeft => Notice::ServiceLeft {
            name: names().next().unwrap_or_default(),
        },
        ServiceKind::TitleChanged => Notice::ServiceTitle {
            title: service.title.clone(),
        },
        ServiceKind::PhotoChanged => Notice::ServicePhoto {},
        ServiceKind::MessagePinned => Notice::ServicePinned {},
        ServiceKind::MigratedTo => Notice::ServiceMigrated {},
        // The same once more, from the new chat.
        ServiceKind::MigratedFrom => return Decision::nothing(),
        ServiceKind::Other => Notice::ServiceOther {
            kind: ContentKind(service.raw_kind.clone()),
        },
        ServiceKind::TopicCreated
        | ServiceKind::TopicEdited
        | ServiceKind::TopicClosed
        | ServiceKind::TopicReopened => return Decision::nothing(),
    };
    let mut after = dialog.clone();
    if kind == ServiceKind::TitleChanged && !service.title.is_empty() {
        after.customer.name.clone_from(&service.title);
    }
    let line = Draft::new(
        Lane::of(&after.key, LaneKind::ToTopic),
        Action::Send {
            to: Target::Topic,
            payload: scene.words(&notice),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Customer,
    );
    let mut drafts = vec![line];
    drafts.extend(wanted_sync(scene, &mut after));
    let mut decision = Decision {
        dialog: Some(after),
        drafts,
        ..Decision::default()
    };
    if let (ServiceKind::MigratedTo, Some(chat), Some(after)) =
        (kind, service.other_chat, decision.dialog.clone())
    {
        decision.join(dialog_moved(scene, &after, &ChatAddress::whole(chat)));
    }
    decision
}

fn is_out_of_bounds(parameters: &Parameters, kind: Kind, message: &Message) -> bool {
    let chat = message.chat.id().0;
    let monitored = match kind {
        Kind::Private => parameters.monitor_private,
        Kind::Group => parameters.monitor_groups,
        // Channels come with account frontends; until then nothing acts on
        // MONITOR_CHANNELS.
        Kind::Channel => false,
    };
    let listed = parameters.white_list.is_empty() || parameters.white_list.contains(&chat);
    !monitored || !listed || parameters.ignore_chats.contains(&chat)
}

fn has_restricted_word(parameters: &Parameters, message: &Message) -> bool {
    let words = &parameters.restricted_keywords_frontend;
    payload::gated_texts(&message.content)
        .iter()
        .any(|text| words.find(text).is_some())
}

fn passes_gate(parameters: &Parameters, kind: Kind, message: &Message) -> bool {
    let gate = match kind {
        Kind::Private => &parameters.private_keywords,
        Kind::Group => &parameters.groups_keywords,
        Kind::Channel => &parameters.channels_keywords,
    };
    let text = || message.content.text().map_or("", |text| text.text.as_str());
    gate.as_ref().is_none_or(|gate| gate.matches(text()))
}

fn visitor(scene: &Scene<'_>, kind: Kind, message: &Message) -> Visitor {
    let user = message.sender.user.as_ref();
    if user.is_some_and(|user| user.is_bot) && message.sender.chat.is_none() {
        return Visitor::Bot;
    }
    let speaks_for_team = |id: UserId| {
        scene.parameters.team.contains(&id.0) || scene.connection.operators.contains(&id)
    };
    match (kind, user) {
        (Kind::Group | Kind::Channel, Some(user)) if speaks_for_team(user.id) => Visitor::Team,
        _ => Visitor::Customer,
    }
}

fn see_customer(dialog: &mut Dialog, message: &Message) {
    let name = message.chat.display_name();
    if !name.is_empty() {
        dialog.customer.name = name;
    }
    dialog.customer.username.clone_from(&message.chat.username);
    dialog.thread = message.topic.map(|topic| topic.0);
    if let (Kind::Private, Some(user)) = (dialog.kind, &message.sender.user)
        && !user.language.is_empty()
    {
        dialog.customer.language.clone_from(&user.language);
    }
}

/// The speaker's line in groups: once per run of messages by the same speaker.
fn speaker_line(dialog: &mut Dialog, message: &Message, trigger: Trigger) -> Option<Notice> {
    if dialog.kind == Kind::Private {
        return None;
    }
    let (id, name) = speaker(message);
    if dialog.last_speaker.replace(id) == Some(id) {
        return None;
    }
    Some(if trigger == Trigger::TeamInChat {
        Notice::SpeakerTeam { name }
    } else {
        Notice::Speaker { name }
    })
}

/// The speaker's line of a message that had one.
pub(super) fn speaker_of(scene: &Scene<'_>, dialog: &Dialog, message: &Message) -> Notice {
    let (_, name) = speaker(message);
    match visitor(scene, dialog.kind, message) {
        Visitor::Customer => Notice::Speaker { name },
        Visitor::Team => Notice::SpeakerTeam { name },
        Visitor::Bot => Notice::SpeakerBot { name },
    }
}

fn speaker(message: &Message) -> (UserId, String) {
    match (&message.sender.user, &message.sender.chat) {
        (_, Some(chat)) => (UserId(chat.id().0), chat.display_name()),
        (Some(user), None) => (user.id, user.full_name()),
        (None, None) => (
            UserId(message.chat.id().0),
            message.sender.signature.clone(),
        ),
    }
}

fn start_text(kind: Kind, message: &Message) -> Option<&str> {
    match (&message.content, kind) {
        (Content::Text(text), Kind::Private) => text.text.strip_prefix("/start"),
        _ => None,
    }
}

fn is_bare_start(kind: Kind, message: &Message) -> bool {
    start_text(kind, message).is_some_and(|rest| rest.trim().is_empty())
}

fn start_payload(kind: Kind, message: &Message) -> Option<String> {
    let payload = start_text(kind, message)?.strip_prefix(' ')?.trim();
    (!payload.is_empty()).then(|| payload.chars().take(64).collect())
}
