//! Pressing Start, which only bots have.

use crate::house::House;

#[tokio::test]
async fn a_bare_start_begins_a_dialog() {
    let house = House::new().await;
    let ann = house.sim.person("Ann");
    ann.starts(&house.bot, None);
    let topic = house.topic().await;
    house.until_in_topic(topic, "/start").await;
    house.until_told(&ann, "Hello Ann!").await;
    assert_eq!(house.name_of(topic), "🟪 Ann");
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn a_start_payload_is_shown() {
    let house = House::new().await;
    house
        .sim
        .person("Ann")
        .starts(&house.bot, Some("from-the-shop"));
    let topic = house.topic().await;
    house.until_in_topic(topic, "from-the-shop").await;
    insta::assert_snapshot!(house.picture(topic, &[]).await);
    house.end().await;
}
