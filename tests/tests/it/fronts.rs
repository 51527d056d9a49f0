//! The tests of a bot as frontend, once more with others: people see the same.

use std::cell::RefCell;
use std::collections::HashMap;

/// What people see is the same as with a bot.
macro_rules! shown {
    ($picture:expr) => {{
        fn here() {}
        crate::fronts::same_as_with_a_bot(std::any::type_name_of_val(&here), &$picture)
    }};
}

mod account;
mod bot_over_mtproto;
mod mixed;
mod mixed_over_mtproto;

thread_local! {
    /// How many pictures each test has shown.
    static SHOWN: RefCell<HashMap<String, usize>> = RefCell::default();
}

/// Compares with the snapshot that the same test has for a bot.
#[track_caller]
fn same_as_with_a_bot(place: &str, picture: &str) {
    // it::fronts::KIND::FILE::TEST::{{closure}}::here
    let [_, _, _, file, test, ..] = place.split("::").collect::<Vec<_>>()[..] else {
        panic!("{place} is no test of a frontend");
    };
    let name = format!("it__{file}__{test}");
    let number = SHOWN.with_borrow_mut(|shown| {
        let number = shown.entry(name.clone()).or_default();
        *number += 1;
        *number
    });
    let name = match number {
        1 => name,
        number => format!("{name}-{number}"),
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots");
    let snapshot = std::fs::read_to_string(format!("{folder}/{name}.snap")).unwrap();
    // Behind its heading, which is between two lines of dashes.
    let with_a_bot = snapshot.splitn(3, "---\n").nth(2).unwrap();
    assert_eq!(picture.trim_end(), with_a_bot.trim_end(), "{name}");
}
