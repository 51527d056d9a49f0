//! What a message holds, masked, kind by kind.

use super::{Gate, Mask, is_on};
use crate::catalogue::Notice;
use crate::message::{
    Button, ButtonAction, Contact, Content, FormattedText, Media, MediaKind, Poll, Reply, Service,
    Unsupported, Venue,
};
use crate::parameter::Hidden;
use crate::text::{self, slice, split};

/// Telegram's limits of a poll's texts (core.telegram.org/bots/api, sendPoll): a mark may be longer than
/// what it stands for.
const MOST_QUESTION: usize = 300;
const MOST_OPTION: usize = 100;
const MOST_EXPLANATION: usize = 200;

/// Of a venue's texts (core.telegram.org/bots/api, sendVenue, inferred): as with other names.
const MOST_VENUE: usize = 255;

impl Gate<'_> {
    /// The content, and whether its file cannot go, because it carries inside what is hidden. One
    /// whose name alone gives something away has another.
    pub(crate) fn content(&self, content: &Content) -> (Content, bool) {
        let masked = match content {
            Content::Text(text) => Content::Text(self.text(text)),
            Content::Media(media) => return self.media(media),
            Content::Contact(contact) => self.contact(contact),
            Content::Venue(venue) => Content::Venue(self.venue(venue)),
            Content::Poll(poll) => Content::Poll(self.poll(poll)),
            Content::Service(service) => Content::Service(self.service(service)),
            Content::Unsupported(unsupported) => Content::Unsupported(Unsupported {
                text: self.text(&unsupported.text),
                ..unsupported.clone()
            }),
            Content::Location(_) | Content::Dice(_) => content.clone(),
        };
        (masked, false)
    }

    /// What is answered: nothing of it is left that is hidden in the whole, were it only a part of it.
    pub(super) fn reply(&self, reply: &Reply) -> Reply {
        if !is_on(Mask::Answered) {
            return reply.clone();
        }
        let (answered, replaced) = match &reply.answered_text {
            Some(text) => {
                let (masked, replaced) = self.replaced(text);
                (Some(masked), replaced)
            }
            None => (None, Vec::new()),
        };
        let quote = reply.quote.as_ref().filter(|quote| {
            let begins = usize::try_from(reply.quote_position).unwrap_or(0);
            let ends = begins.saturating_add(quote.utf16_len());
            let is_cut = replaced.iter().any(|at| at.start < ends && begins < at.end);
            !(is_cut && is_on(Mask::CutQuote))
        });
        // What was quoted stands elsewhere in the masked text, and is looked for there by Telegram.
        let position = if replaced.is_empty() {
            reply.quote_position
        } else {
            0
        };
        Reply {
            quote: quote.map(|quote| self.text(quote)),
            quote_position: position,
            answered_text: answered,
            ..reply.clone()
        }
    }

    pub(super) fn buttons(&self, rows: &[Vec<Button>]) -> Vec<Vec<Button>> {
        let button = |button: &Button| {
            let hides = |url: &str| self.hides_in(url) && is_on(Mask::ButtonTarget);
            let action = if matches!(&button.action, ButtonAction::Url(url) if hides(url)) {
                ButtonAction::Other("url".to_owned())
            } else {
                button.action.clone()
            };
            Button {
                text: if is_on(Mask::Button) {
                    self.plain(&button.text)
                } else {
                    button.text.clone()
                },
                action,
            }
        };
        rows.iter()
            .map(|row| row.iter().map(button).collect())
            .collect()
    }

    fn media(&self, media: &Media) -> (Content, bool) {
        if self.hides(Hidden::Contact) && is_card(media) && is_on(Mask::CardFile) {
            let line = Notice::HiddenContact {}.render(self.language());
            let caption = self.text(&media.caption);
            return (Content::Text(text::prepend_line(line, caption)), false);
        }
        let mut masked = media.clone();
        masked.caption = self.text(&media.caption);
        let texts = [&media.file_name, &media.title, &media.performer];
        let is_named = texts.into_iter().any(|text| self.hides_in(text)) && is_on(Mask::FileName);
        if is_named {
            masked.is_renamed = true;
            masked.file_name = neutral_name(media);
            masked.title.clear();
            masked.performer.clear();
        }
        // Telegram has title and performer from the tags in the file, which whoever opens it
        // sees all the same.
        let is_tagged = [&media.title, &media.performer].into_iter();
        let is_tagged = is_named && is_tagged.clone().any(|text| self.hides_in(text));
        if is_named && !is_tagged && media.kind == MediaKind::Audio {
            // Without any of our own Telegram would look into the file for them.
            masked.title.clone_from(&media.title);
            masked.performer.clone_from(&media.performer);
            if masked.title.is_empty() {
                masked.title = word(media.kind).to_owned();
            }
        }
        (Content::Media(Box::new(masked)), is_tagged)
    }

    /// A card is a name, a number and often more; none of it can be left out and still be a card.
    fn contact(&self, contact: &Contact) -> Content {
        if !is_on(Mask::Contact) {
            return Content::Contact(contact.clone());
        }
        if self.hides(Hidden::Contact) || self.hides(Hidden::Name) {
            return Content::Text(Notice::HiddenContact {}.render(self.language()));
        }
        if self.hides(Hidden::Link) || self.hides(Hidden::Mention) {
            return Content::Contact(Contact {
                first_name: self.plain(&contact.first_name),
                last_name: self.plain(&contact.last_name),
                user: None,
                vcard: String::new(),
                ..contact.clone()
            });
        }
        Content::Contact(contact.clone())
    }

    fn venue(&self, venue: &Venue) -> Venue {
        if !is_on(Mask::Venue) {
            return venue.clone();
        }
        let line = |text: &str| cut(&FormattedText::plain(self.plain(text)), MOST_VENUE).text;
        let masked = (line(&venue.title), line(&venue.address));
        let is_changed = masked.0 != venue.title || masked.1 != venue.address;
        Venue {
            location: venue.location.clone(),
            provider_ids: if is_changed {
                Default::default()
            } else {
                venue.provider_ids.clone()
            },
            title: masked.0,
            address: masked.1,
        }
    }

    fn poll(&self, poll: &Poll) -> Poll {
        if !is_on(Mask::Poll) {
            return poll.clone();
        }
        let text = |text: &FormattedText, most| cut(&self.text(text), most);
        Poll {
            question: text(&poll.question, MOST_QUESTION),
            options: poll
                .options
                .iter()
                .map(|option| text(option, MOST_OPTION))
                .collect(),
            description: self.text(&poll.description),
            explanation: text(&poll.explanation, MOST_EXPLANATION),
            ..poll.clone()
        }
    }

    fn service(&self, service: &Service) -> Service {
        Service {
            title: if self.hides(Hidden::Title) {
                String::new()
            } else {
                self.plain(&service.title)
            },
            users: service
                .users
                .iter()
                .map(|user| self.masked_user(user))
                .collect(),
            ..service.clone()
        }
    }
}

/// A contact card as a file.
fn is_card(media: &Media) -> bool {
    let name = media.file_name.to_lowercase();
    let kind = media.mime_type.to_lowercase();
    media.kind == MediaKind::Document
        && (kind.contains("vcard") || name.ends_with(".vcf") || name.ends_with(".vcard"))
}

/// A name that says nothing but what kind of file it is.
fn neutral_name(media: &Media) -> String {
    /// `.torrent` is the longest that people know.
    const LONGEST: usize = 8;
    let word = word(media.kind);
    let extension = media
        .file_name
        .rsplit_once('.')
        .map(|(_, extension)| extension);
    let is_one = |extension: &&str| {
        (1..=LONGEST).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
            && *extension != "com"
    };
    match extension.filter(is_one) {
        Some(extension) => format!("{word}.{}", extension.to_ascii_lowercase()),
        None => word.to_owned(),
    }
}

/// What stands for a name of such a file.
const fn word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Photo => "photo",
        MediaKind::Video | MediaKind::VideoNote => "video",
        MediaKind::Animation => "animation",
        MediaKind::Document => "document",
        MediaKind::Audio => "music",
        MediaKind::Voice => "voice",
        MediaKind::Sticker => "sticker",
    }
}

fn cut(text: &FormattedText, most: usize) -> FormattedText {
    if text.utf16_len() <= most {
        return text.clone();
    }
    split(text, most)
        .into_iter()
        .next()
        .unwrap_or_else(|| slice(text, 0..most))
}
