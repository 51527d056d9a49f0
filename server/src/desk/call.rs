//! A call to Telegram as it goes to a gateway: an action with every target and
//! reply resolved. The session converts it to the contract's `Action`.

use backline_domain::id::{ChatAddress, ChatId, MessageId, MessageRef};
use backline_domain::message::{Button, Content, FormattedText, Media, Reaction};
use backline_domain::outreach::{Invitation, Whom};
use backline_domain::time::Timestamp;

/// Where something is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The chat.
    pub chat: ChatAddress,
    /// Forum topic or thread; `None` for General.
    pub topic: Option<i64>,
}

/// What a new message answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The message, in the place's chat.
    pub message: MessageId,
    /// The quoted part.
    pub quote: Option<FormattedText>,
    /// Where the quote begins, in UTF-16 code units.
    pub quote_position: i32,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Sends a new message. Replies are optional: the message matters more.
    Send {
        /// Where.
        to: Place,
        /// What.
        content: Content,
        /// What it answers.
        reply: Option<Reply>,
        /// Buttons under it.
        buttons: Vec<Vec<Button>>,
    },
    /// Copies one message.
    Copy {
        /// Where to.
        to: Place,
        /// The original.
        from: MessageRef,
        /// A caption in place of the original's.
        caption: Option<FormattedText>,
        /// Whether that caption stands above the media.
        caption_above: bool,
        /// What it answers.
        reply: Option<Reply>,
    },
    /// Copies an album as it is.
    CopyAlbum {
        /// Where to.
        to: Place,
        /// The chat of the originals.
        from: ChatAddress,
        /// Their ids, rising.
        messages: Vec<MessageId>,
    },
    /// Sends an album.
    SendAlbum {
        /// Where.
        to: Place,
        /// Its media.
        items: Vec<Media>,
        /// What it answers.
        reply: Option<Reply>,
    },
    /// Changes a message of our own.
    Edit {
        /// The message.
        message: MessageRef,
        /// The new content.
        content: Content,
        /// Only the caption changes.
        caption_only: bool,
        /// The buttons that it has afterwards.
        buttons: Vec<Vec<Button>>,
    },
    /// Sets or withdraws the identity's reaction.
    React {
        /// The message.
        message: MessageRef,
        /// The reactions afterwards.
        reactions: Vec<Reaction>,
    },
    /// Deletes messages.
    Delete {
        /// The chat.
        chat: ChatAddress,
        /// The messages.
        messages: Vec<MessageId>,
    },
    /// Makes a topic.
    CreateTopic {
        /// The forum.
        chat: ChatId,
        /// Its name.
        name: String,
        /// Its colour as 0xRRGGBB.
        color: i32,
    },
    /// Renames a topic.
    EditTopic {
        /// The topic.
        topic: Place,
        /// The new name.
        name: String,
    },
    /// Closes or reopens a topic.
    SetTopicClosed {
        /// The topic.
        topic: Place,
        /// Whether it is closed afterwards.
        closed: bool,
    },
    /// Deletes a topic with all that is in it.
    DeleteTopic {
        /// The topic.
        topic: Place,
    },
    /// Marks what is in a chat as read.
    MarkRead {
        /// The chat, up to which message.
        message: MessageRef,
    },
    /// Looks a person up.
    Find {
        /// Whom.
        who: Whom,
    },
    /// Makes a supergroup.
    CreateGroup {
        /// Its title.
        title: String,
        /// Whether it has topics.
        is_forum: bool,
    },
    /// Brings a bot into a group, as its administrator.
    Appoint {
        /// The group.
        chat: ChatId,
        /// The bot's @name without the @.
        username: String,
    },
    /// Looks for a group that the account made.
    FindGroup {
        /// Its title.
        title: String,
        /// Made then or later.
        since: Timestamp,
    },
    /// Brings a person into a group.
    Invite {
        /// The group.
        chat: ChatAddress,
        /// Whom.
        who: Whom,
    },
    /// Makes a link into a group.
    InviteLink {
        /// The group.
        chat: ChatAddress,
    },
    /// Joins a group or channel.
    Join {
        /// What leads there.
        link: Invitation,
        /// Whether groups are wanted.
        groups: bool,
        /// Whether channels are.
        channels: bool,
    },
    /// Leaves a chat.
    Leave {
        /// The chat.
        chat: ChatId,
    },
    /// Answers a pressed button.
    AnswerButton {
        /// The query.
        query: String,
        /// Shown to the presser.
        text: String,
    },
    /// Sets the commands that are shown in private chats.
    SetMenu {
        /// For whose app's language, two letters; empty: for all others.
        language: String,
        /// Each with what it does.
        commands: Vec<(String, String)>,
    },
    /// Brings a file into the server's store.
    FetchFile {
        /// As the identity names it.
        file_id: String,
        /// Bytes, as Telegram told it.
        size: i64,
    },
    /// Asks about a chat, its administrators, and somebody's standing there.
    Describe {
        /// The chat.
        chat: ChatId,
        /// The person.
        member: Option<i64>,
        /// Whether to count the members.
        with_count: bool,
    },
}

// === impl Call ===

impl Call {
    /// How many messages it makes.
    #[must_use]
    pub fn messages(&self) -> usize {
        match self {
            Self::Send { .. } | Self::Copy { .. } | Self::CreateTopic { .. } => 1,
            Self::CopyAlbum { messages, .. } => messages.len(),
            Self::SendAlbum { items, .. } => items.len(),
            Self::Edit { .. }
            | Self::Delete { .. }
            | Self::React { .. }
            | Self::EditTopic { .. }
            | Self::SetTopicClosed { .. }
            | Self::DeleteTopic { .. }
            | Self::MarkRead { .. }
            | Self::Find { .. }
            | Self::CreateGroup { .. }
            | Self::Appoint { .. }
            | Self::FindGroup { .. }
            | Self::Invite { .. }
            | Self::InviteLink { .. }
            | Self::Join { .. }
            | Self::Leave { .. }
            | Self::AnswerButton { .. }
            | Self::SetMenu { .. }
            | Self::Describe { .. }
            | Self::FetchFile { .. } => 0,
        }
    }

    /// The files that it sends, in order.
    #[must_use]
    pub fn media(&self) -> Vec<&Media> {
        match self {
            Self::SendAlbum { items, .. } => items.iter().collect(),
            Self::Send {
                content: Content::Media(media),
                ..
            }
            | Self::Edit {
                content: Content::Media(media),
                caption_only: false,
                ..
            } => vec![media],
            _ => Vec::new(),
        }
    }
}
