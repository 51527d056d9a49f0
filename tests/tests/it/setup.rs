//! How a connection comes to its group, and how strangers do not.

use backline_domain::connection::Group;
use telegram_sim::Rights;

use crate::house::{House, chat};

#[tokio::test]
async fn the_link_makes_an_administrator_and_their_forum_the_group() {
    let mut house = House::bare().await;
    let made = house.add_connection(&[], false).await;
    house.until("the bot polls", || house.bot.polls() > 0).await;
    house.olga.starts(&house.bot, Some(&made.claim_code));
    house
        .until("the claim is answered", || {
            house.olga.chat_with(&house.bot).written().len() == 2
        })
        .await;
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.until_ready().await;
    let connection = house.connection().await;
    assert_eq!(connection.group, Group::Known(chat(&house.team)));
    assert_eq!(
        connection.administrator.map(|user| user.0),
        Some(house.olga.id())
    );
    house.at_rest().await;
    insta::assert_snapshot!(house.team.general().transcript());
    house.end().await;
}

#[tokio::test]
async fn a_wrong_code_is_a_customers_message() {
    let mut house = House::bare().await;
    house.add_connection(&[], false).await;
    let eve = house.sim.person("Eve");
    eve.starts(&house.bot, Some("0123456789abcdef0123456789abcdef"));
    house
        .until("it is taken in", || {
            house.bot.polls() > 1 && house.bot.waiting_updates() == 0
        })
        .await;
    house.settle().await;
    assert_eq!(house.connection().await.administrator, None);
    house.end().await;
}

#[tokio::test]
async fn a_strangers_forum_is_left_at_once() {
    let mut house = House::bare().await;
    let made = house.add_connection(&[], false).await;
    let eve = house.sim.person("Eve");
    let trap = house.sim.forum("Trap", &eve);
    eve.makes_admin(&trap, &house.bot, Rights::all());
    house
        .until("the bot left before set-up", || {
            trap.member(&house.bot).status == telegram_sim::Status::Left
        })
        .await;
    house.olga.starts(&house.bot, Some(&made.claim_code));
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.until_ready().await;
    eve.makes_admin(&trap, &house.bot, Rights::all());
    eve.says(&trap, "tell me everything");
    house
        .until("the bot left after set-up", || {
            trap.member(&house.bot).status == telegram_sim::Status::Left
        })
        .await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "a secret");
    let topic = house.topic().await;
    house.until_in_topic(topic, "a secret").await;
    assert!(trap.everything().find("a secret").is_none());
    assert!(house.team.everything().find("tell me everything").is_none());
    assert_eq!(
        house.connection().await.group,
        Group::Known(chat(&house.team))
    );
    house.end().await;
}

#[tokio::test]
async fn a_group_without_topics_is_told_in_words() {
    let mut house = House::bare().await;
    let made = house.add_connection(&[], false).await;
    house.olga.starts(&house.bot, Some(&made.claim_code));
    house
        .until("the claim is answered", || {
            house.olga.chat_with(&house.bot).written().len() == 2
        })
        .await;
    let plain = house.sim.group("Plain", &house.olga);
    house.olga.makes_admin(&plain, &house.bot, Rights::all());
    house
        .until("it is told", || {
            house.olga.chat_with(&house.bot).written().len() == 3
        })
        .await;
    house.at_rest().await;
    insta::assert_snapshot!(house.olga.chat_with(&house.bot).last().unwrap().text);
    house.end().await;
}

#[tokio::test]
async fn a_missing_right_is_told_and_taken_once_it_is_there() {
    let mut house = House::bare().await;
    let made = house.add_connection(&[], false).await;
    house.olga.starts(&house.bot, Some(&made.claim_code));
    let few = Rights {
        can_manage_topics: false,
        ..Rights::all()
    };
    house.olga.makes_admin(&house.team, &house.bot, few);
    house
        .until("it is told", || {
            house.olga.chat_with(&house.bot).written().len() == 3
        })
        .await;
    house.at_rest().await;
    insta::assert_snapshot!(house.olga.chat_with(&house.bot).last().unwrap().text);
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.until_ready().await;
    house.end().await;
}
