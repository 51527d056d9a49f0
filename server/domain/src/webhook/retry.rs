//! When a post that was not taken is tried again, and when it is given up.

use std::time::Duration;

use super::Post;
use crate::time::Timestamp;

/// For so long a post is tried.
pub const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3_600);

/// The gaps between attempts, growing; the last one holds from then on.
const GAPS: [Duration; 8] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(3_600),
    Duration::from_secs(2 * 3_600),
];

/// How an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why, in words, without the URL.
    pub reason: String,
    /// The receiver wants nothing more (HTTP 410).
    pub is_final: bool,
    /// The receiver wants to be left alone for so long.
    pub wait: Option<Duration>,
}

/// What becomes of a post after a failure.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// It waits for its next attempt.
    Waits(Box<Post>),
    /// It is given up.
    Dead(Box<Post>),
}

/// What becomes of a post after a failure. `failing_since`: since when its receiver has taken
/// nothing: what waited behind another post has had its day together with that one.
/// `jitter` is 0..1.
#[must_use]
pub fn after_failure(
    mut post: Post,
    failure: Failure,
    failing_since: Timestamp,
    now: Timestamp,
    jitter: f64,
) -> Next {
    let first = *post.first_failed_at.get_or_insert(now);
    let place = usize::try_from(post.attempts).unwrap_or(usize::MAX);
    let gap = GAPS[place.min(GAPS.len() - 1)];
    post.attempts = post.attempts.saturating_add(1);
    post.last_error = Some(failure.reason);
    let since = failing_since.max(post.body.at()).min(first);
    if failure.is_final || now.since(since) >= LONGEST_WAIT {
        return Next::Dead(Box::new(post));
    }
    let gap = gap.mul_f64(1.0 + 0.1 * jitter.clamp(0.0, 1.0));
    let gap = gap.max(failure.wait.unwrap_or_default());
    // The last attempt is at the end of the day, not behind it.
    let end = since.after(LONGEST_WAIT);
    post.due_at = now.after(gap).min(end);
    Next::Waits(Box::new(post))
}
