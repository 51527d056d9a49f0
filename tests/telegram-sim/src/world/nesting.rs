//! Formatting that overlaps, as Telegram sorts it out.

use super::Entity;

/// May overlap anything: where it crosses something else it is split.
const SPLITTABLE: &[&str] = &["bold", "italic", "underline", "strikethrough", "spoiler"];
const QUOTES: &[&str] = &["blockquote", "expandable_blockquote"];
/// Nothing else is formatted inside.
const RAW: &[&str] = &["code", "pre"];

/// Sorts formatting and repairs what cannot be nested.
pub(crate) fn fix(entities: &mut Vec<Entity>) {
    sort(entities);
    if nests(entities) {
        return;
    }
    let (mut soft, mut hard): (Vec<Entity>, Vec<Entity>) = std::mem::take(entities)
        .into_iter()
        .partition(|entity| is(SPLITTABLE, entity));
    let (mut quotes, rest): (Vec<Entity>, Vec<Entity>) =
        hard.into_iter().partition(|entity| is(QUOTES, entity));
    hard = rest;
    drop_intersecting(&mut hard);
    drop_intersecting(&mut quotes);
    hard.retain(|entity| quotes.iter().all(|quote| !crosses(entity, quote)));
    hard.append(&mut quotes);
    join(&mut soft);
    let mut all = split(&soft, &hard);
    all.append(&mut hard);
    sort(&mut all);
    *entities = all;
}

fn is(kinds: &[&str], entity: &Entity) -> bool {
    kinds.contains(&entity.kind.as_str())
}

fn end(entity: &Entity) -> i64 {
    entity.offset + entity.length
}

fn sort(entities: &mut [Entity]) {
    // What encloses comes first; of the same extent a quote encloses what is no quote.
    entities.sort_by_key(|entity| (entity.offset, -entity.length, !is(QUOTES, entity)));
}

/// Whether one begins or ends inside the other without lying in it.
fn crosses(one: &Entity, other: &Entity) -> bool {
    let inside = |at: i64| other.offset < at && at < end(other);
    let within = other.offset <= one.offset && end(one) <= end(other);
    let around = one.offset <= other.offset && end(other) <= end(one);
    !within && !around && (inside(one.offset) || inside(end(one)))
}

fn nests(entities: &[Entity]) -> bool {
    for (place, outer) in entities.iter().enumerate() {
        for inner in entities.iter().skip(place + 1) {
            if inner.offset >= end(outer) {
                continue;
            }
            let bad = end(inner) > end(outer)
                || inner.kind == outer.kind
                || is(RAW, outer)
                || (!is(SPLITTABLE, inner) && !is(SPLITTABLE, outer) && !is(QUOTES, outer))
                || (is(QUOTES, inner) && (is(QUOTES, outer) || !is(SPLITTABLE, outer)));
            if bad {
                return false;
            }
        }
    }
    true
}

fn drop_intersecting(entities: &mut Vec<Entity>) {
    let mut last = 0;
    entities.retain(|entity| {
        let free = entity.offset >= last;
        if free {
            last = end(entity);
        }
        free
    });
}

/// Pieces of one kind that touch or overlap become one.
fn join(entities: &mut Vec<Entity>) {
    let mut joined: Vec<Entity> = Vec::new();
    for entity in entities.drain(..) {
        let before = joined
            .iter_mut()
            .rev()
            .find(|other| other.kind == entity.kind && entity.offset <= end(other));
        match before {
            Some(before) => before.length = end(before).max(end(&entity)) - before.offset,
            None => joined.push(entity),
        }
    }
    *entities = joined;
}

/// Cuts at every border that is crossed, and takes out what is inside code.
fn split(soft: &[Entity], hard: &[Entity]) -> Vec<Entity> {
    let mut borders: Vec<i64> = soft.iter().map(|entity| entity.offset).collect();
    borders.extend(hard.iter().flat_map(|entity| [entity.offset, end(entity)]));
    borders.sort_unstable();
    borders.dedup();
    let mut pieces = Vec::new();
    for entity in soft {
        let cuts = borders
            .iter()
            .copied()
            .filter(|at| entity.offset < *at && *at < end(entity));
        let mut from = entity.offset;
        for to in cuts.chain([end(entity)]) {
            let raw = hard
                .iter()
                .any(|other| is(RAW, other) && other.offset <= from && to <= end(other));
            if !raw {
                pieces.push(Entity {
                    offset: from,
                    length: to - from,
                    ..entity.clone()
                });
            }
            from = to;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::{Entity, fix};

    /// Kind, offset and length.
    type Piece = (&'static str, i64, i64);

    fn made(list: &[Piece]) -> Vec<Entity> {
        let make = |(kind, offset, length): &Piece| Entity {
            kind: (*kind).to_owned(),
            offset: *offset,
            length: *length,
            more: Map::new(),
        };
        list.iter().map(make).collect()
    }

    #[test]
    fn what_nests_stays_and_what_crosses_is_repaired() {
        let cases: &[(&[Piece], &[Piece])] = &[
            (
                &[("italic", 1, 2), ("bold", 0, 5)],
                &[("bold", 0, 5), ("italic", 1, 2)],
            ),
            (&[("bold", 0, 5), ("bold", 3, 5)], &[("bold", 0, 8)]),
            (
                &[("bold", 0, 5), ("italic", 3, 5)],
                &[("bold", 0, 3), ("italic", 3, 5), ("bold", 3, 2)],
            ),
            (&[("code", 0, 5), ("bold", 1, 2)], &[("code", 0, 5)]),
            (
                &[("text_link", 0, 5), ("code", 3, 5)],
                &[("text_link", 0, 5)],
            ),
            (
                &[("blockquote", 0, 5), ("text_link", 3, 5)],
                &[("blockquote", 0, 5)],
            ),
            (
                &[("blockquote", 0, 5), ("text_link", 0, 5), ("spoiler", 0, 5)],
                &[("blockquote", 0, 5), ("text_link", 0, 5), ("spoiler", 0, 5)],
            ),
        ];
        for (given, wanted) in cases {
            let mut entities = made(given);
            fix(&mut entities);
            assert_eq!(entities, made(wanted), "{given:?}");
        }
    }
}
