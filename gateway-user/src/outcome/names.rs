//! What Telegram's names for errors mean.

use backline_proto::gateway::v1::RejectionReason as Reason;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is as it was to become.
    Done,
    /// It certainly did not happen and never will.
    Never(Reason),
}

/// The first name counts; one may end with `*`, or begin with it. What is not
/// here is told by its code.
pub(super) const TABLE: &[(Meaning, &[&str])] = &[
    (
        Meaning::Done,
        &[
            "MESSAGE_NOT_MODIFIED",
            "TOPIC_NOT_MODIFIED",
            "CHAT_NOT_MODIFIED",
        ],
    ),
    // The person.
    (
        Meaning::Never(Reason::Blocked),
        &["USER_IS_BLOCKED", "YOU_BLOCKED_USER"],
    ),
    (
        Meaning::Never(Reason::Deactivated),
        &["INPUT_USER_DEACTIVATED", "USER_DELETED"],
    ),
    (
        Meaning::Never(Reason::Privacy),
        &["USER_PRIVACY_RESTRICTED", "USER_NOT_MUTUAL_CONTACT"],
    ),
    (
        Meaning::Never(Reason::NotFound),
        &[
            "USERNAME_NOT_OCCUPIED",
            "USERNAME_INVALID",
            "PHONE_NOT_OCCUPIED",
            "PHONE_NUMBER_INVALID",
        ],
    ),
    (
        Meaning::Never(Reason::PersonInTooManyChats),
        &["USER_CHANNELS_TOO_MUCH"],
    ),
    // The account is restricted or frozen, towards everybody.
    (
        Meaning::Never(Reason::PeerFlood),
        &["PEER_FLOOD", "FROZEN_*"],
    ),
    // The group that people are to come into.
    (
        Meaning::Never(Reason::LinkInvalid),
        &[
            "INVITE_HASH_EXPIRED",
            "INVITE_HASH_INVALID",
            "INVITE_HASH_EMPTY",
        ],
    ),
    (Meaning::Never(Reason::TooManyChats), &["CHANNELS_TOO_MUCH"]),
    (Meaning::Never(Reason::ChatFull), &["USERS_TOO_MUCH"]),
    // The chat.
    (
        Meaning::Never(Reason::NotAMember),
        &[
            "CHANNEL_PRIVATE",
            "USER_NOT_PARTICIPANT",
            "CHAT_GUEST_SEND_FORBIDDEN",
            "USER_KICKED",
            "CHAT_FORBIDDEN",
        ],
    ),
    (
        Meaning::Never(Reason::ChatNotFound),
        &[
            "PEER_ID_INVALID",
            "PEER_ID_NOT_SUPPORTED",
            "CHAT_ID_INVALID",
            "CHAT_INVALID",
            "CHANNEL_INVALID",
            "CHANNEL_PUBLIC_GROUP_NA",
            "USER_ID_INVALID",
            "INPUT_USER_INVALID",
        ],
    ),
    // The topic.
    (
        Meaning::Never(Reason::TopicNotFound),
        &["TOPIC_DELETED", "TOPIC_ID_INVALID", "TOP_MSG_ID_INVALID"],
    ),
    (Meaning::Never(Reason::TopicClosed), &["TOPIC_CLOSED"]),
    (
        Meaning::Never(Reason::NotAForum),
        &["CHANNEL_FORUM_MISSING", "CHAT_NOT_A_FORUM"],
    ),
    // The message.
    (
        Meaning::Never(Reason::NotCopyable),
        &["CHAT_FORWARDS_RESTRICTED", "MESSAGE_FORWARD_*"],
    ),
    (
        Meaning::Never(Reason::NotEditable),
        &[
            "MESSAGE_EDIT_TIME_EXPIRED",
            "MESSAGE_AUTHOR_REQUIRED",
            "MESSAGE_DELETE_FORBIDDEN",
            "MEDIA_PREV_INVALID",
            "MESSAGE_EDIT_FORBIDDEN",
        ],
    ),
    (
        Meaning::Never(Reason::MessageNotFound),
        &[
            "MESSAGE_ID_INVALID",
            "MESSAGE_IDS_EMPTY",
            "MSG_ID_INVALID",
            "REPLY_MESSAGE_ID_INVALID",
            "REPLY_TO_INVALID",
        ],
    ),
    // What is to go out.
    (
        Meaning::Never(Reason::TooLong),
        &[
            "MESSAGE_TOO_LONG",
            "MEDIA_CAPTION_TOO_LONG",
            "ENTITIES_TOO_LONG",
        ],
    ),
    (
        Meaning::Never(Reason::FileTooBig),
        &["FILE_TOO_BIG", "FILE_PARTS_INVALID", "FILE_PART_TOO_BIG"],
    ),
    (
        Meaning::Never(Reason::FileNotFound),
        &[
            "FILE_REFERENCE_*",
            "FILE_ID_INVALID",
            "LOCATION_INVALID",
            "MEDIA_EMPTY",
        ],
    ),
    (
        Meaning::Never(Reason::QuoteMismatch),
        &["QUOTE_TEXT_INVALID"],
    ),
    (
        Meaning::Never(Reason::ReactionNotAllowed),
        &[
            "REACTION_INVALID",
            "REACTION_EMPTY",
            "REACTIONS_TOO_MANY",
            "REACTION_NOT_ALLOWED",
        ],
    ),
    // The rights; many of these names end alike.
    (
        Meaning::Never(Reason::MissingRight),
        &[
            "CHAT_ADMIN_REQUIRED",
            "CHAT_RESTRICTED",
            "USER_RESTRICTED",
            "USER_BANNED_IN_CHANNEL",
            "PRIVACY_PREMIUM_REQUIRED",
            "PREMIUM_ACCOUNT_REQUIRED",
            "ALLOW_PAYMENT_REQUIRED",
            "*_FORBIDDEN",
        ],
    ),
    (
        Meaning::Never(Reason::NotSupported),
        &["METHOD_INVALID", "BOT_METHOD_INVALID", "USER_BOT_REQUIRED"],
    ),
];

/// What a name means, if it is known.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let is = |known: &&str| {
        if let Some(begin) = known.strip_suffix('*') {
            name.starts_with(begin)
        } else if let Some(end) = known.strip_prefix('*') {
            name.ends_with(end)
        } else {
            name == *known
        }
    };
    let row = TABLE.iter().find(|(_, names)| names.iter().any(is));
    row.map(|(meaning, _)| *meaning)
}
