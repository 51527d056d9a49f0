//! The store's port: what the server asks of its durable state, in the domain's
//! words. Every implementation passes the same conformance suite.

use async_trait::async_trait;
use backline_domain::access::Token;
use backline_domain::archive::{self, Archived};
use backline_domain::change::{Change, Identity, KeptUpdate, Request, Secret, Timer};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{self, DeadLetter, Delivery, Lane};
use backline_domain::dialog::{self, Creation, Dialog};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId, UserId};
use backline_domain::kept::Kept;
use backline_domain::link::{self, Link};
use backline_domain::logout::Logout;
use backline_domain::message::UpdateKey;
use backline_domain::plan::{Day, Usage};
use backline_domain::profile::Profile;
use backline_domain::rating::{self, Rating};
use backline_domain::reaction::Reactions;
use backline_domain::setup_bot::{Note, Person};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{self, DeadId, DeadPost, Post};

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A precondition of a change does not hold (revision, request id). Nothing
    /// was written. Read again and decide again.
    #[error("somebody else changed {what} meanwhile; read it again and repeat the call")]
    Conflict {
        /// What changed.
        what: String,
    },
    /// The store does not answer, or write conflicts did not end within the
    /// bound. Nothing was written, or it is not known whether.
    #[error("the store does not work: {detail}")]
    Unavailable {
        /// In words, with the remedy.
        detail: String,
    },
    /// A stored row cannot be read by this program.
    #[error("a stored {what} cannot be read: {detail}")]
    Corrupt {
        /// Which kind of row.
        what: &'static str,
        /// In words.
        detail: String,
    },
    /// The store was written by a newer program.
    #[error(
        "the store has schema version {found}, this program knows {known}: \
         use a newer program, or restore a backup"
    )]
    Newer {
        /// Version found.
        found: u32,
        /// Newest version known.
        known: u32,
    },
    /// The sealing key does not open a stored secret.
    #[error(
        "a stored secret cannot be opened with this key: \
         use the key file or BACKLINE_SECRET_KEY that the store was made with"
    )]
    WrongKey,
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Durable state. Reads see every commit that returned before them. All reads
/// of many rows are by key or by range of keys, never by scan, and bounded.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Writes all changes or none. When it returns, they survive a crash.
    /// Unwritten for certain on `Conflict`; unknown on `Unavailable`.
    async fn commit(&self, changes: Vec<Change>) -> Result<()>;

    /// All connections, by id.
    async fn connections(&self) -> Result<Vec<Connection>>;
    /// One connection.
    async fn connection(&self, id: &ConnectionId) -> Result<Option<Connection>>;
    /// The connection's counter: sequences below it are used up. 0 = none yet.
    async fn counter(&self, id: &ConnectionId) -> Result<u64>;
    /// Changes of parameters, newest first, those below `before` only.
    async fn parameter_changes(
        &self,
        id: &ConnectionId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ParameterChange>>;

    /// All identities, by id.
    async fn identities(&self) -> Result<Vec<Identity>>;
    /// An identity's secret, unsealed.
    async fn secret(&self, identity: IdentityId) -> Result<Option<Secret>>;

    /// All sessions that are to be ended in Telegram, unsealed, in any order. They are few.
    async fn logouts(&self) -> Result<Vec<Logout>>;

    /// The dialogs among these that exist, in any order.
    async fn dialogs(&self, keys: &[dialog::Key]) -> Result<Vec<Dialog>>;
    /// A connection's dialogs after `after`, by chat address.
    async fn dialog_page(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>>;
    /// A connection's dialogs after `after`, by chat address, at most `limit`: those that
    /// are listed and no others.
    async fn listed_dialogs(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>>;
    /// What the team wrote down about these dialogs' customers, unsealed, in any order;
    /// where there is nothing, nothing is in the answer.
    async fn profiles(&self, keys: &[dialog::Key]) -> Result<Vec<Profile>>;
    /// Which dialogs these topics of a group belong to; service topics are not
    /// in the answer.
    async fn topics(
        &self,
        group: ChatId,
        topics: &[TopicId],
    ) -> Result<Vec<(TopicId, dialog::Key)>>;

    /// What is known of topics being made under this name.
    async fn creation(&self, connection: &ConnectionId, name: &str) -> Result<Option<Creation>>;

    /// The numbers of these people and chats of a connection, of those who have one, in any order;
    /// under 0 the next number.
    async fn numbers(&self, connection: &ConnectionId, ids: &[i64]) -> Result<Vec<(i64, u32)>>;

    /// Links after this one, whoever's, in their order, at most `limit`: for looking through
    /// all of them little by little.
    async fn link_page(&self, after: Option<&link::Key>, limit: usize) -> Result<Vec<Link>>;
    /// The links among these that exist, all parts of each message named (the
    /// key's part is ignored), ordered by key.
    async fn links(&self, keys: &[link::Key]) -> Result<Vec<Link>>;

    /// The reactions that these messages should have; a message without is not in the
    /// answer.
    async fn reactions(&self, keys: &[link::Key]) -> Result<Vec<Reactions>>;

    /// An album of which nothing passed a gate so far, unsealed. `now` bounds how old it
    /// may be: of this hour or the one before.
    async fn held_album(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldAlbum>>;

    /// What was posted for a message that is kept until then, unsealed. `None` once it
    /// was forgotten.
    async fn kept(
        &self,
        connection: &ConnectionId,
        key: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>>;

    /// Where the dialog of this chat is, when the chat had another address before.
    async fn alias(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
    ) -> Result<Option<ChatAddress>>;

    /// Which of these updates are known already. `now` bounds the 48 hours.
    async fn seen(
        &self,
        identity: IdentityId,
        keys: &[UpdateKey],
        now: Timestamp,
    ) -> Result<Vec<UpdateKey>>;

    /// Updates of a connection that were not understood, newest first, those before
    /// `before` only. `now` bounds how old they may be.
    async fn unknown_updates(
        &self,
        connection: &ConnectionId,
        before: Option<(Timestamp, &UpdateKey)>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<KeptUpdate>>;

    /// What was used up of the budgets of a connection's identity.
    async fn ledger(&self, connection: &ConnectionId) -> Result<Option<Ledger>>;

    /// What a connection used of its administrator's plan, day by day from this day on.
    async fn usage(&self, connection: &ConnectionId, from: Day) -> Result<Vec<Usage>>;

    /// The first delivery of every lane of a connection after lane `after`, in
    /// the order of lanes.
    async fn lane_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Delivery>>;
    /// A lane's deliveries from `from` on, in order.
    async fn lane(&self, lane: &Lane, from: u64, limit: usize) -> Result<Vec<Delivery>>;
    /// One delivery that waits or is under way.
    async fn delivery(&self, key: &delivery::Key) -> Result<Option<Delivery>>;
    /// How many deliveries of a connection wait or are under way; counting stops
    /// at `limit`.
    async fn waiting(&self, connection: &ConnectionId, limit: usize) -> Result<usize>;
    /// A connection's dead letters after this sequence, oldest first.
    async fn dead_letters(
        &self,
        connection: &ConnectionId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>>;
    /// One dead letter.
    async fn dead_letter(&self, id: &delivery::Id) -> Result<Option<DeadLetter>>;

    /// What the team is asked under this name with buttons of the connection's, while nobody
    /// has decided.
    async fn choice(&self, connection: &ConnectionId, id: &choice::Id) -> Result<Option<Choice>>;

    /// The delivery that does a dead letter once more, while it waits or is under way.
    async fn retry(&self, id: &delivery::Id) -> Result<Option<delivery::Key>>;

    /// A connection's timers due until then, earliest first.
    async fn due_timers(
        &self,
        connection: &ConnectionId,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Timer>>;
    /// When the connection's next timer is due.
    async fn next_timer(&self, connection: &ConnectionId) -> Result<Option<Timestamp>>;

    /// Which menu of commands Telegram was told for a bot.
    async fn menu(&self, of: IdentityId) -> Result<Option<String>>;
    /// What the setup bot knows of a person, unsealed.
    async fn setup_person(&self, of: UserId) -> Result<Option<Person>>;
    /// People of whom it knows something, in the order of their ids, behind this one.
    async fn setup_people(&self, after: Option<UserId>, limit: usize) -> Result<Vec<UserId>>;
    /// What connections have to tell their administrators, oldest first.
    async fn setup_notes(&self, limit: usize) -> Result<Vec<Note>>;
    /// What is kept of a connection's messages after this one, in the order of time, unsealed,
    /// with what became of them.
    async fn archived(
        &self,
        connection: &ConnectionId,
        after: Option<&archive::Key>,
        limit: usize,
    ) -> Result<Vec<Archived>>;
    /// A connection's ratings after this one, in the order of their times.
    async fn ratings(
        &self,
        connection: &ConnectionId,
        after: Option<rating::Mark>,
        limit: usize,
    ) -> Result<Vec<Rating>>;

    /// The first post of every lane of a connection after lane `after`, unsealed, in the order
    /// of lanes.
    async fn post_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&webhook::Lane>,
        limit: usize,
    ) -> Result<Vec<Post>>;
    /// The first posts of a lane, unsealed, in order.
    async fn post_lane(&self, lane: &webhook::Lane, limit: usize) -> Result<Vec<Post>>;
    /// How many posts of a connection wait; counting stops at `limit`.
    async fn waiting_posts(&self, connection: &ConnectionId, limit: usize) -> Result<usize>;
    /// A connection's dead posts after this one, unsealed, in the order in which they were
    /// given up, by the hour.
    async fn dead_posts(
        &self,
        connection: &ConnectionId,
        after: Option<DeadId>,
        limit: usize,
    ) -> Result<Vec<DeadPost>>;
    /// One dead post, unsealed.
    async fn dead_post(&self, connection: &ConnectionId, id: DeadId) -> Result<Option<DeadPost>>;

    /// All tokens.
    async fn tokens(&self) -> Result<Vec<Token>>;
    /// The answer to an earlier call with this request id.
    async fn request(&self, id: &str) -> Result<Option<Request>>;

    /// Deletes what is past its time: updates seen over 48 hours ago, requests
    /// older than 24 hours, updates that were not understood after one to two weeks, what
    /// was posted within an hour of the end of its time, so too what nobody answered by a
    /// button, held albums within two hours, what was not told to an administrator after a week, what was used of plans after forty days, what
    /// is kept of messages after 400 days and a week at most, what a webhook was not told after
    /// thirty days.
    /// At most `limit` rows; returns how many.
    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize>;

    /// Whether the store answers.
    async fn check(&self) -> Result<()>;
}
