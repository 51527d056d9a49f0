//! Updates from Telegram to the server: nothing confirmed too early, nothing
//! stalled, nothing lost.

use backline_proto::common::v1::content::Kind;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{Cursor, Update, cursor};
use serde_json::json;
use telegram_sim::Malformed;

use crate::stage::Stage;

fn texts(updates: &[Update]) -> Vec<String> {
    let texts = updates
        .iter()
        .filter_map(|update| match update.event.as_ref()? {
            Event::MessagePosted(message) => match message.content.as_ref()?.kind.as_ref()? {
                Kind::Text(text) => Some(text.text.clone()),
                _ => None,
            },
            _ => None,
        });
    texts.collect()
}

fn unknown(updates: &[Update]) -> Vec<String> {
    let kinds = updates
        .iter()
        .filter_map(|update| match update.event.as_ref()? {
            Event::Unknown(unknown) => Some(unknown.raw_kind.clone()),
            _ => None,
        });
    kinds.collect()
}

#[tokio::test]
async fn an_update_is_confirmed_to_telegram_after_the_commit_and_not_before() {
    let stage = Stage::started().await;
    stage.server.refuse_updates(true);
    stage.ann.says(&stage.bot, "Hello?");
    let came = |updates: &[Update]| texts(updates).contains(&"Hello?".to_owned());
    stage.server.until_updates("the message", came).await;
    assert_eq!(stage.bot.waiting_updates(), 1, "Telegram keeps it");
    stage.server.refuse_updates(false);
    stage
        .drive("confirmed", || stage.bot.waiting_updates() == 0)
        .await;
    let batches = stage.server.batches();
    let last = batches.last().unwrap();
    assert_eq!(
        last.updates,
        batches[batches.len() - 2].updates,
        "the same batch again"
    );
}

#[tokio::test]
async fn a_gateway_that_died_before_confirming_gets_the_same_updates_again() {
    let stage = Stage::started().await;
    stage.server.refuse_updates(true);
    stage.ann.says(&stage.bot, "Hello?");
    let came = |updates: &[Update]| texts(updates).contains(&"Hello?".to_owned());
    stage.server.until_updates("the message", came).await;
    let keys = |updates: &[Update]| updates.last().unwrap().key.clone();
    let before = keys(&stage.server.updates());
    // Another assignment is a fresh start, as after a crash.
    stage.server.refuse_updates(false);
    stage.server.assign(stage.bot.token(), None).await;
    stage
        .drive("confirmed", || stage.bot.waiting_updates() == 0)
        .await;
    assert_eq!(
        keys(&stage.server.updates()),
        before,
        "same key, so the server knows it"
    );
}

#[tokio::test]
async fn updates_go_on_behind_the_cursor_of_the_same_bot_api_server_only() {
    let stage = Stage::set().await;
    stage.ann.starts(&stage.bot, None);
    stage.ann.says(&stage.bot, "committed before");
    // Another Bot API server's cursor says nothing here.
    let kind = Some(cursor::Kind::UpdateId(i64::from(u32::MAX) << 15));
    let cursor = Cursor {
        kind,
        source: "http://another.example".into(),
    };
    stage.server.assign(stage.bot.token(), Some(cursor)).await;
    let came = |updates: &[Update]| texts(updates).contains(&"committed before".to_owned());
    stage.server.until_updates("the message", came).await;
    let cursor = stage.server.batches().last().unwrap().cursor.clone();
    assert_eq!(
        cursor.as_ref().unwrap().source,
        stage.sim.url().trim_end_matches('/')
    );
    let count = stage.server.updates().len();
    stage.server.assign(stage.bot.token(), cursor).await;
    stage.ann.says(&stage.bot, "new");
    let came = |updates: &[Update]| texts(updates).contains(&"new".to_owned());
    stage.server.until_updates("the new one", came).await;
    assert_eq!(stage.server.updates().len(), count + 1, "and nothing twice");
}

#[tokio::test]
async fn what_was_taken_another_way_is_forgotten() {
    let stage = Stage::set().await;
    stage.ann.starts(&stage.bot, None);
    for text in ["one", "two"] {
        stage.ann.says(&stage.bot, text);
    }
    // An answer that is lost costs nothing.
    stage
        .sim
        .script(&stage.bot, "getUpdates")
        .malformed(Malformed::NotJson);
    let token = stage.bot.token();
    stage.server.assign_from_another_way(token).await;
    stage
        .drive("forgotten", || stage.bot.waiting_updates() == 0)
        .await;
    stage.ann.says(&stage.bot, "three");
    let came = |updates: &[Update]| texts(updates).contains(&"three".to_owned());
    stage.server.until_updates("what came later", came).await;
    assert_eq!(texts(&stage.server.updates()), ["three"]);
    // Where it stands is kept, so that it is forgotten once.
    let batches = stage.server.batches();
    let first = batches.first().unwrap();
    assert!(first.updates.is_empty());
    let Some(cursor::Kind::UpdateId(id)) = first.cursor.as_ref().unwrap().kind else {
        panic!("{first:?}");
    };
    assert!(id > 0);
}

#[tokio::test]
async fn where_nothing_waits_nothing_is_forgotten_and_that_is_kept_too() {
    let stage = Stage::set().await;
    let token = stage.bot.token();
    stage.server.assign_from_another_way(token).await;
    stage
        .drive("forgotten", || stage.bot.waiting_updates() == 0)
        .await;
    stage.server.assign_from_another_way(token).await;
    let last = || {
        let batches = stage.server.batches();
        batches.last().and_then(|batch| batch.cursor.clone()?.kind)
    };
    stage
        .drive("said", || last() == Some(cursor::Kind::UpdateId(0)))
        .await;
    stage.ann.says(&stage.bot, "one");
    let came = |updates: &[Update]| texts(updates) == ["one"];
    stage.server.until_updates("what came later", came).await;
}

/// Has the gateway ask while an update waits that it has not seen: it holds on to
/// another one that the server does not take.
async fn busy() -> Stage {
    let stage = Stage::started().await;
    stage.server.refuse_updates(true);
    stage.ann.says(&stage.bot, "first");
    let came = |updates: &[Update]| texts(updates).contains(&"first".to_owned());
    stage.server.until_updates("the first", came).await;
    stage
}

#[tokio::test]
async fn malformed_answers_stall_nothing_and_cost_nothing() {
    let stage = busy().await;
    for how in [
        Malformed::NotJson,
        Malformed::NotAList,
        Malformed::WithoutUpdateId,
        Malformed::Verbatim(String::new()),
        Malformed::Verbatim("<html>a proxy</html>".into()),
        Malformed::Verbatim(r#"{"ok":true}"#.into()),
        Malformed::Verbatim(r#"{"ok":true,"result":null}"#.into()),
        Malformed::NotJson,
        Malformed::Verbatim(r#"{"ok":true,"result":[null,7,"x",[]]}"#.into()),
    ] {
        stage.sim.script(&stage.bot, "getUpdates").malformed(how);
    }
    stage.ann.says(&stage.bot, "second");
    stage.ann.says(&stage.bot, "third");
    stage.server.refuse_updates(false);
    stage
        .drive("confirmed", || stage.bot.waiting_updates() == 0)
        .await;
    let updates = stage.server.updates();
    for words in ["second", "third"] {
        assert!(
            texts(&updates).contains(&words.to_owned()),
            "{words} is lost"
        );
    }
    // One from WithoutUpdateId, four from the list of odd things; what comes
    // again is not told again.
    assert_eq!(unknown(&updates), ["malformed"; 5]);
}

#[tokio::test]
async fn a_first_answer_without_any_id_stalls_nothing() {
    let stage = Stage::set().await;
    stage
        .sim
        .script(&stage.bot, "getUpdates")
        .times(2)
        .malformed(Malformed::WithoutUpdateId);
    stage.ann.starts(&stage.bot, None);
    stage.ann.says(&stage.bot, "Hello?");
    stage.server.assign(stage.bot.token(), None).await;
    stage
        .drive("confirmed", || stage.bot.waiting_updates() == 0)
        .await;
    let updates = stage.server.updates();
    assert_eq!(unknown(&updates), ["malformed"], "and once");
    assert_eq!(texts(&updates).last().unwrap(), "Hello?");
    let first = stage.server.batches().remove(0).cursor.unwrap();
    assert_eq!(first.kind, Some(cursor::Kind::UpdateId(0)));
}

#[tokio::test]
async fn an_update_that_makes_every_answer_unreadable_is_isolated_and_passed_over() {
    let stage = busy().await;
    stage.bot.jumps_to_update(7_770_000);
    stage.ann.says(&stage.bot, "poison");
    stage.ann.says(&stage.bot, "after it");
    // What a server would answer whose update 7770000 cannot be read: first for a
    // hundred, then for one, again and again.
    let poison = r#"{"ok":true,"result":[{"update_id":7770000,"message":{"text":"poi"#;
    let poison = Malformed::Verbatim(poison.into());
    stage
        .sim
        .script(&stage.bot, "getUpdates")
        .times(6)
        .malformed(poison);
    stage.server.refuse_updates(false);
    stage
        .drive("confirmed", || stage.bot.waiting_updates() == 0)
        .await;
    let updates = stage.server.updates();
    assert_eq!(unknown(&updates), ["malformed"]);
    let ids: Vec<i64> = updates
        .iter()
        .map(|it| it.key.as_ref().unwrap().update_id)
        .collect();
    assert!(ids.ends_with(&[7_770_000, 7_770_001]), "{ids:?}");
    assert!(texts(&updates).contains(&"after it".to_owned()));
}

#[tokio::test]
async fn updates_of_unknown_kinds_are_carried_and_passed_over() {
    let stage = Stage::started().await;
    stage
        .bot
        .injects(json!({ "hologram": { "chat": { "id": 1, "type": "private" } } }));
    stage.ann.says(&stage.bot, "after it");
    let came = |updates: &[Update]| texts(updates).contains(&"after it".to_owned());
    stage.server.until_updates("the message", came).await;
    assert_eq!(unknown(&stage.server.updates()), ["hologram"]);
}

#[tokio::test]
async fn what_people_write_arrives_as_they_wrote_it() {
    let stage = Stage::started().await;
    let emoji = "😀".repeat(2048);
    for words in [
        "<b>not bold</b> *nor* _this_",
        "\u{202e}abc\u{200b}\u{feff}",
        "/ comment",
        &emoji,
    ] {
        stage.ann.says(&stage.bot, words);
        let came = |updates: &[Update]| texts(updates).last().is_some_and(|last| last == words);
        stage.server.until_updates(words, came).await;
    }
}
