//! Hiding what a payload shows already, when that is asked for before it goes out.

use super::Payload;
use super::carry::hidden_file;
use crate::message::{Content, FormattedText, Media};
use crate::parameter::HiddenSet;
use crate::privacy::Gate;
use crate::text::{replace, utf16_len};

impl Payload {
    /// Whether all that is hidden now was hidden when it was made.
    pub(super) fn was_masked_for(&self, hidden: &HiddenSet) -> bool {
        hidden.is_subset(&self.of_customers.hidden)
    }

    /// The same as the gate of now lets it through. `is_customers`: it shows what a customer wrote; else
    /// it is Backline's own words, in which only names are a customer's.
    pub(super) fn masked(&self, gate: &Gate<'_>, is_customers: bool) -> Self {
        let mut masked = self.clone();
        let of_customers = self.of_customers.clone();
        let names = of_customers.names.iter();
        let names = names.filter(|named| named.by.iter().any(|by| gate.hides(*by)));
        let names = names.map(|named| &named.name);
        // A quotation may be of a part only of what would be found in the whole.
        let mut gone: Vec<&String> = names.chain(&of_customers.quotes).collect();
        gone.retain(|one| !one.is_empty());
        gone.sort_by_key(|one| std::cmp::Reverse(one.len()));
        for one in gone {
            match &mut *masked.content {
                Content::Text(text) => *text = without(text, one),
                Content::Media(media) => media.caption = without(&media.caption, one),
                Content::Location(_)
                | Content::Venue(_)
                | Content::Contact(_)
                | Content::Dice(_)
                | Content::Poll(_)
                | Content::Service(_)
                | Content::Unsupported(_) => {}
            }
        }
        if is_customers {
            let (content, is_withheld) = gate.content(&masked.content);
            // What is about to go has no file under another name ready.
            let was_renamed = is_renamed(&masked.content);
            *masked.content = if let Content::Media(media) = &content
                && (is_withheld || (media.is_renamed && !was_renamed))
            {
                Content::Text(named(media, gate))
            } else {
                content
            };
        }
        masked
    }
}

const fn is_renamed(content: &Content) -> bool {
    matches!(content, Content::Media(media) if media.is_renamed)
}

/// A line in place of a file whose name is hidden.
fn named(media: &Media, gate: &Gate<'_>) -> FormattedText {
    let line = hidden_file(media).render(gate.language());
    crate::text::prepend_line(line, media.caption.clone())
}

/// The text without this name, wherever it stands.
fn without(text: &FormattedText, name: &str) -> FormattedText {
    let nobody = FormattedText::plain(Gate::nobody());
    let mut parts = Vec::new();
    let (mut units, mut from) = (0, 0);
    for (at, _) in text.text.match_indices(name) {
        units += utf16_len(&text.text[from..at]);
        let length = utf16_len(name);
        parts.push((units..units + length, nobody.clone()));
        units += length;
        from = at + name.len();
    }
    replace(text, &parts)
}
