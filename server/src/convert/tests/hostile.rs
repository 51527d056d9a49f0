//! Input as no honest gateway sends it.

use std::time::Duration;

use backline_domain::delivery::{Outcome, Rejection};
use backline_domain::id::MessageId;
use backline_domain::message::{Content, Event, Update};
use backline_domain::outreach::Reached;
use backline_proto::common::v1 as common;
use backline_proto::gateway::v1 as proto;
use proptest::collection::vec;
use proptest::prelude::*;
use prost::Message as _;

use super::arbitrary;
use crate::convert::{outcome, text, update};

proptest! {
    /// Valid updates with some bytes changed: whatever still decodes converts.
    #[test]
    fn changed_bytes_never_panic(
        given in arbitrary::update(),
        changes in vec((any::<usize>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = update::to_proto(&given).encode_to_vec();
        for (at, to) in changes {
            let at = at % bytes.len();
            bytes[at] = to;
        }
        if let Ok(decoded) = proto::Update::decode(bytes.as_slice()) {
            let converted = update::from_proto(decoded);
            let _ = update::to_proto(&converted);
        }
    }

    #[test]
    fn changed_outcomes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(decoded) = proto::Outcome::decode(bytes.as_slice()) {
            let _ = outcome::from_proto(decoded);
        }
    }

    /// Whatever the numbers, the text is whole and what is left of the entities
    /// lies inside it.
    #[test]
    fn entities_are_dropped_and_text_is_kept(
        words in "\\PC{0,12}",
        numbers in vec((any::<i32>(), any::<i32>()), 0..6),
        near in vec((-2..14, -2..14), 0..6),
    ) {
        let entities = numbers.into_iter().chain(near).map(|(offset, length)| common::TextEntity {
            r#type: "bold".into(),
            offset,
            length,
            ..Default::default()
        });
        let given = common::FormattedText { text: words.clone(), entities: entities.collect() };
        let converted = text::from_proto(given);
        prop_assert_eq!(&converted.text, &words);
        let units: Vec<u16> = words.encode_utf16().collect();
        for entity in converted.entities {
            let stretch = &units[entity.offset..entity.offset + entity.length];
            prop_assert!(!stretch.is_empty() && String::from_utf16(stretch).is_ok());
        }
    }
}

#[test]
fn half_an_emoji_is_no_place_for_an_entity() {
    let entity = |offset, length| common::TextEntity {
        r#type: "bold".into(),
        offset,
        length,
        ..Default::default()
    };
    let given = common::FormattedText {
        text: "😀b".into(),
        entities: vec![
            entity(0, 1),
            entity(1, 1),
            entity(0, 2),
            entity(2, 1),
            entity(2, 2),
        ],
    };
    let kept: Vec<_> = text::from_proto(given)
        .entities
        .iter()
        .map(|entity| (entity.offset, entity.length))
        .collect();
    assert_eq!(kept, [(0, 2), (2, 1)]);
}

#[test]
fn a_message_without_a_chat_is_kept_with_its_words_and_its_author() {
    let posted = common::Message {
        message_id: 7,
        sender: Some(common::Sender {
            user: Some(common::User {
                id: 42,
                ..Default::default()
            }),
            ..Default::default()
        }),
        content: Some(common::Content {
            kind: Some(common::content::Kind::Text(common::FormattedText {
                text: "where is my parcel".into(),
                entities: Vec::new(),
            })),
        }),
        ..Default::default()
    };
    let given = proto::Update {
        key: Some(proto::UpdateKey {
            update_id: 9,
            ..Default::default()
        }),
        event: Some(proto::update::Event::MessagePosted(posted)),
    };
    let Update { key, event } = update::from_proto(given);
    assert_eq!(key.update_id, 9);
    let Event::Unknown(unknown) = event else {
        panic!("{event:?}")
    };
    assert_eq!(unknown.raw_kind, "malformed");
    assert_eq!(unknown.message, Some(MessageId(7)));
    assert_eq!(unknown.sender.user.unwrap().id.0, 42);
    assert!(
        unknown.raw_json.contains("where is my parcel"),
        "{}",
        unknown.raw_json
    );
    assert!(
        unknown.raw_json.contains("`message.chat` is missing"),
        "{}",
        unknown.raw_json
    );
}

#[test]
fn nothing_at_all_is_an_update_too_and_the_same_when_it_comes_twice() {
    let once = update::from_proto(proto::Update::default());
    assert!(matches!(&once.event, Event::Unknown(unknown) if unknown.raw_kind == "malformed"));
    assert!(!once.key.natural.is_empty());
    assert_eq!(once.key, update::from_proto(proto::Update::default()).key);
}

#[test]
fn a_huge_malformed_update_is_cut() {
    let posted = common::Message {
        sender: Some(common::Sender {
            signature: "ё".repeat(1_000_000),
            ..Default::default()
        }),
        ..Default::default()
    };
    let event = Some(proto::update::Event::MessagePosted(posted));
    let Event::Unknown(unknown) = update::from_proto(proto::Update { key: None, event }).event
    else {
        panic!("not malformed")
    };
    assert!(
        unknown.raw_json.len() <= 64 * 1024,
        "{}",
        unknown.raw_json.len()
    );
}

#[test]
fn media_of_an_unknown_kind_keeps_its_caption() {
    let file = common::Media {
        kind: 99,
        caption: Some(common::FormattedText {
            text: "see this".into(),
            entities: Vec::new(),
        }),
        ..Default::default()
    };
    let given = common::Content {
        kind: Some(common::content::Kind::Media(file)),
    };
    let content = crate::convert::content::from_proto(given);
    let Content::Unsupported(unsupported) = content else {
        panic!("{content:?}")
    };
    assert_eq!(unsupported.text.text, "see this");
}

#[test]
fn a_success_stays_one_whatever_came_with_it() {
    let done = proto::Succeeded {
        message_ids: vec![i64::MIN, 0, i64::MAX],
        topic_id: 0,
        description: Some(proto::ChatDescription::default()),
        reached: Some(proto::Reached {
            chat: Some(common::Chat::default()),
            was_there: true,
            ..proto::Reached::default()
        }),
    };
    let given = proto::Outcome {
        kind: Some(proto::outcome::Kind::Succeeded(done)),
    };
    let expected = Outcome::Succeeded {
        messages: vec![MessageId(i64::MIN), MessageId(0), MessageId(i64::MAX)],
        topic: None,
        description: None,
        reached: Some(Box::new(Reached {
            chat: None,
            person: None,
            was_there: true,
            is_waiting: false,
            link: String::new(),
        })),
    };
    assert_eq!(outcome::from_proto(given), Ok(expected));
}

#[test]
fn outcomes_that_say_nothing_are_named() {
    let error = |kind| {
        outcome::from_proto(proto::Outcome { kind })
            .unwrap_err()
            .to_string()
    };
    assert_eq!(error(None), "`outcome` is missing");
    let deferred = proto::outcome::Kind::Deferred(proto::Deferred::default());
    assert_eq!(
        error(Some(deferred)),
        "`outcome.deferred.scope` has to be CHAT or IDENTITY"
    );
    let moved = proto::outcome::Kind::Moved(proto::Moved::default());
    assert_eq!(error(Some(moved)), "`outcome.moved.chat_id` is missing");
}

#[test]
fn odd_delays_and_unknown_rejections_are_understood_safely() {
    for (seconds, nanos, expected) in [
        (-5, 0, Duration::ZERO),
        (i64::MAX, 0, Duration::from_secs(i64::MAX as u64)),
    ] {
        let delay = Some(prost_types::Duration { seconds, nanos });
        let scope = proto::DeferralScope::Chat.into();
        let deferred = proto::Deferred {
            delay,
            scope,
            ..Default::default()
        };
        let given = proto::Outcome {
            kind: Some(proto::outcome::Kind::Deferred(deferred)),
        };
        let Ok(Outcome::Deferred { delay, .. }) = outcome::from_proto(given) else {
            panic!("not deferred")
        };
        assert_eq!(delay, expected);
    }
    let rejected = proto::Rejected {
        reason: 4711,
        detail: "no".into(),
    };
    let given = proto::Outcome {
        kind: Some(proto::outcome::Kind::Rejected(rejected)),
    };
    let Ok(Outcome::Rejected { reason, .. }) = outcome::from_proto(given) else {
        panic!("not rejected")
    };
    assert_eq!(reason, Rejection::Other);
}
