//! Commands as gateways see them.

use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId, MessageRef, SubChat};
use backline_domain::message::{Content, FormattedText};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1 as proto;
use proto::action::Verb;

use crate::convert::{call, command};
use crate::desk::{Call, Command, Place, Reply};

fn verb(given: &Call) -> Verb {
    call::to_proto(given, &[]).verb.unwrap()
}

fn group(topic: Option<i64>) -> Place {
    Place {
        chat: ChatAddress::whole(ChatId(-100_123)),
        topic,
    }
}

fn text(to: Place, reply: Option<Reply>) -> Call {
    Call::Send {
        to,
        content: Content::Text("hello".into()),
        reply,
        buttons: vec![],
    }
}

#[test]
fn a_command_carries_what_fences_it() {
    let given = Command {
        id: "one-7".into(),
        lease_token: "lease".into(),
        identity: IdentityId::bot(1),
        attempt: u32::MAX,
        ordering_key: "lane".into(),
        deadline: Timestamp(1_500),
        needs_start: true,
        random_ids: Vec::new(),
        call: Call::Leave { chat: ChatId(-5) },
        stored: Vec::new(),
    };
    let sent = command::to_proto(&given, 9);
    assert_eq!(
        (sent.identity.as_str(), sent.epoch, sent.attempt),
        ("bot:1", 9, i32::MAX)
    );
    assert_eq!(
        (sent.lease_token.as_str(), sent.ordering_key.as_str()),
        ("lease", "lane")
    );
    let deadline = prost_types::Timestamp {
        seconds: 1,
        nanos: 500_000_000,
    };
    assert_eq!((sent.deadline, sent.needs_start), (Some(deadline), true));
    assert!(matches!(
        sent.action.unwrap().verb,
        Some(Verb::LeaveChat(_))
    ));
}

#[test]
fn general_is_no_topic() {
    for (topic, expected) in [(None, 0), (Some(1), 0), (Some(7), 7)] {
        let Verb::SendMessage(sent) = verb(&text(group(topic), None)) else {
            panic!()
        };
        assert_eq!(sent.target.unwrap().topic_id, expected, "{topic:?}");
    }
}

#[test]
fn a_reply_never_costs_the_message() {
    let quote = Some(FormattedText::plain("hel"));
    let reply = Reply {
        message: MessageId(5),
        quote: quote.clone(),
        quote_position: 0,
    };
    let Verb::SendMessage(sent) = verb(&text(group(None), Some(reply))) else {
        panic!()
    };
    let reply = sent.reply_to.unwrap();
    assert_eq!((reply.message_id, reply.optional), (5, true));
    assert_eq!(reply.quote.unwrap().text, "hel");
}

#[test]
fn a_copy_names_its_original_and_the_part_of_the_chat_it_is_in() {
    let chat = ChatAddress {
        id: ChatId(42),
        sub: SubChat::Business("b1".into()),
    };
    let from = MessageRef {
        chat,
        message: MessageId(6),
    };
    let given = Call::Copy {
        to: group(Some(7)),
        from,
        caption: None,
        caption_above: false,
        reply: None,
    };
    let Verb::CopyMessages(sent) = verb(&given) else {
        panic!()
    };
    assert_eq!(sent.message_ids, [6]);
    assert_eq!(sent.from_chat.unwrap().business_connection_id, "b1");
    assert_eq!((sent.caption, sent.reply_to), (None, None));
}
