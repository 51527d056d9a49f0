//! Cards of `/info` in private.

use super::*;
use crate::id::ChatAddress;
use crate::parameter::Parameters;
use crate::privacy::{Gate, Numbers, Shown};

const COMMAND: MessageId = MessageId(900);

fn note(language: &str) -> Note {
    let row = connection("a");
    let parameters = Parameters::default();
    let numbers = Numbers::new();
    let gate = Gate::new(&row.id, &parameters, &numbers);
    let chat = ChatAddress::whole(ChatId(11));
    let called = Shown::own("Quiet Fox");
    let asked = (COMMAND, language.to_owned());
    let card = PrivateCard::new(&gate, (chat, &called), asked, |_, language| {
        crate::message::FormattedText::plain(format!("Ann in {language}"))
    });
    Note::private(&row, EVE, now(), card)
}

/// Eve, who is nobody here but for these cards.
fn eve() -> Play {
    let mut play = Play::new();
    play.person = Person::new(EVE, "de", now());
    play.is_admitted = false;
    play
}

fn told(play: &Play) -> Option<InfoEnd> {
    match play.wish() {
        Some(Wish::TellInfo { command, end, .. }) => {
            assert_eq!(*command, COMMAND);
            Some(*end)
        }
        _ => None,
    }
}

#[test]
fn a_card_goes_to_whom_it_is_for_and_the_topic_hears_of_it_once() {
    let mut play = eve();
    let sequence = play.sequence;
    let given = play.news(&News::Note(&note("de")));
    let words = said(&given);
    assert!(words.contains("@shop_bot") && words.contains("Quiet Fox"));
    assert!(words.contains("Ann in de"), "{words}");
    let to = given.iter().map(|action| {
        let Action::Send {
            to: crate::delivery::Target::Chat(chat),
            ..
        } = action
        else {
            panic!("{action:?}")
        };
        chat.id
    });
    assert_eq!(to.collect::<Vec<_>>(), [ChatId(EVE.0)]);
    assert!(told(&play).is_none(), "nobody knows yet whether it arrived");
    let sent = News::Sent {
        sequence,
        message: MessageId(8),
    };
    play.news(&sent);
    assert_eq!(told(&play), Some(InfoEnd::Given));
    play.done(&Done::Done);
    play.news(&sent);
    assert!(told(&play).is_none(), "the same report once more");
}

#[test]
fn a_card_that_never_arrives_is_told_as_that() {
    for (is_shut_out, end) in [(true, InfoEnd::NotStarted), (false, InfoEnd::Failed)] {
        let mut play = eve();
        let sequence = play.sequence;
        play.news(&News::Note(&note("de")));
        play.news(&News::Unsent {
            sequence,
            is_shut_out,
        });
        assert_eq!(told(&play), Some(end));
        // Where the topic is gone with its connection, nobody misses it.
        let refused = Refusal::NotFound;
        assert_eq!(play.done(&Done::Refused(refused)), []);
        assert!(play.wish().is_none());
    }
    // What else does not arrive is nobody's business.
    let mut play = Play::new();
    play.says("/help");
    let unsent = News::Unsent {
        sequence: 1,
        is_shut_out: true,
    };
    assert_eq!(play.news(&unsent), []);
    assert!(play.wish().is_none());
}

#[test]
fn who_only_gets_cards_may_start_the_bot_and_nothing_else() {
    let mut play = eve();
    assert!(said(&play.says("/start")).contains(&EVE.to_string()));
    assert!(said(&play.says("/language")).contains(&EVE.to_string()));
    assert!(said(&play.says("/start info")).contains("/info"));
    play.news(&News::Note(&note("de")));
    play.says("/language");
    play.press(|act| *act == Act::Speak(Language::Es));
    assert_eq!(play.person.language, Language::Es);
    assert!(said(&play.news(&News::Note(&note("de")))).contains("Ann in es"));
    for text in ["/start", "/help", "hello", TOKEN] {
        let told = said(&play.says(text));
        assert!(told.contains(&EVE.to_string()), "{text}: {told}");
        assert!(!matches!(play.wish(), Some(Wish::Create { .. })));
    }
    // An administrator may start by the link too, and is let in as ever.
    let mut olga = Play::new();
    assert!(said(&olga.says("/start info")).contains("/info"));
    assert!(said(&olga.says("/start")).contains("You have no connection"));
}

#[test]
fn a_card_is_kept_and_read_back_and_shown_to_no_log() {
    let note = note("de");
    let stored = serde_json::to_string(&note).unwrap();
    assert_eq!(serde_json::from_str::<Note>(&stored).unwrap(), note);
    assert!(!format!("{note:?}").contains("Ann"));
    let mut play = eve();
    for _ in 0..200 {
        play.now = play.now.after(std::time::Duration::from_secs(2));
        play.news(&News::Note(&note));
    }
    assert!(play.person.underway.len() <= 50, "the row does not grow");
}
