//! What holds at every moment, and what holds at the end. Each says what is wrong, or
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::gateway::{Gateway, Hand, Stage};
use super::telegram::{Telegram, customer_of};

/// What is known of a message with a mark.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Fate {
    /// The server took it in.
    pub(super) is_accepted: bool,
    /// Times that it came to be on the other side.
    pub(super) effects: usize,
    /// Of these, how often the server could not know.
    pub(super) unknown: usize,
    /// A person has to decide about it.
    pub(super) is_dead: bool,
}

/// By mark, in the order in which they were written.
pub(super) type Fates = BTreeMap<String, Fate>;

/// Telegram found nothing to complain of: no call too many, nothing in another's chat.
pub(super) fn telegram_is_content(telegram: &Telegram) -> Vec<String> {
    telegram.violations.clone()
}

/// At most one valid hand-out of a lane that can yet have its effect, at any moment. A late
/// success of an older one takes the newer one back, whether or not its gateway hears of
/// it: `ended_late` are those.
pub(super) fn one_lease_a_lane<'a>(
    gateways: impl Iterator<Item = &'a Gateway>,
    ended_late: &BTreeSet<String>,
    now: Duration,
) -> Vec<String> {
    let mut seen: BTreeMap<&str, &Hand> = BTreeMap::new();
    let mut wrong = Vec::new();
    let hands = gateways.flat_map(|gateway| &gateway.hands);
    let is_live = |hand: &&Hand| {
        hand.is_valid(now)
            && !matches!(hand.stage, Stage::Done(_))
            && !ended_late.contains(&hand.command.id)
    };
    for hand in hands.filter(is_live) {
        if let Some(other) = seen.insert(&hand.command.ordering_key, hand) {
            wrong.push(format!(
                "two hand-outs of {} at once: {} at {} and {} at {}",
                hand.command.ordering_key,
                other.command.id,
                other.command.identity,
                hand.command.id,
                hand.command.identity
            ));
        }
    }
    wrong
}

/// Nothing is done more often than the server could know of, and an answer to a customer
/// never twice.
pub(super) fn no_silent_double(fates: &Fates) -> Vec<String> {
    let is_wrong = |mark: &str, fate: &Fate| {
        let most = if mark.starts_with('o') {
            1
        } else {
            1 + fate.unknown
        };
        fate.effects > most
    };
    let wrong = fates.iter().filter(|(mark, fate)| is_wrong(mark, fate));
    wrong
        .map(|(mark, fate)| format!("<{mark}> is there too often: {fate:?}"))
        .collect()
}

/// What is on the other side came there in the order in which it was written; what a
/// person had to decide about is out of line.
pub(super) fn in_order(telegram: &Telegram, fates: &Fates) -> Vec<String> {
    let mut last: BTreeMap<(char, i64), (u64, String)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    let posts = telegram.posts.values().flatten();
    for mark in posts.flat_map(|post| &post.marks) {
        if fates.get(mark).is_some_and(|fate| fate.is_dead) || !seen.insert(mark) {
            continue;
        }
        let kind = mark.chars().next().unwrap_or_default();
        let number: u64 = mark.rsplit(':').next().unwrap().parse().unwrap();
        let lane = (kind, customer_of(mark));
        if let Some((before, other)) = last.insert(lane, (number, mark.clone()))
            && before > number
        {
            wrong.push(format!("<{mark}> came after <{other}>"));
        }
    }
    wrong
}

/// At the end everything that was taken in is on the other side, or a person decides.
pub(super) fn nothing_lost(fates: &Fates) -> Vec<String> {
    let is_lost = |fate: &Fate| fate.is_accepted && fate.effects == 0 && !fate.is_dead;
    let lost = fates.iter().filter(|(_, fate)| is_lost(fate));
    lost.map(|(mark, fate)| format!("<{mark}> is lost: {fate:?}"))
        .collect()
}

/// How often a customer made another text of a message.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Version {
    pub(super) written: u64,
    /// The last that the server took in.
    pub(super) accepted: u64,
}

/// At the end the team sees the last text of everything that it sees.
pub(super) fn edits_shown(
    telegram: &Telegram,
    fates: &Fates,
    versions: &BTreeMap<String, Version>,
) -> Vec<String> {
    let is_shown = |mark: &str, version: u64| {
        let text = format!("<{mark}> v{version}.");
        let mut posts = telegram.posts.values().flatten();
        posts.any(|post| post.text.contains(&text))
    };
    let edited = versions.iter().filter(|(mark, version)| {
        let fate = fates.get(*mark);
        let is_there = fate.is_some_and(|fate| fate.effects > 0 && !fate.is_dead);
        is_there && version.accepted > 0 && !is_shown(mark, version.accepted)
    });
    edited
        .map(|(mark, version)| format!("the edit of <{mark}> is not shown: {version:?}"))
        .collect()
}
