//! Who may do what, and what the team writes down for itself.

use std::time::Duration;

use backline_domain::parameter::Name;
use telegram_sim::{Content, Person, Rights};

use crate::house::House;

/// A dialog with Ann, and Max beside Olga in the team.
async fn open() -> (House, Person, Person, i64) {
    let house = super::opened(&[("WELCOME", "OFF")]).await;
    let (ann, max) = (house.sim.person("Ann"), house.sim.person("Max"));
    max.with_username("max_of_the_team");
    max.joins(&house.team);
    ann.says(&house.front, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    (house, ann, max, topic)
}

/// What the connection has in a parameter.
async fn value(house: &House, name: Name) -> String {
    let parameters = house.connection().await.parameters;
    parameters.get(name.as_str()).cloned().unwrap_or_default()
}

#[tokio::test]
async fn an_operator_bans_with_the_groups_right_and_not_without() {
    let (house, ann, max, topic) = open().await;
    max.writes_in(&house.team, topic, "/ban");
    house.until_in_topic(topic, "who may ban people").await;
    assert_eq!(value(&house, Name::IgnoreChats).await, "");
    assert!(!house.is_closed(topic));

    house.olga.makes_admin(&house.team, &max, Rights::all());
    max.writes_in(&house.team, topic, "/ban");
    house.until_named(topic, "⬛️🚫 Ann").await;
    house.until_in_topic(topic, "Ann is banned").await;
    let listed = value(&house, Name::IgnoreChats).await;
    assert_eq!(listed, format!("777000, {}", ann.id()));

    // Nothing more of the customer, and nothing to them.
    let before = ann.chat_with(&house.front).texts();
    ann.says(&house.front, "is anybody there?");
    max.writes_in(&house.team, topic, "no");
    house.until_in_topic(topic, "Not sent: Ann is banned").await;
    house.at_rest().await;
    assert!(house.is_closed(topic));
    assert!(house.team.thread(topic).find("is anybody there?").is_none());
    let mut told = ann.chat_with(&house.front).texts();
    assert_eq!(told.pop().unwrap(), "is anybody there?");
    assert_eq!(told, before);

    house.olga.writes_in(&house.team, topic, "/unban");
    house.until_named(topic, "⬛️ Ann").await;
    assert_eq!(value(&house, Name::IgnoreChats).await, "777000");
    ann.says(&house.front, "and now?");
    house.until_in_topic(topic, "and now?").await;
    house.until_named(topic, "🟪 Ann").await;
    house.end().await;
}

#[tokio::test]
async fn a_right_that_is_withdrawn_is_gone_at_once() {
    let (house, _ann, max, topic) = open().await;
    house.olga.makes_admin(&house.team, &max, Rights::all());
    max.writes_in(&house.team, topic, "/help");
    house.until_in_topic(topic, "/unban").await;
    let mut rights = Rights::all();
    rights.can_restrict_members = false;
    house.olga.makes_admin(&house.team, &max, rights);
    max.writes_in(&house.team, topic, "/ban");
    house.until_in_topic(topic, "who may ban people").await;
    max.writes_in(&house.team, topic, "/help");
    let help = |seen: &telegram_sim::Seen| seen.text.starts_with("In this topic");
    house
        .until("help is there a second time", || {
            let written = house.team.thread(topic).written();
            written.iter().filter(|seen| help(seen)).count() == 2
        })
        .await;
    let helps = house.team.thread(topic).written();
    let helps: Vec<_> = helps.iter().filter(|seen| help(seen)).collect();
    assert!(helps[0].text.contains("/ban") && !helps[1].text.contains("/ban"));
    assert!(!house.is_closed(topic));
    assert_eq!(value(&house, Name::IgnoreChats).await, "");
    house.end().await;
}

#[tokio::test]
async fn a_customers_group_is_banned_as_a_chat_and_stays_so_as_a_supergroup() {
    let house = super::opened(&[("MONITOR_GROUPS", "TRUE"), ("WELCOME", "OFF")]).await;
    let ann = house.sim.person("Ann");
    let group = house.sim.basic_group("Buyers", &ann);
    ann.adds(&group, &house.front);
    ann.says(&group, "before");
    let topic = house.topic().await;
    house.until_in_topic(topic, "before").await;
    house.olga.writes_in(&house.team, topic, "/ban");
    house.until_named(topic, "⬛️🚫 Buyers").await;
    ann.says(&group, "still there?");
    let large = group.migrate();
    ann.says(&large, "hello from the new one");
    // Somebody else is heard, so all of that has been looked at.
    let bob = house.sim.person("Bob");
    bob.says(&house.front, "me");
    house
        .until("Bob has a topic", || house.team.topic("Bob").is_some())
        .await;
    house.at_rest().await;
    assert_eq!(house.team.own_topics().len(), 2);
    let texts = house.team.thread(topic).texts().join("\n");
    assert!(
        !texts.contains("still") && !texts.contains("new one"),
        "{texts}"
    );
    house.olga.writes_in(&house.team, topic, "/unban");
    house.until_named(topic, "⬛️ Buyers").await;
    ann.says(&large, "thank you");
    house.until_in_topic(topic, "thank you").await;
    house.end().await;
}

#[tokio::test]
async fn what_the_team_writes_down_is_on_the_card_and_nowhere_else() {
    let (house, ann, max, topic) = open().await;
    max.writes_in(&house.team, topic, "I am looking into it");
    house.until_told(&ann, "I am looking into it").await;
    house
        .olga
        .writes_in(&house.team, topic, "/note pays late\nask for advance");
    house.olga.writes_in(&house.team, topic, "/set VAT-id DE 1");
    house
        .olga
        .writes_in(&house.team, topic, "/assign @max_of_the_team");
    house
        .until_in_topic(topic, "@max_of_the_team looks after this dialog")
        .await;
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Looked after by").await;
    let card = house.team.thread(topic).last().unwrap().text;
    for line in [
        "Looked after by: @max_of_the_team",
        "▪️ vat-id: DE 1",
        "📝 1 pays late\nask for advance",
    ] {
        assert!(card.contains(line), "{line} in\n{card}");
    }
    // An answer to somebody's message means its author.
    house.olga.writes_in(&house.team, topic, "/assign off");
    let answer = house
        .team
        .thread(topic)
        .find("I am looking into it")
        .unwrap();
    house.olga.replies_to(&answer, Content::text("/assign"));
    house
        .until("it is Max's again", || {
            let texts = house.team.thread(topic).texts();
            let told = texts
                .iter()
                .filter(|text| text.contains("looks after this dialog from now on"));
            told.count() == 2
        })
        .await;
    house
        .olga
        .writes_in(&house.team, topic, "/assign @nobody_here");
    house.until_in_topic(topic, "is nobody whom I know").await;
    house.at_rest().await;
    assert_eq!(
        ann.chat_with(&house.front).texts(),
        ["hello", "I am looking into it"]
    );
    house.end().await;
}

#[tokio::test]
async fn open_dialogs_are_listed_and_who_waits_longest_is_first() {
    let (house, _ann, max, topic) = open().await;
    house.pass(Duration::from_secs(180)).await;
    let (bob, cem) = (house.sim.person("Bob"), house.sim.person("Cem"));
    bob.says(&house.front, "me too");
    cem.says(&house.front, "and me");
    house
        .until("all have topics", || house.team.own_topics().len() == 3)
        .await;
    let (bobs, cems) = (thread(&house, "Bob"), thread(&house, "Cem"));
    house.until_in_topic(cems, "and me").await;
    max.writes_in(&house.team, bobs, "we look into it");
    house.until_told(&bob, "we look into it").await;
    house.until_named(bobs, "🟨 Bob").await;
    max.writes_in(&house.team, topic, "/assign me");
    house.until_in_topic(topic, "looks after this dialog").await;
    house.olga.writes_in(&house.team, cems, "/ban");
    house.until_named(cems, "⬛️🚫 Cem").await;

    let list = asked(&house, &max, "/list", "Open dialogs: 2").await;
    let lines: Vec<&str> = list.text.lines().collect();
    assert!(lines[1].starts_with("🟪 Ann · "), "{lines:#?}");
    assert!(lines[1].ends_with("👤 @max_of_the_team"), "{lines:#?}");
    assert!(lines[2].starts_with("🟨 Bob · "), "{lines:#?}");
    assert_eq!(lines[3], "🚫 Banned: 1 – /list banned");
    let links = list.entities.iter().filter_map(|one| {
        let link = one.more.get("url")?;
        Some(link.as_str()?.to_owned())
    });
    let group = house.team.id().to_string();
    let group = group.trim_start_matches("-100");
    let to = |topic| format!("https://t.me/c/{group}/{topic}");
    assert_eq!(links.collect::<Vec<_>>(), [to(topic), to(bobs)]);

    let own = asked(&house, &max, "/list me", "Open dialogs: 1").await;
    assert!(own.text.contains("Ann") && !own.text.contains("Bob"));
    let banned = asked(&house, &max, "/list banned", "Banned: 1").await;
    assert!(banned.text.contains("🚫 Cem · by Olga"), "{}", banned.text);
    asked(&house, &max, "/list vip", "“vip” names no dialogs").await;
    // What is hidden is hidden there, too.
    house.set(Name::HideInfo, "name").await;
    house
        .until("topics have other names", || {
            house.team.topic("Ann").is_none()
        })
        .await;
    let hidden = asked(&house, &max, "/list hold", "Open dialogs: 1").await;
    assert!(!hidden.text.contains("Ann"), "{}", hidden.text);
    house.end().await;
}

fn thread(house: &House, name: &str) -> i64 {
    house.team.topic(name).unwrap().thread
}

/// What is answered in General to this command, which begins like that.
async fn asked(house: &House, who: &Person, command: &str, begins: &str) -> telegram_sim::Seen {
    let before = house.team.general().written().len();
    who.says(&house.team, command);
    let answer = || {
        let written = house.team.general().written();
        let mut new = written.into_iter().skip(before);
        new.find(|seen| seen.text.starts_with(begins))
    };
    house.until(begins, || answer().is_some()).await;
    answer().unwrap()
}
