use std::time::Duration;

use serde_json::json;
use telegram_sim::{Config, Violation};

use crate::{client::Client, stage::Stage};

async fn until_refused(client: &Client, method: &str, params: serde_json::Value) -> (usize, i64) {
    for done in 0..200 {
        let answer = client.ask(method, params.clone()).await;
        if answer["ok"] == false {
            assert_eq!(answer["error_code"], 429, "{answer}");
            let wait = answer["parameters"]["retry_after"].as_i64().unwrap();
            assert_eq!(
                answer["description"],
                format!("Too Many Requests: retry after {wait}")
            );
            return (done, wait);
        }
    }
    panic!("no limit");
}

#[tokio::test]
async fn twenty_a_minute_in_one_group() {
    let Stage {
        sim,
        client,
        team,
        clock,
        ..
    } = Stage::with(Config::default()).await;
    let send = json!({"chat_id": team.id(), "text": "x"});
    let (done, wait) = until_refused(&client, "sendMessage", send.clone()).await;
    assert_eq!((done, wait), (20, 60));
    clock.advance(Duration::from_secs(59));
    let early = client.ask("sendMessage", send.clone()).await;
    assert_eq!(
        early["parameters"]["retry_after"], 1,
        "frozen for what remains"
    );
    clock.advance(Duration::from_secs(1));
    client.ok("sendMessage", send).await;
    let violations = sim.violations();
    assert!(
        matches!(violations[0], Violation::Rate { .. }),
        "{violations:?}"
    );
    assert!(
        matches!(violations[1], Violation::WhileFrozen { .. }),
        "{violations:?}"
    );
    assert_eq!(violations.len(), 2);
}

#[tokio::test]
async fn the_minute_slides() {
    let Stage {
        sim,
        client,
        team,
        clock,
        ..
    } = Stage::with(Config::default()).await;
    let send = json!({"chat_id": team.id(), "text": "x"});
    for _ in 0..40 {
        client.ok("sendMessage", send.clone()).await;
        clock.advance(Duration::from_secs(3));
    }
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn topics_edits_and_copies_count_and_reactions_do_not() {
    let Stage {
        client,
        team,
        olga,
        clock,
        ..
    } = Stage::with(Config::default()).await;
    let hello = olga.says(&team, "hello");
    let created = client
        .ok(
            "createForumTopic",
            json!({"chat_id": team.id(), "name": "A"}),
        )
        .await;
    let thread = &created["message_thread_id"];
    client
        .ok(
            "closeForumTopic",
            json!({"chat_id": team.id(), "message_thread_id": thread}),
        )
        .await;
    let react = |turn: i32| {
        let emoji = if turn % 2 == 0 { "👌" } else { "👍" };
        json!({"chat_id": team.id(), "message_id": hello.id(), "reaction": [{"type": "emoji", "emoji": emoji}]})
    };
    for turn in 0..30 {
        client.ok("setMessageReaction", react(turn)).await;
        clock.advance(Duration::from_secs(1));
    }
    for turn in 0..5 {
        client.ok("setMessageReaction", react(turn)).await; // A burst of the free ones.
    }
    let guarded = client.refused("setMessageReaction", react(5)).await;
    assert!(guarded.starts_with("429 "), "{guarded}");
    let copy =
        json!({"chat_id": team.id(), "from_chat_id": team.id(), "message_ids": [hello.id()]});
    let (done, wait) = until_refused(&client, "copyMessages", copy).await;
    assert_eq!(done, 18, "two were topics");
    assert_eq!(wait, 30, "the first of them was 30 s ago");
}

#[tokio::test]
async fn one_a_second_in_private_with_a_burst() {
    let Stage {
        client,
        ann,
        bot,
        clock,
        ..
    } = Stage::with(Config::default()).await;
    ann.starts(&bot, None);
    let send = json!({"chat_id": ann.id(), "text": "x"});
    let (done, wait) = until_refused(&client, "sendMessage", send.clone()).await;
    assert_eq!((done, wait), (3, 1));
    clock.advance(Duration::from_secs(1));
    client.ok("sendMessage", send).await;
}

#[tokio::test]
async fn thirty_a_second_in_all() {
    let Stage {
        sim, client, bot, ..
    } = Stage::with(Config::default()).await;
    let people: Vec<_> = (0..31).map(|n| sim.person(&format!("P{n}"))).collect();
    for person in &people {
        person.starts(&bot, None);
    }
    for person in &people[..30] {
        client
            .ok("sendMessage", json!({"chat_id": person.id(), "text": "x"}))
            .await;
    }
    let last = client
        .ask(
            "sendMessage",
            json!({"chat_id": people[30].id(), "text": "x"}),
        )
        .await;
    assert_eq!(last["error_code"], 429);
}

#[tokio::test]
async fn each_bot_has_its_own_budget() {
    let Stage {
        sim,
        client,
        team,
        olga,
        ..
    } = Stage::with(Config::default()).await;
    let relay = sim.bot("Relay");
    olga.makes_admin(&team, &relay, telegram_sim::Rights::all());
    let send = json!({"chat_id": team.id(), "text": "x"});
    until_refused(&client, "sendMessage", send.clone()).await;
    let (done, _) = until_refused(&Client::new(&sim, &relay), "sendMessage", send).await;
    assert_eq!(done, 20);
}
