//! Past values of a parameter.

use super::*;
use crate::connection::ParameterChange;

fn change(sequence: u64, old: &str, new: &str, by: &str) -> ParameterChange {
    ParameterChange {
        connection: id("a"),
        sequence,
        name: "AUTOCLOSE".to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
        by: by.to_owned(),
        at: now(),
    }
}

/// Olga looks at AUTOCLOSE, which is 12.
fn play() -> Play {
    let mut play = Play::new();
    let mut row = connection("a");
    row.parameters
        .insert("AUTOCLOSE".to_owned(), "12".to_owned());
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Parameters(..)));
    play.press(|act| matches!(act, Act::Parameters(_, 1)));
    play.press(|act| matches!(act, Act::Parameter(_, name) if name == "AUTOCLOSE"));
    play
}

#[test]
fn past_values_are_shown_and_set_again() {
    let mut play = play();
    let (message, data) = play.data(|act| matches!(act, Act::History(..)));
    let news = News::Pressed {
        query: "q",
        message: Some(message),
        data: &data,
    };
    let asked = wanted(&play.person, &news, now());
    assert_eq!(
        asked,
        Some(Wanted::Changes(id("a"), Name::Autoclose, 5)),
        "that is read first"
    );
    play.facts.changes = vec![
        change(9, "24", "12", "user:5"),
        change(8, "12", "24", "token:t1"),
        change(7, "24", "12", "user:77"),
        change(6, "48", "24", "file"),
    ];
    let shown = said(&play.press(|act| matches!(act, Act::History(..))));
    for line in [
        "you: 24 → 12",
        "the token t1: 12 → 24",
        "the person 77: 24 → 12",
        "file: 48 → 24",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
    // Each value once, and not the one that it has.
    let card = play.person.cards.last().unwrap();
    let mut offered: Vec<&Act> = card.buttons.values().collect();
    offered.retain(|act| matches!(act, Act::SetBack(..)));
    assert_eq!(offered.len(), 2, "{offered:?}");
    play.press(|act| matches!(act, Act::SetBack(_, _, 6)));
    assert_eq!(
        play.wish(),
        Some(&Wish::Set {
            connection: id("a"),
            name: "AUTOCLOSE".to_owned(),
            value: "48".to_owned(),
        })
    );
}

#[test]
fn a_change_that_is_out_of_sight_sets_nothing() {
    let mut play = play();
    play.facts.changes = vec![change(6, "48", "12", "file")];
    play.press(|act| matches!(act, Act::History(..)));
    play.facts.changes = vec![change(9, "1", "12", "file")];
    let shown = said(&play.press(|act| matches!(act, Act::SetBack(..))));
    assert!(shown.contains("file: 1 → 12"), "what there is now: {shown}");
    assert!(play.wish().is_none());
    // And what was never changed says so.
    play.facts.changes.clear();
    let shown = said(&play.press(|act| matches!(act, Act::SetBack(..))));
    assert!(shown.contains("has never been changed"), "{shown}");
}
