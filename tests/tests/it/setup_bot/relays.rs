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
    talk.button("➕ Add to “Team”").await;
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

/// What apps write into a group that was chosen by the bot's link.
fn chooses_by_link(house: &crate::house::House) {
    let text = format!("/start@{} setup", house.bot.username());
    house.olga.says(&house.team, &text);
}

#[tokio::test]
async fn a_group_that_the_bot_administers_already_is_taken_by_the_link() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    // Where the group is known, what apps write there is no command to Backline.
    chooses_by_link(&house);
    house.at_rest().await;
    let general = house.team.general();
    assert!(general.find_containing("There is no command").is_none());
    talk.press("🗑").await;
    talk.until("You are about to delete").await;
    talk.says(&house.connection().await.name);
    talk.until("is deleted").await;
    assert!(general.find_containing("There is no command").is_none());
    talk.press("➕ New").await;
    talk.says(house.bot.token());
    talk.button("🔄").await;
    talk.quiet().await;
    // Nothing changes in the group, so that nothing is told of it but this.
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.quiet().await;
    assert!(house.connection().await.group_id().is_none());
    let eve = house.sim.person("Eve");
    eve.joins(&house.team);
    eve.says(
        &house.team,
        &format!("/start@{} setup", house.bot.username()),
    );
    talk.quiet().await;
    assert!(house.connection().await.group_id().is_none(), "not Olga's");
    chooses_by_link(&house);
    talk.button("✅ Yes").await;
    talk.quiet().await;
    assert!(house.connection().await.group_id().is_some());
    house.end().await;
}

#[tokio::test]
async fn what_is_wrong_with_the_group_is_told_with_buttons_and_that_it_is_mended_too() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    house.olga.demotes(&house.team, &house.bot);
    let wrong = talk.until("I am not an admin of “Team”").await;
    talk.quiet().await;
    let labels: Vec<String> = super::buttons(&wrong)
        .into_iter()
        .map(|(label, _)| label)
        .collect();
    let card = format!("‹ @{}", house.bot.username());
    assert_eq!(labels, ["🔄 Check again", &card]);
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.until("“Team” is in order").await;
    house.end().await;
}
