//! What the setup bot says of the person's plan.

use std::collections::BTreeMap;

use backline_domain::parameter::Name;
use backline_domain::plan::{Limits, Offer, Plan};
use telegram_sim::Rights;

use super::Talk;
use super::screens::with_connection_in;
use crate::house::House;

/// Two messages a day, and one connection.
fn tiny() -> Offer {
    let limits = Limits {
        messages: Some(2),
        connections: Some(1),
        ..Plan::free().limits
    };
    let name = "tiny".to_owned();
    let plan = Plan { name, limits };
    Offer::new(vec![plan], "tiny", BTreeMap::new())
}

#[tokio::test]
async fn a_plan_is_shown_with_what_is_used_of_it_and_holds() {
    let house = with_connection_in(House::with_setup_bot_and_plans(tiny()).await).await;
    let talk = Talk::of(&house);
    talk.says("/plan");
    let before = talk.until("Your plan: tiny").await.text();
    assert!(before.contains("0 of 2"), "{before}");
    assert!(before.contains("1 of 1"), "{before}");

    // What is over it waits, and is said here too.
    let ann = house.sim.person("Ann");
    for text in ["one", "two", "three"] {
        ann.says(&house.front, text);
    }
    talk.until("All 2 messages").await;
    house.clock.advance(std::time::Duration::from_secs(5));
    talk.says("/plan");
    let after = talk.until("today: 2 of 2\n").await.text();
    assert!(after.contains("wait"), "{after}");

    // A second connection, and a value that it forbids, are refused in words.
    house.clock.advance(std::time::Duration::from_secs(5));
    let other = house.sim.bot("Second");
    talk.says("/start");
    talk.press("➕ New").await;
    talk.says(other.token());
    talk.until("allows one connection, and you have it").await;
    let refused = backline_domain::parameter::check(Name::Autoclose, "500");
    assert!(refused.is_ok(), "only the plan forbids it");
    talk.says("/start");
    talk.press(&format!("✅ @{}", house.bot.username())).await;
    talk.press("⚙️").await;
    talk.press("➡️").await;
    talk.press("AUTOCLOSE").await;
    talk.press("✏️").await;
    talk.says("500");
    talk.until("an AUTOCLOSE of at most 48 hours").await;
    assert!(house.connection().await.parameters.is_empty());
    house.end().await;
}

#[tokio::test]
async fn without_plans_nothing_is_limited_and_that_is_said() {
    let house = with_connection_in(House::with_setup_bot(false).await).await;
    let talk = Talk::of(&house);
    talk.says("/plan");
    talk.until("no plans").await;
    house.end().await;
}

#[tokio::test]
async fn privacy_mode_that_is_in_the_way_is_told_with_the_remedy_until_it_is_off() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    let bot = house.sim.bot("Shop");
    talk.person.starts(&talk.bot, None);
    talk.press("➕ New").await;
    talk.says(bot.token());
    talk.until("Step 2 of 3").await;
    house.olga.makes_admin(&house.team, &bot, Rights::all());
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    talk.quiet().await;
    assert!(
        talk.person
            .chat_with(&talk.bot)
            .find_containing("/setprivacy")
            .is_none()
    );

    talk.press("⚙️").await;
    talk.press("MONITOR_GROUPS").await;
    talk.press("TRUE").await;
    talk.until("/setprivacy").await;

    bot.privacy_off();
    talk.says("/start");
    talk.press(&format!("✅ @{}", bot.username())).await;
    talk.press("⏸").await;
    talk.press("▶️").await;
    talk.quiet().await;
    house.clock.advance(std::time::Duration::from_secs(5));
    talk.says("/start");
    talk.press(&format!("✅ @{}", bot.username())).await;
    talk.quiet().await;
    let card = talk.told().pop().unwrap().text();
    assert!(!card.contains("/setprivacy"), "{card}");
    house.end().await;
}
