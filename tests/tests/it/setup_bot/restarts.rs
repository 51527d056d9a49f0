//! A restart in the middle of every step: the conversation goes on where it was.

use telegram_sim::Rights;

use super::Talk;
use crate::house::House;

async fn again(house: &mut House) {
    house.stop().await;
    house.start().await;
}

#[tokio::test]
async fn every_step_survives_a_restart() {
    let mut house = House::with_setup_bot(true).await;
    {
        let talk = Talk::of(&house);
        talk.person.starts(&talk.bot, None);
        talk.button("➕ New").await;
    }
    again(&mut house).await;
    {
        let talk = Talk::of(&house);
        talk.press("➕ New").await;
        talk.until("Step 1 of 3").await;
    }
    again(&mut house).await;
    {
        let talk = Talk::of(&house);
        talk.says(house.bot.token());
        talk.until("Step 2 of 3").await;
    }
    house.stop().await;
    // While nobody is there.
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    house.start().await;
    {
        let talk = Talk::of(&house);
        talk.until("Step 3 of 3").await;
    }
    again(&mut house).await;
    {
        let talk = Talk::of(&house);
        talk.press("✅ Yes").await;
        talk.until("It works").await;
        talk.press("🗑").await;
        talk.until("You are about to delete").await;
    }
    again(&mut house).await;
    {
        let talk = Talk::of(&house);
        talk.says(&house.bot.username());
        talk.until("is deleted").await;
        assert!(talk.connections().await.is_empty());
        talk.quiet().await;
    }
    house.end().await;
}

#[tokio::test]
async fn what_was_wished_for_and_not_answered_is_done_after_a_restart() {
    let mut house = House::with_setup_bot(true).await;
    // Nothing that the bot says arrives any more, from here on.
    let setup = house.setup_bot.clone().unwrap();
    {
        let talk = Talk::of(&house);
        talk.person.starts(&talk.bot, None);
        talk.press("➕ New").await;
        talk.until("Step 1 of 3").await;
        let script = house.sim.script(&setup, "sendMessage");
        script.always().server_error(502);
        talk.says(house.bot.token());
        house
            .until("the token is taken in", || setup.waiting_updates() == 0)
            .await;
    }
    again(&mut house).await;
    house.sim.end_scripts();
    let talk = Talk::of(&house);
    talk.until("Step 2 of 3").await;
    talk.quiet().await;
    house.forgiven = true;
    house.end().await;
}
