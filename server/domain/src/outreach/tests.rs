use std::time::Duration;

use super::*;
use crate::id::UserId;
use crate::time::Timestamp;

const MINUTE: Duration = Duration::from_secs(60);

fn at(minutes: u32) -> Timestamp {
    Timestamp::from_seconds(1_700_000_040).after(MINUTE * minutes)
}

fn whom(text: &str) -> Option<Whom> {
    let words: Vec<&str> = text.split_whitespace().collect();
    Whom::parse(&words)
}

#[test]
fn people_are_named_by_name_number_and_id() {
    let name = |name: &str| Some(Whom::Username(name.to_owned()));
    let phone = |digits: &str| Some(Whom::Phone(digits.to_owned()));
    for (text, expected) in [
        ("@ann_smith", name("ann_smith")),
        ("https://t.me/ann_smith", name("ann_smith")),
        ("t.me/Ann_Smith?text=hi", name("Ann_Smith")),
        ("+49 30 123-45 67", phone("49301234567")),
        ("+4930(123)4567", phone("49301234567")),
        ("4711", Some(Whom::Id(UserId(4711)))),
        ("", None),
        ("@", None),
        ("@ann", None),
        ("@1ann_smith", None),
        ("@änn_smith", None),
        ("ann_smith", None),
        ("+123", None),
        ("+49 30 abc", None),
        ("0", None),
        ("-100123", None),
        ("9999999999999999999999", None),
        ("4711 4712", None),
        ("t.me/+AbCdEf", None),
    ] {
        assert_eq!(whom(text), expected, "{text:?}");
    }
}

#[test]
fn a_new_group_is_a_title_and_people() {
    let parse = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let group = NewGroup::parse(&words)?;
        let people: Vec<String> = group.people.iter().map(Whom::shown).collect();
        Ok::<_, String>((group.title, people.join(" ")))
    };
    let good = |title: &str, people: &str| Ok((title.to_owned(), people.to_owned()));
    for (text, expected) in [
        ("Order", good("Order", "")),
        ("Order 4711", good("Order 4711", "")),
        (
            "Order 4711 for Ann @ann_smith",
            good("Order 4711 for Ann", "@ann_smith"),
        ),
        (
            "Order @ann_smith, 4711 @ann_smith",
            good("Order", "@ann_smith 4711"),
        ),
        ("\"For @ann_smith\" 4711", good("For @ann_smith", "4711")),
        ("„Auftrag 12“ @ann_smith", good("Auftrag 12", "@ann_smith")),
        ("«Заказ 12» +49301234567", good("Заказ 12", "+49301234567")),
        ("", Err(String::new())),
        ("\"\" @ann_smith", Err(String::new())),
        ("@ann_smith", Err(String::new())),
        ("Order @ann_smith who", Err("who".to_owned())),
        ("\"Order\" soon", Err("soon".to_owned())),
    ] {
        assert_eq!(parse(text), expected, "{text:?}");
    }
    assert_eq!(
        parse(&"x".repeat(128)).map(|(title, _)| title.len()),
        Ok(128)
    );
    assert_eq!(parse(&"x".repeat(129)), Err(String::new()));
}

#[test]
fn links_lead_to_groups() {
    let hash = |hash: &str| Some(Invitation::Hash(hash.to_owned()));
    let name = |name: &str| Some(Invitation::Name(name.to_owned()));
    for (text, expected) in [
        ("https://t.me/+AbC-d_1", hash("AbC-d_1")),
        ("t.me/joinchat/AbCd", hash("AbCd")),
        ("tg://join?invite=AbCd", hash("AbCd")),
        ("https://telegram.me/the_group/", name("the_group")),
        ("@the_group", name("the_group")),
        ("the_group", None),
        ("https://t.me/+", None),
        ("https://t.me/+a b", None),
        ("https://example.org/+AbCd", None),
        ("https://t.me/c/123/4", None),
    ] {
        assert_eq!(Invitation::parse(text), expected, "{text:?}");
    }
}

#[test]
fn an_hours_budget_comes_back_act_by_act() {
    let mut budget = Budget::default();
    for minute in 0..HOURLY {
        budget = budget.admit(at(minute), 1, true).unwrap();
    }
    assert_eq!(
        budget.admit(at(20), 1, true),
        Err(Shut::UsedUp { until: at(60) })
    );
    assert_eq!(
        budget.admit(at(20), 3, false),
        Err(Shut::UsedUp { until: at(62) })
    );
    assert!(budget.admit(at(60), 1, true).is_ok());
    assert_eq!(
        budget.admit(at(60), 2, true),
        Err(Shut::UsedUp { until: at(61) })
    );
}

#[test]
fn a_days_budget_holds_beside_the_hours() {
    let mut budget = Budget::default();
    for hour in 0..3 {
        budget = budget.admit(at(hour * 60), HOURLY, true).unwrap();
    }
    let day = 24 * 60;
    assert_eq!(
        budget.admit(at(600), 1, true),
        Err(Shut::UsedUp { until: at(day) })
    );
    assert!(budget.admit(at(day), 1, true).is_ok());
    // What never fits is not promised for later.
    let too_many = HOURLY + 1;
    assert_eq!(
        Budget::default().admit(at(0), too_many, true),
        Err(Shut::TooMany { most: HOURLY })
    );
}

#[test]
fn a_stop_ends_by_a_command_after_a_day_and_by_nothing_else() {
    let stopped = Budget::default().stopped(at(0));
    let until = at(24 * 60);
    let shut = Shut::Stopped { until };
    assert_eq!(stopped.admit(at(24 * 60 - 1), 1, true), Err(shut));
    assert_eq!(stopped.admit(at(48 * 60), 1, false), Err(shut));
    assert_eq!(stopped.shut_now(at(48 * 60), false), Some(shut));
    // Said again, it lasts from then on.
    let again = stopped.stopped(at(60)).stopped_until();
    assert_eq!(again, Some(at(25 * 60)));
    let resumed = stopped.admit(until, 1, true).unwrap();
    assert_eq!(resumed.shut_now(until, true), None);
    assert!(resumed.admit(until, 1, false).is_ok());
}

#[test]
fn a_wait_that_telegram_asked_for_holds_commands_alone() {
    let resting = Budget::default().resting(at(90));
    let shut = Shut::Resting { until: at(90) };
    assert_eq!(resting.admit(at(10), 1, true), Err(shut));
    assert_eq!(resting.shut_now(at(10), true), Some(shut));
    assert_eq!(resting.shut_now(at(10), false), None);
    assert!(resting.admit(at(10), 1, false).is_ok());
    assert!(resting.admit(at(90), 1, true).is_ok());
}

#[test]
fn a_row_from_before_reads_as_an_unused_budget() {
    let read: Budget = serde_json::from_str("{}").unwrap();
    assert!(read.is_empty());
}
