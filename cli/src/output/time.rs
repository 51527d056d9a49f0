//! Moments: RFC 3339 for programs, to the second and in UTC for people.

use jiff::Timestamp;

/// For programs; none when the message has none.
#[must_use]
pub(crate) fn rfc3339(time: Option<prost_types::Timestamp>) -> Option<String> {
    moment(time).map(|moment| moment.to_string())
}

/// For people; empty when the message has none.
#[must_use]
pub(crate) fn words(time: Option<&str>) -> String {
    time.and_then(|time| time.parse::<Timestamp>().ok())
        .map(|moment| moment.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
        .unwrap_or_default()
}

fn moment(time: Option<prost_types::Timestamp>) -> Option<Timestamp> {
    let time = time?;
    Timestamp::new(time.seconds, time.nanos).ok()
}
