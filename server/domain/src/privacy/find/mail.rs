//! E-mail addresses and @names, as they are and as people write them to escape programs.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::super::fold::Folded;
use super::What;

/// What stands for `@` in words, in the languages of the catalogues.
const AT: [&str; 6] = ["at", "ät", "et", "arroba", "собака", "собачка"];

/// What stands for `.` in words.
const DOT: [&str; 5] = ["dot", "punkt", "punto", "точка", "тчк"];

struct Patterns {
    /// Without one of these there is nothing to look for.
    hints: AhoCorasick,
    addresses: [Option<Regex>; 3],
    names: Option<Regex>,
}

fn patterns() -> Option<&'static Patterns> {
    static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
        let words = |words: &[&str]| -> String {
            let folded = words.iter().map(|word| Folded::of(word).text().to_owned());
            folded.collect::<Vec<_>>().join("|")
        };
        let (at, dot) = (words(&AT), words(&DOT));
        let bracketed =
            |words: &str| format!(r"\s*[\[({{<«_*\-]+\s*(?:{words})\s*[\])}}>»_*\-]+\s*");
        let any_dot = format!(
            r"(?:\.|\s+\.\s*|{}|\s+(?:{dot})\s+)",
            bracketed(&format!("{dot}|\\."))
        );
        let word_dot = format!(r"(?:{}|\s+(?:{dot})\s+)", bracketed(&format!("{dot}|\\.")));
        let local = r"[\w.%+\-]*[\w%+\-]";
        let label = r"[\w\-]+";
        let hints = AT.iter().flat_map(|word| {
            let word = Folded::of(word).text().to_owned();
            [
                format!(" {word}"),
                format!("({word}"),
                format!("[{word}"),
                format!("{{{word}"),
                format!("<{word}"),
                format!("«{word}"),
                format!("_{word}"),
                format!("*{word}"),
                format!("-{word}"),
            ]
        });
        let hints: Vec<String> = hints.chain(["@".to_owned(), "(@".to_owned()]).collect();
        Some(Patterns {
            hints: AhoCorasick::new(hints).ok()?,
            addresses: [
                Regex::new(&format!(
                    r"{local}\s*(?:@|{})\s*{label}(?:{any_dot}{label})+",
                    bracketed("@")
                ))
                .ok(),
                Regex::new(&format!(
                    r"{local}{}{label}(?:{any_dot}{label})+",
                    bracketed(&at)
                ))
                .ok(),
                Regex::new(&format!(
                    r"{local}\s+(?:{at})\s+{label}(?:{word_dot}{label})+"
                ))
                .ok(),
            ],
            names: Regex::new(r"@\s?[a-z][a-z0-9_]{3,31}").ok(),
        })
    });
    PATTERNS.as_ref()
}

/// Finds both in a folded text.
pub(super) fn find(text: &str, found: &mut Vec<(What, Range<usize>)>) {
    let Some(patterns) = patterns() else { return };
    if !patterns.hints.is_match(text) {
        return;
    }
    for pattern in patterns.addresses.iter().flatten() {
        let finds = pattern.find_iter(text);
        found.extend(finds.map(|find| (What::Mail, find.range())));
    }
    if text.contains('@')
        && let Some(names) = &patterns.names
    {
        found.extend(
            names
                .find_iter(text)
                .map(|find| (What::Mention, find.range())),
        );
    }
}
