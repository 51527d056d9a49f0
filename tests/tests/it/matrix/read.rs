//! One word for what became of a message.

use telegram_sim::Seen;

use super::kinds::essence;

/// What arrived for a message.
pub(super) fn arrived(sent: &Seen, got: &[Seen]) -> String {
    let word = |seen: &Seen| {
        if essence(seen) == essence(sent) {
            "same"
        } else if seen.kind == sent.kind && seen.kind != "text" && seen.file_no == sent.file_no {
            "changed"
        } else {
            "line"
        }
    };
    let words: Vec<&str> = got.iter().map(word).collect();
    if words.is_empty() {
        "nothing".to_owned()
    } else {
        words.join(" + ")
    }
}
