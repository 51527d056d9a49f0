//! A bot that sees little of customers' groups.

use super::*;

const HINT: &str = "/setprivacy";

fn play(has_privacy_mode: bool, monitors: bool) -> Play {
    let mut play = Play::new();
    let mut row = connection("a");
    row.has_privacy_mode = has_privacy_mode;
    row.group = Group::Known(ChatId(-1_001_234_567_890));
    if monitors {
        let name = Name::MonitorGroups.to_string();
        row.parameters.insert(name, "TRUE".to_owned());
    }
    play.connections.push(row);
    play.says("/start");
    play
}

#[test]
fn who_monitors_groups_through_a_bot_in_privacy_mode_is_told_what_to_do() {
    for (has_privacy_mode, monitors) in [(true, true), (true, false), (false, true)] {
        let is_told = has_privacy_mode && monitors;
        let mut play = play(has_privacy_mode, monitors);
        let card = said(&play.press(|act| matches!(act, Act::Card(_))));
        assert_eq!(card.contains(HINT), is_told, "{card}");
        let checked = said(&play.press(|act| matches!(act, Act::Check(_))));
        assert_eq!(checked.contains(HINT), is_told, "{checked}");
        play.done(&Done::Done);
        play.press(|act| matches!(act, Act::Parameters(..)));
        let is_it = |act: &Act| matches!(act, Act::Parameter(_, name) if name == "MONITOR_GROUPS");
        let shown = said(&play.press(is_it));
        assert_eq!(shown.contains(HINT), is_told, "{shown}");
    }
}

#[test]
fn it_is_told_when_groups_are_switched_on() {
    let mut play = play(true, false);
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Parameters(..)));
    play.press(|act| matches!(act, Act::Parameter(_, name) if name == "MONITOR_GROUPS"));
    play.press(|act| matches!(act, Act::Set(_, _, value) if value == "TRUE"));
    let name = Name::MonitorGroups.to_string();
    play.connections[0]
        .parameters
        .insert(name, "TRUE".to_owned());
    assert!(said(&play.done(&Done::Done)).contains(HINT));
}
