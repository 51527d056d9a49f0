//! A unit of work: what a batch of asks changes, written in one transaction and
//! taken into memory only when that succeeded.

use std::collections::{BTreeMap, HashMap, HashSet};

use backline_domain::change::Change;
use backline_domain::choice::{self, Choice};
use backline_domain::connection::Connection;
use backline_domain::delivery::{self, Backlog, Delivery, Outcome, Transfers};
use backline_domain::dialog::{Creation, Dialog};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId};
use backline_domain::kept::Kept;
use backline_domain::link::{self, Link};
use backline_domain::message::UpdateKey;
use backline_domain::parameter::Parameters;
use backline_domain::plan::Plan;
use backline_domain::privacy::Numbers;
use backline_domain::profile::Profile;
use backline_domain::reaction::Reactions;
use backline_domain::relay::{Decision, Draft, Event, Scene};
use backline_domain::time::Timestamp;
use backline_domain::webhook;

use super::used::Tally;

/// How many sequences are reserved in the store at once: one write for so many.
const RESERVE: u64 = 1000;

/// The connection's counter, high and low.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counter {
    /// The next sequence.
    pub(super) next: u64,
    /// What the store knows as used up.
    pub(super) reserved: u64,
}

/// What a batch changes.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) now: Timestamp,
    pub(super) connection: Connection,
    pub(super) parameters: Parameters,
    pub(super) counter: Counter,
    /// Dialogs as they are after the batch so far; `None` = there is none.
    pub(super) dialogs: BTreeMap<ChatAddress, Option<Dialog>>,
    /// Deliveries written; `None` = done with. In the order of their keys.
    pub(super) deliveries: BTreeMap<delivery::Key, Option<Delivery>>,
    pub(super) events: Vec<Event>,
    /// Updates taken in by this batch: a repeated one in the same batch is known.
    pub(super) seen: HashSet<(IdentityId, UpdateKey)>,
    /// What Telegram said to wait for: the budgets hear of it after the commit.
    pub(super) waits: Vec<Wait>,
    /// Topics and links made by this batch: what comes behind in the same batch
    /// may be about them.
    pub(super) topics: HashMap<TopicId, ChatAddress>,
    pub(super) links: HashMap<link::Key, Link>,
    /// Reactions as they are after the batch so far; `None` = none.
    pub(super) reactions: HashMap<link::Key, Option<Reactions>>,
    /// Albums held at a gate, by chat and id; `None` = they passed.
    pub(super) held: HashMap<(ChatAddress, String), Option<HeldAlbum>>,
    /// What was posted for messages; `None` = not needed any more.
    pub(super) kept: HashMap<link::Key, Option<Kept>>,
    /// What is written down about customers, by chat.
    pub(super) profiles: HashMap<ChatAddress, Profile>,
    /// What General says of the backlog after this batch; `None` = unchanged.
    pub(super) backlog: Option<Backlog>,
    /// What topics say of large files after this batch; `None` = unchanged.
    pub(super) transfers: Option<Transfers>,
    /// Chats that moved in this batch.
    pub(super) aliases: HashMap<ChatAddress, ChatAddress>,
    /// Creations of topics begun or settled by this batch, by name; `None` = settled.
    pub(super) creations: HashMap<String, Option<Creation>>,
    /// Dead letters decided upon by this batch: the next word about one comes too late.
    pub(super) decided: HashSet<delivery::Id>,
    /// What the team is asked; `None` = decided.
    pub(super) choices: HashMap<choice::Id, Option<Choice>>,
    /// Outcomes settled by this batch, by lease token.
    pub(super) reported: HashMap<String, Outcome>,
    /// The numbers of those who may be named by this batch.
    pub(super) numbers: Numbers,
    /// Drawn by chance when the desk opened.
    pub(super) random: [u8; 16],
    /// What parameters act within.
    plan: Box<Plan>,
    /// What this batch counts and says, for the plan.
    pub(super) tally: Tally,
    /// The earliest timer set by this batch.
    pub(super) timer: Option<Timestamp>,
    /// Lanes of webhooks that this batch wrote into.
    pub(super) posted: Vec<webhook::Lane>,
    connection_changed: bool,
    dialogs_changed: Vec<ChatAddress>,
    changes: Vec<Change>,
}

/// Telegram said to wait.
#[derive(Debug)]
pub(super) struct Wait {
    pub(super) identity: IdentityId,
    /// In this chat; `None` = everywhere.
    pub(super) chat: Option<ChatId>,
    pub(super) until: Timestamp,
    pub(super) is_flood: bool,
}

// === impl Work ===

impl Work {
    pub(super) fn new(
        connection: Connection,
        parameters: Parameters,
        plan: Plan,
        counter: Counter,
        random: [u8; 16],
        now: Timestamp,
    ) -> Self {
        Self {
            now,
            connection,
            parameters,
            counter,
            dialogs: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            events: Vec::new(),
            seen: HashSet::new(),
            waits: Vec::new(),
            topics: HashMap::new(),
            links: HashMap::new(),
            reactions: HashMap::new(),
            held: HashMap::new(),
            kept: HashMap::new(),
            profiles: HashMap::new(),
            backlog: None,
            transfers: None,
            aliases: HashMap::new(),
            creations: HashMap::new(),
            decided: HashSet::new(),
            choices: HashMap::new(),
            reported: HashMap::new(),
            numbers: Numbers::new(),
            random,
            plan: Box::new(plan),
            tally: Tally::default(),
            timer: None,
            posted: Vec::new(),
            connection_changed: false,
            dialogs_changed: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// What every decision of this batch knows.
    pub(super) const fn scene(&self) -> Scene<'_> {
        Scene {
            connection: &self.connection,
            parameters: &self.parameters,
            now: self.now,
            sequence: self.counter.next,
            random: self.random,
            numbers: &self.numbers,
        }
    }

    pub(super) fn dialog(&self, chat: &ChatAddress) -> Option<&Dialog> {
        self.dialogs.get(chat)?.as_ref()
    }

    /// Takes a decision in; later decisions of the batch see it.
    pub(super) fn take(&mut self, decision: Decision) {
        let Decision {
            dialog,
            connection,
            drafts,
            updated,
            cancelled,
            // Whoever takes updates in decides about these next.
            released: _,
            backlog,
            transfers,
            changes,
            events,
        } = decision;
        if let Some(dialog) = dialog {
            self.put_dialog(dialog);
        }
        if let Some(connection) = connection {
            self.put_connection(*connection);
        }
        for draft in drafts {
            self.write(draft);
        }
        for mut delivery in updated {
            // Word of what it was says nothing of what it is.
            delivery.progress.turn += 1;
            self.put_delivery(delivery);
        }
        for delivery in cancelled {
            self.end_delivery(&delivery);
        }
        if backlog.is_some() {
            self.backlog = backlog;
        }
        if transfers.is_some() {
            self.transfers = transfers;
        }
        for change in changes {
            self.change(change);
        }
        self.tell_webhooks(&events);
        self.events.extend(events);
    }

    pub(super) fn put_dialog(&mut self, dialog: Dialog) {
        let chat = dialog.key.chat.clone();
        if !self.dialogs_changed.contains(&chat) {
            self.dialogs_changed.push(chat.clone());
        }
        self.dialogs.insert(chat, Some(dialog));
    }

    pub(super) fn put_connection(&mut self, connection: Connection) {
        let revision = self.connection.revision;
        if connection.parameters != self.connection.parameters {
            // They were checked where they were set.
            match Parameters::from_set(&connection.parameters) {
                Ok(parameters) => self.parameters = self.plan.effective(parameters),
                Err(error) => {
                    tracing::error!(connection.id = %connection.id, %error, "a parameter cannot be read and stays as it was");
                }
            }
        }
        self.connection = connection;
        // One write per batch, one revision per write.
        self.connection.revision = revision;
        self.connection_changed = true;
    }

    pub(super) fn put_delivery(&mut self, delivery: Delivery) {
        self.deliveries.insert(delivery.key.clone(), Some(delivery));
    }

    pub(super) fn end_delivery(&mut self, delivery: &Delivery) {
        if let Some(letter) = delivery.retry_of {
            self.change(Change::DeleteRetry(delivery::Id {
                connection: self.connection.id.clone(),
                sequence: letter,
            }));
        }
        self.deliveries.insert(delivery.key.clone(), None);
    }

    pub(super) fn change(&mut self, change: Change) {
        match &change {
            Change::PutTimer(timer) => {
                self.timer = Some(self.timer.map_or(timer.due_at, |at| at.min(timer.due_at)));
            }
            Change::PutTopic(_, topic, dialog) => {
                self.topics.insert(*topic, dialog.chat.clone());
            }
            Change::DeleteDeadLetter(id) => {
                self.decided.insert(id.clone());
            }
            Change::PutChoice(row) => {
                self.choices.insert(row.id.clone(), Some((**row).clone()));
            }
            Change::DeleteChoice(_, id) => {
                self.choices.insert(id.clone(), None);
            }
            Change::PutCreation(creation) => {
                self.creations
                    .insert(creation.name.clone(), Some(creation.clone()));
            }
            Change::DeleteCreation(_, name) => {
                self.creations.insert(name.clone(), None);
            }
            Change::HoldAlbum(row) => {
                let key = (row.chat.clone(), row.id.clone());
                self.held.insert(key, Some((**row).clone()));
            }
            Change::ReleaseAlbum(_, chat, id, _) => {
                self.held.insert((chat.clone(), id.clone()), None);
            }
            Change::PutProfile(row) => {
                let chat = row.dialog.chat.clone();
                self.profiles.insert(chat, (**row).clone());
            }
            Change::Keep(row) => {
                self.kept.insert(row.key.clone(), Some((**row).clone()));
            }
            Change::Forget(_, key, _) => {
                self.kept.insert(key.clone(), None);
            }
            Change::PutReactions(row) => {
                self.reactions
                    .insert(row.key.clone(), Some((**row).clone()));
            }
            Change::DeleteReactions(key) => {
                self.reactions.insert(key.clone(), None);
            }
            Change::PutAlias(_, chat, was) => {
                self.aliases.insert(chat.clone(), was.clone());
            }
            Change::PutLink(link) => {
                self.links.insert(link.key.clone(), (**link).clone());
                let is_told = self.connection.speaks_mtproto(link.key.identity);
                if let Some(place) = link.place().filter(|_| is_told) {
                    self.change(Change::PutLink(Box::new(place)));
                }
            }
            _ => {}
        }
        self.changes.push(change);
    }

    /// The next sequence of the connection's counter.
    pub(super) const fn sequence(&mut self) -> u64 {
        let sequence = self.counter.next;
        self.counter.next += 1;
        sequence
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        !self.connection_changed
            && self.dialogs_changed.is_empty()
            && self.deliveries.is_empty()
            && self.changes.is_empty()
    }

    /// All rows to write, in one list. Raises the connection's revision and
    /// reserves sequences where that is due.
    pub(super) fn rows(&mut self) -> Vec<Change> {
        let mut rows = std::mem::take(&mut self.changes);
        if self.connection_changed {
            self.connection.revision += 1;
            rows.push(Change::PutConnection(Box::new(self.connection.clone())));
        }
        for chat in &self.dialogs_changed {
            if let Some(Some(dialog)) = self.dialogs.get_mut(chat) {
                let is_listed = dialog.is_listed();
                if std::mem::replace(&mut dialog.is_in_list, is_listed) != is_listed {
                    let of = dialog.key.clone();
                    rows.push(match is_listed {
                        true => Change::ListDialog(of),
                        false => Change::UnlistDialog(of),
                    });
                }
                rows.push(Change::PutDialog(Box::new(dialog.clone())));
            }
        }
        for (key, delivery) in &self.deliveries {
            rows.push(match delivery {
                Some(delivery) => Change::PutDelivery(Box::new(delivery.clone())),
                None => Change::DeleteDelivery(key.clone()),
            });
        }
        if self.counter.next > self.counter.reserved {
            self.counter.reserved = self.counter.next + RESERVE;
            let id: ConnectionId = self.connection.id.clone();
            rows.push(Change::PutCounter(id, self.counter.reserved));
        }
        rows
    }

    pub(super) const fn connection_changed(&self) -> bool {
        self.connection_changed
    }

    pub(super) fn changed_dialogs(&self) -> &[ChatAddress] {
        &self.dialogs_changed
    }

    fn write(&mut self, draft: Draft) {
        let delivery = draft.delivery(self.sequence(), self.connection.frontend, self.now);
        if let Some(letter) = delivery.retry_of {
            let id = delivery::Id {
                connection: self.connection.id.clone(),
                sequence: letter,
            };
            self.change(Change::PutRetry(id, delivery.key.clone()));
        }
        self.put_delivery(delivery);
    }
}
