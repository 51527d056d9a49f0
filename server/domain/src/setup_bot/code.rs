//! A login code as a person types it into a chat.
//!
//! Telegram watches for its login codes in messages and withdraws one that it sees: whoever
//! asks for a code in a chat may be a swindler. So a code is typed in pieces, and one that was
//! sent as it is does not work any more.

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// The code, put together.
    Code(String),
    /// The code as it is, in one piece: Telegram has withdrawn it.
    Bare,
    /// So many digits, and the code has another number of them.
    Length(u32),
    /// Nothing that could be one.
    Nothing,
}

/// A piece of so many digits is a code as it is, where its length is not told.
const SHORTEST: usize = 5;

/// What was typed; the code has so many characters, 0 = not known.
#[must_use]
pub(super) fn typed(text: &str, length: u32) -> Typed {
    let pieces = text.split(|c: char| !c.is_ascii_digit());
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    let code = pieces.concat();
    let count = u32::try_from(code.len()).unwrap_or(u32::MAX);
    let whole = if length == 0 {
        SHORTEST
    } else {
        length as usize
    };
    if pieces.iter().any(|piece| piece.len() >= whole) {
        return Typed::Bare;
    }
    match pieces.len() {
        // Codes by SMS can be a word or a phrase.
        0 => {
            let words = text.trim();
            if words.chars().any(char::is_alphabetic) && length == 0 {
                Typed::Code(words.to_owned())
            } else {
                Typed::Nothing
            }
        }
        _ if length != 0 && count != length => Typed::Length(count),
        // A code of one digit could not be in pieces, and there is none.
        1 => Typed::Bare,
        _ => Typed::Code(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_separators_will_do() {
        for text in [
            "1-2-3-4-5",
            "1 2 3 4 5",
            " 12-345 ",
            "1.2,3/4_5",
            "1\n2\n3\n4\n5",
            "1 – 2 – 3 – 4 – 5",
            "code: 1a2b3c4d5",
        ] {
            assert_eq!(typed(text, 5), Typed::Code("12345".to_owned()), "{text}");
            assert_eq!(typed(text, 0), Typed::Code("12345".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_code_in_one_piece_is_known_as_withdrawn() {
        let forwarded = "Login code: 12345. Do not give this code to anyone, even if they say \
                         they are from Telegram! It works for 24 hours.";
        for text in ["12345", " 12345\n", "12345.", "G-12345", forwarded] {
            assert_eq!(typed(text, 5), Typed::Bare, "{text}");
            assert_eq!(typed(text, 0), Typed::Bare, "{text}");
        }
    }

    #[test]
    fn what_has_another_length_is_no_code() {
        assert_eq!(typed("1-2-3-4", 5), Typed::Length(4));
        assert_eq!(typed("1234", 5), Typed::Length(4));
        assert_eq!(typed("1-2-3-4-5-6", 5), Typed::Length(6));
    }

    #[test]
    fn a_word_is_a_code_where_the_length_is_not_told() {
        assert_eq!(typed(" orange ", 0), Typed::Code("orange".to_owned()));
        assert_eq!(typed("orange", 5), Typed::Nothing);
        assert_eq!(typed("", 0), Typed::Nothing);
        assert_eq!(typed("- -", 0), Typed::Nothing);
    }
}
