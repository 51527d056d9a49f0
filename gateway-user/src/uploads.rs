//! How far files on their way to Telegram have come, for those that broke off: Telegram keeps
//! the parts of a file for a while under the number that they were sent with.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::telegram::lock;

/// So many files are remembered.
const MOST: usize = 64;

/// Files of which parts are at Telegram, by their numbers.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<VecDeque<Begun>>);

/// A file of which parts are at Telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Begun {
    id: i64,
    /// How many parts, from the first on without a gap.
    parts: i32,
    /// The whole file's size in bytes.
    size: u64,
}

// === impl Uploads ===

impl Uploads {
    /// How many parts Telegram has of this file, and how large it is. Told once: how long
    /// Telegram keeps them it does not say, so that whoever finds that it has them no more begins
    /// anew the next time.
    pub(crate) fn take(&self, id: i64) -> (i32, u64) {
        let mut begun = lock(&self.0);
        let place = begun.iter().position(|one| one.id == id);
        let known = place.and_then(|place| begun.remove(place));
        known.map_or((0, 0), |known| (known.parts, known.size))
    }

    /// Telegram has taken so many parts of it.
    pub(crate) fn keep(&self, id: i64, parts: i32, size: u64) {
        if parts == 0 {
            return;
        }
        let mut begun = lock(&self.0);
        begun.retain(|one| one.id != id);
        begun.push_back(Begun { id, parts, size });
        while begun.len() > MOST {
            begun.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_and_the_oldest_is_forgotten() {
        let uploads = Uploads::default();
        uploads.keep(1, 0, 9);
        assert_eq!(uploads.take(1), (0, 0));
        for id in 0..70 {
            uploads.keep(id, 3, 9);
        }
        uploads.keep(69, 5, 9);
        assert_eq!((uploads.take(5), uploads.take(6)), ((0, 0), (3, 9)));
        assert_eq!((uploads.take(69), uploads.take(69)), ((5, 9), (0, 0)));
    }
}
