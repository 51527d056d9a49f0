//! The elements of an answer to getUpdates.

use backline_gateway::{MAX_BATCH_BYTES, MAX_BATCH_UPDATES};
use backline_proto::gateway::v1::Update;
use prost::Message as _;
use serde_json::value::RawValue;

use crate::translate::{Translated, translate};

/// Elements to commit together.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Elements {
    pub(super) updates: Vec<Update>,
    /// The last `update_id` that is safe to confirm with them; `None` = they move
    /// nothing on.
    pub(super) reached: Option<i64>,
}

/// The answer has no list of elements.
#[derive(Debug, PartialEq)]
pub(super) struct Unreadable(pub(super) String);

/// The elements of a `result`, each on its own: as many from the front as go into
/// one batch. The others come again.
///
/// An element without a legible `update_id` cannot be confirmed on its own; the
/// next one that has an id passes over it. Only when a full answer has no id at
/// all could none ever come: then each element counts as one id. They come in the
/// order of their ids, which differ and are not below the offset, so that nothing
/// behind them is forgotten.
pub(super) fn elements(
    result: &str,
    source: &str,
    offset: Option<i64>,
) -> Result<Elements, Unreadable> {
    let raw: Vec<&RawValue> = serde_json::from_str(result)
        .map_err(|_| Unreadable("the answer's result is no list of updates".to_owned()))?;
    let is_full = raw.len() >= MAX_BATCH_UPDATES;
    let mut elements = Elements::default();
    let mut bytes = 0;
    for raw in raw.into_iter().take(MAX_BATCH_UPDATES) {
        let translated = translate(raw.get(), source);
        bytes += translated.update.encoded_len();
        if bytes > MAX_BATCH_BYTES && !elements.updates.is_empty() {
            break;
        }
        elements.push(translated);
    }
    if elements.reached.is_none() && is_full {
        elements.reached = behind(offset, elements.updates.len());
    }
    Ok(elements)
}

/// An answer of one element that cannot be taken apart, as that element.
pub(super) fn one(answer: &str, source: &str, offset: Option<i64>) -> Elements {
    let mut elements = Elements::default();
    elements.push(translate(answer, source));
    if elements.reached.is_none() {
        elements.reached = behind(offset, 1);
    }
    elements
}

/// The id of the last of so many elements, each counted as one id.
fn behind(offset: Option<i64>, count: usize) -> Option<i64> {
    offset?
        .checked_add(i64::try_from(count).ok()?)?
        .checked_sub(1)
}

// === impl Elements ===

impl Elements {
    fn push(&mut self, translated: Translated) {
        self.reached = translated.update_id.or(self.reached);
        self.updates.push(translated.update);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(result: &str, offset: Option<i64>) -> Elements {
        elements(result, "test", offset).unwrap()
    }

    #[test]
    fn an_element_that_cannot_be_read_does_not_cost_the_others() {
        let result = r#"[
            {"update_id":7,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"a"}},
            {"no id":true},
            "not even an object",
            {"update_id":9,"message":{"text":"half a pair \ud83d"}},
            {"update_id":10,"new_kind":{}}
        ]"#;
        let read = read(result, Some(7));
        assert_eq!(read.updates.len(), 5);
        assert_eq!(read.reached, Some(10));
        let ids: Vec<i64> = read
            .updates
            .iter()
            .map(|update| update.key.as_ref().unwrap().update_id)
            .collect();
        assert_eq!(ids, [7, 0, 0, 9, 10]);
    }

    #[test]
    fn elements_without_an_id_are_passed_over_by_the_next_that_has_one() {
        assert_eq!(read(r#"[{},{}]"#, Some(50)).reached, None);
        assert_eq!(read(r#"[{}]"#, None).reached, None);
        assert_eq!(
            read(r#"[{},{"update_id":58},{}]"#, Some(50)).reached,
            Some(58)
        );
        assert_eq!(read("[]", Some(50)).reached, None);
    }

    #[test]
    fn a_full_answer_without_any_id_does_not_stall() {
        let full = format!("[{}]", vec!["{}"; 100].join(","));
        assert_eq!(read(&full, Some(50)).reached, Some(149));
        assert_eq!(read(&full, None).reached, None);
        assert_eq!(
            one(r#"{"ok":true,"result":[{"x"#, "test", Some(50)).reached,
            Some(50)
        );
        let legible = r#"{"ok":true,"result":[{"update_id":57,"x"#;
        assert_eq!(one(legible, "test", Some(50)).reached, Some(57));
    }

    #[test]
    fn the_same_element_has_the_same_key_each_time() {
        let (once, again) = (read(r#"[{"a":1}]"#, None), read(r#"[{"a":1}]"#, None));
        assert_eq!(once, again);
        assert_ne!(
            once.updates[0].key,
            read(r#"[{"a":2}]"#, None).updates[0].key
        );
    }

    #[test]
    fn a_result_that_is_no_list_is_unreadable() {
        for result in ["{}", "null", "true", "7"] {
            assert!(elements(result, "test", None).is_err(), "{result}");
        }
    }

    #[test]
    fn a_batch_keeps_to_its_bound_and_confirms_no_further() {
        let long = "x".repeat(60 * 1024);
        let list: Vec<String> = (1..=100)
            .map(|id| format!(r#"{{"update_id":{id},"new_kind":{{"text":"{long}"}}}}"#))
            .collect();
        let read = read(&format!("[{}]", list.join(",")), None);
        assert!(read.updates.len() < 100, "{}", read.updates.len());
        assert_eq!(read.reached, i64::try_from(read.updates.len()).ok());
    }

    #[test]
    fn ids_at_the_edges_are_read() {
        let edge = (1_i64 << 52) - 1;
        assert_eq!(
            read(&format!(r#"[{{"update_id":{edge}}}]"#), None).reached,
            Some(edge)
        );
        let largest = i64::MAX;
        assert_eq!(
            read(&format!(r#"[{{"update_id":{largest}}},{{}}]"#), None).reached,
            Some(largest)
        );
        assert_eq!(
            read(r#"[{"update_id":99999999999999999999}]"#, None).reached,
            None
        );
    }
}
