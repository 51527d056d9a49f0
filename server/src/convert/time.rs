//! Moments.

use backline_domain::time::Timestamp;

/// The moment; what lies outside the domain's range becomes its edge, and what
/// is finer than a millisecond is dropped.
#[must_use]
pub fn from_proto(moment: prost_types::Timestamp) -> Timestamp {
    let nanos = i128::from(moment.nanos.clamp(0, 999_999_999));
    let millis = i128::from(moment.seconds) * 1000 + nanos / 1_000_000;
    let edge = if millis < 0 { i64::MIN } else { i64::MAX };
    Timestamp(i64::try_from(millis).unwrap_or(edge))
}

/// The moment.
#[must_use]
pub fn to_proto(moment: Timestamp) -> prost_types::Timestamp {
    let nanos = moment.0.rem_euclid(1000) * 1_000_000;
    prost_types::Timestamp {
        seconds: moment.0.div_euclid(1000),
        nanos: i32::try_from(nanos).unwrap_or(0),
    }
}
