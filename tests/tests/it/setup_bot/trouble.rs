//! What is wrong with a connection, said to somebody who never opens a terminal.

use std::time::Duration;

use super::Talk;
use super::screens::with_connection;
use crate::house::House;

impl Talk<'_> {
    /// The card of the one connection, in whatever language.
    async fn shows_the_card(&self) {
        let bot = self.house.bot.username();
        self.says("/start");
        self.press(&format!("⚠️ @{bot}")).await;
    }
}

async fn in_german(house: &House) -> Talk<'_> {
    let talk = Talk::of(house);
    talk.says("/language");
    talk.press("Deutsch").await;
    talk.until("Ab jetzt spreche ich Deutsch").await;
    talk
}

/// Waits until something is wrong with the connection, or nothing is any more.
async fn until_troubled(house: &House, is_so: bool) {
    for _ in 0..500 {
        if house.connection().await.shown_problem().is_some() == is_so {
            return;
        }
        house.clock.advance(Duration::from_secs(1));
        let calls = house.sim.calls_made();
        let soon = house.sim.until(|| house.sim.calls_made() > calls);
        // Only a pause between two looks.
        let _ = tokio::time::timeout(Duration::from_millis(20), soon).await;
    }
    panic!("troubled: {is_so} is never so\n{}", house.sim.describe());
}

#[tokio::test]
async fn what_is_wrong_with_the_group_is_said_in_the_persons_language() {
    let house = with_connection().await;
    let talk = in_german(&house).await;
    house.team.switches_topics(false);
    house.olga.says(&house.team, "hello?");
    until_troubled(&house, true).await;
    talk.shows_the_card().await;
    talk.until("„Team“ hat keine Themen. Schalten Sie in den Einstellungen")
        .await;
    house.team.switches_topics(true);
    talk.press("🔄").await;
    until_troubled(&house, false).await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn a_token_that_was_revoked_is_told_and_another_one_taken() {
    let mut house = with_connection().await;
    let before = house.bot.token().to_owned();
    let after = house.bot.revokes_token();
    assert_ne!(before, after);
    until_troubled(&house, true).await;
    let talk = in_german(&house).await;
    talk.shows_the_card().await;
    let card = talk.until("Telegram nimmt das Token von").await;
    assert!(!card.text().contains("backline"), "{}", card.text());
    let secret = talk.says(&after);
    talk.until("arbeitet ab jetzt mit diesem Token").await;
    talk.until_gone(&secret).await;
    until_troubled(&house, false).await;
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "Is anybody there?");
    let topic = house.topic().await;
    house.until_in_topic(topic, "Is anybody there?").await;
    talk.quiet().await;
    house.end().await;
}
