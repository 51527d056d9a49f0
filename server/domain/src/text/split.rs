//! Splitting a text that is too long for one message.

use unicode_segmentation::UnicodeSegmentation;

use super::slice;
use crate::message::FormattedText;

/// The text in parts of at most `max_units` UTF-16 code units (at least 2: a
/// character may need two). The parts joined are the text, white space included;
/// an empty text gives one empty part.
///
/// A part ends behind a line break, else behind other white space, where one is
/// found in its second half; else between two characters as people see them
/// (grapheme clusters); only a cluster that is itself too long is cut.
#[must_use]
pub fn split(text: &FormattedText, max_units: usize) -> Vec<FormattedText> {
    let max_units = max_units.max(2);
    let mut parts = Vec::new();
    let mut rest = text.text.as_str();
    let mut start = 0;
    loop {
        let length = part_length(rest, max_units);
        let units = super::utf16_len(&rest[..length]);
        parts.push(slice(text, start..start + units));
        start += units;
        rest = &rest[length..];
        if rest.is_empty() {
            return parts;
        }
    }
}

/// Bytes of the first part.
fn part_length(text: &str, max_units: usize) -> usize {
    let mut borders = Borders::default();
    let mut units = 0;
    for (byte, cluster) in text.grapheme_indices(true) {
        let cluster_units = super::utf16_len(cluster);
        if units + cluster_units > max_units {
            return borders.best(byte, || cut(text, max_units));
        }
        units += cluster_units;
        if units * 2 >= max_units {
            borders.pass(cluster, byte + cluster.len());
        }
    }
    text.len()
}

/// Bytes of the most characters that fit.
fn cut(text: &str, max_units: usize) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        units += character.len_utf16();
        if units > max_units {
            return byte;
        }
    }
    text.len()
}

/// Good places to end a part, the last of each sort.
#[derive(Default)]
struct Borders {
    line: Option<usize>,
    space: Option<usize>,
}

impl Borders {
    /// Notes the border behind this cluster.
    fn pass(&mut self, cluster: &str, end: usize) {
        if cluster.ends_with(['\n', '\r']) {
            self.line = Some(end);
        } else if cluster.ends_with(char::is_whitespace) {
            self.space = Some(end);
        }
    }

    /// The best border: `cluster` is the last between two clusters, 0 when the
    /// first one is too long already.
    fn best(&self, cluster: usize, cut: impl FnOnce() -> usize) -> usize {
        match self.line.or(self.space) {
            Some(border) => border,
            None if cluster > 0 => cluster,
            None => cut(),
        }
    }
}
