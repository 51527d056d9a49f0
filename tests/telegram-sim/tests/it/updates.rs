use std::time::Duration;

use serde_json::json;
use telegram_sim::Content;

use crate::{client::kind, stage::Stage};

#[tokio::test]
async fn an_update_stays_until_a_higher_offset_confirms_it() {
    let Stage {
        bot, client, ann, ..
    } = Stage::set().await;
    ann.says(&bot, "one");
    ann.says(&bot, "two");
    let first = client.ok("getUpdates", json!({"limit": 1})).await;
    assert_eq!(first[0]["message"]["text"], "one");
    let again = client.ok("getUpdates", json!({})).await;
    assert_eq!(again.as_array().unwrap().len(), 2);
    let next = first[0]["update_id"].as_i64().unwrap() + 1;
    assert_eq!(again[1]["update_id"], next);
    let rest = client.ok("getUpdates", json!({"offset": next})).await;
    assert_eq!(rest.as_array().unwrap().len(), 1);
    assert_eq!(bot.waiting_updates(), 1);
}

#[tokio::test]
async fn a_negative_offset_keeps_the_last_and_forgets_the_rest() {
    let Stage {
        bot, client, ann, ..
    } = Stage::set().await;
    for text in ["one", "two", "three"] {
        ann.says(&bot, text);
    }
    let last = client.ok("getUpdates", json!({"offset": -1})).await;
    assert_eq!(last.as_array().unwrap().len(), 1);
    assert_eq!(last[0]["message"]["text"], "three");
    assert_eq!(bot.waiting_updates(), 1);
}

#[tokio::test]
async fn updates_are_kept_for_a_day() {
    let Stage {
        bot,
        client,
        ann,
        clock,
        ..
    } = Stage::set().await;
    ann.says(&bot, "old");
    clock.advance(Duration::from_secs(12 * 3600));
    ann.says(&bot, "new");
    clock.advance(Duration::from_secs(12 * 3600));
    assert_eq!(client.texts().await, ["new"]);
}

#[tokio::test]
async fn a_long_poll_ends_with_an_update_or_with_its_time() {
    let Stage {
        sim,
        bot,
        client,
        ann,
        clock,
        ..
    } = Stage::set().await;
    let begun = bot.polls();
    let (found, ()) = tokio::join!(client.ok("getUpdates", json!({"timeout": 50})), async {
        sim.until(|| bot.polls() == begun + 1).await;
        ann.says(&bot, "here");
    });
    assert_eq!(found[0]["message"]["text"], "here");
    let next = found[0]["update_id"].as_i64().unwrap() + 1;

    let calls = || sim.read(|world| world.calls().len());
    let before = calls();
    let poll = client.ok("getUpdates", json!({"offset": next, "timeout": 500}));
    let begun = bot.polls();
    let (empty, ()) = tokio::join!(poll, async {
        sim.until(|| bot.polls() == begun + 1).await;
        clock.advance(Duration::from_secs(49));
        assert_eq!(calls(), before, "the poll ended early");
        clock.advance(Duration::from_secs(2));
    });
    assert_eq!(empty, json!([]));
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let Stage {
        bot,
        client,
        ann,
        sim,
        ..
    } = Stage::set().await;
    let begun = bot.polls();
    let (first, second) = tokio::join!(client.ask("getUpdates", json!({"timeout": 50})), async {
        sim.until(|| bot.polls() == begun + 1).await;
        let second = client.ask("getUpdates", json!({"timeout": 50}));
        let (second, ()) = tokio::join!(second, async {
            sim.until(|| bot.polls() == begun + 2).await;
            ann.says(&bot, "for the second");
        });
        second
    });
    assert_eq!(first["error_code"], 409);
    assert_eq!(
        first["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    assert_eq!(second["result"][0]["message"]["text"], "for the second");
}

#[tokio::test]
async fn a_webhook_shuts_the_door_of_get_updates() {
    let Stage { client, .. } = Stage::set().await;
    client
        .ok("setWebhook", json!({"url": "https://example.org/hook"}))
        .await;
    assert_eq!(
        client.refused("getUpdates", json!({})).await,
        "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    assert_eq!(
        client.ok("getWebhookInfo", json!({})).await["url"],
        "https://example.org/hook"
    );
    client.ok("deleteWebhook", json!({})).await;
    client.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn reactions_come_only_when_asked_for_and_the_list_is_remembered() {
    let Stage {
        bot, client, ann, ..
    } = Stage::set().await;
    let hello = ann.says(&bot, "hello");
    ann.reacts(&hello, "👍");
    assert_eq!(client.kinds().await, ["message"]);
    client
        .ok(
            "getUpdates",
            json!({"allowed_updates": ["message", "message_reaction"]}),
        )
        .await;
    ann.reacts(&hello, "🔥");
    // Not named again, and still in force.
    let updates = client.updates().await;
    assert_eq!(
        updates.iter().map(kind).collect::<Vec<_>>(),
        ["message_reaction"]
    );
    let reaction = &updates[0]["message_reaction"];
    assert_eq!(reaction["old_reaction"][0]["emoji"], "👍");
    assert_eq!(reaction["new_reaction"][0]["emoji"], "🔥");
    assert_eq!(reaction["message_id"], hello.id());
    assert_eq!(reaction["user"]["id"], ann.id());
    ann.edits(&hello, "hello!");
    assert_eq!(
        client.kinds().await,
        Vec::<String>::new(),
        "edited_message was not asked for"
    );
}

#[tokio::test]
async fn edits_arrive_and_deletions_do_not() {
    let Stage {
        bot, client, ann, ..
    } = Stage::set().await;
    let hello = ann.sends(&bot, Content::photo("cat.jpg").caption("a cat"));
    ann.edits(&hello, "a dog");
    ann.deletes(&hello);
    let updates = client.updates().await;
    assert_eq!(
        updates.iter().map(kind).collect::<Vec<_>>(),
        ["message", "edited_message"]
    );
    assert_eq!(updates[0]["message"]["caption"], "a cat");
    assert_eq!(updates[1]["edited_message"]["caption"], "a dog");
    assert!(updates[1]["edited_message"]["edit_date"].is_i64());
    assert!(hello.is_deleted());
}

#[tokio::test]
async fn update_ids_may_jump_down_and_nothing_is_lost() {
    let Stage {
        bot, client, ann, ..
    } = Stage::set().await;
    ann.says(&bot, "before");
    let before = client.updates().await;
    let old = before[0]["update_id"].as_i64().unwrap();
    bot.jumps_to_update(17);
    ann.says(&bot, "after");
    let after = client.ok("getUpdates", json!({"offset": old + 1})).await;
    assert_eq!(after[0]["update_id"], 17);
    assert_eq!(after[0]["message"]["text"], "after");
}

#[tokio::test]
async fn anything_can_be_injected() {
    let Stage { bot, client, .. } = Stage::set().await;
    bot.injects(json!({"brand_new_kind": {"x": [1, 2]}}));
    let updates = client.updates().await;
    assert_eq!(updates[0]["brand_new_kind"]["x"], json!([1, 2]));
    assert!(updates[0]["update_id"].is_i64());
}

#[tokio::test]
async fn ids_of_private_chats_belong_to_the_bot_alone() {
    let Stage {
        sim,
        bot,
        client,
        ann,
        ..
    } = Stage::set().await;
    let other = sim.bot("Other");
    let bob = sim.person("Bob");
    let first = ann.says(&bot, "one");
    let second = bob.says(&bot, "two");
    let foreign = ann.says(&other, "three");
    assert_eq!((first.id(), second.id()), (1, 2));
    assert_eq!(foreign.id(), 1, "another bot counts for itself");
    let ids: Vec<_> = client
        .updates()
        .await
        .iter()
        .map(|u| u["message"]["message_id"].clone())
        .collect();
    assert_eq!(ids, [1, 2]);
}
