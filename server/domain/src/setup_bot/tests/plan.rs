//! The person's plan.

use super::*;
use crate::plan::{Limits, Plan, Totals};

fn standing(limits: Limits, holds: bool) -> PlanStanding {
    PlanStanding {
        plan: Plan {
            name: "free".to_owned(),
            limits,
        },
        connections: 2,
        totals: Totals {
            messages: 12,
            in_hand: 1,
            updates: 40,
        },
        holds,
        day_ends: now(),
    }
}

#[test]
fn without_plans_everything_is_unlimited_and_no_button_shows_one() {
    let mut play = Play::new();
    play.says("/start");
    let card = play.person.cards.last().unwrap();
    assert!(card.buttons.values().all(|act| *act != Act::Plan));
    assert!(said(&play.says("/plan")).contains("no limits"));
}

#[test]
fn a_plan_is_shown_with_what_is_used_and_when_it_renews() {
    let mut play = Play::new();
    let limits = Plan::free().limits;
    play.facts.plan = Some(standing(limits, false));
    play.says("/start");
    let shown = said(&play.press(|act| *act == Act::Plan));
    for line in [
        "Your plan: free",
        "12 of 500",
        "40 of 2500",
        "2 of 10",
        "48",
        "2023-11-14 22:13",
    ] {
        let shown = shown.replace([',', '\u{a0}', '\u{202f}'], "");
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(said(&play.says("/plan")).contains("Your plan: free"));
    // Over it the screen says that messages wait.
    play.facts.plan = Some(standing(Plan::free().limits, true));
    assert!(said(&play.says("/plan")).contains("wait"));
    // One that limits nothing says so.
    play.facts.plan = Some(standing(Limits::default(), false));
    let shown = said(&play.says("/plan"));
    assert!(
        shown.contains("limits nothing") && !shown.contains("2023"),
        "{shown}"
    );
}
