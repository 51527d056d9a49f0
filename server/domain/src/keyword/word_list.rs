//! Forbidden words.

use std::fmt;
use std::str::FromStr;

use super::quoted::{Scanner, quote};
use super::{Error, MAX_WORDS, normalise};

/// Words, one of which makes a text a forbidden one.
///
/// Beyond what [`normalise`] undoes, letters that look the same in Latin,
/// Cyrillic and Greek writing are taken for one another where that is a trick
/// and not a language: where a run of letters mixes the scripts (`pаssword` with
/// a Cyrillic а), or where the match takes up whole runs. So `cop` does not
/// forbid the Russian `сорок`, in which one could read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordList {
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As it was typed.
    text: String,
    normal: String,
    /// The normal form with Latin letters for all that look like them.
    skeleton: String,
}

/// Which of the scripts that share letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

/// A text prepared for finding look-alikes.
struct Disguised {
    skeleton: String,
    /// The same, for counting by characters.
    characters: Vec<char>,
    /// For each character, which run of letters it is in; `None` outside of any.
    run: Vec<Option<usize>>,
    /// For each run, whether it mixes scripts.
    is_mixed: Vec<bool>,
}

// === impl WordList ===

impl WordList {
    /// The first word of the list that the text holds, as it was typed.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&str> {
        if self.words.is_empty() {
            return None;
        }
        let normal = normalise(text);
        let disguised = Disguised::new(&normal);
        self.words
            .iter()
            .find(|word| normal.contains(&word.normal) || disguised.holds(&word.skeleton))
            .map(|word| word.text.as_str())
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words as they were typed.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }
}

impl FromStr for WordList {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut scanner = Scanner::new(text);
        let mut words = Vec::new();
        loop {
            words.push(Word::new(scanner.string()?)?);
            if words.len() > MAX_WORDS {
                return Err(Error::TooMany);
            }
            if !scanner.comma()? {
                return Ok(Self { words });
            }
        }
    }
}

/// The canonical spelling, which reads back as the same list; nothing for no words.
impl fmt::Display for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.words().map(quote).collect();
        f.write_str(&words.join(", "))
    }
}

// === impl Word ===

impl Word {
    fn new(text: String) -> Result<Self, Error> {
        let normal = normalise(&text).trim().to_owned();
        if normal.is_empty() {
            return Err(Error::Empty);
        }
        let skeleton = normal.chars().map(latin_twin).collect();
        Ok(Self {
            text,
            normal,
            skeleton,
        })
    }
}

// === impl Disguised ===

impl Disguised {
    fn new(normal: &str) -> Self {
        let mut run = Vec::new();
        let mut is_mixed: Vec<bool> = Vec::new();
        let mut script = None;
        let mut is_inside = false;
        for character in normal.chars() {
            if !character.is_alphabetic() {
                run.push(None);
                is_inside = false;
                continue;
            }
            if !is_inside {
                is_mixed.push(false);
                script = None;
                is_inside = true;
            }
            let own = script_of(character);
            if let (Some(before), Some(now), Some(mixed)) = (script, own, is_mixed.last_mut()) {
                *mixed |= before != now;
            }
            script = script.or(own);
            run.push(Some(is_mixed.len() - 1));
        }
        let characters: Vec<char> = normal.chars().map(latin_twin).collect();
        Self {
            skeleton: characters.iter().collect(),
            characters,
            run,
            is_mixed,
        }
    }

    fn holds(&self, word: &str) -> bool {
        if !self.skeleton.contains(word) {
            return false;
        }
        let word: Vec<char> = word.chars().collect();
        self.characters
            .windows(word.len())
            .enumerate()
            .any(|(start, window)| window == word && self.is_trick(start, start + word.len()))
    }

    /// Whether this stretch touches a run of mixed scripts or is whole runs.
    fn is_trick(&self, start: usize, end: usize) -> bool {
        let touched = &self.run[start..end];
        touched.iter().flatten().any(|run| self.is_mixed[*run])
            || (self.is_border(start) && self.is_border(end))
    }

    /// Whether no run of letters goes on over this position.
    fn is_border(&self, position: usize) -> bool {
        let before = position.checked_sub(1).and_then(|at| self.run[at]);
        let behind = self.run.get(position).copied().flatten();
        before.is_none() || before != behind
    }
}

fn script_of(character: char) -> Option<Script> {
    match u32::from(character) {
        0x0041..=0x024F | 0x1E00..=0x1EFF => Some(Script::Latin),
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Some(Script::Greek),
        0x0400..=0x052F | 0x1C80..=0x1C8F => Some(Script::Cyrillic),
        _ => None,
    }
}

/// The Latin letter that looks like this folded one, in either case.
fn latin_twin(character: char) -> char {
    match character {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' => 'y',
        'ζ' => 'z',
        'ё' => 'ë',
        'ї' => 'ï',
        _ => character,
    }
}
