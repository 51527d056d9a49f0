//! What a delivery does, and what it is for.

use serde::{Deserialize, Serialize};

use crate::catalogue::Language;
use crate::choice;
use crate::id::{ChatAddress, ChatId, MessageId, MessageRef, TopicId, UserId};
use crate::link::Side;
use crate::message::{Button, ButtonPress, FormattedText, Reaction};
use crate::outreach::Reach;
use crate::payload::{Item, Joins, Part, Payload, Step};

/// Where something is posted. Resolved when it is handed out, since a topic may
/// be made, or made anew, after the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The dialog's customer chat.
    Customer {
        /// Thread of a customer's forum group.
        thread: Option<i64>,
    },
    /// The dialog's topic.
    Topic,
    /// General of the backend group.
    General,
    /// A topic of the backend group that is not, or not any more, its dialog's.
    OtherTopic(TopicId),
    /// Some other chat, such as the administrator's private one.
    Chat(ChatAddress),
}

/// What a new message answers, resolved through the links when it is handed
/// out: what is answered may itself still wait in the lane at decision time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyTo {
    /// The counterpart of this message.
    CounterpartOf {
        /// The message on the side that the answer comes from.
        message: MessageRef,
        /// The quoted part.
        quote: Option<FormattedText>,
        /// Where the quote begins in the original.
        quote_position: i32,
    },
    /// This message itself, in the target's chat.
    Message(MessageId),
}

/// What to do. Every payload in it was made in [`crate::payload`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Sends a new message.
    Send {
        /// Where.
        to: Target,
        /// What.
        payload: Payload,
        /// What it answers.
        reply: Option<ReplyTo>,
        /// Buttons under it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Vec<Button>>,
    },
    /// Brings somebody's message to the other side, step by step: each success goes on
    /// to the next, at the head of the lane.
    Carry {
        /// Where to.
        to: Target,
        /// What is left, in order.
        steps: Vec<Step>,
        /// How many are done.
        done: u32,
        /// Which of all steps carries the message itself.
        main: u32,
        /// What the first answers.
        reply: Option<ReplyTo>,
        /// What it needs to be merged with others; `None`: it goes alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joins: Option<Joins>,
    },
    /// Brings several texts of a dialog into its topic as one message. They were
    /// deliveries of their own, and became one when their turn came.
    Merged {
        /// The texts, in order; more than one.
        parts: Vec<Part>,
        /// Whether their days are shown.
        with_dates: bool,
        /// What the first answers.
        reply: Option<ReplyTo>,
    },
    /// Brings an album to the other side. Pieces that come while it waits join it.
    Album {
        /// Where to.
        to: Target,
        /// Its media, by the originals' ids.
        items: Vec<Item>,
        /// One after the other: it could not go as one.
        one_by_one: bool,
        /// What it answers.
        reply: Option<ReplyTo>,
    },
    /// Changes what was posted for a message, found through its link: part by part;
    /// parts too many are deleted, parts too few are sent.
    Edit {
        /// The original.
        source: MessageRef,
        /// Where parts are sent that there were none of.
        to: Target,
        /// The new parts, in order.
        contents: Vec<Payload>,
        /// How many are done.
        done: u32,
        /// The file is the same: only its caption changes.
        same_file: bool,
    },
    /// Makes one of Backline's own messages another, with other buttons or none.
    Rewrite {
        /// The message.
        message: MessageRef,
        /// What it says from then on.
        payload: Payload,
        /// Buttons under it from then on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Vec<Button>>,
    },
    /// Deletes what was posted for a message, found through its link.
    Withdraw {
        /// The original.
        source: MessageRef,
    },
    /// Gives a message the reaction that it should have when this is handed out.
    SyncReaction {
        /// The message.
        message: MessageRef,
    },
    /// Sets or withdraws the identity's reaction.
    React {
        /// The message.
        message: MessageRef,
        /// The reactions it has afterwards.
        reactions: Vec<Reaction>,
    },
    /// Deletes messages.
    Delete {
        /// The chat.
        chat: ChatAddress,
        /// The messages.
        messages: Vec<MessageId>,
    },
    /// Brings the dialog's topic into the state that the dialog has when this
    /// is handed out: makes it, renames it, closes or reopens it. Waits until
    /// nothing is left to do.
    SyncTopic,
    /// Posts, changes or deletes the line in General that says what waits, as it should be
    /// when this is handed out.
    SyncBacklog,
    /// Brings the line about a large file on its way up to date.
    SyncTransfer {
        /// The sequence of the delivery that the file is of.
        of: u64,
    },
    /// Deletes a topic with all that is in it.
    DeleteTopic {
        /// The topic, in the backend group.
        topic: TopicId,
    },
    /// Marks what is in a customer's chat as read.
    MarkRead {
        /// The chat, up to which message.
        message: MessageRef,
    },
    /// Leaves a chat.
    Leave {
        /// The chat.
        chat: ChatId,
    },
    /// Tells Telegram the setup bot's commands.
    SetMenu {
        /// For people whose app speaks it; `None`: for all others.
        language: Option<Language>,
    },
    /// Answers a pressed button.
    AnswerButton {
        /// The query.
        query: String,
        /// Shown to the presser.
        text: String,
    },
    /// Asks about a chat and somebody's standing there.
    Describe {
        /// The chat.
        chat: ChatId,
        /// The person.
        member: Option<i64>,
        /// Whether to count the members.
        #[serde(default)]
        with_count: bool,
    },
    /// What only an account can do: finds, makes, invites, joins.
    Reach(Reach),
}

/// What waits for Telegram's word on somebody's right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightAsk {
    /// `/ban`
    Ban,
    /// `/unban`
    Unban,
    /// `/help`, which lists what its reader may use.
    Help,
    /// A pressed button, which counts for who is in the group.
    Press(Box<ButtonPress>),
}

/// What a delivery is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A customer's message into the topic.
    ToTopic {
        /// The original.
        source: MessageRef,
    },
    /// An operator's message to the customer.
    ToCustomer {
        /// The original in the backend group.
        source: MessageRef,
    },
    /// An edit of what was carried.
    Edit {
        /// The original.
        source: MessageRef,
        /// Its side.
        side: Side,
    },
    /// What Telegram did not let be edited, said once.
    EditNote,
    /// Striking through what was posted for a message that its author deleted.
    Strike {
        /// The original.
        source: MessageRef,
    },
    /// Taking back what an operator wrote.
    Withdraw {
        /// The operator's message.
        source: MessageRef,
        /// The message with `/del`.
        command: MessageId,
    },
    /// Something of Backline's own to the customer; unknown counts as sent.
    CustomerNotice,
    /// The question for a rating, to the customer; unknown counts as sent.
    Question {
        /// Its id.
        id: String,
    },
    /// Something of Backline's own into the backend group; unknown is repeated.
    TeamNotice,
    /// Tells the team what became of an operator's message; linked to it, so
    /// that an answer to the notice is understood.
    Verdict {
        /// The operator's message.
        source: MessageRef,
        /// The dead letter that it became.
        letter: u64,
        /// What the buttons under it are about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choice: Option<choice::Id>,
    },
    /// The topic's existence and looks.
    Topic,
    /// Getting rid of a topic that was made twice: a dead end for operators.
    DoubleTopic {
        /// The one too many.
        topic: TopicId,
    },
    /// The card of `/info`, once the members of the customer's group are counted.
    InfoCard,
    /// The same, for somebody's private chat with the setup bot.
    PrivateInfo {
        /// The message with the command.
        command: MessageId,
        /// Who gave it.
        to: UserId,
        /// The language of their app.
        language: String,
    },
    /// A receipt.
    Receipt,
    /// Leaving a chat that is none of ours.
    Leave,
    /// Checking the backend group.
    GroupCheck,
    /// Making it.
    Founding,
    /// An answer to a pressed button.
    ButtonAnswer,
    /// The line in General that says what waits.
    Backlog,
    /// The line about a large file on its way.
    Transfer,
    /// How a relay bot stands in the backend group.
    RelayCheck,
    /// Whether somebody has the right that their command, or their press, needs; then it is
    /// done.
    RightCheck {
        /// The message with the command, or with the button.
        command: MessageId,
        /// Who gave it.
        by: UserId,
        /// What they want.
        what: RightAsk,
    },
    /// Taking a service message out of sight.
    Tidy,
    /// What an operator asked an account for; they are told what came of it.
    Outreach {
        /// The message with the command.
        command: MessageId,
        /// Whether it is in the dialog's topic; else in General.
        in_dialog: bool,
    },
}

// === impl Purpose ===

impl Purpose {
    /// The message that it brings to the other side, and the side that it is from; for an
    /// album one of its pieces.
    #[must_use]
    pub const fn carried(&self) -> Option<(Side, &MessageRef)> {
        match self {
            Self::ToTopic { source } => Some((Side::Customer, source)),
            Self::ToCustomer { source } => Some((Side::Team, source)),
            Self::Edit { .. }
            | Self::EditNote
            | Self::Strike { .. }
            | Self::Withdraw { .. }
            | Self::CustomerNotice
            | Self::Question { .. }
            | Self::TeamNotice
            | Self::Verdict { .. }
            | Self::Topic
            | Self::DoubleTopic { .. }
            | Self::InfoCard
            | Self::PrivateInfo { .. }
            | Self::Receipt
            | Self::Leave
            | Self::GroupCheck
            | Self::Founding
            | Self::ButtonAnswer
            | Self::Backlog
            | Self::Transfer
            | Self::RelayCheck
            | Self::RightCheck { .. }
            | Self::Tidy
            | Self::Outreach { .. } => None,
        }
    }
}

// === impl Action ===

impl Action {
    /// What the message that it posts answers.
    #[must_use]
    pub const fn reply(&self) -> Option<&ReplyTo> {
        if let Self::Send { reply, .. }
        | Self::Carry { reply, .. }
        | Self::Merged { reply, .. }
        | Self::Album { reply, .. } = self
        {
            reply.as_ref()
        } else {
            None
        }
    }

    /// The same, to be changed.
    pub(crate) const fn reply_mut(&mut self) -> Option<&mut Option<ReplyTo>> {
        if let Self::Send { reply, .. }
        | Self::Carry { reply, .. }
        | Self::Merged { reply, .. }
        | Self::Album { reply, .. } = self
        {
            Some(reply)
        } else {
            None
        }
    }

    /// Whether doing it twice would annoy a customer or leave a dead end, so
    /// that a Start has to be committed before it may be done.
    #[must_use]
    pub const fn reaches_customer(&self) -> bool {
        match self {
            Self::Send { to, .. } | Self::Carry { to, .. } | Self::Album { to, .. } => {
                matches!(to, Target::Customer { .. } | Target::Chat(_))
            }
            Self::Merged { .. }
            | Self::Edit { .. }
            | Self::Rewrite { .. }
            | Self::Withdraw { .. }
            | Self::SyncReaction { .. }
            | Self::React { .. }
            | Self::Delete { .. }
            | Self::SyncTopic
            | Self::SyncBacklog
            | Self::SyncTransfer { .. }
            | Self::DeleteTopic { .. }
            | Self::MarkRead { .. }
            | Self::Leave { .. }
            | Self::AnswerButton { .. }
            | Self::SetMenu { .. }
            | Self::Describe { .. }
            | Self::Reach(_) => false,
        }
    }
}
