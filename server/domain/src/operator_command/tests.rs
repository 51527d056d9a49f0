use proptest::prelude::*;

use super::*;
use crate::dialog::State;

const OWN: &[&str] = &["Shop_Bot", "other_own_bot"];

fn command(text: &str) -> Command {
    let parsed = parse(text, OWN);
    let Parsed::Command(invocation) = parsed else {
        panic!("{text:?} is {parsed:?}")
    };
    invocation.command
}

fn invocation(text: &str) -> (Option<String>, Option<String>) {
    let parsed = parse(text, OWN);
    let Parsed::Command(invocation) = parsed else {
        panic!("{text:?} is {parsed:?}")
    };
    (invocation.bot, invocation.connection)
}

#[test]
fn commands_of_this_version() {
    for (text, expected) in [
        ("/hold", Command::Hold),
        ("/wait", Command::Wait),
        ("/close", Command::Close),
        ("/open", Command::Open),
        ("/info", Command::Info),
        ("/help", Command::Help),
        ("/ban", Command::Ban),
        ("/UNBAN@shop_bot x", Command::Unban),
        ("/again", Command::Again),
        ("/arrived", Command::Arrived),
        ("/queue", Command::Queue),
        ("/CLOSE", Command::Close),
        ("/close@shop_bot", Command::Close),
        ("/Close@SHOP_BOT now", Command::Close),
        ("/close\nthanks", Command::Close),
        ("/close\u{A0}x", Command::Close),
        (" \n/close", Command::Close),
        ("\u{200B}/close", Command::Close),
        ("／close", Command::Close),
        ("/del", Command::Del),
        ("/Say hello", Command::Later { name: "say" }),
    ] {
        assert_eq!(command(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_command() {
    let unknown = |word: &str| Parsed::Unknown {
        word: word.to_owned(),
    };
    for (text, expected) in [
        ("/ note", Parsed::Comment),
        ("/", Parsed::Comment),
        ("/\nnote", Parsed::Comment),
        ("/\tnote", Parsed::Comment),
        ("\u{200B}/ note", Parsed::Comment),
        ("/clsoe", unknown("/clsoe")),
        ("/clsoe@shop_bot now", unknown("/clsoe@shop_bot")),
        ("//", unknown("//")),
        ("// note", unknown("//")),
        ("/usr/bin/env", unknown("/usr/bin/env")),
        ("/закрыть сейчас", unknown("/закрыть")),
        ("/close!", unknown("/close!")),
        ("/close@", unknown("/close@")),
        ("/1", unknown("/1")),
        ("/\u{200B} x", unknown("/")),
        ("/cl\u{200B}ose", unknown("/close")),
        ("/close@some_bot", Parsed::Foreign),
        ("/whatever@some_bot", Parsed::Foreign),
        ("close", Parsed::Text),
        ("1/2", Parsed::Text),
        (":/", Parsed::Text),
        ("a /close", Parsed::Text),
        ("", Parsed::Text),
        ("⁄close", Parsed::Text), // a fraction's stroke
    ] {
        assert_eq!(parse(text, OWN), expected, "{text:?}");
    }
    assert_eq!(parse("/close@shop_bot", &[]), Parsed::Foreign);
}

#[test]
fn addressing() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(invocation("/queue"), (None, None));
    assert_eq!(invocation("/queue@shop_bot"), (some("Shop_Bot"), None));
    assert_eq!(invocation("/queue i Shop-1"), (None, some("Shop-1")));
    assert_eq!(
        invocation("/queue@other_own_bot i shop new"),
        (some("other_own_bot"), some("shop"))
    );
    assert_eq!(invocation("/queue new i shop"), (None, some("shop")));
    assert_eq!(invocation("/queue i"), (None, None));
    assert_eq!(invocation("/queue i 7up"), (None, None));
    assert_eq!(invocation("/queue I shop"), (None, None));
    // Only what is used in General takes it.
    assert_eq!(invocation("/note i think so"), (None, None));
    assert_eq!(invocation("/close i shop"), (None, None));
}

#[test]
fn the_table_is_complete_and_parsed() {
    for entry in TABLE {
        let command = command(&format!("/{}", entry.name));
        let is_later = matches!(command, Command::Later { .. });
        let is_unasked = matches!(command, Command::Unasked { .. });
        let stage = match (is_later, is_unasked) {
            (true, _) => Stage::Later,
            (_, true) => Stage::Unasked,
            (false, false) => Stage::Due,
        };
        assert_eq!(stage, entry.stage, "/{}", entry.name);
    }
    let mut names: Vec<_> = TABLE.iter().map(|entry| entry.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TABLE.len(), "a name is there twice");
}

#[test]
fn what_follows_a_command_of_the_team() {
    let set = |name: &str, value: &str| {
        Command::Set(FieldAsk::Set {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    };
    let add = |text: &str| Command::Note(NoteAsk::Add(text.to_owned()));
    for (text, expected) in [
        ("/assign", Command::Assign(Assign::Unsaid)),
        ("/assign ME", Command::Assign(Assign::Sender)),
        ("/assign off", Command::Assign(Assign::Nobody)),
        (
            "/assign @Olga_1",
            Command::Assign(Assign::Username("Olga_1".to_owned())),
        ),
        (
            "/assign Olga",
            Command::Assign(Assign::Words("Olga".to_owned())),
        ),
        (
            "/assign @ölga",
            Command::Assign(Assign::Words("@ölga".to_owned())),
        ),
        (
            "/assign me please",
            Command::Assign(Assign::Words("me please".to_owned())),
        ),
        ("/note", Command::Note(NoteAsk::Show)),
        ("/note  \n", Command::Note(NoteAsk::Show)),
        ("/note i think so", add("i think so")),
        ("/note\ntwo\n lines ", add("two\n lines")),
        ("/note@shop_bot text", add("text")),
        ("/note del", Command::Note(NoteAsk::Delete(None))),
        ("/note DEL 3", Command::Note(NoteAsk::Delete(Some(3)))),
        ("/note del #3", Command::Note(NoteAsk::Delete(Some(3)))),
        ("/note del 3 now", add("del 3 now")),
        ("/note del -3", add("del -3")),
        ("/note delivered", add("delivered")),
        ("/set", Command::Set(FieldAsk::Show)),
        ("/set city", set("city", "")),
        ("/set City  New  York\n", set("City", "New  York")),
        ("/set i shop", set("i", "shop")),
    ] {
        assert_eq!(command(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_listed() {
    let list = |filter, page| Command::List(ListAsk { filter, page });
    let unknown = |word: &str| Filter::Unknown(word.to_owned());
    for (text, expected) in [
        ("/list", list(Filter::Open, 1)),
        ("/list 3", list(Filter::Open, 3)),
        ("/list i shop 3", list(Filter::Open, 3)),
        ("/list 3 i shop", list(Filter::Open, 3)),
        ("/list HOLD", list(Filter::State(State::UserAnswered), 1)),
        ("/list 🟨 2", list(Filter::State(State::SupportAnswered), 2)),
        ("/list me", list(Filter::Sender, 1)),
        ("/list banned 2", list(Filter::Banned, 2)),
        ("/list vip", list(unknown("vip"), 1)),
        ("/list 0", list(unknown("0"), 1)),
        ("/list 100", list(unknown("100"), 1)),
        ("/list me too", list(unknown("me"), 1)),
    ] {
        assert_eq!(command(text), expected, "{text:?}");
    }
    for filter in ["hold", "wait", "me", "banned"] {
        let Command::List(ask) = command(&format!("/list {filter}")) else {
            panic!("{filter}")
        };
        assert_eq!(ask.filter.word(), filter);
    }
}

#[test]
fn places() {
    assert!(Place::Both.includes(Place::Dialog) && Place::Both.includes(Place::General));
    assert!(Place::Dialog.includes(Place::Dialog) && !Place::Dialog.includes(Place::General));
    assert!(Place::General.includes(Place::General) && !Place::General.includes(Place::Dialog));
}

proptest! {
    #[test]
    fn nothing_with_a_slash_in_front_is_text(lead in "[ \n\u{200B}\u{FEFF}\u{202E}]{0,4}", rest in any::<String>()) {
        prop_assert_ne!(parse(&format!("{lead}/{rest}"), OWN), Parsed::Text);
    }

    #[test]
    fn text_is_what_begins_with_something_else(text in "[^/／\\s\\p{C}\\p{M}\u{3164}\u{115F}\u{1160}\u{FFA0}\u{FFFC}\u{17B4}\u{17B5}].*") {
        prop_assert_eq!(parse(&text, OWN), Parsed::Text);
    }

    #[test]
    fn unknown_words_are_short(rest in any::<String>()) {
        if let Parsed::Unknown { word } = parse(&format!("/{rest}"), OWN) {
            prop_assert!(word.chars().count() <= 65 && !word.contains(char::is_whitespace));
        }
    }
}
