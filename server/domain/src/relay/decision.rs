//! What a decision is made from and what it is made of.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::catalogue::Notice;
use crate::change::Change;
use crate::connection::Connection;
use crate::delivery::{
    Action, Backlog, Class, Delivery, Key, Lane, LaneKind, Progress, Purpose, ReplyTo, Target,
    Transfers,
};
use crate::dialog::{self, Dialog};
use crate::id::{ChatAddress, ChatId, ConnectionId, IdentityId, MessageId};
use crate::message::Message;
use crate::parameter::Parameters;
use crate::payload::Payload;
use crate::privacy::{Gate, Numbers};
use crate::setup_bot::Note;
use crate::time::Timestamp;
use crate::webhook;

/// What every decision knows.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// Its parameters, read.
    pub parameters: &'a Parameters,
    /// The time.
    pub now: Timestamp,
    /// The connection's counter: deliveries decided now get this or more.
    pub sequence: u64,
    /// Drawn by chance by whoever decides; ids that nobody can guess are made from it.
    pub random: [u8; 16],
    /// The numbers of those who may be named, where pseudonyms are shown.
    pub numbers: &'a Numbers,
}

/// A delivery that gets its sequence when it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Where it waits.
    pub lane: Lane,
    /// What to do.
    pub action: Action,
    /// What it is for.
    pub purpose: Purpose,
    /// How urgent it is.
    pub class: Class,
    /// Not before this long from now.
    pub delay: Duration,
    /// Whether its dialog was quiet for a while before it.
    pub after_silence: bool,
    /// The dead letter that it does once more.
    pub retry_of: Option<u64>,
    /// What became of what it goes on with.
    pub progress: Progress,
    /// Who alone may execute it, where that matters.
    pub via: Option<IdentityId>,
}

/// Something that happened, for logs, metrics and integrators.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A dialog began.
    DialogCreated(dialog::Key),
    /// A closed dialog is open again.
    DialogReopened(dialog::Key),
    /// A dialog was closed.
    DialogClosed {
        /// Which.
        dialog: dialog::Key,
        /// By AUTOCLOSE, not by a person.
        by_time: bool,
    },
    /// A customer rated, 1–5.
    CsatReceived {
        /// Which dialog's.
        dialog: dialog::Key,
        /// The rating.
        value: u8,
    },
    /// A customer's message was taken in.
    MessageReceived(dialog::Key),
    /// An operator's message reached the customer.
    MessageSent(dialog::Key),
    /// An operator's message did not go out, or nobody knows.
    MessageFailed(dialog::Key),
    /// Something that webhooks are told of besides.
    Told(Box<webhook::Body>),
    /// An update was not understood.
    UnknownUpdate(String),
    /// A delivery became a dead letter.
    DeadLetter,
    /// Somebody else's group was left.
    ForeignGroup {
        /// Its id.
        id: ChatId,
        /// Its title.
        title: String,
    },
    /// Something was handed to the setup bot.
    Handed(ConnectionId),
    /// The connection changed: group, problem, administrator.
    ConnectionChanged(ConnectionId),
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// The dialog as it is afterwards; `None` = unchanged.
    pub dialog: Option<Dialog>,
    /// The connection as it is afterwards; `None` = unchanged.
    pub connection: Option<Box<Connection>>,
    /// Deliveries, in order.
    pub drafts: Vec<Draft>,
    /// Deliveries that wait, as they are afterwards.
    pub updated: Vec<Delivery>,
    /// Deliveries that wait and are not wanted any more.
    pub cancelled: Vec<Delivery>,
    /// Messages that were held and pass now: decided upon next, in order.
    pub released: Vec<Message>,
    /// What General says of the backlog, as it is afterwards; `None` = unchanged.
    pub backlog: Option<Backlog>,
    /// What topics say of large files, as it is afterwards; `None` = unchanged.
    pub transfers: Option<Transfers>,
    /// Further rows.
    pub changes: Vec<Change>,
    /// What to tell.
    pub events: Vec<Event>,
}

/// Something told to the administrator: by the connection's own bot, or through the setup bot,
/// whoever of the two the person talks to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// Deliveries.
    pub drafts: Vec<Draft>,
    /// Rows.
    pub changes: Vec<Change>,
}

// === impl Event ===

impl Event {
    /// The dialog that it is about, where it is about one.
    #[must_use]
    pub const fn dialog(&self) -> Option<&dialog::Key> {
        match self {
            Self::DialogCreated(dialog)
            | Self::DialogReopened(dialog)
            | Self::DialogClosed { dialog, .. }
            | Self::CsatReceived { dialog, .. }
            | Self::MessageReceived(dialog)
            | Self::MessageSent(dialog)
            | Self::MessageFailed(dialog) => Some(dialog),
            Self::Told(_)
            | Self::UnknownUpdate(_)
            | Self::DeadLetter
            | Self::ForeignGroup { .. }
            | Self::Handed(_)
            | Self::ConnectionChanged(_) => None,
        }
    }
}

// === impl Draft ===

impl Draft {
    /// What waits, under this number, from now on.
    #[must_use]
    pub fn delivery(self, sequence: u64, identity: IdentityId, now: Timestamp) -> Delivery {
        Delivery {
            key: Key {
                lane: self.lane,
                sequence,
            },
            identity,
            via: self.via,
            action: self.action,
            purpose: self.purpose,
            class: self.class,
            created_at: now,
            due_at: now.after(self.delay),
            attempts: 0,
            first_failed_at: None,
            after_silence: self.after_silence,
            started_at: None,
            is_begun: false,
            started_by: None,
            last_error: None,
            held_back: 0,
            progress: self.progress,
            retry_of: self.retry_of,
        }
    }

    /// A delivery that may go at once.
    #[must_use]
    pub const fn new(lane: Lane, action: Action, purpose: Purpose, class: Class) -> Self {
        Self {
            lane,
            action,
            purpose,
            class,
            delay: Duration::ZERO,
            after_silence: false,
            retry_of: None,
            progress: Progress {
                turn: 0,
                first: None,
                since: None,
            },
            via: None,
        }
    }
}

// === impl Scene ===

impl Scene<'_> {
    /// A lane of what concerns the connection as a whole.
    #[must_use]
    pub fn lane(&self, kind: LaneKind) -> Lane {
        Lane {
            connection: self.connection.id.clone(),
            dialog: None,
            kind,
        }
    }

    /// What of customers gets to the team.
    #[must_use]
    pub const fn gate(&self) -> Gate<'_> {
        Gate::new(&self.connection.id, self.parameters, self.numbers)
    }

    /// 32 hexadecimal digits that nobody guesses: other ones for every decision, and in one
    /// decision for everything that is named.
    #[must_use]
    pub fn draw(&self, of: &str) -> String {
        let mut drawn = Sha256::new();
        drawn.update(self.random);
        drawn.update(self.sequence.to_be_bytes());
        drawn.update(of);
        let drawn = drawn.finalize();
        drawn
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The text in the backend group's language.
    #[must_use]
    pub fn words(&self, notice: &Notice) -> Payload {
        Payload::notice(notice, self.parameters.language)
    }

    /// Tells the team something in a dialog's topic, as a reply to `reply`.
    #[must_use]
    pub fn tell(&self, dialog: &dialog::Key, notice: &Notice, reply: Option<MessageId>) -> Draft {
        Draft::new(
            Lane::of(dialog, LaneKind::Notice),
            Action::Send {
                to: Target::Topic,
                payload: self.words(notice),
                reply: reply.map(ReplyTo::Message),
                buttons: Vec::new(),
            },
            Purpose::TeamNotice,
            Class::Operator,
        )
    }

    /// Tells the team something in General, as a reply to `reply`.
    #[must_use]
    pub fn tell_general(&self, notice: &Notice, reply: Option<MessageId>) -> Draft {
        Draft::new(
            self.lane(LaneKind::Notice),
            Action::Send {
                to: Target::General,
                payload: self.words(notice),
                reply: reply.map(ReplyTo::Message),
                buttons: Vec::new(),
            },
            Purpose::TeamNotice,
            Class::Operator,
        )
    }

    /// Tells the administrator something, where there is one.
    #[must_use]
    pub fn tell_administrator(&self, notice: &Notice) -> Told {
        let connection = self.connection;
        let Some(administrator) = connection.administrator else {
            return Told::default();
        };
        if connection.in_setup_bot {
            // They may never have written to the connection's own bot.
            let note = Note::new(notice, connection, administrator, self.now);
            Told {
                drafts: Vec::new(),
                changes: vec![Change::PutSetupNote(Box::new(note))],
            }
        } else {
            Told {
                drafts: vec![self.tell_person(ChatId(administrator.0), notice)],
                changes: Vec::new(),
            }
        }
    }

    /// Tells somebody something in their private chat.
    #[must_use]
    pub fn tell_person(&self, person: ChatId, notice: &Notice) -> Draft {
        Draft::new(
            Lane {
                connection: self.connection.id.clone(),
                dialog: Some(ChatAddress::whole(person)),
                kind: LaneKind::ToCustomer,
            },
            Action::Send {
                to: Target::Chat(ChatAddress::whole(person)),
                payload: self.words(notice),
                reply: None,
                buttons: Vec::new(),
            },
            Purpose::CustomerNotice,
            Class::Operator,
        )
    }
}

// === impl Told ===

impl Told {
    /// This as well.
    pub fn join(&mut self, other: Self) {
        self.drafts.extend(other.drafts);
        self.changes.extend(other.changes);
    }
}

// === impl Decision ===

impl Decision {
    /// Nothing follows.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// The sequence that the next draft gets: they are written in order, with nothing
    /// in between.
    #[must_use]
    pub fn next_sequence(&self, scene: &Scene<'_>) -> u64 {
        scene.sequence + self.drafts.len() as u64
    }

    /// What follows besides.
    pub fn join(&mut self, other: Self) {
        if other.dialog.is_some() {
            self.dialog = other.dialog;
        }
        if other.connection.is_some() {
            self.connection = other.connection;
        }
        self.drafts.extend(other.drafts);
        self.updated.extend(other.updated);
        self.cancelled.extend(other.cancelled);
        self.released.extend(other.released);
        if other.backlog.is_some() {
            self.backlog = other.backlog;
        }
        self.changes.extend(other.changes);
        self.events.extend(other.events);
    }

    /// Only something to tell.
    #[must_use]
    pub fn only(draft: Draft) -> Self {
        Self {
            drafts: vec![draft],
            ..Self::default()
        }
    }
}
