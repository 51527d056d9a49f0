use backline_proto::gateway::v1::outcome::Kind;
use grammers_client::tl::types;

use super::*;

fn refused(code: i32, words: &str) -> Kind {
    let error = types::RpcError {
        error_code: code,
        error_message: words.into(),
    };
    of_failure(Failure::Refused(error.into())).kind.unwrap()
}

#[test]
fn what_never_works_has_its_reason() {
    for (code, words, reason) in [
        (400, "PEER_FLOOD", Reason::PeerFlood),
        (420, "FROZEN_METHOD_INVALID", Reason::PeerFlood),
        (403, "USER_IS_BLOCKED", Reason::Blocked),
        (400, "YOU_BLOCKED_USER", Reason::Blocked),
        (400, "INPUT_USER_DEACTIVATED", Reason::Deactivated),
        (403, "CHAT_WRITE_FORBIDDEN", Reason::MissingRight),
        (403, "CHAT_SEND_PHOTOS_FORBIDDEN", Reason::MissingRight),
        (400, "CHAT_ADMIN_REQUIRED", Reason::MissingRight),
        (400, "CHANNEL_PRIVATE", Reason::NotAMember),
        (406, "CHANNEL_PRIVATE", Reason::NotAMember),
        (400, "TOPIC_DELETED", Reason::TopicNotFound),
        (400, "TOPIC_ID_INVALID", Reason::TopicNotFound),
        (400, "TOPIC_CLOSED", Reason::TopicClosed),
        (400, "CHANNEL_FORUM_MISSING", Reason::NotAForum),
        (400, "MESSAGE_ID_INVALID", Reason::MessageNotFound),
        (400, "MESSAGE_TOO_LONG", Reason::TooLong),
        (400, "QUOTE_TEXT_INVALID", Reason::QuoteMismatch),
        (400, "REACTION_INVALID", Reason::ReactionNotAllowed),
        (400, "FILE_REFERENCE_0_EXPIRED", Reason::FileNotFound),
        (406, "CHAT_FORWARDS_RESTRICTED", Reason::NotCopyable),
        (400, "SOMETHING_NEW", Reason::Other),
    ] {
        match refused(code, words) {
            Kind::Rejected(told) => assert_eq!(told.reason(), reason, "{words}"),
            other => panic!("{words}: {other:?}"),
        }
    }
}

#[test]
fn an_ended_session_is_told_with_its_remedy() {
    for words in [
        "AUTH_KEY_UNREGISTERED",
        "SESSION_REVOKED",
        "AUTH_KEY_DUPLICATED",
    ] {
        match refused(401, words) {
            Kind::Rejected(told) => {
                assert_eq!(told.reason(), Reason::BadCredential);
                assert!(told.detail.contains("log the account in again"), "{told:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_wait_is_waited_as_long_as_telegram_says() {
    for (words, seconds, scope, is_flood) in [
        ("FLOOD_WAIT_31", 31, DeferralScope::Chat, true),
        ("SLOWMODE_WAIT_9", 9, DeferralScope::Chat, false),
        ("FLOOD_PREMIUM_WAIT_3", 3, DeferralScope::Identity, true),
    ] {
        match refused(420, words) {
            Kind::Deferred(told) => {
                assert_eq!(told.delay.as_ref().unwrap().seconds, seconds);
                assert_eq!((told.scope(), told.is_flood_wait), (scope, is_flood));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(
        refused(500, "RANDOM_ID_DUPLICATE"),
        Kind::Deferred(_)
    ));
}

#[test]
fn what_may_have_happened_is_uncertain_and_a_question_is_not() {
    assert!(matches!(refused(500, "RPC_CALL_FAIL"), Kind::Uncertain(_)));
    assert!(matches!(refused(-503, "Timeout"), Kind::Uncertain(_)));
    let lost = || Failure::Lost("cut".into());
    assert!(matches!(of_failure(lost()).kind, Some(Kind::Uncertain(_))));
    let question = of_failed_question(lost());
    assert!(matches!(question.kind, Some(Kind::Failed(_))));
    let unsent = of_failure(Failure::NotSent("x".into()));
    assert!(matches!(unsent.kind, Some(Kind::Failed(_))));
}

#[test]
fn what_is_as_it_was_to_become_is_a_success() {
    for words in ["MESSAGE_NOT_MODIFIED", "TOPIC_NOT_MODIFIED"] {
        assert!(matches!(refused(400, words), Kind::Succeeded(_)));
    }
}
