//! Commands down.

use std::time::Duration;

use backline_domain::id::{ChatId, IdentityId};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1::attach_response::Message;
use tokio::sync::mpsc::error::TrySendError;

use super::{BOT, World, naming, token};
use crate::desk::{Call, Command, Down};

pub(super) fn leave(identity: IdentityId, lease: &str) -> Down {
    Down::Execute(Box::new(Command {
        id: "one-7".into(),
        lease_token: lease.into(),
        identity,
        attempt: 1,
        ordering_key: "lane".into(),
        deadline: Timestamp(5_000),
        needs_start: true,
        random_ids: Vec::new(),
        call: Call::Leave { chat: ChatId(-5) },
        stored: Vec::new(),
    }))
}

#[tokio::test]
async fn a_command_goes_down_after_its_identity_and_with_its_epoch() {
    let world = World::start();
    world.store.put(BOT, "one", 4, 0);
    let mut gateway = world.attach("a").await;
    world
        .desks
        .down(BOT)
        .try_send(leave(BOT, "one/lease"))
        .unwrap();
    world
        .desks
        .down(BOT)
        .try_send(Down::Cancel {
            lease_token: "one/lease".into(),
        })
        .unwrap();
    world.settle().await;
    let received = gateway.received();
    let [
        Message::IdentityAssigned(_),
        Message::Command(command),
        Message::Cancellation(cancelled),
    ] = received.as_slice()
    else {
        panic!("{received:?}")
    };
    assert_eq!(
        (command.identity.as_str(), command.epoch, command.attempt),
        ("bot:1", 5, 1)
    );
    assert_eq!(
        (command.needs_start, command.lease_token.as_str()),
        (true, "one/lease")
    );
    assert_eq!(cancelled.lease_token, "one/lease");
    assert_eq!(world.sessions.list()[0].identities[0].running, 1);
}

#[tokio::test]
async fn a_command_for_what_the_gateway_does_not_hold_is_dropped() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    gateway.received();
    world
        .desks
        .down(BOT)
        .try_send(leave(IdentityId::bot(2), "two/lease"))
        .unwrap();
    world.settle().await;
    assert_eq!(gateway.received(), []);
}

#[tokio::test]
async fn a_slow_gateway_pushes_back_and_loses_nothing_that_fits() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    let down = world.desks.down(BOT);
    let mut sent = 0;
    loop {
        match down.try_send(leave(BOT, &format!("one/{sent}"))) {
            Ok(()) => sent += 1,
            Err(TrySendError::Full(_)) => break,
            Err(TrySendError::Closed(_)) => panic!("the stream is open"),
        }
        if sent % 50 == 0 {
            world.settle().await;
        }
        assert!(sent < 10_000, "there has to be a bound");
    }
    let mut commands = 0;
    while commands < sent {
        let received = gateway.received();
        commands += received
            .iter()
            .filter(|one| matches!(one, Message::Command(_)))
            .count();
        world.settle().await;
    }
    assert_eq!(commands, sent);
}

#[tokio::test]
async fn heartbeats_pass_commands() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    let down = world.desks.down(BOT);
    for lease in 0..100 {
        down.try_send(leave(BOT, &format!("one/{lease}"))).unwrap();
    }
    world.pass(Duration::from_secs(10)).await;
    let mut before_heartbeat = 0;
    let mut heartbeats = 0;
    while heartbeats < 2 {
        match gateway.stream.next().await.unwrap().message.unwrap() {
            Message::Heartbeat(_) => heartbeats += 1,
            Message::Command(_) => before_heartbeat += 1,
            _ => {}
        }
    }
    assert!(
        before_heartbeat <= super::super::stream::OUT,
        "{before_heartbeat}"
    );
}

#[tokio::test]
async fn the_way_down_of_a_broken_stream_is_closed_and_the_new_one_works() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let (session, old) = (gateway.session.clone(), world.desks.down(BOT));
    drop(gateway);
    world.settle().await;
    let refused = old.try_send(leave(BOT, "one/old")).unwrap_err();
    assert!(matches!(refused, TrySendError::Closed(_)));
    let mut again = world
        .attach_as(token("a"), naming(&session, &[(BOT, 1)]))
        .await
        .unwrap();
    world
        .desks
        .down(BOT)
        .try_send(leave(BOT, "one/new"))
        .unwrap();
    world.settle().await;
    assert!(matches!(again.received().last(), Some(Message::Command(_))));
}
