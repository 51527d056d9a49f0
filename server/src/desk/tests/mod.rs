//! A desk by itself: a driven clock, a store that can fail, and a gateway that does
//! what the test says. What would take a fault at just the right moment in the whole
//! system is a line here.

mod accounts;
mod awaited;
mod buttons;
mod changes;
mod channels;
mod creations;
mod doubt;
mod gates;
mod late;
mod mixed;
mod mtproto;
mod outreach;
mod plans;
mod queue;
mod restart;
mod simulation;
mod steps;
mod store;
mod topics;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use backline_domain::change::{Change, Cursor, Secret};
use backline_domain::connection::{Conflict, Connection, Group};
use backline_domain::delivery::{Outcome, Rejection, Scope};
use backline_domain::dialog::{self, Dialog};
use backline_domain::id::{
    ChatAddress, ChatId, ConnectionId, IdentityId, MessageId, TopicId, UserId,
};
use backline_domain::message::{
    Chat, ChatKind, Content, Event, FormattedText, ForwardOrigin, Media, MediaKind, Message, Reply,
    Sender, Service, ServiceKind, Update, UpdateKey, User,
};
use backline_domain::parameter::Name;
use backline_domain::plan::Offer;
use backline_domain::time::Timestamp;
use backline_store::Store as _;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::store::Flaky;
use super::{
    Asked, Call, Command, Completion, Context, Down, FileLimits, Handle, Presence, Registry, Result,
};
use crate::clock::Clock;
use crate::files::Files;
use crate::plan::Plans;
use crate::telemetry::Metrics;

/// The backend group.
const TEAM: ChatId = ChatId(-1_001_000_000_001);
const BOT: IdentityId = IdentityId::bot(11);
/// The operator.
const OLGA: i64 = 900;
const ANN: i64 = 1;
const BOB: i64 = 2;

/// Time that moves when it is told to; in seconds that the machine sleeps, only the wall
/// clock does.
struct Driven(watch::Sender<Duration>, AtomicI64);

#[async_trait]
impl Clock for Driven {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.monotonic().as_millis()).unwrap();
        let slept = self.1.load(Ordering::Relaxed) * 1000;
        Timestamp(1_700_000_000_000 + passed + slept)
    }

    fn monotonic(&self) -> Duration {
        *self.0.borrow()
    }

    async fn sleep_until(&self, until: Duration) {
        let mut now = self.0.subscribe();
        now.wait_for(|now| *now >= until).await.unwrap();
    }
}

/// An open desk with its gateway.
struct Office {
    clock: Arc<Driven>,
    store: Arc<Flaky>,
    context: Context,
    desk: Handle,
    /// The way down to the gateway that holds the identity.
    commands: mpsc::Receiver<Down>,
    updates: i64,
    frontend: IdentityId,
}

// === impl Office ===

impl Office {
    async fn with(parameters: &[(&str, &str)]) -> Self {
        Self::of(BOT, parameters).await
    }

    async fn of(frontend: IdentityId, parameters: &[(&str, &str)]) -> Self {
        let mut all: BTreeMap<String, String> = [("WELCOME", "OFF"), ("RATE_BACKEND", "100000")]
            .into_iter()
            .chain(parameters.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        all.retain(|_, value| value != "DEFAULT");
        let store = Arc::new(Flaky::default());
        let row = Connection {
            frontend,
            ..connection("c1", all)
        };
        let change = Change::PutConnection(Box::new(row));
        store.commit(vec![change]).await.unwrap();
        let clock = Arc::new(Driven(
            watch::Sender::new(Duration::from_secs(1000)),
            AtomicI64::new(0),
        ));
        Self::open(clock, store).await
    }

    async fn new() -> Self {
        Self::with(&[]).await
    }

    /// Opens the desk on what the store has, and a gateway comes for it.
    async fn open(clock: Arc<Driven>, store: Arc<Flaky>) -> Self {
        let mut office = Self::open_without_gateway(clock, store).await;
        office.attach(&[]).await;
        office
    }

    async fn open_without_gateway(clock: Arc<Driven>, store: Arc<Flaky>) -> Self {
        Self::open_offering(clock, store, Offer::default()).await
    }

    async fn open_offering(clock: Arc<Driven>, store: Arc<Flaky>, offer: Offer) -> Self {
        let context = Context {
            store: Arc::clone(&store) as Arc<dyn backline_store::Store>,
            files: Files::in_temp(1 << 30, clock.clone()),
            clock: Arc::clone(&clock) as crate::clock::SharedClock,
            registry: Registry::default(),
            tracker: TaskTracker::new(),
            shutdown: CancellationToken::new(),
            metrics: Metrics::new().unwrap(),
            plans: Plans::new(offer),
            has_setup_bot: false,
            webhooks: crate::webhook::Board::new(backline_store::SealKey::new([3; 32])),
            news: broadcast::Sender::new(64),
        };
        let row = store.connection(&id()).await.unwrap().unwrap();
        let frontend = row.frontend;
        let desk = super::open(&context, row).await.unwrap();
        let (_, commands) = mpsc::channel(1);
        Self {
            clock,
            store,
            context,
            desk,
            commands,
            updates: 0,
            frontend,
        }
    }

    /// A gateway comes that still has these hand-outs.
    async fn attach(&mut self, held: &[&Command]) {
        let (down, commands) = mpsc::channel(64);
        self.commands = commands;
        let presence = Presence::Online {
            down,
            max_outstanding: 32,
            files: FileLimits::default(),
            held: held
                .iter()
                .map(|command| command.lease_token.clone())
                .collect(),
        };
        self.desk.presence(self.frontend, presence).await.unwrap();
        self.settle().await;
    }

    /// The gateway is given up.
    async fn give_up_gateway(&mut self) {
        let presence = self.desk.presence(self.frontend, Presence::Offline);
        presence.await.unwrap();
        self.settle().await;
    }

    /// The server dies and comes back. Nothing of it remains but the store.
    async fn restart_without_gateway(self) -> Self {
        self.context.shutdown.cancel();
        self.context.tracker.close();
        self.context.tracker.wait().await;
        let updates = self.updates;
        let offer = self.context.plans.offer().clone();
        let office = Self::open_offering(self.clock, self.store, offer).await;
        Self { updates, ..office }
    }

    async fn restart(self) -> Self {
        let mut office = self.restart_without_gateway().await;
        office.attach(&[]).await;
        office
    }

    /// Returns when the desk did what it was asked and handed out what may go.
    async fn settle(&self) {
        for _ in 0..3 {
            self.desk.quiet().await.unwrap();
        }
    }

    async fn pass(&self, time: Duration) {
        self.clock.0.send_modify(|now| *now += time);
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        self.settle().await;
    }

    /// What was handed out since.
    async fn handed_out(&mut self) -> Vec<Command> {
        self.settle().await;
        let mut commands = Vec::new();
        while let Ok(down) = self.commands.try_recv() {
            if let Down::Execute(command) = down {
                commands.push(*command);
            }
        }
        commands
    }

    /// The only thing handed out since.
    #[track_caller]
    fn only(mut commands: Vec<Command>) -> Command {
        assert_eq!(commands.len(), 1, "{commands:#?}");
        commands.remove(0)
    }

    async fn next(&mut self) -> Command {
        Self::only(self.handed_out().await)
    }

    /// Starts what needs it and reports this.
    async fn ends(&self, command: &Command, outcome: Outcome) -> Result<Completion> {
        if command.needs_start {
            self.desk.start(command.lease_token.clone()).await?;
        }
        self.reports(command, outcome).await
    }

    async fn reports(&self, command: &Command, outcome: Outcome) -> Result<Completion> {
        self.desk
            .complete(command.lease_token.clone(), outcome)
            .await
    }

    /// Does everything that is handed out, until nothing is; returns it.
    async fn does_all(&mut self) -> Vec<Command> {
        let mut done = Vec::new();
        loop {
            let mut commands = self.handed_out().await;
            if commands.is_empty() {
                // Receipts go one a second and chat.
                self.pass(Duration::from_millis(1001)).await;
                commands = self.handed_out().await;
            }
            if commands.is_empty() {
                return done;
            }
            for command in commands {
                let outcome = match &command.call {
                    Call::CreateTopic { .. } => made(50 + i64::try_from(done.len()).unwrap()),
                    _ => posted(1000 + i64::try_from(done.len()).unwrap()),
                };
                self.ends(&command, outcome).await.unwrap();
                done.push(command);
            }
        }
    }

    async fn takes(&mut self, events: Vec<Event>) {
        let updates = events.into_iter().map(|event| self.update(event)).collect();
        self.gives(updates).await.unwrap();
    }

    async fn gives(&self, updates: Vec<Update>) -> Result<super::Ingested> {
        let cursor = Cursor::UpdateId {
            source: "api".to_owned(),
            update_id: self.updates,
        };
        self.desk.ingest(self.frontend, updates, cursor).await
    }

    fn update(&mut self, event: Event) -> Update {
        self.updates += 1;
        let key = UpdateKey {
            source: "api".to_owned(),
            update_id: self.updates,
            natural: String::new(),
        };
        Update { key, event }
    }

    /// A dialog with Ann in topic 50, in which everything is done.
    async fn with_ann(parameters: &[(&str, &str)]) -> Self {
        let mut office = Self::with(parameters).await;
        office.takes(vec![says(ANN, 1, "hello")]).await;
        office.does_all().await;
        office
    }

    async fn dialog(&self, chat: i64) -> Dialog {
        let key = dialog::Key {
            connection: id(),
            chat: ChatAddress::whole(ChatId(chat)),
        };
        self.store.dialogs(&[key]).await.unwrap().remove(0)
    }

    async fn waiting(&self) -> usize {
        self.store.waiting(&id(), 1000).await.unwrap()
    }

    async fn letters(&self) -> Vec<u64> {
        let letters = self.store.dead_letters(&id(), None, 100).await.unwrap();
        let ids = letters.iter().map(|letter| letter.delivery.key.sequence);
        ids.collect()
    }

    async fn set(&self, name: Name, value: &str) {
        self.desk
            .set_parameter(name, value.to_owned(), asked())
            .await
            .unwrap();
    }
}

fn id() -> ConnectionId {
    ConnectionId::parse("c1").unwrap()
}

fn asked() -> Asked {
    Asked {
        by: "test".to_owned(),
        request: None,
    }
}

fn connection(name: &str, parameters: BTreeMap<String, String>) -> Connection {
    Connection {
        id: ConnectionId::parse(name).unwrap(),
        name: name.to_owned(),
        frontend: BOT,
        frontend_username: "support_bot".to_owned(),
        group: Group::Known(TEAM),
        group_title: "Team".to_owned(),
        administrator: Some(UserId(OLGA)),
        is_stopped: false,
        problem: None,
        problem_reason: None,
        business: std::collections::BTreeMap::new(),
        identity_problem: None,
        is_barred: false,
        keeps_out_of_groups: false,
        has_privacy_mode: false,
        in_setup_bot: false,
        candidate: None,
        owes_word_of_group: false,
        account: None,
        created_at: Timestamp(0),
        parameters,
        told_unknown: false,
        team: backline_domain::team::Roster::default(),
        outreach: backline_domain::outreach::Budget::default(),
        operators: [UserId(OLGA)].into(),
        relays: std::collections::BTreeMap::new(),
        mtproto: std::collections::BTreeMap::new(),
        webhook_secret: backline_domain::connection::WebhookSecret::default(),
        desk: None,
        revision: 1,
    }
}

// --- what happens in Telegram -------------------------------------------------

fn person(user: i64) -> User {
    let first_name = match user {
        ANN => "Ann".to_owned(),
        OLGA => "Olga".to_owned(),
        other => format!("Person {other}"),
    };
    User {
        id: UserId(user),
        is_bot: user == BOT.user.0,
        first_name,
        last_name: String::new(),
        username: String::new(),
        language: String::new(),
    }
}

fn chat(chat: i64) -> Chat {
    let (kind, title) = match chat {
        private if private > 0 => (ChatKind::Private, ""),
        _ => (ChatKind::Supergroup, "Group"),
    };
    Chat {
        address: ChatAddress::whole(ChatId(chat)),
        kind,
        title: title.to_owned(),
        username: String::new(),
        first_name: if chat > 0 {
            person(chat).first_name
        } else {
            String::new()
        },
        last_name: String::new(),
        is_forum: chat == TEAM.0,
    }
}

fn message(chat_id: i64, sender: i64, number: i64, content: Content) -> Message {
    Message {
        chat: chat(chat_id),
        id: MessageId(number),
        sender: Sender {
            user: Some(person(sender)),
            ..Sender::default()
        },
        sent_at: Timestamp(0),
        edited_at: None,
        topic: None,
        reply: None,
        forward: None,
        album: None,
        content,
        buttons: Vec::new(),
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    }
}

fn posted_event(message: Message) -> Event {
    Event::Posted(Box::new(message))
}

/// A customer writes to the bot.
fn says(customer: i64, number: i64, text: &str) -> Event {
    posted_event(message(
        customer,
        customer,
        number,
        Content::Text(text.into()),
    ))
}

/// Olga writes in a topic.
fn answers(topic: i64, number: i64, text: &str) -> Event {
    posted_event(Message {
        topic: Some(TopicId(topic)),
        ..message(TEAM.0, OLGA, number, Content::Text(text.into()))
    })
}

/// Olga writes in a topic, as a reply.
fn replies(topic: i64, number: i64, to: i64, text: &str) -> Event {
    let reply = Reply {
        message: MessageId(to),
        chat: None,
        quote: None,
        quote_position: 0,
        answered_text: None,
    };
    posted_event(Message {
        topic: Some(TopicId(topic)),
        reply: Some(reply),
        ..message(TEAM.0, OLGA, number, Content::Text(text.into()))
    })
}

/// The same message, edited.
fn edited(event: Event, text: &str) -> Event {
    let Event::Posted(message) = event else {
        panic!("only messages are edited");
    };
    let mut message = *message;
    message.content = match message.content {
        Content::Media(media) => Content::Media(Box::new(Media {
            caption: text.into(),
            ..*media
        })),
        _ => Content::Text(text.into()),
    };
    Event::Edited(Box::new(message))
}

/// A photo of Olga's, in an album or alone.
fn shows(topic: i64, number: i64, album: Option<&str>, caption: &str) -> Event {
    posted_event(Message {
        topic: Some(TopicId(topic)),
        album: album.map(str::to_owned),
        ..message(TEAM.0, OLGA, number, photo(number, caption))
    })
}

fn photo(number: i64, caption: &str) -> Content {
    Content::Media(Box::new(Media {
        kind: MediaKind::Photo,
        file_id: format!("file-{number}"),
        file_unique_id: format!("unique-{number}"),
        size: 1000,
        mime_type: String::new(),
        file_name: String::new(),
        width: 1,
        height: 1,
        duration: 0,
        title: String::new(),
        performer: String::new(),
        emoji: String::new(),
        caption: caption.into(),
        has_spoiler: false,
        caption_above: false,
        seen_in: None,
        is_renamed: false,
    }))
}

/// The bot's own service message about a topic that it made.
fn topic_made(topic: i64, name: &str) -> Event {
    topic_event(topic, BOT.user.0, ServiceKind::TopicCreated, name)
}

fn topic_event(topic: i64, by: i64, kind: ServiceKind, title: &str) -> Event {
    let service = Service {
        kind,
        raw_kind: String::new(),
        title: title.to_owned(),
        users: Vec::new(),
        other_chat: None,
        message: None,
    };
    posted_event(Message {
        topic: Some(TopicId(topic)),
        ..message(TEAM.0, by, topic, Content::Service(service))
    })
}

// --- what a gateway reports ---------------------------------------------------

fn posted(number: i64) -> Outcome {
    Outcome::Succeeded {
        messages: vec![MessageId(number)],
        topic: None,
        description: None,
        reached: None,
    }
}

fn made(topic: i64) -> Outcome {
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: Some(TopicId(topic)),
        description: None,
        reached: None,
    }
}

fn lost() -> Outcome {
    Outcome::Uncertain {
        detail: "the line was cut".to_owned(),
        messages: Vec::new(),
        in_part: false,
    }
}

fn failed() -> Outcome {
    Outcome::Failed {
        detail: "connection refused".to_owned(),
    }
}

fn rejected(reason: Rejection) -> Outcome {
    Outcome::Rejected {
        reason,
        detail: "Bad Request".to_owned(),
    }
}

fn deferred(seconds: u64) -> Outcome {
    Outcome::Deferred {
        delay: Duration::from_secs(seconds),
        scope: Scope::Chat,
        is_flood_wait: true,
        detail: String::new(),
    }
}

/// What a command shows to people: the text, the origin of a copy, the topic's name.
fn about(command: &Command) -> String {
    match &command.call {
        Call::Send { content, .. } => content
            .text()
            .map(|text| text.text.clone())
            .unwrap_or_default(),
        Call::Copy { from, .. } => format!("copy of {}", from.message),
        Call::CreateTopic { name, .. } => format!("make {name}"),
        Call::EditTopic { name, .. } => format!("rename to {name}"),
        Call::SetTopicClosed { closed: true, .. } => "close".to_owned(),
        Call::SetTopicClosed { closed: false, .. } => "reopen".to_owned(),
        Call::DeleteTopic { topic } => format!("delete topic {}", topic.topic.unwrap()),
        other => format!("{other:?}"),
    }
}

fn all_about(commands: &[Command]) -> Vec<String> {
    commands.iter().map(about).collect()
}

/// The commands without receipts and looks.
fn messages(commands: Vec<Command>) -> Vec<Command> {
    commands
        .into_iter()
        .filter(|command| matches!(command.call, Call::Send { .. } | Call::Copy { .. }))
        .collect()
}

fn plain(text: &str) -> FormattedText {
    FormattedText::plain(text)
}
