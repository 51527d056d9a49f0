//! What customers send: every field has a secret of its own.

use super::case::Case;
use super::secrets::{Disguise, Secrets, dress};
use crate::id::{ChatAddress, ChatId};
use crate::message::{
    Chat, ChatKind, Contact, Content, Entity, FormattedText, Location, Media, MediaKind, Poll,
    Unsupported, User, Venue,
};
use crate::parameter::Hidden;
use crate::text::utf16_len;

/// The words of a text, and what in it is more than words.
#[derive(Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
}

impl Written {
    pub(super) fn say(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self.text.push(' ');
        self
    }

    pub(super) fn mark(&mut self, text: &str, entity: Entity) -> &mut Self {
        self.entities.push(Entity {
            offset: utf16_len(&self.text),
            length: utf16_len(text),
            ..entity
        });
        self.say(text)
    }

    pub(super) fn done(self) -> FormattedText {
        FormattedText {
            text: self.text.trim_end().to_owned(),
            entities: self.entities,
        }
    }
}

/// A text with one of everything.
pub(super) fn text(secrets: &mut Secrets, case: &Case) -> FormattedText {
    let is_words = matches!(case.disguise, Disguise::Words);
    let phone = secrets.phone(case.phone);
    let mail = secrets.mail(is_words);
    let link = secrets.word("t.me/link_", &[Hidden::Link]);
    let mention = secrets.word("@at_", &[Hidden::Mention, Hidden::Link]);
    let label = secrets.word("Label", &[Hidden::Name, Hidden::Mention]);
    let target = secrets.word("t.me/target_", &[Hidden::Link]);
    let id = 7_000_000_000 + i64::from(secrets.seed);
    secrets.add(&id.to_string(), &[Hidden::Link], true);
    let entity = |kind: &str| Entity {
        kind: kind.to_owned(),
        ..Entity::default()
    };
    let mut written = Written::default();
    written
        .say("😀 hello,")
        .say(&dress(&phone, case.disguise))
        .say("or")
        .say(&dress(&mail, case.disguise))
        .say(",");
    written
        .say(&dress(&link, case.disguise))
        .say("and")
        .say(&dress(&mention, case.disguise))
        .say("or");
    written.mark(
        &label,
        Entity {
            user: Some(id),
            ..entity("text_mention")
        },
    );
    written.mark(
        "here",
        Entity {
            url: target,
            ..entity("text_link")
        },
    );
    written.mark(
        "there",
        Entity {
            url: format!("tg://user?id={id}"),
            ..entity("text_link")
        },
    );
    written.mark("bold", entity("bold"));
    written.done()
}

pub(super) fn one_line(secrets: &mut Secrets, case: &Case) -> String {
    match case.extra % 3 {
        0 => {
            let phone = secrets.phone(case.phone);
            format!("call {}", dress(&phone, case.disguise))
        }
        1 => dress(&secrets.mail(false), case.disguise),
        _ => dress(&secrets.word("t.me/line_", &[Hidden::Link]), case.disguise),
    }
}

pub(super) fn chat(secrets: &mut Secrets, id: i64, is_group: bool, person: &User) -> Chat {
    Chat {
        address: ChatAddress::whole(ChatId(id)),
        kind: if is_group {
            ChatKind::Supergroup
        } else {
            ChatKind::Private
        },
        title: if is_group {
            secrets.word("Title", &[Hidden::Title])
        } else {
            String::new()
        },
        username: if is_group {
            secrets.word("chat_", &[Hidden::Link])
        } else {
            person.username.clone()
        },
        first_name: if is_group {
            String::new()
        } else {
            person.first_name.clone()
        },
        last_name: if is_group {
            String::new()
        } else {
            person.last_name.clone()
        },
        is_forum: false,
    }
}

pub(super) fn content(secrets: &mut Secrets, case: &Case) -> Content {
    let media = |secrets: &mut Secrets, kind, named: bool| {
        let line = |secrets: &mut Secrets| {
            if named {
                one_line(secrets, case)
            } else {
                String::new()
            }
        };
        Content::Media(Box::new(Media {
            kind,
            file_id: "file".to_owned(),
            file_unique_id: "unique".to_owned(),
            size: 1000,
            mime_type: "application/octet-stream".to_owned(),
            file_name: line(secrets),
            width: 0,
            height: 0,
            duration: 0,
            title: line(secrets),
            performer: line(secrets),
            emoji: String::new(),
            caption: text(secrets, case),
            has_spoiler: false,
            caption_above: false,
            seen_in: None,
            is_renamed: false,
        }))
    };
    match case.kind {
        0..=4 => Content::Text(text(secrets, case)),
        5 => media(secrets, MediaKind::Photo, false),
        6 => media(secrets, MediaKind::Document, true),
        7 => media(secrets, MediaKind::Audio, true),
        8 => {
            let Content::Media(mut media) = media(secrets, MediaKind::Document, false) else {
                unreachable!()
            };
            media.mime_type = "text/x-vcard".to_owned();
            media.file_name = format!("{}.vcf", secrets.word("Card", &[Hidden::Contact]));
            Content::Media(media)
        }
        9 | 10 => Content::Contact(Contact {
            phone_number: secrets.phone(case.phone),
            first_name: secrets.word("Other", &[Hidden::Contact, Hidden::Name]),
            last_name: secrets.word("Name", &[Hidden::Contact, Hidden::Name]),
            user: Some(5),
            vcard: format!("BEGIN:VCARD\nEMAIL:{}\nEND:VCARD", secrets.mail(false)),
        }),
        11 => Content::Venue(Venue {
            location: Location::default(),
            title: one_line(secrets, case),
            address: one_line(secrets, case),
            provider_ids: Default::default(),
        }),
        12 | 13 => Content::Poll(Poll {
            question: text(secrets, case),
            options: vec![text(secrets, case), FormattedText::plain("no")],
            is_anonymous: true,
            allows_multiple_answers: false,
            is_quiz: true,
            correct_option: Some(0),
            correct_options: vec![0],
            description: text(secrets, case),
            explanation: text(secrets, case),
            open_period: 0,
            closes_at: None,
        }),
        14 => Content::Unsupported(Unsupported {
            raw_kind: "checklist".to_owned(),
            text: text(secrets, case),
            copyable: true,
        }),
        15 => Content::Location(Location::default()),
        _ => Content::Text(FormattedText::plain("hello")),
    }
}
