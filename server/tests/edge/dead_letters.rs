use backline_domain::change::Change;
use backline_domain::delivery::{
    Action, Class, DeadLetter, DeadReason, Delivery, Key, Lane, LaneKind, Progress, Purpose,
};
use backline_domain::id::{ChatId, ConnectionId, IdentityId};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1::{DropDeadLetterRequest, RetryDeadLetterRequest};

use crate::harness::{Server, by, reason, request_id};

fn letter(connection: &ConnectionId, sequence: u64) -> Change {
    let lane = Lane {
        connection: connection.clone(),
        dialog: None,
        kind: LaneKind::Receipt,
    };
    let delivery = Delivery {
        key: Key { lane, sequence },
        identity: IdentityId::bot(1001),
        action: Action::Leave { chat: ChatId(-7) },
        purpose: Purpose::TeamNotice,
        class: Class::Upkeep,
        created_at: Timestamp(0),
        due_at: Timestamp(0),
        attempts: 1,
        first_failed_at: None,
        is_begun: false,
        after_silence: false,
        started_at: None,
        started_by: None,
        last_error: None,
        via: None,
        held_back: 0,
        progress: Progress::default(),
        retry_of: None,
    };
    let reason = DeadReason::Uncertain {
        detail: "the line was cut".to_owned(),
    };
    Change::PutDeadLetter(Box::new(DeadLetter {
        delivery,
        reason,
        at: Timestamp(0),
        choice: None,
    }))
}

#[tokio::test]
async fn a_decision_that_comes_twice_at_once_is_one() {
    let server = Server::start().await;
    let made = server.connect("main", 1001).await.connection.unwrap();
    let id = ConnectionId::parse(&made.name["connections/".len()..]).unwrap();
    let rows = (900..920).map(|number| letter(&id, number)).collect();
    server.running.desks().store.commit(rows).await.unwrap();
    for number in (900..920).step_by(2) {
        let mut deliveries = (server.deliveries(), server.deliveries());
        let request = RetryDeadLetterRequest {
            request_id: request_id(),
            name: format!("connections/main/deadLetters/{number}"),
        };
        let (one, other) = tokio::join!(
            deliveries
                .0
                .retry_dead_letter(by(&server.admin, request.clone())),
            deliveries
                .1
                .retry_dead_letter(by(&server.admin, request.clone())),
        );
        one.unwrap();
        other.unwrap();
        let another = RetryDeadLetterRequest {
            request_id: request_id(),
            ..request
        };
        let another = by(&server.admin, another);
        let refused = deliveries.0.retry_dead_letter(another).await.unwrap_err();
        assert_eq!(reason(&refused), "NOT_FOUND");

        let request = DropDeadLetterRequest {
            request_id: request_id(),
            name: format!("connections/main/deadLetters/{}", number + 1),
        };
        let (one, other) = tokio::join!(
            deliveries
                .0
                .drop_dead_letter(by(&server.admin, request.clone())),
            deliveries
                .1
                .drop_dead_letter(by(&server.admin, request.clone())),
        );
        one.unwrap();
        other.unwrap();
    }
}
