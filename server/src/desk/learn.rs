//! What the decisions of a batch of updates need to know: dialogs, topics, links, read
//! at once for all of them.

use std::collections::{BTreeSet, HashMap};

use backline_domain::choice;
use backline_domain::dialog::{Creation, Dialog};
use backline_domain::id::{ChatAddress, ChatId, TopicId};
use backline_domain::link::{Key, Link, NUMBERED};
use backline_domain::message::{Content, Event, Message, ServiceKind, Update};
use backline_domain::privacy;
use backline_domain::relay;

use super::handle::Result;
use super::task::Desk;
use super::work::Work;

/// What is known besides dialogs. What the batch itself made is in its unit of work.
#[derive(Debug, Default)]
pub(super) struct Known {
    topics: HashMap<TopicId, ChatAddress>,
    links: HashMap<Key, Link>,
    /// Topics being made, by name.
    creations: HashMap<String, Creation>,
    /// Chats whose dialog began under another address.
    aliases: HashMap<ChatAddress, ChatAddress>,
}

// === impl Known ===

impl Known {
    /// A message's link, as of the batch so far.
    pub(super) fn link<'a>(&'a self, work: &'a Work, key: &Key) -> Option<&'a Link> {
        work.links.get(key).or_else(|| self.links.get(key))
    }

    /// The dialog that a topic belongs to.
    pub(super) fn dialog_of_topic<'a>(
        &'a self,
        work: &'a Work,
        topic: TopicId,
    ) -> Option<&'a Dialog> {
        let chat = work.topics.get(&topic).or(self.topics.get(&topic))?;
        work.dialog(chat)
    }

    /// The dialog with a customer's chat, wherever that was when it began.
    pub(super) fn dialog_with<'a>(
        &'a self,
        work: &'a Work,
        chat: &ChatAddress,
    ) -> Option<&'a Dialog> {
        work.dialog(chat).or_else(|| {
            let was = work.aliases.get(chat).or(self.aliases.get(chat))?;
            work.dialog(was)
        })
    }

    /// What is known of the creation that a service message may be about.
    pub(super) fn creating<'a>(
        &'a self,
        work: &'a Work,
        message: &Message,
    ) -> Option<(&'a Creation, &'a Dialog)> {
        let name = made_topic(message)?;
        let creation = match work.creations.get(name) {
            Some(settled_or_begun) => settled_or_begun.as_ref()?,
            None => self.creations.get(name)?,
        };
        Some((creation, work.dialog(&creation.chat)?))
    }
}

// === impl Desk ===

impl Desk {
    /// Reads what the decisions of this batch need.
    pub(super) async fn learn(&mut self, work: &mut Work, updates: &[&Update]) -> Result<Known> {
        let group = work.connection.group_id();
        let mut known = Known::default();
        let mut chats: Vec<ChatAddress> = Vec::new();
        let mut topics: Vec<TopicId> = Vec::new();
        let mut links: Vec<Key> = Vec::new();
        for update in updates {
            chats.extend(self.asked_about(work, &update.event).await?);
            links.extend(self.keys_of(&update.event));
            match &update.event {
                Event::Posted(message) if Some(message.chat.id()) == group => {
                    topics.extend(message.topic);
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
        while !links.is_empty() {
            let found = self.context.store.links(&links).await?;
            links.clear();
            for link in found {
                if link.dialog.connection == work.connection.id {
                    chats.push(link.dialog.chat.clone());
                }
                // It says where the message is: its own link is under that.
                if link.is_place() {
                    links.push(self.key(&link.dialog.chat, link.key.message));
                }
                known.links.insert(link.key.clone(), link);
            }
        }
        self.load_dialogs(chats.iter().cloned()).await?;
        let moved = self.find_moved(&chats, &mut known).await?;
        chats.extend(moved);
        for chat in &chats {
            let known = self.dialogs.get(chat);
            work.dialogs
                .entry(chat.clone())
                .or_insert_with(|| known.cloned().flatten());
        }
        self.number_dialogs(work, &chats).await?;
        let mut people: BTreeSet<i64> = updates
            .iter()
            .filter(|update| !is_of_chat(&update.event, group))
            .flat_map(|update| privacy::people(update))
            .collect();
        // Who came and left last is named once more with those who follow.
        let told = chats
            .iter()
            .filter_map(|chat| work.dialog(chat)?.traffic.as_ref());
        people.extend(told.flat_map(|told| told.joined.ids.iter().chain(&told.left.ids)));
        people.remove(&0);
        self.number(work, people).await?;
        Ok(known)
    }

    /// Supergroups without a dialog may have been groups with one.
    async fn find_moved(
        &mut self,
        chats: &[ChatAddress],
        known: &mut Known,
    ) -> Result<Vec<ChatAddress>> {
        let mut moved = Vec::new();
        for chat in chats {
            let has_dialog = self.dialogs.get(chat).is_some_and(Option::is_some);
            if has_dialog || !chat.id.is_supergroup() || known.aliases.contains_key(chat) {
                continue;
            }
            let of = &self.connection.id;
            if let Some(was) = self.context.store.alias(of, chat).await? {
                moved.push(was.clone());
                known.aliases.insert(chat.clone(), was);
            }
        }
        self.load_dialogs(moved.iter().cloned()).await?;
        Ok(moved)
    }

    /// The dialog that a pressed button is about, which its message does not tell.
    async fn asked_about(&self, work: &Work, event: &Event) -> Result<Option<ChatAddress>> {
        let Event::Pressed(press) = event else {
            return Ok(None);
        };
        let Some((id, _)) = choice::Id::read(&press.data) else {
            return Ok(None);
        };
        let choice = self.choice(work, &id).await?;
        Ok(choice.map(|choice| choice.dialog.chat))
    }

    /// The messages whose links an update's decision looks at.
    fn keys_of(&self, event: &Event) -> Vec<Key> {
        match event {
            Event::Posted(message) => {
                let is_own = message.is_outgoing || self.is_own(message);
                let own = is_own.then(|| self.own_key(message));
                self.reply_key(message).into_iter().chain(own).collect()
            }
            Event::Edited(message) => vec![self.own_key(message)],
            Event::Reacted(change) => {
                vec![self.key(&change.chat.address, change.message)]
            }
            Event::Deleted(deleted) => {
                let chat = deleted.chat.as_ref().unwrap_or(&NUMBERED);
                let messages = deleted.messages.iter();
                messages.map(|message| self.key(chat, *message)).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn key(&self, chat: &ChatAddress, message: backline_domain::id::MessageId) -> Key {
        Key {
            identity: self.connection.frontend,
            chat: chat.clone(),
            message,
            part: 0,
        }
    }

    pub(super) fn own_key(&self, message: &Message) -> Key {
        self.key(&message.chat.address, message.id)
    }

    pub(super) fn reply_key(&self, message: &Message) -> Option<Key> {
        let reply = message
            .reply
            .as_ref()
            .filter(|reply| reply.chat.is_none())?;
        Some(self.key(&message.chat.address, reply.message))
    }
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

fn customer_chat(event: &Event, group: Option<ChatId>) -> Option<ChatAddress> {
    let chat = match event {
        Event::Posted(message) => &message.chat,
        Event::OwnMembership(change) => &change.chat,
        Event::Unknown(update) => update.chat.as_ref()?,
        Event::Deleted(deleted) => return deleted.chat.clone(),
        Event::Person(change) => return Some(relay::chat_of(change)),
        Event::Pressed(press) => {
            let chat = press.message.as_ref().map(|message| &message.chat)?;
            return (Some(chat.id) != group).then(|| chat.clone());
        }
        // Their dialogs are found through links.
        Event::Edited(_) | Event::Reacted(_) => return None,
        Event::Member(_) | Event::Business(_) => return None,
    };
    (Some(chat.id()) != group).then(|| chat.address.clone())
}

/// Whether it happened in the backend group, whose people are named as they are.
fn is_of_chat(event: &Event, group: Option<ChatId>) -> bool {
    match event {
        Event::Posted(message) | Event::Edited(message) => Some(message.chat.id()) == group,
        Event::Reacted(change) => Some(change.chat.id()) == group,
        _ => false,
    }
}
