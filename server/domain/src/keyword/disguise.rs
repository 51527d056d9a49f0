//! Whether what looks like a word is one, or a trick, or another language.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::is_general_mark;
use super::twin::Skeleton;

/// Which of the scripts that share letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    /// Letters of phonetics and of scripts that nobody here writes in.
    Rare,
}

/// A text prepared for telling tricks from languages.
pub(super) struct Disguised<'a> {
    normal: &'a str,
    skeleton: &'a Skeleton,
    /// For each character, where its run of letters is among the runs; `None` outside of any.
    run: Vec<Option<usize>>,
    /// For each run, whether it mixes scripts.
    is_mixed: Vec<bool>,
    /// For each character, where it begins: in the normal text, and in the skeleton.
    at: Vec<(usize, usize)>,
}

// === impl Disguised ===

impl<'a> Disguised<'a> {
    pub(super) fn new(normal: &'a str, skeleton: &'a Skeleton) -> Self {
        let mut run = Vec::new();
        let mut is_mixed: Vec<bool> = Vec::new();
        let mut script = None;
        let mut marks: Vec<char> = Vec::new();
        let mut is_inside = false;
        let mut at = Vec::new();
        for (index, (byte, character)) in normal.char_indices().enumerate() {
            at.push((byte, skeleton.at(index)));
            if !character.is_alphabetic() {
                run.push(None);
                is_inside = false;
                continue;
            }
            if !is_inside {
                is_mixed.push(false);
                script = None;
                marks.clear();
                is_inside = true;
            }
            let own = script_of(character);
            if let Some(mixed) = is_mixed.last_mut() {
                let differs = matches!((script, own), (Some(before), Some(now)) if before != now);
                *mixed |= differs || own == Some(Script::Rare);
                if let Some(mark) = mark_of(character) {
                    *mixed |= !marks.is_empty() && !marks.contains(&mark);
                    marks.push(mark);
                }
            }
            script = script.or(own);
            run.push(Some(is_mixed.len() - 1));
        }
        Self {
            normal,
            skeleton,
            run,
            is_mixed,
            at,
        }
    }

    /// Whether the word is what stands at this place of the skeleton: the word itself, or what is made
    /// to look like it.
    pub(super) fn shows(&self, word: &str, place: Range<usize>) -> bool {
        let index = |byte: usize| self.at.binary_search_by_key(&byte, |(_, at)| *at).ok();
        // What begins or ends within a character is none.
        let Some(begin) = index(place.start) else {
            return false;
        };
        let end = if place.end == self.skeleton.as_str().len() {
            self.at.len()
        } else {
            match index(place.end) {
                Some(end) => end,
                None => return false,
            }
        };
        let begins = self.at.get(begin).map_or(0, |(at, _)| *at);
        let ends = self.at.get(end).map_or(self.normal.len(), |(at, _)| *at);
        let written = self.normal.get(begins..ends).unwrap_or_default();
        if written == word {
            return true;
        }
        let touched = self.run.get(begin..end).unwrap_or_default();
        // Marks that differ are letters that differ, but in a trick.
        let is_mixed = touched.iter().flatten().any(|run| self.is_mixed[*run]);
        let same_marks = || without_twins(written) == without_twins(word);
        is_mixed || (same_marks() && self.is_border(begin) && self.is_border(end))
    }

    /// Whether no run of letters goes on over this position.
    fn is_border(&self, position: usize) -> bool {
        let before = position
            .checked_sub(1)
            .and_then(|at| self.run.get(at).copied().flatten());
        let behind = self.run.get(position).copied().flatten();
        before.is_none() || before != behind
    }
}

/// With Latin letters for those that look like them, and marks as they are.
fn without_twins(text: &str) -> String {
    text.chars().map(super::latin_twin).collect()
}

/// The mark that a Latin letter carries.
fn mark_of(letter: char) -> Option<char> {
    if letter.is_ascii() || script_of(letter) != Some(Script::Latin) {
        return None;
    }
    std::iter::once(letter).nfd().find(|c| is_general_mark(*c))
}

fn script_of(character: char) -> Option<Script> {
    match u32::from(character) {
        0x0041..=0x024F | 0x1E00..=0x1EFF => Some(Script::Latin),
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Some(Script::Greek),
        0x0400..=0x052F | 0x1C80..=0x1C8F => Some(Script::Cyrillic),
        0x0530..=0x058F => Some(Script::Armenian),
        // IPA, phonetic letters, Cherokee, Coptic, Lisu, further Latin ones.
        0x0250..=0x02FF
        | 0x13A0..=0x13FF
        | 0x1D00..=0x1DBF
        | 0x2C60..=0x2CFF
        | 0xA4D0..=0xA4FF
        | 0xA640..=0xA69F
        | 0xA720..=0xA7FF
        | 0xAB30..=0xABBF => Some(Script::Rare),
        _ => None,
    }
}
