//! Limits and faults, as accounts meet them.

use std::time::Duration;

use grammers_tl_types::{enums, functions};
use telegram_sim::{Config, Limits, ManualClock, Outcome, Person, Sim};

use crate::{
    account::{Account, bare, message, stage},
    account_calls::{forward, ids},
};

async fn driven(limits: Option<Limits>) -> (Sim, ManualClock, Person, Person, Account) {
    let clock = ManualClock::new();
    let config = Config::default().clock(&clock).limits(limits);
    let sim = Sim::start(config).await.unwrap();
    let (agent, ann) = (sim.person("Agent"), sim.person("Ann"));
    let mut account = Account::of(&sim, &agent).await;
    account.knows(&sim, &agent, ann.id());
    (sim, clock, agent, ann, account)
}

#[tokio::test]
async fn too_many_messages_have_to_wait() {
    let (sim, clock, agent, _ann, mut account) = driven(Limits::telegram()).await;
    let team = sim.group("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    for number in 1..=20 {
        let send = message(account.channel(&team), "x", number, None);
        account.call(&send).await.unwrap();
    }
    let more = message(account.channel(&team), "x", 21, None);
    assert_eq!(account.refused(&more).await, "420 FLOOD_WAIT 60");
    clock.advance(Duration::from_secs(20));
    assert_eq!(account.refused(&more).await, "420 FLOOD_WAIT 40");
    assert_eq!(sim.violations().len(), 2);
    clock.advance(Duration::from_secs(40));
    account.call(&more).await.unwrap();
    // What was sent already costs nothing.
    let again = message(account.channel(&team), "x", 1, None);
    account.call(&again).await.unwrap();
}

#[tokio::test]
async fn a_slow_group_is_slow_for_members() {
    let (sim, clock, agent, ann, mut account) = driven(Limits::off()).await;
    let team = sim.group("Team", &ann);
    team.add(&agent).slows_down(30);
    account.knows(&sim, &agent, bare(&team));
    let send = |number| message(account.channel(&team), "x", number, None);
    account.call(&send(1)).await.unwrap();
    clock.advance(Duration::from_secs(10));
    assert_eq!(account.refused(&send(2)).await, "420 SLOWMODE_WAIT 20");
    clock.advance(Duration::from_secs(20));
    account.call(&send(2)).await.unwrap();
}

#[tokio::test]
async fn scripted_refusals_come_without_effect() {
    let (sim, clock, agent, ann, account) = driven(Limits::off()).await;
    let send = message(account.user(ann.id()), "x", 1, None);
    sim.script(&agent, "messages.sendMessage")
        .refuse(400, "PEER_FLOOD");
    assert_eq!(account.refused(&send).await, "400 PEER_FLOOD");
    sim.script(&agent, "messages.sendMessage").server_error(500);
    assert_eq!(account.refused(&send).await, "500 RPC_CALL_FAIL");
    sim.script(&agent, "messages.sendMessage").flood(30);
    assert_eq!(account.refused(&send).await, "420 FLOOD_WAIT 30");
    clock.advance(Duration::from_secs(29));
    assert_eq!(account.refused(&send).await, "420 FLOOD_WAIT 1");
    assert!(ann.chat_with(&agent).written().is_empty());
    clock.advance(Duration::from_secs(1));
    account.call(&send).await.unwrap();
    assert_eq!(ann.chat_with(&agent).written().len(), 1);
    let calls = sim.calls_of("messages.sendMessage");
    assert_eq!(calls.len(), 5);
    assert!(calls.last().unwrap().took_effect());
}

#[tokio::test]
async fn a_cut_before_has_no_effect_and_one_after_has() {
    let (sim, _clock, agent, ann, account) = driven(Limits::off()).await;
    let send = message(account.user(ann.id()), "x", 7, None);
    sim.script(&agent, "messages.sendMessage").cut_before();
    assert!(account.call(&send).await.is_err());
    assert!(ann.chat_with(&agent).written().is_empty());
    sim.script(&agent, "messages.sendMessage").cut_after();
    assert!(account.call(&send).await.is_err());
    assert_eq!(ann.chat_with(&agent).written().len(), 1);
    let calls = sim.calls_of("messages.sendMessage");
    assert!(matches!(calls[1].outcome, Outcome::DoneUnanswered(_)));
    // The same number again is the same message.
    let sent = ids(account.call(&send).await.unwrap());
    assert_eq!(i64::from(sent[0]), {
        let written = ann.chat_with(&agent).written();
        assert_eq!(written.len(), 1);
        sim.read(|world| world.message_id(written[0].uid, agent.id()))
    });
}

#[tokio::test]
async fn a_held_call_waits_and_others_go_on() {
    let (sim, _clock, agent, ann, account) = driven(Limits::off()).await;
    let held = sim.script(&agent, "messages.sendMessage").hold();
    let send = message(account.user(ann.id()), "late", 1, None);
    let state = functions::updates::GetState {};
    let others = async {
        sim.until(|| held.has_arrived()).await;
        account.call(&state).await.unwrap();
        assert!(ann.chat_with(&agent).written().is_empty());
        held.release();
    };
    let (sent, ()) = tokio::join!(account.call(&send), others);
    sent.unwrap();
    assert_eq!(ann.chat_with(&agent).written().len(), 1);
}

#[tokio::test]
async fn a_connection_is_cut_and_what_was_missed_is_caught_up() {
    let (sim, _clock, agent, ann, mut account) = driven(Limits::off()).await;
    account.receives().await;
    ann.says(&agent, "before");
    assert_eq!(account.texts(1).await, ["before"]);
    assert!(sim.is_connected(&agent));
    sim.cuts_connections(&agent);
    sim.until(|| !sim.is_connected(&agent)).await;
    ann.says(&agent, "meanwhile");
    let state = functions::updates::GetState {};
    while account.call(&state).await.is_err() {}
    sim.until(|| sim.is_connected(&agent)).await;
    ann.says(&agent, "after");
    assert_eq!(account.texts(2).await, ["meanwhile", "after"]);
}

#[tokio::test]
async fn a_script_leaves_out_forwards_and_deletes_topics() {
    let (sim, _clock, agent, ann, mut account) = driven(Limits::off()).await;
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let said: Vec<i32> = ["one", "two"]
        .iter()
        .map(|text| ann.says(&agent, text))
        .map(|said| i32::try_from(said.id_for(&agent)).unwrap())
        .collect();
    let thread = agent.opens_topic(&team, "Ann");
    let topic = i32::try_from(thread).unwrap();
    let (from, to) = (account.user(ann.id()), account.channel(&team));
    let mut moved = forward(from, to, said, vec![1, 2]);
    moved.top_msg_id = Some(topic);
    sim.script(&agent, "messages.forwardMessages")
        .skip_copies(&[0]);
    let sent = ids(account.call(&moved).await.unwrap());
    assert_eq!(sent.len(), 1);
    let into = message(account.channel(&team), "x", 9, Some(topic));
    sim.script(&agent, "messages.sendMessage").delete_topic();
    assert_eq!(account.refused(&into).await, "400 TOPIC_DELETED");
}

#[tokio::test]
async fn own_acts_are_answered_and_told_to_other_sessions_alone() {
    let (sim, agent, ann, mut account) = stage().await;
    let mut other = Account::of(&sim, &agent).await;
    other.receives().await;
    account.receives().await;
    account
        .sends(account.user(ann.id()), "from one device", 1)
        .await
        .unwrap();
    assert_eq!(other.texts(1).await, ["from one device"]);
    ann.says(&agent, "an answer");
    // Of its own message the answer to the call tells, once.
    assert_eq!(account.texts(2).await, ["from one device", "an answer"]);
    let typing = functions::messages::SetTyping {
        peer: account.user(ann.id()),
        top_msg_id: None,
        action: enums::SendMessageAction::SendMessageTypingAction,
    };
    let mut anns = Account::of(&sim, &ann).await;
    anns.receives().await;
    account.call(&typing).await.unwrap();
    let by = anns
        .update(|update| match update {
            enums::Update::UserTyping(one) => Some(one.user_id),
            _ => None,
        })
        .await;
    assert_eq!(by, agent.id());
    assert_eq!(sim.times_typed(&agent, &ann), 1);
}
