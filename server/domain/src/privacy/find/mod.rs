//! What is hidden, found in what people write.

mod link;
mod mail;
mod phone;

use std::ops::Range;

use super::fold::Folded;
use super::{Mask, is_on};
use crate::parameter::{Hidden, HiddenSet};
use crate::text::decoded_hex;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Mail,
    /// The address of a profile, or an id in one.
    Link,
    /// An @name.
    Mention,
}

/// Where it stands: UTF-16 code units of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Find {
    pub(super) what: What,
    pub(super) at: Range<usize>,
}

// === impl What ===

impl What {
    /// Whether one of these options hides it.
    pub(super) fn is_hidden(self, hidden: &HiddenSet) -> bool {
        let (hides, mask) = match self {
            Self::Phone => (hidden.contains(&Hidden::Contact), Mask::Phone),
            Self::Mail => (hidden.contains(&Hidden::Contact), Mask::Mail),
            Self::Link => (hidden.contains(&Hidden::Link), Mask::Link),
            // A name by which a person is found is both.
            Self::Mention => (
                hidden.contains(&Hidden::Mention) || hidden.contains(&Hidden::Link),
                Mask::Mention,
            ),
        };
        hides && is_on(mask)
    }

    const fn is_looked_for(self, wanted: Wanted) -> bool {
        match self {
            Self::Phone => wanted.phones,
            Self::Mail => wanted.mails,
            Self::Link => wanted.links,
            Self::Mention => wanted.mentions,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    phones: bool,
    mails: bool,
    links: bool,
    mentions: bool,
}

/// What of a text is hidden, in order and without overlaps.
pub(super) fn hidden_in(text: &str, hidden: &HiddenSet) -> Vec<Find> {
    let wanted = Wanted {
        phones: What::Phone.is_hidden(hidden),
        mails: What::Mail.is_hidden(hidden),
        links: What::Link.is_hidden(hidden),
        mentions: What::Mention.is_hidden(hidden),
    };
    if text.is_empty() || !(wanted.phones || wanted.mails || wanted.links || wanted.mentions) {
        return Vec::new();
    }
    let folded = Folded::of(text);
    let mut found = in_folded(folded.text(), folded.digits(), wanted);
    encoded(folded.text(), wanted, &mut found);
    let finds = found.into_iter().filter_map(|(what, bytes)| {
        let at = folded.original(bytes)?;
        Some(Find { what, at })
    });
    joined(finds.collect())
}

fn in_folded(text: &str, digits: usize, wanted: Wanted) -> Vec<(What, Range<usize>)> {
    let mut found = Vec::new();
    if wanted.phones && digits >= phone::LEAST_DIGITS {
        phone::find(text, &mut found);
    }
    if wanted.mails || wanted.mentions {
        mail::find(text, &mut found);
    }
    if wanted.links {
        link::find(text, &mut found);
    }
    found.retain(|(what, _)| what.is_looked_for(wanted));
    found
}

/// What stands in a text in the encoding of addresses (`%40` for `@`): the whole word is it.
fn encoded(text: &str, wanted: Wanted, found: &mut Vec<(What, Range<usize>)>) {
    if !text.contains('%') || !is_on(Mask::Encoded) {
        return;
    }
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let begins = at;
        at += word.len();
        let word = word.trim_end();
        let mut decoded = word.to_owned();
        // Twice encoded is read by a browser that is sent there twice.
        for _ in 0..3 {
            let next = decoded_hex(&decoded, b'%');
            if next == decoded {
                break;
            }
            decoded = next;
        }
        if decoded == word {
            continue;
        }
        let folded = Folded::of(&decoded);
        let inside = in_folded(folded.text(), folded.digits(), wanted);
        if let Some((what, _)) = inside.first() {
            found.push((*what, begins..begins + word.len()));
        }
    }
}

/// In order, those that touch or overlap as one.
fn joined(mut finds: Vec<Find>) -> Vec<Find> {
    finds.sort_by_key(|find| (find.at.start, std::cmp::Reverse(find.at.end)));
    let mut joined: Vec<Find> = Vec::with_capacity(finds.len());
    for find in finds {
        match joined.last_mut() {
            Some(last) if find.at.start < last.at.end => {
                last.at.end = last.at.end.max(find.at.end);
            }
            _ => joined.push(find),
        }
    }
    joined
}
