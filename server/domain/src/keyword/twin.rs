//! Letters that look like Latin ones.

use unicode_normalization::UnicodeNormalization;

use super::is_general_mark;

/// A text with Latin letters for all that look like them, without marks on Latin ones. It has the same
/// characters as what it was made from, one for one.
#[derive(Debug)]
pub(super) struct Skeleton {
    text: String,
    /// Where each character begins; empty where that is the same as its number.
    at: Vec<usize>,
}

/// The skeleton of a normal text.
pub(super) fn skeleton(normal: &str) -> Skeleton {
    if normal.is_ascii() {
        return Skeleton {
            text: normal.to_owned(),
            at: Vec::new(),
        };
    }
    let mut text = String::with_capacity(normal.len());
    let mut at = Vec::with_capacity(normal.len());
    for character in normal.chars() {
        at.push(text.len());
        text.push(bare(latin_twin(character)));
    }
    Skeleton { text, at }
}

/// The Latin letter without its mark.
fn bare(letter: char) -> char {
    match u32::from(letter) {
        0x00C0..=0x024F | 0x1E00..=0x1EFF => {
            let mut parts = std::iter::once(letter).nfd();
            match (parts.next(), parts.next()) {
                (Some(base), Some(mark)) if is_general_mark(mark) => base,
                _ => letter,
            }
        }
        _ => letter,
    }
}

// === impl Skeleton ===

impl Skeleton {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// Where this character begins, in bytes.
    pub(super) fn at(&self, index: usize) -> usize {
        self.at.get(index).copied().unwrap_or(index)
    }
}

/// The Latin letter that looks like this folded one, in either case.
pub(crate) fn latin_twin(character: char) -> char {
    match character {
        '\0'..='\u{24F}' => character,
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'ь' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'г' => 'r',
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'и' | 'υ' => 'u',
        'ѵ' | 'ν' => 'v',
        'ш' | 'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' => 'y',
        'ζ' => 'z',
        'ё' => 'ë',
        'ї' => 'ï',
        'ɩ' => 'i',
        'ɡ' => 'g',
        // The rest of everyday Cyrillic and Greek looks like nothing else.
        'а'..='я' | 'α'..='ω' => character,
        _ => rare_twin(character),
    }
}

/// Unicode's list of what is taken for what (UTS #39), as far as it names one Latin letter.
fn rare_twin(character: char) -> char {
    let is_letter_like = character.is_alphabetic() && u32::from(character) < 0x1_1000;
    if !is_letter_like {
        return character;
    }
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    let mut twin = unicode_security::skeleton(text);
    match (twin.next(), twin.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => letter.to_ascii_lowercase(),
        _ => character,
    }
}
