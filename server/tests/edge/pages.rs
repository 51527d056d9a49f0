use backline_domain::change::Change;
use backline_domain::dialog::{Customer, Dialog, Key, Kind, State};
use backline_domain::id::{ChatAddress, ChatId, ConnectionId};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::dialog::State as ShownState;
use backline_proto::admin::v1::{
    CloseDialogRequest, GetDialogRequest, GetQueueRequest, ListConnectionsRequest,
    ListDeadLettersRequest, ListDialogsRequest,
};
use tonic::{Code, Status};

use crate::harness::{Server, by, reason, request_id};

async fn connections(
    server: &Server,
    size: i32,
    token: &str,
) -> Result<(Vec<String>, String), Status> {
    let request = ListConnectionsRequest {
        page_size: size,
        page_token: token.to_owned(),
    };
    let page = server
        .connections()
        .list_connections(by(&server.admin, request))
        .await?
        .into_inner();
    let names = page
        .connections
        .into_iter()
        .map(|connection| connection.display_name)
        .collect();
    Ok((names, page.next_page_token))
}

async fn dialogs(
    server: &Server,
    state: ShownState,
    size: i32,
    token: &str,
) -> Result<(Vec<i64>, String), Status> {
    let request = ListDialogsRequest {
        connection: "connections/main".to_owned(),
        state: state.into(),
        page_size: size,
        page_token: token.to_owned(),
    };
    let page = server
        .dialogs()
        .list_dialogs(by(&server.admin, request))
        .await?
        .into_inner();
    Ok((
        page.dialogs
            .into_iter()
            .map(|dialog| dialog.chat_id)
            .collect(),
        page.next_page_token,
    ))
}

/// A connection with this many dialogs, every tenth of them closed.
async fn with_dialogs(server: &Server, count: i64) -> ConnectionId {
    let made = server.connect("main", 1001).await.connection.unwrap();
    let id = ConnectionId::parse(made.name.strip_prefix("connections/").unwrap()).unwrap();
    let put = |chat: i64| {
        let key = Key {
            connection: id.clone(),
            chat: ChatAddress::whole(ChatId(chat)),
        };
        let mut dialog = Dialog::new(key, Kind::Private, Customer::default(), Timestamp(0));
        if chat % 10 == 0 {
            dialog.state = State::Closed;
        }
        Change::PutDialog(Box::new(dialog))
    };
    for chunk in (1..=count).collect::<Vec<_>>().chunks(500) {
        let changes = chunk.iter().copied().map(put).collect();
        server.running.desks().store.commit(changes).await.unwrap();
    }
    id
}

#[tokio::test]
async fn pages_go_on_where_the_last_ended() {
    let server = Server::start().await;
    for (name, bot) in [("delta", 4), ("Alpha", 1), ("charlie", 3), ("bravo", 2)] {
        server.connect(name, bot).await;
    }
    let (first, next) = connections(&server, 3, "").await.unwrap();
    assert_eq!(first, ["Alpha", "bravo", "charlie"]);
    server.connect("bravo2", 5).await;
    let (second, end) = connections(&server, 3, &next).await.unwrap();
    assert_eq!((second, end.as_str()), (vec!["delta".to_owned()], ""));
    let (all, end) = connections(&server, 0, "").await.unwrap();
    assert_eq!((all.len(), end.as_str()), (5, ""));
    let negative = connections(&server, -1, "").await.unwrap_err();
    assert_eq!(negative.code(), Code::InvalidArgument);
    let foreign = dialogs(&server, ShownState::Unspecified, 3, &next).await;
    assert!(foreign.is_err());
}

#[tokio::test]
async fn dialogs_are_listed_by_state_with_bounded_work() {
    let server = Server::start().await;
    with_dialogs(&server, 2500).await;
    let (mut all, mut next, mut calls) = (Vec::new(), String::new(), 0);
    loop {
        let (page, token) = dialogs(&server, ShownState::Unspecified, 500, &next)
            .await
            .unwrap();
        calls += 1;
        all.extend(page);
        next = token;
        if next.is_empty() {
            break;
        }
    }
    all.sort_unstable();
    assert_eq!(all, (1..=2500).collect::<Vec<_>>());
    assert_eq!(calls, 5);

    let (mut closed, mut next, mut calls) = (Vec::new(), String::new(), 0);
    loop {
        let (page, token) = dialogs(&server, ShownState::Closed, 500, &next)
            .await
            .unwrap();
        calls += 1;
        closed.extend(page);
        next = token;
        if next.is_empty() {
            break;
        }
    }
    closed.sort_unstable();
    assert_eq!(closed, (1..=250).map(|n| n * 10).collect::<Vec<_>>());
    assert_eq!(calls, 2, "a page looks at 2,000 dialogs at most");
    let (_, next) = dialogs(&server, ShownState::Closed, 5, "").await.unwrap();
    let other = dialogs(&server, ShownState::UserAnswered, 5, &next)
        .await
        .unwrap_err();
    assert!(
        other.message().starts_with("page_token: "),
        "{}",
        other.message()
    );
}

#[tokio::test]
async fn a_dialog_is_shown_and_closed() {
    let server = Server::start().await;
    with_dialogs(&server, 9).await;
    let get = async |chat: &str| {
        let name = format!("connections/main/dialogs/{chat}");
        server
            .dialogs()
            .get_dialog(by(&server.admin, GetDialogRequest { name }))
            .await
    };
    let dialog = get("7").await.unwrap().into_inner().dialog.unwrap();
    assert_eq!(
        (dialog.chat_id, dialog.state()),
        (7, ShownState::UserAnswered)
    );
    assert_eq!(reason(&get("77").await.unwrap_err()), "NOT_FOUND");
    assert_eq!(reason(&get("x").await.unwrap_err()), "INVALID_FIELD");
    let id = request_id();
    for _ in 0..2 {
        let request = CloseDialogRequest {
            request_id: id.clone(),
            name: dialog.name.clone(),
        };
        let closed = server
            .dialogs()
            .close_dialog(by(&server.admin, request))
            .await
            .unwrap();
        assert_eq!(
            closed.into_inner().dialog.unwrap().state(),
            ShownState::Closed
        );
    }
    let request = CloseDialogRequest {
        request_id: request_id(),
        name: "connections/main/dialogs/77".into(),
    };
    let refused = server
        .dialogs()
        .close_dialog(by(&server.admin, request))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "NOT_FOUND");
}

#[tokio::test]
async fn an_empty_queue_and_no_dead_letters() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    server.connect("other", 1002).await;
    let queue = async |connection: &str| {
        let request = GetQueueRequest {
            connection: connection.to_owned(),
        };
        let queues = server
            .deliveries()
            .get_queue(by(&server.admin, request))
            .await
            .unwrap();
        queues.into_inner().queues
    };
    assert_eq!(queue("").await.len(), 2);
    let one = queue("connections/other").await;
    assert_eq!((one.len(), one[0].identity.as_str()), (1, "bot:1002"));
    assert_eq!((one[0].waiting_count, one[0].is_online), (0, false));
    let request = ListDeadLettersRequest {
        connection: "connections/main".into(),
        ..Default::default()
    };
    let letters = server
        .deliveries()
        .list_dead_letters(by(&server.admin, request))
        .await
        .unwrap();
    assert!(letters.into_inner().dead_letters.is_empty());
    let retry = backline_proto::admin::v1::RetryDeadLetterRequest {
        request_id: request_id(),
        name: "connections/main/deadLetters/7".into(),
    };
    let refused = server
        .deliveries()
        .retry_dead_letter(by(&server.admin, retry))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "NOT_FOUND");
    assert!(
        refused.message().contains("connections/main/deadLetters/7"),
        "{}",
        refused.message()
    );
}
