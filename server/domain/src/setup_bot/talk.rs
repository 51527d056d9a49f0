//! A decision while it is made.

use std::collections::BTreeMap;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::person::BUTTONS_LIVE;
use super::{Act, Card, Person, Scene, Way, Wish, Wished, lane, picture};
use crate::catalogue::SetupWords;
use crate::delivery::{Action, Class, Purpose, Target};
use crate::id::{ChatAddress, ChatId, MessageId, MessageRef};
use crate::message::{Button, ButtonAction, FormattedText};
use crate::payload::Payload;
use crate::relay::Draft;
use crate::text::concat;

/// What follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The row as it is afterwards.
    pub person: Person,
    /// Deliveries, in order.
    pub drafts: Vec<Draft>,
}

/// A button.
pub(super) enum Key {
    /// Does something.
    Do(String, Act),
    /// Opens an address.
    Link(String, String),
}

/// A decision while it is made.
pub(super) struct Talk<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) person: Person,
    drafts: Vec<Draft>,
    /// The message that the next screen takes the place of.
    at: Option<MessageId>,
    drawn: u32,
}

// === impl Talk ===

impl<'a> Talk<'a> {
    pub(super) fn new(scene: Scene<'a>, mut person: Person, at: Option<MessageId>) -> Self {
        person.tidy(scene.now);
        Self {
            scene,
            person,
            drafts: Vec::new(),
            at,
            drawn: 0,
        }
    }

    pub(super) fn done(mut self) -> Decision {
        picture::take_away(&mut self);
        self.person.tidy(self.scene.now);
        Decision {
            person: self.person,
            drafts: self.drafts,
        }
    }

    /// The words in the person's language.
    pub(super) fn text(&self, words: &SetupWords) -> FormattedText {
        words.render(self.person.language)
    }

    /// A button with these words on it.
    pub(super) fn key(&self, words: &SetupWords, act: Act) -> Key {
        Key::Do(self.text(words).text, act)
    }

    /// A text, with what was just done above it.
    pub(super) fn under(&self, above: Option<&SetupWords>, text: FormattedText) -> FormattedText {
        match above {
            Some(above) => concat([self.text(above), FormattedText::plain("\n\n"), text]),
            None => text,
        }
    }

    /// Says something below everything else. The next screen is a message of its own then.
    pub(super) fn say(&mut self, words: &SetupWords) {
        let text = self.text(words);
        self.say_text(&text);
    }

    pub(super) fn say_text(&mut self, text: &FormattedText) {
        self.at = None;
        self.send(Payload::setup(text), Vec::new());
    }

    /// Says something below everything else, with buttons under it.
    pub(super) fn say_with(&mut self, words: &SetupWords, keys: Vec<Vec<Key>>) {
        self.at = None;
        let text = self.text(words);
        self.show(&text, keys);
    }

    /// Says something below everything else, with a way out of what is asked for.
    pub(super) fn say_again(&mut self, words: &SetupWords) {
        let cancel = self.key(&SetupWords::KeyCancel {}, Act::Cancel);
        self.say_with(words, vec![vec![cancel]]);
    }

    /// Says a secret, in a message that goes by itself after a while. It is written nowhere.
    pub(super) fn say_for(&mut self, words: &SetupWords, time: Duration) {
        self.at = None;
        self.person.cards.push(Card {
            sequence: self.next_sequence(),
            message: None,
            expires_at: self.scene.now.after(BUTTONS_LIVE),
            buttons: BTreeMap::new(),
            fades_after: Some(time),
        });
        let text = self.text(words);
        self.send_by(Way::Secret, Payload::setup(&text), Vec::new());
    }

    /// Shows a screen: in place of the one whose button was pressed, else as a new message.
    pub(super) fn show(&mut self, text: &FormattedText, keys: Vec<Vec<Key>>) {
        let at = self.at;
        self.show_at(at, Payload::setup(text), keys);
    }

    /// Asks for something to be sent, with a way out.
    pub(super) fn ask(&mut self, words: &SetupWords) {
        let cancel = self.key(&SetupWords::KeyCancel {}, Act::Cancel);
        let text = self.text(words);
        self.show(&text, vec![vec![cancel]]);
    }

    /// Shows a picture that nobody else is to have: in place of that message, else as a new
    /// one. Gives the delivery's number. It is not written down.
    pub(super) fn show_picture_at(
        &mut self,
        at: Option<MessageId>,
        text: &FormattedText,
        keys: Vec<Vec<Key>>,
    ) -> u64 {
        let sequence = self.next_sequence();
        self.show_at(at, Payload::setup_picture(text), keys);
        sequence
    }

    fn show_at(&mut self, at: Option<MessageId>, payload: Payload, keys: Vec<Vec<Key>>) {
        let mut buttons = BTreeMap::new();
        let rows: Vec<Vec<Button>> = keys
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|key| self.button(key, &mut buttons))
                    .collect()
            })
            .collect();
        // What was under that message is gone with it.
        if at.is_some() {
            self.person.cards.retain(|card| card.message != at);
        }
        self.person.cards.push(Card {
            sequence: self.next_sequence(),
            message: at,
            expires_at: self.scene.now.after(BUTTONS_LIVE),
            buttons,
            fades_after: None,
        });
        match at {
            Some(message) => self.rewrite(message, payload, rows),
            None => self.send(payload, rows),
        }
    }

    /// Ends the circle on a pressed button, with a line at the top of the chat.
    pub(super) fn answer(&mut self, query: &str, words: Option<&SetupWords>) {
        let text = words.map(|words| self.text(words).text);
        let action = Action::AnswerButton {
            query: query.to_owned(),
            text: text.unwrap_or_default(),
        };
        self.put(action, Purpose::ButtonAnswer, Way::Answer);
    }

    /// Takes a message out of the chat, at once or after a while.
    pub(super) fn delete(&mut self, message: MessageId, after: Duration) {
        let action = Action::Delete {
            chat: self.chat(),
            messages: vec![message],
        };
        let way = if after.is_zero() {
            Way::Deletion
        } else {
            Way::Fading
        };
        self.put(action, Purpose::Tidy, way);
        if let Some(draft) = self.drafts.last_mut() {
            draft.delay = after;
        }
    }

    /// Has something done; its answer comes back here.
    pub(super) fn wish(&mut self, wish: Wish) {
        let drawn = self.draw("request");
        let request = format!(
            "{}-{}-4{}-8{}-{}",
            &drawn[..8],
            &drawn[8..12],
            &drawn[13..16],
            &drawn[17..20],
            &drawn[20..32]
        );
        let at = self.at;
        self.person.wished.push(Wished { request, wish, at });
    }

    fn button(&mut self, key: Key, buttons: &mut BTreeMap<String, Act>) -> Button {
        match key {
            Key::Do(text, act) => {
                let mut data = self.draw("button");
                data.truncate(24);
                buttons.insert(data.clone(), act);
                Button {
                    text,
                    action: ButtonAction::Callback(data),
                }
            }
            Key::Link(text, url) => Button {
                text,
                action: ButtonAction::Url(url),
            },
        }
    }

    fn chat(&self) -> ChatAddress {
        ChatAddress::whole(ChatId(self.person.user.0))
    }

    /// What the next delivery gets.
    pub(super) fn next_sequence(&self) -> u64 {
        self.scene.sequence + self.drafts.len() as u64
    }

    fn send(&mut self, payload: Payload, buttons: Vec<Vec<Button>>) {
        self.send_by(Way::Talk, payload, buttons);
    }

    fn send_by(&mut self, way: Way, payload: Payload, buttons: Vec<Vec<Button>>) {
        let action = Action::Send {
            to: Target::Chat(self.chat()),
            payload,
            reply: None,
            buttons,
        };
        self.put(action, Purpose::CustomerNotice, way);
    }

    fn rewrite(&mut self, message: MessageId, payload: Payload, buttons: Vec<Vec<Button>>) {
        let action = Action::Rewrite {
            message: MessageRef {
                chat: self.chat(),
                message,
            },
            payload,
            buttons,
        };
        self.put(action, Purpose::CustomerNotice, Way::Talk);
    }

    fn put(&mut self, action: Action, purpose: Purpose, way: Way) {
        let lane = lane(self.person.user, way);
        self.drafts
            .push(Draft::new(lane, action, purpose, Class::Operator));
    }

    /// 64 hexadecimal digits that nobody guesses, other ones each time.
    fn draw(&mut self, what: &str) -> String {
        use std::fmt::Write as _;
        let mut digest = Sha256::new();
        digest.update(self.scene.seed);
        digest.update(what.as_bytes());
        digest.update(self.drawn.to_be_bytes());
        self.drawn += 1;
        digest
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a String does not fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}
