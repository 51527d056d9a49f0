//! Reading raw JSON: what is missing or of another type is as if it were not
//! there.

use prost_types::Timestamp;
use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

pub(crate) fn int(from: &Object, name: &str) -> Option<i64> {
    from.get(name)?.as_i64()
}

/// A small number: sizes, lengths, dimensions. What does not fit is unknown.
pub(crate) fn small(from: &Object, name: &str) -> i32 {
    int(from, name)
        .and_then(|value| i32::try_from(value).ok())
        .unwrap_or(0)
}

pub(crate) fn float(from: &Object, name: &str) -> Option<f64> {
    from.get(name)?.as_f64()
}

pub(crate) fn text(from: &Object, name: &str) -> String {
    from.get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

pub(crate) fn flag(from: &Object, name: &str) -> bool {
    from.get(name).and_then(Value::as_bool).unwrap_or(false)
}

pub(crate) fn object<'a>(from: &'a Object, name: &str) -> Option<&'a Object> {
    from.get(name)?.as_object()
}

/// The objects of a list; other elements are passed over.
pub(crate) fn objects<'a>(from: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    let list = from
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_object)
}

pub(crate) fn ints(from: &Object, name: &str) -> Vec<i64> {
    let list = from
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_i64).collect()
}

/// A moment in Unix time; 0 stands for none.
pub(crate) fn time(from: &Object, name: &str) -> Option<Timestamp> {
    let seconds = int(from, name).filter(|seconds| *seconds != 0)?;
    Some(Timestamp { seconds, nanos: 0 })
}
