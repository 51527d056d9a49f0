use backline_domain::change::{Change, KeptUpdate};
use backline_domain::id::{ChatAddress, ChatId, ConnectionId};
use backline_domain::message::{Chat, ChatKind, Sender, UnknownUpdate, UpdateKey};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::{
    ListUnknownUpdatesRequest, ListUnknownUpdatesResponse, Scope, Token,
};
use tonic::Status;

use crate::harness::{Server, by, reason, scoped};

const NOW: i64 = 1_800_000_000_000;

fn kept(connection: &ConnectionId, id: i64, chat: Option<i64>) -> Change {
    let chat = chat.map(|id| Chat {
        address: ChatAddress {
            id: ChatId(id),
            sub: Default::default(),
        },
        kind: ChatKind::Private,
        title: String::new(),
        username: String::new(),
        first_name: "Ann".to_owned(),
        last_name: String::new(),
        is_forum: false,
    });
    Change::KeepUnknown(Box::new(KeptUpdate {
        connection: connection.clone(),
        key: UpdateKey {
            source: "https://api.telegram.org".to_owned(),
            update_id: id,
            natural: String::new(),
        },
        update: UnknownUpdate {
            raw_kind: "new_thing".to_owned(),
            raw_json: format!("{{\"update_id\":{id}}}"),
            chat,
            sender: Sender::default(),
            message: None,
        },
        at: Timestamp(NOW - 1000 * (100 - id)),
    }))
}

async fn list(
    server: &Server,
    token: &str,
    size: i32,
    page: &str,
) -> Result<ListUnknownUpdatesResponse, Status> {
    let request = ListUnknownUpdatesRequest {
        connection: "connections/main".to_owned(),
        page_size: size,
        page_token: page.to_owned(),
    };
    let listed = server
        .updates()
        .list_unknown_updates(by(token, request))
        .await?;
    Ok(listed.into_inner())
}

#[tokio::test]
async fn what_was_not_understood_is_listed_newest_first_page_by_page() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await.connection.unwrap();
    server.connect("other", 1002).await;
    let id = ConnectionId::parse(&made.name["connections/".len()..]).unwrap();
    let mut rows: Vec<Change> = (1..=70).map(|number| kept(&id, number, None)).collect();
    rows.push(kept(&id, 71, Some(7)));
    let store = &server.running.desks().store;
    store.commit(rows).await.unwrap();

    let first = list(&server, &server.admin, 2, "").await.unwrap();
    let newest = &first.updates[0];
    assert_eq!((newest.update_id, newest.chat.as_str()), (71, "7"));
    assert_eq!(newest.raw_json, "{\"update_id\":71}");
    assert_eq!(newest.raw_kind, "new_thing");
    assert_eq!(newest.receive_time.unwrap().seconds, NOW / 1000 - 29);
    let ids = |page: &ListUnknownUpdatesResponse| -> Vec<i64> {
        page.updates.iter().map(|one| one.update_id).collect()
    };
    assert_eq!(ids(&first), [71, 70]);
    let mut token = first.next_page_token;
    let mut seen = Vec::new();
    while !token.is_empty() {
        let page = list(&server, &server.admin, 500, &token).await.unwrap();
        assert!(page.updates.len() <= 50, "each may be long");
        seen.extend(ids(&page));
        token = page.next_page_token;
    }
    assert_eq!(seen, (1..=69).rev().collect::<Vec<_>>());
    let usual = list(&server, &server.admin, 0, "").await.unwrap();
    assert_eq!(usual.updates.len(), 20);

    let refused = list(&server, &server.admin, 2, "bm9uZQ").await.unwrap_err();
    assert_eq!(reason(&refused), "INVALID_FIELD");
    let elsewhere = Token {
        connections: vec!["connections/other".to_owned()],
        ..scoped(&[Scope::Read])
    };
    let (_, elsewhere) = server.token(elsewhere).await;
    let refused = list(&server, &elsewhere, 2, "").await.unwrap_err();
    assert_eq!(reason(&refused), "SCOPE_MISSING");
}
