use backline_proto::gateway::v1::outcome::Kind;

use super::words::TABLE;
use super::*;

fn refused(code: i64, description: &str) -> Kind {
    of_refusal(Refusal {
        code,
        description: description.into(),
        ..Refusal::default()
    })
    .kind
    .unwrap()
}

/// Telegram's words as they stand on the wire, and what they mean.
const WORDS: &[(Result<(), Reason>, &[(i64, &str)])] = &[
    (
        Ok(()),
        &[
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
            ),
            (400, "Bad Request: TOPIC_NOT_MODIFIED"),
            (400, "Bad Request: CHAT_NOT_MODIFIED"),
            (400, "Bad Request: message to delete not found"),
            (400, "Bad Request: message to unpin not found"),
            (400, "Bad Request: MESSAGE_NOT_MODIFIED"),
        ],
    ),
    (
        Err(Reason::Blocked),
        &[
            (403, "Forbidden: bot was blocked by the user"),
            (400, "Bad Request: USER_IS_BLOCKED"),
        ],
    ),
    (
        Err(Reason::Deactivated),
        &[
            (403, "Forbidden: user is deactivated"),
            (400, "Bad Request: INPUT_USER_DEACTIVATED"),
        ],
    ),
    (
        Err(Reason::NeverStarted),
        &[
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
            ),
            (400, "Bad Request: BUSINESS_PEER_USAGE_MISSING"),
        ],
    ),
    (
        Err(Reason::PeerFlood),
        &[
            (400, "Bad Request: PEER_FLOOD"),
            (400, "Bad Request: FROZEN_METHOD_INVALID"),
            (406, "FROZEN_METHOD_INVALID"),
            (420, "FROZEN_METHOD_INVALID"),
            (400, "Bad Request: FROZEN_PARTICIPANT_MISSING"),
        ],
    ),
    (
        Err(Reason::NotAMember),
        &[
            (403, "Forbidden: bot was kicked from the supergroup chat"),
            (403, "Forbidden: bot is not a member of the supergroup chat"),
            (400, "Bad Request: USER_NOT_PARTICIPANT"),
            (400, "Bad Request: CHANNEL_PRIVATE"),
            (400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN"),
            (403, "Forbidden: bot was kicked from the channel chat"),
        ],
    ),
    (
        Err(Reason::ChatNotFound),
        &[
            (403, "Forbidden: the group chat was deleted"),
            (403, "Forbidden: group chat was deactivated"),
            (400, "Bad Request: chat not found"),
            (400, "Bad Request: PEER_ID_INVALID"),
            (400, "Bad Request: CHAT_ID_INVALID"),
            (400, "Bad Request: CHANNEL_INVALID"),
            (400, "Bad Request: CHANNEL_PUBLIC_GROUP_NA"),
            (400, "Bad Request: can't access the chat"),
            (
                400,
                "Bad Request: can't access the chat to copy message from",
            ),
            (400, "Bad Request: chat is not accessible"),
            (400, "Bad Request: chat to copy message from not found"),
            (400, "Bad Request: chat to forward messages from not found"),
            (400, "Bad Request: chat to forward messages to not found"),
            (400, "Bad Request: private chat not found"),
            (400, "Bad Request: business connection not found"),
            (400, "Bad Request: BUSINESS_CONNECTION_INVALID"),
        ],
    ),
    (
        Err(Reason::TopicNotFound),
        &[
            (400, "Bad Request: message thread not found"),
            (400, "Bad Request: TOPIC_DELETED"),
            (400, "Bad Request: TOPIC_ID_INVALID"),
            (400, "Bad Request: invalid forum topic identifier specified"),
            (400, "Bad Request: unknown forum topic identifier specified"),
        ],
    ),
    (
        Err(Reason::TopicClosed),
        &[(400, "Bad Request: TOPIC_CLOSED")],
    ),
    (
        Err(Reason::NotAForum),
        &[
            (400, "Bad Request: the chat is not a forum"),
            (400, "Bad Request: CHANNEL_FORUM_MISSING"),
            (400, "Bad Request: the chat is not a supergroup forum"),
            (400, "Bad Request: chat doesn't have topics"),
            (400, "Bad Request: there are no message threads in the chat"),
        ],
    ),
    (
        Err(Reason::MissingRight),
        &[
            (400, "Bad Request: not enough rights to create a topic"),
            (400, "Bad Request: have no rights to send a message"),
            (
                400,
                "Bad Request: need administrator rights in the channel chat",
            ),
            (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
            (400, "Bad Request: RIGHT_FORBIDDEN"),
            (400, "Bad Request: CHAT_SEND_MEDIA_FORBIDDEN"),
            (400, "Bad Request: have no write access to the chat"),
            (400, "Bad Request: CHAT_RESTRICTED"),
            (400, "Bad Request: USER_RESTRICTED"),
            (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
            (
                400,
                "Bad Request: user restricted receiving of voice note messages",
            ),
            (400, "Bad Request: BUSINESS_PEER_INVALID"),
            (
                400,
                "Bad Request: not enough rights to send photos to the chat",
            ),
        ],
    ),
    (
        Err(Reason::MessageNotFound),
        &[
            (400, "Bad Request: message to copy not found"),
            (400, "Bad Request: message to forward not found"),
            (400, "Bad Request: message to edit not found"),
            (400, "Bad Request: message to be replied not found"),
            (400, "Bad Request: message to reply not found"),
            (400, "Bad Request: replied message not found"),
            (400, "Bad Request: message to react not found"),
            (400, "Bad Request: message to pin not found"),
            (400, "Bad Request: MESSAGE_ID_INVALID"),
            (400, "Bad Request: message not found"),
            (400, "Bad Request: message identifier is not specified"),
            (400, "Bad Request: message identifiers are not specified"),
            (400, "Bad Request: invalid message identifier specified"),
            (400, "Bad Request: wrong message identifier"),
            (400, "Bad Request: MSG_ID_INVALID"),
            (400, "Bad Request: REPLY_MESSAGE_ID_INVALID"),
            (400, "Bad Request: MESSAGE_NOT_FOUND"),
            (400, "Bad Request: can't find message to copy"),
            (
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            ),
        ],
    ),
    (
        Err(Reason::NotCopyable),
        &[
            (400, "Bad Request: the message can't be copied"),
            (400, "Bad Request: the message can't be forwarded"),
            (
                400,
                "Bad Request: message has protected content and can't be copied",
            ),
            (400, "Bad Request: chat has protected content"),
            (400, "Bad Request: CHAT_FORWARDS_RESTRICTED"),
            (400, "Bad Request: messages can't be forwarded"),
            (400, "Bad Request: can't copy message content"),
            (400, "Bad Request: there are no messages to forward"),
            (
                400,
                "Bad Request: message has protected content and can't be forwarded",
            ),
        ],
    ),
    (
        Err(Reason::NotEditable),
        &[
            (400, "Bad Request: message can't be edited"),
            (400, "Bad Request: message can't be deleted for everyone"),
            (400, "Bad Request: MESSAGE_AUTHOR_REQUIRED"),
            (400, "Bad Request: there is no text in the message to edit"),
            (
                400,
                "Bad Request: there is no caption in the message to edit",
            ),
            (400, "Bad Request: message can't be deleted"),
            (400, "Bad Request: MESSAGE_DELETE_FORBIDDEN"),
            (400, "Bad Request: MESSAGE_EDIT_TIME_EXPIRED"),
            (400, "Bad Request: message media can't be edited"),
            (
                400,
                "Bad Request: there is no live location in the message to edit",
            ),
            (400, "Bad Request: service messages can't be pinned"),
            (400, "Bad Request: MEDIA_PREV_INVALID"),
        ],
    ),
    (
        Err(Reason::TooLong),
        &[
            (400, "Bad Request: message is too long"),
            (400, "Bad Request: MESSAGE_TOO_LONG"),
            (400, "Bad Request: message caption is too long"),
            (400, "Bad Request: MEDIA_CAPTION_TOO_LONG"),
            (400, "Bad Request: text is too long"),
            (400, "Bad Request: reply markup is too long"),
            (400, "Bad Request: poll question length must not exceed 300"),
        ],
    ),
    (
        Err(Reason::FileTooBig),
        &[
            (400, "Bad Request: file is too big"),
            (413, "Request Entity Too Large"),
        ],
    ),
    (
        Err(Reason::FileNotFound),
        &[
            (400, "Bad Request: wrong file identifier/HTTP URL specified"),
            (
                400,
                "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
            ),
            (400, "Bad Request: invalid file_id"),
            (400, "Bad Request: invalid file id"),
            (400, "Bad Request: FILE_REFERENCE_EXPIRED"),
            (
                400,
                "Bad Request: wrong file_id or the file is temporarily unavailable",
            ),
            (400, "Bad Request: FILE_ID_INVALID"),
            (400, "Bad Request: MEDIA_EMPTY"),
        ],
    ),
    (
        Err(Reason::QuoteMismatch),
        &[
            (400, "Bad Request: QUOTE_TEXT_INVALID"),
            (400, "Bad Request: quote not found"),
        ],
    ),
    (
        Err(Reason::ReactionNotAllowed),
        &[
            (400, "Bad Request: REACTION_INVALID"),
            (400, "Bad Request: REACTION_NOT_ALLOWED"),
            (400, "Bad Request: REACTIONS_TOO_MANY"),
            (400, "Bad Request: reaction is not available"),
            (
                400,
                "Bad Request: the reaction isn't available for the message",
            ),
            (400, "Bad Request: invalid reaction type specified"),
        ],
    ),
    (
        Err(Reason::NotSupported),
        &[
            (404, "Not Found: method not found"),
            (400, "Bad Request: BUSINESS_CONNECTION_NOT_ALLOWED"),
        ],
    ),
    (
        Err(Reason::BadCredential),
        &[(401, "Unauthorized"), (404, "Not Found")],
    ),
    (
        Err(Reason::Other),
        &[
            (400, "Bad Request: something new"),
            (403, "Forbidden: something new"),
        ],
    ),
];

#[test]
fn telegrams_words_mean_what_they_mean() {
    let told = WORDS
        .iter()
        .flat_map(|(expected, rows)| rows.iter().map(move |row| (expected, row)));
    for (expected, (code, words)) in told {
        let actual = match refused(*code, words) {
            Kind::Succeeded(_) => Ok(()),
            Kind::Rejected(rejected) => Err(rejected.reason()),
            other => panic!("{words}: {other:?}"),
        };
        assert_eq!(actual, *expected, "{words}");
    }
}

#[test]
fn every_row_of_the_table_has_words_that_reach_it() {
    let rows: Vec<&str> = TABLE.iter().flat_map(|(_, rows)| *rows).copied().collect();
    let said: Vec<String> = WORDS
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|(_, words)| words.to_lowercase()))
        .collect();
    for row in &rows {
        let reached = said
            .iter()
            .any(|words| rows.iter().find(|other| words.contains(**other)) == Some(row));
        assert!(reached, "no test reaches {row:?}");
    }
}

#[test]
fn a_wait_is_a_wait_under_whatever_code() {
    for (code, words, seconds, is_flood_wait) in [
        (400, "Bad Request: FLOOD_WAIT_33", 33, true),
        (406, "FLOOD_PREMIUM_WAIT_4", 4, true),
        (400, "Bad Request: SLOWMODE_WAIT_12", 12, false),
        (420, "SLOWMODE_WAIT_12", 12, false),
    ] {
        let Kind::Deferred(told) = refused(code, words) else {
            panic!("{words}")
        };
        let seen = (told.delay.unwrap().seconds, told.is_flood_wait);
        assert_eq!(seen, (seconds, is_flood_wait), "{words}");
    }
}

#[test]
fn a_flood_wait_waits_as_long_as_telegram_says() {
    let refusal = Refusal {
        code: 429,
        description: "Too Many Requests: retry after 7".into(),
        retry_after: Some(7),
        migrate_to: None,
    };
    let Some(Kind::Deferred(told)) = of_refusal(refusal).kind else {
        panic!()
    };
    assert_eq!(
        told.delay,
        Some(prost_types::Duration {
            seconds: 7,
            nanos: 0
        })
    );
    assert!(told.is_flood_wait);
    assert_eq!(told.scope(), DeferralScope::Chat);
    for (code, words, seconds) in [
        (429, "Too Many Requests: retry after 12", 12),
        (420, "FLOOD_WAIT_33", 33),
        (429, "", 5),
    ] {
        let Kind::Deferred(told) = refused(code, words) else {
            panic!("{words}")
        };
        assert_eq!(told.delay.unwrap().seconds, seconds, "{words}");
    }
}

#[test]
fn a_group_that_became_a_supergroup_has_moved() {
    let refusal = Refusal {
        code: 400,
        description: "Bad Request: group chat was upgraded to a supergroup chat".into(),
        retry_after: None,
        migrate_to: Some(-1_001_234),
    };
    let Some(Kind::Moved(told)) = of_refusal(refusal).kind else {
        panic!()
    };
    assert_eq!(told.chat_id, -1_001_234);
}

#[test]
fn unknown_never_becomes_certain() {
    let lost = Failure::Lost("HTTP 502".into());
    assert!(matches!(
        of_failure(lost.clone()).kind,
        Some(Kind::Uncertain(_))
    ));
    // A question has no effect: not knowing is not having asked.
    assert!(matches!(
        of_failed_question(lost).kind,
        Some(Kind::Failed(_))
    ));
    let unsent = Failure::NotSent("connection refused".into());
    assert!(matches!(of_failure(unsent).kind, Some(Kind::Failed(_))));
    assert!(matches!(
        of_failure(Failure::Fenced).kind,
        Some(Kind::Deferred(_))
    ));
    let conflict = refused(409, "Conflict: terminated by other getUpdates request");
    assert!(matches!(conflict, Kind::Failed(_)));
}
