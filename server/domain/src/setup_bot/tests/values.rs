//! Parameters as they are shown, and why a value is refused.

use super::*;

/// Somebody who speaks this language looks at this parameter.
pub(super) fn shown(language: Language, name: &str, set: &[(&str, &str)]) -> (Play, String) {
    let mut play = Play::new();
    play.person.language = language;
    let mut row = connection("a");
    for (name, value) in set {
        row.parameters
            .insert((*name).to_owned(), (*value).to_owned());
    }
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Parameters(..)));
    let page = Name::ALL
        .iter()
        .position(|one| one.as_str() == name)
        .unwrap()
        / 8;
    for turn in 1..=page {
        play.press(|act| matches!(act, Act::Parameters(_, to) if *to == turn));
    }
    let told = said(&play.press(|act| matches!(act, Act::Parameter(_, of) if of == name)));
    (play, told)
}

fn labels(actions: &[Action]) -> Vec<String> {
    let mut labels = Vec::new();
    for action in actions {
        if let Action::Send { buttons, .. } | Action::Rewrite { buttons, .. } = action {
            labels.extend(buttons.iter().flatten().map(|button| button.text.clone()));
        }
    }
    labels
}

pub(super) fn refusal() -> Done {
    Done::Refused(Refusal::Malformed)
}

#[test]
fn a_value_is_refused_in_the_persons_language_and_another_one_awaited() {
    for (language, words) in [
        (
            Language::En,
            "“soon”: that is not a whole number. Allowed: whole hours",
        ),
        (
            Language::De,
            "„soon“ geht bei AUTOCLOSE nicht: Das ist keine ganze Zahl",
        ),
        (
            Language::Ru,
            "«soon» для AUTOCLOSE не подходит: это не целое число",
        ),
        (
            Language::Es,
            "AUTOCLOSE no puede ser «soon»: no es un número entero",
        ),
    ] {
        let (mut play, _) = shown(language, "AUTOCLOSE", &[]);
        play.press(|act| matches!(act, Act::Type(..)));
        play.says("soon");
        let told = said(&play.done(&refusal()));
        assert!(told.contains(words), "{told}");
        assert!(
            told.contains(" 24, ") || told.contains(" 24 "),
            "an example: {told}"
        );
        play.says("24");
        assert!(matches!(play.wish(), Some(Wish::Set { value, .. }) if value == "24"));
    }
}

#[test]
fn what_is_refused_for_another_reason_is_said_too() {
    let (mut play, _) = shown(Language::De, "AUTOCLOSE", &[]);
    play.press(|act| matches!(act, Act::Type(..)));
    play.says("24");
    let told = said(&play.done(&refusal()));
    assert!(told.contains("nimmt der Server das nicht an"), "{told}");
}

#[test]
fn a_token_is_no_value() {
    let (mut play, _) = shown(Language::En, "WELCOME", &[]);
    play.press(|act| matches!(act, Act::Type(..)));
    let told = play.says(&format!("Hello, {TOKEN}"));
    assert!(deletes(&told));
    assert!(
        matches!(play.wish(), Some(Wish::Create { .. })),
        "customers would read it: {:?}",
        play.wish()
    );
    let (mut play, _) = shown(Language::En, "WEBHOOKS", &[]);
    play.press(|act| matches!(act, Act::Type(..)));
    play.says(&format!(r#"{{"https://example.org/bot{TOKEN}/x": ["*"]}}"#));
    assert!(matches!(play.wish(), Some(Wish::Set { .. })));
}

#[test]
fn the_texts_that_customers_get_by_default_are_shown() {
    let (_, told) = shown(Language::De, "WELCOME", &[]);
    assert!(told.contains("Jetzt: DEFAULT = Hello {title}!"), "{told}");
    assert!(
        told.contains("Voreinstellung: DEFAULT = Hello {title}!"),
        "{told}"
    );
    let (_, told) = shown(Language::En, "AWAY", &[("AWAY", "Later.")]);
    assert!(
        told.contains("Now: Later.\nBy default: DEFAULT = "),
        "{told}"
    );
}

#[test]
fn what_each_word_hides_is_told() {
    let (_, told) = shown(Language::En, "HIDE_INFO", &[]);
    for word in [
        "name", "title", "link", "command", "contact", "mention", "forward",
    ] {
        assert!(told.contains(&format!("• {word}: ")), "{told}");
    }
}

#[test]
fn what_nobody_changed_has_no_dot() {
    let pages = |set: &[(&str, &str)], language| {
        let (mut play, _) = shown(language, "LANGUAGE", set);
        labels(&play.press(|act| matches!(act, Act::Parameters(..))))
    };
    // A new connection speaks as its administrator does.
    let of_new = pages(&[("LANGUAGE", "de")], Language::De);
    assert!(of_new.contains(&"LANGUAGE".to_owned()), "{of_new:?}");
    let of_changed = pages(&[("LANGUAGE", "es")], Language::De);
    assert!(
        of_changed.contains(&"• LANGUAGE".to_owned()),
        "{of_changed:?}"
    );
    let of_same = pages(&[("ICON_COLOR", "blue")], Language::En);
    assert!(of_same.contains(&"ICON_COLOR".to_owned()), "{of_same:?}");
}

#[test]
fn what_it_has_by_default_is_not_set_by_being_given_once_more() {
    let row = connection("a");
    let with = |row: &Connection, value: &str| {
        let by = "user:5".to_owned();
        row.with_parameter(Name::Autoclose, value, by, now(), 1)
            .unwrap()
    };
    assert!(with(&row, "48").is_none());
    let (row, change) = with(&row, "24").unwrap();
    assert_eq!((change.old.as_str(), change.new.as_str()), ("48", "24"));
    assert!(with(&row, "24").is_none());
    let (_, change) = with(&row, "48").unwrap();
    assert_eq!((change.old.as_str(), change.new.as_str()), ("24", "48"));
}

#[test]
fn whoever_has_never_been_here_is_shown_the_way_to_their_language() {
    let mut play = Play::new();
    let shown = labels(&play.says("/start"));
    assert!(
        shown.contains(&"🌐 Deutsch · Русский · Español".to_owned()),
        "{shown:?}"
    );
    play.press(|act| *act == Act::Languages);
    let told = said(&play.press(|act| *act == Act::Speak(Language::De)));
    assert!(
        told.contains("Ab jetzt spreche ich Deutsch mit Ihnen.\n\n👋"),
        "{told}"
    );
    // And it leads on.
    play.press(|act| *act == Act::New);
}

#[test]
fn what_is_cancelled_leads_back_to_the_connections() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    for is_pressed in [true, false] {
        play.says("/start");
        play.press(|act| *act == Act::New);
        let told = if is_pressed {
            play.press(|act| *act == Act::Cancel)
        } else {
            play.says("/cancel")
        };
        let told = said(&told);
        assert!(
            told.contains("All right, cancelled.\n\nYou have one"),
            "{told}"
        );
        assert_eq!(play.person.step, Step::Idle);
        play.press(|act| matches!(act, Act::Card(_)));
    }
    let told = said(&play.says("/cancel"));
    assert!(
        told.contains("There is nothing to cancel.\n\nYou have"),
        "{told}"
    );
}

#[test]
fn what_was_made_is_kept_when_the_rest_is_cancelled_and_a_value_leads_back_to_its_parameter() {
    let mut play = Play::new();
    play.says(TOKEN);
    play.connections.push(connection("a"));
    play.done(&Done::Created(id("a")));
    assert!(matches!(play.person.step, Step::AwaitGroup { .. }));
    let told = said(&play.says("/cancel"));
    assert!(
        told.contains("@shop_bot is kept and waits for its group"),
        "{told}"
    );
    play.press(|act| matches!(act, Act::Card(_)));
    let (mut play, _) = shown(Language::En, "TEAM", &[]);
    play.press(|act| matches!(act, Act::Type(..)));
    play.says("olga");
    let told = said(&play.done(&refusal()));
    assert!(told.contains("an id is a number such as"), "{told}");
    let back = |act: &Act| matches!(act, Act::Parameter(..));
    play.data(back);
    let told = said(&play.says("/cancel"));
    assert!(told.contains("All right, cancelled.\n\nTEAM\n"), "{told}");
}

#[test]
fn a_stopped_card_says_how_long_telegram_keeps_what_is_written() {
    let mut play = Play::new();
    let mut row = connection("a");
    row.is_stopped = true;
    play.connections.push(row);
    play.says("/start");
    let told = said(&play.press(|act| matches!(act, Act::Card(_))));
    assert!(told.contains("for one day only"), "{told}");
    play.press(|act| matches!(act, Act::Stop(_, false)));
    play.connections[0].is_stopped = false;
    let told = said(&play.done(&Done::Done));
    assert!(told.contains("It runs again."), "{told}");
    assert!(!told.contains("one day"), "{told}");
    // An account's messages stay where they are.
    play.connections[0].is_stopped = true;
    play.connections[0].frontend = IdentityId::account(11);
    play.says("/start");
    let told = said(&play.press(|act| matches!(act, Act::Card(_))));
    assert!(told.contains("stays in Telegram"), "{told}");
}
