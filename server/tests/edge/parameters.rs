use backline_domain::parameter::{Name, check};
use backline_proto::admin::v1::{
    ListParameterChangesRequest, ListParametersRequest, Parameter, SetParameterRequest,
};
use tonic::{Code, Status};

use crate::harness::{Server, by, reason, request_id};

async fn set(
    server: &Server,
    name: &str,
    value: &str,
    validate_only: bool,
) -> Result<Parameter, Status> {
    let request = SetParameterRequest {
        request_id: request_id(),
        connection: "connections/main".to_owned(),
        parameter: name.to_owned(),
        value: value.to_owned(),
        validate_only,
    };
    let set = server
        .parameters()
        .set_parameter(by(&server.admin, request))
        .await?;
    Ok(set.into_inner().parameter.unwrap())
}

async fn all(server: &Server) -> Vec<Parameter> {
    let request = ListParametersRequest {
        connection: "connections/main".to_owned(),
    };
    let listed = server
        .parameters()
        .list_parameters(by(&server.admin, request))
        .await
        .unwrap();
    listed.into_inner().parameters
}

#[tokio::test]
async fn a_wrong_value_is_refused_in_the_words_of_every_way_in() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    for name in Name::ALL {
        let bad = "\u{0}\"[";
        let Err(expected) = check(*name, bad) else {
            continue;
        };
        let refused = set(&server, name.as_str(), bad, false).await.unwrap_err();
        assert_eq!(refused.message(), expected.to_string());
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(reason(&refused), "INVALID_PARAMETER");
    }
    let refused = set(&server, "AUTOCLOSED", "5", false).await.unwrap_err();
    let expected = Name::parse("AUTOCLOSED").unwrap_err().to_string();
    assert_eq!(refused.message(), expected);
}

#[tokio::test]
async fn a_value_is_kept_in_canonical_form_with_who_and_what_it_was() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    assert_eq!(all(&server).await.len(), Name::ALL.len());
    let shown = set(&server, "autoclose", " 24 ", false).await.unwrap();
    assert_eq!((shown.value.as_str(), shown.is_set), ("24", true));
    let shown = set(&server, "REPLY_ONLY", "true", false).await.unwrap();
    assert_eq!(shown.value, "TRUE");
    let stored: Vec<_> = all(&server)
        .await
        .into_iter()
        .filter(|p| p.is_set)
        .collect();
    assert_eq!(stored.len(), 2);
    let back = set(&server, "AUTOCLOSE", "DEFAULT", false).await.unwrap();
    assert_eq!((back.value.as_str(), back.is_set), ("48", false));
    let now: Vec<_> = all(&server)
        .await
        .into_iter()
        .filter(|p| p.is_set)
        .collect();
    assert_eq!(now.len(), 1, "{now:?}");

    let request = ListParameterChangesRequest {
        connection: "connections/main".to_owned(),
        ..Default::default()
    };
    let mut parameters = server.parameters();
    let listed = parameters
        .list_parameter_changes(by(&server.admin, request))
        .await
        .unwrap();
    let changes = listed.into_inner().changes;
    let told: Vec<_> = changes
        .iter()
        .map(|c| (c.name.as_str(), c.old_value.as_str(), c.new_value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("AUTOCLOSE", "24", "48"),
            ("REPLY_ONLY", "FALSE", "TRUE"),
            ("AUTOCLOSE", "48", "24")
        ]
    );
    assert!(
        changes
            .iter()
            .all(|change| change.changed_by.starts_with("token:"))
    );
}

#[tokio::test]
async fn a_check_changes_nothing() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    assert_eq!(
        set(&server, "AUTOCLOSE", "5", true).await.unwrap().value,
        "5"
    );
    assert!(set(&server, "AUTOCLOSE", "never", true).await.is_err());
    assert!(all(&server).await.iter().all(|parameter| !parameter.is_set));
}
