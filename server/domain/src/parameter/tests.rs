use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::catalogue::Language;
use crate::dialog::Kind;
use crate::time::Timestamp;

fn set(name: &str, text: &str) -> Parameters {
    let set = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    Parameters::from_set(&set).unwrap_or_else(|error| panic!("{error}"))
}

fn canonical(name: &str, text: &str) -> String {
    check(Name::parse(name).unwrap(), text).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(name: &str, text: &str) -> String {
    match check(Name::parse(name).unwrap(), text) {
        Err(error) => error.to_string(),
        Ok(value) => panic!("{name} took `{text}` as `{value}`"),
    }
}

#[test]
fn defaults_agree_with_their_texts() {
    for name in Name::ALL {
        let mut parameters = Parameters::default();
        let text = parameters.set(*name, name.default_text()).unwrap();
        assert_eq!(parameters, Parameters::default(), "{name}");
        assert_eq!(text, name.default_text(), "{name}");
        assert_eq!(
            canonical(name.as_str(), " default "),
            name.default_text(),
            "{name}"
        );
    }
    assert_eq!(
        Parameters::from_set(&BTreeMap::new()),
        Ok(Parameters::default())
    );
}

#[test]
fn examples_are_taken_and_change_something() {
    for name in Name::ALL {
        let mut parameters = Parameters::default();
        parameters.set(*name, name.example()).unwrap();
        let is_default = parameters == Parameters::default();
        let may_be = matches!(name, Name::MonitorPrivate | Name::RateBackend);
        assert_eq!(is_default, may_be, "{name}={}", name.example());
    }
}

#[test]
fn all_names_are_documented() {
    assert_eq!(Name::ALL.len(), 36);
    for name in Name::ALL {
        assert_eq!(Name::parse(&name.as_str().to_lowercase()), Ok(*name));
        assert!(!name.description().is_empty() && !name.allowed().is_empty());
    }
    let effective = Name::ALL.iter().filter(|name| name.is_effective()).count();
    assert_eq!(effective, Name::ALL.len(), "all of them act");
}

#[test]
fn unknown_names_suggest_one() {
    for (given, suggestion) in [
        ("AUTOCLOS", Some(Name::Autoclose)),
        ("auto_close", Some(Name::Autoclose)),
        ("monitor-group", Some(Name::MonitorGroups)),
        ("KEYWORDS_BACKEND", Some(Name::RestrictedKeywordsBackend)),
        ("receipts", Some(Name::ShowReceipts)),
        ("KEYWORDS", None),
        ("xyzzy", None),
        ("", None),
    ] {
        assert_eq!(
            Name::parse(given).unwrap_err().suggestion,
            suggestion,
            "{given}"
        );
    }
    insta::assert_snapshot!(Name::parse("auto_close").unwrap_err().to_string());
    let unknown = BTreeMap::from([("nonsense".to_owned(), "1".to_owned())]);
    assert!(
        Parameters::from_set(&unknown)
            .unwrap_err()
            .to_string()
            .contains("`nonsense`")
    );
}

#[test]
fn values_are_read_and_written() {
    for (name, given, expected) in [
        ("MONITOR_GROUPS", " true ", "TRUE"),
        (
            "PRIVATE_KEYWORDS",
            r#""a",["b","~c"]"#,
            r#""a", ["b","~c"]"#,
        ),
        ("PRIVATE_KEYWORDS", "none", "OFF"),
        (
            "RESTRICTED_KEYWORDS_BACKEND",
            r#""a, \"b\"","c\\d""#,
            r#""a, \"b\"", "c\\d""#,
        ),
        ("RESTRICTED_KEYWORDS_BACKEND", "off", "OFF"),
        ("AUTOCLOSE", "048", "48"),
        ("AUTOCLOSE", "Off", "OFF"),
        ("REOPEN", "channel,PRIVATE", "private, channel"),
        ("REOPEN", "all", "private, group, channel"),
        ("REOPEN", "OFF", "OFF"),
        ("TEAM", "5, 3,5", "3, 5"),
        (
            "IGNORE_CHATS",
            "777000,-1001234567890",
            "-1001234567890, 777000",
        ),
        ("IGNORE_CHATS", "OFF", "OFF"),
        ("EXTENSIONS_ALLOWED", ".", "."),
        ("EXTENSIONS_ALLOWED", "7", "7"),
        ("ICON_COLOR", "7322096", "blue"),
        ("ICON_COLOR", "#FFD67E", "yellow"),
        ("ICON_COLOR", "0xcb86db", "violet"),
        ("ICON_COLOR", "Rose", "rose"),
        ("TOPIC_TITLE", " {title} ({status}) ", "{title} ({status})"),
        ("LANGUAGE", "DE", "de"),
        ("HIDE_INFO", "forward, name", "name, forward"),
        ("DELETES", "to_team", "to_team"),
        ("REMIND_AFTER", "30", "30"),
        ("RATE_BACKEND", "40", "40"),
        ("RATE_BACKEND", "40/60", "40"),
        ("RATE_BACKEND", "5 / 10", "5/10"),
        ("ARCHIVE", "full", "FULL"),
        ("KEEP_FOR_EDITS", "0", "0"),
        ("KEEP_FOR_EDITS", "off", "0"),
        ("WELCOME", " **Hi** {title} ", "**Hi** {title}"),
        ("WELCOME", "default", "DEFAULT"),
        ("AWAY", "off", "OFF"),
        (
            "WORKING_HOURS",
            "mon-fri 9:00-18:00,  sat 10:00-14:00   europe/berlin",
            "Mon-Fri 09:00-18:00, Sat 10:00-14:00 Europe/Berlin",
        ),
        (
            "WORKING_HOURS",
            "Fri-Mon 22:00-06:00 12:00-00:00 UTC",
            "Fri-Mon 22:00-06:00 12:00-24:00 UTC",
        ),
        (
            "WEBHOOKS",
            r#"{ "https://b.example/x":["message_sent","/order"], "http://a.example":["*"] }"#,
            r#"{"http://a.example":["*"],"https://b.example/x":["/order","message_sent"]}"#,
        ),
        ("WEBHOOKS", "{}", "OFF"),
    ] {
        let value = canonical(name, given);
        assert_eq!(value, expected, "{name}={given}");
        assert_eq!(
            canonical(name, &value),
            value,
            "{name}: canonical text of its own"
        );
        assert_eq!(
            set(name, given),
            set(name, &value),
            "{name}: means the same"
        );
    }
}

#[test]
fn typed_values() {
    assert_eq!(
        set("autoclose", "24").autoclose,
        Some(Duration::from_secs(86_400))
    );
    assert_eq!(set("autoclose", "OFF").autoclose, None);
    assert_eq!(
        set("remind_after", "5").remind_after,
        Some(Duration::from_secs(300))
    );
    let rate = set("rate_backend", "5/10").rate_backend;
    assert_eq!(
        rate,
        Rate {
            units: 5,
            per: Duration::from_secs(10)
        }
    );
    assert_eq!(set("icon_color", "red").icon_color.rgb(), 16_478_047);
    assert_eq!(set("language", "ru").language, Language::Ru);
    let reopen = set("reopen", "group").reopen;
    assert!(reopen.contains(Kind::Group) && !reopen.contains(Kind::Private));
    assert_eq!(
        set("extensions_allowed", ".").extensions_allowed,
        Extensions::Users([].into())
    );
    assert!(set("white_list", "OFF").white_list.is_empty());
    let ignored = set("ignore_chats", "5,-7").ignore_chats;
    assert_eq!(ids_text(&ignored), "-7, 5");
    assert_eq!(ids_text(&[].into()), "OFF");
    let Welcome::Text(template) = set("welcome", "Hi **{title}**").welcome else {
        panic!()
    };
    assert_eq!(template.fill("Ann").text, "Hi Ann");
    let deletes = set("deletes", "to_team").deletes;
    assert!(deletes.contains(Direction::ToTeam) && !deletes.contains(Direction::ToCustomer));
}

#[test]
fn refusals() {
    let cases = [
        ("MONITOR_GROUPS", "yes"),
        ("AUTOCLOSE", "0"),
        ("AUTOCLOSE", "-5"),
        ("AUTOCLOSE", "8761"),
        ("AUTOCLOSE", "99999999999999999999"),
        ("AUTOCLOSE", "two days"),
        ("AUTOCLOSE", ""),
        ("PRIVATE_KEYWORDS", "invoice"),
        ("GROUPS_KEYWORDS", "[\"a\""),
        ("RESTRICTED_KEYWORDS_BACKEND", "\"a"),
        ("REOPEN", "private, everyone"),
        ("REOPEN", "private,"),
        ("TEAM", "-5"),
        ("IGNORE_CHATS", "0"),
        ("IGNORE_CHATS", "4503599627370496"),
        ("IGNORE_CHATS", "1,,2"),
        ("EXTENSIONS_ALLOWED", "OFF"),
        ("ICON_COLOR", "pink"),
        ("ICON_COLOR", "123"),
        ("TOPIC_TITLE", "{status} {name}"),
        ("LANGUAGE", "fr"),
        ("RATE_BACKEND", "0"),
        ("RATE_BACKEND", "20/0"),
        ("RATE_BACKEND", "100001"),
        ("ARCHIVE", "none"),
        ("KEEP_FOR_EDITS", "1.5"),
        ("WELCOME", "Hello {name}"),
        ("WELCOME", "**Hello"),
        ("WORKING_HOURS", "Mon-Fri 09:00-18:00"),
        ("WORKING_HOURS", "Mon-Fri 09:00-18:00 Atlantis"),
        ("WORKING_HOURS", "Mo-Fr 09:00-18:00 UTC"),
        ("WORKING_HOURS", "Mon 24:00-25:00 UTC"),
        ("WORKING_HOURS", "Mon UTC"),
        ("WEBHOOKS", "https://a.example"),
        ("WEBHOOKS", r#"{"https://a.example":["no_such_event"]}"#),
        ("WEBHOOKS", r#"{"ftp://a.example":["*"]}"#),
        ("WEBHOOKS", r#"{"https://user:secret@a.example":["*"]}"#),
    ];
    let texts: Vec<_> = cases
        .iter()
        .map(|(name, text)| refused(name, text))
        .collect();
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn what_was_given_is_repeated_short_and_on_one_line() {
    let error = refused("AUTOCLOSE", &format!("a\nb{}", "x".repeat(500)));
    assert!(
        error.contains("`a bxxx") && error.contains("…`") && error.len() < 300,
        "{error}"
    );
}

#[test]
fn urls_of_webhooks_are_never_repeated() {
    for text in [
        r#""https://a.example/secret""#,
        r#"{"https://a.example/secret":["x"]}"#,
        "secret",
    ] {
        let error = refused("WEBHOOKS", text);
        assert!(!error.contains("secret"), "{error}");
    }
    let parameters = set("WEBHOOKS", r#"{"https://a.example/secret":["*"]}"#);
    assert!(!format!("{parameters:?}").contains("secret"));
}

#[test]
fn nothing_is_set_by_a_refused_value() {
    let mut parameters = Parameters::default();
    for name in Name::ALL {
        assert!(parameters.set(*name, "").is_err(), "{name}");
    }
    assert!(parameters.set(Name::Team, "1,x").is_err());
    assert!(parameters.set(Name::KeepForEdits, "x").is_err());
    assert_eq!(parameters, Parameters::default());
}

#[test]
fn working_hours_follow_the_clock_of_the_place() {
    let hours = set(
        "WORKING_HOURS",
        "Mon-Fri 09:00-12:00 13:00-18:00, Sat 22:00-02:00 Europe/Berlin",
    );
    let hours = hours.working_hours.unwrap();
    let at = |text: &str| {
        let moment: jiff::Timestamp = text.parse().unwrap();
        hours.is_open(Timestamp(moment.as_millisecond()))
    };
    // Berlin is an hour ahead of UTC in winter, two in summer.
    for (moment, is_open) in [
        ("2026-01-05T07:59:00Z", false), // Monday 08:59
        ("2026-01-05T08:00:00Z", true),
        ("2026-01-05T11:00:00Z", false), // 12:00
        ("2026-01-05T12:00:00Z", true),
        ("2026-01-05T16:59:59Z", true),
        ("2026-01-05T17:00:00Z", false),
        ("2026-07-06T07:00:00Z", true), // Monday in summer, 09:00
        ("2026-07-06T06:59:00Z", false),
        ("2026-01-10T20:59:00Z", false), // Saturday 21:59
        ("2026-01-10T21:00:00Z", true),
        ("2026-01-11T00:59:00Z", true), // Sunday 01:59
        ("2026-01-11T01:00:00Z", false),
        ("2026-01-11T12:00:00Z", false),
    ] {
        assert_eq!(at(moment), is_open, "{moment}");
    }
    let weekend = set("WORKING_HOURS", "Fri-Mon 00:00-24:00 UTC")
        .working_hours
        .unwrap();
    let open: Vec<bool> = (0..7)
        .map(|day| weekend.is_open(Timestamp(1_767_571_200_000 + day * 86_400_000))) // from a Monday
        .collect();
    assert_eq!(open, [true, false, false, false, true, true, true]);
    assert!(!weekend.is_open(Timestamp(i64::MAX)));
}

fn berlin(text: &str) -> Timestamp {
    let moment: jiff::Zoned = format!("{text}[Europe/Berlin]").parse().unwrap();
    Timestamp(moment.timestamp().as_millisecond())
}

#[test]
fn an_absence_lasts_until_hours_begin_again() {
    let hours = set(
        "WORKING_HOURS",
        "Mon-Fri 09:00-12:00 13:00-18:00, Sat 22:00-02:00 Europe/Berlin",
    );
    let hours = hours.working_hours.unwrap();
    for (earlier, later, is_same) in [
        ("2026-01-05T12:05", "2026-01-05T12:59", true), // lunch
        ("2026-01-05T12:05", "2026-01-05T18:00", false),
        ("2026-01-05T18:00", "2026-01-06T08:59", true),
        ("2026-01-05T18:00", "2026-01-06T12:30", false),
        ("2026-01-09T19:00", "2026-01-10T21:59", true), // Friday to Saturday night
        ("2026-01-09T19:00", "2026-01-11T02:00", false),
        ("2026-01-11T02:00", "2026-01-12T08:59", true),
        // Years later all has been open once.
        ("2020-01-09T19:00", "2026-01-10T21:59", false),
    ] {
        let same = hours.is_same_absence(berlin(earlier), berlin(later));
        assert_eq!(same, is_same, "{earlier} {later}");
    }
}

/// The team is back at nine by its clock, also in the week in which that is put forward
/// or back, and at night when the hour that ends the work is left out or there twice.
#[test]
fn an_absence_follows_summer_time() {
    let hours = |text: &str| set("WORKING_HOURS", text).working_hours.unwrap();
    let days = hours("Mon-Sun 09:00-18:00 Europe/Berlin");
    // Put forward on 2026-03-29, put back on 2026-10-25.
    for day in ["03-28", "03-29", "10-24", "10-25"] {
        let next = ["03-29", "03-30", "10-25", "10-26"];
        let next = next.into_iter().find(|next| *next > day).unwrap();
        let evening = berlin(&format!("2026-{day}T18:00"));
        let before = berlin(&format!("2026-{next}T08:59"));
        let after = berlin(&format!("2026-{next}T18:01"));
        assert!(days.is_same_absence(evening, before), "{day}");
        assert!(!days.is_same_absence(evening, after), "{day}");
        assert!(!days.is_open(before) && days.is_open(Timestamp(before.0 + 60_000)));
    }
    // 02:30 is left out in March: the work ends with the jump to three o'clock.
    let nights = hours("Mon-Sun 22:00-02:30 Europe/Berlin");
    let jump = berlin("2026-03-29T03:00");
    assert!(nights.is_open(Timestamp(jump.0 - 1)) && !nights.is_open(jump));
    assert!(nights.is_same_absence(jump, berlin("2026-03-29T21:59")));
    // Nor is there another end of theirs before.
    let sunday = hours("Sun 01:30-02:30 Europe/Berlin");
    let saturday = berlin("2026-03-28T12:00");
    assert!(!sunday.is_same_absence(saturday, jump));
    assert!(sunday.is_same_absence(jump, berlin("2026-03-29T12:00")));
    // The clock is put back from three to two, before they begin.
    let late = hours("Sun 02:15-03:00 Europe/Berlin");
    let noon = berlin("2026-10-24T12:00");
    let back = jiff::Timestamp::from_second(1_792_890_000).unwrap();
    let back = Timestamp(back.as_millisecond());
    assert!(late.is_open(Timestamp(back.0 - 60_000)) && !late.is_open(back));
    assert!(!late.is_same_absence(noon, back));
    assert!(!late.is_same_absence(back, berlin("2026-10-25T12:00")));
}

proptest! {
    /// Whether hours lie in between is found out from their ends; here minute by minute.
    #[test]
    fn absences_are_the_same_when_no_minute_in_between_is_open(
        pattern in "(Mon|Wed|Fri-Mon|Sun) (0[0-4]:[0-5]0-0[1-5]:30|2[0-3]:15-0[0-5]:45)(, Sat 01:30-02:30)?",
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
        start in prop::sample::select(vec![
            1_774_569_600_i64, // before Europe's March 29, 2026
            1_772_841_600,     // before America's March 8
            1_792_713_600,     // before Europe's October 25
            1_793_404_800,     // before America's November 1
            1_775_174_400,     // before Lord Howe's April 5
        ]),
        first in 0_i64..2880,
        length in 0_i64..4320,
    ) {
        let hours = set("WORKING_HOURS", &format!("{pattern} {zone}")).working_hours.unwrap();
        let at = |minute: i64| Timestamp((start + minute * 60) * 1000);
        let (earlier, later) = (first, first + length);
        prop_assume!(!hours.is_open(at(earlier)) && !hours.is_open(at(later)));
        let is_same = !(earlier..later).any(|minute| hours.is_open(at(minute)));
        prop_assert_eq!(hours.is_same_absence(at(earlier), at(later)), is_same);
    }

    #[test]
    fn any_text_is_survived_and_what_is_taken_reads_back(
        index in 0usize..36,
        text in prop_oneof![
            any::<String>(),
            "[0-9/,. -]{0,12}",
            r#"["\[\]~a-c,\\ ]{0,20}"#,
            "(Mon|Sun|Fri-Tue) [0-2]?[0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9] (UTC|Asia/Tokyo)",
            "[*_~|`{}a-z\\[\\]()]{1,20}",
            "(private|group|channel|name|to_team|ALL|OFF|, )*",
        ],
    ) {
        let name = Name::ALL[index];
        if let Ok(value) = check(name, &text) {
            prop_assert_eq!(check(name, &value), Ok(value.clone()), "{}", name);
            let mut given = Parameters::default();
            given.set(name, &text).unwrap();
            let mut stored = Parameters::default();
            stored.set(name, &value).unwrap();
            prop_assert_eq!(given, stored);
        }
    }
}

#[test]
fn urls_that_lead_into_a_network_are_known_by_their_look() {
    for (host, is_inside) in [
        ("example.org", false),
        ("8.8.8.8:443", false),
        ("[2606:4700::1111]", false),
        ("localhost:8080", true),
        ("hooks", true),
        ("nas.local", true),
        ("db.internal.", true),
        ("127.0.0.1", true),
        ("10.0.0.1", true),
        ("192.168.1.2:80", true),
        ("169.254.169.254", true),
        ("[::1]:80", true),
        ("[fd00::1]", true),
        ("[::ffff:10.0.0.1]", true),
    ] {
        let value = format!(r#"{{"https://{host}/x?y": ["*"]}}"#);
        let webhooks = super::Webhooks::parse(&value).unwrap();
        assert_eq!(webhooks.inside().is_some(), is_inside, "{host}");
    }
}
