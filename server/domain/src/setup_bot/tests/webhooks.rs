//! WEBHOOKS in the setup bot.

use super::values::{refusal, shown};
use super::*;

const HOOKS: &str =
    r#"{"https://example.org/?key=s3cret":["*"],"http://10.1.2.3:80/x":["/order"]}"#;

#[test]
fn webhooks_are_shown_with_their_events_and_addresses_inside_a_network_are_pointed_out() {
    let (mut play, told) = shown(Language::En, "WEBHOOKS", &[("WEBHOOKS", HOOKS)]);
    assert!(told.contains("Events: dialog_created, "), "{told}");
    assert!(!told.contains("mark_changed"), "it comes later: {told}");
    assert!(
        told.contains("“10.1.2.3” is an address in a private"),
        "{told}"
    );
    let (_, told) = shown(Language::En, "WEBHOOKS", &[]);
    assert!(!told.contains("a private network"), "{told}");
    // A value that is refused may hold a secret.
    play.press(|act| matches!(act, Act::Type(..)));
    play.says("[s3cret]");
    let told = said(&play.done(&refusal()));
    assert!(
        told.contains("❌ That cannot be the value of WEBHOOKS: at line 1, column "),
        "{told}"
    );
    assert!(
        !told.contains("s3cret") && !told.contains("column 0"),
        "{told}"
    );
    play.says(r#"{"https://example.org": ["soon"]}"#);
    let told = said(&play.done(&refusal()));
    assert!(
        told.contains("no event “soon”; events are dialog_created, "),
        "{told}"
    );
}

#[test]
fn the_secret_of_webhooks_is_shown_for_five_minutes() {
    let (mut play, _) = shown(Language::En, "WEBHOOKS", &[("WEBHOOKS", HOOKS)]);
    for is_new in [false, true] {
        play.press(|act| matches!(act, Act::Signing(_)));
        play.press(|act| matches!(act, Act::Secret(_, new) if *new == is_new));
        assert_eq!(play.wish(), Some(&Wish::WebhookSecret(id("a"), is_new)));
        let secret = Hidden("whsec_abc".to_owned());
        let told = play.done(&Done::Token(Some(secret)));
        let told = said(&told);
        assert!(told.contains("whsec_abc"), "{told}");
        assert_eq!(
            told.contains("signed with the old one, too"),
            is_new,
            "{told}"
        );
        let kept = serde_json::to_string(&play.person).unwrap();
        assert!(!kept.contains("whsec_abc"), "{kept}");
        let fades = play.person.cards.iter().find_map(|card| card.fades_after);
        assert_eq!(fades, Some(std::time::Duration::from_secs(300)));
        play.press(|act| matches!(act, Act::Parameter(..)));
    }
    // It was not there: whoever asked is told.
    play.press(|act| matches!(act, Act::Signing(_)));
    play.press(|act| matches!(act, Act::Secret(_, false)));
    let told = said(&play.done(&Done::Refused(Refusal::Unavailable)));
    assert!(told.contains("cannot do that at the moment"), "{told}");
}
