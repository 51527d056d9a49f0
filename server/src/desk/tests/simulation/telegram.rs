//! Telegram as the simulation has it: chats, topics, what bots are told, and the books in
//! which every call stands. Written from Telegram's rules, not from the code under test.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use backline_domain::catalogue::{Language, Notice};
use backline_domain::delivery::{ChatDescription, Outcome, Rejection, Scope};
use backline_domain::id::{IdentityId, MessageId, TopicId, UserId};
use backline_domain::message::{
    Content, Event, MemberRights, MemberStatus, Membership, Message, ServiceKind, Update,
    UpdateKey, User,
};

use super::super::{
    BOT, Call, OLGA, TEAM, answers, chat, message, person, photo, posted_event, topic_event,
};

/// Messages and the like that a bot may cause in a group within [`WINDOW`].
const GROUP_LIMIT: usize = 20;
const WINDOW: i64 = 60_000;
/// And everywhere within a second.
const OVERALL_LIMIT: usize = 30;

/// A topic of the team's group.
#[derive(Debug, Clone)]
struct Topic {
    name: String,
    is_closed: bool,
}

/// A message that a bot posted.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: i64,
    /// The topic in the group; `None` in General and in private chats.
    pub(super) topic: Option<i64>,
    pub(super) by: IdentityId,
    pub(super) marks: Vec<String>,
    /// What it says now.
    pub(super) text: String,
}

/// The world behind the Bot API.
#[derive(Default)]
pub(super) struct Telegram {
    topics: BTreeMap<i64, Topic>,
    /// The customer that a topic is named after, also once it is gone.
    owners: BTreeMap<i64, i64>,
    last_in_group: i64,
    last_in_private: i64,
    /// What bots posted, by chat.
    pub(super) posts: BTreeMap<i64, Vec<Post>>,
    /// What people wrote, by chat and message.
    texts: BTreeMap<(i64, i64), Message>,
    last_album: i64,
    /// Files that relay bots sent.
    pub(super) handed_on: usize,
    updates: BTreeMap<IdentityId, VecDeque<Update>>,
    last_update: BTreeMap<IdentityId, i64>,
    /// When an identity's calls counted, by chat.
    books: BTreeMap<(IdentityId, i64), VecDeque<i64>>,
    /// Bots that are not in the group.
    outside: BTreeSet<IdentityId>,
    /// Customers who blocked the bot.
    blocked: BTreeSet<i64>,
    /// Until when every call that counts in this chat is told to wait.
    storm: Option<(i64, i64)>,
    /// What no bot may do and one did.
    pub(super) violations: Vec<String>,
}

/// The marks in a text: `<c3:17>` is the customer 3's 17th message, `<o3:4>` the team's
/// fourth to them.
pub(super) fn marks(text: &str) -> Vec<String> {
    let parts = text.split('<').skip(1);
    let marks = parts.filter_map(|part| Some(part.split_once('>')?.0.to_owned()));
    marks.filter(|mark| mark.contains(':')).collect()
}

/// The customer that a mark is about.
pub(super) fn customer_of(mark: &str) -> i64 {
    mark[1..].split(':').next().unwrap().parse().unwrap()
}

/// Whether it says that something was edited which cannot be: with what it is now, or before that.
pub(super) fn is_edit_line(call: &Call) -> bool {
    let line = Notice::EditedNote {}.render(Language::En).text;
    match call {
        Call::Send { content, .. } => content
            .text()
            .is_some_and(|text| text.text.starts_with(&line)),
        _ => false,
    }
}

// === impl Telegram: people ===

impl Telegram {
    /// A customer writes to the bot.
    pub(super) fn customer_says(&mut self, customer: i64, mark: &str) {
        let text = format!("<{mark}>");
        self.customer_sends(customer, Content::Text(text.as_str().into()), None);
    }

    /// A customer sends photos, several as an album.
    pub(super) fn customer_shows(&mut self, customer: i64, marks: &[String]) {
        self.last_album += 1;
        let album = (marks.len() > 1).then(|| format!("album {}", self.last_album));
        for mark in marks {
            let text = format!("<{mark}>");
            let photo = photo(self.last_in_private + 1, &text);
            self.customer_sends(customer, photo, album.clone());
        }
    }

    fn customer_sends(&mut self, customer: i64, content: Content, album: Option<String>) {
        self.last_in_private += 1;
        let mut sent = message(customer, customer, self.last_in_private, content);
        sent.album = album;
        self.texts
            .insert((customer, self.last_in_private), sent.clone());
        self.tell(BOT, posted_event(sent));
    }

    /// A customer makes another text of one of their messages; a photo may become another
    /// one too.
    pub(super) fn customer_edits(&mut self, at: (i64, i64), text: &str, with_file: bool) {
        let Some(edited) = self.texts.get_mut(&at) else {
            return;
        };
        match &mut edited.content {
            Content::Media(media) => {
                media.caption = text.into();
                if with_file {
                    media.file_id.push('+');
                    media.file_unique_id.push('+');
                }
            }
            content => *content = Content::Text(text.into()),
        }
        edited.edited_at = Some(backline_domain::time::Timestamp(1));
        let event = Event::Edited(Box::new(edited.clone()));
        self.tell(BOT, event);
    }

    /// What customers wrote, by chat and message.
    pub(super) fn of_customers(&self) -> Vec<(i64, i64)> {
        let all = self.texts.keys().copied();
        all.filter(|(chat, _)| *chat != TEAM.0).collect()
    }

    /// An operator writes in a topic, and all bots that see everything there are told.
    pub(super) fn operator_says(&mut self, topic: i64, mark: &str) {
        self.last_in_group += 1;
        let text = format!("<{mark}>");
        let event = answers(topic, self.last_in_group, &text);
        let written = message(
            TEAM.0,
            OLGA,
            self.last_in_group,
            Content::Text(text.as_str().into()),
        );
        self.texts.insert((TEAM.0, self.last_in_group), written);
        let inside: Vec<IdentityId> = self.updates.keys().copied().collect();
        for identity in inside {
            if !self.outside.contains(&identity) {
                self.tell(identity, event.clone());
            }
        }
    }

    /// A topic with something of its customer in it, in which the team can answer.
    pub(super) fn open_topics(&self) -> Vec<(i64, i64)> {
        let posts = self.posts.get(&TEAM.0).into_iter().flatten();
        let used: BTreeSet<i64> = posts.filter_map(|post| post.topic).collect();
        let open = used.into_iter().filter(|id| self.topics.contains_key(id));
        open.map(|id| (id, self.owners[&id])).collect()
    }

    /// Somebody deletes a topic with all that is in it.
    pub(super) fn deletes_topic(&mut self, topic: i64) {
        self.topics.remove(&topic);
    }

    pub(super) fn blocks(&mut self, customer: i64, blocks: bool) {
        if blocks {
            self.blocked.insert(customer);
        } else {
            self.blocked.remove(&customer);
        }
    }

    /// A bot is removed from the group, or taken back; it is told of it.
    pub(super) fn moves(&mut self, identity: IdentityId, inside: bool) {
        let (old, new) = if inside {
            self.outside.remove(&identity);
            (MemberStatus::Left, MemberStatus::Administrator)
        } else {
            self.outside.insert(identity);
            (MemberStatus::Administrator, MemberStatus::Left)
        };
        let change = Membership {
            chat: chat(TEAM.0),
            actor: person(OLGA),
            member: bot(identity),
            old,
            new,
            rights: rights(),
            at: backline_domain::time::Timestamp(0),
        };
        self.tell(identity, Event::OwnMembership(Box::new(change)));
    }

    pub(super) fn is_outside(&self, identity: IdentityId) -> bool {
        self.outside.contains(&identity)
    }

    /// From now on all in this chat have to wait.
    pub(super) fn storms(&mut self, chat: i64, until: i64) {
        self.storm = Some((chat, until));
    }

    /// What was called before counts no more.
    pub(super) fn forgets_books(&mut self) {
        self.books.clear();
    }

    pub(super) fn calms(&mut self) {
        self.storm = None;
        self.blocked.clear();
    }

    /// What a message was that people wrote.
    pub(super) fn mark_of(&self, chat: i64, message: i64) -> Option<String> {
        marks(&self.text_of(chat, message)?).pop()
    }

    fn text_of(&self, chat: i64, message: i64) -> Option<String> {
        let written = self.texts.get(&(chat, message))?;
        Some(written.content.text()?.text.clone())
    }
}

// === impl Telegram: updates ===

impl Telegram {
    /// A bot that receives.
    pub(super) fn knows(&mut self, identity: IdentityId) {
        self.updates.entry(identity).or_default();
    }

    fn tell(&mut self, identity: IdentityId, event: Event) {
        let id = self.last_update.entry(identity).or_default();
        *id += 1;
        let key = UpdateKey {
            source: "api".to_owned(),
            update_id: *id,
            natural: String::new(),
        };
        let queue = self.updates.entry(identity).or_default();
        queue.push_back(Update { key, event });
    }

    /// The first updates that are not confirmed.
    pub(super) fn updates(&self, identity: IdentityId, most: usize) -> Vec<Update> {
        let queue = self.updates.get(&identity).into_iter().flatten();
        queue.take(most).cloned().collect()
    }

    pub(super) fn confirm(&mut self, identity: IdentityId, up_to: i64) {
        if let Some(queue) = self.updates.get_mut(&identity) {
            queue.retain(|update| update.key.update_id > up_to);
        }
    }
}

// === impl Telegram: the Bot API ===

impl Telegram {
    /// Executes a call at this moment. `files` are those that go along with it.
    pub(super) fn perform(
        &mut self,
        by: IdentityId,
        call: &Call,
        files: &[String],
        now: i64,
    ) -> Outcome {
        self.look_at_the_files(by, call, files);
        if let Some(chat) = counted(call)
            && let Some(wait) = self.count(by, chat, units(call), now)
        {
            return Outcome::Deferred {
                delay: Duration::from_secs(wait),
                scope: Scope::Chat,
                is_flood_wait: true,
                detail: "Too Many Requests".to_owned(),
            };
        }
        match call {
            Call::Send { to, content, .. } => {
                let text = content.text().map(|text| text.text.clone());
                self.post(by, to.chat.id.0, to.topic, &[text.unwrap_or_default()])
            }
            Call::SendAlbum { to, items, .. } => {
                let texts: Vec<String> = items.iter().map(|one| one.caption.text.clone()).collect();
                self.post(by, to.chat.id.0, to.topic, &texts)
            }
            Call::CopyAlbum { to, from, messages } => {
                let texts = messages.iter().map(|one| self.text_of(from.id.0, one.0));
                let texts: Vec<String> = texts.map(Option::unwrap_or_default).collect();
                if by != BOT {
                    self.violations
                        .push(format!("{by} was to copy an album: {call:?}"));
                }
                self.post(by, to.chat.id.0, to.topic, &texts)
            }
            Call::Copy { to, from, .. } => {
                let key = (from.chat.id.0, from.message.0);
                match self.text_of(key.0, key.1) {
                    Some(_) if by != BOT && key.0 != TEAM.0 => {
                        self.violations.push(format!(
                            "{by} was to copy from a chat that it is not in: {call:?}"
                        ));
                        refused(Rejection::ChatNotFound)
                    }
                    Some(text) => self.post(by, to.chat.id.0, to.topic, &[text]),
                    None => refused(Rejection::MessageNotFound),
                }
            }
            Call::CreateTopic { name, .. } => {
                if self.is_outside(by) {
                    return refused(Rejection::NotAMember);
                }
                self.last_in_group += 1;
                let topic = self.last_in_group;
                self.owners.insert(topic, owner(name));
                let is_closed = false;
                let name = name.clone();
                let made = topic_event(topic, by.user.0, ServiceKind::TopicCreated, &name);
                self.topics.insert(topic, Topic { name, is_closed });
                self.tell(by, made);
                Outcome::Succeeded {
                    messages: Vec::new(),
                    topic: Some(TopicId(topic)),
                    description: None,
                    reached: None,
                }
            }
            Call::EditTopic { topic, name } => {
                self.with_topic(topic.topic, |topic| topic.name.clone_from(name))
            }
            Call::SetTopicClosed { topic, closed } => {
                self.with_topic(topic.topic, |topic| topic.is_closed = *closed)
            }
            Call::DeleteTopic { topic } => {
                self.topics.remove(&topic.topic.unwrap_or_default());
                nothing()
            }
            Call::Edit {
                message, content, ..
            } => {
                let topics = &self.topics;
                let posts = self.posts.get_mut(&message.chat.id.0).into_iter();
                let mut own = posts.flatten().filter(|post| {
                    let is_there = post.topic.is_none_or(|topic| topics.contains_key(&topic));
                    is_there && post.id == message.message.0 && post.by == by
                });
                match own.next() {
                    Some(post) => {
                        post.text = content
                            .text()
                            .map(|text| text.text.clone())
                            .unwrap_or_default();
                        nothing()
                    }
                    None => refused(Rejection::NotEditable),
                }
            }
            Call::Describe { .. } => described(self.is_outside(by)),
            Call::FetchFile { .. }
            | Call::React { .. }
            | Call::Delete { .. }
            | Call::MarkRead { .. }
            | Call::Find { .. }
            | Call::CreateGroup { .. }
            | Call::Appoint { .. }
            | Call::FindGroup { .. }
            | Call::Invite { .. }
            | Call::InviteLink { .. }
            | Call::Join { .. }
            | Call::Leave { .. }
            | Call::SetMenu { .. }
            | Call::AnswerButton { .. } => nothing(),
        }
    }

    /// A file id counts for one bot alone; others bring the file itself, and the right one.
    fn look_at_the_files(&mut self, by: IdentityId, call: &Call, files: &[String]) {
        let named = call.media().into_iter().map(|media| &media.file_id);
        let is_right = if by == BOT {
            files.is_empty()
        } else {
            self.handed_on += files.len();
            named.eq(files)
        };
        if !is_right {
            self.violations
                .push(format!("{by} was to send files {files:?}: {call:?}"));
        }
    }

    fn post(&mut self, by: IdentityId, chat: i64, topic: Option<i64>, texts: &[String]) -> Outcome {
        if chat == TEAM.0 && self.is_outside(by) {
            return refused(Rejection::NotAMember);
        }
        if self.blocked.contains(&chat) {
            return refused(Rejection::Blocked);
        }
        if let Some(topic) = topic
            && !self.topics.contains_key(&topic)
        {
            return refused(Rejection::TopicNotFound);
        }
        let mut messages = Vec::new();
        for text in texts {
            let id = if chat == TEAM.0 {
                self.last_in_group += 1;
                self.last_in_group
            } else {
                self.last_in_private += 1;
                self.last_in_private
            };
            let marks = marks(text);
            for mark in &marks {
                self.look_at_the_place(mark, chat, topic);
            }
            let post = Post {
                id,
                topic,
                by,
                marks,
                text: text.clone(),
            };
            self.posts.entry(chat).or_default().push(post);
            messages.push(MessageId(id));
        }
        Outcome::Succeeded {
            messages,
            topic: None,
            description: None,
            reached: None,
        }
    }

    /// Nothing ever lands in another's chat.
    fn look_at_the_place(&mut self, mark: &str, chat: i64, topic: Option<i64>) {
        let customer = customer_of(mark);
        let is_right = if mark.starts_with('c') {
            let owner = topic.and_then(|topic| self.owners.get(&topic));
            chat == TEAM.0 && owner == Some(&customer)
        } else {
            chat == customer
        };
        if !is_right {
            self.violations
                .push(format!("<{mark}> landed in {chat}, topic {topic:?}"));
        }
    }

    fn with_topic(&mut self, topic: Option<i64>, change: impl FnOnce(&mut Topic)) -> Outcome {
        let topic = topic.and_then(|topic| self.topics.get_mut(&topic));
        match topic {
            Some(topic) => {
                change(topic);
                nothing()
            }
            None => refused(Rejection::TopicNotFound),
        }
    }

    /// Writes the call into the books; says how long to wait when it is one too many.
    fn count(&mut self, by: IdentityId, chat: i64, units: usize, now: i64) -> Option<u64> {
        if let Some((_, until)) = self.storm.filter(|(of, until)| *of == chat && now < *until) {
            return Some(u64::try_from((until - now) / 1000 + 1).unwrap());
        }
        let everywhere = self.books.iter().filter(|((of, _), _)| *of == by);
        let within = everywhere.flat_map(|(_, times)| times);
        let overall = within.filter(|at| **at > now - 1000).count();
        if overall + units > OVERALL_LIMIT {
            self.violations.push(format!(
                "{by} made more than {OVERALL_LIMIT} calls in a second"
            ));
        }
        let times = self.books.entry((by, chat)).or_default();
        while times.front().is_some_and(|at| *at <= now - WINDOW) {
            times.pop_front();
        }
        if chat == TEAM.0 && times.len() + units > GROUP_LIMIT {
            self.violations
                .push(format!("{by} made more than {GROUP_LIMIT} calls a minute"));
        }
        times.extend(std::iter::repeat_n(now, units));
        None
    }
}

/// How many messages a call makes.
fn units(call: &Call) -> usize {
    match call {
        Call::SendAlbum { items, .. } => items.len(),
        Call::CopyAlbum { messages, .. } => messages.len(),
        _ => 1,
    }
}

/// The chat that a call counts against, if it counts.
pub(super) fn counted(call: &Call) -> Option<i64> {
    match call {
        Call::Send { to, .. }
        | Call::Copy { to, .. }
        | Call::CopyAlbum { to, .. }
        | Call::SendAlbum { to, .. }
        | Call::EditTopic { topic: to, .. }
        | Call::SetTopicClosed { topic: to, .. } => Some(to.chat.id.0),
        Call::Edit { message, .. } => Some(message.chat.id.0),
        Call::CreateTopic { chat, .. } => Some(chat.0),
        Call::React { .. }
        | Call::FetchFile { .. }
        | Call::Delete { .. }
        | Call::DeleteTopic { .. }
        | Call::MarkRead { .. }
        | Call::Find { .. }
        | Call::CreateGroup { .. }
        | Call::Appoint { .. }
        | Call::FindGroup { .. }
        | Call::Invite { .. }
        | Call::InviteLink { .. }
        | Call::Join { .. }
        | Call::Leave { .. }
        | Call::AnswerButton { .. }
        | Call::SetMenu { .. }
        | Call::Describe { .. } => None,
    }
}

/// What a call shows to people, as marks.
pub(super) fn shown(telegram: &Telegram, call: &Call) -> Vec<String> {
    match call {
        Call::Send { content, .. } => content
            .text()
            .map_or_else(Vec::new, |text| marks(&text.text)),
        Call::SendAlbum { items, .. } => {
            let texts = items.iter().map(|item| &item.caption.text);
            texts.flat_map(|text| marks(text)).collect()
        }
        Call::CopyAlbum { from, messages, .. } => messages
            .iter()
            .filter_map(|one| telegram.mark_of(from.id.0, one.0))
            .collect(),
        Call::Copy { from, .. } => telegram
            .mark_of(from.chat.id.0, from.message.0)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Topics are named after their customer: "🟪 Person 3".
fn owner(name: &str) -> i64 {
    let number = name.rsplit("Person ").next().unwrap_or_default();
    let digits = number.chars().take_while(char::is_ascii_digit);
    let digits: String = digits.collect();
    digits.parse().unwrap_or_default()
}

fn bot(identity: IdentityId) -> User {
    User {
        id: UserId(identity.user.0),
        is_bot: true,
        ..person(identity.user.0)
    }
}

fn rights() -> MemberRights {
    MemberRights {
        manage_topics: true,
        delete_messages: true,
        ..MemberRights::default()
    }
}

fn nothing() -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: None,
    }
}

fn refused(reason: Rejection) -> Outcome {
    Outcome::Rejected {
        reason,
        detail: "Bad Request".to_owned(),
    }
}

fn described(is_outside: bool) -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        reached: None,
        description: Some(Box::new(ChatDescription {
            chat: chat(TEAM.0),
            own_status: if is_outside {
                MemberStatus::Left
            } else {
                MemberStatus::Administrator
            },
            own_rights: rights(),
            member: None,
            administrators: Vec::new(),
            members: None,
            receipts_allowed: true,
        })),
    }
}
