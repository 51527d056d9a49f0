//! The formatting syntax for texts that people type in a file, at the command
//! line or into the setup bot: a part of what Telegram's own apps understand.
//!
//! | typed | becomes |
//! |---|---|
//! | `**bold**` | bold |
//! | `__italic__` | italic |
//! | `~~struck~~` | struck through |
//! | `||hidden||` | spoiler |
//! | `` `code` `` | code; nothing inside has a meaning |
//! | ```` ```language⏎code``` ```` | a code block; the first line may name the language |
//! | `[text](https://…)` | a link; also `http`, `tg`, `mailto`, `tel` |
//! | `{name}` | a place-holder, where the text takes one by that name |
//! | `{{` `}}` | a brace |
//! | `\n` | a line break, as a real one |
//! | `\` and another character | that character without a meaning; `\**` the whole mark |
//!
//! Marks nest, but do not cross. A mark that is not closed is an error rather
//! than a text with stray asterisks at a customer's.

use crate::message::{Entity, FormattedText};

/// What is wrong with a typed text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A mark without its end.
    #[error("`{0}` is opened and not closed; write `\\{0}` for the characters themselves")]
    Unclosed(&'static str),
    /// Two marks that cross.
    #[error("`{0}` ends inside another mark that began within it")]
    Crossing(&'static str),
    /// A place-holder that this text does not take.
    #[error(
        "`{{{0}}}` is not a placeholder here; there is {{title}}, and `{{{{` for a brace itself"
    )]
    UnknownPlaceholder(String),
    /// A brace without its counterpart.
    #[error("a single `{0}` has no meaning; write it twice for a brace")]
    StrayBrace(char),
    /// A link to something that a link may not lead to.
    #[error(
        "`{0}` is no address for a link: it begins with https://, http://, tg://, mailto: or tel:"
    )]
    BadLink(String),
}

/// A place-holder's name and the character that stands for it in the result,
/// for [`super::substitute`]. The character is dropped from the typed text.
pub type Placeholder<'a> = (&'a str, char);

/// Marks that stand in pairs, and what they become.
const PAIRS: [(&str, &str); 4] = [
    ("**", "bold"),
    ("__", "italic"),
    ("~~", "strikethrough"),
    ("||", "spoiler"),
];

/// Reads a typed text.
///
/// # Errors
/// See [`Error`]; nothing is guessed.
pub fn parse(source: &str, placeholders: &[Placeholder<'_>]) -> Result<FormattedText, Error> {
    let mut reader = Reader {
        rest: source,
        placeholders,
        ..Reader::default()
    };
    while reader.step()? {}
    match reader.open.pop() {
        Some(open) => Err(Error::Unclosed(open.mark)),
        None => {
            super::sort(&mut reader.entities);
            Ok(FormattedText {
                text: reader.text,
                entities: reader.entities,
            })
        }
    }
}

/// A mark that waits for its end.
struct Open {
    mark: &'static str,
    offset: usize,
}

#[derive(Default)]
struct Reader<'a> {
    rest: &'a str,
    placeholders: &'a [Placeholder<'a>],
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
}

// === impl Reader ===

impl<'a> Reader<'a> {
    /// Takes one piece; false at the end.
    fn step(&mut self) -> Result<bool, Error> {
        let Some(first) = self.rest.chars().next() else {
            return Ok(false);
        };
        match first {
            '\\' => self.escape(),
            '{' | '}' => self.brace(first)?,
            '`' => self.code()?,
            '[' if self.looks_like_link() => {
                self.skip(1);
                self.open.push(Open {
                    mark: "[",
                    offset: self.units,
                });
            }
            ']' if self.rest.starts_with("](") && self.open.iter().any(|open| open.mark == "[") => {
                self.link()?;
            }
            _ => match PAIRS.iter().find(|(mark, _)| self.rest.starts_with(mark)) {
                Some((mark, kind)) => {
                    self.skip(mark.len());
                    self.pair(mark, kind)?;
                }
                None => {
                    self.skip(first.len_utf8());
                    self.put(first);
                }
            },
        }
        Ok(true)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    /// Writes a character, unless it is one that stands for a place-holder.
    fn put(&mut self, character: char) {
        if self
            .placeholders
            .iter()
            .all(|(_, stand_in)| *stand_in != character)
        {
            self.write(character);
        }
    }

    fn write(&mut self, character: char) {
        self.text.push(character);
        self.units += character.len_utf16();
    }

    fn escape(&mut self) {
        self.skip(1);
        let Some(next) = self.rest.chars().next() else {
            return self.put('\\');
        };
        self.skip(next.len_utf8());
        match next {
            'n' => self.put('\n'),
            // The second of a doubled mark would begin a single one's meaning:
            // `\**` is two asterisks.
            '*' | '_' | '~' | '|' if self.rest.starts_with(next) => {
                self.skip(1);
                self.put(next);
                self.put(next);
            }
            _ => self.put(next),
        }
    }

    fn brace(&mut self, brace: char) -> Result<(), Error> {
        self.skip(1);
        if self.rest.starts_with(brace) {
            self.skip(1);
            self.put(brace);
            return Ok(());
        }
        let name = match self.rest.split_once('}') {
            Some((name, _)) if brace == '{' => name,
            _ => return Err(Error::StrayBrace(brace)),
        };
        let Some((_, stand_in)) = self.placeholders.iter().find(|(known, _)| *known == name) else {
            return Err(Error::UnknownPlaceholder(name.chars().take(32).collect()));
        };
        self.skip(name.len() + 1);
        self.write(*stand_in);
        Ok(())
    }

    fn code(&mut self) -> Result<(), Error> {
        let mark = if self.rest.starts_with("```") {
            "```"
        } else {
            "`"
        };
        self.skip(mark.len());
        let Some((inside, rest)) = self.rest.split_once(mark) else {
            return Err(Error::Unclosed(mark));
        };
        self.rest = rest;
        let (language, inside) = if mark == "```" {
            code_block(inside)
        } else {
            ("", inside)
        };
        let offset = self.units;
        inside.chars().for_each(|character| self.put(character));
        let kind = if mark == "```" { "pre" } else { "code" };
        self.entity(Entity {
            kind: kind.to_owned(),
            offset,
            language: language.to_owned(),
            ..Entity::default()
        });
        Ok(())
    }

    /// Whether a bracket begins a link: its counterpart is followed by an address.
    fn looks_like_link(&self) -> bool {
        match self.rest.split_once("](") {
            Some((inside, address)) => !inside[1..].contains('[') && address.contains(')'),
            None => false,
        }
    }

    fn link(&mut self) -> Result<(), Error> {
        let offset = self.close("[")?;
        self.skip("](".len());
        let Some((address, rest)) = self.rest.split_once(')') else {
            return Err(Error::Unclosed("["));
        };
        if !is_address(address) {
            return Err(Error::BadLink(address.chars().take(64).collect()));
        }
        self.rest = rest;
        self.entity(Entity {
            kind: "text_link".to_owned(),
            offset,
            url: address.to_owned(),
            ..Entity::default()
        });
        Ok(())
    }

    fn pair(&mut self, mark: &'static str, kind: &str) -> Result<(), Error> {
        if self.open.iter().any(|open| open.mark == mark) {
            let offset = self.close(mark)?;
            self.entity(Entity {
                kind: kind.to_owned(),
                offset,
                ..Entity::default()
            });
        } else {
            self.open.push(Open {
                mark,
                offset: self.units,
            });
        }
        Ok(())
    }

    /// Ends the mark opened last, which must be this one.
    fn close(&mut self, mark: &'static str) -> Result<usize, Error> {
        match self.open.pop() {
            Some(open) if open.mark == mark => Ok(open.offset),
            Some(_) | None => Err(Error::Crossing(mark)),
        }
    }

    /// Adds an entity that reaches up to here; one that covers nothing is left out.
    fn entity(&mut self, entity: Entity) {
        let length = self.units - entity.offset;
        if length > 0 {
            self.entities.push(Entity { length, ..entity });
        }
    }
}

/// A code block's language, where its first line is one word, and its code.
fn code_block(inside: &str) -> (&str, &str) {
    let (first, code) = inside.split_once('\n').unwrap_or(("", inside));
    let first = first.trim_end();
    let is_language = first.len() <= 32
        && first
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-'));
    let (language, code) = if is_language {
        (first, code)
    } else {
        ("", inside)
    };
    (language, code.strip_suffix('\n').unwrap_or(code))
}

fn is_address(address: &str) -> bool {
    const SCHEMES: [&str; 5] = ["https://", "http://", "tg://", "mailto:", "tel:"];
    let has_scheme = SCHEMES.iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    });
    has_scheme && !address.chars().any(|c| c.is_whitespace() || c.is_control())
}
