//! A text as it is read, with where each letter of it stands in the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Mask, is_on};
use crate::keyword::{is_general_mark, latin_twin, plain_letter};
use crate::text::is_invisible;

/// A text without disguises: lower case, compatibility forms plain, letters of other scripts that look
/// Latin as the Latin ones, digits of all scripts as `0`–`9`, without what nobody sees and without loose
/// marks.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// For each byte of it, which stretch of the original it is from.
    from: Vec<(u32, u32)>,
    digits: usize,
}

// === impl Folded ===

impl Folded {
    pub(super) fn of(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            from: Vec::with_capacity(original.len()),
            digits: 0,
        };
        let mut at = 0;
        let is_on = is_on(Mask::Disguise);
        for character in original.chars() {
            let end = at + if u32::from(character) > 0xFFFF { 2 } else { 1 };
            if is_on {
                folded.take(character, (at, end));
            } else {
                folded.push(character.to_ascii_lowercase(), (at, end));
                folded.digits += usize::from(character.is_ascii_digit());
            }
            at = end;
        }
        folded
    }

    /// As it is read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many digits there are.
    pub(super) const fn digits(&self) -> usize {
        self.digits
    }

    /// Where in the original these bytes come from, in UTF-16 code units.
    pub(super) fn original(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let first = self.from.get(bytes.start)?;
        let last = self.from.get(bytes.end.checked_sub(1)?)?;
        Some(first.0 as usize..last.1 as usize)
    }

    fn take(&mut self, character: char, stretch: (u32, u32)) {
        match character {
            ' '..='~' => {
                self.digits += usize::from(character.is_ascii_digit());
                self.push(character.to_ascii_lowercase(), stretch);
            }
            '\t' | '\n' | '\r' => self.push(character, stretch),
            // Most of what is written in Russian.
            'А'..='Я' => {
                let lower = char::from_u32(u32::from(character) + 0x20).unwrap_or(character);
                self.push(latin_twin(lower), stretch);
            }
            'а'..='я' => self.push(latin_twin(character), stretch),
            _ => self.take_rare(character, stretch),
        }
    }

    fn take_rare(&mut self, character: char, stretch: (u32, u32)) {
        if is_invisible(character) || is_general_mark(character) {
            // What hangs on a letter goes with it.
            if let Some(last) = self.from.last().copied() {
                let begins = self.from.iter_mut().rev();
                for one in begins.take_while(|one| one.0 == last.0) {
                    one.1 = stretch.1;
                }
            }
            return;
        }
        if let Some(digit) = digit(character) {
            self.digits += 1;
            self.push(digit, stretch);
            return;
        }
        for plain in std::iter::once(plain_letter(character)).nfkd() {
            if is_general_mark(plain) || is_invisible(plain) {
                continue;
            }
            for lower in plain.to_lowercase().map(plain_letter).map(latin_twin) {
                if is_general_mark(lower) {
                    continue;
                }
                let lower = digit(lower).unwrap_or(lower);
                self.digits += usize::from(lower.is_ascii_digit());
                self.push(if lower.is_whitespace() { ' ' } else { lower }, stretch);
            }
        }
    }

    fn push(&mut self, character: char, stretch: (u32, u32)) {
        self.text.push(character);
        for _ in 0..character.len_utf8() {
            self.from.push(stretch);
        }
    }
}

/// A decimal digit of another script or shape.
fn digit(character: char) -> Option<char> {
    /// The zeros of the scripts in whose digits people write numbers (general category `Nd`).
    const ZEROS: [u32; 24] = [
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
        0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2,
        0x1D7EC, 0x1D7F6,
    ];
    let code = u32::from(character);
    // Circled and bracketed ones begin at one.
    const ONES: [u32; 8] = [
        0x2460,
        0x2474,
        0x2488,
        0x24F5,
        0x2776,
        0x2780,
        0x278A,
        0x1F101 + 1,
    ];
    let of = |value: u32| char::from_digit(value, 10);
    if code < 0x0660 {
        return match character {
            '²' => Some('2'),
            '³' => Some('3'),
            '¹' => Some('1'),
            _ => None,
        };
    }
    if matches!(character, '⓪' | '⓿' | '🄀' | '🄁' | '⁰' | '₀') {
        return Some('0');
    }
    let script = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code));
    script.map_or_else(
        || {
            let one = ONES.iter().find(|one| (**one..**one + 9).contains(&code))?;
            of(code - one + 1)
        },
        |zero| of(code - zero),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_are_undone_and_places_kept() {
        for (written, read) in [
            ("Ann@Example.COM", "ann@example.com"),
            ("ａｎｎ＠ｅｘ．ｃｏｍ", "ann@ex.com"),
            ("t\u{200B}.m\u{2060}e", "t.me"),
            ("т.ме", "t.me"),
            ("1️⃣2️⃣", "12"),
            ("①②③", "123"),
            ("٠١٢", "012"),
            ("𝟎𝟏𝟐", "012"),
            ("𝐚𝒏𝓷", "ann"),
            ("🅰🅽", "an"),
            ("a̲n̲n̲", "ann"),
        ] {
            assert_eq!(Folded::of(written).text(), read, "{written}");
        }
        let folded = Folded::of("😀 t\u{200B}.me");
        let at = folded.text().find("t.me").unwrap();
        assert_eq!(folded.original(at..at + 4), Some(3..8));
    }
}
