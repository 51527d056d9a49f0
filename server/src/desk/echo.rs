//! What an account, or a bot over MTProto, wrote that may have come from here.
//!
//! The Bot API does not tell a bot of what it sends. MTProto does: each message comes back as
//! an update, and another session of the account writes just as this one does. What came from here
//! is known by its key while the gateway that sent it lives, and by its link once its
//! delivery has ended. In between, after a crash or a lost answer, nobody can say; then the
//! batch is not taken yet, and comes again. Towards the team that matters most: what was
//! posted for a customer must never be taken for an operator's word.

use std::collections::HashMap;
use std::time::Duration;

use backline_domain::change::Change;
use backline_domain::delivery::{self, Delivery, Lane, LaneKind};
use backline_domain::dialog;
use backline_domain::id::{ChatAddress, MessageId};
use backline_domain::link::{Key, Link, Role, Side};
use backline_domain::message::{Content, Event, Message, Update};

use super::handle::{Error, Result};
use super::learn::Known;
use super::task::Desk;
use super::view::is_anonymous;
use super::work::Work;

/// How long a message is in doubt at most. Then it counts as written elsewhere where that
/// does no harm, in the customer's chat; in the backend group it counts as ours.
const LONGEST_DOUBT: Duration = Duration::from_secs(60);
/// Most messages in doubt that are remembered.
const MOST: usize = 1000;

/// Messages in doubt.
#[derive(Debug, Default)]
pub(super) struct Echoes(HashMap<Key, Doubt>);

#[derive(Debug)]
struct Doubt {
    /// On the monotonic clock.
    since: Duration,
    /// Deliveries that may have made it.
    of: Vec<delivery::Key>,
}

/// Who wrote an account's own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// It was sent from here.
    Here,
    /// Another session of the account.
    Elsewhere,
    /// Nobody knows, and nobody will.
    Unknown,
}

// === impl Desk ===

impl Desk {
    /// Makes sure that it can be said of each of these who wrote it.
    ///
    /// # Errors
    /// [`Error::Undecided`]: of one it cannot be said yet.
    pub(super) fn look_at_echoes(
        &mut self,
        work: &Work,
        known: &Known,
        updates: &[&Update],
    ) -> Result<()> {
        let now = self.context.clock.monotonic();
        let own: Vec<&Message> = updates
            .iter()
            .filter_map(|update| match &update.event {
                Event::Posted(message) if self.is_own(message) => Some(&**message),
                _ => None,
            })
            .collect();
        for message in own {
            let key = self.own_key(message);
            if message.random_id.is_some() || known.link(work, &key).is_some() {
                continue;
            }
            if !self.echoes.0.contains_key(&key) {
                if self.echoes.0.len() >= MOST {
                    self.echoes
                        .0
                        .retain(|_, doubt| now < doubt.since + LONGEST_DOUBT);
                }
                let of = self.may_have_made(work, known, message);
                self.echoes.0.insert(key.clone(), Doubt { since: now, of });
            }
            if self.is_in_doubt(&key) && self.doubt_ends(&key).is_some_and(|end| now < end) {
                return Err(Error::Undecided);
            }
        }
        Ok(())
    }

    /// Who wrote this message of the account itself, as of the batch so far.
    pub(super) fn author(&self, work: &Work, known: &Known, message: &Message) -> Author {
        let key = self.own_key(message);
        if message.random_id.is_some() || known.link(work, &key).is_some() {
            Author::Here
        } else if self.is_in_doubt(&key) {
            Author::Unknown
        } else {
            Author::Elsewhere
        }
    }

    /// Whether it is a message that the frontend wrote, from whatever session, or may have
    /// written: what an account posts in the group's name a desk bot sees as anybody's. What a
    /// desk bot itself posted, and is told of over MTProto, is dropped before
    /// ([`super::view::counts`]): it is nobody's word, whichever program of the bot's it came from.
    pub(super) fn is_own(&self, message: &Message) -> bool {
        let is_service = matches!(message.content, Content::Service(_));
        let may_be = self.connection.desk.is_some()
            && Some(message.chat.id()) == self.connection.group_id()
            && is_anonymous(message);
        self.connection.speaks_mtproto(self.connection.frontend)
            && (message.is_outgoing || may_be)
            && !is_service
    }

    fn doubt_ends(&self, key: &Key) -> Option<Duration> {
        let doubt = self.echoes.0.get(key)?;
        Some(doubt.since + LONGEST_DOUBT)
    }

    /// Whether one of the deliveries that may have made it still has no outcome.
    fn is_in_doubt(&self, key: &Key) -> bool {
        let doubt = self.echoes.0.get(key);
        doubt.is_some_and(|doubt| doubt.of.iter().any(|key| self.is_open(key)))
    }

    /// The deliveries to this message's place that were begun and have no outcome.
    fn may_have_made(&self, work: &Work, known: &Known, message: &Message) -> Vec<delivery::Key> {
        let is_in_group = Some(message.chat.id()) == work.connection.group_id();
        let dialog = match (is_in_group, message.topic) {
            (false, _) => known.dialog_with(work, &message.chat.address),
            (true, Some(topic)) => known.dialog_of_topic(work, topic),
            (true, None) => None,
        };
        if !is_in_group && dialog.is_none() {
            // Nothing is sent to a chat without a dialog: the lane without one makes groups and
            // looks for people.
            return Vec::new();
        }
        let kinds: &[LaneKind] = if is_in_group {
            &[LaneKind::ToTopic, LaneKind::Notice, LaneKind::Topic]
        } else {
            &[LaneKind::ToCustomer]
        };
        let lanes = kinds.iter().map(|kind| Lane {
            connection: self.connection.id.clone(),
            dialog: dialog.map(|dialog| dialog.key.chat.clone()),
            kind: *kind,
        });
        let heads = lanes.filter_map(|lane| self.windows.head(&lane).map(|head| head.key.clone()));
        heads.filter(|key| self.is_open(key)).collect()
    }

    /// Whether a delivery was begun and has no outcome.
    fn is_open(&self, key: &delivery::Key) -> bool {
        let head = self.windows.head(&key.lane);
        let head = head.filter(|head| head.key == *key);
        let is_begun = |head: &Delivery| head.started_at.is_some() || head.is_begun;
        let lease = self.leases.of_lane(&key.lane);
        let is_leased = lease.is_some_and(|lease| lease.delivery.key == *key);
        head.is_some_and(is_begun) || is_leased || self.leases.is_orphan(key)
    }

    /// After the commit: nothing is in doubt any more of what was taken.
    pub(super) fn forget_echoes(&mut self, updates: &[Update]) {
        if self.echoes.0.is_empty() {
            return;
        }
        for update in updates {
            if let Event::Posted(message) = &update.event {
                let key = self.own_key(message);
                self.echoes.0.remove(&key);
            }
        }
    }

    /// What an account made and no link tells of is remembered, so that it is known when it
    /// comes back.
    pub(super) fn remember_own(
        &self,
        work: &mut Work,
        delivery: &Delivery,
        messages: &[MessageId],
    ) {
        if delivery.identity != self.connection.frontend
            || !self.connection.speaks_mtproto(delivery.identity)
        {
            return;
        }
        let of = delivery.key.lane.dialog.clone();
        let (chat, side) = if delivery.action.reaches_customer() {
            (of.clone(), Side::Customer)
        } else {
            let group = work.connection.group_id();
            (group.map(ChatAddress::whole), Side::Team)
        };
        let Some(chat) = chat else { return };
        for message in messages.iter().filter(|message| message.0 != 0) {
            let key = self.key(&chat, *message);
            if work.links.contains_key(&key) {
                continue;
            }
            work.change(Change::PutLink(Box::new(Link {
                key,
                side,
                dialog: dialog::Key {
                    connection: self.connection.id.clone(),
                    chat: of.clone().unwrap_or_else(|| chat.clone()),
                },
                thread: None,
                role: Role::Own,
                at: work.now,
            })));
        }
    }
}
