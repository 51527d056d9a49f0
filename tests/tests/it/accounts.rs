//! A personal account as frontend and as its own desk: the same as for a bot.

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
