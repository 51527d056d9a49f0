use backline_proto::admin::v1::connection::State;
use backline_proto::admin::v1::{
    Connection, CreateConnectionRequest, GetConnectionRequest, RenewClaimCodeRequest,
    UpdateConnectionRequest,
};
use prost_types::FieldMask;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::harness::{Server, by, new_connection, reason, request_id};

async fn update(
    server: &Server,
    connection: Connection,
    paths: &[&str],
) -> Result<Connection, Status> {
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(connection),
        update_mask: Some(FieldMask {
            paths: paths.iter().map(|p| (*p).to_owned()).collect(),
        }),
        ..UpdateConnectionRequest::default()
    };
    let updated = server
        .connections()
        .update_connection(by(&server.admin, request))
        .await?;
    Ok(updated.into_inner().connection.unwrap())
}

#[tokio::test]
async fn a_new_connection_waits_for_whoever_opens_its_link() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await;
    let connection = made.connection.unwrap();
    assert_eq!(connection.state(), State::AwaitingGroup);
    assert_eq!(connection.frontend_identity, "bot:1001");
    assert_eq!(made.claim_code.len(), 26, "128 bits in base32");
    assert_eq!(made.claim_expire_time.unwrap().seconds, 1_800_000_600);
    assert_eq!(made.claim_link, "", "the bot's name is not known yet");
    let stored = server.running.desks().store.connections().await.unwrap();
    assert!(
        !format!("{stored:?}").contains(&made.claim_code),
        "only its hash is stored"
    );
    let secret = server
        .running
        .desks()
        .store
        .secret(stored[0].frontend)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(secret.expose(), b"1001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1");
}

#[tokio::test]
async fn a_start_code_is_made_anew_and_the_one_before_is_worth_nothing() {
    let server = Server::start().await;
    let creation = new_connection("main", 1001);
    let made = server.try_connect(creation.clone()).await.unwrap();
    server.clock.advance(std::time::Duration::from_secs(3600));
    let renew = async |request_id: String, name: &str| {
        let request = RenewClaimCodeRequest {
            request_id,
            name: name.to_owned(),
        };
        let renewed = server
            .connections()
            .renew_claim_code(by(&server.admin, request))
            .await;
        renewed.map(tonic::Response::into_inner)
    };
    let stored = async || {
        let all = server.running.desks().store.connections().await.unwrap();
        format!("{all:?}")
    };
    let before = stored().await;
    let id = request_id();
    let first = renew(id.clone(), "connections/main").await.unwrap();
    assert_ne!(first.claim_code, made.claim_code);
    assert_eq!(first.claim_code.len(), 26);
    assert_eq!(first.expire_time.unwrap().seconds, 1_800_004_200);
    assert_eq!(first.claim_link, "", "the bot's name is not known yet");
    let after = stored().await;
    assert_ne!(before, after, "another hash");
    assert!(
        !after.contains(&first.claim_code),
        "only its hash is stored"
    );
    assert_eq!(renew(id.clone(), "connections/main").await.unwrap(), first);
    assert_eq!(stored().await, after, "the repetition changed nothing");
    let again = server.try_connect(creation).await.unwrap();
    assert_eq!(again.claim_code, "", "what is void is not given");

    let request = CreateConnectionRequest {
        administrator_id: 900,
        ..new_connection("known", 1002)
    };
    server.try_connect(request).await.unwrap();
    let refused = renew(request_id(), "connections/known").await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "WRONG_STATE")
    );
    assert!(
        refused.message().contains("administrator"),
        "{}",
        refused.message()
    );
}

#[tokio::test]
async fn a_connection_is_found_by_id_and_by_name_in_any_case() {
    let server = Server::start().await;
    let made = server.connect("Main", 1001).await.connection.unwrap();
    for name in [made.name.as_str(), "connections/main", "connections/MAIN"] {
        let request = GetConnectionRequest {
            name: name.to_owned(),
        };
        let got = server
            .connections()
            .get_connection(by(&server.admin, request))
            .await
            .unwrap();
        assert_eq!(got.into_inner().connection.unwrap().name, made.name);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_connection_is_named_and_nothing_written() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let with = |change: &dyn Fn(&mut CreateConnectionRequest)| {
        let mut request = new_connection("second", 1002);
        change(&mut request);
        request
    };
    let cases = [
        (
            "display_name",
            "INVALID_FIELD",
            with(&|r| r.display_name = "2nd".into()),
        ),
        (
            "display_name",
            "ALREADY_EXISTS",
            with(&|r| r.display_name = "MAIN".into()),
        ),
        (
            "bot_token",
            "INVALID_FIELD",
            with(&|r| r.bot_token = "1002:hunter2".into()),
        ),
        (
            "bot_token",
            "ALREADY_EXISTS",
            with(&|r| r.bot_token = new_connection("x", 1001).bot_token),
        ),
        (
            "backend_group_id",
            "INVALID_FIELD",
            with(&|r| r.backend_group_id = -5),
        ),
        (
            "administrator_id",
            "INVALID_FIELD",
            with(&|r| r.administrator_id = -5),
        ),
        (
            "parameters[AUTOCLOSE]",
            "INVALID_PARAMETER",
            with(&|r| {
                r.parameters.insert("WELCOME".into(), "Hello".into());
                r.parameters.insert("AUTOCLOSE".into(), "soon".into());
            }),
        ),
        (
            "parameters[AUTOCLOSED]",
            "INVALID_PARAMETER",
            with(&|r| {
                r.parameters.insert("AUTOCLOSED".into(), "5".into());
            }),
        ),
    ];
    for (field, expected, request) in cases {
        let refused = server.try_connect(request).await.unwrap_err();
        assert_eq!(reason(&refused), expected, "{}", refused.message());
        let details = refused.get_error_details();
        assert_eq!(details.error_info().unwrap().metadata["field"], field);
        assert!(!refused.message().contains("hunter2") && !refused.message().contains("AAHdq"));
    }
    assert_eq!(server.list(&server.admin).await.len(), 1);
}

#[tokio::test]
async fn an_update_changes_what_its_mask_names() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await.connection.unwrap();
    let wanted = Connection {
        name: made.name.clone(),
        display_name: "renamed".into(),
        state: State::Stopped.into(),
        ..Connection::default()
    };
    let renamed = update(&server, wanted.clone(), &["display_name"])
        .await
        .unwrap();
    assert_eq!(
        (renamed.display_name.as_str(), renamed.state()),
        ("renamed", State::AwaitingGroup)
    );
    assert_ne!(renamed.etag, made.etag);
    let stopped = update(&server, wanted.clone(), &["state"]).await.unwrap();
    assert_eq!(stopped.state(), State::Stopped);

    let stale = Connection {
        etag: made.etag,
        ..wanted.clone()
    };
    let refused = update(&server, stale, &["state"]).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Aborted, "ETAG_MISMATCH")
    );
    let fresh = Connection {
        etag: stopped.etag,
        state: State::Running.into(),
        ..wanted.clone()
    };
    assert_eq!(
        update(&server, fresh, &["state"]).await.unwrap().state(),
        State::AwaitingGroup
    );

    for paths in [&[][..], &["etag"], &["display_name", "frontend_identity"]] {
        let refused = update(&server, wanted.clone(), paths).await.unwrap_err();
        assert!(
            refused.message().starts_with("update_mask: "),
            "{}",
            refused.message()
        );
        assert!(
            refused
                .message()
                .contains("display_name, backend_group_id, state")
        );
    }
    let broken = Connection {
        state: State::Broken.into(),
        ..wanted
    };
    assert!(update(&server, broken, &["state"]).await.is_err());
}

#[tokio::test]
async fn names_stay_unique_when_they_change() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let second = server.connect("second", 1002).await.connection.unwrap();
    let wanted = |name: &str| Connection {
        display_name: name.into(),
        ..second.clone()
    };
    let refused = update(&server, wanted("Main"), &["display_name"])
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "ALREADY_EXISTS");
    update(&server, wanted("SECOND"), &["display_name"])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_group_given_by_its_id_is_checked_and_nothing_is_claimed() {
    let server = Server::start().await;
    let request = CreateConnectionRequest {
        backend_group_id: -1_001_234_567_890,
        ..new_connection("main", 1001)
    };
    let made = server.try_connect(request.clone()).await.unwrap();
    let connection = made.connection.unwrap();
    assert_eq!(connection.backend_group_id, -1_001_234_567_890);
    assert_eq!(
        connection.state(),
        State::AwaitingGroup,
        "until it was looked at"
    );
    assert_eq!(
        (made.claim_code.as_str(), made.claim_expire_time),
        ("", None)
    );
    let store = &server.running.desks().store;
    let id = backline_domain::id::ConnectionId::parse(&connection.name["connections/".len()..]);
    assert_eq!(
        store.waiting(&id.unwrap(), 10).await.unwrap(),
        1,
        "the question about the group"
    );
    server.try_connect(request).await.unwrap();
    assert_eq!(server.list(&server.admin).await.len(), 1);
}

#[tokio::test]
async fn a_bot_goes_over_the_interface_that_is_asked_for() {
    use backline_proto::admin::v1::connection::Via;
    let server = Server::start().await;
    let request = CreateConnectionRequest {
        via: Via::Mtproto.into(),
        ..new_connection("main", 1001)
    };
    let made = server.try_connect(request).await.unwrap();
    let made = made.connection.unwrap();
    assert_eq!(made.via(), Via::Mtproto);
    let plain = server.connect("plain", 1002).await.connection.unwrap();
    assert_eq!(plain.via(), Via::BotApi, "as long as nothing is asked for");
    for via in [Via::BotApi, Via::Mtproto, Via::Mtproto] {
        let wanted = Connection {
            name: made.name.clone(),
            via: via.into(),
            ..Connection::default()
        };
        let now = update(&server, wanted, &["via"]).await.unwrap();
        assert_eq!(now.via(), via);
    }
}
