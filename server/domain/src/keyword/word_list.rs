//! Forbidden words.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::disguise::Disguised;
use super::quoted::{Scanner, quote};
use super::twin::skeleton;
use super::{Error, MAX_WORDS, is_whole, normalise};

/// Words, one of which makes a text a forbidden one.
///
/// Beyond what [`normalise`] undoes, letters that look the same in Latin, Cyrillic, Greek and other
/// writing are taken for one another where that is a trick and not a language: where a run of letters
/// mixes the scripts (`pаssword` with a Cyrillic а) or has letters of no language's own, or where the
/// match takes up whole runs. So `cop` does not forbid the Russian `сорок`, in which one could read it.
/// Letters with marks are letters of their own (`año` is not `ano`), unless several different ones stand
/// in one word (`sèçrét`).
///
/// All words are looked for at once, in time that does not grow with their number.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    words: Vec<Word>,
    /// Finds the words' skeletons; `None` without words.
    searcher: Option<Arc<AhoCorasick>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As it was typed.
    text: String,
    is_whole: bool,
    normal: String,
}

// === impl WordList ===

impl WordList {
    /// The first word of the list that the text holds, as it was typed.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&str> {
        let searcher = self.searcher.as_ref()?;
        let normal = normalise(text);
        let skeleton = skeleton(&normal);
        // Most texts hold none, and are done with here.
        if !searcher.is_match(skeleton.as_str()) {
            return None;
        }
        let disguised = Disguised::new(&normal, &skeleton);
        let mut first: Option<usize> = None;
        for found in searcher.find_overlapping_iter(skeleton.as_str()) {
            let index = found.pattern().as_usize();
            if first.is_some_and(|first| first <= index) {
                continue;
            }
            let Some(word) = self.words.get(index) else {
                continue;
            };
            if disguised.shows(&word.normal, found.range())
                && (!word.is_whole || is_whole(skeleton.as_str(), found.start(), found.end()))
            {
                first = Some(index);
            }
        }
        self.words.get(first?).map(|word| word.text.as_str())
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

    fn of(words: Vec<Word>) -> Result<Self, Error> {
        let skeletons = words
            .iter()
            .map(|word| skeleton(&word.normal).into_string());
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(skeletons)
            .map_err(|_| Error::TooMany(MAX_WORDS))?;
        Ok(Self {
            words,
            searcher: Some(Arc::new(searcher)),
        })
    }
}

impl PartialEq for WordList {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for WordList {}

impl FromStr for WordList {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut scanner = Scanner::new(text);
        let mut words = Vec::new();
        loop {
            let word = scanner.string()?;
            words.push(Word::new(word.text, word.is_whole)?);
            if words.len() > MAX_WORDS {
                return Err(Error::TooMany(MAX_WORDS));
            }
            if !scanner.comma()? {
                return Self::of(words);
            }
        }
    }
}

/// The canonical spelling, which reads back as the same list; nothing for no words.
impl fmt::Display for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words.iter();
        let words: Vec<_> = words.map(|word| quote(&word.text, word.is_whole)).collect();
        f.write_str(&words.join(", "))
    }
}

// === impl Word ===

impl Word {
    fn new(text: String, is_whole: bool) -> Result<Self, Error> {
        let normal = normalise(&text).trim().to_owned();
        if normal.is_empty() {
            return Err(Error::Empty);
        }
        Ok(Self {
            text,
            is_whole,
            normal,
        })
    }
}
