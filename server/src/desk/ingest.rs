//! Taking in updates: what is known already is dropped, the rest is decided in
//! order, each decision seeing those before it.

use std::collections::{HashMap, HashSet};

use backline_domain::change::{Change, Cursor};
use backline_domain::connection::Group;
use backline_domain::delivery::{self, DeadLetter};
use backline_domain::dialog::{Creation, Dialog};
use backline_domain::id::{ChatAddress, ChatId, IdentityId, TopicId};
use backline_domain::link::{Key, Link, Side};
use backline_domain::message::{Content, Event, Message, ServiceKind, Update, UpdateKey};
use backline_domain::operator_command::{Command, Parsed, parse};
use backline_domain::relay::{self, Decision, TeamScene};

use super::Ingested;
use super::handle::Result;
use super::task::Desk;
use super::work::Work;

/// What the decisions of a batch need to know besides dialogs.
#[derive(Debug, Default)]
struct Known {
    topics: HashMap<TopicId, ChatAddress>,
    links: HashMap<Key, Link>,
    dead_letters: HashMap<u64, DeadLetter>,
    /// Topics being made, by name.
    creations: HashMap<String, Creation>,
}

// === impl Desk ===

impl Desk {
    /// Decides about a batch. Nothing is written yet: that is the unit of work's
    /// commit.
    pub(super) async fn ingest(
        &mut self,
        work: &mut Work,
        identity: IdentityId,
        updates: &[Update],
        cursor: &Cursor,
    ) -> Result<Ingested> {
        let seen = self.seen(identity, updates, work).await?;
        let is_new = |key: &UpdateKey| !seen.contains(key) && !work.seen.contains(key);
        let mut taken = HashSet::new();
        let new: Vec<&Update> = updates
            .iter()
            .filter(|update| is_new(&update.key) && taken.insert(update.key.clone()))
            .collect();
        let mut known = Known::default();
        self.learn(work, &new, &mut known).await?;
        work.seen.extend(taken);
        for update in &new {
            let decision = self.decide(work, &known, update);
            work.take(decision);
            work.change(Change::MarkSeen(identity, update.key.clone(), work.now));
        }
        work.change(Change::PutCursor(identity, cursor.clone()));
        Ok(Ingested {
            cursor: cursor.clone(),
            accepted: new.len(),
            duplicates: updates.len() - new.len(),
        })
    }

    /// Which of these are known. What is above the highest id known for its
    /// source is new without asking.
    async fn seen(
        &mut self,
        identity: IdentityId,
        updates: &[Update],
        work: &Work,
    ) -> Result<HashSet<UpdateKey>> {
        let is_newer = |key: &UpdateKey| {
            key.natural.is_empty()
                && self
                    .newest
                    .get(&key.source)
                    .is_some_and(|newest| key.update_id > *newest)
        };
        let doubtful: Vec<UpdateKey> = updates
            .iter()
            .map(|update| &update.key)
            .filter(|key| !is_newer(key))
            .cloned()
            .collect();
        let seen = if doubtful.is_empty() {
            Vec::new()
        } else {
            self.context
                .store
                .seen(identity, &doubtful, work.now)
                .await?
        };
        Ok(seen.into_iter().collect())
    }

    /// After the commit: ids up to these are known.
    pub(super) fn remember_newest(&mut self, updates: &[Update]) {
        for key in updates.iter().map(|update| &update.key) {
            if key.natural.is_empty() {
                let newest = self.newest.entry(key.source.clone()).or_insert(i64::MIN);
                *newest = key.update_id.max(*newest);
            }
        }
    }

    /// Reads what the decisions of this batch need: dialogs, topics, links.
    async fn learn(
        &mut self,
        work: &mut Work,
        updates: &[&Update],
        known: &mut Known,
    ) -> Result<()> {
        let group = work.connection.group_id();
        let mut chats: Vec<ChatAddress> = Vec::new();
        let mut topics: Vec<TopicId> = Vec::new();
        let mut links: Vec<Key> = Vec::new();
        let mut verdicts: Vec<Key> = Vec::new();
        for update in updates {
            match &update.event {
                Event::Posted(message) if Some(message.chat.id()) == group => {
                    topics.extend(message.topic);
                    links.extend(self.reply_key(message));
                    if self.is_verdict(message) {
                        verdicts.extend(self.reply_key(message));
                    }
                    if let Some(name) = made_topic(message)
                        && let Some(creation) = self.creation(work, name).await?
                    {
                        chats.push(creation.chat.clone());
                        known.creations.insert(creation.name.clone(), creation);
                    }
                }
                event => chats.extend(customer_chat(event, group)),
            }
        }
        if let (Some(group), false) = (group, topics.is_empty()) {
            topics.sort_unstable();
            topics.dedup();
            for (topic, dialog) in self.context.store.topics(group, &topics).await? {
                if dialog.connection == work.connection.id {
                    chats.push(dialog.chat.clone());
                    known.topics.insert(topic, dialog.chat);
                }
            }
        }
        if !links.is_empty() {
            let found = self.context.store.links(&links).await?;
            known.links = found
                .into_iter()
                .map(|link| (link.key.clone(), link))
                .collect();
        }
        for answered in verdicts {
            let link = work.links.get(&answered).or(known.links.get(&answered));
            if let Some(letter) = link.filter(|link| is_about_letter(link)) {
                let id = delivery::Id {
                    connection: self.connection.id.clone(),
                    sequence: letter.delivery,
                };
                let found = self.context.store.dead_letter(&id).await?;
                known
                    .dead_letters
                    .extend(found.map(|letter| (id.sequence, letter)));
            }
        }
        self.load_dialogs(chats.iter().cloned()).await?;
        for chat in chats {
            let known = self.dialogs.get(&chat);
            work.dialogs
                .entry(chat)
                .or_insert_with(|| known.cloned().flatten());
        }
        Ok(())
    }

    fn decide(&self, work: &Work, known: &Known, update: &Update) -> Decision {
        let scene = work.scene();
        let group = work.connection.group_id();
        match &update.event {
            Event::Posted(message) if Some(message.chat.id()) == group => {
                let topic = message
                    .topic
                    .and_then(|topic| work.topics.get(&topic).or(known.topics.get(&topic)));
                let reply = self
                    .reply_key(message)
                    .and_then(|key| work.links.get(&key).or(known.links.get(&key)));
                let team = TeamScene {
                    dialog: topic.and_then(|chat| work.dialog(chat)),
                    creating: creating(work, known, message),
                    reply,
                    dead_letter: reply
                        .filter(|link| is_about_letter(link))
                        .and_then(|link| known.dead_letters.get(&link.delivery))
                        .filter(|letter| !work.decided.contains(&letter.delivery.id())),
                    is_shared: self.is_shared(group),
                };
                relay::team_message(&scene, &team, message)
            }
            Event::Posted(message) => {
                if let Some(decision) = relay::private_start(&scene, message) {
                    return decision;
                }
                if is_candidate_group(&work.connection.group, message.chat.id()) {
                    return Decision::nothing();
                }
                let dialog = work.dialog(&message.chat.address);
                relay::customer_message(&scene, dialog, message)
            }
            Event::OwnMembership(change) => {
                relay::own_membership(&scene, work.dialog(&change.chat.address), change)
            }
            Event::Unknown(unknown) => {
                let chat = unknown.chat.as_ref().map(|chat| &chat.address);
                let dialog = chat.and_then(|chat| work.dialog(chat));
                relay::unknown_update(&scene, dialog, &update.key, unknown)
            }
            Event::Member(change) => relay::team_membership(&scene, change),
            // Carried by the contract and kept as known; acted on by what is
            // built on top of the relay.
            Event::Edited(_)
            | Event::Deleted(_)
            | Event::Reacted(_)
            | Event::Pressed(_)
            | Event::Business(_) => Decision::nothing(),
        }
    }

    fn reply_key(&self, message: &Message) -> Option<Key> {
        let reply = message
            .reply
            .as_ref()
            .filter(|reply| reply.chat.is_none())?;
        Some(Key {
            identity: self.connection.frontend,
            chat: message.chat.address.clone(),
            message: reply.message,
            part: 0,
        })
    }

    fn is_verdict(&self, message: &Message) -> bool {
        let text = message.content.text().map_or("", |text| text.text.as_str());
        match parse(text, &[self.connection.frontend_username.as_str()]) {
            Parsed::Command(invocation) => {
                matches!(invocation.command, Command::Again | Command::Arrived)
            }
            _ => false,
        }
    }

    /// Whether another connection has the same backend group.
    fn is_shared(&self, group: Option<ChatId>) -> bool {
        group.is_some_and(|group| self.context.registry.connections_of_group(group) > 1)
    }
}

/// Whether a message in the topic, the notice or the operator's own, is linked to an
/// operator's message that became a dead letter.
fn is_about_letter(link: &Link) -> bool {
    link.other.chat == link.key.chat && link.side == Side::Team
}

/// The name of the topic that this service message says is made.
fn made_topic(message: &Message) -> Option<&str> {
    match &message.content {
        Content::Service(service) if service.kind == ServiceKind::TopicCreated => {
            Some(&service.title)
        }
        _ => None,
    }
}

/// What is known of the creation that this service message may be about, as of the
/// batch so far.
fn creating<'a>(
    work: &'a Work,
    known: &'a Known,
    message: &Message,
) -> Option<(&'a Creation, &'a Dialog)> {
    let name = made_topic(message)?;
    let creation = match work.creations.get(name) {
        Some(settled_or_begun) => settled_or_begun.as_ref()?,
        None => known.creations.get(name)?,
    };
    Some((creation, work.dialog(&creation.chat)?))
}

fn customer_chat(event: &Event, group: Option<ChatId>) -> Option<ChatAddress> {
    let chat = match event {
        Event::Posted(message) => &message.chat,
        Event::OwnMembership(change) => &change.chat,
        Event::Unknown(update) => update.chat.as_ref()?,
        Event::Edited(_)
        | Event::Deleted(_)
        | Event::Reacted(_)
        | Event::Member(_)
        | Event::Pressed(_)
        | Event::Business(_) => return None,
    };
    (Some(chat.id()) != group).then(|| chat.address.clone())
}

/// Whether messages of this chat belong to nobody yet, since it may become the
/// backend group in a moment: what the team writes there is no customer's.
fn is_candidate_group(group: &Group, chat: ChatId) -> bool {
    matches!(group, Group::Checking(candidate) if *candidate == chat)
}
