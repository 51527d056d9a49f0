//! An account whose gateway loses its lines, or is not alone.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_proto::admin::v1::Gateway;

use crate::house::House;

/// How often each text is in the team's topics, whatever else stands beside it.
fn shown<'a>(house: &House, texts: &'a [String]) -> BTreeMap<&'a str, usize> {
    let topics = house.team.own_topics();
    let mut counted: BTreeMap<&str, usize> = texts.iter().map(|text| (text.as_str(), 0)).collect();
    for topic in &topics {
        for text in house.team.thread(topic.thread).texts() {
            for line in text.lines() {
                if let Some(times) = counted.get_mut(line) {
                    *times += 1;
                }
            }
        }
    }
    counted
}

/// Both gateways, once the server lists them.
async fn both_gateways(house: &House) -> Vec<Gateway> {
    let mut both = Vec::new();
    for _ in 0..120 {
        both = house.account_gateways().await;
        if both.len() == 2 {
            return both;
        }
        house.pass(Duration::from_secs(1)).await;
    }
    panic!("the server does not list two gateways: {both:#?}");
}

#[tokio::test]
async fn what_is_missed_in_ten_minutes_without_telegram_is_relayed_once() {
    missed(400).await;
}

#[tokio::test]
#[ignore = "takes minutes; run by hand"]
async fn five_thousand_missed_in_ten_minutes_without_telegram_are_relayed_once() {
    missed(5_000).await;
}

async fn missed(count: usize) {
    let house = House::of_account_over_lines(&[("WELCOME", "OFF")]).await;
    let customers: Vec<_> = (0..5)
        .map(|number| house.sim.person(&format!("Customer{number}")))
        .collect();
    for customer in &customers {
        customer.says(&house.front, "hello");
    }
    house
        .until("five topics", || house.team.own_topics().len() == 5)
        .await;
    house.at_rest().await;
    house.lines().to_telegram.cut();
    let mut texts = Vec::new();
    for number in 0..count {
        let text = format!("missed {number}");
        customers[number % 5].says(&house.front, &text);
        texts.push(text);
    }
    house.pass(Duration::from_secs(600)).await;
    house.lines().to_telegram.mend();
    // So much to take in is more than a fact's time: as long as more and more is there, it goes on.
    let mut missing = usize::MAX;
    while missing > 0 {
        let left = || {
            shown(&house, &texts)
                .values()
                .filter(|times| **times == 0)
                .count()
        };
        house.until("more is there", || left() < missing).await;
        missing = left();
    }
    house.at_rest().await;
    let twice = shown(&house, &texts);
    assert!(twice.values().all(|times| *times == 1), "{twice:?}");
    house.end().await;
}

#[tokio::test]
async fn a_gateway_cut_off_for_longer_than_its_lease_never_shares_the_account() {
    let house = House::of_account_over_lines(&[("WELCOME", "OFF")]).await;
    let account = house.account().clone();
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    let other = house.another_gateway("second");
    house.lines().to_server.cut();
    // One message each way while the first is cut off, and still connected to Telegram.
    ann.says(&house.front, "into the partition");
    house.olga.writes_in(&house.team, topic, "an answer");
    house.until_in_topic(topic, "into the partition").await;
    house.until_told(&ann, "an answer").await;
    let holders = house.account_gateways().await;
    let holder = holders
        .iter()
        .find(|one| one.identities.iter().any(|held| held.epoch > 0));
    assert_eq!(holder.unwrap().display_name, "second", "{holders:#?}");
    // It is mended: the first comes back, and stays away from the account.
    house.lines().to_server.mend();
    both_gateways(&house).await;
    house.pass(Duration::from_secs(120)).await;
    ann.says(&house.front, "afterwards");
    house.until_in_topic(topic, "afterwards").await;
    house.olga.writes_in(&house.team, topic, "a last answer");
    house.until_told(&ann, "a last answer").await;
    house.at_rest().await;
    let still = house.account_gateways().await;
    for one in &still {
        let holds = one.identities.iter().any(|held| held.epoch > 0);
        assert_eq!(holds, one.display_name == "second", "{still:#?}");
    }
    // Telegram ends a session that is used twice at once; its book says that it never was.
    assert_eq!(house.sim.most_connections(&account), 1);
    assert!(house.sim.is_connected(&account));
    for (text, times) in [("before", 1), ("into the partition", 1), ("afterwards", 1)] {
        let texts = house.team.thread(topic).texts();
        assert_eq!(texts.iter().filter(|one| *one == text).count(), times);
    }
    for text in ["an answer", "a last answer"] {
        let texts = ann.chat_with(&house.front).texts();
        assert_eq!(texts.iter().filter(|one| *one == text).count(), 1);
    }
    other.stop(&house.clock).await;
    house.end().await;
}

#[tokio::test]
async fn of_two_gateways_one_has_the_account_and_the_other_says_why_not() {
    let mut house = House::of_account(&[("WELCOME", "OFF")]).await;
    let account = house.account().clone();
    let other = house.another_gateway("second");
    let both = both_gateways(&house).await;
    let of = |name: &str| {
        let one = both.iter().find(|one| one.display_name == name).unwrap();
        one.identities[0].clone()
    };
    let (first, second) = (of("test"), of("second"));
    assert_eq!(first.identity, second.identity);
    assert!(first.epoch > 0 && first.state == "online", "{first:?}");
    assert_eq!(second.epoch, 0);
    assert_eq!(second.state, "waiting: another gateway holds it");
    assert!(second.detail.contains("`test`"), "{}", second.detail);
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    assert_eq!(house.sim.most_connections(&account), 1);
    // When the one goes, the other has it.
    house.stop_first_gateway().await;
    ann.says(&house.front, "and now?");
    house.until_in_topic(topic, "and now?").await;
    house.olga.writes_in(&house.team, topic, "as ever");
    house.until_told(&ann, "as ever").await;
    assert_eq!(house.sim.most_connections(&account), 1);
    other.stop(&house.clock).await;
    house.end().await;
}
