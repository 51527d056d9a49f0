//! Who gets which identity.

use std::time::Duration;

use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::{
    AttachRequest, Credential, GatewayKind, IdentityState, attach_response::Message, credential,
    cursor,
};

use super::{BOT, World, bots, connection, desks, naming, store, token};
use crate::gateway::Error;

const LEASE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_gateway_gets_what_is_free_with_credential_and_cursor() {
    let world = World::start();
    world.store.put(BOT, "one", 7, 99);
    let mut gateway = world.attach("a").await;
    assert_eq!(
        world.store.epoch(BOT),
        Some(8),
        "the raised epoch is committed"
    );
    let received = gateway.received();
    let [Message::IdentityAssigned(assigned)] = received.as_slice() else {
        panic!("{received:?}")
    };
    assert_eq!((assigned.identity.as_str(), assigned.epoch), ("bot:1", 8));
    let kind = Some(credential::Kind::BotToken("42:secret".into()));
    assert_eq!(assigned.credential, Some(Credential { kind }));
    let place = assigned.cursor.clone().unwrap();
    assert_eq!(
        (place.kind, place.source.as_str()),
        (Some(cursor::Kind::UpdateId(99)), "api")
    );
    assert_eq!(world.desks.heard(), ["bot:1 online"]);
    assert_eq!(
        world.state_of(&gateway.session),
        [(BOT, 8, "assigned".into())]
    );
}

#[tokio::test]
async fn an_identity_without_a_row_gets_its_first_epoch() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    assert_eq!(gateway.assigned(), [("bot:1".into(), 1)]);
    assert_eq!(world.store.epoch(BOT), Some(1));
}

#[tokio::test]
async fn a_second_gateway_for_one_bot_gets_nothing_and_is_told_of() {
    let world = World::start();
    let mut first = world.attach("a").await;
    let mut second = world.attach("b").await;
    assert_eq!(first.assigned().len(), 1);
    world
        .pass_alive(&mut [&mut first, &mut second], LEASE * 3)
        .await;
    assert_eq!(second.received(), []);
    let [(identity, epoch, state)] = world.state_of(&second.session).try_into().unwrap();
    assert_eq!((identity, epoch), (BOT, 0));
    assert_eq!(state, "waiting: another gateway holds it");
    assert_eq!(world.state_of(&first.session).len(), 1);
}

#[tokio::test]
async fn identities_are_spread_and_never_more_than_a_gateway_takes() {
    let world = World::with(store::Fake::default(), desks::Fake::default());
    let small = AttachRequest {
        max_identities: 1,
        ..bots("small")
    };
    let mut small = world.attach_as(token("small"), small).await.unwrap();
    let mut large = world.attach("large").await;
    for id in 1..=5 {
        world.add(IdentityId::bot(id), &format!("c{id}"));
    }
    world.settle().await;
    assert_eq!((small.assigned().len(), large.assigned().len()), (1, 4));
}

#[tokio::test]
async fn a_token_names_what_its_gateway_may_hold() {
    let world = World::start();
    world.add(IdentityId::bot(2), "two");
    world.add(IdentityId::bot(3), "three");
    let mut named = token("a");
    named.identities = vec!["bot:2".into()];
    let mut named = world.attach_as(named, bots("a")).await.unwrap();
    assert_eq!(named.assigned(), [("bot:2".into(), 1)]);
    let mut reaching = token("b");
    reaching.connections = vec![super::connection("three")];
    let mut reaching = world.attach_as(reaching, bots("b")).await.unwrap();
    assert_eq!(reaching.assigned(), [("bot:3".into(), 1)]);

    let mut accounts_only = token("c");
    accounts_only.gateway_kinds = vec!["user".into()];
    let refused = world
        .attach_as(accounts_only, bots("c"))
        .await
        .err()
        .unwrap();
    let words = "this token does not allow gateways of kind `bot`, only: user";
    assert_eq!(refused.to_string(), words);
    let mut reader = token("d");
    reader.scopes = vec![backline_domain::access::Scope::Admin];
    let refused = world.attach_as(reader, bots("d")).await.err().unwrap();
    assert!(matches!(refused, Error::Forbidden(_)), "{refused}");
}

#[tokio::test]
async fn a_kind_has_to_be_set_and_gets_its_own_only() {
    let world = World::start();
    let unset = AttachRequest::default();
    let refused = world.attach_as(token("a"), unset).await.err().unwrap();
    assert_eq!(
        refused.to_string(),
        "kind: has to be GATEWAY_KIND_BOT or GATEWAY_KIND_USER"
    );
    let accounts = AttachRequest {
        kind: GatewayKind::User.into(),
        ..bots("a")
    };
    let mut accounts = world.attach_as(token("a"), accounts).await.unwrap();
    assert_eq!(accounts.received(), []);
}

#[tokio::test]
async fn what_cannot_be_committed_is_not_given_and_tried_again() {
    let world = World::start();
    world.store.set_broken(true);
    let mut gateway = world.attach("a").await;
    assert_eq!(gateway.received(), []);
    assert_eq!(world.desks.heard(), Vec::<String>::new());
    world.store.set_broken(false);
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(gateway.assigned(), [("bot:1".into(), 1)]);
}

#[tokio::test]
async fn a_new_connection_is_served_at_once_and_a_deleted_one_taken_back() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    gateway.received();
    let new = IdentityId::bot(2);
    world.add(new, "two");
    world.settle().await;
    assert_eq!(gateway.assigned(), [("bot:2".into(), 1)]);
    world.desks.remove(new);
    world.settle().await;
    let received = gateway.received();
    let [Message::IdentityRevoked(revoked)] = received.as_slice() else {
        panic!("{received:?}")
    };
    assert_eq!((revoked.identity.as_str(), revoked.epoch), ("bot:2", 1));
    assert_eq!(revoked.reason, "the connection is gone");
    gateway
        .report(&world, new, 1, IdentityState::Released)
        .await
        .unwrap();
    assert_eq!(
        world.state_of(&gateway.session).len(),
        1,
        "the other one stays"
    );
    world.add(new, "three");
    world.settle().await;
    assert_eq!(
        gateway.assigned(),
        [("bot:2".into(), 2)],
        "it was asked for it, it is not leaving"
    );
}

#[tokio::test]
async fn a_changed_credential_goes_out_under_a_new_epoch() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    gateway.received();
    world.store.put_secret(BOT, "42:other");
    world.sessions.reassign(BOT, "its token was changed");
    world.settle().await;
    assert!(matches!(
        gateway.received().as_slice(),
        [Message::IdentityRevoked(_)]
    ));
    assert_eq!(world.desks.heard(), ["bot:1 online", "bot:1 paused"]);
    gateway
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    let received = gateway.received();
    let [Message::IdentityAssigned(assigned)] = received.as_slice() else {
        panic!("{received:?}")
    };
    let kind = Some(credential::Kind::BotToken("42:other".into()));
    assert_eq!(
        (assigned.epoch, &assigned.credential),
        (2, &Some(Credential { kind }))
    );
    assert_eq!(world.desks.heard(), ["bot:1 offline", "bot:1 online"]);
}

#[tokio::test]
async fn after_a_restart_who_names_the_current_epoch_keeps_the_identity() {
    let world = World::start();
    world.store.put(BOT, "one", 7, 99);
    let holder = naming("a session of the server before", &[(BOT, 7)]);
    let mut holder = world.attach_as(token("a"), holder).await.unwrap();
    assert_ne!(holder.session, "a session of the server before");
    assert_eq!(holder.assigned(), [("bot:1".into(), 7)]);
    assert_eq!(world.store.epoch(BOT), Some(7));
    holder.ingest(&world, BOT, 7).await.unwrap();
}

#[tokio::test]
async fn who_names_an_older_epoch_has_to_let_go() {
    let world = World::start();
    world.store.put(BOT, "one", 7, 99);
    let other = naming("gone", &[(BOT, 6), (IdentityId::bot(5), 1)]);
    let mut other = world.attach_as(token("a"), other).await.unwrap();
    let received = other.received();
    let revoked = received.iter().filter_map(|message| match message {
        Message::IdentityRevoked(revoked) => Some((revoked.identity.as_str(), revoked.epoch)),
        _ => None,
    });
    assert_eq!(revoked.collect::<Vec<_>>(), [("bot:1", 6), ("bot:5", 1)]);
    assert!(matches!(received.last(), Some(Message::IdentityAssigned(now)) if now.epoch == 8));
}

#[tokio::test]
async fn after_a_restart_an_account_goes_to_somebody_else_only_after_a_whole_lease() {
    let account = IdentityId::account(9);
    let world = World::with(store::Fake::default(), desks::Fake::default());
    world.store.put(account, "one", 3, 0);
    world.add(account, "one");
    let new = IdentityId::account(10);
    world.add(new, "two");
    let users = AttachRequest {
        kind: GatewayKind::User.into(),
        ..bots("a")
    };
    let mut gateway = world.attach_as(token("a"), users).await.unwrap();
    assert_eq!(
        gateway.assigned(),
        [("user:10".into(), 1)],
        "nobody ever held that one"
    );
    world
        .pass_alive(&mut [&mut gateway], LEASE - Duration::from_millis(1))
        .await;
    assert_eq!(gateway.assigned(), []);
    world.pass(Duration::from_millis(1)).await;
    assert_eq!(gateway.assigned(), [("user:9".into(), 4)]);
}

#[tokio::test]
async fn a_stopped_connections_identity_is_nobodys_until_it_runs_again() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    assert_eq!(gateway.assigned(), [("bot:1".to_owned(), 1)]);
    world.desks.heard();
    world.desks.set_stopped(connection("one"), true);
    world.settle().await;
    let [Message::IdentityRevoked(revoked)] = &gateway.received()[..] else {
        panic!("it is taken back")
    };
    assert_eq!(revoked.reason, "the connection is stopped");
    gateway
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    world
        .pass_alive(&mut [&mut gateway], Duration::from_secs(120))
        .await;
    assert_eq!(world.desks.heard(), ["bot:1 paused", "bot:1 offline"]);
    assert_eq!(gateway.assigned(), []);

    // Whoever says that they hold it still has to let go.
    let mut again = world
        .attach_as(token("a"), naming("", &[(BOT, 1)]))
        .await
        .unwrap();
    assert!(matches!(
        &again.received()[..],
        [Message::IdentityRevoked(_)]
    ));
    world.desks.set_stopped(connection("one"), false);
    world.settle().await;
    let given = [gateway.assigned(), again.assigned()].concat();
    assert_eq!(given, [("bot:1".to_owned(), 2)]);
}
