//! Text of others on our terminal. Titles, names and messages of the server may hold control
//! characters, which a terminal would obey, and marks that turn the direction of what follows.

/// The text on one line: control characters, line breaks too, are shown as escapes.
#[must_use]
pub(crate) fn line(text: &str) -> String {
    escaped(text, false)
}

/// The text with its line breaks; other control characters are shown as escapes.
#[must_use]
pub(crate) fn lines(text: &str) -> String {
    escaped(text, true)
}

fn escaped(text: &str, keeps_lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' if keeps_lines => shown.push('\n'),
            _ if character.is_control() || turns_direction(character) => {
                shown.extend(character.escape_default());
            }
            _ => shown.push(character),
        }
    }
    shown
}

const fn turns_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(line("Eve\u{1b}[2J\u{9b}31m\n"), r"Eve\u{1b}[2J\u{9b}31m\n");
        assert_eq!(line("abc\u{202e}txt.exe"), r"abc\u{202e}txt.exe");
        assert_eq!(lines("a\r\nb"), "a\\r\nb");
        assert_eq!(line("Zoë 🟪 \u{5d0}\u{5d1}"), "Zoë 🟪 \u{5d0}\u{5d1}");
    }
}
