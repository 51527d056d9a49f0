//! What a plan refuses, and what acts of parameters.

use std::time::Duration;

use proptest::prelude::*;

use super::super::*;
use crate::catalogue::{Language, Notice};
use crate::parameter::{KindSet, Name, Parameters, Welcome};
use crate::payload::Payload;

fn without(features: &[Feature]) -> Plan {
    Plan {
        name: "small".to_owned(),
        limits: Limits {
            without: features.iter().copied().collect(),
            longest_autoclose: Some(48),
            ..Limits::default()
        },
    }
}

fn set(pairs: &[(Name, &str)]) -> Parameters {
    let mut parameters = Parameters::default();
    for (name, value) in pairs {
        parameters.set(*name, value).unwrap();
    }
    parameters
}

#[test]
fn what_a_plan_leaves_out_is_refused_in_words() {
    let plan = without(&Feature::ALL.map(|(_, feature)| feature));
    let table = [
        (Name::Autoclose, "48", true),
        (Name::Autoclose, "49", false),
        (Name::Autoclose, "OFF", false),
        (Name::Autoclose, "DEFAULT", true),
        (Name::Welcome, "OFF", false),
        (Name::Welcome, "NONE", false),
        (Name::Welcome, "Hello", true),
        (Name::Welcome, "DEFAULT", true),
        (Name::HideInfo, "name", false),
        (Name::HideInfo, "OFF", true),
        (Name::LeaveClosed, "private", false),
        (Name::LeaveClosed, "OFF", true),
        (
            Name::Webhooks,
            r#"{"https://a.example/x": ["dialog_created"]}"#,
            false,
        ),
        (Name::Webhooks, "OFF", true),
        (Name::Away, "OFF", true),
        (Name::Language, "de", true),
    ];
    for (name, value, is_allowed) in table {
        let admitted = plan.admits(name, value, &Parameters::default());
        assert_eq!(admitted.is_ok(), is_allowed, "{name} {value}");
        let unlimited = Plan::unlimited();
        assert!(
            unlimited
                .admits(name, value, &Parameters::default())
                .is_ok()
        );
    }
    let barriers = [
        Barrier::Autoclose(48),
        Barrier::WelcomeOff,
        Barrier::HideInfo,
        Barrier::LeaveClosed,
        Barrier::Webhooks,
        Barrier::Connections(10),
        Barrier::Api,
    ];
    let words: Vec<String> = barriers
        .into_iter()
        .map(|barrier| format!("{}: {}", barrier.key(), plan.refused(barrier)))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn hiding_less_is_always_allowed() {
    let plan = without(&[Feature::HideInfo]);
    let hidden = set(&[(Name::HideInfo, "name, link")]);
    assert!(plan.admits(Name::HideInfo, "name", &hidden).is_ok());
    assert!(plan.admits(Name::HideInfo, "OFF", &hidden).is_ok());
    assert!(plan.admits(Name::HideInfo, "name, title", &hidden).is_err());
}

#[test]
fn a_plan_that_got_smaller_clamps_but_never_shows_what_was_hidden() {
    let plan = without(&Feature::ALL.map(|(_, feature)| feature));
    let before = set(&[
        (Name::Autoclose, "OFF"),
        (Name::Welcome, "OFF"),
        (Name::HideInfo, "name, contact"),
        (Name::LeaveClosed, "private"),
    ]);
    let after = plan.effective(before.clone());
    assert_eq!(after.autoclose, Some(Duration::from_secs(48 * 3600)));
    assert_eq!(after.welcome, Welcome::Default);
    assert_eq!(after.leave_closed, KindSet::default());
    assert_eq!(after.hide_info, before.hide_info);
    assert_eq!(Plan::unlimited().effective(before.clone()), before);
}

#[test]
fn the_signature_is_a_line_under_welcome_whatever_its_length() {
    let mut plan = Plan::free();
    let welcome = |plan: &Plan, text: &str| {
        let parameters = plan.effective(set(&[(Name::Welcome, text)]));
        let default = Notice::WelcomeDefault {
            title: "Ann".to_owned(),
        };
        let signature = &parameters.signature;
        let payload = Payload::greeting(&parameters.welcome, &default, "Ann", signature)?;
        Some(payload.content().text().unwrap().text.clone())
    };
    let line = Notice::PlanSignature {}.render(Language::En).text;
    let ends = format!("\n\n{line}");
    assert_eq!(
        welcome(&plan, "Hi {title}").unwrap(),
        format!("Hi Ann{ends}")
    );
    assert!(welcome(&plan, "OFF").unwrap().ends_with(&ends));
    let long = welcome(&plan, &"word ".repeat(819)).unwrap();
    assert!(long.ends_with(&ends) && long.chars().count() <= 4096);
    plan.limits.signature = Signature::parse("by **us**").unwrap();
    assert_eq!(welcome(&plan, "Hi").unwrap(), "Hi\n\nby us");
    plan.limits.signature = Signature::parse("off").unwrap();
    assert_eq!(welcome(&plan, "Hi").unwrap(), "Hi");
    assert!(Signature::parse(&"x".repeat(257)).is_err());
    assert!(Signature::parse("  ").is_err());
}

proptest! {
    /// Nothing that acts is beyond the plan, and nothing that was hidden is shown.
    #[test]
    fn what_acts_is_within_the_plan(
        hours in proptest::option::of(1_u64..5000),
        longest in 1_u64..200,
        is_off in any::<bool>(),
    ) {
        let plan = Plan {
            name: "p".to_owned(),
            limits: Limits {
                longest_autoclose: Some(longest),
                ..without(&[Feature::WelcomeOff, Feature::HideInfo]).limits
            },
        };
        let hours = hours.map_or("OFF".to_owned(), |hours| hours.to_string());
        let welcome = if is_off { "OFF" } else { "Hello" };
        let parameters = set(&[
            (Name::Autoclose, &hours),
            (Name::Welcome, welcome),
            (Name::HideInfo, "ALL"),
        ]);
        let after = plan.effective(parameters.clone());
        let acts = after.autoclose.unwrap();
        prop_assert!(acts <= Duration::from_secs(longest * 3600));
        prop_assert!(after.welcome != Welcome::Off);
        prop_assert_eq!(&after.hide_info, &parameters.hide_info);
        // What acts may be set, and what may be set acts as it is.
        let is_admitted = plan.admits(Name::Autoclose, &hours, &parameters).is_ok();
        prop_assert_eq!(is_admitted, after.autoclose == parameters.autoclose);
    }
}
