use std::time::Duration;

use serde_json::json;
use telegram_sim::{Malformed, Outcome};

use crate::stage::Stage;

#[tokio::test]
async fn a_cut_before_has_no_effect_and_a_cut_after_has() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let send = |text: &str| json!({"chat_id": ann.id(), "text": text});
    sim.script(&bot, "sendMessage").cut_before();
    let error = client
        .try_ask("sendMessage", send("never"))
        .await
        .unwrap_err();
    assert!(error.is_request(), "{error:?}");
    sim.script(&bot, "SendMessage").cut_after();
    client
        .try_ask("sendMessage", send("arrived"))
        .await
        .unwrap_err();
    client.ok("sendMessage", send("answered")).await;
    assert_eq!(
        ann.chat_with(&bot).texts(),
        ["/start", "arrived", "answered"]
    );
    let outcomes: Vec<bool> = sim
        .calls_of("sendMessage")
        .iter()
        .map(telegram_sim::Call::took_effect)
        .collect();
    assert_eq!(outcomes, [false, true, true]);
    assert!(matches!(
        sim.calls_of("sendMessage")[1].outcome,
        Outcome::DoneUnanswered(_)
    ));
}

#[tokio::test]
async fn scripted_answers_come_as_scripted() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let send = || client.try_ask("sendMessage", json!({"chat_id": ann.id(), "text": "x"}));
    sim.script(&bot, "sendMessage").times(2).server_error(502);
    assert_eq!(send().await.unwrap().status(), 502);
    assert_eq!(send().await.unwrap().status(), 502);
    sim.script(&bot, "sendMessage").server_error_in_html(503);
    let answer = send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().starts_with("<html>"));
    sim.script(&bot, "sendMessage")
        .after(1)
        .refuse(400, "Bad Request: CHAT_WRITE_FORBIDDEN");
    assert_eq!(send().await.unwrap().status(), 200);
    let answer: serde_json::Value = send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["description"], "Bad Request: CHAT_WRITE_FORBIDDEN");
    sim.script(&bot, "sendMessage").garble("not json");
    assert_eq!(send().await.unwrap().text().await.unwrap(), "not json");
    sim.script(&bot, "sendMessage").always().server_error(500);
    assert_eq!(send().await.unwrap().status(), 500);
    sim.end_scripts();
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_scripted_flood_freezes_the_chat() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        clock,
        ..
    } = Stage::started().await;
    let send = json!({"chat_id": ann.id(), "text": "x"});
    sim.script(&bot, "sendMessage").flood(7);
    assert_eq!(
        client.ask("sendMessage", send.clone()).await["parameters"]["retry_after"],
        7
    );
    assert_eq!(
        sim.violations(),
        [],
        "Telegram's whim is not the bot's fault"
    );
    clock.advance(Duration::from_secs(3));
    assert_eq!(
        client.ask("sendMessage", send.clone()).await["parameters"]["retry_after"],
        4
    );
    assert_eq!(sim.violations().len(), 1, "calling again too early is");
    clock.advance(Duration::from_secs(4));
    client.ok("sendMessage", send).await;
}

#[tokio::test]
async fn a_held_call_waits_for_its_release() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    let held = sim.script(&bot, "sendMessage").hold();
    let (answer, ()) = tokio::join!(
        client.ask("sendMessage", json!({"chat_id": ann.id(), "text": "slow"})),
        async {
            sim.until(|| held.has_arrived()).await;
            assert_eq!(ann.chat_with(&bot).texts(), ["/start"]);
            ann.says(&bot, "quick");
            held.release();
        }
    );
    assert_eq!(answer["ok"], true);
    assert_eq!(ann.chat_with(&bot).texts(), ["/start", "quick", "slow"]);
}

#[tokio::test]
async fn get_updates_can_be_broken() {
    let Stage {
        sim,
        client,
        bot,
        ann,
        ..
    } = Stage::started().await;
    ann.says(&bot, "kept");
    let fetch = || client.try_ask("getUpdates", json!({}));
    sim.script(&bot, "getUpdates").malformed(Malformed::NotJson);
    let body = fetch().await.unwrap().text().await.unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_err());
    sim.script(&bot, "getUpdates")
        .malformed(Malformed::WithoutUpdateId);
    let body: serde_json::Value = fetch().await.unwrap().json().await.unwrap();
    assert!(body["result"][0].get("update_id").is_none());
    assert_eq!(client.texts().await, ["kept"]);
}

#[tokio::test]
async fn a_topic_can_vanish_under_a_call() {
    let Stage {
        sim,
        client,
        bot,
        team,
        olga,
        ..
    } = Stage::set().await;
    let thread = olga.opens_topic(&team, "Ann");
    sim.script(&bot, "sendMessage").delete_topic();
    let send = json!({"chat_id": team.id(), "message_thread_id": thread, "text": "x"});
    assert_eq!(
        client.refused("sendMessage", send).await,
        "400 Bad Request: message thread not found"
    );
}

#[tokio::test]
async fn chance_repeats_with_its_seed() {
    let run = || async {
        let Stage {
            sim,
            client,
            bot,
            ann,
            ..
        } = Stage::started().await;
        sim.script(&bot, "sendMessage")
            .with_chance(0.5, 42)
            .server_error(500);
        let mut outcomes = Vec::new();
        for _ in 0..20 {
            outcomes.push(
                client
                    .ask("sendMessage", json!({"chat_id": ann.id(), "text": "x"}))
                    .await["ok"]
                    == true,
            );
        }
        outcomes
    };
    let (one, other) = (run().await, run().await);
    assert_eq!(one, other);
    assert!(one.contains(&true) && one.contains(&false), "{one:?}");
}
