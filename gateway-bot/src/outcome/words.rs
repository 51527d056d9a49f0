//! What Telegram's words mean.
//!
//! The Bot API server names errors in words only: its own, TDLib's, and the names
//! of MTProto's errors as they are. Where it knows a code that is none of HTTP's
//! (406, 420) it says 400 with the same words, so that the code tells nothing.

use backline_proto::gateway::v1::RejectionReason as Reason;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is as it was to become.
    Done,
    /// It certainly did not happen and never will.
    Never(Reason),
}

/// The first words that are in the description count, in any case; what is not
/// here is told by its code.
pub(super) const TABLE: &[(Meaning, &[&str])] = &[
    (
        Meaning::Done,
        &[
            "message is not modified",
            "message_not_modified",
            "topic_not_modified",
            "chat_not_modified",
            "message to delete not found",
            "message to unpin not found",
        ],
    ),
    // The person.
    (
        Meaning::Never(Reason::Blocked),
        &["bot was blocked by the user", "user_is_blocked"],
    ),
    (
        Meaning::Never(Reason::Deactivated),
        &["user is deactivated", "input_user_deactivated"],
    ),
    (
        Meaning::Never(Reason::NeverStarted),
        &[
            "can't initiate conversation with a user",
            "business_peer_usage_missing",
        ],
    ),
    // The identity itself is restricted or frozen, towards everybody.
    (
        Meaning::Never(Reason::PeerFlood),
        &["peer_flood", "frozen_"],
    ),
    // The chat.
    (
        Meaning::Never(Reason::NotAMember),
        &[
            "bot was kicked",
            "bot is not a member",
            "user_not_participant",
            "channel_private",
            "chat_guest_send_forbidden",
        ],
    ),
    (
        Meaning::Never(Reason::ChatNotFound),
        &[
            "group chat was deleted",
            "group chat was deactivated",
            "chat not found",
            "peer_id_invalid",
            "chat_id_invalid",
            "channel_invalid",
            "channel_public_group_na",
            "can't access the chat",
            "chat is not accessible",
            "chat to copy message from not found",
            "chat to forward messages from not found",
            "chat to forward messages to not found",
            "business connection not found",
            "business_connection_invalid",
        ],
    ),
    // The topic.
    (
        Meaning::Never(Reason::TopicNotFound),
        &[
            "message thread not found",
            "topic_deleted",
            "topic_id_invalid",
            "invalid forum topic identifier",
            "unknown forum topic identifier",
        ],
    ),
    (Meaning::Never(Reason::TopicClosed), &["topic_closed"]),
    (
        Meaning::Never(Reason::NotAForum),
        &[
            "chat is not a forum",
            "chat is not a supergroup forum",
            "channel_forum_missing",
            "chat doesn't have topics",
            "no message threads in the chat",
        ],
    ),
    // Before the rights, whose words are in it.
    (
        Meaning::Never(Reason::NotEditable),
        &["message_delete_forbidden"],
    ),
    (
        Meaning::Never(Reason::MissingRight),
        &[
            "not enough rights",
            "have no rights",
            "have no write access",
            "need administrator rights",
            "chat_admin_required",
            "chat_restricted",
            "user_restricted",
            "user_banned_in_channel",
            "restricted receiving of",
            "business_peer_invalid",
            "_forbidden",
        ],
    ),
    // The message.
    (
        Meaning::Never(Reason::MessageNotFound),
        &[
            "message to copy not found",
            "message to forward not found",
            "message to edit not found",
            "message to be replied not found",
            "message to reply not found",
            "replied message not found",
            "message to react not found",
            "message to pin not found",
            "message not found",
            "can't find message to copy",
            "message_not_found",
            "message_id_invalid",
            "msg_id_invalid",
            "message identifier is not specified",
            "message identifiers are not specified",
            "invalid message identifier",
            "wrong message identifier",
            // A pressed button that nobody waits at any more.
            "query is too old",
        ],
    ),
    (
        Meaning::Never(Reason::NotCopyable),
        &[
            "can't be copied",
            "can't be forwarded",
            "can't copy message",
            "no messages to forward",
            "has protected content",
            "chat_forwards_restricted",
        ],
    ),
    (
        Meaning::Never(Reason::NotEditable),
        &[
            "can't be edited",
            "can't be deleted",
            "can't be pinned",
            "message_edit_time_expired",
            "message_author_required",
            "no text in the message to edit",
            "no caption in the message to edit",
            "no live location in the message to edit",
            "media_prev_invalid",
        ],
    ),
    // What is to go out.
    (
        Meaning::Never(Reason::TooLong),
        &[
            "message is too long",
            "message_too_long",
            "caption is too long",
            "media_caption_too_long",
            "text is too long",
            "reply markup is too long",
            "length must not exceed",
        ],
    ),
    (
        Meaning::Never(Reason::FileTooBig),
        &["file is too big", "request entity too large"],
    ),
    (
        Meaning::Never(Reason::FileNotFound),
        &[
            "wrong file identifier",
            "wrong remote file identifier",
            "wrong file_id",
            "invalid file_id",
            "invalid file id",
            "file_id_invalid",
            "file_reference",
            "media_empty",
        ],
    ),
    (
        Meaning::Never(Reason::QuoteMismatch),
        &["quote_text_invalid", "quote not found"],
    ),
    (
        Meaning::Never(Reason::ReactionNotAllowed),
        &[
            "reaction_invalid",
            "reaction_not_allowed",
            "reactions_too_many",
            "reaction is not available",
            "reaction isn't available",
            "invalid reaction type",
        ],
    ),
    // The Bot API server, or Telegram for this kind of chat.
    (
        Meaning::Never(Reason::NotSupported),
        &["method not found", "business_connection_not_allowed"],
    ),
];

/// What a description means, if its words are known.
pub(super) fn meaning(description: &str) -> Option<Meaning> {
    let description = description.to_lowercase();
    TABLE
        .iter()
        .find(|(_, rows)| rows.iter().any(|words| description.contains(words)))
        .map(|(meaning, _)| *meaning)
}
