//! What a delivery does, and what it is for.

use serde::{Deserialize, Serialize};

use crate::id::{ChatAddress, ChatId, MessageId, MessageRef, TopicId};
use crate::message::{Button, FormattedText, Reaction};
use crate::payload::Payload;

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
    /// Copies one message as it is when this runs. Only where no gate is set for
    /// the direction.
    Copy {
        /// Where to.
        to: Target,
        /// The original.
        from: MessageRef,
        /// A caption in place of the original's.
        caption: Option<FormattedText>,
        /// What it answers.
        reply: Option<ReplyTo>,
        /// The same made from the stored update, for when the original is gone
        /// before the copy runs.
        fallback: Payload,
        /// What the fallback alone cannot hold, to follow it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        behind: Vec<Payload>,
    },
    /// Sends one message in several: each success goes on to the next, at the head
    /// of the lane.
    SendParts {
        /// Where.
        to: Target,
        /// What is left, in order.
        parts: Vec<Payload>,
        /// How many are sent.
        sent: u32,
        /// What the first answers.
        reply: Option<ReplyTo>,
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
    /// Deletes a topic with all that is in it.
    DeleteTopic {
        /// The topic, in the backend group.
        topic: TopicId,
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
}

/// What a delivery is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A customer's message into the topic.
    ToTopic {
        /// The original.
        source: MessageRef,
        /// Whether this part carries the message itself, so that links are made
        /// to it; a speaker line of its own does not.
        is_main: bool,
        /// The topic of the customer's forum group that it was written in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<i64>,
    },
    /// An operator's message to the customer.
    ToCustomer {
        /// The original in the backend group.
        source: MessageRef,
    },
    /// Something of Backline's own to the customer; unknown counts as sent.
    CustomerNotice,
    /// Something of Backline's own into the backend group; unknown is repeated.
    TeamNotice,
    /// Tells the team what became of an operator's message; linked to it, so
    /// that an answer to the notice is understood.
    Verdict {
        /// The operator's message.
        source: MessageRef,
        /// The dead letter that it became.
        letter: u64,
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
    /// A receipt.
    Receipt,
    /// Leaving a chat that is none of ours.
    Leave,
    /// Checking the backend group.
    GroupCheck,
    /// An answer to a pressed button.
    ButtonAnswer,
    /// Taking a service message out of sight.
    Tidy,
}

// === impl Action ===

impl Action {
    /// Whether doing it twice would annoy a customer or leave a dead end, so
    /// that a Start has to be committed before it may be done.
    #[must_use]
    pub const fn reaches_customer(&self) -> bool {
        match self {
            Self::Send { to, .. } | Self::Copy { to, .. } | Self::SendParts { to, .. } => {
                matches!(to, Target::Customer { .. } | Target::Chat(_))
            }
            Self::React { .. }
            | Self::Delete { .. }
            | Self::SyncTopic
            | Self::DeleteTopic { .. }
            | Self::Leave { .. }
            | Self::AnswerButton { .. }
            | Self::Describe { .. } => false,
        }
    }
}
