//! Every verb, as it goes over the line.

use std::sync::{Arc, Mutex};

use backline_gateway::{Driven, Fence};
use backline_proto::common::v1::{
    ChatAddress, Content, FormattedText, Media, MediaKind, MessageRef, content,
};
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::*;
use serde_json::Value;
use teloxide::Bot;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// Calls that a Bot API server took, by method, with their parameters.
type Calls = Arc<Mutex<Vec<(String, Value)>>>;

/// An executor before a Bot API server that says yes to everything.
async fn executor() -> (Executor, Calls) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let calls = Calls::default();
    let taken = Arc::clone(&calls);
    #[expect(clippy::disallowed_methods, reason = "ends with the test")]
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = Vec::new();
            let (method, params) = loop {
                let mut part = [0; 4096];
                let count = stream.read(&mut part).await.unwrap();
                read.extend_from_slice(&part[..count]);
                if let Some(call) = call_in(&read) {
                    break call;
                }
            };
            taken.lock().unwrap().push((method, params));
            let body = r#"{"ok":true,"result":true}"#;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let fence = Fence::new(Arc::new(Driven::new()));
    fence.answered(fence.asking());
    let bot = Bot::new("7:secret").set_api_url(url.parse().unwrap());
    (Executor::new(Api::new(bot, fence), 7, None), calls)
}

/// The method and the parameters, once the request is whole.
fn call_in(read: &[u8]) -> Option<(String, Value)> {
    let read = std::str::from_utf8(read).ok()?;
    let (head, body) = read.split_once("\r\n\r\n")?;
    let path = head.split(' ').nth(1)?;
    let params = serde_json::from_str(body).ok()?;
    Some((path.rsplit('/').next()?.to_owned(), params))
}

/// A customer's chat with a Business account that the bot is connected to.
fn business_chat() -> Option<ChatAddress> {
    Some(ChatAddress {
        id: 5,
        business_connection_id: "b".into(),
        ..ChatAddress::default()
    })
}

fn target() -> Option<Target> {
    Some(Target {
        chat: business_chat(),
        topic_id: 0,
    })
}

fn message() -> Option<MessageRef> {
    Some(MessageRef {
        chat: business_chat(),
        message_id: 3,
    })
}

fn text() -> Option<Content> {
    Some(Content {
        kind: Some(content::Kind::Text(FormattedText::default())),
    })
}

fn photo() -> Media {
    Media {
        kind: MediaKind::Photo.into(),
        file_id: "f".into(),
        ..Media::default()
    }
}

/// Every verb in a Business chat, and the method that may be called with the
/// connection's id; `None` = Telegram has none, so that nothing may be sent: it
/// would go to the bot's own chat with that person.
fn verbs() -> Vec<(Verb, Option<&'static str>)> {
    let topic = || {
        let mut topic = target();
        if let Some(topic) = &mut topic {
            topic.topic_id = 8;
        }
        topic
    };
    let own = || {
        Some(Target {
            chat: Some(ChatAddress {
                id: -1001,
                ..ChatAddress::default()
            }),
            topic_id: 8,
        })
    };
    vec![
        (
            Verb::SendMessage(SendMessage {
                target: target(),
                content: text(),
                ..SendMessage::default()
            }),
            Some("sendMessage"),
        ),
        (
            Verb::SendAlbum(SendAlbum {
                target: target(),
                items: vec![photo(), photo()],
                ..SendAlbum::default()
            }),
            Some("sendMediaGroup"),
        ),
        (
            Verb::CopyMessages(CopyMessages {
                target: own(),
                from_chat: business_chat(),
                message_ids: vec![3],
                ..CopyMessages::default()
            }),
            None,
        ),
        (
            Verb::ForwardMessages(ForwardMessages {
                target: own(),
                from_chat: business_chat(),
                message_ids: vec![3, 4],
                silent: false,
            }),
            None,
        ),
        (
            Verb::CopyMessages(CopyMessages {
                target: target(),
                from_chat: own().unwrap().chat,
                message_ids: vec![3],
                ..CopyMessages::default()
            }),
            None,
        ),
        (
            Verb::EditMessage(EditMessage {
                message: message(),
                content: text(),
                ..EditMessage::default()
            }),
            Some("editMessageText"),
        ),
        (
            Verb::DeleteMessages(DeleteMessages {
                chat: business_chat(),
                message_ids: vec![3],
            }),
            Some("deleteBusinessMessages"),
        ),
        (
            Verb::SetReaction(SetReaction {
                message: message(),
                reactions: vec![],
            }),
            None,
        ),
        (
            Verb::PinMessage(PinMessage {
                message: message(),
                pinned: true,
            }),
            Some("pinChatMessage"),
        ),
        (
            Verb::PinMessage(PinMessage {
                message: message(),
                pinned: false,
            }),
            Some("unpinChatMessage"),
        ),
        (
            Verb::CreateTopic(CreateTopic {
                chat: business_chat(),
                name: "x".into(),
                icon_color: 0,
            }),
            None,
        ),
        (
            Verb::EditTopic(EditTopic {
                target: topic(),
                name: "x".into(),
            }),
            None,
        ),
        (
            Verb::SetTopicClosed(SetTopicClosed {
                target: topic(),
                closed: true,
            }),
            None,
        ),
        (Verb::DeleteTopic(DeleteTopic { target: topic() }), None),
        (
            Verb::LeaveChat(LeaveChat {
                chat: business_chat(),
            }),
            None,
        ),
        (
            Verb::SetCommands(SetCommands {
                chat: business_chat(),
                ..SetCommands::default()
            }),
            None,
        ),
        (
            Verb::ShowTyping(ShowTyping { target: target() }),
            Some("sendChatAction"),
        ),
    ]
}

#[tokio::test]
async fn a_call_under_way_ends_before_the_bot_may_be_another_gateways() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let clock = Driven::new();
    let fence = Fence::new(Arc::new(clock.clone()));
    fence.answered(fence.asking());
    let bot = Bot::new("7:secret").set_api_url(url.parse().unwrap());
    let executor = Executor::new(Api::new(bot, fence), 7, None);
    let leave = Action {
        verb: Some(Verb::LeaveChat(LeaveChat {
            chat: Some(ChatAddress {
                id: -5,
                ..ChatAddress::default()
            }),
        })),
    };
    let waiting = async {
        // The call is on its way; nobody answers it.
        let _taken = silent.accept().await.unwrap();
        for _ in 0..55 {
            clock.advance(std::time::Duration::from_secs(1));
            tokio::task::yield_now().await;
        }
        std::future::pending::<()>().await;
    };
    let no_files = Files::none();
    let outcome = tokio::select! {
        outcome = executor.execute(leave, &[], &no_files) => outcome,
        () = waiting => unreachable!(),
    };
    let Some(Kind::Uncertain(told)) = outcome.kind else {
        panic!("{outcome:?}")
    };
    assert!(told.detail.starts_with("given up"), "{}", told.detail);
}

#[tokio::test]
async fn in_a_business_chat_every_verb_names_the_connection_or_sends_nothing() {
    let (executor, calls) = executor().await;
    for (verb, method) in verbs() {
        let what = format!("{verb:?}");
        let action = Action { verb: Some(verb) };
        let outcome = executor.execute(action, &[], &Files::none()).await;
        let made = std::mem::take(&mut *calls.lock().unwrap());
        let Some(method) = method else {
            assert_eq!(made, [], "{what}");
            let Some(Kind::Rejected(rejected)) = outcome.kind else {
                panic!("{what}: {outcome:?}")
            };
            assert_eq!(rejected.reason(), RejectionReason::NotSupported, "{what}");
            continue;
        };
        let [(called, params)] = &made[..] else {
            panic!("{what}: {made:?}")
        };
        assert_eq!(called, method);
        assert_eq!(params["business_connection_id"], "b", "{what}");
        let names_chat = params.get("chat_id").is_some();
        assert_eq!(names_chat, method != "deleteBusinessMessages", "{what}");
    }
}
