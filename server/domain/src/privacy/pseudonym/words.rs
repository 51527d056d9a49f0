//! The lists of words, read once.

use std::sync::LazyLock;

/// A word in the four languages, in the order of the lists' columns.
pub(super) type Row = [String; 4];

/// All lists. A test holds that each has as many rows as the sizes promise.
pub(super) struct Words {
    pub(super) adjectives: Vec<Row>,
    pub(super) animals: Vec<Row>,
    pub(super) places: Vec<Row>,
    pub(super) origins: Vec<Row>,
}

/// The lists.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
        adjectives: read(include_str!("../../../names/adjectives.txt")),
        animals: read(include_str!("../../../names/animals.txt")),
        places: read(include_str!("../../../names/places.txt")),
        origins: read(include_str!("../../../names/origins.txt")),
    });
    &WORDS
}

fn read(list: &str) -> Vec<Row> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| {
        let columns: Vec<String> = line.split('|').map(|word| word.trim().to_owned()).collect();
        columns.try_into().ok()
    });
    rows.collect()
}
