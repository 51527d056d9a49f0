//! What is secret in a play, how it is written, and what people read all the same.

use unicode_normalization::UnicodeNormalization as _;

use crate::random::Random;

/// What `HIDE_INFO` can hide.
pub(super) const OPTIONS: [&str; 7] = [
    "name", "title", "link", "command", "contact", "mention", "forward",
];

/// Something that only those may see whom it is meant for.
#[derive(Debug, Clone)]
pub(super) struct Secret {
    /// In lower case; of numbers only the digits.
    text: String,
    /// The options each of which hides it.
    by: &'static [&'static str],
    /// Told from its digits alone, however they are parted.
    is_number: bool,
}

/// Everything that is secret in one play.
pub(super) struct Secrets {
    stamp: u64,
    all: Vec<Secret>,
}

// === impl Secrets ===

impl Secrets {
    pub(super) const fn new(stamp: u64) -> Self {
        Self {
            stamp,
            all: Vec::new(),
        }
    }

    /// A word that stands nowhere else.
    pub(super) fn word(&mut self, stem: &str, by: &'static [&'static str]) -> String {
        let word = format!("{stem}q{}z{}", self.stamp % 1_000, self.all.len());
        self.add(&word, by, false);
        word
    }

    /// A number of Telegram's that is somebody's.
    pub(super) fn id(&mut self, id: i64) {
        self.add(&id.to_string(), &["link"], true);
    }

    fn add(&mut self, text: &str, by: &'static [&'static str], is_number: bool) {
        self.all.push(Secret {
            text: text.to_lowercase(),
            by,
            is_number,
        });
    }

    /// A phone number in one of the notations that people use.
    pub(super) fn phone(&mut self, random: &mut Random) -> String {
        let last = format!(
            "{:07}",
            3_000_000 + self.stamp % 1_000 * 4_000 + self.all.len() as u64
        );
        self.add(&last, &["contact"], true);
        let (a, b) = last.split_at(3);
        match random.below(6) {
            0 => format!("+49170{last}"),
            1 => format!("+49 170 {a} {b}"),
            2 => format!("0170/{last}"),
            3 => format!("(0170) {a}-{b}"),
            4 => format!("+49.170.{a}.{b}"),
            _ => format!("0049-170-{a}-{b}"),
        }
    }

    pub(super) fn mail(&mut self) -> String {
        format!("{}@example.com", self.word("box", &["contact"]))
    }

    /// Those of them that are hidden and that stand in what somebody saw.
    pub(super) fn seen_in(&self, shown: &str, hidden: &[&str]) -> Vec<String> {
        let shown = read(shown);
        let digits: String = shown
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')'))
            .collect();
        let mine = self.all.iter().filter(|secret| {
            let is_seen = if secret.is_number {
                digits.contains(&secret.text)
            } else {
                shown.contains(&secret.text)
            };
            is_seen && secret.by.iter().any(|by| hidden.contains(by))
        });
        mine.map(|secret| format!("{} ({:?})", secret.text, secret.by))
            .collect()
    }
}

/// Writes it so that programs overlook it and people do not.
pub(super) fn dress(text: &str, random: &mut Random) -> String {
    match random.below(6) {
        0 => text.to_uppercase(),
        1 => text
            .chars()
            .map(|c| match u32::from(c) {
                code @ 0x21..=0x7E => char::from_u32(code + 0xFEE0).unwrap(),
                _ => c,
            })
            .collect(),
        2 => text.chars().flat_map(|c| [c, '\u{200B}']).collect(),
        3 => text
            .chars()
            .map(|c| match c {
                'a' => 'а',
                'e' => 'е',
                'o' => 'о',
                'x' => 'х',
                other => other,
            })
            .collect(),
        _ => text.to_owned(),
    }
}

/// What a person reads, told apart from how the gate reads.
fn read(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200B}'))
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'а' => 'a',
            'е' => 'e',
            'о' => 'o',
            'х' => 'x',
            other => other,
        })
        .collect()
}
