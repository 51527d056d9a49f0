//! An adversary against the word gate: what an operator writes, however it is disguised and wherever in a
//! message it stands, goes out with a forbidden word in no case; and harmless messages go.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::delivery::{Class, Delivery, Lane, LaneKind, Progress, Purpose, Target};
use crate::dialog::Key;
use crate::id::{ChatAddress, ChatId, ConnectionId, IdentityId, MessageId, UserId};
use crate::message::{
    Button, ButtonAction, Chat, ChatKind, Contact, Entity, Location, Media, Message, Poll, Sender,
    Unsupported, User, Venue,
};
use crate::parameter::{Name, Parameters};
use crate::time::Timestamp;

const WORD: &str = "casino";

fn tricks() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0u8..8, 0..4)
}

/// One trick after the other.
fn disguised(word: &str, tricks: &[u8]) -> String {
    tricks
        .iter()
        .fold(word.to_owned(), |text, trick| match trick {
            0 => text.to_uppercase(),
            1 => text.chars().flat_map(|c| [c, '\u{200B}']).collect(),
            2 => text
                .chars()
                .flat_map(|c| [c, '\u{2060}', '\u{FE0F}'])
                .collect(),
            3 => text
                .chars()
                .map(|c| {
                    if c.is_ascii_graphic() {
                        char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)
                    } else {
                        c
                    }
                })
                .collect(),
            // Some of the letters only: a run that mixes scripts.
            4 => text
                .chars()
                .map(|c| match c {
                    'a' => 'а',
                    'c' => 'с',
                    'o' => 'ο',
                    'A' => 'А',
                    'C' => 'С',
                    'O' => 'Ο',
                    other => other,
                })
                .collect(),
            5 => text.chars().flat_map(|c| [c, '\u{332}']).collect(),
            6 => text
                .chars()
                .map(|c| {
                    if c.is_ascii_lowercase() {
                        char::from_u32(u32::from(c) - 0x61 + 0x1D41A).unwrap_or(c)
                    } else {
                        c
                    }
                })
                .collect(),
            _ => text.nfd().collect(),
        })
}

/// The word in every place that people would read, one at a time.
fn content(place: u8, text: &str) -> Content {
    let formatted = || {
        // Split over entities: half of it is bold, half is not.
        let half = text
            .char_indices()
            .nth(text.chars().count() / 2)
            .map_or(0, |(at, _)| at);
        FormattedText {
            text: text.to_owned(),
            entities: vec![Entity {
                kind: "bold".to_owned(),
                offset: 0,
                length: text::utf16_len(&text[..half]),
                ..Entity::default()
            }],
        }
    };
    let plain = FormattedText::plain("look");
    let media = |file_name: &str, title: &str, caption: FormattedText| {
        Content::Media(Box::new(Media {
            kind: MediaKind::Audio,
            file_id: "f".to_owned(),
            file_unique_id: "u".to_owned(),
            size: 1,
            mime_type: String::new(),
            file_name: file_name.to_owned(),
            width: 0,
            height: 0,
            duration: 0,
            title: title.to_owned(),
            performer: String::new(),
            emoji: String::new(),
            caption,
            has_spoiler: false,
            caption_above: false,
            ..sample_media()
        }))
    };
    let poll = |question: FormattedText, option: FormattedText, explanation: FormattedText| {
        Content::Poll(Poll {
            question,
            options: vec![option, FormattedText::plain("no")],
            is_anonymous: true,
            allows_multiple_answers: false,
            is_quiz: true,
            correct_option: Some(0),
            correct_options: vec![0],
            description: FormattedText::default(),
            explanation,
            open_period: 0,
            closes_at: None,
        })
    };
    match place {
        0 => Content::Text(formatted()),
        1 => media("", "", formatted()),
        2 => media(&format!("{text}.mp3"), "", plain),
        3 => media("", text, plain),
        4 => Content::Contact(Contact {
            phone_number: "1".to_owned(),
            first_name: text.to_owned(),
            last_name: String::new(),
            user: None,
            vcard: String::new(),
        }),
        5 => Content::Venue(Venue {
            location: Location::default(),
            title: "here".to_owned(),
            address: text.to_owned(),
            provider_ids: Default::default(),
        }),
        6 => poll(formatted(), plain.clone(), plain),
        7 => poll(plain.clone(), formatted(), plain),
        8 => poll(plain.clone(), plain, formatted()),
        9 => Content::Unsupported(Unsupported {
            raw_kind: "checklist".to_owned(),
            text: formatted(),
            copyable: true,
        }),
        _ => Content::Text(FormattedText {
            text: "here".to_owned(),
            entities: vec![Entity {
                kind: "text_link".to_owned(),
                offset: 0,
                length: 4,
                url: format!("https://{text}.example/"),
                ..Entity::default()
            }],
        }),
    }
}

fn sample_media() -> Media {
    let json = serde_json::json!({
        "kind": "audio", "file_id": "f", "file_unique_id": "u", "size": 1, "mime_type": "", "file_name": "",
        "width": 0, "height": 0, "duration": 0, "title": "", "performer": "", "emoji": "", "caption": {"text": ""},
        "has_spoiler": false, "caption_above": false,
    });
    serde_json::from_value(json).unwrap()
}

fn message(content: Content, buttons: Vec<Vec<Button>>) -> Message {
    let user = User {
        id: UserId(9),
        is_bot: false,
        first_name: "Olga".to_owned(),
        last_name: String::new(),
        username: String::new(),
        language: String::new(),
    };
    Message {
        chat: Chat {
            address: ChatAddress::whole(ChatId(-1_000_000_000_001)),
            kind: ChatKind::Supergroup,
            title: "Team".to_owned(),
            username: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            is_forum: true,
        },
        id: MessageId(1),
        sender: Sender {
            user: Some(user),
            chat: None,
            signature: String::new(),
        },
        sent_at: Timestamp::default(),
        edited_at: None,
        topic: None,
        reply: None,
        forward: None,
        album: None,
        content,
        buttons,
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    }
}

fn parameters(words: &str) -> Parameters {
    let mut parameters = Parameters::default();
    parameters
        .set(Name::RestrictedKeywordsBackend, words)
        .unwrap();
    parameters
}

fn send(message: &Message, parameters: &Parameters) -> Result<Carriage, Refusal> {
    let frame = Frame::to_customer(message, None);
    to_customer(message, parameters, &frame, Language::En, false)
}

/// The same, decided before there were forbidden words, and handed out after.
fn handed_out(carriage: Carriage, parameters: &Parameters) -> GateNow {
    let connection = ConnectionId::parse("c1").unwrap();
    let key = Key {
        connection,
        chat: ChatAddress::whole(ChatId(5)),
    };
    let source = message(Content::Text(FormattedText::plain("x")), Vec::new()).reference();
    let delivery = Delivery {
        key: crate::delivery::Key {
            lane: Lane::of(&key, LaneKind::ToCustomer),
            sequence: 1,
        },
        identity: IdentityId::bot(42),
        via: None,
        action: crate::delivery::Action::Carry {
            to: Target::Customer { thread: None },
            steps: carriage.steps,
            done: 0,
            main: 0,
            reply: None,
            joins: None,
        },
        purpose: Purpose::ToCustomer { source },
        class: Class::Operator,
        created_at: Timestamp::default(),
        due_at: Timestamp::default(),
        attempts: 0,
        first_failed_at: None,
        after_silence: false,
        started_at: None,
        is_begun: false,
        started_by: None,
        last_error: None,
        held_back: 0,
        progress: Progress::default(),
        retry_of: None,
    };
    gate_now(&delivery, parameters)
}

#[test]
fn encodings_of_addresses_and_cards_are_read() {
    let forbidden = parameters("\"casino\"");
    let Content::Contact(mut card) = content(4, "Bob") else {
        panic!()
    };
    for vcard in [
        "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:ca=73ino\nEND:VCARD",
        "BEGIN:VCARD\r\nNOTE:cas\r\n ino\r\nEND:VCARD",
    ] {
        vcard.clone_into(&mut card.vcard);
        let message = message(Content::Contact(card.clone()), Vec::new());
        assert!(send(&message, &forbidden).is_err(), "{vcard}");
    }
    let link = content(10, "ca%73ino");
    assert!(send(&message(link, Vec::new()), &forbidden).is_err());
}

proptest! {
    #[test]
    fn no_disguise_gets_a_forbidden_word_out(
        tricks in tricks(), place in 0u8..12, before in "[a-z ]{0,6}", after in "( [a-z ]{0,6})?",
    ) {
        let word = disguised(WORD, &tricks);
        let text = format!("{before}{word}{after}");
        let forbidden = parameters("\"casino\"");
        let (content, buttons) = if place == 11 {
            let button = Button { text: text.clone(), action: ButtonAction::Callback(String::new()) };
            (Content::Text(FormattedText::plain("look")), vec![vec![button]])
        } else {
            (content(place, &text), Vec::new())
        };
        let message = message(content, buttons);
        prop_assert_eq!(send(&message, &forbidden), Err(Refusal::Word(WORD.to_owned())), "{:?}", text);
        // It was decided before the word was forbidden.
        if let Ok(carriage) = send(&message, &Parameters::default()) {
            let is_shut = matches!(handed_out(carriage, &forbidden), GateNow::Shut(_));
            prop_assert!(is_shut, "{:?}", text);
        }
    }

    #[test]
    fn harmless_messages_go(text in "[a-bd-z ,.!?]{1,40}", place in 0u8..9) {
        let message = message(content(place, &text), Vec::new());
        prop_assert!(send(&message, &parameters("\"casino\"")).is_ok(), "{:?}", text);
    }

    #[test]
    fn a_whole_word_is_forbidden_by_itself_alone(tricks in tricks(), place in 0u8..9, glue in "[a-z]{1,3}") {
        let forbidden = parameters("=\"casino\"");
        let alone = content(place, &format!("the {} there", disguised(WORD, &tricks)));
        prop_assert!(send(&message(alone, Vec::new()), &forbidden).is_err());
        let within = content(place, &format!("the {WORD}{glue} there"));
        prop_assert!(send(&message(within, Vec::new()), &forbidden).is_ok());
    }
}
