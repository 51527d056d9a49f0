//! What there is to see and to change once a connection is there.

use backline_domain::parameter::Name;
use telegram_sim::Rights;

use super::{Talk, buttons};
use crate::house::House;

pub(super) async fn with_connection() -> House {
    with_connection_in(House::with_setup_bot(false).await).await
}

/// The same house, with a connection that Olga made.
pub(super) async fn with_connection_in(house: House) -> House {
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press("➕ New").await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    talk.quiet().await;
    house
}

#[tokio::test]
async fn parameters_are_set_with_buttons_and_by_typing() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("⚙️").await;
    talk.press("MONITOR_GROUPS").await;
    talk.press("TRUE").await;
    talk.button("● TRUE").await;
    assert_eq!(
        house.connection().await.parameters["MONITOR_GROUPS"],
        "TRUE"
    );
    talk.press("↺").await;
    talk.button("● FALSE").await;
    assert!(house.connection().await.parameters.is_empty());
    talk.press("‹ Back").await;
    talk.press("➡️").await;
    // A set is put together by pressing.
    talk.press("HIDE_INFO").await;
    talk.press("☐ name").await;
    talk.button("☑ name").await;
    talk.press("☐ contact").await;
    talk.button("☑ contact").await;
    assert_eq!(
        house.connection().await.parameters["HIDE_INFO"],
        "name, contact"
    );
    talk.press("☑ name").await;
    talk.button("☐ name").await;
    assert_eq!(house.connection().await.parameters["HIDE_INFO"], "contact");
    talk.press("‹ Back").await;
    // A text is typed; what is wrong with it is said, and it is typed once more.
    talk.press("AUTOCLOSE").await;
    talk.press("✏️").await;
    talk.says("soon");
    talk.until("❌ AUTOCLOSE cannot be “soon”: that is not a whole number. Allowed: whole hours")
        .await;
    talk.until("for example 24, or /cancel").await;
    talk.says("24");
    talk.until("AUTOCLOSE is now: 24").await;
    assert_eq!(house.connection().await.parameters["AUTOCLOSE"], "24");
    talk.quiet().await;
    // Who changed what is kept.
    let store = house.running().desks().store.clone();
    let id = house.connection().await.id;
    let changes = store.parameter_changes(&id, None, 10).await.unwrap();
    let by = format!("user:{}", house.olga.id());
    assert_eq!(changes.len(), 6);
    assert!(changes.iter().all(|change| change.by == by), "{changes:?}");
    house.end().await;
}

#[tokio::test]
async fn a_value_of_before_is_shown_and_set_again() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    for value in ["24", "12"] {
        house.set(Name::Autoclose, value).await;
    }
    talk.says("/start");
    talk.press(&format!("✅ @{}", house.bot.username())).await;
    talk.press("⚙️").await;
    talk.press("➡️").await;
    talk.press("• AUTOCLOSE").await;
    talk.press("🕘").await;
    let shown = talk.until("The last changes of AUTOCLOSE").await;
    let text = shown.text();
    assert!(
        text.contains("48 → 24") && text.contains("24 → 12"),
        "{text}"
    );
    talk.press("↩ 24").await;
    talk.until("Now: 24").await;
    assert_eq!(house.connection().await.parameters["AUTOCLOSE"], "24");
    talk.press("🕘").await;
    talk.until("you: 12 → 24").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn every_parameter_can_be_looked_at() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("⚙️").await;
    let mut seen = 0;
    loop {
        talk.quiet().await;
        let page = talk.told().last().unwrap().clone();
        let names: Vec<String> = buttons(&page)
            .into_iter()
            .map(|(label, _)| label)
            .filter(|label| Name::parse(label).is_ok())
            .collect();
        for name in &names {
            house.clock.advance(std::time::Duration::from_secs(5));
            talk.press(name).await;
            let parsed = Name::parse(name).unwrap();
            talk.until(&format!("Allowed: {}", parsed.allowed())).await;
            talk.until(&format!("Example: {}", parsed.example())).await;
            talk.press("‹ Back").await;
            talk.button(name).await;
            seen += 1;
        }
        if !buttons(talk.told().last().unwrap())
            .iter()
            .any(|(label, _)| label == "➡️")
        {
            break;
        }
        talk.press("➡️").await;
    }
    assert_eq!(seen, Name::ALL.len());
    house.end().await;
}

#[tokio::test]
async fn a_token_is_shown_once_and_its_message_goes() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("🔑").await;
    talk.press("➕ New token").await;
    talk.press("read").await;
    let shown = talk.until("Here is the token").await;
    let text = shown.text();
    let secret = text.lines().last().unwrap().trim().to_owned();
    // It opens this connection, for reading.
    let url = format!("http://{}", house.running().address());
    let config =
        backline_client::Config::new(url).with_token(backline_client::Secret::new(secret.clone()));
    let client = backline_client::Client::connect(config).await.unwrap();
    let request = backline_proto::admin::v1::ListConnectionsRequest::default();
    let listed = client
        .connections()
        .list_connections(request)
        .await
        .unwrap();
    assert_eq!(listed.into_inner().connections.len(), 1);
    talk.quiet().await;
    house.clock.advance(std::time::Duration::from_secs(301));
    house
        .until("the message with the token is gone", || shown.is_deleted())
        .await;
    // Revoked, it opens nothing.
    talk.press("read 20").await;
    talk.press("🗑 Revoke").await;
    talk.until("✅ The token is revoked").await;
    talk.until("There are none yet").await;
    let request = backline_proto::admin::v1::ListConnectionsRequest::default();
    client
        .connections()
        .list_connections(request)
        .await
        .unwrap_err();
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn relay_bots_come_and_go_by_token() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let helper = house.sim.bot("Helper");
    house.olga.makes_admin(&house.team, &helper, Rights::all());
    talk.press("🤖").await;
    talk.press("➕ Add a bot").await;
    let secret = talk.says(helper.token());
    talk.until("is added. Now make it an admin of “Team”").await;
    talk.until_gone(&secret).await;
    let told = format!("@{} helps to post", helper.username());
    let general = house.team.general();
    house
        .until("it helps", || general.find_containing(&told).is_some())
        .await;
    assert_eq!(house.connection().await.relays.len(), 1);
    talk.quiet().await;
    talk.says("/start");
    talk.press(&format!("✅ @{}", house.bot.username())).await;
    talk.press("🤖").await;
    talk.press(&format!("✅ @{}", helper.username())).await;
    talk.press("🗑 Remove").await;
    talk.until("✅ The bot helps no more.").await;
    talk.until("There are none yet").await;
    assert!(house.connection().await.relays.is_empty());
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn it_is_stopped_started_and_spoken_of_in_another_language() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    talk.press("⏸").await;
    talk.until("⏸ stopped").await;
    assert!(house.connection().await.is_stopped);
    talk.press("▶️").await;
    talk.until("It runs again").await;
    assert!(!house.connection().await.is_stopped);
    talk.says("/language");
    talk.press("Deutsch").await;
    talk.until("Ab jetzt spreche ich Deutsch").await;
    talk.says("/start");
    talk.until("Sie haben eine Verbindung").await;
    talk.says("/cancel");
    talk.until("Es gibt nichts abzubrechen").await;
    talk.says("hallo?");
    talk.until("Damit kann ich nichts anfangen").await;
    talk.quiet().await;
    house.end().await;
}
