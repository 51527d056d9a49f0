//! A new API token: in Telegram, or nowhere.

use super::Talk;
use super::accounts::holding;
use super::screens::with_connection_in;
use crate::house::House;

async fn house() -> House {
    Box::pin(with_connection_in(House::with_setup_bot(true).await)).await
}

impl Talk<'_> {
    async fn asks_for_a_token(&self) {
        self.press("🔑").await;
        self.press("➕ New token").await;
        self.button("read").await;
    }
}

/// The token that the setup bot tried to send.
async fn tried(house: &House) -> String {
    let found = || {
        let calls = house.sim.calls_of("sendMessage").into_iter().rev();
        calls
            .filter_map(|call| call.params["text"].as_str().map(str::to_owned))
            .find(|text| text.contains("Here is the token"))
    };
    house
        .until("a token is on its way", || found().is_some())
        .await;
    let text = found().unwrap();
    text.lines().last().unwrap().trim().to_owned()
}

#[tokio::test]
async fn a_token_whose_message_fails_is_sent_again_from_memory_alone() {
    let house = house().await;
    let talk = Talk::of(&house);
    talk.asks_for_a_token().await;
    let fault = house.sim.script(&talk.bot, "sendMessage");
    fault.times(2).server_error(500);
    talk.press("read").await;
    let secret = tried(&house).await;
    let shown = talk.until("Here is the token").await;
    assert!(shown.text().contains(&secret));
    talk.quiet().await;
    assert_eq!(holding(house.directory(), &secret), Vec::<String>::new());
    house.clock.advance(std::time::Duration::from_secs(301));
    talk.until_gone(&shown).await;
    house.end().await;
}

#[tokio::test]
async fn a_token_that_cannot_be_shown_is_told_and_another_one_made() {
    let house = house().await;
    let talk = Talk::of(&house);
    talk.asks_for_a_token().await;
    let fault = house.sim.script(&talk.bot, "sendMessage");
    fault.refuse(400, "Bad Request: message is too long");
    talk.press("read").await;
    let secret = tried(&house).await;
    talk.until("make another one").await;
    talk.quiet().await;
    assert_eq!(holding(house.directory(), &secret), Vec::<String>::new());
    house.end().await;
}

#[tokio::test]
async fn a_restart_before_it_was_shown_is_told() {
    let mut house = house().await;
    let secret = {
        let talk = Talk::of(&house);
        talk.asks_for_a_token().await;
        let fault = house.sim.script(&talk.bot, "sendMessage");
        fault.always().server_error(500);
        talk.press("read").await;
        tried(&house).await
    };
    house.stop().await;
    house.sim.end_scripts();
    house.start().await;
    let talk = Talk::of(&house);
    talk.until("make another one").await;
    talk.quiet().await;
    assert_eq!(holding(house.directory(), &secret), Vec::<String>::new());
    house.end().await;
}
