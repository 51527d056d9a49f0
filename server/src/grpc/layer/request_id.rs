//! `x-request-id`: what a call is found by in the log. Not the `request_id` of
//! changing calls, which makes them safe to repeat.

use http::{HeaderMap, HeaderValue};

const NAME: &str = "x-request-id";
const LONGEST: usize = 64;

/// The caller's id where it has one that may stand in a log, else a new one.
pub(super) fn of(headers: &HeaderMap) -> String {
    let given = headers
        .get(NAME)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_good(id));
    given.map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), str::to_owned)
}

/// Tells the caller.
pub(super) fn put(headers: &mut HeaderMap, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(NAME, value);
    }
}

fn is_good(id: &str) -> bool {
    (1..=LONGEST).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_stand_in_a_log_is_taken_over() {
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(NAME, HeaderValue::from_static(value));
            of(&headers)
        };
        assert_eq!(with("job-7.a:b_c"), "job-7.a:b_c");
        for bad in [
            "",
            "a b",
            "x\"y",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(with(bad).len(), 32, "{bad}");
        }
    }
}
