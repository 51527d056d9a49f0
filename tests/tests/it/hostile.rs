//! Input that nobody means well with.

use serde_json::json;
use telegram_sim::{Content, Malformed};

use crate::house::House;

#[tokio::test]
async fn strange_texts_arrive_as_they_are() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("/close <b>*x*</b>");
    let texts = [
        "🦀".repeat(2048),
        "\u{202e}right to left\u{202c}".to_owned(),
        "zero\u{200b}width\u{feff}".to_owned(),
        "<b>bold?</b> *bold?* [x](tg://user?id=1)".to_owned(),
    ];
    for text in &texts {
        ann.says(&house.bot, text);
    }
    let topic = house.topic().await;
    for text in &texts {
        house.until_in_topic(topic, text).await;
    }
    assert!(
        house
            .team
            .thread(topic)
            .written()
            .iter()
            .all(|seen| seen.entities.is_empty())
    );
    house.end().await;
}

#[tokio::test]
async fn malformed_answers_stall_nothing() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    house
        .sim
        .script(&house.bot, "getUpdates")
        .malformed(Malformed::NotJson);
    ann.says(&house.bot, "after no JSON");
    house.until_in_topic(topic, "after no JSON").await;
    house.end().await;
}

#[tokio::test]
async fn unknown_updates_are_named_and_passed_over() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    house.bot.injects(json!({
        "hologram_message": {
            "chat": {"id": ann.id(), "type": "private", "first_name": "Ann"},
            "from": {"id": ann.id(), "is_bot": false, "first_name": "Ann"},
            "message_id": 4_503_599_627_370_495_i64
        }
    }));
    ann.says(&house.bot, "after the hologram");
    house.until_in_topic(topic, "after the hologram").await;
    house.until_in_topic(topic, "hologram_message").await;
    house.end().await;
}

#[tokio::test]
async fn ids_at_the_edge_of_52_bits_work() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    let far = house.sim.person_with_id("Far", (1 << 52) - 1);
    far.sends(&house.bot, Content::text("from far away"));
    let topic = house.topic().await;
    house.until_in_topic(topic, "from far away").await;
    house.olga.writes_in(&house.team, topic, "hello out there");
    house.until_told(&far, "hello out there").await;
    house.end().await;
}
