//! Relay bots, and looking at the group once more.

use std::time::Duration;

use telegram_sim::Rights;

use super::Talk;
use super::screens::with_connection;

#[tokio::test]
async fn a_relay_bots_token_that_telegram_does_not_know_is_said_to_who_gave_it() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("🤖").await;
    talk.press("➕ Add a bot").await;
    let secret = talk.says("7000000099:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1");
    talk.until("Telegram does not know this token").await;
    talk.until_gone(&secret).await;
    talk.quiet().await;
    assert!(house.connection().await.relays.is_empty());
    // The next one is meant as a relay bot, too.
    talk.says(house.bot.token());
    talk.until("That bot serves a connection already").await;
    talk.quiet().await;
    let general = house.team.general();
    assert!(
        general.find_containing("7000000099").is_none(),
        "the team hears nothing of it"
    );
    house.end().await;
}

#[tokio::test]
async fn a_relay_bots_token_that_is_taken_is_followed_by_another() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let rita = house.sim.person("Rita");
    let other = house.sim.bot("Other");
    let ritas = Talk::with(&house, rita.clone());
    rita.starts(&ritas.bot, None);
    ritas.press("➕ New").await;
    ritas.says(other.token());
    ritas.until("Step 2 of 3").await;
    ritas.quiet().await;
    let helper = house.sim.bot("Helper");
    talk.press("🤖").await;
    talk.press("➕ Add a bot").await;
    talk.says(other.token());
    talk.until("That bot serves a connection already").await;
    talk.says(helper.token());
    let added = format!(
        "@{} is added. Now make it an admin of “Team”",
        helper.username()
    );
    talk.until(&added).await;
    talk.button("➕ Add @").await;
    talk.quiet().await;
    // It is said when it is there, wherever the talk has gone meanwhile.
    talk.says("/start");
    talk.quiet().await;
    house.olga.adds(&house.team, &helper);
    let helps = format!("@{} writes in “Team” and helps", helper.username());
    talk.until(&helps).await;
    talk.quiet().await;
    let relays = talk.connections().await;
    assert_eq!(relays.iter().map(|one| one.relays.len()).sum::<usize>(), 1);
    house.end().await;
}

#[tokio::test]
async fn a_group_that_is_in_order_is_said_to_be() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("🔄").await;
    let good = talk.until("“Team” is in order").await;
    talk.quiet().await;
    // Once, and not each time that somebody's rights change.
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.clock.advance(Duration::from_secs(10));
    talk.quiet().await;
    assert_eq!(talk.told().last().unwrap().id(), good.id());
    house.end().await;
}

#[tokio::test]
async fn the_card_names_the_group_that_was_tried_last() {
    let house = crate::house::House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press("➕ New").await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    let plain = house.sim.group("Plain", &house.olga);
    house.olga.makes_admin(&plain, &house.bot, Rights::all());
    talk.until("“Plain” has no topics").await;
    house.olga.adds(&house.team, &house.bot);
    talk.until("I am not an admin of “Team”").await;
    talk.quiet().await;
    talk.says("/start");
    talk.press(&format!("⚠️ @{}", house.bot.username())).await;
    talk.until("is not an admin of “Team”. Open the group's settings")
        .await;
    talk.press("🔄").await;
    talk.quiet().await;
    let told = talk.told();
    let text = told.last().unwrap().text();
    assert!(text.contains("“Team”"), "that one was looked at: {text}");
    house.end().await;
}
