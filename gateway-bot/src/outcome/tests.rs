use backline_proto::gateway::v1::outcome::Kind;

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
const WORDS: &[(i64, &str, Result<(), Reason>)] = &[
    (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        Ok(()),
    ),
    (400, "Bad Request: TOPIC_NOT_MODIFIED", Ok(())),
    (400, "Bad Request: CHAT_NOT_MODIFIED", Ok(())),
    (400, "Bad Request: message to delete not found", Ok(())),
    (400, "Bad Request: message to unpin not found", Ok(())),
    (
        403,
        "Forbidden: bot was blocked by the user",
        Err(Reason::Blocked),
    ),
    (
        403,
        "Forbidden: user is deactivated",
        Err(Reason::Deactivated),
    ),
    (
        403,
        "Forbidden: bot can't initiate conversation with a user",
        Err(Reason::NeverStarted),
    ),
    (400, "Bad Request: PEER_FLOOD", Err(Reason::PeerFlood)),
    (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
        Err(Reason::NotAMember),
    ),
    (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
        Err(Reason::NotAMember),
    ),
    (
        400,
        "Bad Request: USER_NOT_PARTICIPANT",
        Err(Reason::NotAMember),
    ),
    (400, "Bad Request: CHANNEL_PRIVATE", Err(Reason::NotAMember)),
    (
        403,
        "Forbidden: the group chat was deleted",
        Err(Reason::ChatNotFound),
    ),
    (
        403,
        "Forbidden: group chat was deactivated",
        Err(Reason::ChatNotFound),
    ),
    (
        400,
        "Bad Request: chat not found",
        Err(Reason::ChatNotFound),
    ),
    (
        400,
        "Bad Request: PEER_ID_INVALID",
        Err(Reason::ChatNotFound),
    ),
    (
        400,
        "Bad Request: message thread not found",
        Err(Reason::TopicNotFound),
    ),
    (
        400,
        "Bad Request: TOPIC_DELETED",
        Err(Reason::TopicNotFound),
    ),
    (
        400,
        "Bad Request: TOPIC_ID_INVALID",
        Err(Reason::TopicNotFound),
    ),
    (400, "Bad Request: TOPIC_CLOSED", Err(Reason::TopicClosed)),
    (
        400,
        "Bad Request: the chat is not a forum",
        Err(Reason::NotAForum),
    ),
    (
        400,
        "Bad Request: CHANNEL_FORUM_MISSING",
        Err(Reason::NotAForum),
    ),
    (
        400,
        "Bad Request: not enough rights to create a topic",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: have no rights to send a message",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: need administrator rights in the channel chat",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: CHAT_ADMIN_REQUIRED",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: RIGHT_FORBIDDEN",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: CHAT_SEND_MEDIA_FORBIDDEN",
        Err(Reason::MissingRight),
    ),
    (
        400,
        "Bad Request: message to copy not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to forward not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to edit not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to be replied not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to reply not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: replied message not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to react not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message to pin not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: MESSAGE_ID_INVALID",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: message not found",
        Err(Reason::MessageNotFound),
    ),
    (
        400,
        "Bad Request: the message can't be copied",
        Err(Reason::NotCopyable),
    ),
    (
        400,
        "Bad Request: the message can't be forwarded",
        Err(Reason::NotCopyable),
    ),
    (
        400,
        "Bad Request: message has protected content and can't be copied",
        Err(Reason::NotCopyable),
    ),
    (
        400,
        "Bad Request: chat has protected content",
        Err(Reason::NotCopyable),
    ),
    (
        400,
        "Bad Request: CHAT_FORWARDS_RESTRICTED",
        Err(Reason::NotCopyable),
    ),
    (
        400,
        "Bad Request: message can't be edited",
        Err(Reason::NotEditable),
    ),
    (
        400,
        "Bad Request: message can't be deleted for everyone",
        Err(Reason::NotEditable),
    ),
    (
        400,
        "Bad Request: MESSAGE_AUTHOR_REQUIRED",
        Err(Reason::NotEditable),
    ),
    (
        400,
        "Bad Request: there is no text in the message to edit",
        Err(Reason::NotEditable),
    ),
    (
        400,
        "Bad Request: there is no caption in the message to edit",
        Err(Reason::NotEditable),
    ),
    (
        400,
        "Bad Request: message is too long",
        Err(Reason::TooLong),
    ),
    (400, "Bad Request: MESSAGE_TOO_LONG", Err(Reason::TooLong)),
    (
        400,
        "Bad Request: message caption is too long",
        Err(Reason::TooLong),
    ),
    (
        400,
        "Bad Request: MEDIA_CAPTION_TOO_LONG",
        Err(Reason::TooLong),
    ),
    (400, "Bad Request: file is too big", Err(Reason::FileTooBig)),
    (413, "Request Entity Too Large", Err(Reason::FileTooBig)),
    (
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
        Err(Reason::FileNotFound),
    ),
    (
        400,
        "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
        Err(Reason::FileNotFound),
    ),
    (
        400,
        "Bad Request: invalid file_id",
        Err(Reason::FileNotFound),
    ),
    (
        400,
        "Bad Request: invalid file id",
        Err(Reason::FileNotFound),
    ),
    (
        400,
        "Bad Request: FILE_REFERENCE_EXPIRED",
        Err(Reason::FileNotFound),
    ),
    (
        400,
        "Bad Request: QUOTE_TEXT_INVALID",
        Err(Reason::QuoteMismatch),
    ),
    (
        400,
        "Bad Request: quote not found",
        Err(Reason::QuoteMismatch),
    ),
    (
        400,
        "Bad Request: REACTION_INVALID",
        Err(Reason::ReactionNotAllowed),
    ),
    (
        400,
        "Bad Request: REACTION_NOT_ALLOWED",
        Err(Reason::ReactionNotAllowed),
    ),
    (
        400,
        "Bad Request: REACTIONS_TOO_MANY",
        Err(Reason::ReactionNotAllowed),
    ),
    (
        400,
        "Bad Request: reaction is not available",
        Err(Reason::ReactionNotAllowed),
    ),
    (
        404,
        "Not Found: method not found",
        Err(Reason::NotSupported),
    ),
    (401, "Unauthorized", Err(Reason::BadCredential)),
    (404, "Not Found", Err(Reason::BadCredential)),
    (400, "Bad Request: something new", Err(Reason::Other)),
    (403, "Forbidden: something new", Err(Reason::Other)),
];

#[test]
fn telegrams_words_mean_what_they_mean() {
    for (code, words, expected) in WORDS {
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
    for (row, _) in TABLE {
        let reached = WORDS.iter().any(|(_, words, _)| {
            let words = words.to_lowercase();
            TABLE
                .iter()
                .find(|(other, _)| words.contains(other))
                .is_some_and(|(hit, _)| hit == row)
        });
        assert!(reached, "no test reaches {row:?}");
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
