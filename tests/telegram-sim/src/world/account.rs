//! What accounts are told: events numbered by `pts`, in an account's own sequence for private chats and basic groups,
//! in the chat's for supergroups and channels (core.telegram.org/api/updates).

use std::collections::BTreeMap;

use super::{Key, UserId, World, message::Uid};

/// Something that happened to messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A message is new.
    New(Uid),
    /// It is another.
    Edited(Uid),
    /// These are gone.
    Deleted(Vec<Uid>),
    /// These are pinned now, or no more.
    Pinned(Vec<Uid>, bool),
    /// The account has read what others wrote in that chat, up to this id of its own.
    ReadInbox(Key, i64),
    /// The other has read what the account wrote in that chat, up to this id of the account's.
    ReadOutbox(Key, i64),
}

/// A sequence of events. Its state is its last event's number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events {
    pts: i32,
    log: BTreeMap<i32, Event>,
}

/// The sequence of those to whom nothing has happened.
static NOTHING: Events = Events {
    pts: 0,
    log: BTreeMap::new(),
};

// === impl Event ===

impl Event {
    /// How many numbers it takes.
    pub(crate) fn count(&self) -> i32 {
        match self {
            Self::New(_) | Self::Edited(_) | Self::ReadInbox(..) | Self::ReadOutbox(..) => 1,
            Self::Deleted(some) | Self::Pinned(some, _) => {
                i32::try_from(some.len()).unwrap_or(i32::MAX)
            }
        }
    }
}

// === impl Events ===

impl Events {
    /// The state; never 0, which clients take for "none".
    pub(crate) fn pts(&self) -> i32 {
        self.pts.max(1)
    }

    fn add(&mut self, event: Event) {
        self.pts = self.pts().saturating_add(event.count());
        self.log.insert(self.pts, event);
    }

    /// The events after this state, each with the state after it.
    pub(crate) fn since(&self, pts: i32) -> impl DoubleEndedIterator<Item = (i32, &Event)> {
        let after = pts.saturating_add(1);
        self.log.range(after..).map(|(pts, event)| (*pts, event))
    }
}

// === impl World ===

impl World {
    /// An account's own sequence.
    pub(crate) fn events_of(&self, account: UserId) -> &Events {
        self.account_events.get(&account).unwrap_or(&NOTHING)
    }

    /// A supergroup's or channel's sequence.
    pub(crate) fn events_in(&self, chat: Key) -> &Events {
        self.chat_events.get(&chat).unwrap_or(&NOTHING)
    }

    /// Numbers an event in the sequences of all who see it.
    pub(crate) fn happened(&mut self, chat: Key, event: &Event) {
        let Some(found) = self.chats.get(&chat) else {
            return;
        };
        if found.kind.has_own_ids() {
            let events = self.chat_events.entry(chat).or_default();
            events.add(event.clone());
            return;
        }
        let people = found.members.iter().filter(|(account, member)| {
            let is_inside = member.is_in() || matches!(chat, Key::Private(..));
            let may = is_inside || self.is_farewell(chat, **account, event);
            may && self.is_told_of(**account, event)
        });
        for account in people.map(|(account, _)| *account).collect::<Vec<_>>() {
            self.happened_to(account, event.clone());
        }
    }

    /// A bot is told of what the Bot API would show it, and of nothing else; people of everything.
    pub(crate) fn is_told_of(&self, account: UserId, event: &Event) -> bool {
        if !self.queues.contains_key(&account) {
            return true;
        }
        match event {
            Event::New(uid) | Event::Edited(uid) => self.has_seen(account, *uid),
            // Of what it was told of it hears also that it is gone, which the Bot API tells nobody.
            Event::Deleted(gone) => gone.iter().any(|uid| self.has_seen(account, *uid)),
            Event::Pinned(..) | Event::ReadInbox(..) | Event::ReadOutbox(..) => false,
        }
    }

    /// Whether an account is told of a message, or wrote it.
    pub(crate) fn has_seen(&self, account: UserId, uid: Uid) -> bool {
        let found = self.messages.get(&uid);
        let own = found.map(|message| message.author.account());
        !self.queues.contains_key(&account) || own == Some(account) || self.shows(uid, account)
    }

    /// Numbers an event in one account's own sequence.
    pub(crate) fn happened_to(&mut self, account: UserId, event: Event) {
        let events = self.account_events.entry(account).or_default();
        events.add(event);
    }

    /// Whoever leaves a basic group is told so there.
    fn is_farewell(&self, chat: Key, account: UserId, event: &Event) -> bool {
        let Event::New(uid) = event else { return false };
        self.messages
            .get(uid)
            .is_some_and(|message| message.chat == chat && message.body.says_goodbye_to(account))
            && self.users.get(&account).is_some_and(|user| !user.is_bot())
    }

    /// A login code that somebody writes in a chat as it is does not work any more.
    pub(crate) fn withdraw_codes(&mut self, text: &str) {
        self.codes.retain(|_, code| !text.contains(&code.digits));
    }

    /// The login code that was sent to this number last.
    pub(crate) fn login_code(&self, phone: &str) -> Option<String> {
        let codes = self.codes.values().filter(|code| code.is_for(phone));
        let last = codes.max_by_key(|code| code.number)?;
        Some(last.digits.clone())
    }

    /// Whether one account has another among its contacts.
    #[must_use]
    pub(crate) fn is_contact(&self, account: UserId, other: UserId) -> bool {
        let contacts = self.contacts.get(&account);
        contacts.is_some_and(|contacts| contacts.contains(&other))
    }

    /// Whether one account has blocked another.
    #[must_use]
    pub(crate) fn has_blocked(&self, account: UserId, other: UserId) -> bool {
        let there = self.member(Key::private(account, other), other);
        account != other && there.status == super::Status::Kicked
    }

    /// Takes messages away for one account alone.
    pub(crate) fn hide(&mut self, account: UserId, gone: &[Uid]) {
        let hidden = self.hidden.entry(account).or_default();
        hidden.extend(gone);
        self.happened_to(account, Event::Deleted(gone.to_vec()));
    }

    /// Whether a message is there for an account: it was neither deleted nor taken away for it alone.
    #[must_use]
    pub(crate) fn is_there_for(&self, account: UserId, uid: Uid) -> bool {
        let is_hidden = self
            .hidden
            .get(&account)
            .is_some_and(|gone| gone.contains(&uid));
        !is_hidden
            && self
                .messages
                .get(&uid)
                .is_some_and(|message| !message.deleted)
    }

    /// The supergroups and channels that an account is in.
    pub(crate) fn chats_of(&self, account: UserId) -> Vec<Key> {
        let chats = self.chats.values().filter(|chat| chat.kind.has_own_ids());
        let own = chats.filter(|chat| {
            let member = chat.members.get(&account);
            member.is_some_and(super::Member::is_in)
        });
        own.map(|chat| chat.key).collect()
    }
}
