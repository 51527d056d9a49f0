//! Bots over MTProto: whose they are, what they get in with, and what is kept of that.

use backline_domain::change::{Cursor, Secret};
use backline_domain::logout::Logout;
use backline_proto::gateway::v1::{
    Credential, KeepSessionRequest, KeepSessionResponse, credential,
};

use super::*;
use crate::clock::Clock as _;

const LEASE: Duration = Duration::from_secs(60);

fn users(name: &str) -> AttachRequest {
    AttachRequest {
        kind: GatewayKind::User.into(),
        ..bots(name)
    }
}

/// A server whose one bot goes over MTProto.
fn world() -> World {
    let world = World::with(store::Fake::default(), desks::Fake::default());
    world.desks.set_mtproto(BOT);
    world.add(BOT, "one");
    world
}

/// What came down: the epoch, and what to get in with.
fn given(gateway: &mut Gateway) -> Option<(i64, String, Vec<u8>, bool)> {
    gateway.received().into_iter().find_map(|message| {
        let Message::IdentityAssigned(assigned) = message else {
            return None;
        };
        let Some(Credential {
            kind: Some(credential::Kind::BotLogin(login)),
        }) = assigned.credential
        else {
            panic!("a bot over MTProto gets in by a login");
        };
        let has_cursor = assigned.cursor.is_some();
        Some((assigned.epoch, login.bot_token, login.session, has_cursor))
    })
}

async fn keep(
    world: &World,
    gateway: &Gateway,
    epoch: i64,
    session: &[u8],
) -> Result<KeepSessionResponse, Error> {
    let request = KeepSessionRequest {
        session: gateway.session.clone(),
        identity: BOT.to_string(),
        epoch,
        bot_session: session.to_vec(),
    };
    world.sessions.keep_session(&gateway.token, request).await
}

#[tokio::test]
async fn it_goes_to_a_gateway_for_accounts_and_to_no_other() {
    let world = world();
    let mut for_bots = world.attach("a").await;
    assert_eq!(for_bots.assigned(), []);
    let only_bots = Token {
        gateway_kinds: vec!["bot".into()],
        ..token("b")
    };
    let refused = world.attach_as(only_bots, users("b")).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    let only_users = Token {
        gateway_kinds: vec!["user".into()],
        ..token("c")
    };
    let mut for_users = world.attach_as(only_users, users("c")).await.unwrap();
    assert_eq!(
        given(&mut for_users),
        Some((1, "42:secret".to_owned(), Vec::new(), false))
    );
    let batch = ingest_request(&for_users.session, BOT, 1);
    let refused = world.sessions.ingest_updates(&for_users.token, batch).await;
    assert!(
        matches!(&refused, Err(Error::Field { field, .. }) if *field == "cursor"),
        "its updates have no ids: {refused:?}"
    );
}

#[tokio::test]
async fn its_session_is_handed_to_whoever_gets_it_next() {
    let world = world();
    let mut first = world.attach_as(token("a"), users("a")).await.unwrap();
    assert_eq!(given(&mut first).unwrap().2, Vec::<u8>::new());
    keep(&world, &first, 1, b"session one").await.unwrap();
    keep(&world, &first, 1, b"session two").await.unwrap();
    world.sessions.reassign(BOT, "test");
    world.settle().await;
    first
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    let (epoch, token, session, _) = given(&mut first).unwrap();
    assert_eq!((epoch, token.as_str()), (2, "42:secret"));
    assert_eq!(session, b"session two");
    let late = keep(&world, &first, 1, b"of before").await;
    assert!(matches!(late, Err(Error::Superseded { .. })), "{late:?}");
    let empty = keep(&world, &first, 2, b"").await;
    assert!(matches!(empty, Err(Error::Field { .. })), "{empty:?}");
    world.store.set_broken(true);
    let failed = keep(&world, &first, 2, b"session three").await;
    assert!(matches!(failed, Err(Error::Store(_))), "{failed:?}");
}

#[tokio::test]
async fn a_bot_over_the_bot_api_has_no_session_to_keep() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    assert_eq!(gateway.assigned(), [("bot:1".into(), 1)]);
    let refused = keep(&world, &gateway, 1, b"session").await;
    assert!(
        matches!(&refused, Err(Error::Field { field, .. }) if *field == "identity"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn after_a_restart_it_goes_to_somebody_else_only_after_a_whole_lease() {
    let world = World::with(store::Fake::default(), desks::Fake::default());
    world.desks.set_mtproto(BOT);
    world.store.put(BOT, "one", 3, 0);
    world.add(BOT, "one");
    let mut gateway = world.attach_as(token("a"), users("a")).await.unwrap();
    world
        .pass_alive(&mut [&mut gateway], LEASE - Duration::from_millis(1))
        .await;
    assert_eq!(given(&mut gateway), None);
    world.pass(Duration::from_millis(1)).await;
    let (epoch, _, _, has_cursor) = given(&mut gateway).unwrap();
    assert_eq!(epoch, 4);
    assert!(
        !has_cursor,
        "what the Bot API has numbered says nothing here"
    );
}

#[tokio::test]
async fn a_change_of_the_way_takes_it_from_one_kind_and_gives_it_to_the_other() {
    let world = World::start();
    let mut for_bots = world.attach("a").await;
    let mut for_users = world.attach_as(token("b"), users("b")).await.unwrap();
    assert_eq!(for_bots.assigned(), [("bot:1".into(), 1)]);
    world.desks.set_mtproto(BOT);
    world.settle().await;
    let taken = for_bots.received();
    assert!(
        matches!(&taken[..], [Message::IdentityRevoked(revoked)] if revoked.epoch == 1),
        "{taken:?}"
    );
    assert_eq!(given(&mut for_users), None, "not before it is let go");
    for_bots
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    assert_eq!(given(&mut for_users).unwrap().0, 2);
}

/// A Bot API server keeps a bot's updates for a day, whoever takes them by MTProto.
#[tokio::test]
async fn whoever_gets_it_after_another_way_skips_what_waits_and_nobody_else() {
    let world = World::start();
    let skips = |gateway: &mut Gateway| {
        let assigned = gateway
            .received()
            .into_iter()
            .find_map(|message| match message {
                Message::IdentityAssigned(assigned) => Some(assigned),
                _ => None,
            });
        let assigned = assigned.unwrap();
        (assigned.skips_waiting, assigned.cursor.is_some())
    };
    let mut fresh = world.attach("a").await;
    assert_eq!(skips(&mut fresh), (false, false), "one that is new");

    for (cursor, expected) in [
        (Cursor::State(vec![1]), (true, false)),
        (
            Cursor::UpdateId {
                source: "s".to_owned(),
                update_id: 7,
            },
            (false, true),
        ),
    ] {
        let world = World::with(store::Fake::default(), desks::Fake::default());
        world.store.put_at(BOT, "one", 3, cursor);
        world.add(BOT, "one");
        let mut gateway = world.attach("a").await;
        world.pass_alive(&mut [&mut gateway], LEASE).await;
        assert_eq!(skips(&mut gateway), expected);
    }
}

/// The sessions that it was told to end, of what came down since the last look.
fn told_to_end(received: &[Message]) -> Vec<&[u8]> {
    let told = received.iter().filter_map(|message| match message {
        Message::LogoutRequested(requested) => Some(requested.account_session.as_slice()),
        _ => None,
    });
    told.collect()
}

fn is_taken_back(received: &[Message]) -> bool {
    let mut received = received.iter();
    received.any(|message| matches!(message, Message::IdentityRevoked(_)))
}

/// Its session is ended once the gateway has let go of it. Whoever has it over the Bot API by
/// then goes on: the token is another way in.
#[tokio::test]
async fn who_leaves_mtproto_is_logged_out_there_once_it_is_let_go() {
    let world = world();
    world.pass(LEASE).await;
    let mut for_bots = world.attach("a").await;
    let mut for_users = world.attach_as(token("b"), users("b")).await.unwrap();
    assert_eq!(given(&mut for_users).unwrap().0, 1);
    keep(&world, &for_users, 1, b"the session").await.unwrap();
    world.desks.unset_mtproto(BOT);
    let session = Secret::new(b"the session".to_vec());
    let row = Logout::new(BOT, Some(connection("one")), session, world.clock.now());
    world.store.put_logout(row.clone());
    world.sessions.log_out(vec![row]);
    world.settle().await;
    let received = for_users.received();
    assert!(is_taken_back(&received), "{received:?}");
    assert_eq!(told_to_end(&received), [b""; 0]);
    assert_eq!(for_bots.assigned(), []);
    for_users
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    world.settle().await;
    let received = for_users.received();
    assert_eq!(told_to_end(&received), [b"the session"]);
    let received = for_bots.received();
    let is_given = |message: &Message| matches!(message, Message::IdentityAssigned(_));
    assert!(received.iter().any(is_given), "{received:?}");
    world
        .pass_alive(&mut [&mut for_bots, &mut for_users], LEASE)
        .await;
    assert!(!is_taken_back(&for_bots.received()));
}

/// After a restart nobody knows which session a gateway has that kept the bot; over the Bot
/// API it has none.
#[tokio::test]
async fn who_has_it_over_the_bot_api_keeps_it_while_its_session_is_ended() {
    let world = World::with(store::Fake::default(), desks::Fake::default());
    world.store.put(BOT, "one", 3, 0);
    world.add(BOT, "one");
    let session = Secret::new(b"the session".to_vec());
    let row = Logout::new(BOT, Some(connection("one")), session, world.clock.now());
    world.store.put_logout(row.clone());
    let held = AttachRequest {
        held_identities: vec![HeldIdentity {
            identity: BOT.to_string(),
            epoch: 3,
        }],
        ..bots("a")
    };
    let mut for_bots = world.attach_as(token("a"), held).await.unwrap();
    let mut for_users = world.attach_as(token("b"), users("b")).await.unwrap();
    world
        .pass_alive(&mut [&mut for_bots, &mut for_users], LEASE)
        .await;
    assert_eq!(told_to_end(&for_users.received()), [b"the session"]);
    assert!(!is_taken_back(&for_bots.received()));
}

/// Of a token from before: it is still good in Telegram.
#[tokio::test]
async fn a_session_that_takes_anothers_place_ends_that() {
    let world = world();
    world.pass(LEASE).await;
    let mut gateway = world.attach_as(token("a"), users("a")).await.unwrap();
    assert_eq!(given(&mut gateway).unwrap().0, 1);
    for session in ["one", "two", "two"] {
        keep(&world, &gateway, 1, session.as_bytes()).await.unwrap();
    }
    world.settle().await;
    let received = gateway.received();
    assert_eq!(told_to_end(&received), [b"one"]);
    assert!(!is_taken_back(&received));
    assert_eq!(world.store.logouts_now().len(), 1);
}
