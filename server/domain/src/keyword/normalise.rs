//! One form for all spellings of a text that look the same or differ in case.

use unicode_casefold::UnicodeCaseFold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use crate::text::is_invisible;

/// What texts and words are compared by:
///
/// - characters that show nothing are taken out: zero-width ones, joiners, soft
///   hyphens, marks of writing direction, variation selectors, tags, fillers
///   (`Default_Ignorable_Code_Point`), other format and control characters;
/// - compatibility forms become the plain ones (NFKC): fullwidth, mathematical,
///   circled, superscript letters, ligatures; so do boxed letters, flags' letters
///   and small capitals, for which Unicode has no such form;
/// - upper and lower case become one (full case folding: `ß` is `ss`);
/// - combining marks that make no letter of their own with what stands before
///   them are taken out (`s̲e̲c̲r̲e̲t̲`), while `é`, `й`, `ñ` stay letters of their own,
///   however they are written; marks of single scripts, such as vowel signs, stay;
/// - a run of white space, line breaks included, becomes one space.
///
/// The result normalised again is itself. What is not undone, because it changes
/// what people see: digits in place of letters, spaces or dots between letters.
/// Letters that another script shares with this one are [`super::WordList`]'s
/// matter.
#[must_use]
pub fn normalise(text: &str) -> String {
    if let Some(normal) = everyday(text) {
        return normal;
    }
    normalise_any(text)
}

/// The same for any text.
fn normalise_any(text: &str) -> String {
    let mut normal = pass(text);
    // A pass can make what a further one changes (a filler out of a compatibility
    // form); two or three suffice, the bound is against surprises in the tables.
    for _ in 0..8 {
        let next = pass(&normal);
        if next == normal {
            break;
        }
        normal = next;
    }
    normal
}

/// The same in one go for what nearly all texts are made of: letters of the catalogues' languages,
/// everyday punctuation, emoji. `None` where there is anything else. A test holds that both give the same.
fn everyday(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    for character in text.chars() {
        let plain = match character {
            '!'..='~' => character.to_ascii_lowercase(),
            ' ' | '\t'..='\r' | '\u{A0}' => ' ',
            '\0'..='\u{1F}' | '\u{7F}'..='\u{84}' => continue,
            'à'..='ö' | 'ø'..='ÿ' | 'а'..='я' | 'ё' => character,
            // 0x20 apart, as in ASCII.
            'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => char::from_u32(u32::from(character) + 0x20)?,
            'Ё' => 'ё',
            'ß' => {
                normal.push('s');
                's'
            }
            '¡' | '§' | '«' | '°' | '»' | '¿' | '–' | '—' | '‘'..='„' | '€' => {
                character
            }
            '\u{2600}'..='\u{2712}'
            | '\u{1F300}'..='\u{1F64F}'
            | '\u{1F680}'..='\u{1F6FF}'
            | '\u{1F900}'..='\u{1F9FF}' => character,
            _ => return None,
        };
        if plain != ' ' || !normal.ends_with(' ') {
            normal.push(plain);
        }
    }
    Some(normal)
}

fn pass(text: &str) -> String {
    let decomposed = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain_letter)
        .nfkd();
    let composed = without_loose_marks(decomposed).into_iter().nfkc();
    let folded = composed.case_fold().map(plain_letter).nfkc();
    let mut normal = String::with_capacity(text.len());
    for character in folded {
        if !is_space(character) {
            normal.push(character);
        } else if !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal
}

/// Joins each mark of no particular script to the character before it where the
/// two make a letter, and drops it where they do not. Normalisation alone would
/// leave `é` apart when another mark stands between its two parts.
fn without_loose_marks(decomposed: impl Iterator<Item = char>) -> Vec<char> {
    let mut joined: Vec<char> = Vec::new();
    for character in decomposed {
        if !is_general_mark(character) {
            joined.push(character);
        } else if let Some(last) = joined.last_mut() {
            *last = compose(*last, character).unwrap_or(*last);
        }
    }
    joined
}

fn is_space(character: char) -> bool {
    // The empty braille pattern is as blank as a space.
    character.is_whitespace() || character == '\u{2800}'
}

/// Combining marks of no particular script.
pub(crate) fn is_general_mark(character: char) -> bool {
    matches!(u32::from(character),
        0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// The plain letter of a dressed-up one for which Unicode has no compatibility
/// form.
pub(crate) fn plain_letter(character: char) -> char {
    const SMALL_CAPITALS: [(char, char); 25] = [
        ('ᴀ', 'a'),
        ('ʙ', 'b'),
        ('ᴄ', 'c'),
        ('ᴅ', 'd'),
        ('ᴇ', 'e'),
        ('ꜰ', 'f'),
        ('ɢ', 'g'),
        ('ʜ', 'h'),
        ('ɪ', 'i'),
        ('ᴊ', 'j'),
        ('ᴋ', 'k'),
        ('ʟ', 'l'),
        ('ᴍ', 'm'),
        ('ɴ', 'n'),
        ('ᴏ', 'o'),
        ('ᴘ', 'p'),
        ('ʀ', 'r'),
        ('ꜱ', 's'),
        ('ᴛ', 't'),
        ('ᴜ', 'u'),
        ('ᴠ', 'v'),
        ('ᴡ', 'w'),
        ('ʏ', 'y'),
        ('ᴢ', 'z'),
        ('ı', 'i'),
    ];
    let code = u32::from(character);
    let letter = |first: u32| u8::try_from(code - first).map(|n| char::from(b'a' + n));
    let plain = match code {
        0x1F150..=0x1F169 => letter(0x1F150),
        0x1F170..=0x1F189 => letter(0x1F170),
        0x1F1E6..=0x1F1FF => letter(0x1F1E6),
        0x0080.. => {
            return SMALL_CAPITALS
                .iter()
                .find(|(dressed, _)| *dressed == character)
                .map_or(character, |(_, letter)| *letter);
        }
        _ => return character,
    };
    plain.unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_gives_the_same(
            text in "[ -~\t\n\u{0}-\u{85}\u{A0}-\u{FF}А-яЁёà-ÿ–—‘-„€\u{2600}-\u{2712}\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}]{0,24}",
        ) {
            if let Some(short) = everyday(&text) {
                prop_assert_eq!(short, normalise_any(&text), "{:?}", text);
            }
        }
    }

    #[test]
    fn each_character_of_the_short_way_gives_the_same() {
        let mut count = 0;
        for character in ('\0'..='\u{1FFFF}').chain('\u{20000}'..='\u{20010}') {
            for text in [format!("{character}"), format!("a{character}a")] {
                if let Some(short) = everyday(&text) {
                    count += 1;
                    assert_eq!(short, normalise_any(&text), "{character:?}");
                }
            }
        }
        assert!(count > 1000);
    }
}
