//! What outlives a restart of who may do what and of what is written down; and bans in the chats of
//! a Business account.

use backline_domain::parameter::Name;
use telegram_sim::{BusinessRights, Rights};

use crate::house::House;

#[tokio::test]
async fn a_restart_keeps_bans_notes_fields_and_who_is_who() {
    let mut house = House::on_disk(&[("WELCOME", "OFF")]).await;
    let (ann, max) = (house.sim.person("Ann"), house.sim.person("Max"));
    max.with_username("max_of_the_team");
    max.joins(&house.team);
    house.olga.makes_admin(&house.team, &max, Rights::all());
    ann.says(&house.bot, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    max.writes_in(&house.team, topic, "/note pays late");
    max.writes_in(&house.team, topic, "/set city Riga");
    max.writes_in(&house.team, topic, "/assign me");
    max.writes_in(&house.team, topic, "/ban");
    house.until_named(topic, "⬛️🚫 Ann").await;
    house.at_rest().await;
    house.stop().await;
    house.start().await;

    ann.says(&house.bot, "is anybody there?");
    max.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Looked after by").await;
    let card = house.team.thread(topic).last().unwrap().text;
    for line in [
        "Banned by Max",
        "Looked after by: @max_of_the_team",
        "city: Riga",
        "pays late",
    ] {
        assert!(card.contains(line), "{line} in\n{card}");
    }
    // Whoever was known is known, without a word since.
    house
        .olga
        .writes_in(&house.team, topic, "/assign @max_of_the_team");
    house.olga.writes_in(&house.team, topic, "/unban");
    house.until_named(topic, "⬛️ Ann").await;
    house.at_rest().await;
    assert!(house.team.thread(topic).find("is anybody there?").is_none());
    assert!(
        house
            .team
            .thread(topic)
            .find_containing("nobody whom I know")
            .is_none()
    );

    // The history says who changed what.
    let history = &house.running().desks().store;
    let id = house.connection().await.id;
    let history = history.parameter_changes(&id, None, 9).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|row| (row.by.clone(), row.new.contains(&ann.id().to_string())))
        .collect();
    let (by_max, by_olga) = (max.id(), house.olga.id());
    assert_eq!(
        told[..2],
        [
            (format!("user:{by_olga}"), false),
            (format!("user:{by_max}"), true)
        ]
    );
    house.end().await;
}

#[tokio::test]
async fn a_customer_of_a_business_account_is_banned() {
    let house = House::with(&[("WELCOME", "OFF")]).await;
    house.bot.takes_business();
    let (cem, ann) = (house.sim.person("Cem"), house.sim.person("Ann"));
    cem.connects(&house.bot, BusinessRights::all());
    house
        .until("the Business account is there", || {
            let general = house.team.general();
            general.find_containing("Cem").is_some()
        })
        .await;
    ann.says(&cem, "hello");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello").await;
    house.olga.writes_in(&house.team, topic, "/ban");
    house.until_named(topic, "⬛️🚫 Ann").await;
    ann.says(&cem, "is anybody there?");
    house.olga.writes_in(&house.team, topic, "/info");
    house.until_in_topic(topic, "Banned by Olga").await;
    house.at_rest().await;
    assert!(house.team.thread(topic).find("is anybody there?").is_none());
    let listed = &house.connection().await.parameters[Name::IgnoreChats.as_str()];
    assert_eq!(*listed, format!("777000, {}", ann.id()));
    house.end().await;
}
