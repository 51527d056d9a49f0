//! Secrets, how they are disguised, and what people read all the same.

use unicode_normalization::UnicodeNormalization;

use crate::id::UserId;
use crate::message::User;
use crate::parameter::Hidden;

/// A secret, and the options each of which hides it.
#[derive(Debug, Clone)]
pub(super) struct Secret {
    pub(super) text: String,
    pub(super) by: Vec<Hidden>,
    /// Told from its digits alone.
    pub(super) is_number: bool,
}

/// How something is written so that programs do not see it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Disguise {
    None,
    Upper,
    Fullwidth,
    ZeroWidth,
    Twins,
    Encoded,
    Words,
}

/// Everything that is secret in one case.
pub(super) struct Secrets {
    pub(super) seed: u32,
    pub(super) all: Vec<Secret>,
}

impl Secrets {
    pub(super) fn word(&mut self, stem: &str, by: &[Hidden]) -> String {
        let word = format!("{stem}{}q{}", self.seed, self.all.len());
        self.add(&word, by, false);
        word
    }

    pub(super) fn add(&mut self, text: &str, by: &[Hidden], is_number: bool) {
        self.all.push(Secret {
            text: text.to_lowercase(),
            by: by.to_vec(),
            is_number,
        });
    }

    pub(super) fn phone(&mut self, form: u8) -> String {
        let last = format!(
            "{:07}",
            4_100_000 + self.seed * 900 + u32::try_from(self.all.len()).unwrap()
        );
        self.add(&last, &[Hidden::Contact], true);
        let (a, b) = last.split_at(3);
        match form {
            0 => format!("+49170{last}"),
            1 => format!("+49 170 {a} {b}"),
            2 => format!("0170/{last}"),
            3 => format!("(0170) {a}-{b}"),
            4 => format!("0049-170-{a}-{b}"),
            5 => format!("+49.170.{a}.{b}"),
            6 => format!(
                "+4 9 1 7 0 {}",
                last.chars()
                    .map(|c| format!("{c} "))
                    .collect::<String>()
                    .trim_end()
            ),
            _ => format!("8 (916) {a}-{}-{}", &b[..2], &b[2..]),
        }
    }

    pub(super) fn mail(&mut self, words: bool) -> String {
        let name = self.word("box", &[Hidden::Contact]);
        if words {
            format!("{name} at example dot com")
        } else {
            format!("{name}@example.com")
        }
    }

    pub(super) fn user(&mut self, id: i64) -> User {
        self.add(&id.to_string(), &[Hidden::Link], true);
        User {
            id: UserId(id),
            is_bot: false,
            first_name: self.word("Given", &[Hidden::Name]),
            last_name: self.word("Family", &[Hidden::Name]),
            username: self.word("user_", &[Hidden::Link]),
            language: "de".to_owned(),
        }
    }
}

pub(super) fn dress(text: &str, disguise: Disguise) -> String {
    match disguise {
        Disguise::None | Disguise::Words => text.to_owned(),
        Disguise::Upper => text.to_uppercase(),
        Disguise::Fullwidth => text
            .chars()
            .map(|c| {
                if c.is_ascii_graphic() {
                    char::from_u32(u32::from(c) + 0xFEE0).unwrap()
                } else {
                    c
                }
            })
            .collect(),
        Disguise::ZeroWidth => text.chars().flat_map(|c| [c, '\u{200B}']).collect(),
        Disguise::Twins => text
            .chars()
            .map(|c| match c {
                'a' => 'а',
                'e' => 'е',
                'o' => 'о',
                'c' => 'с',
                'x' => 'х',
                other => other,
            })
            .collect(),
        Disguise::Encoded => {
            let encoded = text.bytes().map(|byte| {
                if byte.is_ascii_alphanumeric() || byte == b'/' {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            });
            format!("https://example.org/?{}", encoded.collect::<String>())
        }
    }
}

/// What a person reads, independently of the gate's own reading.
pub(super) fn read(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'))
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'а' => 'a',
            'е' => 'e',
            'о' => 'o',
            'с' => 'c',
            'х' => 'x',
            other => other,
        })
        .collect();
    let mut decoded = String::new();
    let mut rest = plain.as_str();
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        match rest
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            Some(byte) if byte.is_ascii() => {
                decoded.push(char::from(byte));
                rest = &rest[at + 3..];
            }
            _ => {
                decoded.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    decoded + rest
}
