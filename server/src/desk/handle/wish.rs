//! What administrators and the server itself wish of a desk.

use backline_domain::change::{Request, Secret};
use backline_domain::connection::AccountLimits;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId};
use backline_domain::logout::{self, Logout};
use backline_domain::problem::Problem;
use backline_domain::setup_bot::InfoEnd;
use backline_domain::time::Timestamp;

/// An administrative change with what makes it safe to repeat.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who: `token:ID`, `user:ID`, `file`.
    pub by: String,
    /// The row to commit with the change, so that a repeated call is answered
    /// from it; `None` for callers without a request id.
    pub request: Option<Box<Request>>,
}

// === impl Asked ===

impl Asked {
    /// By the server itself.
    #[must_use]
    pub fn by_server() -> Self {
        Self {
            by: "server".to_owned(),
            request: None,
        }
    }
}

/// What became of a card of `/info` that the setup bot sent to whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTold {
    /// Whose card.
    pub chat: ChatAddress,
    /// The message in the topic that asked for it.
    pub command: MessageId,
    /// What became of it.
    pub end: InfoEnd,
    /// The setup bot's @name, without the @.
    pub setup_bot: String,
}

/// How the connection itself is to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionChange {
    /// Another name for people.
    Rename(String),
    /// This group, checked first; the answer comes as the connection's state.
    TakeGroup(ChatId),
    /// How it comes to its group, as long as it has none: the account makes one with this title;
    /// `None`: the administrator makes its bot an admin of one.
    SeekGroup(Option<String>),
    /// A message into General, for a person to see whether it arrives.
    TestGroup,
    /// Stop or run.
    SetStopped(bool),
    /// What Telegram says of the frontend, or of a relay bot.
    Profile {
        /// Of whom.
        identity: IdentityId,
        /// @name without the @.
        username: String,
        /// Whether the bot sees all messages in groups.
        reads_all: bool,
        /// Whether nobody may add the bot to groups.
        keeps_out_of_groups: bool,
        /// What Telegram permits an account.
        limits: Option<AccountLimits>,
    },
    /// What is wrong with the frontend itself, or with a relay bot, and what to do; `None`
    /// = all is well with it. What is wrong with the group is the desk's own to say.
    Problem {
        /// With whom.
        identity: IdentityId,
        /// What is wrong, and what to do.
        problem: Option<Problem>,
        /// Whether it can do nothing at all any more: Telegram does not take its
        /// credential.
        is_barred: bool,
    },
    /// Another credential of the same frontend; what was wrong with the one before
    /// is over.
    Credential(Secret),
    /// One of its bots is served over MTProto, or over the Bot API.
    Via {
        /// Which.
        bot: IdentityId,
        /// Over MTProto.
        is_mtproto: bool,
    },
    /// A bot's session over MTProto is not used any more: it is to be ended in Telegram. Its
    /// token stays.
    EndSession(Box<Logout>),
    /// The account was logged in anew: its session from before is to be ended in Telegram,
    /// and the one it has now is not.
    Logout {
        /// The session from before.
        wanted: Option<Box<Logout>>,
        /// What would have ended the one it has now.
        unwanted: logout::Id,
    },
    /// A bot that looks after the backend group for an account; the one that there is gets
    /// this token.
    SetDesk(IdentityId, Secret),
    /// A further bot for the backend group; one that is there gets this token.
    AddRelay(IdentityId, Secret),
    /// A relay bot is out of use, and its token forgotten.
    RemoveRelay(IdentityId),
    /// Another secret that webhooks are signed with.
    RotateWebhookSecret,
    /// Another start code for the administrator who is awaited.
    Claim {
        /// SHA-256 of the code, hexadecimal.
        code_hash: String,
        /// The code is worthless from then on.
        expires_at: Timestamp,
    },
}
