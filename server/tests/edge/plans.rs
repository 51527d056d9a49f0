use std::collections::{BTreeMap, BTreeSet};

use backline_domain::id::UserId;
use backline_domain::plan::{Feature, Limits, Offer, Plan};
use backline_proto::admin::v1::{
    CreateConnectionRequest, CreateTokenRequest, DeleteConnectionRequest, GetConnectionRequest,
    GetPlanRequest, GetPlanUsageRequest, GetQueueRequest, ListPlansRequest, Scope,
    SetParameterRequest,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::harness::{Server, by, new_connection, reason, request_id, scoped};

/// Administrator 7 has a plan with two connections and nothing else.
fn tight() -> Offer {
    let tight = Plan {
        name: "tight".to_owned(),
        limits: Limits {
            messages: Some(5),
            connections: Some(2),
            longest_autoclose: Some(24),
            without: BTreeSet::from(Feature::ALL.map(|(_, feature)| feature)),
            ..Limits::default()
        },
    };
    let administrators = BTreeMap::from([(UserId(7), "tight".to_owned())]);
    Offer::new(vec![Plan::free(), tight], Plan::UNLIMITED, administrators)
}

async fn server() -> Server {
    Server::start_with(|config| config.plans = tight()).await
}

fn of(administrator: i64, name: &str, bot: i64) -> CreateConnectionRequest {
    CreateConnectionRequest {
        administrator_id: administrator,
        ..new_connection(name, bot)
    }
}

#[track_caller]
fn limit(refused: &Status) -> String {
    assert_eq!(reason(refused), "PLAN_LIMIT", "{refused:?}");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let details = refused.get_error_details();
    let metadata = &details.error_info().unwrap().metadata;
    assert_eq!(metadata["plan"], "tight");
    assert!(refused.message().contains("`tight`"), "{refused:?}");
    metadata["limit"].clone()
}

#[tokio::test]
async fn connections_values_and_tokens_are_refused_by_the_plan() {
    let server = server().await;
    server.try_connect(of(7, "one", 1001)).await.unwrap();
    let mut wrong = of(7, "two", 1002);
    wrong
        .parameters
        .insert("AUTOCLOSE".to_owned(), "48".to_owned());
    let refused = server.try_connect(wrong).await.unwrap_err();
    assert_eq!(limit(&refused), "longest_autoclose_hours");
    server.try_connect(of(7, "two", 1002)).await.unwrap();
    let refused = server.try_connect(of(7, "three", 1003)).await.unwrap_err();
    assert_eq!(limit(&refused), "connections");
    // Others' plans are theirs, and who removes one has room again.
    server.try_connect(of(8, "theirs", 1004)).await.unwrap();
    let request = DeleteConnectionRequest {
        request_id: request_id(),
        name: "connections/two".to_owned(),
    };
    let mut connections = server.connections();
    connections
        .delete_connection(by(&server.admin, request))
        .await
        .unwrap();
    server.try_connect(of(7, "three", 1003)).await.unwrap();

    for is_tried in [true, false] {
        let request = SetParameterRequest {
            request_id: request_id(),
            connection: "connections/one".to_owned(),
            parameter: "WELCOME".to_owned(),
            value: "OFF".to_owned(),
            validate_only: is_tried,
        };
        let set = server
            .parameters()
            .set_parameter(by(&server.admin, request))
            .await;
        assert_eq!(limit(&set.unwrap_err()), "welcome_off");
    }

    let bound_to = |name: &str| CreateTokenRequest {
        request_id: request_id(),
        token: Some(backline_proto::admin::v1::Token {
            connections: vec![format!("connections/{name}")],
            ..scoped(&[Scope::Read])
        }),
        expire_time: None,
    };
    let mut tokens = server.tokens();
    let refused = tokens
        .create_token(by(&server.admin, bound_to("one")))
        .await;
    assert_eq!(limit(&refused.unwrap_err()), "api");
    tokens
        .create_token(by(&server.admin, bound_to("theirs")))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_token_from_before_a_smaller_plan_may_not_call_any_more() {
    let server = server().await;
    // Nobody's yet, so unlimited.
    let made = server.connect("main", 1001).await;
    let id = made.connection.unwrap().name;
    let token = backline_proto::admin::v1::Token {
        connections: vec![id.clone()],
        ..scoped(&[Scope::Read])
    };
    let (_, secret) = server.token(token).await;
    let get = || GetConnectionRequest { name: id.clone() };
    let mut connections = server.connections();
    connections
        .get_connection(by(&secret, get()))
        .await
        .unwrap();
    // Whoever claims it has a plan without the API.
    let store = &server.running.desks().store;
    let mut row = store.connections().await.unwrap().remove(0);
    row.administrator = Some(UserId(7));
    server.running.desks().plans.belongs_to(&row);
    let refused = connections.get_connection(by(&secret, get())).await;
    assert_eq!(limit(&refused.unwrap_err()), "api");
    let queue = GetQueueRequest::default();
    let refused = server.deliveries().get_queue(by(&secret, queue)).await;
    assert_eq!(limit(&refused.unwrap_err()), "api");
    connections
        .get_connection(by(&server.admin, get()))
        .await
        .unwrap();
}

#[tokio::test]
async fn plans_and_what_is_used_are_shown() {
    let server = server().await;
    server.try_connect(of(7, "one", 1001)).await.unwrap();
    let mut plans = server.plans();
    let request = ListPlansRequest {
        page_size: 2,
        ..ListPlansRequest::default()
    };
    let first = plans
        .list_plans(by(&server.admin, request))
        .await
        .unwrap()
        .into_inner();
    let names = |plans: &[backline_proto::admin::v1::Plan]| -> Vec<String> {
        plans.iter().map(|plan| plan.name.clone()).collect()
    };
    assert_eq!(names(&first.plans), ["plans/free", "plans/tight"]);
    let request = ListPlansRequest {
        page_size: 2,
        page_token: first.next_page_token,
    };
    let rest = plans
        .list_plans(by(&server.admin, request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(names(&rest.plans), ["plans/unlimited"]);
    assert!(rest.plans[0].is_default && rest.next_page_token.is_empty());
    let get = |name: &str| GetPlanRequest {
        name: name.to_owned(),
    };
    let free = plans
        .get_plan(by(&server.admin, get("plans/free")))
        .await
        .unwrap();
    let free = free.into_inner().plan.unwrap();
    assert_eq!(free.messages_per_day, Some(500));
    assert!(!free.allows_welcome_off && free.allows_api && !free.is_default);
    let none = plans.get_plan(by(&server.admin, get("plans/gold"))).await;
    assert_eq!(none.unwrap_err().code(), Code::NotFound);
    let wrong = plans.get_plan(by(&server.admin, get("gold"))).await;
    assert_eq!(wrong.unwrap_err().code(), Code::InvalidArgument);
    let request = GetPlanUsageRequest {
        connection: "connections/one".to_owned(),
    };
    let usage = plans
        .get_plan_usage(by(&server.admin, request))
        .await
        .unwrap();
    let usage = usage.into_inner().usage.unwrap();
    assert_eq!(usage.plan.unwrap().name, "plans/tight");
    assert_eq!((usage.message_count, usage.update_count), (0, 0));
    assert_eq!(usage.connection_count, 1);
    assert_eq!(usage.waiting_reason, "");
    // The driven calendar begins at 08:00 of a day.
    assert_eq!(usage.day_end_time.unwrap().seconds % 86_400, 0);
}
