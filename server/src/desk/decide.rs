//! Deciding about one update, with what is known as of the batch so far.

use std::collections::BTreeMap;

use backline_domain::connection::Group;
use backline_domain::delivery::{self, DeadLetter, Delivery, LaneKind};
use backline_domain::dialog::{Dialog, State};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ChatId, IdentityId};
use backline_domain::kept::Kept;
use backline_domain::link::{Key, Link, NUMBERED, Side};
use backline_domain::message::{Content, Deletion, Event, Message, ReactionChange, Update};
use backline_domain::operator_command::{Command, Parsed, parse};
use backline_domain::relay::{self, CustomerScene, Decision, EditScene, Scene, TeamScene};

use super::echo::Author;
use super::handle::Result;
use super::learn::Known;
use super::task::Desk;
use super::work::Work;

// === impl Desk ===

impl Desk {
    pub(super) async fn decide(
        &self,
        work: &Work,
        known: &Known,
        identity: IdentityId,
        update: &Update,
    ) -> Result<Decision> {
        let group = work.connection.group_id();
        Ok(match &update.event {
            Event::Posted(message) if self.is_from_here(work, known, message, group) => {
                Decision::nothing()
            }
            Event::Posted(message) if Some(message.chat.id()) == group => {
                self.team_message(work, known, message).await?
            }
            Event::Posted(message) => self.customer_message(work, known, message).await?,
            Event::Edited(message) => self.edited(work, known, message).await?,
            Event::Reacted(change) => self.reacted(work, known, change).await?,
            Event::Deleted(deleted) => self.deleted(work, known, deleted).await?,
            Event::OwnMembership(change) => {
                let dialog = known.dialog_with(work, &change.chat.address);
                relay::own_membership(&work.scene(), dialog, identity, change)
            }
            Event::Unknown(unknown) => {
                let chat = unknown.chat.as_ref().map(|chat| &chat.address);
                let dialog = chat.and_then(|chat| known.dialog_with(work, chat));
                relay::unknown_update(&work.scene(), dialog, &update.key, unknown)
            }
            Event::Member(change) => relay::team_membership(&work.scene(), change),
            Event::Business(change) => relay::business_changed(&work.scene(), change),
            Event::Person(change) => {
                let dialog = known.dialog_with(work, &relay::chat_of(change));
                relay::person_changed(&work.scene(), dialog, change)
            }
            Event::Pressed(press) => self.pressed(work, known, press).await?,
        })
    }

    /// Whether it only tells what was done from here.
    pub(super) fn is_echo(&self, work: &Work, known: &Known, update: &Update) -> bool {
        let group = work.connection.group_id();
        matches!(&update.event, Event::Posted(message)
            if self.is_from_here(work, known, message, group))
    }

    /// Whether an account's own message is none of a person's: it was sent from here, or,
    /// in the backend group, may have been.
    fn is_from_here(
        &self,
        work: &Work,
        known: &Known,
        message: &Message,
        group: Option<ChatId>,
    ) -> bool {
        self.is_own(message)
            && match self.author(work, known, message) {
                Author::Here => true,
                Author::Elsewhere => false,
                Author::Unknown => Some(message.chat.id()) == group,
            }
    }

    async fn team_message(
        &self,
        work: &Work,
        known: &Known,
        message: &Message,
    ) -> Result<Decision> {
        let reply_key = self.reply_key(message);
        let reply = reply_key.as_ref().and_then(|key| known.link(work, key));
        let reply = reply.filter(|link| !link.is_own());
        let command = self.command(message);
        let dialog = message
            .topic
            .and_then(|topic| known.dialog_of_topic(work, topic));
        if let (Some(topic), None) = (message.topic, dialog) {
            tracing::debug!(connection.id = %self.connection.id, topic.id = topic.0, message.id = message.id.0, "in a topic that is no dialog's");
        }
        let asks_for_letter = matches!(
            command,
            Some(Command::Again | Command::Arrived | Command::Del)
        );
        let dead_letter = match reply.filter(|_| asks_for_letter) {
            Some(link) => self.letter(work, link).await?,
            None => None,
        };
        let originals = match &dead_letter {
            Some(letter) => self.originals_of(work, &letter.delivery).await?,
            None => Vec::new(),
        };
        let answered_waits = match (&command, reply.and_then(Link::original)) {
            (Some(Command::Del), Some(original)) => {
                self.not_in_hand(work, original.waits.as_ref()).await?
            }
            _ => None,
        };
        let receipt_on = dead_letter
            .as_ref()
            .and_then(|letter| letter.delivery.receipt_on())
            .map(|message| self.key(&message.chat, message.message));
        let reactions = match (&command, &reply_key, &receipt_on) {
            (Some(Command::Info), Some(key), _) | (Some(Command::Arrived), _, Some(key)) => {
                self.reactions_of(work, key).await?
            }
            _ => None,
        };
        let album = self.open_album(work, dialog, Side::Team, message).await?;
        let queue = match &command {
            Some(Command::Queue) => Some(self.queue_view(work.now).await?),
            _ => None,
        };
        let is_about_customer = matches!(
            command,
            Some(Command::Info | Command::Note(_) | Command::Set(_))
        );
        let profile = match dialog.filter(|_| is_about_customer) {
            Some(dialog) => self.profile(work, &dialog.key).await?,
            None => None,
        };
        let sender = message.sender.user.as_ref().map(|user| user.id);
        let listing = match (&command, sender) {
            (Some(Command::List(ask)), Some(sender)) if message.topic.is_none() => {
                Some(self.listing(work, ask, sender).await?)
            }
            _ => None,
        };
        let peers = match work.connection.group_id() {
            Some(group) if message.topic.is_none() => self.context.registry.peers_of_group(group),
            _ => Vec::new(),
        };
        let team = TeamScene {
            profile: profile.as_ref(),
            queue: queue.as_ref(),
            dialog,
            creating: known.creating(work, message),
            reply,
            letters_originals: &originals,
            answered_waits: answered_waits.as_ref(),
            reactions: reactions.as_ref(),
            album: album.as_ref(),
            dead_letter: dead_letter.as_ref(),
            listing: listing.as_ref(),
            has_setup_bot: self.context.has_setup_bot,
            peers: &peers,
        };
        Ok(relay::team_message(&work.scene(), &team, message))
    }

    async fn customer_message(
        &self,
        work: &Work,
        known: &Known,
        message: &Message,
    ) -> Result<Decision> {
        if let Some(decision) = relay::private_start(&work.scene(), message) {
            return Ok(self.claimed(work, decision));
        }
        if let Some(decision) = relay::group_start(&work.scene(), message) {
            return Ok(decision);
        }
        if is_candidate_group(&work.connection.group, message.chat.id()) {
            return Ok(Decision::nothing());
        }
        // What the bot sent in a Business account's name comes back as the account's.
        let by = message.business_bot.as_ref().map(|bot| bot.id);
        if by == Some(self.connection.frontend.user) {
            return Ok(Decision::nothing());
        }
        let dialog = known.dialog_with(work, &message.chat.address);
        if let Some(decision) = self.group_made(work, dialog, message) {
            return Ok(decision);
        }
        let album = self
            .open_album(work, dialog, Side::Customer, message)
            .await?;
        let traffic = dialog.and_then(|dialog| dialog.traffic.as_ref());
        let traffic = match &message.content {
            Content::Service(_) => {
                self.not_in_hand(work, traffic.map(|told| &told.key))
                    .await?
            }
            _ => None,
        };
        let held = self.held(work, dialog, message).await?;
        let customer = CustomerScene {
            held: held.as_ref(),
            traffic: traffic.as_ref(),
            dialog,
            reply: self
                .reply_key(message)
                .and_then(|key| known.link(work, &key))
                .filter(|link| !link.is_own()),
            own: known.link(work, &self.own_key(message)),
            album: album.as_ref(),
        };
        Ok(relay::customer_message(&work.scene(), &customer, message))
    }

    /// What an account's own word that it made a group says about the one that was asked for.
    fn group_made(
        &self,
        work: &Work,
        dialog: Option<&Dialog>,
        message: &Message,
    ) -> Option<Decision> {
        let lane = work.scene().lane(LaneKind::ToCustomer);
        let head = self.windows.head(&lane)?;
        let head = match work.deliveries.get(&head.key) {
            Some(newer) => newer.as_ref()?,
            None => head,
        };
        let lease = self.leases.of_lane(&lane);
        let is_in_hand = lease.is_some_and(|lease| lease.delivery.key == head.key);
        relay::group_made(&work.scene(), (head, is_in_hand), dialog, message)
    }

    async fn edited(&self, work: &Work, known: &Known, message: &Message) -> Result<Decision> {
        let link = known.link(work, &self.own_key(message));
        let Some((link, original)) = link.and_then(|link| Some((link, link.original()?))) else {
            return Ok(Decision::nothing());
        };
        let Some(dialog) = work.dialog(&link.dialog.chat) else {
            return Ok(Decision::nothing());
        };
        let waiting = self.not_in_hand(work, original.waits.as_ref()).await?;
        let edit = self.not_in_hand(work, original.edit.as_ref()).await?;
        let scene = EditScene {
            dialog,
            link,
            waiting: waiting.as_ref(),
            edit: edit.as_ref(),
        };
        Ok(relay::message_edited(&work.scene(), &scene, message))
    }

    async fn deleted(&self, work: &Work, known: &Known, deleted: &Deletion) -> Result<Decision> {
        let chat = deleted.chat.as_ref().unwrap_or(&NUMBERED);
        let keys = deleted.messages.iter().map(|id| self.key(chat, *id));
        let links = keys.filter_map(|key| known.link(work, &key));
        let links = links.filter_map(|link| match link.is_place() {
            true => known.link(work, &self.key(&link.dialog.chat, link.key.message)),
            false => Some(link),
        });
        let mut by_dialog: BTreeMap<&ChatAddress, Vec<&Link>> = BTreeMap::new();
        for link in links.filter(|link| link.dialog.connection == work.connection.id) {
            by_dialog.entry(&link.dialog.chat).or_default().push(link);
        }
        let is_teams = Some(chat.id) == work.connection.group_id();
        let mut decision = Decision::nothing();
        for (chat, links) in by_dialog {
            let Some(dialog) = work.dialog(chat) else {
                continue;
            };
            let scene = Scene {
                sequence: decision.next_sequence(&work.scene()),
                ..work.scene()
            };
            let follows = if is_teams {
                relay::team_deleted(&scene, dialog, &links, &deleted.messages)
            } else {
                self.customer_deleted(work, &scene, dialog, &links).await?
            };
            decision.join(follows);
        }
        Ok(decision)
    }

    async fn customer_deleted(
        &self,
        work: &Work,
        scene: &Scene<'_>,
        dialog: &Dialog,
        links: &[&Link],
    ) -> Result<Decision> {
        let mut kept = Vec::new();
        for link in links {
            kept.push(self.kept(work, link).await?);
        }
        let both = links.iter().zip(&kept);
        let deleted: Vec<relay::Deleted<'_>> = both
            .map(|(link, kept)| relay::Deleted {
                link,
                kept: kept.as_ref(),
            })
            .collect();
        Ok(relay::customer_deleted(scene, dialog, &deleted))
    }

    /// What was posted for a message, as of the batch so far.
    async fn kept(&self, work: &Work, link: &Link) -> Result<Option<Kept>> {
        let Some(until) = link.original().and_then(|original| original.kept_until) else {
            return Ok(None);
        };
        if let Some(known) = work.kept.get(&link.key) {
            return Ok(known.clone());
        }
        let of = &link.dialog.connection;
        Ok(self.context.store.kept(of, &link.key, until).await?)
    }

    async fn reacted(
        &self,
        work: &Work,
        known: &Known,
        change: &ReactionChange,
    ) -> Result<Decision> {
        let key = self.key(&change.chat.address, change.message);
        let Some(link) = known.link(work, &key) else {
            return Ok(Decision::nothing());
        };
        let Some(dialog) = work.dialog(&link.dialog.chat) else {
            return Ok(Decision::nothing());
        };
        let reactions = match relay::reaction_target(link) {
            Some(target) => self.reactions_of(work, &target).await?,
            None => None,
        };
        Ok(relay::reaction_changed(
            &work.scene(),
            dialog,
            link,
            reactions.as_ref(),
            change,
        ))
    }

    /// What is held of its album, as of the batch so far: before there is a dialog, and in
    /// closed ones.
    async fn held(
        &self,
        work: &Work,
        dialog: Option<&Dialog>,
        message: &Message,
    ) -> Result<Option<HeldAlbum>> {
        let is_open = dialog.is_some_and(|dialog| dialog.state != State::Closed);
        let Some(id) = message.album.as_ref().filter(|_| !is_open) else {
            return Ok(None);
        };
        let chat = &message.chat.address;
        if let Some(known) = work.held.get(&(chat.clone(), id.clone())) {
            return Ok(known.clone());
        }
        let of = &self.connection.id;
        let store = &self.context.store;
        Ok(store.held_album(of, chat, id, work.now).await?)
    }

    /// The delivery that gathers the album which the message is of.
    async fn open_album(
        &self,
        work: &Work,
        dialog: Option<&Dialog>,
        side: Side,
        message: &Message,
    ) -> Result<Option<Delivery>> {
        let open = dialog
            .and_then(|dialog| dialog.album(side))
            .filter(|open| message.album.as_ref() == Some(&open.id));
        self.not_in_hand(work, open.map(|open| &open.key)).await
    }

    /// A delivery that waits and that nobody has in hand: it may still be changed.
    async fn not_in_hand(
        &self,
        work: &Work,
        key: Option<&delivery::Key>,
    ) -> Result<Option<Delivery>> {
        let Some(key) = key.filter(|key| {
            let lease = self.leases.of_lane(&key.lane);
            let is_leased = lease.is_some_and(|lease| lease.delivery.key == **key);
            // A gateway that has yet to come may have a head in hand from before this run.
            let head = self.windows.head(&key.lane);
            let is_head = head.is_some_and(|head| head.key == **key);
            let is_awaited = is_head && self.awaits_word();
            !is_leased && !is_awaited && !self.leases.is_orphan(key)
        }) else {
            return Ok(None);
        };
        let waiting = self.waiting(work, key).await?;
        Ok(waiting.filter(|delivery| !delivery.is_begun))
    }

    /// The dead letter that an answered message is about.
    async fn letter(&self, work: &Work, link: &Link) -> Result<Option<DeadLetter>> {
        match link.letter() {
            Some(sequence) => self.letter_of(work, sequence).await,
            None => Ok(None),
        }
    }

    /// The links of the messages that a delivery carries.
    pub(super) async fn originals_of(&self, work: &Work, of: &Delivery) -> Result<Vec<Link>> {
        let sources = of.sources().into_iter();
        let keys: Vec<Key> = sources
            .map(|source| self.key(&source.chat, source.message))
            .collect();
        self.links_of(work, &keys).await
    }

    fn command(&self, message: &Message) -> Option<Command> {
        let text = message.content.text().map_or("", |text| text.text.as_str());
        match parse(text, &self.connection.usernames()) {
            Parsed::Command(invocation) => Some(invocation.command),
            _ => None,
        }
    }
}

/// Whether messages of this chat belong to nobody yet, since it may become the
/// backend group in a moment: what the team writes there is no customer's.
fn is_candidate_group(group: &Group, chat: ChatId) -> bool {
    matches!(group, Group::Checking(candidate) if *candidate == chat)
}
