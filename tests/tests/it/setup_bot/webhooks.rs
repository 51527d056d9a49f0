//! WEBHOOKS without a terminal: addresses inside a network, and the secret of the signatures.

use std::time::Duration;

use super::Talk;
use super::accounts::holding;
use super::screens::with_connection_in;
use crate::house::House;
use crate::webhooks::secret;

async fn house() -> House {
    Box::pin(with_connection_in(House::with_setup_bot(true).await)).await
}

/// Leads to the parameter.
async fn look_at_webhooks(talk: &Talk<'_>) {
    talk.press("⚙️").await;
    for _ in 0..4 {
        talk.press("➡️").await;
        talk.quiet().await;
    }
    talk.press("WEBHOOKS").await;
    talk.button("✏️").await;
}

#[tokio::test]
async fn what_is_wrong_with_webhooks_and_where_they_lead_is_said() {
    let house = house().await;
    let talk = Talk::of(&house);
    look_at_webhooks(&talk).await;
    talk.press("✏️").await;
    talk.says(r#"{"https://example.org/?key=s3cret": ["soon"]}"#);
    let refused = talk.until("there is no event “soon”; events are").await;
    assert!(!refused.text().contains("s3cret"), "{}", refused.text());
    talk.says(r#"{"http://10.1.2.3/hook": ["message_received"]}"#);
    talk.until("“10.1.2.3” is an address in a private network")
        .await;
    talk.quiet().await;
    assert!(house.connection().await.parameters["WEBHOOKS"].contains("10.1.2.3"));
    house.end().await;
}

#[tokio::test]
async fn the_secret_of_webhooks_is_shown_and_made_anew_and_stays_nowhere() {
    let house = house().await;
    let talk = Talk::of(&house);
    look_at_webhooks(&talk).await;
    let before = secret(&house).await;
    talk.press("🔑 Signing secret").await;
    talk.press("👁").await;
    let shown = talk.until(&before).await;
    talk.quiet().await;
    assert_eq!(holding(house.directory(), &before), Vec::<String>::new());
    house.clock.advance(Duration::from_secs(301));
    talk.until_gone(&shown).await;
    talk.press("‹ Back").await;
    talk.press("🔑 Signing secret").await;
    talk.press("♻️").await;
    let shown = talk.until("Here is the new secret").await;
    let after = secret(&house).await;
    assert_ne!(after, before);
    assert!(shown.text().contains(&after), "{}", shown.text());
    house.end().await;
}
