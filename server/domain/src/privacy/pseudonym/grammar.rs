//! An adjective and a noun as each language puts them together.

use super::words::Row;
use crate::catalogue::Language;

/// Grammatical gender of a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// The lists' column of a language.
pub(super) const fn column(language: Language) -> usize {
    match language {
        Language::En => 0,
        Language::De => 1,
        Language::Ru => 2,
        Language::Es => 3,
    }
}

/// The two as one name, in the nominative.
pub(super) fn name(adjective: &Row, noun: &Row, language: Language) -> String {
    let adjective = adjective[column(language)].as_str();
    let (noun, gender) = gendered(&noun[column(language)]);
    match language {
        Language::En => format!("{adjective} {noun}"),
        Language::De => format!("{adjective}{} {noun}", german_ending(gender)),
        Language::Ru => format!("{} {noun}", russian(adjective, gender)),
        Language::Es => format!("{} {}", capitalised(noun), spanish(adjective, gender)),
    }
}

/// A noun and the gender that stands behind it.
pub(super) fn gendered(noun: &str) -> (&str, Gender) {
    match noun.rsplit_once(' ') {
        Some((noun, "f")) => (noun, Gender::Feminine),
        Some((noun, "n")) => (noun, Gender::Neuter),
        Some((noun, "m")) => (noun, Gender::Masculine),
        // English has none.
        _ => (noun, Gender::Masculine),
    }
}

/// Without an article the ending tells the gender.
const fn german_ending(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "er",
        Gender::Feminine => "e",
        Gender::Neuter => "es",
    }
}

fn russian(masculine: &str, gender: Gender) -> String {
    let Some((at, ending)) = masculine.char_indices().nth_back(1) else {
        return masculine.to_owned();
    };
    let stem = &masculine[..at];
    let before = stem.chars().last().unwrap_or_default();
    // After these letters `ий` is a matter of spelling, elsewhere of a soft stem.
    let is_soft = ending == 'и' && !"кгхжшщч".contains(before);
    let is_hissing = "жшщч".contains(before) && ending == 'и';
    let ending = match gender {
        Gender::Masculine => return masculine.to_owned(),
        Gender::Feminine if is_soft => "яя",
        Gender::Feminine => "ая",
        Gender::Neuter if is_soft || is_hissing => "ее",
        Gender::Neuter => "ое",
    };
    format!("{stem}{ending}")
}

fn spanish(adjective: &str, gender: Gender) -> String {
    let (masculine, feminine) = match adjective.split_once('/') {
        Some((masculine, feminine)) => (masculine, Some(feminine)),
        None => (adjective, None),
    };
    match (gender, feminine) {
        (Gender::Masculine | Gender::Neuter, _) => masculine.to_owned(),
        (Gender::Feminine, Some(feminine)) => feminine.to_owned(),
        (Gender::Feminine, None) => match masculine.strip_suffix('o') {
            Some(stem) => format!("{stem}a"),
            None if masculine.ends_with("or") => format!("{masculine}a"),
            None => masculine.to_owned(),
        },
    }
}

fn capitalised(noun: &str) -> String {
    let mut letters = noun.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
