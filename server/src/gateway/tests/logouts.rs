//! Ending sessions of accounts whose connection is gone.

use std::time::Duration;

use backline_domain::change::Secret;
use backline_domain::id::{ConnectionId, IdentityId};
use backline_domain::logout::{GIVEN_UP_AFTER, Logout};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1::report_logout_request::Report;
use backline_proto::gateway::v1::{
    AttachRequest, GatewayKind, HeldIdentity, IdentityState, LogoutDone, LogoutFailed,
    ReportLogoutRequest, attach_response::Message,
};

use super::{Gateway, World, bots, connection, desks, store, token};
use crate::clock::Clock as _;
use crate::gateway::Error;

const ACCOUNT: IdentityId = IdentityId::account(7);
const SESSION: &str = "the session";
const LEASE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(1);

fn accounts(name: &str) -> AttachRequest {
    AttachRequest {
        kind: GatewayKind::User.into(),
        ..bots(name)
    }
}

fn holding(name: &str, epoch: i64) -> AttachRequest {
    AttachRequest {
        held_identities: vec![HeldIdentity {
            identity: ACCOUNT.to_string(),
            epoch,
        }],
        ..accounts(name)
    }
}

fn row(of: Option<ConnectionId>, due_at: Timestamp) -> Logout {
    Logout::new(ACCOUNT, of, Secret::new(SESSION), due_at)
}

fn failed() -> Report {
    Report::Failed(LogoutFailed {
        detail: "no way to Telegram".into(),
        ..LogoutFailed::default()
    })
}

fn done() -> Report {
    Report::Done(LogoutDone {})
}

impl World {
    /// A server that has run for long enough that nobody can be left from one before it.
    async fn for_accounts() -> Self {
        let world = Self::with(store::Fake::default(), desks::Fake::default());
        world.pass(LEASE).await;
        world
    }

    /// The account's connection is deleted.
    async fn delete_connection(&self) {
        let row = row(Some(connection("one")), self.clock.now());
        self.store.put_logout(row.clone());
        self.desks.remove(ACCOUNT);
        self.sessions.log_out(vec![row]);
        self.settle().await;
    }

    fn metric(&self, line: &str) -> bool {
        let text = self.metrics.text().unwrap();
        text.lines().any(|one| one == line)
    }
}

impl Gateway {
    /// The sessions that it was told to end since the last look.
    fn told_to_end(&mut self) -> Vec<String> {
        let told = self
            .received()
            .into_iter()
            .filter_map(|message| match message {
                Message::LogoutRequested(requested) => {
                    let session = String::from_utf8(requested.account_session).unwrap();
                    Some(session)
                }
                _ => None,
            });
        told.collect()
    }

    async fn reports_logout(&self, world: &World, report: Report) -> Result<(), Error> {
        let id = row(None, Timestamp(0)).facts.id;
        let request = ReportLogoutRequest {
            session: self.session.clone(),
            logout: id.to_string(),
            report: Some(report),
        };
        let told = world.sessions.report_logout(&self.token, request).await;
        world.settle().await;
        told.map(drop)
    }
}

#[tokio::test]
async fn a_session_is_ended_once_its_holder_has_let_go_and_not_before() {
    let world = World::for_accounts().await;
    world.add(ACCOUNT, "one");
    world.store.put_secret(ACCOUNT, SESSION);
    let mut holder = world.attach_as(token("a"), accounts("a")).await.unwrap();
    let mut other = world.attach_as(token("b"), accounts("b")).await.unwrap();
    assert_eq!(holder.assigned(), [("user:7".into(), 1)]);
    world.delete_connection().await;
    assert_eq!(world.store.logouts_now().len(), 1);
    world
        .pass_alive(&mut [&mut holder, &mut other], LEASE * 3)
        .await;
    let revoked = holder.received();
    let [Message::IdentityRevoked(_)] = revoked.as_slice() else {
        panic!("{revoked:?}")
    };
    assert_eq!(other.told_to_end(), [""; 0]);
    assert!(world.metric("backline_logouts_waiting 1"));
    let released = IdentityState::Released;
    holder.report(&world, ACCOUNT, 1, released).await.unwrap();
    // One of them, and the other not meanwhile.
    let told = [holder.told_to_end(), other.told_to_end()].concat();
    assert_eq!(told, [SESSION]);
    holder.reports_logout(&world, done()).await.unwrap();
    assert_eq!(world.store.logouts_now(), []);
    assert!(world.metric("backline_logouts_waiting 0"));
    assert!(world.metric("backline_logouts_total{result=\"done\"} 1"));
    // The answer may have been lost.
    holder.reports_logout(&world, done()).await.unwrap();
    assert!(world.metric("backline_logouts_total{result=\"done\"} 1"));
}

#[tokio::test]
async fn the_lease_of_a_silent_holder_is_waited_for() {
    let world = World::for_accounts().await;
    world.add(ACCOUNT, "one");
    world.store.put_secret(ACCOUNT, SESSION);
    let mut holder = world.attach_as(token("a"), accounts("a")).await.unwrap();
    assert_eq!(holder.assigned().len(), 1);
    let mut other = world.attach_as(token("b"), accounts("b")).await.unwrap();
    world.delete_connection().await;
    world.pass_alive(&mut [&mut other], LEASE - MOMENT).await;
    assert_eq!(other.told_to_end(), [""; 0]);
    world.pass(MOMENT).await;
    assert_eq!(other.told_to_end(), [SESSION]);
}

#[tokio::test]
async fn after_a_restart_who_still_has_the_account_gives_it_back_first() {
    let store = store::Fake::default();
    store.put_logout(row(Some(connection("one")), Timestamp(0)));
    let world = World::with(store, desks::Fake::default());
    let mut other = world.attach_as(token("b"), accounts("b")).await.unwrap();
    world.pass_alive(&mut [&mut other], LEASE / 2).await;
    // It was attached to the server before, and comes back.
    let mut holder = world.attach_as(token("a"), holding("a", 4)).await.unwrap();
    let revoked = holder.received();
    let [Message::IdentityRevoked(revoked)] = revoked.as_slice() else {
        panic!("{revoked:?}")
    };
    assert_eq!((revoked.identity.as_str(), revoked.epoch), ("user:7", 4));
    world
        .pass_alive(&mut [&mut holder, &mut other], LEASE * 2)
        .await;
    assert_eq!(other.told_to_end(), [""; 0]);
    let released = IdentityState::Released;
    holder.report(&world, ACCOUNT, 4, released).await.unwrap();
    let told = [holder.told_to_end(), other.told_to_end()].concat();
    assert_eq!(told, [SESSION]);
}

#[tokio::test]
async fn after_a_restart_a_lease_passes_before_anybody_ends_a_session() {
    let store = store::Fake::default();
    store.put_logout(row(Some(connection("one")), Timestamp(0)));
    let world = World::with(store, desks::Fake::default());
    let mut gateway = world.attach_as(token("a"), accounts("a")).await.unwrap();
    world.pass_alive(&mut [&mut gateway], LEASE - MOMENT).await;
    assert_eq!(gateway.told_to_end(), [""; 0]);
    world.pass(MOMENT).await;
    assert_eq!(gateway.told_to_end(), [SESSION]);
}

#[tokio::test]
async fn what_fails_is_tried_again_after_growing_gaps_and_given_up_in_the_end() {
    let world = World::for_accounts().await;
    let mut gateway = world.attach_as(token("a"), accounts("a")).await.unwrap();
    world.delete_connection().await;
    assert_eq!(gateway.told_to_end(), [SESSION]);
    for minutes in [1, 3, 9] {
        gateway.reports_logout(&world, failed()).await.unwrap();
        let gap = Duration::from_secs(minutes * 60);
        world.pass_alive(&mut [&mut gateway], gap - MOMENT).await;
        assert_eq!(gateway.told_to_end(), [""; 0]);
        world.pass(MOMENT).await;
        assert_eq!(gateway.told_to_end(), [SESSION]);
    }
    assert_eq!(world.store.logouts_now()[0].facts.attempts, 3);
    // A store that does not write: the gateway says it again.
    world.store.set_broken(true);
    assert!(gateway.reports_logout(&world, failed()).await.is_err());
    world.store.set_broken(false);
    world.clock.advance(GIVEN_UP_AFTER);
    gateway = world.attach_as(token("a"), accounts("a")).await.unwrap();
    world.pass(MOMENT).await;
    assert_eq!(gateway.told_to_end(), [SESSION]);
    gateway.reports_logout(&world, failed()).await.unwrap();
    assert_eq!(world.store.logouts_now(), []);
    assert!(world.metric("backline_logouts_total{result=\"given_up\"} 1"));
}

#[tokio::test]
async fn who_dies_at_it_is_followed_by_another_after_the_lease() {
    let world = World::for_accounts().await;
    let mut first = world.attach_as(token("a"), accounts("a")).await.unwrap();
    world.delete_connection().await;
    assert_eq!(first.told_to_end(), [SESSION]);
    let mut second = world.attach_as(token("b"), accounts("b")).await.unwrap();
    world.pass_alive(&mut [&mut second], LEASE - MOMENT).await;
    assert_eq!(second.told_to_end(), [""; 0]);
    world.pass(MOMENT).await;
    assert_eq!(second.told_to_end(), [SESSION]);
    // What a process that was given up says of a failure is its own.
    let late = first.reports_logout(&world, failed()).await.unwrap_err();
    assert!(matches!(late, Error::SessionLost), "{late}");
    assert_eq!(world.store.logouts_now()[0].facts.attempts, 0);
}

#[tokio::test]
async fn a_stream_that_is_cut_is_told_again() {
    let world = World::for_accounts().await;
    let mut gateway = world.attach_as(token("a"), accounts("a")).await.unwrap();
    world.delete_connection().await;
    assert_eq!(gateway.told_to_end(), [SESSION]);
    let again = AttachRequest {
        resume_session: gateway.session.clone(),
        ..accounts("a")
    };
    let mut gateway = world.attach_as(token("a"), again).await.unwrap();
    world.pass(MOMENT).await;
    assert_eq!(gateway.told_to_end(), [SESSION]);
}

#[tokio::test]
async fn only_who_was_allowed_to_serve_it_ends_it() {
    let world = World::for_accounts().await;
    let mut bot_gateway = world.attach("bots").await;
    let mut elsewhere = token("elsewhere");
    elsewhere.connections = vec![connection("two")];
    let mut elsewhere = world.attach_as(elsewhere, accounts("e")).await.unwrap();
    world.delete_connection().await;
    assert_eq!(bot_gateway.told_to_end(), [""; 0]);
    assert_eq!(elsewhere.told_to_end(), [""; 0]);
    assert!(!world.sessions.can_log_out(ACCOUNT, &connection("one")));
    let mut allowed = token("allowed");
    allowed.connections = vec![connection("one")];
    let mut allowed = world.attach_as(allowed, accounts("a")).await.unwrap();
    world.pass(MOMENT).await;
    assert_eq!(allowed.told_to_end(), [SESSION]);
    assert!(world.sessions.can_log_out(ACCOUNT, &connection("one")));
}

#[tokio::test]
async fn another_session_of_the_same_account_goes_on() {
    let world = World::for_accounts().await;
    // The account was logged in anew: this is not the session that is to be ended.
    world.add(ACCOUNT, "one");
    let mut gateway = world.attach_as(token("a"), accounts("a")).await.unwrap();
    assert_eq!(gateway.assigned().len(), 1);
    let row = row(Some(connection("one")), world.clock.now());
    world.store.put_logout(row.clone());
    world.sessions.log_out(vec![row]);
    world.settle().await;
    let received = gateway.received();
    let [Message::LogoutRequested(_)] = received.as_slice() else {
        panic!("{received:?}")
    };
}
