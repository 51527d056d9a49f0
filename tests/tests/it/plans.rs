//! Plans: what waits when one is used up, and what people see of it.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::plan::{Day, Limits, Offer, Plan};
use backline_domain::time::Timestamp;
use backline_proto::admin::v1 as admin;
use backline_server::clock::Clock as _;
use telegram_sim::Rights;

use crate::house::{House, uuid};

fn small(messages: u64) -> Offer {
    let plan = Plan {
        name: "small".to_owned(),
        limits: Limits {
            messages: Some(messages),
            ..Plan::free().limits
        },
    };
    Offer::new(vec![plan], "small", BTreeMap::new())
}

fn now(house: &House) -> Timestamp {
    house.clock.now()
}

/// Lets the night pass, with whatever its minutes bring.
async fn until_tomorrow(house: &House) {
    let midnight = Day::of(now(house)).ends();
    while now(house) < midnight {
        let left = midnight.since(now(house));
        house.clock.advance(left.min(Duration::from_secs(60)));
        tokio::task::yield_now().await;
    }
}

/// What General says of the plan.
fn told(house: &House) -> Vec<String> {
    let texts = house.team.general().texts().into_iter();
    texts.filter(|text| text.contains("small")).collect()
}

/// The words without days, which differ from run to run.
fn undated(house: &House, text: &str) -> String {
    let today = Day::of(now(house));
    let days = [today.before(1), today, today.before(-1)];
    days.iter()
        .zip(["YESTERDAY", "TODAY", "TOMORROW"])
        .fold(text.to_owned(), |text, (day, word)| {
            text.replace(&day.begins().utc("%Y-%m-%d"), word)
        })
}

#[tokio::test]
async fn what_is_over_the_plan_waits_for_the_next_day_and_nothing_is_lost() {
    let mut house = House::planned(small(5), &[]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "one");
    let topic = house.topic().await;
    house.until_in_topic(topic, "one").await;
    for text in ["two", "three", "four"] {
        ann.says(&house.front, text);
        house.until_in_topic(topic, text).await;
    }
    house
        .until("General says that it is near", || told(&house).len() == 1)
        .await;
    house.olga.writes_in(&house.team, topic, "an answer");
    house.until_told(&ann, "an answer").await;
    house
        .until("General says that it is used up", || {
            told(&house).len() == 2
        })
        .await;
    for text in ["five", "six"] {
        ann.says(&house.front, text);
    }
    house.olga.writes_in(&house.team, topic, "a late answer");
    house
        .until("all updates are taken in", || house.unconfirmed() == 0)
        .await;
    house.olga.says(&house.team, "/queue");
    house
        .until("General says why it waits", || {
            let general = house.team.general();
            general.find_containing("the plan is used up").is_some()
        })
        .await;
    // The server is another one before anything goes.
    house.stop().await;
    house.start().await;
    house
        .olga
        .writes_in(&house.team, topic, "another late answer");
    house
        .until("all updates are taken in", || house.unconfirmed() == 0)
        .await;
    let client = house.client().await;
    let request = admin::GetQueueRequest::default();
    let queues = client.deliveries().get_queue(request).await.unwrap();
    let queue = queues.into_inner().queues.remove(0);
    assert_eq!(queue.waiting_count, 4, "{queue:?}");
    assert!(queue.reason.contains("the plan `small`"), "{queue:?}");
    let request = admin::GetPlanUsageRequest {
        connection: "connections/main".to_owned(),
    };
    let usage = client.plans().get_plan_usage(request).await.unwrap();
    let usage = usage.into_inner().usage.unwrap();
    assert_eq!((usage.message_count, usage.connection_count), (5, 1));
    let seen = || house.team.thread(topic).texts();
    assert!(!seen().contains(&"five".to_owned()));
    assert_eq!(told(&house).len(), 2, "each once: {:#?}", told(&house));

    until_tomorrow(&house).await;
    house.until_in_topic(topic, "six").await;
    house.until_told(&ann, "another late answer").await;
    let carried: Vec<String> = seen()
        .into_iter()
        .filter(|text| ["one", "two", "three", "four", "five", "six"].contains(&text.as_str()))
        .collect();
    assert_eq!(carried, ["one", "two", "three", "four", "five", "six"]);
    let answers: Vec<String> = ann.chat_with(&house.front).texts();
    let answers: Vec<&str> = answers
        .iter()
        .map(String::as_str)
        .filter(|text| text.ends_with("answer"))
        .collect();
    assert_eq!(
        answers,
        ["an answer", "a late answer", "another late answer"]
    );
    let picture = house.picture(topic, &[&ann]).await;
    let general = told(&house).join("\n\n");
    let picture = format!("== General\n{general}\n{picture}");
    insta::assert_snapshot!(undated(&house, &picture));
    house.end().await;
}

#[tokio::test]
async fn two_connections_of_one_administrator_share_a_plan() {
    let house = House::planned(small(4), &[]).await;
    let sales = house.sim.bot("Sales");
    sales.privacy_off();
    house.olga.makes_admin(&house.team, &sales, Rights::all());
    let request = admin::CreateConnectionRequest {
        request_id: uuid(2),
        display_name: "sales".to_owned(),
        bot_token: sales.token().to_owned(),
        backend_group_id: house.team.id(),
        ..admin::CreateConnectionRequest::default()
    };
    let client = house.client().await;
    let connections = client.connections();
    connections
        .clone()
        .create_connection(request)
        .await
        .unwrap();
    house
        .until("the second connection is set up", || {
            let general = house.team.general().written();
            general.iter().any(|seen| seen.from == sales.id())
        })
        .await;
    let ann = house.sim.person("Ann");
    let bob = house.sim.person("Bob");
    let is_shown = |text: &str| {
        let topics = house.team.topics();
        let mut threads = topics.iter().map(|topic| house.team.thread(topic.thread));
        threads.any(|thread| thread.find(text).is_some())
    };
    for number in 1..=2 {
        let (to_support, to_sales) = (format!("support {number}"), format!("sales {number}"));
        ann.says(&house.bot, &to_support);
        bob.says(&sales, &to_sales);
        house
            .until("both are shown", || {
                is_shown(&to_support) && is_shown(&to_sales)
            })
            .await;
    }
    house
        .until("General says that it is used up", || {
            told(&house).iter().any(|text| text.contains("All 4"))
        })
        .await;
    ann.says(&house.bot, "support 3");
    bob.says(&sales, "sales 3");
    house
        .until("all updates are taken in", || {
            house.unconfirmed() == 0 && sales.waiting_updates() == 0
        })
        .await;
    for _ in 0..30 {
        house.clock.advance(Duration::from_secs(2));
        tokio::task::yield_now().await;
    }
    assert!(!is_shown("support 3") && !is_shown("sales 3"));
    let used_up = told(&house);
    let used_up = used_up.iter().filter(|text| text.contains("All 4"));
    assert_eq!(used_up.count(), 1, "one group hears it once");
    until_tomorrow(&house).await;
    house
        .until("both go on", || {
            is_shown("support 3") && is_shown("sales 3")
        })
        .await;
    house.end().await;
}

#[tokio::test]
async fn welcome_has_the_plans_line() {
    let house = House::planned(small(50), &[]).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello");
    house.until_told(&ann, "Answered with Backline").await;
    let refused = house
        .desk()
        .set_parameter(
            backline_domain::parameter::Name::Welcome,
            "OFF".to_owned(),
            backline_server::desk::Asked {
                by: "test".to_owned(),
                request: None,
            },
        )
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("the plan `small`")
    );
    house.end().await;
}
