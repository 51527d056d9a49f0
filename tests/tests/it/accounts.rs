//! A personal account as frontend and as its own desk: the same as for a bot.

use std::time::Duration;

use telegram_sim::{Rights, Seen};

use crate::house::{Front, House};

#[tokio::test]
async fn a_customers_message_reaches_its_topic_and_the_answer_the_customer() {
    let house = House::of_account(&[]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Hello, is anybody there?");
    let topic = house.topic().await;
    house
        .until_in_topic(topic, "Hello, is anybody there?")
        .await;
    house.until_told(&ann, "Hello Ann!").await;
    let answer = house
        .olga
        .writes_in(&house.team, topic, "Yes, how can I help?");
    house.until_told(&ann, "Yes, how can I help?").await;
    house
        .until("the receipt is on the answer", || {
            answer.reactions_of(&house.front) == ["👌"]
        })
        .await;
    house.until_named(topic, "🟨 Ann").await;
    house.at_rest().await;
    let Front::Account(account) = &house.front else {
        panic!("no account")
    };
    let read = house.sim.read_up_to(account, &ann);
    assert!(read > 0, "a dialog that is answered is read");
    insta::assert_snapshot!(house.team.transcript(topic));
    insta::assert_snapshot!(ann.chat_with(&house.front).transcript());
    house.end().await;
}

#[tokio::test]
async fn what_its_owner_writes_elsewhere_is_shown_and_in_a_topic_goes_to_the_customer() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    let Front::Account(account) = &house.front else {
        panic!("no account")
    };
    account.says(&ann, "by phone");
    house.until_in_topic(topic, "by phone").await;
    account.writes_in(&house.team, topic, "from the topic");
    house.until_told(&ann, "from the topic").await;
    house.at_rest().await;
    insta::assert_snapshot!(house.picture(topic, &[&ann]).await);
    house.end().await;
}

#[tokio::test]
async fn relay_bots_post_for_an_account_too() {
    let parameters = [
        ("WELCOME", "OFF"),
        ("MERGE", "FALSE"),
        ("RATE_BACKEND", "3"),
    ];
    let mut house = House::of_account(&parameters).await;
    let relay = house.add_relay("Helper", Some(Rights::all())).await;
    let ann = house.sim.person("Ann");
    for number in 10..22 {
        ann.says(&house.front, &format!("line {number}"));
    }
    let topic = house.topic().await;
    house.until_in_topic(topic, "line 21").await;
    let seen = house.team.thread(topic).messages();
    let lines: Vec<&Seen> = seen
        .iter()
        .filter(|one| one.text.starts_with("line "))
        .collect();
    assert_eq!(lines.len(), 12);
    assert!(lines.is_sorted_by_key(|one| &one.text));
    let by_relay = lines.iter().filter(|one| one.from == relay.id()).count();
    assert!((1..12).contains(&by_relay), "{by_relay} by the relay bot");
    house.end().await;
}

#[tokio::test]
async fn an_account_whose_connection_is_removed_is_logged_out_of_telegram() {
    let house = House::of_account(&[("WELCOME", "OFF")]).await;
    let account = house.account().clone();
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    assert_eq!(house.sim.sessions(&account), 1);
    let deleted = house.remove_connection().await;
    let name = format!("user:{}", account.id());
    assert_eq!(deleted.logged_out_identity, name);
    assert!(!deleted.awaits_gateway);
    house
        .until("the session is over", || house.sim.sessions(&account) == 0)
        .await;
    // Whoever served it had let go before.
    assert_eq!(house.sim.most_connections(&account), 1);
    let store = house.running().desks().store.clone();
    while !store.logouts().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    house.end().await;
}

#[tokio::test]
async fn it_is_also_when_the_server_stops_in_between() {
    let mut house = House::of_account_on_disk(&[("WELCOME", "OFF")]).await;
    let account = house.account().clone();
    house.stop_first_gateway().await;
    house.pass(Duration::from_secs(65)).await;
    let deleted = house.remove_connection().await;
    assert!(deleted.awaits_gateway);
    house.stop().await;
    assert_eq!(house.sim.sessions(&account), 1);
    house.start().await;
    house
        .until("the session is over", || house.sim.sessions(&account) == 0)
        .await;
    assert_eq!(house.sim.most_connections(&account), 1);
    house.end().await;
}
