//! Formatting survives exactly: whatever is done to a text, each character that is still
//! there has the formatting that it had.

use std::collections::BTreeSet;

use super::*;
use crate::payload::Payload;

/// The kinds over each UTF-16 code unit.
fn coverage(text: &FormattedText) -> Vec<BTreeSet<&str>> {
    let mut kinds = vec![BTreeSet::new(); text.utf16_len()];
    for entity in &text.entities {
        let end = (entity.offset + entity.length).min(kinds.len());
        for unit in kinds.iter_mut().take(end).skip(entity.offset) {
            unit.insert(entity.kind.as_str());
        }
    }
    kinds
}

/// A long text with entities in it that nest, as Telegram's do.
fn long() -> impl Strategy<Value = FormattedText> {
    let spans = proptest::collection::vec((0usize..9000, 0usize..5000), 0..12);
    let piece = prop_oneof![pieces(), "[a-z \\n]{100,900}"];
    (proptest::collection::vec(piece, 0..16), spans).prop_map(|(pieces, spans)| {
        let text = pieces.concat();
        let mut entities: Vec<Entity> = Vec::new();
        for (index, (offset, length)) in spans.into_iter().enumerate() {
            let (begin, end) = (offset, offset + length);
            let crosses = |other: &Entity| {
                let (from, to) = (other.offset, other.offset + other.length);
                (begin < from && from < end && end < to) || (from < begin && begin < to && to < end)
            };
            if !entities.iter().any(crosses) {
                entities.push(entity(&format!("kind-{index}"), begin, length));
            }
        }
        tidy(&FormattedText { text, entities })
    })
}

/// Parts of a text to be masked, on borders of characters.
fn parts(text: &FormattedText, cuts: &[usize]) -> Vec<std::ops::Range<usize>> {
    let mut borders: Vec<usize> = vec![0];
    for character in text.text.chars() {
        borders.push(borders[borders.len() - 1] + character.len_utf16());
    }
    let mut chosen: Vec<usize> = cuts
        .iter()
        .map(|cut| borders[cut % borders.len()])
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let pairs = chosen.chunks_exact(2);
    pairs.map(|pair| pair[0]..pair[1]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn split_at_what_a_message_holds(text in long()) {
        let expected = coverage(&text);
        let parts = split(&text, MAX_TEXT);
        let found: Vec<_> = parts.iter().flat_map(coverage).collect();
        prop_assert!(found == expected, "{} parts of {} units", parts.len(), expected.len());
        prop_assert!(parts.iter().all(|part| part.utf16_len() <= MAX_TEXT));
    }

    #[test]
    fn merged(texts in proptest::collection::vec(long(), 1..4)) {
        let whole = concat(texts.clone());
        let mut at = 0;
        for text in &texts {
            let length = text.utf16_len();
            prop_assert_eq!(&slice(&whole, at..at + length), text);
            at += length;
        }
        prop_assert_eq!(at, whole.utf16_len());
    }

    #[test]
    fn masked(text in long(), cuts in proptest::collection::vec(any::<usize>(), 0..10), value in pieces()) {
        let put_in = styled("mask", value);
        let ranges = parts(&text, &cuts);
        let parts: Vec<_> = ranges.iter().map(|range| (range.clone(), put_in.clone())).collect();
        let masked = replace(&text, &parts);
        let (before, after) = (coverage(&text), coverage(&masked));
        let old: Vec<u16> = text.text.encode_utf16().collect();
        let new: Vec<u16> = masked.text.encode_utf16().collect();
        let (mut from, mut to) = (0, 0);
        let end = old.len()..old.len();
        for range in ranges.into_iter().chain(std::iter::once(end)) {
            let kept = range.start - from;
            prop_assert_eq!(&old[from..range.start], &new[to..to + kept]);
            prop_assert!(before[from..range.start] == after[to..to + kept]);
            to += kept;
            if range.is_empty() {
                break;
            }
            // What covered all of the part covers what stands for it, and nothing else does.
            let around = before[range.clone()].iter().cloned().reduce(|one, other| &one & &other);
            let whole: BTreeSet<&str> = around.unwrap_or_default();
            for unit in &after[to..to + put_in.utf16_len()] {
                let mut unit = unit.clone();
                prop_assert!(unit.remove("mask"));
                prop_assert!(unit.is_subset(&whole), "{:?} of {:?}", unit, whole);
            }
            to += put_in.utf16_len();
            from = range.end;
        }
        prop_assert_eq!(to, new.len());
    }

    #[test]
    fn through_the_door_and_the_store(text in long()) {
        let text = split(&text, MAX_TEXT).swap_remove(0);
        let payload = Payload::any(text.clone());
        let json = serde_json::to_string(&payload).unwrap();
        let read: Payload = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.content(), &crate::message::Content::Text(text));
    }
}
