use backline_domain::parameter::Name;
use backline_proto::admin::v1::{
    ExportParametersRequest, GetParameterRequest, ImportParametersRequest,
    ImportParametersResponse, ListParameterChangesRequest, ListParametersRequest, Scope,
};
use tonic::{Code, Status};

use crate::harness::{Server, by, reason, request_id, scoped};

fn request(connection: &str, file: &str) -> ImportParametersRequest {
    ImportParametersRequest {
        request_id: request_id(),
        connection: format!("connections/{connection}"),
        file: file.to_owned(),
        ..ImportParametersRequest::default()
    }
}

async fn import(
    server: &Server,
    request: ImportParametersRequest,
) -> Result<ImportParametersResponse, Status> {
    let mut parameters = server.parameters();
    let imported = parameters.import_parameters(by(&server.admin, request));
    Ok(imported.await?.into_inner())
}

async fn export(server: &Server, connection: &str, with_secrets: bool) -> String {
    let request = ExportParametersRequest {
        connection: format!("connections/{connection}"),
        with_defaults: false,
        with_secrets,
    };
    let mut parameters = server.parameters();
    let exported = parameters.export_parameters(by(&server.admin, request));
    exported.await.unwrap().into_inner().file
}

fn names(imported: &ImportParametersResponse) -> Vec<&str> {
    let changed = imported.changed.iter();
    changed.map(|parameter| parameter.name.as_str()).collect()
}

#[tokio::test]
async fn what_one_connection_exports_another_imports() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    server.connect("other", 1002).await;
    let hook = r#"WEBHOOKS={"https://example.org/?key=s3cret":["message_received"]}"#;
    let file = format!("AUTOCLOSE=24\nWELCOME=Hello\n|{{title}}\n{hook}\n");
    let imported = import(&server, request("main", &file)).await.unwrap();
    assert_eq!(names(&imported), ["WELCOME", "AUTOCLOSE", "WEBHOOKS"]);
    let without = export(&server, "main", false).await;
    assert!(!without.contains("s3cret"), "{without}");
    let whole = export(&server, "main", true).await;
    import(&server, request("other", &whole)).await.unwrap();
    assert_eq!(export(&server, "other", true).await, whole);
    // Once more it changes nothing, and no change is kept.
    let again = import(&server, request("other", &whole)).await.unwrap();
    assert_eq!(names(&again), [""; 0]);
    let request = ListParameterChangesRequest {
        connection: "connections/other".to_owned(),
        ..Default::default()
    };
    let mut parameters = server.parameters();
    let changes = parameters.list_parameter_changes(by(&server.admin, request));
    let changes = changes.await.unwrap().into_inner().changes;
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.name.as_str(), change.old_value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("WEBHOOKS", "OFF"),
            ("AUTOCLOSE", "48"),
            ("WELCOME", "DEFAULT")
        ]
    );
}

#[tokio::test]
async fn a_file_is_set_whole_or_not_at_all() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let before = export(&server, "main", true).await;
    let wrong = "AUTOCLOSE=24\n\nMERGE=perhaps\n";
    let refused = import(&server, request("main", wrong)).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(reason(&refused), "INVALID_PARAMETER");
    let expected = backline_domain::parameter::check(Name::Merge, "perhaps").unwrap_err();
    assert_eq!(refused.message(), format!("line 3: {expected}"));
    assert_eq!(export(&server, "main", true).await, before);
    let check = ImportParametersRequest {
        validate_only: true,
        ..request("main", "AUTOCLOSE=24\n")
    };
    let checked = import(&server, check).await.unwrap();
    assert_eq!(names(&checked), ["AUTOCLOSE"]);
    assert_eq!(export(&server, "main", true).await, before);
}

#[tokio::test]
async fn what_is_not_in_the_file_goes_back_where_that_is_asked_for() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    import(&server, request("main", "AUTOCLOSE=24\nMERGE=FALSE\n"))
        .await
        .unwrap();
    let replacing = ImportParametersRequest {
        replace: true,
        ..request("main", "MERGE=FALSE\nREPLY_ONLY=TRUE\n")
    };
    let first = import(&server, replacing.clone()).await.unwrap();
    assert_eq!(names(&first), ["AUTOCLOSE", "REPLY_ONLY"]);
    assert_eq!(first.changed[0].value, "48");
    // The same call again is the same call.
    import(&server, request("main", "AUTOCLOSE=12\n"))
        .await
        .unwrap();
    assert_eq!(import(&server, replacing).await.unwrap(), first);
    assert!(export(&server, "main", true).await.contains("AUTOCLOSE=12"));
}

/// Addresses of webhooks may hold secrets: who may only read is told that they are set.
#[tokio::test]
async fn who_may_only_read_is_shown_no_secrets() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    for path in ["/?key=s3cret", "/?key=s3cret2"] {
        let file = format!("WEBHOOKS={{\"https://example.org{path}\":[\"message_received\"]}}\n");
        import(&server, request("main", &file)).await.unwrap();
    }
    import(&server, request("main", "AUTOCLOSE=24\n"))
        .await
        .unwrap();
    for (scope, sees) in [(Scope::Read, false), (Scope::Manage, true)] {
        let (_, secret) = server.token(scoped(&[Scope::Read, scope])).await;
        let connection = || "connections/main".to_owned();
        let mut parameters = server.parameters();
        let changes = ListParameterChangesRequest {
            connection: connection(),
            ..Default::default()
        };
        let changes = parameters.list_parameter_changes(by(&secret, changes));
        let changes = changes.await.unwrap().into_inner().changes;
        let listed = ListParametersRequest {
            connection: connection(),
        };
        let listed = parameters.list_parameters(by(&secret, listed));
        let listed = listed.await.unwrap().into_inner().parameters;
        let one = GetParameterRequest {
            connection: connection(),
            parameter: "WEBHOOKS".to_owned(),
        };
        let one = parameters.get_parameter(by(&secret, one)).await;
        let one = one.unwrap().into_inner().parameter.unwrap();
        let file = ExportParametersRequest {
            connection: connection(),
            with_defaults: false,
            with_secrets: true,
        };
        let file = parameters.export_parameters(by(&secret, file)).await;
        for shown in [
            format!("{changes:?}"),
            format!("{listed:?}"),
            format!("{one:?}"),
        ] {
            assert_eq!(shown.contains("s3cret"), sees, "{shown}");
        }
        assert_eq!(changes[0].new_value, "24", "what is none is shown");
        assert_eq!(changes.last().unwrap().old_value, "OFF");
        match file {
            Ok(file) => assert!(sees && file.into_inner().file.contains("s3cret")),
            Err(refused) => {
                assert!(!sees);
                assert_eq!(refused.code(), Code::PermissionDenied);
                assert_eq!(reason(&refused), "SCOPE_MISSING");
            }
        }
    }
}
