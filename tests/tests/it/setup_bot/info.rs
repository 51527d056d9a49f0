//! `/info` where `HIDE_INFO` has `command`: in private, to who may see everything.

use backline_domain::parameter::Name;
use telegram_sim::Person;

use super::Talk;
use crate::house::House;

const HIDDEN: &[(&str, &str)] = &[
    ("HIDE_INFO", "name, title, link, command"),
    ("WELCOME", "OFF"),
];

/// A connection in whose group nobody is named, and a customer's topic there.
async fn with_customer(on_disk: bool) -> (House, Person, i64) {
    let house = Box::pin(House::with_setup_bot_beside(on_disk, HIDDEN)).await;
    let ann = house.sim.person("Annabella");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, topic)
}

/// Everything that the group was ever shown.
fn shown(house: &House) -> String {
    let seen = house.team.everything();
    let mut all: Vec<String> = seen.messages().into_iter().map(|one| one.text).collect();
    for call in house.sim.calls() {
        if call.params["chat_id"]
            .to_string()
            .contains(&house.team.id().to_string())
        {
            all.push(call.params.to_string());
        }
    }
    all.join("\n")
}

fn cards(talk: &Talk<'_>) -> usize {
    let told = talk.told().into_iter();
    told.filter(|one| one.text().contains("Annabella")).count()
}

fn said_in(house: &House, topic: i64, words: &str) -> usize {
    let seen = house.team.thread(topic).messages();
    seen.iter().filter(|one| one.text.contains(words)).count()
}

#[tokio::test]
async fn the_card_goes_to_who_may_see_it_and_to_nobody_else() {
    let (house, ann, topic) = with_customer(false).await;
    // The group's owner may, and has started the setup bot.
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.until("You have one connection").await;
    let asked = house.olga.writes_in(&house.team, topic, "/info");
    let card = talk.until("Annabella").await;
    let text = card.text();
    assert!(text.contains(&ann.id().to_string()), "{text}");
    let given = format!("in your private chat with @{}", talk.bot.username());
    house.until_in_topic(topic, &given).await;
    let answer = house.team.thread(topic).find_containing(&given).unwrap();
    assert_eq!(
        answer.look().unwrap().reply_to,
        Some(asked.look().unwrap().id)
    );
    // Another operator may not, and then she may and the owner may not.
    let max = house.sim.person("Max");
    house.team.add(&max);
    max.starts(&talk.bot, Some("info"));
    max.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "EXTENSIONS_ALLOWED").await;
    talk.quiet().await;
    let other = Talk::with(&house, max.clone());
    assert_eq!((cards(&talk), cards(&other)), (1, 0));
    house
        .set(Name::ExtensionsAllowed, &max.id().to_string())
        .await;
    house.olga.writes_in(&house.team, topic, "/info");
    max.writes_in(&house.team, topic, "/info");
    other.until("Annabella").await;
    talk.quiet().await;
    house.at_rest().await;
    assert_eq!((cards(&talk), cards(&other)), (1, 1));
    assert_eq!(said_in(&house, topic, "EXTENSIONS_ALLOWED"), 2);
    let shown = shown(&house);
    assert!(!shown.contains("Annabella"), "{shown}");
    assert!(!shown.contains(&ann.id().to_string()), "{shown}");
    house.end().await;
}

#[tokio::test]
async fn who_has_not_started_the_setup_bot_gets_the_link_that_does() {
    let (mut house, _, topic) = with_customer(true).await;
    // Only somebody else may make connections here.
    house.stop().await;
    house.administrators = vec![house.olga.id()];
    Box::pin(house.start()).await;
    let max = house.sim.person("Max");
    house.team.add(&max);
    house.set(Name::ExtensionsAllowed, ".").await;
    max.writes_in(&house.team, topic, "/info");
    let talk = Talk::with(&house, max.clone());
    let link = format!("https://t.me/{}?start=info", talk.bot.username());
    house.until_in_topic(topic, &link).await;
    assert_eq!(cards(&talk), 0);
    max.starts(&talk.bot, Some("info"));
    talk.until("Ask for /info in the topic once more").await;
    max.writes_in(&house.team, topic, "/info");
    talk.until("Annabella").await;
    // The bot is no more than that to them.
    talk.says("/start");
    talk.until("not open to everybody").await;
    // Who blocked it is asked to start it again.
    talk.quiet().await;
    max.blocks(&talk.bot);
    max.writes_in(&house.team, topic, "/info");
    let what = "the link comes once more";
    house
        .until(what, || said_in(&house, topic, &link) == 2)
        .await;
    talk.quiet().await;
    house.at_rest().await;
    assert_eq!(cards(&talk), 1);
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn of_a_customers_group_the_card_says_how_many_are_in_it() {
    let (house, ann, _) = with_customer(false).await;
    house.set(Name::MonitorGroups, "TRUE").await;
    let club = house.sim.group("Clubhouse", &ann);
    ann.adds(&club, &house.front);
    ann.says(&club, "who helps us?");
    let find = || {
        let topics = house.team.own_topics().into_iter();
        let mut topics = topics.map(|topic| topic.thread);
        topics.find(|topic| said_in(&house, *topic, "who helps us?") > 0)
    };
    let what = "the group's topic is there";
    house.until(what, || find().is_some()).await;
    let topic = find().unwrap();
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, Some("info"));
    house.olga.writes_in(&house.team, topic, "/info");
    let card = talk.until("Clubhouse").await;
    assert!(card.text().contains("Members:"), "{}", card.text());
    talk.quiet().await;
    house.at_rest().await;
    assert!(!shown(&house).contains("Clubhouse"));
    house.end().await;
}

#[tokio::test]
async fn a_restart_neither_loses_nor_doubles_a_card() {
    let (mut house, _, topic) = with_customer(true).await;
    let setup = house.setup_bot.clone().unwrap();
    {
        let talk = Talk::of(&house);
        talk.person.starts(&talk.bot, None);
        talk.until("You have one connection").await;
        talk.quiet().await;
        // Nothing that the setup bot says arrives any more, from here on.
        let calls = house.sim.calls_made();
        house
            .sim
            .script(&setup, "sendMessage")
            .always()
            .server_error(502);
        house.olga.writes_in(&house.team, topic, "/info");
        let tried = || {
            let calls = house.sim.calls().into_iter().skip(calls);
            let mut its = calls.filter(|call| call.bot == setup.id());
            its.any(|call| call.method == "sendMessage")
        };
        house.until("the card is tried", tried).await;
    }
    house.stop().await;
    house.sim.end_scripts();
    Box::pin(house.start()).await;
    let given = format!("in your private chat with @{}", setup.username());
    house.until_in_topic(topic, &given).await;
    let talk = Talk::of(&house);
    talk.quiet().await;
    house.at_rest().await;
    assert_eq!(cards(&talk), 1);
    house.stop().await;
    Box::pin(house.start()).await;
    let talk = Talk::of(&house);
    talk.quiet().await;
    house.at_rest().await;
    assert_eq!((cards(&talk), said_in(&house, topic, &given)), (1, 1));
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn without_a_setup_bot_it_is_refused_in_words() {
    let house = House::with(HIDDEN).await;
    let ann = house.sim.person("Annabella");
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "no setup bot").await;
    house.at_rest().await;
    assert!(!shown(&house).contains("Annabella"));
    house.end().await;
}
