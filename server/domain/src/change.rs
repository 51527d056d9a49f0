//! What a decision changes: rows, committed together or not at all.

use serde::{Deserialize, Serialize};

use crate::access::Token;
use crate::archive::{self, Archived, End};
use crate::choice::{self, Choice};
use crate::connection::{Connection, ParameterChange};
use crate::delivery::Ledger;
use crate::delivery::{self, DeadLetter, Delivery};
use crate::dialog::{self, Creation, Dialog};
use crate::held::HeldAlbum;
use crate::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId, UserId};
use crate::kept::Kept;
use crate::link::{self, Link};
use crate::logout::{self, Logout};
use crate::message::{UnknownUpdate, UpdateKey};
use crate::plan::Usage;
use crate::profile::Profile;
use crate::rating::Rating;
use crate::reaction::Reactions;
use crate::setup_bot::{Note, Person};
use crate::time::Timestamp;
use crate::webhook::{self, DeadId, DeadPost, Post};

/// Where an identity's update stream stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    /// Bots.
    UpdateId {
        /// The Bot API server that the id belongs to.
        source: String,
        /// The last id of the batch committed last, also when lower than before.
        update_id: i64,
    },
    /// Accounts: opaque.
    State(Vec<u8>),
}

/// An identity as the server knows it, secrets apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Which one.
    pub id: IdentityId,
    /// The connection that it is the frontend or a relay bot of.
    pub connection: ConnectionId,
    /// Raised with every assignment to a gateway.
    pub epoch: i64,
    /// Where its updates stand: a row of its own, written by [`Change::PutCursor`]
    /// alone and filled in when the identity is read. The sessions write epochs,
    /// the desk writes cursors; neither may overwrite the other.
    #[serde(skip)]
    pub cursor: Option<Cursor>,
}

/// Something that has to happen at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timer {
    /// Of which connection.
    pub connection: ConnectionId,
    /// When. Never earlier, maybe later.
    pub due_at: Timestamp,
    /// What about.
    pub about: TimerKind,
}

/// What a timer is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Look whether this dialog is due to close.
    Autoclose(ChatAddress),
    /// Look whether this dialog has waited for the team for so long that it is announced.
    Remind(ChatAddress),
    /// Look at every dialog behind this one, in the order of their chats: a parameter
    /// is another, and topics' names and closing times follow it. `None`: at all.
    Review(Option<ChatAddress>),
}

/// The answer to an earlier call with the same `request_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The UUID, with the token it came with: `TOKEN/UUID`.
    pub id: String,
    /// The method, so that an id used for two is told.
    pub method: String,
    /// The encoded response; empty when it holds a secret.
    pub response: Vec<u8>,
    /// When; kept for 24 hours.
    pub at: Timestamp,
}

/// An update that was not understood, kept for people to look at.
///
/// It may hold what a customer wrote, so it is kept for one to two weeks and no
/// longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptUpdate {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Which update.
    pub key: UpdateKey,
    /// As it came, and what could be found in it.
    pub update: UnknownUpdate,
    /// When it was taken in.
    pub at: Timestamp,
}

/// One row to write or delete. A list of them is one transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Writes a connection. Refused as a conflict when the stored revision is
    /// not one less; a new one has revision 1.
    PutConnection(Box<Connection>),
    /// Deletes a connection with everything of it.
    DeleteConnection(ConnectionId),
    /// Writes an identity, its cursor apart.
    PutIdentity(Identity),
    /// Forgets an identity with its cursor and its secret: a relay bot that is removed.
    DeleteIdentity(IdentityId),
    /// Writes which menu of commands Telegram was told for a bot.
    PutMenu(IdentityId, String),
    /// Writes an identity's cursor.
    PutCursor(IdentityId, Cursor),
    /// Seals and writes an identity's secret.
    PutSecret(IdentityId, Secret),
    /// Seals and writes a session that is to be ended in Telegram. It belongs to no
    /// connection: deleting that leaves it there.
    PutLogout(Box<Logout>),
    /// That session is over, or used after all.
    DeleteLogout(logout::Id),
    /// Writes a dialog.
    PutDialog(Box<Dialog>),
    /// The dialog is among those that `/list` is about.
    ListDialog(dialog::Key),
    /// It is not any more.
    UnlistDialog(dialog::Key),
    /// Seals and writes what the team wrote down about a customer.
    PutProfile(Box<Profile>),
    /// Says which dialog a topic belongs to.
    PutTopic(ChatId, TopicId, dialog::Key),
    /// Writes what is known of topics being made under a name.
    PutCreation(Creation),
    /// Nothing is in doubt about topics of this name any more.
    DeleteCreation(ConnectionId, String),
    /// Gives a person or chat of a connection a number, from which their pseudonym follows. Under
    /// 0, which nobody's id is, stands the next number.
    PutNumber(ConnectionId, i64, u32),
    /// Writes a link.
    PutLink(Box<Link>),
    /// Writes the reactions that a message should have.
    PutReactions(Box<Reactions>),
    /// A message has none any more.
    DeleteReactions(link::Key),
    /// Says that a chat is now found under another address: a group became a
    /// supergroup.
    PutAlias(ConnectionId, ChatAddress, ChatAddress),
    /// Deletes a link.
    DeleteLink(link::Key),
    /// Seals and holds an album of which nothing has passed a gate so far.
    HoldAlbum(Box<HeldAlbum>),
    /// An album that was held since then passed.
    ReleaseAlbum(ConnectionId, ChatAddress, String, Timestamp),
    /// Seals and keeps what was posted for a message.
    Keep(Box<Kept>),
    /// Forgets what was posted for a message, kept until then.
    Forget(ConnectionId, link::Key, Timestamp),
    /// Remembers an update for 48 hours.
    MarkSeen(IdentityId, UpdateKey, Timestamp),
    /// Keeps an update that was not understood.
    KeepUnknown(Box<KeptUpdate>),
    /// Writes a delivery, new or changed.
    PutDelivery(Box<Delivery>),
    /// A delivery is done with.
    DeleteDelivery(delivery::Key),
    /// Writes a dead letter.
    PutDeadLetter(Box<DeadLetter>),
    /// A dead letter is done with.
    DeleteDeadLetter(delivery::Id),
    /// Writes what the team is asked with buttons.
    PutChoice(Box<Choice>),
    /// It is decided.
    DeleteChoice(ConnectionId, choice::Id),
    /// A dead letter is done once more, by this delivery.
    PutRetry(delivery::Id, delivery::Key),
    /// That delivery is done with.
    DeleteRetry(delivery::Id),
    /// Writes a timer.
    PutTimer(Timer),
    /// A timer is done with.
    DeleteTimer(Timer),
    /// Sequences below this are used up.
    PutCounter(ConnectionId, u64),
    /// Writes what is used up of the budgets of a connection's identity.
    PutLedger(ConnectionId, Ledger),
    /// Writes what a connection used of its administrator's plan in a day.
    PutUsage(Box<Usage>),
    /// Keeps a change of a parameter.
    PutParameterChange(Box<ParameterChange>),
    /// Seals and writes what the setup bot knows of a person.
    PutSetupPerson(Box<Person>),
    /// Forgets it.
    DeleteSetupPerson(UserId),
    /// Writes what a connection has to tell its administrator.
    PutSetupNote(Box<Note>),
    /// It is told: what was written then, by this connection, about this.
    DeleteSetupNote(Timestamp, ConnectionId, String),
    /// Seals and keeps what ARCHIVE says of a message.
    Archive(Box<Archived>),
    /// What became of such a message.
    EndArchived(Box<archive::Key>, End),
    /// Keeps a customer's rating.
    PutRating(Box<Rating>),
    /// Seals and writes what a webhook is to be told.
    PutPost(Box<Post>),
    /// It was told, or is not to be any more.
    DeletePost(webhook::Key),
    /// Seals and writes what a webhook was not told.
    PutDeadPost(Box<DeadPost>),
    /// It is told once more, or not wanted.
    DeleteDeadPost(ConnectionId, DeadId),
    /// Writes a token.
    PutToken(Box<Token>),
    /// A token is revoked.
    DeleteToken(String),
    /// Remembers the answer to a call. Refused as a conflict when there is one.
    PutRequest(Box<Request>),
}

/// A secret on its way to where it is sealed. Never shown, never serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

// === impl Secret ===

impl Secret {
    /// Takes a secret.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The secret itself. For sealing and for Telegram, nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}
