//! Putting other text in place of parts of a text.

use std::ops::Range;

use super::{sort, utf16_len};
use crate::message::{Entity, FormattedText};

/// The text with these parts, in UTF-16 code units, replaced. They are in order, do not
/// overlap, and cut no character in two; one that does not hold to that is passed over.
///
/// What is put in is never looked at again, and its entities come along. Entities around
/// a part grow or shrink with it; those that reach into it end where it begins, or begin
/// where it ends; those within it go with what they covered.
#[must_use]
pub fn replace(text: &FormattedText, parts: &[(Range<usize>, FormattedText)]) -> FormattedText {
    let mut whole = String::with_capacity(text.text.len());
    let mut added = Vec::new();
    // Where an entity that begins, or ends, at an old position does so now.
    let (mut begins, mut ends) = (Vec::new(), Vec::new());
    let mut parts = parts.iter().peekable();
    let (mut old, mut new) = (0, 0);
    // The part that is being left out: where it ends, and where what is put in ended.
    let mut inside: Option<(usize, usize)> = None;
    for character in text.text.chars() {
        let units = character.len_utf16();
        while parts.next_if(|(range, _)| range.start < old).is_some() {}
        if let Some((range, put_in)) = parts
            .next_if(|(range, _)| range.start == old && range.start < range.end && inside.is_none())
        {
            begins.push(new);
            ends.push(new);
            added.extend(put_in.entities.iter().map(|entity| Entity {
                offset: entity.offset.saturating_add(new),
                ..entity.clone()
            }));
            whole.push_str(&put_in.text);
            inside = Some((range.end, new));
            new += utf16_len(&put_in.text);
        }
        if let Some((end, began)) = inside {
            // The first position of the part is known already.
            begins.resize(old + units, new);
            ends.resize(old + units, began);
            if old + units >= end {
                inside = None;
            }
        } else {
            begins.extend(new..new + units);
            ends.extend(new..new + units);
            whole.push(character);
            new += units;
        }
        old += units;
    }
    let moved = |places: &[usize], at: usize| places.get(at).copied().unwrap_or(new);
    let kept = text.entities.iter().map(|entity| {
        let offset = moved(&begins, entity.offset);
        let end = moved(&ends, entity.offset.saturating_add(entity.length));
        Entity {
            offset,
            length: end.saturating_sub(offset),
            ..entity.clone()
        }
    });
    let mut entities: Vec<Entity> = kept.chain(added).filter(|one| one.length > 0).collect();
    sort(&mut entities);
    FormattedText {
        text: whole,
        entities,
    }
}
