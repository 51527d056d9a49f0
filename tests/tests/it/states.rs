//! The dialog's states: every row of the table, as people see it.

use std::time::Duration;

use crate::house::House;

const HOUR: Duration = Duration::from_secs(3600);

/// A dialog with Ann that waits for her.
async fn answered(parameters: &[(&str, &str)]) -> (House, telegram_sim::Person, i64) {
    let house = super::opened(parameters).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.until_named(topic, "🟨 Ann").await;
    (house, ann, topic)
}

#[tokio::test]
async fn a_customers_message_makes_it_need_the_team_again() {
    let (house, ann, topic) = answered(&[]).await;
    ann.says(&house.front, "one more thing");
    house.until_in_topic(topic, "one more thing").await;
    house.until_named(topic, "🟪 Ann").await;
    ann.says(&house.front, "/start");
    ann.says(&house.front, "after the start");
    house.until_in_topic(topic, "after the start").await;
    assert!(
        house.team.thread(topic).find("/start").is_none(),
        "a bare /start is not relayed"
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn leave_closed_begins_closed() {
    let house = super::opened(&[("LEAVE_CLOSED", "private")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    house.until_named(topic, "⬛️ Ann").await;
    ann.says(&house.front, "still here");
    house.until_in_topic(topic, "still here").await;
    assert!(house.is_closed(topic));
    assert!(
        ann.chat_with(&house.front)
            .find_containing("Hello Ann!")
            .is_none(),
        "no WELCOME"
    );
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn what_does_not_pass_the_gate_begins_nothing() {
    let house = super::opened(&[("PRIVATE_KEYWORDS", "\"invoice\", [\"order\",\"~test\"]")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "just chatting");
    ann.says(&house.front, "a test order");
    ann.says(&house.front, "my ORDER is late");
    let topic = house.topic().await;
    house.until_in_topic(topic, "my ORDER is late").await;
    assert!(house.team.thread(topic).find("just chatting").is_none());
    assert!(house.team.thread(topic).find("a test order").is_none());
    // The dialog is open: gates do not apply any more.
    ann.says(&house.front, "anything now");
    house.until_in_topic(topic, "anything now").await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn closed_reopens_with_welcome() {
    let (house, ann, topic) = answered(&[]).await;
    house.olga.writes_in(&house.team, topic, "/close");
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    house.until_named(topic, "⬛️ Ann").await;
    ann.says(&house.front, "I am back");
    house.until_in_topic(topic, "I am back").await;
    house
        .until("the topic is open", || !house.is_closed(topic))
        .await;
    house.until_named(topic, "🟪 Ann").await;
    let welcomes = || {
        let texts = ann.chat_with(&house.front).texts();
        texts
            .iter()
            .filter(|text| text.starts_with("Hello Ann!"))
            .count()
    };
    house.until("WELCOME comes again", || welcomes() == 2).await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn an_answer_reopens() {
    let (house, ann, topic) = answered(&[]).await;
    house.olga.writes_in(&house.team, topic, "/close");
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    house
        .olga
        .writes_in(&house.team, topic, "one thing I forgot");
    house.until_told(&ann, "one thing I forgot").await;
    house
        .until("the topic is open", || !house.is_closed(topic))
        .await;
    house.until_named(topic, "🟨 Ann").await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn the_team_in_a_customers_group_speaks_for_the_team() {
    let house = super::opened(&[("MONITOR_GROUPS", "TRUE")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.group("Buyers", &ann);
    ann.adds(&group, &house.front);
    group.join(&house.olga);
    ann.says(&group, "where is my parcel");
    let topic = house.topic().await;
    house.until_in_topic(topic, "where is my parcel").await;
    house.olga.says(&group, "on its way");
    house.until_in_topic(topic, "on its way").await;
    house.until_named(topic, "🟨 Buyers").await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn commands_set_the_state() {
    let (house, ann, topic) = answered(&[]).await;
    for (command, name) in [
        ("/hold", "🟪 Ann"),
        ("/wait", "🟨 Ann"),
        ("/close", "⬛️ Ann"),
        ("/open", "🟪 Ann"),
    ] {
        house.olga.writes_in(&house.team, topic, command);
        house.until_named(topic, name).await;
    }
    assert!(!house.is_closed(topic));
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn closes_by_itself_when_the_customer_stays_away() {
    let (house, ann, topic) = answered(&[("AUTOCLOSE", "1")]).await;
    house.pass(HOUR / 2).await;
    house.olga.writes_in(&house.team, topic, "are you there");
    house.until_told(&ann, "are you there").await;
    // Its gateway may have yet to say so.
    house.at_rest().await;
    house.pass(HOUR / 2 + Duration::from_secs(60)).await;
    assert!(
        !house.is_closed(topic),
        "an hour since the last answer is not over"
    );
    house.pass(HOUR / 2).await;
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    house.until_named(topic, "⬛️ Ann").await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn a_private_question_never_closes_by_itself() {
    let (house, ann, topic) = answered(&[("AUTOCLOSE", "1")]).await;
    ann.says(&house.front, "a question");
    house.until_named(topic, "🟪 Ann").await;
    house.pass(HOUR * 3).await;
    assert!(!house.is_closed(topic));
    assert_eq!(house.name_of(topic), "🟪 Ann");
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn closing_the_topic_by_hand_is_the_command() {
    let (house, ann, topic) = answered(&[]).await;
    house.olga.closes_topic(&house.team, topic);
    house.until_named(topic, "⬛️ Ann").await;
    house.olga.reopens_topic(&house.team, topic);
    house.until_named(topic, "🟪 Ann").await;
    assert!(!house.is_closed(topic));
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn autoclose_that_is_switched_on_holds_for_open_dialogs() {
    let (house, ann, topic) = answered(&[("AUTOCLOSE", "OFF")]).await;
    house.pass(HOUR * 3).await;
    assert!(!house.is_closed(topic));
    house
        .set(backline_domain::parameter::Name::Autoclose, "1")
        .await;
    house
        .until("the topic is closed", || house.is_closed(topic))
        .await;
    shown!(house.picture(topic, &[&ann]).await);
    house.end().await;
}
