use backline_domain::archive::{Archived, Author, End, Ending, Key};
use backline_domain::change::Change;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, MessageId, UserId};
use backline_domain::message::FormattedText;
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::{
    ListMessagesRequest, ListMessagesResponse, Scope, Token, archived_message as proto,
};
use tonic::Status;

use crate::harness::{Server, by, reason, scoped};

const NOW: i64 = 1_800_000_000_000;

fn kept(connection: &ConnectionId, number: i64, chat: i64, text: Option<&str>) -> Archived {
    Archived {
        key: Key {
            connection: connection.clone(),
            at: Timestamp(NOW + number * 1000),
            chat: ChatAddress::whole(ChatId(chat)),
            message: MessageId(number),
        },
        dialog: ChatAddress::whole(ChatId(chat)),
        author: Author::Team,
        operator: UserId(42),
        kind: "text".to_owned(),
        length: 5,
        answers: None,
        edited_at: None,
        text: text.map(FormattedText::plain),
        end: None,
    }
}

async fn list(
    server: &Server,
    token: &str,
    request: ListMessagesRequest,
) -> Result<ListMessagesResponse, Status> {
    let request = ListMessagesRequest {
        connection: "connections/main".to_owned(),
        ..request
    };
    let mut messages = server.messages();
    let listed = messages.list_messages(by(token, request));
    Ok(listed.await?.into_inner())
}

fn numbers(page: &ListMessagesResponse) -> Vec<i64> {
    page.messages.iter().map(|one| one.message_id).collect()
}

#[tokio::test]
async fn messages_are_listed_oldest_first_page_by_page() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await.connection.unwrap();
    server.connect("other", 1002).await;
    let id = ConnectionId::parse(&made.name["connections/".len()..]).unwrap();
    let mut rows: Vec<Change> = (1..=5)
        .map(|number| {
            let text = (number == 1).then_some("hello");
            Change::Archive(Box::new(kept(&id, number, 7 + number % 2, text)))
        })
        .collect();
    let end = End {
        ending: Ending::Failed,
        at: Timestamp(NOW + 90_000),
    };
    let first = kept(&id, 1, 8, None).key;
    rows.push(Change::EndArchived(Box::new(first), end));
    server.running.desks().store.commit(rows).await.unwrap();

    let page = list(
        &server,
        &server.admin,
        ListMessagesRequest {
            page_size: 2,
            ..Default::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(numbers(&page), [1, 2]);
    let one = &page.messages[0];
    assert_eq!(one.text.as_ref().unwrap().text, "hello");
    assert_eq!(one.author(), proto::Author::Team);
    assert_eq!(one.operator_id, 42);
    assert_eq!(one.ending(), proto::Ending::Failed);
    assert_eq!(one.end_time.unwrap().seconds, NOW / 1000 + 90);
    assert_eq!(one.dialog, format!("{}/dialogs/8", made.name));
    assert!(!format!("{one:?}").contains("hello"), "no text in a log");
    assert!(page.messages[1].text.is_none());
    let rest = list(
        &server,
        &server.admin,
        ListMessagesRequest {
            page_token: page.next_page_token,
            ..Default::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(numbers(&rest), [3, 4, 5]);
    assert!(rest.next_page_token.is_empty());

    let since = list(
        &server,
        &server.admin,
        ListMessagesRequest {
            start_time: Some(prost_types::Timestamp {
                seconds: NOW / 1000 + 4,
                nanos: 0,
            }),
            ..Default::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(numbers(&since), [4, 5]);
}

#[tokio::test]
async fn a_dialogs_messages_are_listed_alone() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await.connection.unwrap();
    let id = ConnectionId::parse(&made.name["connections/".len()..]).unwrap();
    let rows = (1..=2500).map(|number| {
        let chat = if number % 500 == 0 { 9 } else { 7 };
        Change::Archive(Box::new(kept(&id, number, chat, None)))
    });
    server
        .running
        .desks()
        .store
        .commit(rows.collect())
        .await
        .unwrap();
    let mut seen = Vec::new();
    let mut token = String::new();
    for _ in 0..9 {
        let page = list(
            &server,
            &server.admin,
            ListMessagesRequest {
                dialog: "connections/main/dialogs/9".to_owned(),
                page_size: 2,
                page_token: token,
                ..Default::default()
            },
        )
        .await
        .unwrap();
        assert!(page.messages.len() <= 2);
        seen.extend(numbers(&page));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, [500, 1000, 1500, 2000, 2500]);
}

#[tokio::test]
async fn who_may_not_read_a_connection_sees_none_of_its_messages() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    server.connect("other", 1002).await;
    let elsewhere = Token {
        connections: vec!["connections/other".to_owned()],
        ..scoped(&[Scope::Read])
    };
    let (_, elsewhere) = server.token(elsewhere).await;
    let refused = list(&server, &elsewhere, ListMessagesRequest::default()).await;
    assert_eq!(reason(&refused.unwrap_err()), "SCOPE_MISSING");
    let foreign = ListMessagesRequest {
        dialog: "connections/other/dialogs/9".to_owned(),
        ..Default::default()
    };
    let refused = list(&server, &server.admin, foreign).await.unwrap_err();
    assert_eq!(reason(&refused), "INVALID_FIELD");
}
