//! What happens while a call of the Bot API is under way.

use telegram_sim::Person;

use crate::house::House;

/// A dialog with Ann that waits for her.
async fn answered(parameters: &[(&str, &str)]) -> (House, Person, i64) {
    let house = House::with(parameters).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.until_named(topic, "🟨 Ann").await;
    (house, ann, topic)
}

#[tokio::test]
async fn closed_stays_closed_where_reopen_is_off() {
    let (house, ann, topic) = answered(&[("REOPEN", "group, channel")]).await;
    house.olga.writes_in(&house.team, topic, "/close");
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    ann.says(&house.bot, "can you hear me");
    house
        .until("the bot took the message in", || {
            house.bot.waiting_updates() == 0
        })
        .await;
    house.settle().await;
    house.olga.writes_in(&house.team, topic, "/open");
    house
        .until("the topic is open", || !house.is_closed(topic))
        .await;
    ann.says(&house.bot, "and now");
    house.until_in_topic(topic, "and now").await;
    assert!(house.team.thread(topic).find("can you hear me").is_none());
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_answer_that_arrives_late_does_not_hide_a_question() {
    let (house, ann, topic) = answered(&[]).await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    house.olga.writes_in(&house.team, topic, "on its way");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    ann.says(&house.bot, "wait, one more question");
    house
        .until("the question is taken in", || {
            house.bot.waiting_updates() == 0
        })
        .await;
    house.settle().await;
    held.release();
    house.until_told(&ann, "on its way").await;
    house.until_named(topic, "🟪 Ann").await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_was_said_after_an_answer_stands_though_the_answer_arrives_later() {
    let (house, ann, topic) = answered(&[]).await;
    let held = house.sim.script(&house.bot, "copyMessage").hold();
    house.olga.writes_in(&house.team, topic, "good-bye");
    house
        .until("the answer is on its way", || held.has_arrived())
        .await;
    house.olga.writes_in(&house.team, topic, "/close");
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    held.release();
    house.until_told(&ann, "good-bye").await;
    house.until_named(topic, "⬛️ Ann").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_edit_between_check_and_delivery_does_not_pass_the_gate() {
    let house = House::with(&[("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.until_told(&ann, "Hello Ann!").await;
    let held = house.sim.script(&house.bot, "sendMessage").hold();
    house.olga.writes_in(&house.team, topic, "first, held up");
    house
        .until("the call has arrived", || held.has_arrived())
        .await;
    let second = house.olga.writes_in(&house.team, topic, "second, harmless");
    house
        .until("it is taken in", || house.bot.waiting_updates() == 0)
        .await;
    house.olga.edits(&second, "second, come to the casino");
    held.release();
    house.until_told(&ann, "second, harmless").await;
    assert!(
        ann.chat_with(&house.bot)
            .find_containing("casino")
            .is_none()
    );
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}
